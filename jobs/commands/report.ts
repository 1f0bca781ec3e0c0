import { MS_PER_DAY } from '../../src/model/time.ts';
import { CADENCES, COHORT_NAMES, parseSchedule, type Window } from '../../src/model/window.ts';
import { type ReportRequest, reportOf } from '../../src/report/from-records.ts';
import { TICKET_LISTS } from '../../src/report/list-tickets.ts';
import { parseWhere, whereWords } from '../../src/report/where.ts';
import { nextDue } from '../../src/report/window.ts';
import { digestContent } from '../../src/show/content/choose.ts';
import { csvOf } from '../../src/show/csv.ts';
import { digestMarkdown } from '../../src/show/markdown.ts';
import { renderKpis } from '../../src/show/text/success.ts';
import { renderText } from '../../src/show/text/text.ts';
import { ticketTable } from '../../src/show/text/tickets.ts';
import { writingOf } from '../delivery/channel.ts';
import type { Deps } from '../tasks/job.ts';
import { makeKpis, readReport } from '../tasks/report.ts';
import { pageOf } from '../tasks/report-page.ts';
import type { SyncFailure } from '../tasks/sync.ts';
import { ticketsBehind } from '../tasks/ticket-lists.ts';
import type { Command, Console } from './command.ts';
import { failuresToExitCode, OUT_OPTION, oneOf, refresh, windowOf, writeOut } from './options.ts';

/** Reads the sources, measures, and tells the figures of customer success for a window. */
export const kpis: Command = {
  name: 'kpis',
  usage: '[--from DATE] [--to DATE] [--time-zone ZONE] [--format text|json]',
  options: {
    from: { type: 'string', value: 'DATE', description: 'first day, or an instant with its offset' },
    to: { type: 'string', value: 'DATE', description: 'the day after the last, or an instant with its offset' },
    'time-zone': { type: 'string', value: 'ZONE', description: 'where days begin; default REPORT_TIME_ZONE' },
    format: { type: 'string', value: 'text|json', description: 'words for a person, or JSON' },
    'no-sync': { type: 'boolean', description: 'use what is stored, without asking the sources' },
  },
  async run(args, console) {
    const format = oneOf('kpis', 'format', args.options.format ?? 'text', ['text', 'json']);
    const deps = await console.deps();
    const window = windowOf('kpis', args, deps, (timeZone) => lastWholeMonth(timeZone, deps.now()));
    const failures = await refresh(args, deps, console);
    if (failures.length > 0 && failures.length === deps.sources.length) return failuresToExitCode(failures);
    if (console.signal.aborted) return 1;
    const made = await makeKpis(window, deps);
    console.out(
      format === 'json'
        ? `${JSON.stringify(made, null, 2)}\n`
        : renderKpis(made, { width: console.width, colour: console.colour, locale: deps.settings.DIGEST_LOCALE }),
    );
    return failuresToExitCode(failures);
  },
};

function lastWholeMonth(timeZone: string, now: number): Window {
  const schedule = parseSchedule('monthly', `${CADENCES.monthly.begins} ${timeZone}`);
  return nextDue(schedule, nextDue(schedule, now).window.from - 1).window;
}

/** What a list of tickets can be written as. */
const LIST_FORMATS = ['json', 'csv', 'text'] as const;
const FORMATS = ['text', 'json', 'html', 'md'] as const;

