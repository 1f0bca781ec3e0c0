import type { FlowCounts, WindowChange } from '../../report/schema-inference.ts';
import { durationWords, spokenWords } from '../durations.ts';
import type { Context } from './context.ts';
import { KEPT_UP_SHARE, KEPT_UP_TICKETS, MANY_TEAMS, OPEN_MOVED_SHARE, OPEN_MOVED_TICKETS } from './thresholds.ts';
import { headlineCauses } from './why.ts';

/** What kind of window it was; decides the headline, the order and the action. */
export type Situation =
  | 'stale'
  | 'unfinished'
  | 'unanswered'
  | 'unsolved'
  | 'quiet'
  | 'few'
  | 'first'
  | 'teams'
  | 'verdict'
  | 'moved'
  | 'kept_up'
  | 'counts';

/** Characters; it is the subject of an email too. */
const LONGEST_HEADLINE = 90;

/** The one sentence of a digest, and which of the kinds of week it stands for: the first that applies. */
export function headlineOf(context: Context): { readonly situation: Situation; readonly text: string } {
  const { report, options, wording, words } = context;
  const { flow } = report;
  const arrived = counted(flow.arrived, 'ticket', wording.count);
  if (context.partial) {
    return {
      situation: context.stale.length > 0 ? 'stale' : 'unfinished',
      text: `To ${wording.partOfDay(context.readUpToAt)}: ${arrived} arrived, ${solvedWords(flow, wording.count)}`,
    };
  }
  const answers = report.byDay.reduce((sum, day) => sum + day.firstAnswers, 0);
  if (flow.arrived > 0 && answers === 0 && (flow.unansweredAtEnd ?? 0) >= flow.arrived) {
    return {
      situation: 'unanswered',
      text: `${arrived} arrived, and ${flow.arrived === 1 ? 'it has not' : 'none has'} been answered`,
    };
  }
  if (flow.arrived > 0 && flow.solved === 0 && flow.solvedWithoutDate === 0 && flow.withUsAtEnd > 0) {
    return {
      situation: 'unsolved',
      text: `${arrived} arrived, and ${flow.arrived === 1 ? 'nothing' : 'none'} has been solved`,
    };
  }
  if (isQuiet(flow)) {
    return { situation: 'quiet', text: `A quiet ${words.one}: nothing arrived, nothing was solved, nothing is open` };
  }
  const solved = solvedWords(flow, wording.count);
  if (flow.solved < report.definitions.minSample) {
    return {
      situation: 'few',
      text: `${arrived} arrived, ${solved}, ${are(flow.openAtEnd, wording.count)} open`,
    };
  }
  const median = report.timeToSolution.net?.medianSeconds ?? null;
  if (options.first === true && median !== null) {
    return {
      situation: 'first',
      text: `Your first digest: half of the tickets are solved within ${durationWords(median)}`,
    };
  }
  const solution = verdictOf(report.changes, 'timeToSolution');
  const answer = verdictOf(report.changes, 'timeToFirstAnswer');
  const teams = teamsHeadline(context);
  if (teams !== undefined && solution === undefined && answer === undefined) return { situation: 'teams', text: teams };
  const moved = movedHeadline(context);
  for (const [change, what] of [
    [solution, 'Solutions'],
    [answer, 'First answers'],
  ] as const) {
    if (change === undefined) continue;
    const slower = change.verdict === 'slower';
    // A shorter time beside a growing backlog is not the news.
    if (!slower && moved?.grew === true) return { situation: 'moved', text: moved.text };
    const size = change.differenceSeconds === null ? undefined : spokenWords(change.differenceSeconds);
    const phrase =
      size === undefined
        ? `took ${slower ? 'longer' : 'less time'}`
        : `took ${/^an? /.test(size) ? '' : 'about '}${size} ${slower ? 'longer' : 'less'}`;
    const causes =
      what === 'Solutions' ? headlineCauses(context, LONGEST_HEADLINE - what.length - 1 - phrase.length) : '';
    if (slower || moved !== undefined || !keptUp(context))
      return { situation: 'verdict', text: `${what} ${phrase}${causes}` };
    return { situation: 'verdict', text: `Kept up, and ${what.toLowerCase()} ${phrase}` };
  }
  if (moved !== undefined) return { situation: 'moved', text: moved.text };
  if (!keptUp(context)) return { situation: 'counts', text: `${arrived} arrived, ${solved}` };
  return { situation: 'kept_up', text: `Kept up: ${arrived} arrived, ${solved}` };
}

