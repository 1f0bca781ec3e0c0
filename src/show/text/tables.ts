import {
  AGE_CLOCKS,
  CAUSE_NAMES,
  CAUSES,
  CLOCK_NAMES,
  CLOCKS,
  type Clock,
  keysOf,
  MEASURES,
  type Measure,
} from '../../model/catalogue.ts';
import type { Group, Report, Stat } from '../../report/schema.ts';
import { meanWords } from '../content/complexity.ts';
import { durationWords } from '../durations.ts';
import { bar, type Column, nameCell, table } from '../layout.ts';
import { type FigureWords, intervalWords } from '../words.ts';

/** Elapsed time, as readers know it. */
const BY_THE_CALENDAR = 'by the calendar';
const MOST_ROWS = 40;

const LONGEST_NAME = 32;

/** The groups of a dimension, a line each; none without groups. */
export function groupTable(groups: readonly Group[], name: string, words: FigureWords, width: number): string[] {
  if (groups.length === 0) return [];
  const columns: Column[] = [
    { head: name, align: 'left' },
    { head: 'tickets', align: 'right' },
    { head: 'half within', align: 'right' },
    { head: 'average', align: 'right' },
    { head: BY_THE_CALENDAR, align: 'right', optional: true },
    { head: 'average', align: 'right', optional: true },
    { head: MEASURES.firstResponse.label.toLowerCase(), align: 'right', optional: true },
    { head: 'reopened', align: 'right', optional: true },
  ];
  const rows = groups.slice(0, MOST_ROWS).map((group) => {
    const { net, calendar } = group.finalResolution;
    return [
      nameCell(group.label, LONGEST_NAME),
      words.count(group.tickets),
      words.time(net, 'medianSeconds'),
      meanBeside(net),
      calendar?.medianSeconds == null ? '' : words.time(calendar, 'medianSeconds'),
      meanBeside(calendar),
      words.time(group.firstResponse.net, 'medianSeconds'),
      words.share(group.reopenRate),
    ];
  });
  return [...table(columns, rows, width), ...more(groups.length, words)];
}

/** The mean beside a median that already says when both are withheld. */
function meanBeside(stat: Stat): string {
  return stat?.meanSeconds == null ? '' : durationWords(stat.meanSeconds);
}

function more(groups: number, words: FigureWords): string[] {
  return groups > MOST_ROWS ? [`… and ${words.count(groups - MOST_ROWS)} more in the JSON report`] : [];
}

/** A measure under some clocks: the net one under the measure's name, the others below it. */
function clockRows(group: Group, measure: Measure, clocks: readonly Clock[]): readonly (readonly [string, Stat])[] {
  const others = clocks.filter((clock) => clock !== 'net');
  return [
    [MEASURES[measure].label, group[measure].net],
    ...others.map(
      (clock) => [`  ${clock === 'calendar' ? BY_THE_CALENDAR : CLOCKS[clock].label}`, group[measure][clock]] as const,
    ),
  ];
}

/** The four measures under their clocks, overall: n, median and mean side by side, intervals. */
export function waitingTimes({ overall }: Report, words: FigureWords, width: number): string[] {
  const rows = [
    ...clockRows(overall, 'finalResolution', CLOCK_NAMES),
    ...clockRows(overall, 'firstResolution', keysOf(AGE_CLOCKS)),
    ...clockRows(overall, 'firstResponse', CLOCK_NAMES),
    ...clockRows(overall, 'laterResponse', keysOf(AGE_CLOCKS)),
  ];
  const columns: Column[] = [
    { head: '', align: 'left' },
    { head: 'n', align: 'right' },
    { head: 'half within', align: 'right' },
    { head: 'average', align: 'right' },
    { head: 'half within, 95% sure', align: 'right', optional: true },
    { head: '9 in 10 within', align: 'right', optional: true },
    { head: 'average, 95% sure', align: 'right', optional: true },
  ];
  return table(
    columns,
    rows
      .filter(([, stat]) => stat !== null)
      .map(([name, stat]) => [
        name,
        words.count(stat?.n ?? 0),
        words.time(stat, 'medianSeconds'),
        stat?.meanSeconds == null ? '' : meanWords(stat),
        intervalWords(stat?.medianInterval),
        stat?.p90Seconds == null ? '' : words.time(stat, 'p90Seconds'),
        intervalWords(stat?.meanInterval),
      ]),
    width,
  );
}

/** The causes of all time spent, each with its share as a bar; what times are told without is marked. */
export function whereTheTimeWent(overall: Group, report: Report, words: FigureWords, width: number): string[] {
  const total = CAUSE_NAMES.reduce((sum, cause) => sum + overall.timeSpentSeconds[cause], 0);
  if (total === 0) return [];
  const excluded = new Set(report.definitions.netExcludes);
  const spent = CAUSE_NAMES.filter((cause) => overall.timeSpentSeconds[cause] > 0);
  const cells = Math.max(8, Math.min(36, width - 60));
  const rows = spent.map((cause) => {
    const seconds = overall.timeSpentSeconds[cause];
    return [
      `${CAUSES[cause].label}${excluded.has(cause) ? ' *' : ''}`,
      words.share(seconds / total),
      overall.tickets === 0 ? '' : durationWords(seconds / overall.tickets),
      bar(seconds / total, cells),
    ];
  });
  const columns: Column[] = [
    { head: '', align: 'left' },
    { head: 'share', align: 'right' },
    { head: 'per ticket', align: 'right' },
    { head: '', align: 'left' },
  ];
  return [
    ...table(columns, rows, width),
    ...(excluded.size > 0 ? ['* taken out of every time but those by the calendar'] : []),
  ];
}
