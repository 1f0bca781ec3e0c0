import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import {
  Account,
  ChurnEvent,
  Cost,
  Milestone,
  MrrChange,
  Order,
  Referral,
  Subscription,
  Usage,
} from '../../model/account.ts';
import type { TicketHistory } from '../../model/measurement.ts';
import { Agent, Team } from '../../model/people.ts';
import { Rating } from '../../model/rating.ts';
import type { Period } from '../../model/window.ts';
import {
  cohortTest,
  isAnsweredIn,
  type Span,
  type UsageCount,
  type WindowRecords,
} from '../../model/window-records.ts';
import type { Engine, Session } from '../engine.ts';
import { countRejections, standingsOf } from '../sync.ts';
import { readHistories, type TicketKey } from '../tickets/histories.ts';
import { readAllRecords, readCustomersByKey, readRecords } from '../tickets/read-records.ts';
import { readMeasuredIn } from './lived-tickets.ts';
import { readQuality } from './quality.ts';
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
        const { usage, isKnown } = await usageOf(session, engine, span.usageCuts);
        const lived = await readMeasuredIn(session, engine, { fromAt: span.livesFromAt, toAt });
        const whole = {
          asOf: now,
          measurements,
          tickets: lived.filter(({ exclusion }) => exclusion === null),
          leftOut: lived.filter(({ exclusion }) => exclusion !== null),
          open,
          unsolvedIn: await unsolvedIn(session, engine),
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
          knows: { usage: isKnown, otherSurveys },
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

/** Names of the sources that hold a ticket in the figures without a final solution. */
async function unsolvedIn(session: Session, engine: Engine): Promise<string[]> {
  const query = sql<[string]>`select distinct source from measured where final_solved_at is null and exclusion is null`;
  return (await session.arrays(query.compile(engine.db))).map(([source]) => String(source));
}

/** Histories held at once. */
const BATCH = 500;

/** Whether a survey belongs to a period: answered in it, or offered in it. */
function isOf({ ratedAt, offeredAt }: Rating, { fromAt, toAt }: Period): boolean {
  const lies = (at: number | undefined): boolean => at !== undefined && at >= fromAt && at < toAt;
  return lies(ratedAt) || lies(offeredAt);
}

/** Answers and offers of a period, and all answers of the kind nps before its end, since they say who promotes us. */
async function ratingsOf(
  session: Session,
  engine: Engine,
  period: Period,
): Promise<{ readonly ratings: readonly Rating[]; readonly otherSurveys: boolean }> {
  const ratings: Rating[] = [];
  let otherSurveys = false;
  for await (const page of readRecords(session, engine, 'rating', Rating)) {
    for (const rating of page) {
      if (rating.kind !== 'csat') otherSurveys = true;
      const at = rating.ratedAt ?? rating.offeredAt;
      const isEarlierNps = rating.kind === 'nps' && at !== undefined && at < period.toAt;
      if (isOf(rating, period) || isEarlierNps) ratings.push(rating);
    }
  }
  return { ratings, otherSurveys };
}

/** Ids by source of tickets whose customers answered within a period. */
function ratedIds(ratings: readonly Rating[], period: Period): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const rating of ratings) {
    if (rating.ticketId === undefined || !isAnsweredIn(rating, period)) continue;
    const list = ids.get(rating.source);
    if (list === undefined) ids.set(rating.source, [rating.ticketId]);
    else list.push(rating.ticketId);
  }
  return ids;
}

/** Use counted by who used what between two cuts, so that no record of it is kept. */
async function usageOf(
  session: Session,
  engine: Engine,
  cuts: readonly number[],
): Promise<{ readonly usage: readonly UsageCount[]; readonly isKnown: boolean }> {
  const counts = new Map<string, UsageCount & { records: number }>();
  let isKnown = false;
  for await (const page of readRecords(session, engine, 'usage', Usage)) {
    isKnown = true;
    for (const { source, accountKey, subscriptionId, feature, at, count } of page) {
      const cut = cutBefore(cuts, at);
      if (count === 0 || cut === undefined) continue;
      const key = JSON.stringify([source, accountKey, subscriptionId, feature, cut]);
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { source, accountKey, subscriptionId, feature, at: cut, records: 1 });
      else known.records += 1;
    }
  }
  return { usage: [...counts.values()], isKnown };
}

/** The last cut not after an instant; undefined before the first one and from the last one on. */
function cutBefore(cuts: readonly number[], at: number): number | undefined {
  if (cuts.length === 0 || at < cuts[0]! || at >= cuts[cuts.length - 1]!) return undefined;
  let [low, high] = [0, cuts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (cuts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return cuts[low];
}

/** What the span keeps of the histories of tickets that were rated in its window, a batch at a time. */
async function ratedOf<Rated>(
  session: Session,
  engine: Engine,
  span: Span<Rated>,
  ratings: readonly Rating[],
  agents: readonly Agent[],
): Promise<readonly Rated[]> {
  const told: Rated[] = [];
  if (span.ofRated === undefined) return told;
  const own = ratings.filter((rating) => isOf(rating, span.window));
  for (let from = 0; from < own.length; from += BATCH) {
    const batch = own.slice(from, from + BATCH);
    const keys = batch.flatMap(({ source, ticketId }) => (ticketId === undefined ? [] : [{ source, ticketId }]));
    told.push(...span.ofRated(batch, await readHistories(session, engine, keys), agents));
  }
  return told;
}

/** Tickets of a source after which one that gave no figure of its own is taken to give none at all. */
const TICKETS_TO_TELL = 500;
/** Tickets compared at most: enough to tell a pattern, and a bound on what a report reads. */
const MOST_COMPARED = 20_000;
/** Tickets looked at between two decisions. */
const LOOKED_AT = 1000;

/** Histories of the cohort's tickets for which their source gives figures of its own. */
async function comparedOf(
  session: Session,
  engine: Engine,
  span: Span<unknown>,
  records: Pick<WindowRecords, 'measurements' | 'ratings'>,
): Promise<readonly TicketHistory[]> {
  const compared: TicketHistory[] = [];
  if (span.ofRated === undefined) return compared;
  const seen = new Map<string, { tickets: number; withFigures: number }>();
  const isWorthAsking = ({ source }: TicketKey): boolean => {
    const known = seen.get(source);
    return known === undefined || known.withFigures > 0 || known.tickets < TICKETS_TO_TELL;
  };
  const keys = keysOf(records, cohortTest(records, span.cohort, span.window));
  for (let from = 0; from < keys.length && compared.length < MOST_COMPARED; from += LOOKED_AT) {
    const asked = keys.slice(from, from + LOOKED_AT).filter(isWorthAsking);
    for (const history of await readHistories(session, engine, asked)) {
      const known = seen.get(history.ticket.source) ?? { tickets: 0, withFigures: 0 };
      seen.set(history.ticket.source, known);
      known.tickets += 1;
      if (history.ticket.vendorMetrics === undefined) continue;
      known.withFigures += 1;
      compared.push(history);
    }
  }
  return compared;
}

function keysOf(
  { measurements: { n, source, ticketId } }: Pick<WindowRecords, 'measurements'>,
  isWanted: (row: number) => boolean,
): TicketKey[] {
  const keys: TicketKey[] = [];
  for (let row = 0; row < n; row++) {
    if (isWanted(row)) keys.push({ source: source.keys[source.codes[row]!]!, ticketId: ticketId[row]! });
  }
  return keys;
}
