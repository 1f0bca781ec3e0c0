import { z } from 'zod';
import type { HttpClient } from '../../src/connector/http/http.ts';
import type { ChangedRows } from '../../src/connector/keyset-walk.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Rejection } from '../../src/model/source.ts';
import { CrmObject, type Found, Link, ResultPage } from './answers.ts';
import { PATHS } from './api.ts';
import { MOST } from './limits.ts';
import { instantOf } from './values.ts';

/** The kinds of objects that are followed by when they changed. */
export type Kind = 'tickets' | 'feedback_submissions' | 'deals';

/** When an object of these kinds changed last; contacts alone call it otherwise. */
const CHANGED = 'hs_lastmodifieddate';

/** One page of a list: what is in it, and where the next one begins. */
export interface ListPage {
  readonly found: readonly Found[];
  readonly next: string | undefined;
  readonly rejected: readonly Rejection[];
}

/** Reads a page of the list of a kind, by id; unlike a search it lags behind nothing and has no last row. */
export async function listObjects(
  client: HttpClient,
  kind: Kind,
  archived: boolean,
  after: string | undefined,
): Promise<ListPage> {
  const path = PATHS.list(kind);
  const query = { limit: MOST.ids, archived, properties: CHANGED, after };
  const { body } = await client.json({ path, query, schema: ResultPage });
  const next = body.paging?.next?.after ?? undefined;
  if (next !== undefined && next === after) {
    throw new DataError(`${client.source}: GET ${path}: the same page came twice, so the rest cannot be reached`);
  }
  return { ...foundIn(body.results ?? [], path), next };
}

function foundIn(items: readonly unknown[], path: string) {
  // What is odd in a row costs nothing here: the whole object is read by its id, and told there.
  const { read, rejected } = readRecords(CrmObject, items, (item) => `${path}: ${idOf(item)}`);
  const found = read.map(({ id, properties, updatedAt, createdAt, archivedAt }) => ({
    id,
    at: instantOf(properties[CHANGED]) ?? updatedAt ?? createdAt ?? 0,
    archivedAt: archivedAt ?? undefined,
  }));
  const nameless = rejected.filter(({ reason }) => !reason.startsWith('kept without'));
  return { found, rejected: nameless };
}

/** What follows on a page of a search that was filled by a single instant: everything later than that. */
const LATER = 'later';

/**
 * Asks a search for what changed at or after an instant, oldest change first. No question is ever continued by its
 * offset, since a search ends at its 10,000th row: where one instant fills a page, the rest of it is read by id.
 */
export async function searchChanges(
  client: HttpClient,
  kind: Kind,
  since: number,
  next: string | undefined,
  rejected: Rejection[],
): Promise<ChangedRows<Found>> {
  const path = PATHS.search(kind);
  const ask = async (filters: readonly object[], sort: string, direction: string) => {
    const { body } = await client.json({
      method: 'POST',
      path,
      lane: 'search',
      body: {
        filterGroups: [{ filters }],
        sorts: [{ propertyName: sort, direction }],
        limit: MOST.searched,
        properties: [CHANGED],
      },
      schema: ResultPage,
    });
    const { found, rejected: nameless } = foundIn(body.results ?? [], path);
    rejected.push(...nameless);
    return { found, more: body.paging?.next?.after != null };
  };
  const value = new Date(Math.max(1, since)).toISOString();
  if (next === undefined || next === LATER) {
    const operator = next === LATER ? 'GT' : 'GTE';
    const { found, more } = await ask([{ propertyName: CHANGED, operator, value }], CHANGED, 'ASCENDING');
    return { rows: found, next: more ? `${since}` : undefined };
  }
  const rows: Found[] = [];
  for (let last = '0'; ; ) {
    const filters = [
      { propertyName: CHANGED, operator: 'EQ', value },
      { propertyName: 'hs_object_id', operator: 'GT', value: last },
    ];
    const { found, more } = await ask(filters, 'hs_object_id', 'ASCENDING');
    rows.push(...found);
    if (!more) return { rows, next: LATER };
    const reached = found.at(-1)?.id ?? last;
    if (reached === last) {
      throw new DataError(`${client.source}: POST ${path}: the same page came twice, so the rest cannot be reached`);
    }
    last = reached;
  }
}

