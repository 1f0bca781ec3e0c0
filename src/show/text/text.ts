import { CAUSES, CLOCKS } from '../../model/catalogue.ts';
import { formatDuration } from '../../model/time.ts';
import type { Group, Report } from '../../report/schema.ts';
import { type Outcomes, wholeOutcomes } from '../../report/schema.ts';
import { type Column, nameCell, table, wrap } from '../layout.ts';
import { countWords, holderWords, percentWords, rateWords, timeWords, windowWords } from '../words.ts';
import { kpiLines } from './success.ts';
import { agentTable, changeLines, groupTable, waitingTimes, whereTheTimeWent } from './tables.ts';

const OLDEST_ROWS = 5;

const LONGEST_NAME = 32;

/** The backlog: how many, whom they wait for, the median that counts them in, and the oldest. */
export function openLines({ open, overall, window, definitions }: Report, width: number): string[] {
  if (open.n === 0) return ['None.'];
  const lines = wrap(
    `${countWords(open.n)} open, ${countWords(open.heldByTeam)} of them waiting for us; median age ${open.medianAgeSeconds === null ? '–' : formatDuration(open.medianAgeSeconds)}.${
      open.pastTierP90 > 0
        ? ` ${countWords(open.pastTierP90)} already older (net) than nine in ten of their tier took.`
        : ''
    }`,
    width,
  );
  const { calendar, net } = open.kaplanMeierMedianSeconds;
  if (net !== null || calendar !== null) {
    const naive = timeWords(overall.finalResolution.net, 'medianSeconds');
    lines.push(
      ...wrap(
        `With the open ones counted in, half are solved within ${net === null ? 'no time seen yet' : formatDuration(net)} net (${naive} without them), ${calendar === null ? 'no time seen yet' : formatDuration(calendar)} by the wall clock.`,
        width,
      ),
    );
  } else if (window.cohort === 'solved' && (overall.finalResolution.net?.n ?? 0) + open.n >= definitions.minSample) {
    lines.push(...wrap('With the open ones counted in, less than half are solved by any age seen so far.', width));
  }
  const columns: Column[] = [
    { head: 'oldest', align: 'left' },
    { head: 'age', align: 'right' },
    { head: CLOCKS.net.label, align: 'right' },
    { head: 'waits for', align: 'left' },
    { head: 'tier', align: 'left', optional: true },
    { head: 'agent', align: 'left', optional: true },
  ];
  const rows = open.oldest
    .slice(0, OLDEST_ROWS)
    .map((ticket) => [
      nameCell(`${ticket.source} ${ticket.id}`, LONGEST_NAME),
      formatDuration(ticket.ageSeconds.calendar),
      `${formatDuration(ticket.ageSeconds.net)}${ticket.pastTierP90 ? ' !' : ''}`,
      holderWords(ticket.holder),
      ticket.tier,
      nameCell(ticket.agentId ?? 'nobody', 20),
    ]);
  return [...lines, ...table(columns, rows, width)];
}

/** Whether customers are satisfied and stay, and whether that goes along with how long they waited; none where it is not known. */
export function outcomeLines({ overall, outcomes }: Report, width: number): string[] {
  const known = wholeOutcomes(outcomes);
  const lines: string[] = [];
  const csat = overall.csat ?? known?.csat.overall;
  if (csat !== undefined && csat.n > 0) {
    const answered = csat.responseRate == null ? '' : `, ${percentWords(csat.responseRate)} of surveys answered`;
    lines.push(`Satisfied: ${rateWords(csat)}${answered}`);
  }
  if (known !== undefined && known.churn.accountsAtStart > 0) {
    const { rate, accountsLost, accountsAtStart } = known.churn;
    const share = rate.value === null ? '' : ` (${rateWords(rate)})`;
    lines.push(`Accounts lost: ${countWords(accountsLost)} of ${countWords(accountsAtStart)}${share}`);
  } else if (overall.churn !== undefined && overall.churn.n > 0) {
    lines.push(`Accounts lost: ${rateWords(overall.churn)}`);
  }
  if (known !== undefined && lines.length > 0) lines.push(...linkLines(known));
  return lines.flatMap((line) => wrap(line, width, '  '));
}

/** All tiers together, and agents; each tier by itself is in the JSON. */
function linkLines({ link }: Outcomes): string[] {
  const about = { csat: 'Waiting and satisfaction', churn: 'Waiting and churn' } as const;
  return (['csat', 'churn'] as const).flatMap((outcome) => {
    const tables = link[outcome].filter(({ tier, n }) => tier === 'all' && n > 0);
    const agents = link.agentLinks.filter((each) => each.outcome === outcome && each.agents > 0);
    return [...tables, ...agents].map(({ sentence }) => `- ${about[outcome]}. ${sentence}`);
  });
}

/** What a reader should know before the figures are trusted, a point each. */
export function qualityLines({ quality }: Report, width: number): string[] {
  const excluded = Object.entries(quality.excluded).filter(([, n]) => n > 0);
  const notes = [...quality.notes];
  if (excluded.length > 0) {
    notes.push(`Left out: ${excluded.map(([reason, n]) => `${countWords(n)} ${reason}`).join(', ')}.`);
  }
  return notes.flatMap((note) => wrap(`- ${nameCell(note, 2000)}`, width, '  '));
}

/** What the words mean and which definitions the figures were made with. */
export function definitionLines({ definitions }: Report, width: number): string[] {
  const excludes = definitions.netExcludes.map((name) => CAUSES[name as keyof typeof CAUSES]?.label ?? name);
  const lines = [
    `Net is the wall clock without: ${excludes.length === 0 ? 'nothing' : excludes.join('; ')}. Our working time is the time the desk was at work and it was our turn. A day (d) is 24 hours.`,
    `Our hours: ${definitions.teamHours ?? 'always'} (${definitions.teamTimeZone}) unless an agent or team has others; the customers': ${definitions.customerHours}.`,
    `Complexity by ${definitions.tierRule}, from what the work was, never from how long it took; solutions credited by ${definitions.creditPolicy}. Figures of fewer than ${definitions.minSample} are not shown.`,
  ];
  return lines.flatMap((line) => wrap(nameCell(line, 2000), width));
}

/** How a report is written to a terminal. */
export interface TextOptions {
  /** Columns of the terminal; lines are not longer, down to 60. */
  readonly width: number;
  /** Headings in bold by escape sequences. */
  readonly colour: boolean;
}

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
    `${countWords(overall.tickets)} ${overall.tickets === 1 ? 'ticket' : 'tickets'} ${window.cohort} in this window`,
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
  return `${whose} were solved within ${formatDuration(net.medianSeconds)}, on average in ${timeWords(net, 'meanSeconds')}, ${zones ? 'net of waits that only time zones caused' : CLOCKS.net.label}. By the wall clock it was ${timeWords(calendar, 'medianSeconds')} and ${timeWords(calendar, 'meanSeconds')}.`;
}

function previousWords({ previous, window }: Report): string {
  return previous === null ? '' : windowWords({ ...previous, timeZone: window.timeZone });
}

function hasFigures(group: Group): boolean {
  return group.tickets > 0;
}
