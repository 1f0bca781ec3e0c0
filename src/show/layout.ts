import { printable } from './escape.ts';

/** A column of a table; an optional one is left out, the last first, when the line is too narrow. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly optional?: boolean;
}

const GAP = 2;
/** The first column is not cut below this while an optional column can go instead. */
const NARROWEST = 22;

/**
 * How many terminal cells a text takes: marks and invisible characters none, East Asian wide characters and emoji two.
 */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) {
    if (/[\p{M}\p{Cf}]/u.test(character)) continue;
    cells += WIDE.test(character) ? 2 : 1;
  }
  return cells;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** A name from outside, safe to show on one line and cut to `cells`; the cut is marked. */
export function nameCell(text: string, cells: number): string {
  const clean = printable(text)
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ');
  return cut(clean, cells);
}

function cut(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  let taken = 0;
  for (const character of text) {
    taken += cellsOf(character);
    if (taken > cells - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Lines of a table with aligned columns. The first column gives way when the line is too narrow, then optional ones. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const kept = columns.map((_, index) => index);
  const widthOf = (index: number): number =>
    Math.max(cellsOf(columns[index]!.head), ...rows.map((row) => cellsOf(row[index] ?? '')));
  const rest = (): number => kept.slice(1).reduce((sum, index) => sum + GAP + widthOf(index), 0);
  while (rest() + Math.min(NARROWEST, widthOf(0)) > width) {
    const drop = kept.findLast((index) => columns[index]!.optional === true);
    if (drop === undefined) break;
    kept.splice(kept.indexOf(drop), 1);
  }
  const first = Math.max(1, Math.min(widthOf(0), width - rest()));
  const line = (cells: readonly string[]): string =>
    kept
      .map((index, place) => {
        const cell = place === 0 ? cut(cells[0] ?? '', first) : (cells[index] ?? '');
        return pad(cell, place === 0 ? first : widthOf(index), columns[index]!.align);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [line(columns.map((column) => column.head)), ...rows.map(line)];
}

/** A sentence broken into lines of at most `width`; further lines are set in by `indent`. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && cellsOf(longer) > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return line.trim() === '' ? lines : [...lines, line];
}

/** A share as a bar of `cells` characters, with eighths of a character at its end. */
export function bar(share: number, cells: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * cells * 8);
  const tail = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]!;
  return '█'.repeat(Math.floor(eighths / 8)) + tail;
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - cellsOf(text)));
  return align === 'right' ? space + text : text + space;
}
