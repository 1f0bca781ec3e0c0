import { describe, expect, it } from 'vitest';
import { slack } from '../../../connectors/slack/index.ts';
import { ConfigError, DataError, RetryableError } from '../../../src/model/errors.ts';
import type { Customer } from '../../../src/model/people.ts';
import type { Event } from '../../../src/model/ticket.ts';
import type { FakeAnswer, FakeRequest } from '../fake.ts';
import { runFake } from '../run-fake.ts';
import type { Stored } from '../stored.ts';
import { answer, at, CHANNEL, foreigner, NOW, type SlackWorld, says, seed, slackFake } from './fake.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const idOf = (ts: string) => `${CHANNEL}:${ts}`;

function ticketOf({ tables }: Stored, ts: string): Record<string, unknown> | undefined {
  return tables.tickets?.[idOf(ts)] as Record<string, unknown> | undefined;
}

function eventsOf({ tables }: Stored, ts: string): Event[] {
  return Object.values(tables.events ?? {}).filter((event) => (event as Event).ticketId === idOf(ts)) as Event[];
}

/** The time of a message `ms` after the suite's start. */
function later(ms: number): string {
  return `${Math.floor((NOW + ms) / 1000)}.000000`;
}

/** One answer in place of Slack's own, for a method. */
function instead(method: string, said: FakeAnswer) {
  return (world: SlackWorld, request: FakeRequest) =>
    request.path === `/api/${method}` ? said : answer(world, request);
}

