import { describe, expect, it } from 'vitest';
import { linksOf, openGitHub, slowDown } from '../../../connectors/github/api.ts';
import { github } from '../../../connectors/github/index.ts';
import type { CheckResult, Tools } from '../../../src/connector/connector.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools } from '../../../src/connector/tools.ts';
import { ConfigError } from '../../../src/model/errors.ts';
import type { Page } from '../../../src/model/source.ts';
import { type PlayedAnswer, type PlayedRequest, playHost, requestLine } from '../../support/http.ts';

const ORIGIN = 'https://api.github.com';
const NOW = Date.parse('2026-03-10T00:00:00Z');

/** Tools on a clock that only sleeping moves, against a GitHub that answers by the request's line. */
function stage(answer: (line: string, n: number) => PlayedAnswer, origin = ORIGIN) {
  const asked: PlayedRequest[] = [];
  const clock = { now: NOW };
  playHost(origin, (request) => answer(requestLine(request), asked.push(request) - 1));
  const effects = {
    now: () => clock.now,
    random: () => 0,
    sleep: async (ms: number) => {
      clock.now += ms;
    },
  };
  const tools: Tools = createTools({
    source: 'github',
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: () => {},
    limiters: createLimiters(effects),
    effects,
  });
  return { tools, clock, asked, lines: () => asked.map(requestLine) };
}

const open = (variables: Record<string, string>) =>
  github.open('github', { TOKEN: 'ghp_geheim', REPOS: 'acme/app', ...variables }, undefined);

async function pages(source: ReturnType<typeof open>, tools: Tools, cursor?: string): Promise<Page[]> {
  const got: Page[] = [];
  for await (const page of source.pull(cursor, tools)) got.push(page);
  return got;
}

describe('GitHub says "slow down"', () => {
  const said = (status: number, headers: Record<string, string>, message = 'Forbidden') =>
    slowDown({ status, headers: new Headers(headers), body: { message } }, NOW);

  it.each([
    ['by Retry-After', said(403, { 'retry-after': '37' }), {}],
    [
      'by an empty primary limit',
      said(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 90) }),
      { retryAfterMs: 91_000 },
    ],
    ['in words alone', said(403, {}, 'You have exceeded a secondary rate limit'), { retryAfterMs: 60_000 }],
    ['not by a missing permission', said(403, { 'x-ratelimit-remaining': '4999' }), undefined],
    ['not by a success', said(200, { 'x-ratelimit-remaining': '0' }), undefined],
  ])('%s', (_, understood, expected) => {
    expect(understood).toEqual(expected);
  });

  it('and the same question is asked again after the reset', async () => {
    const reset = {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(NOW / 1000 + 90),
    };
    const { tools, clock, lines } = stage((_, n) =>
      n === 0 ? { status: 403, headers: reset, body: { message: 'API rate limit exceeded' } } : { body: [] },
    );
    const answer = await openGitHub({ url: ORIGIN, token: 'ghp_geheim' }, tools)('GET /repos/{owner}/{repo}/issues', {
      owner: 'acme',
      repo: 'app',
    });

    expect(answer.status).toBe(200);
    expect(lines()).toEqual(['GET /repos/acme/app/issues', 'GET /repos/acme/app/issues']);
    expect(clock.now - NOW).toBeGreaterThanOrEqual(90_000);
  });

  it('and the limit is kept before GitHub has to say so', async () => {
    const headers = {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(NOW / 1000 + 90),
    };
    const { tools, clock } = stage((_, n) => ({ headers: n === 0 ? headers : {}, body: [] }));
    const ask = openGitHub({ url: ORIGIN, token: 'ghp_geheim' }, tools);
    await ask('GET /rate_limit');
    await ask('GET /rate_limit');

    expect(clock.now - NOW).toBeGreaterThanOrEqual(90_000);
  });
});

describe('a Link header', () => {
  it.each([
    [undefined, { next: undefined, pages: 1 }],
    [
      '<https://api.github.com/x?page=2>; rel="next", <https://api.github.com/x?page=34>; rel="last"',
      { next: 'https://api.github.com/x?page=2', pages: 34 },
    ],
    [
      '<https://api.github.com/x?after=abc>; rel="next"',
      { next: 'https://api.github.com/x?after=abc', pages: undefined },
    ],
    [
      '<https://api.github.com/x?page=1>; rel="first", <https://api.github.com/x?page=1>; rel="prev"',
      { next: undefined, pages: 1 },
    ],
  ])('%s', (link, expected) => {
    expect(linksOf(link)).toEqual(expected);
  });
});

