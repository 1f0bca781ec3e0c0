import { SIGNIFICANCE } from '../outcomes/verdict.ts';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.ts';
import { differenceOf } from '../statistics/difference.ts';
import type { Figure, Kpi } from './figure.ts';

/** Figures over the past that reach beyond the window: two windows share most of it, and the difference is not tested. */
const REACHES_BACK = new Set(['time_to_value', 'clv_realised']);

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
  if (REACHES_BACK.has(current.key) || current.group?.startsWith('last ')) return null;
  return differenceOf(
    { value: current.value, interval: current.interval },
    { value: previous.value, interval: previous.interval },
  );
}
