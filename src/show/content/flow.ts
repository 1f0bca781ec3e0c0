import type { FlowCounts, TrendPoint } from '../../report/schema-inference.ts';
import type { FlowCell, Tone } from './content.ts';
import type { Context } from './context.ts';
import type { Situation } from './headline.ts';

interface FlowSpec {
  readonly key: FlowCell['key'];
  readonly label: string;
  readonly of: (flow: FlowCounts) => number | null;
  readonly figure: string;
  readonly inTrend: (point: TrendPoint) => number | null;
  /** Counted through the window, not at its end. */
  readonly counted: boolean;
}

const CELLS: readonly FlowSpec[] = [
  {
    key: 'arrived',
    label: 'Arrived',
    of: ({ arrived }) => arrived,
    figure: 'flow.arrived',
    inTrend: ({ arrived }) => arrived,
    counted: true,
  },
  {
    key: 'solved',
    label: 'Solved',
    of: ({ solved }) => solved,
    figure: 'flow.solved',
    inTrend: ({ solved }) => solved,
    counted: true,
  },
  {
    key: 'open',
    label: 'Open',
    of: ({ openAtEnd }) => openAtEnd,
    figure: 'flow.openAtEnd',
    inTrend: ({ openAtEnd }) => openAtEnd,
    counted: false,
  },
  {
    key: 'waiting',
    label: 'Waiting for us',
    of: ({ withUsAtEnd }) => withUsAtEnd,
    figure: 'flow.withUsAtEnd',
    inTrend: ({ withUsAtEnd }) => withUsAtEnd,
    counted: false,
  },
  {
    key: 'unanswered',
    label: 'No answer yet',
    of: ({ unansweredAtEnd }) => unansweredAtEnd,
    figure: 'flow.unansweredAtEnd',
    inTrend: ({ unansweredAtEnd }) => unansweredAtEnd,
    counted: false,
  },
];

/** The five counts of a window, each with the window before. */
export function flowCells(context: Context, situation: Situation): FlowCell[] {
  const { report, wording, partial, readUpToAt, options } = context;
  const { flow, trend } = report;
  const before = report.coverage.comparable ? flow.previous : null;
  return CELLS.map(({ key, label, of, figure, inTrend, counted }) => {
    const n = of(flow);
    const was = before === null ? null : of(before);
    const note =
      n === null
        ? 'not told by your source'
        : partial
          ? `${counted ? 'to' : 'on'} ${wording.shortMoment(readUpToAt)}`
          : was !== null && options.first !== true
            ? `was ${wording.count(was)}`
            : key === 'open'
              ? `${wording.count(flow.openAtStart)} at the start`
              : '';
    return {
      key,
      label,
      value: n === null ? '–' : `${wording.count(n)}${partial && counted ? '+' : ''}`,
      note,
      tone: toneOf(key, situation, context),
      figure,
      series: [...trend.slice(0, -1).map((point) => (point.covered ? inTrend(point) : null)), n],
    };
  });
}

/** Orange only where something is wrong: nothing was answered, or an answer is overdue. */
function toneOf(key: FlowCell['key'], situation: Situation, context: Context): Tone {
  if (situation === 'unanswered' || situation === 'unsolved') {
    if (key === 'solved' || key === 'open' || key === 'waiting') return 'longer';
  }
  return key === 'unanswered' && (situation === 'unanswered' || overdueAnswer(context)) ? 'longer' : 'plain';
}

/** Whether somebody waits for a first answer past its target or, without one, longer than nine in ten answers take. */
export function overdueAnswer({ report }: Context): boolean {
  const targets = report.targets.filter(({ measure }) => measure === 'timeToFirstAnswer');
  if (targets.length > 0) return targets.some(({ pastNow }) => pastNow > 0);
  const usual = report.timeToFirstAnswer.calendar?.p90Seconds ?? null;
  if (usual === null) return false;
  return report.waiting.tickets.some(
    ({ need, waitingSeconds }) => need?.kind.startsWith('unanswered') === true && waitingSeconds > usual,
  );
}

/** How the counts add up, in one line, with what else moved where it is needed for the sum. */
export function flowSum({ report, wording }: Context): string {
  const { flow } = report;
  const { count } = wording;
  const plus = [
    `${count(flow.openAtStart)} open + ${count(flow.arrived)} arrived`,
    ...(flow.outbound > 0 ? [`${count(flow.outbound)} we began`] : []),
    `${count(flow.reopened)} reopened`,
    ...(flow.undeleted > 0 ? [`${count(flow.undeleted)} restored`] : []),
  ].join(' + ');
  const minus = [
    `${count(flow.solved)} solved`,
    ...(flow.leftOut > 0 ? [`${count(flow.leftOut)} left out`] : []),
    ...(flow.solvedWithoutDate > 0 ? [`${count(flow.solvedWithoutDate)} solved without a date`] : []),
  ].join(' − ');
  const sum = `${plus} − ${minus} = ${count(flow.openAtEnd)} open.`;
  if (flow.recontacts === 0) return sum;
  const who = flow.recontacts === 1 ? '1 customer' : `${count(flow.recontacts)} customers`;
  return `${sum} ${who} wrote again within 7 days of a solution.`;
}
