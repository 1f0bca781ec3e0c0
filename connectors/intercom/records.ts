import type { Account } from '../../src/model/account.ts';
import { type Agent, type CalendarText, type Customer, personKeyOf, type Team } from '../../src/model/people.ts';
import { isPositive, type Rating } from '../../src/model/rating.ts';
import type { Event, Status, Ticket, VendorMetrics } from '../../src/model/ticket.ts';
import { isTimeZone } from '../../src/model/time.ts';
import type { Admin, Contact, Conversation, Deleted, IntercomTeam, Part, Statistics } from './answers.ts';
import { MERGED_INTO_UNKNOWN, openedAtOf, openedBy, statusOf, toHistory } from './history.ts';
import { authorIdOf, isAiAgent, type Machines, sideOfAuthor } from './sides.ts';

/** What the translation must know besides the answers. */
export interface Context {
  readonly source: string;
  readonly storeSubjects: boolean;
  /** What a snoozed conversation waits for. */
  readonly snoozed: Status;
  /** The conversation attributes to keep, with the names to keep them under. */
  readonly fields: ReadonlyMap<string, string>;
  /** `https://app.intercom.com/a/inbox/abc123`; undefined where Intercom does not tell the workspace's code. */
  readonly inbox: string | undefined;
  readonly machines: Machines;
}

/** One conversation in the model. */
export interface ConversationRecords {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  /** Of the teammate, and of Fin. */
  readonly ratings: readonly Rating[];
  readonly account: Account | undefined;
  /** Whoever wrote for us, as the parts name them. */
  readonly authors: readonly Agent[];
  /** The customer, as far as the conversation tells. */
  readonly customer: Customer | undefined;
}

/** Translates a conversation with its parts; `total` is how many there are, of which Intercom gives 500 at most. */
export function toRecords(
  conversation: Conversation,
  parts: readonly Part[],
  total: number,
  context: Context,
): ConversationRecords {
  const { source, machines } = context;
  const { id, statistics, company } = conversation;
  const { events, complete } = toHistory(conversation, parts, total, context);
  const customer = customerOf(conversation, source);
  const status = statusOf(conversation.state, context.snoozed);
  const firstPartAt = Math.min(...parts.map((part) => part.created_at));
  const cutOff = parts.length < total;
  const firstCloseAt = statistics?.first_close_at ?? undefined;
  const subject = conversation.title || conversation.source?.subject;
  const priority = priorityOf(conversation.priority);
  const vendorMetrics = statistics ? toVendorMetrics(statistics) : undefined;
  const openedAt = openedAtOf(conversation, parts);
  const merged =
    events.some((event) => event.kind === 'merged') || String(conversation.custom_attributes?.Merged) === 'true';
  const ticket: Ticket = {
    source,
    id,
    ...(context.inbox ? { url: `${context.inbox}/inbox/conversation/${id}` } : {}),
    ...(context.storeSubjects && subject ? { subject } : {}),
    channel: conversation.source?.type || 'conversation',
    openedAt,
    openedBy: openedBy(conversation, parts, machines),
    ...(customer ? { customerId: customer.id } : {}),
    ...(company?.id ? { accountKey: company.id } : {}),
    ...(conversation.admin_assignee_id ? { agentId: conversation.admin_assignee_id } : {}),
    ...(conversation.team_assignee_id ? { teamId: conversation.team_assignee_id } : {}),
    status: status ?? 'open',
    originalStatus: conversation.state ?? 'not told',
    statusKnown: status !== undefined,
    ...(priority ? { priority } : {}),
    tags: (conversation.tags?.tags ?? []).flatMap((tag) => tag.name || []),
    fields: { ...aiFieldsOf(conversation), ...fieldsOf(conversation, context.fields) },
    ...(merged ? { mergedInto: MERGED_INTO_UNKNOWN } : {}),
    spam: false,
    ...(cutOff && firstCloseAt && firstCloseAt < firstPartAt ? { statedFirstSolvedAt: firstCloseAt } : {}),
    updatedAt: conversation.updated_at ?? Math.max(openedAt, ...parts.map((part) => part.created_at)),
    timelineComplete: complete,
    ...(vendorMetrics ? { vendorMetrics } : {}),
  };
  const ai = aiRatingOf(conversation, parts, context, customer?.id);
  const rating = ratingOf(conversation, context, customer?.id);
  return {
    ticket,
    events,
    ratings: [...(rating ? [rating] : []), ...(ai ? [ai.rating] : [])],
    account: accountOf(conversation, source),
    authors: [...(ai ? [ai.agent] : []), ...authorsOf(conversation, parts, context)],
    customer,
  };
}

