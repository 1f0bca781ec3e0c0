import { normalCdf } from './distributions.ts';

/** Times of one group in one stratum; a censored one lasted at least so long. */
export interface CensoredRows {
  /** Natural logarithms of the times. */
  readonly logTime: Float64Array;
  readonly ended: Uint8Array;
  readonly group: Uint32Array;
  readonly stratum: Uint32Array;
  /** Rows of one cluster may come together. */
  readonly cluster: Uint32Array;
  readonly groups: number;
  readonly strata: number;
}

/** Effects of groups on the logarithm of time, relative to all rows. */
export interface GroupEffects {
  readonly effect: Float64Array;
  /** Its standard error; infinite where nothing tells the group from its strata. */
  readonly standardError: Float64Array;
  readonly rows: Uint32Array;
  /** The standard deviation within groups and strata. */
  readonly sigma: number;
}

const MOST_ROUNDS = 300;
const TOLERANCE = 1e-8;

/**
 * Fits logTime = stratum + group + error with normal errors, censored rows counted by what they have lasted: maximum
 * likelihood by EM (Dempster, Laird and Rubin 1977, example 4.3; R: `survreg(Surv(t, ended) ~ group + stratum, dist =
 * "lognormal")`). Effects are centred so that their mean over rows is 0. Standard errors are of the observed information
 * with strata profiled out, widened where a group scatters more than all do, or rows of one cluster come together.
 */
export function censoredEffects(rows: CensoredRows): GroupEffects {
  const { logTime, ended, group, stratum, groups, strata } = rows;
  const n = logTime.length;
  const count = countsOf(group, groups);
  const inStratum = countsOf(stratum, strata);
  const effect = new Float64Array(groups);
  const level = new Float64Array(strata);
  const expected = Float64Array.from(logTime);
  let sigma = Math.max(1e-6, spreadOf(logTime));
  const meanOf = (row: number): number => level[stratum[row]!]! + effect[group[row]!]!;

  for (let round = 0; round < MOST_ROUNDS; round++) {
    // Two-way least squares by turns; a few turns a round, as the rounds go on.
    for (let turn = 0; turn < 8; turn++) {
      averageBy(level, stratum, inStratum, (row) => expected[row]! - effect[group[row]!]!);
      averageBy(effect, group, count, (row) => expected[row]! - level[stratum[row]!]!);
    }
    let moved = 0;
    let squares = 0;
    for (let row = 0; row < n; row++) {
      const mean = meanOf(row);
      if (ended[row] === 1) {
        squares += (logTime[row]! - mean) ** 2;
        continue;
      }
      const z = (logTime[row]! - mean) / sigma;
      const hazard = hazardOf(z);
      const next = mean + sigma * hazard;
      moved = Math.max(moved, Math.abs(next - expected[row]!));
      expected[row] = next;
      squares += sigma * sigma * (1 + z * hazard - hazard * hazard) + (next - mean) ** 2;
    }
    const nextSigma = Math.max(1e-6, Math.sqrt(squares / Math.max(1, n)));
    moved = Math.max(moved, Math.abs(nextSigma - sigma));
    sigma = nextSigma;
    if (moved < TOLERANCE && round > 3) break;
  }
  const parameters = used(count) + used(inStratum) - 1;
  const unbiased = sigma * Math.sqrt(n / Math.max(1, n - parameters));
  centre(effect, count, level, n);
  const standardError = standardErrors(rows, meanOf, unbiased, count);
  return { effect, standardError, rows: count, sigma: unbiased };
}

/** Hazard of the standard normal: density ÷ survival, stable in the tail. */
function hazardOf(z: number): number {
  if (z > 30) return z + 1 / z;
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) / Math.max(1e-300, 1 - normalCdf(z));
}

