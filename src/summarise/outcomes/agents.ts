import { z } from 'zod';
import type { CreditPolicy } from '../../model/definitions.ts';
import type { MeasuredColumns } from '../../model/measurement.ts';
import { isWithin, keyAt, type Period } from '../rows.ts';
import { Interval, Key, Label } from '../schema.ts';
import { benjaminiHochberg, wilsonInterval } from '../statistics/comparisons.ts';
import { CONFIDENCE, studentCdf, studentQuantile } from '../statistics/distributions.ts';
import { type StandardisedRatio, standardise } from '../statistics/standardisation.ts';
import { type Answer, creditedWith } from './answers.ts';
import type { People, Person } from './persons.ts';
import { type Rate, SIGNIFICANCE, sumOfShares } from './rate.ts';

/** One agent beside the others, adjusted for the tiers of work they were given. */
export const AgentOutcome = z.object({
  key: Key,
  label: Label,
  resolution: z
    .object({
      n: z.int().describe('tickets with a net time'),
      value: z.number().nullable().describe('observed ÷ expected; null below the minimum'),
      interval: Interval,
      shrunk: z.number().nullable().describe('the ratio drawn towards 1, the more the less is known'),
      pAdjusted: z
        .number()
        .nullable()
        .describe('that the ratio is 1, after the correction for all agents; null where it cannot be tested'),
    })
    .describe('net resolution time, observed ÷ expected for the mix of tiers (above 1 is slower), and drawn towards 1'),
  pace: z
    .enum(['slower', 'faster', 'no_evidence', 'too_few'])
    .describe('what can be said of the ratio: `too_few` and `no_evidence` say nothing'),
  csat: z
    .object({
      n: z.number().describe('answers'),
      points: z.number().nullable().describe('difference in percent points; null below the minimum'),
      interval: Interval,
    })
    .describe('satisfaction less what the same mix of tiers gets on average, in percent points'),
  churn: z
    .object({
      n: z.number().describe('accounts, as the sum of shares'),
      value: z.number().nullable().describe('lost accounts in percent; null below the minimum'),
      interval: Interval,
    })
    .describe('churn rate of the accounts served, in percent; `n` is the sum of their shares'),
});
export type AgentOutcome = z.infer<typeof AgentOutcome>;

/** Final net resolutions of the window by person and tier. */
function resolutionsOf(sets: readonly MeasuredColumns[], window: Period, people: People) {
  const values: number[] = [];
  const group: number[] = [];
  const stratum: number[] = [];
  const persons: Person[] = [];
  const indexOf = new Map<string, number>();
  const tiers = new Map<string | null, number>();
  for (const columns of sets) {
    for (let row = 0; row < columns.n; row++) {
      const agent = keyAt(columns.agent, row);
      if (agent === null || !isWithin(columns.finalSolvedAt[row], window)) continue;
      const person = people.personOf(agent);
      const index = indexOf.get(person.key) ?? persons.push(person) - 1;
      indexOf.set(person.key, index);
      const tier = keyAt(columns.tier, row);
      if (!tiers.has(tier)) tiers.set(tier, tiers.size);
      values.push(columns.finalResolution.net[row]!);
      group.push(index);
      stratum.push(tiers.get(tier)!);
    }
  }
  const ratios = standardise({
    values: Float64Array.from(values),
    group: Uint32Array.from(group),
    groups: persons.length,
    stratum: Uint32Array.from(stratum),
    strata: tiers.size,
  });
  return persons.map((person, index) => ({ person, ratio: ratios[index] }));
}

/** Two-sided p that a ratio is 1, from its interval, which is Student's t on the log scale. */
export function pOfRatio({ n, ratio, interval }: StandardisedRatio): number | null {
  if (interval === null || n < 2) return null;
  const error = Math.log(interval[1] / ratio) / studentQuantile((1 + CONFIDENCE) / 2, n - 1);
  if (!(error > 0)) return null;
  return 2 * studentCdf(-Math.abs(Math.log(ratio)) / error, n - 1);
}

/** Satisfaction of a person: answers, positive ones, and how many the same tiers get on average. */
interface SatisfactionSum {
  n: number;
  positive: number;
  expected: number;
}

