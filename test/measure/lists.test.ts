import { describe, expect, it } from 'vitest';
import type { Customer } from '../../src/model/people.ts';
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
  measure,
  measured,
  ticket,
} from './desk.ts';

const opened = at('2026-01-12T09:00:00Z');
const t = (hours: number): number => opened + hours * HOUR;
const hoursOf = (instant: number | null) => (instant === null ? null : (instant - opened) / HOUR);
const note = (hours: number, authorId?: string): Happening => ({
  at: t(hours),
  kind: 'note',
  ...(authorId === undefined ? {} : { authorId }),
});
const bot = (hours: number): Happening => ({ at: t(hours), kind: 'message', by: 'bot', authorId: 'robot' });
const desk: Desk = { agents: [agent('ana'), agent('bo'), agent('robot', { bot: true })] };

describe('the solutions of a ticket', () => {
  type Expected = (number | string | null)[];
  /** Hours of the solution, when it was known, when it was reopened; who is credited; who had dealt with it. */
  const solutionsOf = (facts: Partial<Ticket>, happenings: readonly Happening[]): Expected[] =>
    measured(facts, happenings, desk).solutions.map(({ at: solvedAt, knownAt, reopenedAt, agentId, by }) => [
      hoursOf(solvedAt),
      hoursOf(knownAt),
      hoursOf(reopenedAt),
      agentId,
      by,
    ]);

  it.each<[string, Partial<Ticket>, Happening[], Expected[]]>([
    ['are none of an open ticket', {}, [answers(t(1))], []],
    [
      'are all, also those that a reopening followed, each credited to whom it was then',
      {},
      [
        answers(t(1)),
        becomes(t(2), 'solved'),
        asks(t(3)),
        becomes(t(3), 'open'),
        answers(t(4), 'bo'),
        becomes(t(5), 'solved'),
      ],
      [
        [2, 2, 3, 'ana', 'human'],
        [5, 5, null, 'bo', 'human'],
      ],
    ],
    [
      'are reopened all of them while the ticket is open again',
      {},
      [becomes(t(2), 'solved', 'customer'), becomes(t(3), 'open')],
      [[2, 2, 3, null, 'nobody']],
    ],
    [
      'date a timer back to where the wait began, and keep when it was known',
      {},
      [answers(t(1)), becomes(t(1), 'waiting_customer'), becomes(t(100), 'solved', 'bot')],
      [[1, 100, null, 'ana', 'human']],
    ],
    [
      'are the statuses before the one that the source states',
      { statedSolvedAt: t(9) },
      [becomes(t(2), 'solved'), becomes(t(3), 'open'), becomes(t(9.5), 'closed')],
      [
        [2, 2, 3, null, 'human'],
        [9, 9, null, null, 'human'],
      ],
    ],
    [
      'name no reopening where another one just took its place',
      { statedSolvedAt: t(9) },
      [becomes(t(2), 'solved')],
      [
        [2, 2, null, null, 'human'],
        [9, 9, null, null, 'human'],
      ],
    ],
    [
      'are one where a status and the source say the same',
      { statedSolvedAt: t(2) },
      [becomes(t(2), 'solved')],
      [[2, 2, null, null, 'human']],
    ],
    [
      'include a stated one that a status has reopened since',
      { status: 'open', statedSolvedAt: t(2) },
      [becomes(t(3), 'open')],
      [[2, 2, 3, null, 'nobody']],
    ],
    [
      'are two where the source states a first and a final one',
      { status: 'solved', statedFirstSolvedAt: t(2), statedSolvedAt: t(9) },
      [],
      [
        [2, 2, null, null, 'nobody'],
        [9, 9, null, null, 'nobody'],
      ],
    ],
  ])('%s', (_, facts, happenings, expected) => {
    expect(solutionsOf(facts, happenings)).toEqual(expected);
  });

  it.each<[string, Happening[], string]>([
    ['nobody, where no one answered or acted', [assigned(t(0.5), 'ana'), note(0.6)], 'nobody'],
    ['people who answered', [answers(t(0.5))], 'human'],
    ['people who wrote a note', [note(0.5, 'ana')], 'human'],
    ['a bot', [bot(0.5), note(0.6, 'robot')], 'bot'],
    ['both', [bot(0.5), answers(t(0.6))], 'both'],
    ['people alone, where the bot only came later', [answers(t(0.5)), { ...bot(3), at: t(3) }], 'human'],
  ])('are told by whom: %s', (_, happenings, by) => {
    const { solutions, resolvedBy } = measured({}, [...happenings, becomes(t(1), 'solved', 'customer')], desk);

    expect([solutions[0]?.by, resolvedBy]).toEqual([by, by]);
  });

  it('say of whom it was so far while the ticket is open', () => {
    expect(measured({}, [bot(1)], desk).resolvedBy).toBe('bot');
  });

  it('are estimated where the source does not say when', () => {
    const events = [
      {
        source: 'desk',
        ticketId: '1',
        id: 'a',
        at: t(1),
        seq: 0,
        kind: 'status',
        to: 'solved',
        original: 's',
        estimated: true,
      },
      { source: 'desk', ticketId: '1', id: 'b', at: t(2), seq: 0, kind: 'status', to: 'open', original: 'o' },
      { source: 'desk', ticketId: '1', id: 'c', at: t(3), seq: 0, kind: 'status', to: 'solved', original: 's' },
    ] as const;
    const result = measure({ ticket: ticket(), events, revision: 1 });

    expect([result.estimated, ...result.solutions.map(({ estimated }) => estimated)]).toEqual([true, true, false]);
    expect(measured({}, [becomes(t(1), 'solved')]).estimated).toBe(false);
  });
});

