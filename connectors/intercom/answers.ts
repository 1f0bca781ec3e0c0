import { z } from 'zod';
import type { ChangedRow } from '../../src/connector/keyset-walk.ts';

/** Ids come as text or as number, by endpoint and version of the API. */
export const Id = z.union([z.string().min(1), z.int()]).transform(String);

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
  team_ids: z.array(Id).nullish(),
});
export type Admin = z.infer<typeof Admin>;

/** https://developers.intercom.com/docs/references/2.16/rest-api/api.intercom.io/teams */
export const IntercomTeam = z.object({ id: Id, name: z.string(), admin_ids: z.array(Id).nullish() });
export type IntercomTeam = z.infer<typeof IntercomTeam>;

/** The workspace that the token belongs to. */
export const Me = z.object({
  app: z.object({
    id_code: z.string().min(1),
    name: z.string().nullish(),
    region: z.string().nullish(),
    timezone: z.string().nullish(),
  }),
});

export const Author = z.object({
  type: z.string().nullish(),
  id: Id.nullish(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  from_ai_agent: z.boolean().nullish(),
  is_ai_answer: z.boolean().nullish(),
});
export type Author = z.infer<typeof Author>;

/** One thing that happened in a conversation; `part_type` is an open set. */
export const Part = z.object({
  id: Id,
  part_type: z.string(),
  body: z.string().nullish(),
  created_at: At,
  assigned_to: z.object({ type: z.string(), id: Id.nullish() }).nullish(),
  author: Author.nullish(),
  attachments: z.array(z.unknown()).nullish(),
  state: z.string().nullish(),
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
  count_reopens: z.int().min(0).nullish(),
});
export type Statistics = z.infer<typeof Statistics>;

const Company = z.object({
  id: Id,
  company_id: z.string().nullish(),
  name: z.string().nullish(),
  website: z.string().nullish(),
});

/** https://developers.intercom.com/docs/references/2.16/rest-api/api.intercom.io/conversations/conversation (the fields used) */
export const Conversation = z.object({
  id: Id,
  title: z.string().nullish(),
  created_at: At,
  updated_at: At,
  waiting_since: At.nullish(),
  state: z.string(),
  priority: z.string().nullish(),
  admin_assignee_id: Assignee,
  team_assignee_id: Assignee,
  company: Company.nullish(),
  tags: z.object({ tags: z.array(z.object({ name: z.string() })) }).nullish(),
  contacts: z.object({ contacts: z.array(z.object({ id: Id, external_id: z.string().nullish() })) }).nullish(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
  source: z.object({
    type: z.string().nullish(),
    delivered_as: z.string().nullish(),
    subject: z.string().nullish(),
    author: Author.nullish(),
  }),
  statistics: Statistics.nullish(),
  conversation_rating: z
    .object({
      rating: z.int().min(1).max(5).nullish(),
      created_at: At.nullish(),
      updated_at: At.nullish(),
      teammate: z.object({ type: z.string(), id: Id.nullish() }).nullish(),
    })
    .nullish(),
  ai_agent_participated: z.boolean().nullish(),
  ai_agent: z.object({ resolution_state: z.string().nullish() }).nullish(),
});
export type Conversation = z.infer<typeof Conversation>;

/** The parts of a conversation: at most its 500 newest, beside the number of all. */
export const Parts = z.object({
  conversation_parts: z.object({ conversation_parts: z.array(z.unknown()), total_count: z.int() }),
});

const Next = z.object({ starting_after: z.string().min(1) });

/** One page of a search; `next` is missing at the end. */
export const SearchPage = z.object({
  conversations: z.array(z.unknown()),
  total_count: z.int(),
  pages: z.object({ next: Next.nullish() }),
});

/** A conversation of a search on its way; `row` as it came. */
export interface Found extends ChangedRow {
  readonly row: unknown;
}

const Named = z.object({ id: Id, updated_at: At });

/** A row of a search by its id and time alone, before it is read whole. */
export const Row = z.unknown().transform((row, context): Found => {
  const read = Named.safeParse(row);
  if (read.success) return { id: read.data.id, at: read.data.updated_at, row };
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** Somebody who asks. */
export const Contact = z.object({
  id: Id,
  external_id: z.string().nullish(),
  email: z.string().nullish(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
  companies: z.object({ data: z.array(z.object({ id: Id })) }).nullish(),
});
export type Contact = z.infer<typeof Contact>;

/** What is left of a deleted conversation. */
export const Deleted = z.object({ id: Id, deleted_at: At });
export type Deleted = z.infer<typeof Deleted>;

/** Weekly hours in minutes from Monday midnight. */
export const Schedule = z.object({
  id: Id,
  name: z.string(),
  time_zone_name: z.string().nullish(),
  time_intervals: z.array(z.object({ start_minute: z.int().min(0), end_minute: z.int().max(10_080) })).nullish(),
  twenty_four_seven: z.boolean().nullish(),
});
export type Schedule = z.infer<typeof Schedule>;

/** A day that does not keep its schedule's hours. */
export const ScheduleException = z.object({
  exception_date: z.iso.date(),
  exception_type: z.string(),
  recurring_annually: z.boolean().nullish(),
});
export type ScheduleException = z.infer<typeof ScheduleException>;
