import type { MeasuredTicket } from '../model/measurement.ts';
import type { Agent, Team } from '../model/people.ts';
import { MS_PER_HOUR, toIso } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { splitByGroup } from '../summarise/at-risk.ts';
import {
  type Comparability,
  compareMedians,
  type JudgedChange,
  judgeChanges,
  type MedianChange,
} from '../summarise/change.ts';
import { flowIn } from '../summarise/flow.ts';
import type { Period } from '../summarise/life.ts';
import { flowTicketOf } from '../summarise/lives.ts';
import type { PersonEffect } from '../summarise/people.ts';
import { survivalCurve } from '../summarise/statistics/survival.ts';
import { ageOnEnough } from '../summarise/survival.ts';
import { type ChangePointFound, findChangePoint, judgeChangePoints } from '../summarise/trend.ts';
import { FAMILY_LEVELS } from '../summarise/verdict-family.ts';
import { changeJson } from './change-json.ts';
import { type CsatAnswer, csatChange, csatJson, csatRows } from './csat-change.ts';
import { INFERRED, type Inferred, type InHandOf } from './in-hand.ts';
import { curveJson } from './inference-curve.ts';
import type { ChangePoint, Coverage, TeamRow, TrendPoint, Verdict, WindowChange } from './schema-inference.ts';
import { heldMedian, teamCsat, teamGroups } from './team-rows.ts';

/** What verdicts are made of. */
export interface VerdictInput {
  readonly window: Window;
  readonly before: Window;
  /** The trend's windows, oldest first. */
  readonly windows: readonly Window[];
  readonly isFinished: boolean;
  readonly minSample: number;
  readonly coverage: Coverage;
  readonly inHand: InHandOf;
  readonly tickets: readonly MeasuredTicket[];
  /** Sources that tell who answered when. */
  readonly telling: ReadonlySet<string>;
  readonly teams: readonly Team[];
  readonly agents: readonly Agent[];
  readonly answers: readonly CsatAnswer[];
  readonly people: readonly PersonEffect[];
}

/** What can be said of a person, and the interval of their shrunk effect at the level of the family. */
export interface JudgedPerson {
  readonly verdict: 'faster' | 'slower' | 'no_evidence' | 'not_comparable' | 'too_few';
  readonly interval: readonly [number, number] | null;
}

/** The words of change of one report, each judged in its family. */
export interface Verdicts {
  readonly changes: WindowChange[];
  readonly changePoints: ChangePoint[];
  readonly teams: TeamRow[];
  readonly csatOf: (period: Period) => TrendPoint['csat'];
  /** In the order of the people given. */
  readonly people: readonly JudgedPerson[];
}

/** A day with the hour that a change of clocks adds. */
const LONGEST_DAY_MS = 25 * MS_PER_HOUR;

