import type { Exclusion, Impossible } from '../model/measurement.ts';
import type { Event, Ticket } from '../model/ticket.ts';
import { MS_PER_MINUTE } from '../model/time.ts';

/** The source's clock and ours may differ by this much before a time counts as lying in the future. */
const CLOCK_SKEW_MS = MS_PER_MINUTE;

/**
 * Facts of a ticket that cannot be: a solution before the opening, an answer before the question, anything after `now`
 * (epoch ms). `ordered` are its events in order. Other events before the opening are clipped to it and are no fault.
 */
export function impossibleFacts(ticket: Ticket, ordered: readonly Event[], now: number): readonly Impossible[] {
  const { openedAt, statedSolvedAt, statedFirstSolvedAt } = ticket;
  const first = ordered.length > 0 ? ordered[0]!.at : openedAt;
  const last = ordered.length > 0 ? ordered.at(-1)!.at : openedAt;
  const stated = Math.min(statedSolvedAt ?? openedAt, statedFirstSolvedAt ?? openedAt);
  const latest = Math.max(openedAt, last, statedSolvedAt ?? 0, statedFirstSolvedAt ?? 0);
  if (first >= openedAt && stated >= openedAt && latest <= now + CLOCK_SKEW_MS) return [];

  const found: Impossible[] = [];
  if (stated < openedAt) found.push(solvedBeforeOpened(stated, openedAt));
  let customerWrote = false;
  for (const event of ordered) {
    if (event.at >= openedAt) break;
    if (event.kind === 'status' && (event.to === 'solved' || event.to === 'closed')) {
      found.push(solvedBeforeOpened(event.at, openedAt));
    }
    if (event.kind !== 'message' || !event.public || event.automatic === true) continue;
    if (event.by === 'customer') customerWrote = true;
    if (event.by === 'agent' && ticket.openedBy === 'customer' && !customerWrote) {
      found.push({ kind: 'answered_before_asked', detail: `answered ${iso(event.at)}, asked ${iso(openedAt)}` });
    }
  }
  if (latest > now + CLOCK_SKEW_MS) {
    found.push({ kind: 'event_after_now', detail: `dated ${iso(latest)}, measured ${iso(now)}` });
  }
  return found;
}

/** Why a ticket is in no figure, or null; `mergedAt` is when an event says that it went into another one, NaN for none. */
export function exclusionOf(ticket: Ticket, mergedAt: number, impossible: readonly Impossible[]): Exclusion | null {
  if (ticket.spam) return 'spam';
  if (ticket.deletedAt !== undefined) return 'deleted';
  if (!Number.isNaN(mergedAt) || ticket.mergedInto !== undefined) return 'merged';
  return impossible.length > 0 ? 'impossible' : null;
}

/** When it ceased to be a ticket of its own, epoch ms; null where it did not, or where nobody said when (spam has no date anywhere). */
export function excludedAtOf(ticket: Ticket, mergedAt: number): number | null {
  if (ticket.spam) return null;
  const deletedAt = ticket.deletedAt ?? Number.POSITIVE_INFINITY;
  const at = Math.min(deletedAt, Number.isNaN(mergedAt) ? Number.POSITIVE_INFINITY : mergedAt);
  return Number.isFinite(at) ? Math.max(at, ticket.openedAt) : null;
}

function solvedBeforeOpened(solvedAt: number, openedAt: number): Impossible {
  return { kind: 'solved_before_opened', detail: `solved ${iso(solvedAt)}, opened ${iso(openedAt)}` };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
