/** Lines held at most until it is clear whether a quote that opens in them is ever closed. */
const MOST_HELD_CHARS = 1024 * 1024;

/** Lines are taken for rows where so many of them have as many cells as the file's rows have. */
const ROWS_SHARE = 0.8;

/**
 * The number of cells of a line, and whether it ends within a quoted cell. A quote opens only where a cell begins, and
 * closes only where one ends; two in a row are one sign.
 */
export function scanLine(
  line: string,
  delimiter: string,
  isOpen: boolean,
): { readonly cells: number; readonly isOpen: boolean } {
  let cells = 1;
  let open = isOpen;
  let at = 0;
  for (;;) {
    if (open) {
      const quote = line.indexOf('"', at);
      if (quote < 0) return { cells, isOpen: true };
      const next = line[quote + 1];
      if (next === '"') at = quote + 2;
      else {
        open = next !== undefined && next !== delimiter && next !== '\r';
        at = quote + 1;
      }
    } else {
      if (line[at] === '"' && (at === 0 || line[at - 1] === delimiter)) {
        open = true;
        at += 1;
        continue;
      }
      const cut = line.indexOf(delimiter, at);
      if (cut < 0) return { cells, isOpen: false };
      cells += 1;
      at = cut + 1;
    }
  }
}

/** Mends what is handed to a parser of CSV line by line. */
export interface QuoteMender {
  /** The text to be parsed, for whole lines of a file (without their ends); fewer than came, or ones held before. */
  readonly take: (lines: readonly string[]) => string;
  /** What is still held at the end of the file. */
  readonly end: () => string;
  /** Numbers of the lines (from 1) on which a quote was opened and never closed; they are to be set aside. */
  readonly broken: ReadonlySet<number>;
}

/**
 * A quote that is never closed would take every line behind it for the text of one cell. Where the lines behind it are
 * rows (`width` cells), the line on which it opens is closed and named in `broken`, and the others are read on their own.
 */
export function createQuoteMender(delimiter: string, width: number): QuoteMender {
  const broken = new Set<number>();
  let held: string[] = [];
  let heldChars = 0;
  let isOpen = false;
  /** More than can be held came without a row among it: one huge cell, which is passed on as it comes. */
  let isLong = false;
  let line = 0;

  const areRows = (lines: readonly string[]): boolean => {
    const rows = lines.filter((each) => each.split(delimiter).length === width).length;
    return width > 1 && lines.length > 0 && rows >= ROWS_SHARE * lines.length;
  };
  /** Whether each is a row by itself, its quotes closed: the last one of a cell on several lines has one too many. */
  const areWhole = (lines: readonly string[]): boolean =>
    width > 1 &&
    lines.length > 0 &&
    (lines.at(-1)!.split('"').length - 1) % 2 === 0 &&
    lines.every((each) => {
      const scanned = scanLine(each, delimiter, false);
      return scanned.cells === width && !scanned.isOpen;
    });
  const letGo = (): string => {
    const text = held.map((each) => `${each}\n`).join('');
    held = [];
    heldChars = 0;
    isOpen = false;
    return text;
  };
  /** Closes the line on which the quote opened, and reads the lines behind it anew. */
  const breakOff = (): string => {
    const [first, ...rest] = held;
    const at = line - held.length + 1;
    broken.add(at);
    held = [];
    heldChars = 0;
    isOpen = false;
    line = at;
    let out = `${first}"\n`;
    for (const each of rest) out += one(each);
    return out;
  };
  function one(text: string): string {
    line += 1;
    const scanned = scanLine(text, delimiter, isOpen);
    if (isLong) {
      isOpen = scanned.isOpen;
      isLong = isOpen;
      return `${text}\n`;
    }
    if (!isOpen && !scanned.isOpen) return `${text}\n`;
    isOpen = true;
    held.push(text);
    heldChars += text.length;
    if (!scanned.isOpen) {
      const inner = held.slice(1);
      const isBroken = areWhole(inner) || (areRows(inner) && cellsOf(held, delimiter) !== width);
      return isBroken ? breakOff() : letGo();
    }
    if (heldChars <= MOST_HELD_CHARS) return '';
    if (areRows(held.slice(1))) return breakOff();
    const all = letGo();
    [isOpen, isLong] = [true, true];
    return all;
  }
  return {
    broken,
    take(lines) {
      let out = '';
      for (const text of lines) out += one(text);
      return out;
    },
    end() {
      let out = '';
      // What is read anew may hold another one.
      while (held.length > 0) {
        if (held.length === 1 || areRows(held.slice(1))) {
          out += breakOff();
          continue;
        }
        broken.add(line - held.length + 1);
        held[held.length - 1] += '"';
        out += letGo();
      }
      return out;
    },
  };
}

/** How many cells a row has that lies on several lines. */
function cellsOf(lines: readonly string[], delimiter: string): number {
  let [cells, isOpen] = [1, false];
  for (const line of lines) {
    const scanned = scanLine(line, delimiter, isOpen);
    cells += scanned.cells - 1;
    isOpen = scanned.isOpen;
  }
  return cells;
}
