import type { Definitions } from '../../src/model/definitions.ts';
import { nextHolder, undoneMoves, type Who, writes } from './oracle-rules.ts';
import type { Scenario, Schedule } from './random-history.ts';

/**
 * What a ticket's figures should be, worked out with no cleverness at all: its life is walked minute by minute, and for
 * each minute the time zone database is asked what the wall clocks of everybody show. Written apart from the product;
 * nothing of it is used here but types.
 */
export interface Expected {
  readonly outbound: boolean;
  readonly entersAt: number | null;
  readonly timeSpentMs: Record<string, number>;
  readonly firstSolvedAt: number | null;
  readonly finalSolvedAt: number | null;
  readonly reopens: number | null;
  readonly firstResolutionMs: ExpectedClocks | null;
  readonly finalResolutionMs: ExpectedClocks | null;
  readonly responses: readonly { askedAt: number; agentId: string | null; clocks: ExpectedClocks }[];
  /** The turns that only a bot answered. */
  readonly botTurns: readonly { askedAt: number; answeredAt: number }[];
  readonly undoneReopenings: number;
  readonly tierScore: number;
}

interface ExpectedClocks {
  readonly calendar: number;
  readonly net: number;
  readonly business: number;
}

/** A stretch of a life with nothing happening in it. */
interface Stretch {
  from: number;
  to: number;
  who: Who;
  agent: string | null;
  team: string | null;
  /** It begins with a person's reply. */
  afterReply?: boolean;
}

interface Rules {
  readonly schedule: Schedule | 'always';
  readonly zone: string;
  readonly holidays: readonly string[];
}

const MINUTE = 60_000;

/** Asks the time zone database for a minute's wall clock; keeps the answers, since many tickets share minutes. */
export class WallClocks {
  readonly #formats = new Map<string, Intl.DateTimeFormat>();
  readonly #known = new Map<string, Map<number, string>>();

  /** `2026-03-29 02:30` for a minute of the epoch. */
  read(zone: string, minute: number): string {
    let known = this.#known.get(zone);
    if (!known) {
      known = new Map();
      this.#known.set(zone, known);
      const options = { dateStyle: 'short', timeStyle: 'short', timeZone: zone } as const;
      this.#formats.set(zone, new Intl.DateTimeFormat('sv-SE', options));
    }
    let text = known.get(minute);
    if (text === undefined) {
      text = this.#formats.get(zone)!.format(minute * MINUTE);
      known.set(minute, text);
    }
    return text;
  }
}

const weekdays = new Map<string, number>();

function weekdayOf(date: string): number {
  let weekday = weekdays.get(date);
  if (weekday === undefined) {
    weekday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
    weekdays.set(date, weekday);
  }
  return weekday;
}

function atWork(rules: Rules, zone: string, minute: number, clocks: WallClocks): boolean {
  if (rules.schedule === 'always') return true;
  const wall = clocks.read(zone, minute);
  const date = wall.slice(0, 10);
  if (rules.holidays.includes(date)) return false;
  const time = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
  const weekday = weekdayOf(date);
  let shifts = rules.schedule.versions[0]!.shifts;
  for (const version of rules.schedule.versions)
    if (version.from !== null && version.from <= date) shifts = version.shifts;
  for (const { day, start, end } of shifts) {
    if (end > start && day === weekday && time >= start && time < end) return true;
    if (end < start && day === weekday && time >= start) return true;
    if (end < start && (day + 1) % 7 === weekday && time < end) return true;
  }
  return false;
}

function scheduleOf(scenario: Scenario, text: string | undefined): Schedule | 'always' {
  if (text === undefined) return 'always';
  const schedule = scenario.schedules.get(text);
  if (!schedule) throw new Error(`no schedule is written "${text}"`);
  return schedule;
}

function deskRules(scenario: Scenario): Rules {
  const { teamHours, teamTimeZone, teamHolidays } = scenario.definitions;
  return { schedule: scheduleOf(scenario, teamHours), zone: teamTimeZone, holidays: teamHolidays };
}

interface CalendarParts {
  readonly hours?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly holidays: readonly string[];
}

function calendarRules(scenario: Scenario, { hours, timeZone, holidays }: CalendarParts): Rules {
  const desk = deskRules(scenario);
  return {
    schedule: hours === undefined ? desk.schedule : scheduleOf(scenario, hours),
    zone: timeZone ?? desk.zone,
    holidays: holidays.length > 0 ? holidays : desk.holidays,
  };
}

