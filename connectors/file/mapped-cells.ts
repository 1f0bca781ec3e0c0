import { DataError } from '../../src/model/errors.ts';
import { type Cells, cellFlag, cellList } from './cells.ts';
import type { Rule } from './column-spec.ts';
import { plausible } from './instants.ts';
import type { Losses } from './losses.ts';
import { type MappedColumn, type MappedColumns, readableCells } from './mapped-columns.ts';
import { type FileMapping, requiredColumns } from './mapping.ts';
import { readNumber } from './numbers.ts';

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

/** Makes what shows a kept row of a mapped file under the names of the model. */
export function createMappedView(
  mapping: FileMapping,
  { columns, rules }: MappedColumns,
  losses: Losses,
): (line: number, kept: readonly unknown[]) => Cells {
  const required = new Set(requiredColumns(mapping.rows).map((all) => all[0]!));
  const fields = [...columns.keys()]
    .filter((name) => name.startsWith('fields.'))
    .map((column) => ({ name: column.slice('fields.'.length), column }));

  return (line, kept) => {
    const row = { line, columns: new Set<string>() };
    const ruled = ruledValues(rules, kept);
    const attempt: Cells['attempt'] = (name, read) => (required.has(name) ? read() : losses.attempt(row, name, read));

    const first = (name: string): string | undefined => {
      const column = columns.get(name);
      if (!column?.source) return column?.spec.value;
      const cell = column.source.filled(kept)[0];
      return cell === undefined ? undefined : String(cell);
    };
    const word = (name: string): string | undefined => {
      const given = ruled.get(name);
      if (given !== undefined) return given;
      const own = first(name);
      const values = columns.get(name)?.values;
      if (own === undefined || !values) return own;
      const value = values(own);
      return value === undefined ? own : (value ?? undefined);
    };
    const original = (name: string): string | undefined => attempt(name, () => first(name));
    const text = (name: string): string | undefined => attempt(name, () => word(name));
    const number = (name: string): number | undefined =>
      attempt(name, () => {
        const column = columns.get(name);
        const value = ruled.has(name) ? undefined : column && numberOf(column, kept);
        return value === undefined ? undefined : value * (column?.spec.times ?? 1);
      });
    const duration = (name: string): number | undefined =>
      attempt(name, () => {
        const column = columns.get(name);
        const cell = column && readableCells(column, kept)[0];
        return cell === undefined ? undefined : column?.duration?.read(cell, column.label);
      });
    const instant = (name: string): number | undefined =>
      attempt(name, () => {
        const column = columns.get(name);
        if (!column) return undefined;
        if (column.after !== undefined) {
          const length = duration(name);
          const start = length === undefined ? undefined : instant(column.after);
          return start === undefined ? undefined : plausible(start + length!, column.label);
        }
        const cells = readableCells(column, kept);
        if (cells.length === 0) return undefined;
        if (!column.time) throw new DataError(`${column.label} is no column of times`);
        return column.time.instant(line, cells.map(String), column.label, column.zone(kept));
      });
    return {
      line,
      fields,
      has: (name) => columns.has(name) || ruled.has(name),
      filled: (name) => (columns.get(name)?.source?.filled(kept).length ?? 0) > 0,
      text,
      original,
      number,
      duration,
      instant,
      attempt,
      spanMs(name) {
        const column = columns.get(name);
        return column?.time?.spanMs() ?? 1;
      },
      nobody(name) {
        const spec = columns.get(name)?.spec;
        const empty = spec?.empty ?? (mapping.rows === 'changes' ? 'nobody' : 'unchanged');
        return spec !== undefined && empty === 'nobody' && text(name) === undefined;
      },
      flag: (name) =>
        attempt(name, () => {
          const own = word(name);
          return own === undefined ? undefined : cellFlag(own, columns.get(name)?.label ?? name);
        }),
      list: (name) => cellList(text(name), columns.get(name)?.spec.separator ?? '|'),
      rowFor(name) {
        const spec = columns.get(name)?.spec;
        return spec?.row ?? (spec?.when ? 'last_given' : 'last');
      },
      onlyStatedSolutions: mapping.solutions === 'stated',
      inFileOrder: mapping.order === 'file',
    };
  };
}

function ruledValues(rules: MappedColumns['rules'], kept: readonly unknown[]): ReadonlyMap<string, string> {
  const ruled = new Map<string, string>();
  const holding = rules.filter(({ test }) => test(kept));
  for (const [name, key] of holding.length > 0 ? RULED : []) {
    const value = holding.find(({ means }) => means[key] !== undefined)?.means[key];
    if (value !== undefined) ruled.set(name, String(value));
  }
  return ruled;
}

function numberOf(column: MappedColumn, kept: readonly unknown[]): number | undefined {
  if (!column.source)
    return column.spec.value === undefined ? undefined : readNumber(column.spec.value, column.label, undefined);
  const cell = readableCells(column, kept)[0];
  if (cell === undefined || typeof cell === 'number') return cell;
  const isOwn = column.source.filled(kept)[0] === cell;
  return isOwn && column.number ? column.number.read(cell, column.label) : readNumber(cell, column.label, undefined);
}
