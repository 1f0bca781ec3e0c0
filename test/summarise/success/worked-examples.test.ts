import { describe, expect, it } from 'vitest';
import type { Milestone, Referral, Usage } from '../../../src/model/account.ts';
import { Kpis } from '../../../src/summarise/success/build.ts';
import { lifespanOf } from '../../../src/summarise/success/lifetime-value.ts';
import { answers, cost, DAY, figure, kpisOf, order, subscription, subscriptions, WINDOW, WITHIN } from './input.ts';

const ended = (fields = {}) => ({ endedAt: WITHIN, status: 'canceled', ...fields });

describe('examples with known answers', () => {
  it('60% promoters, 30% passives and 10% detractors are a net promoter score of 50', () => {
    const ratings = [...answers(60, 'nps', 9), ...answers(30, 'nps', 7), ...answers(10, 'nps', 6)];
    const nps = figure(kpisOf({ ratings }), 'nps');

    expect(nps).toMatchObject({ value: 50, n: 100, unit: 'points' });
    expect(nps.interval![0]).toBeLessThan(50);
    expect(nps.interval![1]).toBeGreaterThan(50);
  });

  it('one person’s forty answers count together', () => {
    const others = Array.from({ length: 80 }, (_, index) =>
      answers(1, 'nps', index % 2 === 0 ? 9 : 7, { customerId: `c${index}`, id: `o${index}` }),
    ).flat();
    const loud = (customerId: (index: number) => string) =>
      Array.from({ length: 40 }, (_, index) =>
        answers(1, 'nps', 0, { customerId: customerId(index), id: `l${index}` }),
      ).flat();
    const width = (ratings: Parameters<typeof kpisOf>[0]['ratings']): number => {
      const [low, high] = figure(kpisOf({ ratings }), 'nps').interval!;
      return high - low;
    };

    expect(width([...others, ...loud(() => 'loud')])).toBeGreaterThan(3 * width([...others, ...loud((i) => `l${i}`)]));
  });

  it('a contract that goes on with the next is no loss', () => {
    const renewed = Array.from({ length: 20 }, (_, index) => [
      subscription(`a${index}`, { id: `old${index}`, ...ended({ endedAt: WINDOW.toAt - 1000 }) }),
      subscription(`a${index}`, { id: `new${index}`, startedAt: WINDOW.toAt }),
    ]).flat();
    const kpis = kpisOf({ subscriptions: renewed });

    expect(figure(kpis, 'churn_rate', { group: 'window' }).value).toBe(0);
    expect(figure(kpis, 'mrr_churn').value).toBe(0);
    const broken = renewed.map((each) =>
      each.startedAt === WINDOW.toAt ? { ...each, startedAt: WINDOW.toAt + 3 * DAY } : each,
    );
    expect(figure(kpisOf({ subscriptions: broken }), 'churn_rate', { group: 'window' }).value).toBe(100);
  });

  it('an account that changes its currency neither left nor came', () => {
    const changed = ['a', 'b'].flatMap((key) => [
      subscription(key, { id: `${key}-usd`, ...ended() }),
      subscription(key, { id: `${key}-eur`, startedAt: WITHIN, currency: 'EUR', mrrMinor: 4600 }),
    ]);
    const kpis = kpisOf({ subscriptions: [...subscriptions(10, {}, 'kept'), ...changed] });

    expect(figure(kpis, 'mrr_churn', { currency: 'USD' })).toMatchObject({ value: 0, n: 0 });
    expect(figure(kpis, 'mrr_new', { currency: 'EUR' })).toMatchObject({ value: 0, n: 0 });
    expect(figure(kpis, 'grr', { currency: 'USD' }).value).toBe(100);
    expect(figure(kpis, 'mrr', { currency: 'USD' })).toMatchObject({
      value: 50_000,
      notes: [expect.stringContaining('2 accounts changed the currency')],
    });
  });

  it('who gave back all that they bought are among those who buy', () => {
    const kept = subscriptions(12);
    const bought = kept.map(({ accountKey }, index) =>
      order(accountKey, WITHIN, 5000, index % 2 === 0 ? { refundedMinor: 5000 } : {}),
    );
    const value = (orders: typeof bought): number =>
      figure(kpisOf({ subscriptions: [...kept, subscription('lost', ended())], orders }), 'clv_purchases').value!;

    expect(value(bought)).toBeCloseTo(value(bought.map(({ refundedMinor: _, ...each }) => each)) / 2, 6);
  });

  it('rates of a time of which the books hold no loss are not told', () => {
    const leaving = Array.from({ length: 60 }, (_, index) =>
      subscription(`gone${index}`, ended({ endedAt: WINDOW.fromAt + (index % 27) * DAY })),
    );
    const kpis = kpisOf({ subscriptions: [...subscriptions(600), ...leaving] });

    expect(figure(kpis, 'churn_rate', { group: 'window' })).toMatchObject({ previous: null, n: 660 });
    expect(figure(kpis, 'churn_rate', { group: 'last year' }).missing).toMatch(
      /no loss is known before .* about \d+ would be expected/,
    );
  });

  it('100 accounts lost of 2,000 are a churn of 5% and a retention of 95%', () => {
    const kpis = kpisOf({ subscriptions: [...subscriptions(1900), ...subscriptions(100, ended(), 'lost')] });

    expect(figure(kpis, 'churn_rate', { group: 'window' })).toMatchObject({ value: 5, n: 2000 });
    expect(figure(kpis, 'retention_rate', { group: 'window' })).toMatchObject({ value: 95, n: 2000 });
  });

  it('a churn of 2% a month is a lifespan of 50 months', () => {
    const kpis = kpisOf({ subscriptions: [...subscriptions(98), ...subscriptions(2, ended(), 'lost')] });

    expect(figure(kpis, 'lifespan').value).toBeCloseTo(50, 10);
    expect(lifespanOf({ atStart: 100, lost: 2 }, 1)!.months).toBeCloseTo(50, 10);
    // Three months of 2% each lose 5.8808%.
    expect(lifespanOf({ atStart: 1_000_000, lost: 58_808 }, 3)!.months).toBeCloseTo(50, 6);
  });

  it('$50 a month for a year is a lifetime value of $600', () => {
    const kept = subscriptions(11);
    const kpis = kpisOf({
      subscriptions: [...kept, subscription('lost', ended())],
      orders: kept.map(({ accountKey }) => order(accountKey, WITHIN, 5000)),
    });

    expect(figure(kpis, 'lifespan').value).toBeCloseTo(12, 10);
    expect(figure(kpis, 'clv_purchases')).toMatchObject({ currency: 'USD', unit: 'money', n: 11 });
    expect(figure(kpis, 'clv_purchases').value).toBeCloseTo(60_000, 6);
  });

  it('$100 a month at a margin of 80% and a churn of 2% are a lifetime value of $4,000', () => {
    const kpis = kpisOf({
      subscriptions: [
        ...subscriptions(98, { mrrMinor: 10_000 }),
        ...subscriptions(2, ended({ mrrMinor: 10_000 }), 'lost'),
      ],
      costs: [cost('goods', 98 * 1500), cost('service', 98 * 500)],
    });

    expect(figure(kpis, 'clv_margin').value).toBeCloseTo(400_000, 6);
  });

  it('5 upsells of 100 conversions are an upsell rate of 5%', () => {
    const orders = [
      ...Array.from({ length: 85 }, (_, index) => order(`n${index}`, WITHIN, 100, { kind: 'new' })),
      ...Array.from({ length: 5 }, (_, index) => order(`u${index}`, WITHIN, 100, { kind: 'upsell' })),
      ...Array.from({ length: 10 }, (_, index) => order(`c${index}`, WITHIN, 100, { kind: 'cross_sell' })),
      // Neither a renewal nor what was given back whole is a conversion, nor what happened later.
      order('renewed', WITHIN, 100, { kind: 'renewal' }),
      order('returned', WITHIN, 100, { kind: 'upsell', refundedMinor: 100 }),
      order('later', WINDOW.toAt, 100, { kind: 'upsell' }),
    ];
    const kpis = kpisOf({ orders });

    expect(figure(kpis, 'upsell_rate')).toMatchObject({ value: 5, n: 100 });
    expect(figure(kpis, 'cross_sell_rate')).toMatchObject({ value: 10, n: 100 });
  });

  it('$10,000 of retention spent on 50 retained accounts are $200 each, 40% of the margin they brought', () => {
    const kpis = kpisOf({
      subscriptions: subscriptions(50, { mrrMinor: 100_000 }),
      costs: [cost('retention', 1_000_000), cost('goods', 2_500_000)],
    });

    expect(figure(kpis, 'crc')).toMatchObject({ value: 20_000, n: 50 });
    // $50,000 of MRR at a margin of 50% is $25,000.
    expect(figure(kpis, 'crc_to_margin').value).toBeCloseTo(40, 10);
  });

  it('what accounts brought so far less what they cost is a mean over all of them', () => {
    const kpis = kpisOf({
      subscriptions: subscriptions(5),
      orders: Array.from({ length: 5 }, (_, index) => order(`a${index}`, WITHIN, 10_000)),
      costs: [cost('acquisition', 4000, { accountKey: 'a0' }), cost('service', 1000)],
    });

    expect(figure(kpis, 'clv_realised')).toMatchObject({ value: 9000, n: 5 });
  });

  it('the mean effort, and the share of answers on the easy end whichever way the scale runs', () => {
    const ratings = [...answers(3, 'ces', 6), ...answers(2, 'ces', 2)];
    const low = { scaleMax: 5, lowerIsBetter: true };
    const kpis = kpisOf({ ratings: [...ratings, ...answers(4, 'ces', 1, low), ...answers(1, 'ces', 5, low)] });

    expect(figure(kpis, 'ces_mean', { group: '1 to 7, high is easy' }).value).toBeCloseTo(4.4, 10);
    expect(figure(kpis, 'ces_low_effort', { group: '1 to 7, high is easy' }).value).toBe(60);
    expect(figure(kpis, 'ces_low_effort', { group: '1 to 5, low is easy' }).value).toBe(80);
    expect(kpis.scales.find(({ lowerIsBetter }) => lowerIsBetter)!.values).toEqual({ 1: 4, 5: 1 });
  });

  it('the median time to value with those who are still on their way', () => {
    const startedAt = WINDOW.toAt - 100 * DAY;
    const starts = (count: number, name: string) => subscriptions(count, { startedAt }, name);
    const milestones = [10, 20, 30, 40].map(
      (days, index): Milestone => ({
        source: 'app',
        id: `m${index}`,
        accountKey: `t${index}`,
        name: 'first invoice',
        at: startedAt + days * DAY,
      }),
    );
    const all = [...starts(4, 't'), ...starts(2, 'u')];
    const { value, inputs } = figure(kpisOf({ subscriptions: all, milestones }), 'time_to_value');

    // Of six, four are there after 40 days; the curve comes down to half between 30 and 40 days.
    expect(value).toBe((35 * DAY) / 1000);
    expect(inputs.map(({ value: count }) => count)).toEqual([4, 2, 0]);
    const more = kpisOf({ subscriptions: [...all, ...starts(3, 'v')], milestones });
    expect(figure(more, 'time_to_value').missing).toBe(
      'not available, fewer than half have been seen to reach it (4 of 9)',
    );
  });

  it('who is active, how often, and how much of the product they use', () => {
    const use = (accountKey: string, day: number, feature: string): Usage => ({
      source: 'app',
      id: `${accountKey}-${day}-${feature}`,
      accountKey,
      at: WINDOW.fromAt + day * DAY,
      feature,
      count: 1,
    });
    const five = ['a0', 'a1', 'a2', 'a3', 'a4'];
    const used = [
      ...five.flatMap((key) => [use(key, 1, 'export'), use(key, 1.2, 'export'), use(key, 8, 'export')]),
      use('a0', 8, 'import'),
      { ...use('a5', 8, 'import'), count: 0 },
      use('stranger', 3, 'export'),
    ];
    const kpis = kpisOf({
      subscriptions: subscriptions(10),
      used,
      accounts: [{ source: 'crm', key: 'a0', tier: 'pro', domains: [], externalIds: [] }],
    });

    expect(figure(kpis, 'active_accounts')).toMatchObject({ value: 50, n: 10 });
    expect(figure(kpis, 'usage_frequency').value).toBeCloseTo(2 / (30 / 7), 10);
    expect(figure(kpis, 'feature_adoption').value).toBe(60);
    expect(kpis.engagement!.features.map(({ feature, positive, n }) => [feature, positive, n])).toEqual([
      ['export', 5, 5],
      ['import', 1, 5],
    ]);
    expect(kpis.engagement!.quietest.slice(4, 8)).toEqual([
      { accountKey: 'a9', label: 'a9', days: 0, features: 0 },
      { accountKey: 'a1', label: 'a1', days: 2, features: 1 },
      { accountKey: 'a2', label: 'a2', days: 2, features: 1 },
      { accountKey: 'a3', label: 'a3', days: 2, features: 1 },
    ]);
    expect(kpis.engagement!.byTier.map(({ tier, active }) => [tier, active.n])).toEqual([
      ['none', 9],
      ['pro', 1],
    ]);
  });

  it('who refers, whether it converts, and whether they said they would', () => {
    const referral = (id: number, referrerKey: string, fields: Partial<Referral> = {}): Referral => ({
      source: 'crm',
      id: String(id),
      referrerKey,
      at: WITHIN,
      ...fields,
    });
    const kpis = kpisOf({
      referrals: [
        ...[1, 2, 3].map((id) => referral(id, 'fan', { convertedAt: WITHIN + DAY })),
        referral(4, 'fan', { convertedAt: WINDOW.toAt }),
        referral(5, 'new'),
        referral(6, 'fan', { at: WINDOW.fromAt - 1 }),
      ],
      ratings: [
        ...answers(1, 'nps', 3, { accountKey: 'fan', ratedAt: WITHIN - 9 * DAY }),
        ...answers(1, 'nps', 10, { accountKey: 'fan', ratedAt: WITHIN - DAY }),
        ...answers(1, 'nps', 0, { accountKey: 'fan', ratedAt: WITHIN + DAY }),
      ],
    });

    expect(figure(kpis, 'referrals')).toMatchObject({ value: 5 });
    expect(figure(kpis, 'referral_conversion')).toMatchObject({ value: 60, n: 5 });
    expect(kpis.referrals!.byReferrer[0]).toEqual({ accountKey: 'fan', label: 'fan', referrals: 4, converted: 3 });
    expect(kpis.referrals!.byStanding.map(({ standing, referrals }) => [standing, referrals])).toEqual([
      ['promoter', 4],
      ['passive', 0],
      ['detractor', 0],
      ['not asked', 1],
    ]);
  });

  it('the product’s own resolution time beside them', () => {
    const facts = [1, 2, 3, 4, 10].map((hours, index) => ({
      id: String(index),
      finalSolvedAt: WITHIN,
      netMs: hours * 3_600_000,
      finalResolutionMs: hours * 7_200_000,
    }));
    const kpis = kpisOf({ facts });

    expect(figure(kpis, 'resolution_net_mean').value).toBe(4 * 3600);
    expect(figure(kpis, 'resolution_net_median').value).toBe(3 * 3600);
    expect(figure(kpis, 'resolution_calendar_mean').value).toBe(8 * 3600);
  });
});

