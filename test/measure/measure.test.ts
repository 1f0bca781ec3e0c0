import { describe, expect, it } from 'vitest';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import { responsesOf } from '../../src/model/measurement.ts';
import type { Agent } from '../../src/model/people.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import {
  agent,
  answers,
  asks,
  assigned,
  at,
  becomes,
  type Desk,
  type Happening,
  HOUR,
  MINUTE,
  measured,
} from './desk.ts';

const OFFICE = 'Mon-Fri 09:00-17:00';

/** The buckets of a measurement that are not empty, in hours. */
function hoursSpent(result: { timeSpentMs: Record<string, number> }): Record<string, number> {
  const entries = CAUSE_NAMES.map((name) => [name, result.timeSpentMs[name]! / HOUR] as const);
  return Object.fromEntries(entries.filter(([, hours]) => hours !== 0));
}

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

describe('a desk that follows the sun', () => {
  const team = { source: 'desk', id: 'support', name: 'Support' };
  const members = ['Asia/Tokyo', 'Europe/Berlin', 'America/Los_Angeles'].map((timeZone, index) =>
    agent(`m${index}`, { timeZone, teamIds: ['support'] }),
  );

  it('is at work while any member is, as long as nobody is assigned', () => {
    // Wednesday 2026-01-14, UTC: Tokyo 0-8, Berlin 8-16, Los Angeles 17-25.
    const day: Happening[] = [becomes(at('2026-01-15T00:00:00Z'), 'solved')];
    const facts: Partial<Ticket> = { openedAt: at('2026-01-14T00:00:00Z'), teamId: 'support' };
    const desk: Desk = {
      definitions: { teamHours: OFFICE },
      agents: members,
      teams: [team],
      customerZone: 'Europe/Berlin',
    };

    expect(hoursSpent(measured(facts, day, desk))).toEqual({ team_working: 23, team_off_hours: 1 });
  });

  it('leaves out inactive members and bots', () => {
    const facts: Partial<Ticket> = { openedAt: at('2026-01-14T00:00:00Z'), teamId: 'support' };
    const [tokyo, berlin, la] = members as [(typeof members)[0], (typeof members)[0], (typeof members)[0]];
    const agents = [{ ...tokyo, active: false }, berlin, { ...la, bot: true }];
    const desk: Desk = { definitions: { teamHours: OFFICE }, agents, teams: [team] };

    expect(hoursSpent(measured(facts, [becomes(at('2026-01-15T00:00:00Z'), 'solved')], desk)).team_working).toBe(8);
  });

  it('keeps the hours of the agent a ticket is handed to, from then on', () => {
    const happenings = [
      assigned(at('2026-01-14T00:00:00Z'), 'm0'),
      assigned(at('2026-01-14T12:00:00Z'), 'm1'),
      becomes(at('2026-01-15T00:00:00Z'), 'solved'),
    ];
    const desk: Desk = {
      definitions: { teamHours: OFFICE },
      agents: members,
      teams: [team],
      customerZone: 'Europe/Berlin',
    };

    // Tokyo 0-8 whole, Berlin 12-16; before Tokyo's agent lost it Berlin's morning (8-12) was a wait between zones.
    expect(hoursSpent(measured({ openedAt: at('2026-01-14T00:00:00Z') }, happenings, desk))).toEqual({
      team_working: 12,
      team_time_zone_wait: 4,
      team_off_hours: 8,
    });
  });

  it("prefers the team's own calendar to its members'", () => {
    const own = { ...team, calendar: { hours: 'Wed 10:00-11:00', holidays: [], timeZone: 'UTC' } };
    const facts: Partial<Ticket> = { openedAt: at('2026-01-14T00:00:00Z'), teamId: 'support' };
    const desk: Desk = { definitions: { teamHours: OFFICE }, agents: members, teams: [own] };

    expect(hoursSpent(measured(facts, [becomes(at('2026-01-15T00:00:00Z'), 'solved')], desk))).toEqual({
      team_working: 1,
      team_off_hours: 23,
    });
  });
});

describe('who has the ticket before any assignment is told', () => {
  const agents = [agent('ana', { calendar: { hours: 'Mon 09:00-10:00', holidays: [] } })];
  const desk: Desk = { definitions: { teamHours: 'Mon 09:00-12:00' }, agents };
  const noon = at('2026-01-12T12:00:00Z');

  it.each<[string, Happening[], number]>([
    ['is its agent, where no event ever assigns it', [becomes(noon, 'solved')], 1],
    ['is nobody, where an event assigns it later', [assigned(noon, 'ana'), becomes(noon, 'solved')], 3],
    [
      'is its agent, where events tell its team alone',
      [{ at: noon, kind: 'assignment', teamId: 'support' }, becomes(noon, 'solved')],
      1,
    ],
  ])('%s', (_, happenings, working) => {
    expect(hoursSpent(measured({ agentId: 'ana' }, happenings, desk)).team_working).toBe(working);
  });

  it('treats a bot that is assigned as nobody', () => {
    const bots = [...agents, agent('robot', { bot: true, calendar: { hours: 'Mon 09:00-09:30', holidays: [] } })];

    const result = measured({ agentId: 'robot' }, [becomes(noon, 'solved')], { ...desk, agents: bots });

    expect(hoursSpent(result).team_working).toBe(3);
    expect(result.agentId).toBeNull();
    expect(result.stints.map(({ agentId }) => agentId)).toEqual([null]);
  });
});

