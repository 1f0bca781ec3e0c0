import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import { Customer } from '../../model/people.ts';
import type { Engine, Session } from '../engine.ts';
import { fromRecord } from '../record-text.ts';

/** Records read at once. */
const PAGE = 1000;

/** The tables whose rows are a key and a record. */
export type RecordTable =
  | 'agent'
  | 'team'
  | 'account'
  | 'rating'
  | 'subscription'
  | 'churn_event'
  | 'mrr_change'
  | 'purchase'
  | 'referral'
  | 'milestone'
  | 'usage'
  | 'cost';

/** Records of a table in order of (source, id), a page at a time. */
export async function* readRecords<Schema extends z.ZodType>(
  session: Session,
  engine: Engine,
  table: RecordTable,
  schema: Schema,
): AsyncGenerator<z.output<Schema>[]> {
  let after: { source: string; id: string } | undefined;
  for (;;) {
    let query = engine.db
      .selectFrom(table)
      .select(['source', 'id', 'record'])
      .orderBy('source')
      .orderBy('id')
      .limit(PAGE);
    if (after) query = query.where(sql<SqlBool>`(source, id) > (${after.source}, ${after.id})`);
    const rows = await session.rows(query.compile());
    if (rows.length > 0) yield rows.map((row) => fromRecord(schema, `${table} ${row.source}/${row.id}`, row.record));
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1];
  }
}

/** All records of a table. */
export async function readAllRecords<Schema extends z.ZodType>(
  session: Session,
  engine: Engine,
  table: RecordTable,
  schema: Schema,
): Promise<z.output<Schema>[]> {
  const all: z.output<Schema>[] = [];
  for await (const page of readRecords(session, engine, table, schema)) all.push(...page);
  return all;
}

interface CustomerRow {
  readonly source: string;
  readonly id: string;
  readonly record: string;
  readonly account_zone: string | null;
}

/** A customer with the zone that is known best: the stated one, else the account's, else an inferred one. */
function toCustomer(row: CustomerRow): Customer {
  const { source, id } = row;
  const stated = fromRecord(Customer, `customer ${source}/${id}`, row.record);
  if (stated.timeZone !== undefined && stated.timeZoneOrigin !== 'inferred') return stated;
  if (row.account_zone !== null) return { ...stated, timeZone: row.account_zone, timeZoneOrigin: 'account' };
  return stated;
}

/** What is known of the customers that a condition selects, in order of (source, id). */
function customerRows(engine: Engine, which: RawBuilder<unknown>, rest = sql``) {
  return sql<CustomerRow>`
    select customer.source, customer.id, customer.record, account.time_zone as account_zone
    from customer
    left join account on account.source = customer.source and account.id = customer.account_key
    where ${which} order by customer.source, customer.id ${rest}`.compile(engine.db);
}

/** The customers of these ids of one source; of strangers nothing is returned. */
export async function readCustomers(
  session: Session,
  engine: Engine,
  source: string,
  ids: readonly string[],
): Promise<Customer[]> {
  if (ids.length === 0) return [];
  const which = sql`customer.source = ${source} and ${engine.isIn('customer.id', ids)}`;
  return (await session.rows(customerRows(engine, which))).map(toCustomer);
}

/** All customers in order of (source, id), a page at a time. */
export const readAllCustomers = (engine: Engine) =>
  async function* (): AsyncGenerator<Customer[]> {
    let after: { source: string; id: string } | undefined;
    for (;;) {
      const which = after
        ? sql`(customer.source, customer.id) > (${after.source}, ${after.id})`
        : sql`${sql.lit(1)} = ${sql.lit(1)}`;
      const query = customerRows(engine, which, sql`limit ${sql.lit(PAGE)}`);
      const rows = await engine.read((session) => session.rows(query));
      if (rows.length > 0) yield rows.map(toCustomer);
      if (rows.length < PAGE) return;
      after = rows[rows.length - 1];
    }
  };

/** Customers asked for at once. */
const BATCH = 500;

/** The customers of these keys (`source/id`; null is nobody), by key. */
export async function readCustomersByKey(
  session: Session,
  engine: Engine,
  keys: ReadonlySet<string | null>,
): Promise<ReadonlyMap<string, Customer>> {
  const idsBySource = new Map<string, string[]>();
  for (const key of keys) {
    if (key === null) continue;
    const cut = key.indexOf('/');
    const ids = idsBySource.get(key.slice(0, cut));
    if (ids === undefined) idsBySource.set(key.slice(0, cut), [key.slice(cut + 1)]);
    else ids.push(key.slice(cut + 1));
  }
  const customers = new Map<string, Customer>();
  for (const [source, ids] of idsBySource) {
    for (let from = 0; from < ids.length; from += BATCH) {
      for (const customer of await readCustomers(session, engine, source, ids.slice(from, from + BATCH))) {
        customers.set(`${source}/${customer.id}`, customer);
      }
    }
  }
  return customers;
}