describe('a sync of Slack channels', () => {
  it('tells staff from customers and bots, with their zones, addresses and workspaces', async () => {
    const { tables } = await runFake(slackFake).pull();

    expect(tables.agents).toMatchObject({
      U0ANNA: { name: 'Name of U0ANNA', email: 'u0anna@acme.example', timeZone: 'Europe/Berlin', bot: false },
      U0BEN: { timeZone: 'America/New_York', teamIds: [CHANNEL], active: true, personKey: 'u0ben@acme.example' },
    });
    expect(tables.customers).toMatchObject({
      U0CARO: { timeZone: 'Asia/Tokyo', timeZoneOrigin: 'profile', organisationId: 'T0CARO' },
      U0DAVE: { email: 'u0dave@customer.example', organisationId: 'T0DAVE' },
    });
    expect(tables.teams).toEqual({ [CHANNEL]: { source: 'slack', id: CHANNEL, name: '#support' } });
  });

  it('keeps no text of any message', async () => {
    const run = runFake(slackFake);
    await run.pull();

    expect(JSON.stringify(run.pages)).not.toContain('words');
  });

  it('finds a late reply within the look-back, and reads no other thread again', async () => {
    const run = runFake(slackFake);
    await run.pull();
    run.world.channels[CHANNEL]![1]!.push(says('U0ANNA', later(60_000)));
    run.clock.now += HOUR;
    run.asked.length = 0;
    const stored = await run.pull();

    expect(eventsOf(stored, at(3600, 1000))).toHaveLength(2);
    expect(run.asked.filter((line) => line.includes('conversations.replies'))).toEqual([
      `GET /api/conversations.replies?channel=${CHANNEL}&limit=200&ts=${at(3600, 1000)}`,
    ]);
  });

  it('looks back as far as it is told, and not at all past that', async () => {
    const run = runFake(slackFake, { variables: { LOOKBACK_DAYS: '14' } });
    await run.pull();
    run.world.channels[CHANNEL]![0]!.push(says('U0CARO', later(9 * DAY)));
    run.clock.now += 11 * DAY;
    const found = await run.pull();
    run.world.channels[CHANNEL]![0]!.push(says('U0CARO', later(11 * DAY)));
    run.clock.now += DAY;
    const missed = await run.pull();

    expect(eventsOf(found, at(0))).toHaveLength(3);
    expect(eventsOf(missed, at(0))).toHaveLength(3);
    expect(run.pages.at(-1)!.cursor).not.toContain(at(0));
    expect(ticketOf(missed, at(0)), 'too old to be looked at is not deleted').not.toHaveProperty('deletedAt');
  });

  it('does not take threads for deleted because it is told to look back less', async () => {
    const long = runFake(slackFake);
    await long.pull();
    const short = runFake(slackFake, { variables: { LOOKBACK_DAYS: '1' } });
    short.pages.push(...long.pages);

    short.clock.now += HOUR;
    expect(JSON.stringify(await short.pull())).not.toContain('deletedAt');
  });

  it('catches up with what was written while nobody read it, for longer than it looks back', async () => {
    const run = runFake(slackFake, { variables: { LOOKBACK_DAYS: '2' } });
    await run.pull();
    run.world.channels[CHANNEL]!.push([says('U0DAVE', later(10 * DAY))]);
    run.clock.now += 60 * DAY;

    expect(ticketOf(await run.pull(), later(10 * DAY))).toBeDefined();
  });

  it('catches up likewise when the very first reading was cut short', async () => {
    const run = runFake(slackFake, { variables: { LOOKBACK_DAYS: '2' } });
    await run.pull();
    run.pages.length = 2;
    run.world.channels[CHANNEL]!.push([says('U0DAVE', later(10 * DAY))]);
    run.clock.now += 60 * DAY;

    expect(Object.keys((await run.pull()).tables.tickets!)).toHaveLength(5);
  });

  it('remembers no thread that it will not look at again, however long the history', async () => {
    const run = runFake(slackFake, { variables: { LOOKBACK_DAYS: '1' } });
    await run.pull();

    for (const { cursor } of run.pages) expect(JSON.parse(cursor).channels[CHANNEL].threads).toEqual({});
  });

  it('keeps the opening of a thread whose replies went away while it was read', async () => {
    const answerWith = instead('conversations.replies', { body: { ok: false, error: 'thread_not_found' } });
    const stored = await runFake(slackFake, { answer: answerWith }).pull();

    expect(eventsOf(stored, at(0))).toMatchObject([{ id: at(0), by: 'customer' }]);
  });

  it('remembers when it first saw a mark, so that what staff write afterwards moves no solution', async () => {
    const run = runFake(slackFake);
    await run.pull();
    const thread = run.world.channels[CHANNEL]![2]!;
    Object.assign(thread[0]!, { reactions: [{ name: 'white_check_mark', users: ['U0BEN'] }] });
    run.clock.now += HOUR;
    const marked = await run.pull();
    thread.push(says('U0BEN', later(2 * HOUR)));
    run.clock.now += 2 * HOUR;
    const afterwards = await run.pull();

    const expected = { kind: 'status', to: 'solved', at: Date.UTC(2026, 10, 16) + 4_000_000, estimated: true };
    expect(eventsOf(marked, at(3600, 1001))).toContainEqual(expect.objectContaining(expected));
    expect(eventsOf(afterwards, at(3600, 1001))).toContainEqual(expect.objectContaining(expected));
    expect(eventsOf(afterwards, at(3600, 1001))).toHaveLength(5);
  });

  it('dates a mark on a thread without an answer by the look that found it, but not on the first look', async () => {
    const mark = { reactions: [{ name: 'white_check_mark', users: ['U0BEN'] }] };
    const run = runFake(slackFake);
    await run.pull();
    Object.assign(run.world.channels[CHANNEL]![1]![0]!, mark);
    run.clock.now += HOUR;
    const watched = eventsOf(await run.pull(), at(3600, 1000)).find(({ kind }) => kind === 'status');
    const fresh = await runFake(slackFake, { world: run.world }).pull();
    const unwatched = eventsOf(fresh, at(3600, 1000)).find(({ kind }) => kind === 'status');

    expect(watched?.at).toBe(NOW + HOUR);
    expect(unwatched?.at).toBe(Date.UTC(2026, 10, 16, 1) + 1);
  });

  it('notices silence when it is over, though nothing in the thread changed', async () => {
    const run = runFake(slackFake, { variables: { SOLVED_AFTER_DAYS: '5' } });
    expect(ticketOf(await run.pull(), at(0))).toMatchObject({ status: 'open' });
    run.clock.now += DAY;

    expect(ticketOf(await run.pull(), at(0))).toMatchObject({ status: 'solved', originalStatus: 'silence' });
  });

  it('marks threads that were deleted, whole or but for their replies', async () => {
    const run = runFake(slackFake);
    await run.pull();
    run.world.channels[CHANNEL]!.splice(1, 1);
    Object.assign(run.world.channels[CHANNEL]![0]![0]!, { subtype: 'tombstone', user: 'USLACKBOT' });
    run.clock.now += HOUR;
    const stored = await run.pull();

    expect(ticketOf(stored, at(3600, 1000))).toMatchObject({ deletedAt: NOW + HOUR });
    expect(ticketOf(stored, at(0))).toMatchObject({ deletedAt: NOW + HOUR });
    expect(ticketOf(stored, at(7200))).not.toHaveProperty('deletedAt');
  });

  it('does not take a thread that it cannot read for a deleted one', async () => {
    const run = runFake(slackFake);
    await run.pull();
    slackFake.poison(run.world);
    run.clock.now += HOUR;

    expect(ticketOf(await run.pull(), at(0))).not.toHaveProperty('deletedAt');
  });

  it('says that a history is not whole when one of its messages cannot be read', async () => {
    const run = runFake(slackFake);
    Object.assign(run.world.channels[CHANNEL]![2]![1]!, { user: 42 });
    const stored = await run.pull();

    expect(ticketOf(stored, at(3600, 1001))).toMatchObject({ timelineComplete: false });
    expect(stored.rejected).toMatchObject([{ place: `conversations.replies ${idOf(at(3600, 1001))} ${at(4000)}` }]);
  });

  it('reads a long thread page by page, its opening once', async () => {
    const run = runFake(slackFake);
    const thread = run.world.channels[CHANNEL]![0]!;
    for (let n = 1; n <= 4; n += 1) thread.push(says('U0CARO', at(700 + n)));

    expect(eventsOf(await run.pull(), at(0))).toHaveLength(6);
  });

  it('begins at START_DATE', async () => {
    const run = runFake(slackFake, { variables: { START_DATE: '2026-11-17' } });

    expect((await run.pull()).tables.tickets).toBeUndefined();
    expect(run.asked.at(-1)).toContain(`oldest=${Date.UTC(2026, 10, 17) / 1000}.000000`);
  });

  it('takes those listed and members of user groups for staff, and everybody else for customers', async () => {
    const world = { ...seed(), groups: { S0DESK: ['U0BEN'] } };
    const run = runFake(slackFake, { world, variables: { STAFF: 'S0DESK' } });
    const { tables } = await run.pull();

    expect(Object.keys(tables.agents!)).toEqual(['U0BEN']);
    expect(Object.keys(tables.customers!)).toEqual(['U0ANNA', 'U0CARO', 'U0DAVE']);
    expect((tables.customers!.U0ANNA as Customer).organisationId).toBeUndefined();
  });

  it('leaves history its sides when somebody leaves the desk', async () => {
    const world: SlackWorld = { ...seed(), groups: { S0DESK: ['U0BEN', 'U0ANNA'] } };
    const run = runFake(slackFake, { world, variables: { STAFF: 'S0DESK' } });
    await run.pull();
    world.groups.S0DESK = ['U0BEN'];
    world.channels[CHANNEL]![0]!.push(says('U0CARO', later(60_000)));
    run.clock.now += HOUR;
    const stored = await run.pull();

    expect(eventsOf(stored, at(0)).map((event) => event.kind === 'message' && event.by)).toEqual([
      'customer',
      'agent',
      'customer',
    ]);
  });

  it('takes guests and people it may not see for customers, full members for staff', async () => {
    const world = seed();
    world.users.U0ANNA = { ...world.users.U0ANNA, is_ultra_restricted: true };
    delete world.users.U0CARO;
    const { tables } = await runFake(slackFake, { world }).pull();

    expect(Object.keys(tables.agents!)).toEqual(['U0BEN']);
    expect(tables.customers).toMatchObject({ U0ANNA: {}, U0CARO: { timeZoneOrigin: 'none' } });
  });

  it('does without a zone that nobody knows', async () => {
    const world = seed();
    world.users.U0CARO = foreigner('U0CARO', 'T0CARO', 'Mars/Olympus');

    expect((await runFake(slackFake, { world }).pull()).tables.customers!.U0CARO).toMatchObject({
      timeZoneOrigin: 'none',
    });
  });

  it('reads the other channels before it says which one it cannot read', async () => {
    const run = runFake(slackFake, { variables: { CHANNELS: `C0GONE,${CHANNEL}` } });
    const failure = await run.pull().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toMatch(/C0GONE cannot be read \(channel_not_found\).*SLACK_CHANNELS/);
    expect(run.pages.flatMap(({ tickets = [] }) => tickets)).toHaveLength(4);
    expect(run.pages.some(({ watermarkAt }) => watermarkAt !== undefined)).toBe(false);
  });

  it('asks once a minute where Slack allows no more, for as many messages as Slack gives', async () => {
    const run = runFake(slackFake, { variables: { APP: 'distributed' } });
    await run.pull();
    const readings = run.asked.filter((line) => /history|replies/.test(line));

    expect(readings.every((line) => line.includes('limit=15'))).toBe(true);
    expect(run.clock.now - NOW).toBeGreaterThanOrEqual(120_000);
  });

  it('warns when Slack cuts pages short as it does to distributed apps', async () => {
    const run = runFake(slackFake);
    await run.pull();

    expect(run.warnings.join()).toContain('SLACK_APP=distributed');
  });
});

