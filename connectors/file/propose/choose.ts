import type { Column, Sample } from './columns.ts';
import { type Heading, meaningsIn, readHeading } from './headings.ts';
import { TARGETS, type Target } from './targets.ts';

/** A column that may be what is looked for. */
export interface Candidate {
  readonly column: Column;
  readonly heading: Heading;
  /** Which one it is of several columns with the same heading, from 1; undefined where it is the only one. */
  readonly occurrence: number | undefined;
}

/** Columns by what they may stand for, the best one first. */
export interface Candidates {
  readonly of: (target: Target) => readonly Candidate[];
  /** Columns whose heading is known and whose values are of another kind. */
  readonly misfits: readonly (Candidate & { readonly target: Target })[];
  /** Every column with its heading. */
  readonly all: readonly Candidate[];
  /** Columns that no target may be. */
  readonly unknown: readonly Candidate[];
}

/** Most cells of a column are of its kind; the others are what `check` counts. */
const MOST = 0.9;

/** Finds what the columns of a sample may stand for, by their headings and their values. */
export function candidatesOf({ columns }: Sample): Candidates {
  const headings = columns.map(({ heading }) => readHeading(heading));
  const meanings = meaningsIn(headings);
  const all = columns.map((column, index) => ({
    column,
    heading: headings[index]!,
    occurrence: occurrenceOf(columns, index),
  }));
  const found = new Map<Target, (Candidate & { readonly rank: number })[]>();
  const misfits: (Candidate & { readonly target: Target })[] = [];
  const unknown: Candidate[] = [];
  for (const [index, candidate] of all.entries()) {
    const possible = meanings[index]!;
    const fitting = possible.filter(({ target }) => fits(candidate, target));
    for (const { target, rank } of fitting) {
      found.set(target, [...(found.get(target) ?? []), { ...candidate, rank }]);
    }
    if (possible.length === 0) unknown.push(candidate);
    else if (fitting.length === 0) misfits.push({ ...candidate, target: possible[0]!.target });
  }
  return {
    of: (target) => [...(found.get(target) ?? [])].sort((a, b) => a.rank - b.rank),
    misfits,
    all,
    unknown,
  };
}

function occurrenceOf(columns: readonly Column[], index: number): number | undefined {
  const same = columns.filter(({ heading }) => heading === columns[index]!.heading);
  return same.length === 1 ? undefined : same.indexOf(columns[index]!) + 1;
}

/** Whether the values of a column are what the target needs; an empty column fits everything but is of no use. */
function fits({ column, heading }: Candidate, target: Target): boolean {
  if (column.cells.length === 0) return TARGETS[target] === 'words';
  switch (TARGETS[target]) {
    case 'instant':
      return column.times >= MOST && heading.unit === undefined;
    case 'number':
      return column.numbers >= MOST && column.times < MOST;
    case 'duration':
      return column.numbers + column.lengths >= MOST && column.times < MOST;
    case 'id':
      return column.times < MOST && column.lengths < MOST;
    case 'words':
      return column.times < MOST;
  }
}
