import { z } from 'zod';
import type { Subscription } from '../../model/account.ts';
import type { MeasuredTicket } from '../../model/measurement.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { finalSolutionAsOf } from '../life.ts';
import { Interval, P, Sentence } from '../schema.ts';
import { medianSorted } from '../statistics/averages.ts';
import {
  conditionalLogistic,
  type HazardRatio,
  normalScores,
  type RiskSet,
} from '../statistics/conditional-logistic.ts';
import { FAMILY_LEVELS, judgeFamily } from '../verdict-family.ts';
import { type AccountLives, isActiveBefore } from './accounts.ts';
import { askedAt } from './cancellation.ts';

/** What of an account's waiting is compared on the day on which somebody decided to leave. */
export const CHURN_MEASURES = {
  longestOpenWait: {
    label: 'the longest wait with us that was open then',
    more: 'had been waiting longer for us when they decided',
    less: 'had been waiting less long for us when they decided',
  },
  medianSolved: {
    label: 'the time within which half of their tickets were solved',
    more: 'had waited longer for solutions',
    less: 'had waited less long for solutions',
  },
  tickets: {
    label: 'how many tickets they had opened',
    more: 'had opened more tickets',
    less: 'had opened fewer tickets',
  },
} as const;
export type ChurnMeasure = keyof typeof CHURN_MEASURES;
const MEASURE_NAMES = Object.keys(CHURN_MEASURES) as [ChurnMeasure, ...ChurnMeasure[]];

export const ChurnVerdict = z.enum(['association', 'none_that_matters', 'too_few', 'withheld']);

/** Whether accounts that decided to leave differed that day, in one measure, from those that stayed undecided. */
export const ChurnAssociation = z.object({
  measure: z.enum(MEASURE_NAMES).describe('what is compared'),
  decisions: z.int().min(0).describe('accounts that decided to leave and could be compared'),
  left: z.int().min(0).describe('of these, those that have left by the end of the window'),
  compared: z.int().min(0).describe('accounts that they were compared with, each as often as it was'),
  hazardRatio: z
    .number()
    .nullable()
    .describe('of a standard deviation more; above 1: left more often; null of too few'),
  interval: Interval.describe('of the hazard ratio, at the level of its family'),
  p: P.nullable(),
  verdict: ChurnVerdict.describe(
    'an association beyond chance; that one which would matter can be ruled out; too little to say; or withheld, for those who had decided went on to wait longer as well',
  ),
  sentence: Sentence,
});
export type ChurnAssociation = z.infer<typeof ChurnAssociation>;

/** The measures of churn and waiting, and the control that shows whether the comparison is fair. */
export const ChurnAndWaits = z.object({
  measures: z.array(ChurnAssociation).describe('one family: judged together'),
  byTicket: z
    .int()
    .min(0)
    .describe(
      'of the decisions, those dated at the opening of the ticket that was solved when the books say that they were made',
    ),
  requestShare: z
    .number()
    .nullable()
    .describe('share of the decisions that are known by a request; the others by the end itself'),
  control: z
    .object({
      decisions: z.int().min(0).describe('accounts with a wait begun after their decision'),
      hazardRatio: z.number().nullable().describe('of a standard deviation more of that wait; null of fewer than ten'),
      interval: Interval.describe('95% interval'),
      fails: z.boolean().describe('the interval excludes 1: who had decided also waited otherwise afterwards'),
    })
    .describe('negative control: a wait after the decision, less the one before it, cannot have caused it'),
});
export type ChurnAndWaits = z.infer<typeof ChurnAndWaits>;

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

const LEAST_DECISIONS = 10;
/** A log ratio below this has no end: nobody who decided had any of what is compared. */
const LOWEST_TOLD = -7.9;
/** Members of a set beyond these are every n-th of them: more tell hardly more. */
const MOST_COMPARED = 150;
/** A hazard ratio of a standard deviation that would matter. */
const WOULD_MATTER = 1.5;
const CONTROL_CONFIDENCE = 0.95;

const NO_TICKETS: readonly MeasuredTicket[] = [];

