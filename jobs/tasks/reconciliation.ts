import { createDeskTime, type Reconcilable, type Reconciliation, reconcile } from '../../src/measure/reconciliation.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredTicket } from '../../src/model/measurement.ts';
import type { MeasuredFilter } from '../../src/model/window.ts';
import type { Report } from '../../src/report/schema.ts';
import type { Store } from '../../src/store/store.ts';

/** Tickets of a source after which one that gave no figure of its own is taken to give none at all. */
const TICKETS_TO_TELL = 500;
/** Tickets compared at most: enough to tell a pattern, and a bound on what a report reads. */
const MOST_COMPARED = 20_000;
/** Differences listed of each figure; the unexplained come first, they are what a person looks into. */
const EXAMPLES = 5;

/** Our figures beside those that the helpdesks give themselves, for the tickets of a window. */
export async function reconciliationOf(
  definitions: Definitions,
  filter: MeasuredFilter,
  store: Store,
): Promise<Report['quality']['reconciliation']> {
  const pairs = await pairsOf(filter, store);
  if (pairs.length === 0) return [];
  const people = { agents: await store.tickets.agents(), teams: await store.tickets.teams() };
  return describe(reconcile(pairs, createDeskTime(definitions, people)));
}

async function pairsOf(filter: MeasuredFilter, store: Store): Promise<readonly Reconcilable[]> {
  const seen = new Map<string, { tickets: number; withFigures: number }>();
  const pairs: Reconcilable[] = [];
  for await (const page of store.measurements.read(filter)) {
    const asked = page.filter(({ source }) => {
      const known = seen.get(source);
      return known === undefined || known.withFigures > 0 || known.tickets < TICKETS_TO_TELL;
    });
    if (asked.length === 0) continue;
    const measured = new Map<string, MeasuredTicket>(asked.map((each) => [`${each.source}\n${each.ticketId}`, each]));
    for (const { ticket, events } of await store.tickets.histories(asked)) {
      const known = seen.get(ticket.source) ?? { tickets: 0, withFigures: 0 };
      seen.set(ticket.source, known);
      known.tickets += 1;
      const ours = measured.get(`${ticket.source}\n${ticket.id}`);
      if (ticket.vendorMetrics === undefined || ours === undefined) continue;
      known.withFigures += 1;
      pairs.push({ measured: ours, ticket, events });
    }
    if (pairs.length >= MOST_COMPARED) break;
  }
  return pairs;
}

function describe({ counts, differences }: Reconciliation): Report['quality']['reconciliation'] {
  return counts.map(({ source, figure, compared, equal, byClass }) => {
    const own = differences.filter((each) => each.source === source && each.figure === figure);
    const unexplainedFirst = own.toSorted(
      (a, b) => Number(b.class === 'unexplained') - Number(a.class === 'unexplained'),
    );
    return {
      source,
      figure,
      compared,
      equal,
      byClass: { ...byClass },
      examples: unexplainedFirst
        .slice(0, EXAMPLES)
        .map(({ ticketId, ours, theirs, class: difference }) => ({ id: ticketId, ours, theirs, class: difference })),
    };
  });
}
