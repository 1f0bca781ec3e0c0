import { z } from 'zod';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import { type Event, isSolved, type Ticket } from '../../src/model/ticket.ts';
import { Organization, ZendeskTicket, ZendeskUser } from './answers.ts';
import { askList, NOT_IN_PLAN, originOf } from './api.ts';
import { historyFrom, type Position } from './cursor.ts';
import { noteStaff } from './people.ts';
import { isMessaging, isUnheard, toAccount, toCustomer, toTicket } from './records.ts';
import { latest, type Run, type Step } from './run.ts';

/** The vendor withholds the last minute, whose rows may still come in out of order. */
const WITHHELD_S = 61;

/** Up to when everything is shown by now, epoch s: by the vendor's clock, and by what it showed before it was asked. */
export function settledAt(run: Run): number {
  return Math.floor(run.tools.vendorNow() / 1000) - WITHHELD_S;
}

/** https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/ */
const TicketsPage = z.object({
  tickets: z.array(z.unknown()),
  users: z.array(z.unknown()).nullish(),
  organizations: z.array(z.unknown()).nullish(),
  after_cursor: z.string().nullish(),
  end_of_stream: z.boolean(),
});
type TicketsPage = z.infer<typeof TicketsPage>;

/** One page of an export of tickets, from a cursor on, or from an instant (epoch s). */
export async function askTickets(
  run: Run,
  cursor: string | undefined,
  startAt: number,
  scope: Readonly<Record<string, string>> = {},
): Promise<TicketsPage> {
  const from = cursor === undefined ? { start_time: startAt } : { cursor };
  const query = { ...from, include: 'metric_sets,users,organizations', ...scope };
  const body = await run.exports.ask('/incremental/tickets/cursor.json', query, TicketsPage);
  if (!body.end_of_stream && (!body.after_cursor || body.after_cursor === cursor)) {
    throw new DataError(`${run.tools.source}: the ticket export repeats its cursor, so the rest cannot be reached`);
  }
  return body;
}

/** Tickets of one answer, in the model's words, and what they show beside themselves. */
export interface ReadTickets {
  readonly page: Omit<Page, 'cursor'>;
  readonly position: Position;
}

interface Listed {
  readonly tickets: readonly unknown[];
  readonly users?: readonly unknown[] | null | undefined;
  readonly organizations?: readonly unknown[] | null | undefined;
}

/** Translates the tickets of an answer; `only` leaves out those that another step brings. */
export async function readTickets(
  run: Run,
  before: Position,
  { tickets: items, users: people, organizations }: Listed,
  only: (ticket: ZendeskTicket) => boolean = () => true,
): Promise<ReadTickets> {
  const { tools, options, directory } = run;
  const { source } = tools;
  const rejected: Rejection[] = [];
  const read = <T>(schema: z.ZodType<T>, list: readonly unknown[] | null | undefined, name: string) => {
    const result = readRecords(schema, list ?? [], (item) => `${name}/${idOf(item)}`);
    rejected.push(...result.rejected);
    return result.read;
  };
  const users = read(ZendeskUser, people, 'users');
  const rows = latest(read(ZendeskTicket, items, 'tickets'), ({ id }) => id).filter(only);
  const staff = await noteStaff(run, before, assigneesOf(rows));
  const agentIds = new Set(staff.position.agents);
  await learnWhetherConversationsAreHeard(run, rows);
  const suspended = new Set(users.filter((user) => user.suspended).map(({ id }) => id));
  const logged = new Set(before.logged);
  const context = {
    source,
    webOrigin: originOf(options),
    storeSubjects: tools.storeSubjects,
    custom: directory.custom,
    isAgent: (id: string) => agentIds.has(id),
    isSuspended: (id: string) => suspended.has(id),
    isLogged: (id: string) => logged.has(id),
    fields: options.fields,
    historyFrom: historyFrom(before, Math.floor(options.startAt / 1000)) * 1000,
    hearsConversations: run.found.conversations === true,
  };
  const tickets: Ticket[] = [];
  for (const row of rows) {
    const ticket = toTicket(row, context);
    if (ticket) tickets.push(ticket);
    else rejected.push({ place: `tickets/${row.id}`, reason: 'none of its instants can be read' });
  }
  const requesters = new Set(rows.map(({ requester_id: id }) => id));
  const asking = users.filter(({ id, role }) => role === 'end-user' || requesters.has(id));
  const customers = asking.map((user) => toCustomer(source, user, directory.accountZone));
  const accounts = read(Organization, organizations, 'organizations').map((one) => toAccount(source, one));
  return {
    page: {
      tickets,
      customers: latest(customers, ({ id }) => id),
      accounts: latest(accounts, ({ key }) => key),
      agents: staff.agents,
      rejected,
    },
    position: withTickets(run, staff.position, rows, tickets, agentIds),
  };
}

/** Everybody whom these tickets are assigned to: whoever left is still one in their closed tickets. */
export function assigneesOf(rows: readonly ZendeskTicket[]): string[] {
  return rows.flatMap(({ assignee_id: id }) => (id === undefined ? [] : [id]));
}

/** Tickets that agents ask for, with who asks. */
export function internalOf(rows: readonly ZendeskTicket[], isAgent: (id: string) => boolean): Record<string, string> {
  const asked = rows.filter(({ requester_id: id }) => id !== undefined && isAgent(id));
  return Object.fromEntries(asked.map(({ id, requester_id: requester }) => [id, requester!]));
}

