import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { CADENCES, parseSchedule } from '../../src/model/window.ts';
import { reportOf } from '../../src/report/from-records.ts';
import { instantOfLocal, localOf, nextDue } from '../../src/report/window.ts';
import { renderText } from '../../src/show/text/text.ts';
import { writingOf } from '../delivery/channel.ts';
import { measureJob } from '../tasks/measure.ts';
import { readReport } from '../tasks/report.ts';
import { pageOf } from '../tasks/report-page.ts';
import { runHere } from '../tasks/run-here.ts';
import { syncAll } from '../tasks/sync.ts';
import type { Command } from './command.ts';

const ZONE = 'Europe/Berlin';
/** Long enough for every group to have figures. */
const WEEKS = 4;

/** Runs the whole product on a simulated company, with a store of its own and none of the person's settings. */
export const demo: Command = {
  name: 'demo',
  usage: '[--tickets N] [--seed TEXT] [--out FOLDER]',
  options: {
    tickets: { type: 'string', value: 'N', description: 'how many tickets the company has' },
    seed: { type: 'string', value: 'TEXT', description: 'another company; the same text gives the same one' },
    out: { type: 'string', value: 'FOLDER', description: 'where store and report go (default fairclock-demo)' },
  },
  async run({ options }, console) {
    const folder = String(options.out ?? 'fairclock-demo');
    mkdirSync(folder, { recursive: true });
    const database = join(folder, 'fairclock.sqlite');
    for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true });
    const deps = await console.deps({
      SOURCES: 'simulated',
      DATABASE_URL: database,
      TEAM_HOURS: 'Mon-Fri 09:00-17:00',
      TEAM_TIME_ZONE: ZONE,
      LOG_LEVEL: console.variables.LOG_LEVEL ?? 'warn',
      ...(options.tickets === undefined ? {} : { SIMULATED_TICKETS: String(options.tickets) }),
      ...(options.seed === undefined ? {} : { SIMULATED_SEED: String(options.seed) }),
    });
    await syncAll(deps.sources, deps, console.signal);
    await runHere(measureJob, {}, deps, console.signal);
    if (console.signal.aborted) return 1;
    const { window } = nextDue(
      parseSchedule('weekly', `${CADENCES.weekly.begins} ${ZONE}`),
      deps.now() - 7 * MS_PER_DAY,
    );
    const from = instantOfLocal(localOf(window.to, ZONE) - WEEKS * 7 * MS_PER_DAY, ZONE);
    const request = { window: { ...window, from }, cohort: 'solved' } as const;
    const { records, context } = await readReport(request, deps, { withUrls: true });
    const report = reportOf(records, request, context);
    const json = join(folder, 'report.json');
    writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
    const page = join(folder, 'report.html');
    writeFileSync(page, pageOf({ records, context }, report, request, {}, deps));
    console.out(renderText(report, { ...writingOf(deps.settings), width: console.width, colour: console.colour }));
    console.out(
      `\nThe same as a page to open in a browser: ${page}; as JSON: ${json}. To read your own tickets: .env.example\n`,
    );
    return 0;
  },
};
