import { tmpdir } from 'node:os';
import Database from 'better-sqlite3';
import { guardFolder } from '../temp-file.ts';
import { readXml } from './xml.ts';

/** The texts of a workbook that its cells name by number. */
export interface SharedStrings {
  readonly at: (index: number) => string | undefined;
  readonly close: () => void;
}

/** How many characters of texts may stay in memory before they go to a temporary table. */
const MEMORY_CHARS = 4 * 1024 * 1024;

/** How many texts of the table are kept at hand. */
const CACHED = 20_000;

/** Reads the texts; those of a large workbook lie in a temporary SQLite table. */
export async function readSharedStrings(
  chunks: AsyncIterable<Uint8Array>,
  memoryChars = MEMORY_CHARS,
): Promise<SharedStrings> {
  let texts: string[] = [];
  let chars = 0;
  let table: TextTable | undefined;
  let text = '';
  let isInText = false;
  let phonetic = 0;
  const document = readXml(chunks, {
    onOpen(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') isInText = phonetic === 0;
    },
    onText(part) {
      if (isInText) text += part;
    },
    onClose(name) {
      if (name === 't') isInText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') {
        texts.push(unescaped(text));
        chars += text.length;
      }
    },
  });
  try {
    for await (const _ of document) {
      if (chars <= memoryChars) continue;
      table ??= createTextTable();
      table.add(texts);
      texts = [];
      chars = 0;
    }
    if (!table) return { at: (index) => texts[index], close: () => undefined };
    table.add(texts);
    return table;
  } catch (error) {
    table?.close();
    throw error;
  }
}

/** Signs that XML cannot hold stand as `_x000D_` (ECMA-376, part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

interface TextTable extends SharedStrings {
  readonly add: (texts: readonly string[]) => void;
}

function createTextTable(): TextTable {
  // A database without a name lies in a temporary file that vanishes with it, however the process ends.
  const db = new Database('');
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000');
  db.exec('CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO text VALUES (?, ?)');
  const select = db.prepare<[number], string>('SELECT text FROM text WHERE id = ?').pluck();
  let cached = new Map<number, string>();
  let count = 0;
  return {
    add(texts) {
      guardFolder(tmpdir(), () =>
        db.transaction(() => {
          for (const text of texts) insert.run(count++, text);
        })(),
      );
    },
    at(index) {
      const known = cached.get(index);
      if (known !== undefined) return known;
      const text = select.get(index);
      if (text === undefined) return undefined;
      if (cached.size >= CACHED) cached = new Map();
      cached.set(index, text);
      return text;
    },
    close() {
      db.close();
    },
  };
}
