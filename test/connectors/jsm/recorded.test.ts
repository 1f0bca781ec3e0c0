import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { Comment, Field, HistoryEntry, Issue, JiraStatus, User } from '../../../connectors/jsm/answers.ts';
import { toRecords } from '../../../connectors/jsm/records.ts';
import { isMachine } from '../../../connectors/jsm/sides.ts';
import { statusesOf } from '../../../connectors/jsm/statuses.ts';
import { readRecords } from '../../../src/connector/records.ts';
import { Agent, Customer } from '../../../src/model/people.ts';
import { Event, isSolved, Ticket } from '../../../src/model/ticket.ts';
import { siteWith } from './site.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data');
const RAW = join(DATA, 'devlake-raw-api');
const STREAMS = join(DATA, 'faros-airbyte-records/jira.all-streams.jsonl');

function recorded(name: string): unknown[] {
  const rows: { data: string }[] = parse(readFileSync(join(RAW, name)), { columns: true, relax_quotes: true });
  return rows.map(({ data }) => JSON.parse(data) as unknown);
}

/** Reads every one of these, or fails. */
function readAll<T>(schema: z.ZodType<T>, items: readonly unknown[]): readonly T[] {
  const { read, rejected } = readRecords(schema, items, (_, index) => `item ${index}`);
  expect(rejected).toEqual([]);
  return read;
}

const nobody: ReadonlySet<string> = new Set();

/** Issues as the connector would tell them, each beside what was recorded of it. */
function retold(items: readonly unknown[], statuses: readonly unknown[]) {
  const site = siteWith({ statuses: statusesOf(readAll(JiraStatus, statuses), new Map()) });
  const context = { source: 'jsm', storeSubjects: false, site, listed: { agents: nobody, bots: nobody } };
  return readAll(Issue, items).map((issue) => {
    const history = readAll(HistoryEntry, issue.changelog?.histories ?? []);
    const comments = readAll(Comment, issue.fields.comment?.comments ?? []);
    const told = toRecords({ issue, history, comments, complete: true, changedAt: 0 }, context)!;
    return { ...told, issue, history, changes: told.events.filter((event) => event.kind === 'status') };
  });
}

