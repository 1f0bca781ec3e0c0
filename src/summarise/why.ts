/** One solved ticket as the split sees it. */
export interface SplitTicket {
  /** Its value in each dimension, in the order of the dimensions; null is "no value". */
  readonly values: readonly (string | null)[];
  /** Its time by cause, ms, in one order; their sum is the time that is explained. */
  readonly causesMs: readonly number[];
  /** It was already old when its window began. */
  readonly wasOld: boolean;
}

/** A share of the difference of two means; ms, the sum of all is the difference. */
export interface DifferencePart {
  readonly kind: 'mix' | 'within' | 'backlog';
  /** Of a mix: the place of the dimension and the value whose share moved. */
  readonly dimension: number | null;
  readonly value: string | null;
  /** Of a mix: the values that too few tickets have in either window, together. */
  readonly isPooled: boolean;
  /** Of `within`: the place of the cause. */
  readonly cause: number | null;
  readonly ms: number;
  /** How many tickets had that value (were old); of `within`, all. */
  readonly tickets: number;
  readonly previousTickets: number;
}

export interface SplitDifference {
  readonly differenceMs: number;
  readonly parts: readonly DifferencePart[];
}

/** A cell is compared with itself from as many tickets on in both windows. */
const MIN_CELL = 5;
/** An old backlog was cleared where as many of the solved tickets were old, and so large a share. */
const OLD_TICKETS = 5;
const OLD_SHARE = 0.1;

type Windows = readonly [now: readonly SplitTicket[], before: readonly SplitTicket[]];

/**
 * Why the mean of one window differs from the one before, split exactly: mix (the shares of facts fixed before the work
 * moved) and, within alike tickets, each cause (Kitagawa 1955, E. M., "Components of a difference between two rates",
 * JASA 50, with the mean of both windows' shares and means as weights). Dimensions nest in their order: within a
 * category the priorities are split, and so on, so that the parts add up. Old tickets that one window cleared stand
 * apart: leaving them out of both windows tells what they did to the difference. Whole ms; the largest remainders take
 * what rounding leaves. Null where a window has nothing.
 */
export function splitDifference(
  now: readonly SplitTicket[],
  before: readonly SplitTicket[],
  dimensions: number,
  causes: number,
): SplitDifference | null {
  if (now.length === 0 || before.length === 0) return null;
  const differenceMs = Math.round(meanOf(now) - meanOf(before));
  const parts: DifferencePart[] = [];
  let rest: Windows = [now, before];
  if (isCleared(now) || isCleared(before)) {
    const young: Windows = [now.filter(({ wasOld }) => !wasOld), before.filter(({ wasOld }) => !wasOld)];
    if (young[0].length >= MIN_CELL && young[1].length >= MIN_CELL) {
      const ms = meanOf(now) - meanOf(young[0]) - (meanOf(before) - meanOf(young[1]));
      parts.push({
        kind: 'backlog',
        dimension: null,
        value: null,
        isPooled: false,
        cause: null,
        ms,
        tickets: now.length - young[0].length,
        previousTickets: before.length - young[1].length,
      });
      rest = young;
    }
  }
  const within = new Array<number>(causes).fill(0);
  const mix: MixPart[] = [];
  splitNode(rest, 0, 1, dimensions, mix, within);
  parts.push(...together(mix, rest));
  for (const [cause, ms] of within.entries()) {
    parts.push({
      kind: 'within',
      dimension: null,
      value: null,
      isPooled: false,
      cause,
      ms,
      tickets: rest[0].length,
      previousTickets: rest[1].length,
    });
  }
  const rounded = roundedToSum(
    parts.map(({ ms }) => ms),
    differenceMs,
  );
  return {
    differenceMs,
    parts: parts.map((part, index) => ({ ...part, ms: rounded[index]! })).filter(({ ms }) => ms !== 0),
  };
}

/** Whether enough of a window's solved tickets were old for a backlog to have been cleared. */
function isCleared(tickets: readonly SplitTicket[]): boolean {
  const old = tickets.filter(({ wasOld }) => wasOld).length;
  return old >= OLD_TICKETS && old >= OLD_SHARE * tickets.length;
}

type MixPart = DifferencePart & { readonly kind: 'mix'; readonly dimension: number };

