import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CAUSE_NAMES } from '../../../src/model/catalogue.ts';
import {
  type ClockColumns,
  firstResponseOf,
  type KeyColumn,
  laterResponsesOf,
  type MeasuredColumns,
  type MeasuredTicket,
} from '../../../src/model/measurement.ts';
import type { Period } from '../../../src/model/window.ts';
import type { OpenMeasurement, WindowRecords } from '../../../src/model/window-records.ts';
import type { Store } from '../../../src/store/store.ts';
import { all, type Place, type StoreUnderTest } from '../contract.ts';
import { MONDAY, measured, span, ticket } from '../records.ts';
import { anyTickets, KEYS } from './any-measured.ts';

const bound = fc.integer({ min: MONDAY - 5, max: MONDAY + 105 });
const anySpan = fc.record({
  period: fc.tuple(bound, bound).map(([a, b]) => ({ fromAt: Math.min(a, b), toAt: Math.max(a, b) })),
  openAt: bound,
  withUrls: fc.boolean(),
});

/** Opened before the end of the span, and not solved for good before its beginning. */
const livedIn = ({ fromAt, toAt }: Period, { openedAt, finalSolvedAt }: MeasuredTicket): boolean =>
  openedAt < toAt && (finalSolvedAt === null || finalSolvedAt >= fromAt);

const byKey = (a: MeasuredTicket, b: MeasuredTicket): number =>
  a.source < b.source || (a.source === b.source && a.ticketId < b.ticketId) ? -1 : 1;

const word = (column: KeyColumn, row: number): string | null => column.keys[column.codes[row]!]!;
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
const clocksAt = (columns: ClockColumns, row: number) => {
  const [calendar, net, business] = [columns.calendar[row]!, columns.net[row]!, columns.business[row]!];
  return Number.isNaN(calendar) ? null : { calendar, net, business };
};

/** What columns say of each ticket, as objects. */
function rowsOf(columns: MeasuredColumns) {
  const rows = Array.from({ length: columns.n }, (_, row) => ({
    source: word(columns.source, row),
    ticketId: columns.ticketId[row],
    url: columns.url?.[row],
    tier: word(columns.tier, row),
    agent: word(columns.agent, row),
    team: word(columns.team, row),
    customer: word(columns.customer, row),
    priority: word(columns.priority, row),
    channel: word(columns.channel, row),
    category: word(columns.category, row),
    account: word(columns.account, row),
    openedAt: columns.openedAt[row],
    finalSolvedAt: orNull(columns.finalSolvedAt[row]!),
    reopens: orNull(columns.reopens[row]!),
    customerZoneKnown: columns.customerZoneKnown[row] === 1,
    timeSpentMs: Object.fromEntries(CAUSE_NAMES.map((bucket) => [bucket, columns.timeSpentMs[bucket][row]])),
    firstResponse: clocksAt(columns.firstResponse, row),
    firstResponder: word(columns.firstResponse.agent, row),
    firstAnsweredAt: orNull(columns.firstResponse.answeredAt[row]!),
    firstResolution: clocksAt(columns.firstResolution, row),
    finalResolution: clocksAt(columns.finalResolution, row),
    laterResponses: [] as unknown[],
  }));
  columns.laterResponse.ticket.forEach((row, index) => {
    rows[row]!.laterResponses.push({
      agent: word(columns.laterResponse.agent, index),
      clocks: clocksAt(columns.laterResponse, index),
    });
  });
  return rows;
}

/** Of a ticket of which nobody told who held it. */
const NOTHING_SPENT = Object.fromEntries(CAUSE_NAMES.map((cause) => [cause, 0]));

/** The same of a measured ticket. */
function rowOf(each: MeasuredTicket, withUrls: boolean) {
  const sourced = (id: string | null): string | null => (id === null ? null : `${each.source}/${id}`);
  return {
    source: each.source,
    ticketId: each.ticketId,
    url: withUrls ? each.url : undefined,
    tier: each.tier,
    agent: sourced(each.agentId),
    team: sourced(each.teamId),
    customer: sourced(each.customerId),
    priority: each.priority,
    channel: each.channel,
    category: each.category,
    account: each.accountKey,
    openedAt: each.openedAt,
    finalSolvedAt: each.finalSolvedAt,
    reopens: each.reopens,
    customerZoneKnown: each.customerZone !== 'none',
    timeSpentMs: each.causesKnown ? each.timeSpentMs : NOTHING_SPENT,
    firstResponse: each.firstResponseMs,
    firstResponder: sourced(firstResponseOf(each)?.agentId ?? null),
    firstAnsweredAt: firstResponseOf(each)?.answeredAt ?? null,
    firstResolution: each.firstResolutionMs,
    finalResolution: each.finalResolutionMs,
    laterResponses: laterResponsesOf(each).map(({ agentId, clocks: spent }) => ({
      agent: sourced(agentId),
      clocks: spent,
    })),
  };
}

