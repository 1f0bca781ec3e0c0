import { BUCKETS } from '../clock/bucket.ts';
import { formatDuration } from '../report/duration.ts';
import { NO_VALUE } from '../report/groups.ts';
import type { Change, Group, Report, Stat } from '../report/report.ts';
import {
  BUCKET_WORDS,
  countWords,
  intervalWords,
  rateWords,
  ratioWords,
  shareWords,
  timeWords,
  windowWords,
} from './figure-words.ts';
import { bar, type Column, nameCell, table, wrap } from './layout.ts';

/** How a report is written to a terminal. */
export interface TextOptions {
  /** Columns of the terminal; lines are not longer, down to 60. */
  readonly width: number;
  /** Headings in bold by escape sequences. */
  readonly colour: boolean;
}

const MOST_ROWS = 40;
const OLDEST_ROWS = 5;
const LONGEST_NAME = 32;

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
    ['Customers', outcomeLines(report.overall, width)],
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
  lines.push(`${countWords(overall.tickets)} tickets ${COHORT_WORDS[window.cohort]}`, '');
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
    return `Only ${net.n} of them have a final solution: too few to tell a resolution time (at least ${definitions.minSample}).`;
  }
  const excludes = definitions.netExcludes;
  const zones = excludes.includes('team_time_zone_wait') && excludes.includes('customer_time_zone_wait');
  const whose = window.cohort === 'solved' ? 'Half of them' : `Half of the ${countWords(net.n)} with a final solution`;
  return `${whose} were solved within ${formatDuration(net.medianSeconds)}, on average in ${timeWords(net, 'meanSeconds')}, ${zones ? 'net of waits that only time zones caused' : 'net'}. By the wall clock it was ${timeWords(calendar, 'medianSeconds')} and ${timeWords(calendar, 'meanSeconds')}.`;
}

function waitingTimes({ overall }: Report, width: number): string[] {
  const rows: readonly (readonly [string, Stat])[] = [
    ['Final solution, net', overall.finalResolution.net],
    ['  wall clock', overall.finalResolution.calendar],
    ['  our working time', overall.finalResolution.business],
    ['First solution, net', overall.firstResolution.net],
    ['  wall clock', overall.firstResolution.calendar],
    ['First answer, net', overall.firstResponse.net],
    ['  wall clock', overall.firstResponse.calendar],
    ['  our working time', overall.firstResponse.business],
    ['Later answers, net', overall.laterResponse.net],
    ['  wall clock', overall.laterResponse.calendar],
  ];
  const columns: Column[] = [
    { head: '', align: 'left' },
    { head: 'n', align: 'right' },
    { head: 'median', align: 'right' },
    { head: 'mean', align: 'right' },
    { head: 'median, 95% sure', align: 'right', optional: true },
    { head: '9 in 10 within', align: 'right', optional: true },
    { head: 'mean, 95% sure', align: 'right', optional: true },
  ];
  return table(
    columns,
    rows
      .filter(([, stat]) => stat !== null)
      .map(([name, stat]) => [
        name,
        countWords(stat?.n ?? 0),
        timeWords(stat, 'medianSeconds'),
        stat?.meanSeconds == null ? '' : timeWords(stat, 'meanSeconds'),
        intervalWords(stat?.medianInterval),
        stat?.p90Seconds == null ? '' : timeWords(stat, 'p90Seconds'),
        intervalWords(stat?.meanInterval),
      ]),
    width,
  );
}

function previousWords({ previous, window }: Report): string {
  return previous === null ? '' : windowWords({ ...previous, timeZone: window.timeZone });
}

const CHANGE_WORDS: Readonly<Record<string, string>> = {
  'finalResolution.net.medianSeconds': 'final solution net, median',
  'finalResolution.net.meanSeconds': 'final solution net, mean',
  'finalResolution.calendar.medianSeconds': 'final solution wall clock, median',
  'finalResolution.calendar.meanSeconds': 'final solution wall clock, mean',
  'firstResponse.net.medianSeconds': 'first answer net, median',
  'firstResponse.net.meanSeconds': 'first answer net, mean',
  reopenRate: 'tickets reopened',
};

/** The headline figures always, others where they changed beyond chance. */
const ALWAYS = new Set([
  'overall.finalResolution.net.medianSeconds',
  'overall.finalResolution.net.meanSeconds',
  'overall.firstResponse.net.medianSeconds',
  'overall.reopenRate',
]);

