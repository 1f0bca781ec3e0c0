import { type Event, type EventWithout, isSolved, type Side, type Status } from '../../src/model/ticket.ts';
import type { Issue, TimelineEvent } from './answers.ts';
import { isBot, isStaff, type Staffing, sideOf } from './people.ts';

/** Labels that say what an open issue waits for; lower-cased. */
export interface LabelRules {
  readonly waitingCustomer: ReadonlySet<string>;
  readonly waitingThirdParty: ReadonlySet<string>;
}

/** The waiting status that one label stands for, if any. */
export function waitingStatus(label: string, rules: LabelRules): Status | undefined {
  const name = label.toLowerCase();
  if (rules.waitingCustomer.has(name)) return 'waiting_customer';
  return rules.waitingThirdParty.has(name) ? 'waiting_third_party' : undefined;
}

/** The waiting status of an open issue by all its labels: the first label that stands for one. */
export function labelStatus(labels: readonly string[], rules: LabelRules): Status | undefined {
  for (const label of labels) {
    const status = waitingStatus(label, rules);
    if (status) return status;
  }
  return undefined;
}

/** How the end of an issue is told: done is `solved`; not planned and duplicate are `closed`. Both end the ticket. */
export function solvedStatus(reason: string | null | undefined): 'solved' | 'closed' {
  return reason === 'not_planned' || reason === 'duplicate' ? 'closed' : 'solved';
}

/**
 * The priority told by labels, lower-cased: the value of `priority: high` (or `prio/high`, `severity-high`), or `p0` to `p4` alone.
 * @example priorityOf(['bug', 'Priority: High']) // => 'high'
 */
export function priorityOf(labels: readonly string[]): string | undefined {
  for (const label of labels) {
    const named = /^(?:priority|prio|severity)\s*[:/-]\s*(\S.*)$/i.exec(label.trim());
    if (named) return named[1]!.trim().toLowerCase();
    if (/^p[0-4]$/i.test(label.trim())) return label.trim().toLowerCase();
  }
  return undefined;
}

/** The rules that the settings state. */
export function labelRules(settings: {
  readonly WAITING_LABELS: readonly string[];
  readonly THIRD_PARTY_LABELS: readonly string[];
}): LabelRules {
  const lower = (labels: readonly string[]) => new Set(labels.map((label) => label.toLowerCase()));
  return { waitingCustomer: lower(settings.WAITING_LABELS), waitingThirdParty: lower(settings.THIRD_PARTY_LABELS) };
}

/** What the history needs besides the answers. */
export interface HistoryContext {
  readonly source: string;
  readonly ticketId: string;
  readonly staffing: Staffing;
  readonly labels: LabelRules;
}

/** The events of an issue in order, the agent who is assigned at the end, and whether the timeline agrees with the issue. */
export interface History {
  readonly events: readonly Event[];
  readonly agentId: string | null;
  readonly complete: boolean;
}

/** What an event is apart from where and when it stands. */
type Fact = EventWithout<keyof Place>;

interface Place {
  readonly source: string;
  readonly ticketId: string;
  readonly id: string;
  readonly at: number;
  readonly seq: number;
}

