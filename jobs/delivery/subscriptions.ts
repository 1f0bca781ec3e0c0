import { CADENCES, type Cadence, type Schedule } from '../../src/report/schedule.ts';
import type { Deps } from '../tasks/deps.ts';
import type { Channel } from './channel.ts';
import { schedulesOf } from './schedules.ts';
import { isUnsubscribed } from './unsubscribing.ts';

/** One kind of digest to one place. */
export interface Subscription {
  /** `weekly/slack:C0123`. */
  readonly id: string;
  readonly cadence: Cadence;
  readonly schedule: Schedule;
  readonly channel: Channel;
}

/** The channels of the settings, and the mailboxes of agents who get their own figures. */
export async function allChannels({ channels, mailboxOf, settings, store }: Deps): Promise<readonly Channel[]> {
  const wanted = settings.DIGEST_AGENTS_EMAIL;
  if (mailboxOf === undefined || wanted.length === 0) return channels;
  const all = wanted[0] === 'all';
  const addresses = all
    ? (await store.agents()).flatMap(({ active, bot, email }) => (active && !bot && email ? [email.toLowerCase()] : []))
    : wanted.map((address) => address.toLowerCase());
  return [...channels, ...[...new Set(addresses)].sort().map(mailboxOf)];
}

/** Every digest that the settings ask for, less those that their readers have ended. */
export async function subscriptionsOf(deps: Deps): Promise<readonly Subscription[]> {
  const { settings, store } = deps;
  const schedules = schedulesOf(settings);
  const subscriptions: Subscription[] = [];
  const channels = await allChannels(deps);
  for (const cadence of CADENCES) {
    const schedule = schedules[cadence];
    if (schedule === undefined) continue;
    for (const channel of channels) {
      if (await isUnsubscribed(store, channel)) continue;
      subscriptions.push({ id: `${cadence}/${channel.id}`, cadence, schedule, channel });
    }
  }
  return subscriptions;
}
