import type { Tools } from '../../src/connector/connector.ts';
import { type ChangedRows, walkChanges } from '../../src/connector/keyset-walk.ts';
import { walkBack } from '../../src/connector/keyset-walk-back.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { notAhead } from '../../src/connector/vendor-time.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import { type Found, Row, SearchPage } from './answers.ts';
import { hostsOf, openIntercom, PER_PAGE } from './api.ts';
import { type Reading, readConversations, readDeletions } from './conversations.ts';
import { type Cursor, cursorText, latestSeen, type Older } from './cursor.ts';
import { readDirectory } from './directory.ts';
import type { Settings } from './env.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What is fresher is left for the next run: the search may not show it yet, and a second is not over. */
const LAG_MS = MINUTE_MS;

/** Conversations are known to show up late in the search: each run looks back so far, and reads only what it has not seen. */
const LOOK_BACK_MS = 24 * HOUR_MS;

/** The recent past: thirteen weeks, the four before them, without which they could not be compared, and one more. */
const RECENT_MS = 126 * DAY_MS;

/** While what is older is read, what is new is looked at so often. */
const NEWS_EVERY_MS = 15 * MINUTE_MS;

/**
 * Everything that changed since the cursor, oldest change first; then the conversations deleted since. The first time
 * the newest comes first, back to the beginning: first the recent past, then what is older and still open, from when
 * on reports are right for their windows; then the rest.
 */
export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncIterable<Page> {
  const { source, storeSubjects } = tools;
  const client = openIntercom(settings, tools);
  const directory = await readDirectory(client, settings, tools);
  let cursor =
    text === undefined ? firstCursor(settings, tools) : healed(cursorText.read(text, source), settings, tools);
  const { workspace, machines } = directory;
  const context = {
    source,
    storeSubjects,
    snoozed: settings.SNOOZED,
    fields: settings.FIELDS,
    inbox: workspace ? `${hostsOf(settings.REGION).app}/a/inbox/${workspace}` : undefined,
    machines,
  };
  const leftOut = { campaigns: 0 };
  const reading: Reading = { client, context, settings, directory, now: tools.vendorNow, leftOut };
  const sync: Sync = { reading, tools, nameless: [...directory.rejected], done: 0, total: 0 };
  let people: Pick<Page, 'agents' | 'teams'> = { agents: directory.agents, teams: directory.teams };
  const told = (page: Page): Page => {
    const more = { ...page, agents: [...(people.agents ?? []), ...(page.agents ?? [])] };
    const whole = people.teams ? { ...more, teams: people.teams } : more;
    people = {};
    return whole;
  };

  // The first time nothing is new but what is older.
  let newsAt = text === undefined ? tools.vendorNow() : undefined;
  for (;;) {
    const due = newsAt === undefined || (cursor.older && tools.vendorNow() - newsAt >= NEWS_EVERY_MS);
    if (!due && !cursor.older) break;
    const steps = due || !cursor.older ? news(sync, cursor, settings) : older(sync, cursor, cursor.older, settings);
    for await (const { page, next } of steps) {
      cursor = next;
      yield told(page);
      if (!due && newsAt !== undefined && tools.vendorNow() - newsAt >= NEWS_EVERY_MS) break;
    }
    if (due) newsAt = tools.vendorNow();
  }
  sayWhatIsLeftOut(sync);
}

/** What the steps of one run share. */
interface Sync {
  readonly reading: Reading;
  readonly tools: Tools;
  /** Rows of a search that not even an id can be read of, and what else was set aside before the next page. */
  nameless: Rejection[];
  done: number;
  total: number;
}

interface Step {
  readonly page: Page;
  readonly next: Cursor;
}

/** Up to when the search surely shows everything by now, epoch ms: by the vendor's clock. */
function settledAt({ vendorNow }: Tools): number {
  return Math.floor((vendorNow() - LAG_MS) / 1000) * 1000;
}

/** Whoever reads for the first time has stored nothing that could have been deleted. */
function firstCursor({ START_DATE: start = 0 }: Settings, tools: Tools): Cursor {
  const until = settledAt(tools);
  const recentFrom = Math.max(start, until - RECENT_MS);
  return {
    since: until,
    seen: [],
    deletedUntil: until,
    older: { stage: 'recent', recentFrom, before: until, seen: [] },
  };
}

/** A cursor from the future goes back to the latest change that was read under it, else to the start. */
function healed(cursor: Cursor, { START_DATE: start = 0 }: Settings, tools: Tools): Cursor {
  const since = notAhead(cursor.since, latestSeen(cursor) ?? start, tools);
  return { ...cursor, since, deletedUntil: Math.min(cursor.deletedUntil, settledAt(tools)) };
}

