import type { z } from 'zod';
import { createCalendarReader } from '../clock/calendar.ts';
import { createZones } from '../clock/zone.ts';
import { type AgesAt, createAges } from '../measure/ages.ts';
import { CLOCKS, type Clock, each } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import type { Agent, Team } from '../model/people.ts';
import type { Rating } from '../model/rating.ts';
import type { Target } from '../model/target.ts';
import { MS_PER_DAY, toIso } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { knownAsOf } from '../summarise/as-of.ts';
import { openDayFor } from '../summarise/clusters.ts';
import { type FlowTicket, flowIn, isOpenAsOf } from '../summarise/flow.ts';
import { finalSolutionAsOf, isSolvedIn, type Period } from '../summarise/life.ts';
import {
  flowTicketOf,
  type Population,
  sourcesThatTellAnswers,
  sourcesWithTimers,
  trafficOf,
} from '../summarise/lives.ts';
import { recontactsIn } from '../summarise/recontact.ts';
import { quantileSorted } from '../summarise/statistics/averages.ts';
import { curveFigure } from '../summarise/survival.ts';
import { coverageIn, type ReadSource } from './coverage.ts';
import { csatAnswers, unhappyAnswers } from './csat-answers.ts';
import { clearedBacklog, countsByDay, daysOf, holidaysIn, worksIn } from './facts.ts';
import { followTickets, type Inferred, type InHandOf } from './in-hand.ts';
import { curveJson } from './inference-curve.ts';
import { peopleIn, personFigures } from './people.ts';
import type { CurvesByClock, FlowCounts, INFERENCE, TrendPoint } from './schema-inference.ts';
import { targetAgeMs, targetFigures, targetsOf } from './targets.ts';
import { trendWindows } from './trend.ts';
import { judge, type Verdicts } from './verdicts.ts';
import { waitingTickets } from './waiting.ts';
import { localClock } from './window.ts';

/** What version 2 of the report adds. */
export type Inference = { -readonly [Name in keyof typeof INFERENCE]: z.infer<(typeof INFERENCE)[Name]> };

/** All that a window's inference is made of. Instants in epoch ms. */
export interface InferenceInput {
  readonly now: number;
  readonly window: Window;
  readonly definitions: Definitions;
  readonly minSample: number;
  readonly population: Population;
  /** Every measured ticket that is in the figures, of all time: coverage and the backlog need them all. */
  readonly tickets: readonly MeasuredTicket[];
  /** Those that were merged or deleted at a known instant: until then they count in the flow and are in hand. */
  readonly leftOut: readonly MeasuredTicket[];
  /** All tickets of the sources where `tickets` are only some: what a source tells, and since when, is asked of all. */
  readonly desk?: readonly MeasuredTicket[];
  readonly sources: readonly ReadSource[];
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly ratings: readonly Rating[];
  readonly targets: readonly Target[];
}

