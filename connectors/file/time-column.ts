import { DataError } from '../../src/model/errors.ts';
import { shown } from './cells.ts';
import { type LocalTime, plausible, type WallClock } from './instants.ts';
import type { TimeFormat } from './time-format.ts';

/** Which of two ways of writing a date a row must have; `either` fits both and means different days. */
export type Evidence = 'own' | 'swapped' | 'either';

/** Rows [from, to] that surely have one order; what stands between two runs of one order belongs to it. */
interface Run {
  from: number;
  to: number;
  readonly order: 'own' | 'swapped';
}

/** What the rows of a column say together about the order of day and month. */
export interface DayMonthOrder {
  /** Notes what the row at `line` fits; lines must come in ascending order. */
  readonly note: (line: number, evidence: Evidence) => void;
  readonly counts: () => Readonly<Record<Evidence, number>>;
  /** The order an ambiguous row must have by its neighbours; undefined where they disagree. */
  readonly at: (line: number) => 'own' | 'swapped' | undefined;
  /** How often the order changes. */
  readonly runs: () => number;
}

/**
 * Collects, row by row, which dates can be read in one order only (`25/3`), so that ambiguous ones (`4/3`) are read
 * as their neighbours are: a file whose second half has month and day exchanged is noticed before any of its dates is
 * believed. Memory grows with the number of changes of order, not with rows.
 */
export function createDayMonthOrder(): DayMonthOrder {
  const runs: Run[] = [];
  const counts = { own: 0, swapped: 0, either: 0 };
  return {
    note(line, evidence) {
      counts[evidence] += 1;
      if (evidence === 'either') return;
      const last = runs.at(-1);
      if (last?.order === evidence) last.to = line;
      else runs.push({ from: line, to: line, order: evidence });
    },
    counts: () => counts,
    runs: () => runs.length,
    at(line) {
      let low = 0;
      let high = runs.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (runs[middle]!.from <= line) low = middle + 1;
        else high = middle;
      }
      const before = runs[low - 1];
      const after = runs[low];
      if (before && (line <= before.to || !after)) return before.order;
      if (!before) return after?.order;
      return before.order === after?.order ? before.order : undefined;
    },
  };
}

/** Reads the times of one column, after it has seen all of them once. */
export interface TimeColumn {
  /** Notes what a row writes; lines in ascending order. */
  readonly note: (line: number, text: string) => void;
  /** To be asked after the last row: why the column cannot be read as configured, and what a person should know. */
  readonly verdict: () => { readonly problems: readonly string[]; readonly notices: readonly string[] };
  /** The instant of a cell; DataError when it cannot be read or cannot be trusted. */
  readonly instant: (line: number, text: string, column: string) => number;
  /** How many rows have a time in the hour that the clocks repeat; each was taken as the first of the two. */
  readonly twice: () => number;
}

/** A format with what the file says of the order of day and month in it. */
interface Candidate {
  readonly format: TimeFormat;
  readonly order: DayMonthOrder;
  /** Whether the exchanged order is configured too, so that the file decides. */
  readonly open: boolean;
}

/**
 * A reader for the times of a column: formats are tried in their order, but whether the day or the month comes first
 * is one for the whole column. `place` names the column in messages; `local` turns times without an offset into
 * instants and is undefined when no zone was given.
 */
export function createTimeColumn(
  place: string,
  formats: readonly TimeFormat[],
  local: LocalTime | undefined,
): TimeColumn {
  const candidates = candidatesOf(formats);
  let values = 0;
  let readable = 0;
  let withoutOffset = 0;
  let example: string | undefined;
  const twice = new Set<number>();

  function note(line: number, text: string): void {
    values += 1;
    example ??= text;
    for (const { format, order } of candidates) {
      const own = format.parse(text);
      const swapped = format.swapped?.(text);
      const clock = own ?? swapped;
      if (!clock) continue;
      readable += 1;
      if (clock.offsetMs === undefined) withoutOffset += 1;
      if (own && swapped && own.localMs !== swapped.localMs) order.note(line, 'either');
      else if (!swapped !== !own && format.swapped) order.note(line, own ? 'own' : 'swapped');
      return;
    }
  }

  function wallClockOf(line: number, text: string, column: string): WallClock {
    for (const candidate of candidates) {
      const { format, order } = candidate;
      const own = format.parse(text);
      const wanted = orderOf(candidate);
      if (own && wanted === 'own' && order.counts().swapped === 0) return own;
      const swapped = format.swapped?.(text);
      if (!own && !swapped) continue;
      if (own && own.localMs === swapped?.localMs) return own;
      const sure = own ? 'own' : 'swapped';
      const fits = own && swapped ? order.at(line) : sure;
      if (fits === undefined) {
        throw new DataError(`${column} stands where day and month change places and fits both: ${shown(text)}`);
      }
      if (fits !== wanted) {
        throw new DataError(`${column} has day and month in the other order than the file: ${shown(text)}`);
      }
      return fits === 'own' ? own! : swapped!;
    }
    throw new DataError(
      `${column} fits no time format (${formats.map((each) => each.text).join(', ')}): ${shown(text)}`,
    );
  }

  return {
    note,
    verdict() {
      const problems: string[] = [];
      const notices: string[] = [];
      const names = formats.map((each) => each.text).join(', ');
      if (values > 0 && readable === 0) {
        problems.push(`${place}: no time fits ${names}; the first is ${shown(example!)}`);
      }
      if (withoutOffset > 0 && local === undefined) {
        problems.push(
          `${place}: the times have no offset: say in the mapping where the clock stood ("zone": "Europe/Berlin", "+02:00" or "UTC")`,
        );
      }
      for (const candidate of candidates) judge(place, candidate, problems, notices);
      return { problems, notices };
    },
    instant(line, text, column) {
      const clock = wallClockOf(line, text, column);
      if (clock.offsetMs !== undefined) return plausible(clock.localMs - clock.offsetMs, column);
      const found = local?.(clock.localMs);
      if (!found) throw new DataError(`${column} never was: the clocks were put forward over ${shown(text)}`);
      if (found.twice) twice.add(line);
      return plausible(found.at, column);
    },
    twice: () => twice.size,
  };
}

function candidatesOf(formats: readonly TimeFormat[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const format of formats) {
    const isExchanged = candidates.some((earlier) => earlier.format.swappedText === format.text);
    if (isExchanged) continue;
    const open = formats.some((other) => other.text === format.swappedText);
    candidates.push({ format, order: createDayMonthOrder(), open });
  }
  return candidates;
}

/** Which order counts: the configured one, or, where both are, the one that more dates prove. */
function orderOf({ open, order }: Candidate): 'own' | 'swapped' {
  const { own, swapped } = order.counts();
  return open && swapped > own ? 'swapped' : 'own';
}

function judge(place: string, candidate: Candidate, problems: string[], notices: string[]): void {
  const { format, order, open } = candidate;
  const { own, swapped, either } = order.counts();
  if (open && own === 0 && swapped === 0 && either > 0) {
    problems.push(
      `${place}: every date fits both ${format.text} and ${format.swappedText}; keep the one that is meant in the mapping`,
    );
  } else if (!open && own === 0 && swapped > 0) {
    problems.push(`${place}: the dates are written ${format.swappedText}, not ${format.text}; change the format`);
  } else if (own > 0 && swapped > 0) {
    const [kept, other] = orderOf(candidate) === 'own' ? [format.text, swapped] : [format.swappedText, own];
    notices.push(
      `${place}: ${other} dates have day and month the other way round than ${kept}; they and the ambiguous ones beside them are set aside`,
    );
  }
}
