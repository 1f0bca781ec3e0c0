import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { walkChanges } from '../../src/connector/keyset-walk.ts';
import { notAhead } from '../../src/connector/vendor-time.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import { MS_PER_MINUTE } from '../../src/model/time.ts';
import type { Found } from './answers.ts';
import { openHubspot, PATHS, SCOPES } from './api.ts';
import { type Cursor, cursorText, firstCursor, latestOf, type Stream } from './cursor.ts';
import { readDeals } from './deals.ts';
import type { Settings } from './env.ts';
import { MOST, SEARCH_LAG_MS } from './limits.ts';
import { chunksOf, type Kind, listObjects, searchChanges } from './objects.ts';
import { chosenPipelines, readPipelines } from './pipelines.ts';
import { mayRead, openReading } from './reading.ts';
import { readSurveys } from './surveys.ts';
import { changedThreads } from './threads.ts';
import { type Records, readTickets } from './tickets.ts';

/** A kind of objects that is followed: where it stands in the cursor, and how its objects are read. */
interface Followed {
  readonly name: 'tickets' | 'surveys' | 'deals';
  readonly kind: Kind;
  /** Objects that changed earlier are not wanted, epoch ms. */
  readonly from: number;
  readonly read: (ids: readonly string[], archived?: boolean) => Promise<Records>;
}

/** What the steps of one run share. */
interface Sync {
  readonly client: HttpClient;
  readonly tools: Tools;
  cursor: Cursor;
  /** What was set aside before the next page. */
  rejected: Rejection[];
  done: number;
}

/**
 * The first time whole lists, by id: they are complete, while a search lags and ends at 10,000 rows. From then on what
 * searches say has changed since, looked at again for two hours back; tickets whose conversations have a new message; and
 * what was archived. Nothing is taken to be read up to an instant that HubSpot has not shown.
 */
export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncIterable<Page> {
  const client = openHubspot(settings, tools);
  const { reading, rejected, currency } = await openReading(client, settings, tools);
  const { source } = tools;
  let cursor = text === undefined ? firstCursor(tools.vendorNow()) : cursorText.read(text, source);
  // Under a wrong clock changes were passed over: lists bring everything again.
  if (notAhead(latestOf(cursor), tools.vendorNow(), tools) !== latestOf(cursor))
    cursor = firstCursor(tools.vendorNow());
  const sync: Sync = { client, tools, cursor, rejected: [...rejected], done: 0 };
  const leftOut = { surveys: 0 };
  const surveys = {
    client,
    source,
    scales: settings.SURVEY_SCALES,
    scaleVariable: tools.variable('SURVEY_SCALES'),
    leftOut,
  };
  const from = settings.START_DATE ?? 0;
  const tickets: Followed = {
    name: 'tickets',
    kind: 'tickets',
    from,
    read: (ids, old) => readTickets(reading, ids, old),
  };
  const followed: Followed[] = [tickets];
  if (await mayRead(client, 'feedback_submissions', SCOPES.feedback, tools)) {
    followed.push({ name: 'surveys', kind: 'feedback_submissions', from, read: (ids) => readSurveys(surveys, ids) });
  }
  let deals: Followed | undefined;
  if (settings.DEALS) {
    const { all } = await readPipelines(client, 'deals');
    const renewals = chosenPipelines(all, settings.RENEWAL_PIPELINES, 'RENEWAL_PIPELINES', tools) ?? new Set<string>();
    const { CONTRACT_START: contractStart, CONTRACT_END: contractEnd } = settings;
    const rules = { source, renewals, contractStart, contractEnd, currency };
    // Contracts that were made before the first ticket that counts are what accounts pay now.
    deals = { name: 'deals', kind: 'deals', from: 0, read: (ids, old) => readDeals(reading, rules, ids, old) };
    followed.push(deals);
  }

  let people: Pick<Page, 'agents' | 'teams'> = { agents: reading.directory.agents, teams: reading.directory.teams };
  const told = (page: Page): Page => {
    const more = people.teams
      ? { ...page, agents: [...(people.agents ?? []), ...(page.agents ?? [])], teams: people.teams }
      : page;
    people = {};
    return more;
  };
  for (const each of followed) for await (const page of listed(sync, each)) yield told(page);
  for (const each of followed) for await (const page of changed(sync, each)) yield told(page);
  for await (const page of written(sync, tickets)) yield told(page);
  const until = sync.cursor.tickets.since;
  for (const each of [tickets, deals]) if (each) for await (const page of archived(sync, each)) yield told(page);
  sync.cursor = { ...sync.cursor, archivedUntil: until };
  if (leftOut.surveys > 0) {
    tools.warn(
      `${source}: ${leftOut.surveys} answers to surveys of your own rate neither satisfaction nor effort nor loyalty`,
    );
  }
  // A search shows most changes within seconds.
  yield told({ ...pageOf(sync, {}), watermarkAt: until - MS_PER_MINUTE });
}

function pageOf(sync: Sync, records: Records): Page {
  const rejected = [...sync.rejected.splice(0), ...(records.rejected ?? [])];
  return { ...records, rejected, cursor: cursorText.write(sync.cursor), progress: { done: sync.done } };
}

