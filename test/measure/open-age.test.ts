import { describe, expect, it } from 'vitest';
import { historyAsOf } from '../../src/measure/as-of.ts';
import { createMeasurer } from '../../src/measure/measure.ts';
import { createOpenAges } from '../../src/measure/open-age.ts';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import { answers, asks, assigned, at, becomes, DAY, events, HOUR, LATER, measure, measured, ticket } from './desk.ts';
import { randomScenario, seeded } from './random-history.ts';

const NET = ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'] as const;
const opened = at('2026-01-12T09:00:00Z');

describe('the age of an open ticket', () => {
  it('is told for later instants by another process, from what was stored', () => {
    const desk = {
      definitions: { teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'America/New_York' },
      customerZone: 'Europe/London',
    };
    const stored = JSON.parse(JSON.stringify(measured({}, [answers(at('2026-01-12T15:00:00Z'))], desk)));

    const age = createOpenAges(NET)(stored, at('2026-01-13T15:00:00Z'));

    expect(age?.clocks).toEqual({ calendar: 30 * HOUR, net: 20 * HOUR, business: 9 * HOUR });
    expect(age?.bucketsMs.team_time_zone_wait).toBe(10 * HOUR);
  });

  it('is nothing for a solved ticket, and not known before the last event', () => {
    const ages = createOpenAges(NET);

    expect(ages(measured({}, [becomes(opened + HOUR, 'solved')]), LATER)).toBeUndefined();
    expect(ages(measured({}, [answers(opened + HOUR)]), opened)).toBeUndefined();
  });

  it('equals the measurement of the same ticket with a note at that instant, for 500 random tickets', () => {
    const random = seeded(11);
    const ages = createOpenAges(NET);
    let open = 0;
    for (let i = 0; i < 500; i++) {
      const scenario = randomScenario(random, Date.UTC(2026, 2, 6), [
        'America/New_York',
        'Asia/Kolkata',
        'Europe/Berlin',
      ]);
      const { agents, teams, customer, history } = scenario;
      const { statedSolvedAt: _, ...rest } = history.ticket;
      const later = history.ticket.openedAt + 40 * DAY + random.int(DAY);
      const run = createMeasurer({
        definitions: { ...scenario.definitions, netExcludes: NET },
        people: { agents, teams, customer: () => customer },
        now: LATER,
      });
      const today = { ...history, ticket: { ...rest, status: 'open' as const } };
      const withNote = [
        ...history.events,
        { source: 's', ticketId: '1', id: 'late', at: later, seq: 0, kind: 'note' as const },
      ];

      const result = run(today);
      const expected = run({ ...today, events: withNote });

      if (result.openTail === null) continue;
      open++;
      expect(ages(result, later)?.bucketsMs).toEqual(expected.timeSpentMs);
    }
    expect(open).toBeGreaterThan(100);
  });
});

describe('a ticket as of an earlier instant', () => {
  const story = [
    assigned(opened, 'ana'),
    answers(opened + HOUR),
    becomes(opened + 2 * HOUR, 'solved'),
    asks(opened + 5 * HOUR),
    becomes(opened + 5 * HOUR, 'open'),
    becomes(opened + 9 * HOUR, 'closed'),
  ];
  const history = {
    ticket: ticket({ status: 'closed', statedSolvedAt: opened + 9 * HOUR }),
    events: events(...story),
    revision: 1,
  };
  const asOf = (hours: number) => {
    const then = historyAsOf(history, opened + hours * HOUR);
    return then && measure(then);
  };
  const hoursOf = (instant: number | null | undefined) => (instant == null ? instant : (instant - opened) / HOUR);

  it.each([
    [0.5, null, null, 0, true],
    [2, null, null, 0, true],
    [3, 2, 2, 0, false],
    [6, 2, null, 1, true],
    [9, 2, null, 1, true],
    [9.5, 2, 9, 1, false],
  ])('after %d hours: first solved %s, finally %s, reopened %d, open %s', (hours, first, final, reopens, open) => {
    const then = asOf(hours);

    expect([
      hoursOf(then?.firstSolvedAt),
      hoursOf(then?.finalSolvedAt),
      then?.reopens,
      then?.openTail !== null,
    ]).toEqual([first, final, reopens, open]);
  });

  it('was not there before its opening', () => {
    expect(asOf(0)).toBeUndefined();
  });

  it('was not merged or deleted before it was', () => {
    const merged = {
      ...history,
      ticket: ticket({ mergedInto: '2' }),
      events: events({ at: opened + 3 * HOUR, kind: 'merged', into: '2' }),
    };
    const deleted = { ...history, ticket: ticket({ deletedAt: opened + 3 * HOUR }) };

    for (const gone of [merged, deleted]) {
      expect(measure(historyAsOf(gone, opened + HOUR)!).exclusion).toBeNull();
      expect(measure(historyAsOf(gone, opened + 4 * HOUR)!).exclusion).not.toBeNull();
    }
  });

  it('is today’s where nothing happened since', () => {
    expect(measure(historyAsOf(history, LATER)!)).toEqual(measure(history));
    expect(CAUSE_NAMES.length).toBe(Object.keys(measure(history).timeSpentMs).length);
  });
});
