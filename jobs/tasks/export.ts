import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../src/model/errors.ts';
import type { ReportRequest } from '../../src/report/from-records.ts';
import { EXPORT_TABLES, type ExportColumn, type ExportKey, exportColumns } from '../../src/store/export-rows.ts';
import { EXPORT_FORMATS, type ExportFormat, type ExportRow, onDisk, openRowFile } from './export-files.ts';
import type { Deps } from './job.ts';
import { makeReport } from './report.ts';

/** What is said of an export in the folder itself: which it is, how far it came, which files are whole. */
const Progress = z.object({
  version: z.literal(1),
  request: z.object({ format: z.enum(EXPORT_FORMATS), from: z.number(), to: z.number(), timeZone: z.string() }),
  finished: z.boolean(),
  files: z.array(
    z.object({
      table: z.string(),
      file: z.string().regex(/^[a-z]+-\d{4,}\.[a-z]+$/),
      rows: z.number(),
      after: z.object({ source: z.string(), id: z.string() }).nullable(),
    }),
  ),
});
type Progress = z.infer<typeof Progress>;

/** How an export is written: where, as what, which window's figures, and how many rows a file has at least. */
export interface ExportOptions {
  readonly folder: string;
  readonly format: ExportFormat;
  readonly window: ReportRequest['window'];
  readonly rowsPerFile?: number;
  readonly onFile?: (file: string, rows: number) => void;
}

const ROWS_PER_FILE = 100_000;
const PROGRESS = 'export.json';

const FIGURES: readonly ExportColumn[] = [
  { name: 'window_from', holds: 'int' },
  { name: 'window_to', holds: 'int' },
  { name: 'time_zone', holds: 'text' },
  { name: 'path', holds: 'text' },
  { name: 'number', holds: 'float' },
  { name: 'text', holds: 'text' },
];

/**
 * Writes every table that anyone may take along into a folder, file by file, and the figures of a window last. Goes on
 * after the last whole file of the same export that was stopped; replaces one that was finished. Files of others in the
 * folder stay. ConfigError: a folder that cannot be written.
 */
export async function exportAll(options: ExportOptions, deps: Deps, signal: AbortSignal): Promise<void> {
  const { folder, format, window, rowsPerFile = ROWS_PER_FILE } = options;
  let progress = begin(options);
  const write = async (
    table: string,
    columns: readonly ExportColumn[],
    next: () => Promise<Batch>,
  ): Promise<boolean> => {
    const number = progress.files.filter((file) => file.table === table).length + 1;
    const file = `${table}-${String(number).padStart(4, '0')}.${format}`;
    const part = join(folder, `${file}.part`);
    const open = await openRowFile(format, part, columns);
    let rows = 0;
    let after: ExportKey | null = null;
    do {
      signal.throwIfAborted();
      const batch = await next();
      open.add(batch.rows);
      rows += batch.rows.length;
      after = batch.after ?? null;
    } while (after !== null && rows < rowsPerFile);
    open.close();
    if (rows > 0 || number === 1) {
      onDisk(file, () => renameSync(part, join(folder, file)));
      options.onFile?.(file, rows);
    } else rmSync(part);
    const whole = rows > 0 || number === 1 ? [{ table, file, rows, after }] : [];
    // A last file without rows ends its table all the same.
    const files = [...progress.files, ...whole].map((each, index, all) =>
      after === null && each.table === table && index === all.length - 1 ? { ...each, after: null } : each,
    );
    progress = keep(folder, { ...progress, files });
    return after !== null;
  };
  for (const table of EXPORT_TABLES) {
    const last = progress.files.findLast((file) => file.table === table);
    if (last !== undefined && last.after === null) continue;
    let after = last?.after ?? undefined;
    const next = async (): Promise<Batch> => {
      const page = await deps.store.exports.page(table, after);
      after = page.after;
      return page;
    };
    while (await write(table, exportColumns(table), next));
  }
  if (!progress.files.some(({ table }) => table === 'figures')) {
    const report = await makeReport({ window, cohort: 'solved' }, deps);
    const rows = valuesOf(report).map(([path, value]): ExportRow => {
      const number = typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : null;
      return [window.from, window.to, window.timeZone, path, number, typeof value === 'string' ? value : null];
    });
    await write('figures', FIGURES, async () => ({ rows, after: undefined }));
  }
  keep(folder, { ...progress, finished: true });
}

interface Batch {
  readonly rows: readonly ExportRow[];
  readonly after: ExportKey | undefined;
}

/** The state of the same export that was stopped, else a fresh one: the files of an older export go. */
function begin({ folder, format, window }: ExportOptions): Progress {
  const request = { format, ...window };
  return onDisk(`the folder ${folder}`, (): Progress => {
    mkdirSync(folder, { recursive: true });
    const found = readProgress(folder);
    if (found !== undefined && !found.finished && JSON.stringify(found.request) === JSON.stringify(pick(request))) {
      return found;
    }
    for (const { file } of found?.files ?? []) rmSync(join(folder, file), { force: true });
    return keep(folder, { version: 1, request: pick(request), finished: false, files: [] });
  });
}

const pick = ({ format, from, to, timeZone }: Progress['request']): Progress['request'] => ({
  format,
  from,
  to,
  timeZone,
});

function readProgress(folder: string): Progress | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, PROGRESS), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return Progress.parse(JSON.parse(text));
  } catch (cause) {
    throw new ConfigError(`export: ${join(folder, PROGRESS)} is not of an export; name another folder`, { cause });
  }
}

function keep(folder: string, progress: Progress): Progress {
  return onDisk(join(folder, PROGRESS), () => {
    writeFileSync(join(folder, `${PROGRESS}.part`), `${JSON.stringify(progress, null, 2)}\n`);
    renameSync(join(folder, `${PROGRESS}.part`), join(folder, PROGRESS));
    return progress;
  });
}

/**
 * Every value of a report with its path, no two with the same: what is in a list stands under its key where the keys of
 * that list differ (`byTier.complex.tickets`), else under its number from 0 on.
 */
export function valuesOf(value: unknown, path = ''): [path: string, value: string | number | boolean][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [[path, value as string | number | boolean]];
  const steps = Array.isArray(value) ? stepsOf(value) : Object.keys(value);
  return Object.values(value).flatMap((inner: unknown, index) => {
    const step = steps[index]!.replace(/[.\\]/g, '\\$&');
    return valuesOf(inner, path === '' ? step : `${path}.${step}`);
  });
}

function stepsOf(items: readonly unknown[]): string[] {
  const keys = items.map((item) => (typeof item === 'object' && item !== null && 'key' in item ? item.key : undefined));
  const areNames = keys.every((key) => typeof key === 'string') && new Set(keys).size === keys.length;
  return areNames ? keys : items.map((_item, index) => String(index));
}
