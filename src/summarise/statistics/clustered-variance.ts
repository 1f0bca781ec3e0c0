/** Which cluster each row belongs to: whole numbers below `count`. */
export interface Clusters {
  readonly codes: Uint32Array;
  readonly count: number;
}

/**
 * What makes rows alike: the local day of opening (asking) in the team's zone, closed days joined to the next open day;
 * and the customer (a row without one is a cluster of its own).
 */
export interface DayAndCustomer {
  readonly day: Clusters;
  readonly customer: Clusters;
}

/** The variance of an estimate, and the degrees of freedom of the Student's t that goes with it. */
export interface RobustVariance {
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

interface Part {
  readonly variance: number;
  /** G = n² ÷ Σ n_g². */
  readonly clustersInEffect: number;
}

/**
 * The variance of an estimate from the influence of each row on it, where the rows of one day and those of one customer
 * may come together: the largest of independent, by day, by customer, and by both (day + customer − independent; Cameron,
 * Gelbach and Miller 2011), so that it is never below the independent one. Each part is Σ (sum of a cluster)² × G ÷
 * (G − levels) with G − levels degrees of freedom; G = n² ÷ Σ n_g² counts the clusters in effect. The degrees of "both" are Satterthwaite's (1946).
 *
 * `levels` is how many levels the influences were centred on: 1 for a figure, 2 for the difference of two windows. Rows
 * without influence count nowhere. Null where clusters are too few to tell (no more in effect than levels).
 */
export function robustVariance(
  influences: Float64Array,
  clusters: DayAndCustomer,
  levels: 1 | 2 = 1,
): RobustVariance | null {
  let [n, squares] = [0, 0];
  for (const influence of influences) {
    if (influence === 0) continue;
    n++;
    squares += influence * influence;
  }
  const parts = [clusters.day, clusters.customer].map((each) => clusterPart(influences, each, n, levels));
  const [day, customer] = parts as [Part | null, Part | null];
  if (n <= levels || day === null || customer === null) return null;
  const [dayDegrees, customerDegrees] = [day.clustersInEffect - levels, customer.clustersInEffect - levels];
  const independent = (squares * n) / (n - levels);
  const both = day.variance + customer.variance - independent;
  const spread = day.variance ** 2 / dayDegrees + customer.variance ** 2 / customerDegrees;
  const candidates: RobustVariance[] = [
    { variance: independent, degreesOfFreedom: n - levels },
    { variance: day.variance, degreesOfFreedom: dayDegrees },
    { variance: customer.variance, degreesOfFreedom: customerDegrees },
    { variance: both, degreesOfFreedom: both ** 2 / spread },
  ];
  const largest = candidates.reduce((best, each) => (each.variance > best.variance ? each : best));
  return { variance: largest.variance, degreesOfFreedom: Math.max(1, largest.degreesOfFreedom) };
}

function clusterPart(influences: Float64Array, { codes, count }: Clusters, n: number, levels: number): Part | null {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (let row = 0; row < influences.length; row++) {
    const influence = influences[row]!;
    if (influence === 0) continue;
    const code = codes[row]!;
    sums[code]! += influence;
    sizes[code]! += 1;
  }
  let [squares, sizeSquares] = [0, 0];
  for (let g = 0; g < count; g++) {
    squares += sums[g]! * sums[g]!;
    sizeSquares += sizes[g]! * sizes[g]!;
  }
  const clustersInEffect = (n * n) / sizeSquares;
  if (!(clustersInEffect > levels + 1e-9)) return null;
  return { variance: (squares * clustersInEffect) / (clustersInEffect - levels), clustersInEffect };
}

/** How many clusters of equal size would be as good: n² ÷ Σ n_g². 0 without rows. */
export function clustersInEffect({ codes, count }: Clusters): number {
  const sizes = new Float64Array(count);
  for (const code of codes) sizes[code]! += 1;
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  return squares === 0 ? 0 : (codes.length * codes.length) / squares;
}
