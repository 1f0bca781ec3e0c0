import type { z } from 'zod';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords, sideBySide } from '../../src/connector/records.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import { Comment, CommentPage, type Found, HistoryEntry, HistoryPage, Issue } from './answers.ts';
import { AT_ONCE } from './api.ts';
import { type Context, type IssueRecords, toRecords } from './records.ts';

/** What one run reads issues with. */
export interface Reading {
  readonly client: HttpClient;
  readonly context: Context;
  /** Issues whose resolution and status disagree. */
  readonly disagreeing: { doneUnresolved: number; resolvedUndone: number };
}

/** A search brings this many changes of an issue at most, whatever it says of their number. */
const CHANGES_IN_A_SEARCH = 40;

const PART_PAGE = 100;

/** The issues of one step, whole. */
export async function readIssues(reading: Reading, found: readonly Found[]): Promise<Omit<Page, 'cursor'>> {
  const rejected: Rejection[] = [];
  const read = await sideBySide(found, AT_ONCE, (each) => readOne(reading, each, rejected));
  const records = read.filter((each) => each !== undefined);
  const latest = <Each>(each: readonly Each[], keyOf: (one: Each) => string): Each[] => [
    ...new Map(each.map((one) => [keyOf(one), one])).values(),
  ];
  return {
    tickets: records.map(({ ticket }) => ticket),
    events: records.flatMap(({ events }) => events),
    // What is cut short must not take away what is stored from before.
    wholeTimelines: records.filter(({ ticket }) => ticket.timelineComplete).map(({ ticket }) => ticket.id),
    agents: latest(
      records.flatMap(({ agents }) => agents),
      ({ id }) => id,
    ),
    customers: latest(
      records.flatMap(({ customer }) => customer ?? []),
      ({ id }) => id,
    ),
    accounts: latest(
      records.flatMap(({ accounts }) => accounts),
      ({ key }) => key,
    ),
    ratings: records.flatMap(({ rating }) => rating ?? []),
    rejected: [...rejected, ...records.flatMap((record) => record.rejected)],
  };
}

async function readOne(reading: Reading, found: Found, rejected: Rejection[]): Promise<IssueRecords | undefined> {
  const place = `issue/${found.id}`;
  // Through the list's reader, which also sets aside what is nested without end.
  const { read, rejected: odd } = readRecords(Issue, [found.row], () => place);
  rejected.push(...odd);
  const [issue] = read;
  if (!issue) return undefined;
  const history = await readHistory(reading, issue, rejected);
  const comments = await readComments(reading, issue, rejected);
  const complete = history.complete && comments.complete;
  const whole = { issue, history: history.read, comments: comments.read, complete, changedAt: found.at };
  const records = toRecords(whole, reading.context);
  if (!records) rejected.push({ place, reason: 'nothing says when it was opened' });
  else if (issue.fields.status) noteDisagreement(reading, issue, records);
  return records;
}

function noteDisagreement({ disagreeing }: Reading, { fields }: Issue, { ticket }: IssueRecords): void {
  const isDone = ticket.status === 'solved' || ticket.status === 'closed';
  const isResolved = fields.resolution != null || fields.resolutiondate != null;
  if (isDone && !isResolved) disagreeing.doneUnresolved += 1;
  if (!isDone && isResolved) disagreeing.resolvedUndone += 1;
}

interface Parts<T> {
  readonly read: readonly T[];
  readonly complete: boolean;
}

/** What came with the search, or where that is cut short the whole history, from its own list. */
async function readHistory(
  { client, context }: Reading,
  issue: Issue,
  rejected: Rejection[],
): Promise<Parts<HistoryEntry>> {
  const { histories, total } = issue.changelog ?? {};
  const items = histories ?? [];
  const { isCloud, root } = context.site;
  const place = `issue/${issue.id}/changelog`;
  const read = (all: readonly unknown[], complete: boolean): Parts<HistoryEntry> =>
    parts(HistoryEntry, all, complete, place, rejected);
  const isCut = !histories || items.length < (total ?? 0);
  if (!isCloud) return read(items, !isCut);
  if (!isCut && items.length < CHANGES_IN_A_SEARCH) return read(items, true);
  const all: unknown[] = [];
  for (;;) {
    const query = { startAt: all.length, maxResults: PART_PAGE };
    const answer = await client.jsonOr([404], {
      path: `${root}/issue/${issue.id}/changelog`,
      query,
      schema: HistoryPage,
    });
    // Deleted meanwhile: the next look at the open ones will tell.
    if (!answer.ok) return read(items, false);
    const { values, total: count, isLast } = answer.body;
    all.push(...(values ?? []));
    if (isLast === true || (values ?? []).length === 0 || all.length >= (count ?? Number.POSITIVE_INFINITY)) break;
  }
  return read(all, true);
}

/** What came with the search, or all comments from their own list: where they are cut short, and on Data Center, which tells only there what is internal. */
async function readComments(
  { client, context }: Reading,
  issue: Issue,
  rejected: Rejection[],
): Promise<Parts<Comment>> {
  const { comments, total } = issue.fields.comment ?? {};
  const items = comments ?? [];
  const { isCloud, root } = context.site;
  const place = `issue/${issue.id}/comment`;
  const isCut = !comments || items.length < (total ?? 0);
  const isEmpty = !isCut && items.length === 0;
  if (isEmpty || (isCloud && !isCut)) return parts(Comment, items, true, place, rejected);
  const all: unknown[] = [];
  for (;;) {
    const query = {
      startAt: all.length,
      maxResults: PART_PAGE,
      orderBy: 'created',
      ...(isCloud ? {} : { expand: 'properties' }),
    };
    const answer = await client.jsonOr([404], {
      path: `${root}/issue/${issue.id}/comment`,
      query,
      schema: CommentPage,
    });
    if (!answer.ok) return parts(Comment, items, false, place, rejected);
    const page = answer.body.comments ?? [];
    all.push(...page);
    if (page.length === 0 || all.length >= (answer.body.total ?? Number.POSITIVE_INFINITY)) break;
  }
  return parts(Comment, all, true, place, rejected);
}

/** Reads a list; a member that was lost leaves the history without a part. */
function parts<T extends { readonly id: string }>(
  schema: z.ZodType<T>,
  items: readonly unknown[],
  complete: boolean,
  place: string,
  rejected: Rejection[],
): Parts<T> {
  const result = readRecords(schema, items, (item) => `${place}/${idOf(item)}`);
  rejected.push(...result.rejected);
  const each = [...new Map(result.read.map((one) => [one.id, one])).values()];
  return { read: each, complete: complete && result.read.length === items.length };
}
