import { beforeEach, describe, expect, it } from 'vitest';
import { measureJob } from '../../../jobs/tasks/measure.ts';
import { makeReport } from '../../../jobs/tasks/report.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import { Account } from '../../../src/model/account.ts';
import { Customer } from '../../../src/model/people.ts';
import type { Event } from '../../../src/model/ticket.ts';
import { Ticket } from '../../../src/model/ticket.ts';
import { scriptedSource, type TestDeps, testDeps } from '../test-deps.ts';

const DAY = 86_400_000;
const at = (text: string) => Date.parse(text);
const [FROM, TO] = [at('2026-11-02T00:00:00Z'), at('2026-11-09T00:00:00Z')];
const WINDOW = { from: FROM, to: TO, timeZone: 'UTC' };
const signal = new AbortController().signal;

interface Life {
  readonly id: string;
  readonly openedAt: number;
  readonly customerId?: string;
  readonly statuses: readonly (readonly [at: number, to: 'open' | 'waiting_customer' | 'solved'])[];
}

async function store({ store: kept, clock }: TestDeps, lives: readonly Life[], page: object = {}): Promise<void> {
  const tickets = lives.map(({ id, openedAt, customerId, statuses }) => {
    const status = statuses.at(-1)?.[1] ?? 'open';
    const who = customerId === undefined ? {} : { customerId };
    return Ticket.parse({
      ...who,
      source: 'desk',
      id,
      channel: 'email',
      openedAt,
      openedBy: 'customer',
      status,
      originalStatus: status,
      updatedAt: openedAt,
    });
  });
  const events = lives.flatMap(({ id, statuses }) =>
    statuses.map(
      ([when, to], seq): Event => ({
        source: 'desk',
        ticketId: id,
        id: `s${seq}`,
        at: when,
        seq,
        kind: 'status',
        to,
        original: to,
      }),
    ),
  );
  await kept.sync.setIdentity('desk', 'somewhere');
  await kept.tickets.savePage('desk', { tickets, events, ...page, cursor: '1' }, clock.at);
}

