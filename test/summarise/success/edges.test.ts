import { describe, expect, it } from 'vitest';
import { calendarMonths } from '../../../src/clock/calendar-months.ts';
import type { Milestone } from '../../../src/model/account.ts';
import { asKnownAt, livesOf } from '../../../src/summarise/outcomes/accounts.ts';
import { accountResults, type ResultsInput } from '../../../src/summarise/success/account-results.ts';
import { conversionsOf } from '../../../src/summarise/success/growth.ts';
import { lifespanOf } from '../../../src/summarise/success/lifetime-value.ts';
import { movementsBetween } from '../../../src/summarise/success/movements.ts';
import { netPromoter, standingOf } from '../../../src/summarise/success/surveys.ts';
import { journeysOf } from '../../../src/summarise/success/time-to-value.ts';
import { answers, cost, DAY, figure, kpisOf, order, subscription, subscriptions, WINDOW, WITHIN } from './input.ts';

const lost = { endedAt: WITHIN, status: 'canceled' };
const UTC = calendarMonths('UTC');

describe('revenue figures', () => {
  it('say how many of those who bring nothing any more have only paused', () => {
    const changes = ['a0', 'a1'].flatMap((subscriptionId) =>
      [WINDOW.fromAt - DAY, WITHIN].map((at, index) => ({
        source: 'billing',
        subscriptionId,
        id: `${at}`,
        at,
        mrrMinor: index === 0 ? 5000 : 0,
        currency: 'USD',
      })),
    );
    const kpis = kpisOf({ subscriptions: [...subscriptions(4), subscription('gone', lost)], mrrChanges: changes });

    expect(figure(kpis, 'mrr_churn')).toMatchObject({ value: -15_000, n: 3 });
    expect(figure(kpis, 'mrr_churn').inputs).toContainEqual({ name: 'of them paused', value: 2 });
  });

  it('leave out a currency in which nothing is paid any more', () => {
    const ended = { endedAt: WINDOW.fromAt - 90 * DAY, status: 'canceled', currency: 'EUR' };
    const kpis = kpisOf({ subscriptions: [...subscriptions(4), subscription('gone', ended)] });

    expect(kpis.figures.filter(({ key }) => key === 'mrr').map(({ currency }) => currency)).toEqual(['USD']);
    expect(kpis.revenue.map(({ currency }) => currency)).toEqual(['USD']);
  });

  it('are laid beside those of their own currency', () => {
    const yen = subscriptions(6, { currency: 'JPY', mrrMinor: 900 }, 'jp');
    const kpis = kpisOf({ subscriptions: [...subscriptions(5), ...yen] });

    expect(figure(kpis, 'mrr', { currency: 'USD' })).toMatchObject({ value: 25_000, difference: 0 });
    expect(figure(kpis, 'mrr', { currency: 'JPY' })).toMatchObject({ value: 5400, difference: 0 });
  });
});

describe('churn', () => {
  it('has the interval of its share, and retention the same one the other way round', () => {
    const kpis = kpisOf({ subscriptions: [...subscriptions(90), ...subscriptions(10, lost, 'lost')] });
    const [lower, upper] = figure(kpis, 'churn_rate', { group: 'window' }).interval!;

    // R: prop.test(10, 100, correct = FALSE)$conf.int
    expect([lower, upper]).toEqual([expect.closeTo(5.52291, 4), expect.closeTo(17.43657, 4)]);
    expect(figure(kpis, 'retention_rate', { group: 'window' }).interval).toEqual([100 - upper, 100 - lower]);
  });

  it('of accounts that came and left within the window may be above 100%, retention never below 0', () => {
    const brief = { startedAt: WINDOW.fromAt + DAY, ...lost };
    const kpis = kpisOf({ subscriptions: [...subscriptions(5, lost), ...subscriptions(5, brief, 'brief')] });

    expect(figure(kpis, 'churn_rate', { group: 'window' })).toMatchObject({ value: 200 });
    expect(figure(kpis, 'churn_rate', { group: 'window' }).notes[0]).toMatch(
      /5 of the 10 lost accounts had also joined/,
    );
    expect(figure(kpis, 'retention_rate', { group: 'window' })).toMatchObject({ value: 0, n: 5 });
    // Of the five at the start all were lost in a month.
    expect(figure(kpis, 'lifespan').value).toBe(1);
  });

  it('counts an account of exactly three months among those of three to six', () => {
    const startedAt = Date.UTC(2025, 8, 1);
    const kpis = kpisOf({ subscriptions: subscriptions(5, { startedAt }) });

    expect(kpis.churnPatterns!.byTenure.filter(({ n }) => n > 0).map(({ tenure }) => tenure)).toEqual([
      '3 to 6 months',
    ]);
  });

  it('takes the reason of the nearest event that gives one', () => {
    const churnEvents = [
      { source: 'crm', id: '1', accountKey: 'gone', at: WITHIN },
      { source: 'crm', id: '2', accountKey: 'gone', at: WITHIN + 2 * DAY, reason: 'merger' },
      { source: 'crm', id: '3', accountKey: 'gone', at: WITHIN - 9 * DAY, reason: 'price' },
    ];

    const both = [subscription('gone', lost), subscription('extra', { ...lost, accountKey: 'gone', reason: 'unused' })];
    expect(kpisOf({ subscriptions: both, churnEvents }).churnPatterns!.reasons).toEqual({ unused: 1 });
    expect(kpisOf({ subscriptions: [subscription('gone', lost)], churnEvents }).churnPatterns!.reasons).toEqual({
      merger: 1,
    });
  });
});

