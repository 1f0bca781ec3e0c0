import { z } from 'zod';
import { nearest } from '../../src/model/errors.ts';
import { Side, Status } from '../../src/model/ticket.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { compileValueMap, wordIn } from './cells.ts';
import { DELIMITERS } from './csv.ts';
import { parseOffset } from './instants.ts';
import { CHANGE_COLUMNS, TABLE_NAMES, TABLES } from './tables.ts';
import { ENCODINGS } from './text.ts';
import { compileFormat } from './time-format.ts';

/** An object that names every key it does not know, with the nearest one it does. */
function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return issue.keys.map((key) => unknownName(key, Object.keys(shape))).join('; ');
    },
  });
}

function unknownName(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `"${name}" is not known; ${meant === undefined ? `known: ${known.join(', ')}` : `did you mean "${meant}"?`}`;
}

/** Refuses text that `check` has something to say about. */
function checked(check: (text: string) => string | undefined) {
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

const Zone = checked((text) =>
  parseOffset(text) !== undefined || isTimeZone(text)
    ? undefined
    : `"${text}" is neither an IANA zone like Europe/Berlin nor an offset like +02:00`,
);

const Format = checked((text) => {
  const format = compileFormat(text);
  return 'problem' in format ? format.problem : undefined;
});

const Delimiter = checked((text) =>
  [...text].length === 1
    ? undefined
    : `a delimiter is one character, like ${DELIMITERS.map((each) => JSON.stringify(each)).join(' ')}`,
);

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1));

/** Where a cell stands: by its heading (or the first heading there is of several), or by its place from 1. */
const place = {
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

/** Where a value comes from and how it is read. A text alone is the heading of its column. */
export const ColumnSpec = z.preprocess(
  (value) => (typeof value === 'string' ? { column: value } : value),
  strict({
    ...place,
    /** The same value for every row, instead of a column. */
    value: z.string().min(1).optional(),
    values: Values.optional(),
    missing: oneOrMore(z.string()).optional(),
    formats: oneOrMore(Format).optional(),
    zone: Zone.optional(),
    /** Of a log's many rows of one ticket, the one whose value is the ticket's. */
    row: z.enum(['first', 'last', 'first_given', 'last_given']).optional(),
    /** What an empty cell says of who has the ticket. */
    empty: z.enum(['nobody', 'unchanged']).optional(),
    separator: z.string().min(1).optional(),
    /** Numbers are multiplied by this (100 for money in whole units). */
    times: z.number().optional(),
    /** The cell is a length of time after another column of the mapping. */
    after: z.string().min(1).optional(),
    unit: z.enum(['seconds', 'minutes', 'hours', 'days']).optional(),
  }).superRefine((spec, context) => {
    const ways = [spec.column, spec.position, spec.value].filter((way) => way !== undefined).length;
    if (ways !== 1) context.addIssue({ code: 'custom', message: 'needs one of column, position and value' });
    if ((spec.after === undefined) !== (spec.unit === undefined)) {
      context.addIssue({ code: 'custom', message: 'after and unit go together' });
    }
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

export const ROWS = ['changes', ...TABLE_NAMES] as const;

/** How the rows of one file (or of all that fit a pattern) are read. */
export const FileMapping = strict({
  /** Name in the folder, `*` for anything; may be left out where there is only one file. */
  file: z.string().min(1).optional(),
  rows: z.enum(ROWS),
  delimiter: Delimiter.optional(),
  encoding: z.enum(ENCODINGS).default('utf-8'),
  /** False when the file has no header and columns are told by position. */
  header: z.boolean().default(true),
  missing: oneOrMore(z.string()).default([]),
  times: strict({ formats: oneOrMore(Format).default(['ISO']), zone: Zone.optional() }).default({ formats: ['ISO'] }),
  columns: z.record(z.string(), ColumnSpec),
  keep: Condition.optional(),
  rules: z.array(Rule).default([]),
  /** `stated`: only `solved_at` dates a solution; `statuses`: the entry into a solved status does so too. */
  solutions: z.enum(['statuses', 'stated']).default('statuses'),
  /** `time`: rows of a ticket happened in the order of their times; `file`: in the order of the file. */
  order: z.enum(['time', 'file']).default('time'),
}).superRefine((mapping, context) => {
  const known = columnNames(mapping.rows);
  for (const name of Object.keys(mapping.columns)) {
    if (known.has(name) || (hasFields(mapping.rows) && /^fields\./.test(name))) continue;
    context.addIssue({ code: 'custom', path: ['columns'], message: unknownName(name, [...known.keys()]) });
  }
  // Only tickets have statuses of the model; a subscription's is its source's own word.
  const status = hasFields(mapping.rows) ? mapping.columns.status : undefined;
  for (const word of [status?.value, ...Object.values(status?.values ?? {})]) {
    if (word == null || wordIn(Status.options, word) !== undefined) continue;
    context.addIssue({ code: 'custom', path: ['columns', 'status'], message: unknownName(word, Status.options) });
  }
  const given = new Set(Object.keys(mapping.columns).map((name) => known.get(name)));
  for (const all of requiredColumns(mapping.rows)) {
    if (!given.has(all[0]))
      context.addIssue({ code: 'custom', path: ['columns'], message: `${all.join(' or ')} is missing` });
  }
});
export type FileMapping = z.output<typeof FileMapping>;

/** A mapping as it stands in a JSON file: one file's, or `{"files": [...]}` for several. */
export const Mapping = z.preprocess(
  (value) => {
    if (typeof value !== 'object' || value === null || 'files' in value) return value;
    const { description, ...only } = value as Record<string, unknown>;
    return { ...(description === undefined ? {} : { description }), files: [only] };
  },
  strict({ description: z.string().optional(), files: z.array(FileMapping).min(1) }),
);
export type Mapping = z.output<typeof Mapping>;

function hasFields(rows: FileMapping['rows']): boolean {
  return rows === 'changes' || rows === 'tickets';
}

function requiredColumns(rows: FileMapping['rows']): readonly (readonly string[])[] {
  return rows === 'changes' ? CHANGE_COLUMNS.required : TABLES[rows].required;
}

/** Every name a column may have in a mapping for such rows, and the one used inside. */
export function columnNames(rows: FileMapping['rows']): ReadonlyMap<string, string> {
  const { required, optional } = rows === 'changes' ? CHANGE_COLUMNS : TABLES[rows];
  return new Map([...required, ...optional].flatMap((all) => all.map((name) => [name, all[0]!] as const)));
}
