import { describe, expect, it } from 'vitest';
import { Customer, Subscription, toAccount, toCustomer, toSubscription } from '../../../connectors/stripe/records.ts';
import { Account, Subscription as ModelSubscription } from '../../../src/model/account.ts';
import { Customer as ModelCustomer } from '../../../src/model/people.ts';
import { customer, day, subscription } from './fake.ts';

const KEYS = { accountMetadata: undefined, externalIdMetadata: ['external_id', 'org'] };

function read(more: Record<string, unknown>) {
  const record = Subscription.parse(subscription('sub_1', 'cus_1', day(1, 1), more));
  const told = toSubscription('stripe', record, 'acme', 5000);
  return told && ModelSubscription.parse(told);
}

/** Dates as `month/day`, for reading. */
function dates(more: Record<string, unknown>): Record<string, string> | undefined {
  const told = read(more);
  if (!told) return undefined;
  const { startedAt, cancelRequestedAt, endedAt } = told;
  const said = Object.entries({ startedAt, cancelRequestedAt, endedAt }).filter(([, at]) => at !== undefined);
  return Object.fromEntries(said.map(([name, at]) => [name, new Date(at!).toISOString().slice(5, 10)]));
}

describe('a subscription', () => {
  it('runs from its start, in upper-case currency', () => {
    expect(read({})).toEqual({
      source: 'stripe',
      id: 'sub_1',
      accountKey: 'acme',
      startedAt: Date.UTC(2026, 0, 1),
      status: 'active',
      mrrMinor: 5000,
      currency: 'USD',
    });
  });

  it.each([
    [
      'a cancellation for the end of the period is intent, not churn',
      { cancel_at_period_end: true, canceled_at: day(3, 5) },
      { startedAt: '01-01', cancelRequestedAt: '03-05' },
    ],
    [
      'churn is when the period was over',
      { status: 'canceled', cancel_at_period_end: true, canceled_at: day(3, 5), ended_at: day(4, 1) },
      { startedAt: '01-01', cancelRequestedAt: '03-05', endedAt: '04-01' },
    ],
    [
      'a cancellation taken back leaves nothing',
      { cancel_at_period_end: false, canceled_at: null },
      { startedAt: '01-01' },
    ],
    [
      'nobody asked for the end that failed payments made',
      {
        status: 'canceled',
        canceled_at: day(4, 1),
        ended_at: day(4, 1),
        cancellation_details: { reason: 'payment_failed', feedback: null },
      },
      { startedAt: '01-01', endedAt: '04-01' },
    ],
    ['a backdated start counts', { start_date: day(1, 1) - 86_400 }, { startedAt: '12-31' }],
    [
      'a trial that led to payment: paid from its end',
      { trial_start: day(1, 1), trial_end: day(1, 15) },
      { startedAt: '01-15' },
    ],
    [
      'free days given later do not move the start',
      { status: 'trialing', trial_start: day(6, 1), trial_end: day(6, 15) },
      { startedAt: '01-01' },
    ],
  ])('%s', (_, more, expected) => {
    expect(dates(more)).toEqual(expected);
  });

  it.each([
    ['a trial under way', { status: 'trialing', trial_start: day(1, 1), trial_end: day(1, 15) }],
    ['a trial left early', { status: 'canceled', trial_start: day(1, 1), trial_end: day(1, 15), ended_at: day(1, 9) }],
    ['a trial that ended without a card', { status: 'paused', trial_start: day(1, 1), trial_end: day(1, 15) }],
    ['a first payment that did not come yet', { status: 'incomplete' }],
    ['a first payment that never came', { status: 'incomplete_expired', ended_at: day(1, 2) }],
  ])('%s is nobody’s subscription yet, and its end no churn', (_, more) => {
    expect(read(more)).toBeUndefined();
  });

  it.each([
    [{ reason: 'cancellation_requested', feedback: 'customer_service', comment: 'x' }, 'customer_service'],
    [{ reason: 'payment_failed', feedback: null }, 'payment_failed'],
    [{ reason: null, feedback: null }, undefined],
    [null, undefined],
  ])('is left for a reason: %j', (cancellation_details, reason) => {
    expect(read({ cancellation_details })?.reason).toBe(reason);
  });
});

describe('a customer', () => {
  const one = Customer.parse(
    customer('cus_1', day(2, 1), {
      email: ' Ann@Acme.Example ',
      metadata: { external_id: '77', org: 'o-1', plan: 'x' },
    }),
  );

  it('is an account, found by its own id, external ids and domain', () => {
    expect(Account.parse(toAccount('stripe', one, KEYS))).toEqual({
      source: 'stripe',
      key: 'cus_1',
      name: 'Company 1',
      domains: ['acme.example'],
      externalIds: ['cus_1', '77', 'o-1', 'ann@acme.example'],
      startedAt: Date.UTC(2026, 1, 1),
    });
  });

  it('is a person, found by address or external id', () => {
    expect(ModelCustomer.parse(toCustomer('stripe', one, KEYS))).toMatchObject({
      id: 'cus_1',
      email: 'ann@acme.example',
      accountKey: 'cus_1',
      externalId: '77',
    });
  });

  it('goes up into the account that its metadata name', () => {
    const keys = { ...KEYS, accountMetadata: 'org' };
    const other = Customer.parse(customer('cus_2', day(2, 2), { metadata: { org: ' o-1 ' } }));
    const without = Customer.parse(customer('cus_3', day(2, 3), { metadata: { org: ' ' } }));

    expect([one, other, without].map((each) => toAccount('stripe', each, keys).key)).toEqual(['o-1', 'o-1', 'cus_3']);
    expect(toCustomer('stripe', other, keys).accountKey).toBe('o-1');
  });

  it('may have neither name nor address', () => {
    const bare = Customer.parse(customer('cus_4', day(1, 1), { name: null, email: null, metadata: undefined }));

    expect(toAccount('stripe', bare, KEYS)).toMatchObject({ key: 'cus_4', domains: [], externalIds: ['cus_4'] });
    expect(toAccount('stripe', bare, KEYS)).not.toHaveProperty('name');
  });
});