/** The same conversation, deleted after it was found: nothing but its opening is left of its history. */
export function deletedConversation(records: ConversationRecords, deletedAt: number): ConversationRecords {
  const events = records.events.filter((event) => event.id === 'opened');
  return { ...records, ticket: { ...records.ticket, deletedAt }, events, ratings: [] };
}

/** A conversation of which only its end is known: it is in no figure, and counted as deleted. */
export function toTombstone({ id }: Deleted, at: number, source: string): Ticket {
  const stated = { status: 'closed', originalStatus: 'deleted', statusKnown: true } as const;
  const empty = { tags: [], fields: {}, spam: false, timelineComplete: false };
  const told = { openedAt: at, openedBy: 'customer', updatedAt: at, deletedAt: at } as const;
  return { source, id, channel: 'conversation', ...told, ...stated, ...empty };
}

/** A teammate, or one of the workspace's bots; `calendar` are the office hours, if the workspace keeps any. */
export function toAgent(
  admin: Admin,
  teamIds: readonly string[],
  source: string,
  machines: Machines,
  calendar?: CalendarText,
): Agent {
  const email = admin.email ?? undefined;
  return {
    source,
    id: admin.id,
    name: admin.name || admin.id,
    ...(email ? { email } : {}),
    personKey: personKeyOf(source, admin.id, email),
    ...(calendar ? { calendar } : {}),
    teamIds: [...teamIds],
    active: true,
    bot: machines.admins.has(admin.id),
  };
}

/** A team; `calendar` are the office hours, if the workspace keeps any. */
export function toTeam(team: IntercomTeam, source: string, calendar?: CalendarText): Team {
  return { source, id: team.id, name: team.name || team.id, ...(calendar ? { calendar } : {}) };
}

/** What a contact's own record adds; their zone stands in an attribute that the workspace keeps for it, or nowhere. */
export function toCustomer(contact: Contact, source: string, zoneAttribute: string | undefined): Customer {
  const zone = zoneAttribute === undefined ? undefined : contact.custom_attributes?.[zoneAttribute];
  const known = typeof zone === 'string' && isTimeZone(zone);
  const companies = contact.companies?.data ?? [];
  const organisationId = companies.length === 1 ? companies[0]?.id : undefined;
  return {
    source,
    id: contact.id,
    ...(contact.email ? { email: contact.email } : {}),
    ...(known ? { timeZone: zone } : {}),
    timeZoneOrigin: known ? 'profile' : 'none',
    holidays: [],
    ...(organisationId ? { organisationId, accountKey: organisationId } : {}),
    ...(contact.external_id ? { externalId: contact.external_id } : {}),
  };
}

function customerOf({ contacts, source: opening }: Conversation, source: string): Customer | undefined {
  const contact = contacts?.contacts?.find(({ id }) => id !== undefined);
  if (contact?.id === undefined) return undefined;
  const author = opening?.author;
  const email = author?.id === contact.id ? author.email : undefined;
  return {
    source,
    id: contact.id,
    ...(email ? { email } : {}),
    timeZoneOrigin: 'none',
    holidays: [],
    ...(contact.external_id ? { externalId: contact.external_id } : {}),
  };
}

function accountOf({ company }: Conversation, source: string): Account | undefined {
  if (company?.id === undefined) return undefined;
  const website = company.website ?? '';
  const host = URL.parse(website.includes('://') ? website : `https://${website}`)?.hostname.replace(/^www\./, '');
  return {
    source,
    key: company.id,
    ...(company.name ? { name: company.name } : {}),
    domains: website !== '' && host ? [host] : [],
    externalIds: company.company_id ? [company.company_id] : [],
  };
}

/** Authors on our side. Who is no teammate any more is told by the list of admins, not here. */
function authorsOf(conversation: Conversation, parts: readonly Part[], { source, machines }: Context): Agent[] {
  const agents = new Map<string, Agent>();
  for (const author of [conversation.source?.author, ...parts.map((part) => part.author)]) {
    const id = authorIdOf(author, machines);
    const side = sideOfAuthor(author, machines);
    if (!author || !id || side === 'customer') continue;
    const bot = side === 'bot';
    const email = bot ? undefined : (author.email ?? undefined);
    const personKey = personKeyOf(source, id, email);
    const known = { source, id, name: author.name || id, ...(email ? { email } : {}), personKey };
    agents.set(id, { ...known, teamIds: [], active: bot, bot });
  }
  return [...agents.values()];
}

