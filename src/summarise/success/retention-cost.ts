import type { Cost } from '../../model/account.ts';
import type { Period } from '../../model/window.ts';
import { type AccountLives, isActiveBefore } from '../outcomes/accounts.ts';
import { isWithin } from '../rows.ts';
import { type Figure, type FigureKind, known, unavailable } from './figure.ts';
import { grossMargin, levelBefore, NEEDS_MARGIN, type RevenueLine } from './revenue-levels.ts';

const CRC: FigureKind = {
  key: 'crc',
  label: 'Retention cost (CRC)',
  unit: 'money',
  formula: 'retention cost of the window ÷ accounts that paid at its start and at its end',
};
const CRC_MARGIN: FigureKind = {
  key: 'crc_to_margin',
  label: 'CRC against margin',
  unit: 'percent',
  formula:
    'retention cost ÷ (MRR of retained accounts at the end × months × gross margin) × 100; under 100 pays for itself',
};

/**
 * What keeping customers costs: per retained account, and against the gross margin that the retained accounts brought in
 * the window (plain accounting ratios; "retained" is that of the retention rate). A currency at a time.
 */
export function retentionCostFigures(input: {
  readonly window: Period;
  readonly months: number;
  readonly lives: AccountLives;
  readonly lines: readonly RevenueLine[];
  readonly costs: readonly Cost[];
}): Figure[] {
  const { window, lives } = input;
  const spent = input.costs.filter(({ kind, at }) => kind === 'retention' && isWithin(at, window));
  if (spent.length === 0) {
    const why = 'needs what was spent on keeping customers in this window (costs.csv with kind retention)';
    return [CRC, CRC_MARGIN].map((kind) => unavailable(kind, why));
  }
  const retained = new Set<string>();
  for (const [key, subscriptions] of lives.byAccount) {
    if (isActiveBefore(subscriptions, window.fromAt) && isActiveBefore(subscriptions, window.toAt)) retained.add(key);
  }
  const byCurrency = Map.groupBy(spent, ({ currency }) => currency ?? null);
  return [...byCurrency].flatMap(([currency, costs]) => {
    let cost = 0;
    for (const { amountMinor } of costs) cost += amountMinor;
    return figuresOf(input, currency, cost, retained);
  });
}

function figuresOf(
  input: Parameters<typeof retentionCostFigures>[0],
  currency: string | null,
  cost: number,
  retained: ReadonlySet<string>,
): Figure[] {
  const n = retained.size;
  if (n === 0) {
    const why = 'needs accounts that paid at the start and at the end of the window (subscriptions)';
    return [CRC, CRC_MARGIN].map((kind) => unavailable(kind, why, { currency, inputs: { 'retention cost': cost } }));
  }
  const lines = input.lines.filter((line) => line.currency === currency);
  const costs = input.costs.filter((each) => (each.currency ?? null) === currency);
  let kept = 0;
  for (const line of lines) if (retained.has(line.accountKey)) kept += levelBefore(line, input.window.toAt);
  const margin = grossMargin({ ...input, lines, costs });
  const perAccount = known(CRC, {
    currency,
    n,
    value: cost / n,
    inputs: { 'retention cost': cost, 'retained accounts': n },
  });
  const inputs = {
    'retention cost': cost,
    'MRR of retained accounts': kept,
    'months in the window': input.months,
    'gross margin in percent': margin === undefined ? null : 100 * margin,
  };
  if (margin === undefined) return [perAccount, unavailable(CRC_MARGIN, NEEDS_MARGIN, { currency, n, inputs })];
  const marginKept = kept * input.months * margin;
  if (marginKept <= 0) {
    return [perAccount, unavailable(CRC_MARGIN, 'the retained accounts brought no margin', { currency, n, inputs })];
  }
  return [perAccount, known(CRC_MARGIN, { currency, n, value: (100 * cost) / marginKept, inputs })];
}
