import { z } from 'zod';
import type { ChangedRow } from '../../src/connector/keyset-walk.ts';
import { withOneOf } from '../../src/connector/records.ts';

/** Ids come as text or as number, by endpoint and version of the API. */
export const Id = z.union([z.string().min(1), z.int()]).transform(String);

/** Somebody's or something's id, where there is one. */
const OptionalId = z
  .union([z.string(), z.int()])
  .nullish()
  .transform((id) => (id === null || id === undefined || id === '' ? undefined : String(id)));

/** Epoch seconds, as epoch milliseconds. */
const At = z
  .int()
  .min(0)
  .transform((seconds) => seconds * 1000);

/** An assignee; 0 and nothing both mean nobody. */
const Assignee = z
  .union([z.string(), z.int()])
  .nullish()
  .transform((id) => (id === null || id === undefined || id === '' || String(id) === '0' ? undefined : String(id)));

/** https://developers.intercom.com/docs/references/2.16/rest-api/api.intercom.io/admins */
export const Admin = z.object({
  id: Id,
  name: z.string().nullish(),
  email: z.string().nullish(),
  team_ids: z.array(OptionalId).nullish(),
});
export type Admin = z.infer<typeof Admin>;

/** https://developers.intercom.com/docs/references/2.16/rest-api/api.intercom.io/teams */
export const IntercomTeam = z.object({ id: Id, name: z.string().nullish(), admin_ids: z.array(OptionalId).nullish() });
export type IntercomTeam = z.infer<typeof IntercomTeam>;

/** The workspace that the token belongs to. */
export const Me = withOneOf(
  ['app', 'type'],
  z.object({
    app: z
      .object({
        id_code: z.string().nullish(),
        name: z.string().nullish(),
        region: z.string().nullish(),
        timezone: z.string().nullish(),
      })
      .nullish(),
  }),
);

export const Author = z.object({
  type: z.string().nullish(),
  id: OptionalId,
  name: z.string().nullish(),
  email: z.string().nullish(),
  from_ai_agent: z.boolean().nullish(),
  is_ai_answer: z.boolean().nullish(),
});
export type Author = z.infer<typeof Author>;

/** Somebody or something, by type and id. */
const Reference = z.object({ type: z.string().nullish(), id: OptionalId });

/** One thing that happened in a conversation; `part_type` is an open set. */
export const Part = z.object({
  id: Id,
  part_type: z
    .string()
    .nullish()
    .transform((type) => type ?? ''),
  body: z.string().nullish(),
  created_at: At,
  assigned_to: Reference.nullish(),
  author: Author.nullish(),
  attachments: z.array(z.unknown()).nullish(),
  state: z.string().nullish(),
  /** Of a part that a workflow made: which one. */
  event_details: z.object({ workflow: z.looseObject({}).nullish() }).nullish(),
});

export type Part = z.infer<typeof Part>;

export const Statistics = z.object({
  time_to_admin_reply: z.number().nullish(),
  time_to_first_close: z.number().nullish(),
  time_to_last_close: z.number().nullish(),
  first_contact_reply_at: At.nullish(),
  first_admin_reply_at: At.nullish(),
  first_close_at: At.nullish(),
  last_close_at: At.nullish(),
  last_closed_by_id: OptionalId,
  count_reopens: z.int().min(0).nullish(),
});
export type Statistics = z.infer<typeof Statistics>;

const Company = z.object({
  id: OptionalId,
  company_id: z.string().nullish(),
  name: z.string().nullish(),
  website: z.string().nullish(),
});

/** What Fin did: its own word for how it ended, and how it was rated. */
const AiAgent = z.object({
  resolution_state: z.string().nullish(),
  rating: z.int().min(1).max(5).nullish(),
  created_at: At.nullish(),
  updated_at: At.nullish(),
});

/** https://developers.intercom.com/docs/references/2.16/rest-api/api.intercom.io/conversations/conversation (the fields used) */
export const Conversation = z.object({
  id: Id,
  title: z.string().nullish(),
  created_at: At.nullish(),
  updated_at: At.nullish(),
  waiting_since: At.nullish(),
  state: z.string().nullish(),
  priority: z.string().nullish(),
  admin_assignee_id: Assignee,
  team_assignee_id: Assignee,
  company: Company.nullish(),
  tags: z.object({ tags: z.array(z.object({ name: z.string().nullish() })).nullish() }).nullish(),
  contacts: z
    .object({ contacts: z.array(z.object({ id: OptionalId, external_id: z.string().nullish() })).nullish() })
    .nullish(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
  /** The message that began it; missing where the first part did. */
  source: z
    .object({
      type: z.string().nullish(),
      delivered_as: z.string().nullish(),
      subject: z.string().nullish(),
      author: Author.nullish(),
    })
    .nullish(),
  statistics: Statistics.nullish(),
  conversation_rating: z
    .object({
      rating: z.int().min(1).max(5).nullish(),
      created_at: At.nullish(),
      updated_at: At.nullish(),
      teammate: Reference.nullish(),
    })
    .nullish(),
  ai_agent_participated: z.boolean().nullish(),
  ai_agent: AiAgent.nullish(),
});
export type Conversation = z.infer<typeof Conversation>;

/** The parts of a conversation: at most its 500 newest, beside the number of all. */
export const Parts = z.object({
  conversation_parts: z
    .object({ conversation_parts: z.array(z.unknown()).nullish(), total_count: z.int().nullish() })
    .nullish(),
});

const Next = z.object({ starting_after: z.string().nullish() });

/** One page of a search; `next` is missing at the end. */
export const SearchPage = withOneOf(
  ['conversations', 'total_count', 'type'],
  z.object({
    conversations: z.array(z.unknown()).nullish(),
    total_count: z.int().nullish(),
    pages: z.object({ next: Next.nullish() }).nullish(),
  }),
);

/** A conversation of a search on its way; `row` as it came. */
export interface Found extends ChangedRow {
  readonly row: unknown;
}

/** A row of a search by its id and time alone, before it is read whole. */
export const Row = z.object({ id: Id, updated_at: At.nullish() });

/** Somebody who asks. */
export const Contact = z.object({
  id: Id,
  external_id: z.string().nullish(),
  email: z.string().nullish(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
  companies: z.object({ data: z.array(z.object({ id: OptionalId })).nullish() }).nullish(),
});
export type Contact = z.infer<typeof Contact>;

/** What is left of a deleted conversation. */
export const Deleted = z.object({ id: Id, deleted_at: At.nullish() });
export type Deleted = z.infer<typeof Deleted>;

/** Weekly hours in minutes from Monday midnight. */
export const Schedule = z.object({
  id: Id,
  name: z.string().nullish(),
  time_zone_name: z.string().nullish(),
  time_intervals: z.array(z.object({ start_minute: z.int().min(0), end_minute: z.int().max(10_080) })).nullish(),
  twenty_four_seven: z.boolean().nullish(),
});
export type Schedule = z.infer<typeof Schedule>;

/** A day that does not keep its schedule's hours. */
export const ScheduleException = z.object({
  exception_date: z.iso.date(),
  exception_type: z.string().nullish(),
  recurring_annually: z.boolean().nullish(),
});
export type ScheduleException = z.infer<typeof ScheduleException>;
