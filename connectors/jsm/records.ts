import type { Account } from '../../src/model/account.ts';
import { type Agent, type Customer, personKeyOf } from '../../src/model/people.ts';
import { isPositive, type Rating } from '../../src/model/rating.ts';
import type { Rejection } from '../../src/model/source.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { type Comment, type HistoryEntry, type Issue, type Organisation, type User, userIdOf } from './answers.ts';
import { customOf, keptFields } from './custom.ts';
import { isHidden, solvedAgainAt, toEvents } from './history.ts';
import { askerOf, isMachine, type Listed, sidesIn } from './sides.ts';
import type { Site } from './site.ts';

/** What a translation needs besides the issue. */
export interface Context {
  readonly source: string;
  readonly storeSubjects: boolean;
  readonly site: Site;
  readonly listed: Listed;
}

/** An issue with all of its parts. */
export interface WholeIssue {
  readonly issue: Issue;
  readonly history: readonly HistoryEntry[];
  readonly comments: readonly Comment[];
  /** Whether history and comments are all there. */
  readonly complete: boolean;
  /** The search's own word for when it changed, where the issue does not say it; epoch ms. */
  readonly changedAt: number;
}

/** All that one issue tells. */
export interface IssueRecords {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  readonly agents: readonly Agent[];
  readonly customer: Customer | undefined;
  readonly accounts: readonly Account[];
  readonly rating: Rating | undefined;
  readonly rejected: readonly Rejection[];
}

/** Translates an issue; undefined where nothing says when it was opened. */
export function toRecords(whole: WholeIssue, context: Context): IssueRecords | undefined {
  const { issue, history, comments } = whole;
  const { source, site, listed } = context;
  const { fields } = issue;
  const openedAt = fields.created ?? firstInstant(history, comments);
  if (openedAt === undefined) return undefined;
  const rejected: Rejection[] = [];
  const custom = customOf(issue, site, rejected);
  const sideIn = sidesIn(issue, custom.participants, history, comments.filter(isHidden), listed);
  const asker = askerOf(issue);
  const askerId = userIdOf(asker);
  const openedBy = sideIn(fields.creator ?? asker, 'wrote');
  const statusName = fields.status?.name ?? undefined;
  const meaning = site.statuses.of(fields.status?.id, statusName);
  const assigneeId = userIdOf(fields.assignee);
  // An app that reports an issue asks for nobody.
  const customer = asker && !isMachine(asker, listed.bots) ? asker : undefined;
  // A request that several organisations share does not say whose it is.
  const account = custom.organisations.length === 1 ? custom.organisations[0] : undefined;
  const category = custom.requestType ?? fields.issuetype?.name ?? undefined;
  const statedSolvedAt = solvedAgainAt({ history, statuses: site.statuses });
  const ticket: Ticket = {
    source,
    id: issue.id,
    ...(issue.key ? { url: `${site.webUrl}/browse/${issue.key}` } : {}),
    ...(context.storeSubjects && fields.summary ? { subject: fields.summary } : {}),
    channel: 'jira',
    openedAt,
    openedBy,
    ...(customer && askerId !== undefined ? { customerId: askerId } : {}),
    ...(account ? { accountKey: account.id } : {}),
    ...(assigneeId === undefined ? {} : { agentId: assigneeId }),
    ...(fields.project ? { teamId: fields.project.id } : {}),
    status: meaning.status,
    originalStatus: statusName ?? fields.status?.id ?? 'unknown',
    statusKnown: meaning.known,
    ...(fields.priority?.name ? { priority: fields.priority.name } : {}),
    tags: fields.labels ?? [],
    ...(category ? { category } : {}),
    fields: keptFields(issue, site.kept),
    spam: false,
    ...(statedSolvedAt === undefined ? {} : { statedSolvedAt }),
    updatedAt: fields.updated ?? whole.changedAt,
    timelineComplete: whole.complete,
  };
  const events = toEvents({
    source,
    ticketId: issue.id,
    openedAt,
    openedBy,
    askerId: customer ? askerId : undefined,
    history,
    comments,
    statuses: site.statuses,
    sideIn,
    now: { statusId: fields.status?.id, statusName, assigneeId, projectId: fields.project?.id },
  });
  const authors = [
    ...history.map(({ author }) => ({ user: author, side: sideIn(author, 'changed') })),
    ...comments.map(({ author }) => ({ user: author, side: sideIn(author, 'wrote') })),
    { user: fields.assignee, side: 'agent' as const },
    { user: fields.creator, side: openedBy },
  ];
  const agents = new Map<string, Agent>();
  for (const { user, side } of authors) {
    const agent = user && side !== 'customer' ? toAgent(user, context) : undefined;
    if (agent) agents.set(agent.id, agent);
  }
  return {
    ticket,
    events,
    agents: [...agents.values()],
    customer: customer ? toCustomer(customer, account?.id, context) : undefined,
    accounts: custom.organisations.map((organisation) => toAccount(organisation, source)),
    rating: toRating(ticket, custom.rating, custom.ratedAt),
    rejected,
  };
}