function standardErrors(
  { logTime, ended, group, stratum, cluster, groups, strata }: CensoredRows,
  meanOf: (row: number) => number,
  sigma: number,
  count: Uint32Array,
): Float64Array {
  const n = logTime.length;
  const own = new Float64Array(groups);
  const ofStratum = new Float64Array(strata);
  const cells = new Map<number, number>();
  const squares = new Float64Array(groups);
  const together = new Map<number, { sum: number; squares: number; rows: number }>();
  for (let row = 0; row < n; row++) {
    const z = (logTime[row]! - meanOf(row)) / sigma;
    const hazard = ended[row] === 1 ? z : hazardOf(z);
    const weight = ended[row] === 1 ? 1 : Math.max(0, hazard * (hazard - z));
    own[group[row]!]! += weight;
    ofStratum[stratum[row]!]! += weight;
    const cell = group[row]! * strata + stratum[row]!;
    cells.set(cell, (cells.get(cell) ?? 0) + weight);
    squares[group[row]!]! += hazard * hazard;
    const key = group[row]! * n + cluster[row]!;
    const scores = together.get(key) ?? { sum: 0, squares: 0, rows: 0 };
    scores.sum += hazard;
    scores.squares += hazard * hazard;
    scores.rows++;
    together.set(key, scores);
  }
  const information = Array.from({ length: groups }, (_, g) => {
    const line = new Float64Array(groups);
    line[g] = own[g]! + 1e-9;
    return line;
  });
  const byStratum = Map.groupBy(cells, ([cell]) => cell % strata);
  for (const [k, members] of byStratum) {
    for (const [one, weight] of members) {
      for (const [other, otherWeight] of members) {
        information[Math.floor(one / strata)]![Math.floor(other / strata)]! -= (weight * otherWeight) / ofStratum[k]!;
      }
    }
  }
  // Effects are told relative to all, so that a common part of all of them is free: any value of it does.
  const scale = own.reduce((sum, value) => sum + value, 0) / Math.max(1, groups) ** 2 || 1;
  for (const line of information) for (let g = 0; g < groups; g++) line[g]! += scale;
  const inverse = inverted(information);
  const shares = Float64Array.from(count, (rows) => rows / Math.max(1, n));
  const towards = inverse.map((line) => line.reduce((sum, value, g) => sum + value * shares[g]!, 0));
  const all = towards.reduce((sum, value, g) => sum + value * shares[g]!, 0);

  // How much more the scores of a cluster scatter together than apart, over all groups.
  let [clustered, apart] = [0, 0];
  for (const { sum, squares: own2 } of together.values()) {
    clustered += sum * sum;
    apart += own2;
  }
  const design = apart === 0 ? 1 : Math.max(1, clustered / apart);
  return Float64Array.from(count, (rows, g) => {
    if (rows === 0) return Number.POSITIVE_INFINITY;
    const variance = sigma * sigma * (inverse[g]![g]! - 2 * towards[g]! + all);
    const scatter = own[g]! === 0 ? 1 : Math.max(1, (squares[g]! / own[g]!) * (rows / Math.max(1, rows - 1)));
    return Math.sqrt(Math.max(0, variance) * design * scatter);
  });
}

function countsOf(codes: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const code of codes) counts[code]! += 1;
  return counts;
}

function used(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
}

function averageBy(into: Float64Array, codes: Uint32Array, counts: Uint32Array, of: (row: number) => number): void {
  into.fill(0);
  for (let row = 0; row < codes.length; row++) into[codes[row]!]! += of(row);
  for (let code = 0; code < into.length; code++) into[code] = counts[code] === 0 ? 0 : into[code]! / counts[code]!;
}

function centre(effect: Float64Array, count: Uint32Array, level: Float64Array, n: number): void {
  const mean = effect.reduce((sum, value, group) => sum + value * count[group]!, 0) / Math.max(1, n);
  for (let group = 0; group < effect.length; group++) effect[group]! -= mean;
  for (let stratum = 0; stratum < level.length; stratum++) level[stratum]! += mean;
}

function spreadOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length));
}

/** Gauss and Jordan, with the largest pivot of each column. */
function inverted(matrix: readonly Float64Array[]): Float64Array[] {
  const size = matrix.length;
  const left = matrix.map((line) => Float64Array.from(line));
  const right = matrix.map((_, row) => {
    const line = new Float64Array(size);
    line[row] = 1;
    return line;
  });
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(left[row]![column]!) > Math.abs(left[pivot]![column]!)) pivot = row;
    }
    [left[column], left[pivot]] = [left[pivot]!, left[column]!];
    [right[column], right[pivot]] = [right[pivot]!, right[column]!];
    const divisor = left[column]![column]! || 1e-12;
    for (let i = 0; i < size; i++) {
      left[column]![i]! /= divisor;
      right[column]![i]! /= divisor;
    }
    for (let row = 0; row < size; row++) {
      const factor = left[row]![column]!;
      if (row === column || factor === 0) continue;
      for (let i = 0; i < size; i++) {
        left[row]![i]! -= factor * left[column]![i]!;
        right[row]![i]! -= factor * right[column]![i]!;
      }
    }
  }
  return right;
}
