import { type Event, isSolved } from '../model/ticket.ts';
import { MS_PER_MINUTE } from '../model/time.ts';
import { countingAuthor } from './timeline.ts';

/** Reopenings that were none, and the events that made and unmade them: these move nobody's turn. */
export interface UndoneReopenings {
  readonly count: number;
  /** Positions in the list of events. */
  readonly events: ReadonlySet<number>;
}

const NOTHING_UNDONE: UndoneReopenings = { count: 0, events: new Set() };

/** What is undone within this time was a slip, or a bulk edit that opens and closes again. */
const SOON_MS = MS_PER_MINUTE;

/**
 * Reopenings that were solved again without a message, by machines alone or within a minute: a bulk edit of solved tickets,
 * such as an assignment. A message of the minute before a reopening is what reopened it. `ordered` are the events of one
 * ticket in order.
 */
export function undoneReopenings(ordered: readonly Event[], bots: ReadonlySet<string>): UndoneReopenings {
  let found: Set<number> | undefined;
  let count = 0;
  let solvedBy = -1;
  let reopenedBy = -1;
  for (let i = 0; i < ordered.length; i++) {
    const event = ordered[i]!;
    if (event.kind !== 'status' && event.kind !== 'handover') continue;
    if (event.kind === 'handover' || !isSolved(event.to)) {
      if (solvedBy >= 0 && reopenedBy < 0) reopenedBy = i;
      continue;
    }
    if (reopenedBy >= 0 && isUndone(ordered, solvedBy, reopenedBy, i, bots)) {
      found ??= new Set();
      for (let k = reopenedBy; k <= i; k++) found.add(k);
      count++;
    }
    if (solvedBy < 0 || reopenedBy >= 0) solvedBy = i;
    reopenedBy = -1;
  }
  return found === undefined ? NOTHING_UNDONE : { count, events: found };
}

function isUndone(
  ordered: readonly Event[],
  solvedBy: number,
  reopenedBy: number,
  solvedAgainBy: number,
  bots: ReadonlySet<string>,
): boolean {
  const [reopening, solving] = [ordered[reopenedBy]!, ordered[solvedAgainBy]!];
  if (solving.at - reopening.at > SOON_MS && !(isOfMachine(reopening) && isOfMachine(solving))) return false;
  for (let i = solvedBy + 1; i < ordered.length && ordered[i]!.at <= solving.at; i++) {
    if (ordered[i]!.at >= reopening.at - SOON_MS && countingAuthor(ordered[i]!, bots) !== undefined) return false;
  }
  return true;
}

function isOfMachine(event: Event): boolean {
  return event.kind === 'status' && event.by === 'bot';
}
