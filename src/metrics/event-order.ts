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
  let i = 1;
  while (i < events.length && isBefore(events[i - 1]!, events[i]!)) i++;
  if (i >= events.length) return events;
  const sorted = events.toSorted((left, right) => (isBefore(left, right) ? -1 : isBefore(right, left) ? 1 : 0));
  return sorted.filter((event, index) => index === 0 || isBefore(sorted[index - 1]!, event));
}