describe('the calendars of people', () => {
  const solved = [becomes(at('2026-01-13T09:00:00Z'), 'solved')];

  it('takes the holidays of an agent instead of the desk’s, and the desk’s where the agent lists none', () => {
    const desk = { teamHours: OFFICE, teamHolidays: ['2026-01-12'] };
    const off = agent('ana', { calendar: { holidays: ['2026-12-25'] } });

    expect(hoursSpent(measured({ agentId: 'ana' }, solved, { definitions: desk, agents: [off] })).team_working).toBe(8);
    expect(hoursSpent(measured({ agentId: 'ana' }, solved, { definitions: desk, agents: [agent('ana')] }))).toEqual({
      team_off_hours: 24,
    });
  });

  it('is always at work where no hours are configured, on holidays too', () => {
    expect(hoursSpent(measured({}, solved, { definitions: { teamHolidays: ['2026-01-12'] } }))).toEqual({
      team_working: 24,
    });
  });

  it('says once whose hours cannot be read, and goes on with the desk’s', () => {
    const problems: string[] = [];
    const agents = [agent('ana', { calendar: { hours: 'Mo 9-5', holidays: [] } })];
    const definitions = { teamHours: OFFICE };

    const result = measured({ agentId: 'ana' }, solved, {
      definitions,
      agents,
      onProblem: (text) => problems.push(text),
    });

    expect(hoursSpent(result).team_working).toBe(8);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^desk: agent ana: hours: cannot read "9-5"/);
  });

  it('keeps what can be read of an agent’s calendar', () => {
    const problems: string[] = [];
    const measuredWith = (ana: Partial<Agent>) =>
      hoursSpent(
        measured({ agentId: 'ana' }, solved, {
          definitions: { teamHours: OFFICE },
          agents: [agent('ana', ana)],
          onProblem: (text) => problems.push(text),
        }),
      );

    // In Tokyo it is opened at 18:00 on Monday and solved at 18:00 on Tuesday: the desk's eight hours, kept there.
    expect(measuredWith({ timeZone: 'Asia/Tokyo', calendar: { hours: 'x', holidays: [] } })).toEqual({
      team_working: 8,
      team_off_hours: 16,
    });
    expect(measuredWith({ timeZone: 'Tokyo', calendar: { hours: 'Mon 09:00-10:00', holidays: [] } }).team_working).toBe(
      1,
    );
    expect(problems.map((problem) => problem.replace(/:.* stand/, ': … stand'))).toEqual([
      'desk: … stand in',
      'desk: … stands in',
    ]);
  });

  it('takes a zone nobody knows for an unknown zone, and says so', () => {
    const problems: string[] = [];
    const desk: Desk = { customerZone: 'Mars/Olympus', onProblem: (text) => problems.push(text) };

    expect(measured({}, solved, desk).customerZone).toBe('none');
    expect(problems[0]).toMatch(/time zone "Mars\/Olympus" is not known/);
  });

  it.each<[string, Desk, RegExp]>([
    ['hours', { definitions: { teamHours: 'sometimes' } }, /desk's calendar: hours: cannot read "sometimes"/],
    ['zone', { definitions: { teamTimeZone: 'Berlin' } }, /desk's calendar: time zone: "Berlin" is not known/],
    ['customers’ hours', { definitions: { customerHours: '' } }, /customers' calendar: hours/],
  ])('refuses definitions whose %s cannot be read', (_, desk, message) => {
    expect(() => measured({}, solved, desk)).toThrow(message);
  });
});

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
    readonly reopens: number;
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
      name: 'stated, no statuses at all',
      facts: { statedSolvedAt: t(30), status: 'solved' },
      happenings: [],
      first: 30,
      final: 30,
      reopens: 0,
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
      reopens: 0,
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
      name: 'outbound: the customer holds it from the opening',
      facts: { openedBy: 'agent' },
      happenings: [asks(t(10)), becomes(t(15), 'solved')],
      desk: { customerZone: 'UTC' },
      first: 15,
      final: 15,
      reopens: 0,
      spent: { customer_wait: 10, team_working: 5 },
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

    expect(result).toMatchObject({ finalSolvedAt: null, timelineComplete: false });
    expect(result.stints.map(({ toAt }) => toAt)).toEqual([t(5)]);
  });
});

