import { zendesk } from '../../../connectors/zendesk/index.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';

export type Row = Record<string, unknown>;

/** An account small enough to be read at a glance; times are epoch seconds. */
export interface ZendeskWorld {
  readonly tickets: Row[];
  readonly users: Row[];
  readonly organizations: Row[];
  readonly updates: Row[];
  readonly ratings: Row[];
  readonly surveys: Row[];
  readonly comments: Record<string, Row[]>;
  /** Conversations of messaging tickets by id; undefined where the plan has none. */
  conversations: Record<string, Row[]> | undefined;
  /** Tickets that only an AI agent handles, by id. */
  readonly aiOnly: Set<number>;
  /** Pages are small, whatever was asked for. */
  pageSize: number;
  /** Whether the account knows tickets of AI agents; else it takes no notice of the question. */
  knowsAi: boolean;
  readonly schedules: Row[];
}

const NOW = Date.parse('2026-03-10T12:00:00Z');

export const epoch = (text: string): number => Date.parse(text) / 1000;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');

const ANA = 6130907993101;
const BEN = 6130907993102;
export const CARLA = 6130907993201;
export const DMITRI = 6130907993202;

export function user(id: number, name: string, more: Row = {}): Row {
  const email = `${name.toLowerCase()}@acme.example`;
  const zone = { time_zone: 'Eastern Time (US & Canada)', iana_time_zone: 'America/New_York' };
  return { id, name, email, role: 'end-user', organization_id: null, active: true, suspended: false, ...zone, ...more };
}

export function ticket(id: number, at: string, more: Row = {}): Row {
  const changed = epoch(at);
  return {
    id,
    created_at: iso(changed - 7200),
    updated_at: iso(changed),
    generated_timestamp: changed,
    status: 'open',
    requester_id: CARLA,
    submitter_id: CARLA,
    assignee_id: ANA,
    group_id: 501,
    organization_id: 701,
    priority: 'normal',
    type: null,
    tags: [],
    custom_fields: [],
    satisfaction_rating: null,
    via: { channel: 'email', source: { from: {}, to: {}, rel: null } },
    ...more,
  };
}

let lastChild = 9000;

/** An update of a ticket with its changes. */
export function update(id: number, ticketId: number, at: string, updater: number, children: readonly Row[]): Row {
  const timestamp = epoch(at);
  lastChild = id * 10;
  const child_events = children.map((child) => {
    lastChild += 1;
    return { id: lastChild, via: 'Web form', event_type: 'Change', ...child };
  });
  return {
    id,
    ticket_id: ticketId,
    timestamp,
    created_at: iso(timestamp),
    updater_id: updater,
    via: 'Web form',
    event_type: 'Audit',
    child_events,
  };
}

export const comment = (author: number, isPublic = true, more: Row = {}): Row => ({
  event_type: 'Comment',
  author_id: author,
  public: isPublic,
  comment_public: isPublic,
  body: 'a text that is not kept',
  ...more,
});

const STAFF: readonly Row[] = [
  user(ANA, 'Ana', {
    role: 'agent',
    default_group_id: 501,
    iana_time_zone: 'America/Sao_Paulo',
    time_zone: 'Brasilia',
  }),
  user(BEN, 'Ben', { role: 'admin', default_group_id: 502 }),
];

export function seed(): ZendeskWorld {
  const tickets = [
    ticket(1, '2026-03-02T10:00:00Z', { status: 'solved', satisfaction_rating: { id: 801, score: 'good' } }),
    ticket(2, '2026-03-03T10:00:00Z', { requester_id: DMITRI, submitter_id: DMITRI, status: 'hold' }),
    // Tied across the boundary of the first page.
    ticket(3, '2026-03-04T10:00:00Z'),
    ticket(4, '2026-03-04T10:00:00Z', { status: 'pending' }),
    ticket(5, '2026-03-05T10:00:00Z', { status: 'deleted' }),
  ];
  const updates = tickets.flatMap((one, n) => {
    const id = Number(one.id);
    const at = (hours: number) => iso(Number(one.generated_timestamp) - 7200 + hours * 3600);
    const opening = {
      event_type: 'Create',
      status: 'new',
      assignee_id: ANA,
      group_id: 501,
      requester_id: one.requester_id,
    };
    return [
      update(100 + n * 2, id, at(0), Number(one.requester_id), [comment(Number(one.requester_id)), opening]),
      update(101 + n * 2, id, at(2), ANA, [
        comment(ANA),
        { status: one.status === 'deleted' ? 'closed' : one.status, previous_value: 'new' },
      ]),
    ];
  });
  return {
    tickets,
    updates,
    users: [
      ...STAFF,
      user(CARLA, 'Carla', { organization_id: 701, external_id: 'crm-7' }),
      user(DMITRI, 'Dmitri', { iana_time_zone: 'Europe/Moscow', time_zone: 'Moscow' }),
    ],
    organizations: [{ id: 701, name: 'Acme', external_id: 'cus_7', domain_names: ['acme.example'] }],
    ratings: [
      {
        id: 801,
        ticket_id: 1,
        score: 'good',
        assignee_id: ANA,
        requester_id: CARLA,
        created_at: '2026-03-02T11:00:00Z',
        updated_at: '2026-03-02T13:00:00Z',
      },
    ],
    surveys: [],
    comments: {},
    conversations: {},
    aiOnly: new Set(),
    pageSize: 3,
    knowsAi: true,
    schedules: [{ id: 31, name: 'Desk', time_zone: 'Brasilia', intervals: [{ start_time: 1980, end_time: 2460 }] }],
  };
}

