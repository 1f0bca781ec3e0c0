import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type ReportContext, reportOf } from '../../src/report/from-records.ts';
import { spanOf } from '../../src/report/span.ts';
import type { Store } from '../../src/store/store.ts';
import { openStore } from '../../src/store/store.ts';
import { startPostgres } from '../servers/postgres.ts';
import { benchTicket, definitions } from './input.ts';
import { luxonBuckets } from './luxon-walk.ts';
import { packageBusinessMinutes } from './package-walk.ts';
import { benchMeasurer, fill, type Lap, lap, lapInMemory, NOW, walk } from './race.ts';
import { loadSchedules, loadWeeklySpine, spineBusinessMs, sqlBusinessMs } from './sql.ts';

/*
 * npm run bench [-- TICKETS…]: the measure step against what a person could use instead, on identical generated input
 * (20 events a ticket, 40 calendars). Ratios are what to read: absolute times belong to the machine of the day.
 */

const SIZES = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const sizes = SIZES.length > 0 ? SIZES : [10_000, 100_000, 1_000_000];
const largest = Math.max(...sizes);
const YOUNG_HEAP = '--max-semi-space-size=16';
const LUXON_TICKETS = 400;
const PACKAGE_TICKETS = 200;
const SQL_TICKETS = 10_000;
/** Tickets whose business time by SQL is compared with the product's. */
const SQL_AGREED = 2000;

const laps: Lap[] = [];
const note = (each: Lap): Lap => {
  laps.push(each);
  const memory = each.peakMb === undefined ? '' : `  ${each.peakMb} MB at the peak`;
  console.log(
    `${each.name.padEnd(58)} ${String(each.ticketsPerSecond).padStart(9)} tickets/s  (${each.tickets})${memory}`,
  );
  return each;
};

/** Every rival agrees with the product on the tickets that it counts, or the race means nothing. */
function agree(): void {
  const measure = benchMeasurer();
  for (let index = 0; index < LUXON_TICKETS; index++) {
    const ours: Readonly<Record<string, number>> = measure(benchTicket(index)).timeSpentMs;
    const theirs: Readonly<Partial<Record<string, number>>> = luxonBuckets(benchTicket(index));
    for (const [bucket, ms] of Object.entries(ours)) {
      if ((theirs[bucket] ?? 0) !== ms)
        throw new Error(`ticket ${index}: ${bucket} is ${ms} ms, by luxon ${theirs[bucket]}`);
    }
  }
}

async function sqlLaps(): Promise<{ readonly spine: Lap; readonly openings: Lap }> {
  const server = await startPostgres();
  const client = new pg.Client({ connectionString: await server.freshDatabase() });
  await client.connect();
  try {
    await loadSchedules(client, SQL_TICKETS);
    await loadWeeklySpine(client);
    const ours = benchMeasurer();
    const timedQuery = async (name: string, query: (on: pg.Client) => Promise<ReadonlyMap<number, number>>) => {
      const begun = performance.now();
      const found = await query(client);
      const taken = lap(name, SQL_TICKETS, performance.now() - begun);
      for (let index = 0; index < SQL_AGREED; index++) {
        const ms = ours(benchTicket(index)).timeSpentMs.team_working;
        if ((found.get(index) ?? 0) !== ms)
          throw new Error(`ticket ${index}: ${ms} ms at work, by ${name} ${found.get(index)}`);
      }
      return taken;
    };
    return {
      spine: await timedQuery('PostgreSQL as in warehouse packages: weeks, weekly hours', spineBusinessMs),
      openings: await timedQuery('PostgreSQL over every single opening, by an index', sqlBusinessMs),
    };
  } finally {
    await client.end();
    await server.stop();
  }
}

async function timed(work: () => Promise<number>, name: string): Promise<Lap> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const begun = performance.now();
  const count = await work();
  const elapsed = performance.now() - begun;
  clearInterval(watch);
  return lap(name, count, elapsed, Math.max(peak, process.memoryUsage().rss));
}