/** Reads the sources, measures, and reports a window; `--tickets` opens a figure. */
export const report: Command = {
  name: 'report',
  usage: `[--from DATE] [--to DATE] [--time-zone ZONE] [--cohort ${COHORT_NAMES.join('|')}] [--format ${FORMATS.join('|')}] [--where FIELD=VALUE] [--tickets GROUP] [--out FILE]`,
  options: {
    from: { type: 'string', value: 'DATE', description: 'first day, or an instant with its offset' },
    to: { type: 'string', value: 'DATE', description: 'the day after the last, or an instant with its offset' },
    'time-zone': { type: 'string', value: 'ZONE', description: 'where days begin; default REPORT_TIME_ZONE' },
    cohort: { type: 'string', value: 'WHICH', description: 'tickets solved (default), opened or rated in the window' },
    format: {
      type: 'string',
      value: FORMATS.join('|'),
      description: 'words for a person, JSON, a page to open in a browser, or Markdown',
    },
    tickets: {
      type: 'string',
      value: 'GROUP',
      description: `the tickets behind a figure, as JSON, or as ${LIST_FORMATS.slice(1).join(' or ')} with --format: overall, ${TICKET_LISTS.join(', ')}, byTier=complex, byAgent=ana, byReplier=ana, byTeamHeld=l1`,
    },
    where: {
      type: 'string',
      value: 'WHICH',
      description: `only such tickets: team=Berlin,priority=high; several values of a field: priority=high,urgent; a value with a comma in "…"; none: without a value`,
    },
    out: OUT_OPTION,
    'no-sync': { type: 'boolean', description: 'report what is stored, without asking the sources' },
  },
  async run(args, console) {
    const { options } = args;
    const { tickets } = options;
    const format =
      typeof tickets === 'string' ? undefined : oneOf('report', 'format', options.format ?? 'text', FORMATS);
    const listFormat =
      format === undefined ? oneOf('report --tickets', 'format', options.format ?? 'json', LIST_FORMATS) : undefined;
    const cohort = oneOf('report', 'cohort', options.cohort ?? 'solved', COHORT_NAMES);
    const where = typeof options.where === 'string' ? parseWhere(options.where) : undefined;
    const deps = await console.deps();
    const window = windowOf('report', args, deps, (timeZone) => lastWholeWeek(timeZone, deps.now()));
    const failures = await refresh(args, deps, console);
    if (failures.length > 0 && failures.length === deps.sources.length) return failuresToExitCode(failures);
    if (console.signal.aborted) return 1;
    const request = { window, cohort, where, notes: notesOn(failures) };
    const text =
      typeof tickets === 'string' && listFormat !== undefined
        ? await ticketsText(tickets, listFormat, request, deps, console)
        : await reportText(format ?? 'text', request, deps, console);
    writeOut(text, options, console);
    return failuresToExitCode(failures);
  },
};

async function reportText(
  format: (typeof FORMATS)[number],
  request: ReportRequest,
  deps: Deps,
  { width, colour }: Console,
): Promise<string> {
  const { records, context } = await readReport(request, deps, { withUrls: format === 'html' });
  const made = reportOf(records, request, context);
  const about = request.where === undefined ? {} : { about: `Only ${whereWords(request.where)}` };
  const writing = { ...writingOf(deps.settings), ...about };
  switch (format) {
    case 'html':
      return pageOf({ records, context }, made, request, {}, deps);
    case 'json':
      return `${JSON.stringify(made, null, 2)}\n`;
    case 'md':
      return digestMarkdown(digestContent(made, writing));
    case 'text':
      return renderText(made, { ...writing, width, colour });
  }
}

async function ticketsText(
  selector: string,
  format: (typeof LIST_FORMATS)[number],
  request: ReportRequest,
  deps: Deps,
  { width }: Console,
): Promise<string> {
  const sources = await readReport(request, deps, { withUrls: true });
  const tickets = ticketsBehind(selector, request, sources, deps.settings.DIGEST_AGENTS === 'on');
  switch (format) {
    case 'json':
      return `${JSON.stringify({ tickets }, null, 2)}\n`;
    case 'csv':
      return csvOf(tickets, ['source', 'id']);
    case 'text':
      return ticketTable(tickets, width);
  }
}

function notesOn(failures: readonly SyncFailure[]): readonly string[] {
  return failures.map(({ source }) => `${source} could not be read this time: its latest tickets are missing.`);
}

/** From Monday to Monday. */
function lastWholeWeek(timeZone: string, now: number): Window {
  return nextDue(parseSchedule('weekly', `${CADENCES.weekly.begins} ${timeZone}`), now - 7 * MS_PER_DAY).window;
}
