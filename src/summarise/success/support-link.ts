import { z } from 'zod';
import type { MeasuredColumns } from '../../model/measurement.ts';
import {
  intervalInWords,
  inWords,
  nothingFound,
  POINTS_THAT_MATTER,
  Rate,
  rateOf,
  Verdict,
  verdictOf,
} from '../outcomes/rate.ts';
import { cutIntoFifths, FIFTHS, standings } from '../outcomes/waiting-fifths.ts';
import { keyAt } from '../rows.ts';
import { Interval, P, PAdjusted, Sentence } from '../schema.ts';
import { cochranArmitage } from '../statistics/association.ts';
import { benjaminiHochberg, differenceOf, wilsonInterval } from '../statistics/comparisons.ts';
import { SIGNIFICANCE } from './figure.ts';

/** What an account went through with support: how slow each ticket was for its tier, and what it said of it. */
export interface SupportExperience {
  readonly ticketsOf: ReadonlyMap<string, readonly { readonly at: number; readonly slowness: number }[]>;
  readonly answersOf: ReadonlyMap<string, readonly { readonly at: number; readonly positive: boolean }[]>;
}

/**
 * The support that accounts had: each finally solved ticket at its solution, with where its net time stands among the
 * tickets of its tier (ridits, 0 fastest, 1 slowest), so that complex work does not pass for slow support.
 */
export function supportExperience(
  sets: readonly MeasuredColumns[],
  accountOf: (columns: MeasuredColumns, row: number) => string | null,
  answers: readonly { readonly accountKey: string; readonly at: number; readonly positive: boolean }[],
): SupportExperience {
  const tiers = new Map<string | null, { accountKey: string; at: number; netMs: number }[]>();
  for (const columns of sets) {
    for (let row = 0; row < columns.n; row++) {
      const netMs = columns.finalResolution.net[row]!;
      if (Number.isNaN(netMs)) continue;
      const accountKey = accountOf(columns, row);
      if (accountKey === null) continue;
      const tier = keyAt(columns.tier, row);
      const ticket = { accountKey, at: columns.finalSolvedAt[row]!, netMs };
      const list = tiers.get(tier);
      if (list === undefined) tiers.set(tier, [ticket]);
      else list.push(ticket);
    }
  }
  const tickets = [...tiers.values()].flatMap((list) => {
    const places = standings(list.map(({ netMs }) => netMs));
    return list.map(({ accountKey, at }, index) => ({ accountKey, at, slowness: places[index]! }));
  });
  return {
    ticketsOf: Map.groupBy(tickets, ({ accountKey }) => accountKey),
    answersOf: Map.groupBy(answers, ({ accountKey }) => accountKey),
  };
}

/** How slow an account's tickets solved in `[fromAt, toAt)` were on average; undefined without any. */
export function slownessIn(
  { ticketsOf }: SupportExperience,
  accountKey: string,
  fromAt: number,
  toAt: number,
): number | undefined {
  let [sum, n] = [0, 0];
  for (const { at, slowness } of ticketsOf.get(accountKey) ?? []) {
    if (at < fromAt || at >= toAt) continue;
    sum += slowness;
    n += 1;
  }
  return n === 0 ? undefined : sum / n;
}

/** Whether every answer of an account in `[fromAt, toAt)` was positive; undefined without any. */
export function satisfiedIn(
  { answersOf }: SupportExperience,
  accountKey: string,
  fromAt: number,
  toAt: number,
): boolean | undefined {
  const own = (answersOf.get(accountKey) ?? []).filter(({ at }) => at >= fromAt && at < toAt);
  return own.length === 0 ? undefined : own.every(({ positive }) => positive);
}

/** Whether an account's figure goes along with the support it had before. Associations, never causes. */
export const KpiLink = z.object({
  figure: z.string().describe('label of the figure'),
  by: z
    .enum(['resolution', 'satisfaction'])
    .describe('`resolution`: by fifths of how slow tickets were for their tier; `satisfaction`: by what was answered'),
  n: z.int().describe('accounts compared'),
  groups: z
    .array(Rate.extend({ name: z.string().describe('which support they had') }))
    .describe('from the best support to the worst'),
  points: z
    .number()
    .nullable()
    .describe('of the last group less the first, in percent points; null where there are too few'),
  interval: Interval,
  p: P.nullable(),
  pAdjusted: PAdjusted.nullable(),
  verdict: Verdict,
  sentence: Sentence,
});
export type KpiLink = z.infer<typeof KpiLink>;

