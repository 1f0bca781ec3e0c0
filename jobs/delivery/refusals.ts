import type { Channel, DeliveryDeps, Notice } from './channel.ts';

/** Refusals in a row after which somebody is told, and then each time as many again. */
const REFUSALS_TO_TELL = 3;

/**
 * When a channel has refused the last few digests of a subscription, tells the others, those of another kind first, until
 * one takes it: whoever looks after the digests would else learn of it from nobody.
 */
export async function tellOfRefusals(
  subscription: string,
  channel: Channel,
  detail: string,
  deps: DeliveryDeps,
  signal: AbortSignal,
): Promise<void> {
  const { store, log, channels } = deps;
  const rows = await store.digests.list({ subscription });
  const settled = rows.filter(({ state }) => state !== 'planned' && state !== 'sending');
  const lastTaken = settled.findLastIndex(({ state }) => state !== 'refused');
  const refusals = settled.length - 1 - lastTaken;
  if (refusals === 0 || refusals % REFUSALS_TO_TELL !== 0) return;
  log.error({ digest: subscription, refusals }, `this digest keeps being refused: ${detail}`);
  const notice: Notice = {
    subject: `The digest ${subscription} is not being delivered`,
    text: `The last ${refusals} digests of ${subscription} were refused. ${detail}. Nobody there has got them.`,
    key: `refused/${subscription}/${settled.at(-1)?.windowTo}`,
  };
  for (const other of inOrder(channels, channel)) {
    if (await told(other, notice, deps, signal)) return;
  }
  log.error({ digest: subscription }, 'and no other channel could be told');
}

/** Everybody's channels but the refusing one; those of another kind first, since what ails one Slack channel may ail all. */
function inOrder(channels: readonly Channel[], refusing: Channel): readonly Channel[] {
  const kind = ({ id }: Channel): string => id.split(':', 1)[0]!;
  const others = channels.filter(({ id, tell }) => id !== refusing.id && tell !== undefined);
  return [
    ...others.filter((channel) => kind(channel) !== kind(refusing)),
    ...others.filter((channel) => kind(channel) === kind(refusing)),
  ];
}

async function told(channel: Channel, notice: Notice, { log }: DeliveryDeps, signal: AbortSignal): Promise<boolean> {
  try {
    const delivery = await channel.tell?.(notice, signal);
    log.info({ channel: channel.id }, `told of the refusals: ${delivery?.detail}`);
    return delivery?.outcome === 'sent';
  } catch (error) {
    log.warn({ channel: channel.id, err: error }, 'could not be told of the refusals');
    return false;
  }
}