describe('the turns of a ticket', () => {
  it('are all, who answered each for which team, and the one that waits', () => {
    const story = [
      assigned(t(0), 'ana', 'support'),
      answers(t(1)),
      asks(t(2)),
      assigned(t(3), 'bo', 'second'),
      answers(t(4), 'bo'),
      asks(t(5)),
      asks(t(6)),
    ];
    const { turns, firstResponseMs } = measured({}, story, desk);

    expect(
      turns.map(({ askedAt, answeredAt, agentId, teamId, by, clocks }) => [
        hoursOf(askedAt),
        hoursOf(answeredAt),
        agentId,
        teamId,
        by,
        clocks && clocks.calendar / HOUR,
      ]),
    ).toEqual([
      [0, 1, 'ana', 'support', 'human', 1],
      [2, 4, 'bo', 'second', 'human', 2],
      [5, null, null, null, 'nobody', null],
    ]);
    expect(firstResponseMs?.calendar).toBe(HOUR);
  });

  it('have no first response while the first one waits', () => {
    const { turns, firstResponseMs } = measured({}, [asks(t(1))]);

    expect(turns).toHaveLength(1);
    expect(firstResponseMs).toBeNull();
  });
});

describe('the stints of a ticket', () => {
  const office: Desk = {
    definitions: { teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'Europe/London' },
    agents: [agent('ana'), agent('bo', { timeZone: 'America/New_York' })],
    customerZone: 'Europe/London',
  };
  const stintsOf = (happenings: readonly Happening[], facts: Partial<Ticket> = {}) =>
    measured(facts, happenings, office).stints.map(({ fromAt, toAt, holder, teamId, agentId }) => [
      hoursOf(fromAt),
      hoursOf(toAt),
      holder,
      teamId,
      agentId,
    ]);

  it('begin where holder, team or agent change, and nowhere else', () => {
    const story = [
      assigned(t(1), 'ana', 'support'),
      answers(t(2)),
      becomes(t(3), 'waiting_customer'),
      asks(t(4)),
      assigned(t(5), 'bo'),
      { at: t(6), kind: 'assignment', teamId: 'second' } as const,
      note(6.5, 'bo'),
      becomes(t(7), 'solved'),
    ];

    expect(stintsOf(story)).toEqual([
      [0, 1, 'team', null, null],
      [1, 3, 'team', 'support', 'ana'],
      [3, 4, 'customer', 'support', 'ana'],
      [4, 5, 'team', 'support', 'ana'],
      [5, 6, 'team', 'support', 'bo'],
      [6, 7, 'team', 'second', 'bo'],
    ]);
  });

  it('go on where the ticket is open, with their time up to the last event', () => {
    const { stints } = measured({}, [becomes(t(1), 'waiting_customer'), note(3)], office);

    expect(stints.at(-1)).toMatchObject({ fromAt: t(1), toAt: null, causesMs: [0, 0, 0, 2 * HOUR] });
  });

  it('are none that lasted no time: what comes back within an instant goes on', () => {
    const story = [
      assigned(t(0), 'ana'),
      becomes(t(1), 'waiting_customer'),
      becomes(t(1), 'open'),
      assigned(t(2), 'bo'),
      assigned(t(2), 'ana'),
      becomes(t(4), 'solved'),
    ];

    expect(stintsOf(story)).toEqual([[0, 4, 'team', null, 'ana']]);
  });

  it('carry the calendars of both sides, the team’s for a customer whose zone nobody knows', () => {
    const story = [assigned(t(0), 'ana'), assigned(t(1), 'bo'), becomes(t(2), 'solved')];
    const sidesOf = (customer: Partial<Customer>) =>
      measured({}, story, { ...office, customer }).stints.map(({ teamSide, customerSide }) => [
        JSON.parse(teamSide)[0][0],
        JSON.parse(customerSide)[0][0],
      ]);

    expect(sidesOf({})).toEqual([
      ['Europe/London', 'Europe/London'],
      ['America/New_York', 'Europe/London'],
    ]);
    expect(
      measured({}, story, { ...office, customer: { timeZone: 'Mars/Base' } }).stints.map(
        (stint) => stint.teamSide === stint.customerSide,
      ),
    ).toEqual([true, true]);
  });
});

describe('how a zone is known', () => {
  it.each([
    ['stated', { timeZone: 'Europe/London', timeZoneOrigin: 'profile' }],
    ['stated', { timeZone: 'Europe/London', timeZoneOrigin: 'account' }],
    ['inferred', { timeZone: 'Europe/London', timeZoneOrigin: 'inferred' }],
    ['none', {}],
    ['none', { timeZone: 'Mars/Base', timeZoneOrigin: 'profile' }],
  ] as const)('%s', (expected, customer) => {
    expect(measured({}, [answers(opened + MINUTE)], { customer }).customerZone).toBe(expected);
  });
});
