import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import { notAhead } from '../../src/connector/vendor-time.ts';
import type { Page } from '../../src/model/source.ts';
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../../src/model/time.ts';
import { listPage, openApi, openBook } from './api.ts';
import { type BillingRun, EXPAND_SUBSCRIPTION, readCustomers, readSubscriptions } from './billing.ts';
import { type Cursor, cursorText } from './cursor.ts';
import type { Settings } from './env.ts';
import { readEvents } from './events.ts';

/** Stripe keeps events for 30 days; a day of them is left as a margin. */
const EVENTS_KEPT_SECONDS = 29 * SECONDS_PER_DAY;

/**
 * Everything once a day, since lists know no "changed since" and events are no promise; in between what events name.
 * A list runs from the newest record down: whatever comes or changes meanwhile is told by events afterwards.
 */
export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const http = openApi(settings, tools);
  // The newest event is asked for to hear Stripe's clock: ours may be wrong, and events are asked for by time.
  await http.json({ path: '/events', query: { limit: 1 }, schema: z.looseObject({}) });
  const startedAt = tools.vendorNow();
  const run: BillingRun = {
    http,
    settings,
    tools,
    book: openBook(http),
    startedAt,
    rolledUp: new Map(),
    leftOut: { test: 0, metered: 0 },
  };
  const stored = text === undefined ? firstCursor(startedAt) : cursorText.read(text, tools.source);
  const cursor = isFromTheFuture(stored, tools) ? firstCursor(startedAt) : stored;
  beginAnewIfDue(cursor, settings, startedAt);

  if (cursor.phase === 'customers') {
    // Accounts of several customers are put together from the whole list: a stop begins it again.
    const resumable = settings.ACCOUNT_METADATA === undefined;
    yield* readList(run, cursor, '/customers', {}, resumable, (items) => readCustomers(run, items));
  }
  if (cursor.phase === 'subscriptions') {
    const query = { status: 'all', 'expand[]': EXPAND_SUBSCRIPTION.map((path) => `data.${path}`) };
    yield* readList(run, cursor, '/subscriptions', query, true, (items) => readSubscriptions(run, items));
  }
  yield* readEvents(run, cursor);
  sayWhatWasLeftOut(run);
  yield { cursor: cursorText.write(cursor), watermarkAt: cursor.eventsFrom * 1000 };
}

/** The first events read are a month old: they tell how the revenue came to be. */
function firstCursor(startedAt: number): Cursor {
  const now = Math.floor(startedAt / 1000);
  return { phase: 'customers', fullFrom: now, eventsFrom: now - EVENTS_KEPT_SECONDS, seen: [] };
}

/** Whether a cursor was written under a wrong clock: then everything is read anew, since events were passed over. */
function isFromTheFuture({ eventsFrom, fullFrom }: Cursor, tools: Tools): boolean {
  const latest = Math.max(eventsFrom, fullFrom) * 1000;
  return notAhead(latest, tools.vendorNow(), tools) !== latest;
}

/** Events that Stripe has dropped meanwhile (after 30 days) are no loss: a full reading is due long before. */
function beginAnewIfDue(cursor: Cursor, settings: Settings, startedAt: number): void {
  const now = Math.floor(startedAt / 1000);
  if (cursor.phase !== 'events' || now - cursor.fullFrom < settings.FULL_EVERY_HOURS * SECONDS_PER_HOUR) return;
  cursor.phase = 'customers';
  delete cursor.after;
  cursor.fullFrom = now;
}

type Read = (items: readonly unknown[]) => Omit<Page, 'cursor'> | Promise<Omit<Page, 'cursor'>>;

async function* readList(
  { http, tools }: BillingRun,
  cursor: Cursor,
  path: string,
  query: Readonly<Record<string, string | readonly string[]>>,
  resumable: boolean,
  read: Read,
): AsyncGenerator<Page> {
  let after = cursor.after;
  do {
    const { items, next } = await listPage(http, path, query, after, tools.source);
    const records = await read(items);
    after = next;
    if (resumable) cursor.after = next;
    // The next list is to be read: told with this page, so that a stop now does not read it again.
    if (next === undefined) cursor.phase = cursor.phase === 'customers' ? 'subscriptions' : 'events';
    yield { ...records, cursor: cursorText.write(cursor) };
  } while (after !== undefined);
}

function sayWhatWasLeftOut({ leftOut, tools }: BillingRun): void {
  if (leftOut.test > 0) {
    tools.warn(`${tools.source}: ${leftOut.test} records of test mode or of test clocks were left out`);
  }
  if (leftOut.metered > 0) {
    tools.warn(
      `${tools.source}: ${leftOut.metered} subscriptions are billed by use in part; that part counts as 0 in the monthly revenue`,
    );
  }
}
