import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readAnswer, readRecords } from '../../src/connector/records.ts';
import { notAhead } from '../../src/connector/vendor-time.ts';
import type { Customer, Team } from '../../src/model/people.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { NOBODY, RtTicket, Transaction } from './answers.ts';
import { askBeyond, openRt, searchDate, serverTime } from './api.ts';
import {
  cursorText,
  finished,
  firstPosition,
  type Position,
  SETTLE_MS,
  ZONE_BEFORE_MS,
  ZONE_SPAN_MS,
} from './cursor.ts';
import type { PullOptions } from './env.ts';
import { createPeople, type People } from './people.ts';
import {
  mergedInto,
  openingOf,
  type TicketContext,
  toCustomer,
  toEvents,
  toMergedTicket,
  toTicket,
} from './records.ts';

const MOST_QUEUE_PAGES = 50;

/** Tickets whose histories are asked for together. */
const TOGETHER = 25;

const TICKET_FIELDS = {
  'fields[Owner]': 'Name,RealName,EmailAddress,Timezone',
  'fields[Requestor]': 'Name,RealName,EmailAddress,Timezone,Organization',
};

const HISTORY_FIELDS = {
  fields: 'Type,Field,OldValue,NewValue,Created,Creator,ObjectId',
  'fields[Creator]': 'Name,RealName,EmailAddress,Timezone',
};

interface Run {
  readonly options: PullOptions;
  readonly client: HttpClient;
  readonly people: People;
  readonly context: TicketContext;
}

/** Everything that changed since the cursor, a page of tickets at a time, by ticket number. */
export async function* pull(options: PullOptions, cursor: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const client = openRt(options, tools);
  let position = cursor === undefined ? firstPosition(options.startAt) : cursorText.read(cursor, tools.source);
  const { teams, serverNow } = await readQueues(client, tools);
  const people = createPeople(client, tools.source, position, options.bots);
  const { source, storeSubjects } = tools;
  const { own, fields } = options;
  const { sideOf, loginOf } = people;
  const webUrl = options.URL.replace(/\/+$/, '');
  const run = { options, client, people, context: { source, webUrl, storeSubjects, own, fields, sideOf, loginOf } };
  const shown = { ...tools, vendorNow: () => serverNow };
  // What has been seen was surely read; before anything was, the beginning is.
  const safe = Math.max(options.startAt, ...Object.values(position.seen).filter((at) => at <= serverNow));
  position = { ...position, since: notAhead(position.since, safe, shown) };
  const begun = position.walk !== undefined && position.walk.startedAt <= serverNow ? position.walk : undefined;
  let walk = begun ?? { startedAt: serverNow, afterId: 0, tickets: true };
  yield { teams, cursor: cursorText.write({ ...position, walk }) };

  while (walk.tickets) {
    tools.signal.throwIfAborted();
    const step = await stepTickets(run, position, walk);
    walk = step.walk;
    position = { ...position, ...people.known(), seen: step.seen, walk };
    yield { ...step.page, cursor: cursorText.write(position) };
  }
  for (let over = false; !over; ) {
    tools.signal.throwIfAborted();
    const step = await stepGone(run, position, walk.startedAt);
    over = step.over;
    position = { ...position, ...people.known(), gone: step.gone };
    if (over) position = finished(position, walk.startedAt);
    const watermark = over ? { watermarkAt: position.since } : {};
    yield { ...step.page, ...watermark, cursor: cursorText.write(position) };
  }
}

/** Queues are the teams; the answer also tells the server's time. */
async function readQueues(client: HttpClient, tools: Tools): Promise<{ teams: Team[]; serverNow: number }> {
  const schema = z.object({
    items: z.array(z.object({ id: z.union([z.int(), z.string()]).transform(String), Name: z.string().nullish() })),
    pages: z.int().nullish(),
  });
  const teams: Team[] = [];
  let serverNow = tools.now();
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const query = { fields: 'Name', orderby: 'id', per_page: 100, page: page === 1 ? undefined : page };
    const { body, headers } = await client.json({ path: '/queues/all', query, schema });
    teams.push(...body.items.map(({ id, Name }) => ({ source: tools.source, id, name: Name ?? id })));
    // Without a total, the end is an answer without rows.
    pages = body.pages ?? (body.items.length > 0 && page < MOST_QUEUE_PAGES ? page + 1 : page);
    serverNow = serverTime(headers, tools.now());
  }
  return { teams, serverNow };
}

