import type { Tools } from '../../src/connector/connector.ts';
import { type ChangedRows, walkChanges } from '../../src/connector/keyset-walk.ts';
import { idOf, readRecords, sideBySide } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Agent, Customer } from '../../src/model/people.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import { type ChangedIssue, Issue, movesTicket, Row, rowsOf, TimelineEvent } from './answers.ts';
import { type AskGitHub, AT_ONCE, hiddenRepository, openGitHub, PER_PAGE, pathOf } from './api.ts';
import { cursorText, type Position, stillOpen } from './cursor.ts';
import { findVanished } from './deletions.ts';
import type { Settings } from './env.ts';
import { listedStaff, type Staffing, withStaffSeen } from './people.ts';
import { authorsOf, type Context, deletedTicket, toRecords } from './records.ts';
import { labelRules } from './timeline.ts';

interface Timeline {
  readonly rows: readonly unknown[];
  /** The issue was deleted after it was listed. */
  readonly gone: boolean;
}

/** The whole timeline of one issue: https://docs.github.com/rest/issues/timeline */
async function timelineOf(ask: AskGitHub, repository: string, number: number, source: string): Promise<Timeline> {
  const [owner, repo] = repository.split('/');
  const place = `${source}: GET ${pathOf(repository, `/issues/${number}/timeline`)}`;
  const which = { owner, repo, issue_number: number };
  const rows: unknown[] = [];
  const followed = new Set<string>();
  let page = await ask('GET /repos/{owner}/{repo}/issues/{issue_number}/timeline', { ...which, per_page: PER_PAGE });
  for (;;) {
    if (page.status !== 200) {
      const issue = await ask('GET /repos/{owner}/{repo}/issues/{issue_number}', which);
      if (issue.status !== 200) return { rows, gone: true };
      throw new DataError(`${place}: not there (${page.status}), although the issue is`);
    }
    rows.push(...rowsOf(page.data, place));
    if (page.next === undefined) return { rows, gone: false };
    if (followed.has(page.next)) throw new DataError(`${place}: the same page came twice`);
    followed.add(page.next);
    page = await ask(`GET ${page.next}`);
  }
}

/** What one step brought, and who is known to be staff after it. */
interface IssuesRead {
  readonly page: {
    readonly tickets: readonly Ticket[];
    readonly events: readonly Event[];
    readonly wholeTimelines: readonly string[];
    readonly agents: readonly Agent[];
    readonly customers: readonly Customer[];
    readonly rejected: readonly Rejection[];
  };
  readonly staff: ReadonlySet<string>;
}

/** Reads the listed issues with their timelines; what cannot be read is set aside by name. Pull requests are dropped. */
export async function readIssues(
  rows: readonly ChangedIssue[],
  ask: AskGitHub,
  context: Context,
  now: number,
): Promise<IssuesRead> {
  const { source, repository } = context;
  const listed = rows.filter((row) => !row.isPullRequest);
  const issues = readRecords(
    Issue,
    listed.map((row) => row.row),
    (_, index) => `${pathOf(repository, '/issues')}: issue ${repository}#${listed[index]!.id}`,
  );
  const rejected = [...issues.rejected];
  const timelines = await sideBySide(issues.read, AT_ONCE, (issue) =>
    timelineOf(ask, repository, issue.number, source),
  );
  let staff = context.staffing.known;
  const told = issues.read.map((issue, index) => {
    const { rows: moves, gone } = timelines[index]!;
    const place = `${pathOf(repository, `/issues/${issue.number}/timeline`)}: an event`;
    const events = readRecords(TimelineEvent, moves.filter(movesTicket), (row) => `${place} ${idOf(row)}`);
    rejected.push(...events.rejected);
    staff = withStaffSeen(staff, authorsOf(issue, events.read));
    return { issue, events: events.read, complete: events.rejected.length === 0, gone };
  });
  const staffing = { ...context.staffing, known: staff };
  const records = told.map(({ issue, events, complete, gone }) => {
    const translated = toRecords(issue, events, { ...context, staffing });
    if (gone) return deletedTicket(translated, now);
    return complete ? translated : { ...translated, ticket: { ...translated.ticket, timelineComplete: false } };
  });
  const page = {
    tickets: records.map((record) => record.ticket),
    events: records.flatMap((record) => record.events),
    wholeTimelines: records.map((record) => record.ticket.id),
    agents: unique(records.flatMap((record) => record.agents)),
    customers: unique(records.flatMap((record) => record.customers)),
    rejected,
  };
  return { page, staff };
}

