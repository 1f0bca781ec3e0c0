import { describe, expect, it } from 'vitest';
import { responsesOf } from '../../src/model/measurement.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { agent, answers, asks, at, becomes, type Desk, type Happening, hoursSpent, MINUTE, measured } from './desk.ts';

const OFFICE = 'Mon-Fri 09:00-17:00';

describe('response times', () => {
  const t = (minutes: number): number => at('2026-01-12T09:00:00Z') + minutes * MINUTE;
  const bot = (when: number): Happening => ({ at: when, kind: 'message', by: 'bot' });
  const note = (when: number): Happening => ({ at: when, kind: 'note', authorId: 'ana' });
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
      'begin with the customer’s first message after an alert that is about nobody',
      { openedBy: 'bot', customerId: undefined },
      [answers(t(1)), asks(t(5)), answers(t(9))],
      [[5, 4, 'ana']],
    ],
    [
      'begin with the opening where a bot opened it for a customer',
      { openedBy: 'bot' },
      [answers(t(1)), asks(t(5)), answers(t(9))],
      [
        [0, 1, 'ana'],
        [5, 4, 'ana'],
      ],
    ],
    [
      'begin with the opening where an agent logged a call; what they wrote down is the question',
      { openedBy: 'agent' },
      [becomes(t(0), 'open'), answers(t(0), 'clerk'), answers(t(5))],
      [[0, 5, 'ana']],
    ],
    [
      'are 0 where the customer of a logged call wrote and was answered at once',
      { openedBy: 'agent' },
      [becomes(t(0), 'open'), asks(t(0)), answers(t(0))],
      [[0, 0, 'ana']],
    ],
    [
      'are ended by no note, no hidden and no automatic message, and by no bot where a person comes',
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
    // file-22 of the cases: 14 days later the customer came back, and a person answered within 9 h 11 min.
    [
      'begin anew with what the customer writes after a bot’s answer',
      {},
      [bot(t(1)), asks(t(20_000)), answers(t(20_551))],
      [[20_000, 551, 'ana']],
    ],
    [
      'run from their beginning where a person answers before the customer writes again',
      {},
      [bot(t(1)), bot(t(4)), answers(t(6)), asks(t(8)), bot(t(9)), answers(t(10))],
      [
        [0, 6, 'ana'],
        [8, 2, 'ana'],
      ],
    ],
    [
      'begin with the message that reopens what a bot had answered and solved',
      {},
      [bot(t(1)), becomes(t(2), 'solved', 'bot'), asks(t(5)), becomes(t(5), 'open'), answers(t(9))],
      [[5, 4, 'ana']],
    ],
    ['include the time with a bot', {}, [{ at: t(0), kind: 'handover', to: 'bot' }, answers(t(9))], [[0, 9, 'ana']]],
    ['have no agent where the source names none', {}, [{ at: t(4), kind: 'message', by: 'agent' }], [[0, 4, null]]],
  ])('%s', (_, facts, happenings, expected) => {
    expect(turnsOf(facts, happenings, { agents: [agent('robot', { bot: true })] })).toEqual(expected);
  });

  it('are the bot’s where it answered and no person came, each from its own beginning', () => {
    const story = [bot(t(1)), bot(t(2)), asks(t(5)), bot(t(7)), becomes(t(8), 'solved', 'bot'), asks(t(9))];
    const result = measured({}, story);

    expect(
      result.turns.map(({ askedAt, answeredAt, agentId, by, clocks }) => [
        (askedAt - t(0)) / MINUTE,
        (answeredAt! - t(0)) / MINUTE,
        agentId,
        by,
        clocks!.calendar / MINUTE,
      ]),
    ).toEqual([
      [0, 1, null, 'bot', 1],
      [5, 7, null, 'bot', 2],
    ]);
    expect(result.firstResponseMs).toBeNull();
    expect(result.resolvedBy).toBe('bot');
  });

  it('give the ticket to the customer where messages tell whose turn it is, until they write again', () => {
    const desk: Desk = { definitions: { turns: { desk: 'message' } }, customerZone: 'UTC' };
    const story = [bot(t(10)), asks(t(30)), bot(t(40)), answers(t(50)), asks(t(55)), bot(t(57)), note(t(60))];

    expect(measured({}, story, desk).stints.map(({ fromAt, holder }) => [(fromAt - t(0)) / MINUTE, holder])).toEqual([
      [0, 'team'],
      [10, 'customer'],
      [30, 'team'],
      [40, 'customer'],
      [55, 'team'],
    ]);
  });

  it('are later ones in an outbound ticket, all of them', () => {
    const { turns, outbound, firstResponseMs } = measured({ openedBy: 'agent' }, [
      answers(t(0)),
      asks(t(5)),
      answers(t(9)),
    ]);

    expect([turns.length, outbound, firstResponseMs]).toEqual([1, true, null]);
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