/** Infers how long things take in a window and whether that changed; tells its flow, and who waits. Pure. */
export function inferWindow(input: InferenceInput): Inference {
  const { now, window, definitions, teams, agents } = input;
  const ofEnd = (ticket: MeasuredTicket): MeasuredTicket => knownAsOf(ticket, window.to, definitions.tierRule);
  const tickets = input.tickets.map(ofEnd);
  const agesOf = remembered(createAges(definitions.netExcludes));
  const calendars = deskCalendars(definitions);
  const openDays = new Map<number, boolean>();
  const isOpenDay = (day: number): boolean => {
    let open = openDays.get(day);
    if (open === undefined) {
      const from = day * MS_PER_DAY;
      open = worksIn(calendars.asIfUtc, { from, to: from + MS_PER_DAY });
      openDays.set(day, open);
    }
    return open;
  };
  const lived = [...tickets, ...input.leftOut.map(ofEnd)];
  const desk = input.desk ?? lived;
  const ratings = input.ratings.filter(({ ratedAt }) => ratedAt !== undefined && ratedAt < window.to);
  const telling = sourcesThatTellAnswers(desk, window.to);
  const inHand = followTickets({
    tickets: lived,
    timers: sourcesWithTimers(desk, window.to),
    telling,
    agesOf,
    population: input.population,
    timeZone: window.timeZone,
    isOpenDay,
  });
  const flowTickets = lived.map((ticket) => flowTicketOf(ticket, telling));
  const traffic = trafficOf(lived);
  const windows = trendWindows(window);
  const before = windows.at(-2)!;
  const whole = { from: windows[0]!.from, to: window.to };
  const p90 = curveFigure(inHand('timeToSolution', 'calendar', whole)).p90Ms;
  const coverage = coverageIn(desk, input.sources, { window, before, now }, p90);
  const comparableFrom =
    coverage.comparableFrom === null ? Number.POSITIVE_INFINITY : Date.parse(coverage.comparableFrom);

  const flowOf = (period: Period): FlowCounts => ({
    ...flowCountsIn(flowTickets, period, telling.size > 0),
    openNow: flowTickets.filter((ticket) => isOpenAsOf(ticket, now)).length,
    recontacts: recontactsIn(traffic, period, 7).customers,
  });
  const flow = { ...flowOf(window), previous: flowOf(before) };
  const localOf = localClock(window.timeZone);
  const question = {
    tickets,
    agents,
    window,
    asOf: now,
    dayOf: (at: number) => openDayFor(Math.floor(localOf(at) / MS_PER_DAY), isOpenDay),
  };
  const people = peopleIn(question);
  const verdicts = judge({
    ...input,
    tickets: lived,
    telling,
    answers: csatAnswers(ratings, tickets),
    windows,
    before,
    coverage,
    inHand,
    people: people.effects,
    isFinished: window.to <= now,
  });
  const trend = windows.map(
    (point): TrendPoint => trendPoint(point, point.from >= comparableFrom, flowOf(point), inHand, verdicts),
  );
  const earlier = trend.slice(0, -1).filter(({ covered }) => covered);
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const workingDays = earlier.reduce(
    (sum, { from, to }) =>
      sum +
      daysOf({ ...window, from: Date.parse(from), to: Date.parse(to) }).filter((day) => worksIn(calendars.kept, day))
        .length,
    0,
  );
  const lastAnswers = lived.flatMap(({ turns, excludedAt }) =>
    turns.flatMap(({ by, answeredAt }) =>
      answeredAt !== null && by !== 'bot' && answeredAt < Math.min(window.to, excludedAt ?? window.to)
        ? [answeredAt]
        : [],
    ),
  );
  const lastAnswer = lastAnswers.reduce((last, at) => Math.max(last, at), Number.NEGATIVE_INFINITY);
  const nameOf = (people: readonly { source: string; id: string; name: string }[]) => {
    const names = new Map(people.map(({ source, id, name }) => [`${source}/${id}`, name]));
    return (source: string, id: string): string | null => names.get(`${source}/${id}`) ?? null;
  };
  const targetOf = targetsOf(input.targets, nameOf(teams));
  const curves = (measure: Inferred, period: Period): CurvesByClock =>
    each(CLOCKS, (_, clock: Clock) => curveJson(inHand(measure, clock, period)));
  return {
    coverage,
    flow,
    timeToSolution: curves('timeToSolution', window),
    timeToFirstAnswer: curves('timeToFirstAnswer', window),
    previousTimes: coverage.comparable
      ? { timeToSolution: curves('timeToSolution', before), timeToFirstAnswer: curves('timeToFirstAnswer', before) }
      : null,
    changes: verdicts.changes,
    facts: [
      ...holidaysIn(window, 'this', calendars.kept, calendars.ordinary),
      ...(coverage.comparable ? holidaysIn(before, 'before', calendars.kept, calendars.ordinary) : []),
      ...clearedBacklog(tickets, window, 'this'),
      ...(coverage.comparable ? clearedBacklog(tickets, before, 'before') : []),
    ],
    byDay: countsByDay(lived, window),
    lastAnswerAt: Number.isFinite(lastAnswer) ? toIso(lastAnswer) : null,
    usualSolvedPerDay: workingDays === 0 ? null : earlier.reduce((sum, { solved }) => sum + solved, 0) / workingDays,
    usualUnanswered: mean(earlier.flatMap(({ unansweredAtEnd }) => unansweredAtEnd ?? [])),
    trend,
    changePoints: verdicts.changePoints,
    targets: targetFigures({
      targets: input.targets,
      targetOf,
      tickets: lived,
      flow: flowTickets,
      agesOf,
      inHand,
      window,
      asOf: Math.min(now, window.to),
    }),
    waiting: waitingTickets({
      tickets: lived,
      flow: flowTickets,
      agesOf,
      asOf: Math.min(now, window.to),
      agentName: nameOf(agents),
      teamName: nameOf(teams),
      usualMostMs: usualMost(tickets, whole),
      targetOf: (ticket, measure) => {
        const target = targetOf(ticket, measure);
        return target === undefined
          ? null
          : { ms: target.ms, ageMs: (ages, at) => targetAgeMs(ticket, target, ages, at) };
      },
    }),
    lowRatings: unhappyAnswers(ratings, tickets, window, { agent: nameOf(agents), team: nameOf(teams) }),
    teams: verdicts.teams,
    people: personFigures(people, verdicts.people, { ...question, teams, minSample: input.minSample }),
  };
}

