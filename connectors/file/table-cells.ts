import { type Cells, cellFlag, cellList, cellText } from './cells.ts';
import type { DurationColumn } from './durations.ts';
import { isoInstant, type LocalTime } from './instants.ts';
import type { Losses } from './losses.ts';
import { type NumberColumn, readNumber } from './numbers.ts';
import type { Readers } from './readers.ts';
import { DURATION_COLUMNS, NUMBER_COLUMNS, TABLES, type TableHeader, type TableName } from './tables.ts';

const NOBODY = new Set(['-', 'null']);

/** The columns of a table of the model, made ready to be asked. */
export interface TableView {
  /** Notes what a row says of how its numbers are written. */
  readonly note: (cells: readonly unknown[]) => void;
  readonly view: (line: number, cells: readonly unknown[]) => Cells;
}

/** Makes what shows the rows of a table whose columns have the model's names; `header` may grow between two rows, `local` tells what times without an offset are. */
export function createTableView(
  table: TableName,
  file: string,
  header: () => TableHeader,
  readers: Readers,
  losses: Losses,
  local: LocalTime | undefined,
): TableView {
  const required = new Set(TABLES[table].required.map((all) => all[0]!));
  const numbers = new Map<string, NumberColumn>();
  const durations = new Map<string, DurationColumn>();
  const numberColumn = (name: string): NumberColumn => {
    const column = numbers.get(name) ?? readers.number(`${file}, ${name}`, undefined);
    numbers.set(name, column);
    return column;
  };
  const durationColumn = (name: string): DurationColumn => {
    const told = { unit: 'milliseconds', decimal: undefined, language: undefined } as const;
    const column = durations.get(name) ?? readers.duration(`${file}, ${name}`, told);
    durations.set(name, column);
    return column;
  };
  return {
    note(cells) {
      for (const [name, position] of header().positions) {
        const cell = cells[position];
        if (DURATION_COLUMNS.has(name)) {
          if ((typeof cell === 'string' && cell.trim() !== '') || typeof cell === 'number')
            durationColumn(name).note(cell);
        } else if (NUMBER_COLUMNS.has(name) && typeof cell === 'string') numberColumn(name).note(cell);
      }
    },
    view(line, cells) {
      const { positions, fields } = header();
      const row = { line, columns: new Set<string>() };
      const attempt: Cells['attempt'] = (name, read) => (required.has(name) ? read() : losses.attempt(row, name, read));
      const cell = (name: string): unknown => {
        const position = positions.get(name);
        return position === undefined ? undefined : cells[position];
      };
      const word = (name: string): string | undefined => {
        const value = cellText(cell(name), name);
        return value !== undefined && NOBODY.has(value.toLowerCase()) ? undefined : value;
      };
      const text = (name: string): string | undefined => attempt(name, () => word(name));
      const reading =
        <T>(read: (own: string, name: string) => T) =>
        (name: string): T | undefined =>
          attempt(name, () => {
            const own = word(name);
            return own === undefined ? undefined : read(own, name);
          });
      return {
        line,
        fields,
        attempt,
        rowFor: () => 'last',
        onlyStatedSolutions: false,
        inFileOrder: false,
        has: (name) => positions.has(name),
        filled: (name) => cell(name) !== undefined && cell(name) !== '',
        text,
        original: text,
        nobody(name) {
          const value = cell(name);
          return typeof value === 'string' && NOBODY.has(value.trim().toLowerCase());
        },
        instant: reading((own, name) => isoInstant(own, name, local)),
        spanMs: () => 1,
        number: reading((own, name) => {
          const value = cell(name);
          if (typeof value === 'number') return value;
          return numbers.get(name)?.read(own, name) ?? readNumber(own, name, undefined);
        }),
        duration: reading((own, name) => {
          const value = cell(name);
          return durationColumn(name).read(typeof value === 'number' ? value : own, name);
        }),
        flag: reading(cellFlag),
        list: (name) => cellList(text(name), '|'),
      };
    },
  };
}
