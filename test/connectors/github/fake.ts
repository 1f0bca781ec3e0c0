import { github } from '../../../connectors/github/index.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';

const ORIGIN = 'https://api.github.com';
const PAGE = 2;

type Row = Record<string, unknown> & { number: number; updated_at: string };

/** Issues and pull requests of repositories, and the timelines of issues, as GitHub's answers hold them. */
export interface World {
  readonly repositories: Record<string, Row[]>;
  readonly timelines: Record<string, Record<string, unknown>[]>;
}

const person = (login: string) => ({ login, id: login.length, type: login.endsWith('[bot]') ? 'Bot' : 'User' });

function issue(repository: string, number: number, created: string, updated: string, more: object = {}): Row {
  return {
    number,
    id: 9000 + number,
    url: `${ORIGIN}/repos/${repository}/issues/${number}`,
    html_url: `https://github.com/${repository}/issues/${number}`,
    title: 'It does not start',
    user: person('carla'),
    author_association: 'NONE',
    state: 'open',
    state_reason: null,
    labels: [],
    assignee: null,
    assignees: [],
    locked: false,
    comments: 0,
    created_at: created,
    updated_at: updated,
    closed_at: null,
    ...more,
  };
}

const comment = (id: number, login: string, association: string, at: string) => ({
  event: 'commented',
  id,
  actor: person(login),
  user: person(login),
  author_association: association,
  created_at: at,
});

const happened = (event: string, id: number, login: string, at: string, more: object = {}) => ({
  event,
  id,
  actor: person(login),
  created_at: at,
  ...more,
});

function seed(): World {
  const closed = { state: 'closed', state_reason: 'completed', closed_at: '2026-03-03T09:00:00Z' };
  return {
    repositories: {
      'acme/app': [
        issue('acme/app', 1, '2026-03-01T08:00:00Z', '2026-03-01T09:00:00Z', { pull_request: { url: 'x' } }),
        issue('acme/app', 2, '2026-03-01T10:00:00Z', '2026-03-03T09:00:00Z', closed),
        issue('acme/app', 3, '2026-03-02T10:00:00Z', '2026-03-04T12:00:00Z'),
        issue('acme/app', 4, '2026-03-02T11:00:00Z', '2026-03-04T12:00:00Z', { labels: [{ name: 'priority: high' }] }),
        issue('acme/app', 5, '2026-03-02T12:00:00Z', '2026-03-04T12:00:00Z'),
        issue('acme/app', 6, '2026-03-02T13:00:00Z', '2026-03-05T07:00:00Z', { user: null }),
      ],
      'acme/cli': [issue('acme/cli', 1, '2026-03-05T08:00:00Z', '2026-03-05T08:00:00Z', { user: person('olaf') })],
    },
    timelines: {
      'acme/app#2': [
        happened('assigned', 21, 'olaf', '2026-03-01T11:00:00Z', { assignee: person('olaf') }),
        { event: 'subscribed', id: 22, actor: person('olaf'), created_at: '2026-03-01T11:00:00Z' },
        comment(23, 'olaf', 'MEMBER', '2026-03-01T12:00:00Z'),
        comment(24, 'carla', 'NONE', '2026-03-02T08:00:00Z'),
        { event: 'cross-referenced', actor: person('carla'), source: {}, created_at: '2026-03-02T09:00:00Z' },
        happened('closed', 25, 'olaf', '2026-03-03T09:00:00Z', { state_reason: 'completed' }),
      ],
      'acme/app#3': [comment(31, 'stale[bot]', 'NONE', '2026-03-04T12:00:00Z')],
    },
  };
}

/** GitHub's list: filtered by `since` (inclusive), oldest change first, two rows a page. */
function list(rows: readonly Row[], path: string, query: URLSearchParams): FakeAnswer {
  const since = query.get('since') ?? '';
  const found = rows
    .filter((row) => Date.parse(row.updated_at) >= (since === '' ? 0 : Date.parse(since)))
    .toSorted((a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at) || a.number - b.number);
  const page = Number(query.get('page') ?? 1);
  const size = query.get('per_page') === '1' ? 1 : PAGE;
  const pages = Math.ceil(found.length / size);
  const to = (n: number, relation: string) => {
    const target = new URLSearchParams(query);
    target.set('page', String(n));
    return `<${ORIGIN}${path}?${target}>; rel="${relation}"`;
  };
  const link: Record<string, string> = {};
  if (page < pages) link.link = [to(page + 1, 'next'), to(pages, 'last')].join(', ');
  const shown = found.slice((page - 1) * size, page * size);
  const headers: Record<string, string> = { ...link, etag: `"${shown.map((row) => row.updated_at).join()}"` };
  return { headers, body: shown };
}

