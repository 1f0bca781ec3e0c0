import { type Agent, type Customer, personKeyOf } from '../../src/model/people.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import type { Cursor } from './cursor.ts';
import { offsetsOf } from './offsets.ts';
import { zoneOf } from './zones.ts';

/** Those of us who wrote these events. */
export function agentsOf(
  events: readonly Event[],
  names: Readonly<Record<string, string>>,
  source: string,
): readonly Agent[] {
  const ids = new Set(
    events.flatMap((event) => {
      if (event.kind === 'note') return event.authorId ?? [];
      return event.kind === 'message' && event.by === 'agent' ? (event.authorId ?? []) : [];
    }),
  );
  return [...ids].map((id) => ({
    source,
    id,
    name: names[id] ?? id,
    email: id,
    personKey: personKeyOf(source, id, id),
    teamIds: [],
    active: true,
    bot: false,
  }));
}

/** The customers of these tickets and events, with the zone that is known of them. */
export function customersOf(
  tickets: readonly Ticket[],
  events: readonly Event[],
  cursor: Cursor,
  source: string,
): readonly Customer[] {
  const ids = new Set(tickets.flatMap(({ customerId }) => customerId ?? []));
  for (const event of events) {
    if (event.kind === 'message' && event.by === 'customer' && event.authorId !== undefined) ids.add(event.authorId);
  }
  return [...ids].map((id) => {
    const timeZone = zoneOf(offsetsOf(cursor.offsets, id), id);
    return {
      source,
      id,
      email: id,
      ...(timeZone !== undefined && { timeZone }),
      timeZoneOrigin: timeZone === undefined ? 'none' : 'inferred',
      holidays: [],
    };
  });
}