function withTickets(
  run: Run,
  position: Position,
  rows: readonly ZendeskTicket[],
  tickets: readonly Ticket[],
  agentIds: ReadonlySet<string>,
): Position {
  const over = new Set(tickets.flatMap(({ id, status, deletedAt }) => (isSolved(status) || deletedAt ? [id] : [])));
  const openings = new Map(tickets.map(({ id, openedAt }) => [id, openedAt]));
  const heard = run.found.conversations === true;
  const talks = rows.filter((row) => isMessaging(row) && heard && row.status !== 'deleted' && openings.has(row.id));
  for (const row of rows) {
    if (row.status === 'deleted' || !isUnheard(row, heard)) continue;
    const channel = String(row.via?.channel ?? 'messaging');
    run.found.unheard.set(channel, (run.found.unheard.get(channel) ?? 0) + 1);
  }
  const rated = rows.filter(({ satisfaction_rating: rating }) => (rating?.score ?? 'unoffered') !== 'unoffered');
  const ratedFrom = Math.min(
    position.ratedFrom ?? Number.POSITIVE_INFINITY,
    ...rated.flatMap(({ id }) => openings.get(id) ?? []).map((at) => Math.floor(at / 1000)),
  );
  const withBot = { ...position.withBot };
  for (const { id, updatedAt } of tickets) {
    const held = withBot[id];
    if (held && over.has(id)) withBot[id] = { ...held, until: Math.min(held.until ?? updatedAt, updatedAt) };
  }
  return {
    ...position,
    withBot,
    internal: { ...position.internal, ...internalOf(rows, (id) => agentIds.has(id)) },
    ratingsDue: position.ratingsDue || rated.length > 0,
    ...(Number.isFinite(ratedFrom) ? { ratedFrom } : {}),
    logged: position.logged.filter((id) => !over.has(id)),
    pending: {
      ...position.pending,
      conversations: [
        ...position.pending.conversations,
        ...talks.map(({ id }) => ({ id, openedAt: openings.get(id)! })),
      ],
    },
  };
}

/** Whether the conversation log can be read is asked of the first ticket that has one. */
async function learnWhetherConversationsAreHeard(run: Run, rows: readonly ZendeskTicket[]): Promise<void> {
  const first = rows.find((row) => isMessaging(row) && row.status !== 'deleted');
  if (run.found.conversations !== undefined || !first) return;
  const path = `/tickets/${first.id}/conversation_log`;
  const options = { query: { sort: 'created_at' }, size: 1, without: NOT_IN_PLAN, lane: 'conversations' } as const;
  run.found.conversations = (await askList(run.client, path, 'events', options)).status === 200;
}

/** The next tickets that people work on; after the last ones everything up to then is covered. */
export async function stepTickets(run: Run, before: Position): Promise<Step> {
  const settled = settledAt(run);
  const body = await askTickets(run, before.tickets, before.updates);
  const { page, position } = await readTickets(run, before, body);
  const ended = body.end_of_stream;
  return {
    page,
    position: {
      ...position,
      ...(body.after_cursor ? { tickets: body.after_cursor } : {}),
      covered: ended ? Math.max(before.covered, settled) : before.covered,
      phase: ended ? 'ai' : 'tickets',
    },
  };
}

/** The tickets of AI agents, which the export leaves out unless it is asked for them. */
const AI_SCOPE = { support_type_scope: 'ai_agent' };

/**
 * The next tickets that AI agents handle alone. An account that does not know the question answers with everybody's
 * tickets, of which the first is the same as without it; until a ticket has shown which, it is asked from the start.
 */
export async function stepAiTickets(run: Run, before: Position): Promise<Step> {
  const { ai } = before;
  const over = (state: Position['ai']['state']): Step => {
    return { page: {}, position: { ...before, phase: 'ratings', ai: { ...ai, state } } };
  };
  if (!run.options.aiAgents || ai.state === 'off') return over(ai.state);
  const body = await askTickets(run, ai.tickets, before.updates, AI_SCOPE);
  if (ai.state === 'new') {
    if (body.tickets.length === 0) return over('new');
    const everybodys = await askTickets(run, undefined, before.updates);
    if (idOf(everybodys.tickets[0]) === idOf(body.tickets[0])) return over('off');
  }
  const { page, position } = await readTickets(run, before, body);
  const tickets = page.tickets ?? [];
  const talking = tickets.filter(({ status, deletedAt }) => !isSolved(status) && !deletedAt);
  const held = Object.fromEntries(talking.map(({ id, openedAt }) => [id, { from: openedAt }]));
  const events = tickets.map(({ id, openedAt }) => handover(run.tools.source, id, 'bot', openedAt));
  return {
    page: { ...page, events },
    position: {
      ...position,
      withBot: { ...position.withBot, ...held },
      ai: { state: 'on', ...(body.after_cursor ? { tickets: body.after_cursor } : {}) },
      phase: body.end_of_stream ? 'ratings' : 'ai',
    },
  };
}

/** A bot takes a ticket, or lets it go, once in the ticket's life. */
export function handover(source: string, ticketId: string, to: 'bot' | 'team', at: number): Event {
  return { source, ticketId, id: `handover-${to}`, at, seq: 0, kind: 'handover', to };
}

/** Tickets of whom it turned out that an agent logged them for a customer who called: told anew as that. */
export async function stepLogged(run: Run, before: Position): Promise<Step> {
  const ids = before.pending.logged.slice(0, 100);
  const { body } = await run.client.json({
    path: '/tickets/show_many.json',
    query: { ids: ids.join(','), include: 'metric_sets' },
    schema: z.object({ tickets: z.array(z.unknown()) }),
  });
  const logged = [...new Set([...before.logged, ...ids])].sort();
  const { page, position } = await readTickets(run, { ...before, logged }, body);
  // Their conversations and what they show of people were read with them the first time.
  const pending = { ...before.pending, logged: before.pending.logged.slice(ids.length) };
  return {
    page,
    position: { ...before, agents: position.agents, former: position.former, logged: position.logged, pending },
  };
}