describe('Slack’s errors', () => {
  const failing = (error: string, more: object = {}) =>
    instead('conversations.history', { body: { ok: false, error, ...more } });

  it.each([
    ['missing_scope', { needed: 'groups:history' }, ConfigError, /SLACK_TOKEN lacks the scope groups:history/],
    ['token_revoked', {}, ConfigError, /token_revoked: check SLACK_TOKEN/],
    ['account_inactive', {}, ConfigError, /SLACK_TOKEN/],
    ['internal_error', {}, RetryableError, /conversations.history: internal_error/],
    ['ratelimited', {}, RetryableError, /ratelimited/],
    ['invalid_ts_latest', {}, DataError, /invalid_ts_latest/],
    ['not_in_channel', {}, ConfigError, /invite the app/],
  ])('%s %j', async (error, more, kind, words) => {
    const run = runFake(slackFake, { answer: failing(error, more) });
    const failure = await run.pull().catch((reason: unknown) => reason);

    expect(failure).toBeInstanceOf(kind);
    expect(String(failure)).toMatch(words);
  });

  it('do not let a page without the list’s fields pass for the end', async () => {
    const run = runFake(slackFake, { answer: instead('conversations.history', { body: { ok: true, messages: [] } }) });

    await expect(run.pull()).rejects.toThrow(/has_more/);
  });

  it('a thread whose next page has no way to it is an error, not a short thread', async () => {
    const answerWith = instead('conversations.replies', { body: { ok: true, messages: [], has_more: true } });

    await expect(runFake(slackFake, { answer: answerWith }).pull()).rejects.toBeInstanceOf(DataError);
  });

  it('a thread whose pages go round in a circle is an error, not an endless thread', async () => {
    const page = { ok: true, messages: [], has_more: true, response_metadata: { next_cursor: 'again' } };
    const run = runFake(slackFake, { answer: instead('conversations.replies', { body: page }) });

    await expect(run.pull()).rejects.toBeInstanceOf(DataError);
    expect(run.asked.filter((line) => line.includes('conversations.replies'))).toHaveLength(2);
  });

  it('a token of another workspace does not mix two workspaces’ data', async () => {
    const run = runFake(slackFake);
    await run.pull();
    const other = runFake(slackFake, {
      answer: instead('auth.test', {
        body: { ok: true, url: 'https://other.slack.com/', team: 'Other', team_id: 'T0OTHER' },
      }),
    });
    other.pages.push(run.pages.at(-1)!);

    await expect(other.pull()).rejects.toThrow(/SLACK_TOKEN: belongs to the workspace T0OTHER/);
  });
});

