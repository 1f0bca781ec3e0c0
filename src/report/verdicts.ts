import type { MeasuredTicket } from '../model/measurement.ts';
import type { Agent, Team } from '../model/people.ts';
import { MS_PER_DAY, MS_PER_HOUR, toIso } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { splitByGroup } from '../summarise/at-risk.ts';
import {
  type Comparability,
  compareMedians,
  type JudgedChange,
  judgeChanges,
  type MedianChange,
  type NoVerdict,
} from '../summarise/change.ts';
import { flowIn } from '../summarise/flow.ts';
import { finalSolutionAsOf, type Period } from '../summarise/life.ts';
import { flowTicketOf } from '../summarise/lives.ts';
import type { PersonEffect } from '../summarise/people.ts';
import { medianSorted } from '../summarise/statistics/averages.ts';
import type { DayAndCustomer } from '../summarise/statistics/clustered-variance.ts';
import { clusteredShare, type ShareRows, shareDifference } from '../summarise/statistics/shares.ts';
import { survivalCurve } from '../summarise/statistics/survival.ts';
import { ageOnEnough } from '../summarise/survival.ts';
import { type ChangePointFound, findChangePoint, judgeChangePoints } from '../summarise/trend.ts';
import { FAMILY_LEVELS } from '../summarise/verdict-family.ts';
import { INFERRED, type Inferred, type InHandOf } from './in-hand.ts';
import { curveJson } from './inference-curve.ts';
import type { ChangePoint, Coverage, TeamRow, TrendPoint, Verdict, WindowChange } from './schema-inference.ts';
import { localClock } from './window.ts';

/** An answer about satisfaction that counts: when, whether it was happy, from whom (`source/id`; null: nobody known). */
export interface CsatAnswer {
  readonly ratedAt: number;
  readonly isPositive: boolean;
  readonly customer: string | null;
  /** `source/id` of the team that had the ticket; null for none. */
  readonly team: string | null;
}

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

interface TeamGroups {
  readonly list: readonly { readonly key: string; readonly label: string; readonly members: ReadonlySet<string> }[];
  readonly codeOf: (ticket: number) => number;
}