/** What each path takes; anything else is a request that the vendor would not understand. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '/incremental/tickets/cursor.json': ['start_time', 'cursor', 'include', 'per_page', 'support_type_scope'],
  '/incremental/ticket_events.json': ['start_time', 'include', 'per_page', 'support_type_scope'],
  '/tickets/show_many.json': ['ids', 'include'],
  '/search/count.json': ['query'],
  '/search/export.json': ['query', 'filter[type]', 'page[size]', 'page[after]'],
  '/users.json': ['role[]', 'page[size]', 'page[after]'],
  '/groups.json': ['page[size]', 'page[after]'],
  '/group_memberships.json': ['page[size]', 'page[after]'],
  '/custom_statuses.json': [],
  '/account/settings.json': [],
  '/business_hours/schedules.json': [],
  '/business_hours/schedules/31/holidays.json': [],
  '/business_hours/schedules/32/holidays.json': [],
  '/users/show_many.json': ['ids'],
  '/satisfaction_ratings.json': ['start_time', 'end_time', 'page[size]', 'page[after]'],
  '/guide/survey_responses': ['filter[created_at_start]', 'filter[created_at_end]', 'page[size]', 'page[after]'],
  '/users/me.json': [],
  '/tickets/count.json': [],
};

export function answer(
  world: ZendeskWorld,
  { method, path, query, headers, now }: FakeRequest,
): FakeAnswer | undefined {
  const place = path.replace(/^\/api\/v2/, '');
  const [, ofTicket = '', child] =
    /^\/tickets\/(\d+)\/(comments\.json|audits\.json|conversation_log)$/.exec(place) ?? [];
  const known = child ? ['page[size]', 'page[after]', 'sort'] : KNOWN[place];
  if (method !== 'GET' || !known || [...query.keys()].some((name) => !known.includes(name))) return undefined;
  if (headers.authorization !== `Basic ${BASIC}`) return { status: 401, body: { error: "Couldn't authenticate you" } };
  const settled = now / 1000 - 60;
  const list = (name: string, rows: readonly Row[]): FakeAnswer => ({
    body: { [name]: rows, meta: { has_more: false, after_cursor: null } },
  });
  if (child === 'comments.json') return list('comments', world.comments[ofTicket] ?? []);
  if (child === 'audits.json')
    return list('audits', world.updates.filter((row) => String(row.ticket_id) === ofTicket).map(auditOf));
  if (child === 'conversation_log') {
    if (!world.conversations) return { status: 403, body: { error: 'Forbidden' } };
    return list('events', world.conversations[ofTicket] ?? []);
  }
  const scope = world.knowsAi ? (query.get('support_type_scope') ?? 'agent') : 'all';
  const inScope = (id: unknown): boolean => scope === 'all' || (scope === 'ai_agent') === world.aiOnly.has(Number(id));
  const { pageSize } = world;
  const count = Math.min(pageSize, Number(query.get('per_page') ?? pageSize));
  switch (place) {
    case '/incremental/tickets/cursor.json': {
      const rows = sorted(world.tickets, 'generated_timestamp').filter(
        (row) => Number(row.generated_timestamp) <= settled && inScope(row.id),
      );
      const cursor = query.get('cursor');
      const left = cursor
        ? rows.filter((row) => cursorOf(row) > Buffer.from(cursor, 'base64').toString())
        : rows.filter((row) => Number(row.generated_timestamp) >= Number(query.get('start_time')));
      const page = left.slice(0, count);
      const ids = new Set(page.flatMap((row) => [row.requester_id, row.assignee_id]));
      const organizations = new Set(page.map((row) => row.organization_id));
      return {
        body: {
          tickets: page,
          users: world.users.filter((one) => ids.has(one.id)),
          organizations: world.organizations.filter((one) => organizations.has(one.id)),
          after_cursor: page.length > 0 ? Buffer.from(cursorOf(page.at(-1)!)).toString('base64') : cursor,
          after_url: `https://acme.zendesk.com/api/v2/incremental/tickets/cursor.json?cursor=x`,
          before_cursor: null,
          end_of_stream: left.length <= count,
        },
      };
    }
    case '/incremental/ticket_events.json': {
      const since = Number(query.get('start_time'));
      if (since > settled) return { status: 400, body: { error: 'StartTimeTooRecent' } };
      const left = sorted(world.updates, 'timestamp').filter(
        (row) => Number(row.timestamp) >= since && Number(row.timestamp) <= settled && inScope(row.ticket_id),
      );
      const page = left.slice(0, count);
      return {
        body: {
          ticket_events: page,
          count: page.length,
          end_time: page.length > 0 ? page.at(-1)!.timestamp : null,
          next_page: null,
          end_of_stream: left.length <= count,
        },
      };
    }
    case '/tickets/show_many.json': {
      const ids = String(query.get('ids')).split(',');
      return { body: { tickets: world.tickets.filter(({ id }) => ids.includes(String(id))) } };
    }
    case '/search/count.json': {
      const [, from] = /^type:ticket updated>=(\S+)$/.exec(query.get('query') ?? '') ?? [];
      return from
        ? { body: { count: world.tickets.filter(({ updated_at: at }) => String(at) >= from).length } }
        : undefined;
    }
    case '/search/export.json': {
      const [, day] = /^status<solved updated<(\S+)$/.exec(query.get('query') ?? '') ?? [];
      if (day === undefined || query.get('filter[type]') !== 'ticket') return undefined;
      const unsolved = world.tickets.filter(({ status }) => !['solved', 'closed', 'deleted'].includes(String(status)));
      const old = sorted(unsolved, 'id').filter(({ updated_at: at }) => String(at) < day);
      const from = Number(query.get('page[after]') ?? 0);
      const shown = old.slice(from, from + pageSize).map(({ generated_timestamp: _, ...row }) => row);
      const more = from + pageSize < old.length;
      return {
        body: { results: shown, meta: { has_more: more, after_cursor: more ? String(from + pageSize) : null } },
      };
    }
    case '/users.json':
      return list(
        'users',
        world.users.filter(({ role }) => query.getAll('role[]').includes(String(role))),
      );
    case '/groups.json':
      return list('groups', [
        { id: 501, name: 'Support' },
        { id: 502, name: 'Billing' },
      ]);
    case '/group_memberships.json':
      return list('group_memberships', [
        { id: 1, user_id: ANA, group_id: 501 },
        { id: 2, user_id: BEN, group_id: 502 },
      ]);
    case '/custom_statuses.json':
      return {
        body: { custom_statuses: [{ id: 901, status_category: 'hold', agent_label: 'Waiting on engineering' }] },
      };
    case '/account/settings.json':
      return {
        body: {
          settings: { localization: { time_zone: 'Eastern Time (US & Canada)', iana_time_zone: 'America/New_York' } },
        },
      };
    case '/business_hours/schedules.json':
      return { body: { schedules: world.schedules } };
    case '/users/show_many.json': {
      const ids = String(query.get('ids')).split(',');
      return { body: { users: world.users.filter(({ id }) => ids.includes(String(id))) } };
    }
    case '/satisfaction_ratings.json': {
      const [from, to] = [Number(query.get('start_time')), Number(query.get('end_time'))];
      return list(
        'satisfaction_ratings',
        world.ratings.filter((row) => epoch(String(row.created_at)) >= from && epoch(String(row.created_at)) < to),
      );
    }
    case '/guide/survey_responses':
      return list('survey_responses', world.surveys);
    case '/users/me.json':
      return { headers: { 'x-rate-limit': '700' }, body: { user: { id: BEN, role: 'admin' } } };
    case '/tickets/count.json':
      return { body: { count: { value: world.tickets.length, refreshed_at: iso(now / 1000) } } };
    default:
      return { body: { holidays: [{ id: 1, name: 'Carnival', start_date: '2026-02-16', end_date: '2026-02-17' }] } };
  }
}

/** An update as the ticket's audits have it: each change of a field stands under the field's name, ids as text. */
function auditOf({ id, ticket_id, created_at, updater_id, via, child_events }: Row): Row {
  const children = Array.isArray(child_events) ? (child_events as Row[]) : [];
  const events = children.flatMap((child) => {
    if (typeof child !== 'object' || child === null || Array.isArray(child)) return [];
    const { id: childId, event_type: type, via: channel, previous_value, ...rest } = child;
    const base = { id: childId, type, via: { channel } };
    if (type !== 'Change' && type !== 'Create') return [{ ...base, ...rest }];
    return Object.entries(rest).map(([field_name, value], n) => {
      const text = typeof value === 'number' ? String(value) : value;
      return { ...base, id: n === 0 ? childId : Number(childId) * 100 + n, field_name, value: text, previous_value };
    });
  });
  return { id, ticket_id, created_at, author_id: updater_id, via: { channel: via, source: {} }, metadata: {}, events };
}

