import { z } from 'zod';
import { intercom } from '../../../connectors/intercom/index.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';

export type Row = Record<string, unknown> & { id: string; updated_at: number };

/** Conversations with their parts, and the people in them, as Intercom's answers hold them. */
export interface World {
  readonly conversations: Row[];
  readonly parts: Record<string, Record<string, unknown>[]>;
  readonly contacts: Record<string, unknown>[];
  readonly deleted: { id: string; deleted_at: number }[];
  /** Who stands among the admins. */
  readonly admins?: readonly object[];
  /** Rows a search gives at once; two by default. */
  readonly pageSize?: number;
}

const seconds = (iso: string) => Date.parse(`${iso}:00Z`) / 1000;

export function conversation(id: string, created: string, updated: string, more: object = {}): Row {
  return {
    type: 'conversation',
    id,
    title: null,
    created_at: seconds(created),
    updated_at: seconds(updated),
    waiting_since: null,
    snoozed_until: null,
    open: true,
    state: 'open',
    read: false,
    priority: 'none',
    admin_assignee_id: null,
    team_assignee_id: null,
    company: null,
    tags: { type: 'tag.list', tags: [] },
    contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: 'c-carla', external_id: 'cus_1' }] },
    source: {
      type: 'conversation',
      id: '1',
      delivered_as: 'customer_initiated',
      subject: '',
      body: 'It does not start',
      author: { type: 'user', id: 'c-carla', name: 'Carla', email: 'carla@acme.example' },
    },
    statistics: null,
    conversation_rating: null,
    custom_attributes: {},
    ai_agent: null,
    ai_agent_participated: false,
    ...more,
  };
}

export const part = (id: string, type: string, author: object, at: string, more: object = {}) => ({
  type: 'conversation_part',
  id,
  part_type: type,
  body: null,
  created_at: seconds(at),
  assigned_to: null,
  author,
  attachments: [],
  state: 'open',
  ...more,
});

export const OLAF = { type: 'admin', id: '11', name: 'Olaf', email: 'olaf@desk.example' };
const MIA = { type: 'admin', id: '99', name: 'Mia', email: 'mia@desk.example' };
export const CARLA = { type: 'user', id: 'c-carla', name: 'Carla', email: 'carla@acme.example' };

function seed(): World {
  const rated = {
    state: 'closed',
    open: false,
    company: { type: 'company', id: 'co-1', company_id: 'acme-7', name: 'Acme', website: 'https://www.acme.example/' },
    conversation_rating: {
      rating: 5,
      remark: 'Splendid',
      created_at: seconds('2026-03-03T09:00'),
      updated_at: seconds('2026-03-03T10:00'),
      teammate: { type: 'admin', id: '11' },
    },
  };
  return {
    conversations: [
      conversation('101', '2026-03-01T08:00', '2026-03-03T10:00', rated),
      conversation('102', '2026-03-02T10:00', '2026-03-04T12:00'),
      conversation('103', '2026-03-02T11:00', '2026-03-04T12:00', { admin_assignee_id: 11, team_assignee_id: '7' }),
      conversation('104', '2026-03-02T12:00', '2026-03-04T12:00'),
      conversation('105', '2026-03-05T07:00', '2026-03-05T07:00'),
    ],
    parts: {
      '101': [
        part('1', 'comment', MIA, '2026-03-01T09:00', { body: 'Please try again' }),
        part('2', 'comment', CARLA, '2026-03-02T09:00', { body: 'It works' }),
        part('3', 'close', OLAF, '2026-03-03T09:00', { body: 'Splendid' }),
      ],
      '103': [part('4', 'assignment', OLAF, '2026-03-02T12:00', { assigned_to: { type: 'team', id: '7' } })],
    },
    contacts: [
      { type: 'contact', id: 'c-carla', external_id: 'cus_1', email: 'carla@acme.example', companies: { data: [] } },
    ],
    deleted: [],
  };
}

