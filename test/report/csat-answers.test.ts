import { describe, expect, it } from 'vitest';
import type { Rating } from '../../src/model/rating.ts';
import { unhappyAnswers } from '../../src/report/csat-answers.ts';
import { at, becomes, HOUR, measured } from '../measure/desk.ts';

const MONDAY = at('2026-11-16T09:00:00Z');
const WINDOW = { from: MONDAY - 9 * HOUR, to: MONDAY + 159 * HOUR };

/** Which answers, each to a ticket of its own, are of somebody unhappy; the least happy first. */
function unhappy(ratings: readonly Partial<Rating>[]) {
  const whole = ratings.map(
    (rating, index): Rating => ({
      ...{ source: 'desk', id: `r${index}`, ticketId: `t${index}`, kind: 'csat', scaleMin: 1, scaleMax: 5 },
      ...{ value: 1, positive: false, ratedAt: MONDAY + 5 * HOUR },
      ...rating,
    }),
  );
  const tickets = whole.map((_, index) =>
    measured({ id: `t${index}`, openedAt: MONDAY, customerId: `c${index}` }, [becomes(MONDAY + HOUR, 'solved')]),
  );
  return unhappyAnswers(whole, tickets, WINDOW, { agent: () => null, team: () => null });
}

describe('unhappy answers', () => {
  it('are those of the lower half of the scale, the least happy first', () => {
    expect(unhappy([{ value: 2 }, { value: 1 }, { value: 3 }]).map(({ id }) => id)).toEqual(['t1', 't0']);
  });

  it('are those of the upper half where low is the good end', () => {
    const low = { lowerIsBetter: true };

    expect(
      unhappy([
        { ...low, value: 1, positive: true },
        { ...low, value: 4 },
        { ...low, value: 5 },
      ]).map(({ id }) => id),
    ).toEqual(['t2', 't1']);
  });

  it('name who gave them, of the ticket where the answer does not say', () => {
    expect(unhappy([{ customerId: 'ida' }, {}]).map(({ customerId }) => customerId)).toEqual(['ida', 'c1']);
  });
});
