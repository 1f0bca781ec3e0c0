/**
 * How much memory the reading of large exports takes: a CSV and a workbook are written, read into a store by the real
 * program, and thrown away. By hand: `node test/bench/files.ts [GB OF CSV] [MB OF XLSX]`; 2 and 100 are the bars, in 400 MB.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Zip, ZipDeflate } from 'fflate';

const BAR_MB = 400;
/** Without a limit Node takes what a large machine has before it tidies up; connectors/file/README.md says so too. */
const HEAP = ['--max-semi-space-size=16', '--max-old-space-size=1024'];
const [csvGb = 0.2, xlsxMb = 20] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'fairclock-files-'));
const HEADINGS = ['Ticket', 'Created', 'Solved', 'State', 'Agent', 'Text'];
const MAPPING = {
  rows: 'tickets',
  times: { formats: 'YYYY-MM-DD HH:mm:ss', zone: 'UTC' },
  columns: {
    id: 'Ticket',
    opened_at: 'Created',
    solved_at: 'Solved',
    status: { column: 'State', values: { Done: 'solved' } },
    agent_id: 'Agent',
  },
};
const FROM = Date.UTC(2020, 0, 1);
const MINUTE = 60_000;

const time = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** The cells of a ticket; its text is as long as a description, and no two are alike. */
function cellsOf(index: number, textLength: number): string[] {
  const openedAt = FROM + index * MINUTE;
  const text = `${index} `.repeat(Math.ceil(textLength / 8)).slice(0, textLength);
  return [`t${index}`, time(openedAt), time(openedAt + (30 + (index % 600)) * MINUTE), 'Done', `a${index % 40}`, text];
}

async function writeCsv(path: string, bytes: number): Promise<number> {
  const out = createWriteStream(path);
  const put = (text: string): Promise<void> | undefined =>
    out.write(text) ? undefined : new Promise((drained) => out.once('drain', drained));
  await put(`${HEADINGS.join(',')}\n`);
  let [written, rows] = [0, 0];
  while (written < bytes) {
    const chunk = Array.from({ length: 200 }, () => `${cellsOf(rows++, 1800).join(',')}\n`).join('');
    written += chunk.length;
    await put(chunk);
  }
  await new Promise<void>((ended) => out.end(ended));
  return rows;
}

/** A workbook with its texts as shared strings, as spreadsheet programs write them. */
async function writeWorkbook(path: string, bytes: number): Promise<number> {
  const out = createWriteStream(path);
  let size = 0;
  const zip = new Zip((_error, data) => {
    size += data.length;
    out.write(Buffer.from(data));
  });
  const part = (name: string): { put: (text: string, last?: boolean) => void } => {
    const entry = new ZipDeflate(name, { level: 1 });
    zip.add(entry);
    return { put: (text, last = false) => entry.push(Buffer.from(text), last) };
  };
  const whole = (name: string, text: string): void => part(name).put(text, true);
  const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rels = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  whole(
    '[Content_Types].xml',
    `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
  );
  whole(
    '_rels/.rels',
    `${xml}<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  whole(
    'xl/workbook.xml',
    `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Tickets" sheetId="1" r:id="r1"/></sheets></workbook>`,
  );
  whole(
    'xl/_rels/workbook.xml.rels',
    `${xml}<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  );
  const sheet = part('xl/worksheets/sheet1.xml');
  const strings: string[] = [...HEADINGS];
  const row = (number: number, from: number): string =>
    `<row r="${number}">${HEADINGS.map((_, i) => `<c r="${'ABCDEF'[i]}${number}" t="s"><v>${from + i}</v></c>`).join('')}</row>`;
  sheet.put(`${xml}<worksheet xmlns="${main}"><sheetData>${row(1, 0)}`);
  const texts = join(folder, 'strings');
  const spill = createWriteStream(texts);
  let [rows, estimate] = [0, 0];
  while (size + estimate < bytes) {
    sheet.put(row(rows + 2, strings.length + rows * HEADINGS.length));
    const cells = cellsOf(rows++, 400).map((cell) =>
      `<si><t>${cell} ${Math.random().toString(36)}</t></si>`.replace(/ [^ ]*<\/t>/, (noise) =>
        cell.length > 100 ? noise : '</t>',
      ),
    );
    const text = cells.join('');
    estimate += text.length / 10.5;
    if (!spill.write(text)) await new Promise<void>((drained) => spill.once('drain', () => drained()));
  }
  sheet.put('</sheetData></worksheet>', true);
  await new Promise<void>((ended) => spill.end(ended));
  const shared = part('xl/sharedStrings.xml');
  shared.put(`${xml}<sst xmlns="${main}">${strings.map((text) => `<si><t>${text}</t></si>`).join('')}`);
  const all = readFileSync(texts);
  for (let at = 0; at < all.length; at += 1 << 20) {
    shared.put(all.subarray(at, at + (1 << 20)).toString('latin1'));
    await new Promise((later) => setImmediate(later));
  }
  shared.put('</sst>', true);
  zip.end();
  await new Promise<void>((ended) => out.end(ended));
  return rows;
}

/** Reads a file into a fresh store by the program, and tells its seconds and the most memory that it held, in MB. */
async function read(path: string): Promise<{ seconds: number; mostMb: number; said: string }> {
  const mapping = join(folder, 'mapping.json');
  writeFileSync(mapping, JSON.stringify(MAPPING));
  const from = performance.now();
  const child = spawn(process.execPath, [...HEAP, resolve(import.meta.dirname, '../../jobs/fairclock.js'), 'sync'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      FILE_PATH: path,
      FILE_MAPPING: mapping,
      DATABASE_URL: join(folder, 'store.sqlite'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let [mostMb, said] = [0, ''];
  child.stderr.on('data', (data: Buffer) => {
    said = `${said}${data}`.slice(-2000);
  });
  const look = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      mostMb = Math.max(mostMb, Number(peak?.[1] ?? 0) / 1024);
    } catch {
      // It has just ended.
    }
  }, 200);
  const code = await new Promise<number | null>((ended) => child.on('close', ended));
  clearInterval(look);
  if (code !== 0) throw new Error(`sync ended with ${code}: ${said}`);
  return { seconds: (performance.now() - from) / 1000, mostMb, said };
}

let failed = false;
try {
  process.stdout.write('| file | MB | tickets | seconds | most memory, MB |\n| --- | --: | --: | --: | --: |\n');
  for (const [name, write] of [
    ['export.csv', (path: string) => writeCsv(path, csvGb * 1e9)],
    ['export.xlsx', (path: string) => writeWorkbook(path, xlsxMb * 1e6)],
  ] as const) {
    const path = join(folder, name);
    const rows = await write(path);
    const { seconds, mostMb, said } = await read(path);
    if (!said.includes(String(rows))) throw new Error(`not all of ${rows} tickets were read: ${said}`);
    failed ||= mostMb > BAR_MB;
    process.stdout.write(
      `| ${name} | ${(statSync(path).size / 1e6).toFixed(0)} | ${rows} | ${seconds.toFixed(0)} | ${mostMb.toFixed(0)}${mostMb > BAR_MB ? ` (over ${BAR_MB})` : ''} |\n`,
    );
    for (const file of [name, 'store.sqlite', 'store.sqlite-wal', 'store.sqlite-shm', 'strings']) {
      rmSync(join(folder, file), { force: true });
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
