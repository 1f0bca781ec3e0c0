import { z } from 'zod';
import { hubspot } from '../../../connectors/hubspot/index.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';
import { empty, type Kind, type Row, seed, stages, type World } from './world.ts';

const KINDS = ['tickets', 'contacts', 'companies', 'deals', 'feedback_submissions'] as const;

/** The scope that each kind needs. */
const SCOPES: Readonly<Record<Kind, string>> = {
  tickets: 'tickets',
  contacts: 'crm.objects.contacts.read',
  companies: 'crm.objects.companies.read',
  deals: 'crm.objects.deals.read',
  feedback_submissions: 'crm.objects.feedback_submissions.read',
};

const refused = (scope: string): FakeAnswer => ({
  status: 403,
  body: {
    status: 'error',
    message: 'This app has not been granted all required scopes',
    correlationId: '0',
    category: 'MISSING_SCOPES',
    errors: [{ message: 'One or more scopes are missing', context: { requiredGranularScopes: [scope] } }],
  },
});

const paged = (items: readonly unknown[], after: string | null, size: number, more: object = {}): FakeAnswer => {
  const offset = Number(after ?? 0);
  const next = offset + size < items.length ? { paging: { next: { after: String(offset + size), link: '?' } } } : {};
  return { body: { results: items.slice(offset, offset + size), ...next, ...more } };
};

/** An object with the properties that were asked for, as the answers show it. */
function shown(object: Row, properties: readonly string[], withHistory: readonly string[], keeps: number): object {
  const { history, properties: all, ...rest } = object;
  const named = [...new Set([...properties, ...withHistory, 'hs_object_id'])];
  return {
    ...rest,
    properties: Object.fromEntries(named.map((name) => [name, all[name] ?? null])),
    ...(withHistory.length === 0
      ? {}
      : {
          propertiesWithHistory: Object.fromEntries(
            withHistory.map((name) => [name, (history[name] ?? []).slice(0, keeps)]),
          ),
        }),
  };
}

const Filter = z.strictObject({
  propertyName: z.enum(['hs_lastmodifieddate', 'hs_object_id']),
  operator: z.enum(['GTE', 'GT', 'EQ']),
  value: z.string().min(1),
});
const Search = z.strictObject({
  filterGroups: z.tuple([z.strictObject({ filters: z.array(Filter).min(1).max(6) })]),
  sorts: z.tuple([z.strictObject({ propertyName: z.string(), direction: z.literal('ASCENDING') })]),
  limit: z.int().min(1).max(200),
  properties: z.array(z.string()),
});

/** HubSpot's search: no row that is archived, by one property, the rest of an answer by its offset. */
function search(world: World, kind: Kind, body: unknown): FakeAnswer | undefined {
  const asked = Search.safeParse(body);
  if (!asked.success) return undefined;
  const { filterGroups, sorts, limit, properties } = asked.data;
  const of = (object: Row, name: string) =>
    name === 'hs_object_id' ? Number(object.id) : Date.parse(String(object.properties[name] ?? object.updatedAt));
  const found = world.objects[kind]
    .filter(({ archived }) => archived !== true)
    .filter((object) =>
      filterGroups[0].filters.every(({ propertyName, operator, value }) => {
        const bound = propertyName === 'hs_object_id' ? Number(value) : Date.parse(value);
        const own = of(object, propertyName);
        return operator === 'EQ' ? own === bound : operator === 'GT' ? own > bound : own >= bound;
      }),
    )
    .toSorted((a, b) => of(a, sorts[0].propertyName) - of(b, sorts[0].propertyName));
  const shownRows = found.map((object) => shown(object, properties, [], 0));
  return paged(shownRows, null, Math.min(limit, world.pageSize ?? 2), { total: found.length });
}

const Batch = z.strictObject({
  inputs: z.array(z.strictObject({ id: z.string().min(1) })).min(1),
  properties: z.array(z.string()),
  propertiesWithHistory: z.array(z.string()),
});

