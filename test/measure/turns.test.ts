import { describe, expect, it } from 'vitest';
import { responsesOf } from '../../src/model/measurement.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { agent, answers, asks, at, becomes, type Desk, type Happening, hoursSpent, MINUTE, measured } from './desk.ts';

const OFFICE = 'Mon-Fri 09:00-17:00';

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
