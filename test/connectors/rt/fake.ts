import { rt } from '../../../connectors/rt/index.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';

type Row = Record<string, unknown>;

/** A Request Tracker with a handful of tickets; its transactions are numbered in the order they were made. */
export interface RtWorld {
  readonly tickets: Row[];
  readonly transactions: Row[];
  readonly users: Row[];
  readonly queues: Row[];
  /** Rows that the reading user may not see, taken out of an answer after it was cut to size. */
  readonly hidden: Set<string>;
}

const NOW = Date.parse('2026-03-10T12:00:00Z');
const PAGE = 2;
const TOKEN = '1-40-0123456789abcdef';
const BASE = 'https://rt.acme.example/REST/2.0';

/** A date as RT writes it. */
export const stamp = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
const unset = '1970-01-01T00:00:00Z';

const person = (id: string, more: Row = {}): Row => ({
  id,
  type: 'user',
  _url: `${BASE}/user/${id}`,
  Name: id,
  RealName: '',
  EmailAddress: id.includes('@') ? id : '',
  Timezone: '',
  Organization: '',
  ...more,
});

export const ANA = person('ana', {
  RealName: 'Ana Silva',
  EmailAddress: 'ana@acme.example',
  Timezone: 'America/Sao_Paulo',
});
export const SYSTEM = person('RT_System');
export const carla = person('carla@client.example', {
  RealName: 'Carla',
  Timezone: 'Europe/Rome',
  Organization: 'Client Ltd',
});
const dmitri = person('dmitri@client.example');

export function ticket(id: number, created: string, updated: string, more: Row = {}): Row {
  return {
    id: String(id),
    type: 'ticket',
    _url: `${BASE}/ticket/${id}`,
    Subject: 'It does not start',
    Status: 'open',
    Created: created,
    LastUpdated: updated,
    Resolved: unset,
    Priority: '0',
    Owner: ANA,
    Queue: { id: '3', type: 'queue', Name: 'Support' },
    Requestor: [carla],
    ...more,
  };
}

export function transaction(id: number, ticketId: number, type: string, at: string, creator: Row, more: Row = {}): Row {
  const base = { id: String(id), type: 'transaction', ObjectType: 'RT::Ticket', ObjectId: String(ticketId) };
  return { ...base, Type: type, Field: '', OldValue: '', NewValue: '', Created: at, Creator: creator, ...more };
}

export function seed(): RtWorld {
  const world: RtWorld = {
    tickets: [],
    transactions: [],
    users: [
      { id: 30, Name: 'ana', RealName: 'Ana Silva', EmailAddress: 'ana@acme.example', Privileged: 1 },
      { id: 6, Name: 'Nobody', RealName: 'Nobody in particular', EmailAddress: '', Privileged: 0 },
      { id: 50, Name: 'carla@client.example', EmailAddress: 'carla@client.example', Privileged: 0 },
      { id: 51, Name: 'dmitri@client.example', EmailAddress: 'dmitri@client.example', Privileged: 0 },
    ],
    queues: [
      { id: '3', type: 'queue', Name: 'Support' },
      { id: '4', type: 'queue', Name: 'Billing' },
    ],
    hidden: new Set(),
  };
  const status = (from: string, to: string) => ({ Field: 'Status', OldValue: from, NewValue: to });
  let next = 100;
  const add = (...args: [ticketId: number, type: string, at: string, creator: Row, more?: Row]) => {
    next += 1;
    world.transactions.push(transaction(next, ...args));
  };
  // Tickets 2 and 3 changed in the same second and stand on both sides of the first page's end.
  const tied = '2026-03-04T10:00:00Z';
  for (const [id, updated] of [
    [1, '2026-03-03T10:00:00Z'],
    [2, tied],
    [3, tied],
    [4, '2026-03-05T10:00:00Z'],
  ] as const) {
    const created = '2026-03-02T08:00:00Z';
    const asker = id === 4 ? dmitri : carla;
    world.tickets.push(
      ticket(id, created, updated, { Requestor: [asker], ...(id === 1 ? { Status: 'resolved' } : {}) }),
    );
    add(id, 'Create', created, asker);
    add(id, 'Set', '2026-03-02T09:00:00Z', ANA, { Field: 'Owner', OldValue: '6', NewValue: '30' });
    add(id, 'SetWatcher', '2026-03-02T09:00:00Z', ANA, { Field: 'Owner', OldValue: '6', NewValue: '30' });
    add(id, 'Correspond', '2026-03-02T10:00:00Z', ANA);
    add(id, 'Status', '2026-03-02T10:00:00Z', SYSTEM, status('new', 'open'));
    add(id, id === 1 ? 'Status' : 'Comment', updated, ANA, id === 1 ? status('open', 'resolved') : {});
  }
  return world;
}

