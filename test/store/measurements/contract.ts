import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CAUSE_NAMES } from '../../../src/model/catalogue.ts';
import {
  type ClockColumns,
  type KeyColumn,
  type MeasuredColumns,
  type MeasuredTicket,
  responsesOf,
} from '../../../src/model/measurement.ts';
import type { MeasuredFilter } from '../../../src/model/window.ts';
import type { Store } from '../../../src/store/store.ts';
import { all, type Place, type StoreUnderTest } from '../contract.ts';
import { MONDAY, measured, ticket } from '../records.ts';
import { anyTickets, KEYS } from './any-measured.ts';

const bound = fc.integer({ min: MONDAY - 5, max: MONDAY + 105 });
const window = fc.tuple(bound, bound).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const anyFilter: fc.Arbitrary<MeasuredFilter> = fc.oneof(
  fc.constant({}),
  window.map(([from, to]) => ({ finalSolvedFrom: from, finalSolvedTo: to })),
  window.map(([from, to]) => ({ openedFrom: from, openedTo: to })),
  window.map(([from, to]) => ({ openedFrom: from, finalSolvedTo: to })),
  bound.map((openAsOf) => ({ openAsOf })),
  bound.map((finalSolvedFrom) => ({ finalSolvedFrom })),
);

/** The filter as its documentation says it, row by row. */
function meets(each: MeasuredTicket, filter: MeasuredFilter): boolean {
  const { openedAt, finalSolvedAt: solvedAt } = each;
  const { finalSolvedFrom, finalSolvedTo, openedFrom, openedTo, openAsOf } = filter;
  if (finalSolvedFrom !== undefined && (solvedAt === null || solvedAt < finalSolvedFrom)) return false;
  if (finalSolvedTo !== undefined && (solvedAt === null || solvedAt >= finalSolvedTo)) return false;
  if (openedFrom !== undefined && openedAt < openedFrom) return false;
  if (openedTo !== undefined && openedAt >= openedTo) return false;
  if (openAsOf !== undefined && (openedAt >= openAsOf || (solvedAt !== null && solvedAt < openAsOf))) return false;
  return true;
}

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
    ticketId: columns.ticketId?.[row],
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
    reopens: columns.reopens[row],
    customerZoneKnown: columns.customerZoneKnown[row] === 1,
    timeSpentMs: Object.fromEntries(CAUSE_NAMES.map((bucket) => [bucket, columns.timeSpentMs[bucket][row]])),
    firstResponse: clocksAt(columns.firstResponse, row),
    firstResponder: word(columns.firstResponse.agent, row),
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

