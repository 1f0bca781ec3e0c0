import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { Report } from '../../../src/report/schema.ts';
import { openStore } from '../../../src/store/store.ts';
import { atDesk, type Desk } from '../fairclock.ts';

const CLI = resolve(import.meta.dirname, '../../../jobs/cli.ts');
const TICKETS = 6000;
const WINDOW = ['--from', '2026-01-01', '--to', '2026-12-01', '--time-zone', 'UTC'];

/** An export of many small tickets: some pages of it are read before anybody can press a key. */
async function writeExport(desk: Desk): Promise<string> {
  const tickets = createWriteStream(join(desk.folder, 'tickets.csv'));
  const events = createWriteStream(join(desk.folder, 'events.csv'));
  tickets.write('id,channel,opened_at,opened_by,status\n');
  events.write('ticket_id,at,kind,by,author_id,public,to\n');
  for (let index = 0; index < TICKETS; index++) {
    const openedAt = Date.UTC(2026, 0, 1) + index * 3_600_000;
    tickets.write(`${index},email,${openedAt},customer,solved\n`);
    events.write(`${index},${openedAt + 60_000 * (1 + (index % 90))},message,agent,ana,true,\n`);
    events.write(`${index},${openedAt + 3_600_000 * (1 + (index % 50))},status,agent,,,solved\n`);
  }
  tickets.end();
  events.end();
  await Promise.all([finished(tickets), finished(events)]);
  return desk.folder;
}

/** Runs the real program and kills it with `signal` as soon as its store holds some tickets. */
async function interrupted(desk: Desk, variables: Record<string, string>, signal: NodeJS.Signals) {
  const database = join(desk.folder, 'store.sqlite');
  const child = spawn(process.execPath, [CLI, 'report', ...WINDOW], {
    cwd: desk.folder,
    env: { PATH: process.env.PATH, DATABASE_URL: database, ...variables },
    stdio: 'ignore',
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
    child.on('exit', (code, by) => done({ code, signal: by }));
  });
  const store = await openStore({ url: database });
  while (child.exitCode === null && (await store.measurements.countUnmeasured()) === 0)
    await new Promise((tick) => setTimeout(tick, 5));
  const storedBefore = await store.measurements.countUnmeasured();
  child.kill(signal);
  const how = await ended;
  await store.close();
  return { ...how, storedBefore };
}

describe.each([
  ['SIGINT', { code: 130, signal: null }],
  ['SIGTERM', { code: 143, signal: null }],
  ['SIGKILL', { code: null, signal: 'SIGKILL' }],
] as const)('a run ended by %s in the middle', (signal, how) => {
  it('leaves nothing half-written, and the next run goes on to the same report', async () => {
    const [desk, calm] = [atDesk(), atDesk()];
    const FILE_PATH = await writeExport(desk);
    const ended = await interrupted(desk, { FILE_PATH }, signal);
    const resumed = await desk.report({ FILE_PATH }, ...WINDOW);
    const undisturbed = await calm.report({ FILE_PATH }, ...WINDOW);

    expect(ended).toMatchObject(how);
    // The test is about the middle: something was stored, and not everything.
    expect(ended.storedBefore).toBeGreaterThan(0);
    expect(ended.storedBefore).toBeLessThan(TICKETS);
    expect(untimed(resumed)).toEqual(untimed(undisturbed));
    expect(resumed.overall.tickets).toBe(TICKETS);
  });
});

/** A report without the instants at which it was made and its file was read: two runs have two of them. */
function untimed(report: Report): unknown {
  const { generatedAt, coverage } = report;
  let words = JSON.stringify(report).replaceAll(generatedAt, 'then');
  for (const { readUpToAt } of coverage.stale) if (readUpToAt) words = words.replaceAll(readUpToAt, 'then');
  return JSON.parse(words);
}

/** Runs the real program to its end and parses the report it prints. */
async function ownProcess(desk: Desk, variables: Record<string, string>): Promise<Report> {
  const child = spawn(process.execPath, [CLI, 'report', ...WINDOW, '--format', 'json'], {
    cwd: desk.folder,
    env: { PATH: process.env.PATH, DATABASE_URL: join(desk.folder, 'store.sqlite'), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((done) => child.on('close', done));
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await closed) !== 0) throw new Error(`report ended with ${child.exitCode}: ${said}`);
  return Report.parse(JSON.parse(out));
}

describe('two processes on one store at once', () => {
  // The store lies in the folder of the exports, so each sees the other's journal come and go.
  it('both end well, with the same report', async () => {
    const desk = atDesk();
    const FILE_PATH = await writeExport(desk);
    const [one, other] = await Promise.all([ownProcess(desk, { FILE_PATH }), ownProcess(desk, { FILE_PATH })]);

    expect(one.overall).toEqual(other.overall);
    expect(one.overall.tickets).toBe(TICKETS);
  });
});

describe('a run that is stopped before it has read anything', () => {
  it('ends with 130, and shows nobody where it stood', async () => {
    const desk = atDesk();
    const FILE_PATH = desk.write('tickets.csv', 'id,opened_at\n1,2026-11-02T09:00:00Z\n');
    const ended = await desk.fairclock(['sync'], { FILE_PATH }, AbortSignal.abort());

    expect(ended.code).toBe(130);
    expect(ended.err).not.toContain('unexpected');
    expect(ended.err).not.toContain('Abort');
  });
});
