import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../../connectors/jsm/search.ts';
import '../../support/http.ts';
import { runFake } from '../run-fake.ts';
import { answer, jsmFake } from './fake.ts';
import { issue, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the local minutes that a search names', () => {
  // `from` is the minute of the earlier reading, `to` the one after the later reading.
  it.each<[string, string, string | undefined, string, string]>([
    ['in UTC', '2026-01-01T12:00:59Z', 'UTC', '2026-01-01 12:00', '2026-01-01 12:01'],
    ['east of it', '2026-01-01T12:00Z', 'Asia/Tokyo', '2026-01-01 21:00', '2026-01-01 21:01'],
    ['by three quarters of an hour', '2026-04-04T15:10Z', 'Asia/Kathmandu', '2026-04-04 20:55', '2026-04-04 20:56'],
    ['on another day', '2026-01-04T15:10Z', 'Pacific/Auckland', '2026-01-05 04:10', '2026-01-05 04:11'],
    // Santiago sets its clocks back at 2026-04-05 03:00Z: 23:30 is there at 02:30Z and at 03:30Z.
    ['before clocks go back', '2026-04-05T02:30Z', 'America/Santiago', '2026-04-04 22:30', '2026-04-04 23:31'],
    ['after clocks go back', '2026-04-05T03:30Z', 'America/Santiago', '2026-04-04 23:30', '2026-04-05 00:31'],
    // And forward at 2026-09-06 04:00Z: 00:00 to 01:00 is not there.
    ['after clocks go forward', '2026-09-06T04:30Z', 'America/Santiago', '2026-09-06 00:30', '2026-09-06 01:31'],
    // Lord Howe goes back by half an hour at 2026-04-04 15:00Z.
    [
      'where they go back by half an hour',
      '2026-04-04T15:10Z',
      'Australia/Lord_Howe',
      '2026-04-05 01:40',
      '2026-04-05 02:11',
    ],
    ['where the zone is not told', '2026-01-01T12:00Z', undefined, '2026-01-01 00:00', '2026-01-02 02:01'],
    ['from the beginning', '1970-01-01T00:00Z', 'America/Santiago', '1970-01-01 00:00', '1969-12-31 21:01'],
  ])('%s', (_, instant, zone, from, to) => {
    const at = Date.parse(instant.length < 20 ? instant.replace('Z', ':00Z') : instant);
    const bounds = boundsOf(at, at, zone);

    expect(bounds.from).toBe(from);
    if (at > 0) expect(bounds.to).toBe(to);
  });
});

const written = (at: number) => new Date(at).toISOString().replace('Z', '+0000');

/** Every minute an issue changes; a sync comes by every seven minutes, for so many hours from `start` on. */
async function busyDesk(start: number, hours: number, more: Partial<World>) {
  const world: World = { ...jsmFake.empty(), pageSize: 20, ...more };
  const run = runFake(jsmFake, { world, variables: { START_DATE: written(start - HOUR).replace('+0000', 'Z') } });
  for (let n = 0; n < hours * 60; n += 1) {
    const at = start + n * MINUTE;
    if (n < 6 || n % 3 > 0) world.issues.push(issue(String(20_000 + n), written(at), written(at)));
    else Object.assign(world.issues[n % 6]!.fields, { updated: written(at) });
    if (n % 7 === 0) {
      run.clock.now = at;
      await run.pull();
    }
  }
  run.clock.now = start + (hours + 1) * HOUR;
  await run.pull();
  const read = new Map(run.pages.flatMap(({ tickets = [] }) => tickets).map(({ id, updatedAt }) => [id, updatedAt]));
  const lost = world.issues.filter(
    ({ id, fields }) => read.get(id) !== Date.parse(String(fields.updated).replace('+0000', 'Z')),
  );
  return { lost: lost.map(({ id }) => id), run };
}

