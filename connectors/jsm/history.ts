import { type Event, type EventWithout, isSolved, type Side } from '../../src/model/ticket.ts';
import { type Comment, type HistoryEntry, type Item, userIdOf } from './answers.ts';
import type { SideIn } from './sides.ts';
import type { Meaning, Statuses } from './statuses.ts';

/** What is retold of one issue. */
export interface Told {
  readonly source: string;
  readonly ticketId: string;
  readonly openedAt: number;
  readonly openedBy: Side;
  readonly askerId: string | undefined;
  readonly history: readonly HistoryEntry[];
  readonly comments: readonly Comment[];
  readonly statuses: Statuses;
  readonly sideIn: SideIn;
  /** What the issue says itself, for what no change tells. */
  readonly now: {
    readonly statusId: string | undefined;
    readonly statusName: string | undefined;
    readonly assigneeId: string | undefined;
    readonly projectId: string | undefined;
  };
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

/** Whether customers cannot see it: internal by Cloud's word or Data Center's, or kept to a group or a role. */
export function isHidden({ jsdPublic, visibility, properties }: Comment): boolean {
  if (jsdPublic === false) return true;
  if (typeof visibility === 'object' && visibility !== null && Object.keys(visibility).length > 0) return true;
  return (properties ?? []).some(
    ({ key, value }) =>
      key === 'sd.public.comment' &&
      typeof value === 'object' &&
      value !== null &&
      Reflect.get(value, 'internal') === true,
  );
}

/** Changes of a project's workflow write a status beside this field: nobody did anything to the issue. */
const isMigration = ({ items }: HistoryEntry): boolean => (items ?? []).some(({ field }) => field === 'Workflow');

const firstOf = (history: readonly HistoryEntry[], field: string): Item | undefined =>
  history.flatMap(({ items }) => items ?? []).find((item) => item.field === field);

/** The status that an issue was created in: what its first change replaced, else the one that it still has. */
export function firstStatus({ history, now, statuses }: Pick<Told, 'history' | 'now' | 'statuses'>): Meaning & {
  readonly name: string;
} {
  const first = firstOf(history, 'status');
  const id = first ? first.from : now.statusId;
  const name = first ? first.fromText : now.statusName;
  return { ...statuses.of(id, name), name: name ?? id ?? 'unknown' };
}

/** The events of an issue, oldest first. A change of workflow is told as none: the solution or the wait before it stands. */
export function toEvents(told: Told): Event[] {
  const { source, ticketId, openedAt, statuses, sideIn } = told;
  const history = told.history.toSorted(byTime);
  const facts: { id: string; at: number; rank: number; fact: Fact }[] = [];
  const add = (id: string, at: number, rank: number, fact: Fact) => facts.push({ id, at, rank, fact });

  if (told.openedBy === 'customer') {
    const authorId = told.askerId;
    add('created', openedAt, 0, { kind: 'message', by: 'customer', public: true, ...(authorId ? { authorId } : {}) });
  }
  const first = firstStatus({ ...told, history });
  const begins = first.status === 'new' || first.status === 'open';
  // Made open for somebody who asked, or begun in a wait: else its opening tells whose turn it is.
  if (!begins || told.openedBy === 'agent') {
    const status = { to: first.status, original: first.name, statusKnown: first.known };
    add('created/status', openedAt, 1, { kind: 'status', ...status, by: told.openedBy });
  }
  const agentId = firstAssignment(history, 'assignee', told.now.assigneeId);
  const teamId = firstAssignment(history, 'project', told.now.projectId);
  if (agentId !== undefined || teamId !== undefined) {
    const given = { ...(agentId === undefined ? {} : { agentId }), ...(teamId === undefined ? {} : { teamId }) };
    add('created/assignment', openedAt, 2, { kind: 'assignment', ...given });
  }

  for (const entry of history) {
    const at = entry.created;
    const by = sideIn(entry.author, 'changed');
    for (const [index, item] of (entry.items ?? []).entries()) {
      const id = `history-${entry.id}-${index}`;
      if (item.field === 'status' && !isMigration(entry)) {
        const { status, known } = statuses.of(item.to, item.toText);
        const original = item.toText ?? item.to ?? 'unknown';
        add(id, at, 4, { kind: 'status', to: status, original, statusKnown: known, by });
      }
      if (item.field === 'assignee') add(id, at, 3, { kind: 'assignment', agentId: item.to ?? null });
      if (item.field === 'project' && item.to !== undefined) add(id, at, 3, { kind: 'assignment', teamId: item.to });
    }
  }
  for (const comment of told.comments) {
    const author = userIdOf(comment.author);
    const id = `comment-${comment.id}`;
    const written = author === undefined ? {} : { authorId: author };
    // Written and moved on in one act: the message comes first, so that an answer is one before the status says so.
    if (isHidden(comment)) add(id, comment.created, 2.5, { kind: 'note', ...written });
    else
      add(id, comment.created, 2.5, { kind: 'message', by: sideIn(comment.author, 'wrote'), public: true, ...written });
  }
  return facts
    .toSorted((a, b) => a.at - b.at || a.rank - b.rank)
    .map(({ id, at, fact }, seq) => ({ source, ticketId, id, at, seq, ...fact }));
}

/**
 * When an issue was solved that a change of workflow had taken back from an earlier solution, epoch ms: the last entry
 * into a done status by a change of its own. Undefined where no workflow took one back, or nobody has solved it since.
 */
export function solvedAgainAt({ history, statuses }: Pick<Told, 'history' | 'statuses'>): number | undefined {
  let wasTakenBack = false;
  let isDone = false;
  let at: number | undefined;
  for (const entry of history.toSorted(byTime)) {
    for (const { field, to, toText } of entry.items ?? []) {
      if (field !== 'status') continue;
      const becomesDone = isSolved(statuses.of(to, toText).status);
      if (isDone && !becomesDone) {
        wasTakenBack = isMigration(entry);
        at = undefined;
      }
      if (!isDone && becomesDone && wasTakenBack && !isMigration(entry)) at = entry.created;
      isDone = becomesDone;
    }
  }
  return at;
}

const byTime = (a: HistoryEntry, b: HistoryEntry): number => a.created - b.created || Number(a.id) - Number(b.id);

/** What a field held at first: what its first change replaced, else what it still holds. */
function firstAssignment(history: readonly HistoryEntry[], field: string, now: string | undefined): string | undefined {
  const first = firstOf(history, field);
  return first ? first.from : now;
}
