import { z } from 'zod';
import type { ChangedRow } from '../../src/connector/keyset-walk.ts';
import { withOneOf } from '../../src/connector/records.ts';
import { instantOf } from './values.ts';

/** Ids come as text, in some answers as number. */
export const Id = z.union([z.string().min(1), z.int()]).transform(String);

/** An id where there is one; "" is none. */
const OptionalId = z
  .union([z.string(), z.int()])
  .nullish()
  .transform((id) => (id === null || id === undefined || id === '' ? undefined : String(id)));

/** An instant as answers hold it, in epoch ms. */
const At = z.string().transform((text, context) => {
  const at = instantOf(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'expected an instant' });
  return z.NEVER;
});

/** One value that a property had, from `timestamp` on. */
export const Version = z.object({
  value: z.string().nullish(),
  timestamp: At,
  sourceType: z.string().nullish(),
  sourceId: z.string().nullish(),
  updatedByUserId: z.int().nullish(),
});
export type Version = z.infer<typeof Version>;

/** Any object of the CRM: its properties are texts, or nothing. https://developers.hubspot.com/docs/guides/crm/using-object-apis */
export const CrmObject = z.object({
  id: Id,
  properties: z.record(z.string(), z.string().nullish()).default({}),
  propertiesWithHistory: z.record(z.string(), z.array(Version)).nullish(),
  createdAt: At.nullish(),
  updatedAt: At.nullish(),
  archived: z.boolean().nullish(),
  archivedAt: At.nullish(),
});
export type CrmObject = z.infer<typeof CrmObject>;

const Paging = z.object({ next: z.object({ after: OptionalId }).nullish() }).nullish();

/** One page of anything: rows are read one by one. */
export const ResultPage = withOneOf(
  ['results', 'paging', 'total'],
  z.object({ results: z.array(z.unknown()).nullish(), total: z.int().nullish(), paging: Paging }),
);

/** What a list or a search is asked for: an id and when it changed last. */
export interface Found extends ChangedRow {
  readonly archivedAt: number | undefined;
}

/** What one object is linked to. */
export const Link = z.object({
  from: z.object({ id: Id }),
  to: z
    .array(
      z.object({
        toObjectId: Id,
        associationTypes: z.array(z.object({ typeId: z.int().nullish(), label: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});
export type Link = z.infer<typeof Link>;

/** A stage; `metadata` are texts: `ticketState` OPEN or CLOSED, `isClosed`, of deals `probability`. */
export const Stage = z.object({
  id: Id,
  label: z.string().nullish(),
  displayOrder: z.number().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type Stage = z.infer<typeof Stage>;

export const Pipeline = z.object({
  id: Id,
  label: z.string().nullish(),
  stages: z.array(Stage).nullish(),
});
export type Pipeline = z.infer<typeof Pipeline>;

/** Somebody, or a queue, that a ticket may belong to. */
export const Owner = z.object({
  id: Id,
  type: z.string().nullish(),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  /** Missing for those who left. */
  userId: z.int().nullish(),
  userIdIncludingInactive: z.int().nullish(),
  archived: z.boolean().nullish(),
  teams: z.array(z.object({ id: Id, name: z.string().nullish(), primary: z.boolean().nullish() })).nullish(),
});
export type Owner = z.infer<typeof Owner>;

/** https://developers.hubspot.com/docs/guides/api/conversations/inbox-and-messages (the fields used) */
export const Thread = z.object({
  id: Id,
  spam: z.boolean().nullish(),
  latestMessageTimestamp: At.nullish(),
  threadAssociations: z.object({ associatedTicketId: OptionalId }).nullish(),
});
export type Thread = z.infer<typeof Thread>;

/** One thing in a thread; `type` is an open set, bodies are not read. */
export const Message = z.object({
  id: Id,
  type: z.string().nullish(),
  createdAt: At,
  createdBy: z.string().nullish(),
  client: z.object({ clientType: z.string().nullish() }).nullish(),
  senders: z.array(z.object({ actorId: z.string().nullish(), name: z.string().nullish() })).nullish(),
  direction: z.string().nullish(),
  status: z.object({ statusType: z.string().nullish() }).nullish(),
  assignedTo: z.string().nullish(),
  assignedFrom: z.string().nullish(),
});
export type Message = z.infer<typeof Message>;

/** The portal itself. */
export const AccountInfo = z.object({
  portalId: z.int().nullish(),
  uiDomain: z.string().nullish(),
  companyCurrency: z.string().nullish(),
});