/** What changed since the cursor, oldest change first, and what was deleted. */
async function* news(sync: Sync, before: Cursor, settings: Settings): AsyncGenerator<Step> {
  const { tools, reading } = sync;
  const until = settledAt(tools);
  const lookBackFrom = until - LOOK_BACK_MS;
  const start = Math.min(before.since, Math.max(lookBackFrom, settings.START_DATE ?? 0));
  let cursor: Cursor = { ...before, since: start };
  const place = `${tools.source}: POST /conversations/search`;
  const walk = walkChanges<Found>(
    { since: start, seen: before.seen },
    {
      place,
      until,
      settledBefore: () => Number.POSITIVE_INFINITY,
      rememberFrom: lookBackFrom,
      ask: (since, next) => search(sync, { from: since, to: until, order: 'ascending' }, since, next),
    },
  );
  for await (const { rows, position } of walk) {
    cursor = { ...cursor, since: position.since, seen: [...position.seen] };
    if (rows.length === 0 && sync.nameless.length === 0) continue;
    yield { page: await pageOf(sync, rows, cursor), next: cursor };
  }
  const deletions = await readDeletions(reading.client, before.deletedUntil, until, tools.source);
  cursor = { ...cursor, since: Math.max(until, cursor.since), deletedUntil: until };
  const watermark =
    cursor.older?.stage === 'recent' || cursor.older?.stage === 'unsolved' ? {} : { watermarkAt: until };
  yield {
    page: {
      tickets: deletions.tickets,
      wholeTimelines: deletions.tickets.map((ticket) => ticket.id),
      rejected: [...sync.nameless.splice(0), ...deletions.rejected],
      cursor: cursorText.write(cursor),
      ...watermark,
    },
    next: cursor,
  };
}

const NEXT_STAGE = { recent: 'unsolved', unsolved: 'rest', rest: undefined } as const;

/** A stage of what is older, newest change first. */
async function* older(
  sync: Sync,
  before: Cursor,
  stage: Older,
  { START_DATE: start = 0 }: Settings,
): AsyncGenerator<Step> {
  const from = stage.stage === 'recent' ? stage.recentFrom : start;
  const open = stage.stage === 'recent' ? undefined : stage.stage === 'unsolved';
  let cursor = before;
  const walk = walkBack<Found>(stage, {
    place: `${sync.tools.source}: POST /conversations/search`,
    from,
    ask: (to, next) => search(sync, { from, to, order: 'descending', open }, to, next),
  });
  for await (const { rows, position, last } of walk) {
    const here: Older = { ...stage, before: position.before, seen: [...position.seen] };
    const fresh = rows.filter(({ at }) => at >= before.since - LOOK_BACK_MS).map(({ id, at }) => `${id}@${at}`);
    cursor = { ...cursor, seen: [...cursor.seen, ...fresh], older: here };
    if (last) cursor = afterStage(cursor, stage, start);
    // From here on reports are right for their windows.
    const reached = last && stage.stage !== 'rest' && cursor.older?.stage !== 'unsolved';
    const page = await pageOf(sync, rows, cursor);
    yield { page: reached ? { ...page, watermarkAt: before.since } : page, next: cursor };
  }
}

function afterStage(cursor: Cursor, { stage, recentFrom }: Older, start: number): Cursor {
  const { older: _, ...rest } = cursor;
  const next = NEXT_STAGE[stage];
  if (next === undefined || start >= recentFrom) return rest;
  return { ...rest, older: { stage: next, recentFrom, before: recentFrom - 1000, seen: [] } };
}

async function pageOf(sync: Sync, rows: readonly Found[], cursor: Cursor): Promise<Page> {
  const nameless = sync.nameless.splice(0);
  const page = await readConversations(sync.reading, rows);
  sync.done += rows.length;
  return {
    ...page,
    rejected: [...nameless, ...page.rejected],
    cursor: cursorText.write(cursor),
    progress: { done: sync.done, total: Math.max(sync.total, sync.done) },
  };
}

/** Which conversations: changed between two instants, both of them in it, and open or not where that matters. */
interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly order: 'ascending' | 'descending';
  readonly open?: boolean | undefined;
}

/** One answer of the search; a row that does not say when it changed is taken to have changed at `edge`. */
async function search(sync: Sync, wanted: Wanted, edge: number, next: string | undefined): Promise<ChangedRows<Found>> {
  const { body } = await sync.reading.client.json({
    method: 'POST',
    path: '/conversations/search',
    body: searchBody(wanted, next),
    schema: SearchPage,
  });
  if (sync.total === 0) sync.total = body.total_count ?? 0;
  const items = body.conversations ?? [];
  const rows = items.map((row) => {
    const read = readRecords(Row, [row], (item) => `/conversations/search: ${idOf(item)}`);
    const [named] = read.read;
    if (!named) sync.nameless.push(...read.rejected);
    return named && { id: named.id, at: named.updated_at ?? edge, row };
  });
  return { rows: rows.filter((row) => row !== undefined), next: body.pages?.next?.starting_after || undefined };
}

/** Whether `>` and `<` include the second itself is told in two ways: one more second on both sides makes it sure. */
function searchBody({ from, to, order, open }: Wanted, next: string | undefined) {
  const conditions = [
    { field: 'updated_at', operator: '>', value: Math.max(0, from / 1000 - 1) },
    { field: 'updated_at', operator: '<', value: to / 1000 + 1 },
    ...(open === undefined ? [] : [{ field: 'open', operator: '=', value: open }]),
  ];
  return {
    query: { operator: 'AND', value: conditions },
    sort: { field: 'updated_at', order },
    pagination: { per_page: PER_PAGE, ...(next === undefined ? {} : { starting_after: next }) },
  };
}

function sayWhatIsLeftOut({ tools, reading: { leftOut } }: Sync): void {
  if (leftOut.campaigns === 0) return;
  tools.warn(
    `${tools.source}: ${leftOut.campaigns} messages that went out by themselves and that nobody answered are no tickets`,
  );
}
