import type { z } from 'zod';
import type { Account } from '../../src/model/account.ts';
import { type Agent, type Customer, personKeyOf } from '../../src/model/people.ts';
import { isPositive, type Rating } from '../../src/model/rating.ts';
import type { Status, Ticket, VendorMetrics } from '../../src/model/ticket.ts';
import { MS_PER_MINUTE } from '../../src/model/time.ts';
import type {
  CustomStatus,
  MetricSet,
  Organization,
  SatisfactionRating,
  SurveyResponse,
  ZendeskTicket,
  ZendeskUser,
} from './answers.ts';
import { ianaZoneOf } from './time-zones.ts';

/** https://developer.zendesk.com/documentation/ticketing/managing-tickets/creating-and-managing-custom-ticket-statuses/ */
const STATUSES: Readonly<Record<string, Status>> = {
  new: 'new',
  open: 'open',
  pending: 'waiting_customer',
  hold: 'waiting_third_party',
  'on-hold': 'waiting_third_party',
  solved: 'solved',
  closed: 'closed',
  deleted: 'closed',
};

/** A status as the vendor words it, with what it means. */
export interface ReadStatus {
  readonly status: Status;
  readonly original: string;
  readonly known: boolean;
}

/** Custom statuses by id. */
export type CustomStatuses = ReadonlyMap<string, z.infer<typeof CustomStatus>>;

/** The meaning of a status; a custom one is told by its category and named by the agents' word for it. */
export function readStatus(word: string, customId: string | undefined, custom: CustomStatuses): ReadStatus {
  const own = customId === undefined ? undefined : custom.get(customId);
  // A deleted ticket keeps the custom status of its life.
  const category = own && word !== 'deleted' ? own.status_category : word;
  const status = STATUSES[category];
  const original = own && word !== 'deleted' ? own.agent_label : word;
  return { status: status ?? 'open', original, known: status !== undefined };
}

/** What a ticket's translation needs to know besides the ticket. */
export interface TicketContext {
  readonly source: string;
  /** Of the pages people open: `https://acme.zendesk.com`. */
  readonly webOrigin: string;
  readonly storeSubjects: boolean;
  readonly custom: CustomStatuses;
  readonly isAgent: (userId: string) => boolean;
  readonly isSuspended: (userId: string) => boolean;
  /** Custom fields to keep, by id, with the name to keep them under. */
  readonly fields: ReadonlyMap<string, string>;
  /** History before this instant was not asked for; epoch ms. */
  readonly historyFrom: number;
}

/** A ticket in the model's words. */
export function toTicket(ticket: ZendeskTicket, context: TicketContext): Ticket {
  const { status, original, known } = readStatus(ticket.status, ticket.custom_status_id, context.custom);
  const deleted = ticket.status === 'deleted';
  const { requester_id: customerId, submitter_id: submitterId } = ticket;
  // The submitter is the author of the first comment.
  const outbound = submitterId !== undefined && submitterId !== customerId && context.isAgent(submitterId);
  return {
    source: context.source,
    id: ticket.id,
    url: `${context.webOrigin}/agent/tickets/${ticket.id}`,
    ...(context.storeSubjects && ticket.subject ? { subject: ticket.subject } : {}),
    channel: String(ticket.via?.channel ?? 'unknown'),
    openedAt: ticket.created_at,
    openedBy: outbound ? 'agent' : 'customer',
    ...(customerId === undefined ? {} : { customerId }),
    ...(ticket.organization_id === undefined ? {} : { accountKey: ticket.organization_id }),
    ...(ticket.assignee_id === undefined ? {} : { agentId: ticket.assignee_id }),
    ...(ticket.group_id === undefined ? {} : { teamId: ticket.group_id }),
    status,
    originalStatus: original,
    statusKnown: known,
    ...(ticket.priority ? { priority: ticket.priority } : {}),
    tags: ticket.tags ?? [],
    ...(ticket.type ? { category: ticket.type } : {}),
    fields: fieldsOf(ticket, context.fields),
    ...(deleted ? { deletedAt: ticket.updated_at } : {}),
    // "Mark as spam" deletes the ticket and suspends its requester.
    spam: deleted && customerId !== undefined && context.isSuspended(customerId),
    updatedAt: ticket.updated_at,
    // Messages of a live chat are no comments of the ticket.
    timelineComplete: ticket.created_at >= context.historyFrom && ticket.from_messaging_channel !== true,
    ...(ticket.metric_set ? { vendorMetrics: toVendorMetrics(ticket.metric_set) } : {}),
  };
}

function fieldsOf(ticket: ZendeskTicket, wanted: ReadonlyMap<string, string>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { id, value } of ticket.custom_fields ?? []) {
    const name = wanted.get(id);
    if (name === undefined || value === null || value === undefined || value === '') continue;
    fields[name] = Array.isArray(value) ? value.map(String).join('|') : String(value);
  }
  return fields;
}

