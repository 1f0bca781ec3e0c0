import { z } from 'zod';
import { Status } from '../../src/model/ticket.ts';
import { wordIn } from './cells.ts';
import {
  ColumnSpec,
  Condition,
  checked,
  Decimal,
  Format,
  Language,
  oneOrMore,
  Rule,
  strict,
  unknownName,
  ZoneSpec,
} from './column-spec.ts';
import { DELIMITERS } from './csv.ts';
import { isEncoding } from './encoding.ts';
import { CHANGE_COLUMNS, TABLE_NAMES, TABLES } from './tables.ts';

const Delimiter = checked((text) =>
  [...text].length === 1
    ? undefined
    : `a delimiter is one character, like ${DELIMITERS.map((each) => JSON.stringify(each)).join(' ')}`,
);

const Encoding = checked((text) =>
  isEncoding(text) ? undefined : `no encoding ${text} is known; usual ones are utf-8, utf-16le, windows-1252`,
);

export const ROWS = ['changes', ...TABLE_NAMES] as const;

/** How the rows of one file (or of all that fit a pattern) are read. */
export const FileMapping = strict({
  /** Name in the folder, `*` for anything; may be left out where there is only one file. */
  file: z.string().min(1).optional(),
  /** The sheet of a workbook: its name, its number from 1, or `*` for all sheets with these headings. */
  sheet: z.union([z.string().min(1), z.int().min(1)]).optional(),
  /** Where a JSON document holds its list of rows: `tickets`, `result.items`. */
  records: z.string().min(1).optional(),
  rows: z.enum(ROWS),
  delimiter: Delimiter.optional(),
  /** Told by the bytes where it is left out. */
  encoding: Encoding.optional(),
  /** False when the file has no header and columns are told by position; a number is the line of the header. */
  header: z.union([z.boolean(), z.int().min(1)]).default(true),
  missing: oneOrMore(z.string()).default([]),
  times: strict({
    formats: oneOrMore(Format).default(['ISO']),
    zone: ZoneSpec.optional(),
    language: Language.optional(),
  }).default({ formats: ['ISO'] }),
  decimal: Decimal.optional(),
  columns: z.record(z.string(), ColumnSpec),
  keep: Condition.optional(),
  rules: z.array(Rule).default([]),
  /** `stated`: only `solved_at` dates a solution; `statuses`: the entry into a solved status does so too. */
  solutions: z.enum(['statuses', 'stated']).default('statuses'),
  /** `time`: rows of a ticket happened in the order of their times; `file`: in the order of the file. */
  order: z.enum(['time', 'file']).default('time'),
  /** For whoever reads the mapping. */
  comment: z.string().optional(),
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

/** The columns that such rows are nothing without, each under its names. */
export function requiredColumns(rows: FileMapping['rows']): readonly (readonly string[])[] {
  return rows === 'changes' ? CHANGE_COLUMNS.required : TABLES[rows].required;
}

/** Every name a column may have in a mapping for such rows, and the one used inside. */
export function columnNames(rows: FileMapping['rows']): ReadonlyMap<string, string> {
  const { required, optional } = rows === 'changes' ? CHANGE_COLUMNS : TABLES[rows];
  return new Map([...required, ...optional].flatMap((all) => all.map((name) => [name, all[0]!] as const)));
}
