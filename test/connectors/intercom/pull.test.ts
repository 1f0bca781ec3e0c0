import { describe, expect, it } from 'vitest';
import { intercom } from '../../../connectors/intercom/index.ts';
import type { Tools } from '../../../src/connector/connector.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools } from '../../../src/connector/tools.ts';
import type { Page } from '../../../src/model/source.ts';
import { type PlayedAnswer, type PlayedRequest, playHost, requestLine } from '../../support/http.ts';
import { intercomFake, type World } from './fake.ts';

const NOW = Date.parse('2026-03-10T00:00:00Z');
const HOUR = 3_600_000;

/** Tools on a clock that only sleeping moves, against the fake Intercom; `instead` may answer first. */
function stage(
  world: World = intercomFake.seed(),
  instead: (request: PlayedRequest) => PlayedAnswer | undefined = () => undefined,
) {
  const asked: PlayedRequest[] = [];
  const warnings: string[] = [];
  const clock = { now: NOW };
  playHost(intercomFake.origin, (request) => {
    asked.push(request);
    const answer = instead(request) ?? intercomFake.answer(world, { ...request, now: clock.now });
    if (!answer) throw new Error(`the fake Intercom knows no ${requestLine(request)}`);
    return answer;
  });
  const effects = {
    now: () => clock.now,
    random: () => 0,
    sleep: async (ms: number) => {
      clock.now += ms;
    },
  };
  const tools: Tools = createTools({
    source: 'intercom',
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: (message) => warnings.push(message),
    limiters: createLimiters(effects),
    effects,
  });
  const paths = () => asked.map((request) => `${request.method} ${request.path}`);
  return { world, tools, clock, asked, warnings, paths };
}

const open = (variables: Record<string, string> = {}) =>
  intercom.open('intercom', { TOKEN: 'tok_geheim', ...variables }, undefined);

async function pages(tools: Tools, cursor?: string, variables: Record<string, string> = {}): Promise<Page[]> {
  const got: Page[] = [];
  for await (const page of open(variables).pull(cursor, tools)) got.push(page);
  return got;
}

const ticketsOf = (got: readonly Page[]) => got.flatMap((page) => page.tickets ?? []);

