import { describe, expect, it } from 'vitest';
import { stripe } from '../../../connectors/stripe/index.ts';
import { MrrChange, type Subscription } from '../../../src/model/account.ts';
import { ConfigError, DataError } from '../../../src/model/errors.ts';
import { type FakeRun, runFake } from '../run-fake.ts';
import type { Stored } from '../stored.ts';
import {
  API_KEY,
  answer,
  customer,
  day,
  event,
  item,
  NOW,
  price,
  type StripeWorld,
  seed,
  stripeFake,
  subscription,
} from './fake.ts';

const HOUR = 3_600_000;

function subscriptionOf({ tables }: Stored, id: string): Subscription | undefined {
  return tables.subscriptions?.[id] as Subscription | undefined;
}

function changesOf(run: FakeRun<StripeWorld>): string[] {
  return run.pages
    .flatMap(({ mrrChanges = [] }) => mrrChanges)
    .map((change) => MrrChange.parse(change))
    .map(
      ({ subscriptionId, mrrMinor, at, cause }) =>
        `${subscriptionId} ${mrrMinor} ${new Date(at).toISOString().slice(5, 10)} ${cause}`,
    );
}

/** Something happens to a subscription, and Stripe notes it. */
function change(
  world: StripeWorld,
  id: string,
  name: string,
  at: number,
  more: object,
  before: object = { status: 'x' },
) {
  const found = world.subscriptions.find((each) => each.id === id)!;
  Object.assign(found, more);
  world.events.push(event(`evt_${world.events.length}`, `customer.subscription.${name}`, at, found, before));
}

