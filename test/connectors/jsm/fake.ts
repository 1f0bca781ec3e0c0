import { z } from 'zod';
import { jsm } from '../../../connectors/jsm/index.ts';
import { createZones } from '../../../src/clock/zone.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';
import {
  assigned,
  became,
  CARLA,
  change,
  comment,
  DONE,
  issue,
  MIA,
  OLAF,
  OPEN,
  type Row,
  SUPPLIER,
  WAITING,
  type World,
} from './world.ts';

/** Newest first, as a search tells histories. */
const SOLVED = [
  change('502', OLAF, '2026-03-03T10:00:00.000+0100', became(WAITING, DONE), {
    field: 'resolution',
    fieldtype: 'jira',
    fieldId: 'resolution',
    from: null,
    fromString: null,
    to: '1',
    toString: 'Done',
  }),
  change('501', OLAF, '2026-03-01T10:30:00.000+0100', became(OPEN, WAITING)),
];

function seed(): World {
  const tied = '2026-03-04T13:00:30.000+0100';
  const first = comment('1', OLAF, '2026-03-02T12:00:00.000+0100');
  const second = comment('2', CARLA, '2026-03-02T13:00:00.000+0100');
  return {
    issues: [
      issue(
        '10001',
        '2026-03-01T09:00:00.000+0100',
        '2026-03-03T11:00:00.000+0100',
        {
          status: DONE,
          resolution: { id: '1', name: 'Done' },
          resolutiondate: '2026-03-03T10:00:00.000+0100',
          assignee: OLAF,
          customfield_10002: [{ id: '3', name: 'Acme', uuid: 'b2-acme', _links: {} }],
          customfield_10041: { rating: 5 },
          customfield_10042: '2026-03-03T11:00:00.000+0100',
        },
        { histories: SOLVED, comments: [comment('9', OLAF, '2026-03-01T10:00:00.000+0100')] },
      ),
      issue('10002', '2026-03-02T10:00:00.000+0100', tied),
      issue('10003', '2026-03-02T11:00:00.000+0100', tied, {}, { comments: [first], commentTotal: 2 }),
      issue('10004', '2026-03-02T12:00:00.000+0100', tied),
      issue(
        '10005',
        '2026-03-05T07:00:00.000+0100',
        '2026-03-05T08:00:00.000+0100',
        {},
        { histories: [change('602', MIA, '2026-03-05T08:00:00.000+0100', assigned('a-olaf', null))], historyTotal: 2 },
      ),
    ],
    comments: { '10003': [first, second] },
    histories: {
      '10005': [
        change('601', MIA, '2026-03-05T07:30:00.000+0100', assigned(null, 'a-olaf')),
        change('602', MIA, '2026-03-05T08:00:00.000+0100', assigned('a-olaf', null)),
      ],
    },
  };
}

