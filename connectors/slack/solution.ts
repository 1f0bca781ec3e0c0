import type { Side } from '../../src/model/ticket.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { type Message, orderOf } from './records.ts';

/** How a team says that a thread is solved, and which threads are tickets. */
export interface ThreadRules {
  /** Names of reactions, without colons. */
  readonly solvedReactions: ReadonlySet<string>;
  /** A message of a responder or a bot that matches says "solved". */
  readonly solvedText: RegExp | undefined;
  /** Days of silence after a responder's message. */
  readonly solvedAfterDays: number | undefined;
  /** Which bot posts are tickets: all, those that people answered, none. */
  readonly botPosts: 'all' | 'answered' | 'none';
}

/** When the responders' mark on a thread was first seen. */
export interface MarkSighting {
  readonly at: number;
  /** The thread was seen without the mark before, or is younger than the look before: the mark was set between. */
  readonly watched: boolean;
}

/** Everything needed to read one thread; nothing is asked for in between. */
export interface ThreadContext {
  readonly source: string;
  readonly channelId: string;
  /** `https://acme.slack.com/` */
  readonly workspaceUrl: string;
  readonly now: number;
  readonly storeSubjects: boolean;
  readonly rules: ThreadRules;
  readonly sideOfMessage: (message: Message) => Side;
  readonly sideOfUser: (userId: string) => Side;
  readonly mark: MarkSighting | undefined;
  /** False when a message of the thread could not be read. */
  readonly complete: boolean;
}

interface Moment {
  readonly at: number;
  /** Order within that millisecond. */
  readonly seq: number;
}

interface Solution extends Moment {
  readonly original: string;
  readonly by: Side;
  readonly estimated: boolean;
}

export interface Said {
  readonly message: Message;
  readonly side: Side;
  readonly at: number;
}

/** Whether a responder has put one of the "solved" reactions on the message. Skin tones are the same reaction. */
export function isMarkedSolved(message: Message, rules: ThreadRules, sideOfUser: (id: string) => Side): boolean {
  return solvedMark(message, rules, sideOfUser) !== undefined;
}

function solvedMark(message: Message, rules: ThreadRules, sideOfUser: (id: string) => Side): string | undefined {
  return message.reactions
    .filter(({ users }) => users.some((id) => sideOfUser(id) === 'agent'))
    .map(({ name }) => plain(name))
    .find((name) => rules.solvedReactions.has(name));
}

export function plain(reaction: string): string {
  return reaction.split('::', 1)[0] ?? reaction;
}

/**
 * Solutions and reopenings in turn, beginning with a solution. A "solved" message dates itself; two of them with a
 * customer's message between prove that the thread was reopened there. A reaction has no time: it is dated by the
 * responders' last message before it was first seen, else (nobody wrote) by the look that found it, when that look is
 * known to be the first since. Silence dates itself: the timer ran out.
 */
export function solutionsOf(said: readonly Said[], opening: Said, context: ThreadContext): readonly Solution[] {
  const { rules } = context;
  const words = solvedWords(said, rules);
  if (words.length > 0) return words;
  const mark = solvedMark(opening.message, rules, context.sideOfUser);
  if (mark) return [{ ...markedMoment(said, opening, context), original: `:${mark}:`, by: 'agent', estimated: true }];
  const last = said.findLast(({ side }) => side !== 'bot');
  if (rules.solvedAfterDays === undefined || last?.side !== 'agent') return [];
  const at = last.at + rules.solvedAfterDays * MS_PER_DAY;
  if (at > context.now) return [];
  return [{ at, seq: 0, original: 'silence', by: 'bot', estimated: false }];
}

function solvedWords(said: readonly Said[], { solvedText }: ThreadRules): Solution[] {
  const found: Solution[] = [];
  let askedAgain: Said | undefined;
  for (const one of said) {
    if (one.side === 'customer') {
      if (found.length > 0) askedAgain ??= one;
      continue;
    }
    if (!solvedText?.test((one.message.text ?? '').trim())) continue;
    if (found.length > 0 && !askedAgain) continue;
    if (askedAgain) found.push({ ...momentOf(askedAgain), original: 'asked again', by: 'customer', estimated: false });
    found.push({ ...momentOf(one), original: 'solved', by: one.side, estimated: false });
    askedAgain = undefined;
  }
  return found;
}

function markedMoment(said: readonly Said[], opening: Said, { mark, now }: ThreadContext): Moment {
  const seenAt = mark?.at ?? now;
  const before = said.filter(({ at }) => at <= seenAt);
  const answer = before.findLast(({ side }) => side === 'agent');
  if (answer) return momentOf(answer);
  if (mark?.watched) return { at: Math.max(seenAt, opening.at), seq: 0 };
  return momentOf(before.at(-1) ?? opening);
}

/** Just after the message that it goes with. */
function momentOf({ message, at }: Said): Moment {
  return { at, seq: orderOf(message.ts) + 1 };
}
