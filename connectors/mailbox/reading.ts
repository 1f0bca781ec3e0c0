import type { Tools } from '../../src/connector/connector.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import type { ShownFolder } from './api.ts';
import { type Cursor, cursorText, type Message, type Thread } from './cursor.ts';
import { type Settings, silenceDays } from './env.ts';
import { hashOf } from './headers.ts';
import { factsOf, type ShownMessage } from './message.ts';
import { noteOffset, prune } from './offsets.ts';
import { agentsOf, customersOf } from './people.ts';
import { type Ours, oursOf } from './sides.ts';
import { lastAt, type OpenThreads, openThreads } from './threads.ts';
import { isMarked, markedMoment, type TicketRules, toDeleted, toTicket } from './ticket.ts';

/** Dates that people's clocks write and arrival differ by up to a day, on either side. */
const SLACK_DAYS = 2;

/** What one run knows and changes. */
export interface Reading {
  readonly cursor: Cursor;
  readonly threads: OpenThreads;
  /** Days by which a thread is closed below the place to which the first reading has come. */
  readonly reachMs: number;
  /** Takes a message in; answers the threads that changed by it. `late`: it arrived after the first reading. */
  readonly take: (folder: number, shown: ShownMessage, late: boolean) => readonly Thread[];
  /** Notes whether a message bears the mark; true where that changes its thread. */
  readonly mark: (thread: Thread, message: Message, shown: Pick<ShownMessage, 'flags' | 'labels'>) => boolean;
  /** What these threads are as records, with the cursor after them. */
  readonly page: (threads: Iterable<Thread>) => Page;
  /**
   * All folders have been read up to the latest arrival: from here on threads that ended long before it are forgotten. Not
   * earlier: one folder's old mail may answer what another one's new mail is far beyond.
   */
  readonly caughtUp: () => void;
  /** Whether a thread would be brought otherwise now than it was: silence has solved it. */
  readonly isOutdated: (thread: Thread) => boolean;
}