/** Something that an account did or did not, and the instant before which its support counts. */
export interface AccountResult {
  readonly accountKey: string;
  readonly at: number;
  readonly positive: boolean;
}

/** A figure told account by account. */
export interface LinkedFigure {
  readonly figure: string;
  /** Title of a sentence: `Expansion`. */
  readonly title: string;
  /** What is counted: `accounts`. */
  readonly things: string;
  /** What the positive ones did: `expanded`. */
  readonly did: string;
  readonly results: readonly AccountResult[];
}

interface Draft extends Pick<KpiLink, 'by' | 'groups' | 'points' | 'interval' | 'p'> {
  readonly about: LinkedFigure;
  readonly n: number;
  /** Whether the share rises from the first group to the last. */
  readonly rises: boolean;
  /** Why nothing can be told although there are enough; null where there are too few, or something is told. */
  readonly short: string | null;
}

const FIFTH_NAMES = ['fastest fifth', 'second fifth', 'middle fifth', 'fourth fifth', 'slowest fifth'];

const ANSWER_NAMES = ['all answers positive', 'some answer not positive'];

/**
 * Each figure against the support the account had in the look-back before: by fifths of slowness with the Cochran-Armitage
 * trend (Cochran 1954; Armitage 1955), and by whether all its answers were positive (Newcombe 1998, method 10). All p
 * are corrected together (Benjamini-Hochberg); an association needs the corrected p and an interval without "none".
 */
export function linkSupport(
  figures: readonly LinkedFigure[],
  experience: SupportExperience,
  lookbackMs: number,
  minimum: number,
): KpiLink[] {
  const drafts = figures
    .map(lastOfEach)
    .flatMap((about) => [
      byResolution(about, experience, lookbackMs, minimum),
      bySatisfaction(about, experience, lookbackMs, minimum),
    ]);
  const corrected = benjaminiHochberg(drafts.map(({ p }) => p));
  return drafts.map((draft, index) => {
    const { about, by, n, groups, points, interval, p } = draft;
    const pAdjusted = corrected[index]!;
    const verdict = verdictOf(pAdjusted !== null && pAdjusted < SIGNIFICANCE, interval);
    const sentence = sentenceOf(draft, verdict);
    return { figure: about.figure, by, n, groups, points, interval, p, pAdjusted, verdict, sentence };
  });
}

/** One result of each account, its last: support is one experience of an account, however many of its people answered. */
function lastOfEach(about: LinkedFigure): LinkedFigure {
  const last = new Map<string, AccountResult>();
  for (const result of about.results) {
    const known = last.get(result.accountKey);
    if (known === undefined || result.at >= known.at) last.set(result.accountKey, result);
  }
  return { ...about, results: [...last.values()] };
}

function byResolution(about: LinkedFigure, experience: SupportExperience, lookbackMs: number, minimum: number): Draft {
  const values: number[] = [];
  const positive: boolean[] = [];
  for (const result of about.results) {
    const slowness = slownessIn(experience, result.accountKey, result.at - lookbackMs, result.at);
    if (slowness === undefined) continue;
    values.push(slowness);
    positive.push(result.positive);
  }
  const fifths = cutIntoFifths(values, positive);
  const enough = isEnough(positive, FIFTHS * minimum, minimum);
  const trend = enough ? cochranArmitage(fifths) : null;
  const extremes = trend === null ? null : lastLessFirst(fifths.positive, fifths.n);
  return {
    about,
    by: 'resolution',
    n: values.length,
    groups: FIFTH_NAMES.map((name, index) => ({ name, ...rateOf(fifths.positive[index]!, fifths.n[index]!, minimum) })),
    points: extremes?.points ?? null,
    interval: extremes?.interval ?? null,
    p: extremes === null ? null : (trend?.p ?? null),
    rises: (trend?.slope ?? 0) > 0,
    short:
      values.length < FIFTHS * minimum
        ? null
        : alike(about, positive.filter((each) => each).length, positive.length, minimum),
  };
}