function teamRules(scenario: Scenario, agentId: string | null, teamId: string | null): Rules[] {
  const agent = scenario.agents.find((each) => each.id === agentId);
  if (agentId !== null && !agent?.bot) return [agentRules(scenario, agent, teamId)];
  const team = scenario.teams.find((each) => each.id === teamId)?.calendar;
  if (team && (team.hours !== undefined || team.timeZone !== undefined)) return [calendarRules(scenario, team)];
  const members = scenario.agents.filter((each) => !each.bot && each.active && each.teamIds.includes(teamId ?? '-'));
  if (members.length > 0) return members.map((member) => agentRules(scenario, member, teamId));
  return [team ? calendarRules(scenario, team) : deskRules(scenario)];
}

/** Down the ladder, step by step: their own, the team's that holds it, their only team's, the desk's. */
function agentRules(scenario: Scenario, agent: Scenario['agents'][number] | undefined, held: string | null): Rules {
  const teamOf = (id: string | null | undefined) => scenario.teams.find((each) => each.id === id)?.calendar;
  const holding = teamOf(held);
  const only = agent?.teamIds.length === 1 ? teamOf(agent.teamIds[0]) : undefined;
  let hours = agent?.calendar?.hours;
  let zone = agent?.calendar?.timeZone ?? agent?.timeZone;
  if (hours !== undefined) zone ??= holding?.timeZone ?? only?.timeZone;
  else if (holding?.hours !== undefined) [hours, zone] = [holding.hours, zone ?? holding.timeZone];
  else if (only?.hours !== undefined) [hours, zone] = [only.hours, zone ?? only.timeZone];
  else zone ??= holding?.timeZone ?? only?.timeZone;
  let holidays = agent?.calendar?.holidays ?? [];
  if (holidays.length === 0) holidays = holding?.holidays ?? [];
  if (holidays.length === 0) holidays = only?.holidays ?? [];
  return calendarRules(scenario, { hours, holidays, timeZone: zone });
}

function customerRules(scenario: Scenario): Rules | undefined {
  const { customer, definitions } = scenario;
  if (customer?.timeZone === undefined) return undefined;
  return {
    schedule: scheduleOf(scenario, customer.hours ?? definitions.customerHours),
    zone: customer.timeZone,
    holidays: customer.holidays.length > 0 ? customer.holidays : definitions.customerHolidays,
  };
}

/** The cause of a minute's time while `stretch` lasts. */
function causeOf(scenario: Scenario, stretch: Stretch, minute: number, clocks: WallClocks): string {
  if (stretch.who === 'third party') return 'third_party_wait';
  if (stretch.who === 'bot') return 'bot';
  if (stretch.who === 'nobody') return 'solved_gap';
  const ours = teamRules(scenario, stretch.agent, stretch.team);
  const known = customerRules(scenario);
  const theirs = known ? [known] : ours;
  const weWork = ours.some((rules) => atWork(rules, rules.zone, minute, clocks));
  const theyWork = theirs.some((rules) => atWork(rules, rules.zone, minute, clocks));
  const anyKeptWith = (some: Rules[], others: Rules[]): boolean =>
    some.some((rules) => others.some((other) => atWork(rules, other.zone, minute, clocks)));
  if (stretch.who === 'team') {
    if (weWork) return 'team_working';
    return theyWork && anyKeptWith(ours, theirs) ? 'team_time_zone_wait' : 'team_off_hours';
  }
  if (theyWork) return 'customer_wait';
  return weWork && anyKeptWith(theirs, ours) ? 'customer_time_zone_wait' : 'customer_off_hours';
}

/** Sums the causes of [from, to), cut at whole minutes and at the stretches' ends. */
function timeByCause(
  scenario: Scenario,
  stretches: readonly Stretch[],
  from: number,
  to: number,
  clocks: WallClocks,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const stretch of stretches) {
    let at = Math.max(from, stretch.from);
    const end = Math.min(to, stretch.to);
    while (at < end) {
      const minute = Math.floor(at / MINUTE);
      const until = Math.min(end, (minute + 1) * MINUTE);
      const cause = causeOf(scenario, stretch, minute, clocks);
      sums[cause] = (sums[cause] ?? 0) + until - at;
      at = until;
    }
  }
  return sums;
}

function clocksOf(sums: Record<string, number>, definitions: Definitions): ExpectedClocks {
  let calendar = 0;
  let net = 0;
  for (const [cause, ms] of Object.entries(sums)) {
    calendar += ms;
    if (!definitions.netExcludes.some((excluded) => excluded === cause)) net += ms;
  }
  return { calendar, net, business: sums.team_working ?? 0 };
}

