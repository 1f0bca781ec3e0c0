import { z } from 'zod';
import { DataError } from '../model/errors.ts';
import type { Engine } from './engine.ts';
import type { Row } from './schema.ts';

/** One digest to be sent once: a subscription and the window it covers, in epoch ms. */
export interface DigestWindow {
  readonly subscription: string;
  readonly windowFrom: number;
  readonly windowTo: number;
}

/** `uncertain`: it was handed over and no answer came. `refused`: the channel will never take it. */
export type DigestState = 'planned' | 'sending' | 'sent' | 'uncertain' | 'refused';

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

const State = z.enum(['planned', 'sending', 'sent', 'uncertain', 'refused']) satisfies z.ZodType<DigestState>;

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

/** Digests and where their delivery stands. */
export function digestStore(engine: Engine) {
  const ofWindow = ({ subscription, windowFrom, windowTo }: DigestWindow) => ({
    subscription,
    window_from: windowFrom,
    window_to: windowTo,
  });
  const update = (window: DigestWindow) =>
    engine.db.updateTable('digest_delivery').where((eb) => eb.and(ofWindow(window)));
  return {
    /** Notes that a digest is to be sent; false when it was noted before, in whatever state it is. */
    plan: (window: DigestWindow, at: number): Promise<boolean> =>
      engine.write(async (session) => {
        const insert = engine.db
          .insertInto('digest_delivery')
          .values({ ...ofWindow(window), state: 'planned', attempts: 0, at, message_key: null })
          .onConflict((conflict) => conflict.columns(['subscription', 'window_from', 'window_to']).doNothing());
        return (await session.execute(insert.compile())) > 0;
      }),

    /**
     * Takes a planned digest for sending, in one statement, so that of many callers one gets it; undefined when it is not
     * planned (any more).
     */
    claim: (window: DigestWindow, at: number, messageKey: string): Promise<DigestDelivery | undefined> =>
      engine.write(async (session) => {
        const take = update(window)
          .set((eb) => ({
            state: 'sending',
            attempts: eb('attempts', '+', 1),
            at,
            message_key: eb.fn.coalesce('message_key', eb.val(messageKey)),
          }))
          .where('state', '=', 'planned')
          .returningAll();
        const [row] = await session.rows(take.compile());
        return row && toDelivery(row);
      }),

    /** Notes what became of a digest. */
    mark: (window: DigestWindow, state: DigestState, at: number): Promise<void> =>
      engine.write(async (session) => {
        await session.execute(update(window).set({ state, at }).compile());
      }),

    /** Digests in order of subscription and window, all or those in a state or of a subscription. */
    list: (
      filter: { readonly subscription?: string; readonly state?: DigestState } = {},
    ): Promise<readonly DigestDelivery[]> =>
      engine.read(async (session) => {
        let query = engine.db
          .selectFrom('digest_delivery')
          .selectAll()
          .orderBy('subscription')
          .orderBy('window_from')
          .orderBy('window_to');
        if (filter.subscription !== undefined) query = query.where('subscription', '=', filter.subscription);
        if (filter.state !== undefined) query = query.where('state', '=', filter.state);
        return (await session.rows(query.compile())).map(toDelivery);
      }),
  };
}

export type DigestStore = ReturnType<typeof digestStore>;
