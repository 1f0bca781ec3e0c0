import type { Row } from '../rows.ts';
import { columnOf, rowOf, shownNumber } from './cell.ts';
import { type SharedStrings, unescaped } from './shared-strings.ts';
import type { NumberKind } from './styles.ts';
import { readXml } from './xml.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: SharedStrings;
  readonly kinds: readonly NumberKind[];
  readonly epoch: number;
}

/** Cells that were merged into one: columns and rows, both ends included. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** More columns than a workbook has. */
const MOST_COLUMNS = 16_384;

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Za-z]+\d+):([A-Za-z]+\d+)"/g;

/** The merged cells of a sheet that reach over several rows, which it tells only after its rows. */
export async function readMerges(chunks: AsyncIterable<Uint8Array>): Promise<readonly Merge[]> {
  const merges: Merge[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true });
    for (const [, from, to] of text.matchAll(MERGE)) {
      const merge = { left: columnOf(from!), right: columnOf(to!), top: rowOf(from!), bottom: rowOf(to!) };
      if (merge.bottom > merge.top) merges.push(merge);
    }
    const open = text.lastIndexOf('<');
    rest = open < 0 || text.indexOf('>', open) >= 0 ? '' : text.slice(open);
  }
  return merges;
}

/** The cell that is being read. */
interface OpenCell {
  column: number;
  type: string;
  style: number;
  text: string;
  hasFormula: boolean;
  hasValue: boolean;
}

/**
 * The rows of a sheet, each with its number; empty rows are left out. Cells hold texts, numbers and booleans, errors
 * (`#N/A`) hold nothing. Merged cells hold their value in each of their rows. `onUncomputed` hears of each formula
 * whose value the program that wrote the file did not work out.
 */
export async function* readSheet(
  chunks: AsyncIterable<Uint8Array>,
  { strings, kinds, epoch }: SheetContext,
  merges: readonly Merge[],
  onUncomputed: () => void,
): AsyncGenerator<Row & { readonly cells: readonly unknown[] }> {
  let rows: { line: number; cells: unknown[] }[] = [];
  let line = 0;
  let cells: unknown[] = [];
  let cell: OpenCell | undefined;
  let isValue = false;
  const fill = createMergeFill(merges);

  const document = readXml(chunks, {
    onOpen(name, attributes) {
      if (name === 'row') {
        line = attributes.r === undefined ? line + 1 : Number(attributes.r);
        cells = [];
      } else if (name === 'c') {
        const column = attributes.r === undefined ? cells.length : columnOf(attributes.r);
        const { t: type = 'n', s: style = '-1' } = attributes;
        cell = { column, type, style: Number(style), text: '', hasFormula: false, hasValue: false };
      } else if (cell && (name === 'v' || name === 't')) {
        isValue = true;
        cell.hasValue = true;
      } else if (cell && name === 'rPh') {
        isValue = false;
      } else if (cell && name === 'f') {
        cell.hasFormula = true;
      }
    },
    onText(text) {
      if (cell && isValue) cell.text += text;
    },
    onClose(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'c' && cell) {
        if (cell.hasFormula && !cell.hasValue) onUncomputed();
        if (cell.column >= 0 && cell.column < MOST_COLUMNS) {
          while (cells.length < cell.column) cells.push(undefined);
          cells[cell.column] = readCell(cell);
        }
        cell = undefined;
      } else if (name === 'row') {
        fill(line, cells);
        if (cells.some((value) => value !== undefined)) rows.push({ line, cells });
      }
    },
  });

  function readCell({ type, style, text }: OpenCell): unknown {
    if (text === '' || type === 'e') return undefined;
    if (type === 's') return strings.at(Number(text));
    if (type === 'b') return text === '1' || text === 'true';
    if (type === 'inlineStr' || type === 'str') return unescaped(text);
    if (type === 'd') return text;
    const number = Number(text);
    if (!Number.isFinite(number)) return undefined;
    return shownNumber(number, kinds[style] ?? 'number', epoch);
  }

  for await (const _ of document) {
    if (rows.length === 0) continue;
    const ready = rows;
    rows = [];
    yield* ready;
  }
  yield* rows;
}

/** Gives the rows below the first one of merged cells its value. */
function createMergeFill(merges: readonly Merge[]): (line: number, cells: unknown[]) => void {
  const waiting = merges.toSorted((a, b) => a.top - b.top);
  let active: { readonly merge: Merge; readonly value: unknown }[] = [];
  let next = 0;
  return (line, cells) => {
    active = active.filter(({ merge }) => merge.bottom >= line);
    for (const { merge, value } of active) {
      while (cells.length <= merge.left) cells.push(undefined);
      cells[merge.left] ??= value;
    }
    for (; next < waiting.length && waiting[next]!.top <= line; next += 1) {
      const merge = waiting[next]!;
      if (merge.top === line && merge.bottom > line) active.push({ merge, value: cells[merge.left] });
    }
  };
}
