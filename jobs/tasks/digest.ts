import pLimit from 'p-limit';
import { z } from 'zod';
import { ConfigError, isForeseen, RetryableError } from '../../src/model/errors.ts';
import { MS_PER_HOUR } from '../../src/model/time.ts';
import type { DigestDelivery, DigestWindow } from '../../src/store/digests.ts';
import type { DigestMessage } from '../delivery/channel.ts';
import { tellOfRefusals, tellOfSilence } from '../delivery/refusals.ts';
import { type Subscription, subscriptionsOf } from '../delivery/subscriptions.ts';
import { onSharedClock } from './clock-skew.ts';
import { composeDigest } from './compose-digest.ts';
import {
  type DigestBook,
  isToBeTried,
  keyOf,
  lookAfter,
  nameOf,
  type OwedDigest,
  owedDigests,
  readBook,
  sourcesBehind,
} from './digest-dues.ts';
import { type Deps, defineJob, inTurn } from './job.ts';
import { measureJob } from './measure.ts';
import { runHere } from './run-here.ts';

/** What one attempt at a digest came to. */
export interface DigestOutcome extends DigestWindow {
  /**
   * `waits`: for sources to be read. `later`: it surely did not arrive and may next time. `refused`: the channel did not take
   * it. `wrong`: a setting keeps it from being made. All four stay owed. `uncertain`: it may have arrived.
   */
  readonly outcome: 'sent' | 'waits' | 'later' | 'refused' | 'wrong' | 'uncertain';
  /** For a person: where it went, or what is to be mended; never a secret. */
  readonly detail: string;
}

/** Subscriptions that are handed over side by side: nobody waits for another's mailbox. */
const HANDED_OVER_AT_ONCE = 4;

/**
 * Finds the digests that are due and did not arrive, from the store alone. On a queue it sets each subscription going whose
 * time for a try has come; without one it tries all of them once.
 */
export const dueDigestsJob = defineJob({
  name: 'due-digests',
  payload: z.object({}),
  async run(_payload, own, signal) {
    const deps = await onSharedClock(own);
    const { enqueue } = deps;
    if (enqueue === undefined) {
      await sendDueDigests(own, signal);
      return;
    }
    const { subscriptions, book, failures } = await lookAfterAll(deps, signal);
    for (const subscription of subscriptions) {
      const owed = owedDigests(subscription, book, deps);
      if (!owed.some((digest) => isToBeTried(digest, deps.now()))) continue;
      await enqueue(digestJob.name, { subscription: subscription.id }, subscription.id);
    }
    throwAll(failures);
  },
});

/** Tries every digest that one subscription owes, oldest first, each once. */
export const digestJob = defineJob({
  name: 'digest',
  payload: z.object({ subscription: z.string() }),
  async run({ subscription: id }, own, signal) {
    const deps = await onSharedClock(own);
    const subscription = (await subscriptionsOf(deps)).find((each) => each.id === id);
    if (subscription) await sendOwed(subscription, await readBook(deps, id), deps, signal);
    else deps.log.warn({ digest: id }, 'a digest that nobody asks for any more is not sent');
  },
});

/**
 * Tries everything that is owed once, in this process, and says what became of each. What goes wrong with one digest keeps
 * no other from going out.
 */
export async function sendDueDigests(own: Deps, signal: AbortSignal): Promise<readonly DigestOutcome[]> {
  const deps = await onSharedClock(own);
  const { subscriptions, book, failures } = await lookAfterAll(deps, signal);
  const outcomes: DigestOutcome[] = [];
  const here = { ...deps, inTurn: pLimit(1) };
  const atOnce = pLimit(HANDED_OVER_AT_ONCE);
  const sends = subscriptions.map((subscription) =>
    atOnce(async () => {
      outcomes.push(...(await sendOwed(subscription, book, here, signal)));
    }),
  );
  for (const ended of await Promise.allSettled(sends)) if (ended.status === 'rejected') failures.push(ended.reason);
  throwAll(failures);
  return outcomes.sort((a, b) => (a.subscription < b.subscription ? -1 : 1) || a.windowTo - b.windowTo);
}

/** Sends one window of one subscription again, as another message, whatever became of it before. */
export async function resendDigest(
  subscription: Subscription,
  { from, to }: { readonly from: number; readonly to: number },
  deps: Deps,
  signal: AbortSignal,
): Promise<DigestOutcome> {
  const { store, now } = deps;
  const window = { subscription: subscription.id, windowFrom: from, windowTo: to };
  await store.digests.plan(window, now());
  await store.digests.mark(window, 'planned', now(), `${keyOf(window)}/${now()}`);
  const row = (await store.digests.list({ subscription: subscription.id })).find(({ windowTo }) => windowTo === to);
  const outcome = row && (await attempt(subscription, { ...row, dueAt: now() }, [], deps, signal));
  return outcome ?? { ...window, outcome: 'later', detail: 'somebody else is sending it just now' };
}

/** Notes what is due and what became of it, and reads the book again where something was noted. */
async function lookAfterAll(deps: Deps, signal: AbortSignal) {
  const subscriptions = await subscriptionsOf(deps);
  const before = await readBook(deps);
  const failures: unknown[] = [];
  let noted = false;
  for (const subscription of subscriptions) {
    try {
      noted = (await lookAfter(subscription, before, deps, signal)) || noted;
    } catch (error) {
      failures.push(error);
      noted = true;
    }
  }
  return { subscriptions, book: noted ? await readBook(deps) : before, failures };
}

