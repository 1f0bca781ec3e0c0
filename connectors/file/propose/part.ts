import type { Candidate } from './choose.ts';

/** A column of a proposed mapping, as it is written in JSON. */
export interface ProposedColumn {
  readonly column?: string | readonly string[];
  readonly value?: string;
  /** Why it was chosen. */
  readonly comment: string;
  readonly [key: string]: unknown;
}

/** A part of a proposed mapping. */
export interface Part {
  readonly columns: Readonly<Record<string, ProposedColumn>>;
  /** What a person must decide, a sentence each. */
  readonly undecided: readonly string[];
  /** What is worth knowing and stops nobody. */
  readonly notes: readonly string[];
  /** Of the notes, what a reader of the report would miss: a column of figures that is not read. */
  readonly leftOut?: readonly string[];
}

/** What stands for a column that nobody found. */
export const TO_BE_NAMED = '?';

/** A heading as the place of a column. */
export function placeOf({ heading, occurrence }: Candidate): { column: string; occurrence?: number } {
  return { column: heading.text, ...(occurrence === undefined ? {} : { occurrence }) };
}

/** A column by its heading, with what else is known of it and why it was chosen. */
export function known(
  candidate: Candidate,
  more: Readonly<Record<string, unknown>> = {},
  comment = 'a known heading',
): ProposedColumn {
  return { ...placeOf(candidate), ...more, comment };
}
