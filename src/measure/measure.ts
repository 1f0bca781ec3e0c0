import { createPresence, SHARES_TEAM_CALENDAR } from '../clock/presence.ts';
import { createSides, type Sides } from '../clock/sides.ts';
import type { Definitions } from '../model/definitions.ts';
import { firstResponseOf, type MeasuredTicket, type People, type TicketHistory } from '../model/measurement.ts';
import { isSolved } from '../model/ticket.ts';
import { creditOf } from './credit.ts';
import { excludedAtOf, exclusionOf, impossibleFacts } from './exclusion.ts';
import { givenHistory } from './given-history.ts';
import { type ReplayRules, replay, turnsAt } from './replay.ts';
import { handlerAt } from './replayed.ts';
import { describeSolutions, NO_SOLUTIONS, type SolvedMark, solutionsOf } from './solutions.ts';
import { type StintsEnd, stintsOf, stopAtStints } from './stints.ts';
import { complexityScore, createTiering, NO_WORK } from './tier.ts';
import { clocksSince, createAccumulator } from './time-spent.ts';
import { createTimeline, inOrder, NONE, type Timeline } from './timeline.ts';
import { turnsOf } from './turns.ts';

/** What tickets are measured with. */
export interface MeasurerOptions {
  readonly definitions: Definitions;
  readonly people: People;
  /** The instant of measuring, epoch ms: what is dated later cannot be. */
  readonly now: number;
  /** Calendars laid out by earlier measurers; new ones if left out. */
  readonly sides?: Sides;
  /** Told once of each person's hours, zone or holidays that cannot be read; a default stands in for them. */
  readonly onProblem?: (problem: string) => void;
}

/** Measures one ticket; the same history gives the same measurement, whatever the order of its events. */
export type Measure = (history: TicketHistory) => MeasuredTicket;

/**
 * Makes the measure step: a ticket's history in, all that a report needs of it out. It keeps the calendars and their
 * tables between tickets, in bounded memory, so make one for many. Throws a ConfigError when the definitions' hours,
 * zone or holidays cannot be read.
 */
