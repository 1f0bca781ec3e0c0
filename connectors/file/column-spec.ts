import { z } from 'zod';
import { nearest } from '../../src/model/errors.ts';
import { Side, Status } from '../../src/model/ticket.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { compileValueMap } from './cells.ts';
import { parseOffset } from './instants.ts';
import { compileFormat } from './time-format.ts';

/** An object that names every key it does not know, with the nearest one it does. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return issue.keys.map((key) => unknownName(key, Object.keys(shape))).join('; ');
    },
  });
}

/** That a name is not known, with the one perhaps meant. */
export function unknownName(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `"${name}" is not known; ${meant === undefined ? `known: ${known.join(', ')}` : `did you mean "${meant}"?`}`;
}

/** Refuses text that `check` has something to say about. */
export function checked(check: (text: string) => string | undefined) {
  return z.string().superRefine((text, context) => {
    const problem = check(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
}

const Pattern = checked((text) => {
  try {
    new RegExp(text, 'iu');
    return undefined;
  } catch {
    return `"${text}" is not a regular expression`;
  }
});

/** An IANA zone or an offset. */
export const Zone = checked((text) =>
  parseOffset(text) !== undefined || isTimeZone(text)
    ? undefined
    : `"${text}" is neither an IANA zone like Europe/Berlin nor an offset like +02:00`,
);

/** A way to write a time, as a pattern or by its name. */
export const Format = checked((text) => {
  const format = compileFormat(text);
  return 'problem' in format ? format.problem : undefined;
});

/** One value, or a list of them. */
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1));

/** Where a cell stands: by its heading or a path into an object, or by its place from 1. */
const place = {
  /** Of several the first that is filled, row by row; those that the file does not have are passed over. */
  column: oneOrMore(z.string().min(1)).optional(),
  /** Which one, where the heading stands several times: 1 is the first. */
  occurrence: z.int().min(1).optional(),
  position: z.int().min(1).optional(),
};

/** A condition on a row: exactly one of `all`, `any` and `not`, or a cell with exactly one test. */
export interface Condition {
  readonly all?: readonly Condition[] | undefined;
  readonly any?: readonly Condition[] | undefined;
  readonly not?: Condition | undefined;
  readonly column?: readonly string[] | undefined;
  readonly occurrence?: number | undefined;
  readonly position?: number | undefined;
  readonly is?: readonly string[] | undefined;
  readonly starts_with?: string | undefined;
  readonly matches?: string | undefined;
  /** True: the cell has no value; false: it has one. */
  readonly missing?: boolean | undefined;
}

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  strict({
    all: z.array(Condition).min(1).optional(),
    any: z.array(Condition).min(1).optional(),
    not: Condition.optional(),
    ...place,
    is: oneOrMore(z.string()).optional(),
    starts_with: z.string().min(1).optional(),
    matches: Pattern.optional(),
    missing: z.boolean().optional(),
  }).superRefine((condition, context) => {
    const count = (...parts: unknown[]): number => parts.filter((part) => part !== undefined).length;
    const groups = count(condition.all, condition.any, condition.not);
    const cells = count(condition.column, condition.position);
    const tests = count(condition.is, condition.starts_with, condition.matches, condition.missing);
    if ((groups === 1 && cells + tests === 0) || (groups === 0 && cells === 1 && tests === 1)) return;
    context.addIssue({
      code: 'custom',
      message:
        'a condition is one of all, any, not, or a column (or position) with one of is, starts_with, matches, missing',
    });
  }),
);

const Values = z.record(z.string(), z.string().nullable()).superRefine((values, context) => {
  try {
    compileValueMap(values);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

/** Where the clock stood: a zone for all rows, or the column that says it of each row. */
export const ZoneSpec = z.union(
  [
    Zone,
    strict({
      column: oneOrMore(z.string().min(1)),
      /** What the file calls the zones: `{"EST": "America/New_York"}`. */
      values: z.record(z.string(), Zone).optional(),
    }),
  ],
  { error: zoneError },
);
export type ZoneSpec = z.output<typeof ZoneSpec>;

function zoneError(issue: { readonly input?: unknown }): string | undefined {
  if (typeof issue.input !== 'string') return undefined;
  return `"${issue.input}" is neither an IANA zone like Europe/Berlin nor an offset like +02:00`;
}

/** A language of month names, weekdays and units, as its code (`es`, `pt-BR`). */
export const Language = checked((text) => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([text]).length > 0 ? undefined : `no language ${text} is known`;
  } catch {
    return `"${text}" is not the code of a language, like es or pt-BR`;
  }
});

/** The sign before the decimals of a number; the other one separates thousands. */
export const Decimal = z.enum(['.', ',']);

export const UNITS = ['milliseconds', 'seconds', 'minutes', 'hours', 'days', 'weeks'] as const;

/** Where a value comes from and how it is read. A text alone is the heading of its column. */
export const ColumnSpec = z.preprocess(
  (value) => (typeof value === 'string' ? { column: value } : value),
  strict({
    ...place,
    /** Several cells of the row that are one value together, in this order: a date and its time. */
    join: z.array(z.string().min(1)).min(2).optional(),
    /** The same value for every row, instead of a column. */
    value: z.string().min(1).optional(),
    values: Values.optional(),
    missing: oneOrMore(z.string()).optional(),
    formats: oneOrMore(Format).optional(),
    zone: ZoneSpec.optional(),
    language: Language.optional(),
    decimal: Decimal.optional(),
    /** What of the cell counts: the first group of this pattern, or all that fits it; a cell that does not fit has no value. */
    extract: Pattern.optional(),
    /** The rows of a log in which the cell counts. */
    when: Condition.optional(),
    /** Of a log's many rows of one ticket, the one whose value is the ticket's. */
    row: z.enum(['first', 'last', 'first_given', 'last_given']).optional(),
    /** What an empty cell says of who has the ticket. */
    empty: z.enum(['nobody', 'unchanged']).optional(),
    separator: z.string().min(1).optional(),
    /** Numbers are multiplied by this (100 for money in whole units). */
    times: z.number().optional(),
    /** The cell is a length of time after another column of the mapping. */
    after: z.string().min(1).optional(),
    /** What plain numbers of a length of time count (and whether `3:30` begins with hours or with minutes). */
    unit: z.enum(UNITS).optional(),
    /** For whoever reads the mapping. */
    comment: z.string().optional(),
  }).superRefine((spec, context) => {
    const ways = [spec.column, spec.join, spec.position, spec.value].filter((way) => way !== undefined).length;
    if (ways !== 1) context.addIssue({ code: 'custom', message: 'needs one of column, join, position and value' });
  }),
);
export type ColumnSpec = z.output<typeof ColumnSpec>;

/** What a row of a log means when a condition holds. */
export const Rule = strict({
  when: Condition,
  means: strict({
    message: Side.optional(),
    public: z.boolean().optional(),
    automatic: z.boolean().optional(),
    note: z.boolean().optional(),
    status: Status.optional(),
    by: Side.optional(),
    handover: z.enum(['bot', 'team']).optional(),
  }),
});
export type Rule = z.output<typeof Rule>;
