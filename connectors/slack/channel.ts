import type { Tools } from '../../src/connector/connector.ts';
import { readRecords } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Agent, Customer } from '../../src/model/people.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { DISTRIBUTED_PAGE, type SlackApi } from './api.ts';
import { type ChannelState, type Cursor, cursorText, printOf, type SeenThread } from './cursor.ts';
import type { People } from './people.ts';
import { instantOf, Message, Ts, tsOf } from './records.ts';
import { isMarkedSolved, type MarkSighting, type ThreadRules } from './solution.ts';
import { isTombstone, opensThread, ticketIdOf, toDeleted, toThread } from './thread.ts';

/** Threads a page: each may cost a request, so a stop must not repeat many. */
const THREADS_A_PAGE = 20;

/** What reading one channel needs. */
export interface ChannelRun {
  readonly api: SlackApi;
  readonly people: People;
  readonly rules: ThreadRules;
  readonly tools: Tools;
  readonly workspaceUrl: string;
  readonly channelId: string;
  /** The channel's part of the cursor, kept up to date while reading. */
  readonly state: ChannelState;
  readonly cursor: Cursor;
  /** When the run began: nothing younger is read, so that the list stands still. */
  readonly startedAt: number;
  /** Threads before this message are not read. */
  readonly oldest: string | undefined;
  readonly lookbackDays: number;
}

interface Batch {
  readonly tickets: Ticket[];
  readonly events: Event[];
  readonly wholeTimelines: string[];
  readonly agents: Agent[];
  readonly customers: Customer[];
  readonly rejected: Rejection[];
}

/** Slack's word for why the channel cannot be read; undefined when it was read to the end. */
export type ChannelFault = string | undefined;

/**
 * Reads a channel: first what was never read, newest thread first, resuming below the last one read; then, if
 * there was a run before, the threads young enough to have got late replies, of which only the changed ones are read.
 */
export async function* readChannel(run: ChannelRun): AsyncGenerator<Page, ChannelFault> {
  const { startedAt, state } = run;
  const isNew = state.lookedAt === startedAt;
  if (state.unreadBefore !== null) {
    const fault = yield* readDown(run, run.oldest, state.unreadBefore, (ts) => {
      state.unreadBefore = ts;
    });
    if (fault !== undefined) return fault;
    state.unreadBefore = null;
  }
  if (!isNew) {
    const lookbackFrom = lookbackStart(run, state.lookedAt);
    const seen = new Set<string>();
    const fault = yield* readDown(run, lookbackFrom, tsOf(startedAt), (ts) => seen.add(ts));
    if (fault !== undefined) return fault;
    const gone = Object.entries(state.threads).filter(([ts]) => ts > lookbackFrom && !seen.has(ts));
    const tickets = gone
      .filter(([, { ticket }]) => ticket)
      .map(([ts]) => toDeleted(run.tools.source, run.channelId, ts, startedAt));
    for (const [ts] of gone) delete state.threads[ts];
    if (tickets.length > 0) yield { tickets, cursor: cursorText.write(run.cursor) };
  }
  state.lookedAt = startedAt;
  const next = lookbackStart(run, startedAt);
  for (const ts of Object.keys(state.threads)) if (ts <= next) delete state.threads[ts];
  return undefined;
}

/** Counted from the last look, not from now: a source that was not read for a month has a month to catch up with. */
function lookbackStart({ oldest, lookbackDays }: ChannelRun, lookedAt: number): string {
  const start = tsOf(Math.max(0, lookedAt - lookbackDays * MS_PER_DAY));
  return oldest !== undefined && oldest > start ? oldest : start;
}

/** Reads the channel's list downwards between two message times, telling `passed` of each message dealt with. */
async function* readDown(
  run: ChannelRun,
  oldest: string | undefined,
  from: string,
  passed: (ts: string) => void,
): AsyncGenerator<Page, ChannelFault> {
  const { api, channelId, tools } = run;
  let warned = false;
  for (let latest = from; ; ) {
    const answer = await api.history(channelId, oldest, latest);
    if ('fault' in answer) return answer.fault;
    const { messages, has_more: more } = answer.found;
    if (more && messages.length <= DISTRIBUTED_PAGE && api.pageSize > DISTRIBUTED_PAGE && !warned) {
      warned = true;
      tools.warn(
        `${tools.source}: Slack gives ${messages.length} messages where ${api.pageSize} were asked for, as it does to apps distributed outside its marketplace; if 429s follow, set ${tools.variable('APP')}=distributed`,
      );
    }
    for (let start = 0; start < messages.length; start += THREADS_A_PAGE) {
      const items = messages.slice(start, start + THREADS_A_PAGE);
      const batch = await readThreads(run, items);
      for (const item of items) {
        const ts = tsOfItem(item);
        if (ts !== undefined) passed(ts);
      }
      if (Object.values(batch).some((records) => records.length > 0)) {
        yield { ...batch, cursor: cursorText.write(run.cursor) };
      }
    }
    if (!more) return undefined;
    // One whose time cannot be read is set aside, and does not end the list.
    const lowest = messages.flatMap((item) => tsOfItem(item) ?? []).at(-1);
    if (lowest === undefined || lowest >= latest) {
      throw new DataError(
        `${tools.source}: conversations.history of ${channelId}: more messages are promised, but the list does not go on`,
      );
    }
    latest = lowest;
  }
}

