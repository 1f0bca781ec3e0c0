import { DataError } from '../../src/model/errors.ts';
import { cellText, compileValueMap, type ValueMap } from './cells.ts';
import type { ColumnSpec, Rule, ZoneSpec } from './column-spec.ts';
import type { DurationColumn } from './durations.ts';
import type { LocalTime } from './instants.ts';
import { columnNames, type FileMapping } from './mapping.ts';
import type { NumberColumn } from './numbers.ts';
import { compileCondition, type Places, slotsOf, type Test } from './places.ts';
import type { Readers } from './readers.ts';
import { DURATION_COLUMNS, NUMBER_COLUMNS } from './tables.ts';
import type { TimeColumn } from './time-column.ts';

/** The cells of a column: all that are filled, of which the first counts where they are not joined. */
export interface Source {
  readonly filled: (kept: readonly unknown[]) => readonly (string | number)[];
  readonly name: string;
}

/** One column of the model as a mapping tells it. */
export interface MappedColumn {
  readonly spec: ColumnSpec;
  /** How messages name it: by the model's word, and by the file's where that is another. */
  readonly label: string;
  /** Undefined for a constant. */
  readonly source: Source | undefined;
  readonly values: ValueMap | undefined;
  readonly number: NumberColumn | undefined;
  readonly duration: DurationColumn | undefined;
  readonly time: TimeColumn | undefined;
  /** Where the clock stood when a row was written. */
  readonly zone: (kept: readonly unknown[]) => LocalTime | undefined;
  /** The column inside whose instant this length of time begins. */
  readonly after: string | undefined;
}

/** A file's mapping made ready to be asked. */
export interface MappedColumns {
  readonly columns: ReadonlyMap<string, MappedColumn>;
  readonly rules: readonly { readonly test: Test; readonly means: Rule['means'] }[];
  readonly wanted: Test;
  /** Notes what a wanted row says of how its cells are written. */
  readonly note: (line: number, kept: readonly unknown[]) => void;
}

/** What the file itself adds to its mapping. */
export interface FileFacts {
  readonly file: string;
  readonly places: Places;
  readonly readers: Readers;
  /** Day 0 of a workbook's serial numbers; undefined for other files. */
  readonly excelEpoch: number | undefined;
}

/** Compiles the columns, conditions and rules of a mapping; the cells it needs are entered in the places. */
export function compileColumns(mapping: FileMapping, facts: FileFacts): MappedColumns {
  const { places } = facts;
  const names = columnNames(mapping.rows);
  const missing = new Set(mapping.missing);
  const columns = new Map<string, MappedColumn>();
  for (const [name, spec] of Object.entries(mapping.columns)) {
    const inside = names.get(name) ?? name;
    columns.set(inside, compileColumn(inside, spec, mapping, facts, names));
  }
  const rules = mapping.rules.map(({ when, means }) => ({ test: compileCondition(when, places, missing), means }));
  return {
    columns,
    rules,
    wanted: mapping.keep ? compileCondition(mapping.keep, places, missing) : () => true,
    note(line, kept) {
      for (const column of columns.values()) noteCell(column, line, kept);
    },
  };
}

/** Whether the model's column holds an instant: all of them are named so. */
export function isTime(name: string): boolean {
  return name === 'at' || name.endsWith('_at');
}

function compileColumn(
  name: string,
  spec: ColumnSpec,
  mapping: FileMapping,
  facts: FileFacts,
  names: ReadonlyMap<string, string>,
): MappedColumn {
  const { readers, excelEpoch } = facts;
  const source = spec.value === undefined ? compileSource(name, spec, mapping, facts.places) : undefined;
  const label = source === undefined || source.name === `"${name}"` ? name : `${name} (${source.name})`;
  const place = source === undefined ? `${facts.file}, ${name}` : `${facts.file}, ${source.name}`;
  const zone = spec.zone ?? mapping.times.zone;
  const language = spec.language ?? mapping.times.language;
  const decimal = spec.decimal ?? mapping.decimal;
  const isDuration = spec.after !== undefined || DURATION_COLUMNS.has(name);
  const isImplied = spec.unit === undefined && name.endsWith('_ms');
  return {
    spec,
    label,
    source,
    values: spec.values && compileValueMap(spec.values),
    zone: compileZone(zone, mapping, facts),
    after: spec.after === undefined ? undefined : (names.get(spec.after) ?? spec.after),
    number: NUMBER_COLUMNS.has(name) && source ? readers.number(place, decimal) : undefined,
    duration:
      isDuration && source
        ? readers.duration(place, {
            unit: spec.unit ?? (isImplied ? 'milliseconds' : undefined),
            isImplied,
            decimal,
            language,
          })
        : undefined,
    time:
      isTime(name) && !isDuration && source
        ? readers.time(place, {
            formats: spec.formats ?? mapping.times.formats,
            language,
            hasZone: zone !== undefined,
            ...(excelEpoch === undefined ? {} : { also: ['ISO', 'excel'], excelEpoch }),
          })
        : undefined,
  };
}

