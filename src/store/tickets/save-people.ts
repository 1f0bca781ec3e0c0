import { Account } from '../../model/account.ts';
import { Agent, Customer, Team } from '../../model/people.ts';
import type { Page } from '../../model/source.ts';
import type { Engine, Session, Upsert } from '../engine.ts';
import { canonicalJson, fromRecord, toRecord } from '../record-text.ts';
import { markAccounts, markCustomers, markParties } from './marks.ts';

const AGENTS: Upsert = {
  table: 'agent',
  columns: ['source', 'id', 'record'],
  keys: ['source', 'id'],
  onConflict: 'differing',
};
const TEAMS: Upsert = { ...AGENTS, table: 'team' };
const CUSTOMERS: Upsert = {
  ...AGENTS,
  table: 'customer',
  columns: ['source', 'id', 'account_key', 'time_zone', 'record'],
};
const ACCOUNTS: Upsert = { ...AGENTS, table: 'account', columns: ['source', 'id', 'time_zone', 'record'] };

/** Stored records of these ids as JSON, by id. */
async function storedRecords(
  session: Session,
  engine: Engine,
  table: 'agent' | 'team' | 'customer' | 'account',
  source: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const query = engine.db
    .selectFrom(table)
    .select(['id', 'record'])
    .where('source', '=', source)
    .where(engine.isIn('id', ids));
  const found = new Map<string, string>();
  for (const row of await session.rows(query.compile())) found.set(row.id, row.record);
  return found;
}

/** What of a record decides measurements; a person who is not stored counts as one of whom nothing is said. */
const decisive = {
  agent: (agent: Agent | undefined) =>
    canonicalJson([
      agent?.timeZone ?? null,
      agent?.calendar ?? null,
      [...(agent?.teamIds ?? [])].sort(),
      agent?.active ?? true,
      agent?.bot ?? false,
    ]),
  team: (team: Team | undefined) => canonicalJson(team?.calendar ?? null),
  customer: (customer: Customer | undefined) =>
    canonicalJson([
      customer?.timeZone ?? null,
      customer?.timeZoneOrigin ?? 'none',
      customer?.hours ?? null,
      customer?.holidays ?? [],
      customer?.accountKey ?? null,
    ]),
};

async function saveAgents(session: Session, engine: Engine, source: string, agents: Map<string, Agent>) {
  const stored = await storedRecords(session, engine, 'agent', source, [...agents.keys()]);
  const touched: string[] = [];
  const teams = new Set<string>();
  const rows: string[][] = [];
  for (const [id, agent] of agents) {
    const record = toRecord(Agent, `agent ${source}/${id}`, agent);
    const before = stored.get(id);
    if (before === record) continue;
    rows.push([source, id, record]);
    const known = before === undefined ? undefined : fromRecord(Agent, `agent ${source}/${id}`, before);
    if (decisive.agent(known) === decisive.agent(agent)) continue;
    touched.push(id);
    // A team without hours of its own is at work while one of its members is.
    for (const team of [...(known?.teamIds ?? []), ...agent.teamIds]) teams.add(team);
  }
  await session.upsert(AGENTS, rows);
  await markParties(session, engine, source, 'agent', touched);
  await markParties(session, engine, source, 'team', [...teams]);
}

async function saveTeams(session: Session, engine: Engine, source: string, teams: Map<string, Team>) {
  const stored = await storedRecords(session, engine, 'team', source, [...teams.keys()]);
  const touched: string[] = [];
  const rows: string[][] = [];
  for (const [id, team] of teams) {
    const record = toRecord(Team, `team ${source}/${id}`, team);
    const before = stored.get(id);
    if (before === record) continue;
    rows.push([source, id, record]);
    const known = before === undefined ? undefined : fromRecord(Team, `team ${source}/${id}`, before);
    if (decisive.team(known) !== decisive.team(team)) touched.push(id);
  }
  await session.upsert(TEAMS, rows);
  await markParties(session, engine, source, 'team', touched);
}

async function saveCustomers(session: Session, engine: Engine, source: string, customers: Map<string, Customer>) {
  const stored = await storedRecords(session, engine, 'customer', source, [...customers.keys()]);
  const touched: string[] = [];
  const rows: (string | null)[][] = [];
  for (const [id, customer] of customers) {
    const record = toRecord(Customer, `customer ${source}/${id}`, customer);
    const before = stored.get(id);
    if (before === record) continue;
    rows.push([source, id, customer.accountKey ?? null, customer.timeZone ?? null, record]);
    const known = before === undefined ? undefined : fromRecord(Customer, `customer ${source}/${id}`, before);
    if (decisive.customer(known) !== decisive.customer(customer)) touched.push(id);
  }
  await session.upsert(CUSTOMERS, rows);
  await markCustomers(session, engine, source, touched);
}

async function saveAccounts(session: Session, engine: Engine, source: string, accounts: Map<string, Account>) {
  const stored = await storedRecords(session, engine, 'account', source, [...accounts.keys()]);
  const touched: string[] = [];
  const rows: (string | null)[][] = [];
  for (const [key, account] of accounts) {
    const record = toRecord(Account, `account ${source}/${key}`, account);
    const before = stored.get(key);
    if (before === record) continue;
    rows.push([source, key, account.timeZone ?? null, record]);
    const known = before === undefined ? undefined : fromRecord(Account, `account ${source}/${key}`, before);
    if (known?.timeZone !== account.timeZone) touched.push(key);
  }
  await session.upsert(ACCOUNTS, rows);
  await markAccounts(session, engine, source, touched);
}

/** The records by id in the order of their ids; of two with one id, the last. */
export function byId<Item>(items: readonly Item[], id: (item: Item) => string): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) found.set(id(item), item);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes a page's people and accounts, and marks the tickets whose figures depend on what changed of them. */
export async function savePeople(session: Session, engine: Engine, source: string, page: Page): Promise<void> {
  if (page.agents?.length)
    await saveAgents(
      session,
      engine,
      source,
      byId(page.agents, (agent) => agent.id),
    );
  if (page.teams?.length)
    await saveTeams(
      session,
      engine,
      source,
      byId(page.teams, (team) => team.id),
    );
  // Accounts before customers: a customer who changes account is then marked against the new one.
  if (page.accounts?.length)
    await saveAccounts(
      session,
      engine,
      source,
      byId(page.accounts, (account) => account.key),
    );
  if (page.customers?.length) {
    await saveCustomers(
      session,
      engine,
      source,
      byId(page.customers, (customer) => customer.id),
    );
  }
}