describe('a report of a window that is long past', () => {
  let deps: TestDeps;
  beforeEach(async () => {
    deps = await testDeps({ at: TO + 30 * DAY, variables: { MIN_SAMPLE: '1' }, sources: [scriptedSource('desk', [])] });
  });

  it('keeps a ticket that was deleted or merged later, and tells when it left', async () => {
    const open = (id: string, openedAt: number): Life => ({ id, openedAt, customerId: id, statuses: [] });
    const kept = [open('1', FROM + DAY), open('2', FROM + DAY), { ...open('3', FROM - DAY), statuses: [] }];
    await store(deps, kept);
    await runHere(measureJob, {}, deps, signal);
    const whole = await makeReport({ window: WINDOW, cohort: 'solved' }, deps);

    const [deleted, merged] = kept.map(({ id, openedAt, customerId }) =>
      Ticket.parse({
        ...{ source: 'desk', id, channel: 'email', openedAt, openedBy: 'customer', customerId },
        ...{ status: 'open', originalStatus: 'open', updatedAt: TO + DAY },
        ...(id === '1' ? { deletedAt: TO + DAY } : {}),
      }),
    );
    const into: Event[] = [
      { source: 'desk', ticketId: '2', id: 'm', at: TO + 2 * DAY, seq: 0, kind: 'merged', into: '3' },
      {
        source: 'desk',
        ticketId: '2',
        id: 'c',
        at: TO + 2 * DAY,
        seq: 1,
        kind: 'status',
        to: 'closed',
        original: 'closed',
      },
    ];
    await deps.store.tickets.savePage(
      'desk',
      { tickets: [deleted!, merged!], events: into, cursor: '2' },
      deps.clock.at,
    );
    await runHere(measureJob, {}, deps, signal);
    const again = await makeReport({ window: WINDOW, cohort: 'solved' }, deps);
    const next = await makeReport({ window: { ...WINDOW, from: TO, to: TO + 7 * DAY }, cohort: 'solved' }, deps);

    expect(whole.flow).toMatchObject({ arrived: 2, openAtStart: 1, openAtEnd: 3, openNow: 3, leftOut: 0 });
    expect(again.flow).toEqual({ ...whole.flow, openNow: 1, previous: again.flow.previous });
    expect([again.timeToSolution, again.byDay]).toEqual([whole.timeToSolution, whole.byDay]);
    expect(again.waiting.tickets.map(({ id }) => id)).toEqual(whole.waiting.tickets.map(({ id }) => id));
    // What closed it as it was merged is no solution.
    expect(next.flow).toMatchObject({ openAtStart: 3, leftOut: 2, solved: 0, openAtEnd: 1 });
    expect(next.timeToSolution.calendar).toMatchObject({ atRisk: 3, ended: 0 });
  });

  it('tells the backlog as it stood at its end, whatever has become of it since', async () => {
    await store(deps, [
      { id: 'solved later', openedAt: TO - 2 * DAY, statuses: [[TO + DAY, 'solved']] },
      {
        id: 'moved on',
        openedAt: TO - 3 * DAY,
        statuses: [
          [TO - DAY, 'waiting_customer'],
          [TO + 5 * DAY, 'open'],
        ],
      },
      { id: 'untouched', openedAt: TO - 4 * DAY, statuses: [] },
      { id: 'solved before', openedAt: TO - 5 * DAY, statuses: [[TO - DAY, 'solved']] },
      { id: 'opened later', openedAt: TO + DAY, statuses: [] },
    ]);
    await runHere(measureJob, {}, deps, signal);
    const { open } = await makeReport({ window: WINDOW, cohort: 'solved' }, deps);

    expect(open.oldest.map(({ id, holder, ageSeconds }) => [id, holder, ageSeconds.calendar / 86_400])).toEqual([
      ['untouched', 'team', 4],
      ['moved on', 'customer', 3],
      ['solved later', 'team', 2],
    ]);
    expect([open.n, open.heldByTeam]).toEqual([3, 2]);
  });

  it('is laid beside the window before, where that has tickets', async () => {
    await store(deps, [
      { id: 'this week', openedAt: FROM, statuses: [[FROM + DAY, 'solved']] },
      { id: 'last week', openedAt: FROM - 5 * DAY, statuses: [[FROM - 2 * DAY, 'solved']] },
    ]);
    await runHere(measureJob, {}, deps, signal);
    const { previous } = await makeReport({ window: WINDOW, cohort: 'solved' }, deps);
    const earliest = { ...WINDOW, from: FROM - 7 * DAY, to: FROM };
    const first = await makeReport({ window: earliest, cohort: 'solved' }, deps);

    expect(previous?.overall.finalResolution.calendar?.medianSeconds).toBe(3 * 86_400);
    expect(first.previous).toBeNull();
  });
});

describe("a customer's zone", () => {
  it("is the profile's own before the account's, and the account's before none", async () => {
    const variables = { MIN_SAMPLE: '1', TEAM_HOURS: 'Mon-Fri 09:00-17:00', TEAM_TIME_ZONE: 'Europe/London' };
    const deps = await testDeps({ at: TO + DAY, variables, sources: [scriptedSource('desk', [])] });
    const base = { source: 'desk', accountKey: 'acme' };
    // Tuesday, 03:00 to 09:00 in London: Manila is at work, London sleeps.
    const [openedAt, solvedAt] = [at('2026-11-03T03:00:00Z'), at('2026-11-03T09:00:00Z')];
    const life = (customerId: string): Life => ({
      id: customerId,
      openedAt,
      customerId,
      statuses: [[solvedAt, 'solved']],
    });
    await store(deps, [life('own'), life('of account'), life('stranger')], {
      accounts: [Account.parse({ source: 'desk', key: 'acme', timeZone: 'Asia/Manila' })],
      customers: [
        Customer.parse({ ...base, id: 'own', timeZone: 'Europe/London', timeZoneOrigin: 'profile' }),
        Customer.parse({ ...base, id: 'of account' }),
        Customer.parse({ source: 'desk', id: 'stranger' }),
      ],
    });
    await runHere(measureJob, {}, deps, signal);
    const waits: Record<string, number> = {};
    for await (const page of deps.store.measurements.read()) {
      for (const { ticketId, timeSpentMs } of page) waits[ticketId] = timeSpentMs.team_time_zone_wait / 3_600_000;
    }

    // 11:00 to 17:00 in Manila, all of it while London's desk would be open there.
    expect(waits).toEqual({ own: 0, 'of account': 6, stranger: 0 });
  });
});