/**
 * From 1 to 5, of which 4 and 5 are positive; asked for at `created_at`, given at `updated_at`. The remark is not kept.
 * It is of the teammate whom Intercom names, also where that is a bot: no person is credited with it then.
 */
function ratingOf(
  conversation: Conversation,
  { source, machines }: Context,
  customerId: string | undefined,
): Rating | undefined {
  const rating = conversation.conversation_rating;
  if (!rating) return undefined;
  const rated = rating.teammate;
  const agentId = rated?.type === 'admin' || rated?.type === 'bot' ? authorIdOf(rated, machines) : undefined;
  return fivePoints(conversation, conversation.id, source, customerId, {
    value: rating.rating ?? null,
    agentId,
    offeredAt: rating.created_at ?? undefined,
    ratedAt: rating.updated_at ?? rating.created_at ?? undefined,
  });
}

/** How Fin was rated: a rating of the machine, which is nobody's else; with the bot that it is about. */
function aiRatingOf(
  conversation: Conversation,
  parts: readonly Part[],
  { source, machines }: Context,
  customerId: string | undefined,
): { readonly rating: Rating; readonly agent: Agent } | undefined {
  const ai = conversation.ai_agent;
  if (typeof ai?.rating !== 'number') return undefined;
  const fin = parts.findLast((part) => isAiAgent(part.author, conversation))?.author;
  const id = authorIdOf(fin, machines) ?? 'bot:fin';
  const ratedAt = ai.updated_at ?? ai.created_at ?? undefined;
  const told = { value: ai.rating, agentId: id, offeredAt: undefined, ratedAt };
  const agent = { source, id, name: fin?.name || 'Fin', personKey: personKeyOf(source, id, undefined) };
  return {
    rating: fivePoints(conversation, `${conversation.id}/ai`, source, customerId, told),
    agent: { ...agent, teamIds: [], active: true, bot: true },
  };
}

function fivePoints(
  conversation: Conversation,
  id: string,
  source: string,
  customerId: string | undefined,
  told: {
    readonly value: number | null;
    readonly agentId: string | undefined;
    readonly offeredAt: number | undefined;
    readonly ratedAt: number | undefined;
  },
): Rating {
  const { value, agentId, offeredAt, ratedAt } = told;
  return {
    source,
    id,
    ticketId: conversation.id,
    ...(agentId ? { agentId } : {}),
    ...(customerId ? { customerId } : {}),
    ...(conversation.company?.id ? { accountKey: conversation.company.id } : {}),
    kind: 'csat',
    value,
    scaleMin: 1,
    scaleMax: 5,
    positive: isPositive('csat', value, 1, 5),
    ...(offeredAt === undefined ? {} : { offeredAt }),
    ...(value === null || ratedAt === undefined ? {} : { ratedAt }),
  };
}

/** Fin's own word for how it ended: confirmed by the customer, assumed after silence, or handed on. */
function aiFieldsOf({ ai_agent: ai }: Conversation): Record<string, string> {
  return ai?.resolution_state ? { ai_resolution_state: ai.resolution_state } : {};
}

/** Versions up to 2.15 know priority or none; both words for none are no priority. */
function priorityOf(priority: string | null | undefined): string | undefined {
  return priority && priority !== 'none' && priority !== 'not_priority' ? priority : undefined;
}

function fieldsOf({ custom_attributes }: Conversation, wanted: ReadonlyMap<string, string>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [attribute, name] of wanted) {
    const value = custom_attributes?.[attribute];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      fields[name] = String(value);
  }
  return fields;
}

/**
 * Intercom's own figures: `time_to_…` leave out closed hours, the instants tell calendar time; both begin at the
 * customer's first message. https://developers.intercom.com/docs/references/2.16/rest-api/api.intercom.io/conversations/conversation_statistics
 */
function toVendorMetrics(statistics: Statistics): VendorMetrics {
  const start = statistics.first_contact_reply_at ?? undefined;
  const calendar = (end: number | null | undefined) => (start && end && end >= start ? end - start : undefined);
  const business = (seconds: number | null | undefined) =>
    typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : undefined;
  const told = {
    firstResponseCalendarMs: calendar(statistics.first_admin_reply_at),
    firstResponseBusinessMs: business(statistics.time_to_admin_reply),
    firstResolutionCalendarMs: calendar(statistics.first_close_at),
    firstResolutionBusinessMs: business(statistics.time_to_first_close),
    finalResolutionCalendarMs: calendar(statistics.last_close_at),
    finalResolutionBusinessMs: business(statistics.time_to_last_close),
    reopens: statistics.count_reopens ?? undefined,
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}