/** Retells an issue's timeline (oldest first) as events: the opening message, comments, assignments, closings, waits by label. */
export function replayTimeline(issue: Issue, timeline: readonly TimelineEvent[], context: HistoryContext): History {
  const { source, ticketId, staffing, labels } = context;
  const events: Event[] = [];
  const applied = new Set<string>();
  const assigned: string[] = [];
  const customers = customersIn(issue, timeline, staffing);
  let status: Status = 'open';

  const add = (id: string, at: number, fact: Fact): void => {
    events.push({ source, ticketId, id, at, seq: events.length, ...fact });
  };
  const become = (id: string, at: number, to: Status, original: string, by: Side | undefined): void => {
    status = to;
    add(id, at, { kind: 'status', to, original, ...(by ? { by } : {}) });
  };

  add('opened', issue.created_at, {
    kind: 'message',
    by: sideOf(issue.user, issue.author_association, staffing),
    ...(issue.user ? { authorId: issue.user.login } : {}),
    public: true,
  });

  for (const [index, row] of inOrder(timeline).entries()) {
    const at = row.created_at;
    const id = `${row.event}-${row.id ?? `${at}-${index}`}`;
    const actor = row.actor;
    switch (row.event) {
      case 'commented': {
        const author = row.user ?? actor;
        const by = sideOf(author, row.author_association, staffing);
        add(id, at, { kind: 'message', by, ...(author ? { authorId: author.login } : {}), public: true });
        break;
      }
      case 'closed': {
        const reason = row.state_reason ?? (issue.state === 'closed' ? issue.state_reason : undefined);
        const original = reason ? `closed (${reason})` : 'closed';
        become(id, at, solvedStatus(reason), original, closerOf(actor, issue, customers, staffing));
        break;
      }
      case 'converted_to_discussion':
        if (!isSolved(status)) become(id, at, 'closed', row.event, closerOf(actor, issue, customers, staffing));
        break;
      case 'reopened':
        become(id, at, labelStatus([...applied], labels) ?? 'open', 'reopened', undefined);
        break;
      case 'assigned':
      case 'unassigned': {
        const login = row.assignee?.login;
        if (login === undefined || customers.has(login)) break;
        const before = assigned.at(-1) ?? null;
        if (assigned.includes(login)) assigned.splice(assigned.indexOf(login), 1);
        if (row.event === 'assigned') assigned.push(login);
        const now = assigned.at(-1) ?? null;
        if (now !== before) add(id, at, { kind: 'assignment', agentId: now });
        break;
      }
      case 'labeled':
      case 'unlabeled': {
        const name = row.label.name;
        if (row.event === 'labeled') applied.add(name);
        else applied.delete(name);
        const to = labelStatus([...applied], labels) ?? 'open';
        if (waitingStatus(name, labels) === undefined || isSolved(status) || to === status) break;
        become(id, at, to, row.event === 'labeled' ? name : 'open', undefined);
        break;
      }
    }
  }

  // GitHub says that it is closed, but the timeline does not say when: the issue's own fields do.
  if (issue.state === 'closed' && !isSolved(status) && issue.closed_at !== null && issue.closed_at !== undefined) {
    const original = issue.state_reason ? `closed (${issue.state_reason})` : 'closed';
    const by = closerOf(issue.closed_by, issue, customers, staffing);
    become('closed', issue.closed_at, solvedStatus(issue.state_reason), original, by);
  }
  // The other way round there is no such field; the last change is the latest it can have been.
  const complete = !(issue.state === 'open' && isSolved(status));
  if (!complete) become('reopened', issue.updated_at, labelStatus(issue.labels, labels) ?? 'open', 'open', undefined);
  return { events, agentId: assigned.at(-1) ?? null, complete };
}

/**
 * The rows by time. Within one second, one person's comment goes before their closing ("close with comment") and after
 * their reopening: an answer belongs to the ticket it ends, a new question to the ticket it opens again.
 */
function inOrder(timeline: readonly TimelineEvent[]): TimelineEvent[] {
  const rows = timeline.toSorted((a, b) => a.created_at - b.created_at);
  for (let index = 1; index < rows.length; index += 1) {
    const [first, second] = [rows[index - 1]!, rows[index]!];
    const together = first.created_at === second.created_at && loginOf(first) === loginOf(second);
    const reversed =
      (first.event === 'closed' && second.event === 'commented') ||
      (first.event === 'commented' && second.event === 'reopened');
    if (together && reversed) [rows[index - 1], rows[index]] = [second, first];
  }
  return rows;
}

function loginOf(row: TimelineEvent): string | undefined {
  return (row.event === 'commented' ? (row.user ?? row.actor) : row.actor)?.login;
}

/** Logins of those who take part in the issue and are not of the staff: an assignment to them changes no agent. */
function customersIn(issue: Issue, timeline: readonly TimelineEvent[], staffing: Staffing): ReadonlySet<string> {
  const found = new Set<string>();
  if (issue.user && sideOf(issue.user, issue.author_association, staffing) === 'customer') found.add(issue.user.login);
  for (const row of timeline) {
    if (row.event !== 'commented') continue;
    const author = row.user ?? row.actor;
    if (author && sideOf(author, row.author_association, staffing) === 'customer') found.add(author.login);
  }
  return found;
}

/**
 * Who closed it. GitHub gives no association here, but besides the author only people with rights on the repository
 * can close an issue: a stranger to this issue who did is an agent, unless the staff is listed by name.
 */
function closerOf(
  actor: { readonly login: string; readonly type?: string | undefined } | null | undefined,
  issue: Issue,
  customers: ReadonlySet<string>,
  staffing: Staffing,
): Side | undefined {
  if (!actor) return undefined;
  if (isBot(actor, staffing)) return 'bot';
  if (isStaff(actor, undefined, staffing)) return 'agent';
  if (actor.login === issue.user?.login || customers.has(actor.login)) return 'customer';
  return staffing.listed ? undefined : 'agent';
}
