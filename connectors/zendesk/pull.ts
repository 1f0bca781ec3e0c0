import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Account } from '../../src/model/account.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Agent, Customer } from '../../src/model/people.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { Event, Side } from '../../src/model/ticket.ts';
import { Organization, ZendeskTicket, ZendeskUser } from './answers.ts';
import { askWholeList, exportsOf, openZendesk, originOf } from './api.ts';
import { cursorText, firstPosition, type Position } from './cursor.ts';
import { readDirectory, readFormerAgents } from './directory.ts';
import type { PullOptions } from './env.ts';
import { commentEvent, TicketComment, TicketUpdate, toEvents } from './history.ts';
import { latest, type Run, type Step, startOf, stepRatings, stepSurveys } from './ratings.ts';
import { toAccount, toCustomer, toTicket } from './records.ts';

/** The vendor withholds the last minute, whose rows may still come in out of order. */
const WITHHELD_S = 61;

/** Everything that changed since the cursor, oldest change first. */
export async function* pull(options: PullOptions, cursor: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const client = openZendesk(options, tools);
  const directory = await readDirectory(client, tools, options);
  const run: Run = { options, tools, client, exports: exportsOf(client), directory };
  let position = cursor === undefined ? firstPosition(options.startAt) : cursorText.read(cursor, tools.source);
  const { agents, teams, rejected } = directory;
  const welcome = await welcomeAgents(run, position, []);
  position = welcome.position;
  yield { agents: [...agents, ...welcome.agents], teams, rejected, cursor: cursorText.write(position) };

  for (;;) {
    tools.signal.throwIfAborted();
    const { phase } = position;
    const step = await STEPS[phase](run, position);
    position = step.position;
    const over = phase === 'updates' && position.phase === 'tickets';
    const watermark = over ? { watermarkAt: position.covered * 1000 } : {};
    yield { ...step.page, ...watermark, cursor: cursorText.write(position) };
    if (over) return;
  }
}

const STEPS: Readonly<Record<Position['phase'], (run: Run, position: Position) => Promise<Step>>> = {
  tickets: stepTickets,
  ratings: stepRatings,
  surveys: stepSurveys,
  updates: stepUpdates,
};

/** Notes who is or was an agent; names those who no longer are. */
async function welcomeAgents(
  run: Run,
  position: Position,
  assignees: readonly string[],
): Promise<{ position: Position; agents: readonly Agent[] }> {
  const current = new Set(run.directory.agents.map(({ id }) => id));
  const known = new Set([...position.agents, ...assignees]);
  const left = [...known].filter((id) => !current.has(id) && !position.former.includes(id)).sort();
  const agents = left.length > 0 ? await readFormerAgents(run.client, run.tools.source, left) : [];
  const all = [...new Set([...known, ...current])].sort();
  const former = [...position.former, ...left].filter((id) => !current.has(id)).sort();
  return { position: { ...position, agents: all, former }, agents };
}

/** https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/ */
const TicketsPage = z.object({
  tickets: z.array(z.unknown()),
  users: z.array(z.unknown()).nullish(),
  organizations: z.array(z.unknown()).nullish(),
  after_cursor: z.string().nullable(),
  end_of_stream: z.boolean(),
});

async function stepTickets(run: Run, before: Position): Promise<Step> {
  const { tools, options, directory } = run;
  const { source } = tools;
  const askedAt = Math.floor(tools.now() / 1000);
  const from = before.tickets === undefined ? { start_time: startOf(options) } : { cursor: before.tickets };
  const include = 'metric_sets,users,organizations';
  const body = await run.exports.ask('/incremental/tickets/cursor.json', { ...from, include }, TicketsPage);
  if (!body.end_of_stream && (body.after_cursor === null || body.after_cursor === before.tickets)) {
    throw new DataError(`${source}: the ticket export repeats its cursor, so the rest cannot be reached`);
  }

  const rejected: Rejection[] = [];
  const read = <T>(schema: z.ZodType<T>, items: readonly unknown[] | null | undefined, list: string) => {
    const result = readRecords(schema, items ?? [], (item) => `${list}/${idOf(item)}`);
    rejected.push(...result.rejected);
    return result.read;
  };
  const users = read(ZendeskUser, body.users, 'users');
  const tickets = latest(read(ZendeskTicket, body.tickets, 'tickets'), ({ id }) => id);
  const assignees = tickets.flatMap(({ assignee_id: id }) => (id === undefined ? [] : [id]));
  const welcome = await welcomeAgents(run, before, assignees);
  const agentIds = new Set(welcome.position.agents);
  const suspended = new Set(users.filter((user) => user.suspended).map(({ id }) => id));
  const internal = { ...before.internal };
  for (const { id, requester_id: requester } of tickets) {
    if (requester !== undefined && agentIds.has(requester)) internal[id] = requester;
  }
  const context = {
    source,
    webOrigin: originOf(options),
    storeSubjects: tools.storeSubjects,
    custom: directory.custom,
    isAgent: (id: string) => agentIds.has(id),
    isSuspended: (id: string) => suspended.has(id),
    fields: options.fields,
    historyFrom: options.startAt,
  };
  const requesters = new Set(tickets.map(({ requester_id: id }) => id));
  const asking = users.filter(({ id, role }) => role === 'end-user' || requesters.has(id));
  const organizations = read(Organization, body.organizations, 'organizations');
  const customers: readonly Customer[] = asking.map((user) => toCustomer(source, user, directory.accountZone));
  const accounts: readonly Account[] = organizations.map((one) => toAccount(source, one));
  const rated = tickets.some(({ satisfaction_rating: rating }) => (rating?.score ?? 'unoffered') !== 'unoffered');
  const ended = body.end_of_stream;
  return {
    page: {
      tickets: tickets.map((ticket) => toTicket(ticket, context)),
      customers: latest(customers, ({ id }) => id),
      accounts: latest(accounts, ({ key }) => key),
      agents: welcome.agents,
      rejected,
    },
    position: {
      ...welcome.position,
      ...(body.after_cursor === null ? {} : { tickets: body.after_cursor }),
      internal,
      ratingsDue: before.ratingsDue || rated,
      covered: ended ? Math.max(before.covered, askedAt - WITHHELD_S) : before.covered,
      phase: ended ? 'ratings' : 'tickets',
    },
  };
}

