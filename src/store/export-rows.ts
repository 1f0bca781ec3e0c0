import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { Account } from '../model/account.ts';
import { Rating } from '../model/rating.ts';
import type { Engine, Value } from './engine.ts';
import { VIEWS } from './measurements/views.ts';
import { fromRecord } from './record-text.ts';
import type { ColumnKind } from './schema.ts';

/** A column of an exported table: whole numbers, floats, or text. Any may be null. */
export interface ExportColumn {
  readonly name: string;
  readonly holds: 'int' | 'float' | 'text';
}

/** After which row to go on: the key of the last one. */
export interface ExportKey {
  readonly source: string;
  readonly id: string;
}

/** Some rows in the order of their key; `after` is where the next page begins, undefined behind the last. */
export interface ExportPage {
  readonly rows: readonly (readonly Value[])[];
  readonly after: ExportKey | undefined;
}

/** Tickets, or records, of one page. */
const PAGE = 1000;

const OF_VIEWS = ['tickets', 'responses', 'stints', 'solutions'] as const;
const OF_RECORDS = {
  ratings: { table: 'rating', schema: Rating },
  accounts: { table: 'account', schema: Account },
} as const;

/** The tables that are exported, in their order. */
export const EXPORT_TABLES = [...OF_VIEWS, 'ratings', 'accounts'] as const;
export type ExportTable = (typeof EXPORT_TABLES)[number];

const isOfViews = (table: ExportTable): table is (typeof OF_VIEWS)[number] =>
  (OF_VIEWS as readonly ExportTable[]).includes(table);
const viewOf = (table: (typeof OF_VIEWS)[number]) => VIEWS.find(({ name }) => name === `fairclock_${table}`)!;

const simpler = (kind: ColumnKind): ExportColumn['holds'] =>
  kind.startsWith('int') ? 'int' : kind.startsWith('float') ? 'float' : 'text';

/** The columns of an exported table in their order; of records one a field, in lower case with underscores. */
export function exportColumns(table: ExportTable): readonly ExportColumn[] {
  if (isOfViews(table)) return viewOf(table).columns.map(({ name, holds }) => ({ name, holds: simpler(holds) }));
  return fieldsOf(table).map(([field, holds]) => ({
    name: field.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`),
    holds,
  }));
}

function fieldsOf(table: keyof typeof OF_RECORDS): [field: string, holds: ExportColumn['holds']][] {
  const described = z.toJSONSchema(OF_RECORDS[table].schema) as {
    readonly properties: Readonly<
      Record<string, { readonly type?: string; readonly anyOf?: readonly { readonly type?: string }[] }>
    >;
  };
  return Object.entries(described.properties).map(([field, { type, anyOf }]) => {
    const holds = type ?? anyOf?.find((each) => each.type !== 'null')?.type;
    return [field, holds === 'integer' || holds === 'boolean' ? 'int' : holds === 'number' ? 'float' : 'text'];
  });
}

/** A page of a table's rows after a key; a ticket's rows are never parted. Reads a bounded number of tickets. */
const readPage =
  (engine: Engine) =>
  (table: ExportTable, after?: ExportKey): Promise<ExportPage> =>
    isOfViews(table) ? pageOfView(engine, table, after) : pageOfRecords(engine, table, after);

async function pageOfView(
  engine: Engine,
  table: (typeof OF_VIEWS)[number],
  after: ExportKey | undefined,
): Promise<ExportPage> {
  const { name, columns } = viewOf(table);
  const begins = sql<SqlBool>`(source, ticket_id) > (${after?.source ?? ''}, ${after?.id ?? ''})`;
  return engine.read(async (session) => {
    const keys = engine.db
      .selectFrom('measured')
      .select(['source', 'ticket_id'])
      .where(begins)
      .orderBy('source')
      .orderBy('ticket_id')
      .limit(PAGE);
    const last = (await session.rows(keys.compile())).at(-1);
    if (last === undefined) return { rows: [], after: undefined };
    const numbered =
      table === 'tickets'
        ? sql``
        : sql`, ${sql.ref(columns.find(({ holds, name }) => holds === 'int' && OF_ITEMS.has(name))!.name)}`;
    const query = sql`
      select ${sql.join(columns.map((column) => sql.ref(column.name)))} from ${sql.table(name)}
      where ${begins} and (source, ticket_id) <= (${last.source}, ${last.ticket_id})
      order by source, ticket_id${numbered}`;
    const rows = await session.arrays(query.compile(engine.db));
    return { rows: rows.map((row) => [...row]), after: { source: last.source, id: last.ticket_id } };
  });
}

/** The columns that number a ticket's items. */
const OF_ITEMS: ReadonlySet<string> = new Set(['turn', 'stint', 'solution']);

async function pageOfRecords(
  engine: Engine,
  name: keyof typeof OF_RECORDS,
  after: ExportKey | undefined,
): Promise<ExportPage> {
  const { table, schema } = OF_RECORDS[name];
  const query = engine.db
    .selectFrom(table)
    .select(['source', 'id', 'record'])
    .where(sql<SqlBool>`(source, id) > (${after?.source ?? ''}, ${after?.id ?? ''})`)
    .orderBy('source')
    .orderBy('id')
    .limit(PAGE);
  const stored = await engine.read((session) => session.rows(query.compile()));
  const fields = fieldsOf(name);
  const rows = stored.map(({ source, id, record }) => {
    const values: Readonly<Record<string, unknown>> = fromRecord(schema, `${table} ${source}/${id}`, record);
    return fields.map(([field]) => plain(values[field]));
  });
  const last = stored.at(-1);
  return { rows, after: last && { source: last.source, id: last.id } };
}

function plain(value: unknown): Value {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** What is read to take the data along. */
export function exportStore(engine: Engine) {
  return { page: readPage(engine) };
}

export type ExportStore = ReturnType<typeof exportStore>;
