import { CsvError, type Parser, parse } from 'csv-parse';
import { ConfigError } from '../../src/model/errors.ts';
import { createQuoteMender, type QuoteMender, scanLine } from './quotes.ts';
import type { Row } from './rows.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** A row longer than this is a quote that was never closed. */
const LARGEST_RECORD_CHARS = 16 * 1024 * 1024;

/** A row longer than this is no ticket: it is set aside. */
const LARGEST_ROW_CHARS = 1024 * 1024;

/** What stands behind so much of one line is passed over, so that one line never fills the memory. */
const LONGEST_LINE_CHARS = 8 * 1024 * 1024;

/** How many lines tell the delimiter. */
const SNIFFED_LINES = 50;

/**
 * The delimiter that cuts most of the first lines into the same number of cells, and into the most; a comma when
 * nothing tells. Lines of titles above the heading do not count against it.
 */
export function guessDelimiter(text: string): string {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '')
    .split('\n')
    .slice(0, SNIFFED_LINES);
  let best: string = DELIMITERS[0];
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const cuts = line.split(delimiter).length - 1;
      if (cuts > 0) counts.set(cuts, (counts.get(cuts) ?? 0) + 1);
    }
    for (const [cuts, times] of counts) {
      if (cuts * times <= most) continue;
      best = delimiter;
      most = cuts * times;
    }
  }
  return best;
}

/** A first line by which a spreadsheet program is told the delimiter. */
const DECLARED_DELIMITER = /^"?sep=(.)"?\n/i;

/**
 * The rows of a CSV text, its header among them; `line` is the number of the text line on which a row begins. Quotes
 * inside unquoted cells are kept as they are. A row of more than 1 MB, and one with a quote that is never closed, has a
 * reason instead of cells. A cell of more than 16 MB is no CSV: ConfigError with the line on which it begins.
 */
export async function* readCsv(
  name: string,
  text: AsyncIterable<string>,
  delimiter: string | undefined,
): AsyncGenerator<Row> {
  let parser: Parser | undefined;
  let lastLine = 0;
  let linesAbove = 0;
  let mender: QuoteMender | undefined;
  /** The line that has not ended yet. */
  let rest = '';
  const ready: { record: string[]; line: number }[] = [];
  let failure: unknown;

  const open = (head: string, declared: string | undefined): Parser => {
    const sign = delimiter ?? declared ?? guessDelimiter(head);
    mender = createQuoteMender(sign, usualWidth(head, sign));
    const made = parse({
      delimiter: sign,
      record_delimiter: '\n',
      columns: false,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LARGEST_RECORD_CHARS,
      // Taken as they are parsed: none is lost in a buffer when a later one fails.
      on_record(record: string[], { lines }) {
        ready.push({ record, line: lines });
        return null;
      },
    });
    made.resume();
    made.on('error', (error) => {
      failure = error;
    });
    return made;
  };

  const take = function* (): Generator<Row> {
    for (const { record, line: end } of ready.splice(0)) {
      const line = linesAbove + end - lineEndsIn(record);
      lastLine = linesAbove + end;
      if (mender?.broken.has(line - linesAbove)) yield { line, reason: 'a quote (") is opened here and never closed' };
      else if (lengthOf(record) > LARGEST_ROW_CHARS) yield { line, reason: 'is longer than 1 MB' };
      else yield { line, cells: record };
    }
    if (failure) throw explain(name, failure, lastLine);
  };

  for await (const piece of withLinesCut(withHead(text))) {
    const declaration = parser ? null : DECLARED_DELIMITER.exec(piece);
    if (declaration) linesAbove = 1;
    const rows = declaration ? piece.slice(declaration[0].length) : piece;
    parser ??= open(rows, declaration?.[1]);
    const lines = `${rest}${rows}`.split('\n');
    rest = lines.pop()!;
    await written(parser, mender!.take(lines));
    yield* take();
  }
  if (!parser) return;
  const ending = parser;
  await written(ending, `${rest === '' ? '' : mender!.take([rest])}${mender!.end()}`);
  await new Promise<void>((resolve) => {
    ending.once('close', resolve).once('end', resolve);
    ending.end();
  });
  yield* take();
}

/**
 * How many cells a row has: as many as most of the first rows, cells on several lines taken together. Where a quote that is
 * never closed would take rows together that are none, lines by themselves have the heading's number of cells.
 */
function usualWidth(text: string, delimiter: string): number {
  const together = text.replace(/"(?:[^"]|"")*"/g, (cell) => cell.replaceAll('\n', ' '));
  const [byRow, byLine] = [mostCells(together, delimiter), mostCells(text, delimiter)];
  const lines = text.split('\n').slice(0, SNIFFED_LINES);
  const heading = lines.map((line) => scanLine(line, delimiter, false).cells).find((cells) => cells > 1);
  return byRow === heading ? byRow : byLine;
}

/** How many cells most of the first lines have. */
function mostCells(text: string, delimiter: string): number {
  const counts = new Map<number, number>();
  for (const line of text.split('\n').slice(0, SNIFFED_LINES)) {
    const { cells } = scanLine(line, delimiter, false);
    counts.set(cells, (counts.get(cells) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}

/** What the first lines are told from. */
const HEAD_CHARS = 64 * 1024;

/** The text with a first piece of some length, whatever comes out of an archive first: delimiter and width are told from it. */
async function* withHead(text: AsyncIterable<string>): AsyncGenerator<string> {
  let head: string | undefined = '';
  for await (const piece of text) {
    if (head === undefined) {
      yield piece;
      continue;
    }
    head += piece;
    if (head.length < HEAD_CHARS) continue;
    yield head;
    head = undefined;
  }
  if (head !== undefined && head !== '') yield head;
}

/** The text without what stands behind the longest part of a line that is read; a quote that it opens is closed there. */
async function* withLinesCut(text: AsyncIterable<string>): AsyncGenerator<string> {
  let length = 0;
  let quotes = 0;
  for await (const piece of text) {
    if (length + piece.length <= LONGEST_LINE_CHARS && !piece.includes('\n')) {
      length += piece.length;
      quotes += quotesIn(piece);
      yield piece;
      continue;
    }
    const lines = piece.split('\n');
    let out = '';
    for (const [index, line] of lines.entries()) {
      if (index > 0) {
        out += '\n';
        length = 0;
        quotes = 0;
      }
      if (length > LONGEST_LINE_CHARS) continue;
      const kept = line.slice(0, LONGEST_LINE_CHARS - length);
      quotes += quotesIn(kept);
      length += line.length;
      out += length > LONGEST_LINE_CHARS && quotes % 2 === 1 ? `${kept}"` : kept;
    }
    yield out;
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function lengthOf(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + cell.length, 0);
}

function written(parser: Parser, text: string): Promise<void> {
  return new Promise((resolve) => {
    parser.write(text, () => resolve());
  });
}

function lineEndsIn(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  return count;
}

function explain(name: string, error: unknown, lastLine: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const place = `${name}, line ${lastLine + 1}`;
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const limit = `${LARGEST_RECORD_CHARS / 1024 / 1024} MB`;
    return new ConfigError(
      `${place}: a row of more than ${limit} begins here, by a quote (") that is never closed or by a huge cell: mend that row and try again`,
      { cause: error },
    );
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new ConfigError(`${place}: a quote (") is opened here and never closed: mend that row and try again`, {
      cause: error,
    });
  }
  return new ConfigError(`${place}: not readable as CSV (${error.code}): mend that row and try again`, {
    cause: error,
  });
}