/** Judges overall times as one family, teams, satisfaction and the trend as another. */
export function judge(input: VerdictInput): Verdicts {
  const { window, before, windows, coverage, inHand, isFinished, minSample } = input;
  const known: Comparability = {
    isOver: isFinished && coverage.stale.length === 0,
    isSingleDay: window.to - window.from <= LONGEST_DAY_MS,
    isCovered: coverage.comparable,
    moreReopened: false,
  };
  const hands = (measure: Inferred) => [inHand(measure, 'net', before), inHand(measure, 'net', window)] as const;
  const overall = INFERRED.map((measure) => compareMedians(...hands(measure), known));
  const headline = judgeChanges(overall, FAMILY_LEVELS.headline);

  const groups = teamGroups(input);
  const byTeam = INFERRED.map((measure) => {
    const [earlier, later] = hands(measure);
    const codeOf = (hand: { readonly ticketOf: Uint32Array }) =>
      Uint32Array.from(hand.ticketOf, (ticket) => groups.codeOf(ticket));
    return splitByGroup([earlier, later], [codeOf(earlier), codeOf(later)], groups.list.length);
  });
  const ofTeams: readonly (readonly MedianChange[])[] =
    groups.list.length < 2
      ? INFERRED.map(() => [])
      : byTeam.map((split) => split.map(([earlier, later]) => compareMedians(earlier, later, known)));
  const csat = csatChange(input, known);
  const people = input.people.map((person) => asChange(person, known));
  const rest = judgeChanges([...ofTeams.flat(), csat.change, ...people], FAMILY_LEVELS.rest);
  const ofPeople = people.length === 0 ? [] : rest.slice(-people.length);
  const points = INFERRED.map((measure) => changePointOf(measure, input));
  const judgedPoints = judgeChangePoints(points);

  const solutionChanges = rest.slice(0, groups.list.length < 2 ? 0 : groups.list.length);
  const answerChanges = rest.slice(solutionChanges.length, 2 * solutionChanges.length);
  return {
    changes: [
      ...INFERRED.map((measure, index) => changeJson(measure, 'overall', headline[index]!, minSample)),
      csat.told(rest[ofTeams.flat().length]!),
      ...solutionChanges.map((change, index) =>
        changeJson('timeToSolution', `byTeam=${groups.list[index]!.key}`, change, minSample),
      ),
      ...answerChanges.map((change, index) =>
        changeJson('timeToFirstAnswer', `byTeam=${groups.list[index]!.key}`, change, minSample),
      ),
    ],
    changePoints: judgedPoints.flatMap((point, index): ChangePoint[] =>
      point === null
        ? []
        : [
            {
              measure: INFERRED[index]!,
              week: toIso(windows[point.index]!.from),
              before: point.before / 1000,
              after: point.after / 1000,
            },
          ],
    ),
    teams: groups.list.map(({ key, label, members }, index): TeamRow => {
      const own = input.tickets.filter(({ source, teamId }) => teamId !== null && members.has(`${source}/${teamId}`));
      const flow = flowIn(
        own.map((ticket) => flowTicketOf(ticket, input.telling)),
        window,
      );
      const told = own.some(({ source }) => input.telling.has(source));
      return {
        key,
        label,
        arrived: flow.arrived,
        solved: flow.solved,
        withUsAtEnd: flow.withUsAtEnd,
        unansweredAtEnd: told ? flow.unansweredAtEnd : null,
        timeToFirstAnswer: curveJson(byTeam[1]![index]![1]),
        timeToSolution: curveJson(byTeam[0]![index]![1]),
        heldMedianSeconds: heldMedian(input, members),
        csat: teamCsat(input, members),
        verdict: joint(solutionChanges[index]?.verdict, answerChanges[index]?.verdict),
      };
    }),
    people: input.people.map((person, index) => judgedPerson(person, ofPeople[index]!)),
    csatOf: (period) => csatJson(csatRows(input.answers, period, window.timeZone), minSample),
  };
}

/** A person's effect as the family of verdicts judges it; of a window that is not over nothing is said. */
function asChange({ comparison, direction, intervalAt }: PersonEffect, { isOver }: Comparability): MedianChange {
  return {
    earlierMs: null,
    laterMs: null,
    differenceMs: null,
    direction,
    comparison: isOver ? comparison : null,
    reason: comparison === null ? 'few_ended' : isOver ? null : 'not_ended',
    intervalAt,
  };
}

/** A word only where the interval that is shown excludes "as all" as well. */
function judgedPerson({ raw, clock }: PersonEffect, { verdict, interval }: JudgedChange): JudgedPerson {
  if (clock !== 'fits') return { verdict: 'not_comparable', interval: null };
  if (raw === null || interval === null || interval[0] === null || interval[1] === null) {
    return { verdict: 'too_few', interval: null };
  }
  const told = [interval[0], interval[1]] as const;
  const isWord = (verdict === 'slower' && told[0] > 1) || (verdict === 'faster' && told[1] < 1);
  return { verdict: isWord ? (verdict as 'slower' | 'faster') : 'no_evidence', interval: told };
}

/** One word for both times of a team: longer where either is, less only where none is longer. */
function joint(solution: Verdict | undefined, answer: Verdict | undefined): Verdict {
  const both = [solution, answer];
  for (const verdict of ['slower', 'faster', 'no_evidence', 'too_few'] as const)
    if (both.includes(verdict)) return verdict;
  return 'not_comparable';
}

function changePointOf(measure: Inferred, { windows, inHand, coverage }: VerdictInput): ChangePointFound | null {
  const from = coverage.comparableFrom === null ? Number.POSITIVE_INFINITY : Date.parse(coverage.comparableFrom);
  const medians = windows.map((window) =>
    window.from < from ? null : ageOnEnough(survivalCurve(inHand(measure, 'net', window).rows), 0.5),
  );
  return findChangePoint(medians, 'time');
}
