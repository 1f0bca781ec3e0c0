import { z } from 'zod';
import { UNIT_NAMES, UNITS, type Unit } from '../../model/catalogue.ts';
import { Interval, Label } from '../schema.ts';
import { benjaminiHochberg, differenceOf, wilsonInterval } from '../statistics/comparisons.ts';

/** The share of false alarms that is put up with among the figures of customer success that are said to have changed. */
export const SIGNIFICANCE = 0.05;

/** One number that a figure is made of. */
export const KpiInput = z.object({
  name: z.string().describe('what it is'),
  value: z.number().nullable().describe('how much; null where it is not known'),
});
export type KpiInput = z.infer<typeof KpiInput>;

/** One figure of a window with everything needed to check it. `value` is null exactly when `missing` says why. */
export const Kpi = z.object({
  key: z.string().describe('which figure, as a word that stays the same'),
  label: Label,
  group: z
    .string()
    .nullable()
    .describe('which one, where there are several of a kind: a milestone, a feature, a period, a scale'),
  currency: z
    .string()
    .nullable()
    .describe('ISO 4217; null for what is no money, and for money whose currency nobody says'),
  unit: z.enum(UNIT_NAMES).describe(UNIT_NAMES.map((name) => `${name}: ${UNITS[name].means}`).join('; ')),
  formula: z.string().describe('how it is made, in words'),
  n: z.number().describe('how many answers, accounts, orders … it is over'),
  value: z.number().nullable().describe('the figure; null exactly when `missing` says why'),
  interval: Interval.describe('95%; null where none is made'),
  inputs: z.array(KpiInput).describe('the numbers it is made of'),
  missing: z.string().nullable().describe('why there is no value: what it needs, or that there are too few'),
  notes: z.array(z.string()).describe('what to know before trusting it'),
  previous: z
    .object({ value: z.number().describe('the figure then'), n: z.number().describe('how many it was over then') })
    .nullable()
    .describe('the same of the window before; null where that has none'),
  difference: z.number().nullable().describe('value less the one of the window before; null where either is missing'),
  differenceInterval: Interval.describe('95% interval of the difference; null where none can be told'),
  pAdjusted: z
    .number()
    .nullable()
    .describe(
      'after the correction for all figures together (Benjamini-Hochberg); null where the difference has no interval',
    ),
  significant: z.boolean().describe('whether the difference is beyond chance after that correction'),
});
export type Kpi = z.infer<typeof Kpi>;

/** What a figure is, whatever the window. */
export interface FigureKind {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly formula: string;
}

/** Which one of its kind. */
export interface FigureOf {
  readonly group?: string;
  readonly currency?: string | null;
}

/** A figure of one window, before it is compared with another. */
export type Figure = Omit<Kpi, 'previous' | 'difference' | 'differenceInterval' | 'pAdjusted' | 'significant'>;

/** A figure that is there. A value that is no finite number is a fault of ours, not a figure. */
export function known(
  kind: FigureKind,
  found: FigureOf & {
    readonly n: number;
    readonly value: number;
    readonly interval?: readonly [number, number] | null;
    readonly inputs: Readonly<Record<string, number | null>>;
    readonly notes?: readonly string[];
  },
): Figure {
  if (!Number.isFinite(found.value)) throw new Error(`${kind.key}: ${found.value} is no figure`);
  return {
    ...baseOf(kind, found, found.n, found.inputs, found.notes),
    value: found.value,
    interval: found.interval ? [found.interval[0], found.interval[1]] : null,
    missing: null,
  };
}

/** A figure that is not there, and why, in a sentence that follows "not available, …". */
export function unavailable(
  kind: FigureKind,
  why: string,
  found: FigureOf & {
    readonly n?: number;
    readonly inputs?: Readonly<Record<string, number | null>>;
    readonly notes?: readonly string[];
  } = {},
): Figure {
  return {
    ...baseOf(kind, found, found.n ?? 0, found.inputs ?? {}, found.notes),
    value: null,
    interval: null,
    missing: `not available, ${why}`,
  };
}

