import type { Subscription } from '../../src/model/account.ts';
import type { MeasuredTicket } from '../../src/model/measurement.ts';
import { livesOf } from '../../src/summarise/outcomes/accounts.ts';
import { type AccountTicket, churnAndWaits } from '../../src/summarise/outcomes/churn-and-waits.ts';
import type { ChurnAndWaits } from '../../src/summarise/outcomes/churn-association.ts';
import { assigned, becomes, DAY, HOUR, measured } from '../measure/desk.ts';
import { normals, uniform } from '../summarise/random-columns.ts';
import { never, type WordKind } from './tally.ts';

const FROM = Date.UTC(2026, 7, 24);
const TO = Date.UTC(2026, 10, 23);
const LOOKBACK = 90 * DAY;

/** How a planted company is: what makes its accounts leave, and what else goes with it. Strengths are logarithms. */
export interface LeavingPlan {
  readonly accounts?: number;
  /** Of the hazard of leaving, for one standard deviation of how long an account waits at all times. */
  readonly pace?: number;
  /** Of the hazard while a ticket has been waiting for more than three days. */
  readonly whileWaiting?: number;
  /** Of an account's waits and of its hazard, for one standard deviation of the logarithm of its revenue. */
  readonly size?: { readonly waits: number; readonly leaves: number };
  /** The same, for one standard deviation of the logarithm of its age, the newer the more. */
  readonly newness?: { readonly waits: number; readonly leaves: number };
  /** Of the waits, over the quarter: below 0 the desk gets faster, so that who left early had waited longer. */
  readonly trend?: number;
  /** Of all waits, from a median of 11 hours. */
  readonly slower?: number;
  /** Who has many tickets also leaves more often, whatever they wait. */
  readonly use?: number;
  /** This share of those who leave writes that they do; what the books have is when somebody dealt with it. */
  readonly byTicket?: number;
  /** Days of notice: the end comes so long after the decision. */
  readonly notice?: number;
}

const TEMPLATE = measured({ openedAt: FROM }, [assigned(FROM, 'ana'), becomes(FROM + HOUR, 'solved')], {
  definitions: { teamHours: '24/7', teamTimeZone: 'UTC' },
});

/** A ticket that was with us from its opening to its solution. */
function solvedAfter(ticketId: string, openedAt: number, ms: number): MeasuredTicket {
  const solvedAt = openedAt + ms;
  const [solution] = TEMPLATE.solutions;
  const [stint] = TEMPLATE.stints;
  return {
    ...TEMPLATE,
    ticketId,
    openedAt,
    solutions: [{ ...solution!, at: solvedAt, knownAt: solvedAt, clocks: { calendar: ms, net: ms, business: ms } }],
    stints: [{ ...stint!, fromAt: openedAt, toAt: solvedAt, causesMs: [ms] }],
  };
}

/** What is said of waiting and leaving in a company: the same seed and plan give the same. */
function leavingIn(seed: number, plan: LeavingPlan): ChurnAndWaits {
  const random = uniform(seed * 7919 + 5);
  const normal = normals(random);
  const subscriptions: Subscription[] = [];
  const tickets: AccountTicket[] = [];
  for (let i = 0; i < (plan.accounts ?? 200); i++) {
    const accountKey = `a${i}`;
    const [size, newness, pace, use] = [normal(), normal(), normal(), normal()];
    const startedAt = Math.round(FROM - 300 * DAY * Math.exp(-0.8 * newness));
    const slow = pace + (plan.size?.waits ?? 0) * size + (plan.newness?.waits ?? 0) * newness;
    const everyDays = 9 * Math.exp(-(plan.use === undefined ? 0 : 0.9) * use);
    const opened: { readonly at: number; readonly ms: number }[] = [];
    const first = Math.max(startedAt, FROM - LOOKBACK - 30 * DAY);
    for (let at = first + everyDays * DAY * random(); at < TO; at += everyDays * DAY * (0.5 + random())) {
      const hours = Math.exp(
        2.4 + (plan.slower ?? 0) + 0.8 * slow + (plan.trend ?? 0) * ((at - FROM) / (TO - FROM)) + 0.5 * normal(),
      );
      opened.push({ at: Math.round(at), ms: Math.round(hours * HOUR) });
    }
    const steady =
      (plan.pace ?? 0) * pace +
      (plan.size?.leaves ?? 0) * size +
      (plan.newness?.leaves ?? 0) * newness +
      (plan.use ?? 0) * use;
    let decidedAt: number | undefined;
    for (let day = Math.max(FROM - 20 * DAY, startedAt); day < TO; day += DAY) {
      const at = Math.round(day + DAY * random());
      const waits = opened.some(({ at: from, ms }) => from + 3 * DAY < at && at < from + ms);
      const hazard = 0.0025 * Math.exp(steady + (waits ? (plan.whileWaiting ?? 0) : 0));
      if (random() < hazard) {
        decidedAt = at;
        break;
      }
    }
    if (decidedAt !== undefined && random() < (plan.byTicket ?? 0)) {
      const ms = Math.round(Math.exp(2.4 + (plan.slower ?? 0) + 0.8 * slow + 0.5 * normal()) * HOUR);
      tickets.push({ accountKey, ticket: solvedAfter(`${accountKey}-last`, decidedAt, ms) });
      decidedAt += ms;
    }
    const goneAt = decidedAt === undefined ? Number.POSITIVE_INFINITY : decidedAt + (plan.notice ?? 0) * DAY;
    subscriptions.push({
      source: 'billing',
      id: accountKey,
      accountKey,
      startedAt,
      status: 'active',
      mrrMinor: Math.round(20_000 * Math.exp(size)),
      currency: 'EUR',
      ...(decidedAt === undefined ? {} : { cancelRequestedAt: decidedAt, endedAt: goneAt }),
    });
    for (const { at, ms } of opened)
      if (at < goneAt) tickets.push({ accountKey, ticket: solvedAfter(`${accountKey}-${at}`, at, ms) });
  }
  return churnAndWaits({
    window: { fromAt: FROM, toAt: TO },
    lookbackMs: LOOKBACK,
    knownFromAt: FROM - 400 * DAY,
    lives: livesOf(subscriptions),
    tickets,
  });
}

