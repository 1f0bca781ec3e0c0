import type { MeasuredTicket } from '../../src/model/measurement.ts';
import type { Rating } from '../../src/model/rating.ts';
import { peopleIn } from '../../src/report/people.ts';
import { columnsOf, rowOf } from '../../src/summarise/columns.ts';
import { buildOutcomes } from '../../src/summarise/outcomes/build.ts';
import type { Link } from '../../src/summarise/outcomes/churn-and-waiting.ts';
import { assigned, becomes, HOUR, measured } from '../measure/desk.ts';
import { agent, FROM, inputOf, subscription, TO } from '../summarise/outcomes/input.ts';
import { normals, uniform } from '../summarise/random-columns.ts';
import { never, type WordKind } from './tally.ts';

const DAY = 24 * HOUR;

/** What a planted desk whose customers answer surveys is like. */
export interface RatedPlan {
  readonly tickets?: number;
  readonly agents?: number;
  readonly customers?: number;
  /** Log odds of a happy answer for one standard deviation of the logarithm of the wait. */
  readonly slope?: number;
  /** Customers differ in how happy they are and, apart from that, in how long they wait: standard deviations. */
  readonly customersDiffer?: number;
  /** So do days. */
  readonly daysDiffer?: number;
  /** Half of the unhappy answers have the ticket reopened, which then takes ten times as long. */
  readonly reopens?: boolean;
  /** Complex tickets take four times as long and please less, whatever they take. */
  readonly tiersDiffer?: boolean;
  /** Agents differ in speed, and apart from that in how much they please: standard deviations of logarithms. */
  readonly agentsDiffer?: number;
  /** Log odds of a happy answer for one standard deviation of the agent's slowness. */
  readonly agentSlope?: number;
  /** A third of the tickets take four times as long and please less, and half of the agents pass them on at once. */
  readonly passOn?: boolean;
  /** Accounts leave at random. */
  readonly leaving?: number;
}

const TEMPLATE = measured({ openedAt: FROM }, [assigned(FROM, 'a0'), becomes(FROM + HOUR, 'solved')], {
  definitions: { teamHours: '24/7', teamTimeZone: 'UTC' },
});

interface Drawn {
  readonly ticket: MeasuredTicket;
  readonly rating: Rating;
}

