import { createMeasurer } from '../../src/measure/measure.ts';
import type { MeasuredTicket, TicketHistory } from '../../src/model/measurement.ts';
import type { Store } from '../../src/store/store.ts';
import { agents, benchTicket, customers, definitions, teams } from './input.ts';

/** Late enough for every bench ticket to lie in the past. */
export const NOW = Date.UTC(2027, 0, 1);

const customerById = new Map(customers.map((customer) => [customer.id, customer]));

/** A measurer for bench tickets, as the measure job makes it. */
export function benchMeasurer(): (history: TicketHistory) => MeasuredTicket {
  return createMeasurer({
    definitions,
    people: { agents, teams, customer: (_source, id) => customerById.get(id) },
    now: NOW,
  });
}

/** How fast and how heavy one way of doing the work was. */
export interface Lap {
  readonly name: string;
  readonly tickets: number;
  readonly seconds: number;
  readonly ticketsPerSecond: number;
  /** Resident memory at its highest, in MB; undefined where it was not watched. */
  readonly peakMb?: number;
}

/** Times `work` over tickets `[0, count)`, made in batches outside the timed part, as large as the product reads them. */
export function lapInMemory(name: string, count: number, work: (history: TicketHistory) => unknown): Lap {
  const batch = 500;
  let elapsedMs = 0;
  let peak = 0;
  for (let start = 0; start < count; start += batch) {
    const histories = Array.from({ length: Math.min(batch, count - start) }, (_, index) => benchTicket(start + index));
    // What making the input left behind is not to be cleared away on the time of the work.
    globalThis.gc?.({ type: 'minor' });
    const begun = performance.now();
    for (const history of histories) work(history);
    elapsedMs += performance.now() - begun;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  return lap(name, count, elapsedMs, peak);
}

/** Makes a lap of what was timed. */
export function lap(name: string, tickets: number, elapsedMs: number, peakBytes?: number): Lap {
  return {
    name,
    tickets,
    seconds: elapsedMs / 1000,
    ticketsPerSecond: Math.round((tickets / elapsedMs) * 1000),
    ...(peakBytes === undefined ? {} : { peakMb: Math.round(peakBytes / 1e6) }),
  };
}

/** Fills a store with bench tickets; returns the time it took. */
export async function fill(store: Store, count: number): Promise<Lap> {
  const page = 1000;
  const begun = performance.now();
  await store.sync.setIdentity('bench', 'bench');
  await store.tickets.savePage('bench', { agents, customers, cursor: 'people' }, NOW);
  for (let start = 0; start < count; start += page) {
    const histories = Array.from({ length: Math.min(page, count - start) }, (_, index) => benchTicket(start + index));
    const pageOf = {
      tickets: histories.map(({ ticket }) => ticket),
      events: histories.flatMap(({ events }) => events),
      wholeTimelines: histories.map(({ ticket }) => ticket.id),
      cursor: String(start),
    };
    await store.tickets.savePage('bench', pageOf, NOW);
  }
  await store.sync.finish('bench', NOW);
  return lap('saving to the store', count, performance.now() - begun);
}

/** Walks over all unmeasured tickets of a store in batches and hands each batch on. */
export async function walk(
  store: Store,
  onBatch: (batch: readonly TicketHistory[]) => Promise<void> | void,
): Promise<number> {
  let count = 0;
  let after: { source: string; ticketId: string } | undefined;
  for (;;) {
    const batch = await store.measurements.unmeasured(500, after);
    if (batch.length === 0) return count;
    await onBatch(batch);
    const { source, id } = batch[batch.length - 1]!.ticket;
    after = { source, ticketId: id };
    count += batch.length;
  }
}
