/** Natural logarithm of the gamma function for x > 0 (Lanczos 1964, g = 7, nine terms; about 15 digits). */
export function lnGamma(x: number): number {
  const lanczos = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  let series = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) series += lanczos[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * Regularised incomplete beta function I_x(a, b), by Lentz' continued fraction (Numerical Recipes, 6.4).
 * R: `pbeta(x, a, b)`.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  const front = lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(front) * fraction) / a;
}

/**
 * Probability that a standard normal value is at most `z`: the series of Marsaglia (2004, "Evaluating the normal
 * distribution"), and the continued fraction of the tail beyond 6. R: `pnorm(z)`.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(z) > 6) {
    let tail = 0;
    for (let k = 60; k >= 1; k--) tail = k / (Math.abs(z) + tail);
    const upper = density === 0 ? 0 : density / (Math.abs(z) + tail);
    return z > 0 ? 1 - upper : upper;
  }
  let term = z;
  let sum = z;
  for (let i = 3; Math.abs(term) > 1e-18 && i < 500; i += 2) {
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * density;
}

/** Value below which a standard normal falls with probability `p` in (0, 1), by bisection of its distribution. R: `qnorm(p)`. */
export function normalQuantile(p: number): number {
  return invert(normalCdf, p, -40, 40);
}

/** Probability that Student's t with `df` degrees of freedom is at most `t`. R: `pt(t, df)`. */
export function studentCdf(t: number, df: number): number {
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Value below which Student's t with `df` >= 1 degrees of freedom falls with probability `p` in (0, 1). R: `qt(p, df)`. */
export function studentQuantile(p: number, df: number): number {
  if (df >= 200) return studentByNormal(normalQuantile(p), df);
  return invert((t) => studentCdf(t, df), p, -1e4, 1e4);
}

/** Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5); from 200 degrees of freedom exact to 10 digits. */
function studentByNormal(z: number, df: number): number {
  const z2 = z * z;
  const g1 = (z * (z2 + 1)) / 4;
  const g2 = (z * ((5 * z2 + 16) * z2 + 3)) / 96;
  const g3 = (z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / 384;
  const g4 = (z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945)) / 92_160;
  return z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df;
}

/** Probability of at most `k` heads in `n` throws of a fair coin. R: `pbinom(k, n, 0.5)`. */
export function fairCoinCdf(k: number, n: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return incompleteBeta(0.5, n - k, k + 1);
}

/** Where a growing function reaches `target`, to the last bits of a double. */
function invert(grows: (x: number) => number, target: number, low: number, high: number): number {
  let [below, above] = [low, high];
  for (let i = 0; i < 200; i++) {
    const middle = (below + above) / 2;
    if (middle === below || middle === above) break;
    if (grows(middle) < target) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** Lower and upper limit; both ends belong to it. */
export type Interval = readonly [lower: number, upper: number];

/** The confidence of every interval in the product. */
export const CONFIDENCE = 0.95;
