import type { Tier } from '../../src/model/catalogue.ts';
import { MS_PER_HOUR } from '../../src/model/time.ts';

/**
 * Every effect that the simulated company has, so that what the product finds can be held against what is so. What is
 * not in this table has no effect: agents differ in nothing else, and neither channel, priority nor desk changes how
 * satisfied a customer is. Desks do differ in their hours, holidays and customers' zones, which moves the net times of
 * all their agents by some percent: no fault of theirs, and too little to show in a company of usual size.
 */
export const PLANTED = {
  /** Median of a ticket's own working time, in ms, when an ordinary agent solves it; the spread is lognormal. */
  workMedianMs: {
    simple: 1.2 * MS_PER_HOUR,
    moderate: 4 * MS_PER_HOUR,
    complex: 16 * MS_PER_HOUR,
  } satisfies Record<Tier, number>,
  /** Standard deviation of the logarithm of the working time, the same for all. */
  workSigma: 0.6,
  /** Share of the tickets of each tier. */
  tierShare: { simple: 0.5, moderate: 0.3, complex: 0.2 } satisfies Record<Tier, number>,

  /** One agent needs this many times the working time for the same work. */
  slowAgentFactor: 1.6,
  /** One agent needs this share of it. */
  fastAgentFactor: 0.6,
  /** One agent works as fast as all others, but is given this many times as many tickets of each tier. */
  hardWorkWeight: { simple: 0.15, moderate: 0.6, complex: 5 } satisfies Record<Tier, number>,

  /** Share of satisfied answers of customers whose ticket was not slow. */
  satisfied: { simple: 0.9, moderate: 0.86, complex: 0.84 } satisfies Record<Tier, number>,
  /** A ticket is slow when its net resolution time is above this. */
  slowComplexNetMs: 150 * MS_PER_HOUR,
  /** How much a slow complex ticket lowers the share of satisfied answers. */
  slowComplexSatisfiedLoss: 0.35,
  /** How much a slow simple or moderate ticket lowers it: exactly nothing. */
  slowSimpleSatisfiedLoss: 0,
  /** Share of surveys that are answered, whatever the answer. */
  answered: 0.45,

  /** Chance that an account cancels within a fortnight when none of its complex tickets was slow. */
  fortnightlyChurn: 0.008,
  /** How many times that is when all of its complex tickets of the last 90 days were slow; linear between. */
  slowComplexChurnFactor: 6,
  /** The days before a decision in which tickets count. */
  churnExposureDays: 90,
} as const;

/** The chance of a satisfied answer for a ticket of this tier and net resolution time, as planted. */
export function satisfiedChance(tier: Tier, netMs: number): number {
  const loss = tier === 'complex' ? PLANTED.slowComplexSatisfiedLoss : PLANTED.slowSimpleSatisfiedLoss;
  return PLANTED.satisfied[tier] - (isSlowComplex(tier, netMs) || tier !== 'complex' ? loss : 0);
}

/** Whether a ticket is one of the slow complex ones that cost satisfaction and accounts. */
export function isSlowComplex(tier: Tier, netMs: number): boolean {
  return tier === 'complex' && netMs > PLANTED.slowComplexNetMs;
}

/** The chance that an account cancels within a fortnight, by the slow share of its recent complex tickets. */
export function fortnightlyChurnChance(slowShare: number): number {
  return PLANTED.fortnightlyChurn * (1 + (PLANTED.slowComplexChurnFactor - 1) * slowShare);
}
