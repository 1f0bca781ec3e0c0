import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { type ChangedRows, walkChanges } from '../../src/connector/keyset-walk.ts';
import { idOf, readRecords, sideBySide, whyUnreadable } from '../../src/connector/records.ts';
import type { Customer } from '../../src/model/people.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import { Contact, Conversation, Deleted, type Found, Part, Parts, Row, SearchPage } from './answers.ts';
import { AT_ONCE, hostsOf, openIntercom, PER_PAGE } from './api.ts';
import { readCursor } from './cursor.ts';
import { type Directory, readDirectory } from './directory.ts';
import type { Settings } from './env.ts';
import {
  type Context,
  type ConversationRecords,
  deletedConversation,
  toCustomer,
  toRecords,
  toTombstone,
} from './records.ts';

/** The conversations of one step, whole, with their contacts. */
export async function readConversations(
  found: readonly Found[],
  client: HttpClient,
  context: Context,
  settings: Settings,
  directory: Directory,
  now: number,
) {
  const { source } = context;
  const rejected: Rejection[] = [];
  const whole: string[] = [];
  const read = await sideBySide(found, AT_ONCE, async ({ id, row }): Promise<ConversationRecords | undefined> => {
    const path = `/conversations/${encodeURIComponent(id)}`;
    const answer = await client.jsonOr([404], { path, query: { display_as: 'plaintext' }, schema: z.unknown() });
    const conversation = Conversation.safeParse(answer.ok ? answer.body : row);
    if (!conversation.success) {
      rejected.push({ place: path, reason: whyUnreadable(conversation.error) });
      return undefined;
    }
    if (!answer.ok) {
      whole.push(id);
      return deletedConversation(toRecords(conversation.data, [], 0, context), now);
    }
    const listed = Parts.safeParse(answer.body);
    if (!listed.success) {
      rejected.push({ place: path, reason: whyUnreadable(listed.error) });
      return undefined;
    }
    const { conversation_parts: items, total_count: total } = listed.data.conversation_parts;
    const parts = readRecords(Part, items, (item) => `${path}: part ${idOf(item)}`);
    rejected.push(...parts.rejected);
    // Of a conversation that was cut off, older parts may be stored from before: they are kept.
    if (items.length >= total) whole.push(id);
    return toRecords(conversation.data, parts.read, total, context);
  });
  const records = read.filter((each) => each !== undefined);
  const contacts = await readContacts(
    client,
    records.flatMap(({ customer }) => customer?.id ?? []),
  );
  const customers = new Map<string, Customer>();
  for (const { customer } of records) if (customer) customers.set(customer.id, customer);
  for (const contact of contacts.read) {
    customers.set(contact.id, toCustomer(contact, source, settings.TIME_ZONE_ATTRIBUTE));
  }
  const teammates = new Set(directory.agents.map((agent) => agent.id));
  return {
    tickets: records.map((record) => record.ticket),
    events: records.flatMap((record) => record.events),
    wholeTimelines: whole.toSorted(),
    agents: latest(records.flatMap(({ authors }) => authors.filter((author) => !teammates.has(author.id)))),
    customers: [...customers.values()],
    accounts: [...new Map(records.flatMap(({ account }) => (account ? [[account.key, account]] : []))).values()],
    ratings: records.flatMap(({ rating }) => rating ?? []),
    rejected: [...rejected, ...contacts.rejected],
  };
}

function latest<Each extends { readonly id: string }>(each: readonly Each[]): Each[] {
  return [...new Map(each.map((one) => [one.id, one])).values()];
}

const ContactPage = z.object({ data: z.array(z.unknown()) });

/** The contacts' own records in one request; merged ones and brand-new ones are missing from it. */
async function readContacts(client: HttpClient, ids: readonly string[]) {
  const wanted = [...new Set(ids)].toSorted();
  if (wanted.length === 0) return { read: [], rejected: [] };
  const { body } = await client.json({
    method: 'POST',
    path: '/contacts/search',
    body: { query: { field: 'id', operator: 'IN', value: wanted }, pagination: { per_page: PER_PAGE } },
    schema: ContactPage,
  });
  return readRecords(Contact, body.data, (item) => `/contacts/search: ${idOf(item)}`);
}

/** Deletions may show up in the list a little late. */
const OVERLAP_MS = MS_PER_HOUR;

const DeletedPage = z.object({
  conversations: z.array(z.unknown()),
  pages: z.object({ total_pages: z.int().nullish(), next: z.unknown().optional() }),
});

