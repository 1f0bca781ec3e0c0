import type { ZoneLookup } from '../../src/clock/zone.ts';
import { DataError } from '../../src/model/errors.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import { type Cells, cellFlag, cellList, cellNumber, compileValueMap, type ValueMap } from './cells.ts';
import { localTimeOf, plausible } from './instants.ts';
import { type ColumnSpec, columnNames, type FileMapping, type Rule } from './mapping.ts';
import { compileCondition, keptText, type Places, type Test } from './places.ts';
import { createTimeColumn, type TimeColumn } from './time-column.ts';
import { compileFormat, type TimeFormat } from './time-format.ts';

/** A file's mapping made ready to be asked, row by row. */
export interface MappedColumns {
  readonly view: (line: number, kept: readonly unknown[]) => Cells;
  readonly wanted: Test;
  /** Notes what a wanted row says of how its times are written. */
  readonly note: (line: number, kept: readonly unknown[]) => void;
  readonly times: readonly TimeColumn[];
}

interface Column {
  readonly spec: ColumnSpec;
  /** Undefined for a constant. */
  readonly slot: number | undefined;
  readonly values: ValueMap | undefined;
  readonly missing: ReadonlySet<string>;
  readonly time: TimeColumn | undefined;
  /** The column inside whose instant this length of time begins. */
  readonly after: string | undefined;
}

const UNIT_MS = { seconds: 1000, minutes: MS_PER_MINUTE, hours: MS_PER_HOUR, days: MS_PER_DAY } as const;

/** Columns that a rule can fill, and what it calls them. */
const RULED: readonly (readonly [string, keyof Rule['means']])[] = [
  ['message', 'message'],
  ['message_public', 'public'],
  ['message_automatic', 'automatic'],
  ['note', 'note'],
  ['status', 'status'],
  ['status_by', 'by'],
  ['handover', 'handover'],
];

/** Compiles the columns, conditions and rules of a mapping; the cells it needs are entered in `places`. */
export function compileColumns(mapping: FileMapping, file: string, places: Places, zones: ZoneLookup): MappedColumns {
  const names = columnNames(mapping.rows);
  const missing = new Set(mapping.missing);
  const columns = new Map<string, Column>();
  for (const [name, spec] of Object.entries(mapping.columns)) {
    columns.set(names.get(name) ?? name, compileColumn(name, spec, mapping, file, places, zones, names));
  }
  const timed = [...columns].flatMap(([name, { slot, time }]) =>
    time && slot !== undefined && isTime(name) ? [{ slot, time, name }] : [],
  );
  const rules = mapping.rules.map(({ when, means }) => ({ test: compileCondition(when, places, missing), means }));
  const fields = [...columns.keys()]
    .filter((name) => name.startsWith('fields.'))
    .map((column) => ({ name: column.slice('fields.'.length), column }));
  return {
    wanted: mapping.keep ? compileCondition(mapping.keep, places, missing) : () => true,
    times: timed.map(({ time }) => time),
    note(line, kept) {
      for (const { slot, time, name } of timed) {
        const text = keptText(kept, slot, columns.get(name)!.missing, name);
        if (text !== undefined) time.note(line, text);
      }
    },
    view: (line, kept) => mappedCells(line, kept, mapping, columns, rules, fields),
  };
}

/** Whether the model's column holds an instant: all of them are named so. */
function isTime(name: string): boolean {
  return name === 'at' || name.endsWith('_at');
}

function compileColumn(
  name: string,
  spec: ColumnSpec,
  mapping: FileMapping,
  file: string,
  places: Places,
  zones: ZoneLookup,
  names: ReadonlyMap<string, string>,
): Column {
  const slot = spec.value === undefined ? places.slot(spec) : undefined;
  const zone = spec.zone ?? mapping.times.zone;
  const formats = (spec.formats ?? mapping.times.formats)
    .map(compileFormat)
    .filter((each): each is TimeFormat => 'parse' in each);
  const inside = names.get(name) ?? name;
  const timed = isTime(inside) && spec.after === undefined && slot !== undefined;
  const place = slot === undefined ? name : `${file}, ${places.name(slot)}`;
  return {
    spec,
    slot,
    values: spec.values && compileValueMap(spec.values),
    missing: new Set([...mapping.missing, ...(spec.missing ?? [])]),
    time: timed
      ? createTimeColumn(place, formats, zone === undefined ? undefined : localTimeOf(zone, zones))
      : undefined,
    after: spec.after === undefined ? undefined : (names.get(spec.after) ?? spec.after),
  };
}

function mappedCells(
  line: number,
  kept: readonly unknown[],
  mapping: FileMapping,
  columns: ReadonlyMap<string, Column>,
  rules: readonly { readonly test: Test; readonly means: Rule['means'] }[],
  fields: Cells['fields'],
): Cells {
  const holding = rules.filter(({ test }) => test(kept));
  const ruled = new Map<string, string>();
  for (const [name, key] of holding.length > 0 ? RULED : []) {
    const value = holding.find(({ means }) => means[key] !== undefined)?.means[key];
    if (value !== undefined) ruled.set(name, String(value));
  }
  const original = (name: string): string | undefined => {
    const column = columns.get(name);
    if (column?.slot === undefined) return column?.spec.value;
    return keptText(kept, column.slot, column.missing, name);
  };
  const text = (name: string): string | undefined => {
    const given = ruled.get(name);
    if (given !== undefined) return given;
    const word = original(name);
    const values = columns.get(name)?.values;
    if (word === undefined || !values) return word;
    const value = values(word);
    return value === undefined ? word : (value ?? undefined);
  };
  const number = (name: string): number | undefined => {
    const word = text(name);
    return word === undefined ? undefined : cellNumber(word, name) * (columns.get(name)?.spec.times ?? 1);
  };
  const instant = (name: string): number | undefined => {
    const column = columns.get(name);
    if (column?.after !== undefined) {
      const length = number(name);
      const start = length === undefined ? undefined : instant(column.after);
      return start === undefined
        ? undefined
        : plausible(start + Math.round(length! * UNIT_MS[column.spec.unit!]), name);
    }
    const word = original(name);
    if (word === undefined) return undefined;
    if (!column?.time) throw new DataError(`${name} is no column of times`);
    return column.time.instant(line, word, name);
  };
  return {
    line,
    fields,
    has: (name) => columns.has(name) || ruled.has(name),
    text,
    original,
    number,
    instant,
    nobody(name) {
      const spec = columns.get(name)?.spec;
      const empty = spec?.empty ?? (mapping.rows === 'changes' ? 'nobody' : 'unchanged');
      return spec !== undefined && empty === 'nobody' && text(name) === undefined;
    },
    flag(name) {
      const word = text(name);
      return word === undefined ? undefined : cellFlag(word, name);
    },
    list: (name) => cellList(text(name), columns.get(name)?.spec.separator ?? '|'),
    rowFor: (name) => columns.get(name)?.spec.row ?? 'last',
    onlyStatedSolutions: mapping.solutions === 'stated',
    inFileOrder: mapping.order === 'file',
  };
}
