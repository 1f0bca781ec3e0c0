import { createMeasurer } from '../../src/measure/measure.ts';
import type { MeasuredTicket, TicketHistory } from '../../src/model/measurement.ts';
import { historyAsOf } from '../measure/history-as-of.ts';
import { type Random, randomScenario, type Scenario } from '../measure/random-history.ts';

/** A made-up desk with many tickets of many customers, some of which were deleted or merged. */
export type RandomDesk = Pick<Scenario, 'definitions' | 'agents' | 'teams' | 'customer'> & {
  readonly histories: readonly TicketHistory[];
};

const DAY_MS = 86_400_000;
const PRIORITIES = ['low', 'normal', 'high', undefined];

/** Tickets that opened within `days` after `from`, at one desk. */
export function randomDesk(
  random: Random,
  from: number,
  days: number,
  tickets: number,
  zones: readonly string[],
): RandomDesk {
  const { definitions, agents, teams, customer } = randomScenario(random, from, zones);
  const histories = Array.from({ length: tickets }, (_, index): TicketHistory => {
    const own = wellTold(random, from + random.int(days) * DAY_MS, zones);
    const [id, customerId] = [String(index), `c${random.int(5)}`];
    const { openedAt } = own.ticket;
    const priority = random.pick(PRIORITIES);
    const goneAt = openedAt + random.int(6 * DAY_MS);
    const fate = random.pick(['deleted', 'merged', 'none', 'none', 'none', 'none', 'none', 'none']);
    const events = own.events.map((event) => ({ ...event, ticketId: id }));
    return {
      ...own,
      ticket: {
        ...own.ticket,
        ...{ id, customerId, tags: index % 3 === 0 ? ['vip'] : [] },
        ...(priority === undefined ? {} : { priority }),
        ...(fate === 'deleted' ? { deletedAt: goneAt } : {}),
      },
      events:
        fate === 'merged'
          ? [...events, { source: 's', ticketId: id, id: 'm', at: goneAt, seq: 5, kind: 'merged', into: 'x' } as const]
          : events,
    };
  });
  return { definitions, agents, teams, customer, histories };
}

/**
 * A history whose facts all carry a date: something happened, a ticket without any date of a solution is open, no stated
 * solution overrules what statuses say, and nothing turns out later to have been no reopening.
 */
function wellTold(random: Random, from: number, zones: readonly string[]): TicketHistory {
  const { history, definitions, agents, teams } = randomScenario(random, from, zones);
  const { statedSolvedAt, ...ticket } = history.ticket;
  const told: TicketHistory = { ...history, ticket: { ...ticket, status: 'open' } };
  const people = { agents, teams, customer: () => undefined };
  const { undoneReopenings } = createMeasurer({ definitions, people, now: from + 365 * DAY_MS })(told);
  return told.events.length === 0 || undoneReopenings > 0 ? wellTold(random, from, zones) : told;
}

/** Measures all of a desk's tickets with all that had happened before an instant (epoch ms). */
export function measuredAsOf(desk: RandomDesk, asOf: number): MeasuredTicket[] {
  const { definitions, agents, teams, customer } = desk;
  const measure = createMeasurer({
    definitions,
    people: { agents, teams, customer: (source, id) => (customer ? { ...customer, source, id } : undefined) },
    now: asOf,
  });
  return desk.histories.flatMap((history) => {
    const known = historyAsOf(history, asOf);
    if (known === undefined) return [];
    const { deletedAt, ...ticket } = known.ticket;
    const wasDeleted = deletedAt !== undefined && deletedAt < asOf;
    return [measure({ ...known, ticket: { ...ticket, ...(wasDeleted ? { deletedAt } : {}) } })];
  });
}