export function createMeasurer({
  definitions,
  people,
  now,
  sides = createSides(),
  onProblem = () => {},
}: MeasurerOptions): Measure {
  const presenceOf = createPresence(definitions, people, sides, onProblem);
  const accumulator = createAccumulator(sides, definitions.netExcludes);
  const tierOf = createTiering(definitions.tierRule);
  const timeline = createTimeline();
  const rulesBySource = new Map<string, ReplayRules>();

  const rulesOf = (source: string): ReplayRules => {
    let rules = rulesBySource.get(source);
    if (rules === undefined) {
      rules = { turns: turnsAt(definitions, source), autoClose: definitions.autoClose, presence: presenceOf(source) };
      rulesBySource.set(source, rules);
    }
    return rules;
  };

  return (history) => {
    const { ticket } = history;
    const rules = rulesOf(ticket.source);
    const { bots } = rules.presence;
    const ordered = inOrder(history.events);
    const impossible = impossibleFacts(ticket, ordered, now);
    const replayed = replay(ticket, ordered, rules, timeline);
    const isPossible = impossible.length === 0;
    const solved = isPossible ? solutionsOf(ticket, replayed, timeline) : NO_SOLUTIONS;
    const { first, final } = solved;
    if (!isPossible) timeline.turns = 0;

    const entry = !replayed.isOutbound ? 0 : timeline.turns > 0 ? timeline.asked[0]! : NONE;
    if (entry !== NONE) timeline.stop[entry] = 1;
    const customerSide = rules.presence.customerSide(ticket.customerId);
    const until = !isPossible ? 0 : final === NONE ? replayed.lastEvent : final;
    stopAtStints(timeline, entry, until);
    accumulator.run(
      timeline,
      customerSide,
      until,
      setStops(
        timeline,
        solved.all.map(({ mark }) => mark),
        until,
      ),
    );

    const solvedWithoutDate = final === NONE && isSolved(ticket.status) && isPossible;
    const knownAt = final === NONE ? Number.POSITIVE_INFINITY : solved.all.at(-1)!.knownAt;
    // What was done after the solution is no part of what it took, unless the ticket was reopened.
    const scores = replayed.scores.filter((change) => change.at <= knownAt);
    const end: StintsEnd =
      final === NONE ? (solvedWithoutDate ? 'solved' : 'open') : knownAt > timeline.at[final]! ? 'timer' : 'solved';
    const known = givenHistory(ticket, {
      work: replayed,
      score: (scores.at(-1)?.score ?? 0) + complexityScore(NO_WORK, Math.max(0, solved.reopens - replayed.reopens)),
      reopens: solved.reopens,
      hasEvents: ordered.length > 0,
      isSolved: final !== NONE || solvedWithoutDate,
    });
    const [tier, tierOrigin] = tierOf(ticket, known.score);
    const creditedWith = ({ mark, event }: SolvedMark) =>
      creditOf(ticket, ordered, timeline.at[mark]!, event, definitions.creditPolicy, bots);
    const solutions = describeSolutions(solved, entry, replayed, timeline, accumulator, creditedWith);
    const turns = turnsOf(timeline, accumulator);
    const credit =
      final === NONE ? { agentId: replayed.agentId, teamId: replayed.teamId } : solutions[solutions.length - 1]!;
    if (!ticket.statusKnown && !replayed.unknownStatuses.includes(ticket.originalStatus)) {
      replayed.unknownStatuses.push(ticket.originalStatus);
    }

    return {
      source: ticket.source,
      ticketId: ticket.id,
      revision: history.revision,
      exclusion: exclusionOf(ticket, replayed.mergedAt, impossible),
      excludedAt: isPossible ? excludedAtOf(ticket, replayed.mergedAt) : null,
      url: ticket.url ?? null,
      subject: ticket.subject ?? null,
      tier,
      tierOrigin,
      tierScore: known.score.score,
      agentId: credit.agentId,
      teamId: credit.teamId,
      priority: ticket.priority ?? null,
      channel: ticket.channel,
      category: ticket.category ?? null,
      tags: ticket.tags,
      customerId: ticket.customerId ?? null,
      accountKey: ticket.accountKey ?? null,
      customerZone: customerSide === SHARES_TEAM_CALENDAR ? 'none' : rules.presence.customerZone(ticket.customerId),
      openedAt: ticket.openedAt,
      outbound: replayed.isOutbound,
      entersAt: entry === NONE ? null : timeline.at[entry]!,
      firstSolvedAt: first === NONE ? null : timeline.at[first]!,
      finalSolvedAt: final === NONE ? null : timeline.at[final]!,
      reopens: known.reopens,
      undoneReopenings: isPossible ? replayed.undoneReopenings : 0,
      resolvedBy: handlerAt(replayed, final === NONE ? Number.MAX_VALUE : solutions[solutions.length - 1]!.knownAt),
      estimated: replayed.estimated,
      timeSpentMs: accumulator.bucketsMs(
        entry === NONE || timeline.at[entry]! > timeline.at[until]! ? until : entry,
        until,
      ),
      firstResponseMs: firstResponseOf({ turns, outbound: replayed.isOutbound })?.clocks ?? null,
      firstResolutionMs: clocksSince(accumulator, timeline, entry, first),
      finalResolutionMs: clocksSince(accumulator, timeline, entry, final),
      solutions,
      turns,
      stints: isPossible ? stintsOf(timeline, entry, until, end, customerSide, sides, accumulator) : [],
      scores,
      clippedEvents: replayed.clippedEvents,
      timelineComplete: ticket.timelineComplete,
      causesKnown: known.causesKnown && !solvedWithoutDate,
      solvedWithoutDate,
      statedWhileOpen: solved.statedWhileOpen,
      unknownStatuses: replayed.unknownStatuses,
      impossible,
    };
  };
}

/** Marks where durations begin and end, and gives the last mark that any of them needs. */
function setStops(timeline: Timeline, solved: readonly number[], until: number): number {
  let last = until;
  for (const mark of solved) {
    timeline.stop[mark] = 1;
    if (mark > last) last = mark;
  }
  for (let turn = 0; turn < timeline.turns; turn++) {
    const answered = timeline.answered[turn]!;
    if (answered === NONE) continue;
    timeline.stop[timeline.asked[turn]!] = 1;
    timeline.stop[answered] = 1;
    if (answered > last) last = answered;
  }
  return last;
}
