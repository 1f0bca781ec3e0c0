import { describe, expect, it } from 'vitest';
import { sourcesThatTellAnswers, sourcesWithTimers } from '../../src/summarise/lives.ts';
import { answers, asks, becomes, DAY, measured } from '../measure/desk.ts';

const NOW = 30 * DAY;
const open = measured({ openedAt: 0 }, [asks(0)]);
const solved = measured({ openedAt: 0 }, [asks(0), becomes(DAY, 'solved')]);
const waiting = measured({ openedAt: 0 }, [asks(0), becomes(DAY, 'waiting_customer')]);
const answered = measured({ openedAt: 0 }, [asks(0), answers(2 * DAY), becomes(3 * DAY, 'solved')]);

describe('a source tells who answered', () => {
  it.each([
    ['where an answer is known', [solved, answered], NOW, true],
    ['where nobody ever did anything: then nobody answered', [open, open], NOW, true],
    ['not where tickets were solved and no answer is known', [open, solved], NOW, false],
    [
      'not where some wait for the customer and no answer is known: somebody did something',
      [open, waiting],
      NOW,
      false,
    ],
    ['not before the first answer was known', [solved, answered], 1.5 * DAY, false],
    ['as it was known then: before anything was done', [open, solved], 0.5 * DAY, true],
  ] as const)('%s', (_what, tickets, asOf, tells) => {
    expect([...sourcesThatTellAnswers(tickets, asOf)]).toEqual(tells ? [open.source] : []);
  });

  it('and that a timer closes tickets once one has', () => {
    const timer = { ...solved, solutions: [{ ...solved.solutions[0]!, at: DAY, knownAt: 5 * DAY }] };

    expect([...sourcesWithTimers([timer], 6 * DAY)]).toEqual([open.source]);
    expect([...sourcesWithTimers([timer], 5 * DAY)]).toEqual([]);
  });
});
