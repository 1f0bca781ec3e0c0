import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { file } from '../../../connectors/file/index.ts';
import type { Source, Tools } from '../../../src/connector/connector.ts';
import type { Page } from '../../../src/model/source.ts';

/** A folder that is gone after the test, with these files in it. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Lines of a file, ended as on the systems that are not Windows. */
export function lines(...rows: string[]): string {
  return `${rows.join('\n')}\n`;
}

/** Everything that a run gave out. */
export interface Run {
  readonly pages: readonly Page[];
  readonly tickets: NonNullable<Page['tickets']>;
  readonly events: NonNullable<Page['events']>;
  readonly rejected: NonNullable<Page['rejected']>;
  readonly warnings: readonly string[];
  readonly cursor: string | undefined;
  readonly all: <Key extends RecordKey>(key: Key) => NonNullable<Page[Key]>[number][];
}

type RecordKey =
  | 'agents'
  | 'teams'
  | 'customers'
  | 'accounts'
  | 'ratings'
  | 'subscriptions'
  | 'churnEvents'
  | 'orders'
  | 'referrals'
  | 'milestones'
  | 'usage'
  | 'costs'
  | 'tickets'
  | 'events'
  | 'rejected';

/** The connector opened on a path, with a mapping's name, or a mapping to be written to a file. */
export function openExport(path: string, mapping?: string | object): Source {
  if (mapping === undefined) return file.open('file', { PATH: path }, undefined);
  const name =
    typeof mapping === 'string' ? mapping : join(folderOf({ 'mapping.json': JSON.stringify(mapping) }), 'mapping.json');
  return file.open('file', { PATH: path, MAPPING: name }, undefined);
}

/** What the connector may touch, with what it says kept in `warnings`. */
export function toolsFor(warnings: string[], signal = new AbortController().signal, storeSubjects = false): Tools {
  return {
    now: () => Date.UTC(2026, 11, 1),
    vendorNow: () => Date.UTC(2026, 11, 1),
    signal,
    source: 'file',
    storeSubjects,
    warn: (message) => warnings.push(message),
    http: () => {
      throw new Error('a file needs no network');
    },
    variable: (name) => `FILE_${name}`,
  };
}

/** Reads a source to its end. */
export async function readAll(source: Source, cursor?: string, storeSubjects = false): Promise<Run> {
  const warnings: string[] = [];
  const pages: Page[] = [];
  for await (const page of source.pull(cursor, toolsFor(warnings, undefined, storeSubjects))) pages.push(page);
  const all = <Key extends RecordKey>(key: Key): NonNullable<Page[Key]>[number][] =>
    pages.flatMap((page): NonNullable<Page[Key]>[number][] => [...(page[key] ?? [])]);
  return {
    pages,
    warnings,
    tickets: all('tickets'),
    events: all('events'),
    rejected: all('rejected'),
    cursor: pages.at(-1)?.cursor ?? cursor,
    all,
  };
}

/** Reads tables of the model. */
export function readTables(files: Readonly<Record<string, string | Uint8Array>>): Promise<Run> {
  return readAll(openExport(folderOf(files)));
}

/** Reads one file by a mapping. */
export function readMapped(content: string | Uint8Array, mapping: object, name = 'export.csv'): Promise<Run> {
  return readAll(openExport(join(folderOf({ [name]: content }), name), mapping));
}