const FIELDS = [
  { id: 'summary', name: 'Summary', custom: false, schema: { type: 'string', system: 'summary' } },
  { id: 'thumbnail', name: 'Images', custom: false },
  { id: 'resolution', name: 'Resolution', custom: false, schema: { type: 'resolution', system: 'resolution' } },
  ...[
    ['customfield_10010', 'Request Type', 'vp-origin'],
    ['customfield_10002', 'Organizations', 'sd-customer-organizations'],
    ['customfield_10026', 'Request participants', 'sd-request-participants'],
    ['customfield_10041', 'Satisfaction', 'sd-request-feedback'],
    ['customfield_10042', 'Satisfaction date', 'sd-request-feedback-date'],
  ].map(([id, name, kind]) => ({
    id,
    name,
    custom: true,
    schema: { type: 'any', custom: `com.atlassian.servicedesk:${kind}`, customId: 1 },
  })),
  {
    id: 'customfield_10050',
    name: 'Product',
    custom: true,
    schema: { type: 'option', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:select', customId: 2 },
  },
];

const ASKED_FIELDS =
  'summary,project,status,priority,issuetype,resolution,resolutiondate,assignee,reporter,creator,created,updated,labels,comment,' +
  'customfield_10010,customfield_10002,customfield_10026,customfield_10041,customfield_10042';

/** The fields of every issue are asked for; what Jira does not know beside them it passes over. */
const isAsked = (fields: readonly string[]): boolean =>
  ASKED_FIELDS.split(',')
    .filter((field) => !field.startsWith('customfield'))
    .every((field) => fields.includes(field));

const Asked = z.strictObject({
  jql: z.string(),
  fields: z.array(z.string()),
  expand: z.literal('changelog').optional(),
  maxResults: z.int().max(5000),
  nextPageToken: z.string().optional(),
});

/** A local time in the asker's zone: where clocks are changed it may name two instants, or none. */
function instantOf(local: string, zoneName: string, readsLater: boolean): number {
  const zone = createZones()(zoneName)!;
  const read = Date.parse(`${local.replace(' ', 'T')}:00Z`);
  const guesses = [-4, 4].map((hours) => read - zone.offsetAt(read + hours * 3_600_000));
  return readsLater ? Math.max(...guesses) : Math.min(...guesses);
}

const JQL =
  /^project = "(SUP|HELP)" AND updated >= "(\S{10} \d\d:\d\d)" AND updated <= "(\S{10} \d\d:\d\d)" ORDER BY updated ASC, key ASC$/;
const UNDONE = /^project = "(SUP|HELP)" AND statusCategory != Done ORDER BY key ASC$/;

const changedAt = ({ fields }: Row): number => {
  const at = Date.parse(String(fields.updated).replace(/(\d\d)$/, ':$1'));
  return Number.isNaN(at) ? 0 : at;
};

function found(world: World, jql: string, now: number): Row[] | undefined {
  const undone = UNDONE.exec(jql)?.[1];
  if (undone !== undefined) {
    const ofProject = world.issues.filter(({ key }) => key.startsWith(`${undone}-`));
    return ofProject.filter(({ fields }) => (fields.status as typeof OPEN).statusCategory.id !== 3);
  }
  const [, project, from, to] = JQL.exec(jql) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const { zone = 'Europe/Berlin', readsLater = false, lateMs = {} } = world;
  const [begin = 0, end = 0] = [from, to].map((local) => instantOf(local, zone, readsLater));
  return world.issues
    .filter(({ key }) => key.startsWith(`${project}-`))
    .filter((row) => changedAt(row) >= begin && changedAt(row) <= end && changedAt(row) + (lateMs[row.id] ?? 0) <= now)
    .toSorted((a, b) => changedAt(a) - changedAt(b) || Number(a.id) - Number(b.id));
}

const shown = (rows: Row[], fields: readonly string[]) =>
  fields.join() === 'id' ? rows.map(({ id, key }) => ({ id, key })) : rows;

function cloudSearch(world: World, body: unknown, now: number): FakeAnswer | undefined {
  const asked = Asked.safeParse(body);
  if (!asked.success) return undefined;
  const { jql, fields, expand, nextPageToken } = asked.data;
  const whole = isAsked(fields) && expand === 'changelog';
  const rows = whole || (fields.join() === 'id' && expand === undefined) ? found(world, jql, now) : undefined;
  if (!rows) return undefined;
  const { pageSize = 2 } = world;
  const offset = Number(nextPageToken?.slice('token-'.length) ?? 0);
  const more =
    offset + pageSize < rows.length ? { nextPageToken: `token-${offset + pageSize}`, isLast: false } : { isLast: true };
  return { body: { issues: shown(rows.slice(offset, offset + pageSize), fields), ...more } };
}

/** Data Center's search, with a total, led on by position. */
function serverSearch(world: World, query: URLSearchParams, now: number): FakeAnswer | undefined {
  if (query.get('maxResults') === '0')
    return { body: { startAt: 0, maxResults: 0, total: world.issues.length, issues: [] } };
  const fields = (query.get('fields') ?? '').split(',');
  const rows = found(world, query.get('jql') ?? '', now);
  if (!rows || (fields.join() !== 'id' && !isAsked(fields))) return undefined;
  const { pageSize = 2 } = world;
  const startAt = Number(query.get('startAt') ?? 0);
  const issues = shown(rows.slice(startAt, startAt + pageSize), fields);
  return { body: { expand: 'schema,names', startAt, maxResults: pageSize, total: rows.length, issues } };
}

export function answer(world: World, { method, path, query, body, headers, now }: FakeRequest): FakeAnswer | undefined {
  const root = world.server === undefined ? '/rest/api/3' : '/rest/api/2';
  const expected = world.server === undefined ? `Basic ${BASIC}` : 'Bearer tok_geheim';
  if (headers.authorization !== expected) return undefined;
  if (path === `${root}/search/jql` && method === 'POST') return cloudSearch(world, body, now);
  if (path === `${root}/search/approximate-count`) return { body: { count: world.issues.length } };
  if (path === `${root}/search` && world.server !== undefined) return serverSearch(world, query, now);
  const [, id, part] = new RegExp(`^${root}/issue/(\\d+)(?:/(\\w+))?$`).exec(path) ?? [];
  if (id !== undefined) {
    const startAt = Number(query.get('startAt') ?? 0);
    const row = world.issues.find((each) => each.id === id);
    if (part === undefined && query.toString() === 'fields=project') {
      const key = row ? 'SUP' : world.moved?.[id];
      if (key === undefined) return { status: 404, body: { errorMessages: ['Issue does not exist'], errors: {} } };
      return { body: { id, key: `${key}-1`, fields: { project: { id: '1', key } } } };
    }
    const page = Math.min(100, Number(query.get('maxResults')));
    if (part === 'comment' && query.get('orderBy') === 'created') {
      const comments = world.comments[id] ?? (row ? (row.fields.comment as { comments: object[] }).comments : []);
      return {
        body: { startAt, maxResults: page, total: comments.length, comments: comments.slice(startAt, startAt + page) },
      };
    }
    if (part === 'changelog' && world.server === undefined) {
      const values = world.histories[id] ?? [];
      const isLast = startAt + page >= values.length;
      return {
        body: {
          startAt,
          maxResults: page,
          total: values.length,
          isLast,
          values: values.slice(startAt, startAt + page),
        },
      };
    }
    return undefined;
  }
  switch (path) {
    case '/rest/api/2/myself':
      return { body: { ...OLAF, timeZone: world.hidesZone ? undefined : (world.zone ?? 'Europe/Berlin') } };
    case '/rest/api/2/serverInfo': {
      const about = { baseUrl: 'https://acme.atlassian.net', serverTimeZone: 'Europe/Berlin' };
      if (world.server !== undefined) return { body: { ...about, version: world.server, deploymentType: 'Server' } };
      return { body: { ...about, version: '1001.0.0-SNAPSHOT', deploymentType: 'Cloud' } };
    }
    case '/rest/api/2/field':
      return { body: FIELDS };
    case '/rest/api/2/status':
      return { body: world.statuses ?? [OPEN, WAITING, SUPPLIER, DONE] };
    case '/rest/api/2/project/SUP':
      return { body: { id: '10100', key: 'SUP', name: 'Support', projectTypeKey: 'service_desk' } };
    case '/rest/api/2/project/HELP':
      return { body: { id: '10200', key: 'HELP', name: 'Help desk', projectTypeKey: 'service_desk' } };
    default:
      return path.startsWith('/rest/api/2/project/')
        ? { status: 404, body: { errorMessages: ['No project'] } }
        : undefined;
  }
}

const BASIC = 'YmVhQGRlc2suZXhhbXBsZTp0b2tfZ2VoZWlt';

const asks = (from: string, token?: string) =>
  'POST /rest/api/3/search/jql {"jql":"project = \\"SUP\\" AND updated >= \\"' +
  `${from}\\" AND updated <= \\"2026-03-10 01:00\\" ORDER BY updated ASC, key ASC",` +
  `"fields":[${ASKED_FIELDS.split(',').map((field) => `"${field}"`)}],"expand":"changelog","maxResults":50` +
  `${token ? `,"nextPageToken":"${token}"` : ''}}`;

/** The fake Jira, for the contract suite. */
export const jsmFake: VendorFake<World> = {
  connector: jsm,
  variables: {
    URL: 'https://acme.atlassian.net',
    EMAIL: 'bea@desk.example',
    API_TOKEN: 'tok_geheim',
    PROJECTS: 'SUP',
  },
  secrets: ['tok_geheim', BASIC],
  credential: 'JSM_API_TOKEN',
  origin: 'https://acme.atlassian.net',
  now: Date.parse('2026-03-10T00:00:00Z'),
  seed,
  empty: () => ({ issues: [], comments: {}, histories: {} }),
  answer,
  requests: [
    'GET /rest/api/2/myself',
    'GET /rest/api/2/serverInfo',
    'GET /rest/api/2/field',
    'GET /rest/api/2/status',
    'GET /rest/api/2/project/SUP',
    // The account is in Berlin: local minutes, an hour ahead.
    asks('1970-01-01 01:00'),
    // The minute of the three that share an instant, the first of them known already.
    asks('2026-03-04 13:00'),
    'GET /rest/api/3/issue/10003/comment?maxResults=100&orderBy=created&startAt=0',
    asks('2026-03-04 13:00', 'token-2'),
    'GET /rest/api/3/issue/10005/changelog?maxResults=100&startAt=0',
  ],
  ids: ['10001', '10002', '10003', '10004', '10005'],
  tied: ['10002', '10003', '10004'],
  touch(world, at) {
    const written = new Date(at).toISOString().replace('Z', '+0000');
    const row = world.issues.find(({ id }) => id === '10001')!;
    Object.assign(row.fields, { updated: written, status: OPEN, resolution: null, resolutiondate: null });
    const entry = change('503', CARLA, written, became(DONE, OPEN));
    const histories = [entry, ...SOLVED];
    row.changelog = { startAt: 0, maxResults: 3, total: 3, histories };
    return '10001';
  },
  poison(world) {
    const row = world.issues.find(({ id }) => id === '10005')!;
    Object.assign(row, { fields: 'gone' });
    return '10005';
  },
  stuck(world, request) {
    if (!request.path.endsWith('/search/jql')) return answer(world, request);
    const asked = z.looseObject({}).parse(request.body);
    const said = cloudSearch(world, { ...asked, nextPageToken: undefined }, request.now);
    return { body: { ...z.looseObject({}).parse(said?.body), isLast: false, nextPageToken: 'token-2' } };
  },
  checkRequests: 6,
};
