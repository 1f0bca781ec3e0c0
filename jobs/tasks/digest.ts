import { z } from 'zod';
import { RetryableError } from '../../src/model/errors.ts';
import { type Due, duesBetween } from '../../src/report/window.ts';
import type { DigestDelivery, DigestWindow } from '../../src/store/digests.ts';
import type { DigestMessage } from '../delivery/channel.ts';
import { tellOfRefusals } from '../delivery/refusals.ts';
import { type Subscription, subscriptionsOf } from '../delivery/subscriptions.ts';
import { composeDigest } from './compose-digest.ts';
import { type Deps, defineJob } from './job.ts';
import { measureJob } from './measure.ts';
import { runHere } from './run-here.ts';

/** After this long in sending, whoever sent it is taken to have died. */
const SENDING_IS_DEAD_AFTER_MS = 15 * 60_000;
/** So long a channel is asked about what it did not answer; after that, a message may have moved out of sight. */
const UNANSWERED_IS_ASKED_UNTIL_MS = 60 * 60_000;

/**
 * Finds the digests that are due and not sent, from the store alone, and sets the oldest of each subscription going:
 * what was missed while nobody ran is made up for, each with its own dates. A digest waits for sources that have not
 * been read past its window's end, but not for ever.
 */
export const dueDigestsJob = defineJob({
  name: 'due-digests',
  payload: z.object({}),
  async run(_payload, deps, signal) {
    const failures: unknown[] = [];
    for (const subscription of await subscriptionsOf(deps)) {
      // What is wrong with one digest keeps no other from going out.
      await lookAfter(subscription, deps, signal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) {
      throw new AggregateError(
        failures,
        failures.map((error) => (error instanceof Error ? error.message : '')).join('\n'),
      );
    }
  },
});

async function lookAfter(subscription: Subscription, deps: Deps, signal: AbortSignal): Promise<void> {
  const dues = await planDues(subscription, deps);
  await settleUnclearSends(subscription, deps, signal);
  const [oldest] = await deps.store.digests.list({ subscription: subscription.id, state: 'planned' });
  if (!oldest) return;
  const dueAt = dues.find(({ window }) => window.to === oldest.windowTo)?.at ?? oldest.windowTo;
  const late = await sourcesBehind(oldest.windowTo, deps);
  if (late.length > 0 && deps.now() < dueAt + deps.settings.DIGEST_WAIT_HOURS * 3_600_000) {
    deps.log.info({ digest: oldest.subscription, waitsFor: late }, 'a digest waits for its sources');
    return;
  }
  const payload = { subscription: oldest.subscription, from: oldest.windowFrom, to: oldest.windowTo };
  if (deps.enqueue) await deps.enqueue(digestJob.name, payload, keyOf(oldest));
  else await runHere(digestJob, payload, deps, signal);
}

/** Sends one digest, once: whoever claims its row sends it, everybody else has nothing to do. */
export const digestJob = defineJob({
  name: 'digest',
  payload: z.object({ subscription: z.string(), from: z.int(), to: z.int() }),
  async run({ subscription: id, from, to }, deps, signal) {
    const subscription = (await subscriptionsOf(deps)).find((each) => each.id === id);
    if (!subscription) {
      deps.log.warn({ digest: id }, 'a digest that nobody asks for any more is not sent');
      return;
    }
    const window: DigestWindow = { subscription: id, windowFrom: from, windowTo: to };
    await runHere(measureJob, {}, { ...withoutQueue(deps) }, signal);
    if (signal.aborted) return;
    const late = await sourcesBehind(to, deps);
    const notes = late.map(
      (source) => `${source} has not been read past the end of this window: its latest tickets are missing.`,
    );
    const message = await composeDigest(subscription, { from, to, notes, key: keyOf(window) }, deps);
    const claimed = await deps.store.digests.claim(window, deps.now(), keyOf(window));
    if (!claimed) return;
    await hand(subscription, claimed, message, deps, signal);
  },
});

async function hand(
  { channel, id }: Subscription,
  window: DigestDelivery,
  message: DigestMessage,
  deps: Deps,
  signal: AbortSignal,
): Promise<void> {
  const { store, log, now } = deps;
  try {
    const { outcome, detail } = await channel.deliver(message, signal);
    await store.digests.mark(window, outcome, now());
    if (outcome === 'sent') log.info({ digest: id, windowTo: window.windowTo }, `digest sent: ${detail}`);
    else log.error({ digest: id, windowTo: window.windowTo, outcome }, `digest not sent for sure: ${detail}`);
    if (outcome === 'refused') await tellOfRefusals(id, channel, detail, deps, signal);
  } catch (error) {
    // Only what surely did not arrive may be tried again.
    await store.digests.mark(window, error instanceof RetryableError ? 'planned' : 'uncertain', now());
    throw error;
  }
}

/** Notes all dues since the subscription was first seen, at most the latest few. */
async function planDues({ id, schedule }: Subscription, { store, settings, now, log }: Deps): Promise<readonly Due[]> {
  const firstSeenAt = await store.sync.keepSetting(`digest-since:${id}`, String(now()));
  const rows = await store.digests.list({ subscription: id });
  const since = Math.max(Number(firstSeenAt), rows.at(-1)?.windowTo ?? 0);
  const dues = duesBetween(schedule, since, now());
  const kept = dues.slice(-settings.DIGEST_CATCH_UP);
  if (dues.length > kept.length) {
    log.warn({ digest: id, skipped: dues.length - kept.length }, 'more digests were missed than are made up for');
  }
  for (const { window } of kept) {
    await store.digests.plan({ subscription: id, windowFrom: window.from, windowTo: window.to }, now());
  }
  return kept;
}

/**
 * A send whose sender died, or that nobody answered: the channel is asked, once it has had its time. Where it cannot tell,
 * the digest is marked, never repeated blindly.
 */
async function settleUnclearSends({ id, channel }: Subscription, deps: Deps, signal: AbortSignal): Promise<void> {
  const { store, log, now } = deps;
  for (const row of await store.digests.list({ subscription: id })) {
    const age = now() - row.at;
    const dead = row.state === 'sending' && age >= SENDING_IS_DEAD_AFTER_MS;
    const unanswered =
      row.state === 'uncertain' && age >= SENDING_IS_DEAD_AFTER_MS && age < UNANSWERED_IS_ASKED_UNTIL_MS;
    if (!dead && !unanswered) continue;
    const arrived = await channel.find?.(keyOf(row), signal);
    if (arrived === undefined && unanswered) continue;
    const state = arrived === undefined ? 'uncertain' : arrived ? 'sent' : 'planned';
    await store.digests.mark(row, state, now());
    log.warn(
      { digest: id, windowTo: row.windowTo, state },
      dead ? 'whoever was sending this digest has died' : 'the channel was asked about a digest',
    );
  }
}

/** Sources that have not been read past an instant, by name. */
async function sourcesBehind(to: number, { sources, store }: Deps): Promise<readonly string[]> {
  const behind: string[] = [];
  for (const { name } of sources) {
    const state = await store.sync.state(name);
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