/** The few forms of searches that the connector writes; the date is read in the zone of the user, here UTC+9. */
const ZONE_MS = 9 * 3_600_000;
const TICKETS = /^id > (\d+) AND Type = 'ticket' AND LastUpdated >= '([\d :-]+)'$/;
const HISTORY =
  /^id > (\d+) AND ObjectType = 'RT::Ticket' AND \(((?:ObjectId = \d+(?: OR )?)+)\) AND Type != 'EmailRecord' AND Type != 'CommentEmailRecord'$/;
const GONE =
  /^id > (\d+) AND ObjectType = 'RT::Ticket' AND \(\(Type = 'Status' AND NewValue = 'deleted'\) OR \(Type = 'AddLink' AND Field = 'MergedInto'\)\)$/;
const TRANSACTION_FIELDS = 'Type,Field,OldValue,NewValue,Created,Creator,ObjectId';

export function answer(world: RtWorld, request: FakeRequest): FakeAnswer | undefined {
  const { method, query, headers, now } = request;
  const path = request.path.replace(/^\/REST\/2\.0/, '');
  if (method !== 'GET') return undefined;
  if (headers.authorization !== `token ${TOKEN}`) return { status: 401, body: { message: 'Unauthorized' } };
  const dated = (body: unknown): FakeAnswer => ({ headers: { date: new Date(now).toUTCString() }, body });
  const sql = query.get('query') ?? '';
  const cut = (rows: readonly Row[], total: boolean): FakeAnswer => {
    const page = Number(query.get('page') ?? 1);
    const items = rows.slice((page - 1) * PAGE, page * PAGE).filter(({ id }) => !world.hidden.has(String(id)));
    return dated({ items, count: items.length, per_page: PAGE, page, total: total ? rows.length : null, pages: null });
  };
  if (path === '/rt') return dated({ Version: '5.0.3' });
  if (path === '/queues/all')
    return query.get('orderby') === 'id' ? dated({ items: world.queues, pages: 1 }) : undefined;
  const named = /^\/user\/(.+)$/.exec(path)?.[1];
  if (named !== undefined) {
    const name = decodeURIComponent(named);
    const user = world.users.find((one) => one.Name === name || String(one.id) === name);
    return user ? dated(user) : { status: 404, body: { message: 'Not Found' } };
  }
  const numbered = /^\/ticket\/(\d+)$/.exec(path)?.[1];
  if (numbered !== undefined) {
    const found = world.tickets.find(({ id }) => id === numbered);
    return found ? dated({ ...found, id: Number(numbered) }) : { status: 404, body: { message: 'Not Found' } };
  }
  if (path === '/tickets' && sql === 'id > 0') return cut(alive(world), true);
  if (path === '/transactions' && sql === "ObjectType = 'RT::Ticket' AND Type = 'Comment'") {
    return cut(
      world.transactions.filter(({ Type }) => Type === 'Comment'),
      false,
    );
  }
  if (query.get('orderby') !== 'id' || query.get('order') !== 'ASC' || query.get('per_page') !== '100')
    return undefined;
  const changed = TICKETS.exec(sql);
  if (path === '/tickets' && changed && query.get('fields[Owner]') && query.get('fields[Requestor]')) {
    const since = Date.parse(`${changed[2]!.replace(' ', 'T')}Z`) - ZONE_MS;
    const rows = alive(world).filter(
      ({ id, LastUpdated }) => Number(id) > Number(changed[1]) && Date.parse(String(LastUpdated)) >= since,
    );
    return cut(
      rows.sort((a, b) => Number(a.id) - Number(b.id)),
      true,
    );
  }
  if (path !== '/transactions' || query.get('fields') !== TRANSACTION_FIELDS || !query.get('fields[Creator]'))
    return undefined;
  const history = HISTORY.exec(sql);
  if (history) {
    const wanted = new Set(history[2]!.match(/\d+/g));
    const rows = world.transactions.filter(
      ({ id, ObjectId, Type }) =>
        Number(id) > Number(history[1]) && wanted.has(String(ObjectId)) && !/EmailRecord/.test(String(Type)),
    );
    return cut(rows, false);
  }
  const gone = GONE.exec(sql);
  if (!gone) return undefined;
  const rows = world.transactions.filter(
    ({ id, Type, NewValue, Field }) =>
      Number(id) > Number(gone[1]) &&
      ((Type === 'Status' && NewValue === 'deleted') || (Type === 'AddLink' && Field === 'MergedInto')),
  );
  return cut(rows, false);
}