/** Every association that is said of leaving in a planted company, as `medianSolved more`. */
export function saidOfLeaving(seed: number, plan: LeavingPlan): readonly string[] {
  return leavingIn(seed, plan).measures.flatMap(({ measure, verdict, hazardRatio }) =>
    verdict === 'association' ? [`${measure} ${hazardRatio! > 1 ? 'more' : 'less'}`] : [],
  );
}

const ofWaits = (word: string): boolean => word === 'medianSolved more' || word === 'longestOpenWait more';
const longer = { word: 'medianSolved more', share: 0.7 };

/** Every kind that is planted, with its truth. */
export const LEAVING_KINDS: readonly WordKind<LeavingPlan>[] = [
  { name: 'leaving has nothing to do with waiting', plan: {}, allowed: never },
  { name: 'the desk got faster, so that who left early had waited longer', plan: { trend: -2 }, allowed: never },
  { name: 'notice of ninety days, and the desk got faster', plan: { notice: 90, trend: -2 }, allowed: never },
  { name: 'big accounts wait longer and leave more often', plan: { size: { waits: 1, leaves: 0.8 } }, allowed: never },
  {
    name: 'new accounts wait longer and leave more often',
    plan: { newness: { waits: 1, leaves: 0.8 } },
    allowed: never,
  },
  {
    name: 'size and age both go along with waiting and leaving',
    plan: { size: { waits: 0.8, leaves: 0.6 }, newness: { waits: 0.8, leaves: 0.6 } },
    allowed: never,
  },
  { name: 'who leaves writes that they do, and waits for it', plan: { byTicket: 1, slower: 1 }, allowed: never },
  { name: 'a quarter of those who leave write so', plan: { byTicket: 0.25, slower: 1 }, allowed: never },
  {
    name: 'who waits longer leaves more often, and stays for six weeks of notice',
    plan: { pace: 0.8, notice: 45 },
    allowed: ofWaits,
    wanted: longer,
  },
  { name: 'who waits longer leaves more often', plan: { pace: 0.8 }, allowed: ofWaits, wanted: longer },
  {
    name: 'who waits longer leaves more often, while the desk gets faster',
    plan: { pace: 0.8, trend: -2 },
    allowed: ofWaits,
    wanted: longer,
  },
  {
    name: 'the same, and big and new accounts leave more often and wait longer',
    plan: { pace: 0.8, size: { waits: 0.8, leaves: 0.6 }, newness: { waits: 0.8, leaves: 0.6 } },
    allowed: ofWaits,
    wanted: longer,
  },
  {
    name: 'Simpson: big accounts wait longer and stay, within a size who waits longer leaves',
    plan: { pace: 0.8, size: { waits: 1.2, leaves: -1.2 } },
    allowed: ofWaits,
    wanted: { ...longer, share: 0.5 },
  },
  {
    name: 'who is waiting for days leaves, and only then',
    plan: { whileWaiting: 2.5, slower: 1.2 },
    allowed: ofWaits,
    wanted: { word: 'longestOpenWait more', share: 0.8 },
  },
  {
    name: 'who has many tickets leaves more often, whatever they wait',
    plan: { use: 0.8 },
    allowed: (word) => word === 'tickets more',
    wanted: { word: 'tickets more', share: 0.5 },
  },
];
