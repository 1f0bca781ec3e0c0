import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { createMeasurer } from '../../src/measure/measure.ts';
import { fitTierCuts } from '../../src/measure/tier.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredTicket, TicketHistory } from '../../src/model/measurement.ts';
import type { Customer } from '../../src/model/people.ts';
import type { TicketRange } from '../../src/store/measurements/queue.ts';
import type { Store } from '../../src/store/store.ts';
import {
  currentDefinitions,
  cutsKey,
  definitionsHash,
  type FittedCuts,
  fittedCuts,
  watchTierField,
} from './definitions.ts';
import { type Deps, defineJob } from './job.ts';

/** Measures tickets a batch at a time, with the people of the store as they were when it was made. */
export type MeasureBatch = (batch: readonly TicketHistory[]) => Promise<readonly MeasuredTicket[]>;

/**
 * Puts the measure step together with what the store knows of agents, teams, customers and accounts. `now`: what is
 * dated later cannot be.
 */
export async function prepareMeasuring(definitions: Definitions, deps: Deps, now: number): Promise<MeasureBatch> {
  const { store, log, sides } = deps;
  const [agents, teams, zones] = [await store.tickets.agents(), await store.tickets.teams(), await accountZones(store)];
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
  const accounts = await store.tickets.accounts();
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
    for (const customer of await store.tickets.customers(source, [...ids])) {
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

/** Tickets held in memory at once. */
const BATCH = 500;

/** Below this a fit would follow chance, and the standard cuts hold. */
const TICKETS_TO_FIT_CUTS = 100;

/** From here on the work is worth sharing out to several workers. */
const TICKETS_TO_SHARE = 2000;

/** Small enough that workers end together, large enough that beginning a share costs nothing beside it. */
const TICKETS_A_SHARE = 5000;

const MOST_SHARES = 64;

const Key = z.object({ source: z.string(), ticketId: z.string() });

/** Measures every ticket that changed since it was measured, or all when what the figures mean has changed. */
export const measureJob = defineJob({
  name: 'measure',
  payload: z.object({}),
  async run(_payload, deps, signal) {
    const { store, settings, sources } = deps;
    await measureAll(await currentDefinitions(settings, sources, store), deps, signal);
    if (settings.TIER_CUTS !== 'auto' || (await store.measurements.countUnmeasured()) > 0 || signal.aborted) return;
    if (await fitCuts(deps)) await measureAll(await currentDefinitions(settings, sources, store), deps, signal);
  },
});

/** Measures one range of the tickets; a share planned under other definitions is left to the next plan. */
export const measureShardJob = defineJob({
  name: 'measure-shard',
  payload: z.object({ after: Key.optional(), until: Key.optional(), definitions: z.string() }),
  async run({ after, until, definitions: planned }, deps, signal) {
    const definitions = await currentDefinitions(deps.settings, deps.sources, deps.store);
    if (definitionsHash(definitions) === planned) await measureTickets(definitions, deps, signal, { after, until });
  },
});

async function measureAll(definitions: Definitions, deps: Deps, signal: AbortSignal): Promise<void> {
  const { store, log, enqueue } = deps;
  const hash = definitionsHash(definitions);
  const { changed, tickets } = await store.measurements.useDefinitions(hash, definitions.tierRule.name);
  if (changed && tickets > 0) {
    log.info({ tickets }, 'the definitions have changed: all tickets are measured again, earlier reports differ');
  }
  const waiting = await store.measurements.countUnmeasured();
  if (waiting === 0) return;
  if (enqueue === undefined || waiting < TICKETS_TO_SHARE) {
    await measureTickets(definitions, deps, signal);
    return;
  }
  const shares = Math.min(MOST_SHARES, Math.max(2, Math.ceil(waiting / TICKETS_A_SHARE)));
  for (const range of await store.measurements.ranges(Math.ceil(waiting / shares))) {
    await enqueue(measureShardJob.name, { ...range, definitions: hash }, keyOf(range, hash));
  }
}

/** One short text for equal shares, whatever signs the ids in them have. */
function keyOf(range: TicketRange, definitions: string): string {
  return createHash('sha256')
    .update(JSON.stringify([range, definitions]))
    .digest('hex')
    .slice(0, 32);
}

async function measureTickets(
  definitions: Definitions,
  deps: Deps,
  signal: AbortSignal,
  range?: TicketRange,
): Promise<void> {
  const { store, log, progress, now } = deps;
  const total = range === undefined ? await store.measurements.countUnmeasured() : undefined;
  const measureBatch = await prepareMeasuring(definitions, deps, now());
  const tierField = watchTierField(definitions.tierRule.field);
  let done = 0;
  let after = range?.after;
  while (!signal.aborted) {
    const batch = await store.measurements.unmeasured(BATCH, after, range?.until);
    if (batch.length === 0) break;
    tierField.see(batch);
    await store.measurements.save(await measureBatch(batch));
    const last = batch[batch.length - 1]!.ticket;
    after = { source: last.source, ticketId: last.id };
    done += batch.length;
    progress.update('measuring', done, total === undefined ? undefined : Math.max(total, done));
    // The embedded store never waits: without a turn of the loop, locks would not be renewed nor signals heard.
    await nextTurn();
  }
  progress.finish('measuring');
  if (done > 0) log.info({ tickets: done }, 'tickets measured');
  const problem = tierField.problem();
  if (problem !== undefined) log.warn(problem);
}

/** Fits the tier cuts of sources that have none yet; true when a source got some. */
async function fitCuts({ store, log, sources }: Deps): Promise<boolean> {
  const scores = new Map<string, number[]>();
  const waiting = new Set<string>();
  for (const { name } of sources) if (!(await fittedCuts(store, name))) waiting.add(name);
  if (waiting.size === 0) return false;
  for await (const page of store.measurements.read()) {
    for (const { source, tier, tierScore, exclusion, finalSolvedAt } of page) {
      if (!waiting.has(source) || exclusion !== null || finalSolvedAt === null || tier === 'unknown') continue;
      const list = scores.get(source);
      if (list) list.push(tierScore);
      else scores.set(source, [tierScore]);
    }
  }
  let fitted = false;
  for (const [source, list] of scores) {
    if (list.length < TICKETS_TO_FIT_CUTS) continue;
    const cuts: FittedCuts = { version: 1, cuts: [...fitTierCuts(list)], tickets: list.length };
    await store.sync.setSetting(cutsKey(source), JSON.stringify(cuts));
    log.info({ source, cuts: cuts.cuts, tickets: cuts.tickets }, 'tier cuts fitted and kept');
    fitted = true;
  }
  return fitted;
}