function batch(world: World, kind: Kind, query: URLSearchParams, body: unknown): FakeAnswer | undefined {
  const asked = Batch.safeParse(body);
  if (!asked.success) return undefined;
  const { inputs, properties, propertiesWithHistory } = asked.data;
  if (inputs.length > (propertiesWithHistory.length > 0 ? 50 : 100)) return undefined;
  const archived = query.get('archived') === 'true';
  const results = inputs.flatMap(({ id }) =>
    world.objects[kind].filter((object) => object.id === id && (object.archived === true) === archived),
  );
  const status = results.length < inputs.length ? { status: 207 } : {};
  const rows = results.map((object) => shown(object, properties, propertiesWithHistory, world.keeps ?? 99));
  return {
    ...status,
    body: { status: 'COMPLETE', results: rows, startedAt: '2026-03-10T00:00:00Z', completedAt: '2026-03-10T00:00:00Z' },
  };
}

const PIPELINES: Readonly<Record<string, object>> = {
  tickets: {
    results: [
      {
        id: '0',
        label: 'Support Pipeline',
        displayOrder: 0,
        archived: false,
        stages: [
          { id: '1', label: 'New', displayOrder: 0, metadata: { ticketState: 'OPEN', isClosed: 'false' } },
          {
            id: '2',
            label: 'Waiting on contact',
            displayOrder: 1,
            metadata: { ticketState: 'OPEN', isClosed: 'false' },
          },
          { id: '3', label: 'Waiting on us', displayOrder: 2, metadata: { ticketState: 'OPEN', isClosed: 'false' } },
          { id: '4', label: 'Closed', displayOrder: 3, metadata: { ticketState: 'CLOSED', isClosed: 'true' } },
        ],
      },
      {
        id: '77',
        label: 'Returns',
        displayOrder: 1,
        archived: false,
        stages: [{ id: '770', label: 'With the carrier', displayOrder: 0, metadata: { ticketState: 'OPEN' } }],
      },
    ],
  },
  deals: {
    results: [
      { id: 'default', label: 'Sales', stages: [] },
      { id: 'ren', label: 'Renewals', stages: [] },
    ],
  },
};

const known = (query: URLSearchParams, ...names: readonly string[]) =>
  [...query.keys()].every((name) => names.includes(name));

function list(world: World, kind: Kind, query: URLSearchParams): FakeAnswer | undefined {
  if (!known(query, 'limit', 'archived', 'properties', 'after') || Number(query.get('limit')) > 100) return undefined;
  const archived = query.get('archived') === 'true';
  const rows = world.objects[kind].filter((object) => (object.archived === true) === archived);
  const properties = (query.get('properties') ?? '').split(',');
  const size = Math.min(Number(query.get('limit')), world.pageSize ?? 2);
  return paged(
    rows.map((object) => shown(object, properties, [], 0)),
    query.get('after'),
    size,
  );
}

function conversations(world: World, path: string, query: URLSearchParams): FakeAnswer | undefined {
  if (world.without?.includes('conversations.read')) return refused('conversations.read');
  const [, id, messages] = /^\/threads(?:\/([^/]+)(\/messages)?)?$/.exec(path) ?? [];
  if (id === undefined) {
    if (!known(query, 'association', 'sort', 'latestMessageTimestampAfter', 'limit', 'after')) return undefined;
    if (Number(query.get('limit')) > 500) return undefined;
    const after = Date.parse(query.get('latestMessageTimestampAfter') ?? '1970-01-01T00:00:00Z');
    const of = (each: Record<string, unknown>) => Date.parse(String(each.latestMessageTimestamp));
    const found = world.threads.filter((each) => of(each) > after).toSorted((a, b) => of(a) - of(b));
    return paged(found, query.get('after'), 2);
  }
  const found = world.threads.find((each) => each.id === id);
  if (!found)
    return { status: 404, body: { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'no such thread' } };
  if (messages === undefined) return { body: found };
  if (query.get('sort') !== 'createdAt' || !known(query, 'sort', 'limit', 'after')) return undefined;
  return paged(world.messages[id] ?? [], query.get('after'), 2);
}

