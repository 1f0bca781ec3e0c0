import { createPresence, SHARES_TEAM_CALENDAR } from '../clock/presence.ts';
import { createSides, type Sides } from '../clock/sides.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredTicket, People, TicketHistory } from '../model/measurement.ts';
import { isSolved, type Turns } from '../model/ticket.ts';
import { creditOf } from './credit.ts';
import { exclusionOf, impossibleFacts } from './exclusion.ts';
import { type ReplayRules, replay } from './replay.ts';
import { handlerAt } from './replayed.ts';
import { describeSolutions, NO_SOLUTIONS, type SolvedMark, solutionsOf } from './solutions.ts';
import { stintsOf, stopAtStints } from './stints.ts';
import { complexityScore, createTiering } from './tier.ts';
import { createAccumulator } from './time-spent.ts';
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

/** Sources whose turns nobody declared have waiting statuses. */
const DEFAULT_TURNS: Turns = 'status';

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
      const turns = definitions.turns[source] ?? DEFAULT_TURNS;
      rules = { turns, autoClose: definitions.autoClose, presence: presenceOf(source) };
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

    const customerSide = rules.presence.customerSide(ticket.customerId);
    const until = !isPossible ? 0 : final === NONE ? replayed.lastEvent : final;
    stopAtStints(timeline, until);
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

    const score = complexityScore(replayed, solved.reopens);
    const [tier, tierOrigin] = tierOf(ticket, score);
    const solvedSometime = final === NONE && isSolved(ticket.status) && isPossible;
    const creditedWith = ({ mark, event }: SolvedMark) =>
      creditOf(ticket, ordered, timeline.at[mark]!, event, definitions.creditPolicy, bots);
    const solutions = describeSolutions(solved, replayed, timeline, accumulator, creditedWith);
    const turns = turnsOf(timeline, accumulator);
    const credit =
      final === NONE
        ? { agentId: replayed.agentId, teamId: replayed.teamId ?? ticket.teamId ?? null }
        : solutions[solutions.length - 1]!;
    if (!ticket.statusKnown && !replayed.unknownStatuses.includes(ticket.originalStatus)) {
      replayed.unknownStatuses.push(ticket.originalStatus);
    }

    return {
      source: ticket.source,
      ticketId: ticket.id,
      revision: history.revision,
      exclusion: exclusionOf(ticket, replayed.merged, impossible),
      url: ticket.url ?? null,
      subject: ticket.subject ?? null,
      tier,
      tierOrigin,
      tierScore: score,
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
      firstSolvedAt: first === NONE ? null : timeline.at[first]!,
      finalSolvedAt: final === NONE ? null : timeline.at[final]!,
      reopens: solved.reopens,
      resolvedBy: handlerAt(replayed, final === NONE ? Number.MAX_VALUE : solutions[solutions.length - 1]!.knownAt),
      estimated: replayed.estimated,
      timeSpentMs: accumulator.bucketsMs(),
      firstResponseMs: turns[0]?.clocks ?? null,
      firstResolutionMs: first === NONE ? null : accumulator.clocks(timeline, 0, first),
      finalResolutionMs: final === NONE ? null : accumulator.clocks(timeline, 0, final),
      solutions,
      turns,
      stints: isPossible
        ? stintsOf(timeline, until, final === NONE && !solvedSometime, customerSide, sides, accumulator)
        : [],
      scores: replayed.scores,
      clippedEvents: replayed.clippedEvents,
      timelineComplete: ticket.timelineComplete && !solvedSometime,
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