describe('a sync loses no change', () => {
  const autumn = Date.parse('2026-04-05T00:30:00Z');
  const spring = Date.parse('2026-09-06T01:30:00Z');
  it.each([
    ['when clocks go back, a local time being the first of two', autumn, { zone: 'America/Santiago' }],
    [
      'when clocks go back, a local time being the second of two',
      autumn,
      { zone: 'America/Santiago', readsLater: true },
    ],
    ['when clocks go forward', spring, { zone: 'America/Santiago' }],
    [
      'when clocks go forward, a local time that is not there being late',
      spring,
      { zone: 'America/Santiago', readsLater: true },
    ],
    ['where the account tells no zone', autumn, { zone: 'Pacific/Auckland', hidesZone: true }],
  ])('%s', async (_, start, more) => {
    const { lost } = await busyDesk(start, 5, more);

    expect(lost).toEqual([]);
  });

  it('that the search shows half an hour late', async () => {
    const start = Date.parse('2026-02-01T08:00:00Z');
    const { lost } = await busyDesk(start, 2, { lateMs: { '20001': 30 * MINUTE, '20040': 45 * MINUTE } });

    expect(lost).toEqual([]);
  });

  it('that the search shows hours late: a look once a day finds it', async () => {
    const changedAt = jsmFake.now - HOUR;
    const world: World = { ...jsmFake.empty(), lateMs: { '20001': 9 * HOUR } };
    world.issues.push(issue('20001', written(changedAt), written(changedAt)));
    const run = runFake(jsmFake, { world });
    const found: Record<number, string[]> = {};
    for (const hours of [0, 12, 24, 36]) {
      run.clock.now = jsmFake.now + hours * HOUR;
      const before = run.pages.length;
      await run.pull();
      found[hours] = run.pages.slice(before).flatMap(({ tickets = [] }) => tickets.map(({ id }) => id));
    }

    expect(found).toEqual({ 0: [], 12: [], 24: ['20001'], 36: [] });
  });
});

describe('many issues that changed in one minute', () => {
  const many = (seconds: (n: number) => number): World => ({
    ...jsmFake.empty(),
    pageSize: 3,
    issues: Array.from({ length: 23 }, (_, n) => {
      const at = written(Date.parse('2026-03-04T12:00:00Z') + 1000 * seconds(n));
      return issue(String(20_000 + n), at, at);
    }),
  });

  it.each([
    ['in one second', () => 5],
    ['in seconds of their own', (n: number) => n],
  ])('are all read, each once, though a search begins anew with the minute: %s', async (_, seconds) => {
    const run = runFake(jsmFake, { world: many(seconds) });
    await run.pull();
    const read = run.pages.flatMap(({ tickets = [] }) => tickets.map(({ id }) => id));

    expect(read).toHaveLength(23);
    expect(new Set(read).size).toBe(23);
  });

  it('are read by a page cursor that moves, or not at all', async () => {
    const run = runFake(jsmFake, {
      world: many((n) => n),
      answer: (world, request) => {
        const said = answer(world, request);
        if (!request.path.endsWith('/search/jql') || said === undefined) return said;
        // From the second page on the same page again: rows that have been read, and a cursor that leads to themselves.
        return { body: { ...(said.body as object), nextPageToken: 'token-3', isLast: false } };
      },
    });

    await expect(run.pull()).rejects.toThrow(/the same page came twice|does not move/);
  });

  it('are not waited for where a page cursor leads for ever to what was not asked for', async () => {
    let asked = 0;
    const world = many((n) => n);
    const run = runFake(jsmFake, {
      world,
      answer: (now, request) => {
        asked += 1;
        if (asked > 50) throw new Error('asks without end');
        const said = answer(now, request);
        const { nextPageToken: token } = (request.body ?? {}) as { nextPageToken?: string };
        return token === undefined ? said : { body: { issues: world.issues.slice(0, 2), nextPageToken: token } };
      },
    });

    await expect(run.pull()).rejects.toThrow('does not move');
  });
});
