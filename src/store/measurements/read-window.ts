import { setImmediate as nextTurn } from 'node:timers/promises';
import { Account, ChurnEvent, Cost, Milestone, MrrChange, Order, Referral, Subscription } from '../../model/account.ts';
import { Agent, Team } from '../../model/people.ts';
import type { Span, WindowRecords } from '../../model/window-records.ts';
import type { Engine } from '../engine.ts';
import { countRejections } from '../rejections.ts';
import { readAllRecords, readCustomersByKey } from '../tickets/read-records.ts';
import { readQuality } from './quality.ts';
import { readMeasuredIn } from './read.ts';
import { comparedOf, ratedIds, ratedOf, ratingsOf, standingsOf, usageOf } from './window-records.ts';
import { readLives } from './window-rows.ts';

/**
 * Reads all that one report needs in one transaction that sees one state, whoever writes meanwhile; `now` (epoch ms) is
 * what the records are dated.
 */
export const readWindow =
  (engine: Engine) =>
  <Rated>(span: Span<Rated>, now: number): Promise<WindowRecords<Rated>> =>
    engine.read(
      async (session) => {
        const agents = await readAllRecords(session, engine, 'agent', Agent);
        const subscriptions = await readAllRecords(session, engine, 'subscription', Subscription);
        const milestones = await readAllRecords(session, engine, 'milestone', Milestone);
        const fromAt = span.from({ subscriptions, milestones });
        const { toAt } = span.window;
        const { ratings, otherSurveys } = await ratingsOf(session, engine, { fromAt, toAt });
        const also =
          span.cohort === 'rated'
            ? ratedIds(ratings, { fromAt: span.previous.fromAt, toAt })
            : new Map<string, string[]>();
        await nextTurn();
        const { openAt, withUrls } = span;
        const { measurements, open } = await readLives(session, engine, { fromAt, toAt, openAt, withUrls, also });
        // Nothing here waits for anything outside, so this is where timers and signals get their turn.
        await nextTurn();
        const customerKeys = new Set<string | null>(measurements.customer.keys);
        for (const { source, customerId } of ratings) {
          if (customerId !== undefined) customerKeys.add(`${source}/${customerId}`);
        }
        const { usage, any } = await usageOf(session, engine, span.usageCuts);
        const whole = {
          asOf: now,
          measurements,
          tickets: await readMeasuredIn(session, engine, { fromAt: span.livesFromAt, toAt }),
          open,
          quality: await readQuality(session, engine, span.cohort, span.window),
          agents,
          teams: await readAllRecords(session, engine, 'team', Team),
          accounts: await readAllRecords(session, engine, 'account', Account),
          ratings,
          subscriptions,
          churnEvents: await readAllRecords(session, engine, 'churn_event', ChurnEvent),
          mrrChanges: await readAllRecords(session, engine, 'mrr_change', MrrChange),
          orders: await readAllRecords(session, engine, 'purchase', Order),
          referrals: await readAllRecords(session, engine, 'referral', Referral),
          milestones,
          costs: await readAllRecords(session, engine, 'cost', Cost),
          usage,
          knows: { usage: any, otherSurveys },
          sources: await standingsOf(session, engine),
          rejected: await countRejections(session, engine),
        };
        await session.byKey();
        return {
          ...whole,
          compared: await comparedOf(session, engine, span, { measurements, ratings }),
          rated: await ratedOf(session, engine, span, ratings, agents),
          customers: await readCustomersByKey(session, engine, customerKeys),
        };
      },
      { whole: true },
    );
