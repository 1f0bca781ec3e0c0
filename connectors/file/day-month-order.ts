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