describe('response times', () => {
  const t = (minutes: number): number => at('2026-01-12T09:00:00Z') + minutes * MINUTE;
  const turnsOf = (
    facts: Partial<Ticket>,
    happenings: readonly Happening[],
    desk: Desk = {},
  ): (number | string | null)[][] => {
    return responsesOf(measured(facts, happenings, desk)).map(({ askedAt, agentId, clocks }) => [
      (askedAt - t(0)) / MINUTE,
      clocks.calendar / MINUTE,
      agentId,
    ]);
  };

  it.each<[string, Partial<Ticket>, Happening[], (number | string | null)[][]]>([
    ['run from the opening to the first answer', {}, [asks(t(0)), answers(t(7))], [[0, 7, 'ana']]],
    [
      'run from the first of several unanswered messages',
      {},
      [answers(t(1)), asks(t(5)), asks(t(8)), answers(t(9))],
      [
        [0, 1, 'ana'],
        [5, 4, 'ana'],
      ],
    ],
    [
      'are credited to who answered',
      {},
      [answers(t(1), 'bo'), asks(t(2)), answers(t(5), 'ana')],
      [
        [0, 1, 'bo'],
        [2, 3, 'ana'],
      ],
    ],
    ['are 0 for an answer at the same instant', {}, [answers(t(0))], [[0, 0, 'ana']]],
    ['are missing without an answer', {}, [asks(t(3))], []],
    [
      'begin with the customer’s first message where an agent opened the ticket',
      { openedBy: 'agent' },
      [answers(t(1)), asks(t(5)), answers(t(9))],
      [[5, 4, 'ana']],
    ],
    [
      'begin with the customer’s first message where a bot opened it',
      { openedBy: 'bot' },
      [answers(t(1)), asks(t(5)), answers(t(9))],
      [[5, 4, 'ana']],
    ],
    [
      'are not ended by bots, notes, hidden and automatic messages',
      {},
      [
        { at: t(1), kind: 'message', by: 'bot' },
        { at: t(2), kind: 'note', authorId: 'ana' },
        { at: t(3), kind: 'message', by: 'agent', authorId: 'ana', public: false },
        { at: t(4), kind: 'message', by: 'agent', authorId: 'ana', automatic: true },
        answers(t(5), 'robot'),
        answers(t(6)),
      ],
      [[0, 6, 'ana']],
    ],
    [
      'are not begun by a thank-you after the solution',
      {},
      [answers(t(1)), becomes(t(2), 'solved'), asks(t(5)), answers(t(9))],
      [[0, 1, 'ana']],
    ],
    [
      'are not begun by a thank-you long before a reopening',
      {},
      [answers(t(1)), becomes(t(2), 'solved'), asks(t(5)), becomes(t(8), 'open'), answers(t(9))],
      [[0, 1, 'ana']],
    ],
    [
      'may end after the solution, which ends nothing else',
      {},
      [becomes(t(2), 'solved'), becomes(t(5), 'open'), becomes(t(7), 'solved'), answers(t(9))],
      [[0, 9, 'ana']],
    ],
    [
      'are begun by the message that reopens the ticket in the same save',
      {},
      [answers(t(1)), becomes(t(2), 'solved'), asks(t(5)), becomes(t(5), 'open'), answers(t(9))],
      [
        [0, 1, 'ana'],
        [5, 4, 'ana'],
      ],
    ],
    [
      'are not begun by the customer’s automatic reply',
      {},
      [answers(t(1)), { at: t(2), kind: 'message', by: 'customer', automatic: true }, answers(t(9))],
      [[0, 1, 'ana']],
    ],
    ['include the time with a bot', {}, [{ at: t(0), kind: 'handover', to: 'bot' }, answers(t(9))], [[0, 9, 'ana']]],
    ['have no agent where the source names none', {}, [{ at: t(4), kind: 'message', by: 'agent' }], [[0, 4, null]]],
  ])('%s', (_, facts, happenings, expected) => {
    expect(turnsOf(facts, happenings, { agents: [agent('robot', { bot: true })] })).toEqual(expected);
  });

  it('leave the time spent to end with the solution', () => {
    const story = [becomes(t(2), 'solved'), becomes(t(5), 'open'), becomes(t(7), 'solved'), answers(t(9))];

    expect(hoursSpent(measured({}, story))).toEqual({ team_working: 4 / 60, solved_gap: 3 / 60 });
  });

  it('cut the buckets to the turn', () => {
    const desk: Desk = {
      definitions: { teamHours: OFFICE, teamTimeZone: 'America/New_York' },
      customerZone: 'Europe/London',
    };
    const happenings = [
      answers(at('2026-01-13T15:00:00Z')),
      asks(at('2026-01-14T12:00:00Z')),
      answers(at('2026-01-14T14:30:00Z')),
    ];

    const [, later] = responsesOf(measured({ openedAt: at('2026-01-13T14:00:00Z') }, happenings, desk));

    expect(later!.clocks).toEqual({ calendar: 150 * MINUTE, net: 30 * MINUTE, business: 30 * MINUTE });
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
