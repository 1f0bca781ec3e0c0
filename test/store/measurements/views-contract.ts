import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CAUSE_NAMES, CLOCK_NAMES } from '../../../src/model/catalogue.ts';
import type { MeasuredTicket, Turn } from '../../../src/model/measurement.ts';
import { MEASURED } from '../../../src/store/measurements/table.ts';
import { VIEWS } from '../../../src/store/measurements/views.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Place, StoreUnderTest } from '../contract.ts';
import { assignment, MINUTE, MONDAY, message, ticket } from '../records.ts';
import { anyTickets, KEYS } from './any-measured.ts';

type Row = Readonly<Record<string, unknown>>;

const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();
const inFigures = (tickets: readonly MeasuredTicket[]) => tickets.filter(({ exclusion }) => exclusion === null);
const clocksOf = (clocks: MeasuredTicket['firstResolutionMs']) =>
  Object.fromEntries(CLOCK_NAMES.map((clock) => [`${clock}_ms`, clocks?.[clock] ?? null]));
const whose = (each: MeasuredTicket) => ({
  source: each.source,
  ticket_id: each.ticketId,
  tier: each.tier,
  channel: each.channel,
  priority: each.priority,
  category: each.category,
  account_key: each.accountKey,
});

/** The place of a turn among the answers of people; those of an outbound ticket come after a first one. */
function responseOf({ turns, outbound }: MeasuredTicket, turn: Turn): number | null {
  const given = turns.filter(({ by, clocks }) => by === 'human' && clocks !== null);
  return given.includes(turn) ? given.indexOf(turn) + (outbound ? 2 : 1) : null;
}

/** What the views say of measured tickets, worked out from these. */
const EXPECTED: Readonly<Record<string, (each: MeasuredTicket) => readonly Row[]>> = {
  fairclock_responses: (each) =>
    each.turns.map((turn, index) => ({
      ...whose(each),
      turn: index + 1,
      asked_at: turn.askedAt,
      answered_at: turn.answeredAt,
      agent_id: turn.agentId,
      team_id: turn.teamId,
      answered_by: turn.by,
      response: responseOf(each, turn),
      ...clocksOf(turn.clocks),
      bot_answered_at: turn.botAnsweredAt,
    })),
  fairclock_solutions: (each) =>
    each.solutions.map((solution, index) => ({
      ...whose(each),
      solution: index + 1,
      solved_at: solution.at,
      known_at: solution.knownAt,
      reopened_at: solution.reopenedAt,
      agent_id: solution.agentId,
      team_id: solution.teamId,
      solved_by: solution.by,
      estimated: Number(solution.estimated),
      ...clocksOf(solution.clocks),
    })),
  fairclock_stints: (each) =>
    each.stints.map((stint, index) => ({
      ...whose(each),
      stint: index + 1,
      from_at: stint.fromAt,
      to_at: stint.toAt,
      holder: stint.holder,
      team_id: stint.teamId,
      agent_id: stint.agentId,
      team_calendars: stint.teamSide,
      customer_calendars: stint.customerSide,
      ...Object.fromEntries(CAUSE_NAMES.map((cause, place) => [`${cause}_ms`, stint.causesMs[place] ?? 0])),
    })),
};

/** What any store must let anybody query. */
export function viewsContract(title: string, engine: StoreUnderTest): void {
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

    it.each(Object.entries(EXPECTED))(
      '%s has each item of each ticket that is in the figures',
      async (view, rowsOf) => {
        await fc.assert(
          fc.asyncProperty(anyTickets, async (tickets) => {
            await store.measurements.save(tickets);

            expect(sorted(await place.rows(`select * from ${view}`))).toEqual(
              sorted(inFigures(tickets).flatMap(rowsOf)),
            );
          }),
          { numRuns: 20 },
        );
      },
    );

    it('fairclock_tickets has each ticket that is in the figures, with every column that is no list', async () => {
      const tickets = fc.sample(anyTickets, { numRuns: 1, seed: 3 })[0]!;
      await store.measurements.save(tickets);
      const rows = await place.rows('select * from fairclock_tickets order by source, ticket_id');

      const expected = inFigures(tickets).map((each) => ({
        ...whose(each),
        resolved_by: each.resolvedBy,
        customer_zone: each.customerZone,
        opened_at: each.openedAt,
        first_solved_at: each.firstSolvedAt,
        estimated: Number(each.estimated),
        team_working_ms: each.timeSpentMs.team_working,
        first_response_net_ms: each.firstResponseMs?.net ?? null,
        final_resolution_calendar_ms: each.finalResolutionMs?.calendar ?? null,
        tags: each.tags.length === 0 ? null : JSON.stringify(each.tags),
      }));
      const shown = rows.map((row) => Object.fromEntries(Object.keys(expected[0]!).map((name) => [name, row[name]])));
      expect(sorted(shown)).toEqual(sorted(expected));
      expect(Object.keys(rows[0]!)).toEqual(
        Object.keys(MEASURED).filter(
          (name) => !['exclusion', 'excluded_at', 'revision', 'solutions', 'turns', 'stints', 'scores'].includes(name),
        ),
      );
    });

    it('fairclock_events has every event with what its bits say', async () => {
      const events = [
        message('a', '1', { via: 'email', authorId: 'carl' }),
        message('a', '2', { by: 'bot', public: false, automatic: true, at: MONDAY + MINUTE }),
        assignment('a', '3', { agentId: 'ann', teamId: null }),
      ];
      await store.tickets.savePage('desk', { events, cursor: 'd' }, MONDAY);

      const rows = await place.rows(
        'select event_id, kind, side, person_id, original, public, automatic, estimated from fairclock_events order by event_id',
      );
      expect(rows.map((row) => Object.values(row))).toEqual([
        ['1', 'message', 'customer', 'carl', 'email', 1, 0, 0],
        ['2', 'message', 'bot', null, null, 0, 1, 0],
        ['3', 'assignment', null, 'ann', null, 0, 0, 0],
      ]);
    });

    it.each(VIEWS)('says of $name and each of its columns what it is', async ({ name, comment, columns }) => {
      expect(await place.comments(name)).toEqual({
        of: comment,
        columns: columns.map((column) => [column.name, column.comment]),
      });
    });

    it('says what each column of the table holds', async () => {
      const { columns } = await place.comments('measured');

      expect(columns).toEqual(Object.entries(MEASURED).map(([name, { comment }]) => [name, comment]));
    });
  });
}
