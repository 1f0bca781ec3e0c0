import { z } from 'zod';
import type { ChangedRow } from '../../src/connector/keyset-walk.ts';
import { withOneOf } from '../../src/connector/records.ts';

/** Ids come as text, in some lists as numbers. */
const Id = z.union([z.string().min(1), z.int()]).transform(String);

/** `2016-09-28T23:08:32.097+1000`, without a colon in the offset; bulk answers write epoch ms. To epoch ms. */
export const Moment = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/, 'expected an instant with its offset')
    .transform((text) => Date.parse(text.replace(/([+-]\d\d):?(\d\d)$/, '$1:$2')))
    .refine((at) => at >= 0, 'expected an instant'),
]);

/** Somebody: Cloud names accounts, Data Center users by key and name. */
export const User = z.object({
  accountId: z.string().nullish(),
  key: z.string().nullish(),
  name: z.string().nullish(),
  accountType: z.string().nullish(),
  displayName: z.string().nullish(),
  emailAddress: z.string().nullish(),
  active: z.boolean().nullish(),
  timeZone: z.string().nullish(),
});
export type User = z.infer<typeof User>;

/** How Jira calls somebody in its histories; undefined for nobody. */
export function userIdOf(user: User | null | undefined): string | undefined {
  return user?.accountId || user?.key || user?.name || undefined;
}

export const StatusCategory = z.object({ id: z.int().nullish(), key: z.string().nullish() });

/** A status; `scope` is there where it belongs to one project. */
export const JiraStatus = z.object({
  id: Id,
  name: z.string().nullish(),
  statusCategory: StatusCategory.nullish(),
});
export type JiraStatus = z.infer<typeof JiraStatus>;

export const Field = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  schema: z.object({ custom: z.string().nullish() }).nullish(),
});
export type Field = z.infer<typeof Field>;

export const Project = z.object({ id: Id, key: z.string().min(1), name: z.string().nullish() });
export type Project = z.infer<typeof Project>;

/** The account that the token belongs to; its zone is the one of every JQL. */
export const Myself = withOneOf(['accountId', 'name', 'key'], User);

export const ServerInfo = withOneOf(
  ['baseUrl', 'deploymentType', 'version'],
  z.object({
    baseUrl: z.string().nullish(),
    deploymentType: z.string().nullish(),
    version: z.string().nullish(),
    serverTimeZone: z.unknown().optional(),
  }),
);

const text = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' && value !== '' ? value : undefined));

/** One field that changed. What Jira calls `toString` is read by its own name, since every object has a method of that name. */
export const Item = z.preprocess(
  (item) => {
    if (typeof item !== 'object' || item === null) return item;
    const own = new Map(Object.entries(item));
    return {
      ...Object.fromEntries([...own].filter(([key]) => !key.endsWith('String'))),
      fromText: own.get('fromString'),
      toText: own.get('toString'),
    };
  },
  z.object({ field: z.string(), from: text, fromText: text, to: text, toText: text }),
);
export type Item = z.infer<typeof Item>;

/** What was changed together. */
export const HistoryEntry = z.object({
  id: Id,
  author: User.nullish(),
  created: Moment,
  items: z.array(Item).nullish(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const Comment = z.object({
  id: Id,
  author: User.nullish(),
  created: Moment,
  /** False: internal. In projects without a portal it is always true. */
  jsdPublic: z.boolean().nullish(),
  /** Shown to one group or role alone. */
  visibility: z.unknown().optional(),
  /** Data Center keeps there whether it is internal. */
  properties: z.array(z.object({ key: z.string().nullish(), value: z.unknown().optional() })).nullish(),
});
export type Comment = z.infer<typeof Comment>;

const Named = z.object({ id: z.union([z.string(), z.int()]).transform(String).nullish(), name: z.string().nullish() });

/** A list within an issue: what came with it, and how long it is in truth. */
const Part = { total: z.int().nullish(), startAt: z.int().nullish() };

/** https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/ (the fields used); custom ones stay beside them. */
export const Issue = z.object({
  id: Id,
  key: z.string().nullish(),
  fields: z.looseObject({
    summary: z.string().nullish(),
    project: Project.nullish(),
    status: JiraStatus.nullish(),
    priority: Named.nullish(),
    issuetype: Named.nullish(),
    resolution: Named.nullish(),
    resolutiondate: Moment.nullish(),
    assignee: User.nullish(),
    reporter: User.nullish(),
    creator: User.nullish(),
    created: Moment.nullish(),
    updated: Moment.nullish(),
    labels: z.array(z.string()).nullish(),
    comment: z.object({ ...Part, comments: z.array(z.unknown()).nullish() }).nullish(),
  }),
  changelog: z.object({ ...Part, histories: z.array(z.unknown()).nullish() }).nullish(),
});
export type Issue = z.infer<typeof Issue>;

/** An issue of a search on its way; `row` as it came. */
export interface Found extends ChangedRow {
  readonly row: unknown;
}

/** A row of a search by its id and time alone, before it is read whole. */
export const Row = z.object({ id: Id, fields: z.object({ updated: Moment.nullish() }).nullish() });

/** A row of which only the id was asked for. */
export const OnlyId = z.object({ id: Id });

/** One page of a search: Cloud leads on by a token, Data Center by position. */
export const SearchPage = withOneOf(
  ['issues', 'isLast', 'total'],
  z.object({
    issues: z.array(z.unknown()).nullish(),
    nextPageToken: z.string().nullish(),
    isLast: z.boolean().nullish(),
    total: z.int().nullish(),
  }),
);

export const CommentPage = withOneOf(
  ['comments', 'total'],
  z.object({ comments: z.array(z.unknown()).nullish(), total: z.int().nullish() }),
);

export const HistoryPage = withOneOf(
  ['values', 'total', 'isLast'],
  z.object({ values: z.array(z.unknown()).nullish(), total: z.int().nullish(), isLast: z.boolean().nullish() }),
);

/** What a service project adds to an issue. */
export const RequestType = z.object({ requestType: Named.nullish() });
export const Organisation = z.object({
  id: z.union([z.string().min(1), z.int()]).transform(String),
  name: z.string().nullish(),
  uuid: z.string().nullish(),
});
export type Organisation = z.infer<typeof Organisation>;
export const Satisfaction = z.object({ rating: z.int().min(1).max(5) });
export const SatisfactionDate = Moment;