/** What any store must do with measured tickets. */
export function measuredContract(title: string, engine: StoreUnderTest): void {
  describe(title, () => {
    let place: Place;
    let store: Store;
    beforeAll(engine.setUp);
    afterAll(engine.tearDown);
    beforeEach(async () => {
      place = await engine.place();
      store = await place.open();
      for (const source of ['desk', 'phone']) {
        const tickets = KEYS.filter(([of]) => of === source).map(([, id]) => ticket(id, { source }));
        await store.tickets.savePage(source, { tickets, cursor: 'c' }, MONDAY);
      }
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    it('gives back any measurement as it was saved, with each in place of the one before', async () => {
      await fc.assert(
        fc.asyncProperty(anyTickets, async (tickets) => {
          await store.measurements.save(tickets);
          expect(await all(store.measurements.read())).toEqual(tickets.toSorted(byKey));
        }),
        { numRuns: 25 },
      );
    });

    it('gives the tickets that lived in a span by columns, and the open ones with their lists, none that is left out', async () => {
      await fc.assert(
        fc.asyncProperty(anyTickets, anySpan, async (tickets, { period, openAt, withUrls }) => {
          await store.measurements.save(tickets);
          const records = await store.readWindow(
            span({ window: period, from: () => period.fromAt, openAt, withUrls }),
            MONDAY,
          );

          const lived = tickets.filter((each) => each.exclusion === null && livedIn(period, each)).toSorted(byKey);
          expect(rowsOf(records.measurements)).toEqual(lived.map((each) => rowOf(each, withUrls)));
          const open = lived.filter((each) => livedIn({ fromAt: openAt, toAt: openAt }, each));
          expect(records.open).toEqual(open.map(openOf));
        }),
        { numRuns: 60 },
      );
    });

    it('reads what was rated in the window whenever it was solved, where that is the cohort', async () => {
      const rated = (id: string, ticketId: string, ratedAt: number, value: number | null = 5) =>
        ({
          source: 'desk',
          id,
          ticketId,
          kind: 'csat',
          value,
          scaleMin: 1,
          scaleMax: 5,
          positive: true,
          ratedAt,
        }) as const;
      const window = { fromAt: MONDAY, toAt: MONDAY + 100 };
      await store.measurements.save(['a', 'b', 'c', 'd'].map((id) => measured(id, 1, { finalSolvedAt: MONDAY - 50 })));
      const ratings = [rated('1', 'a', MONDAY), rated('2', 'b', MONDAY + 100), rated('3', 'c', MONDAY + 1, null)];
      await store.tickets.savePage('desk', { ratings, cursor: 'e' }, MONDAY);
      const previous = { fromAt: MONDAY - 10, toAt: MONDAY };
      const ids = async (cohort: 'rated' | 'solved') =>
        (await store.readWindow(span({ window, previous, from: () => MONDAY - 10, cohort }), MONDAY)).measurements
          .ticketId;

      expect(await ids('rated')).toEqual(['a']);
      expect(await ids('solved')).toEqual([]);
    });

    it('counts for a window of solutions also what was opened in it and left out, and what is open at its end', async () => {
      const window = { fromAt: MONDAY, toAt: MONDAY + 100 };
      const unsolved = { finalSolvedAt: null } as const;
      await store.measurements.save([
        measured('a', 1, { ...unsolved, exclusion: 'spam', openedAt: window.fromAt }),
        measured('b', 1, { ...unsolved, exclusion: 'merged', openedAt: window.fromAt - 1 }),
        measured('c', 1, { ...unsolved, exclusion: 'deleted', openedAt: window.toAt }),
        measured('d', 1, { ...unsolved, unknownStatuses: ['On-hold'], openedAt: window.fromAt - 1 }),
        measured('e', 1, { ...unsolved, unknownStatuses: ['On-hold'], openedAt: window.toAt }),
        measured('f', 1, { finalSolvedAt: window.toAt, unknownStatuses: ['On-hold'], openedAt: window.fromAt }),
      ]);

      expect((await store.readWindow(span({ window, cohort: 'solved' }), MONDAY)).quality).toMatchObject({
        excluded: { spam: 1, merged: 0, deleted: 0, impossible: 0 },
        unknownStatuses: { 'On-hold': 1 },
      });
    });

    it('counts what a reader should know of the tickets behind a report', async () => {
      const fact = { kind: 'solved_before_opened', detail: 'by a day' } as const;
      const later = MONDAY + 50;
      const badlyTold = { solvedWithoutDate: true, statedWhileOpen: true, undoneReopenings: 2 };
      await store.measurements.save([
        measured('a', 1, { exclusion: 'spam', unknownStatuses: ['On-hold'], clippedEvents: 7 }),
        measured('b', 1, { exclusion: 'impossible', impossible: [fact], clippedEvents: 7, unknownStatuses: ['Odd'] }),
        measured('c', 1, {
          unknownStatuses: ['On-hold', 'Odd'],
          clippedEvents: 2,
          timelineComplete: false,
          ...badlyTold,
        }),
        measured('d', 1, { unknownStatuses: ['On-hold'], clippedEvents: 1, openedAt: later }),
        measured('e', 1, { source: 'phone', exclusion: 'spam' }),
      ]);
      const qualityOf = async (over: Parameters<typeof span>[0]) =>
        (await store.readWindow(span(over), MONDAY)).quality;

      expect(await qualityOf({})).toEqual({
        excluded: { spam: 2, merged: 0, deleted: 0, impossible: 1 },
        unknownStatuses: { 'On-hold': 2, Odd: 1 },
        impossible: [{ source: 'desk', ticketId: 'b', ...fact }],
        clippedEvents: 3,
        truncatedTimelines: 1,
        solvedWithoutDate: 1,
        statedWhileOpen: 1,
        undoneReopenings: 2,
      });
      expect(await qualityOf({ fromAt: later })).toMatchObject({
        excluded: { spam: 0 },
        unknownStatuses: { 'On-hold': 1 },
        clippedEvents: 1,
        truncatedTimelines: 0,
        solvedWithoutDate: 0,
        statedWhileOpen: 0,
        undoneReopenings: 0,
      });
      expect(await qualityOf({ window: { fromAt: later, toAt: later }, cohort: 'rated' })).toMatchObject({
        excluded: { spam: 2, merged: 0, deleted: 0, impossible: 1 },
      });
    });

    it('reads a large table, whether most of it is asked for or little', async () => {
      const ids = Array.from({ length: 1203 }, (_, index) => String(index).padStart(5, '0'));
      await store.tickets.savePage('desk', { tickets: ids.map((id) => ticket(id)), cursor: 'd' }, MONDAY);
      await store.measurements.save(ids.map((id, index) => measured(id, 1, { finalSolvedAt: MONDAY + index })));

      for (const from of [0, 3, 1100]) {
        const { measurements } = await store.readWindow(span({ from: () => MONDAY + from }), MONDAY);
        expect(measurements.ticketId).toEqual(ids.slice(from));
        expect([...measurements.finalSolvedAt]).toEqual(ids.slice(from).map((_, index) => MONDAY + from + index));
      }
    });

    it('has empty columns where nothing lived', async () => {
      const { measurements } = await store.readWindow(span({ window: { fromAt: 0, toAt: 1 } }), MONDAY);

      expect([measurements.n, measurements.ticketId.length, measurements.laterResponse.ticket.length]).toEqual([
        0, 0, 0,
      ]);
    });

    it('sees one state: what another process saves while it reads is not in it', async () => {
      await store.measurements.save([measured('a', 1)]);
      const script = join(import.meta.dirname, '../save-one-page.ts');
      const read = (during: () => void) =>
        store.readWindow(
          span({
            from: () => {
              during();
              return 0;
            },
          }),
          MONDAY,
        );
      const seen = ({ measurements, agents, teams, sources }: WindowRecords) => ({
        tickets: measurements.ticketId,
        people: [...agents, ...teams].map(({ id }) => id),
        readUpTo: sources.map(({ readUpToAt }) => readUpToAt),
      });
      let ended: number | null = null;
      const records = await read(() => {
        ended = spawnSync(process.execPath, [script, place.url], { stdio: 'inherit' }).status;
      });

      expect(ended).toBe(0);
      expect(seen(records)).toEqual({ tickets: ['a'], people: [], readUpTo: [null, null] });
      expect(seen(await read(() => {}))).toEqual({
        tickets: ['a', 'late'],
        people: ['late', 'late'],
        readUpTo: [99, null],
      });
    });
  });
}

function openOf(each: MeasuredTicket): OpenMeasurement {
  const {
    source,
    ticketId,
    url,
    subject,
    tier,
    tierOrigin,
    teamId,
    openedAt,
    entersAt,
    finalSolvedAt,
    solutions,
    stints,
    scores,
  } = each;
  return {
    source,
    ticketId,
    url,
    subject,
    tier,
    tierOrigin,
    teamId,
    openedAt,
    entersAt,
    finalSolvedAt,
    solutions,
    stints,
    scores,
  };
}
