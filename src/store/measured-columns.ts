import { sql } from 'kysely';
import { BUCKETS, type Bucket } from '../clock/bucket.ts';
import { DataError } from '../errors.ts';
import type { ClockColumns, MeasuredColumns } from '../metrics/columns.ts';
import { cohortColumns, cohortCondition } from './cohort.ts';
import type { Engine, Session, Value } from './engine.ts';
import { keyColumn, sourcedKeyColumn } from './key-dictionary.ts';
import type { MeasuredFilter } from './store.ts';

/** The numbers of a row in the order they are read after its names, and where each goes. */
interface NumberColumns {
  readonly names: string[];
  readonly targets: (Float64Array | Uint32Array | Uint8Array)[];
}

function clockColumns(length: number): { readonly [Clock in keyof ClockColumns]: Float64Array } {
  return {
    calendar: new Float64Array(length),
    net: new Float64Array(length),
    business: new Float64Array(length),
  };
}

function addClocks(numbers: NumberColumns, prefix: string, clocks: ClockColumns): void {
  numbers.names.push(`${prefix}calendar_ms`, `${prefix}net_ms`, `${prefix}business_ms`);
  numbers.targets.push(clocks.calendar, clocks.net, clocks.business);
}

/** A missing number is NaN in a float column. */
function fill(numbers: NumberColumns, row: number, values: readonly Value[], first: number): void {
  const { targets } = numbers;
  for (let index = 0; index < targets.length; index++) {
    const value = values[first + index];
    targets[index]![row] = value === null ? Number.NaN : (value as number);
  }
}

/**
 * The measured tickets of a cohort by columns, in order of (source, ticket id); excluded ones are left out. Rows go from
 * the driver straight into typed arrays, so that a million tickets cost neither a million objects nor their collection.
 */
export async function readMeasuredColumns(
  session: Session,
  engine: Engine,
  filter: MeasuredFilter,
  withIds: boolean,
): Promise<MeasuredColumns> {
  const condition = cohortCondition(filter, await cohortColumns(session, engine, filter));
  const counts = engine.db
    .selectFrom('measured')
    .select((eb) => [
      eb.fn.countAll<number>().as('tickets'),
      eb.fn.coalesce(eb.fn.sum<number>('later_responses'), sql<number>`0`).as('later'),
    ])
    .where(condition)
    .where('exclusion', 'is', null);
  const [count] = await session.rows(counts.compile());
  const n = Number(count!.tickets);
  const laterCount = Number(count!.later);

  const source = keyColumn(n);
  const tier = keyColumn(n);
  const priority = keyColumn(n);
  const channel = keyColumn(n);
  const category = keyColumn(n);
  const account = keyColumn(n);
  const agent = sourcedKeyColumn(n);
  const team = sourcedKeyColumn(n);
  const customer = sourcedKeyColumn(n);
  const firstResponder = sourcedKeyColumn(n);
  const names = [
    'source',
    'tier',
    'priority',
    'channel',
    'category',
    'account_key',
    'agent_id',
    'team_id',
    'customer_id',
    'first_response_agent_id',
    'later_responses',
  ] as const;

  const openedAt = new Float64Array(n);
  const finalSolvedAt = new Float64Array(n);
  const reopens = new Uint32Array(n);
  const customerZoneKnown = new Uint8Array(n);
  const timeSpentMs = Object.fromEntries(BUCKETS.map((bucket) => [bucket, new Float64Array(n)])) as Record<
    Bucket,
    Float64Array
  >;
  const firstResponse = clockColumns(n);
  const firstResolution = clockColumns(n);
  const finalResolution = clockColumns(n);
  const numbers: NumberColumns = {
    names: ['opened_at', 'final_solved_at', 'reopens', 'customer_zone_known'],
    targets: [openedAt, finalSolvedAt, reopens, customerZoneKnown],
  };
  for (const bucket of BUCKETS) {
    numbers.names.push(`${bucket}_ms`);
    numbers.targets.push(timeSpentMs[bucket]);
  }
  addClocks(numbers, 'first_response_', firstResponse);
  addClocks(numbers, 'first_resolution_', firstResolution);
  addClocks(numbers, 'final_resolution_', finalResolution);

  const ids: string[] | undefined = withIds ? [] : undefined;
  const laterOf = new Uint32Array(n);
  const columns = [...names, ...numbers.names, ...(withIds ? ['ticket_id'] : [])];
  const idAt = columns.length - 1;
  const tickets = sql`select ${sql.join(columns.map((name) => sql.ref(name)))} from measured
    where ${condition} and exclusion is null order by source, ticket_id`;
  let row = 0;
  await session.each(tickets.compile(engine.db), (values) => {
    const rowSource = values[0] as string;
    source.add(rowSource);
    tier.add(values[1]!);
    priority.add(values[2]!);
    channel.add(values[3]!);
    category.add(values[4]!);
    account.add(values[5]!);
    agent.add(rowSource, values[6]!);
    team.add(rowSource, values[7]!);
    customer.add(rowSource, values[8]!);
    firstResponder.add(rowSource, values[9]!);
    laterOf[row] = values[10] as number;
    fill(numbers, row, values, names.length);
    if (ids) ids.push(values[idAt] as string);
    row++;
  });

  const later = await readLaterResponses(session, engine, condition, laterOf, laterCount);
  return {
    n,
    source: source.column,
    ticketId: ids,
    tier: tier.column,
    agent: agent.column,
    team: team.column,
    priority: priority.column,
    channel: channel.column,
    category: category.column,
    account: account.column,
    customer: customer.column,
    openedAt,
    finalSolvedAt,
    reopens,
    customerZoneKnown,
    timeSpentMs,
    firstResponse: { ...firstResponse, agent: firstResponder.column },
    firstResolution,
    finalResolution,
    laterResponse: later,
  };
}

/**
 * The cohort's later responses in the order of its tickets. They need no key to find their tickets: each ticket's row
 * says how many it has, and both tables are read in the order of the same key.
 */
async function readLaterResponses(
  session: Session,
  engine: Engine,
  condition: ReturnType<typeof cohortCondition>,
  laterOf: Uint32Array,
  count: number,
): Promise<MeasuredColumns['laterResponse']> {
  const clocks = clockColumns(count);
  const ticket = new Uint32Array(count);
  const agent = sourcedKeyColumn(count);
  const numbers: NumberColumns = { names: [], targets: [] };
  addClocks(numbers, '', clocks);
  const query = sql`select source, agent_id, ${sql.join(numbers.names.map((name) => sql.ref(name)))} from later_response
    where ${condition} and exclusion is null order by source, ticket_id, turn`;
  let row = 0;
  let owner = 0;
  let ofOwner = 0;
  await session.each(query.compile(engine.db), (values) => {
    while (owner < laterOf.length && ofOwner === laterOf[owner]) {
      owner++;
      ofOwner = 0;
    }
    if (row >= count || owner >= laterOf.length) throw mismatch(engine);
    ticket[row] = owner;
    ofOwner++;
    agent.add(values[0] as string, values[1]!);
    fill(numbers, row, values, 2);
    row++;
  });
  if (row !== count) throw mismatch(engine);
  return { ...clocks, ticket, agent: agent.column };
}

function mismatch(engine: Engine): DataError {
  return new DataError(
    `store: ${engine.place} has later responses that do not fit its tickets; measure all tickets anew`,
  );
}