describe.skipIf(!existsSync(RAW))('33 real issues of Jira Cloud (needs ../shared/data/devlake-raw-api)', () => {
  const real = () => retold(recorded('_raw_jira_api_issues.csv'), recorded('_raw_jira_api_status.csv'));

  it('are records of the model, all of them', () => {
    const issues = real();

    expect(issues).toHaveLength(33);
    for (const { ticket, events, agents, customer } of issues) {
      expect(Ticket.parse(ticket)).toEqual(ticket);
      for (const event of events) expect(Event.parse(event)).toEqual(event);
      for (const agent of agents) expect(Agent.parse(agent)).toEqual(agent);
      expect(Customer.parse(customer)).toEqual(customer);
    }
    // 2020-06-12T08:13:13.360+0800, without a colon in the offset.
    expect(issues[0]!.ticket.openedAt).toBe(Date.parse('2020-06-12T00:13:13.360Z'));
  });

  it('have 165 changes of status, of which 81 were made by a change of workflow and are told as none', () => {
    const issues = real();
    const entries = issues.flatMap(({ history }) => history);
    const count = (all: readonly (typeof entries)[number][]) =>
      all.flatMap(({ items }) => items ?? []).filter(({ field }) => field === 'status').length;

    expect(count(entries)).toBe(165);
    expect(count(entries.filter(({ items }) => items?.some(({ field }) => field === 'Workflow')))).toBe(81);
    expect(issues.flatMap(({ changes }) => changes)).toHaveLength(84);
  });

  it('are solved by a change of their own in 30 of 33, though 15 times a workflow took a solved one back', () => {
    const issues = real();
    const solvedOnce = issues.filter(({ changes }) => changes.some(({ to }) => isSolved(to)));
    const backToWork = issues.filter(({ changes }) => {
      const first = changes.findIndex(({ to }) => isSolved(to));
      return first >= 0 && changes.slice(first).some(({ to }) => !isSolved(to));
    });

    expect(solvedOnce).toHaveLength(30);
    // One of the fifteen was then taken in hand by a person: In Progress, and resolved again.
    expect(backToWork.map(({ ticket }) => ticket.id)).toEqual(['10087']);
    expect(issues.filter(({ ticket }) => isSolved(ticket.status))).toHaveLength(30);
  });

  it('are solved when Jira says so, to the second', () => {
    const apart = real().flatMap(({ issue, changes, ticket }) => {
      const solvedAt = ticket.statedSolvedAt ?? changes.find(({ to }) => isSolved(to))?.at;
      const said = issue.fields.resolutiondate ?? undefined;
      if (solvedAt === undefined || said === undefined) return [];
      return [Math.abs(solvedAt - said) / 1000];
    });

    expect(apart).toHaveLength(30);
    expect(Math.max(...apart)).toBeLessThan(1);
  });

  it('tell categories by their id, since 5 of them are done under the key of new ones', () => {
    const issues = real();
    const odd = issues.filter(({ issue }) => {
      const { id, key } = issue.fields.status?.statusCategory ?? {};
      return id === 3 && key === 'new';
    });

    expect(odd).toHaveLength(5);
    expect(new Set(odd.map(({ ticket }) => ticket.status))).toEqual(new Set(['solved']));
  });

  it('name one status that nothing is known of, and know a removed one that every Jira is born with', () => {
    const changes = real().flatMap((each) => each.changes);

    expect(new Set(changes.filter(({ statusKnown }) => !statusKnown).map(({ original }) => original))).toEqual(
      new Set(['Ready for Dev']),
    );
    expect(new Set(changes.filter(({ original }) => original === 'Resolved').map(({ to }) => to))).toEqual(
      new Set(['solved']),
    );
  });

  it('are of 28 people and 2 apps', () => {
    const users = readAll(User, recorded('_raw_jira_api_users.csv'));

    expect(users).toHaveLength(30);
    expect(users.filter((user) => isMachine(user, nobody))).toHaveLength(2);
  });

  it('read every entry of the list of changes of its own', () => {
    expect(readAll(HistoryEntry, recorded('_raw_jira_api_issue_changelogs.csv'))).toHaveLength(279);
  });
});

describe.skipIf(!existsSync(STREAMS))(
  'records of another Jira Cloud (needs ../shared/data/faros-airbyte-records)',
  () => {
    const stream = (name: string): unknown[] =>
      readFileSync(STREAMS, 'utf8')
        .split('\n')
        .filter((line) => line.includes(`mytestsource__jira__${name}"`))
        .map((line) => (JSON.parse(line) as { record: { data: unknown } }).record.data);

    it('are read: fields, users and statuses', () => {
      expect(readAll(Field, stream('issue_fields'))).toHaveLength(74);
      expect(readAll(User, stream('users'))).toHaveLength(29);
      expect(readAll(JiraStatus, stream('workflow_statuses'))).toHaveLength(8);
      const kinds = readAll(Field, stream('issue_fields')).map(({ schema }) => schema?.custom);
      expect(kinds).toContain('com.atlassian.servicedesk:vp-origin');
      expect(kinds).toContain('com.atlassian.servicedesk:sd-customer-organizations');
    });

    it('are read: issues with their changes', () => {
      const issues = retold(stream('issues'), stream('workflow_statuses'));
      expect(issues.map(({ ticket }) => [ticket.id, ticket.status, ticket.originalStatus])).toEqual([
        ['10597', 'new', 'To Do'],
        ['10464', 'solved', 'Done'],
        ['10463', 'new', 'To Do'],
        ['10462', 'solved', 'Done'],
        ['10456', 'open', 'In Progress'],
      ]);
    });
  },
);