describe('lifetime', () => {
  it('is never infinite, nor told of nobody', () => {
    expect(lifespanOf({ atStart: 100, lost: 0 }, 1)).toBeUndefined();
    expect(lifespanOf({ atStart: 0, lost: 0 }, 1)).toBeUndefined();
    expect(lifespanOf({ atStart: 100, lost: 100 }, 1)!.months).toBe(1);
  });

  it('has an interval around it, shorter first', () => {
    const { interval, months } = lifespanOf({ atStart: 100, lost: 10 }, 1)!;

    expect(interval[0]).toBeCloseTo(100 / 17.43657, 4);
    expect(interval[1]).toBeCloseTo(100 / 5.52291, 4);
    expect(months).toBeCloseTo(10, 9);
  });

  it('value by purchases takes their frequency by the month, however long the window', () => {
    const window = { fromAt: Date.UTC(2026, 9, 1), toAt: WINDOW.toAt };
    const kept = subscriptions(11);
    const kpis = kpisOf({
      window,
      previous: { fromAt: Date.UTC(2026, 7, 1), toAt: window.fromAt },
      subscriptions: [...kept, subscription('lost', lost)],
      orders: kept.flatMap(({ accountKey }) => [
        order(accountKey, WITHIN, 5000),
        order(accountKey, WITHIN - 20 * DAY, 5000),
      ]),
    });

    expect(figure(kpis, 'clv_purchases').inputs[1]).toEqual({ name: 'purchases per account and month', value: 1 });
  });

  it('value so far is that of monthly revenue over its time where there are no orders', () => {
    const month = (365.25 / 12) * DAY;
    const startedAt = WINDOW.toAt - 2 * month;
    const kpis = kpisOf({
      subscriptions: [
        ...subscriptions(4, { startedAt }),
        subscription('half', { startedAt, endedAt: startedAt + month, status: 'canceled' }),
      ],
      costs: [cost('acquisition', 5000), cost('service', 700, { accountKey: 'nobody' })],
    });

    expect(figure(kpis, 'clv_realised').value).toBeCloseTo((4 * 10_000 + 5000 - 5000) / 5, 6);
    expect(figure(kpis, 'clv_realised').notes).toEqual(['1 costs of accounts that never paid are left out.']);
  });

  it('value so far needs what accounts cost', () => {
    const kpis = kpisOf({ subscriptions: subscriptions(5), costs: [cost('retention', 1)] });

    expect(figure(kpis, 'clv_realised').missing).toMatch(/^not available, needs the cost to serve and to acquire/);
  });

  it('the margin kept is that of retained accounts alone', () => {
    const kpis = kpisOf({
      subscriptions: [...subscriptions(5), ...subscriptions(5, { startedAt: WITHIN }, 'new')],
      costs: [cost('retention', 10_000), cost('goods', 25_000)],
    });

    // MRR of $500 at a margin of 50%; the retained half of it brought $125.
    expect(figure(kpis, 'crc_to_margin').value).toBeCloseTo(80, 9);
    expect(figure(kpis, 'crc').n).toBe(5);
  });

  it('so far reaches back over both windows and is not tested against the one before', () => {
    const kpis = kpisOf({
      orders: Array.from({ length: 9 }, (_, index) => order(`a${index}`, WINDOW.fromAt - DAY, 1000 + index)),
      costs: [cost('service', 100, { at: WINDOW.fromAt - DAY })],
    });

    expect(figure(kpis, 'clv_realised')).toMatchObject({ difference: 0, differenceInterval: null, pAdjusted: null });
  });
});

