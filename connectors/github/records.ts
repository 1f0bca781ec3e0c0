import { type Agent, type Customer, personKeyOf } from '../../src/model/people.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import type { Issue, TimelineEvent } from './answers.ts';
import { isBot, type Staffing, sideOf } from './people.ts';
import { type LabelRules, labelStatus, priorityOf, replayTimeline, solvedStatus } from './timeline.ts';

/** What the translation must know besides the answers. */
export interface Context {
  readonly source: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly storeSubjects: boolean;
  readonly staffing: Staffing;
  readonly labels: LabelRules;
}

/** One issue in the model: everything that is known of it and of the people in it. */
export interface IssueRecords {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  readonly agents: readonly Agent[];
  readonly customers: readonly Customer[];
}

/** `owner/name#12`: unique over all repositories of a source, and what people call the issue. */
export function ticketIdOf(repository: string, number: number): string {
  return `${repository}#${number}`;
}

/** The authors in an issue and its timeline, with GitHub's word for what they are to the repository. */
export function authorsOf(issue: Issue, timeline: readonly TimelineEvent[]) {
  const authors = [{ account: issue.user, association: issue.author_association }];
  for (const row of timeline) {
    if (row.event === 'commented')
      authors.push({ account: row.user ?? row.actor, association: row.author_association });
  }
  return authors;
}

/** Everybody who wrote or was assigned, by login: agents and bots apart from customers. */
function peopleOf(issue: Issue, timeline: readonly TimelineEvent[], events: readonly Event[], context: Context) {
  const { source, staffing } = context;
  const agents = new Map<string, Agent>();
  const customers = new Map<string, Customer>();
  const addAgent = (id: string, bot: boolean): void => {
    const personKey = personKeyOf(source, id, undefined);
    agents.set(id, { source, id, name: id, personKey, teamIds: [], active: true, bot });
  };
  for (const event of events) if (event.kind === 'assignment' && event.agentId) addAgent(event.agentId, false);
  for (const { account, association } of authorsOf(issue, timeline)) {
    if (!account) continue;
    const id = account.login;
    if (sideOf(account, association, staffing) !== 'customer') addAgent(id, isBot(account, staffing));
    else customers.set(id, { source, id, timeZoneOrigin: 'none', holidays: [] });
  }
  return { agents: [...agents.values()], customers: [...customers.values()] };
}

/** Translates one issue with its timeline (oldest first, as GitHub lists it). */
export function toRecords(issue: Issue, timeline: readonly TimelineEvent[], context: Context): IssueRecords {
  const { source, repository, staffing } = context;
  const id = ticketIdOf(repository, issue.number);
  const openedBy = sideOf(issue.user, issue.author_association, staffing);
  const { events, agentId, complete } = replayTimeline(issue, timeline, { ...context, ticketId: id });
  const closed = issue.state === 'closed';
  const word = closed && issue.state_reason ? `closed (${issue.state_reason})` : issue.state;
  const priority = priorityOf(issue.labels);
  const ticket: Ticket = {
    source,
    id,
    ...(issue.html_url ? { url: issue.html_url } : {}),
    ...(context.storeSubjects && issue.title ? { subject: issue.title } : {}),
    channel: 'github',
    openedAt: issue.created_at,
    openedBy,
    ...(issue.user && openedBy === 'customer' ? { customerId: issue.user.login } : {}),
    ...(agentId ? { agentId } : {}),
    status: closed ? solvedStatus(issue.state_reason) : (labelStatus(issue.labels, context.labels) ?? 'open'),
    originalStatus: word,
    statusKnown: closed || issue.state === 'open',
    ...(priority ? { priority } : {}),
    tags: issue.labels.filter((label) => label !== ''),
    ...(issue.type ? { category: issue.type.name } : {}),
    fields: { repository },
    spam: issue.locked === true && issue.active_lock_reason === 'spam',
    updatedAt: issue.updated_at,
    timelineComplete: complete,
  };
  return { ticket, events, ...peopleOf(issue, timeline, events, context) };
}

/** The same issue, deleted after it was listed: nothing but its opening is left of its history. */
export function deletedTicket(records: IssueRecords, deletedAt: number): IssueRecords {
  const events = records.events.filter((event) => event.id === 'opened');
  return { ...records, ticket: { ...records.ticket, deletedAt }, events };
}
