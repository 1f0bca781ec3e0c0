import { describe, expect, it } from 'vitest';
import '../../support/http.ts';
import { LIMITS } from '../../../connectors/jsm/limits.ts';
import { ConfigError, RetryableError } from '../../../src/model/errors.ts';
import { limited } from '../limited.ts';
import { runFake } from '../run-fake.ts';
import { answer, jsmFake } from './fake.ts';
import { assigned, change, comment, issue, MIA, OLAF, type World } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Data Center wants no address: the variables of the fake without it. */
const serverFake = {
  ...jsmFake,
  variables: { URL: 'https://acme.atlassian.net', API_TOKEN: 'tok_geheim', PROJECTS: 'SUP' },
};

describe('an issue that is in no search any more', () => {
  /** The first sync, then the issue is taken away, then the sync of the next day. */
  async function whenGone(moved?: Record<string, string>) {
    const world: World = { ...jsmFake.seed(), ...(moved ? { moved } : {}) };
    const run = runFake(jsmFake, { world });
    await run.pull();
    world.issues.splice(
      world.issues.findIndex(({ id }) => id === '10004'),
      1,
    );
    run.clock.now += 23 * HOUR;
    const soon = await run.pull();
    run.asked.length = 0;
    run.clock.now += HOUR;
    const later = await run.pull();
    return { soon: soon.tables.tickets?.['10004'], later: later.tables.tickets?.['10004'], run };
  }
  // The look of the next day is told as its time: a minute before it.
  const gone = { status: 'closed', deletedAt: jsmFake.now + DAY - 60_000 };

  it('was deleted, and is told a day later', async () => {
    const { soon, later } = await whenGone();

    expect(soon).toMatchObject({ status: 'open' });
    expect(later).toMatchObject({ ...gone, originalStatus: 'deleted' });
  });

  it('was moved to a project that is not read', async () => {
    expect((await whenGone({ '10004': 'OPS' })).later).toMatchObject({ ...gone, originalStatus: 'moved' });
  });

  it('is in its project after all: the search is late, and nothing is told', async () => {
    expect((await whenGone({ '10004': 'SUP' })).later).toMatchObject({ status: 'open' });
  });

  it('may not be seen any more, and counts as deleted', async () => {
    const run = runFake(jsmFake, {
      answer: (world, request) =>
        request.path.endsWith('/issue/10004') ? { status: 403, body: { errorMessages: [] } } : answer(world, request),
    });
    await run.pull();
    run.world.issues.splice(3, 1);
    run.clock.now += DAY;

    expect((await run.pull()).tables.tickets).toMatchObject({ 10004: { originalStatus: 'deleted' } });
  });

  it('is looked for a day later also where a wrong clock had put the look off', async () => {
    const run = runFake(jsmFake);
    const future = jsmFake.now + 200 * DAY;
    const position = { since: jsmFake.now - DAY, seen: [], open: ['10004'], lookedAt: future };
    run.pages.push({ cursor: JSON.stringify({ version: 0, projects: { SUP: position } }) });
    run.world.issues.splice(3, 1);
    await run.pull();
    run.clock.now += DAY;

    expect((await run.pull()).tables.tickets).toMatchObject({ 10004: { originalStatus: 'deleted' } });
  });

  it('costs a list of what is open, and a request for whoever is missing', async () => {
    const { run } = await whenGone();
    const list = run.asked.filter((line) => line.includes('statusCategory'));

    expect(list.length).toBeGreaterThan(0);
    expect(run.asked.filter((line) => line.includes('/issue/'))).toEqual([
      'GET /rest/api/3/issue/10004?fields=project',
    ]);
  });

  it('was moved to another project that is read: its own search tells, and it is asked for once', async () => {
    const world: World = { ...jsmFake.seed(), moved: { '10004': 'HELP' } };
    const run = runFake(jsmFake, { world, variables: { PROJECTS: 'SUP,HELP' } });
    await run.pull();
    world.issues.splice(3, 1);
    run.clock.now += DAY;
    const { tables } = await run.pull();
    run.clock.now += DAY;
    await run.pull();

    expect(tables.tickets?.['10004']).not.toHaveProperty('deletedAt');
    expect(run.asked.filter((line) => line.includes('/issue/10004?'))).toHaveLength(1);
  });

  it('is asked for no more once it is known to be gone', async () => {
    const { run } = await whenGone();
    run.asked.length = 0;
    run.clock.now += DAY;
    await run.pull();

    expect(run.asked.filter((line) => line.includes('/issue/'))).toEqual([]);
  });
});