const cursorOf = (row: Row): string => `${row.generated_timestamp}|${String(row.id).padStart(8, '0')}`;

function sorted(rows: readonly Row[], key: string): Row[] {
  return [...rows].sort((a, b) => Number(a[key]) - Number(b[key]) || Number(a.id) - Number(b.id));
}

const TOKEN = 'hJ8sT0ken9qW';
const BASIC = Buffer.from(`admin@acme.example/token:${TOKEN}`).toString('base64');
const EXPORT = 'GET /api/v2/incremental/tickets/cursor.json';
const INCLUDE = 'include=metric_sets,users,organizations&per_page=1000';
const UPDATES = 'GET /api/v2/incremental/ticket_events.json?include=comment_events&per_page=1000&start_time=';
const START = epoch('2026-03-01T00:00:00Z');
const RATED = epoch('2026-03-02T08:00:00Z');

/** A refusal to move on: the first page's cursor, whatever was asked. */
function stuck(world: ZendeskWorld, request: FakeRequest): FakeAnswer | undefined {
  const said = answer(world, request);
  if (!request.path.endsWith('/incremental/tickets/cursor.json') || said?.body === undefined) return said;
  return { body: { ...(said.body as Row), after_cursor: 'always the same', end_of_stream: false } };
}

export const zendeskFake: VendorFake<ZendeskWorld> = {
  connector: zendesk,
  variables: { SUBDOMAIN: 'acme', EMAIL: 'admin@acme.example', TOKEN, START_DATE: '2026-03-01' },
  secrets: [TOKEN, BASIC],
  credential: 'ZENDESK_TOKEN',
  origin: 'https://acme.zendesk.com',
  now: NOW,
  seed,
  empty: () => ({ ...seed(), tickets: [], updates: [], ratings: [] }),
  answer,
  stuck,
  requests: [
    'GET /api/v2/users.json?page[size]=100&role[]=admin&role[]=agent',
    'GET /api/v2/groups.json?page[size]=100',
    'GET /api/v2/group_memberships.json?page[size]=100',
    'GET /api/v2/custom_statuses.json',
    'GET /api/v2/account/settings.json',
    'GET /api/v2/business_hours/schedules.json',
    'GET /api/v2/business_hours/schedules/31/holidays.json',
    `${EXPORT}?${INCLUDE}&start_time=${START}`,
    `${EXPORT}?cursor=${Buffer.from(`${epoch('2026-03-04T10:00:00Z')}|00000003`).toString('base64')}&${INCLUDE}`,
    `${EXPORT}?${INCLUDE}&start_time=${START}&support_type_scope=ai_agent`,
    // The one rated ticket was opened then: no survey is older.
    `GET /api/v2/satisfaction_ratings.json?end_time=${NOW / 1000 - 61}&page[size]=100&start_time=${RATED}`,
    `GET /api/v2/guide/survey_responses?filter[created_at_start]=${RATED * 1000}&page[size]=100`,
    UPDATES + START,
    UPDATES + epoch('2026-03-03T08:00:00Z'),
    UPDATES + epoch('2026-03-04T08:00:00Z'),
    UPDATES + epoch('2026-03-04T10:00:00Z'),
    UPDATES + epoch('2026-03-05T08:00:00Z'),
  ],
  ids: ['1', '2', '3', '4', '5'],
  tied: ['3', '4'],
  touch(world, at) {
    const now = Math.floor(at / 1000);
    const row = world.tickets.find(({ id }) => id === 1)!;
    Object.assign(row, { status: 'open', generated_timestamp: now, updated_at: iso(now) });
    world.updates.push(update(400, 1, iso(now), CARLA, [comment(CARLA), { status: 'open', previous_value: 'solved' }]));
    return '1';
  },
  checkRequests: 7,
  poison(world) {
    const row = world.tickets.find(({ id }) => id === 2)!;
    row.created_at = 'the other day';
    return '2';
  },
};