describe('a sync of Intercom', () => {
  it('brings a conversation that shows up late in the search, without reading the others again', async () => {
    const { world, tools, clock, paths } = stage();
    const late = { ...world.conversations[4]!, id: '106', updated_at: (NOW - 5 * HOUR) / 1000 };
    const recent = { ...late, id: '107', updated_at: (NOW - 2 * HOUR) / 1000 };
    world.conversations.push(recent);
    const first = await pages(tools);
    world.conversations.push(late);
    clock.now += HOUR;
    const before = paths().length;
    const second = await pages(tools, first.at(-1)!.cursor);

    expect(ticketsOf(second).map((ticket) => ticket.id)).toEqual(['106']);
    expect(
      paths()
        .slice(before)
        .filter((path) => path.startsWith('GET /conversations/1')),
    ).toEqual(['GET /conversations/106']);
  });

  it('leaves the last minute to the next run, and says up to when it has read', async () => {
    const { world, tools, clock } = stage();
    world.conversations.push({ ...world.conversations[4]!, id: '108', updated_at: (NOW - 30_000) / 1000 });
    const first = await pages(tools);
    clock.now += HOUR;
    const second = await pages(tools, first.at(-1)!.cursor);

    expect(ticketsOf(first).map((ticket) => ticket.id)).not.toContain('108');
    expect(first.flatMap(({ watermarkAt }) => watermarkAt ?? [])).toEqual([NOW - 60_000]);
    expect(second.at(-1)!.watermarkAt).toBe(NOW + HOUR - 60_000);
    expect(ticketsOf(second).map((ticket) => ticket.id)).toEqual(['108']);
  });

  it('begins at the date it was given', async () => {
    const { tools } = stage();
    const got = await pages(tools, undefined, { START_DATE: '2026-03-05' });

    expect(ticketsOf(got).map((ticket) => ticket.id)).toEqual(['105']);
  });

  it('marks as deleted what is gone when it is read, and what was deleted since the last run', async () => {
    const { world, tools, clock } = stage(undefined, (request) =>
      request.path === '/conversations/102' ? { status: 404, body: '<html>nginx</html>' } : undefined,
    );
    const first = await pages(tools);
    world.deleted.push({ id: '101', deleted_at: NOW / 1000 + 60 }, { id: '55', deleted_at: NOW / 1000 - 90_000 });
    clock.now += HOUR;
    const second = await pages(tools, first.at(-1)!.cursor);

    expect(ticketsOf(first).find((ticket) => ticket.id === '102')!.deletedAt).toBe(NOW);
    expect(ticketsOf(second)).toMatchObject([{ id: '101', deletedAt: NOW + 60_000 }]);
    expect(second.at(-1)!.wholeTimelines).toEqual(['101']);
  });

  it('does without the list of deletions where Intercom does not give it', async () => {
    const { tools } = stage(undefined, ({ path }) =>
      path === '/conversations/deleted'
        ? { status: 400, body: { errors: [{ code: 'intercom_version_invalid' }] } }
        : undefined,
    );
    const first = await pages(tools);

    expect(ticketsOf(await pages(tools, first.at(-1)!.cursor))).toEqual([]);
  });

  it('keeps stored events of a conversation that was cut off at 500 parts', async () => {
    const { world, tools } = stage(undefined, ({ path }) => {
      if (path !== '/conversations/101') return undefined;
      const row = world.conversations[0]!;
      return { body: { ...row, conversation_parts: { conversation_parts: world.parts['101'], total_count: 640 } } };
    });
    const got = await pages(tools);

    expect(ticketsOf(got).find((ticket) => ticket.id === '101')!.timelineComplete).toBe(false);
    expect(got.flatMap((page) => page.wholeTimelines ?? [])).not.toContain('101');
  });

  it('sets a broken part aside and reads the rest of the conversation', async () => {
    const { world, tools } = stage();
    world.parts['101']!.push({ id: '77', part_type: 'comment', created_at: 'yesterday' });
    const got = await pages(tools);

    expect(got.flatMap((page) => page.rejected ?? [])).toMatchObject([{ place: '/conversations/101: part 77' }]);
    const ticket = ticketsOf(got).find((each) => each.id === '101')!;
    expect(ticket.timelineComplete).toBe(false);
    expect(got.flatMap((page) => page.events ?? []).filter((event) => event.ticketId === '101')).toHaveLength(5);
  });

  it('brings the teammates with their teams and office hours, and those who have left', async () => {
    const { tools } = stage();
    const agents = (await pages(tools)).flatMap((page) => page.agents ?? []);

    expect(agents).toMatchObject([
      {
        id: '11',
        teamIds: ['7'],
        active: true,
        calendar: {
          hours: expect.stringMatching(/^Mon 09:00-17:00; Tue/),
          timeZone: 'Europe/Dublin',
          holidays: ['2026-12-25'],
        },
      },
      { id: '99', name: 'Mia', active: false, personKey: 'mia@desk.example' },
    ]);
  });

  it.each([
    [{ OFFICE_HOURS: 'none' }, undefined, 0],
    [{ OFFICE_HOURS: 'Support' }, 'Europe/Dublin', 0],
    [{ OFFICE_HOURS: 'Night' }, undefined, 1],
  ])('takes the office hours that the settings name: %j', async (variables, timeZone, warned) => {
    const { tools, warnings } = stage();
    const [page] = await pages(tools, undefined, variables);

    expect(page!.teams![0]!.calendar?.timeZone).toBe(timeZone);
    expect(warnings).toHaveLength(warned);
    expect(warnings.join()).toMatch(warned === 0 ? /^$/ : /INTERCOM_OFFICE_HOURS.*"Night".*"Support"/);
  });

  it('uses no office hours when there are several and none is named, and says so', async () => {
    const two = ['Day', 'Night'].map((name, id) => ({ id, name, time_intervals: [] }));
    const { tools, warnings } = stage(undefined, ({ path }) =>
      path === '/office_hours_schedules' ? { body: { data: two } } : undefined,
    );
    const [page] = await pages(tools);

    expect(page!.teams![0]!.calendar).toBeUndefined();
    expect(warnings.join()).toMatch(/INTERCOM_OFFICE_HOURS.*"Day", "Night"/);
  });

  it('reads the customers’ zone from the attribute that the settings name', async () => {
    const { world, tools } = stage();
    Object.assign(world.contacts[0]!, { custom_attributes: { tz: 'Asia/Tokyo' } });
    const customers = (await pages(tools, undefined, { TIME_ZONE_ATTRIBUTE: 'tz' })).flatMap(
      (page) => page.customers ?? [],
    );

    expect(customers[0]).toMatchObject({ id: 'c-carla', timeZone: 'Asia/Tokyo', timeZoneOrigin: 'profile' });
  });

  it('waits for the end of the slice when Intercom’s limit is used up', async () => {
    let asks = 0;
    const { tools, clock } = stage(undefined, ({ path }) => {
      asks += 1;
      if (asks > 1) return undefined;
      const headers = {
        'x-ratelimit-limit': '1666',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(NOW / 1000 + 8),
      };
      return {
        status: 429,
        headers,
        body: { type: 'error.list', errors: [{ code: 'rate_limit_exceeded', message: path }] },
      };
    });
    await pages(tools);

    expect(clock.now - NOW).toBeGreaterThanOrEqual(8000);
  });

  it('asks the region’s own host', async () => {
    const asked: string[] = [];
    playHost('https://api.eu.intercom.io', (request) => {
      asked.push(request.path);
      return { status: 401, body: {} };
    });
    const { tools } = stage();

    await expect(pages(tools, undefined, { REGION: 'eu' })).rejects.toThrow('INTERCOM_TOKEN');
    expect(asked).toEqual(['/me']);
  });

  it('refuses a cursor that is not its own', async () => {
    await expect(pages(stage().tools, '{"page":3}')).rejects.toThrow('fairclock sync intercom --restart');
  });
});