function splitNode(
  [now, before]: Windows,
  dimension: number,
  weight: number,
  dimensions: number,
  mix: MixPart[],
  within: number[],
): void {
  if (dimension === dimensions) {
    for (let cause = 0; cause < within.length; cause++) {
      within[cause]! += weight * (meanOfCause(now, cause) - meanOfCause(before, cause));
    }
    return;
  }
  const middle = (meanOf(now) + meanOf(before)) / 2;
  for (const { value, windows } of cellsOf([now, before], dimension)) {
    const share = windows[0].length / now.length;
    const previousShare = windows[1].length / before.length;
    mix.push({
      kind: 'mix',
      dimension,
      value: value ?? null,
      isPooled: value === undefined,
      cause: null,
      ms: weight * (share - previousShare) * ((meanOf(windows[0]) + meanOf(windows[1])) / 2 - middle),
      tickets: windows[0].length,
      previousTickets: windows[1].length,
    });
    splitNode(windows, dimension + 1, (weight * (share + previousShare)) / 2, dimensions, mix, within);
  }
}

/** One part for each value of a dimension, in whatever cells of the dimensions before it, with all tickets of that value. */
function together(parts: readonly MixPart[], [now, before]: Windows): MixPart[] {
  const having = (tickets: readonly SplitTicket[], { dimension, value }: MixPart) =>
    tickets.filter(({ values }) => values[dimension] === value).length;
  const byValue = Map.groupBy(parts, ({ dimension, value, isPooled }) => JSON.stringify([dimension, value, isPooled]));
  return [...byValue.values()].map((same) => {
    const [first] = same as [MixPart, ...MixPart[]];
    return {
      ...first,
      ms: same.reduce((sum, { ms }) => sum + ms, 0),
      tickets: first.isPooled ? same.reduce((sum, { tickets }) => sum + tickets, 0) : having(now, first),
      previousTickets: first.isPooled
        ? same.reduce((sum, { previousTickets }) => sum + previousTickets, 0)
        : having(before, first),
    };
  });
}

interface Cell {
  /** Undefined: what was pooled. */
  readonly value: string | null | undefined;
  readonly windows: Windows;
}

/** The tickets of a node by one dimension; cells that are too small in either window are pooled, and take the smallest others until both have enough. */
function cellsOf([now, before]: Windows, dimension: number): Cell[] {
  const byValue = Map.groupBy(now, ({ values }) => values[dimension]!);
  const beforeByValue = Map.groupBy(before, ({ values }) => values[dimension]!);
  const all = [...new Set([...byValue.keys(), ...beforeByValue.keys()])]
    .map((value): Cell & { readonly least: number } => {
      const windows: Windows = [byValue.get(value) ?? [], beforeByValue.get(value) ?? []];
      return { value, windows, least: Math.min(windows[0].length, windows[1].length) };
    })
    .sort((a, b) => b.least - a.least || ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
  const kept = all.filter(({ least }) => least >= MIN_CELL);
  const pooled: Cell[] = all.filter(({ least }) => least < MIN_CELL);
  const size = (place: 0 | 1) => pooled.reduce((sum, { windows }) => sum + windows[place].length, 0);
  while (pooled.length > 0 && (size(0) < MIN_CELL || size(1) < MIN_CELL) && kept.length > 0) pooled.push(kept.pop()!);
  if (pooled.length === 0) return kept;
  return [
    ...kept,
    {
      value: undefined,
      windows: [pooled.flatMap(({ windows }) => windows[0]), pooled.flatMap(({ windows }) => windows[1])],
    },
  ];
}

function meanOf(tickets: readonly SplitTicket[]): number {
  let sum = 0;
  for (const { causesMs } of tickets) for (const ms of causesMs) sum += ms;
  return sum / tickets.length;
}

function meanOfCause(tickets: readonly SplitTicket[], cause: number): number {
  let sum = 0;
  for (const { causesMs } of tickets) sum += causesMs[cause]!;
  return sum / tickets.length;
}

/** Whole numbers nearest to the values whose sum is the total: those with the largest remainders are rounded up. */
export function roundedToSum(values: readonly number[], total: number): number[] {
  const floors = values.map(Math.floor);
  const missing = total - floors.reduce((sum, value) => sum + value, 0);
  const order = values.map((value, index) => ({ index, remainder: value - floors[index]! }));
  order.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let i = 0; i < missing; i++) floors[order[i % order.length]!.index]! += 1;
  return floors;
}