describe('what is not there', () => {
  it('is never 0: every figure without data says what it needs', () => {
    const kpis = Kpis.parse(kpisOf({}));

    expect(kpis.figures.length).toBeGreaterThan(25);
    for (const { key, value, missing } of kpis.figures) {
      expect([key, value]).toEqual([key, null]);
      expect(missing).toMatch(/^not available, needs /);
    }
  });

  it('no churn is no infinite lifetime', () => {
    const kpis = kpisOf({
      subscriptions: subscriptions(40),
      orders: [order('a1', WITHIN, 5000)],
      costs: [cost('goods', 100)],
    });

    for (const key of ['lifespan', 'clv_purchases', 'clv_margin']) {
      expect(figure(kpis, key)).toMatchObject({ value: null, missing: 'not available, no churn seen in 40 accounts' });
    }
  });

  it('fewer than the minimum are withheld with their n', () => {
    const kpis = kpisOf({ ratings: answers(4, 'nps', 10), subscriptions: subscriptions(3) });

    expect(figure(kpis, 'nps')).toMatchObject({
      value: null,
      n: 4,
      missing: 'not available, too few answers (4, at least 5)',
    });
    expect(figure(kpis, 'grr')).toMatchObject({ value: null, n: 3 });
    expect(figure(kpis, 'mrr')).toMatchObject({ value: 15_000, n: 3 });
  });

  it('answers on another scale are left out of the score, and said', () => {
    const kpis = kpisOf({ ratings: [...answers(5, 'nps', 10), ...answers(2, 'nps', 5, { scaleMax: 5 })] });

    expect(figure(kpis, 'nps')).toMatchObject({ value: 100, n: 5 });
    expect(figure(kpis, 'nps').notes[0]).toMatch(/^2 answers left out/);
  });

  it('words are counted and not known', () => {
    const kpis = kpisOf({
      ratings: [...answers(4, 'nps', 10, { commented: true }), ...answers(2, 'nps', 1, { commented: false })],
    });

    expect(figure(kpis, 'nps').inputs).toContainEqual({ name: 'answers that say why', value: 4 });
    expect(figure(kpisOf({ ratings: answers(5, 'nps', 10) }), 'nps').inputs).toContainEqual({
      name: 'answers that say why',
      value: null,
    });
  });
});

