import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Coupon, Price, Subscription, Tier } from '../../../connectors/stripe/records.ts';
import { type DiscountRule, monthlyRevenueMinor, needsOf } from '../../../connectors/stripe/revenue.ts';
import { customer, day, item, price, subscription } from './fake.ts';

const NOW = Date.UTC(2026, 10, 20);

interface Shelf {
  readonly tiers?: Record<string, unknown[]>;
  readonly coupons?: Record<string, object>;
}

function revenue(
  more: Record<string, unknown>,
  { tiers = {}, coupons = {} }: Shelf = {},
  rule: DiscountRule = 'forever',
) {
  const read = Subscription.parse(subscription('sub_1', 'cus_1', day(1, 1), more));
  const book = {
    tiers: (id: string) => tiers[id]?.map((tier) => Tier.parse(tier)),
    coupon: (id: string) => (coupons[id] ? Coupon.parse({ id, duration: 'forever', ...coupons[id] }) : undefined),
  };
  return monthlyRevenueMinor(read, book, rule, NOW);
}

const items = (...data: unknown[]) => ({ items: { data, has_more: false } });
const every = (interval: string, count = 1) => ({
  recurring: { interval, interval_count: count, usage_type: 'licensed' },
});
const discount = (coupon: string, more: object = {}) => ({
  id: `di_${coupon}`,
  source: { coupon },
  end: null,
  ...more,
});

describe('monthly revenue', () => {
  it.each([
    ['a month', price(5000), 1, 5000],
    ['three seats a month', price(5000), 3, 15_000],
    ['a quarter', price(8000, every('month', 3)), 1, 2667],
    ['a year', price(29_990, every('year')), 1, 2499],
    ['two years', price(24_000, every('year', 2)), 1, 1000],
    ['a week', price(1200, every('week')), 1, 5200],
    ['a fortnight', price(1200, every('week', 2)), 1, 2600],
    ['a day', price(100, every('day')), 1, 3042],
    ['half a cent each', price(0, { unit_amount: null, unit_amount_decimal: '0.5' }), 1001, 501],
    ['a price paid once', price(9900, { recurring: null }), 1, 0],
    ['metered use', price(50, { recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } }), 1, 0],
    ['packs of ten, begun packs counted', price(700, { transform_quantity: { divide_by: 10, round: 'up' } }), 21, 2100],
    [
      'packs of ten, full packs counted',
      price(700, { transform_quantity: { divide_by: 10, round: 'down' } }),
      21,
      1400,
    ],
    ['nothing', price(0), 1, 0],
  ])('of %s', (_, of, quantity, expected) => {
    expect(revenue(items(item(of, quantity)))).toBe(expected);
  });

  it('adds up the items', () => {
    expect(revenue(items(item(price(5000), 2), item(price(12_000, every('year')))))).toBe(11_000);
  });

  // 5 at 7.00, 5 at 6.50, then 6.00, and a fee of 10.00 on entering each tier (hand-computed).
  const tiers = [
    { up_to: 5, unit_amount: 700, flat_amount: 1000 },
    { up_to: 10, unit_amount: 650, flat_amount: 1000 },
    { up_to: null, unit_amount: 600, flat_amount: 1000 },
  ];
  it.each([
    ['graduated', 1, 1700],
    ['graduated', 5, 4500],
    ['graduated', 6, 6150],
    ['graduated', 10, 8750],
    ['graduated', 12, 10_950],
    ['graduated', 0, 1000],
    ['volume', 5, 4500],
    ['volume', 6, 4900],
    ['volume', 12, 8200],
  ])('of tiers, %s, for %i', (mode, quantity, expected) => {
    const tiered = price(1, {
      billing_scheme: 'tiered',
      tiers_mode: mode,
      unit_amount: null,
      unit_amount_decimal: null,
    });

    expect(revenue(items(item(tiered, quantity)), { tiers: { price_1: tiers } })).toBe(expected);
    expect(revenue(items(item(tiered, quantity)))).toBeUndefined();
  });

  it.each([
    ['active', 5000],
    ['past_due', 5000],
    ['canceled', 5000],
    ['trialing', 0],
    ['unpaid', 0],
    ['incomplete', 0],
    ['incomplete_expired', 0],
    ['paused', 0],
  ])('when %s is %i', (status, expected) => {
    expect(revenue({ status })).toBe(expected);
  });

  it('is 0 while payments are paused, though the status says active', () => {
    expect(revenue({ pause_collection: { behavior: 'void', resumes_at: null } })).toBe(0);
  });

  it('is in the currency’s own minor units: yen have none, krónur are counted in hundredths by Stripe alone', () => {
    expect(revenue({ currency: 'jpy', ...items(item(price(500))) })).toBe(500);
    expect(revenue({ currency: 'isk', ...items(item(price(500_000))) })).toBe(5000);
  });
});