function links(world: World, from: string, to: string, body: unknown): FakeAnswer | undefined {
  const asked = z
    .strictObject({
      inputs: z
        .array(z.strictObject({ id: z.string() }))
        .min(1)
        .max(1000),
    })
    .safeParse(body);
  if (!asked.success) return undefined;
  const results = asked.data.inputs.flatMap(({ id }) => {
    const linked = world.links[`${from}/${id}/${to}`];
    if (!linked) return [];
    const of = ({ id: other, label }: { id: string; label?: string }) => ({
      toObjectId: other,
      associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: label ? 26 : 339, label: label ?? null }],
    });
    return [{ from: { id }, to: linked.map(of) }];
  });
  return { body: { status: 'COMPLETE', results } };
}

/** The portal's answers; undefined for what HubSpot would not take. */
export function answer(world: World, { method, path, query, body, headers }: FakeRequest): FakeAnswer | undefined {
  if (headers.authorization !== 'Bearer pat-geheim') return undefined;
  const lacks = (scope: string) => world.without?.includes(scope) === true;
  const [, kindText, rest] = /^\/crm\/objects\/2026-09\/([a-z_]+)(\/.*)?$/.exec(path) ?? [];
  const kind = KINDS.find((each) => each === kindText);
  if (kind !== undefined) {
    if (lacks(SCOPES[kind])) return refused(SCOPES[kind]);
    if (method === 'POST') {
      if (rest === '/search') return search(world, kind, body);
      return rest === '/batch/read' ? batch(world, kind, query, body) : undefined;
    }
    if (rest === undefined) return list(world, kind, query);
    const one = world.objects[kind].find(({ id }) => rest === `/${id}`);
    if (!one) return { status: 404, body: { status: 'error', category: 'OBJECT_NOT_FOUND' } };
    const names = (name: string) => (query.get(name) ?? '').split(',');
    return { body: shown(one, names('properties'), names('propertiesWithHistory'), 99) };
  }
  const [, from, to] = /^\/crm\/associations\/2026-09\/([a-z_]+)\/([a-z_]+)\/batch\/read$/.exec(path) ?? [];
  if (from !== undefined && to !== undefined) return method === 'POST' ? links(world, from, to, body) : undefined;
  if (method !== 'GET') return undefined;
  const [, below] = /^\/conversations\/conversations\/2026-09(\/.*)$/.exec(path) ?? [];
  if (below !== undefined) return conversations(world, below, query);
  const [, pipelines] = /^\/crm\/pipelines\/2026-09\/([a-z]+)$/.exec(path) ?? [];
  if (pipelines !== undefined) return { body: PIPELINES[pipelines] };
  if (path === '/crm/owners/2026-09') {
    const archived = query.get('archived') === 'true';
    return paged(
      world.owners.filter((owner) => owner.archived === archived),
      query.get('after'),
      2,
    );
  }
  if (path !== '/account-info/v3/details') return undefined;
  return {
    body: { portalId: 424242, uiDomain: 'app-eu1.hubspot.com', companyCurrency: 'EUR', timeZone: 'Europe/Berlin' },
  };
}

const P = '/crm/objects/2026-09';
const ids = (...names: readonly string[]) => `"inputs":[${names.map((id) => `{"id":"${id}"}`).join(',')}]`;
const VALUES =
  '"properties":["hs_pipeline","hs_pipeline_stage","hubspot_owner_id","hubspot_team_id","hs_merged_object_ids","subject",' +
  '"createdate","hs_lastmodifieddate","hs_ticket_priority","hs_ticket_category","source_type","first_agent_reply_date",' +
  '"time_to_first_agent_reply","time_to_close","hs_time_to_first_response_in_operating_hours",' +
  '"hs_time_to_close_in_operating_hours"],"propertiesWithHistory":["hs_pipeline","hs_pipeline_stage","hubspot_owner_id",' +
  '"hubspot_team_id","hs_merged_object_ids"]';
const linked = (from: string, to: string, ...names: readonly string[]) =>
  `POST /crm/associations/2026-09/${from}/${to}/batch/read {${ids(...names)}}`;
