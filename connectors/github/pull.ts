import type { Rejection, Tools } from '../../src/connector/connector.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { sideBySide } from '../../src/connector/side-by-side.ts';
import { ConfigError, DataError } from '../../src/model/errors.ts';
import type { Event } from '../../src/model/event.ts';
import type { Agent, Customer } from '../../src/model/people.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { type ChangedIssue, Issue, movesTicket, rowsOf, TimelineEvent } from './answers.ts';
import { type AskGitHub, AT_ONCE, PER_PAGE } from './api.ts';
import { withStaffSeen } from './people.ts';
import { authorsOf, type Context, deletedTicket, toRecords } from './records.ts';

/** Names a repository's part of the API without its query. */
export const pathOf = (repository: string, rest: string): string => `/repos/${repository}${rest}`;

/** What GitHub says where a repository should be, when it does not show it. */
export function hiddenRepository(repository: string, status: number, tools: Tools): ConfigError {
  const why = status === 410 ? 'its issues are switched off' : `is not there, or not for this token (${status})`;
  return new ConfigError(
    `${tools.source}: GET ${pathOf(repository, '')}: ${why}: check ${tools.variable('REPOS')}, and that ` +
      `${tools.variable('TOKEN')} may read issues and metadata of ${repository}`,
  );
}

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
