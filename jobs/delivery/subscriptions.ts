import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../../src/config/settings.ts';
import { CADENCE_NAMES, type Cadence, type Schedule } from '../../src/model/window.ts';
import type { Store } from '../../src/store/store.ts';
import type { Channel, DeliveryDeps } from './channel.ts';

/** Whether two texts are the same, found without telling by time how much of a guess at a secret is right. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** When each kind of digest is due by the settings; undefined: nobody asked for it. */
export function schedulesOf(settings: Settings): Readonly<Record<Cadence, Schedule | undefined>> {
  return {
    daily: settings.DIGEST_DAILY,
    weekly: settings.DIGEST_WEEKLY,
    monthly: settings.DIGEST_MONTHLY,
  } satisfies Record<Cadence, Schedule | undefined>;
}

const SECRET = 'unsubscribe-secret';

/** Whether a channel's reader has ended it. */
export async function isUnsubscribed(store: Store, { id }: Channel): Promise<boolean> {
  return (await store.setting(`unsubscribed:${id}`)) === 'yes';
}

/** Ends a channel, or begins it again. */
export async function setUnsubscribed(store: Store, { id }: Channel, ended: boolean): Promise<void> {
  await store.setSetting(`unsubscribed:${id}`, ended ? 'yes' : 'no');
}

/**
 * A text that stands for one channel in its unsubscribe address: it tells nobody the mailbox, cannot be guessed, and
 * stays the same, so that the address in an old mail still works.
 */
export async function unsubscribeToken(store: Store, { id }: Channel): Promise<string> {
  return createHmac('sha256', await secretOf(store))
    .update(id)
    .digest('base64url');
}

/** The channel that a token stands for, of those that there are. */
export async function channelOfToken(
  store: Store,
  token: string,
  channels: readonly Channel[],
): Promise<Channel | undefined> {
  for (const channel of channels) {
    if (channel.personal === true && sameText(await unsubscribeToken(store, channel), token)) return channel;
  }
  return undefined;
}

/** Made up once a store. */
async function secretOf(store: Store): Promise<string> {
  return (await store.setting(SECRET)) ?? store.keepSetting(SECRET, randomBytes(32).toString('base64url'));
}

/** One kind of digest to one place. */
export interface Subscription {
  /** `weekly/slack:C0123`. */
  readonly id: string;
  readonly cadence: Cadence;
  readonly schedule: Schedule;
  readonly channel: Channel;
}

/** The channels of the settings, and the mailboxes of agents who get their own figures. */
export async function allChannels({ channels, mailboxOf, settings, store }: DeliveryDeps): Promise<readonly Channel[]> {
  const wanted = settings.DIGEST_AGENTS_EMAIL;
  if (mailboxOf === undefined || wanted.length === 0) return channels;
  const all = wanted[0] === 'all';
  const addresses = all
    ? (await store.agents()).flatMap(({ active, bot, email }) => (active && !bot && email ? [email.toLowerCase()] : []))
    : wanted.map((address) => address.toLowerCase());
  return [...channels, ...[...new Set(addresses)].sort().map(mailboxOf)];
}

/** Every digest that the settings ask for, less those that their readers have ended. */
export async function subscriptionsOf(deps: DeliveryDeps): Promise<readonly Subscription[]> {
  const { settings, store } = deps;
  const schedules = schedulesOf(settings);
  const subscriptions: Subscription[] = [];
  const channels = await allChannels(deps);
  for (const cadence of CADENCE_NAMES) {
    const schedule = schedules[cadence];
    if (schedule === undefined) continue;
    for (const channel of channels) {
      if (await isUnsubscribed(store, channel)) continue;
      subscriptions.push({ id: `${cadence}/${channel.id}`, cadence, schedule, channel });
    }
  }
  return subscriptions;
}