/** Reads the threads of some top-level messages, leaving out those that are as they were. */
async function readThreads(run: ChannelRun, items: readonly unknown[]): Promise<Batch> {
  const { channelId, rules, startedAt, state, tools } = run;
  const place = (item: unknown) => `conversations.history ${ticketIdOf(channelId, tsOfItem(item) ?? '-')}`;
  const { read, rejected } = readRecords(Message, items, place);
  const batch: Batch = {
    tickets: [],
    events: [],
    wholeTimelines: [],
    agents: [],
    customers: [],
    rejected: [...rejected],
  };
  const lookbackFrom = lookbackStart(run, state.lookedAt);
  for (const message of read) {
    const before = state.threads[message.ts];
    if (isTombstone(message)) {
      if (before?.ticket) batch.tickets.push(toDeleted(tools.source, channelId, message.ts, startedAt));
      delete state.threads[message.ts];
      continue;
    }
    if (!opensThread(message)) continue;
    const print = printOf(message, isSilent(message, rules, startedAt));
    if (before?.print === print) continue;
    const thread = await readThread(run, message, print, before, batch);
    // Older threads are not looked at again, and would only make the cursor long.
    if (message.ts > lookbackFrom) state.threads[message.ts] = thread;
  }
  return batch;
}

async function readThread(
  run: ChannelRun,
  opening: Message,
  print: string,
  before: SeenThread | undefined,
  batch: Batch,
): Promise<SeenThread> {
  const { channelId, people, rules, startedAt, state, tools } = run;
  const { messages, complete } = await messagesOf(run, opening, batch);
  await people.meet([...messages.map(({ user }) => user), ...opening.reactions.flatMap(({ users }) => users)]);
  const marked = isMarkedSolved(opening, rules, people.sideOfUser);
  const mark = marked ? (sightingOf(before) ?? newSighting(opening, before, state, startedAt)) : undefined;
  const thread = toThread(messages, {
    source: tools.source,
    channelId,
    workspaceUrl: run.workspaceUrl,
    now: startedAt,
    storeSubjects: tools.storeSubjects,
    rules,
    sideOfMessage: people.sideOfMessage,
    sideOfUser: people.sideOfUser,
    mark,
    complete,
  });
  if (thread) {
    batch.tickets.push(thread.ticket);
    batch.events.push(...thread.events);
    batch.wholeTimelines.push(thread.ticket.id);
    const { agents, customers } = people.authorsOf(messages, channelId);
    batch.agents.push(...agents);
    batch.customers.push(...customers);
  } else if (before?.ticket) {
    batch.tickets.push(toDeleted(tools.source, channelId, opening.ts, startedAt));
  }
  return { print, ticket: thread !== undefined, ...(mark && { markedAt: mark.at, watched: mark.watched }) };
}

/** The opening and its replies; replies that cannot be read are set aside. */
async function messagesOf(
  { api, channelId }: ChannelRun,
  opening: Message,
  batch: Batch,
): Promise<{ readonly messages: readonly Message[]; readonly complete: boolean }> {
  if (opening.reply_count === 0) return { messages: [opening], complete: true };
  const items = (await api.replies(channelId, opening.ts)) ?? [];
  const place = (item: unknown) =>
    `conversations.replies ${ticketIdOf(channelId, opening.ts)} ${tsOfItem(item) ?? '-'}`;
  const { read, rejected } = readRecords(Message, items, place);
  batch.rejected.push(...rejected);
  const byTs = new Map(read.map((message) => [message.ts, message]));
  byTs.set(opening.ts, opening);
  return { messages: [...byTs.values()], complete: rejected.length === 0 };
}

function sightingOf(before: SeenThread | undefined): MarkSighting | undefined {
  return before?.markedAt === undefined ? undefined : { at: before.markedAt, watched: before.watched ?? false };
}

function newSighting(
  opening: Message,
  before: SeenThread | undefined,
  { lookedAt }: ChannelState,
  at: number,
): MarkSighting {
  return { at, watched: before !== undefined || instantOf(opening.ts) > lookedAt };
}

function isSilent(message: Message, { solvedAfterDays }: ThreadRules, now: number): boolean {
  if (solvedAfterDays === undefined) return false;
  return now - instantOf(message.latest_reply ?? message.ts) >= solvedAfterDays * MS_PER_DAY;
}

function tsOfItem(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('ts' in item)) return undefined;
  const ts = Ts.safeParse(item.ts);
  return ts.success ? ts.data : undefined;
}
