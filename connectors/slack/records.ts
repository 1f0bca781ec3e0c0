import { z } from 'zod';
import { sideOf } from '../../src/connector/sides.ts';
import { type Agent, type Customer, personKeyOf } from '../../src/model/people.ts';
import type { Side } from '../../src/model/ticket.ts';
import { isTimeZone } from '../../src/model/time.ts';

/**
 * A message's time and name: seconds and microseconds, unique in its channel. Kept as text, since a number cannot
 * hold it; texts of this shape compare as the times they stand for.
 */
export const Ts = z.string().regex(/^\d{10}\.\d{6}$/, 'is no message time');

/** https://docs.slack.dev/reference/events/message */
export const Message = z.object({
  ts: Ts,
  thread_ts: Ts.optional(),
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  /** The author's workspace, where the author is foreign. */
  user_team: z.string().optional(),
  team: z.string().optional(),
  text: z.string().nullish(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })).default([]),
  reply_count: z.int().min(0).default(0),
  latest_reply: Ts.optional(),
});
export type Message = z.infer<typeof Message>;

/** https://docs.slack.dev/reference/objects/user-object */
export const User = z.object({
  id: z.string().min(1),
  team_id: z.string().optional(),
  name: z.string().optional(),
  tz: z.string().nullish(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  enterprise_user: z.object({ enterprise_id: z.string().optional() }).nullish(),
  profile: z
    .object({ email: z.string().nullish(), real_name: z.string().nullish(), display_name: z.string().nullish() })
    .default({}),
});
export type User = z.infer<typeof User>;

/** https://docs.slack.dev/reference/methods/auth.test */
export const Workspace = z.object({
  url: z.url(),
  team: z.string(),
  team_id: z.string().min(1),
  enterprise_id: z.string().nullish(),
});
export type Workspace = z.infer<typeof Workspace>;

/** https://docs.slack.dev/reference/methods/conversations.info */
export const ChannelInfo = z.object({
  channel: z.object({
    id: z.string(),
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_private: z.boolean().optional(),
  }),
});

/** https://docs.slack.dev/reference/methods/conversations.history: top-level messages, newest first. */
export const History = z.object({ messages: z.array(z.unknown()), has_more: z.boolean() });

const NextCursor = z.object({ next_cursor: z.string() });

/** https://docs.slack.dev/reference/methods/conversations.replies: a thread's messages, its first one on every page. */
export const Replies = z.object({
  messages: z.array(z.unknown()),
  has_more: z.boolean(),
  response_metadata: NextCursor.optional(),
});

/** Whom it shows is known; one of whom nothing can be read is as one whom Slack does not show. */
export const UserInfo = z.object({ user: User.omit({ id: true }).nullish() });

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
export const GroupMembers = z.object({ users: z.array(z.string()) });

const SLACKBOT = 'USLACKBOT';

/** Who answers: those listed, or (nobody listed) every full member of the workspace or its organisation. */
export interface StaffRule {
  readonly workspace: Workspace;
  readonly listed: ReadonlySet<string> | undefined;
  /** Who once answered as staff: they stay agents in history when they leave the list. */
  readonly isFormer: (id: string) => boolean;
  /** Machines that Slack calls people, as settings name them: ids, names, emails, in lower case. */
  readonly bots: ReadonlySet<string>;
}

/** The side a person stands on; undefined for somebody Slack does not show us, who is then taken as a customer. */
export function sideOfUser(id: string, user: User | undefined, rule: StaffRule): Side {
  const isAgent = (): boolean =>
    rule.isFormer(id) || (rule.listed?.has(id) ?? (user !== undefined && isFullMember(user, rule.workspace)));
  const actor = { id, names: [user?.name, user?.profile.email], machine: id === SLACKBOT || user?.is_bot === true };
  // Whoever asks in a channel is told by who they are alone.
  return sideOf(actor, () => false, { bots: rule.bots, isAgent });
}

function isFullMember(user: User, workspace: Workspace): boolean {
  if (user.is_restricted || user.is_ultra_restricted || user.is_stranger) return false;
  if (user.team_id === workspace.team_id) return true;
  return !!workspace.enterprise_id && user.enterprise_user?.enterprise_id === workspace.enterprise_id;
}

/** The side of a message's author. An app that posts as a person is that person; one that posts as itself is a bot. */
export function sideOfMessage(message: Message, users: ReadonlyMap<string, User>, rule: StaffRule): Side {
  if (message.user === undefined || message.subtype === 'bot_message') return 'bot';
  const user = users.get(message.user);
  if (!user && message.bot_id && !rule.listed?.has(message.user)) return 'bot';
  return sideOfUser(message.user, user, rule);
}

/** A person (or bot) who answers; `channelIds` are the channels in which they do. */
export function toAgent(
  source: string,
  id: string,
  user: User | undefined,
  side: Side,
  channelIds: readonly string[],
): Agent {
  const email = filled(user?.profile.email);
  const zone = user && zoneOf(user);
  return {
    source,
    id,
    name: filled(user?.profile.real_name) ?? filled(user?.profile.display_name) ?? user?.name ?? id,
    ...(email && { email }),
    personKey: personKeyOf(source, id, email),
    ...(zone && { timeZone: zone }),
    teamIds: [...channelIds],
    active: !user?.deleted,
    bot: side === 'bot',
  };
}

/**
 * A person who asks. The organisation is the Slack workspace they come from, unless it is our own: then the email's
 * domain must tell whose guest they are.
 */
export function toCustomer(
  source: string,
  id: string,
  user: User | undefined,
  teamOfMessage: string | undefined,
  workspace: Workspace,
): Customer {
  const zone = user && zoneOf(user);
  const email = filled(user?.profile.email);
  const team = user?.team_id ?? teamOfMessage;
  const foreign = team !== undefined && team !== workspace.team_id;
  return {
    source,
    id,
    ...(email && { email }),
    ...(zone && { timeZone: zone }),
    timeZoneOrigin: zone ? 'profile' : 'none',
    holidays: [],
    ...(foreign && { organisationId: team }),
  };
}

/** The profile's zone, if it is one that this machine knows: a wrong name must not stop the figures. */
function zoneOf(user: User): string | undefined {
  const zone = filled(user.tz);
  return zone !== undefined && isTimeZone(zone) ? zone : undefined;
}

function filled(text: string | null | undefined): string | undefined {
  return text?.trim() || undefined;
}

/** The instant of a message, whole milliseconds. */
export function instantOf(ts: string): number {
  return Number(ts.slice(0, 10)) * 1000 + Math.floor(Number(ts.slice(11)) / 1000);
}

/** The order within that millisecond, with room for what a message brings about (tens: 0, 10, … 9990). */
export function orderOf(ts: string): number {
  return (Number(ts.slice(11)) % 1000) * 10;
}

/** The first message time of an instant. */
export function tsOf(at: number): string {
  return `${String(Math.floor(at / 1000)).padStart(10, '0')}.${String((at % 1000) * 1000).padStart(6, '0')}`;
}
