import { MS_PER_DAY } from '../../src/model/time.ts';
import type { Message, Thread } from './cursor.ts';
import { hashOf } from './headers.ts';
import type { MessageFacts } from './message.ts';

/** An answer whose header names nothing belongs to a message of the same subject no older than this. */
const SUBJECT_DAYS = 14;

/** Threads that may still get a message, found by what messages name. */
export interface OpenThreads {
  readonly all: ReadonlySet<Thread>;
  /** The thread and message of this id, if it is among them. */
  readonly find: (id: string) => { readonly thread: Thread; readonly message: Message } | undefined;
  /** Puts a message where it belongs; answers the thread, and those that went into it. */
  readonly add: (
    facts: MessageFacts,
    message: Message,
  ) => { readonly thread: Thread; readonly merged: readonly Thread[] };
  readonly drop: (thread: Thread) => void;
}

/** When a thread's last message was written. */
export function lastAt(thread: Thread): number {
  return thread.messages.reduce((latest, { at }) => Math.max(latest, at), thread.firstAt);
}

/**
 * Joins messages into threads in whatever order they come: by the ids that they name, also ids of messages that nobody
 * has seen; an answer that names none by subject and address. More than `days` of silence part two threads.
 */
export function openThreads(stored: readonly Thread[], days: number, storeSubjects: boolean): OpenThreads {
  const all = new Set<Thread>();
  const byRef = new Map<string, Set<Thread>>();
  const byKey = new Map<string, Set<Thread>>();
  const messages = new Map<string, { readonly thread: Thread; readonly message: Message }>();

  const index = (thread: Thread): void => {
    all.add(thread);
    for (const ref of thread.refs) into(byRef, ref, thread);
    for (const key of thread.keys) into(byKey, key, thread);
    for (const message of thread.messages) messages.set(message.id, { thread, message });
  };
  const drop = (thread: Thread): void => {
    all.delete(thread);
    for (const ref of thread.refs) outOf(byRef, ref, thread);
    for (const key of thread.keys) outOf(byKey, key, thread);
    for (const { id } of thread.messages) if (messages.get(id)?.thread === thread) messages.delete(id);
  };
  const isNear = (thread: Thread, at: number, within: number): boolean =>
    at >= thread.firstAt - within * MS_PER_DAY && at <= lastAt(thread) + within * MS_PER_DAY;
  for (const thread of stored) index(thread);

  return {
    all,
    find: (id) => messages.get(hashOf(id)),
    drop,
    add(facts, message) {
      const own = hashOf(facts.id);
      const named = [own, ...facts.refs].flatMap((ref) => [...(byRef.get(ref) ?? [])]);
      let found = [...new Set(named)].filter((thread) => isNear(thread, facts.at, days));
      if (found.length === 0) {
        const alike = [...new Set(facts.keys.flatMap((key) => [...(byKey.get(key) ?? [])]))];
        found = alike
          .filter((thread) =>
            facts.orphan ? thread.firstAt <= facts.at || thread.orphan : thread.orphan && facts.at <= thread.firstAt,
          )
          .filter((thread) => isNear(thread, facts.at, Math.min(days, SUBJECT_DAYS)))
          .sort((a, b) => lastAt(b) - lastAt(a))
          .slice(0, 1);
      }
      // What was brought first keeps its name; among those that were not, the older one.
      found.sort((a, b) => Number(b.brought === 'ticket') - Number(a.brought === 'ticket') || a.firstAt - b.firstAt);
      const [thread = begun(facts, storeSubjects), ...merged] = found;
      for (const one of found) drop(one);
      for (const one of merged) absorb(thread, one);
      take(thread, facts, message, storeSubjects);
      index(thread);
      return { thread, merged };
    },
  };
}

function begun(facts: MessageFacts, storeSubjects: boolean): Thread {
  return {
    id: ticketIdOf(facts.id),
    firstAt: facts.at,
    refs: [],
    keys: [],
    messages: [],
    ...(storeSubjects && facts.subject !== '' && { subject: facts.subject.slice(0, 200) }),
    ...(facts.orphan && { orphan: true }),
  };
}

function take(thread: Thread, facts: MessageFacts, message: Message, storeSubjects: boolean): void {
  const precedes =
    thread.messages.length > 0 &&
    (facts.at < thread.firstAt || (facts.at === thread.firstAt && opensBefore(thread, facts)));
  thread.refs = [...new Set([...thread.refs, hashOf(facts.id), ...facts.refs])];
  thread.keys = [...new Set([...thread.keys, ...facts.keys])];
  thread.messages.push(message);
  if (!precedes) return;
  thread.firstAt = facts.at;
  if (!facts.orphan) delete thread.orphan;
  if (storeSubjects && facts.subject !== '') thread.subject = facts.subject.slice(0, 200);
  if (thread.brought !== 'ticket') thread.id = ticketIdOf(facts.id);
}

/** Of two messages of one second the one that the other names is the first; else the order must not depend on ours. */
function opensBefore(thread: Thread, facts: MessageFacts): boolean {
  if (thread.refs.includes(hashOf(facts.id))) return true;
  return !facts.refs.some((ref) => thread.refs.includes(ref)) && ticketIdOf(facts.id) < thread.id;
}

function absorb(thread: Thread, other: Thread): void {
  thread.refs = [...new Set([...thread.refs, ...other.refs])];
  thread.keys = [...new Set([...thread.keys, ...other.keys])];
  thread.messages.push(...other.messages);
  const past = [...(thread.past ?? []), ...(other.past ?? [])];
  if (past.length > 0) thread.past = past;
  if (other.firstAt >= thread.firstAt) return;
  thread.firstAt = other.firstAt;
  if (other.subject !== undefined) thread.subject = other.subject;
  if (!other.orphan) delete thread.orphan;
  if (thread.brought !== 'ticket') thread.id = other.id;
}

/** The Message-ID, by which a person finds the mail; a hash where it is too long or no plain text. */
export function ticketIdOf(messageId: string): string {
  return /^[\x21-\x7e]{1,200}$/.test(messageId) ? messageId : `hash-${hashOf(messageId)}`;
}

function into<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

function outOf<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const values = map.get(key);
  values?.delete(value);
  if (values?.size === 0) map.delete(key);
}
