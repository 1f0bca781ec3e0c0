import { createMeasurer } from '../../src/measure/measure.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredTicket, TicketHistory } from '../../src/model/measurement.ts';
import type { Customer } from '../../src/model/people.ts';
import type { Store } from '../../src/store/store.ts';
import type { Deps } from './deps.ts';

/** Measures tickets a batch at a time, with the people of the store as they were when it was made. */
export type MeasureBatch = (batch: readonly TicketHistory[]) => Promise<readonly MeasuredTicket[]>;

/**
 * Puts the measure step together with what the store knows of agents, teams, customers and accounts. `now`: what is
 * dated later cannot be.
 */
export async function prepareMeasuring(definitions: Definitions, deps: Deps, now: number): Promise<MeasureBatch> {
  const { store, log, sides } = deps;
  const [agents, teams, zones] = [await store.agents(), await store.teams(), await accountZones(store)];
  let customers: ReadonlyMap<string, Customer> = new Map();
  const measure = createMeasurer({
    definitions,
    people: { agents, teams, customer: (source, id) => customers.get(`${source}\n${id}`) },
    now,
    sides,
    onProblem: (problem) => log.warn(problem),
  });
  return async (batch) => {
    customers = await customersOf(batch, store, zones);
    return batch.map(measure);
  };
}

/** Zones that accounts state, for customers whose profile states none. */
async function accountZones(store: Store): Promise<ReadonlyMap<string, string>> {
  const accounts = await store.accounts();
  return new Map(accounts.flatMap(({ key, timeZone }) => (timeZone === undefined ? [] : [[key, timeZone]])));
}

async function customersOf(
  batch: readonly TicketHistory[],
  store: Store,
  zones: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Customer>> {
  const wanted = new Map<string, Set<string>>();
  for (const { ticket } of batch) {
    if (ticket.customerId === undefined) continue;
    const ids = wanted.get(ticket.source) ?? new Set();
    wanted.set(ticket.source, ids.add(ticket.customerId));
  }
  const found = new Map<string, Customer>();
  for (const [source, ids] of wanted) {
    for (const customer of await store.customers(source, [...ids])) {
      found.set(`${source}\n${customer.id}`, withAccountZone(customer, zones));
    }
  }
  return found;
}

/** The ladder of zones: the profile's own, then the account's, then what was inferred. */
function withAccountZone(customer: Customer, zones: ReadonlyMap<string, string>): Customer {
  const timeZone = customer.accountKey === undefined ? undefined : zones.get(customer.accountKey);
  if (customer.timeZoneOrigin === 'profile' || timeZone === undefined) return customer;
  return { ...customer, timeZone, timeZoneOrigin: 'account' };
}
