import { posix } from 'node:path';
import { ConfigError } from '../../../src/model/errors.ts';
import type { Archive } from '../archive.ts';
import type { Row } from '../rows.ts';
import { EPOCH_1900, EPOCH_1904 } from './cell.ts';
import { readSharedStrings, type SharedStrings } from './shared-strings.ts';
import { readMerges, readSheet } from './sheet.ts';
import { type NumberKind, readStyles } from './styles.ts';
import { readWholeXml } from './xml.ts';

/** A sheet as the workbook lists it. */
export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Its rows, read anew at each call; `onBytes` hears of packed bytes. */
  readonly rows: (onBytes: (bytes: number) => void, onUncomputed: () => void) => AsyncGenerator<CellRow>;
}

export type CellRow = Extract<Row, { readonly cells: readonly unknown[] }>;

export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** Day 0 of its serial numbers, epoch ms. */
  readonly epoch: number;
  readonly close: () => void;
}

/** Whether these are the names of the files of a workbook. */
export function isWorkbook(names: readonly string[]): boolean {
  return names.some((name) => /^\/?xl\/workbook\.xml$/i.test(name));
}

/** Opens a workbook in an archive. ConfigError when it cannot be read, with what to do. */
export async function openWorkbook(name: string, archive: Archive): Promise<Workbook> {
  const find = (path: string): string | undefined =>
    archive.names.find((each) => each.replace(/^\//, '').toLowerCase() === path.toLowerCase());
  const part = (path: string): AsyncGenerator<Uint8Array> | undefined => {
    const found = find(path);
    return found === undefined ? undefined : archive.read(found);
  };
  try {
    const book = await readBook(part('xl/workbook.xml')!);
    const targets = await readTargets(part('xl/_rels/workbook.xml.rels'));
    const pathOf = (type: string, usual: string): string =>
      [...targets.values()].find((target) => target.type === type)?.path ?? usual;
    const kinds: readonly NumberKind[] = await optional(part(pathOf('styles', 'xl/styles.xml')), readStyles, []);
    const strings: SharedStrings = await optional(
      part(pathOf('sharedStrings', 'xl/sharedStrings.xml')),
      readSharedStrings,
      { at: () => undefined, close: () => undefined },
    );
    const context = { strings, kinds, epoch: book.epoch };
    const sheets = book.sheets.flatMap(({ name: sheetName, isHidden, id }): Sheet[] => {
      const target = targets.get(id);
      const path = target?.type === 'worksheet' ? find(target.path) : undefined;
      if (path === undefined) return [];
      return [
        {
          name: sheetName,
          isHidden,
          async *rows(onBytes, onUncomputed) {
            const merges = await readMerges(archive.read(path));
            yield* readSheet(archive.read(path, onBytes), context, merges, onUncomputed);
          },
        },
      ];
    });
    return { sheets, epoch: book.epoch, close: () => strings.close() };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${name} is a damaged workbook: open it in Excel or LibreOffice and save it again`, {
      cause: error,
    });
  }
}

async function optional<T>(
  chunks: AsyncIterable<Uint8Array> | undefined,
  read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
  none: T,
): Promise<T> {
  return chunks === undefined ? none : read(chunks);
}

interface Book {
  readonly sheets: readonly { readonly name: string; readonly id: string; readonly isHidden: boolean }[];
  readonly epoch: number;
}

async function readBook(chunks: AsyncIterable<Uint8Array>): Promise<Book> {
  const sheets: Book['sheets'][number][] = [];
  let epoch = EPOCH_1900;
  await readWholeXml(chunks, {
    onOpen(name, attributes) {
      if (name === 'workbookPr' && /^(1|true)$/i.test(attributes.date1904 ?? '')) epoch = EPOCH_1904;
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1] ?? '';
      const isHidden = (attributes.state ?? 'visible') !== 'visible';
      sheets.push({ name: attributes.name ?? '', id, isHidden });
    },
  });
  return { sheets, epoch };
}

interface Target {
  /** The last part of its kind: `worksheet`, `styles`, `sharedStrings`. */
  readonly type: string;
  readonly path: string;
}

async function readTargets(chunks: AsyncIterable<Uint8Array> | undefined): Promise<ReadonlyMap<string, Target>> {
  const targets = new Map<string, Target>();
  if (chunks === undefined) return targets;
  await readWholeXml(chunks, {
    onOpen(name, { Id: id = '', Type: type = '', Target: target = '' }) {
      if (name !== 'Relationship') return;
      const path = target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
      targets.set(id, { type: type.slice(type.lastIndexOf('/') + 1), path });
    },
  });
  return targets;
}
