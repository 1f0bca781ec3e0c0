/** Lower and upper limit; both ends belong to it. */
export type Interval = readonly [lower: number, upper: number];

/** The confidence of every interval in the product. */
export const CONFIDENCE = 0.95;
