import { MS_PER_HOUR } from '../../model/time.ts';

/** A ticket of an account, as far as it may be the one in which the account asked to leave; epoch ms. */
export interface AskingTicket {
  readonly openedAt: number;
  /** When it was solved; null while it is not. */
  readonly solvedAt: number | null;
}

/** How near to a decision a ticket is solved that is the request itself. */
const NEAR_MS = MS_PER_HOUR;

/**
 * When an account decided to leave, where the books have the instant at which somebody dealt with its request: the opening
 * of the ticket that was solved within the hour. Else as it is.
 */
export function askedAt(decidedAt: number, tickets: Iterable<AskingTicket>): number {
  let asked = decidedAt;
  for (const { openedAt, solvedAt } of tickets) {
    if (solvedAt === null || openedAt >= decidedAt || Math.abs(solvedAt - decidedAt) > NEAR_MS) continue;
    if (asked === decidedAt || openedAt > asked) asked = openedAt;
  }
  return asked;
}