function compileSource(name: string, spec: ColumnSpec, mapping: FileMapping, places: Places): Source {
  const slots = spec.join ? spec.join.map((heading) => places.slot({ heading })) : slotsOf(spec, places);
  if (spec.join) places.require(slots, 'all');
  const missing = new Set([...mapping.missing, ...(spec.missing ?? [])]);
  const counts = spec.when ? compileCondition(spec.when, places, new Set(mapping.missing)) : undefined;
  const pattern = spec.extract === undefined ? undefined : new RegExp(spec.extract, 'iu');

  const theirs = places.name(slots, spec.join ? 'and' : 'or');
  const label = `${name} (${theirs})`;
  const cellOf = (kept: readonly unknown[], slot: number): string | number | undefined => {
    const cell = kept[slot];
    const text = cellText(cell, label, spec.separator);
    if (text === undefined || missing.has(text)) return undefined;
    if (pattern) {
      const match = pattern.exec(text);
      return (match?.[1] ?? match?.[0])?.trim() || undefined;
    }
    return typeof cell === 'number' ? cell : text;
  };
  return {
    name: theirs,
    filled(kept) {
      if (counts && !counts(kept)) return [];
      const cells = slots.map((slot) => cellOf(kept, slot)).filter((cell) => cell !== undefined);
      return spec.join && cells.length > 1 ? [cells.join(' ')] : cells;
    },
  };
}

function compileZone(
  zone: ZoneSpec | undefined,
  mapping: FileMapping,
  { places, readers }: FileFacts,
): (kept: readonly unknown[]) => LocalTime | undefined {
  if (zone === undefined) return () => undefined;
  if (typeof zone === 'string') {
    const local = readers.zone(zone);
    return () => local;
  }
  const source = compileSource('zone', { column: zone.column }, mapping, places);
  const values = zone.values && compileValueMap(zone.values);
  return (kept) => {
    const word = source.filled(kept)[0];
    if (word === undefined) return undefined;
    const name = values?.(String(word)) ?? String(word);
    const local = readers.zone(name);
    if (local) return local;
    throw new DataError(
      `${source.name} is no IANA zone like Europe/Berlin and no offset like +02:00; say what it means in the mapping ("zone": {"column": …, "values": {…}})`,
    );
  };
}

/** The texts that tell a time or a number, after a map of values said which stand for another one or for none. */
export function readableCells(
  { source, values }: Pick<MappedColumn, 'source' | 'values'>,
  kept: readonly unknown[],
): readonly (string | number)[] {
  const filled = source?.filled(kept) ?? [];
  if (!values) return filled;
  return filled.flatMap((cell) => {
    const value = values(String(cell));
    return value === undefined ? [cell] : value === null ? [] : [value];
  });
}

function noteCell(column: MappedColumn, line: number, kept: readonly unknown[]): void {
  const { time, duration, number } = column;
  if (!time && !duration && !number) return;
  try {
    const cells = readableCells(column, kept);
    const [first] = cells;
    if (first === undefined) return;
    if (time) time.note(line, cells.map(String));
    else if (duration) duration.note(first);
    // What a map of values gives is the mapping's own way to write numbers.
    else if (number && typeof first === 'string' && column.source?.filled(kept)[0] === first) number.note(first);
  } catch (error) {
    // Such a cell tells nothing of how the others are written, and is told of when it is read.
    if (!(error instanceof DataError)) throw error;
  }
}
