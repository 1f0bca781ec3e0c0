import { z } from 'zod';

/** Ids are whole numbers up to 2^53, sometimes written as text. */
export const Id = z.union([z.int(), z.string().min(1)]).transform(String);

const OptionalId = Id.nullish().transform((id) => id ?? undefined);

/** ISO 8601 in UTC, to epoch ms. */
export const Moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Minutes = z
  .object({ calendar: z.number().nullish(), business: z.number().nullish() })
  .nullish()
  .transform((minutes) => minutes ?? {});

/** The vendor's own figures. https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metrics/ */
export const MetricSet = z.object({
  ticket_id: OptionalId,
  reply_time_in_minutes: Minutes,
  first_resolution_time_in_minutes: Minutes,
  full_resolution_time_in_minutes: Minutes,
  reopens: z.int().min(0).nullish(),
});
export type MetricSet = z.infer<typeof MetricSet>;

/** Where something came from: a channel's name or number, and how it relates to what it came from. */
const TicketVia = z.object({
  channel: z.union([z.string(), z.number()]).nullish(),
  source: z.object({ rel: z.string().nullish() }).nullish(),
});

/** A deleted ticket may come with little more than its id. https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#json-format */
export const ZendeskTicket = z.object({
  id: Id,
  created_at: Moment.nullish(),
  updated_at: Moment.nullish(),
  /** When it changed last, also where the system did it; epoch s. */
  generated_timestamp: z.int().min(0).nullish(),
  subject: z.string().nullish(),
  status: z.string().min(1).nullish(),
  custom_status_id: OptionalId,
  priority: z.string().min(1).nullish(),
  type: z.string().min(1).nullish(),
  requester_id: OptionalId,
  submitter_id: OptionalId,
  assignee_id: OptionalId,
  group_id: OptionalId,
  organization_id: OptionalId,
  tags: z.array(z.string()).nullish(),
  custom_fields: z.array(z.object({ id: Id, value: z.unknown().optional() })).nullish(),
  satisfaction_rating: z.object({ score: z.string().nullish() }).nullish(),
  via: TicketVia.nullish(),
  from_messaging_channel: z.boolean().nullish(),
  metric_set: MetricSet.nullish(),
});
export type ZendeskTicket = z.infer<typeof ZendeskTicket>;

/** https://developer.zendesk.com/api-reference/ticketing/users/users/#json-format */
export const ZendeskUser = z.object({
  id: Id,
  name: z.string().nullish(),
  email: z.string().nullish(),
  role: z.string().nullish(),
  external_id: z.string().nullish(),
  organization_id: OptionalId,
  default_group_id: OptionalId,
  active: z.boolean().nullish(),
  suspended: z.boolean().nullish(),
  time_zone: z.string().nullish(),
  iana_time_zone: z.string().nullish(),
});
export type ZendeskUser = z.infer<typeof ZendeskUser>;

/** https://developer.zendesk.com/api-reference/ticketing/organizations/organizations/#json-format */
export const Organization = z.object({
  id: Id,
  name: z.string().nullish(),
  external_id: z.string().nullish(),
  domain_names: z.array(z.string()).nullish(),
});

/** https://developer.zendesk.com/api-reference/ticketing/groups/groups/#json-format */
export const ZendeskGroup = z.object({ id: Id, name: z.string().nullish() });

/** https://developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/ */
export const CustomStatus = z.object({
  id: Id,
  status_category: z.string().nullish(),
  agent_label: z.string().nullish(),
});

/** The two-point survey. https://developer.zendesk.com/api-reference/ticketing/ticket-management/satisfaction_ratings/ */
export const SatisfactionRating = z.object({
  id: Id,
  ticket_id: OptionalId,
  score: z.string().nullish(),
  assignee_id: OptionalId,
  requester_id: OptionalId,
  created_at: Moment.nullish(),
  updated_at: Moment.nullish(),
});

/** The newer survey. https://developer.zendesk.com/api-reference/ticketing/ticket-management/csat_survey_responses/ */
export const SurveyResponse = z.object({
  id: Id,
  responder_id: OptionalId,
  subjects: z.array(z.object({ id: Id, type: z.string() })).nullish(),
  answers: z
    .array(
      z.object({
        type: z.string(),
        rating: z.number().nullish(),
        question: z.object({ sub_type: z.string().nullish(), options: z.array(z.unknown()).nullish() }).nullish(),
        updated_at: Moment.nullish(),
      }),
    )
    .nullish(),
});

/** Something said in a ticket's conversation. https://developer.zendesk.com/documentation/ticketing/reference-guides/conversation-log-events-reference/ */
export const ConversationEvent = z.object({
  id: Id,
  type: z.string(),
  created_at: Moment,
  /** When it reached Zendesk, to the millisecond. */
  received_at: Moment.nullish(),
  author: z.object({ type: z.string().nullish(), 'zen:support:user_id': OptionalId }).nullish(),
  source: z.object({ type: z.string().nullish() }).nullish(),
  metadata: z.object({ public: z.boolean().nullish() }).nullish(),
});
export type ConversationEvent = z.infer<typeof ConversationEvent>;
