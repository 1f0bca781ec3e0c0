import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Account, Subscription as ModelSubscription, MrrChange } from '../../src/model/account.ts';
import type { Customer as ModelCustomer } from '../../src/model/people.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import { type LoadingBook, listPage } from './api.ts';
import type { Settings } from './env.ts';
import {
  accountKeyOf,
  Customer,
  DeletedCustomer,
  Item,
  isReal,
  type JoinKeys,
  mergeAccounts,
  type StripeEvent,
  Subscription,
  toAccount,
  toCustomer,
  toSubscription,
} from './records.ts';
import { hasMeteredItems, monthlyRevenueMinor } from './revenue.ts';

/** What one run works with. */
export interface BillingRun {
  readonly http: HttpClient;
  readonly settings: Settings;
  readonly tools: Tools;
  readonly book: LoadingBook;
  readonly startedAt: number;
  /** Accounts that metadata name, put together while the customers are listed: each may have several. */
  readonly rolledUp: Map<string, Account>;
  /** Counted for one word at the end, instead of one a record. */
  readonly leftOut: { test: number; metered: number };
}

/** What Stripe must send along: a customer says which account pays, discounts say what is taken off. */
export const EXPAND_SUBSCRIPTION = ['customer', 'discounts', 'items.data.discounts'] as const;

type Records = Pick<Page, 'accounts' | 'customers' | 'subscriptions' | 'mrrChanges' | 'rejected'>;

function joinKeys({ ACCOUNT_METADATA, EXTERNAL_ID_METADATA }: Settings): JoinKeys {
  return { accountMetadata: ACCOUNT_METADATA, externalIdMetadata: EXTERNAL_ID_METADATA };
}

/** Listed customers as accounts and as the people by whom accounts are found; deleted ones say nothing any more. */
export function readCustomers(run: BillingRun, items: readonly unknown[]): Records {
  const { rolledUp, settings, tools } = run;
  const alive = items.filter((item) => !DeletedCustomer.safeParse(item).success);
  const { read, rejected } = readRecords(Customer, alive, (item) => `customers ${idOf(item)}`);
  const accounts = new Map<string, Account>();
  const customers: ModelCustomer[] = [];
  for (const customer of read) {
    if (!isCounted(run, customer)) continue;
    const own = toAccount(tools.source, customer, joinKeys(settings));
    const known = rolledUp.get(own.key);
    const account = known ? mergeAccounts(known, own) : own;
    if (settings.ACCOUNT_METADATA !== undefined) rolledUp.set(own.key, account);
    accounts.set(own.key, account);
    customers.push(toCustomer(tools.source, customer, joinKeys(settings)));
  }
  return { accounts: [...accounts.values()], customers, rejected };
}

/**
 * Single customers that events named. Where metadata name the accounts, one customer does not tell all of its account:
 * that waits for the next full reading.
 */
export function readChangedCustomers(run: BillingRun, items: readonly unknown[]): Records {
  const { accounts = [], ...rest } = readCustomers({ ...run, rolledUp: new Map() }, items);
  const own = new Set(rest.customers?.map(({ id }) => id));
  return { ...rest, accounts: accounts.filter(({ key }) => own.has(key)) };
}

/** Subscriptions with what they bring a month; what was never paid for is left out. */
export async function readSubscriptions(run: BillingRun, items: readonly unknown[]): Promise<Records> {
  const { read, rejected } = readRecords(Subscription, items, (item) => `subscriptions ${idOf(item)}`);
  const subscriptions: ModelSubscription[] = [];
  const setAside: Rejection[] = [...rejected];
  for (const listed of read) {
    if (!isCounted(run, listed)) continue;
    const subscription = await withAllItems(run, listed);
    const mrrMinor = await revenueOf(run, subscription);
    if (mrrMinor === undefined) {
      setAside.push({
        place: `subscriptions ${subscription.id}`,
        reason: 'kept without its monthly revenue: Stripe no longer shows a price’s tiers or a discount’s coupon',
      });
    }
    if (hasMeteredItems(subscription)) run.leftOut.metered += 1;
    const record = toSubscription(run.tools.source, subscription, accountKey(run, subscription), mrrMinor);
    if (record) subscriptions.push(record);
  }
  return { subscriptions, rejected: setAside };
}

/**
 * What a subscription brought from each of its changes on, as far as the event itself tells: its record is as it
 * was then, but discounts and tiers are not sent along. `current` (by id) stands in for the last change of each.
 */
export async function readRevenueHistory(
  run: BillingRun,
  events: readonly StripeEvent[],
  current: ReadonlyMap<string, ModelSubscription>,
): Promise<MrrChange[]> {
  const lastOf = new Map(events.map((event) => [event.data.object.id, event.id]));
  const changes: MrrChange[] = [];
  for (const event of events) {
    if (!event.type.startsWith('customer.subscription.')) continue;
    const then = Subscription.safeParse(event.data.object);
    if (!then.success || !isReal(then.data, run.settings.ALLOW_TEST)) continue;
    if (then.data.status === 'incomplete' || then.data.status === 'incomplete_expired') continue;
    const isOver = then.data.ended_at !== null;
    const now = lastOf.get(then.data.id) === event.id ? current.get(then.data.id)?.mrrMinor : undefined;
    const told = then.data.items.has_more ? undefined : await revenueOf(run, then.data, event.created * 1000);
    const mrrMinor = isOver ? 0 : (told ?? now);
    if (mrrMinor === undefined) continue;
    changes.push({
      source: run.tools.source,
      subscriptionId: then.data.id,
      id: event.id,
      at: event.created * 1000,
      mrrMinor,
      currency: then.data.currency.toUpperCase(),
      cause: causeOf(event, then.data),
    });
  }
  return changes;
}

function causeOf(event: StripeEvent, { status, pause_collection: paused }: Subscription): string {
  if (paused) return 'paused';
  const verb = event.type.slice('customer.subscription.'.length);
  return verb === 'updated' ? status : verb;
}

async function revenueOf(
  { book, settings, startedAt }: BillingRun,
  subscription: Subscription,
  at = startedAt,
): Promise<number | undefined> {
  await book.load([subscription]);
  return monthlyRevenueMinor(subscription, book, settings.DISCOUNTS, at);
}

/** Stripe sends along ten items; the rest would be missing from the revenue. */
async function withAllItems(run: BillingRun, subscription: Subscription): Promise<Subscription> {
  if (!subscription.items.has_more) return subscription;
  const data: Item[] = [];
  let after: string | undefined;
  do {
    const query = { subscription: subscription.id, 'expand[]': ['data.discounts'] };
    const page = await listPage(run.http, '/subscription_items', query, after, run.tools.source);
    for (const item of page.items) data.push(Item.parse(item));
    after = page.next;
  } while (after !== undefined);
  return { ...subscription, items: { data, has_more: false } };
}

function accountKey({ settings }: BillingRun, { customer }: Subscription): string {
  if (typeof customer === 'string') return customer;
  return customer.deleted ? customer.id : accountKeyOf(customer, joinKeys(settings));
}

function isCounted(run: BillingRun, record: { livemode: boolean; test_clock?: unknown }): boolean {
  const real = isReal(record, run.settings.ALLOW_TEST);
  if (!real) run.leftOut.test += 1;
  return real;
}
