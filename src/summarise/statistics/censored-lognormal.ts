import { normalCdf } from './distributions.ts';

/** Times of one group in one stratum; a censored one lasted at least so long. */
export interface CensoredRows {
  /** Natural logarithms of the times. */
  readonly logTime: Float64Array;
  readonly ended: Uint8Array;
  readonly group: Uint32Array;
  readonly stratum: Uint32Array;
  /** Ways in which rows may come together, such as by day and by customer: a number of the cluster for each row. */
  readonly clusters: readonly Uint32Array[];
  readonly groups: number;
  readonly strata: number;
}

/** Effects of groups on the logarithm of time, each relative to all rows of the strata that the group has rows of. */
export interface GroupEffects {
  readonly effect: Float64Array;
  /** Its standard error; infinite where nothing tells the group from its strata. */
  readonly standardError: Float64Array;
  readonly rows: Uint32Array;
  /** How many rows that come together tell as much as one that does not: 1 where they do not. */
  readonly design: Float64Array;
  /** The standard deviation within groups and strata. */
  readonly sigma: number;
}

const MOST_ROUNDS = 300;
const TOLERANCE = 1e-8;

/**
 * Fits logTime = stratum + group + error with normal errors, censored rows counted by what they have lasted: maximum
 * likelihood by EM (Dempster, Laird and Rubin 1977, example 4.3; R: `survreg(Surv(t, ended) ~ group + stratum, dist =
 * "lognormal")`). An effect is the group's own less the mean over the rows of its strata, each as often as the group has
 * rows of it: groups that share no stratum, by themselves or by others, are not compared. Standard errors are of the
 * observed information with strata profiled out, widened where a group scatters more than all do, or rows come together.
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
  const weights = contrasts(rows, count, inStratum);
  const { standardError, design } = standardErrors(rows, meanOf, unbiased, count, weights);
  const relative = Float64Array.from(weights, (line) => line.reduce((sum, weight, g) => sum + weight * effect[g]!, 0));
  return { effect: relative, standardError, rows: count, design, sigma: unbiased };
}

/** Hazard of the standard normal: density ÷ survival, stable in the tail. */
function hazardOf(z: number): number {
  if (z > 30) return z + 1 / z;
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) / Math.max(1e-300, 1 - normalCdf(z));
}

/** For each group the weights of all groups' effects in its own: 1 of itself, less the shares in the strata that it has rows of. */
function contrasts(
  { group, stratum, groups, strata }: CensoredRows,
  count: Uint32Array,
  inStratum: Uint32Array,
): Float64Array[] {
  const cells = new Map<number, number>();
  for (const [row, g] of group.entries()) {
    const cell = stratum[row]! * groups + g;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  const members = Array.from({ length: strata }, (): { g: number; n: number }[] => []);
  for (const [cell, n] of cells) members[Math.floor(cell / groups)]!.push({ g: cell % groups, n });
  const weights = Array.from({ length: groups }, (_, g) => {
    const line = new Float64Array(groups);
    line[g] = 1;
    return line;
  });
  for (const [k, own] of members.entries()) {
    for (const { g, n } of own) {
      for (const other of own) weights[g]![other.g]! -= (n / count[g]!) * (other.n / inStratum[k]!);
    }
  }
  return weights;
}

/** A number for each group, the same for groups that share a stratum, by themselves or by others. */
function componentsOf({ group, stratum, groups, strata }: CensoredRows): Uint32Array {
  const parent = Uint32Array.from({ length: groups + strata }, (_, index) => index);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root]!;
    parent[node] = root;
    return root;
  };
  for (const [row, g] of group.entries()) parent[rootOf(g)] = rootOf(groups + stratum[row]!);
  return Uint32Array.from({ length: groups }, (_, g) => rootOf(g));
}

function standardErrors(
  rows: CensoredRows,
  meanOf: (row: number) => number,
  sigma: number,
  count: Uint32Array,
  weights: readonly Float64Array[],
): { readonly standardError: Float64Array; readonly design: Float64Array } {
  const { logTime, ended, group, stratum, clusters, groups, strata } = rows;
  const n = logTime.length;
  const own = new Float64Array(groups);
  const ofStratum = new Float64Array(strata);
  const cells = new Map<number, number>();
  const squares = new Float64Array(groups);
  const scores = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const z = (logTime[row]! - meanOf(row)) / sigma;
    const hazard = ended[row] === 1 ? z : hazardOf(z);
    const weight = ended[row] === 1 ? 1 : Math.max(0, hazard * (hazard - z));
    own[group[row]!]! += weight;
    ofStratum[stratum[row]!]! += weight;
    const cell = group[row]! * strata + stratum[row]!;
    cells.set(cell, (cells.get(cell) ?? 0) + weight);
    squares[group[row]!]! += hazard * hazard;
    scores[row] = hazard;
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
  // Effects are told relative to others', so that a common part of those that are joined is free: any value of it does.
  const scale = own.reduce((sum, value) => sum + value, 0) / Math.max(1, groups) ** 2 || 1;
  const component = componentsOf(rows);
  for (const [g, line] of information.entries()) {
    for (let other = 0; other < groups; other++) if (component[g] === component[other]) line[other]! += scale;
  }
  const inverse = inverted(information);
  const designs = clusters.map((codes) => designOf(scores, group, codes, count));
  const design = Float64Array.from(count, (_, g) => designs.reduce((all, each) => all * each[g]!, 1));
  const standardError = Float64Array.from(count, (rows, g) => {
    const line = weights[g]!;
    if (rows === 0 || line.every((weight) => Math.abs(weight) < 1e-9)) return Number.POSITIVE_INFINITY;
    let variance = 0;
    for (let i = 0; i < groups; i++) {
      if (line[i] === 0) continue;
      for (let j = 0; j < groups; j++) variance += line[i]! * inverse[i]![j]! * line[j]!;
    }
    const scatter = own[g]! === 0 ? 1 : Math.max(1, (squares[g]! / own[g]!) * (rows / Math.max(1, rows - 1)));
    return Math.sqrt(Math.max(0, sigma * sigma * variance) * design[g]! * scatter);
  });
  return { standardError, design };
}

/**
 * How much more the scores of clusters scatter together than apart, over all groups (of one group's own clusters alone it
 * is hardly known); scores of a group sum to 0, so that few clusters hide some of it. Infinite where a group has one.
 */
function designOf(scores: Float64Array, group: Uint32Array, cluster: Uint32Array, count: Uint32Array): Float64Array {
  const clusters = cluster.reduce((most, code) => Math.max(most, code + 1), 0);
  const sums = new Map<number, { g: number; sum: number; squares: number }>();
  for (const [row, score] of scores.entries()) {
    const g = group[row]!;
    const key = g * clusters + cluster[row]!;
    const own = sums.get(key) ?? { g, sum: 0, squares: 0 };
    own.sum += score;
    own.squares += score * score;
    sums.set(key, own);
  }
  const many = new Uint32Array(count.length);
  for (const { g } of sums.values()) many[g]! += 1;
  let [together, apart] = [0, 0];
  for (const { g, sum, squares } of sums.values()) {
    if (many[g]! < 2) continue;
    together += sum * sum * (many[g]! / (many[g]! - 1));
    apart += squares * (count[g]! / Math.max(1, count[g]! - 1));
  }
  const common = apart === 0 ? 1 : Math.max(1, together / apart);
  return Float64Array.from(count, (rows, g) => (many[g] === 1 && rows > 1 ? Number.POSITIVE_INFINITY : common));
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