function changeLines({ previous, byTier }: Report, width: number): string[] {
  if (previous === null) return [];
  const shown = previous.changes.filter(
    (change) => change.difference !== null && (ALWAYS.has(change.figure) || change.significant),
  );
  if (shown.length === 0) return wrap('Too few tickets in one of the two windows to compare them.', width);
  const labels = new Map(byTier.map((tier) => [`byTier.${tier.key}`, tier.label]));
  const rows = shown.map((change) => {
    const place = [...labels.keys()].find((prefix) => change.figure.startsWith(`${prefix}.`)) ?? 'overall';
    const words = CHANGE_WORDS[change.figure.slice(place.length + 1)] ?? change.figure;
    const time = change.figure.endsWith('Seconds');
    const show = time ? formatDuration : shareWords;
    const showDifference = time ? formatDuration : (share: number) => `${(share * 100).toFixed(1)} points`;
    return [
      `${labels.get(place) ?? 'all'}: ${words}`,
      show(change.previous ?? 0),
      show(change.current ?? 0),
      verdict(change),
      change.interval === null
        ? '–'
        : `${signed(change.interval[0], showDifference)} to ${signed(change.interval[1], showDifference)}`,
    ];
  });
  const columns: Column[] = [
    { head: '', align: 'left' },
    { head: 'before', align: 'right' },
    { head: 'now', align: 'right' },
    { head: '', align: 'left' },
    { head: 'change, 95% sure', align: 'right', optional: true },
  ];
  return table(columns, rows, width);
}

function verdict(change: Change): string {
  if (change.pAdjusted === null) return 'cannot be tested';
  if (!change.significant) return 'no clear change';
  const better = (change.difference ?? 0) < 0;
  if (change.figure.endsWith('reopenRate')) return better ? 'fewer' : 'more';
  return better ? 'faster' : 'slower';
}

function signed(value: number, show: (value: number) => string): string {
  return value > 0 ? `+${show(value)}` : value < 0 ? `−${show(-value)}` : show(0);
}

function whereTheTimeWent(overall: Group, report: Report, width: number): string[] {
  const total = BUCKETS.reduce((sum, bucket) => sum + overall.timeSpentSeconds[bucket], 0);
  if (total === 0) return [];
  const excluded = new Set(report.definitions.netExcludes);
  const spent = BUCKETS.filter((bucket) => overall.timeSpentSeconds[bucket] > 0);
  const cells = Math.max(8, Math.min(36, width - 60));
  const rows = spent.map((bucket) => {
    const seconds = overall.timeSpentSeconds[bucket];
    return [
      `${BUCKET_WORDS[bucket]}${excluded.has(bucket) ? ' *' : ''}`,
      shareWords(seconds / total),
      overall.tickets === 0 ? '' : formatDuration(seconds / overall.tickets),
      bar(seconds / total, cells),
    ];
  });
  const columns: Column[] = [
    { head: '', align: 'left' },
    { head: 'share', align: 'right' },
    { head: 'per ticket', align: 'right' },
    { head: '', align: 'left' },
  ];
  return [...table(columns, rows, width), ...(excluded.size > 0 ? ['* not in the net time'] : [])];
}

function hasFigures(group: Group): boolean {
  return group.tickets > 0;
}

function groupTable(groups: readonly Group[], name: string, width: number): string[] {
  if (groups.length === 0) return [];
  const columns: Column[] = [
    { head: name, align: 'left' },
    { head: 'tickets', align: 'right' },
    { head: 'median net', align: 'right' },
    { head: 'mean net', align: 'right' },
    { head: 'wall clock median', align: 'right', optional: true },
    { head: 'mean', align: 'right', optional: true },
    { head: 'first answer net', align: 'right', optional: true },
    { head: 'reopened', align: 'right', optional: true },
  ];
  const rows = groups.slice(0, MOST_ROWS).map((group) => {
    const { net, calendar } = group.finalResolution;
    return [
      nameCell(group.label, LONGEST_NAME),
      countWords(group.tickets),
      timeWords(net, 'medianSeconds'),
      meanBeside(net),
      calendar?.medianSeconds == null ? '' : timeWords(calendar, 'medianSeconds'),
      meanBeside(calendar),
      timeWords(group.firstResponse.net, 'medianSeconds'),
      shareWords(group.reopenRate),
    ];
  });
  return [...table(columns, rows, width), ...more(groups.length)];
}