describe('a sync of Stripe', () => {
  it('brings accounts, their people and what they pay, ended ones too', async () => {
    const stored = await runFake(stripeFake).pull();

    expect(stored.tables.accounts).toMatchObject({
      cus_north: {
        name: 'Company north',
        externalIds: ['cus_north', 'org-7', 'owner@north.example'],
        domains: ['north.example'],
      },
    });
    expect(stored.tables.customers).toMatchObject({
      cus_west: { email: 'owner@west.example', accountKey: 'cus_west' },
    });
    expect(subscriptionOf(stored, 'sub_2')).toEqual({
      source: 'stripe',
      id: 'sub_2',
      accountKey: 'cus_south',
      startedAt: Date.UTC(2026, 1, 2),
      cancelRequestedAt: Date.UTC(2026, 9, 3),
      endedAt: Date.UTC(2026, 10, 1),
      status: 'canceled',
      mrrMinor: 5000,
      currency: 'USD',
      reason: 'customer_service',
    });
  });

  it('keeps no comment of anybody who left', async () => {
    const run = runFake(stripeFake);
    await run.pull();

    expect(JSON.stringify(run.pages)).not.toContain('secret words');
  });

  it('reads between two full readings only what events name, once each', async () => {
    const run = runFake(stripeFake);
    await run.pull();
    change(run.world, 'sub_4', 'updated', NOW / 1000 + 60, {
      cancel_at_period_end: true,
      canceled_at: NOW / 1000 + 60,
    });
    change(run.world, 'sub_4', 'deleted', NOW / 1000 + 120, { status: 'canceled', ended_at: NOW / 1000 + 120 });
    run.world.customers.push(customer('cus_new', NOW / 1000 + 90));
    run.world.events.push(event('evt_new', 'customer.created', NOW / 1000 + 90, run.world.customers.at(-1)!));
    run.clock.now += HOUR;
    run.asked.length = 0;
    const stored = await run.pull();

    expect(subscriptionOf(stored, 'sub_4')).toMatchObject({ status: 'canceled', endedAt: NOW + 120_000 });
    expect(stored.tables.accounts).toHaveProperty('cus_new');
    expect(run.asked.map((line) => line.split('?')[0])).toEqual([
      'GET /v1/events',
      'GET /v1/events',
      'GET /v1/events',
      'GET /v1/subscriptions/sub_4',
      'GET /v1/customers/cus_new',
    ]);
  });

  it('does not ask for a subscription that was merely renewed', async () => {
    const run = runFake(stripeFake);
    await run.pull();
    const items = structuredClone(run.world.subscriptions[3]!.items);
    change(run.world, 'sub_4', 'updated', NOW / 1000 + 60, {}, { latest_invoice: 'in_1', items });
    run.clock.now += HOUR;
    run.asked.length = 0;
    await run.pull();

    expect(run.asked).toHaveLength(2);
    expect(changesOf(run)).toEqual([]);
  });

  it('reads nothing twice when nothing happens, and takes events of the same second once', async () => {
    const run = runFake(stripeFake);
    await run.pull();
    change(run.world, 'sub_4', 'updated', NOW / 1000 + 60, { canceled_at: NOW / 1000 });
    run.clock.now = NOW + 90_000;
    await run.pull();
    change(run.world, 'sub_5', 'updated', NOW / 1000 + 60, { canceled_at: NOW / 1000 + 1 });
    run.clock.now += 90_000;
    run.asked.length = 0;
    const stored = await run.pull();

    expect(subscriptionOf(stored, 'sub_5')?.cancelRequestedAt).toBe(NOW + 1000);
    expect(run.asked.filter((line) => line.includes('/subscriptions/'))).toHaveLength(1);
  });

  it('reads everything anew once a day, so that what events missed comes right', async () => {
    const run = runFake(stripeFake);
    await run.pull();
    Object.assign(run.world.subscriptions[0]!, { status: 'canceled', canceled_at: day(11, 20), ended_at: day(11, 20) });
    run.clock.now += 23 * HOUR;
    expect(subscriptionOf(await run.pull(), 'sub_1')).not.toHaveProperty('endedAt');
    run.clock.now += HOUR;

    expect(subscriptionOf(await run.pull(), 'sub_1')).toMatchObject({ endedAt: Date.UTC(2026, 10, 20) });
    run.clock.now += HOUR;
    run.asked.length = 0;
    await run.pull();
    expect(run.asked.map((line) => line.split('?')[0])).toEqual(['GET /v1/events', 'GET /v1/events']);
  });

  it('goes on a list from its top when the record it stopped at is gone', async () => {
    const run = runFake(stripeFake);
    await run.pull();
    run.pages.length = 1;
    run.world.customers.splice(1, 1);
    const stored = await run.pull();

    expect(Object.keys(stored.tables.accounts!)).toEqual(['cus_north', 'cus_south', 'cus_west']);
    expect(Object.keys(stored.tables.subscriptions!)).toHaveLength(5);
  });

  it('keeps subscriptions of a customer who was deleted', async () => {
    const world = seed();
    world.customers.splice(0, 1);
    const stored = await runFake(stripeFake, { world }).pull();

    expect(subscriptionOf(stored, 'sub_1')?.accountKey).toBe('cus_north');
    expect(stored.tables.accounts).not.toHaveProperty('cus_north');
  });

  it('rolls customers up into the account that their metadata name, with all their addresses', async () => {
    const world = seed();
    for (const each of world.customers) each.metadata = { org: 'group' };
    const run = runFake(stripeFake, { world, variables: { ACCOUNT_METADATA: 'org' } });
    const stored = await run.pull();
    const subscriptions = Object.values(stored.tables.subscriptions!) as Subscription[];
    const group = {
      name: 'Company north',
      startedAt: Date.UTC(2026, 0, 1),
      domains: ['north.example', 'south.example', 'west.example'],
      externalIds: expect.arrayContaining(['group', 'cus_north', 'owner@south.example', 'owner@west.example']),
    };

    expect(stored.tables.accounts).toMatchObject({ group });
    expect(new Set(subscriptions.map(({ accountKey }) => accountKey))).toEqual(new Set(['group']));

    // Neither one customer's change nor a stop in the middle of the list may make it smaller.
    world.events.push(event('evt_1', 'customer.updated', NOW / 1000 + 60, world.customers[0]!, { email: 'x' }));
    run.clock.now += HOUR;
    expect((await run.pull()).tables.accounts).toMatchObject({ group });
    run.pages.length = 1;
    expect((await run.pull()).tables.accounts).toMatchObject({ group });
  });

  it('reads again what changed just before a full reading, since Stripe’s clock may be behind ours', async () => {
    const run = runFake(stripeFake);
    await run.pull();
    change(run.world, 'sub_5', 'updated', NOW / 1000 - 20, { canceled_at: NOW / 1000 - 20 });
    run.clock.now += HOUR;

    expect(subscriptionOf(await run.pull(), 'sub_5')?.cancelRequestedAt).toBe(NOW - 20_000);
  });

  it('leaves test mode and test clocks out, and says how many', async () => {
    const world = seed();
    world.customers.push(customer('cus_test', day(5, 1), { livemode: false }));
    world.subscriptions.push(
      subscription('sub_clock', 'cus_west', day(5, 1), { test_clock: 'clock_1' }),
      subscription('sub_test', 'cus_test', day(5, 1), { livemode: false }),
    );
    const run = runFake(stripeFake, { world });
    const stored = await run.pull();

    expect(Object.keys(stored.tables.subscriptions!)).not.toEqual(expect.arrayContaining(['sub_test']));
    expect(Object.keys(stored.tables.subscriptions!)).toHaveLength(5);
    expect(stored.tables.accounts).not.toHaveProperty('cus_test');
    expect(run.warnings.join()).toContain('3 records of test mode or of test clocks');
  });

  it('asks for tiers and coupons once, and for the items that do not fit', async () => {
    const world = seed();
    const tiered = price(7, {
      billing_scheme: 'tiered',
      tiers_mode: 'volume',
      unit_amount: null,
      unit_amount_decimal: null,
    });
    world.prices.price_7 = { ...tiered, tiers: [{ up_to: null, unit_amount: 300, flat_amount: null }] };
    world.coupons.half = { id: 'half', percent_off: 50, amount_off: null, duration: 'forever' };
    const discounts = [{ id: 'di_1', source: { coupon: 'half', type: 'coupon' }, end: null }];
    Object.assign(world.subscriptions[0]!, { discounts, items: { data: [item(tiered, 10)], has_more: false } });
    Object.assign(world.subscriptions[4]!, { discounts, items: { data: [item(tiered, 10)], has_more: true } });
    world.items.sub_5 = [item(tiered, 10), { ...item(price(1000)), id: 'si_2' }, { ...item(price(2000)), id: 'si_3' }];
    const run = runFake(stripeFake, { world });
    const stored = await run.pull();

    expect(subscriptionOf(stored, 'sub_1')?.mrrMinor).toBe(1500);
    expect(subscriptionOf(stored, 'sub_5')?.mrrMinor).toBe(3000);
    expect(run.asked.filter((line) => /prices|coupons/.test(line))).toEqual([
      'GET /v1/prices/price_7?expand[]=tiers',
      'GET /v1/coupons/half?expand[]=applies_to',
    ]);
  });

  it('keeps a subscription whose coupon is gone, without a revenue, and says so', async () => {
    const world = seed();
    Object.assign(world.subscriptions[0]!, { discounts: [{ id: 'di_1', source: { coupon: 'gone' }, end: null }] });
    const stored = await runFake(stripeFake, { world }).pull();

    expect(subscriptionOf(stored, 'sub_1')).not.toHaveProperty('mrrMinor');
    expect(stored.rejected).toEqual([
      { place: 'subscriptions sub_1', reason: expect.stringContaining('without its monthly revenue') },
    ]);
  });
});

