import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { BUCKETS, type Bucket } from '../clock/bucket.ts';
import type { ClockColumns, MeasuredColumns } from '../metrics/columns.ts';
import { cohortColumns, cohortCondition } from './cohort.ts';
import type { Engine, Session, Value } from './engine.ts';
import { keyColumn } from './key-dictionary.ts';
import { laterResponseColumns } from './later-responses.ts';
import { kindsOf } from './schema.ts';
import type { MeasuredFilter } from './store.ts';

/** Columns of numbers: their names in the order they are read, and where each goes. */
interface NumberColumns {
  readonly names: string[];
  readonly targets: Float64Array[];
}

function clockColumns(capacity: number): ClockColumns {
  return {
    calendar: new Float64Array(capacity),
    net: new Float64Array(capacity),
    business: new Float64Array(capacity),
  };
}

function firstOf(clocks: ClockColumns, n: number): ClockColumns {
  return {
    calendar: clocks.calendar.subarray(0, n),
    net: clocks.net.subarray(0, n),
    business: clocks.business.subarray(0, n),
  };
}

function addClocks(numbers: NumberColumns, prefix: string, clocks: ClockColumns): void {
  numbers.names.push(`${prefix}calendar_ms`, `${prefix}net_ms`, `${prefix}business_ms`);
  numbers.targets.push(clocks.calendar, clocks.net, clocks.business);
}

/** A missing number is NaN. */
function fill(numbers: NumberColumns, row: number, values: readonly Value[], first: number): void {
  const { targets } = numbers;
  for (let index = 0; index < targets.length; index++) {
    const value = values[first + index];
    targets[index]![row] = value === null ? Number.NaN : (value as number);
  }
}

const references = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));

/** Rows of the cohort, excluded tickets' among them: a bound that an index alone can tell. */
async function countRows(session: Session, engine: Engine, condition: RawBuilder<SqlBool>): Promise<number> {
  const query = engine.db
    .selectFrom('measured')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where(condition);
  const [row] = await session.rows(query.compile());
  return Number(row!.rows);
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
  const sources = await session.rows(engine.db.selectFrom('sync_state').select('source').orderBy('source').compile());
  const capacity = await countRows(session, engine, condition);

  const source = keyColumn(capacity);
  const words = {
    tier: keyColumn(capacity),
    priority: keyColumn(capacity),
    channel: keyColumn(capacity),
    category: keyColumn(capacity),
    account_key: keyColumn(capacity),
  };
  const sourcedWords = {
    agent_id: keyColumn(capacity),
    team_id: keyColumn(capacity),
    customer_id: keyColumn(capacity),
    first_response_agent_id: keyColumn(capacity),
  };
  const keyBuilders = [...Object.values(words), ...Object.values(sourcedWords)];
  const keyNames = [...Object.keys(words), ...Object.keys(sourcedWords)];

  const reopens = new Uint32Array(capacity);
  const customerZoneKnown = new Uint8Array(capacity);
  const openedAt = new Float64Array(capacity);
  const finalSolvedAt = new Float64Array(capacity);
  const timeSpent = BUCKETS.map((bucket) => [bucket, new Float64Array(capacity)] as const);
  const firstResponse = clockColumns(capacity);
  const firstResolution = clockColumns(capacity);
  const finalResolution = clockColumns(capacity);
  const numbers: NumberColumns = { names: ['opened_at', 'final_solved_at'], targets: [openedAt, finalSolvedAt] };
  for (const [bucket, spent] of timeSpent) {
    numbers.names.push(`${bucket}_ms`);
    numbers.targets.push(spent);
  }
  addClocks(numbers, 'first_response_', firstResponse);
  addClocks(numbers, 'first_resolution_', firstResolution);
  addClocks(numbers, 'final_resolution_', finalResolution);

  const later = laterResponseColumns(capacity);
  const ids: string[] | undefined = withIds ? [] : undefined;
  const countsAt = keyNames.length;
  const numbersAt = countsAt + 2;
  const laterAt = numbersAt + numbers.names.length;
  const idAt = laterAt + 2;
  const columns = [
    ...keyNames,
    'reopens',
    'customer_zone_known',
    ...numbers.names,
    'later_response_times',
    'later_response_agents',
    ...(withIds ? ['ticket_id'] : []),
  ];
  const kinds = kindsOf('measured', columns);
  let n = 0;
  // Source by source, so that no row has to repeat its own.
  for (const { source: name } of sources) {
    for (const builder of [...Object.values(sourcedWords), later]) builder.startSource(name);
    const visit = (values: readonly Value[]): void => {
      source.add(name);
      for (let index = 0; index < keyBuilders.length; index++) keyBuilders[index]!.add(values[index]!);
      reopens[n] = values[countsAt] as number;
      customerZoneKnown[n] = values[countsAt + 1] as number;
      fill(numbers, n, values, numbersAt);
      later.add(n, values[laterAt]!, values[laterAt + 1]!);
      if (ids) ids.push(values[idAt] as string);
      n++;
    };
    const query = sql`select ${references(columns)} from measured
      where source = ${name} and ${condition} and exclusion is null order by ticket_id`;
    await session.each(query.compile(engine.db), visit, kinds);
  }

  return {
    n,
    source: source.column(),
    ticketId: ids,
    tier: words.tier.column(),
    agent: sourcedWords.agent_id.column(),
    team: sourcedWords.team_id.column(),
    priority: words.priority.column(),
    channel: words.channel.column(),
    category: words.category.column(),
    account: words.account_key.column(),
    customer: sourcedWords.customer_id.column(),
    openedAt: openedAt.subarray(0, n),
    finalSolvedAt: finalSolvedAt.subarray(0, n),
    reopens: reopens.subarray(0, n),
    customerZoneKnown: customerZoneKnown.subarray(0, n),
    timeSpentMs: Object.fromEntries(timeSpent.map(([bucket, spent]) => [bucket, spent.subarray(0, n)])) as Record<
      Bucket,
      Float64Array
    >,
    firstResponse: { ...firstOf(firstResponse, n), agent: sourcedWords.first_response_agent_id.column() },
    firstResolution: firstOf(firstResolution, n),
    finalResolution: firstOf(finalResolution, n),
    laterResponse: later.columns(),
  };
}
