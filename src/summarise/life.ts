import type { InHand } from './at-risk.ts';
import type { DayAndCustomer } from './statistics/clustered-variance.ts';

/** From an instant on, up to another one; null: still going on. In epoch ms, `[from, to)`. */
export interface Span {
  readonly from: number;
  readonly to: number | null;
}

/** The period of a report, `[from, to)` in epoch ms. */
export type Period = Pick<Span, 'from'> & { readonly to: number };

/** A solution: when it counts as given, when its source knew, and when the ticket was reopened; in epoch ms. */
export interface Solution {
  /** For durations: where a timer closed the ticket, when the customer's wait began. */
  readonly at: number;
  /** For windows, flow and what was known when. */
  readonly knownAt: number;
  readonly reopenedAt: number | null;
}

/** What a curve sees of one ticket (its first solution) or one turn (its answer); instants in epoch ms. */
export interface Life {
  /**
   * In hand: from the opening (the question) to the end or to leaving it otherwise (merged, deleted, spam, taken over by a
   * bot); more than one where it came back. Ascending, apart.
   */
  readonly spells: readonly Span[];
  readonly end: { readonly at: number; readonly knownAt: number } | null;
  /** The customer's waits that a timer ended or may still end; ascending. Empty where no timer closes tickets. */
  readonly timerWaits: readonly Span[];
}

/** An age in ms, on one clock, at an instant in epoch ms; it never falls. */
export type AgeAt = (at: number) => number;

/** A row of what was at risk; see `AtRiskRows`. */
export interface AtRiskRow {
  readonly entryMs: number;
  readonly exitMs: number;
  readonly ended: boolean;
}

/**
 * The rows of one life in a window, as known at its end: it enters at its age at the window's beginning (or when it came
 * into hand), ends with its end, and is lost from sight at the window's end or when it leaves.
 *
 * A customer's wait that a timer may end is cut just before it began, since until the timer strikes nobody knows whether it
 * ended there; the life enters the next window at that age. What was not in hand at all has no row.
 */
export function atRiskRowsOf(life: Life, window: Period, ageAt: AgeAt): AtRiskRow[] {
  return life.spells.flatMap((spell) => rowOf(spell, life, window, ageAt) ?? []);
}

function rowOf(spell: Span, { end, timerWaits }: Life, window: Period, ageAt: AgeAt): AtRiskRow | undefined {
  if (spell.from >= window.to) return undefined;
  const isEnd = end !== null && end.knownAt >= spell.from && (spell.to === null || end.knownAt <= spell.to);
  const until = isEnd ? end.knownAt : (spell.to ?? Number.POSITIVE_INFINITY);
  if (until < window.from || (until === window.from && !isEnd)) return undefined;
  const wasWaiting = waitAt(timerWaits, window.from)?.from ?? window.from;
  const entryMs = ageAt(spell.from < window.from ? Math.max(spell.from, wasWaiting) : spell.from);
  if (isEnd && until < window.to) {
    const exitMs = ageAt(end.at);
    return { entryMs: Math.min(entryMs, exitMs), exitMs, ended: true };
  }
  const wait = until < window.to ? undefined : waitAt(timerWaits, window.to);
  const exitMs = wait === undefined ? ageAt(Math.min(until, window.to)) : ageAt(wait.from) - 1;
  return exitMs < entryMs ? undefined : { entryMs, exitMs, ended: false };
}

/** The wait that had begun before an instant and was not over then. */
function waitAt(waits: readonly Span[], at: number): Span | undefined {
  return waits.find(({ from, to }) => from < at && (to === null || to >= at));
}

/** A life with its clock and what it came with. */
export interface ObservedLife {
  readonly life: Life;
  readonly ageAt: AgeAt;
  /** Cluster codes, below `DayAndCustomer`'s counts. */
  readonly day: number;
  readonly customer: number;
}

/** All that was in hand in a window, as columns, and the place in `lives` of each row. */
export function inHandIn(
  lives: readonly ObservedLife[],
  window: Period,
  counts: { readonly days: number; readonly customers: number },
): InHand & { readonly lifeOf: Uint32Array } {
  const found: (AtRiskRow & { readonly place: number })[] = [];
  for (const [place, { life, ageAt }] of lives.entries()) {
    for (const row of atRiskRowsOf(life, window, ageAt)) found.push({ ...row, place });
  }
  const code = (of: 'day' | 'customer') => Uint32Array.from(found, ({ place }) => lives[place]![of]);
  const clusters: DayAndCustomer = {
    day: { codes: code('day'), count: counts.days },
    customer: { codes: code('customer'), count: counts.customers },
  };
  return {
    rows: {
      entryMs: Float64Array.from(found, ({ entryMs }) => entryMs),
      exitMs: Float64Array.from(found, ({ exitMs }) => exitMs),
      ended: Uint8Array.from(found, ({ ended }) => (ended ? 1 : 0)),
    },
    clusters,
    lifeOf: Uint32Array.from(found, ({ place }) => place),
  };
}

/** The final solution as known just before `asOf`: the last one, unless the ticket had been reopened by then. */
export function finalSolutionAsOf<S extends Solution>(solutions: readonly S[], asOf: number): S | null {
  const last = solutions.findLast(({ knownAt }) => knownAt < asOf);
  if (last === undefined || (last.reopenedAt !== null && last.reopenedAt < asOf)) return null;
  return last;
}

/** Whether a ticket's final solution, as known at the window's end, lies in the window. */
export function isSolvedIn(solutions: readonly Solution[], window: Period): boolean {
  const final = finalSolutionAsOf(solutions, window.to);
  return final !== null && final.knownAt >= window.from;
}