describe('the history of revenue', () => {
  it('is what the events of the last month tell, from before the first sync too', async () => {
    const run = runFake(stripeFake);
    const more = (quantity: number) => ({ items: { data: [item(price(5000), quantity)], has_more: false } });
    change(run.world, 'sub_3', 'updated', day(11, 2), more(3), { items: {} });
    change(
      run.world,
      'sub_3',
      'updated',
      day(11, 5),
      { pause_collection: { behavior: 'void' } },
      { pause_collection: null },
    );
    change(run.world, 'sub_3', 'updated', day(11, 8), { pause_collection: null, ...more(2) });
    change(run.world, 'sub_3', 'deleted', day(11, 9), { status: 'canceled', ended_at: day(11, 9) });
    await run.pull();

    expect(changesOf(run)).toEqual([
      'sub_3 15000 11-02 active',
      'sub_3 0 11-05 paused',
      'sub_3 10000 11-08 active',
      'sub_3 0 11-09 deleted',
    ]);
    expect(run.asked.filter((line) => line.includes('/subscriptions/'))).toEqual([]);
  });

  it('keeps the order of many changes, and goes on between them after a stop', async () => {
    const run = runFake(stripeFake, { world: { ...seed(), pageSize: 100 } });
    await run.pull();
    const before = run.pages.length;
    for (let n = 1; n <= 60; n += 1) {
      const items = { data: [item(price(5000), n)], has_more: false };
      // Two changes a second: Stripe's order within it counts.
      const found = run.world.subscriptions.find(({ id }) => id === 'sub_5')!;
      Object.assign(found, { items });
      const at = NOW / 1000 + Math.floor(n / 2);
      run.world.events.push(event(`evt_${100 + n}`, 'customer.subscription.updated', at, found, { items: {} }));
    }
    run.clock.now += HOUR;
    run.asked.length = 0;
    await run.pull();
    const expected = Array.from({ length: 60 }, (_, n) => `sub_5 ${(n + 1) * 5000} 11-20 active`);

    expect(changesOf(run)).toEqual(expected);
    expect(run.asked.filter((line) => line.includes('/subscriptions/'))).toHaveLength(1);

    run.pages.length = before + 1;
    run.asked.length = 0;
    await run.pull();
    expect(changesOf(run)).toEqual(expected);
    expect(run.asked[1]).toContain(`created[gte]=${NOW / 1000 + 25}&`);
  });

  it('goes on with what comes later, where the event alone cannot tell by the record as it is now', async () => {
    const run = runFake(stripeFake);
    await run.pull();
    run.world.coupons.half = { id: 'half', percent_off: 50, amount_off: null, duration: 'forever' };
    const found = run.world.subscriptions[4]!;
    run.world.events.push(
      event(
        'evt_1',
        'customer.subscription.updated',
        NOW / 1000 + 60,
        { ...found, discounts: ['di_1'] },
        { discounts: [] },
      ),
    );
    Object.assign(found, { discounts: [{ id: 'di_1', source: { coupon: 'half' }, end: null }] });
    run.clock.now += HOUR;
    await run.pull();

    expect(changesOf(run)).toEqual(['sub_5 2500 11-20 active']);
  });
});