/** Deletions since the last run, newest first in Intercom's list. Versions and plans without the list answer 4xx. */
export async function readDeletions(
  client: HttpClient,
  since: number,
  source: string,
): Promise<{ readonly tickets: readonly Ticket[]; readonly rejected: readonly Rejection[] }> {
  const path = '/conversations/deleted';
  const tickets = new Map<string, Ticket>();
  const rejected: Rejection[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client.jsonOr([400, 403, 404], {
      path,
      query: { order: 'desc', page, per_page: 60 },
      schema: DeletedPage,
    });
    if (!answer.ok) break;
    const read = readRecords(Deleted, answer.body.conversations, (item) => `${path}: ${idOf(item)}`);
    rejected.push(...read.rejected);
    const fresh = read.read.filter((deleted) => deleted.deleted_at >= since - OVERLAP_MS);
    for (const deleted of fresh) tickets.set(deleted.id, toTombstone(deleted, source));
    const { next, total_pages: pages } = answer.body.pages;
    if (fresh.length === 0 || next === null || next === undefined || page >= (pages ?? page)) break;
  }
  return { tickets: [...tickets.values()], rejected };
}

/** What is fresher is left for the next run: the search may not show it yet, and a second is not over. */
const LAG_MS = MS_PER_MINUTE;

/** Conversations are known to show up late in the search: each run looks back so far, and reads only what it has not seen. */
const LOOK_BACK_MS = 24 * MS_PER_HOUR;

/** Everything that changed since the cursor, oldest change first; then the conversations deleted since. */
export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncIterable<Page> {
  const { source, storeSubjects } = tools;
  const client = openIntercom(settings, tools);
  const until = wholeSecond(tools.now() - LAG_MS);
  // Whoever reads for the first time has stored nothing that could have been deleted.
  const cursor =
    text === undefined ? { since: settings.SINCE ?? 0, seen: [], deletedUntil: until } : readCursor(text, source);
  const directory = await readDirectory(client, settings, tools);
  const context: Context = {
    source,
    storeSubjects,
    snoozed: settings.SNOOZED,
    fields: settings.FIELDS,
    inbox: `${hostsOf(settings.REGION).app}/a/inbox/${directory.workspace}`,
  };
  const lookBackFrom = until - LOOK_BACK_MS;
  const start = text === undefined ? cursor.since : Math.min(cursor.since, Math.max(lookBackFrom, settings.SINCE ?? 0));

  let people: Partial<Page> = { agents: directory.agents, teams: directory.teams };
  let rejected: readonly Rejection[] = directory.rejected;
  let done = 0;
  let total = 0;
  let position = { since: start, seen: cursor.seen as readonly string[] };
  const written = (deletedUntil: number) => JSON.stringify({ ...position, deletedUntil });

  const place = `${source}: POST /conversations/search`;
  const walk = walkChanges<Found>(position, {
    place,
    until,
    settledBefore: () => Number.POSITIVE_INFINITY,
    rememberFrom: lookBackFrom,
    async ask(since, next): Promise<ChangedRows<Found>> {
      const { body } = await client.json({
        method: 'POST',
        path: '/conversations/search',
        body: searchBody(since, until, next),
        schema: SearchPage,
      });
      if (total === 0) total = body.total_count;
      const rows = readRecords(Row, body.conversations, (item) => `/conversations/search: ${idOf(item)}`);
      rejected = [...rejected, ...rows.rejected];
      return { rows: rows.read, next: body.pages.next?.starting_after };
    },
  });
  for await (const step of walk) {
    position = step.position;
    if (step.rows.length === 0 && rejected.length === 0) continue;
    const page = await readConversations(step.rows, client, context, settings, directory, tools.now());
    done += step.rows.length;
    yield {
      ...page,
      agents: [...(people.agents ?? []), ...page.agents],
      ...(people.teams ? { teams: people.teams } : {}),
      rejected: [...rejected, ...page.rejected],
      cursor: written(cursor.deletedUntil),
      progress: { done, total: Math.max(total, done) },
    };
    people = {};
    rejected = [];
  }

  const deletions =
    text === undefined ? { tickets: [], rejected: [] } : await readDeletions(client, cursor.deletedUntil, source);
  position = { ...position, since: until };
  yield {
    ...people,
    tickets: deletions.tickets,
    wholeTimelines: deletions.tickets.map((ticket) => ticket.id),
    rejected: [...rejected, ...deletions.rejected],
    cursor: written(until),
    watermarkAt: until,
  };
}

const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/** Whether `>` and `<` include the second itself is told in two ways: one more second on both sides makes it sure. */
function searchBody(since: number, until: number, next: string | undefined) {
  const between = [
    { field: 'updated_at', operator: '>', value: Math.max(0, since / 1000 - 1) },
    { field: 'updated_at', operator: '<', value: until / 1000 + 1 },
  ];
  return {
    query: { operator: 'AND', value: between },
    sort: { field: 'updated_at', order: 'ascending' },
    pagination: { per_page: PER_PAGE, ...(next === undefined ? {} : { starting_after: next }) },
  };
}
