import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { simulated } from '../../../connectors/simulated/index.ts';
import { readJoinList } from '../../../jobs/tasks/definitions.ts';
import { measureJob } from '../../../jobs/tasks/measure.ts';
import { readReport } from '../../../jobs/tasks/report.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import { syncAll } from '../../../jobs/tasks/sync.ts';
import { ConfigError } from '../../../src/model/errors.ts';
import { outcomesOf } from '../../../src/report/outcomes.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import { DAY, inputOf, measureWorld, simulateWorld, UNTIL } from '../../summarise/outcomes/simulated-company.ts';
import { factOf } from '../../summarise/outcomes/ticket-columns.ts';
import { testDeps } from '../test-deps.ts';

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-join-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'join.csv');
  writeFileSync(path, text);
  return path;
}

describe('the outcomes of a window, from the store', () => {
  it('are those of the same records in memory, and follow the list that joins by hand', async () => {
    const world = simulateWorld({ seed: 'stored', tickets: 800 });
    const unjoined = world.records
      .flatMap(({ customers, account }) => customers.map((customer) => ({ customer, account })))
      .filter(
        ({ customer }) => !customer.accountKey && !customer.externalId && !customer.organisationId && !customer.email,
      );
    const list = fileOf(
      [
        'customer,account_key',
        ...unjoined.map(({ customer, account }) => `simulated/${customer.id},${account.key}`),
      ].join('\n'),
    );
    const variables = { SEED: 'stored', TICKETS: '800', UNTIL: '2026-11-01' };
    const deps = await testDeps({
      at: UNTIL,
      variables: { JOIN_FILE: list },
      sources: [simulated.open('simulated', variables, undefined)],
    });
    const { signal } = new AbortController();
    await syncAll(deps.sources, deps, signal);
    await runHere(measureJob, {}, deps, signal);
    const window = { from: UNTIL - 60 * DAY, to: UNTIL, timeZone: 'UTC' };

    const { records, context } = await readReport({ window, cohort: 'solved' }, deps);
    const stored = outcomesOf(
      records,
      window,
      context.definitions,
      { credited: new Map(), times: [] },
      context,
    ).section;
    const facts = measureWorld(world).flatMap((measured) => factOf(measured) ?? []);
    const manualJoin = readJoinList(list);
    const inMemory = buildOutcomes({ ...inputOf(world, 60, facts), manualJoin }).section;

    expect(stored.csat).toEqual(inMemory.csat);
    expect(stored.churn).toEqual(inMemory.churn);
    expect(stored.churn.accountsLost).toBeGreaterThan(3);
    const manual = stored.quality.join.byStep.find(({ step }) => step === 'manual')!;
    expect(manual.customers).toBeGreaterThan(5);
    expect(stored.quality.join.customers.share).toBe(1);
    const spread = ({ lastContacts }: typeof stored.link) => lastContacts.filter(({ contact }) => contact).length;
    expect(spread(stored.link)).toBeGreaterThan(0);
  });
});

describe('the list that joins customers by hand', () => {
  it('is read whatever the case, with a mark at its beginning, quotes and empty lines', () => {
    const path = fileOf('\uFEFFcustomer,account_key,note\n"Zoë@Acme.example", acme ,x\n\nzendesk/7,bolt,\n');

    expect([...readJoinList(path)]).toEqual([
      ['zoë@acme.example', 'acme'],
      ['zendesk/7', 'bolt'],
    ]);
    expect(readJoinList(undefined).size).toBe(0);
  });

  it.each([
    ['has no such columns', 'who,what\na,b\n', /columns customer and account_key.*row 2 has no customer/],
    ['has an empty cell', 'customer,account_key\na,b\nc,\n', /row 3 has no account_key/],
    ['joins one customer twice', 'customer,account_key\na@x,b\nA@x,c\n', /gives A@x to two accounts/],
    ['is no CSV', 'customer,account_key\n"a,b\n', /is no CSV/],
  ])('is refused when it %s', (_, text, message) => {
    const path = fileOf(text);

    expect(() => readJoinList(path)).toThrow(ConfigError);
    expect(() => readJoinList(path)).toThrow(message);
  });

  it('is refused when it is not there', () => {
    expect(() => readJoinList('/nowhere/join.csv')).toThrow(
      /JOIN_FILE \(\/nowhere\/join\.csv\) cannot be read: ENOENT/,
    );
  });
});