describe('Data Center', () => {
  const world = (): World => ({ ...jsmFake.seed(), server: '9.12.4' });

  it('is asked with a bearer token, by position, and tells the same tickets as Cloud', async () => {
    const cloud = await runFake(jsmFake).pull();
    const run = runFake(serverFake, { world: world() });
    const { tables } = await run.pull();

    expect(Object.keys(tables.tickets!)).toEqual(Object.keys(cloud.tables.tickets!));
    expect(tables.tickets).toMatchObject({ 10001: cloud.tables.tickets!['10001']! });
    expect(run.asked.filter((line) => line.includes('/search?'))).toHaveLength(3);
    expect(run.asked.join()).not.toContain('/rest/api/3');
  });

  it('is told by an old server’s silence, and walked to an empty answer where it counts nothing', async () => {
    const run = runFake(serverFake, {
      world: world(),
      answer: (now, request) => {
        const said = answer(now, request);
        if (request.path.endsWith('/serverInfo'))
          return { body: { version: '6.4', baseUrl: 'https://desk.acme.example/jira/' } };
        return request.path.endsWith('/search') ? { body: { ...(said!.body as object), total: undefined } } : said;
      },
    });
    const { tables } = await run.pull();

    expect(Object.keys(tables.tickets!)).toHaveLength(5);
    expect(tables.tickets).toMatchObject({ 10001: { url: 'https://desk.acme.example/jira/browse/SUP-1' } });
  });

  it('reads all comments with their properties, which alone tell the internal ones', async () => {
    const hidden = comment('1', OLAF, '2026-03-02T12:00:00.000+0100', {
      jsdPublic: undefined,
      properties: [{ key: 'sd.public.comment', value: { internal: true } }],
    });
    const run = runFake(serverFake, { world: { ...world(), comments: { '10003': [hidden] } } });
    const { tables } = await run.pull();

    expect(run.asked).toContain(
      'GET /rest/api/2/issue/10003/comment?expand=properties&maxResults=100&orderBy=created&startAt=0',
    );
    expect(tables.events).toMatchObject({ '10003/comment-1': { kind: 'note' } });
    expect(run.asked.filter((line) => line.includes('/comment'))).toHaveLength(2);
  });

  it('marks a history that is cut short as not whole, and takes away nothing of what is stored', async () => {
    const run = runFake(serverFake, { world: world() });
    const { tables } = await run.pull();

    expect(tables.tickets).toMatchObject({ 10005: { timelineComplete: false }, 10001: { timelineComplete: true } });
    expect(run.pages.flatMap(({ wholeTimelines = [] }) => wholeTimelines)).not.toContain('10005');
  });
});

describe('a long history', () => {
  it('is read whole from its own list, by hundreds, where a search brings the forty newest changes', async () => {
    const changes = Array.from({ length: 130 }, (_, n) =>
      change(String(n + 1), MIA, new Date(Date.UTC(2026, 2, 2, 10, n)).toISOString(), assigned(null, `a-${n}`)),
    );
    // It says that these are all.
    const row = issue(
      '10009',
      '2026-03-02T08:00:00.000+0000',
      '2026-03-03T08:00:00.000+0000',
      {},
      { histories: changes.slice(90) },
    );
    const world: World = { ...jsmFake.empty(), issues: [row], histories: { '10009': changes } };
    const run = runFake(jsmFake, { world });
    const { tables } = await run.pull();

    expect(Object.keys(tables.events!).filter((key) => key.includes('/history-'))).toHaveLength(130);
    expect(run.asked.filter((line) => line.includes('/changelog'))).toEqual([
      'GET /rest/api/3/issue/10009/changelog?maxResults=100&startAt=0',
      'GET /rest/api/3/issue/10009/changelog?maxResults=100&startAt=100',
    ]);
  });
});

describe('projects', () => {
  it('that are not there stop the sync and name the variable', async () => {
    const run = runFake(jsmFake, { variables: { PROJECTS: 'SUP,GONE' } });
    const failure = await run.pull().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toContain('no project GONE');
    expect(String(failure)).toContain('JSM_PROJECTS');
  });

  it('that are added later are read from their beginning', async () => {
    const run = runFake(jsmFake);
    run.pages.push({ cursor: '{"version":0,"projects":{"OLD":{"since":1773000000000,"seen":[],"open":[]}}}' });

    expect(Object.keys((await run.pull()).tables.tickets!)).toHaveLength(5);
  });
});

describe('two projects', () => {
  it('are two teams, and all is read only when both are', async () => {
    const world = jsmFake.seed();
    const other = {
      key: 'HELP-1',
      fields: { ...world.issues[1]!.fields, project: { id: '10200', key: 'HELP', name: 'Help desk' } },
    };
    world.issues.push({ ...issue('30001', '', ''), ...other });
    const run = runFake(jsmFake, { world, variables: { PROJECTS: 'SUP,help' } });
    const { tables } = await run.pull();

    expect(Object.keys(tables.teams!)).toEqual(['10100', '10200']);
    expect(tables.tickets).toMatchObject({ 30001: { teamId: '10200' } });
    const told = run.pages.map(({ watermarkAt }) => watermarkAt);
    expect(told.slice(0, -1).filter((at) => at !== undefined)).toEqual([]);
    expect(told.at(-1)).toBe(jsmFake.now - 60_000);
  });
});