/** Begins to read on from a cursor. */
export function startReading(settings: Settings, cursor: Cursor, now: number, tools: Tools): Reading {
  const ours: Ours = oursOf(settings);
  const { SOLVED_FLAG, SOLVED_FOLDER, THREAD_DAYS } = settings;
  const threads = openThreads(cursor.threads, THREAD_DAYS, tools.storeSubjects);
  const rules: TicketRules = {
    source: tools.source,
    now,
    mark: SOLVED_FLAG ?? SOLVED_FOLDER,
    silenceDays: silenceDays(settings),
  };
  const reachMs = (THREAD_DAYS + SLACK_DAYS) * MS_PER_DAY;
  let latest = cursor.shownAt;
  let rejected: Rejection[] = [];
  let gone: Ticket[] = [];

  const isMarkedIn = (places: Message['places'], flags: ReadonlySet<string>, labels: ReadonlySet<string>): boolean => {
    if (SOLVED_FLAG !== undefined) {
      const wanted = SOLVED_FLAG.toLowerCase();
      return [...flags].some((flag) => flag.toLowerCase() === wanted);
    }
    if (SOLVED_FOLDER === undefined) return false;
    return labels.has(SOLVED_FOLDER) || places.some(([folder]) => isSolvedFolder(cursor.folders[folder]?.path));
  };
  const isSolvedFolder = (path: string | undefined): boolean =>
    path !== undefined && path.toLowerCase() === SOLVED_FOLDER?.toLowerCase();

  function mark(thread: Thread, message: Message, { flags, labels }: Pick<ShownMessage, 'flags' | 'labels'>): boolean {
    const marked = isMarkedIn(message.places, flags, labels);
    if (marked === (message.marked ?? false)) return false;
    if (marked) message.marked = true;
    else delete message.marked;
    settleMark(thread);
    return true;
  }

  /** Keeps when a mark was first seen; one that a customer's message undid is kept as a solution of the past. */
  function settleMark(thread: Thread): void {
    if (rules.mark === undefined) return;
    if (isMarked(thread)) {
      thread.markedAt ??= now;
      return;
    }
    const seenAt = thread.markedAt;
    if (seenAt !== undefined) {
      const said = thread.messages.toSorted((a, b) => a.at - b.at);
      const latest = said.findLast(({ side }) => side === 'customer');
      const before = said.filter(({ at }) => latest === undefined || at < latest.at);
      const undone = latest !== undefined && latest.marked === undefined && before.some(({ marked }) => marked);
      if (undone) thread.past = [...(thread.past ?? []), markedMoment(before, thread, seenAt)];
      delete thread.markedAt;
    }
    thread.watched = true;
  }

  function take(folder: number, shown: ShownMessage, late: boolean): readonly Thread[] {
    latest = Math.max(latest, Math.min(shown.arrivedAt, now + MS_PER_DAY));
    const path = cursor.folders[folder]?.path ?? '';
    const facts = factsOf(shown, ours);
    if (facts === undefined) {
      rejected.push({ place: `${path} UID ${shown.uid}`, reason: 'its From names no address' });
      return [];
    }
    if (facts.side === 'agent' || facts.side === 'note') {
      if (facts.author !== undefined && facts.name !== undefined) cursor.names[facts.author] ??= facts.name;
    }
    const known = threads.find(facts.id);
    if (known !== undefined) {
      const { places } = known.message;
      if (!places.some(([at, uid]) => at === folder && uid === shown.uid)) places.push([folder, shown.uid]);
      const changed = mark(known.thread, known.message, shown);
      return changed || known.thread.brought === 'deleted' ? [known.thread] : [];
    }
    if (late && facts.at < horizon()) {
      cursor.read.late += 1;
      return [];
    }
    if (facts.side === 'customer') cursor.read.customers += 1;
    if (facts.side === 'agent') cursor.read.ours += 1;
    if (facts.side === 'customer' && facts.author !== undefined && facts.offset !== undefined) {
      noteOffset(cursor.offsets, facts.author, facts.at, facts.offset);
    }
    const places: Message['places'] = [[folder, shown.uid]];
    const message: Message = {
      id: hashOf(facts.id),
      at: facts.at,
      side: facts.side,
      ...(facts.author !== undefined && { author: facts.author }),
      ...(facts.side === 'agent' && { to: [...facts.to] }),
      places,
      ...(isMarkedIn(places, shown.flags, shown.labels) && { marked: true }),
    };
    const { thread, merged } = threads.add(facts, message);
    for (const one of merged) {
      if (one.brought !== 'ticket') continue;
      const ticket = toTicket(one, rules)?.ticket;
      if (ticket) gone.push({ ...ticket, mergedInto: thread.id });
    }
    // Younger than the look before: whatever mark it bears was set since.
    if (late && thread.messages.length === 1 && rules.mark !== undefined) thread.watched = true;
    settleMark(thread);
    return [thread];
  }

  /** Threads that ended before this are closed. */
  const horizon = (): number => cursor.shownAt - reachMs;

  function page(changed: Iterable<Thread>): Page {
    const tickets: Ticket[] = gone;
    const events: Event[] = [];
    const wholeTimelines: string[] = [];
    for (const thread of changed) {
      if (!threads.all.has(thread)) continue;
      const found = toTicket(thread, rules);
      if (found === undefined) {
        thread.brought ??= 'nothing';
        continue;
      }
      const unanswered = !thread.messages.some(({ side }) => side === 'agent');
      const isGone = unanswered && thread.messages.every(({ places }) => places.length === 0);
      tickets.push(isGone ? toDeleted(found.ticket, now) : found.ticket);
      events.push(...found.events);
      wholeTimelines.push(thread.id);
      thread.brought = isGone ? 'deleted' : 'ticket';
      if (found.ticket.status === 'solved') thread.solved = true;
      else delete thread.solved;
    }
    const records = {
      tickets,
      events,
      wholeTimelines,
      agents: agentsOf(events, cursor.names, tools.source),
      customers: customersOf(tickets, events, cursor, tools.source),
      rejected,
    };
    rejected = [];
    gone = [];
    prune(cursor.offsets);
    forgetOld();
    return { ...records, cursor: written(cursor, threads) };
  }

  /** Forgets threads that no message may join any more, before they are written down. */
  function forgetOld(): void {
    for (const thread of threads.all) {
      if (thread.brought !== undefined && lastAt(thread) < horizon()) threads.drop(thread);
    }
  }

  const isOutdated = (thread: Thread): boolean =>
    thread.brought === 'ticket' && (toTicket(thread, rules)?.ticket.status === 'solved') !== (thread.solved ?? false);

  const caughtUp = (): void => {
    cursor.shownAt = latest;
  };

  return { cursor, threads, reachMs, take, mark, page, isOutdated, caughtUp };
}

function written(cursor: Cursor, threads: OpenThreads): string {
  return cursorText.write({ ...cursor, threads: [...threads.all] });
}

/** A cursor for folders that were never read: all that is in them now is to be read, nothing after it is missed. */
export function firstCursor(folders: readonly ShownFolder[]): Cursor {
  return {
    folders: folders.map(({ path, uidValidity, uidNext, count, modseq }) => ({
      path,
      uidValidity,
      uidNext,
      count,
      ...(modseq !== undefined && { modseq }),
    })),
    below: [Number.MAX_SAFE_INTEGER, 0, 0],
    shownAt: 0,
    threads: [],
    offsets: {},
    names: {},
    read: { ours: 0, customers: 0, late: 0 },
  };
}