/** Measuring in a process of its own, so that its memory is its own too. */
function measureInOwnProcess(database: string): Lap {
  // The flag is the one that the product's own script starts it with.
  const child = spawnSync(process.execPath, [YOUNG_HEAP, join(import.meta.dirname, 'measure-lap.ts'), database], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(child.stdout) as Lap;
}

async function reportLap(store: Store): Promise<Lap> {
  return timed(async () => {
    const window = { from: 0, to: NOW, timeZone: 'UTC' };
    const wanted = {
      cohort: 'solved',
      churnLookbackDays: 90,
      now: NOW,
      withUrls: false,
      withHistories: true,
      definitions,
    } as const;
    const context: ReportContext = {
      definitions,
      calendarsVersion: 'bench',
      simulated: false,
      configured: ['bench'],
      remarks: [],
      files: [],
      population: 'people',
      targets: [],
      minSample: 5,
      churnLookbackDays: 90,
      manualJoin: new Map(),
    };
    const records = await store.readWindow(spanOf(window, wanted), NOW);
    return reportOf(records, { window, cohort: 'solved' }, context).overall.tickets;
  }, 'report over all measured tickets, every group');
}

agree();
console.log(`all rivals agree with the product on ${LUXON_TICKETS} tickets\n`);
const memory = new Map<number, Lap>();
lapInMemory('warm-up', 5000, benchMeasurer());
for (const size of sizes) memory.set(size, note(lapInMemory('measure, events in memory', size, benchMeasurer())));
const luxon = note(lapInMemory('luxon, day by day', LUXON_TICKETS, luxonBuckets));
const packaged = note(
  lapInMemory('dayjs-business-time: one calendar, one zone', PACKAGE_TICKETS, packageBusinessMinutes),
);
const { spine, openings } = await sqlLaps();
note(spine);
note(openings);

const folder = mkdtempSync(join(tmpdir(), 'fairclock-bench-'));
const database = join(folder, 'bench.sqlite');
const store = await openStore({ url: database });
try {
  note(await fill(store, largest));
  const floor = note(await timed(() => walk(store, () => {}), 'floor: reading the events and doing nothing'));
  const all = note(measureInOwnProcess(database));
  await store.tickets.savePage('bench', touched(Math.max(1, Math.round(largest / 100))), NOW + 1);
  const onePercent = note({ ...measureInOwnProcess(database), name: 'the same after 1% of tickets changed' });
  const report = note(await reportLap(store));

  const fastest = memory.get(largest) ?? luxon;
  const ratio = (value: number) => Math.round(value * 100) / 100;
  const ratios = {
    'measure to luxon (goal 500)': ratio(fastest.ticketsPerSecond / luxon.ticketsPerSecond),
    'measure to dayjs-business-time': ratio(fastest.ticketsPerSecond / packaged.ticketsPerSecond),
    'measure to SQL of warehouse packages, one cause of nine (goal 50)': ratio(
      fastest.ticketsPerSecond / spine.ticketsPerSecond,
    ),
    'measure to SQL over every opening, one cause of nine': ratio(fastest.ticketsPerSecond / openings.ticketsPerSecond),
    'time of measuring to time of reading (goal 0.25)': ratio(floor.ticketsPerSecond / fastest.ticketsPerSecond),
    'time a ticket, largest to smallest size (goal about 1)': ratio(
      (memory.get(Math.min(...sizes))?.ticketsPerSecond ?? 1) / fastest.ticketsPerSecond,
    ),
    'time after 1% changed to time of all (goal about 0.01)':
      Math.round((onePercent.seconds / all.seconds) * 10_000) / 10_000,
    'peak memory of read, measure and save, MB (goal 400 at 1M)': all.peakMb ?? 0,
    'seconds of the report (goal 3 at 1M)': ratio(report.seconds),
  };
  console.log();
  for (const [name, value] of Object.entries(ratios)) console.log(`${name.padEnd(66)} ${value}`);
  const results = resolve(import.meta.dirname, '../../bench-results');
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'race.json'),
    `${JSON.stringify({ node: process.version, sizes, laps, ratios }, null, 2)}\n`,
  );
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A page in which the first `count` tickets have one more note. */
function touched(count: number) {
  const histories = Array.from({ length: count }, (_, index) => benchTicket(index));
  return {
    events: histories.map(({ ticket, events }) => ({
      source: 'bench',
      ticketId: ticket.id,
      id: '999',
      at: events[3]?.at ?? ticket.openedAt,
      seq: 999,
      kind: 'note' as const,
    })),
    cursor: 'touched',
  };
}