const Search = z.strictObject({
  query: z.strictObject({
    operator: z.literal('AND'),
    value: z.tuple(
      [
        z.strictObject({ field: z.literal('updated_at'), operator: z.literal('>'), value: z.int() }),
        z.strictObject({ field: z.literal('updated_at'), operator: z.literal('<'), value: z.int() }),
      ],
      z.strictObject({ field: z.literal('open'), operator: z.literal('='), value: z.boolean() }),
    ),
  }),
  sort: z.strictObject({ field: z.literal('updated_at'), order: z.enum(['ascending', 'descending']) }),
  pagination: z.strictObject({ per_page: z.int().max(150), starting_after: z.string().optional() }),
});

const ContactSearch = z.strictObject({
  query: z.strictObject({ field: z.literal('id'), operator: z.literal('IN'), value: z.array(z.string()).max(150) }),
  pagination: z.strictObject({ per_page: z.int().max(150) }),
});

/** Intercom's search: between two seconds, by change, two rows a page, the cursor told by the server. */
function search(world: World, body: unknown): FakeAnswer | undefined {
  const small = z.object({ pagination: z.object({ per_page: z.literal(1) }) }).safeParse(body);
  if (small.success) {
    return {
      body: { conversations: world.conversations.slice(0, 1), total_count: world.conversations.length, pages: {} },
    };
  }
  const asked = Search.safeParse(body);
  if (!asked.success) return undefined;
  const [from, to, open] = asked.data.query.value;
  const up = asked.data.sort.order === 'ascending' ? 1 : -1;
  const found = world.conversations
    .filter((row) => row.updated_at > from.value && row.updated_at < to.value)
    .filter((row) => open === undefined || row.open === open.value)
    .toSorted((a, b) => up * (a.updated_at - b.updated_at) || Number(a.id) - Number(b.id));
  const { pageSize = 2 } = world;
  const offset = Number(asked.data.pagination.starting_after?.slice('after-'.length) ?? 0);
  const next =
    offset + pageSize < found.length ? { next: { page: 2, starting_after: `after-${offset + pageSize}` } } : {};
  const pages = {
    type: 'pages',
    page: 1,
    per_page: pageSize,
    total_pages: Math.ceil(found.length / pageSize),
    ...next,
  };
  const shown = found.slice(offset, offset + pageSize);
  return { body: { type: 'conversation.list', conversations: shown, total_count: found.length, pages } };
}

function answer(world: World, { method, path, query, body, headers }: FakeRequest): FakeAnswer | undefined {
  if (headers.authorization !== 'Bearer tok_geheim' || headers['intercom-version'] !== '2.16') return undefined;
  if (method === 'POST') {
    if (path === '/conversations/search') return search(world, body);
    if (path === '/tickets/search') return { body: { type: 'ticket.list', tickets: [], total_count: 3, pages: {} } };
    const asked = ContactSearch.safeParse(body);
    if (path !== '/contacts/search' || !asked.success) return undefined;
    const data = world.contacts.filter((contact) => asked.data.query.value.includes(String(contact.id)));
    return { body: { type: 'list', data, total_count: data.length, pages: {} } };
  }
  const [, id] = /^\/conversations\/(\d+)$/.exec(path) ?? [];
  if (id !== undefined) {
    if (query.toString() !== 'display_as=plaintext') return undefined;
    const row = world.conversations.find((one) => one.id === id);
    if (!row) return { status: 404, body: '<html>nginx</html>' };
    const parts = world.parts[id] ?? [];
    return { body: { ...row, conversation_parts: { conversation_parts: parts, total_count: parts.length } } };
  }
  switch (path) {
    case '/me':
      return {
        body: {
          type: 'admin',
          id: '11',
          app: { id_code: 'abc123', name: 'Desk', region: 'US', timezone: 'Europe/Dublin' },
        },
      };
    case '/admins':
      return { body: { type: 'admin.list', admins: [{ ...OLAF, team_ids: [7] }, ...(world.admins ?? [])] } };
    case '/teams':
      return { body: { type: 'team.list', teams: [{ type: 'team', id: '7', name: 'Support', admin_ids: [11] }] } };
    case '/office_hours_schedules':
      return { body: { type: 'office_hours_schedule.list', data: [HOURS] } };
    case '/office_hours_schedules/1/office_hours_exceptions':
      return {
        body: { data: [{ exception_date: '2026-12-25', exception_type: 'closed', recurring_annually: false }] },
      };
    case '/conversations/deleted': {
      if (`${query.get('order')} ${query.get('per_page')} ${query.get('page')}` !== 'desc 60 1') return undefined;
      return { body: { type: 'conversations.list', conversations: world.deleted, pages: { page: 1, total_pages: 1 } } };
    }
    default:
      return undefined;
  }
}

