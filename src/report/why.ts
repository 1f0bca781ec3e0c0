import { CAUSE_NAMES, CAUSES, type Cause } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredColumns } from '../model/measurement.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { keyAt } from '../summarise/rows.ts';
import { type DifferencePart, type SplitTicket, splitDifference } from '../summarise/why.ts';
import type { WindowChange, WindowFact } from './schema-inference.ts';
import { MIX_DIMENSIONS, type MixDimension, type Why, type WhyPart } from './schema-why.ts';
import { localOf } from './window.ts';

/** What the split is told from: the solved tickets of both windows, and what else is known of them. */
export interface WhyInput {
  readonly window: Window;
  readonly columns: MeasuredColumns;
  readonly previous: { readonly window: Window; readonly columns: MeasuredColumns };
  readonly definitions: Pick<Definitions, 'netExcludes' | 'tierRule'>;
  readonly changes: readonly WindowChange[];
  readonly facts: readonly WindowFact[];
  readonly minSample: number;
}

/** A part is told by itself from this size on, and from this share of the difference. */
const LEAST_PART_MS = 30 * MS_PER_MINUTE;
const LEAST_PART_SHARE = 0.1;
const MOST_PARTS = 3;
/** A ticket is old that was opened so long before its window began. */
const OLD_MS = 30 * MS_PER_DAY;

/** Why the average net time to solution differs from the window before; null where either has too few solved tickets. */
export function whyOf(input: WhyInput): Why | null {
  const { definitions, columns, previous, window } = input;
  const dimensions = MIX_DIMENSIONS.filter((name) => name !== 'tier' || isTierStated(definitions));
  const causes = CAUSE_NAMES.filter((cause) => !definitions.netExcludes.includes(cause));
  const now = splitTickets(columns, window, dimensions, causes);
  const before = splitTickets(previous.columns, previous.window, dimensions, causes);
  if (Math.min(now.length, before.length) < input.minSample) return null;
  // One cause more: time that nobody told the holder of.
  const split = splitDifference(now, before, dimensions.length, causes.length + 1);
  if (split === null) return null;
  const sizes = { all: now.length, previousAll: before.length };
  const all = split.parts
    .map((part) => ({ ms: part.ms, json: partJson(part, dimensions, causes, sizes, input) }))
    .sort((a, b) => Math.abs(b.ms) - Math.abs(a.ms));
  const isTold = ({ ms, json }: (typeof all)[number]): boolean =>
    !json.pooled && Math.abs(ms) >= LEAST_PART_MS && Math.abs(ms) >= LEAST_PART_SHARE * Math.abs(split.differenceMs);
  const told = all.filter(isTold).slice(0, MOST_PARTS);
  const rest = all.filter((part) => !told.includes(part));
  const restMs = rest.reduce((sum, { ms }) => sum + ms, 0);
  const verdict = input.changes.find(
    ({ measure, group }) => measure === 'timeToSolution' && group === 'overall',
  )?.verdict;
  return {
    measure: 'solution',
    clock: 'net',
    tickets: now.length,
    previousTickets: before.length,
    meanSeconds: meanSeconds(now),
    previousMeanSeconds: meanSeconds(before),
    differenceSeconds: split.differenceMs / 1000,
    parts: told.map(({ json }) => json),
    rest: rest.map(({ json }) => json),
    restSeconds: restMs / 1000,
    sentence: sentenceOf(
      split.differenceMs,
      told.map(({ ms, json }) => ({ ms, phrase: json.phrase })),
      restMs,
    ),
    oppositeToVerdict:
      (verdict === 'slower' && split.differenceMs < 0) || (verdict === 'faster' && split.differenceMs > 0),
  };
}

/** Only what the desk itself says of a ticket is fixed before the work; a score grows with it. */
function isTierStated({ tierRule }: Pick<Definitions, 'tierRule'>): boolean {
  return tierRule.field !== undefined || tierRule.tags !== undefined;
}

function splitTickets(
  columns: MeasuredColumns,
  window: Window,
  dimensions: readonly MixDimension[],
  causes: readonly Cause[],
): SplitTicket[] {
  const tickets: SplitTicket[] = [];
  const net = columns.finalResolution.net;
  for (let row = 0; row < columns.n; row++) {
    if (Number.isNaN(net[row])) continue;
    const causesMs = causes.map((cause) => columns.timeSpentMs[cause][row]!);
    const told = causesMs.reduce((sum, ms) => sum + ms, 0);
    tickets.push({
      values: dimensions.map((name) => keyAt(columns[name], row)),
      causesMs: [...causesMs, net[row]! - told],
      wasOld: columns.openedAt[row]! < window.from - OLD_MS,
    });
  }
  return tickets;
}

function meanSeconds(tickets: readonly SplitTicket[]): number {
  const sum = tickets.reduce((all, { causesMs }) => all + causesMs.reduce((own, ms) => own + ms, 0), 0);
  return sum / tickets.length / 1000;
}