const UpdatesPage = z.object({
  ticket_events: z.array(z.unknown()),
  count: z.int().min(0),
  end_time: z.int().nullable(),
  end_of_stream: z.boolean(),
});

/** The history of all tickets, up to where the tickets themselves have been read. */
async function stepUpdates(run: Run, before: Position): Promise<Step> {
  const { source } = run.tools;
  const over: Position = {
    ...before,
    internal: {},
    updates: Math.max(before.updates, before.covered),
    phase: 'tickets',
  };
  if (before.updates >= before.covered) return { page: {}, position: over };
  const query = { start_time: before.updates, include: 'comment_events' };
  let body = await run.exports.ask('/incremental/ticket_events.json', query, UpdatesPage);
  let end = body.end_time ?? before.updates;
  while (!body.end_of_stream && end <= before.updates) {
    // A page begins with the second in which the last one ended: it must hold more than that second does.
    if (!run.exports.enlarge()) {
      throw new DataError(
        `${source}: the export of ticket updates does not get past ${new Date(end * 1000).toISOString()} ` +
          `(${body.count} updates in one second), so the rest cannot be reached`,
      );
    }
    body = await run.exports.ask('/incremental/ticket_events.json', query, UpdatesPage);
    end = body.end_time ?? before.updates;
  }
  const { read, rejected } = readRecords(TicketUpdate, body.ticket_events, placeOfUpdate);
  const inside = read.filter(({ timestamp }) => timestamp < before.covered);
  const context = { source, custom: run.directory.custom, sideOf: sideOf(run, before) };
  const { events, privacyChanged } = toEvents(inside, context);
  const corrected: Event[] = [];
  for (const ticketId of privacyChanged) corrected.push(...(await readComments(run, before, ticketId)));
  const position = body.end_of_stream || end >= before.covered ? over : { ...before, updates: end };
  return {
    page: { events: latest([...events, ...corrected], ({ ticketId, id }) => `${ticketId}/${id}`), rejected },
    position,
  };
}

function placeOfUpdate(item: unknown): string {
  const ticket = z.object({ ticket_id: z.union([z.int(), z.string()]) }).safeParse(item);
  return `ticket_events/${idOf(item)}${ticket.success ? ` of ticket ${ticket.data.ticket_id}` : ''}`;
}

/** A ticket's comments as they are now: which of them are public may have changed. */
async function readComments(run: Run, position: Position, ticketId: string): Promise<readonly Event[]> {
  const path = `/tickets/${ticketId}/comments.json`;
  const items = await askWholeList(run.client, path, 'comments', { without: [404] });
  const side = sideOf(run, position);
  return readRecords(TicketComment, items, idOf).read.map((comment) => {
    const authorId = String(comment.author_id ?? '');
    const by = side(authorId, ticketId);
    const { id, via, created_at: at, public: isPublic } = comment;
    return commentEvent({ source: run.tools.source, ticketId, at, seq: 0, id, authorId, isPublic, via, by });
  });
}

function sideOf(run: Run, position: Position): (userId: string, ticketId: string) => Side {
  const agents = new Set(position.agents);
  const bots = new Set(run.directory.agents.filter(({ bot }) => bot).map(({ id }) => id));
  return (userId, ticketId) => {
    // The system itself is user -1, or nobody.
    if (userId === '-1' || userId === '0' || userId === '' || bots.has(userId)) return 'bot';
    if (position.internal[ticketId] === userId) return 'customer';
    return agents.has(userId) ? 'agent' : 'customer';
  };
}