/** What the outcomes of a planted desk say of waiting: the same seed and plan give the same. */
function linkOf(seed: number, plan: RatedPlan): Link {
  const random = uniform(seed * 104_729 + 3);
  const normal = normals(random);
  const many = (n: number, spread: number): number[] => Array.from({ length: n }, () => spread * normal());
  const [agents, customers] = [plan.agents ?? 12, plan.customers ?? 600];
  const slowness = many(agents, plan.agentsDiffer ?? 0);
  const charm = many(agents, plan.agentsDiffer ?? 0);
  const [happy, served] = [many(customers, plan.customersDiffer ?? 0), many(customers, plan.customersDiffer ?? 0)];
  const [goodDay, slowDay] = [many(31, plan.daysDiffer ?? 0), many(31, plan.daysDiffer ?? 0)];

  const draw = (index: number): Drawn => {
    const [who, customer] = [Math.floor(random() * agents), Math.floor(random() * customers)];
    const day = Math.floor(random() * 22);
    const openedAt = Math.round(FROM + day * DAY + random() * DAY);
    const isComplex = plan.tiersDiffer === true && random() < 0.4;
    const isHard = isComplex || (plan.passOn === true && random() < 0.33);
    const half = agents / 2;
    const passedTo = plan.passOn && isHard && who < half ? Math.floor(half + random() * half) : null;
    const shared = slowness[passedTo ?? who]! + served[customer]! + slowDay[day]! + (isHard ? Math.log(4) : 0);
    const chance = 0.8 * normal();
    const ms = Math.round(6 * HOUR * Math.exp(shared + chance));
    const odds =
      1.4 +
      (plan.slope ?? 0) * (chance / 0.8) +
      ((plan.agentSlope ?? 0) * slowness[passedTo ?? who]!) / (plan.agentsDiffer ?? 1) +
      charm[passedTo ?? who]! +
      happy[customer]! +
      goodDay[day]! -
      (isHard ? 1.2 : 0);
    const isHappy = random() < 1 / (1 + Math.exp(-odds));
    const ratedAt = openedAt + ms + HOUR;
    const reopenedAt = plan.reopens === true && !isHappy && random() < 0.5 ? ratedAt + HOUR : null;
    return {
      ticket: history(`t${index}`, { who, passedTo, customer, openedAt, ms, reopenedAt, isComplex }),
      rating: {
        source: 'desk',
        id: `r${index}`,
        ticketId: `t${index}`,
        kind: 'csat',
        scaleMin: 1,
        scaleMax: 5,
        value: isHappy ? 5 : 1,
        positive: isHappy,
        ratedAt,
        customerId: `c${customer}`,
      },
    };
  };
  const all = Array.from({ length: plan.tickets ?? 900 }, (_, index) => draw(index)).filter(
    ({ rating }) => rating.ratedAt! < TO,
  );
  const tickets = all.map(({ ticket }) => ticket);
  const staff = Array.from({ length: agents }, (_, index) => agent(`a${index}`));
  const dayOf = (at: number): number => Math.floor(at / DAY);
  const { effects } = peopleIn({
    tickets,
    agents: staff,
    window: { from: FROM, to: TO, timeZone: 'UTC' },
    asOf: TO,
    dayOf,
  });
  const subscriptions = Array.from({ length: plan.leaving === undefined ? 0 : customers }, (_, index) =>
    subscription(`c${index}`, random() < plan.leaving! ? { endedAt: Math.round(FROM + random() * 30 * DAY) } : {}),
  );
  return buildOutcomes(
    inputOf({
      tickets: [columnsOf(tickets.map(rowOf))],
      lived: { tickets, fromAt: FROM - 200 * DAY },
      ratings: all.map(({ rating }) => rating),
      credits: new Map(all.map(({ ticket, rating }) => [`desk/${rating.id}`, wholly(`desk/${ticket.agentId}`)])),
      agents: staff,
      accounts: subscriptions.map(({ accountKey }) => ({
        source: 'billing',
        key: accountKey,
        domains: [],
        externalIds: [],
      })),
      subscriptions,
      times: effects.map((effect) => ({ ...effect, interval: null, verdict: 'no_evidence' })),
      dayOf,
    }),
  ).section.link;
}

function wholly(key: string) {
  return { solver: [key], last_replier: [key], assignee_at_rating: [key], all_involved: [key] };
}

interface Story {
  readonly who: number;
  /** Who has it from twenty minutes on. */
  readonly passedTo: number | null;
  readonly customer: number;
  readonly openedAt: number;
  readonly ms: number;
  readonly reopenedAt: number | null;
  readonly isComplex: boolean;
}

