import type { Account } from '../../src/model/account.ts';
import type { Agent, Customer } from '../../src/model/people.ts';
import type { Event, Ticket, VendorMetrics } from '../../src/model/ticket.ts';
import type { CrmObject } from './answers.ts';
import { type HistoryContext, isCutOff, toHistory, versionsOf, WITH_HISTORY } from './history.ts';
import { authorsIn, type Fact, type ReadThread, toMessageFacts } from './messages.ts';
import { entriesOf, instantOf, numberOf, textOf, zoneOf } from './values.ts';

/** What the translation must know besides the answers. */
export interface Context extends HistoryContext {
  readonly storeSubjects: boolean;
  /** The ticket properties to keep, with the names to keep them under. */
  readonly fields: ReadonlyMap<string, string>;
  /** `https://app.hubspot.com/contacts/123`; undefined where HubSpot does not tell the portal's number. */
  readonly app: string | undefined;
  /** Properties of companies that hold ids of other systems. */
  readonly externalIds: readonly string[];
}

/** The properties of tickets that are read; those to keep come on top. */
export const TICKET_PROPERTIES = [
  ...WITH_HISTORY,
  'subject',
  'createdate',
  'hs_lastmodifieddate',
  'hs_ticket_priority',
  'hs_ticket_category',
  'source_type',
  'first_agent_reply_date',
  'time_to_first_agent_reply',
  'time_to_close',
  'hs_time_to_first_response_in_operating_hours',
  'hs_time_to_close_in_operating_hours',
] as const;

export const CONTACT_PROPERTIES = ['email', 'hs_timezone', 'associatedcompanyid'] as const;

export const COMPANY_PROPERTIES = ['name', 'domain', 'hs_additional_domains'] as const;

/** Who asks, and which company pays for it. */
export interface Links {
  readonly contactId: string | undefined;
  readonly companyId: string | undefined;
}

/** One ticket in the model. */
export interface TicketRecords {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  readonly authors: readonly Agent[];
}

/** Translates a ticket with its conversations; undefined where nothing tells when it was made. */
export function toRecords(
  ticket: CrmObject,
  threads: readonly ReadThread[],
  links: Links,
  context: Context,
): TicketRecords | undefined {
  const { source, directory } = context;
  const { id, properties } = ticket;
  const createdAt = instantOf(properties.createdate) ?? ticket.createdAt ?? undefined;
  if (createdAt === undefined) return undefined;
  const read = toMessageFacts(threads, createdAt, directory.isBot);
  const unread = unreadReply(properties, read);
  const messages = unread ? { ...read, facts: [...read.facts, unread] } : read;
  const { events, openedAt, openedBy } = toHistory(ticket, createdAt, messages, context);
  const stage = textOf(properties.hs_pipeline_stage);
  const { status, original, known } =
    stage === undefined
      ? ({ status: 'open', original: 'not told', known: false } as const)
      : context.meaningOf(textOf(properties.hs_pipeline), stage);
  const owner = textOf(properties.hubspot_owner_id);
  const holder = owner === undefined ? undefined : directory.holderOf(owner);
  const agentId = holder && 'agentId' in holder ? holder.agentId : undefined;
  const teamId = holder && 'teamId' in holder ? holder.teamId : textOf(properties.hubspot_team_id);
  const deletedAt = ticket.archived === true ? (ticket.archivedAt ?? ticket.updatedAt ?? createdAt) : undefined;
  const subject = textOf(properties.subject);
  const priority = textOf(properties.hs_ticket_priority)?.toLowerCase();
  const category = textOf(properties.hs_ticket_category);
  const metrics = toVendorMetrics(properties);
  const record: Ticket = {
    source,
    id,
    ...(context.app ? { url: `${context.app}/record/0-5/${encodeURIComponent(id)}` } : {}),
    ...(context.storeSubjects && subject ? { subject } : {}),
    channel: textOf(properties.source_type)?.toLowerCase() ?? (threads.length > 0 ? 'conversation' : 'ticket'),
    openedAt,
    openedBy,
    ...(links.contactId ? { customerId: `contact-${links.contactId}` } : {}),
    ...(links.companyId ? { accountKey: links.companyId } : {}),
    ...(agentId ? { agentId } : {}),
    ...(teamId ? { teamId } : {}),
    status,
    originalStatus: original,
    statusKnown: known,
    ...(priority ? { priority } : {}),
    tags: [],
    ...(category ? { category } : {}),
    fields: fieldsOf(properties, context.fields),
    ...(deletedAt === undefined ? {} : { deletedAt }),
    spam: threads.length > 0 && threads.every(({ thread }) => thread.spam === true),
    updatedAt: instantOf(properties.hs_lastmodifieddate) ?? ticket.updatedAt ?? openedAt,
    timelineComplete: unread === undefined && !isCutOff(ticket, createdAt),
    ...(metrics ? { vendorMetrics: metrics } : {}),
  };
  return {
    ticket: record,
    events: [...events, ...mergedInto(ticket, record)],
    authors: authorsIn(threads, source, directory.isBot),
  };
}