/** Works the whole ticket out; `minutes` remembers wall clocks between tickets. */
export function expectedOf(scenario: Scenario, minutes: WallClocks): Expected {
  const { ticket } = scenario.history;
  const { openedAt, openedBy } = ticket;
  const events = [...scenario.history.events]
    .sort((a, b) => a.at - b.at || a.seq - b.seq || (a.id < b.id ? -1 : 1))
    .map((event) => ({ ...event, at: Math.max(event.at, openedAt) }));

  const atOpening = events.filter((event) => event.at === openedAt);
  const firstStatus = atOpening.findLast((event) => event.kind === 'status')?.to;
  const wroteFirst = atOpening.some((event) => writes(scenario, event) === 'agent');
  const isRegistered =
    openedBy === 'agent' &&
    ticket.customerId !== undefined &&
    (firstStatus === 'new' || firstStatus === 'open') &&
    !(wroteFirst && scenario.definitions.turns.s === 'message');
  const isOutbound = openedBy === 'agent' && !isRegistered;
  const tellsAgent = events.some((event) => event.kind === 'assignment' && event.agentId !== undefined);
  const tellsTeam = events.some((event) => event.kind === 'assignment' && event.teamId !== undefined);
  const far = Number.MAX_SAFE_INTEGER;
  const stretches: Stretch[] = [
    {
      from: openedAt,
      to: far,
      who: isOutbound ? 'customer' : 'team',
      agent: tellsAgent ? null : (ticket.agentId ?? null),
      team: tellsTeam ? null : (ticket.teamId ?? null),
    },
  ];
  const involved: string[] = [];
  const involve = (id: string | null | undefined): void => {
    if (id && !involved.includes(id) && !scenario.agents.some((agent) => agent.bot && agent.id === id))
      involved.push(id);
  };
  involve(stretches[0]!.agent);
  const responses: { askedAt: number; answeredAt: number; agentId: string | null }[] = [];
  // An alert that is about nobody asks nothing.
  const isAlert = openedBy === 'bot' && ticket.customerId === undefined;
  let asked: number | undefined = isOutbound || isAlert ? undefined : openedAt;
  const questions: number[] = asked === undefined ? [] : [asked];
  let botAnsweredAt: number | undefined;
  let thankedAt: number | undefined;
  let firstSolvedAt: number | null = null;
  let finalSolvedAt: number | null = null;
  let timerAt: number | null = null;
  const byBots: { askedAt: number; answeredAt: number }[] = [];
  const askAnew = (at: number): void => {
    if (asked !== undefined) byBots.push({ askedAt: asked, answeredAt: botAnsweredAt! });
    asked = at;
    questions.push(at);
    botAnsweredAt = undefined;
  };
  const counts = { replies: 0, notes: 0, handovers: 0, waits: 0, reopens: 0 };
  let lastTeam = stretches[0]!.team;
  const scoreSoFar = (): number =>
    counts.replies +
    2 * Math.max(0, involved.length - 1) +
    2 * counts.handovers +
    2 * counts.waits +
    2 * counts.reopens +
    Math.max(0, counts.notes - 1);
  const scores: { at: number; score: number }[] = [{ at: openedAt, score: scoreSoFar() }];
  let knownSolvedAt = far;

  const undone = undoneMoves(scenario, events);
  for (const event of events) {
    const now = stretches.at(-1)!;
    now.to = event.at;
    const next: Stretch = {
      ...now,
      from: event.at,
      to: far,
      afterReply: writes(scenario, event) === 'agent',
      who: undone.moves.has(event) ? now.who : nextHolder(scenario, now.who, event, counts.replies > 0),
    };
    if (event.kind === 'note') counts.notes++;
    if (event.kind === 'assignment') {
      if (event.agentId !== undefined) next.agent = event.agentId;
      if (event.teamId !== undefined) next.team = event.teamId;
      involve(next.agent);
      if (next.team !== null) {
        if (lastTeam !== null && lastTeam !== next.team) counts.handovers++;
        lastTeam = next.team;
      }
    }
    if (writes(scenario, event) === 'customer') {
      if (now.who === 'nobody') thankedAt = event.at;
      else if (asked === undefined || botAnsweredAt !== undefined) {
        askAnew(event.at);
      }
    }
    if (writes(scenario, event) === 'bot' && asked !== undefined) botAnsweredAt ??= event.at;
    if (writes(scenario, event) === 'agent' && event.kind === 'message') {
      counts.replies++;
      involve(event.authorId);
      // What an agent wrote down as they opened the ticket for somebody is the question.
      const before = atOpening.slice(0, atOpening.indexOf(event));
      const isQuestion =
        isRegistered && atOpening.includes(event) && !before.some((each) => writes(scenario, each) === 'customer');
      if (!isQuestion) {
        if (asked !== undefined)
          responses.push({ askedAt: asked, answeredAt: event.at, agentId: event.authorId ?? null });
        asked = undefined;
        botAnsweredAt = undefined;
      }
    }
    if (next.who === 'third party' && now.who !== 'third party') counts.waits++;
    if (now.who === 'nobody' && next.who !== 'nobody') {
      counts.reopens++;
      finalSolvedAt = null;
      knownSolvedAt = far;
      // What reopens a ticket in one save with a message was no thank-you.
      if (thankedAt === event.at && (asked === undefined || botAnsweredAt !== undefined)) askAnew(event.at);
    }
    stretches.push(next);
    if (now.who !== 'nobody' && next.who === 'nobody') {
      let solvedAt = event.at;
      timerAt = null;
      const timer = event.kind === 'status' && event.by === 'bot' && scenario.definitions.autoClose === 'rewind';
      if (timer && now.who === 'customer') {
        timerAt = event.at;
        for (let i = stretches.length - 2; i >= 0; i--) {
          const stretch = stretches[i]!;
          if (stretch.who !== 'customer') break;
          stretch.who = 'nobody';
          solvedAt = stretch.from;
          // Where replies tell whose turn it is, the silence begins with the last one.
          if (stretch.afterReply && scenario.definitions.turns.s === 'message') break;
        }
      }
      firstSolvedAt ??= solvedAt;
      finalSolvedAt = solvedAt;
      knownSolvedAt = event.at;
    }
    scores.push({ at: event.at, score: scoreSoFar() });
  }

  const stated = ticket.statedSolvedAt;
  if (stated !== undefined && finalSolvedAt === null && ticket.status === 'open') {
    // The status holds: either a status tells when it was reopened, or the stated instant is none.
    const reopened = events.some((event) => {
      return (
        event.kind === 'status' &&
        !undone.moves.has(event) &&
        event.to !== 'solved' &&
        event.to !== 'closed' &&
        event.at > stated
      );
    });
    if (reopened) firstSolvedAt = Math.min(firstSolvedAt ?? stated, stated);
    if (reopened) counts.reopens = Math.max(counts.reopens, 1);
  } else if (stated !== undefined && !(finalSolvedAt !== null && timerAt === stated)) {
    finalSolvedAt = stated;
    knownSolvedAt = stated;
    firstSolvedAt = firstSolvedAt === null ? stated : Math.min(firstSolvedAt, stated);
  }
  if (asked !== undefined && botAnsweredAt !== undefined) byBots.push({ askedAt: asked, answeredAt: botAnsweredAt });
  const lifeEnd = finalSolvedAt ?? events.at(-1)?.at ?? openedAt;
  const sum = (from: number, to: number): Record<string, number> => timeByCause(scenario, stretches, from, to, minutes);
  const entersAt = isOutbound ? (questions[0] ?? null) : openedAt;
  const sinceEntry = (to: number | null): ExpectedClocks | null =>
    to === null || entersAt === null || to < entersAt ? null : clocks(entersAt, to);
  const clocks = (from: number, to: number): ExpectedClocks => clocksOf(sum(from, to), scenario.definitions);
  return {
    outbound: isOutbound,
    entersAt,
    timeSpentMs: entersAt === null ? {} : sum(entersAt, lifeEnd),
    firstSolvedAt,
    finalSolvedAt,
    // A solved ticket of which no event is known has no history that could tell.
    reopens: events.length === 0 && (finalSolvedAt !== null || ticket.status === 'closed') ? null : counts.reopens,
    firstResolutionMs: sinceEntry(firstSolvedAt),
    finalResolutionMs: sinceEntry(finalSolvedAt),
    responses: responses.map(({ askedAt, answeredAt, agentId }) => ({
      askedAt,
      agentId,
      clocks: clocks(askedAt, answeredAt),
    })),
    botTurns: byBots,
    undoneReopenings: undone.reopenings,
    // What is done after the solution is no part of what the ticket was.
    tierScore: knownSolvedAt === far ? scoreSoFar() : scores.findLast(({ at }) => at <= knownSolvedAt)!.score,
  };
}
