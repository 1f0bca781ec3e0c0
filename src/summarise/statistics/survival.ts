import { CONFIDENCE, normalQuantile } from './distributions.ts';

/**
 * What was under observation, a row a ticket, a turn, or a spell of one: from `entryMs` to `exitMs` (ages on one clock, in
 * ms; both ends belong to it, entry <= exit), where it ended (`ended` is 1) or was lost from sight (0).
 */
export interface AtRiskRows {
  readonly entryMs: Float64Array;
  readonly exitMs: Float64Array;
  readonly ended: Uint8Array;
}

/** The share that has not ended after each distinct age at which something ended; the arrays ascend together. */
export interface SurvivalCurve {
  /** Rows, and how many of them ended. */
  readonly n: number;
  readonly ended: number;
  readonly agesMs: Float64Array;
  /** Rows with entry <= age <= exit. */
  readonly atRisk: Float64Array;
  readonly ends: Float64Array;
  readonly survival: Float64Array;
  /** Σ ends ÷ (at risk × (at risk − ends)) up to the age; times survival² it is Greenwood's variance. */
  readonly hazardVariance: Float64Array;
}

/**
 * Product-limit estimate of the share that has not ended yet, for rows that come under observation late (left
 * truncation: Kaplan and Meier 1958; Turnbull 1976; Tsai, Jewell and Wang 1987). An end precedes what is lost at the same
 * age, and what enters at an age is at risk there: R's `survfit(Surv(entry - 0.5, exit, ended) ~ 1)` of whole numbers.
 */
export function survivalCurve(rows: AtRiskRows): SurvivalCurve {
  const n = rows.exitMs.length;
  const entries = rows.entryMs.toSorted();
  const exits = rows.exitMs.toSorted();
  const ends = rows.exitMs.filter((_, row) => rows.ended[row] === 1).sort();
  const distinct = countDistinct(ends);
  const [agesMs, atRisk, count] = [new Float64Array(distinct), new Float64Array(distinct), new Float64Array(distinct)];
  const [survival, hazardVariance] = [new Float64Array(distinct), new Float64Array(distinct)];
  let [entered, left, share, variance] = [0, 0, 1, 0];
  for (let i = 0, age = 0; i < ends.length; age++) {
    const first = i;
    while (i < ends.length && ends[i] === ends[first]) i++;
    while (entered < n && entries[entered]! <= ends[first]!) entered++;
    while (left < n && exits[left]! < ends[first]!) left++;
    agesMs[age] = ends[first]!;
    atRisk[age] = entered - left;
    count[age] = i - first;
    const remain = atRisk[age]! - count[age]!;
    share *= remain / atRisk[age]!;
    // Where all that were at risk ended the curve is 0 for good, and no row moves it.
    variance += remain === 0 ? 0 : count[age]! / (atRisk[age]! * remain);
    survival[age] = share;
    hazardVariance[age] = variance;
  }
  return { n, ended: ends.length, agesMs, atRisk, ends: count, survival, hazardVariance };
}

function countDistinct(ascending: Float64Array): number {
  let distinct = 0;
  for (let i = 0; i < ascending.length; i++) if (i === 0 || ascending[i] !== ascending[i - 1]) distinct++;
  return distinct;
}

