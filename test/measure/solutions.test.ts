import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../src/model/ticket.ts';
import { answers, asks, at, becomes, type Desk, type Happening, hoursSpent, MINUTE, measured } from './desk.ts';

describe('solutions', () => {
  const t = (minutes: number): number => at('2026-01-12T09:00:00Z') + minutes * MINUTE;
  const inMinutes = (instant: number | null): number | null =>
    instant === null ? null : (instant - at('2026-01-12T09:00:00Z')) / MINUTE;

  interface Case {
    readonly name: string;
    readonly facts?: Partial<Ticket>;
    readonly happenings: readonly Happening[];
    readonly desk?: Desk;
    readonly first: number | null;
    readonly final: number | null;
    /** Null where no event tells. */
    readonly reopens: number | null;
    /** Not empty buckets, in minutes. */
    readonly spent: Record<string, number>;
  }

  const reopened = [becomes(t(10), 'solved'), becomes(t(30), 'open'), becomes(t(45), 'solved')];
  const timer = [becomes(t(10), 'waiting_customer'), becomes(t(40), 'solved', 'bot')];
  const cases: readonly Case[] = [
    {
      name: 'solved once',
      happenings: [becomes(t(10), 'solved')],
      first: 10,
      final: 10,
      reopens: 0,
      spent: { team_working: 10 },
    },
    { name: 'solved at once', happenings: [becomes(t(0), 'solved')], first: 0, final: 0, reopens: 0, spent: {} },
    {
      name: 'closed without being solved',
      happenings: [becomes(t(10), 'closed')],
      first: 10,
      final: 10,
      reopens: 0,
      spent: { team_working: 10 },
    },
    {
      name: 'solved, then closed: one solution',
      happenings: [becomes(t(10), 'solved'), becomes(t(99), 'closed', 'bot')],
      first: 10,
      final: 10,
      reopens: 0,
      spent: { team_working: 10 },
    },
    {
      name: 'reopened and solved again',
      happenings: reopened,
      first: 10,
      final: 45,
      reopens: 1,
      spent: { team_working: 25, solved_gap: 20 },
    },
    {
      name: 'reopened and still open',
      happenings: reopened.slice(0, 2),
      first: 10,
      final: null,
      reopens: 1,
      spent: { team_working: 10, solved_gap: 20 },
    },
    {
      name: 'paused and solved in one save',
      happenings: [becomes(t(5), 'waiting_third_party'), becomes(t(25), 'open'), becomes(t(25), 'solved')],
      first: 25,
      final: 25,
      reopens: 0,
      spent: { team_working: 5, third_party_wait: 20 },
    },
    {
      name: 'solved from a pause',
      happenings: [becomes(t(5), 'waiting_customer'), becomes(t(25), 'solved')],
      desk: { customerZone: 'UTC' },
      first: 25,
      final: 25,
      reopens: 0,
      spent: { team_working: 5, customer_wait: 20 },
    },
    {
      name: 'a timer after a wait: solved when the wait began',
      happenings: timer,
      first: 10,
      final: 10,
      reopens: 0,
      spent: { team_working: 10 },
    },
    {
      name: 'the same with the timer’s instant kept',
      happenings: timer,
      desk: { definitions: { autoClose: 'as-is' }, customerZone: 'UTC' },
      first: 40,
      final: 40,
      reopens: 0,
      spent: { team_working: 10, customer_wait: 30 },
    },
    {
      name: 'an agent ends the wait: no timer',
      happenings: [becomes(t(10), 'waiting_customer'), becomes(t(40), 'solved', 'agent')],
      desk: { customerZone: 'UTC' },
      first: 40,
      final: 40,
      reopens: 0,
      spent: { team_working: 10, customer_wait: 30 },
    },
    {
      name: 'a bot solves what the team holds: no rewind',
      happenings: [becomes(t(40), 'solved', 'bot')],
      first: 40,
      final: 40,
      reopens: 0,
      spent: { team_working: 40 },
    },
    {
      name: 'the customer wrote within the wait, which ended it',
      happenings: [becomes(t(10), 'waiting_customer'), asks(t(20)), becomes(t(40), 'solved', 'bot')],
      desk: { customerZone: 'UTC' },
      first: 40,
      final: 40,
      reopens: 0,
      spent: { team_working: 30, customer_wait: 10 },
    },
    {
      name: 'the wait is stated twice: it began the first time',
      happenings: [
        becomes(t(10), 'waiting_customer'),
        becomes(t(20), 'waiting_customer'),
        becomes(t(40), 'closed', 'bot'),
      ],
      first: 10,
      final: 10,
      reopens: 0,
      spent: { team_working: 10 },
    },
    {
      name: 'a timer, then reopened: the gap begins with the wait',
      happenings: [...timer, becomes(t(60), 'open'), becomes(t(70), 'solved')],
      first: 10,
      final: 70,
      reopens: 1,
      spent: { team_working: 20, solved_gap: 50 },
    },
    {
      name: 'two timers: each rewinds to its own wait',
      happenings: [
        ...timer,
        becomes(t(60), 'open'),
        becomes(t(70), 'waiting_customer'),
        becomes(t(90), 'closed', 'bot'),
      ],
      first: 10,
      final: 70,
      reopens: 1,
      spent: { team_working: 20, solved_gap: 50 },
    },
    {
      // An Intercom workflow closes what nobody answered for seven days: 168 h of silence are no work.
      name: 'a timer after the last reply, where messages tell whose turn it is',
      happenings: [answers(t(5)), becomes(t(5 + 7 * 1440), 'closed', 'bot')],
      desk: { definitions: { turns: { desk: 'message' } } },
      first: 5,
      final: 5,
      reopens: 0,
      spent: { team_working: 5 },
    },
    {
      name: 'the same with the timer’s instant kept',
      happenings: [answers(t(5)), becomes(t(65), 'closed', 'bot')],
      desk: { definitions: { turns: { desk: 'message' }, autoClose: 'as-is' }, customerZone: 'UTC' },
      first: 65,
      final: 65,
      reopens: 0,
      spent: { team_working: 5, customer_wait: 60 },
    },
    {
      name: 'the customer wrote after the last reply: the team held it, no rewind',
      happenings: [answers(t(5)), asks(t(10)), becomes(t(40), 'closed', 'bot')],
      desk: { definitions: { turns: { desk: 'message' } }, customerZone: 'UTC' },
      first: 40,
      final: 40,
      reopens: 0,
      spent: { team_working: 35, customer_wait: 5 },
    },
    {
      name: 'a timer where statuses tell whose turn it is and none gave it to the customer: no rewind',
      happenings: [answers(t(5)), becomes(t(40), 'closed', 'bot')],
      first: 40,
      final: 40,
      reopens: 0,
      spent: { team_working: 40 },
    },
    {
      name: 'stated, no statuses at all',
      facts: { statedSolvedAt: t(30), status: 'solved' },
      happenings: [],
      first: 30,
      final: 30,
      reopens: null,
      spent: { team_working: 30 },
    },
    {
      name: 'stated after a solved status: the rest is a gap',
      facts: { statedSolvedAt: t(30) },
      happenings: [becomes(t(10), 'solved')],
      first: 10,
      final: 30,
      reopens: 0,
      spent: { team_working: 10, solved_gap: 20 },
    },
    {
      name: 'stated before the solved status',
      facts: { statedSolvedAt: t(30) },
      happenings: [becomes(t(35), 'solved')],
      first: 30,
      final: 30,
      reopens: 0,
      spent: { team_working: 30 },
    },
    {
      name: 'stated, with work noted after it on a ticket that is closed',
      facts: { statedSolvedAt: t(30), status: 'closed' },
      happenings: [becomes(t(31), 'open')],
      first: 30,
      final: 30,
      reopens: 0,
      spent: { team_working: 30 },
    },
    {
      name: 'stated once, reopened since and open to this day',
      facts: { statedSolvedAt: t(10), status: 'open' },
      happenings: [becomes(t(10), 'solved'), becomes(t(30), 'open')],
      first: 10,
      final: null,
      reopens: 1,
      spent: { team_working: 10, solved_gap: 20 },
    },
    {
      name: 'stated on an open ticket: the status holds',
      facts: { statedSolvedAt: t(30), status: 'open' },
      happenings: [becomes(t(10), 'waiting_third_party'), answers(t(50))],
      first: null,
      final: null,
      reopens: 0,
      spent: { team_working: 10, third_party_wait: 40 },
    },
    {
      name: 'stated after a reopening, on an open ticket: its statuses alone tell its solutions',
      facts: { statedSolvedAt: t(30), status: 'open' },
      happenings: [becomes(t(10), 'solved'), becomes(t(20), 'open')],
      first: 10,
      final: null,
      reopens: 1,
      spent: { team_working: 10, solved_gap: 10 },
    },
    {
      name: 'stated on an open ticket whose status has no instant: it proves no reopening',
      facts: { statedSolvedAt: t(30), status: 'waiting_customer' },
      happenings: [{ at: t(50), kind: 'status', to: 'waiting_customer', estimated: true }],
      first: null,
      final: null,
      reopens: 0,
      spent: { team_working: 50 },
    },
    {
      name: 'stated on a ticket that is closed now, whatever its last status event says',
      facts: { statedSolvedAt: t(30), status: 'closed' },
      happenings: [becomes(t(10), 'waiting_third_party')],
      first: 30,
      final: 30,
      reopens: 0,
      spent: { team_working: 10, third_party_wait: 20 },
    },
    {
      name: 'stated at the instant of a timer: rewound with it',
      facts: { statedSolvedAt: t(40) },
      happenings: timer,
      first: 10,
      final: 10,
      reopens: 0,
      spent: { team_working: 10 },
    },
    {
      name: 'first and final stated',
      facts: { statedFirstSolvedAt: t(10), statedSolvedAt: t(30), status: 'solved' },
      happenings: [],
      first: 10,
      final: 30,
      reopens: 1,
      spent: { team_working: 30 },
    },
    {
      name: 'stated first after the final one: it cannot be later',
      facts: { statedFirstSolvedAt: t(50), statedSolvedAt: t(30), status: 'solved' },
      happenings: [],
      first: 30,
      final: 30,
      reopens: null,
      spent: { team_working: 30 },
    },
    {
      name: 'handed to a bot, back, and solved',
      happenings: [
        { at: t(5), kind: 'handover', to: 'bot' },
        { at: t(15), kind: 'handover', to: 'team' },
        becomes(t(20), 'solved'),
      ],
      first: 20,
      final: 20,
      reopens: 0,
      spent: { team_working: 10, bot: 10 },
    },
    {
      name: 'solved by the bot that held it',
      happenings: [{ at: t(5), kind: 'handover', to: 'bot' }, becomes(t(15), 'solved', 'bot')],
      first: 15,
      final: 15,
      reopens: 0,
      spent: { team_working: 5, bot: 10 },
    },
    {
      name: 'opened by an alert: the team holds it',
      facts: { openedBy: 'bot' },
      happenings: [becomes(t(15), 'solved')],
      first: 15,
      final: 15,
      reopens: 0,
      spent: { team_working: 15 },
    },
  ];

  it.each(cases)('$name', ({ facts = {}, happenings, desk = {}, first, final, reopens, spent }) => {
    const result = measured(facts, happenings, desk);

    expect({
      first: inMinutes(result.firstSolvedAt),
      final: inMinutes(result.finalSolvedAt),
      reopens: result.reopens,
      spent: Object.fromEntries(
        Object.entries(hoursSpent(result)).map(([name, hours]) => [name, Math.round(hours * 60)]),
      ),
      isOpen: result.stints.at(-1)?.toAt === null,
      firstCalendar: result.firstResolutionMs?.calendar ?? null,
      finalCalendar: result.finalResolutionMs?.calendar ?? null,
    }).toEqual({
      first,
      final,
      reopens,
      spent,
      isOpen: final === null,
      firstCalendar: first === null ? null : first * MINUTE,
      finalCalendar: final === null ? null : final * MINUTE,
    });
  });

  it('does not count as open a ticket that is solved at a time nobody told', () => {
    const result = measured({ status: 'solved' }, [answers(t(5))]);

    expect(result).toMatchObject({ finalSolvedAt: null, finalResolutionMs: null, solvedWithoutDate: true });
    expect(result.stints.map(({ toAt }) => toAt)).toEqual([t(5)]);
  });
});

