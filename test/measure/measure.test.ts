import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../src/model/ticket.ts';
import {
  answers,
  asks,
  assigned,
  at,
  becomes,
  type Desk,
  type Happening,
  HOUR,
  hoursSpent,
  MINUTE,
  measured,
} from './desk.ts';

const OFFICE = 'Mon-Fri 09:00-17:00';

describe('a desk in New York and a customer in London, both at work from 9 to 17', () => {
  const desk: Desk = {
    definitions: { teamHours: OFFICE, teamTimeZone: 'America/New_York' },
    customerZone: 'Europe/London',
  };
  // Tuesday, 2026-01-13: London is UTC, New York five hours behind.
  const written = at('2026-01-13T09:00:00Z');
  const answered = at('2026-01-13T21:00:00Z');

  it('is a time-zone wait from London morning to New York opening, then the desk at work', () => {
    const result = measured({ openedAt: written }, [answers(answered)], desk);

    expect(hoursSpent(result)).toEqual({ team_time_zone_wait: 5, team_working: 7 });
    expect(result.firstResponseMs).toEqual({ calendar: 12 * HOUR, net: 7 * HOUR, business: 7 * HOUR });
  });

  it('is a time-zone wait of the customer until New York closes, then closed hours until London opens', () => {
    const waits = [
      answers(answered),
      becomes(answered, 'waiting_customer'),
      becomes(at('2026-01-14T10:00:00Z'), 'solved'),
    ];

    const result = measured({ openedAt: written }, waits, desk);

    expect(hoursSpent(result)).toEqual({
      team_time_zone_wait: 5,
      team_working: 7,
      customer_time_zone_wait: 1,
      customer_off_hours: 11,
      customer_wait: 1,
    });
    expect(result.finalResolutionMs).toEqual({ calendar: 25 * HOUR, net: 19 * HOUR, business: 7 * HOUR });
  });

  it('calls the weekend closed hours, since both would keep it in one zone', () => {
    const friday = at('2026-01-16T22:00:00Z');

    const result = measured({ openedAt: friday }, [answers(at('2026-01-19T15:00:00Z'))], desk);

    expect(hoursSpent(result)).toEqual({ team_off_hours: 59, team_time_zone_wait: 5, team_working: 1 });
  });

  it('claims no time-zone wait for a customer whose zone is not known', () => {
    const result = measured({ openedAt: written }, [answers(answered)], { ...desk, customerZone: undefined } as Desk);

    expect(hoursSpent(result)).toEqual({ team_off_hours: 5, team_working: 7 });
    expect(result.customerZone).toBe('none');
  });

  it('can leave other causes out of the net clock', () => {
    const odd = { ...desk, definitions: { ...desk.definitions, netExcludes: ['team_working' as const] } };

    expect(measured({ openedAt: written }, [answers(answered)], odd).firstResponseMs).toEqual({
      calendar: 12 * HOUR,
      net: 5 * HOUR,
      business: 7 * HOUR,
    });
  });
});

describe('what keeps a ticket out of the figures', () => {
  const opened = at('2026-01-12T09:00:00Z');

  it.each<[string, Partial<Ticket>, Happening[], string | null]>([
    ['spam', { spam: true }, [], 'spam'],
    ['a ticket that was deleted', { deletedAt: opened }, [], 'deleted'],
    ['a ticket that went into another', { mergedInto: '2' }, [], 'merged'],
    ['a ticket whose history says so', {}, [{ at: opened, kind: 'merged', into: '2' }], 'merged'],
    ['a solution stated before the opening', { statedSolvedAt: opened - 1 }, [], 'impossible'],
    ['a solved status before the opening', {}, [becomes(opened - HOUR, 'solved')], 'impossible'],
    ['an answer before the question', {}, [answers(opened - HOUR)], 'impossible'],
    ['an event in the future', {}, [answers(at('2030-01-01T00:02:00Z'))], 'impossible'],
    ['a clock that is some seconds ahead does not', {}, [answers(at('2030-01-01T00:00:30Z'))], null],
    ['work before the opening does not', {}, [assigned(opened - HOUR, 'ana'), becomes(opened - HOUR, 'open')], null],
    [
      'an answer to a message that is also before the opening does not',
      {},
      [asks(opened - HOUR), answers(opened - MINUTE)],
      null,
    ],
    ['an outbound message before the opening does not', { openedBy: 'agent' }, [answers(opened - MINUTE)], null],
  ])('%s', (_, facts, happenings, exclusion) => {
    expect(measured(facts, happenings).exclusion).toBe(exclusion);
  });

  it.each<[string, Parameters<typeof measured>[0], Parameters<typeof measured>[1], number | null]>([
    ['of a deleted ticket', { deletedAt: opened + HOUR }, [], opened + HOUR],
    ['of a merged one', {}, [{ at: opened + HOUR, kind: 'merged', into: '2' }], opened + HOUR],
    [
      'the earlier one of two',
      { deletedAt: opened + 2 * HOUR },
      [{ at: opened + HOUR, kind: 'merged', into: '2' }],
      opened + HOUR,
    ],
    ['of one deleted before its opening', { deletedAt: opened - HOUR }, [], opened],
    ['nobody told of a merged one', { mergedInto: '2' }, [], null],
    ['spam has none', { spam: true, deletedAt: opened + HOUR }, [], null],
    ['of a ticket in the figures there is none', {}, [], null],
  ])('keeps since when a ticket is left out: %s', (_, facts, happenings, excludedAt) => {
    expect(measured(facts, happenings).excludedAt).toBe(excludedAt);
  });

  it('lists what cannot be and gives no figure for it', () => {
    const result = measured({ statedSolvedAt: opened - HOUR }, [answers(opened + HOUR)]);

    expect(result.impossible).toEqual([
      { kind: 'solved_before_opened', detail: 'solved 2026-01-12T08:00:00.000Z, opened 2026-01-12T09:00:00.000Z' },
    ]);
    expect(result).toMatchObject({ finalSolvedAt: null, finalResolutionMs: null, firstResponseMs: null });
    expect([...result.solutions, ...result.turns, ...result.stints]).toEqual([]);
    expect(hoursSpent(result)).toEqual({});
  });

  it('clips what is dated before the opening to it, and counts it', () => {
    const early = [
      assigned(opened - HOUR, 'ana'),
      becomes(opened - MINUTE, 'waiting_third_party'),
      becomes(opened + HOUR, 'solved'),
    ];

    const result = measured({}, early);

    expect(result.clippedEvents).toBe(2);
    expect(hoursSpent(result)).toEqual({ third_party_wait: 1 });
  });

  it('names statuses that nobody mapped', () => {
    const odd: Happening = { at: opened, kind: 'status', to: 'open', original: 'On-hold', statusKnown: false };

    expect(measured({ statusKnown: false, originalStatus: 'Parked' }, [odd, odd]).unknownStatuses).toEqual([
      'On-hold',
      'Parked',
    ]);
  });
});
