import { z } from 'zod';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecord, readRecords, sideBySide } from '../../src/connector/records.ts';
import type { Customer } from '../../src/model/people.ts';
import type { Rejection } from '../../src/model/source.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { MS_PER_HOUR } from '../../src/model/time.ts';
import { Contact, Conversation, Deleted, type Found, Part, Parts } from './answers.ts';
import { AT_ONCE, PER_PAGE } from './api.ts';
import type { Directory } from './directory.ts';
import type { Settings } from './env.ts';
import { isUnansweredCampaign } from './history.ts';
import {
  type Context,
  type ConversationRecords,
  deletedConversation,
  toCustomer,
  toRecords,
  toTombstone,
} from './records.ts';

/** What one run reads conversations with. */
export interface Reading {
  readonly client: HttpClient;
  readonly context: Context;
  readonly settings: Settings;
  readonly directory: Directory;
  /** By the vendor's clock, epoch ms. */
  readonly now: () => number;
  /** Messages that went out by themselves and that nobody answered: they are no tickets, and counted. */
  readonly leftOut: { campaigns: number };
}

/** The conversations of one step, whole, with their contacts. */
export async function readConversations(reading: Reading, found: readonly Found[]) {
  const { client, context, settings, directory } = reading;
  const rejected: Rejection[] = [];
  const whole: string[] = [];
  const read = await sideBySide(found, AT_ONCE, (each) => readOne(reading, each, rejected, whole));
  const records = read.filter((each) => each !== undefined);
  const contacts = await readContacts(
    client,
    records.flatMap(({ customer }) => customer?.id ?? []),
  );
  const customers = new Map<string, Customer>();
  for (const { customer } of records) if (customer) customers.set(customer.id, customer);
  for (const contact of contacts.read) {
    customers.set(contact.id, toCustomer(contact, context.source, settings.TIME_ZONE_ATTRIBUTE));
  }
  const teammates = new Set(directory.agents.map((agent) => agent.id));
  return {
    tickets: records.map((record) => record.ticket),
    events: records.flatMap((record) => record.events),
    wholeTimelines: whole.toSorted(),
    agents: latest(records.flatMap(({ authors }) => authors.filter((author) => !teammates.has(author.id)))),
    customers: [...customers.values()],
    accounts: [...new Map(records.flatMap(({ account }) => (account ? [[account.key, account]] : []))).values()],
    ratings: records.flatMap(({ ratings }) => ratings),
    rejected: [...rejected, ...contacts.rejected],
  };
}

/** One conversation with its parts; undefined where it cannot be read, or is a campaign that nobody answered. */
async function readOne(
  { client, context, now, leftOut }: Reading,
  { id, at, row }: Found,
  rejected: Rejection[],
  whole: string[],
): Promise<ConversationRecords | undefined> {
  const place = `/conversations/${encodeURIComponent(id)}`;
  const answer = await client.jsonOr([404], { path: place, query: { display_as: 'plaintext' }, schema: z.unknown() });
  const conversation = readRecord(Conversation, answer.ok ? answer.body : row);
  if (conversation.reason !== undefined) rejected.push({ place, reason: conversation.reason });
  if (!conversation.ok) return undefined;
  const told = { ...conversation.data, updated_at: conversation.data.updated_at ?? at };
  if (!answer.ok) {
    whole.push(id);
    return deletedConversation(toRecords(told, [], 0, context), now());
  }
  const listed = readRecord(Parts, answer.body);
  if (listed.reason !== undefined) rejected.push({ place, reason: listed.reason });
  const { conversation_parts: list, total_count: stated } = (listed.ok ? listed.data.conversation_parts : null) ?? {};
  const items = list ?? [];
  const total = stated ?? (list ? items.length : 1);
  // What has no instant has no place in a history: it is left out, and the history is not whole.
  const dated = items.filter(hasInstant);
  const parts = readRecords(Part, dated, (item) => `${place}: part ${idOf(item)}`);
  rejected.push(...parts.rejected);
  // Of a conversation that was cut off, older parts may be stored from before: they are kept.
  if (items.length >= total) whole.push(id);
  if (items.length >= total && isUnansweredCampaign(told, parts.read, context.machines)) {
    leftOut.campaigns += 1;
    return undefined;
  }
  return toRecords(told, parts.read, total, context);
}

function hasInstant(item: unknown): boolean {
  return (
    typeof item !== 'object' ||
    item === null ||
    ('created_at' in item && item.created_at !== null && item.created_at !== undefined)
  );
}

function latest<Each extends { readonly id: string }>(each: readonly Each[]): Each[] {
  return [...new Map(each.map((one) => [one.id, one])).values()];
}

const ContactPage = z.object({ data: z.array(z.unknown()).nullish() });

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
  return readRecords(Contact, body.data ?? [], (item) => `/contacts/search: ${idOf(item)}`);
}

/** Deletions may show up in the list a little late. */
const OVERLAP_MS = MS_PER_HOUR;

const DeletedPage = z.object({
  conversations: z.array(z.unknown()).nullish(),
  pages: z.object({ total_pages: z.int().nullish(), next: z.unknown().optional() }).nullish(),
});

/** Deletions since the last run, newest first in Intercom's list. Versions and plans without the list answer 4xx. */
export async function readDeletions(
  client: HttpClient,
  since: number,
  until: number,
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
    const read = readRecords(Deleted, answer.body.conversations ?? [], (item) => `${path}: ${idOf(item)}`);
    rejected.push(...read.rejected);
    const fresh = read.read.filter(({ deleted_at: at }) => (at ?? until) >= since - OVERLAP_MS);
    for (const deleted of fresh) tickets.set(deleted.id, toTombstone(deleted, deleted.deleted_at ?? until, source));
    const { next, total_pages: pages } = answer.body.pages ?? {};
    if (fresh.length === 0 || next === null || next === undefined || page >= (pages ?? page)) break;
  }
  return { tickets: [...tickets.values()], rejected };
}
