import { z } from 'zod';
import type { Rejection } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { Deleted } from './answers.ts';
import { toTombstone } from './records.ts';

/** Deletions may show up in the list a little late. */
const OVERLAP_MS = 3_600_000;

const DeletedPage = z.object({
  conversations: z.array(z.unknown()),
  pages: z.object({ total_pages: z.int().nullish(), next: z.unknown().optional() }),
});

/** Deletions since the last run, newest first in Intercom's list. Versions and plans without the list answer 4xx. */
export async function readDeletions(
  client: HttpClient,
  since: number,
  source: string,
): Promise<{ readonly tickets: readonly Ticket[]; readonly rejected: readonly Rejection[] }> {
  const path = '/conversations/deleted';
  const tickets = new Map<string, Ticket>();
  const rejected: Rejection[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client.jsonOr([400, 403, 404], {
      path,
      query: { order: 'desc', page, per_page: 60 },
      schema: DeletedPage,
    });
    if (!answer.ok) break;
    const read = readRecords(Deleted, answer.body.conversations, (item) => `${path}: ${idOf(item)}`);
    rejected.push(...read.rejected);
    const fresh = read.read.filter((deleted) => deleted.deleted_at >= since - OVERLAP_MS);
    for (const deleted of fresh) tickets.set(deleted.id, toTombstone(deleted, source));
    const { next, total_pages: pages } = answer.body.pages;
    if (fresh.length === 0 || next === null || next === undefined || page >= (pages ?? page)) break;
  }
  return { tickets: [...tickets.values()], rejected };
}