/** The index of the last age of an end that is <= `ageMs`; -1 before the first. */
export function lastEndUpTo({ agesMs }: Pick<SurvivalCurve, 'agesMs'>, ageMs: number): number {
  let [low, high] = [0, agesMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (agesMs[middle]! <= ageMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The share that has not ended by `ageMs`, from 1 down to 0. */
export function survivalAt(curve: SurvivalCurve, ageMs: number): number {
  const last = lastEndUpTo(curve, ageMs);
  return last < 0 ? 1 : curve.survival[last]!;
}

/** Shares closer than this are equal: what the rounding of many factors adds up to. */
const LEVEL_TOLERANCE = Math.sqrt(Number.EPSILON);

/** The index of the first age after which at most `share` has not ended; -1 where the curve does not come down to it. */
function crossing({ survival }: SurvivalCurve, share: number): number {
  let [low, high] = [0, survival.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (survival[middle]! < share + LEVEL_TOLERANCE) high = middle;
    else low = middle + 1;
  }
  return low === survival.length ? -1 : low;
}

/**
 * The age by which all but `share` have ended (0.5: the median, 0.1: p90); null where the curve does not get there, 0 for
 * a share of 1 or more. Where the curve lies level at exactly that share, the middle of that stretch, as R's
 * `quantile(survfit(…))` has it, so that with nothing lost and nobody late it is the plain median.
 */
export function ageAtShare(curve: SurvivalCurve, share: number): number | null {
  if (share >= 1) return 0;
  const index = crossing(curve, share);
  if (index < 0) return null;
  const isLevel = Math.abs(curve.survival[index]! - share) < LEVEL_TOLERANCE;
  const next = curve.agesMs[index + 1];
  return isLevel && next !== undefined ? (curve.agesMs[index]! + next) / 2 : curve.agesMs[index]!;
}

/** The fewest at risk at any end up to where the curve reaches `share`; at all ends where it does not get there. */
export function lowestAtRisk(curve: SurvivalCurve, share: number): number {
  const index = crossing(curve, share);
  const last = index < 0 ? curve.atRisk.length - 1 : index;
  let lowest = curve.n;
  for (let i = 0; i <= last; i++) lowest = Math.min(lowest, curve.atRisk[i]!);
  return lowest;
}

/** How many rows are at risk at an age. */
export function atRiskAt({ entryMs, exitMs }: AtRiskRows, ageMs: number): number {
  let count = 0;
  for (let row = 0; row < exitMs.length; row++) if (entryMs[row]! <= ageMs && ageMs <= exitMs[row]!) count++;
  return count;
}

/** The greatest age at which at least `least` rows are at risk; null where there is none. */
export function lastAgeWithAtRisk({ entryMs, exitMs }: AtRiskRows, least: number): number | null {
  const entries = entryMs.toSorted();
  const exits = exitMs.toSorted();
  let entered = entries.length;
  for (let left = exits.length - 1; left >= 0; left--) {
    while (entered > 0 && entries[entered - 1]! > exits[left]!) entered--;
    if ((left === 0 || exits[left - 1] !== exits[left]) && entered - left >= least) return exits[left]!;
  }
  return null;
}

/**
 * Of values that were seen from the beginning: the age by which half have ended, `open` counted in as lost at their ages;
 * null when the curve never comes down to half.
 */
export function kaplanMeierMedian(ended: ArrayLike<number>, open: ArrayLike<number>): number | null {
  return ageAtShare(survivalCurve(seenFromTheBeginning(ended, open)), 0.5);
}

function seenFromTheBeginning(ended: ArrayLike<number>, open: ArrayLike<number>): AtRiskRows {
  const n = ended.length + open.length;
  const exitMs = new Float64Array(n);
  exitMs.set(ended);
  exitMs.set(open, ended.length);
  return { entryMs: new Float64Array(n), exitMs, ended: new Uint8Array(n).fill(1, 0, ended.length) };
}

/**
 * 95% interval of that median: where the pointwise limits of the curve come down to half (Brookmeyer and Crowley 1982),
 * the limits by Greenwood's variance on the log scale (R: `survfit(Surv(time, event) ~ 1)`, its defaults). Null for a
 * limit that the curve never reaches.
 */
export function survivalMedianInterval(
  ended: ArrayLike<number>,
  open: ArrayLike<number>,
): readonly [lower: number | null, upper: number | null] {
  const z = normalQuantile((1 + CONFIDENCE) / 2);
  const { agesMs, survival, hazardVariance } = survivalCurve(seenFromTheBeginning(ended, open));
  let lower: number | null = null;
  let upper: number | null = null;
  for (let i = 0; i < agesMs.length; i++) {
    const half = z * Math.sqrt(hazardVariance[i]!);
    if (lower === null && survival[i]! * Math.exp(-half) <= 0.5) lower = agesMs[i]!;
    // At the very end of the curve the limits are not defined: R gives none.
    if (upper === null && survival[i]! > 0 && Math.min(1, survival[i]! * Math.exp(half)) <= 0.5) upper = agesMs[i]!;
  }
  return [lower, upper];
}