function bySatisfaction(
  about: LinkedFigure,
  experience: SupportExperience,
  lookbackMs: number,
  minimum: number,
): Draft {
  const n = [0, 0];
  const positive = [0, 0];
  for (const result of about.results) {
    const satisfied = satisfiedIn(experience, result.accountKey, result.at - lookbackMs, result.at);
    if (satisfied === undefined) continue;
    const group = satisfied ? 0 : 1;
    n[group]! += 1;
    if (result.positive) positive[group]! += 1;
  }
  const [total, yes] = [n[0]! + n[1]!, positive[0]! + positive[1]!];
  const enough = Math.min(...n, yes, total - yes) >= minimum;
  const found = enough ? lastLessFirst(positive, n) : null;
  return {
    about,
    by: 'satisfaction',
    n: total,
    groups: ANSWER_NAMES.map((name, index) => ({ name, ...rateOf(positive[index]!, n[index]!, minimum) })),
    points: found?.points ?? null,
    interval: found?.interval ?? null,
    p: found?.p ?? null,
    rises: (found?.points ?? 0) > 0,
    short:
      total < 2 * minimum
        ? null
        : (alike(about, yes, total, minimum) ??
          `too few whose answers were ${n[0]! < n[1]! ? 'all' : 'not all'} positive (${Math.min(n[0]!, n[1]!)} of ${total})`),
  };
}

/** That too few of those with support before did it, or did not; null where enough did either. */
function alike({ things, did }: LinkedFigure, yes: number, total: number, minimum: number): string | null {
  const short = Math.min(yes, total - yes);
  if (short >= minimum) return null;
  return `${short} of ${total} ${things} with support before ${yes === short ? did : `had not ${did}`}, too few to compare`;
}

function isEnough(positive: readonly boolean[], all: number, minimum: number): boolean {
  const yes = positive.filter((each) => each).length;
  return positive.length >= all && Math.min(yes, positive.length - yes) >= minimum;
}

/** The last group's share less the first's, in percent points (Newcombe 1998, method 10). */
function lastLessFirst(
  positive: readonly number[],
  n: readonly number[],
): { points: number; interval: [number, number]; p: number } | null {
  const shareOf = (group: number) => {
    const interval = wilsonInterval(positive[group]!, n[group]!);
    return interval === null ? null : { value: positive[group]! / n[group]!, interval };
  };
  const [first, last] = [shareOf(0), shareOf(n.length - 1)];
  if (first === null || last === null) return null;
  const { difference, interval, p } = differenceOf(last, first);
  return { points: 100 * difference, interval: [100 * interval[0], 100 * interval[1]], p };
}

function sentenceOf({ about, by, n, groups, interval, rises, short }: Draft, verdict: Verdict): string {
  const { title, things, did } = about;
  const beside = by === 'resolution' ? 'resolution time' : 'satisfaction with support';
  const head = `${title} and ${beside}`;
  const [first, last] = [groups[0]!, groups.at(-1)!];
  if (verdict === 'too_few' || interval === null || first.value === null || last.value === null) {
    return `${head}: ${short ?? `too few ${things} with support before it to say (n = ${n})`}.`;
  }
  const shares =
    by === 'resolution'
      ? `${inWords(first.value)}% of ${things} ${did} in the fastest fifth, ${inWords(last.value)}% in the slowest`
      : `${inWords(first.value)}% of ${things} whose answers were all positive ${did}, ${inWords(last.value)}% of the others`;
  const figures = `${shares} (95% interval ${intervalInWords(interval, true)} points, n = ${n})`;
  if (verdict === 'no_evidence') {
    return `${head}: ${nothingFound(interval, POINTS_THAT_MATTER, `${POINTS_THAT_MATTER} points`)}; ${figures}.`;
  }
  const worse = by === 'resolution' ? 'slower support' : 'less satisfaction';
  return `${head}: ${worse} goes with ${rises ? 'more' : 'fewer'} ${things} that ${did}, an association, not a cause, with size and age of the accounts not taken out; ${figures}.`;
}