interface Decision {
  readonly accountKey: string;
  readonly at: number;
  readonly isRequest: boolean;
  /** It is dated at the opening of the ticket in which the account asked. */
  readonly byTicket: boolean;
  /** When the last of it ended or will end. */
  readonly lostAt: number;
}

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
  const sets = decisions.map((decision) => ({ decision, members: membersOf(decision, decided, input) }));
  const byTicket = decisions.filter((decision) => decision.byTicket).length;
  const control = controlOf(sets, ticketsOf, input);
  const found = MEASURE_NAMES.map((measure) => {
    const told = sets.flatMap(({ decision, members }) => riskSetOf(measure, decision, members, ticketsOf, input) ?? []);
    const compared = measure === 'longestOpenWait' ? besideTickets(told) : told;
    const fit = told.length < LEAST_DECISIONS ? null : conditionalLogistic(compared);
    // Of a ratio at the edge of all that can be told, nobody who decided had any of it.
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

/** When an account decided to leave: its request, else its end; undefined while something of it goes on undecided. */
function decisionOf(
  accountKey: string,
  subscriptions: readonly Subscription[],
  tickets: readonly MeasuredTicket[],
): Decision | undefined {
  let [at, isRequest] = [Number.NEGATIVE_INFINITY, false];
  for (const { cancelRequestedAt, endedAt } of subscriptions) {
    const own = Math.min(cancelRequestedAt ?? Number.POSITIVE_INFINITY, endedAt ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(own)) return undefined;
    if (own > at) [at, isRequest] = [own, cancelRequestedAt !== undefined && cancelRequestedAt <= own];
  }
  const lostAt = Math.max(...subscriptions.map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY));
  if (!Number.isFinite(at)) return undefined;
  const solved = tickets.flatMap(({ openedAt, solutions }) =>
    solutions.map((solution) => ({ openedAt, solvedAt: solution.at })),
  );
  const asked = askedAt(at, solved);
  return { accountKey, at: asked, isRequest: isRequest || asked < at, byTicket: asked < at, lostAt };
}

/** Who was active and undecided on the day of a decision, in the stratum of the one who decided; that one first. */
function membersOf(
  { accountKey, at }: Decision,
  decided: ReadonlyMap<string, Decision>,
  { lives }: ChurnInput,
): string[] {
  const stratum = stratumOf(lives.byAccount.get(accountKey)!, at);
  const others: string[] = [];
  for (const [key, subscriptions] of lives.byAccount) {
    if (key === accountKey || !isActiveBefore(subscriptions, at)) continue;
    if ((decided.get(key)?.at ?? Number.POSITIVE_INFINITY) <= at) continue;
    if (stratumOf(subscriptions, at) === stratum) others.push(key);
  }
  const every = Math.ceil(others.length / MOST_COMPARED);
  return [accountKey, ...others.filter((_, index) => index % Math.max(1, every) === 0)];
}

/** The newer, the finer: who is there for five days has had other five days than who is there for thirty. */
const TENURES_DAYS = [3, 7, 14, 30, 60, 90, 180, 365, 730] as const;

/** Revenue by doublings, and tenure by classes; what is not known is a stratum of its own. */
function stratumOf(subscriptions: readonly Subscription[], at: number): string {
  const active = subscriptions.filter(({ startedAt, endedAt }) => startedAt < at && (endedAt ?? at) >= at);
  const mrr = active.reduce((sum, { mrrMinor }) => sum + (mrrMinor ?? Number.NaN), 0);
  const currency = active[0]?.currency ?? '';
  const revenue = Number.isNaN(mrr) || mrr <= 0 ? 'unknown' : `${currency}${Math.floor(Math.log2(mrr))}`;
  const since = Math.min(...subscriptions.map(({ startedAt }) => startedAt));
  const days = (at - since) / MS_PER_DAY;
  return `${revenue} ${TENURES_DAYS.filter((limit) => days >= limit).length}`;
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

/** Days of the look-back in which an account was a customer, one at least: a new one has had less time to write. */
function daysThere(subscriptions: readonly Subscription[], at: number, lookbackMs: number): number {
  const since = Math.min(...subscriptions.map(({ startedAt }) => startedAt));
  return Math.max(1, Math.min(lookbackMs, at - since) / MS_PER_DAY);
}

/** How many tickets had been opened in the look-back and were not waiting for us any more. */
function doneBefore(tickets: readonly MeasuredTicket[], at: number, lookbackMs: number): number {
  const isDone = (ticket: MeasuredTicket): boolean =>
    ticket.openedAt >= at - lookbackMs && ticket.openedAt < at && openWaitOf(ticket, at) === 0;
  return tickets.filter(isDone).length;
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

/** A measure of an account's tickets just before an instant; null where there is none. */
function figureOf(
  measure: ChurnMeasure,
  tickets: readonly MeasuredTicket[],
  at: number,
  lookbackMs: number,
): number | null {
  if (measure === 'tickets')
    return tickets.filter(({ openedAt }) => openedAt >= at - lookbackMs && openedAt < at).length;
  if (measure === 'longestOpenWait') {
    return tickets.reduce((longest, ticket) => Math.max(longest, openWaitOf(ticket, at)), 0);
  }
  const times = tickets.flatMap((ticket) => {
    const solution = finalSolutionAsOf(ticket.solutions, at);
    if (solution === null || solution.knownAt < at - lookbackMs) return [];
    const { clocks } = ticket.solutions.find(({ knownAt }) => knownAt === solution.knownAt)!;
    return clocks === null ? [] : [clocks.net];
  });
  return times.length === 0 ? null : medianSorted(times.sort((a, b) => a - b));
}

/** For how long a ticket had been waiting for us just before an instant, ms; 0 where it was not. */
function openWaitOf({ stints, excludedAt }: MeasuredTicket, at: number): number {
  if (excludedAt !== null && excludedAt < at) return 0;
  let place = stints.findLastIndex(({ fromAt, toAt }) => fromAt < at && (toAt === null || toAt >= at));
  if (place < 0 || stints[place]!.holder !== 'team') return 0;
  while (place > 0 && stints[place - 1]!.holder === 'team' && stints[place - 1]!.toAt === stints[place]!.fromAt)
    place--;
  return at - stints[place]!.fromAt;
}

/** The mean wait with us that began after an instant, up to another one; null without any. */
function waitAfter(tickets: readonly MeasuredTicket[], from: number, to: number): number | null {
  const waits = tickets.flatMap(({ stints }) =>
    stints.flatMap(({ fromAt, toAt, holder }) =>
      holder === 'team' && fromAt >= from && fromAt < to ? [Math.min(toAt ?? to, to) - fromAt] : [],
    ),
  );
  return waits.length === 0 ? null : waits.reduce((sum, ms) => sum + ms, 0) / waits.length;
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

function intervalOf({ intervalAt }: HazardRatio, confidence: number): [number, number] {
  const [low, high] = intervalAt(confidence);
  return [Math.exp(low), Math.exp(high)];
}

/** How a measure was judged beside the others, and what the control says. */
interface Judged {
  readonly isBeyond: boolean;
  readonly confidence: number;
  readonly control: ChurnAndWaits['control'];
  readonly byTicket: number;
  /** Of those compared, who have left by the end of the window. */
  readonly left: number;
}

function describe(
  measure: ChurnMeasure,
  told: readonly RiskSet[],
  fit: HazardRatio | null,
  { isBeyond, confidence, control, byTicket, left }: Judged,
): ChurnAssociation {
  const { label, more, less } = CHURN_MEASURES[measure];
  const decisions = told.length;
  const compared = told.reduce((sum, { values }) => sum + values.length - 1, 0);
  const base = { measure, decisions, left, compared };
  if (fit === null) {
    return {
      ...base,
      hazardRatio: null,
      interval: null,
      p: null,
      verdict: 'too_few',
      sentence:
        decisions < LEAST_DECISIONS
          ? `Leaving and ${label}: too little to say with ${decisions} ${decisions === 1 ? 'decision' : 'decisions'} that could be compared (${LEAST_DECISIONS} needed).`
          : `Leaving and ${label}: nothing can be told, for too few of those ${decisions} who decided, or of whom they are compared with, had any.`,
    };
  }
  const interval = intervalOf(fit, confidence);
  const [low, high] = interval;
  const isTold = isBeyond && (low > 1 || high < 1);
  const isSmall = low > 1 / WOULD_MATTER && high < WOULD_MATTER;
  // What went the same way after the decision cannot have made them decide.
  const fails = control.fails && control.hazardRatio! > 1 === fit.logRatio > 0;
  const verdict = isTold ? (fails ? 'withheld' : 'association') : isSmall ? 'none_that_matters' : 'too_few';
  const gone = left === decisions ? '' : `, ${left} of whom have left by the end of the window`;
  const dated = byTicket === 0 ? '' : `, ${byTicket} dated by the ticket in which they were asked for`;
  const figures = `hazard ratio of a standard deviation ${Math.exp(fit.logRatio).toFixed(2)}, likely between ${low.toFixed(2)} and ${high.toFixed(2)}, ${decisions} decisions${gone}${dated}`;
  const sentences: Readonly<Record<typeof verdict, string>> = {
    association: `Accounts that decided to leave ${fit.logRatio > 0 ? more : less}: an association, not a cause (${figures}).`,
    none_that_matters: `Leaving and ${label}: no link; one that would matter (${WOULD_MATTER} and more) can be ruled out (${figures}).`,
    too_few: `Leaving and ${label}: too little to say (${figures}).`,
    withheld: `Leaving and ${label}: nothing is said, for those who had decided also waited otherwise afterwards, which cannot have made them leave.`,
  };
  return {
    ...base,
    hazardRatio: Math.exp(fit.logRatio),
    interval,
    p: fit.p,
    verdict,
    sentence: sentences[verdict],
  };
}
