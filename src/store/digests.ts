import { z } from 'zod';
import { DataError } from '../model/errors.ts';
import type { Engine, Session } from './engine.ts';
import type { Row } from './schema.ts';

/** One digest to be sent once: a subscription and the window it covers, in epoch ms. */
export interface DigestWindow {
  readonly subscription: string;
  readonly windowFrom: number;
  readonly windowTo: number;
}

/**
 * `uncertain`: it was handed over and no answer came. `refused`: the channel did not take it; it stays owed. `missed`: it is
 * owed no more, because later ones were to be sent first.
 */
export type DigestState = 'planned' | 'sending' | 'sent' | 'uncertain' | 'refused' | 'missed';

/** Where the delivery of a digest stands. */
export interface DigestDelivery extends DigestWindow {
  readonly state: DigestState;
  /** How often somebody began to send it. */
  readonly attempts: number;
  /** When it came into this state. */
  readonly at: number;
  /** Names the message to its channel, the same at every attempt, so that a second one can be told from a new one. */
  readonly messageKey: string | null;
}

const State = z.enum(['planned', 'sending', 'sent', 'uncertain', 'refused', 'missed']) satisfies z.ZodType<DigestState>;

function toDelivery(row: Row<'digest_delivery'>): DigestDelivery {
  const state = State.safeParse(row.state);
  if (!state.success) throw new DataError(`store: digest ${row.subscription} is in the unknown state "${row.state}"`);
  return {
    subscription: row.subscription,
    windowFrom: row.window_from,
    windowTo: row.window_to,
    state: state.data,
    attempts: row.attempts,
    at: row.at,
    messageKey: row.message_key,
  };
}

/** Notes a digest as planned; false when it is known already. */
export async function planDigest(session: Session, engine: Engine, window: DigestWindow, at: number): Promise<boolean> {
  const insert = engine.db
    .insertInto('digest_delivery')
    .values({
      subscription: window.subscription,
      window_from: window.windowFrom,
      window_to: window.windowTo,
      state: 'planned',
      attempts: 0,
      at,
      message_key: null,
    })
    .onConflict((conflict) => conflict.columns(['subscription', 'window_from', 'window_to']).doNothing());
  return (await session.execute(insert.compile())) > 0;
}

/** Takes an owed digest (planned, or refused before) for sending, in one statement, so that two callers cannot both have it. */
export async function claimDigest(
  session: Session,
  engine: Engine,
  window: DigestWindow,
  at: number,
  messageKey: string,
): Promise<DigestDelivery | undefined> {
  const update = engine.db
    .updateTable('digest_delivery')
    .set((eb) => ({
      state: 'sending',
      attempts: eb('attempts', '+', 1),
      at,
      message_key: eb.fn.coalesce('message_key', eb.val(messageKey)),
    }))
    .where('subscription', '=', window.subscription)
    .where('window_from', '=', window.windowFrom)
    .where('window_to', '=', window.windowTo)
    .where('state', 'in', ['planned', 'refused'])
    .returningAll();
  const [row] = await session.rows(update.compile());
  return row && toDelivery(row);
}

/**
 * Notes what became of a digest. `again` names its message anew and counts attempts from none: it is to be another message
 * than the one that went out before.
 */
export async function markDigest(
  session: Session,
  engine: Engine,
  window: DigestWindow,
  state: DigestState,
  at: number,
  again?: string,
): Promise<void> {
  const update = engine.db
    .updateTable('digest_delivery')
    .set({ state, at, ...(again === undefined ? {} : { attempts: 0, message_key: again }) })
    .where('subscription', '=', window.subscription)
    .where('window_from', '=', window.windowFrom)
    .where('window_to', '=', window.windowTo);
  await session.execute(update.compile());
}

/** Digests in order of subscription and window. */
export async function readDigests(
  session: Session,
  engine: Engine,
  filter: { readonly subscription?: string; readonly state?: DigestState },
): Promise<DigestDelivery[]> {
  let query = engine.db
    .selectFrom('digest_delivery')
    .selectAll()
    .orderBy('subscription')
    .orderBy('window_from')
    .orderBy('window_to');
  if (filter.subscription !== undefined) query = query.where('subscription', '=', filter.subscription);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  return (await session.rows(query.compile())).map(toDelivery);
}