describe('conversions', () => {
  it('are those that movements show where no order says its kind, one an account and kind', () => {
    const movement = { opening: 1, closing: 9, upsell: 3, crossSell: 4, addOn: 1, paused: false };
    const { from, conversions } = conversionsOf(
      [order('x', WITHIN, 100)],
      [
        [
          { ...movement, accountKey: 'a', kind: 'expansion' },
          { ...movement, accountKey: 'b', opening: 0, upsell: 0, crossSell: 0, addOn: 0, kind: 'new' },
        ],
      ],
      WINDOW,
    );

    expect(from).toBe('subscriptions');
    expect(conversions.map(({ accountKey, kind }) => `${accountKey} ${kind}`)).toEqual([
      'a upsell',
      'a cross_sell',
      'a add_on',
      'b new',
    ]);
  });
});

describe('journeys to a milestone', () => {
  const start = WINDOW.toAt - 100 * DAY;
  const reached = (accountKey: string, at: number, id = `${at}`): Milestone => ({
    source: 'app',
    id,
    accountKey,
    name: 'live',
    at,
  });

  it('end at the first time it was reached, before the window’s end and not before the start', () => {
    const starts = new Map([
      ['twice', start],
      ['early', start],
      ['late', start],
      ['gone', start],
      ['old', WINDOW.toAt - 400 * DAY],
      ['future', WINDOW.toAt],
    ]);
    const leftAt = (accountKey: string) => (accountKey === 'gone' ? start + 3 * DAY : undefined);
    const milestones = [
      reached('twice', start + 9 * DAY),
      reached('twice', start + 5 * DAY),
      reached('twice', start + 7 * DAY),
      reached('early', start - 1),
      reached('late', WINDOW.toAt),
    ];

    expect(journeysOf(milestones, starts, leftAt, WINDOW, UTC)).toEqual([
      {
        name: 'live',
        beforeStart: 1,
        journeys: [
          { accountKey: 'twice', startedAt: start, reachedMs: 5 * DAY, seenMs: 5 * DAY, left: false },
          { accountKey: 'late', startedAt: start, reachedMs: undefined, seenMs: 100 * DAY, left: false },
          { accountKey: 'gone', startedAt: start, reachedMs: undefined, seenMs: 3 * DAY, left: true },
        ],
      },
    ]);
  });

  it('begin when the account’s source says, else with the first subscription', () => {
    const kpis = kpisOf({
      minSample: 1,
      accounts: [{ source: 'crm', key: 'a0', startedAt: start, domains: [], externalIds: [] }],
      subscriptions: [subscription('a0', { startedAt: start + 30 * DAY })],
      milestones: [reached('a0', start + 40 * DAY)],
    });

    expect(figure(kpis, 'time_to_value').value).toBe((40 * DAY) / 1000);
  });
});

describe('answers', () => {
  it.each([
    [0, 'detractor'],
    [6, 'detractor'],
    [7, 'passive'],
    [8, 'passive'],
    [9, 'promoter'],
    [10, 'promoter'],
  ])('%i of 10 is a %s', (value, standing) => {
    expect(standingOf(answers(1, 'nps', value)[0]!)).toBe(standing);
    expect(standingOf({ ...answers(1, 'nps', value)[0]!, scaleMin: -10 })).toBeUndefined();
  });

  it('of ten promoters alone leave room for those who were not asked', () => {
    const { score, interval } = netPromoter(10, 0, 10);

    expect(score).toBe(100);
    expect(interval[0]).toBeGreaterThan(30);
    expect(interval[0]).toBeLessThan(70);
    expect(interval[1]).toBe(100);
  });

  it('on effort count as their source says before the rule of the scale', () => {
    const stated = answers(5, 'ces', 7, { positive: false });

    expect(figure(kpisOf({ ratings: stated }), 'ces_low_effort').value).toBe(0);
    expect(figure(kpisOf({ ratings: answers(5, 'ces', 3, { scaleMax: 4 }) }), 'ces_low_effort').missing).toMatch(
      /^not available, needs a scale of 5, 7 or 10 points/,
    );
  });
});