describe('against the window before', () => {
  const october = WINDOW.fromAt - 10 * DAY;

  it('a figure has its own, with an interval of the difference where both have one', () => {
    const before = [...answers(50, 'nps', 10, { ratedAt: october }), ...answers(50, 'nps', 0, { ratedAt: october })];
    const nps = figure(kpisOf({ ratings: [...answers(100, 'nps', 10), ...before] }), 'nps');

    expect(nps).toMatchObject({ value: 100, previous: { value: 0, n: 100 }, difference: 100, significant: true });
    expect(nps.differenceInterval![0]).toBeGreaterThan(50);
  });

  it('a figure that the window before has not, has no difference', () => {
    expect(figure(kpisOf({ ratings: answers(5, 'nps', 10) }), 'nps')).toMatchObject({
      previous: null,
      difference: null,
      significant: false,
    });
  });

  it('a year that ends with the window shares most of it with the year before that, and is not tested', () => {
    const kpis = kpisOf({ subscriptions: [...subscriptions(90), ...subscriptions(10, ended(), 'lost')] });

    expect(figure(kpis, 'churn_rate', { group: 'last year' })).toMatchObject({
      value: 10,
      difference: 10,
      pAdjusted: null,
    });
    expect(figure(kpis, 'churn_rate', { group: 'window' }).pAdjusted).toBeLessThan(0.05);
  });
});