/** The mean beside a median that already says when both are withheld. */
function meanBeside(stat: Stat): string {
  return stat?.meanSeconds == null ? '' : formatDuration(stat.meanSeconds);
}

function agentTable({ byAgent }: Report, width: number): string[] {
  if (byAgent.length === 0) return [];
  const rated = byAgent.some((agent) => agent.csat !== undefined);
  const columns: Column[] = [
    { head: 'agent', align: 'left' },
    { head: 'solved', align: 'right' },
    { head: 'median net', align: 'right' },
    { head: 'mean net', align: 'right' },
    { head: 'against their mix', align: 'right' },
    { head: 'first answers', align: 'right', optional: true },
    { head: 'median net', align: 'right', optional: true },
    ...(rated ? [{ head: 'satisfied', align: 'right', optional: true } as const] : []),
  ];
  const rows = byAgent
    .slice(0, MOST_ROWS)
    .toSorted((a, b) => Number(a.key === NO_VALUE) - Number(b.key === NO_VALUE) || a.label.localeCompare(b.label, 'en'))
    .map((agent) => [
      nameCell(agent.label, LONGEST_NAME),
      countWords(agent.finalResolution.net?.n ?? 0),
      timeWords(agent.finalResolution.net, 'medianSeconds'),
      meanBeside(agent.finalResolution.net),
      ratioWords(agent.observedToExpected),
      countWords(agent.firstResponse.net?.n ?? 0),
      timeWords(agent.firstResponse.net, 'medianSeconds'),
      rateWords(agent.csat),
    ]);
  const note =
    'Against their mix: 1.00 is the time that tickets of the same complexity take on average here; 1.20 is a fifth longer. The range is 95% sure; where it holds 1.00 there is nothing to tell apart from chance.';
  return [...table(columns, rows, width), ...more(byAgent.length), ...wrap(note, width)];
}

function more(groups: number): string[] {
  return groups > MOST_ROWS ? [`… and ${countWords(groups - MOST_ROWS)} more in the JSON report`] : [];
}

function outcomeLines(overall: Group, width: number): string[] {
  const lines: string[] = [];
  if (overall.csat !== undefined) {
    const { responseRate } = overall.csat;
    const answered = responseRate == null ? '' : `, ${responseRate.toFixed(0)}% of surveys answered`;
    lines.push(...wrap(`Satisfied: ${rateWords(overall.csat)}${answered}`, width));
  }
  if (overall.churn !== undefined) lines.push(...wrap(`Accounts lost: ${rateWords(overall.churn)}`, width));
  return lines;
}

function openLines({ open, overall, window, definitions }: Report, width: number): string[] {
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
    { head: 'net', align: 'right' },
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
      HOLDER_WORDS[ticket.holder] ?? ticket.holder,
      ticket.tier,
      nameCell(ticket.agentId ?? 'nobody', 20),
    ]);
  return [...lines, ...table(columns, rows, width)];
}

const HOLDER_WORDS: Readonly<Record<string, string>> = {
  team: 'us',
  customer: 'the customer',
  third_party: 'a third party',
  bot: 'a bot',
  nobody: 'nobody',
};

function qualityLines({ quality }: Report, width: number): string[] {
  const excluded = Object.entries(quality.excluded).filter(([, n]) => n > 0);
  const notes = [...quality.notes];
  if (excluded.length > 0) {
    notes.push(`Left out: ${excluded.map(([reason, n]) => `${countWords(n)} ${reason}`).join(', ')}.`);
  }
  return notes.flatMap((note) => wrap(`- ${nameCell(note, 2000)}`, width, '  '));
}

function definitionLines({ definitions }: Report, width: number): string[] {
  const excludes = definitions.netExcludes.map((name) => BUCKET_WORDS[name as keyof typeof BUCKET_WORDS] ?? name);
  const lines = [
    `Net is the wall clock without: ${excludes.length === 0 ? 'nothing' : excludes.join('; ')}. Our working time is the time the desk was at work and it was our turn. A day (d) is 24 hours.`,
    `Our hours: ${definitions.teamHours ?? 'always'} (${definitions.teamTimeZone}) unless an agent or team has others; the customers': ${definitions.customerHours}.`,
    `Complexity by ${definitions.tierRule}, from what the work was, never from how long it took; solutions credited by ${definitions.creditPolicy}. Figures of fewer than ${definitions.minSample} are not shown.`,
  ];
  return lines.flatMap((line) => wrap(nameCell(line, 2000), width));
}
