import type { Event } from '../model/event.ts';

/** Whether `left` is replayed before `right`: by (at, seq, id). */
function isBefore(left: Event, right: Event): boolean {
  if (left.at !== right.at) return left.at < right.at;
  if (left.seq !== right.seq) return left.seq < right.seq;
  return left.id < right.id;
}

/**
 * The events of one ticket in the order of their replay, (at, seq, id), each once: a repeated (at, seq, id) is the same
 * event read twice. Gives the list itself where it is in order already.
 */
export function inOrder(events: readonly Event[]): readonly Event[] {
  if (isInOrder(events)) return events;
  const sorted = events.toSorted((left, right) => (isBefore(left, right) ? -1 : isBefore(right, left) ? 1 : 0));
  return sorted.filter((event, index) => index === 0 || isBefore(sorted[index - 1]!, event));
}

function isInOrder(events: readonly Event[]): boolean {
  let at = -1;
  let seq = -1;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.at < at) return false;
    if (event.at === at && (event.seq < seq || (event.seq === seq && event.id <= events[i - 1]!.id))) return false;
    at = event.at;
    seq = event.seq;
  }
  return true;
}