/** The vendor's minutes as the model's ms. */
export function toVendorMetrics(set: MetricSet): VendorMetrics {
  const metrics: { -readonly [Name in keyof VendorMetrics]: VendorMetrics[Name] } = {};
  const put = (name: Exclude<keyof VendorMetrics, 'reopens'>, minutes: number | null | undefined) => {
    if (minutes !== null && minutes !== undefined) metrics[name] = minutes * MS_PER_MINUTE;
  };
  put('firstResponseCalendarMs', set.reply_time_in_minutes.calendar);
  put('firstResponseBusinessMs', set.reply_time_in_minutes.business);
  put('firstResolutionCalendarMs', set.first_resolution_time_in_minutes.calendar);
  put('firstResolutionBusinessMs', set.first_resolution_time_in_minutes.business);
  put('finalResolutionCalendarMs', set.full_resolution_time_in_minutes.calendar);
  put('finalResolutionBusinessMs', set.full_resolution_time_in_minutes.business);
  if (set.reopens !== null && set.reopens !== undefined) metrics.reopens = set.reopens;
  return metrics;
}

/** Somebody who answers; a former agent is kept, not active. */
export function toAgent(
  source: string,
  user: ZendeskUser,
  more: { readonly teamIds: readonly string[]; readonly bot: boolean; readonly former?: boolean },
): Agent {
  const timeZone = zoneOf(user);
  return {
    source,
    id: user.id,
    name: user.name,
    ...(user.email ? { email: user.email } : {}),
    personKey: personKeyOf(source, user.id, user.email ?? undefined),
    ...(timeZone === undefined ? {} : { timeZone }),
    teamIds: [...more.teamIds],
    active: user.active !== false && user.suspended !== true && more.former !== true,
    bot: more.bot,
  };
}

/** The zone a user's profile states. */
export function zoneOf(user: ZendeskUser): string | undefined {
  return ianaZoneOf(user.iana_time_zone) ?? ianaZoneOf(user.time_zone);
}

/**
 * Somebody who asks. A new end user inherits the account's zone, so a zone equal to it says nothing of where they are.
 */
export function toCustomer(source: string, user: ZendeskUser, accountZone: string | undefined): Customer {
  const zone = zoneOf(user);
  const stated = zone !== undefined && zone !== accountZone;
  return {
    source,
    id: user.id,
    ...(user.email ? { email: user.email } : {}),
    ...(stated ? { timeZone: zone } : {}),
    timeZoneOrigin: stated ? 'profile' : 'none',
    holidays: [],
    ...(user.organization_id === undefined
      ? {}
      : { accountKey: user.organization_id, organisationId: user.organization_id }),
    ...(user.external_id ? { externalId: user.external_id } : {}),
  };
}

/** An organisation of customers. */
export function toAccount(source: string, organization: z.infer<typeof Organization>): Account {
  return {
    source,
    key: organization.id,
    ...(organization.name ? { name: organization.name } : {}),
    domains: organization.domain_names ?? [],
    externalIds: organization.external_id ? [organization.external_id] : [],
  };
}

/** One rating a ticket, whichever survey it came from: the id is the ticket's, so that there are never two. */
const ratingId = (ticketId: string): string => `ticket-${ticketId}`;

/** A rating of the two-point survey; undefined when no survey was sent. */
export function toRating(source: string, rating: z.infer<typeof SatisfactionRating>): Rating | undefined {
  if (rating.score === 'unoffered') return undefined;
  const value = rating.score.startsWith('good') ? 1 : rating.score.startsWith('bad') ? 0 : null;
  return {
    source,
    id: ratingId(rating.ticket_id),
    ticketId: rating.ticket_id,
    ...(rating.assignee_id === undefined ? {} : { agentId: rating.assignee_id }),
    ...(rating.requester_id === undefined ? {} : { customerId: rating.requester_id }),
    kind: 'csat',
    value,
    scaleMin: 0,
    scaleMax: 1,
    positive: isPositive('csat', value, 0, 1),
    offeredAt: rating.created_at,
    ...(value === null ? {} : { ratedAt: rating.updated_at }),
  };
}

/** A rating of the newer survey; undefined when it is about no ticket or its satisfaction question was skipped. */
export function toSurveyRating(source: string, response: z.infer<typeof SurveyResponse>): Rating | undefined {
  const ticket = response.subjects.find(({ type }) => type === 'ticket');
  const answer = response.answers.find(
    ({ type, rating, question }) =>
      type === 'rating_scale' &&
      typeof rating === 'number' &&
      (question?.sub_type ?? 'customer_satisfaction') === 'customer_satisfaction',
  );
  if (!ticket || typeof answer?.rating !== 'number') return undefined;
  const points = answer.question?.options?.length || 5;
  return {
    source,
    id: ratingId(ticket.id),
    ticketId: ticket.id,
    ...(response.responder_id === undefined ? {} : { customerId: response.responder_id }),
    kind: 'csat',
    value: answer.rating,
    scaleMin: 1,
    scaleMax: points,
    positive: isPositive('csat', answer.rating, 1, points),
    ratedAt: answer.updated_at,
  };
}
