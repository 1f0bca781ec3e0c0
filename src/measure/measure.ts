import { createPresence, SHARES_TEAM_CALENDAR } from '../clock/presence.ts';
import { createSides, type Sides } from '../clock/sides.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredTicket, People, TicketHistory } from '../model/measurement.ts';
import { isSolved, type Turns } from '../model/ticket.ts';
import { creditOf } from './credit.ts';
import { exclusionOf, impossibleFacts } from './exclusion.ts';
import { openTailOf } from './open-age.ts';
import { type ReplayRules, replay } from './replay.ts';
import { responsesOf } from './responses.ts';
import { type Solutions, solutionsOf } from './solutions.ts';
import { complexityScore, createTiering } from './tier.ts';
import { createAccumulator } from './time-spent.ts';
import { createTimeline, inOrder, NONE, type Timeline } from './timeline.ts';

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

const NO_SOLUTIONS: Solutions = { first: NONE, final: NONE, finalEvent: NONE, reopens: 0 };

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
    const solutions = impossible.length > 0 ? NO_SOLUTIONS : solutionsOf(ticket, replayed, timeline);
    const { first, final } = solutions;
    if (impossible.length > 0) timeline.turns = 0;

    const customerSide = rules.presence.customerSide(ticket.customerId);
    const until = impossible.length > 0 ? 0 : final === NONE ? replayed.lastEvent : final;
    accumulator.run(timeline, customerSide, until, setStops(timeline, first, until));

    const responses = responsesOf(timeline, accumulator);
    const score = complexityScore(replayed, solutions.reopens);
    const solvedSometime = final === NONE && isSolved(ticket.status) && impossible.length === 0;
    const credit =
      final === NONE
        ? { agentId: replayed.agentId, teamId: replayed.teamId ?? ticket.teamId ?? null }
        : creditOf(ticket, ordered, timeline.at[final]!, solutions.finalEvent, definitions.creditPolicy, bots);
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
      tier: tierOf(ticket, score),
      tierScore: score,
      agentId: credit.agentId,
      involvedAgentIds: replayed.involvedAgentIds,
      teamId: credit.teamId,
      priority: ticket.priority ?? null,
      channel: ticket.channel,
      category: ticket.category ?? null,
      tags: ticket.tags,
      customerId: ticket.customerId ?? null,
      accountKey: ticket.accountKey ?? null,
      openedAt: ticket.openedAt,
      firstSolvedAt: first === NONE ? null : timeline.at[first]!,
      finalSolvedAt: final === NONE ? null : timeline.at[final]!,
      reopens: solutions.reopens,
      timeSpentMs: accumulator.bucketsMs(),
      firstResponse: responses.first,
      laterResponses: responses.later,
      firstResolutionMs: first === NONE ? null : accumulator.clocks(timeline, 0, first),
      finalResolutionMs: final === NONE ? null : accumulator.clocks(timeline, 0, final),
      openTail:
        final === NONE && impossible.length === 0 && !solvedSometime
          ? openTailOf(timeline, replayed.lastEvent, customerSide, sides)
          : null,
      customerZoneKnown: customerSide !== SHARES_TEAM_CALENDAR,
      clippedEvents: replayed.clippedEvents,
      timelineComplete: ticket.timelineComplete && !solvedSometime,
      unknownStatuses: replayed.unknownStatuses,
      impossible,
    };
  };
}

/** Marks where durations begin and end, and gives the last mark that any of them needs. */
function setStops(timeline: Timeline, first: number, until: number): number {
  let last = until;
  if (first !== NONE) {
    timeline.stop[first] = 1;
    if (first > last) last = first;
  }
  for (let turn = 0; turn < timeline.turns; turn++) {
    timeline.stop[timeline.asked[turn]!] = 1;
    const answered = timeline.answered[turn]!;
    timeline.stop[answered] = 1;
    if (answered > last) last = answered;
  }
  return last;
}
