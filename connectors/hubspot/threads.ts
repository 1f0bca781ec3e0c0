import { z } from 'zod';
import type { HttpClient } from '../../src/connector/http/http.ts';
import type { ChangedRow, ChangedRows } from '../../src/connector/keyset-walk.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Rejection } from '../../src/model/source.ts';
import { Message, ResultPage, Thread } from './answers.ts';
import { PATHS } from './api.ts';
import { MOST } from './limits.ts';
import type { ReadThread } from './messages.ts';

/** Reads a conversation with all its messages; undefined for one that is gone: HubSpot erases archived ones after 30 days. */
export async function readThread(
  client: HttpClient,
  id: string,
  rejected: Rejection[],
): Promise<ReadThread | undefined> {
  const answer = await client.jsonOr([404], { path: PATHS.thread(id), schema: z.unknown() });
  if (!answer.ok) return undefined;
  const thread = readRecords(Thread, [answer.body], () => PATHS.thread(id));
  rejected.push(...thread.rejected);
  const [read] = thread.read;
  if (!read) return undefined;
  const path = PATHS.messages(id);
  const messages: Message[] = [];
  for (let after: string | undefined; ; ) {
    const query = { limit: MOST.messages, sort: 'createdAt', after };
    const page = await client.jsonOr([404], { path, query, schema: ResultPage });
    if (!page.ok) break;
    const some = readRecords(Message, page.body.results ?? [], (item) => `${path}: ${idOf(item)}`);
    messages.push(...some.read);
    rejected.push(...some.rejected);
    const next = page.body.paging?.next?.after ?? undefined;
    if (next === undefined) break;
    if (next === after) {
      throw new DataError(`${client.source}: GET ${path}: the same page came twice, so the rest cannot be reached`);
    }
    after = next;
  }
  return { thread: read, messages };
}

/** A thread with a new message, and the ticket it belongs to. */
export interface FoundThread extends ChangedRow {
  readonly ticketId: string | undefined;
}

/** Asks for threads whose latest message came at or after an instant, oldest first. */
export async function changedThreads(
  client: HttpClient,
  since: number,
  next: string | undefined,
  rejected: Rejection[],
): Promise<ChangedRows<FoundThread>> {
  const { body } = await client.json({
    path: PATHS.threads,
    query: {
      association: 'TICKET',
      sort: 'latestMessageTimestamp',
      // "After" may leave out the instant itself.
      latestMessageTimestampAfter: new Date(Math.max(1, since - 1)).toISOString(),
      limit: MOST.threads,
      after: next,
    },
    schema: ResultPage,
  });
  const { read, rejected: odd } = readRecords(Thread, body.results ?? [], (item) => `${PATHS.threads}: ${idOf(item)}`);
  rejected.push(...odd);
  const rows = read.map(({ id, latestMessageTimestamp, threadAssociations }) => ({
    id,
    at: latestMessageTimestamp ?? since,
    ticketId: threadAssociations?.associatedTicketId ?? undefined,
  }));
  return { rows, next: body.paging?.next?.after ?? undefined };
}
