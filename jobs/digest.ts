import { z } from 'zod';
import type { Channel } from '../src/digest/channel.ts';
import { CADENCES, type Cadence, type Due, duesBetween, type Schedule } from '../src/digest/schedule.ts';
import { RetryableError } from '../src/errors.ts';
import type { DigestDelivery, DigestWindow } from '../src/store/store.ts';
import type { Deps } from './deps.ts';
import { runHere } from './embedded-runner.ts';
import { defineJob } from './job.ts';
import { measureJob } from './measure.ts';
import { makeReport } from './report.ts';

/** After this long in sending, whoever sent it is taken to have died. */
const SENDING_IS_DEAD_AFTER_MS = 15 * 60_000;
/** Refusals by one channel after which the others are told. */
const REFUSALS_TO_TELL = 3;

/** One kind of digest to one place. */
interface Subscription {
  /** `weekly/slack:C0123`. */
  readonly id: string;
  readonly cadence: Cadence;
  readonly schedule: Schedule;
  readonly channel: Channel;
}

/** Every digest that the settings ask for. */
function subscriptionsOf({ settings, channels }: Deps): readonly Subscription[] {
  const schedules: Readonly<Record<Cadence, Schedule | undefined>> = {
    daily: settings.DIGEST_DAILY,
    weekly: settings.DIGEST_WEEKLY,
    monthly: settings.DIGEST_MONTHLY,
  };
  return CADENCES.flatMap((cadence) => {
    const schedule = schedules[cadence];
    return schedule === undefined
      ? []
      : channels.map((channel) => ({ id: `${cadence}/${channel.id}`, cadence, schedule, channel }));
  });
}

/**
 * Finds the digests that are due and not sent, from the store alone, and sets the oldest of each subscription going:
 * what was missed while nobody ran is made up for, each with its own dates. A digest waits for sources that have not
 * been read past its window's end, but not for ever.
 */
export const dueDigestsJob = defineJob({
  name: 'due-digests',
  payload: z.object({}),
  async run(_payload, deps, signal) {
    for (const subscription of subscriptionsOf(deps)) {
      const dues = await planDues(subscription, deps);
      await settleDeadSends(subscription, deps, signal);
      const [oldest] = await deps.store.digests({ subscription: subscription.id, state: 'planned' });
      if (!oldest) continue;
      const dueAt = dues.find(({ window }) => window.to === oldest.windowTo)?.at ?? oldest.windowTo;
      const late = await sourcesBehind(oldest.windowTo, deps);
      if (late.length > 0 && deps.now() < dueAt + deps.settings.DIGEST_WAIT_HOURS * 3_600_000) {
        deps.log.info({ digest: oldest.subscription, waitsFor: late }, 'a digest waits for its sources');
        continue;
      }
      const payload = { subscription: oldest.subscription, from: oldest.windowFrom, to: oldest.windowTo };
      if (deps.enqueue) await deps.enqueue(digestJob.name, payload, keyOf(oldest));
      else await runHere(digestJob, payload, deps, signal);
    }
  },
});

/** Sends one digest, once: whoever claims its row sends it, everybody else has nothing to do. */
export const digestJob = defineJob({
  name: 'digest',
  payload: z.object({ subscription: z.string(), from: z.int(), to: z.int() }),
  async run({ subscription: id, from, to }, deps, signal) {
    const subscription = subscriptionsOf(deps).find((each) => each.id === id);
    if (!subscription) {
      deps.log.warn({ digest: id }, 'a digest that nobody asks for any more is not sent');
      return;
    }
    const window: DigestWindow = { subscription: id, windowFrom: from, windowTo: to };
    await runHere(measureJob, {}, { ...withoutQueue(deps) }, signal);
    if (signal.aborted) return;
    const late = await sourcesBehind(to, deps);
    const report = await makeReport(
      {
        window: { from, to, timeZone: subscription.schedule.timeZone },
        cohort: 'solved',
        notes: late.map(
          (source) => `${source} has not been read past the end of this window: its latest tickets are missing.`,
        ),
      },
      deps,
    );
    const claimed = await deps.store.claimDigest(window, deps.now(), keyOf(window));
    if (!claimed) return;
    await hand(subscription, claimed, report, deps, signal);
  },
});