describe('an outbound ticket', () => {
  const t = (minutes: number): number => at('2026-01-12T09:00:00Z') + minutes * MINUTE;
  const desk: Desk = { customerZone: 'UTC' };
  const outbound: Partial<Ticket> = { openedBy: 'agent' };
  const told = (happenings: readonly Happening[], facts = outbound) => {
    const { entersAt, firstResolutionMs, finalResolutionMs, ...result } = measured(facts, happenings, desk);
    const inMinutes = (ms: number | undefined | null) => (ms == null ? null : ms / MINUTE);
    return {
      enters: entersAt === null ? null : (entersAt - t(0)) / MINUTE,
      first: inMinutes(firstResolutionMs?.calendar),
      final: inMinutes(finalResolutionMs?.calendar),
      solutions: result.solutions.map(({ clocks }) => inMinutes(clocks?.calendar)),
      spent: hoursSpent(result),
      held: result.stints.map(({ fromAt, holder }) => [(fromAt - t(0)) / MINUTE, holder]),
    };
  };

  it('is the customer’s from the opening, and in the times from their first message on', () => {
    expect(told([asks(t(60)), becomes(t(180), 'solved')])).toEqual({
      enters: 60,
      first: 120,
      final: 120,
      solutions: [120],
      spent: { team_working: 2 },
      held: [
        [0, 'customer'],
        [60, 'team'],
      ],
    });
  });

  it('is in no figure of time while the customer has not written', () => {
    const nothing = { enters: null, first: null, final: null, solutions: [null], spent: {} };

    expect(told([becomes(t(180), 'solved')])).toMatchObject(nothing);
    // A timer's closing and a thank-you change nothing about it.
    expect(told([becomes(t(180), 'solved', 'bot'), asks(t(200))])).toMatchObject(nothing);
  });

  it('has no time for a solution before the customer wrote, and one for that after it', () => {
    const story = [becomes(t(60), 'solved'), asks(t(120)), becomes(t(120), 'open'), becomes(t(180), 'solved')];

    expect(told(story)).toMatchObject({ enters: 120, first: null, final: 60, solutions: [null, 60] });
  });

  it('is none where the customer had asked: its times begin with the opening', () => {
    const story = [becomes(t(0), 'open'), becomes(t(60), 'solved')];

    expect(told(story)).toMatchObject({ enters: 0, final: 60, spent: { team_working: 1 } });
    expect(told([becomes(t(60), 'solved')], { openedBy: 'bot' })).toMatchObject({ enters: 0, final: 60 });
  });
});
