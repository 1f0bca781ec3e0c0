import { sideOf } from '../../src/connector/sides.ts';
import type { Side } from '../../src/model/ticket.ts';
import type { Message, Version } from './answers.ts';

/** Somebody or something in a conversation, by HubSpot's own prefix of its id: `A-123`. */
export interface Actor {
  readonly kind: 'agent' | 'visitor' | 'email' | 'bot' | 'ai' | 'integration' | 'system' | 'unknown';
  /** Without the prefix; undefined for an address, which is nobody's id. */
  readonly id: string | undefined;
}

const KINDS = {
  A: 'agent',
  V: 'visitor',
  E: 'email',
  B: 'bot',
  L: 'ai',
  I: 'integration',
  S: 'system',
} as const satisfies Record<string, Actor['kind']>;

/** Reads an actor's id. */
export function actorOf(actorId: string | null | undefined): Actor {
  const [, prefix, id] = /^([A-Z])-(.+)$/.exec(actorId ?? '') ?? [];
  const kind = prefix !== undefined && prefix in KINDS ? KINDS[prefix as keyof typeof KINDS] : 'unknown';
  return { kind, id: kind === 'email' || kind === 'unknown' ? undefined : id };
}

/** Whether an actor is a bot that takes part in a conversation: a chatflow, or the customer agent. */
export function isChatBot({ kind }: Actor): boolean {
  return kind === 'bot' || kind === 'ai';
}

/** Who wrote a message: its first sender, else whoever made it. */
export function authorOf({ senders, createdBy }: Message): Actor {
  const sender = senders?.find(({ actorId }) => actorId)?.actorId;
  return actorOf(sender ?? createdBy);
}

/**
 * The side of a message's author. Bots and the system are machines, an integration where it writes for us; what comes in
 * is the customer's, also from one of ours; what goes out is ours.
 */
export function sideOfMessage(message: Message, isBot: (userId: string) => boolean): Side {
  const author = authorOf(message);
  const incoming = message.direction === 'INCOMING';
  const { kind, id } = author;
  const machine =
    isChatBot(author) ||
    kind === 'system' ||
    (kind === 'integration' && !incoming) ||
    (kind === 'unknown' && message.client?.clientType === 'SYSTEM') ||
    (kind === 'agent' && id !== undefined && isBot(id));
  const staff = kind === 'agent' || (message.direction === 'OUTGOING' && kind !== 'visitor');
  const person = { id: id ?? 'unknown', machine, staff };
  return sideOf(person, () => incoming, { bots: new Set(), isAgent: () => false });
}

/** The id of a message's author in the model: bots have numbers of their own, which users may have, too. */
export function authorIdOf({ kind, id }: Actor): string | undefined {
  if (id === undefined) return undefined;
  if (kind === 'agent') return id;
  return kind === 'visitor' ? `contact-${id}` : `${kind}-${id}`;
}

/** Where a change of a property comes from when a person made it by hand. */
const BY_HAND = new Set(['CRM_UI', 'CRM_UI_BULK_ACTION', 'MOBILE_IOS', 'MOBILE_ANDROID', 'BATCH_UPDATE']);

/** What machines change, also where a person set them up. */
const BY_MACHINE =
  /AUTOMATION|WORKFLOW|CALCULATED|INTERNAL_PROCESSING|^AI|BOT|CONVERSATIONS|MIGRATION|INTEGRATION|^API/;

/** The user who made a change, as far as its version tells. */
export function changerOf({ updatedByUserId: user, sourceId }: Version): string | undefined {
  if (user !== null && user !== undefined) return String(user);
  return /^userId:(\d+)$/.exec(sourceId ?? '')?.[1];
}

/** Who changed a property: a machine by the kind of change, else the user it names; undefined where nothing tells. */
export function sideOfChange(version: Version, isBot: (userId: string) => boolean): Side | undefined {
  const source = (version.sourceType ?? '').toUpperCase();
  const user = changerOf(version);
  if (BY_MACHINE.test(source) && !BY_HAND.has(source)) return 'bot';
  if (user !== undefined) return isBot(user) ? 'bot' : 'agent';
  return BY_HAND.has(source) ? 'agent' : undefined;
}
