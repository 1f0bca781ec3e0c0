/** Builders of what Jira's answers hold, in the shapes that recordings of it have. */

export type Row = Record<string, unknown> & { id: string; key: string; fields: Record<string, unknown> };

/** Issues of one site as a search of Jira gives them, with what their own lists hold beyond that. */
export interface World {
  readonly issues: Row[];
  /** All comments of issues whose search holds some only. */
  readonly comments: Record<string, object[]>;
  readonly histories: Record<string, object[]>;
  /** Data Center, and its version; else Cloud. */
  readonly server?: string;
  /** The zone of the account that asks; Berlin by default. */
  readonly zone?: string;
  readonly pageSize?: number;
  /** Where issues are that no search shows any more: the key of another project. */
  readonly moved?: Readonly<Record<string, string>>;
  /** The account's profile does not tell its zone. */
  readonly hidesZone?: boolean;
  /** A local time that is there twice, and one that is not there, are read as the later instant; else the earlier. */
  readonly readsLater?: boolean;
  /** How late the index shows a row, ms, where it is late. */
  readonly lateMs?: Record<string, number>;
  readonly statuses?: readonly object[];
}

const status = (id: string, name: string, category: number, key: string, more: object = {}) => ({
  self: `https://acme.atlassian.net/rest/api/2/status/${id}`,
  description: '',
  name,
  id,
  statusCategory: { id: category, key, colorName: 'blue-gray', name: key },
  ...more,
});

export const OPEN = status('10', 'Waiting for support', 4, 'indeterminate');
export const WAITING = status('11', 'Waiting for customer', 4, 'indeterminate');
export const SUPPLIER = status('12', 'At the supplier', 4, 'indeterminate');
export const DONE = status('5', 'Resolved', 3, 'done');

const person = (accountId: string, displayName: string, accountType: string, more: object = {}) => ({
  accountId,
  accountType,
  displayName,
  active: true,
  timeZone: 'Europe/Berlin',
  ...more,
});
export const OLAF = person('a-olaf', 'Olaf', 'atlassian', { emailAddress: 'olaf@desk.example' });
export const MIA = person('a-mia', 'Mia', 'atlassian', { timeZone: 'America/New_York' });
export const CARLA = person('qm:carla', 'Carla', 'customer', { timeZone: 'Asia/Tokyo' });
export const RULE = person('557058:rule', 'Automation for Jira', 'app');

export const change = (id: string, author: object | undefined, created: string, ...items: object[]) => ({
  id,
  ...(author ? { author } : {}),
  created,
  items,
});
export const became = (from: { id: string; name: string }, to: { id: string; name: string }) => ({
  field: 'status',
  fieldtype: 'jira',
  fieldId: 'status',
  from: from.id,
  fromString: from.name,
  to: to.id,
  toString: to.name,
});
export const assigned = (from: string | null, to: string | null) => ({
  field: 'assignee',
  fieldtype: 'jira',
  fieldId: 'assignee',
  from,
  fromString: from && 'Somebody',
  to,
  toString: to && 'Somebody else',
});
export const comment = (id: string, author: object | undefined, created: string, more: object = {}) => ({
  self: '',
  id,
  ...(author ? { author } : {}),
  body: { type: 'doc', version: 1, content: [] },
  created,
  updated: created,
  jsdPublic: true,
  ...more,
});

/** An issue of the project SUP; instants as Jira writes them, `2026-03-01T09:00:00.000+0100`. */
export function issue(
  id: string,
  created: string,
  updated: string,
  more: object = {},
  parts: Partial<Parts> = {},
): Row {
  const { comments = [], histories = [], commentTotal, historyTotal } = parts;
  return {
    expand: 'operations,changelog',
    id,
    self: `https://acme.atlassian.net/rest/api/3/issue/${id}`,
    key: `SUP-${Number(id) - 10_000}`,
    fields: {
      summary: 'It does not start',
      project: { id: '10100', key: 'SUP', name: 'Support', projectTypeKey: 'service_desk' },
      status: OPEN,
      priority: { id: '3', name: 'Medium' },
      issuetype: { id: '10004', name: 'Service request', subtask: false },
      resolution: null,
      resolutiondate: null,
      assignee: null,
      reporter: CARLA,
      creator: CARLA,
      created,
      updated,
      labels: [],
      comment: { comments, total: commentTotal ?? comments.length, maxResults: comments.length, startAt: 0 },
      customfield_10010: { requestType: { id: '7', name: 'Get help', portalId: '1' } },
      customfield_10002: [],
      customfield_10026: [],
      customfield_10041: null,
      customfield_10042: null,
      ...more,
    },
    changelog: { startAt: 0, maxResults: histories.length, total: historyTotal ?? histories.length, histories },
  };
}

interface Parts {
  comments: object[];
  histories: object[];
  commentTotal: number;
  historyTotal: number;
}
