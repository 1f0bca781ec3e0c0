import { describe, expect, it } from 'vitest';
import { lines, readMapped, readTables } from './export.ts';

const NOON = Date.UTC(2026, 10, 2, 12);
const T = '2026-11-02T12:00:00Z';

describe('tables of what accounts did and cost', () => {
  it('are read with all their columns', async () => {
    const run = await readTables({
      'orders.csv': lines(
        'order_id,account_key,ordered_at,amount,refunded,currency,kind,product',
        `o1,acme,${T},4999,499,usd,Cross-sell,reports`,
        `,bolt,${NOON},500,,JPY,,`,
      ),
      'referrals.csv': lines('referrer,referred,at,converted_at', `acme,bolt,${T},2026-11-03T12:00:00Z`),
      'milestones.csv': lines('account_key,milestone,at', `acme,first invoice,${T}`),
      'usage.csv': lines('account_key,subscription_id,at,feature,count', `acme,,${T},export,3`, `,s1,${T},,`),
      'costs.csv': lines(
        'kind,at,amount,currency,account_key',
        `Retention,${T},90000,eur,`,
        `service,${T},10,EUR,acme`,
      ),
    });

    expect(run.rejected).toEqual([]);
    expect(run.warnings).toEqual([]);
    expect(run.all('orders')).toEqual([
      {
        source: 'file',
        id: 'o1',
        accountKey: 'acme',
        at: NOON,
        amountMinor: 4999,
        refundedMinor: 499,
        currency: 'USD',
        kind: 'cross_sell',
        product: 'reports',
      },
      { source: 'file', id: `bolt//${NOON}/500`, accountKey: 'bolt', at: NOON, amountMinor: 500, currency: 'JPY' },
    ]);
    expect(run.all('referrals')).toEqual([
      {
        source: 'file',
        id: `acme/bolt/${NOON}`,
        referrerKey: 'acme',
        referredKey: 'bolt',
        at: NOON,
        convertedAt: NOON + 86_400_000,
      },
    ]);
    expect(run.all('milestones')).toEqual([
      { source: 'file', id: 'acme/first invoice', accountKey: 'acme', name: 'first invoice', at: NOON },
    ]);
    expect(run.all('usage').map(({ id: _, ...use }) => use)).toEqual([
      { source: 'file', accountKey: 'acme', at: NOON, feature: 'export', count: 3 },
      { source: 'file', subscriptionId: 's1', at: NOON, count: 1 },
    ]);
    expect(
      run.all('costs').map(({ kind, amountMinor, currency, accountKey }) => [kind, amountMinor, currency, accountKey]),
    ).toEqual([
      ['retention', 90_000, 'EUR', undefined],
      ['service', 10, 'EUR', 'acme'],
    ]);
  });

  it.each([
    [
      'orders.csv',
      'account_key,at,amount',
      `acme,${T},-500`,
      /amount is below 0: what was given back stands in the column refunded/,
    ],
    ['orders.csv', 'account_key,at,amount', `acme,${T},19.99`, /not in whole minor units/],
    ['orders.csv', 'account_key,at,amount,refunded', `acme,${T},5,6`, /refunded \(6\) is more than the amount \(5\)/],
    ['referrals.csv', 'referrer,at,converted_at', `acme,${T},2026-11-01T00:00:00Z`, /converted_at lies before at/],
    ['usage.csv', 'account_key,at', `,${T}`, /account_key or subscription_id must be given/],
    ['costs.csv', 'kind,at,amount', `,${T},5`, /kind is empty/],
    ['milestones.csv', 'account_key,milestone,at', `acme,,${T}`, /milestone is empty/],
  ])('%s sets aside what cannot be: %s', async (name, header, row, reason) => {
    const run = await readTables({ [name]: lines(header, row) });

    expect(run.rejected).toEqual([{ place: `${name}, line 2`, reason: expect.stringMatching(reason) }]);
  });

  it('keeps an order whose kind is no word of ours, without the kind', async () => {
    const run = await readTables({ 'orders.csv': lines('account_key,at,amount,kind', `acme,${T},5,gift`) });

    expect(run.all('orders').map(({ amountMinor, kind }) => [amountMinor, kind])).toEqual([[5, undefined]]);
    expect(run.warnings).toEqual([
      'orders.csv, kind: 1 cell could not be read and counts as empty (line 2: kind is "gift", not one of new, upsell, cross_sell, add_on, renewal)',
    ]);
  });
});

describe('surveys of other kinds', () => {
  it('tell which way the scale runs and whether somebody said why, and keep no words', async () => {
    const run = await readTables({
      'ratings.csv': lines(
        'id,kind,value,scale,direction,comment,rated_at,account_key',
        `1,ces,2,1-7,lower_is_better,"It was easy, thank you",${T},acme`,
        `2,ces,9,1-10,,,${T},acme`,
        `3,nps,10,,,no,${T},acme`,
      ),
    });

    expect(run.rejected).toEqual([]);
    expect(
      run.all('ratings').map(({ positive, lowerIsBetter, commented }) => [positive, lowerIsBetter, commented]),
    ).toEqual([
      [true, true, true],
      [true, undefined, false],
      [true, undefined, false],
    ]);
    expect(JSON.stringify(run.all('ratings'))).not.toContain('thank');
  });

  it('say nothing of comments where there is no such column', async () => {
    const run = await readTables({ 'ratings.csv': lines('id,kind,value,rated_at', `1,nps,10,${T}`) });

    expect(run.all('ratings')[0]).not.toHaveProperty('commented');
  });
});

describe('a subscription', () => {
  it('tells its product and whether it is an extra', async () => {
    const run = await readTables({
      'subscriptions.csv': lines('id,account_key,started_at,mrr,product,add_on', `s1,acme,${T},5000,desk,yes`),
      'accounts.csv': lines('key,plan', 'acme,pro'),
    });

    expect(run.all('subscriptions')[0]).toMatchObject({ product: 'desk', addOn: true });
    expect(run.all('accounts')[0]).toMatchObject({ tier: 'pro' });
  });

  it('has a status that is its source’s own word, also in a mapping', async () => {
    const run = await readMapped(lines('sub,acc,start,trial', 's1,acme,2026-11-02,True'), {
      rows: 'subscriptions',
      times: { formats: 'YYYY-MM-DD', zone: 'UTC' },
      columns: {
        id: 'sub',
        account_key: 'acc',
        started_at: 'start',
        status: { column: 'trial', values: { True: 'trialing', False: null } },
      },
    });

    expect(run.all('subscriptions')[0]).toMatchObject({ status: 'trialing' });
  });
});
