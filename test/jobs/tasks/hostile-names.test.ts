import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureJob } from '../../../jobs/tasks/measure.ts';
import { readReport } from '../../../jobs/tasks/report.ts';
import { pageOf } from '../../../jobs/tasks/report-page.ts';
import { syncJob } from '../../../jobs/tasks/sync.ts';
import { createMetrics } from '../../../jobs/worker/metrics.ts';
import { createWatch } from '../../../jobs/worker/state.ts';
import { periodOf, reportOf } from '../../../src/report/from-records.ts';
import { listTickets, parseTicketSelector } from '../../../src/report/list-tickets.ts';
import { digestContent } from '../../../src/show/content/choose.ts';
import { renderEmail } from '../../../src/show/email.ts';
import { csvCell } from '../../../src/show/escape.ts';
import { SLACK_STYLES, slackMessage } from '../../../src/show/slack.ts';
import { renderKpis } from '../../../src/show/text/success.ts';
import { renderText } from '../../../src/show/text/text.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { cohortOf } from '../../../src/summarise/cohort.ts';
import { type PostgresServer, startPostgres } from '../../servers/postgres.ts';
import { faultOf } from '../delivery/slack-receiver.ts';
import { HOSTILE, hostilePage, hostileTexts, kept, keptId } from '../hostile-records.ts';
import { scriptedSource, testDeps } from '../test-deps.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-09T07:00:00Z');
const WINDOW = { from: NOW - 7 * DAY, to: NOW, timeZone: 'Europe/Berlin' };

/** What every object would suddenly have, and a loop over any would find. */
function inherited(): string[] {
  const found: string[] = Object.getOwnPropertyNames(Object.prototype);
  for (const name in {}) found.push(`enumerable ${name}`);
  return found.sort();
}

/** Reads a desk made of these texts, measures it, and tells it in every way there is. */
async function tellAll(texts: readonly string[], store?: Store) {
  const source = scriptedSource('desk', [hostilePage(texts, NOW - 6 * DAY)]);
  const made = await testDeps({ at: NOW, sources: [source], variables: { MIN_SAMPLE: '1', STORE_SUBJECTS: 'true' } });
  const deps = store === undefined ? made : { ...made, store };
  const signal = new AbortController().signal;
  await syncJob.run({ source: 'desk' }, deps, signal);
  await measureJob.run({}, deps, signal);
  const request = { window: WINDOW, cohort: 'solved' as const };
  const { records, context } = await readReport(request, deps, { withUrls: true });
  const report = reportOf(records, request, context);
  const content = digestContent(report, { locale: 'de-DE', agents: true, about: texts[0] });
  const watch = createWatch(
    deps,
    { all: new Map(), prefix: '' } as never,
    { sources: ['desk'], syncEveryMinutes: 15 },
    60_000,
  );
  const columns = cohortOf(records, 'solved', periodOf(WINDOW), context.definitions.tierRule);
  const listed = listTickets(columns, parseTicketSelector('overall', columns, records)).tickets;
  return {
    report,
    page: pageOf({ records, context }, report, request, {}, deps),
    email: renderEmail(content),
    slack: SLACK_STYLES.map((style) => slackMessage(content, style)),
    text: renderText(report, { width: 120, colour: false, locale: 'de-DE', agents: true }),
    kpis: report.kpis ? renderKpis(report.kpis, { width: 120, colour: false, locale: 'de-DE' }) : '',
    csv: listed.map((ticket) =>
      Object.values(ticket)
        .map((value) => csvCell(String(value)))
        .join(','),
    ),
    metrics: await createMetrics(deps, watch).render(),
    listed,
    said: made.said.filter(({ level }) => level === 'error'),
  };
}

function expectNothingLost(told: Awaited<ReturnType<typeof tellAll>>, texts: readonly string[]): void {
  expect(inherited()).toEqual(untouched);
  expect(told.said).toEqual([]);
  expect(told.report.overall.tickets).toBe(texts.length);
  expect(told.listed.map(({ id }) => id).sort()).toEqual(texts.map(keptId).sort());
  const json = JSON.parse(JSON.stringify(told.report)) as typeof told.report;
  const { unknownStatuses } = json.quality;
  expect(Object.keys(unknownStatuses).sort()).toEqual(texts.map(kept).sort());
  for (const count of Object.values(unknownStatuses)) expect(count).toBeTypeOf('number');
  for (const reason of Object.values(json.kpis?.churnPatterns?.reasons ?? {})) expect(reason).toBeTypeOf('number');
  for (const dimension of ['byAgent', 'byTeam', 'byCategory', 'byPriority', 'byChannel'] as const) {
    expect(json[dimension].reduce((sum, { tickets }) => sum + tickets, 0)).toBe(texts.length);
  }
  for (const line of told.csv) expect(line).not.toMatch(/(^|[,;\t\r])"?[=+@＝]/);
  for (const message of told.slack) expect(faultOf(message)).toBeUndefined();
  for (const shown of [told.page, told.email.html, told.email.text, told.text, told.kpis, JSON.stringify(told.slack)]) {
    expect(shown.isWellFormed()).toBe(true);
    expect(shown).not.toMatch(/native code|\[object/);
  }
  for (const shown of [told.page, told.email.html]) expect(shown).not.toContain('<script>window');
  expect(told.metrics).toContain('fairclock_sync_lag_seconds{source="desk"}');
}

const untouched = inherited();

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

describe('names that somebody chose', () => {
  it('are told in every way, and change nothing that other objects have (SQLite)', async () => {
    expectNothingLost(await tellAll(HOSTILE), HOSTILE);
  });

  it('are told in every way from PostgreSQL', async () => {
    const store = await openStore({ url: await server.freshDatabase() });
    try {
      expectNothingLost(await tellAll(HOSTILE, store), HOSTILE);
    } finally {
      await store.close();
    }
  });

  it('are told in every way, in any number and mixture', async () => {
    await fc.assert(
      fc.asyncProperty(hostileTexts, async (texts) => expectNothingLost(await tellAll(texts), texts)),
      { numRuns: 8 },
    );
  });
});
