import { z } from 'zod';
import { idOf, readRecord, readRecords } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Rejection } from '../../src/model/source.ts';
import type { Event } from '../../src/model/ticket.ts';
import { ZendeskTicket } from './answers.ts';
import { askWholeList } from './api.ts';
import type { Position } from './cursor.ts';
import { actorOf, commentEvent, staffSeenIn, TicketComment, TicketUpdate, toEvents } from './history.ts';
import { noteStaff, sidesOf } from './people.ts';
import { latest, type Run, type Step } from './run.ts';
import { askTickets, handover } from './tickets.ts';

const UpdatesPage = z.object({
  ticket_events: z.array(z.unknown()),
  count: z.int().min(0).nullish(),
  end_time: z.int().nullish(),
  end_of_stream: z.boolean(),
});

/** One stretch of the history of all tickets. */
export interface UpdatesRead {
  readonly page: Step['page'];
  readonly position: Position;
  /** Everything before this has been read, epoch s; never later than the last update or than `until`. */
  readonly reached: number;
  readonly over: boolean;
  /** Tickets that an agent logged for a customer who called. */
  readonly logged: readonly string[];
}

/**
 * The next updates from an instant on, up to another one (epoch s). `internal` names who asks in tickets of agents.
 */
export async function readUpdates(
  run: Run,
  before: Position,
  from: number,
  until: number,
  internal: Readonly<Record<string, string>>,
): Promise<UpdatesRead> {
  const scope = before.ai.state === 'on' ? { support_type_scope: 'all' } : {};
  const query = { start_time: from, include: 'comment_events', ...scope };
  let body = await run.exports.ask('/incremental/ticket_events.json', query, UpdatesPage);
  let end = body.end_time ?? from;
  let crowded = false;
  while (!body.end_of_stream && end <= from) {
    // A page begins with the second in which the last one ended: it must hold more than that second does.
    if (!run.exports.enlarge()) {
      crowded = true;
      break;
    }
    body = await run.exports.ask('/incremental/ticket_events.json', query, UpdatesPage);
    end = body.end_time ?? from;
  }
  const { read, rejected } = readRecords(TicketUpdate, body.ticket_events, placeOfUpdate);
  const inside = read.filter(({ timestamp }) => timestamp < until);
  const staff = await noteStaff(run, before, staffSeenIn(inside));
  const context = {
    source: run.tools.source,
    custom: run.directory.custom,
    sideOf: sidesOf(run, staff.position, internal),
  };
  const { events, privacyChanged, logged, handed } = toEvents(inside, context);
  const handovers = handedToPeople(run, before, events, handed);
  const corrected: Event[] = [];
  for (const ticketId of privacyChanged) corrected.push(...(await readComments(run, context.sideOf, ticketId)));
  if (crowded && !inside.some(({ timestamp }) => timestamp === from)) {
    throw new DataError(
      `${run.tools.source}: the export of ticket updates repeats itself, so the rest cannot be reached`,
    );
  }
  const wall = crowded ? await ticketsBehindWall(run, from, inside) : undefined;
  const hurt = hurtTickets(body.ticket_events);
  // A second that is shown at all is over: the last minute is withheld.
  const past = Math.max(from, ...inside.map(({ timestamp }) => timestamp + 1));
  const over = !crowded && (body.end_of_stream || end >= until);
  return {
    page: {
      events: latest([...events, ...corrected, ...handovers], ({ ticketId, id }) => `${ticketId}/${id}`),
      agents: staff.agents,
      rejected: [...rejected, ...(wall?.rejected ?? [])],
    },
    position: withAudits(withoutBots(staff.position, handovers), [...(wall?.tickets ?? []), ...hurt]),
    logged,
    reached: Math.min(until, crowded ? from + 1 : over ? past : end),
    over,
  };
}

/** The history of all tickets, up to where the tickets themselves have been read. */
export async function stepUpdates(run: Run, before: Position): Promise<Step> {
  const { updates, covered, internal } = before;
  if (updates >= covered) return { page: {}, position: { ...stillWithBot(before), phase: 'backlog' } };
  const { page, position, reached, over, logged } = await readUpdates(run, before, updates, covered, internal);
  const { pending } = position;
  const next: Position = {
    ...position,
    updates: reached,
    pending: { ...pending, logged: [...pending.logged, ...logged.filter((id) => !position.logged.includes(id))] },
  };
  return { page, position: over ? { ...stillWithBot(next), phase: 'backlog' } : next };
}