const tickets = (...names: readonly string[]) => [
  `POST ${P}/tickets/batch/read {${ids(...names)},${VALUES}}`,
  ...['contacts', 'companies', 'conversations'].map((to) => linked('tickets', to, ...names)),
];
const searched = (kind: string, at: string) =>
  `POST ${P}/${kind}/search {"filterGroups":[{"filters":[{"propertyName":"hs_lastmodifieddate","operator":"GTE",` +
  `"value":"${at}"}]}],"sorts":[{"propertyName":"hs_lastmodifieddate","direction":"ASCENDING"}],"limit":200,` +
  '"properties":["hs_lastmodifieddate"]}';
const LIST = 'limit=100&properties=hs_lastmodifieddate';
const THREADS = '/conversations/conversations/2026-09/threads';

/** The fake HubSpot, for the contract suite. */
export const hubspotFake: VendorFake<World> = {
  connector: hubspot,
  variables: { TOKEN: 'pat-geheim' },
  secrets: ['pat-geheim'],
  credential: 'HUBSPOT_TOKEN',
  origin: 'https://api.hubapi.com',
  now: Date.parse('2026-03-10T00:00:00Z'),
  seed,
  empty,
  answer,
  requests: [
    'GET /crm/pipelines/2026-09/tickets',
    'GET /account-info/v3/details',
    'GET /crm/owners/2026-09?archived=true&limit=100',
    'GET /crm/owners/2026-09?archived=false&limit=100',
    // Whether surveys may be read.
    `GET ${P}/feedback_submissions?archived=false&${LIST}`,
    `GET ${P}/tickets?archived=false&${LIST}`,
    ...tickets('101', '102'),
    `POST ${P}/contacts/batch/read {${ids('51')},"properties":["email","hs_timezone","associatedcompanyid"],"propertiesWithHistory":[]}`,
    `POST ${P}/companies/batch/read {${ids('61')},"properties":["name","domain","hs_additional_domains"],"propertiesWithHistory":[]}`,
    `GET ${THREADS}/801`,
    `GET ${THREADS}/801/messages?limit=100&sort=createdAt`,
    `GET ${THREADS}/801/messages?after=2&limit=100&sort=createdAt`,
    `GET ${P}/tickets?after=2&archived=false&${LIST}`,
    ...tickets('103', '104'),
    `GET ${P}/tickets?after=4&archived=false&${LIST}`,
    ...tickets('105'),
    `GET ${P}/feedback_submissions?archived=false&${LIST}`,
    `POST ${P}/feedback_submissions/batch/read {${ids('91')},"properties":["hs_survey_type","hs_survey_id","hs_value","hs_content","hs_submission_timestamp"],"propertiesWithHistory":[]}`,
    linked('feedback_submissions', 'tickets', '91'),
    linked('feedback_submissions', 'contacts', '91'),
    // What changed while the lists were read, two hours back.
    searched('tickets', '2026-03-09T22:00:00.000Z'),
    searched('feedback_submissions', '2026-03-09T22:00:00.000Z'),
    `GET ${THREADS}?association=TICKET&latestMessageTimestampAfter=2026-03-09T21:59:59.999Z&limit=500&sort=latestMessageTimestamp`,
    `GET ${P}/tickets?archived=true&${LIST}`,
  ],
  ordered: false,
  ids: ['101', '102', '103', '104', '105'],
  tied: ['102', '103', '104'],
  checkRequests: 8,
  touch(world, at) {
    const when = new Date(at).toISOString();
    const found = world.objects.tickets.find(({ id }) => id === '102')!;
    found.updatedAt = when;
    found.properties.hs_lastmodifieddate = when;
    found.properties.hs_pipeline_stage = '3';
    found.history.hs_pipeline_stage = [...stages(['3', when]), ...(found.history.hs_pipeline_stage ?? [])];
    return '102';
  },
  poison(world) {
    const found = world.objects.tickets.find(({ id }) => id === '105')!;
    Object.assign(found, { createdAt: 'yesterday' });
    found.properties.createdate = 'yesterday';
    return '105';
  },
  stuck(world, request) {
    const said = answer(world, request);
    const isList = request.method === 'GET' && request.path === `${P}/tickets`;
    if (!isList || said === undefined) return said;
    return { body: { ...(said.body as object), paging: { next: { after: '2' } } } };
  },
};