describe('the limit of a site', () => {
  /** A site of many issues, each with a list of changes of its own. */
  const busy = (): World => {
    const rows = Array.from({ length: 160 }, (_, n) => {
      const at = new Date(Date.UTC(2026, 1, 1, 0, n)).toISOString();
      return issue(String(20_000 + n), at, at, {}, { historyTotal: 1 });
    });
    return { ...jsmFake.empty(), issues: rows, pageSize: 50 };
  };

  it('is kept: a hundred requests in ten seconds, and no 429', async () => {
    const site = limited(jsmFake, () => ['site']);
    const run = runFake(jsmFake, { world: busy(), answer: site.answer });
    await run.pull();

    expect(run.asked.length).toBeGreaterThan(LIMITS.site.requests);
    expect(site.broken()).toBe(0);
    expect(run.clock.now - jsmFake.now).toBeGreaterThanOrEqual(LIMITS.site.windowMs);
  });

  it('of points is waited for until the hour is over, by another run', async () => {
    const resetAt = new Date(jsmFake.now + 40 * 60_000).toISOString();
    const headers = { 'ratelimit-reason': 'jira-quota-tenant-based', 'x-ratelimit-reset': resetAt };
    const run = runFake(jsmFake, { answer: () => ({ status: 429, headers, body: {} }) });
    const failure = await run.pull().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(RetryableError);
    expect((failure as RetryableError).retryAfterMs).toBeGreaterThanOrEqual(40 * 60_000);
    expect(run.asked).toHaveLength(1);
  });
});

describe('what a person is told', () => {
  it('counts issues whose status and resolution disagree', async () => {
    const world = jsmFake.seed();
    Object.assign(world.issues.find(({ id }) => id === '10001')!.fields, { resolution: null, resolutiondate: null });
    Object.assign(world.issues.find(({ id }) => id === '10002')!.fields, { resolution: { id: '1', name: 'Done' } });
    const run = runFake(jsmFake, { world });
    await run.pull();

    expect(run.warnings).toEqual([
      'jsm: issues that are done without a resolution: 1; that have one and are not done: 1. The status decides',
    ]);
  });

  it('names a field that the site does not have', async () => {
    const run = runFake(jsmFake, { variables: { FIELDS: 'Product=product,Colour=colour' } });
    await run.pull();

    expect(run.warnings).toEqual(['JSM_FIELDS: there is no field "Colour"']);
    expect(run.asked.find((line) => line.includes('/search/jql'))).toContain('customfield_10050');
  });
});

describe('the last page of a search', () => {
  it('is the one that says so, though it leads on', async () => {
    const last = { nextPageToken: 'token-for-nothing', isLast: true };
    const run = runFake(jsmFake, {
      world: { ...jsmFake.seed(), pageSize: 50 },
      answer: (world, request) => {
        const said = answer(world, request);
        return request.path.endsWith('/search/jql') ? { body: { ...(said!.body as object), ...last } } : said;
      },
    });
    await run.pull();

    expect(run.asked.filter((line) => line.includes('/search/jql'))).toHaveLength(1);
  });
});

describe('a comment that cannot be read', () => {
  it('is set aside by its place, and its history is not whole', async () => {
    const world = jsmFake.seed();
    world.comments['10003'] = [comment('1', OLAF, 'yesterday'), comment('2', OLAF, '2026-03-02T13:00:00.000+0100')];
    const { tables, rejected } = await runFake(jsmFake, { world }).pull();

    expect(rejected.map(({ place }) => place)).toEqual(['issue/10003/comment/1']);
    expect(tables.tickets).toMatchObject({ 10003: { timelineComplete: false } });
    expect(Object.keys(tables.events!)).toContain('10003/comment-2');
  });
});

describe('an issue that goes while it is read', () => {
  it.each(['comment', 'changelog'])('leaves what the search brought, marked as not whole: its %s', async (part) => {
    const run = runFake(jsmFake, {
      answer: (world, request) =>
        request.path.endsWith(`/${part}`) ? { status: 404, body: '<html>gone</html>' } : answer(world, request),
    });
    const { tables } = await run.pull();

    const id = part === 'comment' ? '10003' : '10005';
    expect(tables.tickets).toMatchObject({ [id]: { timelineComplete: false } });
  });
});
