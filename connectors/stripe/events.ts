import { z } from 'zod';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Subscription } from '../../src/model/account.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import { listPage } from './api.ts';
import {
  type BillingRun,
  EXPAND_SUBSCRIPTION,
  readChangedCustomers,
  readRevenueHistory,
  readSubscriptions,
} from './billing.ts';
import { type Cursor, cursorText } from './cursor.ts';
import { StripeEvent } from './records.ts';

/** Everything that can change what an account pays or who it is; Stripe takes up to 20. */
const TYPES = [
  'customer.created',
  'customer.updated',
  'customer.discount.created',
  'customer.discount.updated',
  'customer.discount.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
] as const;

/** An update that changed nothing but these changes nothing here: a renewal is the usual case. */
const IRRELEVANT = new Set([
  'latest_invoice',
  'current_period_start',
  'current_period_end',
  'default_payment_method',
  'default_source',
  'next_pending_invoice_item_invoice',
  'pending_setup_intent',
  'invoice_settings',
  'next_invoice_sequence',
  'balance',
]);

/** Events of the last seconds may still be on their way. */
const LAG_SECONDS = 30;

/** Stripe's clock and ours may differ: what changed just before a full reading began is read again after it. */
const CLOCKS_APART_SECONDS = 300;

const EVENTS_A_PAGE = 50;

/**
 * Reads what events name since the cursor, oldest first: the records themselves are asked for anew, since an event
 * shows them in another version of the API and without what hangs on them. Of events from before the last full
 * reading only the revenue's history is taken.
 */
export async function* readEvents(run: BillingRun, cursor: Cursor): AsyncGenerator<Page> {
  const until = Math.floor(run.startedAt / 1000) - LAG_SECONDS;
  if (until < cursor.eventsFrom) return;
  const { events, rejected } = await eventsBetween(run, cursor.eventsFrom, until);
  const seen = new Set(cursor.seen);
  const fresh = events.filter(({ id }) => !seen.has(id));
  if (rejected.length > 0) yield { rejected, cursor: cursorText.write(cursor) };
  const asked = new Set<string>();
  for (let start = 0; start < fresh.length; start += EVENTS_A_PAGE) {
    const some = fresh.slice(start, start + EVENTS_A_PAGE);
    const ids = [
      ...new Set(some.filter(({ created }) => created >= cursor.fullFrom - CLOCKS_APART_SECONDS).flatMap(idsOf)),
    ];
    const page = await readAnew(
      run,
      ids.filter((id) => !asked.has(id)),
    );
    for (const id of ids) asked.add(id);
    const current = new Map((page.subscriptions ?? []).map((record): [string, Subscription] => [record.id, record]));
    const mrrChanges = await readRevenueHistory(run, some, current);
    advance(cursor, fresh.slice(0, start + EVENTS_A_PAGE));
    yield { ...page, mrrChanges, cursor: cursorText.write(cursor), progress: { done: start, total: fresh.length } };
  }
  cursor.seen = events.filter(({ created }) => created === until).map(({ id }) => id);
  cursor.eventsFrom = until;
}

function advance(cursor: Cursor, read: readonly StripeEvent[]): void {
  const last = read.at(-1);
  if (!last) return;
  const atThatSecond = read.filter(({ created }) => created === last.created).map(({ id }) => id);
  cursor.seen = last.created === cursor.eventsFrom ? [...cursor.seen, ...atThatSecond] : atThatSecond;
  cursor.eventsFrom = last.created;
}

/** The events that may change something here, oldest first; the others are let go at once, since a month has many. */
async function eventsBetween(run: BillingRun, from: number, until: number) {
  const events: StripeEvent[] = [];
  const rejected: Rejection[] = [];
  const query = { 'created[gte]': from, 'created[lte]': until, 'types[]': TYPES };
  for (let after: string | undefined; ; ) {
    const page = await listPage(run.http, '/events', query, after, run.tools.source);
    const some = readRecords(StripeEvent, page.items, (item) => `events ${idOf(item)}`);
    events.push(...some.read.filter(isRelevant));
    rejected.push(...some.rejected);
    if (page.next === undefined) break;
    after = page.next;
  }
  // Stripe tells the newest first, also within a second.
  return { events: events.reverse().sort((a, b) => a.created - b.created), rejected };
}

/** Whether an event can have changed what is kept; a renewal moves the periods of all items and nothing else. */
export function isRelevant({ data: { object, previous_attributes: before } }: StripeEvent): boolean {
  if (!before) return true;
  return Object.keys(before).some((key) =>
    key === 'items' ? itemsOf(before.items) !== itemsOf(object.items) : !IRRELEVANT.has(key),
  );
}

const Items = z.object({
  data: z.array(
    z.object({
      price: z.object({ id: z.string() }),
      quantity: z.number().optional(),
      discounts: z.unknown().optional(),
    }),
  ),
});

/** What of a subscription's items bears on its revenue, as one text; a list of another form is unlike any other. */
function itemsOf(items: unknown): unknown {
  const read = Items.safeParse(items);
  if (!read.success) return items;
  return JSON.stringify(read.data.data.map(({ price, quantity, discounts }) => [price.id, quantity, discounts]));
}

/** The subscriptions and customers that an event is about; a subscription brings its customer along. */
function idsOf({ data: { object } }: StripeEvent): string[] {
  const ids = object.id.startsWith('sub_') ? [object.id] : [object.id, object.customer, object.subscription];
  return ids.filter((id): id is string => typeof id === 'string' && /^(sub|cus)_/.test(id));
}

async function readAnew(run: BillingRun, ids: readonly string[]): Promise<Omit<Page, 'cursor'>> {
  const answers = await Promise.all(ids.map((id) => readOne(run, id)));
  const found = ids.map((id, index) => ({ id, item: answers[index] })).filter(({ item }) => item !== undefined);
  const of = (prefix: string) => found.filter(({ id }) => id.startsWith(prefix)).map(({ item }) => item);
  const customers = readChangedCustomers(run, of('cus_'));
  const subscriptions = await readSubscriptions(run, of('sub_'));
  return {
    ...customers,
    ...subscriptions,
    rejected: [...(customers.rejected ?? []), ...(subscriptions.rejected ?? [])],
  };
}

async function readOne(run: BillingRun, id: string): Promise<unknown> {
  const isCustomer = id.startsWith('cus_');
  const path = `${isCustomer ? '/customers' : '/subscriptions'}/${encodeURIComponent(id)}`;
  const query = isCustomer ? {} : { 'expand[]': EXPAND_SUBSCRIPTION };
  const answer = await run.http.jsonOr([404], { path, query, schema: z.unknown() });
  return answer.ok ? answer.body : undefined;
}
