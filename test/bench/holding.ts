import type { TicketHistory } from '../../src/model/measurement.ts';

/** A stretch of a bench ticket's life in one pair of hands; the rivals are given these, and only have to count. */
export interface Stretch {
  readonly holder: 'team' | 'customer';
  readonly agentId: string | undefined;
  readonly fromAt: number;
  readonly toAt: number;
}

/** The stretches of a bench ticket, told plainly from its events (in order, statuses tell the turn). */
export function stretchesOf({ ticket, events }: TicketHistory): Stretch[] {
  const stretches: Stretch[] = [];
  let holder: Stretch['holder'] | 'nobody' = 'team';
  let agentId: string | undefined;
  let fromAt = ticket.openedAt;
  for (const event of events) {
    if (event.kind !== 'status' && event.kind !== 'assignment') continue;
    if (holder !== 'nobody' && event.at > fromAt) stretches.push({ holder, agentId, fromAt, toAt: event.at });
    fromAt = event.at;
    if (event.kind === 'assignment') agentId = event.agentId ?? undefined;
    else holder = event.to === 'waiting_customer' ? 'customer' : event.to === 'open' ? 'team' : 'nobody';
  }
  return stretches;
}
