import type { MeasuredTicket } from '../../model/measurement.ts';
import type { Period } from '../../model/window.ts';
import { conditionalLogistic, normalScores, type RiskSet } from '../statistics/conditional-logistic.ts';
import { FAMILY_LEVELS, judgeFamily } from '../verdict-family.ts';
import { daysThere, doneBefore, figureOf, waitAfter } from './account-waits.ts';
import type { AccountLives } from './accounts.ts';
import {
  type ChurnAndWaits,
  type ChurnMeasure,
  describe,
  intervalOf,
  LEAST_DECISIONS,
  MEASURE_NAMES,
} from './churn-association.ts';
import { type Decision, decisionOf, membersOf } from './decision.ts';

/** A ticket with the account that it is of. */
export interface AccountTicket {
  readonly accountKey: string;
  readonly ticket: MeasuredTicket;
}

/** What churn and waiting are told from. */
export interface ChurnInput {
  /** Decisions are those made in this window, and those of accounts that were lost in it. */
  readonly window: Period;
  /** From when on tickets are known: who decided before their look-back is not compared. */
  readonly knownFromAt: number;
  readonly lookbackMs: number;
  readonly lives: AccountLives;
  readonly tickets: readonly AccountTicket[];
}

/** A log ratio below this has no end: nobody who decided had any of what is compared. */
const LOWEST_TOLD = -7.9;
const CONTROL_CONFIDENCE = 0.95;

const NO_TICKETS: readonly MeasuredTicket[] = [];

/**
 * Compares each account that decided to leave in a window, on that day, with all that were active and undecided until
 * then, whether they left later or not, within strata of revenue and tenure. Associations, never causes.
 */
export function churnAndWaits(input: ChurnInput): ChurnAndWaits {
  const { window, lives } = input;
  const decided = new Map<string, Decision>();
  const own = new Map<string, MeasuredTicket[]>();
  for (const { accountKey, ticket } of input.tickets) {
    const list = own.get(accountKey);
    if (list === undefined) own.set(accountKey, [ticket]);
    else list.push(ticket);
  }
  const ticketsOf = (key: string): readonly MeasuredTicket[] => own.get(key) ?? NO_TICKETS;
  for (const [accountKey, subscriptions] of lives.byAccount) {
    const decision = decisionOf(accountKey, subscriptions, ticketsOf(accountKey));
    if (decision !== undefined) decided.set(accountKey, decision);
  }
  const decisions = [...decided.values()]
    .filter(
      ({ at, lostAt }) =>
        at < window.toAt &&
        at - input.lookbackMs >= input.knownFromAt &&
        (at >= window.fromAt || (lostAt >= window.fromAt && lostAt < window.toAt)),
    )
    .sort((a, b) => a.at - b.at || (a.accountKey < b.accountKey ? -1 : 1));
  const sets = decisions.map((decision) => ({ decision, members: membersOf(decision, decided, lives) }));
  const byTicket = decisions.filter((decision) => decision.byTicket).length;
  const control = controlOf(sets, ticketsOf, input);
  const found = MEASURE_NAMES.map((measure) => {
    const told = sets.flatMap(({ decision, members }) => riskSetOf(measure, decision, members, ticketsOf, input) ?? []);
    const compared = measure === 'longestOpenWait' ? besideTickets(told) : told;
    const fit = told.length < LEAST_DECISIONS ? null : conditionalLogistic(compared);
    // At the lower edge of all that can be told, nobody who decided had any of it.
    const isEnough = fit !== null && fit.sets >= LEAST_DECISIONS && fit.logRatio > LOWEST_TOLD;
    return { measure, told, fit: isEnough ? fit : null };
  });
  const { beyondChance, confidence } = judgeFamily(
    found.map(({ fit }) => fit),
    FAMILY_LEVELS.churn,
  );
  return {
    measures: found.map(({ measure, told, fit }, index) =>
      describe(measure, told, fit, {
        ...{ isBeyond: beyondChance[index]!, confidence, control, byTicket },
        left: told.filter(({ decision }) => decision.lostAt < window.toAt).length,
      }),
    ),
    byTicket,
    requestShare:
      decisions.length === 0 ? null : decisions.filter(({ isRequest }) => isRequest).length / decisions.length,
    control,
  };
}

