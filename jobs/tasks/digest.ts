import pLimit from 'p-limit';
import { z } from 'zod';
import { ConfigError, DataError, RetryableError } from '../../src/model/errors.ts';
import type { DigestDelivery, DigestWindow } from '../../src/store/digests.ts';
import type { DigestMessage } from '../delivery/channel.ts';
import { tellOfRefusals, tellOfSilence } from '../delivery/refusals.ts';
import { type Subscription, subscriptionsOf } from '../delivery/subscriptions.ts';
import { composeDigest } from './compose-digest.ts';
import {
  isToBeTried,
  keyOf,
  nameOf,
  type OwedDigest,
  owedDigests,
  planDues,
  settleUnclearSends,
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
  async run(_payload, deps, signal) {
    const { enqueue } = deps;
    if (enqueue === undefined) {
      await sendDueDigests(deps, signal);
      return;
    }
    const looks = (await subscriptionsOf(deps)).map((subscription) => async () => {
      await lookAfter(subscription, deps, signal);
      const owed = await owedDigests(subscription, deps);
      if (owed.some((digest) => isToBeTried(digest, deps.now()))) {
        await enqueue(digestJob.name, { subscription: subscription.id }, subscription.id);
      }
    });
    await allOf(looks, 1);
  },
});

/** Tries every digest that one subscription owes, oldest first, each once. */
export const digestJob = defineJob({
  name: 'digest',
  payload: z.object({ subscription: z.string() }),
  async run({ subscription: id }, deps, signal) {
    const subscription = (await subscriptionsOf(deps)).find((each) => each.id === id);
    if (subscription) await sendOwed(subscription, deps, signal);
    else deps.log.warn({ digest: id }, 'a digest that nobody asks for any more is not sent');
  },
});

/**
 * Tries everything that is owed once, in this process, and says what became of each. What goes wrong with one digest keeps
 * no other from going out.
 */
export async function sendDueDigests(deps: Deps, signal: AbortSignal): Promise<readonly DigestOutcome[]> {
  const outcomes: DigestOutcome[] = [];
  const here = { ...deps, inTurn: pLimit(1) };
  const sends = (await subscriptionsOf(deps)).map((subscription) => async () => {
    await lookAfter(subscription, here, signal);
    outcomes.push(...(await sendOwed(subscription, here, signal)));
  });
  await allOf(sends, HANDED_OVER_AT_ONCE);
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
  await store.planDigest(window, now());
  await store.markDigest(window, 'planned', now(), `${keyOf(window)}/${now()}`);
  const row = (await store.digests({ subscription: subscription.id })).find(({ windowTo }) => windowTo === to);
  const outcome = row && (await attempt(subscription, { ...row, dueAt: now() }, [], deps, signal));
  return outcome ?? { ...window, outcome: 'later', detail: 'somebody else is sending it just now' };
}

/** Runs all, so many at once, and throws what went wrong at the end. */
async function allOf(tasks: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const limit = pLimit(atOnce);
  const ended = await Promise.allSettled(tasks.map((task) => limit(task)));
  const failures = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) {
    throw new AggregateError(
      failures,
      failures.map((error) => (error instanceof Error ? error.message : '')).join('\n'),
    );
  }
}

async function lookAfter(subscription: Subscription, deps: Deps, signal: AbortSignal): Promise<void> {
  await planDues(subscription, deps);
  await settleUnclearSends(subscription, deps, signal);
}

async function sendOwed(
  subscription: Subscription,
  deps: Deps,
  signal: AbortSignal,
): Promise<readonly DigestOutcome[]> {
  const outcomes: DigestOutcome[] = [];
  for (const digest of await owedDigests(subscription, deps)) {
    if (signal.aborted) break;
    const late = await sourcesBehind(digest.windowTo, deps);
    if (late.length > 0 && deps.now() < digest.dueAt + deps.settings.DIGEST_WAIT_HOURS * 3_600_000) {
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
    const request = { from: digest.windowFrom, to: digest.windowTo, notes, key };
    message = await inTurn(deps)(() => composeDigest(subscription, request, deps));
  } catch (error) {
    if (!isForPeople(error)) throw error;
    // Noted as an attempt, so that the next one waits.
    if ((await store.claimDigest(digest, now(), key)) === undefined) return undefined;
    await store.markDigest(digest, 'planned', now());
    return tell(digest, error instanceof ConfigError ? 'wrong' : 'later', error.message, deps);
  }
  const claimed = await store.claimDigest(digest, now(), key);
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
    await store.markDigest(digest, outcome, now());
    if (outcome === 'refused' && digest.state !== 'refused') await tellOfRefusals(id, channel, detail, deps, signal);
    return tell(digest, outcome, detail, deps);
  } catch (error) {
    // Only what surely did not arrive may be tried again.
    const again = error instanceof RetryableError;
    await store.markDigest(digest, again ? 'planned' : 'uncertain', now());
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

/** What a person may read instead of a stack. */
function isForPeople(error: unknown): error is Error {
  return error instanceof ConfigError || error instanceof DataError || error instanceof RetryableError;
}

/** For work that must be done before what follows: all of it here, none of it handed on. */
function withoutQueue({ enqueue: _enqueue, ...deps }: Deps): Deps {
  return deps;
}