/** Throws what went wrong, when all the others have had their turn. */
function throwAll(failures: readonly unknown[]): void {
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) {
    throw new AggregateError(
      failures,
      failures.map((error) => (error instanceof Error ? error.message : '')).join('\n'),
    );
  }
}

async function sendOwed(
  subscription: Subscription,
  book: DigestBook,
  deps: Deps,
  signal: AbortSignal,
): Promise<readonly DigestOutcome[]> {
  const outcomes: DigestOutcome[] = [];
  for (const digest of owedDigests(subscription, book, deps)) {
    if (signal.aborted) break;
    const late = await sourcesBehind(digest.windowTo, deps);
    if (late.length > 0 && deps.now() < digest.dueAt + deps.settings.DIGEST_WAIT_HOURS * MS_PER_HOUR) {
      deps.log.info({ digest: digest.subscription, waitsFor: late }, 'a digest waits for its sources');
      outcomes.push({ ...windowOf(digest), outcome: 'waits', detail: `waits for ${late.join(', ')} to be read` });
      break;
    }
    if (outcomes.length === 0) await inTurn(deps)(() => runHere(measureJob, {}, withoutQueue(deps), signal));
    if (signal.aborted) break;
    const outcome = await attempt(subscription, digest, late, deps, signal);
    if (outcome) outcomes.push(outcome);
  }
  return outcomes;
}

/** Whether no digest of a subscription has reached its reader; one that may have arrived counts as one that did. */
async function isFirst(subscription: string, { store }: Deps): Promise<boolean> {
  const rows = await store.digests.list({ subscription });
  return !rows.some(({ state }) => state === 'sent' || state === 'uncertain');
}

/** Makes a digest and hands it over; undefined when somebody else has taken it. */
async function attempt(
  subscription: Subscription,
  digest: OwedDigest,
  late: readonly string[],
  deps: Deps,
  signal: AbortSignal,
): Promise<DigestOutcome | undefined> {
  const { store, now } = deps;
  const key = digest.messageKey ?? keyOf(digest);
  const notes = late.map(
    (source) => `${source} has not been read past the end of this window: its latest tickets are missing.`,
  );
  let message: DigestMessage;
  try {
    const first = await isFirst(digest.subscription, deps);
    const request = { from: digest.windowFrom, to: digest.windowTo, notes, key, first };
    message = await inTurn(deps)(() => composeDigest(subscription, request, deps));
  } catch (error) {
    if (!isForeseen(error)) throw error;
    // Noted as an attempt, so that the next one waits.
    if ((await store.digests.claim(digest, now(), key)) === undefined) return undefined;
    await store.digests.mark(digest, 'planned', now());
    return tell(digest, error instanceof ConfigError ? 'wrong' : 'later', error.message, deps);
  }
  const claimed = await store.digests.claim(digest, now(), key);
  return claimed && hand(subscription, { ...claimed, state: digest.state }, message, deps, signal);
}

/** @param digest with the state it was in before it was taken for sending */
async function hand(
  { channel, id }: Subscription,
  digest: DigestDelivery,
  message: DigestMessage,
  deps: Deps,
  signal: AbortSignal,
): Promise<DigestOutcome> {
  const { store, now } = deps;
  try {
    const { outcome, detail } = await channel.deliver(message, signal);
    await store.digests.mark(digest, outcome, now());
    if (outcome === 'refused' && digest.state !== 'refused') await tellOfRefusals(id, channel, detail, deps, signal);
    return tell(digest, outcome, detail, deps);
  } catch (error) {
    // Only what surely did not arrive may be tried again.
    const again = error instanceof RetryableError;
    await store.digests.mark(digest, again ? 'planned' : 'uncertain', now());
    if (!again) throw error;
    await tellOfSilence(digest, channel, error.message, deps, signal);
    return tell(digest, 'later', error.message, deps);
  }
}

function tell(digest: DigestDelivery, outcome: DigestOutcome['outcome'], detail: string, { log }: Deps): DigestOutcome {
  const facts = { digest: digest.subscription, windowTo: digest.windowTo, outcome };
  if (outcome === 'sent') log.info(facts, `digest sent: ${detail}`);
  else if (outcome === 'later') log.warn(facts, `digest not sent, and tried again: ${detail}`);
  else if (outcome === 'uncertain') log.error(facts, `digest not sent for sure: ${detail}`);
  else log.error(facts, `digest not sent; it stays owed until that is mended: ${detail}`);
  return { ...windowOf(digest), outcome, detail };
}

/** One line for a person at a terminal: what became of a digest, and what happens next. */
export function outcomeLine(result: DigestOutcome): string {
  const next = {
    sent: '',
    waits: '',
    later: '; the next run tries it again',
    refused: '; it stays owed, and the next run tries it again',
    wrong: '; it stays owed, and the next run tries it again',
    uncertain: '; it may have arrived, so it is not sent again (digest --resend does)',
  }[result.outcome];
  return `${nameOf(result)}: ${result.detail}${next}`;
}

function windowOf({ subscription, windowFrom, windowTo }: DigestWindow): DigestWindow {
  return { subscription, windowFrom, windowTo };
}

/** For work that must be done before what follows: all of it here, none of it handed on. */
function withoutQueue({ enqueue: _enqueue, ...deps }: Deps): Deps {
  return deps;
}