function partJson(
  part: DifferencePart,
  dimensions: readonly MixDimension[],
  causes: readonly Cause[],
  sizes: { readonly all: number; readonly previousAll: number },
  { facts, window }: WhyInput,
): WhyPart {
  const cause = part.cause === null ? null : (causes[part.cause] ?? null);
  const dimension = part.dimension === null ? null : dimensions[part.dimension]!;
  // A holiday makes closed hours longer; one of the window before, shorter.
  const holidays = facts.filter(
    ({ kind, window: which }) => kind === 'holiday' && which === (part.ms > 0 ? 'this' : 'before'),
  );
  const others = facts.filter(({ kind }) => kind === 'holiday').length - holidays.length;
  const isHoliday = cause === 'team_off_hours' && holidays.length > others;
  const days = isHoliday
    ? holidays.flatMap(({ day }) =>
        day === null ? [] : [new Date(localOf(Date.parse(day), window.timeZone)).toISOString().slice(0, 10)],
      )
    : [];
  const json = {
    kind: part.kind,
    dimension,
    value: part.value,
    pooled: part.isPooled,
    cause,
    seconds: part.ms / 1000,
    tickets: part.tickets,
    previousTickets: part.previousTickets,
    named: isHoliday ? ('holiday' as const) : part.kind === 'backlog' ? ('backlog' as const) : null,
    days,
  };
  return { ...json, phrase: phraseOf({ ...json, ...sizes }) };
}

/** Tickets that have a fact in common, as a reader would call them. */
const MIX: Readonly<
  Record<MixDimension, { readonly some: (value: string) => string; readonly none: string; readonly pooled: string }>
> = {
  category: { some: (value) => `${value} tickets`, none: 'tickets without a category', pooled: 'categories' },
  priority: {
    some: (value) => `tickets of ${value} priority`,
    none: 'tickets without a priority',
    pooled: 'priorities',
  },
  channel: { some: (value) => `tickets by ${value}`, none: 'tickets without a channel', pooled: 'channels' },
  tier: { some: (value) => `${value} tickets`, none: 'tickets of no tier', pooled: 'tiers' },
};

function phraseOf(part: Omit<WhyPart, 'phrase'> & { readonly all: number; readonly previousAll: number }): string {
  const { kind, tickets, previousTickets, seconds } = part;
  if (kind === 'backlog') {
    return seconds > 0
      ? `an old backlog was cleared (${tickets} older than 30 d, after ${previousTickets})`
      : `fewer old tickets were solved (${tickets} older than 30 d, after ${previousTickets})`;
  }
  if (kind === 'within') {
    const words =
      part.cause === null
        ? (['longer with a holder that no source names', 'shorter with a holder that no source names'] as const)
        : CAUSES[part.cause].moved;
    const said = words[seconds > 0 ? 0 : 1];
    if (part.named !== 'holiday') return said;
    const days = part.days.map(dayWords).join(', ');
    return `${said} (${part.days.length === 1 ? 'holiday' : 'holidays'} on ${days})`;
  }
  if (part.dimension === null) return 'other tickets';
  const words = MIX[part.dimension];
  if (part.pooled) return `${words.pooled} that too few tickets have to be told by name`;
  const what = part.value === null ? words.none : words.some(part.value);
  const share = tickets / part.all;
  const previousShare = previousTickets / part.previousAll;
  if (tickets > previousTickets && share > previousShare) return `more ${what} (${tickets}, after ${previousTickets})`;
  if (tickets < previousTickets && share < previousShare) return `fewer ${what} (${tickets}, after ${previousTickets})`;
  const size = share > previousShare ? 'a larger' : share < previousShare ? 'a smaller' : 'the same';
  return `${size} share of ${what} (${tickets} of ${part.all}, after ${previousTickets} of ${part.previousAll})`;
}

function dayWords(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }).format(
    new Date(date),
  );
}

function sentenceOf(
  differenceMs: number,
  told: readonly { readonly ms: number; readonly phrase: string }[],
  restMs: number,
): string {
  const parts = told.map(({ ms, phrase }) => `${signedHours(ms)} ${phrase}`);
  const rest = restMs === 0 && parts.length > 0 ? [] : [`${signedHours(restMs)} everything else`];
  return `${signedHours(differenceMs)}: ${[...parts, ...rest].join(', ')}.`;
}

/** `+3.9 h`, `−25 min`. */
function signedHours(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms < 0 ? '−' : '+';
  if (size < MS_PER_HOUR)
    return `${Math.round(size / MS_PER_MINUTE) === 0 ? '±' : sign}${Math.round(size / MS_PER_MINUTE)} min`;
  return `${sign}${(size / MS_PER_HOUR).toFixed(1)} h`;
}
