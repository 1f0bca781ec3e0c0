import { describe, expect, it } from 'vitest';
import { dueDigestsJob } from '../../../jobs/tasks/digest.ts';
import { scriptedChannel, scriptedSource, type TestDeps, testDeps } from '../test-deps.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const WEDNESDAY = Date.parse('2026-11-04T12:00:00Z');
const MONDAY = Date.parse('2026-11-09T07:00:00Z');

const look = (deps: TestDeps) => dueDigestsJob.run({}, deps, new AbortController().signal);

async function weeklyDeps(at: number, sources: TestDeps['sources'] = []) {
  const channel = scriptedChannel('slack:C1');
  const deps = await testDeps({
    at,
    sources,
    variables: { DIGEST_WEEKLY: 'Mon 08:00 Europe/Berlin' },
    channels: [channel],
  });
  return { deps, sent: () => channel.got.map(({ report }) => report.window.to.slice(0, 10)) };
}

describe('after a run with a clock far ahead, digests', () => {
  it.each([20, 400, 20_000])('come when they are due, although %d days ahead they were noted as sent', async (days) => {
    const { deps, sent } = await weeklyDeps(WEDNESDAY);
    await look(deps);
    deps.clock.at = WEDNESDAY + days * DAY;
    await look(deps);
    const early = sent().length;
    deps.clock.at = WEDNESDAY + 60_000;
    await look(deps);
    const back = sent().length;
    for (let week = 0; week < 3; week++) {
      deps.clock.at = MONDAY + week * WEEK;
      await look(deps);
      await look(deps);
    }

    expect(back).toBe(early);
    expect(sent().slice(early)).toEqual(['2026-11-08', '2026-11-15', '2026-11-22']);
    if (days === 20)
      expect(deps.said.some(({ level, text }) => level === 'warn' && /clock that was ahead/.test(text))).toBe(true);
  });

  it('begin, although that first run would have them begin then', async () => {
    const { deps, sent } = await weeklyDeps(WEDNESDAY + 20_000 * DAY);
    await look(deps);
    deps.clock.at = WEDNESDAY;
    await look(deps);
    deps.clock.at = MONDAY;
    await look(deps);

    expect(sent()).toEqual(['2026-11-08']);
    expect(deps.said.some(({ text }) => /put the beginning of this digest into the future/.test(text))).toBe(true);
  });

  it('still wait for a source that was read only by that clock', async () => {
    const { deps, sent } = await weeklyDeps(WEDNESDAY, [scriptedSource('desk', [])]);
    await look(deps);
    await deps.store.sync.setIdentity('desk', 'somewhere');
    await deps.store.sync.finish('desk', WEDNESDAY + 400 * DAY);
    deps.clock.at = MONDAY;
    await look(deps);
    const waiting = sent();
    await deps.store.sync.finish('desk', MONDAY);
    await look(deps);

    expect(waiting).toEqual([]);
    expect(sent()).toEqual(['2026-11-08']);
  });
});

it('a digest that was sent late is not sent again by a clock that is somewhat behind', async () => {
  const { deps, sent } = await weeklyDeps(WEDNESDAY);
  await look(deps);
  deps.clock.at = MONDAY + 50 * 60_000;
  await look(deps);
  deps.clock.at = MONDAY + 60_000;
  await look(deps);

  expect(sent()).toEqual(['2026-11-08']);
});