/** The same of a measured ticket. */
function rowOf(each: MeasuredTicket) {
  const sourced = (id: string | null): string | null => (id === null ? null : `${each.source}/${id}`);
  return {
    source: each.source,
    ticketId: each.ticketId,
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
    timeSpentMs: each.timeSpentMs,
    firstResponse: each.firstResponseMs,
    firstResponder: sourced(responsesOf(each)[0]?.agentId ?? null),
    firstResolution: each.firstResolutionMs,
    finalResolution: each.finalResolutionMs,
    laterResponses: responsesOf(each)
      .slice(1)
      .map(({ agentId, clocks: spent }) => ({ agent: sourced(agentId), clocks: spent })),
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
        await store.savePage(source, { tickets, cursor: 'c' }, MONDAY);
      }
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    it('gives back any measurement as it was saved, with each in place of the one before', async () => {
      await fc.assert(
        fc.asyncProperty(anyTickets, async (tickets) => {
          await store.saveMeasured(tickets);
          expect(await all(store.measured({}))).toEqual(tickets.toSorted(byKey));
        }),
        { numRuns: 25 },
      );
    });

    it('gives the same tickets by columns, without excluded ones, for any filter', async () => {
      await fc.assert(
        fc.asyncProperty(anyTickets, anyFilter, async (tickets, filter) => {
          await store.saveMeasured(tickets);
          const cohort = tickets.filter((each) => meets(each, filter)).toSorted(byKey);

          expect(await all(store.measured(filter))).toEqual(cohort);
          const columns = await store.measuredColumns(filter, { ids: true });
          expect(rowsOf(columns)).toEqual(cohort.filter(({ exclusion }) => exclusion === null).map(rowOf));
        }),
        { numRuns: 60 },
      );
    });

    it('counts for a window of solutions also what was opened in it and left out, and what is open at its end', async () => {
      const [from, to] = [MONDAY, MONDAY + 100];
      const unsolved = { finalSolvedAt: null } as const;
      await store.saveMeasured([
        measured('a', 1, { ...unsolved, exclusion: 'spam', openedAt: from }),
        measured('b', 1, { ...unsolved, exclusion: 'merged', openedAt: from - 1 }),
        measured('c', 1, { ...unsolved, exclusion: 'deleted', openedAt: to }),
        measured('d', 1, { ...unsolved, unknownStatuses: ['On-hold'], openedAt: from - 1 }),
        measured('e', 1, { ...unsolved, unknownStatuses: ['On-hold'], openedAt: to }),
        measured('f', 1, { finalSolvedAt: to, unknownStatuses: ['On-hold'], openedAt: from }),
      ]);

      expect(await store.quality({ finalSolvedFrom: from, finalSolvedTo: to })).toMatchObject({
        excluded: { spam: 1, merged: 0, deleted: 0, impossible: 0 },
        unknownStatuses: { 'On-hold': 1 },
      });
    });

    it('counts what a reader should know of the tickets behind a report', async () => {
      const fact = { kind: 'solved_before_opened', detail: 'by a day' } as const;
      await store.saveMeasured([
        measured('a', 1, { exclusion: 'spam', unknownStatuses: ['On-hold'], clippedEvents: 7 }),
        measured('b', 1, { exclusion: 'impossible', impossible: [fact], clippedEvents: 7, unknownStatuses: ['Odd'] }),
        measured('c', 1, { unknownStatuses: ['On-hold', 'Odd'], clippedEvents: 2, timelineComplete: false }),
        measured('d', 1, { unknownStatuses: ['On-hold'], clippedEvents: 1, openedAt: MONDAY + 50 }),
        measured('e', 1, { source: 'phone', exclusion: 'spam' }),
      ]);

      expect(await store.quality({})).toEqual({
        excluded: { spam: 2, merged: 0, deleted: 0, impossible: 1 },
        unknownStatuses: { 'On-hold': 2, Odd: 1 },
        impossible: [{ source: 'desk', ticketId: 'b', ...fact }],
        clippedEvents: 3,
        truncatedTimelines: 1,
      });
      expect(await store.quality({ openedFrom: MONDAY + 50 })).toMatchObject({
        excluded: { spam: 0 },
        unknownStatuses: { 'On-hold': 1 },
        clippedEvents: 1,
        truncatedTimelines: 0,
      });
      expect(await store.countExcluded({ openedTo: MONDAY + 50 })).toEqual({
        spam: 2,
        merged: 0,
        deleted: 0,
        impossible: 1,
      });
    });

    it('reads a large table whole, whether most of it is asked for or little', async () => {
      const ids = Array.from({ length: 1203 }, (_, index) => String(index).padStart(5, '0'));
      await store.savePage('desk', { tickets: ids.map((id) => ticket(id)), cursor: 'd' }, MONDAY);
      await store.saveMeasured(ids.map((id, index) => measured(id, 1, { openedAt: MONDAY + index })));

      for (const from of [0, 3, 1100]) {
        const columns = await store.measuredColumns({ openedFrom: MONDAY + from }, { ids: true });
        expect(columns.ticketId).toEqual(ids.slice(from));
        expect([...columns.openedAt]).toEqual(ids.slice(from).map((_, index) => MONDAY + from + index));
      }
    });

    it('withholds the ids unless they are asked for, and has empty columns for an empty cohort', async () => {
      const columns = await store.measuredColumns({ openedFrom: MONDAY + 1000 });

      expect(columns.n).toBe(0);
      expect(columns.ticketId).toBeUndefined();
      expect(columns.laterResponse.ticket).toHaveLength(0);
    });
  });
}
