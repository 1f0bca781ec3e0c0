import type { Deps } from './job.ts';

/** From here on a person is told that two clocks differ. */
const WORTH_TELLING_MS = 60_000;

/** How far this machine's clock is ahead of the database's, in ms; undefined where the database has none of its own. */
export async function skewToStore({ store, now }: Pick<Deps, 'store' | 'now'>): Promise<number | undefined> {
  const before = now();
  const theirs = await store.clock();
  return theirs === undefined ? undefined : Math.round((before + now()) / 2 - theirs);
}

/**
 * The same deps on the clock that all who share the database share: what is due, and what was noted when, is told by it, so
 * that one machine whose clock is wrong neither sends early nor keeps others from sending.
 */
export async function onSharedClock(deps: Deps): Promise<Deps> {
  const skewMs = await skewToStore(deps);
  if (skewMs === undefined || Math.abs(skewMs) < WORTH_TELLING_MS) return deps;
  return { ...deps, now: () => deps.now() - skewMs };
}

/** What a person should know of a clock: one sentence, or undefined where it agrees with the other one well enough. */
export function skewWarning(skewMs: number | undefined, other: string): string | undefined {
  if (skewMs === undefined || Math.abs(skewMs) < WORTH_TELLING_MS) return undefined;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return `this machine's clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ${other}'s; set both by a time server (chrony, systemd-timesyncd)`;
}
