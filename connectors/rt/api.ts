import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { DataError } from '../../src/model/errors.ts';
import { RtUser } from './answers.ts';

/** What reaches the server. */
export interface Access {
  readonly URL: string;
  readonly TOKEN: string;
}

/** Opens REST2. RT has no limit of its own; five requests a second leave a small server room for people. */
export function openRt(access: Access, tools: Tools): HttpClient {
  return tools.http({
    baseUrl: `${access.URL.replace(/\/+$/, '')}/REST/2.0`,
    headers: { authorization: `token ${access.TOKEN}` },
    credential: 'TOKEN',
    address: 'URL',
    needs: 'the rights SeeQueue, ShowTicket and ShowTicketComments',
    secrets: [access.TOKEN],
    limit: { requests: 50, windowMs: 10_000 },
    concurrency: 2,
  });
}

const List = z.object({
  items: z.array(z.looseObject({ id: z.union([z.int().positive(), z.string().regex(/^\d+$/)]).transform(String) })),
  total: z.int().nullable(),
});

/** Rows of one answer by ascending id, and whether that was all. */
export interface Rows {
  readonly items: readonly { readonly id: string }[];
  readonly lastId: number;
  readonly over: boolean;
  readonly headers: Headers;
}

/**
 * Asks for rows beyond an id. Only an answer without rows is the end: rows that one may not see are taken out of an
 * answer after it was cut to size, and then no total is told. For the same reason an empty answer is asked for once
 * more, one page on. A list that does not get beyond the id is a DataError.
 */
export async function askBeyond(
  client: HttpClient,
  path: '/tickets' | '/transactions',
  condition: string,
  afterId: number,
  fields: Readonly<Record<string, string>>,
): Promise<Rows> {
  const query = { query: `id > ${afterId} AND ${condition}`, orderby: 'id', order: 'ASC', per_page: 100, ...fields };
  for (const page of [1, 2]) {
    const { body, headers } = await client.json({ path, query: page === 1 ? query : { ...query, page }, schema: List });
    const { items, total } = body;
    const ids = items.map(({ id }) => Number(id));
    if (ids.some((id) => !(id > afterId))) {
      throw new DataError(
        `${client.source}: GET ${path}: rows before the asked ones came back, so the rest cannot be reached`,
      );
    }
    const over = total !== null && total <= items.length;
    if (items.length > 0 || over || page === 2) {
      return { items, lastId: Math.max(afterId, ...ids), over: over || items.length === 0, headers };
    }
  }
  throw new Error('unreachable');
}

/** A user by login or number; undefined when there is none. */
export async function askUser(client: HttpClient, name: string): Promise<RtUser | undefined> {
  const answer = await client.jsonOr([404], { path: `/user/${encodeURIComponent(name)}`, schema: RtUser });
  return answer.ok && answer.body.Name !== null ? answer.body : undefined;
}

/** The server's own time, epoch ms: what its dates are measured by. */
export function serverTime(headers: Headers, now: number): number {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) ? now : at;
}

/** As RT wants instants in searches; it reads them in the zone of whoever asks. */
export function searchDate(at: number): string {
  // The first days of 1970 are RT's "not set".
  return new Date(Math.max(at, 172_800_000)).toISOString().slice(0, 19).replace('T', ' ');
}