/** Tickets that were answered or solved without having been handed over need no more watching. */
function stillWithBot(position: Position): Position {
  const talking = Object.entries(position.withBot).filter(([, { until }]) => until === undefined);
  return { ...position, withBot: Object.fromEntries(talking) };
}

function withoutBots(position: Position, handovers: readonly Event[]): Position {
  const handed = new Set(handovers.map(({ ticketId }) => ticketId));
  const left = Object.entries(position.withBot).filter(([id]) => !handed.has(id));
  return { ...position, withBot: Object.fromEntries(left) };
}

function placeOfUpdate(item: unknown): string {
  const ticket = z.object({ ticket_id: z.union([z.int(), z.string()]) }).safeParse(item);
  return `ticket_events/${idOf(item)}${ticket.success ? ` of ticket ${ticket.data.ticket_id}` : ''}`;
}

/** Tickets of updates from which something was left out: their whole history is asked for in another way. */
function hurtTickets(items: readonly unknown[]): string[] {
  return items.flatMap((item) => {
    const update = readRecord(TicketUpdate, item);
    return update.ok && update.reason !== undefined ? [update.data.ticket_id] : [];
  });
}

function withAudits(position: Position, audits: readonly string[]): Position {
  const { pending } = position;
  return { ...position, pending: { ...pending, audits: [...new Set([...pending.audits, ...audits])] } };
}

/** Pages of the ticket export that are looked through for one crowded second. */
const MOST_PAGES = 5;

/**
 * One second with more updates than an answer holds: the export cannot get past it. The tickets concerned are read one
 * by one: those whose updates it did show, and those that changed last in that second; the rest cannot be named.
 */
async function ticketsBehindWall(
  run: Run,
  second: number,
  shown: readonly TicketUpdate[],
): Promise<{ readonly tickets: readonly string[]; readonly rejected: readonly Rejection[] }> {
  const tickets = new Set(shown.map(({ ticket_id: id }) => id));
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const body = await askTickets(run, cursor, second);
    const rows = readRecords(ZendeskTicket, body.tickets, idOf).read;
    for (const { id, generated_timestamp: at } of rows) if (at === second) tickets.add(id);
    const past = rows.some(({ generated_timestamp: at }) => (at ?? 0) > second);
    if (past || body.end_of_stream || !body.after_cursor) break;
    cursor = body.after_cursor;
  }
  const at = new Date(second * 1000).toISOString();
  return {
    tickets: [...tickets],
    rejected: [
      {
        place: `ticket_events of ${at}`,
        reason:
          `more updates in one second than Zendesk gives: ${tickets.size} tickets of that second are read one by one; ` +
          'of a ticket that was not shown there and changed again later, its update of that second is missing',
      },
    ],
  };
}

/** A ticket's comments as they are now: which of them are public may have changed. */
async function readComments(run: Run, sideOf: ReturnType<typeof sidesOf>, ticketId: string): Promise<readonly Event[]> {
  const path = `/tickets/${ticketId}/comments.json`;
  const items = await askWholeList(run.client, path, 'comments', { without: [404] });
  return readRecords(TicketComment, items, idOf).read.map(
    ({ id, via, created_at: at, public: isPublic, author_id: author }) => {
      const by = sideOf(actorOf(author, via), ticketId);
      return commentEvent({ source: run.tools.source, ticketId, at, seq: 0, id, author, isPublic, via, by });
    },
  );
}

/** Where a bot's ticket was given to people: given to somebody, or answered by one of them, whichever came first. */
function handedToPeople(
  run: Run,
  { withBot }: Position,
  events: readonly Event[],
  handed: ReadonlyMap<string, readonly number[]>,
): Event[] {
  const found: Event[] = [];
  for (const [ticketId, { from, until = Number.POSITIVE_INFINITY }] of Object.entries(withBot)) {
    const answers = events.filter(
      (event) => event.ticketId === ticketId && event.kind === 'message' && event.by === 'agent',
    );
    const instants = [...(handed.get(ticketId) ?? []), ...answers.map(({ at }) => at)];
    const first = Math.min(...instants.filter((at) => at >= from && at <= until));
    if (Number.isFinite(first)) found.push(handover(run.tools.source, ticketId, 'team', first));
  }
  return found;
}