describe('GitHub’s settings', () => {
  it.each([
    [{ REPOS: 'acme' }, 'REPOS'],
    [{ REPOS: '' }, 'REPOS'],
    [{ STAFF: 'a/b/c' }, 'STAFF'],
    [{ START_DATE: 'yesterday' }, 'START_DATE'],
    [{ URL: 'ftp://x' }, 'URL'],
    [{ TOKEN: '' }, 'TOKEN'],
  ])('%j cannot be right', (variables, name) => {
    const read = github.env.safeParse({ TOKEN: 'x', REPOS: 'acme/app', ...variables });

    expect(read.error?.issues[0]?.path[0]).toBe(name);
  });

  it('ask below the address of an Enterprise server, from a date on', async () => {
    const { tools, lines, asked } = stage(() => ({ body: [] }), 'https://git.acme.example');
    await pages(open({ URL: 'https://git.acme.example/api/v3', START_DATE: '2026-02-01' }), tools);

    expect(lines()).toEqual([
      'GET /api/v3/repos/acme/app/issues?direction=asc&per_page=100&since=2026-02-01T00:00:00.000Z&sort=updated&state=all',
    ]);
    expect(asked[0]!.headers).toMatchObject({
      authorization: 'Bearer ghp_geheim',
      'x-github-api-version': '2022-11-28',
    });
  });
});

const ISSUE = {
  number: 1,
  user: { login: 'carla', type: 'User' },
  author_association: 'NONE',
  state: 'open',
  created_at: '2026-03-01T08:00:00Z',
  updated_at: '2026-03-01T09:00:00Z',
};