/** Teams that have a ticket, or had one in the window and passed it on, by name; one of the same name in several sources is one. */
function teamGroups({ tickets, teams, window }: VerdictInput): TeamGroups {
  const used = new Set(
    tickets.flatMap(({ source, teamId, openedAt, stints }) =>
      openedAt >= window.to
        ? []
        : [
            ...(teamId === null ? [] : [`${source}/${teamId}`]),
            ...stints.flatMap((stint) => {
              const from = Math.max(window.from, stint.fromAt);
              const wasHeld = Math.min(window.to, stint.toAt ?? window.to) > from;
              return stint.teamId !== null && wasHeld ? [`${source}/${stint.teamId}`] : [];
            }),
          ],
    ),
  );
  const nameOf = new Map(teams.map(({ source, id, name }) => [`${source}/${id}`, name]));
  const byName = Map.groupBy(used, (member) => nameOf.get(member) ?? member.slice(member.indexOf('/') + 1));
  const list = [...byName]
    .map(([label, members]) => ({
      key: members[0]!.slice(members[0]!.indexOf('/') + 1),
      label,
      members: new Set(members),
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
  const codeOfMember = new Map(list.flatMap(({ members }, index) => [...members].map((member) => [member, index])));
  const none = list.length;
  const codes = tickets.map(({ source, teamId }) =>
    teamId === null ? none : (codeOfMember.get(`${source}/${teamId}`) ?? none),
  );
  return { list, codeOf: (ticket) => codes[ticket]! };
}

/**
 * Half of the tickets a team held and that were solved in the window, as known at its end, were in its hands for less, by
 * the calendar; ms → s.
 */
function heldMedian({ tickets, window, minSample }: VerdictInput, members: ReadonlySet<string>): number | null {
  const held: number[] = [];
  for (const ticket of tickets) {
    const { source, excludedAt, stints } = ticket;
    const solution = finalSolutionAsOf(ticket.solutions, window.to);
    if (solution === null || solution.knownAt < window.from) continue;
    if (excludedAt !== null && excludedAt < window.to) continue;
    const own = stints.filter(
      ({ holder, teamId, toAt }) =>
        holder === 'team' &&
        teamId !== null &&
        members.has(`${source}/${teamId}`) &&
        toAt !== null &&
        toAt <= solution.at,
    );
    if (own.length > 0) held.push(own.reduce((sum, { causesMs }) => sum + causesMs.reduce((a, b) => a + b, 0), 0));
  }
  return held.length < minSample ? null : medianSorted(held.sort((a, b) => a - b)) / 1000;
}

function teamCsat({ answers, window, minSample }: VerdictInput, members: ReadonlySet<string>): TeamRow['csat'] {
  const own = answers.filter(
    ({ team, ratedAt }) => team !== null && members.has(team) && ratedAt >= window.from && ratedAt < window.to,
  );
  if (own.length === 0) return null;
  const share = own.filter(({ isPositive }) => isPositive).length / own.length;
  return { n: own.length, value: own.length < minSample ? null : 100 * share };
}

function changePointOf(measure: Inferred, { windows, inHand, coverage }: VerdictInput): ChangePointFound | null {
  const from = coverage.comparableFrom === null ? Number.POSITIVE_INFINITY : Date.parse(coverage.comparableFrom);
  const medians = windows.map((window) =>
    window.from < from ? null : ageOnEnough(survivalCurve(inHand(measure, 'net', window).rows), 0.5),
  );
  return findChangePoint(medians, 'time');
}

/** Answers of a period as rows, clustered by local day and by customer. */
function csatRows(
  answers: readonly CsatAnswer[],
  { from, to }: Period,
  timeZone: string,
  codes = new Map<string, number>(),
): ShareRows {
  const own = answers.filter(({ ratedAt }) => ratedAt >= from && ratedAt < to);
  const code = (key: string): number => {
    const known = codes.get(key);
    if (known !== undefined) return known;
    codes.set(key, codes.size);
    return codes.size - 1;
  };
  const localOf = localClock(timeZone);
  const day = Uint32Array.from(own, ({ ratedAt }) => code(`day ${Math.floor(localOf(ratedAt) / MS_PER_DAY)}`));
  const customer = Uint32Array.from(own, ({ customer: who, ratedAt }, index) =>
    code(who ?? `alone ${ratedAt} ${index}`),
  );
  const clusters: DayAndCustomer = {
    day: { codes: day, count: codes.size },
    customer: { codes: customer, count: codes.size },
  };
  return { positive: Uint8Array.from(own, ({ isPositive }) => (isPositive ? 1 : 0)), clusters };
}

function csatJson(rows: ShareRows, minSample: number): TrendPoint['csat'] {
  const { n, positive, share, interval } = clusteredShare(rows);
  if (n === 0) return null;
  const enough = n >= minSample;
  return {
    n,
    positive,
    value: enough && share !== null ? 100 * share : null,
    interval: enough && interval !== null ? [100 * interval[0], 100 * interval[1]] : null,
  };
}

/** The change of satisfaction: judged with teams and trend, told with words of its own. */
function csatChange(input: VerdictInput, known: Comparability) {
  const codes = new Map<string, number>();
  const { answers, window, before } = input;
  const [earlier, later] = [before, window].map((period) => csatRows(answers, period, window.timeZone, codes)) as [
    ShareRows,
    ShareRows,
  ];
  const counts = {
    day: { codes: new Uint32Array(), count: codes.size },
    customer: { codes: new Uint32Array(), count: codes.size },
  };
  const wide = (rows: ShareRows): ShareRows => ({
    ...rows,
    clusters: {
      day: { ...rows.clusters.day, count: counts.day.count },
      customer: { ...rows.clusters.customer, count: counts.customer.count },
    },
  });
  const enough = earlier.positive.length >= 20 && later.positive.length >= 20;
  const comparable = known.isOver && known.isCovered && !known.isSingleDay;
  const found = comparable && enough ? shareDifference(wide(earlier), wide(later)) : null;
  const reason: NoVerdict | null = !comparable
    ? known.isOver
      ? 'not_covered'
      : 'not_ended'
    : found === null
      ? 'few_ended'
      : null;
  const change: MedianChange = {
    earlierMs: null,
    laterMs: null,
    differenceMs: found?.difference ?? null,
    direction: found?.difference ?? null,
    comparison: found,
    reason,
    intervalAt: found?.intervalAt ?? null,
  };
  const percent = (rows: ShareRows): number | null => {
    const { share } = clusteredShare(rows);
    return share === null || rows.positive.length < input.minSample ? null : 100 * share;
  };
  const told = (judged: JudgedChange): WindowChange => {
    const verdict: Verdict =
      judged.verdict === 'slower' ? 'higher' : judged.verdict === 'faster' ? 'lower' : judged.verdict;
    return {
      measure: 'csat',
      clock: null,
      group: 'overall',
      verdict,
      currentSeconds: percent(later),
      previousSeconds: comparable ? percent(earlier) : null,
      differenceSeconds: judged.differenceMs === null ? null : 100 * judged.differenceMs,
      interval: closed(judged.interval, 100),
      reason: reason === null ? null : REASONS[reason](input.minSample),
      sentence: `Satisfaction: ${VERDICT_WORDS[verdict]}.`,
    };
  };
  return { change, told };
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  slower: 'longer than before',
  faster: 'shorter than before',
  higher: 'higher than before',
  lower: 'lower than before',
  no_evidence: 'no clear change',
  not_comparable: 'nothing to compare with',
  too_few: 'too few to say',
};

const REASONS: Readonly<Record<NoVerdict, (minSample: number) => string>> = {
  not_ended: () => 'the window has not ended, or was not read to its end',
  single_day: () => 'a single day is not compared',
  not_covered: () => 'the window before is not covered',
  few_ended: () => 'fewer than 20 in one of the windows',
  few_at_risk: () => 'fewer than 20 were in hand for as long as half took before',
  few_days: () => 'fewer than 5 days have any',
  few_customers: () => 'fewer than 5 customers have any',
  neither_reaches_half: () => 'in neither window half have ended',
  more_reopened: () => 'more tickets were reopened within a week, so that a shorter time is not told',
};

const MEASURE_WORDS: Readonly<Record<Inferred, string>> = {
  timeToSolution: 'Time to solution',
  timeToFirstAnswer: 'Time to first answer',
};

function changeJson(measure: Inferred, group: string, change: JudgedChange, minSample: number): WindowChange {
  const { earlierMs, laterMs, differenceMs, interval, verdict, reason } = change;
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
  return {
    measure,
    clock: 'net',
    group,
    verdict,
    currentSeconds: seconds(laterMs),
    previousSeconds: verdict === 'not_comparable' ? null : seconds(earlierMs),
    differenceSeconds: verdict === 'not_comparable' ? null : seconds(differenceMs),
    interval: closed(interval, 1 / 1000),
    reason: reason === null ? null : REASONS[reason](minSample),
    sentence: `${MEASURE_WORDS[measure]}${group === 'overall' ? '' : ` (${group})`}: ${VERDICT_WORDS[verdict]}.`,
  };
}

function closed(interval: JudgedChange['interval'], factor: number): [number, number] | null {
  if (interval === null || interval[0] === null || interval[1] === null) return null;
  return [interval[0] * factor, interval[1] * factor];
}