/** Why a figure of fewer than the minimum is withheld. */
export function tooFew(n: number, minimum: number, things: string): string {
  return `too few ${things} (${n}, at least ${minimum})`;
}

/**
 * A share in percent with its Wilson interval (Wilson 1927), withheld below the minimum. A count above its base (accounts
 * that joined and left in between) has no interval.
 *
 * @example share(kind, { positive: 5, n: 100, minimum: 5, things: 'orders' }).value // => 5
 */
export function share(
  kind: FigureKind,
  found: FigureOf & {
    readonly positive: number;
    readonly n: number;
    readonly minimum: number;
    readonly things: string;
    readonly inputs: Readonly<Record<string, number | null>>;
    readonly notes?: readonly string[];
  },
): Figure {
  const { positive, n, minimum, things } = found;
  if (n < Math.max(1, minimum)) return unavailable(kind, tooFew(n, Math.max(1, minimum), things), found);
  const interval = positive > n ? null : wilsonInterval(positive, n);
  return known(kind, {
    ...found,
    value: (100 * positive) / n,
    interval: interval === null ? null : [100 * interval[0], 100 * interval[1]],
  });
}

function baseOf(
  { key, label, unit, formula }: FigureKind,
  { group, currency }: FigureOf,
  n: number,
  inputs: Readonly<Record<string, number | null>>,
  notes: readonly string[] = [],
) {
  return {
    key,
    label,
    group: group ?? null,
    currency: currency ?? null,
    unit,
    formula,
    n,
    inputs: Object.entries(inputs).map(([name, value]) => ({ name, value })),
    notes: [...notes],
  };
}

/** Figures over the past that reach beyond the window: two windows share most of it, and the difference is not tested. */
const REACHES_BACK = new Set(['time_to_value', 'clv_realised']);

/**
 * What carries no word of change: times of those that ended in a window, for a desk that leaves its long work alone would be
 * faster; and days of use a week, for two windows have not as many working days.
 */
const UNTESTED = /^resolution_|^usage_frequency$/;

/**
 * Lays the figures of a window beside those of the window before, with the interval of the difference where both have one
 * (MOVER: Zou and Donner 2008), and the p of all of them corrected together (Benjamini-Hochberg).
 */
export function compareFigures(current: readonly Figure[], previous: readonly Figure[]): Kpi[] {
  const before = new Map(previous.map((figure) => [nameOf(figure), figure]));
  const pairs = current.map((figure) => {
    const past = before.get(nameOf(figure));
    const known = past === undefined || past.value === null ? null : { value: past.value, n: past.n };
    return { figure, past: known, tested: past === undefined ? null : testedDifference(figure, past) };
  });
  const adjusted = benjaminiHochberg(pairs.map(({ tested }) => tested?.p ?? null));
  return pairs.map(({ figure, past, tested }, index) => {
    const pAdjusted = adjusted[index]!;
    return {
      ...figure,
      previous: past,
      difference: figure.value === null || past === null ? null : figure.value - past.value,
      differenceInterval: tested === null ? null : [tested.interval[0], tested.interval[1]],
      pAdjusted,
      significant: pAdjusted !== null && pAdjusted <= SIGNIFICANCE,
    };
  });
}

function nameOf({ key, group, currency }: Figure): string {
  return JSON.stringify([key, group, currency]);
}

function testedDifference(current: Figure, previous: Figure) {
  if (current.value === null || previous.value === null) return null;
  if (current.interval === null || previous.interval === null) return null;
  if (REACHES_BACK.has(current.key) || UNTESTED.test(current.key) || current.group?.startsWith('last ')) return null;
  return differenceOf(
    { value: current.value, interval: current.interval },
    { value: previous.value, interval: previous.interval },
  );
}
