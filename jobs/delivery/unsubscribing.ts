import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../../src/store/store.ts';
import type { Channel } from './channel.ts';
import { sameText } from './same-text.ts';

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