/** What is read of objects, and under which conditions. */
export interface Wanted {
  readonly properties: readonly string[];
  readonly withHistory?: readonly string[];
  readonly archived?: boolean;
}

/** Reads objects by id with their values; those that are gone meanwhile are missing from it. */
export async function readObjects(
  client: HttpClient,
  kind: string,
  ids: readonly string[],
  { properties, withHistory = [], archived = false }: Wanted,
): Promise<{ readonly read: readonly CrmObject[]; readonly rejected: readonly Rejection[] }> {
  const read: CrmObject[] = [];
  const rejected: Rejection[] = [];
  const most = withHistory.length > 0 ? MOST.withHistory : MOST.ids;
  const path = PATHS.batch(kind);
  for (const some of chunksOf([...new Set(ids)], most)) {
    const { body } = await client.json({
      method: 'POST',
      path,
      query: archived ? { archived } : {},
      body: { inputs: some.map((id) => ({ id })), properties, propertiesWithHistory: withHistory },
      schema: ResultPage,
    });
    const objects = readRecords(CrmObject, body.results ?? [], (item) => `${path}: ${idOf(item)}`);
    read.push(...objects.read);
    rejected.push(...objects.rejected);
  }
  return { read, rejected };
}

/** Reads one object alone: of a single one HubSpot gives more of the history than of many at once. */
export async function readAlone(
  client: HttpClient,
  kind: Kind,
  id: string,
  { properties, withHistory = [], archived = false }: Wanted,
): Promise<CrmObject | undefined> {
  const path = PATHS.object(kind, id);
  const query = { properties: properties.join(','), propertiesWithHistory: withHistory.join(','), archived };
  const answer = await client.jsonOr([404], { path, query, schema: z.unknown() });
  if (!answer.ok) return undefined;
  return readRecords(CrmObject, [answer.body], () => path).read[0];
}

/** What objects are linked to, by their id. */
export type Linked = ReadonlyMap<string, NonNullable<Link['to']>>;

/** Reads to which objects of another kind each of these is linked. */
export async function readLinks(
  client: HttpClient,
  from: string,
  to: string,
  ids: readonly string[],
): Promise<{ readonly links: Linked; readonly rejected: readonly Rejection[] }> {
  const links = new Map<string, NonNullable<Link['to']>>();
  const rejected: Rejection[] = [];
  const path = PATHS.links(from, to);
  for (const some of chunksOf([...new Set(ids)], MOST.ids)) {
    const { body } = await client.json({
      method: 'POST',
      path,
      body: { inputs: some.map((id) => ({ id })) },
      schema: ResultPage,
    });
    const answered = readRecords(Link, body.results ?? [], (item) => `${path}: ${fromOf(item)}`);
    for (const link of answered.read) links.set(link.from.id, [...(links.get(link.from.id) ?? []), ...(link.to ?? [])]);
    rejected.push(...answered.rejected);
  }
  return { links, rejected };
}

function fromOf(item: unknown): string {
  return typeof item === 'object' && item !== null && 'from' in item ? idOf(item.from) : '-';
}

/** The object that links call primary, else the only one; several of which none is primary tell nothing. */
export function mainLink(links: NonNullable<Link['to']> | undefined): string | undefined {
  const primary = links?.find(({ associationTypes }) =>
    associationTypes?.some(({ label }) => label?.toLowerCase().startsWith('primary')),
  );
  const ids = [...new Set((links ?? []).map(({ toObjectId }) => toObjectId))];
  return primary?.toObjectId ?? (ids.length === 1 ? ids[0] : undefined);
}

/** A list in pieces of at most so many. */
export function chunksOf<T>(items: readonly T[], most: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += most) chunks.push(items.slice(at, at + most));
  return chunks;
}