/** Whether about as many were solved as came: one can be told of a whole window alone. */
function keptUp(context: Context): boolean {
  const { arrived, openAtStart, openAtEnd } = context.report.flow;
  return comparable(context) && openAtEnd - openAtStart <= Math.max(KEPT_UP_TICKETS, KEPT_UP_SHARE * arrived);
}

/** How many were solved; those solved on no date that is known are told beside them. */
function solvedWords({ solved, solvedWithoutDate }: FlowCounts, count: (n: number) => string): string {
  const dated = `${were(solved, count)} solved`;
  return solvedWithoutDate === 0 ? dated : `${dated}, ${count(solvedWithoutDate)} more on no known date`;
}

/** Nothing came, nothing moved and nothing is open. */
export function isQuiet(flow: FlowCounts): boolean {
  return (
    flow.arrived +
      flow.outbound +
      flow.solved +
      flow.reopened +
      flow.undeleted +
      flow.leftOut +
      flow.solvedWithoutDate ===
      0 &&
    flow.openAtStart === 0 &&
    flow.openAtEnd === 0
  );
}

/** The overall verdict on a time, where there is one: slower or faster. */
export function verdictOf(
  changes: readonly WindowChange[],
  measure: WindowChange['measure'],
): WindowChange | undefined {
  return changes.find(
    (change) =>
      change.measure === measure &&
      change.group === 'overall' &&
      (change.verdict === 'slower' || change.verdict === 'faster'),
  );
}

/** The subject of an email: whose week, and the headline; how many have no answer yet where any has none. */
export function subjectOf(context: Context, situation: Situation, headline: string): string {
  const { report, wording, options } = context;
  const begin = `${report.simulated ? '[simulated] ' : ''}${options.about ?? 'Support'}, ${wording.shortDays(context.fromAt, context.toAt)}: `;
  if (situation === 'stale')
    return `${begin}not complete, ${staleNames(context)} not read since ${wording.weekday(context.readUpToAt)}`;
  if (situation === 'quiet') return `${begin}a quiet ${context.words.one}`;
  const none = report.flow.unansweredAtEnd ?? 0;
  const rest =
    none === 0 || situation === 'unanswered'
      ? ''
      : `; ${wording.count(none)} ${none === 1 ? 'has' : 'have'} no answer yet`;
  return `${begin}${headline[0]!.toLowerCase()}${headline.slice(1)}${rest}`;
}

/** The sources that were not read to the end, by name. */
export function staleNames({ stale }: Context): string {
  const names = stale.map(({ title }) => title);
  return names.length <= 2 ? names.join(' and ') : `${names.length} sources`;
}

function comparable({ report }: Context): boolean {
  return report.coverage.comparable && report.flow.previous !== null;
}

function movedHeadline(context: Context): { readonly grew: boolean; readonly text: string } | undefined {
  if (!comparable(context)) return undefined;
  const { openAtStart: before, openAtEnd: now } = context.report.flow;
  const moved = Math.abs(now - before);
  if (moved < OPEN_MOVED_TICKETS || moved < OPEN_MOVED_SHARE * Math.max(before, 1)) return undefined;
  const { count } = context.wording;
  return {
    grew: now > before,
    text: `Open tickets ${now > before ? 'grew' : 'fell'} from ${count(before)} to ${count(now)}`,
  };
}

function teamsHeadline({ report, wording }: Context): string | undefined {
  const { teams } = report;
  if (teams.length <= MANY_TEAMS) return undefined;
  const slower = teams.filter(({ verdict }) => verdict === 'slower').length;
  const faster = teams.filter(({ verdict }) => verdict === 'faster').length;
  if (slower + faster === 0) return undefined;
  const of = ` of ${wording.count(teams.length)} teams`;
  const parts = [
    ...(slower > 0 ? [`${wording.spelt(slower)}${of} took longer`] : []),
    ...(faster > 0 ? [`${wording.spelt(faster)}${slower > 0 ? '' : of} took less`] : []),
  ].join(', ');
  return `${parts[0]!.toUpperCase()}${parts.slice(1)}`;
}

/** `84 tickets`, `1 ticket`. */
export function counted(n: number, thing: string, count: (n: number) => string): string {
  return `${count(n)} ${thing}${n === 1 ? '' : 's'}`;
}

function were(n: number, count: (n: number) => string): string {
  return `${count(n)} ${n === 1 ? 'was' : 'were'}`;
}

function are(n: number, count: (n: number) => string): string {
  return `${count(n)} ${n === 1 ? 'is' : 'are'}`;
}