/**
 * The first answer, where HubSpot knows of one and no conversation holds any of ours: it was written outside the inbox,
 * and so may others have been.
 */
function unreadReply(properties: Properties, { facts, askedAt }: ReturnType<typeof toMessageFacts>): Fact | undefined {
  const at = instantOf(properties.first_agent_reply_date);
  const isTold = facts.some((fact) => fact.kind === 'message' && fact.by === 'agent' && fact.public);
  if (at === undefined || isTold || (askedAt !== undefined && at < askedAt)) return undefined;
  return { id: 'first-agent-reply', at, kind: 'message', by: 'agent', public: true };
}

/** The tickets that went into this one: HubSpot archives them, and only the one that is left knows. */
function mergedInto(winner: CrmObject, { source, updatedAt }: Ticket): Event[] {
  const versions = versionsOf(winner, 'hs_merged_object_ids');
  const { id, properties } = winner;
  return entriesOf(properties.hs_merged_object_ids)
    .filter((other) => other !== id)
    .map((ticketId) => {
      const since = versions.find(({ value }) => entriesOf(value).includes(ticketId))?.timestamp;
      return { source, ticketId, id: 'merged', at: since ?? updatedAt, seq: 0, kind: 'merged', into: id };
    });
}

/** Who asks; HubSpot may have guessed their zone, from where they were seen or from a telephone number: it is no statement. */
export function toCustomer({ id, properties }: CrmObject, source: string): Customer {
  const email = textOf(properties.email);
  const timeZone = zoneOf(properties.hs_timezone);
  const company = textOf(properties.associatedcompanyid);
  return {
    source,
    id: `contact-${id}`,
    ...(email ? { email } : {}),
    ...(timeZone ? { timeZone } : {}),
    timeZoneOrigin: timeZone ? 'inferred' : 'none',
    holidays: [],
    ...(company ? { accountKey: company, organisationId: company } : {}),
    externalId: id,
  };
}

/** The company that pays. The zone of its head office, which HubSpot looks up, is not where the person sits who asks. */
export function toAccount({ id, properties }: CrmObject, source: string, externalIds: readonly string[]): Account {
  const name = textOf(properties.name);
  const domains = [textOf(properties.domain), ...entriesOf(properties.hs_additional_domains)];
  const others = externalIds.flatMap((property) => textOf(properties[property]) ?? []);
  return {
    source,
    key: id,
    ...(name ? { name } : {}),
    domains: [...new Set(domains.flatMap((domain) => domain?.toLowerCase() ?? []))],
    externalIds: [...new Set([id, ...others])],
  };
}

type Properties = CrmObject['properties'];

function fieldsOf(properties: Properties, wanted: ReadonlyMap<string, string>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [property, name] of wanted) {
    const value = textOf(properties[property]);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** HubSpot's own figures, in milliseconds; `…_operating_hours` leave out closed hours. */
function toVendorMetrics(properties: Properties): VendorMetrics | undefined {
  const told = {
    firstResponseCalendarMs: numberOf(properties.time_to_first_agent_reply),
    firstResponseBusinessMs: numberOf(properties.hs_time_to_first_response_in_operating_hours),
    finalResolutionCalendarMs: numberOf(properties.time_to_close),
    finalResolutionBusinessMs: numberOf(properties.hs_time_to_close_in_operating_hours),
  };
  const known = Object.entries(told).filter(([, value]) => value !== undefined && value >= 0);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