interface Walk {
  readonly startedAt: number;
  readonly afterId: number;
  readonly tickets: boolean;
}

/**
 * The next tickets by number among those that changed. A ticket that changes meanwhile keeps its place in this
 * order, so that none is skipped, and the next run reads it again.
 */
async function stepTickets(
  run: Run,
  position: Position,
  walk: Walk,
): Promise<{ page: Omit<Page, 'cursor'>; walk: Walk; seen: Record<string, number> }> {
  const { client, options, people, context } = run;
  const from = searchDate(position.since - ZONE_BEFORE_MS);
  const condition = `Type = 'ticket' AND LastUpdated >= '${from}'`;
  const columns = `Subject,Status,Created,LastUpdated,Priority,Owner,Queue,Requestor${options.fields.size > 0 ? ',CustomFields' : ''}`;
  const rows = await askBeyond(client, '/tickets', condition, walk.afterId, { fields: columns, ...TICKET_FIELDS });
  const { read, rejected } = readRecords(RtTicket, rows.items, (item) => `tickets/${idOf(item)}`);
  const changed = read.filter(
    ({ id, LastUpdated }) =>
      LastUpdated == null || (LastUpdated >= position.since && position.seen[id] !== LastUpdated),
  );
  const histories = await readHistories(
    run,
    changed.map(({ id }) => id),
  );
  const told = changed.map((ticket) => {
    const requestors = ticket.Requestor.map(({ id }) => id);
    return { ticket, requestors, history: histories.of(ticket.id) };
  });
  const agents = await people.learn(
    told,
    changed.map(({ Owner }) => Owner).filter(({ id }) => id !== NOBODY),
  );
  const customers = new Map<string, Customer>();
  const tickets: Ticket[] = [];
  const events: Event[] = [];
  const unopened: Rejection[] = [];
  const seen: Record<string, number> = { ...position.seen };
  for (const { ticket, requestors, history } of told) {
    const owner = ticket.Owner.id === NOBODY ? {} : { owner: ticket.Owner.id };
    const openedAt = openingOf(ticket, history);
    if (openedAt === undefined) {
      unopened.push({ place: `tickets/${ticket.id}`, reason: 'nothing says when it was opened' });
      continue;
    }
    tickets.push(toTicket(ticket, openedAt, history, context));
    events.push(...toEvents({ id: ticket.id, requestors, queue: ticket.Queue?.id, ...owner }, history, context));
    for (const person of ticket.Requestor) customers.set(person.id, toCustomer(context.source, person));
    if (ticket.LastUpdated != null && ticket.LastUpdated >= walk.startedAt - SETTLE_MS - ZONE_SPAN_MS)
      seen[ticket.id] = ticket.LastUpdated;
  }
  return {
    page: {
      tickets,
      events,
      wholeTimelines: tickets.map(({ id }) => id),
      agents,
      customers: [...customers.values()],
      rejected: [...rejected, ...histories.rejected, ...unopened],
    },
    walk: { ...walk, afterId: rows.lastId, tickets: !rows.over },
    seen,
  };
}

interface Histories {
  readonly of: (ticketId: string) => readonly Transaction[];
  readonly rejected: readonly Rejection[];
}

/** The entries of some tickets' histories, oldest first, without the mail RT sent. */
async function readHistories(run: Run, ticketIds: readonly string[]): Promise<Histories> {
  const byTicket = new Map<string, Transaction[]>();
  const rejected: Rejection[] = [];
  for (let from = 0; from < ticketIds.length; from += TOGETHER) {
    const some = ticketIds.slice(from, from + TOGETHER);
    const which = some.map((id) => `ObjectId = ${id}`).join(' OR ');
    const condition = `ObjectType = 'RT::Ticket' AND (${which}) AND Type != 'EmailRecord' AND Type != 'CommentEmailRecord'`;
    for (let afterId = 0, over = false; !over; ) {
      const rows = await askBeyond(run.client, '/transactions', condition, afterId, HISTORY_FIELDS);
      const result = readRecords(Transaction, rows.items, placeOfEntry);
      rejected.push(...result.rejected);
      for (const entry of result.read) {
        byTicket.set(entry.ObjectId, [...(byTicket.get(entry.ObjectId) ?? []), entry]);
      }
      afterId = rows.lastId;
      over = rows.over;
    }
  }
  return { of: (id) => byTicket.get(id) ?? [], rejected };
}

