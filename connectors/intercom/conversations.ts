import { z } from 'zod';
import type { Rejection } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords, whyUnreadable } from '../../src/connector/records.ts';
import { sideBySide } from '../../src/connector/side-by-side.ts';
import type { Customer } from '../../src/model/people.ts';
import { Contact, Conversation, type Found, Part, Parts } from './answers.ts';
import { AT_ONCE, PER_PAGE } from './api.ts';
import type { Directory } from './directory.ts';
import type { Settings } from './env.ts';
import { type Context, type ConversationRecords, deletedConversation, toCustomer, toRecords } from './records.ts';

/** The conversations of one step, whole, with their contacts. */
export async function readConversations(
  found: readonly Found[],
  client: HttpClient,
  context: Context,
  settings: Settings,
  directory: Directory,
  now: number,
) {
  const { source } = context;
  const rejected: Rejection[] = [];
  const whole: string[] = [];
  const read = await sideBySide(found, AT_ONCE, async ({ id, row }): Promise<ConversationRecords | undefined> => {
    const path = `/conversations/${encodeURIComponent(id)}`;
    const answer = await client.jsonOr([404], { path, query: { display_as: 'plaintext' }, schema: z.unknown() });
    const conversation = Conversation.safeParse(answer.ok ? answer.body : row);
    if (!conversation.success) {
      rejected.push({ place: path, reason: whyUnreadable(conversation.error) });
      return undefined;
    }
    if (!answer.ok) {
      whole.push(id);
      return deletedConversation(toRecords(conversation.data, [], 0, context), now);
    }
    const listed = Parts.safeParse(answer.body);
    if (!listed.success) {
      rejected.push({ place: path, reason: whyUnreadable(listed.error) });
      return undefined;
    }
    const { conversation_parts: items, total_count: total } = listed.data.conversation_parts;
    const parts = readRecords(Part, items, (item) => `${path}: part ${idOf(item)}`);
    rejected.push(...parts.rejected);
    // Of a conversation that was cut off, older parts may be stored from before: they are kept.
    if (items.length >= total) whole.push(id);
    return toRecords(conversation.data, parts.read, total, context);
  });
  const records = read.filter((each) => each !== undefined);
  const contacts = await readContacts(
    client,
    records.flatMap(({ customer }) => customer?.id ?? []),
  );
  const customers = new Map<string, Customer>();
  for (const { customer } of records) if (customer) customers.set(customer.id, customer);
  for (const contact of contacts.read) {
    customers.set(contact.id, toCustomer(contact, source, settings.TIME_ZONE_ATTRIBUTE));
  }
  const teammates = new Set(directory.agents.map((agent) => agent.id));
  return {
    tickets: records.map((record) => record.ticket),
    events: records.flatMap((record) => record.events),
    wholeTimelines: whole.toSorted(),
    agents: latest(records.flatMap(({ authors }) => authors.filter((author) => !teammates.has(author.id)))),
    customers: [...customers.values()],
    accounts: [...new Map(records.flatMap(({ account }) => (account ? [[account.key, account]] : []))).values()],
    ratings: records.flatMap(({ rating }) => rating ?? []),
    rejected: [...rejected, ...contacts.rejected],
  };
}

function latest<Each extends { readonly id: string }>(each: readonly Each[]): Each[] {
  return [...new Map(each.map((one) => [one.id, one])).values()];
}

const ContactPage = z.object({ data: z.array(z.unknown()) });

/** The contacts' own records in one request; merged ones and brand-new ones are missing from it. */
async function readContacts(client: HttpClient, ids: readonly string[]) {
  const wanted = [...new Set(ids)].toSorted();
  if (wanted.length === 0) return { read: [], rejected: [] };
  const { body } = await client.json({
    method: 'POST',
    path: '/contacts/search',
    body: { query: { field: 'id', operator: 'IN', value: wanted }, pagination: { per_page: PER_PAGE } },
    schema: ContactPage,
  });
  return readRecords(Contact, body.data, (item) => `/contacts/search: ${idOf(item)}`);
}