/** A ticket that was with one agent from its opening to its solution, or was passed on at once, and again where it was reopened. */
function history(ticketId: string, story: Story): MeasuredTicket {
  const { who, passedTo, customer, openedAt, ms, reopenedAt, isComplex } = story;
  const agentId = `a${passedTo ?? who}`;
  const heldMs = passedTo === null ? 0 : Math.min(ms / 2, HOUR / 3);
  const [solution] = TEMPLATE.solutions;
  const [stint] = TEMPLATE.stints;
  const clocksOf = (time: number) => ({ calendar: time, net: time, business: time });
  const solvedAt = openedAt + ms;
  const first = { ...solution!, at: solvedAt, knownAt: solvedAt, agentId, reopenedAt, clocks: clocksOf(ms) };
  const againAt = reopenedAt === null ? null : reopenedAt + 9 * ms;
  const again =
    againAt === null ? [] : [{ ...first, at: againAt, knownAt: againAt, reopenedAt: null, clocks: clocksOf(10 * ms) }];
  const final = again[0] ?? first;
  return {
    ...TEMPLATE,
    ticketId,
    agentId,
    customerId: `c${customer}`,
    accountKey: `c${customer}`,
    openedAt,
    entersAt: openedAt,
    tier: isComplex ? 'complex' : 'simple',
    tierOrigin: 'field',
    firstSolvedAt: solvedAt,
    finalSolvedAt: final.at,
    firstResolutionMs: clocksOf(ms),
    finalResolutionMs: final.clocks,
    reopens: again.length,
    solutions: [first, ...again],
    stints: [
      ...(passedTo === null
        ? []
        : [{ ...stint!, agentId: `a${who}`, fromAt: openedAt, toAt: openedAt + heldMs, causesMs: [heldMs] }]),
      { ...stint!, agentId, fromAt: openedAt + heldMs, toAt: solvedAt, causesMs: [ms - heldMs] },
      ...(againAt === null ? [] : [{ ...stint!, agentId, fromAt: reopenedAt!, toAt: againAt, causesMs: [9 * ms] }]),
    ],
  };
}

/** Every kind that is planted, with its truth. */
export const RATED_KINDS: readonly WordKind<RatedPlan>[] = [
  { name: 'answers have nothing to do with waiting', plan: {}, allowed: never },
  { name: 'forty customers who differ', plan: { customers: 40, customersDiffer: 1 }, allowed: never },
  { name: 'days that differ', plan: { daysDiffer: 0.8 }, allowed: never },
  { name: 'unhappy answers have tickets reopened', plan: { reopens: true }, allowed: never },
  { name: 'complex tickets take longer and please less', plan: { tiersDiffer: true }, allowed: never },
  {
    name: 'agents differ in both, one apart from the other',
    plan: { agentsDiffer: 0.5, leaving: 0.1 },
    allowed: never,
  },
  {
    name: 'half of the agents pass on what is hard and pleases less',
    plan: { passOn: true, tickets: 2000 },
    // Whose ticket was hard waited longer and was less happy: that is so, and an association.
    allowed: (word) => word.startsWith('csat') && word.endsWith('fewer'),
    wanted: { word: 'csat all fewer', share: 0.8 },
  },
  { name: 'accounts leave at random', plan: { leaving: 0.15, agents: 20 }, allowed: never },
  {
    name: 'who waited longer is less often happy',
    plan: { slope: -0.6 },
    allowed: (word) => word.startsWith('csat') && word.endsWith('fewer'),
    wanted: { word: 'csat all fewer', share: 0.8 },
  },
  {
    name: 'who waited longer is more often happy',
    plan: { slope: 0.6 },
    allowed: (word) => word.startsWith('csat') && word.endsWith('more'),
    wanted: { word: 'csat all more', share: 0.8 },
  },
  {
    name: 'agents who take longer please less',
    plan: { agents: 30, tickets: 3000, agentsDiffer: 0.4, agentSlope: -0.9 },
    allowed: (word) => word.endsWith('fewer') || word === 'agents csat less',
    wanted: { word: 'agents csat less', share: 0.8 },
  },
];

/** Every association that is said of waiting in a planted desk, by what it is of. */
export function saidOfRated(seed: number, plan: RatedPlan): readonly string[] {
  const { csat, agentLinks } = linkOf(seed, plan);
  return [
    ...csat.flatMap(({ tier, verdict, trend }) =>
      verdict === 'association' ? [`csat ${tier} ${trend!.pointsPerFifth > 0 ? 'more' : 'fewer'}`] : [],
    ),
    ...agentLinks.flatMap(({ outcome, verdict, rho }) =>
      verdict === 'association' ? [`agents ${outcome} ${rho! > 0 ? 'more' : 'less'}`] : [],
    ),
  ];
}
