import { describe, expect, it } from 'vitest';
import { limited } from '../limited.ts';
import { runFake } from '../run-fake.ts';
import { storedAfter } from '../stored.ts';
import { CARLA, conversation, intercomFake, OLAF, part, type World } from './fake.ts';

const NOW = intercomFake.now;

/** Three conversations of these weeks, and older ones, of which one is still open and one snoozed. */
function longLived(): World {
  const world = intercomFake.seed();
  const old = (id: string, month: string, state: string) => {
    world.conversations.push(
      conversation(id, `${month}-01T08:00`, `${month}-02T08:00`, { state, open: state !== 'closed' }),
    );
    world.parts[id] = [
      part(`${id}0`, 'comment', OLAF, `${month}-01T09:00`, { body: 'Please try again' }),
      part(`${id}1`, state === 'closed' ? 'close' : 'comment', CARLA, `${month}-02T08:00`, { body: 'Thanks' }),
    ];
  };
  old('11', '2024-05', 'closed');
  old('12', '2024-07', 'open');
  old('13', '2025-01', 'closed');
  old('14', '2025-03', 'snoozed');
  old('15', '2025-06', 'closed');
  return world;
}

const idsOf = (pages: Parameters<typeof storedAfter>[0]) => Object.keys(storedAfter(pages).tables.tickets ?? {});

describe('a first sync of Intercom', () => {
  it('brings the recent past and what is still open first, the newest change first', async () => {
    const run = runFake(intercomFake, { world: longLived() });
    await run.pull();
    const n = run.pages.findIndex(({ watermarkAt }) => watermarkAt !== undefined);
    const early = run.pages.slice(0, n + 1);

    expect(run.pages[n]!.watermarkAt).toBe(NOW - 60_000);
    expect(run.pages.flatMap(({ tickets = [] }) => tickets.map(({ id }) => id))[0]).toBe('105');
    expect(idsOf(early).sort()).toEqual(['101', '102', '103', '104', '105', '12', '14']);
    expect(idsOf(run.pages).sort()).toEqual(['101', '102', '103', '104', '105', '11', '12', '13', '14', '15']);
  });

  it('ends the same after a stop at any page, and looks for news before it goes on', async () => {
    const whole = runFake(intercomFake, { world: longLived() });
    await whole.pull();

    for (const [n, { cursor }] of whole.pages.entries()) {
      const later = runFake(intercomFake, { world: longLived() });
      later.pages.push({ cursor });
      intercomFake.touch(later.world, NOW);
      later.clock.now += 3_600_000;
      await later.pull();
      const both = [...whole.pages.slice(0, n + 1), ...later.pages];

      expect(idsOf(both), `from page ${n}`).toEqual(idsOf(whole.pages));
      expect(later.pages.flatMap(({ tickets = [] }) => tickets.map(({ id }) => id))[0], `from page ${n}`).toBe('101');
    }
  });

  it('takes as long as check foretells to 15%, and keeps Intercom’s limit', async () => {
    const world: World = { ...intercomFake.empty(), pageSize: 150 };
    for (let id = 1; id <= 600; id += 1) {
      const at = new Date(NOW - (id + 5) * 60 * 60_000).toISOString().slice(0, 16);
      world.conversations.push(conversation(String(id), at, at));
    }
    // Sorted once, so that no answer sorts them anew for long.
    world.conversations.reverse();
    const slow = { app: { ...intercomFake.connector.limits.app!, requests: 30 } };
    const vendor = limited(intercomFake, () => ['app'], slow);
    const headers = { 'x-ratelimit-limit': '30' };
    const run = runFake(intercomFake, {
      world,
      answer: (current, request) => {
        const said = vendor.answer(current, request);
        return said && { ...said, headers: { ...headers, ...said.headers } };
      },
    });
    const { lines } = await run.check();
    const begun = run.clock.now;
    const asked = run.asked.length;
    await run.pull();

    const line = lines.find((each) => each.includes('the first sync takes'))!;
    const [, requests, minutes] = /about (\d+) requests and about ([\d.]+) minutes/.exec(line)!;
    expect(Number(minutes) / ((run.clock.now - begun) / 60_000), line).toBeGreaterThan(0.85);
    expect(Number(minutes) / ((run.clock.now - begun) / 60_000), line).toBeLessThan(1.15);
    expect(Number(requests) / (run.asked.length - asked)).toBeGreaterThan(0.85);
    expect(vendor.broken()).toBe(0);
  });
});
