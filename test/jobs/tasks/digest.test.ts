import { describe, expect, it } from 'vitest';
import { digestJob, dueDigestsJob } from '../../../jobs/tasks/digest.ts';
import { RetryableError } from '../../../src/model/errors.ts';
import { scriptedChannel, scriptedSource, type TestDeps, testDeps } from '../test-deps.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);
const WEEKLY = { DIGEST_WEEKLY: 'Mon 08:00 Europe/Berlin' };
/** A Wednesday; the digest is due on the Monday after at 07:00 UTC. */
const WEDNESDAY = at('2026-11-04T12:00:00Z');
const MONDAY = at('2026-11-09T07:00:00Z');

const look = (deps: TestDeps) => dueDigestsJob.run({}, deps, new AbortController().signal);

/** A source that has been read to its end just now. */
async function readSource(deps: TestDeps): Promise<void> {
  await deps.store.tickets.savePage('desk', { cursor: '1', watermarkAt: deps.clock.at }, deps.clock.at);
  await deps.store.sync.finish('desk', deps.clock.at);
}

async function weeklyDeps(channel = scriptedChannel('slack:C1'), variables: Record<string, string> = {}) {
  const deps = await testDeps({
    at: WEDNESDAY,
    variables: { ...WEEKLY, ...variables },
    sources: [scriptedSource('desk', [])],
    channels: [channel],
  });
  await deps.store.sync.setIdentity('desk', 'somewhere');
  await readSource(deps);
  return { deps, channel };
}

describe('a digest', () => {
  it('is not sent for a time before anybody asked for it', async () => {
    const { deps, channel } = await weeklyDeps();
    await look(deps);

    expect(channel.got).toEqual([]);
  });

  it('is sent once when it is due, with the dates of its week', async () => {
    const { deps, channel } = await weeklyDeps();
    await look(deps);
    deps.clock.at = MONDAY;
    await readSource(deps);
    for (let minute = 0; minute < 5; minute++) {
      deps.clock.at += 60_000;
      await look(deps);
    }

    expect(channel.got.map(({ report }) => [report.window.from, report.window.to, report.window.timeZone])).toEqual([
      ['2026-11-01T23:00:00.000Z', '2026-11-08T23:00:00.000Z', 'Europe/Berlin'],
    ]);
  });

  it('waits for a source that has not been read past its window, then says what is missing', async () => {
    const { deps, channel } = await weeklyDeps(undefined, { DIGEST_WAIT_HOURS: '2' });
    await look(deps);
    deps.clock.at = MONDAY + HOUR;
    await look(deps);
    const waiting = channel.got.length;
    deps.clock.at = MONDAY + 2 * HOUR + 1;
    await look(deps);

    expect(waiting).toBe(0);
    expect(channel.got).toHaveLength(1);
    expect(channel.got[0]!.report.quality.notes.join(' ')).toContain(
      'desk has not been read past the end of this window',
    );
  });

  it('that was missed is made up for, oldest first, each with its own dates, up to the limit', async () => {
    const { deps, channel } = await weeklyDeps(undefined, { DIGEST_CATCH_UP: '3' });
    await look(deps);
    deps.clock.at = MONDAY + 5 * 7 * DAY;
    await readSource(deps);
    for (let minute = 0; minute < 8; minute++) await look(deps);

    expect(channel.got.map(({ report }) => report.window.to.slice(0, 10))).toEqual([
      '2026-11-29',
      '2026-12-06',
      '2026-12-13',
    ]);
    expect(deps.said.some(({ text }) => /more digests were missed/.test(text))).toBe(true);
  });

  it('is tried again when it surely did not arrive', async () => {
    const channel = scriptedChannel('slack:C1', (_message, tries) => {
      if (tries < 3) throw new RetryableError('slack: 503');
      return { outcome: 'sent', detail: 'kept' };
    });
    const { deps } = await weeklyDeps(channel);
    await look(deps);
    deps.clock.at = MONDAY;
    await readSource(deps);
    await look(deps);

    expect(channel.got).toHaveLength(1);
    expect((await deps.store.digests.list()).map(({ state }) => state)).toEqual(['sent']);
  });

  it('is sent once although two workers have the same job at the same moment', async () => {
    const { deps, channel } = await weeklyDeps();
    deps.clock.at = MONDAY;
    await readSource(deps);
    const [from, to] = [at('2026-11-01T23:00:00Z'), at('2026-11-08T23:00:00Z')];
    const subscription = 'weekly/slack:C1';
    await deps.store.digests.plan({ subscription, windowFrom: from, windowTo: to }, deps.clock.at);
    const send = () => digestJob.run({ subscription, from, to }, deps, new AbortController().signal);
    await Promise.all([send(), send()]);
    await send();

    expect(channel.got).toHaveLength(1);
    expect((await deps.store.digests.list()).map(({ state }) => state)).toEqual(['sent']);
  });

  it('is marked uncertain, and not repeated, when nobody knows whether it arrived', async () => {
    const channel = scriptedChannel('slack:C1', () => ({ outcome: 'uncertain', detail: 'no answer' }));
    const { deps } = await weeklyDeps(channel);
    await look(deps);
    deps.clock.at = MONDAY;
    await readSource(deps);
    await look(deps);
    await look(deps);

    expect(channel.got).toHaveLength(1);
    expect((await deps.store.digests.list()).map(({ state }) => state)).toEqual(['uncertain']);
  });

  it.each([
    ['arrived', true, 'sent', 0],
    ['did not arrive', false, 'sent', 1],
    ['may have arrived', undefined, 'uncertain', 0],
  ])('whose sender died and that %s is settled by asking the channel', async (_what, arrived, state, sendings) => {
    const channel = { ...scriptedChannel('slack:C1'), find: async () => arrived };
    const { deps } = await weeklyDeps(channel);
    await look(deps);
    deps.clock.at = MONDAY;
    await readSource(deps);
    const window = {
      subscription: 'weekly/slack:C1',
      windowFrom: at('2026-11-01T23:00:00Z'),
      windowTo: at('2026-11-08T23:00:00Z'),
    };
    await deps.store.digests.plan(window, deps.clock.at);
    await deps.store.digests.claim(window, deps.clock.at, 'key of the dead');
    await look(deps);
    const early = channel.got.length;
    deps.clock.at += 16 * 60_000;
    await look(deps);

    expect(early).toBe(0);
    expect(channel.got).toHaveLength(sendings);
    expect((await deps.store.digests.list()).map((row) => row.state)).toEqual([state]);
  });

  it('of one channel goes out although another channel refuses its own', async () => {
    const refusing = scriptedChannel('email:a@example.com', () => ({ outcome: 'refused', detail: 'no such mailbox' }));
    const taking = scriptedChannel('slack:C1');
    const deps = await testDeps({ at: WEDNESDAY, variables: WEEKLY, channels: [refusing, taking] });
    await look(deps);
    deps.clock.at = MONDAY;
    await look(deps);

    expect(taking.got).toHaveLength(1);
    expect((await deps.store.digests.list()).map(({ subscription, state }) => [subscription, state])).toEqual([
      ['weekly/email:a@example.com', 'refused'],
      ['weekly/slack:C1', 'sent'],
    ]);
  });
});
