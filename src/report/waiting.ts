import type { AgesAt } from '../measure/ages.ts';
import { CLOCKS, each } from '../model/catalogue.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import { toIso } from '../model/time.ts';
import { type FlowTicket, isOpenAsOf, isUnansweredAsOf, isWithUsAsOf } from '../summarise/flow.ts';
import { NEED_KINDS, type Waiting, type WaitingTicket } from './schema-inference.ts';

/** What the list of waiting tickets is made of. */
export interface WaitingInput {
  readonly tickets: readonly MeasuredTicket[];
  readonly flow: readonly FlowTicket[];
  readonly agesOf: (ticket: MeasuredTicket) => AgesAt;
  /** The end of the window, or now where that is earlier; epoch ms. */
  readonly asOf: number;
  readonly agentName: (source: string, id: string) => string | null;
  readonly teamName: (source: string, id: string) => string | null;
  /** Net ms that nine in ten of a tier's tickets take; null where it is not known. */
  readonly usualMostMs: (tier: string) => number | null;
  /** The target of a measure that holds for a ticket, ms on the clock it was promised on. */
  readonly targetOf: (
    ticket: MeasuredTicket,
    measure: 'timeToFirstAnswer' | 'timeToSolution',
  ) => { readonly ms: number; readonly ageMs: (ages: AgesAt, at: number) => number } | null;
}

/** Every open ticket that waits for us, with the first reason why it needs somebody, in the order in which to look. */
export function waitingTickets(input: WaitingInput): Waiting {
  const { tickets, flow, asOf } = input;
  const found: WaitingTicket[] = [];
  for (const [index, ticket] of tickets.entries()) {
    const seen = flow[index]!;
    if (isOpenAsOf(seen, asOf) && isWithUsAsOf(seen, asOf)) found.push(waitingTicket(ticket, seen, input));
  }
  const rank = ({ need }: WaitingTicket): number => (need === null ? NEED_KINDS.length : NEED_KINDS.indexOf(need.kind));
  found.sort((a, b) => rank(a) - rank(b) || b.waitingSeconds - a.waitingSeconds || (a.id < b.id ? -1 : 1));
  const byNeed: Waiting['byNeed'] = {};
  for (const { need } of found) if (need !== null) byNeed[need.kind] = (byNeed[need.kind] ?? 0) + 1;
  return { asOf: toIso(asOf), byNeed, tickets: found };
}

function waitingTicket(ticket: MeasuredTicket, seen: FlowTicket, input: WaitingInput): WaitingTicket {
  const { asOf, agesOf, agentName, teamName } = input;
  const ages = agesOf(ticket);
  const since = seen.withUs.findLast(({ from }) => from < asOf)?.from ?? ticket.openedAt;
  const { agentId, teamId } = holderOf(ticket, asOf);
  return {
    source: ticket.source,
    id: ticket.ticketId,
    url: ticket.url,
    subject: ticket.subject,
    category: ticket.category,
    priority: ticket.priority,
    channel: ticket.channel,
    tier: ticket.tier,
    agentId,
    agentName: agentId === null ? null : agentName(ticket.source, agentId),
    teamId,
    teamName: teamId === null ? null : teamName(ticket.source, teamId),
    need: needOf(ticket, seen, ages, agentId, input),
    openedAt: toIso(ticket.openedAt),
    waitingSeconds: (asOf - since) / 1000,
    ageSeconds: each(CLOCKS, (_, clock) => ages[clock](asOf) / 1000),
  };
}

/** Who had a ticket just before an instant. */
function holderOf(
  { stints, teamId }: MeasuredTicket,
  asOf: number,
): { readonly agentId: string | null; readonly teamId: string | null } {
  const stint = stints.findLast(({ fromAt }) => fromAt < asOf);
  return { agentId: stint?.agentId ?? null, teamId: stint === undefined ? teamId : stint.teamId };
}

function needOf(
  ticket: MeasuredTicket,
  seen: FlowTicket,
  ages: AgesAt,
  agentId: string | null,
  { asOf, targetOf, usualMostMs }: WaitingInput,
): WaitingTicket['need'] {
  const none = { times: null, at: null, targetSeconds: null };
  const target = (measure: 'timeToFirstAnswer' | 'timeToSolution'): number | null => {
    const found = targetOf(ticket, measure);
    return found !== null && found.ageMs(ages, asOf) > found.ms ? found.ms / 1000 : null;
  };
  if (isUnansweredAsOf(seen, asOf)) {
    const past = target('timeToFirstAnswer');
    if (agentId === null) return { ...none, kind: 'unanswered_nobody' };
    if (past !== null) return { ...none, kind: 'unanswered_past_target', targetSeconds: past };
    return { ...none, kind: 'unanswered' };
  }
  const past = target('timeToSolution');
  if (past !== null) return { ...none, kind: 'past_target', targetSeconds: past };
  const turns = ticket.turns.filter(({ askedAt }) => askedAt < asOf);
  const last = turns.at(-1);
  if (turns.length > 2 && last !== undefined && (last.answeredAt === null || last.answeredAt >= asOf)) {
    return { ...none, kind: 'wrote_again', times: turns.length - 1 };
  }
  const teams = ticket.stints.filter(({ fromAt, teamId }) => fromAt < asOf && teamId !== null);
  const handovers = teams.filter(({ teamId }, index) => index > 0 && teams[index - 1]!.teamId !== teamId);
  if (handovers.length > 1) {
    return { ...none, kind: 'handed_over', times: handovers.length, at: toIso(handovers.at(-1)!.fromAt) };
  }
  const reopened = ticket.solutions.findLast(({ reopenedAt }) => reopenedAt !== null && reopenedAt < asOf)?.reopenedAt;
  if (reopened != null) return { ...none, kind: 'reopened', at: toIso(reopened) };
  const most = usualMostMs(ticket.tier);
  return most !== null && ages.net(asOf) > most ? { ...none, kind: 'older_than_p90' } : null;
}
