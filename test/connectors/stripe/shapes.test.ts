import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  Coupon,
  Customer,
  Discount,
  Item,
  Price,
  StripeEvent,
  Subscription,
} from '../../../connectors/stripe/records.ts';
import { monthlyRevenueMinor } from '../../../connectors/stripe/revenue.ts';
import { day, item, subscription } from './fake.ts';

const DATA = join(resolve(import.meta.dirname, '../../..'), '../shared/data');
const FIXTURES = join(DATA, 'specs/stripe/fixtures3.json');
const SEEDS = join(DATA, 'fivetran-seeds/fivetran+dbt_stripe');

describe.skipIf(!existsSync(FIXTURES))('Stripe’s own fixtures (../shared/data/specs/stripe)', () => {
  const { resources } = existsSync(FIXTURES)
    ? z.object({ resources: z.record(z.string(), z.unknown()) }).parse(JSON.parse(readFileSync(FIXTURES, 'utf8')))
    : { resources: {} };

  it.each([
    ['customer', Customer],
    ['coupon', Coupon],
    ['discount', Discount],
    ['price', Price],
    ['subscription', Subscription],
    ['subscription_item', Item],
    ['event', StripeEvent],
  ] as [string, z.ZodType][])('%s is read', (name, schema) => {
    expect(schema.safeParse(resources[name]).error).toBeUndefined();
  });
});

describe.skipIf(!existsSync(SEEDS))('prices seen in a warehouse (../shared/data/fivetran-seeds)', () => {
  const rows = (name: string): Record<string, string>[] =>
    parse(readFileSync(join(SEEDS, name), 'utf8'), { columns: true });

  function revenueOf(
    row: Record<string, string>,
    names: { amount: string; interval: string; count: string; use: string },
  ) {
    const interval = row[names.interval];
    const read = Price.parse({
      id: row.id,
      billing_scheme: row.billing_scheme,
      unit_amount: Number(row[names.amount]),
      product: row.product_id,
      recurring: interval ? { interval, interval_count: Number(row[names.count]), usage_type: row[names.use] } : null,
    });
    const whole = Subscription.parse(
      subscription('sub_1', 'cus_1', day(1, 1), { items: { data: [item(read)], has_more: false } }),
    );
    const nothing = { tiers: () => undefined, coupon: () => undefined };
    return monthlyRevenueMinor(whole, nothing, 'forever', 0);
  }

  it('bring a month what their interval makes of them (computed by hand)', () => {
    const price = {
      amount: 'unit_amount',
      interval: 'recurring_interval',
      count: 'recurring_interval_count',
      use: 'recurring_usage_type',
    };
    const plan = { amount: 'amount', interval: 'interval', count: 'interval_count', use: 'usage_type' };

    expect(Object.fromEntries(rows('price_data.csv').map((row) => [row.id, revenueOf(row, price)]))).toEqual({
      price_1: 0,
      price_2: 2999,
      price_3: 2499,
      price_4: 2667,
    });
    expect(
      rows('plan_data.csv')
        .slice(0, 5)
        .map((row) => revenueOf(row, plan)),
    ).toEqual([150_000, 150_000, 25_000, 30_000, 88_010]);
  });

  it('coupons are read, of all three durations', () => {
    const coupons = rows('coupon_data.csv').map((row) =>
      Coupon.parse({
        id: row.id,
        duration: row.duration,
        amount_off: row.amount_off ? Number(row.amount_off) : null,
        percent_off: row.percent_off ? Number(row.percent_off) : null,
      }),
    );

    expect(new Set(coupons.map(({ duration }) => duration))).toEqual(new Set(['once', 'forever', 'repeating']));
    expect(coupons[1]).toMatchObject({ id: 'coupon_2', percent_off: 15.5, amount_off: null });
  });
});
