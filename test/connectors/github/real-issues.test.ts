import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { Issue, Row, TimelineEvent } from '../../../connectors/github/answers.ts';
import { toRecords } from '../../../connectors/github/records.ts';
import { createMeasurer } from '../../../src/measure/measure.ts';
import { responsesOf } from '../../../src/model/measurement.ts';
import { Agent, Customer } from '../../../src/model/people.ts';
import { Event, Ticket } from '../../../src/model/ticket.ts';
import { definitions } from '../../measure/desk.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data');
const RAW = join(DATA, 'devlake-raw-api');
const RECORDED = join(DATA, 'octokit-fixtures');

/** GitHub's own answers, one JSON text a row. */
function rawAnswers(name: string): Record<string, unknown>[] {
  const rows: { data: string }[] = parse(readFileSync(join(RAW, name)), { columns: true, relax_quotes: true });
  return rows.map(({ data }) => JSON.parse(data));
}

const context = {
  source: 'github',
  repository: 'panjf2000/ants',
  storeSubjects: false,
  staffing: { listed: undefined, known: new Set<string>(), bots: new Set<string>() },
  labels: { waitingCustomer: new Set<string>(), waitingThirdParty: new Set<string>() },
};

/** The issues by number, each with its comments as the timeline would show them. */
function realIssues() {
  const issues = new Map<number, Issue>();
  for (const raw of rawAnswers('_raw_github_api_issues.csv')) {
    if (Row.parse(raw).isPullRequest) continue;
    const issue = Issue.parse(raw);
    issues.set(issue.number, issue);
  }
  const comments = new Map<number, Map<string, TimelineEvent>>();
  for (const raw of rawAnswers('_raw_github_api_comments.csv')) {
    const number = Number(String(raw.issue_url).split('/').at(-1));
    const ofIssue = comments.get(number) ?? new Map<string, TimelineEvent>();
    comments.set(number, ofIssue.set(String(raw.id), TimelineEvent.parse({ ...raw, event: 'commented' })));
  }
  return [...issues.values()].map((issue) => ({ issue, timeline: [...(comments.get(issue.number)?.values() ?? [])] }));
}

const measure = createMeasurer({
  definitions: definitions({ turns: { github: 'message' } }),
  people: { agents: [], teams: [], customer: () => undefined },
  now: Date.parse('2026-01-01T00:00:00Z'),
});

const seconds = (clocks: { readonly calendar: number } | null | undefined) =>
  clocks === null || clocks === undefined ? null : clocks.calendar / 1000;

describe.skipIf(!existsSync(RAW))('26 real closed issues (needs ../shared/data/devlake-raw-api)', () => {
  it('reads every raw answer: 26 issues, 15 pull requests dropped, 48 comments on issues, bots told from people', () => {
    const issues = realIssues();
    const pullRequests = rawAnswers('_raw_github_api_issues.csv').map((raw) => Row.parse(raw));
    const comments = rawAnswers('_raw_github_api_comments.csv');
    const bots = comments.map((raw) => TimelineEvent.parse({ ...raw, event: 'commented' }));

    expect(issues).toHaveLength(26);
    expect(new Set(pullRequests.filter((row) => row.isPullRequest).map((row) => row.id)).size).toBe(15);
    expect(issues.reduce((sum, { timeline }) => sum + timeline.length, 0)).toBe(48);
    expect(bots.filter((row) => row.event === 'commented' && row.user?.type === 'Bot')).toHaveLength(9);
    for (const { issue, timeline } of issues) {
      const { ticket, events, agents, customers } = toRecords(issue, timeline, context);
      expect(Ticket.parse(ticket)).toEqual(ticket);
      for (const event of events) expect(Event.parse(event)).toEqual(event);
      for (const agent of agents) expect(Agent.parse(agent)).toEqual(agent);
      for (const customer of customers) expect(Customer.parse(customer)).toEqual(customer);
    }
  });

  it('reads every event of the raw timelines that moves a ticket', () => {
    const kinds = rawAnswers('_raw_github_api_events.csv').map((raw) => TimelineEvent.safeParse(raw));
    const told = kinds.filter((read) => read.success).map((read) => read.data!.event);

    expect(
      Object.fromEntries(
        ['assigned', 'closed', 'labeled'].map((kind) => [kind, told.filter((event) => event === kind).length]),
      ),
    ).toEqual({ assigned: 10, closed: 12, labeled: 18 });
  });

  // Worked out by hand from created_at, closed_at and the comments of the raw JSON, in seconds: first response is the
  // owner's first comment, later responses run from the customers' first unanswered comment to the owner's next one.
  it.each([
    { number: 5, first: 3_792, later: [], resolution: 130_923 },
    { number: 6, first: 2_915, later: [8_274, 15_765], resolution: 107_173 },
    { number: 7, first: 2_055, later: [1_811], resolution: 156_169 },
    // A bystander with merged commits (CONTRIBUTOR) asks, too; the second customer waited 23 days for the third answer.
    { number: 10, first: 791, later: [796, 1_997_753, 1_657, 3_619], resolution: 2_171_885 },
    // The customer thanked and closed in the same second.
    { number: 12, first: 1_695, later: [], resolution: 77_613 },
    { number: 17, first: 80_854, later: [], resolution: 6_215_646 },
    { number: 21, first: 15_129, later: [138_790, 2_385], resolution: 503_570 },
    { number: 22, first: 868, later: [], resolution: 70_478 },
    { number: 27, first: 549, later: [], resolution: 2_249_788 },
    // Nobody but the customer wrote.
    { number: 28, first: null, later: [], resolution: 14_220_176 },
    // Opened by the owner, and no customer ever wrote: nobody waited for anything.
    { number: 34, first: null, later: [], resolution: null },
    // Not one comment.
    { number: 38, first: null, later: [], resolution: 4_023 },
  ])(
    'issue $number: first answer after $first s, solved after $resolution s',
    ({ number, first, later, resolution }) => {
      const { issue, timeline } = realIssues().find((each) => each.issue.number === number)!;
      const { ticket, events } = toRecords(issue, timeline, context);
      const measured = measure({ ticket, events, revision: 1 });

      expect(seconds(measured.firstResponseMs ?? undefined)).toBe(first);
      expect(
        responsesOf(measured)
          .slice(1)
          .map((response) => seconds(response.clocks)),
      ).toEqual(later);
      expect(seconds(measured.finalResolutionMs ?? undefined)).toBe(resolution);
      expect(measured.exclusion).toBeNull();
      expect(measured.timelineComplete).toBe(true);
    },
  );

  it('splits the time of issue 5 by whose turn it was: 3,792 s ours, the rest the customer’s', () => {
    const { issue, timeline } = realIssues().find((each) => each.issue.number === 5)!;
    const { ticket, events } = toRecords(issue, timeline, context);
    const { timeSpentMs } = measure({ ticket, events, revision: 1 });

    expect(timeSpentMs.team_working).toBe(3_792_000);
    expect(timeSpentMs.customer_wait + timeSpentMs.customer_off_hours).toBe(127_131_000);
  });
});

describe.skipIf(!existsSync(RECORDED))('recorded lists of issues (needs ../shared/data/octokit-fixtures)', () => {
  it('reads all 13 issues of the five recorded pages', () => {
    const recorded: { response: unknown }[] = JSON.parse(
      readFileSync(join(RECORDED, 'paginate-issues.raw.json'), 'utf8'),
    );
    const issues = recorded
      .flatMap(({ response }) => (Array.isArray(response) ? response : []))
      .map((row) => Issue.parse(row));

    expect(issues.map((issue) => issue.number)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });
});