function moved(sync: Sync, name: Followed['name'], stream: Partial<Stream>): void {
  sync.cursor = { ...sync.cursor, [name]: { ...sync.cursor[name], ...stream } };
}

/** Reads found objects in portions; the cursor moves with the last of them only. */
async function* portions(
  sync: Sync,
  { read }: Followed,
  ids: readonly string[],
  move: () => void,
  isArchived = false,
): AsyncGenerator<Page> {
  const chunks = chunksOf([...new Set(ids)], MOST.withHistory);
  for (const [index, chunk] of chunks.entries()) {
    const records = await read(chunk, isArchived);
    sync.done += chunk.length;
    if (index === chunks.length - 1) move();
    yield pageOf(sync, records);
  }
  if (chunks.length === 0) move();
}

/** The whole list of a kind, by id. */
async function* listed(sync: Sync, each: Followed): AsyncGenerator<Page> {
  const { list: begun, since: before } = sync.cursor[each.name];
  // A kind that was not read before, for want of a scope or a setting, begins now.
  if (begun !== 'end' && begun.after === undefined) {
    moved(sync, each.name, { since: Math.max(before, sync.tools.vendorNow()) });
  }
  for (;;) {
    const { list, since, seen } = sync.cursor[each.name];
    if (list === 'end') return;
    const { found, next, rejected } = await listObjects(sync.client, each.kind, false, list.after);
    sync.rejected.push(...rejected);
    const wanted = found.filter(({ at }) => at >= each.from);
    // What the first search after it looks back upon need not be read a second time.
    const fresh = wanted.filter(({ at }) => at >= since - SEARCH_LAG_MS).map(({ id, at }) => `${id}@${at}`);
    const stream = { list: next === undefined ? ('end' as const) : { after: next }, seen: [...seen, ...fresh] };
    const ids = wanted.map(({ id }) => id);
    yield* portions(sync, each, ids, () => moved(sync, each.name, stream));
  }
}

/** What a search says has changed, oldest change first. */
async function* changed(sync: Sync, each: Followed): AsyncGenerator<Page> {
  const { client, tools } = sync;
  const until = tools.vendorNow();
  const lookBackFrom = Math.max(until - SEARCH_LAG_MS, each.from);
  const { since, seen } = sync.cursor[each.name];
  const start = Math.min(since, lookBackFrom);
  const walk = walkChanges<Found>(
    { since: start, seen },
    {
      place: `${tools.source}: POST ${PATHS.search(each.kind)}`,
      until: Number.POSITIVE_INFINITY,
      settledBefore: () => Number.POSITIVE_INFINITY,
      rememberFrom: lookBackFrom,
      ask: (at, next) => searchChanges(client, each.kind, at, next, sync.rejected),
    },
  );
  for await (const { rows, position } of walk) {
    const ids = rows.map(({ id }) => id);
    yield* portions(sync, each, ids, () => moved(sync, each.name, { since: position.since, seen: [...position.seen] }));
  }
  moved(sync, each.name, { since: Math.max(until, sync.cursor[each.name].since) });
}

/** Tickets of conversations with a new message: a message need not change the ticket. */
async function* written(sync: Sync, tickets: Followed): AsyncGenerator<Page> {
  const { client, tools } = sync;
  const until = tools.vendorNow();
  const lookBackFrom = Math.max(until - SEARCH_LAG_MS, tickets.from);
  const { since, seen } = sync.cursor.conversations;
  const walk = walkChanges(
    { since: Math.min(since, lookBackFrom), seen },
    {
      place: `${tools.source}: GET ${PATHS.threads}`,
      until: Number.POSITIVE_INFINITY,
      settledBefore: () => Number.POSITIVE_INFINITY,
      rememberFrom: lookBackFrom,
      ask: (at, next) => changedThreads(client, at, next, sync.rejected),
    },
  );
  const move = (position: Cursor['conversations']) => {
    sync.cursor = { ...sync.cursor, conversations: { since: position.since, seen: [...position.seen] } };
  };
  for await (const { rows, position } of walk) {
    const ids = rows.flatMap(({ ticketId }) => ticketId ?? []);
    yield* portions(sync, tickets, ids, () => move({ since: position.since, seen: [...position.seen] }));
  }
  const { conversations } = sync.cursor;
  move({ since: Math.max(until, conversations.since), seen: conversations.seen });
}

/** What was archived since the last run, from the list of what is archived: HubSpot keeps it for 90 days. */
async function* archived(sync: Sync, each: Followed): AsyncGenerator<Page> {
  const since = sync.cursor.archivedUntil - SEARCH_LAG_MS;
  for (let after: string | undefined; ; ) {
    const { found, next, rejected } = await listObjects(sync.client, each.kind, true, after);
    sync.rejected.push(...rejected);
    const fresh = found.filter(({ archivedAt, at }) => (archivedAt ?? at) >= Math.max(since, each.from));
    const ids = fresh.map(({ id }) => id);
    yield* portions(sync, each, ids, () => {}, true);
    if (next === undefined) return;
    after = next;
  }
}
