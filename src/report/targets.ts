import type { AgesAt } from '../measure/ages.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import { type Target, type TargetMeasure, targetFor } from '../model/target.ts';
import type { Window } from '../model/window.ts';
import { splitByGroup } from '../summarise/at-risk.ts';
import { type FlowTicket, isOpenAsOf, isUnansweredAsOf, isWithUsAsOf } from '../summarise/flow.ts';
import { targetMet } from '../summarise/targets.ts';
import type { InHandOf } from './in-hand.ts';
import type { TargetFigure } from './schema-inference.ts';

/** Which target holds for a ticket. */
export type TargetOf = (ticket: MeasuredTicket, measure: TargetMeasure) => Target | undefined;

/** Makes the look-up of targets; `teamName` gives a team's name. */
export function targetsOf(
  targets: readonly Target[],
  teamName: (source: string, id: string) => string | null,
): TargetOf {
  return (ticket, measure) =>
    targetFor(targets, measure, {
      priority: ticket.priority,
      team: ticket.teamId === null ? null : (teamName(ticket.source, ticket.teamId) ?? ticket.teamId),
      statedTier: ticket.tierOrigin === 'score' ? null : ticket.tier,
    });
}

/** How old a ticket is for a target: from the opening, or for an answer from when the customer asked; ms on its clock. */
export function targetAgeMs(ticket: MeasuredTicket, { measure, clock }: Target, ages: AgesAt, at: number): number {
  const asked = measure === 'timeToFirstAnswer' ? (ticket.turns[0]?.askedAt ?? ticket.openedAt) : ticket.openedAt;
  return ages[clock](at) - ages[clock](asked);
}

/** How far each promise was kept in a window, and what is past it at its end. */
export function targetFigures(input: {
  readonly targets: readonly Target[];
  readonly targetOf: TargetOf;
  readonly tickets: readonly MeasuredTicket[];
  readonly flow: readonly FlowTicket[];
  readonly agesOf: (ticket: MeasuredTicket) => AgesAt;
  readonly inHand: InHandOf;
  readonly window: Window;
  /** The end of the window, or now where that is earlier; epoch ms. */
  readonly asOf: number;
}): TargetFigure[] {
  const { targets, targetOf, tickets, flow, agesOf, inHand, window, asOf } = input;
  return targets.map((target): TargetFigure => {
    const { measure, clock, ms, group } = target;
    const hand = inHand(measure, clock, window);
    const codes = Uint32Array.from(hand.ticketOf, (ticket) => (targetOf(tickets[ticket]!, measure) === target ? 0 : 1));
    const [own] = splitByGroup([hand], [codes], 1);
    const { shareMet, interval, atRisk } = targetMet(own![0], ms);
    const pastNow = tickets.filter((ticket, index) => {
      const seen = flow[index]!;
      if (!isOpenAsOf(seen, asOf) || !isWithUsAsOf(seen, asOf) || targetOf(ticket, measure) !== target) return false;
      if (measure === 'timeToFirstAnswer' && !isUnansweredAsOf(seen, asOf)) return false;
      return targetAgeMs(ticket, target, agesOf(ticket), asOf) > ms;
    }).length;
    return {
      measure,
      clock,
      seconds: ms / 1000,
      group: group ?? 'overall',
      shareMet,
      interval: interval === null ? null : [interval[0], interval[1]],
      atRisk,
      pastNow,
    };
  });
}