describe('patterns of churn', () => {
  it('are told by month, by tenure and by reason', () => {
    const young = WINDOW.toAt - 500 * DAY;
    const kpis = kpisOf({
      subscriptions: [
        ...subscriptions(6, { startedAt: young, ...ended({ reason: 'too_expensive' }) }, 'young'),
        ...subscriptions(5, { startedAt: WINDOW.toAt - 2000 * DAY }, 'old'),
        subscription('quiet', ended()),
        subscription('told', ended()),
        subscription('earlier', { endedAt: WINDOW.toAt - 80 * DAY }),
      ],
      churnEvents: [
        { source: 'crm', id: '1', accountKey: 'told', at: WITHIN + 3 * DAY, reason: 'merger' },
        { source: 'crm', id: '2', accountKey: 'told', at: WITHIN - 90 * DAY, reason: 'an older one' },
      ],
    });
    const { byMonth, byTenure, reasons } = kpis.churnPatterns!;

    expect(reasons).toEqual({ too_expensive: 6, 'not stated': 1, merger: 1 });
    expect(byMonth.map(({ positive }) => positive)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 8]);
    expect(byMonth.at(-1)).toMatchObject({ from: '2026-11-01T00:00:00.000Z', n: 13 });
    expect(byTenure.find(({ tenure }) => tenure === '3 to 6 months')).toMatchObject({ positive: 6, n: 6, value: 100 });
    expect(byTenure.find(({ tenure }) => tenure === 'over 2 years')).toMatchObject({ positive: 0, n: 5 });
  });
});