describe('a sync of GitHub', () => {
  it('takes the members of a team as staff, over several pages of them', async () => {
    const more = { link: `<${ORIGIN}/orgs/acme/teams/help/members?page=2&per_page=100>; rel="next"` };
    const { tools } = stage((line) => {
      if (line === 'GET /orgs/acme/teams/help/members?per_page=100')
        return { headers: more, body: [{ login: 'olaf' }] };
      if (line.startsWith('GET /orgs')) return { body: [{ login: 'Mia' }] };
      if (line.includes('/timeline'))
        return { body: [{ event: 'commented', id: 5, user: { login: 'mia' }, created_at: '2026-03-01T09:00:00Z' }] };
      return { body: [ISSUE] };
    });
    const got = await pages(open({ STAFF: 'acme/help,nils' }), tools);

    expect(got[0]!.agents!.map((agent) => agent.id)).toEqual(['mia']);
  });

  it('names the variable when a team cannot be seen, and when a repository cannot', async () => {
    const noTeam = stage(() => ({ status: 404, body: {} }));
    await expect(pages(open({ STAFF: 'acme/help' }), noTeam.tools)).rejects.toThrow(/GITHUB_STAFF.*GITHUB_TOKEN/);

    const noRepository = stage(() => ({ status: 404, body: {} }));
    const failure = await pages(open({}), noRepository.tools).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toContain('GITHUB_REPOS');
  });

  it('marks an issue as deleted that is gone when its timeline is asked for', async () => {
    const { tools } = stage((line) => (line.includes('/issues/1') ? { status: 410, body: {} } : { body: [ISSUE] }));
    const [page] = await pages(open({}), tools);

    expect(page!.tickets![0]).toMatchObject({ id: 'acme/app#1', deletedAt: NOW });
    expect(page!.events!.map((event) => event.id)).toEqual(['opened']);
  });

  it('does not take a timeline that it may not see for a deletion', async () => {
    const { tools } = stage((line) => {
      if (line.includes('/timeline')) return { status: 404, body: {} };
      return { body: line.includes('/issues/1') ? ISSUE : [ISSUE] };
    });

    await expect(pages(open({}), tools)).rejects.toThrow('not there (404), although the issue is');
  });

  it('sets a broken event of a timeline aside and says that the history is incomplete', async () => {
    const broken = { event: 'closed', id: 77, created_at: 'yesterday' };
    const { tools } = stage((line) => ({ body: line.includes('/timeline') ? [broken] : [ISSUE] }));
    const [page] = await pages(open({}), tools);

    expect(page!.rejected).toMatchObject([{ place: '/repos/acme/app/issues/1/timeline: an event 77' }]);
    expect(page!.tickets![0]!.timelineComplete).toBe(false);
  });

  it('asks again with the tag of the last answer, which costs nothing while nothing changes', async () => {
    const { tools, asked, lines } = stage((line, n) => {
      if (line.includes('/timeline')) return { body: [] };
      return n < 3 ? { headers: { etag: '"tag"' }, body: [ISSUE] } : { status: 304, body: '' };
    });
    const source = open({});
    const first = await pages(source, tools);
    const second = await pages(source, tools, first.at(-1)!.cursor);
    const third = await pages(source, tools, second.at(-1)!.cursor);

    expect(lines()).toHaveLength(4);
    expect(asked.map((request) => request.headers['if-none-match'])).toEqual([
      undefined,
      undefined,
      undefined,
      '"tag"',
    ]);
    expect(third.flatMap((page) => page.tickets ?? [])).toEqual([]);
    expect(third.at(-1)!.watermarkAt).toBe(NOW - 60_000);
  });

  it('finds once a day the open issues that were deleted or transferred, which no list of changes shows', async () => {
    const numbered = (number: number) => ({ ...ISSUE, number });
    let moved = false;
    const { tools, clock, lines } = stage((line) => {
      if (line.includes('/timeline')) return { body: [] };
      if (line.includes('/issues/1')) return { status: 410, body: {} };
      if (line.includes('/issues/2')) return { body: { number: 9, repository_url: `${ORIGIN}/repos/acme/web` } };
      if (line.includes('/issues/3')) return { body: { number: 3, repository_url: `${ORIGIN}/repos/acme/app` } };
      if (line.includes('state=open')) return { body: [numbered(4)] };
      return { body: moved ? [] : [1, 2, 3, 4].map(numbered) };
    });
    const source = open({});
    const first = await pages(source, tools);
    moved = true;
    clock.now += 3_600_000;
    const soon = await pages(source, tools, first.at(-1)!.cursor);
    clock.now += 24 * 3_600_000;
    const later = await pages(source, tools, soon.at(-1)!.cursor);
    const again = await pages(source, tools, later.at(-1)!.cursor);

    expect(soon.flatMap((page) => page.tickets ?? [])).toEqual([]);
    expect(later.flatMap((page) => page.tickets ?? [])).toMatchObject([
      { id: 'acme/app#1', deletedAt: clock.now, originalStatus: 'deleted' },
      { id: 'acme/app#2', mergedInto: 'acme/web#9', originalStatus: 'transferred' },
    ]);
    expect(later[0]!.wholeTimelines).toEqual(['acme/app#1', 'acme/app#2']);
    expect(again.flatMap((page) => page.tickets ?? [])).toEqual([]);
    expect(lines().filter((line) => line.includes('state=open'))).toHaveLength(1);
  });

  it('refuses a cursor that is not its own', async () => {
    const { tools } = stage(() => ({ body: [] }));

    await expect(pages(open({}), tools, '{"page":3}')).rejects.toThrow('fairclock sync github --restart');
  });
});

describe('a check of GitHub', () => {
  const checked = async (answer: (line: string) => PlayedAnswer, variables = {}): Promise<CheckResult> => {
    const { tools } = stage(answer);
    return open(variables).check(tools);
  };

  it('says how many issues there are and what the first sync costs', async () => {
    const last = { link: `<${ORIGIN}/x?page=2>; rel="next", <${ORIGIN}/x?page=950>; rel="last"` };
    const { ok, lines } = await checked(() => ({ headers: last, body: [ISSUE] }));

    expect(ok).toBe(true);
    expect(lines.join('\n')).toContain('acme/app: 950 issues and pull requests can be read');
    expect(lines.join('\n')).toContain('up to 960 requests, about 2 min');
  });

  it('names every repository that cannot be seen', async () => {
    const { ok, lines } = await checked((line) => (line.includes('/app/') ? { body: [] } : { status: 404, body: {} }), {
      REPOS: 'acme/app,acme/cli,acme/web',
    });

    expect(ok).toBe(false);
    expect(lines.filter((line) => line.includes('GITHUB_REPOS'))).toHaveLength(2);
  });

  it('names the permission that GitHub says is missing', async () => {
    const { ok, lines } = await checked(() => ({
      status: 403,
      headers: { 'x-accepted-github-permissions': 'issues=read' },
      body: { message: 'Resource not accessible by personal access token' },
    }));

    expect(ok).toBe(false);
    expect(lines.join()).toMatch(/GITHUB_TOKEN.*issues=read/);
  });
});
