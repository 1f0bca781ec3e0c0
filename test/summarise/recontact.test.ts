import { describe, expect, it } from 'vitest';
import { type CustomerTraffic, recontactsIn } from '../../src/summarise/recontact.ts';

const DAY = 86_400_000;
const WINDOW = { from: 100 * DAY, to: 107 * DAY };
const days = (...each: number[]) => each.map((day) => day * DAY);
const customer = (openings: number[], solutions: number[], more: Partial<CustomerTraffic> = {}): CustomerTraffic => ({
  openings: days(...openings),
  solutions: days(...solutions),
  reopenings: [],
  isShared: false,
  ...more,
});

describe('customers who came back in days 100 to 107', () => {
  it.each([
    ['wrote a new ticket the day after', customer([90, 102], [101]), 1, { customers: 1 }],
    ['wrote again on the fourth day: not within three', customer([90, 105], [101]), 3, { customers: 0 }],
    ['wrote again on the fourth day: within seven', customer([90, 105], [101]), 7, { customers: 1 }],
    ['reopened it', customer([90], [101], { reopenings: days(103) }), 3, { customers: 1 }],
    ['came back twice: one customer', customer([90, 102, 104], [101, 103]), 7, { customers: 1 }],
    ['came back before the window', customer([90, 99], [98]), 7, { customers: 0 }],
    ['came back after it', customer([90, 108], [104]), 7, { customers: 0 }],
    ['never had a solution', customer([100, 101, 102], []), 7, { customers: 0 }],
    ['counts from the latest solution', customer([80, 103], [81, 95]), 7, { customers: 0 }],
    [
      'writes from a shared address',
      customer([90, 102], [101], { isShared: true }),
      7,
      { customersApart: 1, customers: 0 },
    ],
    ['is in touch all the time', customer([85, 88, 91, 94, 97, 102], [101]), 7, { customersApart: 1, customers: 0 }],
    ['had as many, but over a year', customer([5, 20, 40, 60, 80, 102], [101]), 7, { customers: 1 }],
  ])('%s', (_what, one, within, expected) => {
    expect(recontactsIn([one], WINDOW, within)).toMatchObject(expected);
  });

  it('are told as a share of the solutions that have had their seven days: those of days 93 to 100', () => {
    const cameBack = customer([80, 96], [94]);
    const stayedAway = customer([80], [95]);
    const tooRecent = customer([80, 103], [102]);
    const tooOld = customer([70, 90], [88]);

    expect(recontactsIn([cameBack, stayedAway, tooRecent, tooOld], WINDOW, 7)).toEqual({
      days: 7,
      customers: 1,
      customersApart: 0,
      solutions: 2,
      cameBack: 1,
    });
  });

  it('a return counts for the latest solution alone', () => {
    expect(recontactsIn([customer([80, 97], [93, 95])], WINDOW, 7)).toMatchObject({ solutions: 2, cameBack: 1 });
  });
});