async function hand(
  { channel, cadence, id }: Subscription,
  window: DigestDelivery,
  report: Awaited<ReturnType<typeof makeReport>>,
  deps: Deps,
  signal: AbortSignal,
): Promise<void> {
  const { store, log, now } = deps;
  try {
    const { outcome, detail } = await channel.deliver({ report, cadence, key: keyOf(window) }, signal);
    await store.markDigest(window, outcome, now());
    if (outcome === 'sent') log.info({ digest: id, windowTo: window.windowTo }, `digest sent: ${detail}`);
    else log.error({ digest: id, windowTo: window.windowTo, outcome }, `digest not sent for sure: ${detail}`);
    if (outcome === 'refused') await tellOthers(id, detail, deps);
  } catch (error) {
    // Only what surely did not arrive may be tried again.
    await store.markDigest(window, error instanceof RetryableError ? 'planned' : 'uncertain', now());
    throw error;
  }
}

async function tellOthers(id: string, detail: string, { store, log }: Deps): Promise<void> {
  const refused = await store.digests({ subscription: id, state: 'refused' });
  if (refused.length >= REFUSALS_TO_TELL) {
    log.error({ digest: id, refusals: refused.length }, `this digest keeps being refused: ${detail}`);
  }
}

/** Notes all dues since the subscription was first seen, at most the latest few. */
async function planDues({ id, schedule }: Subscription, { store, settings, now, log }: Deps): Promise<readonly Due[]> {
  const sinceKey = `digest-since:${id}`;
  const known = await store.setting(sinceKey);
  if (known === undefined) await store.setSetting(sinceKey, String(now()));
  const rows = await store.digests({ subscription: id });
  const since = Math.max(Number(known ?? now()), rows.at(-1)?.windowTo ?? 0);
  const dues = duesBetween(schedule, since, now());
  const kept = dues.slice(-settings.DIGEST_CATCH_UP);
  if (dues.length > kept.length) {
    log.warn({ digest: id, skipped: dues.length - kept.length }, 'more digests were missed than are made up for');
  }
  for (const { window } of kept) {
    await store.planDigest({ subscription: id, windowFrom: window.from, windowTo: window.to }, now());
  }
  return kept;
}

/** A send whose sender died: the channel is asked; where it cannot tell, the digest is marked, never repeated blindly. */
async function settleDeadSends({ id, channel }: Subscription, deps: Deps, signal: AbortSignal): Promise<void> {
  const { store, log, now } = deps;
  for (const row of await store.digests({ subscription: id, state: 'sending' })) {
    if (now() - row.at < SENDING_IS_DEAD_AFTER_MS) continue;
    const arrived = await channel.find?.(keyOf(row), signal);
    const state = arrived === undefined ? 'uncertain' : arrived ? 'sent' : 'planned';
    await store.markDigest(row, state, now());
    log.warn({ digest: id, windowTo: row.windowTo, state }, 'whoever was sending this digest has died');
  }
}

/** Sources that have not been read past an instant, by name. */
async function sourcesBehind(to: number, { sources, store }: Deps): Promise<readonly string[]> {
  const behind: string[] = [];
  for (const { name } of sources) {
    const state = await store.syncState(name);
    const readUpTo = Math.max(state?.watermarkAt ?? 0, state?.syncedAt ?? 0);
    if (readUpTo < to) behind.push(name);
  }
  return behind;
}

function keyOf({ subscription, windowFrom, windowTo }: DigestWindow): string {
  return `${subscription}/${windowFrom}-${windowTo}`;
}

/** For work that must be done before what follows: all of it here, none of it handed on. */
function withoutQueue({ enqueue: _enqueue, ...deps }: Deps): Deps {
  return deps;
}