describe('engagement', () => {
  it('is over the accounts that paid at any time of the window', () => {
    const gone = { endedAt: WINDOW.fromAt - 1, status: 'canceled' };
    const kpis = kpisOf({
      subscriptions: [...subscriptions(4), ...subscriptions(3, gone, 'gone'), subscription('left', lost)],
      used: subscriptions(4).map(({ accountKey }) => ({
        source: 'app',
        id: accountKey,
        accountKey,
        at: WITHIN,
        count: 1,
      })),
    });

    expect(figure(kpis, 'active_accounts')).toMatchObject({ value: 80, n: 5 });
    expect(figure(kpis, 'feature_adoption').missing).toBe('not available, needs the column feature in usage.csv');
  });
});

describe('figures account by account', () => {
  const input = (fields: Partial<ResultsInput>): ResultsInput => ({
    window: WINDOW,
    lives: livesOf([]),
    ratings: [],
    accountOfRating: ({ accountKey }) => accountKey,
    movements: [],
    conversions: [],
    journeys: [],
    active: undefined,
    couldBeActive: new Set(),
    referrers: undefined,
    ...fields,
  });
  const of = (fields: Partial<ResultsInput>, key: string) =>
    accountResults(input(fields)).find(({ figure: name }) => name === key)?.results;

  it('count as buying more what is no first sale', () => {
    const conversions = [
      { accountKey: 'a', kind: 'new' as const },
      { accountKey: 'b', kind: 'add_on' as const },
    ];
    const results = of({ lives: livesOf([subscription('a'), subscription('b')]), conversions }, 'upsell_rate')!;

    expect(results.map(({ positive }) => positive)).toEqual([false, true]);
  });

  it('leave out accounts that had no 90 days for their milestone, or had reached it by day 30', () => {
    const began = (days: number, reachedDays?: number, leftDays?: number) => ({
      accountKey: `${days}`,
      startedAt: WINDOW.toAt - days * DAY,
      reachedMs: reachedDays === undefined ? undefined : reachedDays * DAY,
      seenMs: (reachedDays ?? leftDays ?? days) * DAY,
      left: leftDays !== undefined,
    });
    const journeys = [
      {
        name: 'live',
        beforeStart: 0,
        journeys: [began(89, 1), began(90), began(120, 30), began(130, 31), began(200, 95), began(300, undefined, 60)],
      },
    ];

    expect(of({ journeys }, 'time_to_value')).toEqual([
      { accountKey: '90', at: WINDOW.toAt - 60 * DAY, positive: false },
      { accountKey: '130', at: WINDOW.toAt - 100 * DAY, positive: true },
      { accountKey: '200', at: WINDOW.toAt - 170 * DAY, positive: false },
    ]);
  });

  it('pay more than the median only when above it', () => {
    const paying = subscriptions(3).map(({ accountKey }, index) => ({
      accountKey,
      opening: 1,
      closing: [10, 20, 20][index]!,
      kind: 'none' as const,
      upsell: 0,
      crossSell: 0,
      addOn: 0,
      paused: false,
    }));

    expect(of({ movements: [paying] }, 'mrr')!.map(({ positive }) => positive)).toEqual([false, false, false]);
  });
});

describe('the parts of an expansion', () => {
  const line = (product: string, before: number, after: number, addOn = false) => ({
    accountKey: 'acme',
    currency: 'USD',
    product,
    addOn,
    endedAt: undefined,
    steps: [
      { at: WINDOW.fromAt - DAY, mrrMinor: before },
      { at: WITHIN, mrrMinor: after },
    ],
  });

  it('lose what other products lost, the upsell first, then the cross-sell, then the add-ons', () => {
    const [only] = movementsBetween(
      [line('a', 5000, 8000), line('b', 4000, 0), line('c', 0, 2000), line('d', 0, 500, true)],
      WINDOW.fromAt,
      WINDOW.toAt,
    );

    expect(only).toMatchObject({ opening: 9000, closing: 10_500, upsell: 0, crossSell: 1000, addOn: 500 });
  });
});

describe('subscriptions as they are known', () => {
  it('have not begun or ended where that is to come', () => {
    const due = subscription('due', { endedAt: WITHIN + DAY, cancelRequestedAt: WITHIN - DAY });
    const all = [subscription('kept'), due, subscription('next', { startedAt: WITHIN + 1 })];

    const { endedAt: _, ...open } = due;
    expect(asKnownAt(all, WITHIN)).toEqual([all[0], open]);
    expect(asKnownAt(all, WITHIN + DAY)).toEqual(all);
  });
});
