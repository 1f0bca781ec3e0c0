import { MS_PER_DAY } from '../../src/model/time.ts';
import { machineOf } from './automatic.ts';
import {
  addressesIn,
  baseSubject,
  dateOf,
  first,
  type Headers,
  hashOf,
  headersOf,
  idsIn,
  nameIn,
  subjectText,
} from './headers.ts';
import type { Ours } from './sides.ts';
import { offsetEvidence } from './zones.ts';

/** A message as the server shows it: where it lies, when it arrived, its marks and raw header fields. */
export interface ShownMessage {
  readonly uid: number;
  /** INTERNALDATE, epoch ms. */
  readonly arrivedAt: number;
  readonly flags: ReadonlySet<string>;
  /** Gmail's labels; empty elsewhere. */
  readonly labels: ReadonlySet<string>;
  readonly headers: string;
}

/** On which side a message stands: a customer's, an agent's, an agent's to nobody outside, or a machine's. */
export type MessageSide = 'customer' | 'agent' | 'note' | 'machine';

/** All that is kept of a message. */
export interface MessageFacts {
  /** The Message-ID; where there is none, a name made of what else tells the message apart. */
  readonly id: string;
  readonly at: number;
  readonly side: MessageSide;
  /** The address of whoever wrote; undefined for a shared address of ours, and where there is none. */
  readonly author: string | undefined;
  readonly name: string | undefined;
  /** Addresses outside to which it went. */
  readonly to: readonly string[];
  /** Ids and conversations that it names, hashed, its own id's not among them. */
  readonly refs: readonly string[];
  /** Joins answers whose header names no message: base subject and address outside, hashed. */
  readonly keys: readonly string[];
  /** It answers something (by its subject) and names nothing that it answers. */
  readonly orphan: boolean;
  readonly subject: string;
  /** Minutes from UTC, where the customer's own client wrote them. */
  readonly offset: number | undefined;
}

/** More references than a thread has members tell nothing; the first and the latest ones do. */
const MOST_REFS = 40;
/** Whether an answer went to the customer is told by its recipients, so that none of a long list may be missing. */
const MOST_RECIPIENTS = 200;

/** Reads a message's header fields; undefined where nobody is named as its author. */
export function factsOf(
  { headers: raw, arrivedAt }: Pick<ShownMessage, 'headers' | 'arrivedAt'>,
  ours: Ours,
): MessageFacts | undefined {
  const headers = headersOf(raw);
  const [from] = addressesIn(first(headers, 'from'));
  if (from === undefined) return undefined;
  const stated = dateOf(first(headers, 'date'));
  const at = writtenAt(headers, stated?.at, arrivedAt);
  const outside = [...new Set(['to', 'cc'].flatMap((field) => headers.get(field) ?? []).flatMap(addressesIn))]
    .filter((address) => !ours.isOurs(address))
    .slice(0, MOST_RECIPIENTS);
  const writer = writerOf(headers, from, ours);
  const side = sideOf(headers, writer, outside, ours);
  const subject = subjectText(first(headers, 'subject'));
  const { base, isReply } = baseSubject(subject);
  const named = refsOf(headers);
  const id = idsIn(first(headers, 'message-id'))[0];
  const partners = side === 'customer' ? [writer.address] : outside;
  const own = side === 'customer' && !writer.byForm;
  const person = writer.address !== undefined && !(side !== 'customer' && ours.isShared(writer.address));
  return {
    id: id ?? `without-id-${hashOf([first(headers, 'date'), from, subject, first(headers, 'received')].join('\n'))}`,
    at,
    side,
    author: person ? writer.address : undefined,
    name: nameIn(first(headers, 'from')),
    to: outside,
    refs: named.filter((ref) => ref !== (id && hashOf(id))),
    keys: base === '' ? [] : partners.flatMap((partner) => (partner ? [hashOf(`${base}\n${partner}`)] : [])),
    orphan: isReply && named.length === 0,
    subject,
    offset: own && stated ? offsetEvidence(headers, stated.offset) : undefined,
  };
}

interface Writer {
  readonly address: string | undefined;
  /** A form or a group wrote in the customer's name: the clock is a server's. */
  readonly byForm: boolean;
}

/** Who wrote: From, or the customer whom a form or a group address of ours names beside it. */
function writerOf(headers: Headers, from: string, ours: Ours): Writer {
  if (!ours.isOurs(from)) return { address: from, byForm: false };
  const behind = (['x-original-from', 'reply-to'] as const)
    .flatMap((field) => addressesIn(first(headers, field)))
    .find((address) => !ours.isOurs(address));
  if (behind !== undefined) return { address: behind, byForm: true };
  const sender = addressesIn(first(headers, 'sender')).find(
    (address) => ours.isOurs(address) && !ours.isShared(address),
  );
  return { address: ours.isShared(from) && sender !== undefined ? sender : from, byForm: false };
}

function sideOf(headers: Headers, writer: Writer, outside: readonly string[], ours: Ours): MessageSide {
  if (machineOf(headers, ours.isOurDomain) !== undefined) return 'machine';
  if (writer.address === undefined || ours.isBot(writer.address)) return 'machine';
  if (!ours.isOurs(writer.address)) return 'customer';
  return outside.length > 0 ? 'agent' : 'note';
}

/**
 * When a message was written: its Date where the server got it within a day of it, else when the last server before ours
 * took it, else when it came here.
 */
function writtenAt(headers: Headers, stated: number | undefined, arrivedAt: number): number {
  if (stated !== undefined && Math.abs(stated - arrivedAt) <= MS_PER_DAY) return stated;
  const received = dateOf(first(headers, 'received')?.split(';').at(-1))?.at;
  if (received === undefined) return arrivedAt;
  return stated !== undefined && Math.abs(stated - received) <= MS_PER_DAY ? stated : received;
}

/** Hashes of all that a message says to belong to; Outlook's Thread-Index names a conversation by its first 22 bytes. */
function refsOf(headers: Headers): readonly string[] {
  const references = idsIn(first(headers, 'references'));
  const named = [...references.slice(0, MOST_REFS / 2), ...references.slice(-MOST_REFS / 2)];
  const ids = new Set([...named, ...idsIn(first(headers, 'in-reply-to'))]);
  const index = Buffer.from(first(headers, 'thread-index') ?? '', 'base64');
  const hashes = [...ids].map(hashOf);
  // The first message of a conversation has one of 22 bytes; an answer's is longer.
  return index.length >= 22 ? [...hashes, hashOf(`thread-index ${index.subarray(0, 22).toString('hex')}`)] : hashes;
}
