import { formatDuration } from '../../model/duration.ts';
import type { Group, Report } from '../../report/schema.ts';
import { wrap } from '../layout.ts';
import { countWords, timeWords, windowWords } from '../words.ts';
import { kpiLines } from './success.ts';
import { changeLines, waitingTimes, whereTheTimeWent } from './tables.ts';
import { agentTable, groupTable } from './text-groups.ts';
import { openLines } from './text-open.ts';
import { outcomeLines } from './text-outcomes.ts';
import { definitionLines, qualityLines } from './text-trust.ts';

/** How a report is written to a terminal. */
export interface TextOptions {
  /** Columns of the terminal; lines are not longer, down to 60. */
  readonly width: number;
  /** Headings in bold by escape sequences. */
  readonly colour: boolean;
}

const COHORT_WORDS: Readonly<Record<Report['window']['cohort'], string>> = {
  solved: 'solved in this window',
  opened: 'opened in this window',
  rated: 'rated in this window',
};

/** The report in plain words for a terminal: what a support lead reads first stands first. Ends with a line break. */
export function renderText(report: Report, options: TextOptions): string {
  const width = Math.max(60, options.width);
  const heading = (text: string): string => (options.colour ? `\u001b[1m${text}\u001b[0m` : text);
  const sections: (readonly [title: string, lines: readonly string[]])[] = [
    ['Waiting times', waitingTimes(report, width)],
    [`Against the window before (${previousWords(report)})`, changeLines(report, width)],
    ['Where the time went', whereTheTimeWent(report.overall, report, width)],
    ['By complexity', groupTable(report.byTier.filter(hasFigures), 'tier', width)],
    ['By team', report.byTeam.length > 1 ? groupTable(report.byTeam, 'team', width) : []],
    ['By agent, in alphabetical order', agentTable(report, width)],
    ['Customers', outcomeLines(report, width)],
    ['Customer success', report.kpis ? kpiLines(report.kpis, width) : []],
    ['Open tickets', openLines(report, width)],
    ['Before you trust these figures', qualityLines(report, width)],
    ['How to read them', definitionLines(report, width)],
  ];
  const lines = [...title(report, width, heading)];
  for (const [name, body] of sections) if (body.length > 0) lines.push('', heading(name), ...body);
  return `${lines.join('\n')}\n`;
}

function title(report: Report, width: number, heading: (text: string) => string): string[] {
  const { window, overall, simulated } = report;
  const lines: string[] = [];
  if (simulated) lines.push(heading('SIMULATED DATA: an invented company, not your customers.'), '');
  lines.push(heading(`Fairclock · ${windowWords(window)} · ${window.timeZone}`));
  lines.push(
    `${countWords(overall.tickets)} ${overall.tickets === 1 ? 'ticket' : 'tickets'} ${COHORT_WORDS[window.cohort]}`,
    '',
  );
  lines.push(...wrap(headline(report), width));
  for (const { sentence, beyondChance } of report.masking) {
    if (beyondChance) lines.push('', ...wrap(`Careful: ${sentence}`, width));
  }
  return lines;
}

function headline({ overall, definitions, window }: Report): string {
  const { net, calendar } = overall.finalResolution;
  if (net === null) return 'No ticket has a final solution here, so there is no resolution time to tell.';
  if (net.medianSeconds === null) {
    return `Only ${net.n} of them ${net.n === 1 ? 'has' : 'have'} a final solution: too few to tell a resolution time (at least ${definitions.minSample}).`;
  }
  const excludes = definitions.netExcludes;
  const zones = excludes.includes('team_time_zone_wait') && excludes.includes('customer_time_zone_wait');
  const whose = window.cohort === 'solved' ? 'Half of them' : `Half of the ${countWords(net.n)} with a final solution`;
  return `${whose} were solved within ${formatDuration(net.medianSeconds)}, on average in ${timeWords(net, 'meanSeconds')}, ${zones ? 'net of waits that only time zones caused' : 'net'}. By the wall clock it was ${timeWords(calendar, 'medianSeconds')} and ${timeWords(calendar, 'meanSeconds')}.`;
}

function previousWords({ previous, window }: Report): string {
  return previous === null ? '' : windowWords({ ...previous, timeZone: window.timeZone });
}

function hasFigures(group: Group): boolean {
  return group.tickets > 0;
}