function placeOfEntry(item: unknown): string {
  const entry = z.object({ ObjectId: z.union([z.int(), z.string()]) }).safeParse(item);
  return `transactions/${idOf(item)}${entry.success ? ` of ticket ${entry.data.ObjectId}` : ''}`;
}

/** Merged and deleted tickets vanish from searches; their histories say so. */
async function stepGone(
  run: Run,
  position: Position,
  startedAt: number,
): Promise<{ page: Omit<Page, 'cursor'>; gone: number; over: boolean }> {
  const condition =
    "ObjectType = 'RT::Ticket' AND ((Type = 'Status' AND NewValue = 'deleted') OR (Type = 'AddLink' AND Field = 'MergedInto'))";
  const rows = await askBeyond(run.client, '/transactions', condition, position.gone, HISTORY_FIELDS);
  const { read, rejected } = readRecords(Transaction, rows.items, placeOfEntry);
  const settled = read.filter(({ Created }) => Created < startedAt - SETTLE_MS);
  const recent = read.filter(({ Created }) => Created >= run.options.startAt);
  const merged = new Map<string, string>();
  const deleted = new Set<string>();
  for (const entry of recent) {
    const into = mergedInto(entry);
    if (into !== undefined) merged.set(entry.ObjectId, into);
    if (entry.Type === 'Status') deleted.add(entry.ObjectId);
  }
  for (const id of merged.keys()) deleted.delete(id);
  const tickets: Ticket[] = [];
  const events: Event[] = [];
  const histories = await readHistories(run, [...merged.keys(), ...deleted]);
  const gone = [...merged.keys(), ...deleted].map((id) => ({ requestors: [], history: histories.of(id) }));
  const agents = await run.people.learn(gone, []);
  for (const [id, into] of merged) {
    const ticket = toMergedTicket(id, into, histories.of(id), run.context);
    if (!ticket) continue;
    tickets.push(ticket);
    events.push(...toEvents({ id, requestors: [] }, histories.of(id), run.context));
  }
  for (const id of deleted) {
    const ticket = await readDeleted(run, id, histories.of(id));
    if (!ticket) continue;
    tickets.push(ticket.ticket);
    events.push(...ticket.events);
  }
  const stopped = settled.length < read.length;
  const lastId = stopped ? Math.max(position.gone, ...settled.map(({ id }) => Number(id))) : rows.lastId;
  return {
    page: {
      tickets,
      events,
      wholeTimelines: tickets.map(({ id }) => id),
      agents,
      rejected: [...rejected, ...histories.rejected],
    },
    gone: lastId,
    over: rows.over || stopped,
  };
}

/** A deleted ticket can still be asked for by its number; one that was brought back is no longer deleted. */
async function readDeleted(
  run: Run,
  id: string,
  history: readonly Transaction[],
): Promise<{ ticket: Ticket; events: Event[] } | undefined> {
  const answer = await run.client.jsonOr([403, 404], { path: `/ticket/${id}`, schema: z.looseObject({}) });
  if (!answer.ok) return undefined;
  const read = readAnswer(RtTicket, answer.body);
  if (!read.ok || read.data.id !== id) return undefined;
  const openedAt = openingOf(read.data, history);
  if (openedAt === undefined) return undefined;
  const requestors = read.data.Requestor.map((one) => one.id);
  const owner = read.data.Owner.id === NOBODY ? {} : { owner: read.data.Owner.id };
  const about = { id, requestors, queue: read.data.Queue?.id, ...owner };
  return { ticket: toTicket(read.data, openedAt, history, run.context), events: toEvents(about, history, run.context) };
}