describe('discounts', () => {
  const coupons = {
    quarter: { percent_off: 25 },
    half: { percent_off: 50 },
    ten: { amount_off: 1000 },
    once: { percent_off: 10, duration: 'once' },
    year: { percent_off: 10, duration: 'repeating' },
    some: { percent_off: 50, applies_to: { products: ['prod_extra'] } },
  };

  it.each([
    ['percent', [discount('quarter')], 7500],
    ['one after the other, in their order', [discount('ten'), discount('half')], 4500],
    ['one after the other, in the other order', [discount('half'), discount('ten')], 4000],
    ['more than there is', [discount('ten', {}), ...Array.from({ length: 11 }, () => discount('ten'))], 0],
    ['once only, which Stripe’s own figure leaves out', [discount('once')], 10_000],
    ['that are over', [discount('half', { end: NOW / 1000 - 1 })], 10_000],
    ['as older versions of the API tell them', [{ id: 'di_1', coupon: { id: 'half', duration: 'forever' } }], 5000],
  ])('%s', (_, discounts, expected) => {
    expect(revenue({ discounts, ...items(item(price(10_000))) }, { coupons })).toBe(expected);
  });

  it('that do not last forever count where all are asked for, as long as they run', () => {
    const running = { discounts: [discount('year', { end: NOW / 1000 + 1 })], ...items(item(price(10_000))) };

    expect(revenue(running, { coupons }, 'forever')).toBe(10_000);
    expect(revenue(running, { coupons }, 'all')).toBe(9000);
  });

  it('of a subscription that is over count as they did at its end', () => {
    const over = { status: 'canceled', ended_at: day(6, 1), ...items(item(price(10_000))) };
    const discounts = [discount('year', { end: day(7, 1) })];

    expect(revenue({ ...over, discounts }, { coupons }, 'all')).toBe(9000);
  });

  it('an amount off comes once a billing cycle: a year’s is a twelfth a month', () => {
    expect(revenue({ discounts: [discount('ten')], ...items(item(price(24_000, every('year')))) }, { coupons })).toBe(
      1917,
    );
  });

  it('an amount off is shared out over the items by what they cost', () => {
    const both = items(item(price(3000)), item(price(12_000, every('year'))));

    // 40.00 a month, of which 30.00 monthly: 7.50 off a month, and a quarter of 10.00 off a year.
    expect(revenue({ discounts: [discount('ten')], ...both }, { coupons })).toBe(
      Math.round(3000 - 750 + 1000 - 250 / 12),
    );
  });

  it('apply to the products they are for, and to items before the whole', () => {
    const extra = item(price(4000, { product: 'prod_extra' }));

    expect(revenue({ discounts: [discount('some')], ...items(item(price(5000)), extra) }, { coupons })).toBe(7000);
    expect(
      revenue(
        { discounts: [discount('ten')], ...items(item(price(5000), 1, { discounts: [discount('half')] })) },
        { coupons },
      ),
    ).toBe(1500);
  });

  it('of the customer count where the subscription has none', () => {
    const owner = customer('cus_1', 0, { discount: discount('half') });

    expect(revenue({ customer: owner }, { coupons })).toBe(2500);
    expect(revenue({ customer: owner, discounts: [discount('quarter')] }, { coupons })).toBe(3750);
  });

  it('that cannot be told leave the revenue unknown, not wrong', () => {
    expect(revenue({ discounts: [discount('lost')] }, { coupons })).toBeUndefined();
    expect(revenue({ discounts: ['di_only_an_id'] }, { coupons })).toBeUndefined();
  });
});

describe('the laws of monthly revenue', () => {
  const amounts = fc.integer({ min: 0, max: 1_000_000 });
  const quantities = fc.integer({ min: 0, max: 1000 });

  it('a yearly price is a twelfth of the same price a month', () => {
    fc.assert(
      fc.property(amounts, quantities, (amount, quantity) => {
        const yearly = revenue(items(item(price(amount * 12, every('year')), quantity)));
        expect(yearly).toBe(revenue(items(item(price(amount), quantity))));
      }),
    );
  });

  it('a discount never adds anything, and never leaves less than nothing', () => {
    fc.assert(
      fc.property(amounts, quantities, fc.integer({ min: 0, max: 100 }), amounts, (amount, quantity, percent, off) => {
        const coupons = { a: { percent_off: percent }, b: { amount_off: off } };
        const lines = items(item(price(amount), quantity));
        const before = revenue(lines)!;
        const after = revenue({ discounts: [discount('a'), discount('b')], ...lines }, { coupons })!;
        expect(after).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('graduated tiers of one price are that price', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        quantities,
        fc.integer({ min: 1, max: 900 }),
        (unit, quantity, cut) => {
          const tiered = price(1, { billing_scheme: 'tiered', tiers_mode: 'graduated' });
          const tiers = [
            { up_to: cut, unit_amount: unit },
            { up_to: null, unit_amount: unit },
          ];
          expect(revenue(items(item(tiered, quantity)), { tiers: { price_1: tiers } })).toBe(
            revenue(items(item(price(unit), quantity))),
          );
        },
      ),
    );
  });
});

describe('what must be looked up', () => {
  it('are tiered prices and the coupons of all discounts, each once', () => {
    const tiered = price(9, { billing_scheme: 'tiered', tiers_mode: 'volume' });
    const read = Subscription.parse(
      subscription('sub_1', 'cus_1', 0, {
        discounts: [discount('a'), discount('b')],
        ...items(item(tiered), item(tiered), item(price(5), 1, { discounts: [discount('a'), discount('c')] })),
      }),
    );

    expect(needsOf(read)).toEqual({ prices: ['price_9'], coupons: ['a', 'b', 'c'] });
    expect(Price.parse(tiered).billing_scheme).toBe('tiered');
  });
});