const PLAIN = ['direction', 'page', 'per_page', 'since', 'sort', 'state'];

function answer(world: World, { method, path, query, headers }: FakeRequest): FakeAnswer | undefined {
  if (method !== 'GET' || headers.authorization !== 'Bearer ghp_geheim') return undefined;
  const [, repository = '', number, timeline] =
    /^\/repos\/([^/]+\/[^/]+)\/issues(?:\/(\d+)(\/timeline)?)?$/.exec(path) ?? [];
  const rows = world.repositories[repository];
  if (!rows) return undefined;
  const known = rows.find((row) => String(row.number) === number);
  if (number === undefined) {
    if (query.get('state') !== 'all' || [...query.keys()].some((name) => !PLAIN.includes(name))) return undefined;
    if (query.get('per_page') === '100' && `${query.get('sort')} ${query.get('direction')}` !== 'updated asc')
      return undefined;
    const said = list(rows, path, query);
    return headers['if-none-match'] === said.headers?.etag ? { status: 304, body: '' } : said;
  }
  if (!known) return { status: 410, body: { message: 'This issue was deleted' } };
  if (!timeline) return { body: known };
  if (query.get('per_page') !== '100') return undefined;
  return { body: world.timelines[`${repository}#${number}`] ?? [] };
}

/** The fake GitHub, for the contract suite. */
export const githubFake: VendorFake<World> = {
  connector: github,
  variables: { TOKEN: 'ghp_geheim', REPOS: 'acme/app,acme/cli' },
  secrets: ['ghp_geheim'],
  credential: 'GITHUB_TOKEN',
  origin: ORIGIN,
  now: Date.parse('2026-03-10T00:00:00Z'),
  seed,
  empty: () => ({ repositories: { 'acme/app': [], 'acme/cli': [] }, timelines: {} }),
  answer,
  requests: [
    'GET /repos/acme/app/issues?direction=asc&per_page=100&sort=updated&state=all',
    'GET /repos/acme/app/issues/2/timeline?per_page=100',
    'GET /repos/acme/app/issues?direction=asc&per_page=100&since=2026-03-03T09:00:00.000Z&sort=updated&state=all',
    'GET /repos/acme/app/issues/3/timeline?per_page=100',
    'GET /repos/acme/app/issues?direction=asc&per_page=100&since=2026-03-04T12:00:00.000Z&sort=updated&state=all',
    'GET /repos/acme/app/issues/4/timeline?per_page=100',
    'GET /repos/acme/app/issues?direction=asc&page=2&per_page=100&since=2026-03-04T12:00:00.000Z&sort=updated&state=all',
    'GET /repos/acme/app/issues/5/timeline?per_page=100',
    'GET /repos/acme/app/issues/6/timeline?per_page=100',
    'GET /repos/acme/cli/issues?direction=asc&per_page=100&sort=updated&state=all',
    'GET /repos/acme/cli/issues/1/timeline?per_page=100',
  ],
  ordered: false,
  ids: ['acme/app#2', 'acme/app#3', 'acme/app#4', 'acme/app#5', 'acme/app#6', 'acme/cli#1'],
  tied: ['acme/app#3', 'acme/app#4', 'acme/app#5'],
  touch(world, at) {
    const time = new Date(Math.floor(at / 1000) * 1000).toISOString();
    const row = world.repositories['acme/app']!.find(({ number }) => number === 2)!;
    Object.assign(row, { updated_at: time, state: 'open', state_reason: 'reopened', closed_at: null });
    world.timelines['acme/app#2']!.push(happened('reopened', 26, 'carla', time));
    return 'acme/app#2';
  },
  poison(world) {
    Object.assign(world.repositories['acme/app']!.find(({ number }) => number === 6)!, { created_at: 'yesterday' });
    return 'acme/app#6';
  },
  stuck(world, request) {
    const said = answer(world, request);
    if (!request.path.endsWith('/issues')) return said;
    const first = new URLSearchParams(request.query);
    const shown = answer(world, {
      ...request,
      query: new URLSearchParams([...first].filter(([name]) => name !== 'page')),
    });
    return shown && { ...shown, headers: { link: `<${ORIGIN}${request.path}?${first}>; rel="next"` } };
  },
  slowDown(seconds) {
    const body = { message: 'You have exceeded a secondary rate limit.' };
    return seconds === undefined
      ? { status: 403, body }
      : { status: 403, headers: { 'retry-after': String(seconds) }, body };
  },
};