function unique<Person extends { readonly id: string }>(people: readonly Person[]): Person[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

/** Changes fresher than this may still be joined by others of the same second, or show late on a replica. */
const SETTLE_MS = MS_PER_MINUTE;

/** Deleted and transferred issues are looked for so often. */
const LOOK_EVERY_MS = 24 * MS_PER_HOUR;

/** One step through a repository: rows of the list that are new to us, and rows that nothing can be read of. */
interface ListStep {
  readonly rows: readonly ChangedIssue[];
  readonly nameless: readonly Rejection[];
  readonly position: Pick<Position, 'since' | 'seen' | 'tag'>;
}

async function* walkRepository(
  repository: string,
  start: ListStep['position'],
  ask: AskGitHub,
  tools: Tools,
): AsyncGenerator<ListStep> {
  const [owner, repo] = repository.split('/');
  const place = `${tools.source}: GET ${pathOf(repository, '/issues')}`;
  let tag = start.tag;
  let nameless: Rejection[] = [];

  async function askFor(since: number, next: string | undefined): Promise<ChangedRows<ChangedIssue>> {
    const asked = { owner, repo, state: 'all', sort: 'updated', direction: 'asc', per_page: PER_PAGE };
    const from = since > 0 ? { since: new Date(since).toISOString() } : {};
    const known = tag?.since === since ? { headers: { 'if-none-match': tag.value } } : {};
    const page = next
      ? await ask(`GET ${next}`)
      : await ask('GET /repos/{owner}/{repo}/issues', { ...asked, ...from, ...known });
    if (page.status === 304) return { rows: [], next: undefined };
    if (page.status !== 200) throw hiddenRepository(repository, page.status, tools);
    if (!next) tag = page.etag === undefined || page.next ? undefined : { since, value: page.etag };
    const { read, rejected } = readRecords(Row, rowsOf(page.data, place), (_, index) => `row ${index + 1} of ${place}`);
    nameless = [...nameless, ...rejected];
    return { rows: read, next: page.next };
  }

  const walk = walkChanges<ChangedIssue>(start, {
    place,
    until: Number.POSITIVE_INFINITY,
    settledBefore: () => tools.vendorNow() - SETTLE_MS,
    rememberFrom: Number.POSITIVE_INFINITY,
    ask: askFor,
  });
  for await (const { rows, position } of walk) {
    const again = tag?.since === position.since ? { tag } : {};
    yield { rows, nameless: nameless.splice(0), position: { ...position, seen: [...position.seen], ...again } };
  }
}

export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncIterable<Page> {
  const { source, storeSubjects } = tools;
  const cursor = text === undefined ? { repositories: {}, staff: [] } : cursorText.read(text, source);
  /** By GitHub's clock, which its first answer tells. */
  let startedAt = Number.POSITIVE_INFINITY;
  const api = openGitHub({ url: settings.URL, token: settings.TOKEN }, tools);
  const ask: AskGitHub = async (...asked) => {
    const answer = await api(...asked);
    startedAt = Math.min(startedAt, tools.vendorNow());
    return answer;
  };
  const labels = labelRules(settings);
  let staffing: Staffing = {
    listed: await listedStaff(ask, settings, tools),
    known: new Set(cursor.staff),
    bots: new Set(settings.BOTS.map((login) => login.toLowerCase())),
  };
  const repositories: Record<string, Position> = {};
  for (const repository of settings.REPOS) {
    repositories[repository] = cursor.repositories[repository] ?? {
      since: settings.START_DATE ?? 0,
      seen: [],
      open: [],
    };
  }
  const written = () => cursorText.write({ repositories, staff: [...staffing.known].toSorted() });

  for (const repository of settings.REPOS) {
    for await (const { rows, nameless, position } of walkRepository(
      repository,
      repositories[repository]!,
      ask,
      tools,
    )) {
      const context = { source, repository, storeSubjects, staffing, labels };
      const { page, staff } = await readIssues(rows, ask, context, tools.vendorNow());
      staffing = { ...staffing, known: staff };
      const { open, ...before } = repositories[repository]!;
      repositories[repository] = { ...before, tag: undefined, ...position, open: stillOpen(open, page.tickets) };
      const rejected = [...nameless, ...page.rejected];
      if (page.tickets.length > 0 || rejected.length > 0) yield { ...page, rejected, cursor: written() };
    }
  }
  for (const repository of settings.REPOS) {
    const at = repositories[repository]!;
    // One that was looked at in the future was looked at under a wrong clock.
    const lookedAt = at.lookedAt !== undefined && at.lookedAt > startedAt ? 0 : at.lookedAt;
    if (lookedAt === undefined) {
      // What was read just now for the first time need not be looked for yet.
      repositories[repository] = { ...at, lookedAt: startedAt };
      continue;
    }
    if (startedAt < lookedAt + LOOK_EVERY_MS) continue;
    const tickets = await findVanished(repository, at.open, ask, source, startedAt);
    repositories[repository] = { ...at, open: stillOpen(at.open, tickets), lookedAt: startedAt };
    if (tickets.length > 0) yield { tickets, wholeTimelines: tickets.map(({ id }) => id), cursor: written() };
  }
  yield { cursor: written(), watermarkAt: startedAt - SETTLE_MS };
}