/** Answers by person with the expectation of their mix of tiers (indirect standardisation). */
function satisfactionByPerson(
  answers: readonly Answer[],
  policy: CreditPolicy,
  people: People,
): ReadonlyMap<string, SatisfactionSum> {
  const tiers = new Map<string | null, { n: number; positive: number }>();
  const tierOf = ({ ticket }: Answer): string | null =>
    ticket === undefined ? null : keyAt(ticket.columns.tier, ticket.row);
  const counted = answers.filter((answer) => answer.counts && answer.ticket !== undefined);
  for (const answer of counted) {
    const tier = tiers.get(tierOf(answer)) ?? { n: 0, positive: 0 };
    tiers.set(tierOf(answer), tier);
    tier.n += 1;
    if (answer.positive) tier.positive += 1;
  }
  const sums = new Map<string, SatisfactionSum>();
  for (const answer of counted) {
    const tier = tiers.get(tierOf(answer))!;
    const agents = creditedWith(answer, policy);
    for (const agent of agents) {
      const { key } = people.personOf(agent);
      const sum = sums.get(key) ?? { n: 0, positive: 0, expected: 0 };
      sums.set(key, sum);
      sum.n += 1 / agents.length;
      sum.positive += answer.positive ? 1 / agents.length : 0;
      sum.expected += tier.positive / tier.n / agents.length;
    }
  }
  return sums;
}

function satisfactionPoints(sum: SatisfactionSum | undefined, minimum: number): AgentOutcome['csat'] {
  const [n, positive] = [sumOfShares(sum?.n ?? 0), sumOfShares(sum?.positive ?? 0)];
  if (sum === undefined || n < minimum) return { n, points: null, interval: null };
  const interval = wilsonInterval(positive, n);
  const expected = (100 * sumOfShares(sum.expected)) / n;
  return {
    n,
    points: (100 * positive) / n - expected,
    interval: interval === null ? null : [100 * interval[0] - expected, 100 * interval[1] - expected],
  };
}

/**
 * Agents of a window side by side: resolution, satisfaction and churn, each adjusted for the work they were given where it
 * can be. `pace` is said only where the corrected p (Benjamini-Hochberg over all agents) stands; ratios below `minimum`
 * values are withheld. In the order of their names: no ranking.
 */
export function compareAgents(input: {
  readonly sets: readonly MeasuredColumns[];
  readonly window: Period;
  readonly answers: readonly Answer[];
  /** Agents' churn by the person's key. */
  readonly churnOf: ReadonlyMap<string, Rate>;
  readonly policy: CreditPolicy;
  readonly people: People;
  readonly minimum: number;
}): AgentOutcome[] {
  const { minimum } = input;
  const resolutions = resolutionsOf(input.sets, input.window, input.people);
  const satisfaction = satisfactionByPerson(input.answers, input.policy, input.people);
  const told = resolutions.map(({ ratio }) => (ratio !== undefined && ratio.n >= minimum ? ratio : undefined));
  const corrected = benjaminiHochberg(told.map((ratio) => (ratio === undefined ? null : pOfRatio(ratio))));
  return resolutions
    .map(({ person, ratio }, index): AgentOutcome => {
      const found = told[index];
      const pAdjusted = corrected[index]!;
      const interval: AgentOutcome['resolution']['interval'] = found?.interval ? [...found.interval] : null;
      return {
        key: person.key,
        label: person.label,
        resolution: {
          n: ratio?.n ?? 0,
          value: found?.ratio ?? null,
          interval,
          shrunk: found?.shrunk ?? null,
          pAdjusted,
        },
        pace: paceOf(found?.ratio, pAdjusted),
        csat: satisfactionPoints(satisfaction.get(person.key), minimum),
        churn: churnPart(input.churnOf.get(person.key)),
      };
    })
    .sort((a, b) => a.label.localeCompare(b.label, 'en') || (a.key < b.key ? -1 : 1));
}

function churnPart(rate: Rate | undefined): AgentOutcome['churn'] {
  return { n: rate?.n ?? 0, value: rate?.value ?? null, interval: rate?.interval ?? null };
}

function paceOf(ratio: number | undefined, pAdjusted: number | null): AgentOutcome['pace'] {
  if (ratio === undefined || pAdjusted === null) return 'too_few';
  if (pAdjusted >= SIGNIFICANCE) return 'no_evidence';
  return ratio > 1 ? 'slower' : 'faster';
}
