import {
  AGE_CLOCKS,
  CAUSE_NAMES,
  CAUSES,
  CLOCK_NAMES,
  CLOCKS,
  type Clock,
  keysOf,
  MEASURE_NAMES,
  MEASURES,
  type Measure,
  NO_VALUE,
} from '../../model/catalogue.ts';
import { formatDuration } from '../../model/time.ts';
import type { Change, Group, Report, Stat } from '../../report/schema.ts';
import { bar, type Column, nameCell, table, wrap } from '../layout.ts';
import { countWords, intervalWords, pointsWords, rateWords, ratioWords, shareWords, timeWords } from '../words.ts';

const MOST_ROWS = 40;

const LONGEST_NAME = 32;

/** The groups of a dimension, a line each; none without groups. */
export function groupTable(groups: readonly Group[], name: string, width: number): string[] {
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

/** The agents by name, never by rank: their own figures, and how their times compare with what their mix of tiers takes. */
export function agentTable({ byAgent }: Report, width: number): string[] {
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

/** A measure under some clocks: the net one under the measure's name, the others below it. */
function clockRows(group: Group, measure: Measure, clocks: readonly Clock[]): readonly (readonly [string, Stat])[] {
  const others = clocks.filter((clock) => clock !== 'net');
  return [
    [`${MEASURES[measure].label}, ${CLOCKS.net.label}`, group[measure].net],
    ...others.map((clock) => [`  ${CLOCKS[clock].label}`, group[measure][clock]] as const),
  ];
}

/** The four measures under their clocks, overall: n, median and mean side by side, intervals. */
export function waitingTimes({ overall }: Report, width: number): string[] {
  const rows = [
    ...clockRows(overall, 'finalResolution', CLOCK_NAMES),
    ...clockRows(overall, 'firstResolution', keysOf(AGE_CLOCKS)),
    ...clockRows(overall, 'firstResponse', CLOCK_NAMES),
    ...clockRows(overall, 'laterResponse', keysOf(AGE_CLOCKS)),
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

/** A figure by its path within a group: `finalResolution.net.medianSeconds` is `final solution net, median`. */
function figureName(path: string): string {
  if (path === 'reopenRate') return 'tickets reopened';
  const [measureName, clockName, field = ''] = path.split('.');
  const measure = MEASURE_NAMES.find((name) => name === measureName);
  const clock = CLOCK_NAMES.find((name) => name === clockName);
  if (measure === undefined || clock === undefined) return path;
  return `${MEASURES[measure].label.toLowerCase()} ${CLOCKS[clock].label}, ${field.replace('Seconds', '')}`;
}

/** The headline figures always, others where they changed beyond chance. */
const ALWAYS = new Set([
  'overall.finalResolution.net.medianSeconds',
  'overall.finalResolution.net.meanSeconds',
  'overall.firstResponse.net.medianSeconds',
  'overall.reopenRate',
]);

/** How this window differs from the one before: the headline figures, and what else changed beyond chance. */
export function changeLines({ previous, byTier }: Report, width: number): string[] {
  if (previous === null) return [];
  const shown = previous.changes.filter(
    (change) => change.difference !== null && (ALWAYS.has(change.figure) || change.significant),
  );
  if (shown.length === 0) return wrap('Too few tickets in one of the two windows to compare them.', width);
  const labels = new Map(byTier.map((tier) => [`byTier.${tier.key}`, tier.label]));
  const rows = shown.map((change) => {
    const place = [...labels.keys()].find((prefix) => change.figure.startsWith(`${prefix}.`)) ?? 'overall';
    const words = figureName(change.figure.slice(place.length + 1));
    const time = change.figure.endsWith('Seconds');
    const show = time ? formatDuration : shareWords;
    const showDifference = time ? formatDuration : pointsWords;
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

/** The causes of all time spent, each with its share as a bar; what the net time leaves out is marked. */
export function whereTheTimeWent(overall: Group, report: Report, width: number): string[] {
  const total = CAUSE_NAMES.reduce((sum, cause) => sum + overall.timeSpentSeconds[cause], 0);
  if (total === 0) return [];
  const excluded = new Set(report.definitions.netExcludes);
  const spent = CAUSE_NAMES.filter((cause) => overall.timeSpentSeconds[cause] > 0);
  const cells = Math.max(8, Math.min(36, width - 60));
  const rows = spent.map((cause) => {
    const seconds = overall.timeSpentSeconds[cause];
    return [
      `${CAUSES[cause].label}${excluded.has(cause) ? ' *' : ''}`,
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