const HOURS = {
  id: 1,
  name: 'Support',
  time_zone_name: 'Europe/Dublin',
  twenty_four_seven: false,
  time_intervals: [0, 1, 2, 3, 4].map((day) => ({ start_minute: day * 1440 + 540, end_minute: day * 1440 + 1020 })),
};

const asks = (from: number, to: number, after?: string, open?: boolean) =>
  'POST /conversations/search {"query":{"operator":"AND","value":[' +
  `{"field":"updated_at","operator":">","value":${from}},{"field":"updated_at","operator":"<","value":${to}}` +
  `${open === undefined ? '' : `,{"field":"open","operator":"=","value":${open}}`}]},` +
  '"sort":{"field":"updated_at","order":"descending"},' +
  `"pagination":{"per_page":150${after ? `,"starting_after":"${after}"` : ''}}}`;

/** Where the recent past begins, 18 weeks before the last settled second, and the second before it. */
const RECENT = 1773100740 - 126 * 86_400;

const CONTACTS =
  'POST /contacts/search {"query":{"field":"id","operator":"IN","value":["c-carla"]},"pagination":{"per_page":150}}';

/** The fake Intercom, for the contract suite. */
export const intercomFake: VendorFake<World> = {
  connector: intercom,
  variables: { TOKEN: 'tok_geheim' },
  secrets: ['tok_geheim'],
  credential: 'INTERCOM_TOKEN',
  origin: 'https://api.intercom.io',
  now: Date.parse('2026-03-10T00:00:00Z'),
  seed,
  empty: () => ({ conversations: [], parts: {}, contacts: [], deleted: [] }),
  answer,
  requests: [
    'GET /me',
    'GET /admins',
    'GET /teams',
    'GET /office_hours_schedules',
    'GET /office_hours_schedules/1/office_hours_exceptions',
    asks(RECENT - 1, 1773100741),
    'GET /conversations/105?display_as=plaintext',
    'GET /conversations/102?display_as=plaintext',
    CONTACTS,
    // 2026-03-04T12:00:00Z and a second: the three that share it, the first of them known already.
    asks(RECENT - 1, 1772625601),
    'GET /conversations/103?display_as=plaintext',
    CONTACTS,
    asks(RECENT - 1, 1772625601, 'after-2'),
    'GET /conversations/104?display_as=plaintext',
    'GET /conversations/101?display_as=plaintext',
    CONTACTS,
    // What is older: open, then the rest.
    asks(0, RECENT, undefined, true),
    asks(0, RECENT, undefined, false),
  ],
  ordered: false,
  ids: ['101', '102', '103', '104', '105'],
  tied: ['102', '103', '104'],
  touch(world, at) {
    const time = Math.floor(at / 1000);
    const row = world.conversations.find(({ id }) => id === '101')!;
    Object.assign(row, { updated_at: time, state: 'open', open: true });
    world.parts['101']!.push({ ...part('9', 'open', CARLA, '2026-03-03T11:00', { body: 'Again' }), created_at: time });
    return '101';
  },
  poison(world) {
    Object.assign(world.conversations.find(({ id }) => id === '105')!, { created_at: 'yesterday' });
    return '105';
  },
  stuck(world, request) {
    if (request.path !== '/conversations/search') return answer(world, request);
    const asked = Search.safeParse(request.body);
    if (!asked.success) return answer(world, request);
    const { starting_after: _, ...pagination } = asked.data.pagination;
    const said = search(world, { ...asked.data, pagination });
    const read = z.looseObject({ pages: z.looseObject({}) }).parse(said?.body);
    return { body: { ...read, pages: { ...read.pages, next: { starting_after: 'after-2' } } } };
  },
};
