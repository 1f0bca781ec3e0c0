import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter, type LimitNews, type LimitRule } from '../../../src/connector/http/limiter.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

const never = new AbortController().signal;
const MINUTE = 60_000;

const header = (news: LimitNews): Headers => new Headers({ news: JSON.stringify(news) });
const read = (headers: Headers): LimitNews | undefined => JSON.parse(headers.get('news') ?? 'null') ?? undefined;

/** Sends `count` requests one after the other, each taking `latencyMs`; when each was sent. */
async function sendOneByOne(time: VirtualTime, rule: LimitRule, count: number, latencyMs = 0): Promise<number[]> {
  const limiter = createLimiter(rule, time);
  const sent: number[] = [];
  const start = time.now();
  for (let n = 0; n < count; n += 1) {
    const slot = await limiter.acquire(never);
    sent.push(time.now() - start);
    if (latencyMs > 0) await time.sleep(latencyMs, never);
    slot.done(undefined);
  }
  return sent;
}

/** The most requests in any stretch of `windowMs`. */
function busiest(sent: readonly number[], windowMs: number): number {
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + windowMs).length));
}

describe('the limiter', () => {
  it('sends what the window allows at once and the next one when the first place is free again', async () => {
    const time = virtualTime();
    const sent = await time.runUntil(sendOneByOne(time, { requests: 3, windowMs: MINUTE }, 7));

    expect(sent).toEqual([0, 0, 0, MINUTE, MINUTE, MINUTE, 2 * MINUTE]);
  });

  it('frees a place one window after the answer, since the vendor may have counted it as late as that', async () => {
    const time = virtualTime();
    const sent = await time.runUntil(sendOneByOne(time, { requests: 1, windowMs: MINUTE }, 3, 2_000));

    expect(sent).toEqual([0, 62_000, 124_000]);
  });

  it('never puts more than the limit into any window, however long the requests take', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 25 }),
        async (requests, latencies) => {
          const time = virtualTime();
          const limiter = createLimiter({ requests, windowMs: MINUTE }, time);
          // The vendor counts a request somewhere between its start and its end.
          const counted: number[] = [];
          const one = async (latency: number): Promise<void> => {
            const slot = await limiter.acquire(never);
            const startedAt = time.now();
            if (latency > 0) await time.sleep(latency, never);
            counted.push(startedAt, time.now());
            slot.done(undefined);
          };
          await time.runUntil(Promise.all(latencies.map(one)));
          const starts = counted.filter((_, index) => index % 2 === 0);
          const ends = counted.filter((_, index) => index % 2 === 1);

          expect(busiest(starts, MINUTE)).toBeLessThanOrEqual(requests);
          expect(busiest(ends, MINUTE)).toBeLessThanOrEqual(requests);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes the limit from the answers', async () => {
    const time = virtualTime();
    const limiter = createLimiter({ requests: 1, windowMs: MINUTE, read }, time);
    const first = await limiter.acquire(never);
    first.done(header({ limit: 3 }));
    await limiter.acquire(never);
    const third = await limiter.acquire(never);

    expect(third.waitedMs).toBe(0);
  });

  it('leaves to others what they have used of the same quota, until the window is over', async () => {
    const time = virtualTime();
    const limiter = createLimiter({ requests: 10, windowMs: MINUTE, read }, time);
    const slot = await limiter.acquire(never);
    slot.done(header({ limit: 10, remaining: 1, resetAt: time.now() + 30_000 }));
    const second = await limiter.acquire(never);
    second.done(undefined);
    const third = await time.runUntil(limiter.acquire(never));

    expect(second.waitedMs).toBe(0);
    // A second's margin: resets are told in whole seconds.
    expect(third.waitedMs).toBe(31_000);
  });

  it('uses the whole quota of a fixed window as soon as it is back', async () => {
    const time = virtualTime();
    const rule = { requests: 5000, windowMs: 60 * MINUTE, fixedWindow: true, read };
    const limiter = createLimiter(rule, time);
    const resetAt = time.now() + 5 * MINUTE;
    for (let n = 1; n <= 5000; n += 1) {
      const slot = await limiter.acquire(never);
      slot.done(header({ limit: 5000, remaining: 5000 - n, resetAt }));
    }
    const next = await time.runUntil(limiter.acquire(never));

    expect(next.waitedMs).toBe(5 * MINUTE + 1000);
  });

  it('does not let late news of an early request undo what a later one said', async () => {
    const time = virtualTime();
    const limiter = createLimiter({ requests: 10, windowMs: MINUTE, read }, time);
    const early = await limiter.acquire(never);
    const late = await limiter.acquire(never);
    late.done(header({ limit: 10, remaining: 0, resetAt: time.now() + 20_000 }));
    early.done(header({ limit: 10, remaining: 9, resetAt: time.now() + 20_000 }));
    const next = await time.runUntil(limiter.acquire(never));

    expect(next.waitedMs).toBe(21_000);
  });

  it('lets nothing start while the vendor asked for a pause', async () => {
    const time = virtualTime();
    const limiter = createLimiter({ requests: 10, windowMs: MINUTE }, time);
    limiter.pauseUntil(time.now() + 37_000);
    const slot = await time.runUntil(limiter.acquire(never));

    expect(slot.waitedMs).toBe(37_000);
  });

  it('asks again some day when a vendor says that nothing is allowed', async () => {
    const time = virtualTime();
    const limiter = createLimiter({ requests: 1, windowMs: MINUTE, read }, time);
    const slot = await limiter.acquire(never);
    slot.done(header({ limit: 0, remaining: 0 }));
    const next = await time.runUntil(limiter.acquire(never));

    expect(next.waitedMs).toBe(MINUTE);
  });

  it('gives up waiting when the run is aborted, and the next in line goes on', async () => {
    const time = virtualTime();
    const limiter = createLimiter({ requests: 1, windowMs: MINUTE }, time);
    const held = await limiter.acquire(never);
    const controller = new AbortController();
    const waiting = limiter.acquire(controller.signal);
    const behind = limiter.acquire(never);
    controller.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow('stop');
    held.done(undefined);
    const slot = await time.runUntil(behind);

    expect(slot.waitedMs).toBe(MINUTE);
  });
});