describe('the check of Stripe', () => {
  it('names every permission that a restricted key lacks, at once', async () => {
    const world = { ...seed(), lacking: ['subscription_read', 'coupon_read'] };
    const { ok, lines } = await runFake(stripeFake, { world }).check();

    expect(ok).toBe(false);
    expect(lines.join('\n')).toMatch(/STRIPE_API_KEY .*subscription_read.*coupon_read/);
  });

  it('tells what a full reading costs, also where Stripe does not count', async () => {
    const counted = await runFake(stripeFake).check();
    const uncounted = await runFake(stripeFake, {
      answer: (world, request) =>
        request.path.endsWith('/search') ? { status: 400, body: { error: {} } } : answer(world, request),
    }).check();

    expect(counted.lines.join('\n')).toContain('about 249 requests for 12345 customers and 12345 subscriptions');
    expect(uncounted.lines.join('\n')).toContain('one request for each 100 customers');
  });

  it('a sync without a permission names it, and quotes nothing of the key', async () => {
    const world = { ...seed(), lacking: ['subscription_read'] };
    const failure = await runFake(stripeFake, { world })
      .pull()
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toMatch(/STRIPE_API_KEY.*subscription_read/);
    expect(String(failure)).not.toMatch(/rk_live|acct_/);
  });
});

describe('the settings of Stripe', () => {
  const open = (variables: Record<string, string>) => stripe.open('stripe', { API_KEY, ...variables }, undefined);

  it.each([
    [{ API_KEY: 'pk_live_1' }, /restricted key/],
    [{ API_KEY: 'rk_test_1' }, /key of test mode/],
    [{ FULL_EVERY_HOURS: '0' }, /from 1 to 168/],
    [{ DISCOUNTS: 'some' }, /forever or all/],
  ])('refuse %j', (variables, words) => {
    expect(() => open(variables)).toThrow(words);
  });

  it('take a key of test mode where that is wanted, as data of their own', () => {
    expect(open({ API_KEY: 'rk_test_1', ALLOW_TEST: 'true' }).identity).not.toBe(open({}).identity);
    expect(open({ ACCOUNT_METADATA: 'org' }).identity).not.toBe(open({}).identity);
  });

  it('do not go on from a cursor that is none', async () => {
    const run = runFake(stripeFake);
    run.pages.push({ cursor: '{"phase":"elsewhere"}' });

    await expect(run.pull()).rejects.toBeInstanceOf(DataError);
  });
});
