import { z } from 'zod';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Agent } from '../../src/model/people.ts';
import type { Rejection } from '../../src/model/source.ts';
import type { Event } from '../../src/model/ticket.ts';
import { Id, Moment } from './answers.ts';
import { askWholeList } from './api.ts';
import type { Position } from './cursor.ts';
import { ChangedId, ChildEvent, staffSeenIn, type TicketUpdate, toEvents, Via } from './history.ts';
import { noteStaff, sidesOf } from './people.ts';
import { isMessagingChannel } from './records.ts';
import { latest, type Run, type Step } from './run.ts';

/** One change within an audit: what the export of updates writes as a field of its own stands here under its name. */
const AuditEvent = z.looseObject({
  id: Id,
  type: z.string(),
  field_name: z.string().nullish(),
  value: z.unknown().optional(),
});

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/#json-format */
const Audit = z.object({
  id: Id,
  ticket_id: Id.nullish(),
  created_at: Moment,
  author_id: ChangedId,
  via: Via,
  events: z.array(z.unknown()).nullish(),
});

/** Audits of a ticket as the updates that the export would have given. */
export function toUpdates(
  ticketId: string,
  items: readonly unknown[],
): { readonly updates: readonly TicketUpdate[]; readonly rejected: readonly Rejection[] } {
  const place = `tickets/${ticketId}/audits`;
  const audits = readRecords(Audit, items, (item) => `${place}/${idOf(item)}`);
  const rejected = [...audits.rejected];
  const updates = audits.read.map((audit): TicketUpdate => {
    const events = readRecords(AuditEvent, audit.events ?? [], (item) => `${place}/${audit.id}: event ${idOf(item)}`);
    const children = readRecords(
      ChildEvent,
      events.read.map(({ type, field_name: field, value, ...rest }) => ({
        ...rest,
        event_type: type,
        ...(field ? { [field]: value } : {}),
      })),
      (item) => `${place}/${audit.id}: event ${idOf(item)}`,
    );
    rejected.push(...events.rejected, ...children.rejected);
    const { id, created_at: at, author_id: updater, via } = audit;
    const timestamp = Math.floor(at / 1000);
    return { id, ticket_id: ticketId, timestamp, updater_id: updater, via, child_events: children.read };
  });
  return { updates, rejected };
}

/** Tickets whose audits are read in one step. */
const AT_A_TIME = 20;

/** Reads the history of some tickets one by one, since the export of updates could not give all of it. */
export async function stepAudits(run: Run, before: Position): Promise<Step> {
  const ids = before.pending.audits.slice(0, AT_A_TIME);
  const events: Event[] = [];
  const agents: Agent[] = [];
  const rejected: Rejection[] = [];
  const logged: string[] = [];
  const whole: string[] = [];
  let position = before;
  for (const ticketId of ids) {
    const path = `/tickets/${ticketId}/audits.json`;
    const items = await askWholeList(run.client, path, 'audits', { without: [404] });
    const read = toUpdates(ticketId, items);
    const staff = await noteStaff(run, position, staffSeenIn(read.updates));
    position = staff.position;
    const context = { source: run.tools.source, custom: run.directory.custom, sideOf: sidesOf(run, position) };
    const history = toEvents(read.updates, context);
    // Messages of a conversation are no audits: what is stored of them stays.
    if (history.events.length > 0 && !read.updates.some(({ via }) => isMessagingChannel(via))) whole.push(ticketId);
    events.push(...history.events);
    agents.push(...staff.agents);
    rejected.push(...read.rejected);
    logged.push(...history.logged);
  }
  const { pending } = position;
  const known = new Set([...position.logged, ...pending.logged]);
  return {
    page: {
      events: latest(events, ({ ticketId, id }) => `${ticketId}/${id}`),
      wholeTimelines: whole,
      agents,
      rejected,
    },
    position: {
      ...position,
      pending: {
        ...pending,
        audits: pending.audits.slice(ids.length),
        logged: [...pending.logged, ...logged.filter((id) => !known.has(id))],
      },
    },
  };
}
