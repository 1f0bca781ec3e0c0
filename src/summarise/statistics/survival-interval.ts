import { type DayAndCustomer, robustVariance } from './clustered-variance.ts';
import { CONFIDENCE, studentQuantile } from './distributions.ts';
import { type AtRiskRows, ageAtShare, lastEndUpTo, type SurvivalCurve } from './survival.ts';

/** Lower and upper limit; the upper one is null where the curve does not come down to it. */
export type CurveInterval = readonly [lower: number, upper: number | null];

/**
 * How much each row moves the curve at `ageMs` (infinitesimal jackknife: the derivative by the row's weight; R:
 * `survfit(…, influence = TRUE)`). They sum to 0; their squares sum to Greenwood's variance where nobody is
 * late. A row that came under observation after that age has none.
 */
export function influencesAt(curve: SurvivalCurve, rows: AtRiskRows, ageMs: number): Float64Array {
  const influences = new Float64Array(rows.exitMs.length);
  const last = lastEndUpTo(curve, ageMs);
  if (last < 0) return influences;
  const survival = curve.survival[last]!;
  const firstAge = curve.agesMs[0]!;
  for (let row = 0; row < influences.length; row++) {
    const entry = rows.entryMs[row]!;
    if (entry > ageMs) continue;
    const exit = rows.exitMs[row]!;
    const until = exit >= ageMs ? last : lastEndUpTo(curve, exit);
    const before = entry <= firstAge ? -1 : lastEndBefore(curve, entry);
    const seen = (curve.hazardVariance[until] ?? 0) - (curve.hazardVariance[before] ?? 0);
    const fell = rows.ended[row] === 1 && exit <= ageMs ? logFallOfOneEnd(curve, until) : 0;
    influences[row] = survival * (seen - fell);
  }
  return influences;
}

/** The last age of an end before `ageMs`: what enters at the age of an end is at risk there. */
function lastEndBefore(curve: SurvivalCurve, ageMs: number): number {
  const upTo = lastEndUpTo(curve, ageMs);
  return curve.agesMs[upTo] === ageMs ? upTo - 1 : upTo;
}

function logFallOfOneEnd({ atRisk, ends }: SurvivalCurve, index: number): number {
  const remain = atRisk[index]! - ends[index]!;
  return remain === 0 ? 0 : 1 / remain;
}

/**
 * Where the age at which `share` has not ended (0.5: the median) is likely to lie: the ages at which the curve stands at
 * that share plus and minus Student's t × its robust standard error there (Woodruff 1952). Null where the curve does not
 * get there or the clusters are too few.
 */
export function ageInterval(
  curve: SurvivalCurve,
  rows: AtRiskRows,
  clusters: DayAndCustomer,
  share: number,
  confidence = CONFIDENCE,
): CurveInterval | null {
  const ageMs = ageAtShare(curve, share);
  if (ageMs === null) return null;
  const robust = robustVariance(influencesAt(curve, rows, ageMs), clusters);
  if (robust === null) return null;
  const reach = studentQuantile((1 + confidence) / 2, robust.degreesOfFreedom) * Math.sqrt(robust.variance);
  return [ageAtShare(curve, share + reach) ?? ageMs, ageAtShare(curve, share - reach)];
}