function firstInstant(history: readonly HistoryEntry[], comments: readonly Comment[]): number | undefined {
  const instants = [...history, ...comments].map(({ created }) => created);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

/** Somebody who answers, or a machine. */
export function toAgent(user: User, { source, listed }: Pick<Context, 'source' | 'listed'>): Agent | undefined {
  const id = userIdOf(user);
  if (id === undefined) return undefined;
  const email = user.emailAddress || undefined;
  return {
    source,
    id,
    name: user.displayName || id,
    ...(email === undefined ? {} : { email }),
    personKey: personKeyOf(source, id, email),
    ...(user.timeZone && isTimeZone(user.timeZone) ? { timeZone: user.timeZone } : {}),
    teamIds: [],
    active: user.active ?? true,
    bot: isMachine(user, listed.bots),
  };
}

/** Somebody who asks. The site's own zone stands in every profile where none was chosen: it is no evidence. */
export function toCustomer(
  user: User,
  accountKey: string | undefined,
  { source, site }: Context,
): Customer | undefined {
  const id = userIdOf(user);
  if (id === undefined) return undefined;
  const zone =
    user.timeZone && user.timeZone !== site.defaultZone && isTimeZone(user.timeZone) ? user.timeZone : undefined;
  return {
    source,
    id,
    ...(user.emailAddress ? { email: user.emailAddress } : {}),
    ...(zone === undefined ? {} : { timeZone: zone }),
    timeZoneOrigin: zone === undefined ? 'none' : 'profile',
    holidays: [],
    ...(accountKey === undefined ? {} : { accountKey, organisationId: accountKey }),
  };
}

function toAccount({ id, name, uuid }: Organisation, source: string): Account {
  return { source, key: id, ...(name ? { name } : {}), domains: [], externalIds: uuid ? [uuid] : [] };
}

/** The last rating of an issue: a later one takes its place in Jira, which names no agent. */
function toRating(ticket: Ticket, value: number | undefined, ratedAt: number | undefined): Rating | undefined {
  if (value === undefined) return undefined;
  const { source, id, customerId, accountKey } = ticket;
  return {
    source,
    id: `csat-${id}`,
    ticketId: id,
    ...(customerId ? { customerId } : {}),
    ...(accountKey ? { accountKey } : {}),
    kind: 'csat',
    value,
    scaleMin: 1,
    scaleMax: 5,
    positive: isPositive('csat', value, 1, 5),
    ...(ratedAt === undefined ? {} : { ratedAt }),
  };
}

/** What is left of an issue that was deleted, hidden from us, archived, or moved out of the projects that are read. */
export function toTombstone(id: string, at: number, original: 'deleted' | 'moved', source: string): Ticket {
  const stated = { status: 'closed', originalStatus: original, statusKnown: true } as const;
  const empty = { tags: [], fields: {}, spam: false, timelineComplete: false };
  const told = { openedAt: at, openedBy: 'customer', updatedAt: at, deletedAt: at } as const;
  return { source, id, channel: 'jira', ...told, ...stated, ...empty };
}
