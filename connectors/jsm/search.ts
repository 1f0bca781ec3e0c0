import { createZones } from '../../src/clock/zone.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import type { ChangedRows } from '../../src/connector/keyset-walk.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Rejection } from '../../src/model/source.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import { type Found, Row, SearchPage } from './answers.ts';
import { PER_PAGE } from './api.ts';
import { fieldsOf, type Site } from './site.ts';

/** Where a zone is not told, it lies somewhere between these. */
const WESTMOST_MS = -12 * MS_PER_HOUR;
const EASTMOST_MS = 14 * MS_PER_HOUR;

/** No zone moves its clocks by more. */
const NEAR_MS = 3 * MS_PER_HOUR;

/** Local times of two instants as a search must name them: minutes without an offset, in the zone of whoever asks. */
export interface Bounds {
  readonly from: string;
  readonly to: string;
}

/**
 * The narrowest local minutes that hold [from, to] (epoch ms) however the local time is read: where clocks are changed,
 * a local time names two instants or none, so the earlier reading begins and the later one ends. Without a zone it may be any.
 *
 * @example boundsOf(Date.UTC(2026, 0, 1, 12), Date.UTC(2026, 0, 1, 13), 'Asia/Tokyo') // => { from: '2026-01-01 21:00', to: '2026-01-01 22:01' }
 */
export function boundsOf(from: number, to: number, zoneName: string | undefined): Bounds {
  const zone = zoneName === undefined ? undefined : createZones()(zoneName);
  const offsets = (at: number): number[] =>
    zone ? [-NEAR_MS, 0, NEAR_MS].map((ms) => zone.offsetAt(at + ms)) : [WESTMOST_MS, EASTMOST_MS];
  const local = (at: number): string => new Date(Math.max(0, at)).toISOString().slice(0, 16).replace('T', ' ');
  return {
    from: local(from + Math.min(...offsets(from))),
    to: local(to + Math.max(...offsets(to)) + MS_PER_MINUTE),
  };
}

/** One project's issues by change, as `walkChanges` asks for them. */
export interface Search {
  readonly client: HttpClient;
  readonly site: Site;
  readonly projectKey: string;
  /** Epoch ms; later changes are left out. */
  readonly until: number;
  /** Hears of rows that not even an id can be read of. */
  readonly setAside: (rejected: readonly Rejection[]) => void;
}

/**
 * Issues changed at or after `since` (epoch ms), oldest change first, or the rest of such an answer. A search is told
 * minutes, so it begins with rows that were not asked for: pages that hold nothing else are passed over.
 */
export async function askChanged(
  search: Search,
  since: number,
  first: string | undefined,
): Promise<ChangedRows<Found>> {
  const place = `${search.client.source}: ${search.site.isCloud ? 'POST' : 'GET'} ${pathOf(search.site)}`;
  for (let next = first; ; ) {
    const page = await askPage(search, since, next);
    const rows = page.rows.filter(({ at }) => at >= since);
    if (rows.length > 0 || page.next === undefined) return { rows, next: page.next };
    if (page.next === next)
      throw new DataError(`${place}: the page cursor does not move, so the rest cannot be reached`);
    next = page.next;
  }
}

const pathOf = ({ isCloud, root }: Site): string => `${root}/search${isCloud ? '/jql' : ''}`;

async function askPage(search: Search, since: number, next: string | undefined): Promise<ChangedRows<Found>> {
  const { client, site, projectKey, until } = search;
  const { from, to } = boundsOf(since, until, site.searchZone);
  const jql = `project = "${projectKey}" AND updated >= "${from}" AND updated <= "${to}" ORDER BY updated ASC, key ASC`;
  const asked = { jql, fields: fieldsOf(site), expand: 'changelog', maxResults: PER_PAGE };
  const { body } = await client.json(requestOf(site, asked, next));
  const items = body.issues ?? [];
  const rows = items.flatMap((item) => {
    const { read, rejected } = readRecords(Row, [item], (row) => `search: issue ${idOf(row)}`);
    const [named] = read;
    if (!named) search.setAside(rejected);
    return named ? [{ id: named.id, at: named.fields?.updated ?? since, row: item }] : [];
  });
  return { rows, next: nextOf(body, site, items.length, next) };
}

interface Asked {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly expand?: string;
  readonly maxResults: number;
}

/** A search as Cloud wants it, led on by tokens, or as Data Center does, by position. */
function requestOf(site: Site, asked: Asked, next: string | undefined) {
  const path = pathOf(site);
  if (site.isCloud) {
    const body = next === undefined ? asked : { ...asked, nextPageToken: next };
    return { method: 'POST', path, body, schema: SearchPage } as const;
  }
  const query = { ...asked, fields: asked.fields.join(','), startAt: Number(next ?? 0) };
  return { path, query, schema: SearchPage } as const;
}

type Body = Readonly<ReturnType<(typeof SearchPage)['parse']>>;

function nextOf(body: Body, { isCloud }: Site, items: number, next: string | undefined): string | undefined {
  if (isCloud) return body.isLast === true ? undefined : body.nextPageToken || undefined;
  const reached = Number(next ?? 0) + items;
  // Without a total the end is an answer without rows.
  return items > 0 && reached < (body.total ?? Number.POSITIVE_INFINITY) ? String(reached) : undefined;
}

/** Ids of all issues of a project that are not done, in the order of their keys, which does not move. */
export async function listUndone(client: HttpClient, site: Site, projectKey: string): Promise<ReadonlySet<string>> {
  const jql = `project = "${projectKey}" AND statusCategory != Done ORDER BY key ASC`;
  const ids = new Set<string>();
  for (let next: string | undefined; ; ) {
    const request = requestOf(site, { jql, fields: ['id'], maxResults: site.isCloud ? 5000 : 1000 }, next);
    const { body } = await client.json(request);
    const items = body.issues ?? [];
    for (const item of items) if (idOf(item) !== '-') ids.add(idOf(item));
    const after = nextOf(body, site, items.length, next);
    if (after === undefined) return ids;
    if (after === next) {
      throw new DataError(
        `${client.source}: ${pathOf(site)}: the page cursor does not move, so the rest cannot be reached`,
      );
    }
    next = after;
  }
}