/** The flow of a period; how many are unanswered is not known where no source tells who answered. */
function flowCountsIn(tickets: readonly FlowTicket[], period: Period, areAnswersTold: boolean) {
  const counts = flowIn(tickets, period);
  return { ...counts, unansweredAtEnd: areAnswersTold ? counts.unansweredAtEnd : null };
}

function trendPoint(
  point: Window,
  covered: boolean,
  flow: FlowCounts,
  inHand: InHandOf,
  { csatOf }: Verdicts,
): TrendPoint {
  const { arrived, solved, openAtEnd, withUsAtEnd, unansweredAtEnd } = flow;
  return {
    from: toIso(point.from),
    to: toIso(point.to),
    covered,
    arrived,
    solved,
    openAtEnd,
    withUsAtEnd,
    unansweredAtEnd,
    timeToSolution: covered ? curveJson(inHand('timeToSolution', 'net', point)) : null,
    timeToFirstAnswer: covered ? curveJson(inHand('timeToFirstAnswer', 'net', point)) : null,
    csat: csatOf(point),
  };
}

/** Nine in ten of a tier's tickets that were solved in the trend's windows took no longer (net); from twenty on. */
function usualMost(tickets: readonly MeasuredTicket[], period: Period): (tier: string) => number | null {
  const byTier = Map.groupBy(
    tickets.filter(({ solutions }) => isSolvedIn(solutions, period)),
    ({ tier }) => tier as string,
  );
  const most = new Map(
    [...byTier].map(([tier, own]) => {
      const times = own.flatMap((ticket) => finalSolutionAsOf(ticket.solutions, period.to)?.clocks?.net ?? []);
      return [
        tier,
        times.length < 20
          ? null
          : quantileSorted(
              times.sort((a, b) => a - b),
              0.9,
            ),
      ];
    }),
  );
  return (tier) => most.get(tier) ?? null;
}

/** The desk's calendar, the same without its holidays, and the same as if it lay in UTC (for local days by number). */
function deskCalendars({ teamHours, teamTimeZone, teamHolidays }: Definitions) {
  const read = createCalendarReader(createZones());
  const spec = {
    hours: teamHours ?? '24/7',
    timeZone: teamTimeZone,
    holidays: teamHours === undefined ? [] : teamHolidays,
  };
  return { kept: read(spec), ordinary: read({ ...spec, holidays: [] }), asIfUtc: read({ ...spec, timeZone: 'UTC' }) };
}

function remembered(agesOf: (ticket: MeasuredTicket) => AgesAt): (ticket: MeasuredTicket) => AgesAt {
  const known = new Map<MeasuredTicket, AgesAt>();
  return (ticket) => {
    let ages = known.get(ticket);
    if (ages === undefined) {
      ages = agesOf(ticket);
      known.set(ticket, ages);
    }
    return ages;
  };
}