describe('a check of Intercom', () => {
  it('names the workspace, what it holds and what the first sync costs', async () => {
    const { tools } = stage(undefined, ({ path }) =>
      path === '/conversations/search'
        ? { headers: { 'x-ratelimit-limit': '1666' }, body: { conversations: [], total_count: 30_000, pages: {} } }
        : undefined,
    );
    const { ok, lines } = await open().check(tools);

    expect(ok).toBe(true);
    expect(lines.join('\n')).toContain('opens the workspace Desk (Europe/Dublin)');
    expect(lines.join('\n')).toContain(
      '30000 conversations: the first sync takes about 30405 requests and about 3 minutes',
    );
  });

  it('names the permission that is missing', async () => {
    const message = 'You do not have the required scope (read_conversations) to access this resource';
    const { tools } = stage(undefined, ({ path }) =>
      path === '/conversations/search'
        ? { status: 403, body: { errors: [{ code: 'forbidden', message }] } }
        : undefined,
    );
    const { ok, lines } = await open().check(tools);

    expect(ok).toBe(false);
    expect(lines.join('\n')).toMatch(/cannot read conversations: .*INTERCOM_TOKEN.*read_conversations/);
  });

  it('names the region when it is another one', async () => {
    const { tools } = stage(undefined, ({ path }) =>
      path === '/me'
        ? { body: { app: { id_code: 'abc', name: 'Desk', region: 'EU', timezone: 'Europe/Dublin' } } }
        : undefined,
    );
    const { ok, lines } = await open().check(tools);

    expect(ok).toBe(false);
    expect(lines.join('\n')).toContain('hosted in EU: set INTERCOM_REGION');
  });
});

describe('Intercom’s settings', () => {
  it.each([
    [{ REGION: 'mars' }, 'REGION'],
    [{ SNOOZED: 'asleep' }, 'SNOOZED'],
    [{ START_DATE: 'yesterday' }, 'START_DATE'],
    [{ TOKEN: '' }, 'TOKEN'],
  ])('%j cannot be right', (variables, name) => {
    expect(intercom.env.safeParse({ TOKEN: 'x', ...variables }).error?.issues[0]?.path[0]).toBe(name);
  });

  it('keep attributes under their own or another name', () => {
    const read = intercom.env.parse({ TOKEN: 'x', FIELDS: 'Plan, Product area=product,' });

    expect(read.FIELDS).toEqual(
      new Map([
        ['Plan', 'Plan'],
        ['Product area', 'product'],
      ]),
    );
  });
});