/** The values of a measure in a set, as normal scores; undefined where the one who decided has none, or nobody else. */
function riskSetOf(
  measure: ChurnMeasure,
  decision: Decision,
  members: readonly string[],
  ticketsOf: (key: string) => readonly MeasuredTicket[],
  { lookbackMs, lives }: ChurnInput,
): CountedSet | undefined {
  const { at } = decision;
  // Of an account that nobody ever wrote for nothing is known: its people may have been cut off from it.
  const known = members.filter((key) => ticketsOf(key).some(({ openedAt }) => openedAt < at));
  if (known[0] !== members[0]) return undefined;
  const told = known.flatMap((key) => {
    const count = figureOf(measure, ticketsOf(key), at, lookbackMs);
    const value =
      measure === 'tickets' && count !== null ? count / daysThere(lives.byAccount.get(key)!, at, lookbackMs) : count;
    return value === null ? [] : [{ key, value, tickets: doneBefore(ticketsOf(key), at, lookbackMs) }];
  });
  if (told[0]?.key !== members[0] || told.length < 2) return undefined;
  return {
    values: normalScores(told.map(({ value }) => value)),
    tickets: normalScores(told.map(({ tickets }) => tickets)),
    decision,
  };
}

/** A set with how many tickets each of its members had been done with, as normal scores. */
interface CountedSet extends RiskSet {
  readonly decision: Decision;
  readonly tickets: Float64Array;
}

/** Waits less what the number of tickets lets expect, over all sets: the longest of many is longer, whoever waits. */
function besideTickets(sets: readonly CountedSet[]): RiskSet[] {
  const slope = slopeOf(sets.map(({ values, tickets }) => [tickets, values]));
  return sets.map(({ values, tickets }) => ({ values: values.map((value, i) => value - slope * tickets[i]!) }));
}

/** The slope of the second of two scores on the first, over all sets, in which both have a mean of 0. */
function slopeOf(pairs: readonly (readonly [Float64Array, Float64Array])[]): number {
  let [cross, square] = [0, 0];
  for (const [one, other] of pairs) {
    for (const [i, value] of one.entries()) {
      cross += value * other[i]!;
      square += value * value;
    }
  }
  return square === 0 ? 0 : cross / square;
}

/** Waits begun after the decision, less the account's own before it, in the same sets: who is always slow is no worse afterwards. */
function controlOf(
  sets: readonly { readonly decision: Decision; readonly members: readonly string[] }[],
  ticketsOf: (key: string) => readonly MeasuredTicket[],
  { lookbackMs, window, lives }: ChurnInput,
): ChurnAndWaits['control'] {
  const pairs = sets.flatMap(({ decision: { at }, members }) => {
    const gone = Math.max(...lives.byAccount.get(members[0]!)!.map(({ endedAt }) => endedAt ?? window.toAt));
    const to = Math.min(at + lookbackMs, window.toAt, gone);
    const told = members.flatMap((key) => {
      const after = waitAfter(ticketsOf(key), at, to);
      if (after === null) return [];
      return [{ key, after, before: waitAfter(ticketsOf(key), at - lookbackMs, at) ?? 0 }];
    });
    if (told[0]?.key !== members[0] || told.length < 2) return [];
    return [
      { after: normalScores(told.map(({ after }) => after)), before: normalScores(told.map(({ before }) => before)) },
    ];
  });
  const none = { decisions: pairs.length, hazardRatio: null, interval: null, fails: false };
  if (pairs.length < LEAST_DECISIONS) return none;
  const fit = conditionalLogistic(
    pairs.map(({ after, before }) => ({ values: after.map((value, i) => value - before[i]!) })),
  );
  if (fit === null) return none;
  const [low, high] = intervalOf(fit, CONTROL_CONFIDENCE);
  return {
    decisions: pairs.length,
    hazardRatio: Math.exp(fit.logRatio),
    interval: [low, high],
    fails: low > 1 || high < 1,
  };
}
