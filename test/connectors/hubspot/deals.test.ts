import { describe, expect, it } from 'vitest';
import { CrmObject } from '../../../connectors/hubspot/answers.ts';
import { contractsOf } from '../../../connectors/hubspot/contracts.ts';

const RULES = {
  source: 'hubspot',
  renewals: new Set(['ren']),
  contractStart: 'starts',
  contractEnd: 'ends',
  currency: 'EUR',
};
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

function deal(id: string, properties: Record<string, string>, more: object = {}) {
  return CrmObject.parse({ id, properties, createdAt: '2025-01-01T00:00:00Z', ...more });
}
const won = (id: string, closedate: string, more: Record<string, string> = {}) =>
  deal(id, { closedate, hs_is_closed: 'true', hs_is_closed_won: 'true', pipeline: 'default', hs_mrr: '100', ...more });
const lost = (id: string, closedate: string, decided: string, more: Record<string, string> = {}) =>
  deal(
    id,
    { closedate, hs_is_closed: 'true', hs_is_closed_won: 'false', pipeline: 'ren', ...more },
    { propertiesWithHistory: { dealstage: [{ value: 'closedlost', timestamp: `${decided}T00:00:00Z` }] } },
  );
const subscriptionsOf = (...deals: readonly CrmObject[]) => contractsOf('61', deals, RULES).subscriptions;

describe('what a won deal brings a month', () => {
  it.each([
    ['its own word', { hs_mrr: '99.5' }, 9950],
    ['the recurring amount', { hs_mrr: '', recurring_revenue_amount: '80' }, 8000],
    ['a twelfth of a year', { hs_mrr: '0', hs_arr: '1200' }, 10_000],
    [
      'the amount over the months of the contract',
      { hs_mrr: '', amount: '600', starts: '2026-01-01', ends: '2026-07-01' },
      10_000,
    ],
    ['yen have no hundredths', { hs_mrr: '5000', deal_currency_code: 'JPY' }, 5000],
  ])('is %s', (_, properties, mrrMinor) => {
    expect(subscriptionsOf(won('1', '2026-01-01', properties))).toMatchObject([{ accountKey: '61', mrrMinor }]);
  });

  it('is nothing for a sale that does not recur: that is an order', () => {
    const { subscriptions, orders } = contractsOf(
      '61',
      [won('1', '2026-01-01', { hs_mrr: '', amount: '600', dealtype: 'newbusiness' })],
      RULES,
    );

    expect(subscriptions).toEqual([]);
    expect(orders).toMatchObject([{ amountMinor: 60_000, currency: 'EUR', kind: 'new', at: day('2026-01-01') }]);
  });
});

describe('how long a won deal runs', () => {
  it('has no end where none is told', () => {
    expect(subscriptionsOf(won('1', '2025-01-01'))[0]).not.toHaveProperty('endedAt');
  });

  it('ends with its contract, or when its revenue became inactive', () => {
    const told = subscriptionsOf(
      won('1', '2025-01-01', { ends: '2026-01-01' }),
      won('2', '2025-01-01', {
        ends: '2026-01-01',
        recurring_revenue_inactive_date: '2025-06-01',
        recurring_revenue_inactive_reason: 'LOST',
      }),
    );

    expect(told.map(({ endedAt }) => endedAt)).toEqual([day('2026-01-01'), day('2025-06-01')]);
    expect(told[1]?.reason).toBe('lost');
  });

  it('is followed by a renewal that was won, so that nothing counts twice', () => {
    const [first, renewal] = subscriptionsOf(won('1', '2025-01-01'), won('2', '2026-01-01', { pipeline: 'ren' }));

    expect(first).toMatchObject({ endedAt: day('2026-01-01') });
    expect(first).not.toHaveProperty('cancelRequestedAt');
    expect(renewal).not.toHaveProperty('endedAt');
  });

  it('is not touched by a further sale, which comes on top', () => {
    const told = subscriptionsOf(won('1', '2025-01-01'), won('2', '2026-01-01', { dealtype: 'existingbusiness' }));

    for (const each of told) expect(each).not.toHaveProperty('endedAt');
  });
});

describe('a renewal that is lost', () => {
  it('ends what the account paid at its close date; the decision is when the stage was set', () => {
    expect(subscriptionsOf(won('1', '2025-01-01'), lost('2', '2026-01-31', '2026-01-10'))).toMatchObject([
      { id: '1', cancelRequestedAt: day('2026-01-10'), endedAt: day('2026-01-31') },
    ]);
  });

  it('leaves the end to the contract that tells one', () => {
    expect(
      subscriptionsOf(won('1', '2025-01-01', { ends: '2026-03-01' }), lost('2', '2026-01-31', '2026-01-10')),
    ).toMatchObject([{ cancelRequestedAt: day('2026-01-10'), endedAt: day('2026-03-01') }]);
  });

  it('never asks to leave after the end', () => {
    const [only] = subscriptionsOf(won('1', '2025-01-01'), lost('2', '2026-01-01', '2026-01-10'));

    expect(only).toMatchObject({ cancelRequestedAt: day('2026-01-01'), endedAt: day('2026-01-01') });
  });

  it('is no churn where it was won in the end', () => {
    const [first] = subscriptionsOf(
      won('1', '2025-01-01'),
      lost('2', '2026-01-31', '2026-01-10'),
      won('3', '2026-02-15', { pipeline: 'ren' }),
    );

    expect(first).toMatchObject({ endedAt: day('2026-02-15') });
    expect(first).not.toHaveProperty('cancelRequestedAt');
  });

  it('ends nothing that began after it: they came back', () => {
    const told = subscriptionsOf(won('1', '2025-01-01'), lost('2', '2025-06-01', '2025-06-01'), won('3', '2026-01-01'));

    expect(told.map(({ endedAt }) => endedAt)).toEqual([day('2025-06-01'), undefined]);
  });
});

describe('deals that are no churn and no revenue', () => {
  it.each([
    [
      'a lost deal of another pipeline, a customer who was never won',
      lost('2', '2026-01-31', '2026-01-10', { pipeline: 'default' }),
    ],
    [
      'an open renewal, whose close date is a forecast',
      deal('2', { closedate: '2026-01-31', hs_is_closed: 'false', pipeline: 'ren' }),
    ],
  ])('%s', (_, other) => {
    const told = subscriptionsOf(won('1', '2025-01-01'), other);

    expect(told).toHaveLength(1);
    expect(told[0]).not.toHaveProperty('endedAt');
  });

  it('is a draft that counts for nothing where a deal was won and is not any more, or was archived', () => {
    const history = { hs_is_closed_won: [{ value: 'true', timestamp: '2026-01-01T00:00:00Z' }] };
    const properties = { closedate: '2026-01-01', hs_mrr: '100', hs_is_closed: 'true' };
    const undone = { ...properties, hs_is_closed: 'false', hs_is_closed_won: 'false' };
    const kept = { ...properties, hs_is_closed_won: 'true' };

    expect(subscriptionsOf(deal('1', undone, { propertiesWithHistory: history }))).toMatchObject([{ status: 'draft' }]);
    expect(subscriptionsOf(deal('2', kept, { archived: true, propertiesWithHistory: history }))).toMatchObject([
      { status: 'draft' },
    ]);
    // What never was won is not even that.
    expect(subscriptionsOf(deal('3', undone))).toEqual([]);
  });

  it('is named where it was won and does not say when', () => {
    expect(contractsOf('61', [won('1', '')], RULES)).toMatchObject({ subscriptions: [], undated: ['1'] });
  });
});
