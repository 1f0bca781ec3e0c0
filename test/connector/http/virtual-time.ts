import type { Effects } from '../../../src/connector/http/limiter.ts';

/** A clock that only waiting moves: whoever sleeps is woken in order of time, when everybody else is idle. */
export interface VirtualTime extends Effects {
  readonly slept: readonly number[];
  /** Lets time pass for sleepers until `done` is settled. */
  readonly runUntil: <T>(done: Promise<T>) => Promise<T>;
}

export function virtualTime(start = Date.parse('2026-03-01T00:00:00Z')): VirtualTime {
  let now = start;
  const slept: number[] = [];
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    slept,
    now: () => now,
    random: () => 0.5,
    sleep(ms, signal) {
      slept.push(ms);
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        sleepers.push({ at: now + ms, wake: resolve });
      });
    },
    async runUntil(done) {
      let over = false;
      const settled = done.finally(() => {
        over = true;
      });
      settled.catch(() => undefined);
      while (!over) {
        // A real turn of the event loop: sockets and promises get on first.
        await new Promise((resolve) => setImmediate(resolve));
        if (over || sleepers.length === 0) continue;
        const first = Math.min(...sleepers.map(({ at }) => at));
        now = Math.max(now, first);
        const due = sleepers.filter(({ at }) => at <= now);
        sleepers = sleepers.filter(({ at }) => at > now);
        for (const { wake } of due) wake();
      }
      return settled;
    },
  };
}
