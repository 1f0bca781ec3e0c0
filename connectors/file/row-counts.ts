import type { Rejection } from '../../src/model/source.ts';
import type { Input } from './input.ts';

/** What became of the rows of one file. */
export interface FileRows {
  readonly name: string;
  readonly role: string;
  rows: number;
  /** Rows that the mapping leaves out. */
  leftOut: number;
  setAside: number;
}

/** Why rows were set aside, alike reasons together. */
export interface Reason {
  readonly reason: string;
  /** Where the first of them stands. */
  readonly place: string;
  count: number;
}

/** Counts of the rows of some inputs, and the reasons why some were set aside. */
export interface RowCounts {
  readonly inputs: readonly Input[];
  readonly files: readonly FileRows[];
  /** Most frequent first. */
  readonly reasons: () => readonly Reason[];
  readonly add: (rejected: readonly Rejection[]) => void;
}

/** Reasons differ by the cells they show; beyond so many kinds they are counted as others. */
const MOST_REASONS = 1000;

/** The same inputs, whose rows are counted as they are read. */
export function countedRows(inputs: readonly Input[]): RowCounts {
  const files = inputs.map(({ file, role }): FileRows => ({ name: file.name, role, rows: 0, leftOut: 0, setAside: 0 }));
  const reasons = new Map<string, Reason>();
  return {
    files,
    inputs: inputs.map((input, index) => counted(input, files[index]!)),
    reasons: () => [...reasons.values()].sort((a, b) => b.count - a.count),
    add(rejected) {
      for (const { place, reason } of rejected) {
        const file = files.find(({ name }) => place.startsWith(`${name}, `));
        if (file) file.setAside += 1;
        const kind = `${file?.name ?? ''} ${withoutCells(reason)}`;
        const known = reasons.get(kind) ?? (reasons.size < MOST_REASONS ? undefined : reasons.get(''));
        if (known) known.count += 1;
        else if (reasons.size < MOST_REASONS) reasons.set(kind, { reason, place, count: 1 });
        else reasons.set('', { reason: 'other reasons', place, count: 1 });
      }
    },
  };
}

/** A reason without what the cell or another line held. */
function withoutCells(reason: string): string {
  return reason.replace(/"(?:[^"\\]|\\.)*"/g, '"…"').replace(/\d+/g, '0');
}

function counted(input: Input, file: FileRows): Input {
  return {
    ...input,
    async open(reading) {
      file.rows = 0;
      file.leftOut = 0;
      const open = await input.open(reading);
      return {
        ...open,
        rows: (async function* () {
          for await (const row of open.rows) {
            file.rows += 1;
            yield row;
          }
        })(),
        wanted(cells, kept) {
          const isWanted = open.wanted(cells, kept);
          if (!isWanted) file.leftOut += 1;
          return isWanted;
        },
      };
    },
  };
}