/** Merged and deleted tickets are in no search. */
function alive(world: RtWorld): Row[] {
  return world.tickets.filter(({ Status, merged }) => Status !== 'deleted' && merged !== true);
}

const PEOPLE = 'Name,RealName,EmailAddress,Timezone';
const listed = (after: number): string =>
  `GET /REST/2.0/tickets?fields=Subject,Status,Created,LastUpdated,Priority,Owner,Queue,Requestor&fields[Owner]=${PEOPLE}&fields[Requestor]=${PEOPLE},Organization&order=ASC&orderby=id&per_page=100&query=id > ${after} AND Type = 'ticket' AND LastUpdated >= '2026-02-28 12:00:00'`;
const told = (after: number, which: string, page = ''): string =>
  `GET /REST/2.0/transactions?fields=${TRANSACTION_FIELDS}&fields[Creator]=${PEOPLE}&order=ASC&orderby=id${page}&per_page=100&query=id > ${after} AND ObjectType = 'RT::Ticket' AND ${which}`;
const two = (a: number, b: number): string =>
  `(ObjectId = ${a} OR ObjectId = ${b}) AND Type != 'EmailRecord' AND Type != 'CommentEmailRecord'`;
const vanished = "((Type = 'Status' AND NewValue = 'deleted') OR (Type = 'AddLink' AND Field = 'MergedInto'))";

export const rtFake: VendorFake<RtWorld> = {
  connector: rt,
  variables: { URL: 'https://rt.acme.example', TOKEN, START_DATE: '2026-03-01' },
  secrets: [TOKEN],
  credential: 'RT_TOKEN',
  origin: 'https://rt.acme.example',
  now: NOW,
  seed,
  empty: () => ({ ...seed(), tickets: [], transactions: [] }),
  answer,
  requests: [
    'GET /REST/2.0/queues/all?fields=Name&orderby=id&per_page=100',
    listed(0),
    ...[0, 102, 104, 106, 108, 110].map((after) => told(after, two(1, 2))),
    told(112, two(1, 2)),
    told(112, two(1, 2), '&page=2'),
    'GET /REST/2.0/user/30',
    'GET /REST/2.0/user/6',
    listed(2),
    ...[0, 114, 116, 118, 120, 122].map((after) => told(after, two(3, 4))),
    told(124, two(3, 4)),
    told(124, two(3, 4), '&page=2'),
    told(0, vanished),
    told(0, vanished, '&page=2'),
  ],
  // Users are asked for in the order of their names.
  ordered: false,
  ids: ['1', '2', '3', '4'],
  tied: ['2', '3'],
  touch(world, at) {
    const row = world.tickets[0]!;
    Object.assign(row, { Status: 'open', LastUpdated: stamp(at) });
    world.transactions.push(transaction(300, 1, 'Correspond', stamp(at), carla));
    const reopened = { Field: 'Status', OldValue: 'resolved', NewValue: 'open' };
    world.transactions.push(transaction(301, 1, 'Status', stamp(at), SYSTEM, reopened));
    return '1';
  },
  poison(world) {
    world.tickets[3]!.Created = unset;
    return '4';
  },
  stuck(world, request) {
    if (!request.path.endsWith('/tickets')) return answer(world, request);
    const query = new URLSearchParams(request.query);
    query.set('query', (query.get('query') ?? '').replace(/^id > \d+/, 'id > 0'));
    return answer(world, { ...request, query });
  },
};
