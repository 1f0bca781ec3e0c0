import type { MeasuredColumns } from '../../model/columns.ts';
import { standings } from '../outcomes/fifths.ts';
import { keyAt } from '../ticket-rows.ts';

/** What an account went through with support: how slow each ticket was for its tier, and what it said of it. */
export interface SupportExperience {
  readonly ticketsOf: ReadonlyMap<string, readonly { readonly at: number; readonly slowness: number }[]>;
  readonly answersOf: ReadonlyMap<string, readonly { readonly at: number; readonly positive: boolean }[]>;
}

/**
 * The support that accounts had: each finally solved ticket at its solution, with where its net time stands among the
 * tickets of its tier (ridits, 0 fastest, 1 slowest), so that complex work does not pass for slow support.
 */
export function supportExperience(
  sets: readonly MeasuredColumns[],
  accountOf: (columns: MeasuredColumns, row: number) => string | null,
  answers: readonly { readonly accountKey: string; readonly at: number; readonly positive: boolean }[],
): SupportExperience {
  const tiers = new Map<string | null, { accountKey: string; at: number; netMs: number }[]>();
  for (const columns of sets) {
    for (let row = 0; row < columns.n; row++) {
      const netMs = columns.finalResolution.net[row]!;
      if (Number.isNaN(netMs)) continue;
      const accountKey = accountOf(columns, row);
      if (accountKey === null) continue;
      const tier = keyAt(columns.tier, row);
      const ticket = { accountKey, at: columns.finalSolvedAt[row]!, netMs };
      const list = tiers.get(tier);
      if (list === undefined) tiers.set(tier, [ticket]);
      else list.push(ticket);
    }
  }
  const tickets = [...tiers.values()].flatMap((list) => {
    const places = standings(list.map(({ netMs }) => netMs));
    return list.map(({ accountKey, at }, index) => ({ accountKey, at, slowness: places[index]! }));
  });
  return {
    ticketsOf: Map.groupBy(tickets, ({ accountKey }) => accountKey),
    answersOf: Map.groupBy(answers, ({ accountKey }) => accountKey),
  };
}

/** How slow an account's tickets solved in `[fromAt, toAt)` were on average; undefined without any. */
export function slownessIn(
  { ticketsOf }: SupportExperience,
  accountKey: string,
  fromAt: number,
  toAt: number,
): number | undefined {
  let [sum, n] = [0, 0];
  for (const { at, slowness } of ticketsOf.get(accountKey) ?? []) {
    if (at < fromAt || at >= toAt) continue;
    sum += slowness;
    n += 1;
  }
  return n === 0 ? undefined : sum / n;
}

/** Whether every answer of an account in `[fromAt, toAt)` was positive; undefined without any. */
export function satisfiedIn(
  { answersOf }: SupportExperience,
  accountKey: string,
  fromAt: number,
  toAt: number,
): boolean | undefined {
  const own = (answersOf.get(accountKey) ?? []).filter(({ at }) => at >= fromAt && at < toAt);
  return own.length === 0 ? undefined : own.every(({ positive }) => positive);
}