describe('the check of Slack', () => {
  const scoped = (scopes: string) => (world: SlackWorld, request: FakeRequest) => {
    const said = answer(world, request);
    return said && request.path === '/api/auth.test' ? { ...said, headers: { 'x-oauth-scopes': scopes } } : said;
  };

  it('names every missing scope at once, and the variable', async () => {
    const run = runFake(slackFake, { answer: scoped('channels:read,users:read'), variables: { STAFF: 'S0DESK' } });
    const { ok, lines } = await run.check();

    expect(ok).toBe(false);
    expect(lines.join('\n')).toContain('SLACK_TOKEN lacks the scopes channels:history, usergroups:read');
  });

  it('tells what the first sync will cost', async () => {
    const { ok, lines } = await runFake(slackFake, { world: { ...seed(), pageSize: 100 } }).check();

    expect(ok).toBe(true);
    expect(lines.join('\n')).toContain('about 4 requests, 1 minute at 50 a minute');
  });

  it('names a channel that the app cannot read', async () => {
    const { ok, lines } = await runFake(slackFake, { variables: { CHANNELS: `${CHANNEL},C0GONE` } }).check();

    expect(ok).toBe(false);
    expect(lines.join('\n')).toMatch(/#support can be read[\s\S]*C0GONE cannot be read/);
  });
});

describe('the settings of Slack', () => {
  const open = (variables: Record<string, string>) =>
    slack.open('slack', { TOKEN: 'xoxb-1', CHANNELS: CHANNEL, ...variables }, undefined);

  it.each([
    [{ TOKEN: 'https://hooks.slack.com/services/1' }, /bot token/],
    [{ CHANNELS: '#support' }, /channel ids/],
    [{ STAFF: 'anna' }, /ids of people/],
    [{ SOLVED_TEXT: '(' }, /regular expression/],
    [{ SOLVED_AFTER_DAYS: '14' }, /less than LOOKBACK_DAYS/],
    [{ LOOKBACK_DAYS: '0' }, /whole number from 1 to 365/],
    [{ START_DATE: '31.12.2026' }, /date such as/],
  ])('refuse %j', (variables, words) => {
    expect(() => open(variables)).toThrow(words);
  });

  it('change the identity when they change what is read, not when a channel is added', () => {
    const plain = open({}).identity;

    expect(open({ CHANNELS: `${CHANNEL},C0MORE`, LOOKBACK_DAYS: '30' }).identity).toBe(plain);
    expect(open({ STAFF: 'U1' }).identity).not.toBe(plain);
    expect(open({ SOLVED_REACTIONS: 'tada' }).identity).not.toBe(plain);
    expect(open({ SOLVED_TEXT: 'done' }).identity).not.toBe(plain);
  });
});
