import { describe, expect, it } from 'vitest';
import { answers, asks, assigned, becomes, DAY, type Happening, HOUR, measured } from './desk.ts';

const note = (at: number): Happening => ({ at, kind: 'note', authorId: 'ana' });
const solvedOnce = [asks(0), answers(HOUR), becomes(2 * HOUR, 'solved')];

describe('what is done after the solution', () => {
  it.each([
    ['an assignment to somebody else', [assigned(3 * HOUR, 'ben', 'archive')], 1, 'simple'],
    ['notes and replies', [note(3 * HOUR), note(4 * HOUR), answers(5 * HOUR)], 1, 'simple'],
    ['a reply in the save that solves it is part of it', [answers(2 * HOUR), answers(2 * HOUR)], 3, 'moderate'],
    [
      'after a reopening all of it counts',
      [answers(3 * HOUR, 'ben'), becomes(4 * HOUR, 'open'), becomes(5 * HOUR, 'solved')],
      1 + 1 + 2 + 2,
      'moderate',
    ],
    ['and while it is open again too', [answers(3 * HOUR, 'ben'), becomes(4 * HOUR, 'open')], 6, 'moderate'],
  ] as const)('%s', (_what, later, score, tier) => {
    const ticket = measured({ openedAt: 0 }, [...solvedOnce, ...later]);

    expect([ticket.tierScore, ticket.tier]).toEqual([score, tier]);
    expect(ticket.scores.at(-1)?.score).toBe(score);
  });

  it('is none of a stated solution either', () => {
    const facts = { openedAt: 0, status: 'closed', statedSolvedAt: 90 * 60_000 } as const;

    expect(measured(facts, [asks(0), answers(HOUR), note(2 * HOUR), note(3 * HOUR)]).tierScore).toBe(1);
  });
});

describe('a silence that a timer ends', () => {
  const replies = [asks(0), answers(HOUR), answers(5 * HOUR), becomes(8 * DAY, 'closed', 'bot')];

  it('begins with the last reply where replies tell whose turn it is: until then we were at work', () => {
    const { finalSolvedAt, solutions } = measured({ openedAt: 0, status: 'closed' }, replies, {
      definitions: { turns: { desk: 'message' } },
    });

    expect([finalSolvedAt, solutions[0]?.knownAt]).toEqual([5 * HOUR, 8 * DAY]);
  });

  it('begins with the status that says so elsewhere, whatever was written in it', () => {
    const status = replies.toSpliced(2, 0, becomes(2 * HOUR, 'waiting_customer'));

    expect(measured({ openedAt: 0, status: 'closed' }, status).finalSolvedAt).toBe(2 * HOUR);
  });
});
