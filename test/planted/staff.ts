import type { Agent } from '../../src/model/people.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { DAY, HOUR } from '../measure/desk.ts';
import { normals, uniform } from '../summarise/random-columns.ts';
import { type Desk, NOW, WINDOW } from './desks.ts';
import { sayOf } from './judge.ts';
import { never, type WordKind } from './tally.ts';

/** When somebody works, UTC: the same hours on each of some days, Sunday being 0. */
interface Shift {
  readonly days: readonly number[];
  readonly fromHour: number;
  readonly toHour: number;
}

/** What the people of a planted desk are like. All take equally long for equal tickets, unless it is said here. */
export interface StaffPlan {
  readonly tickets?: number;
  /** Of each of six people; everybody always at work where it is not said. */
  readonly shifts?: readonly Shift[];
  /** The hours that the helpdesk knows for all of them, whatever they work; nothing for none. Their own where it is not said. */
  readonly known?: 'weekdays' | 'nothing';
  /** Who gets a ticket that comes at an instant and is of a kind; anybody where it is not said. */
  readonly routing?:
    | 'weekends to the first'
    | 'bugs to the first two'
    | 'a kind of their own to the first and to the second'
    | 'afternoons to the first'
    | 'customers of their own'
    | 'the last one began two days ago';
  /** A third of the tickets take four times as long: told by their category, or by nothing that is known before. */
  readonly hard?: 'bugs' | 'hidden';
  /** The first three pass on a hard ticket, as soon as twenty minutes have shown what it is. */
  readonly passOn?: boolean;
  /** The first one asks the customer something, needlessly, in two of three tickets. */
  readonly asksBack?: boolean;
  /** Tickets come from 9 to 17 alone. */
  readonly daytime?: boolean;
  /** The first one takes so much longer. */
  readonly factor?: number;
}

const AGENTS = 6;
const ALWAYS: Shift = { days: [0, 1, 2, 3, 4, 5, 6], fromHour: 0, toHour: 24 };
const DAY_NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const CATEGORIES = ['billing', 'how-to', 'bug'] as const;
const MINUTE = HOUR / 60;

/** The instant at which so much time at work has passed since another one. */
function afterWork({ days, fromHour, toHour }: Shift, from: number, ms: number): number {
  let [at, left] = [from, ms];
  for (;;) {
    const midnight = Math.floor(at / DAY) * DAY;
    const [begins, ends] = [midnight + fromHour * HOUR, midnight + toHour * HOUR];
    if (days.includes(new Date(midnight).getUTCDay()) && at < ends) {
      const since = Math.max(at, begins);
      if (since + left <= ends) return since + left;
      left -= ends - since;
    }
    at = midnight + DAY;
  }
}

/** Draws a desk of six people: the same seed and plan give the same one. */
function drawStaff(seed: number, plan: StaffPlan): Desk {
  const random = uniform(seed * 15_485_863 + 11);
  const normal = normals(random);
  const shiftOf = (agent: number): Shift => plan.shifts?.[agent] ?? ALWAYS;
  const many = (n: number, spread: number): number[] => Array.from({ length: n }, () => spread * normal());
  const anybody = (first: number, many: number): number => first + Math.floor(random() * many);

  const chosenFor = (at: number, category: (typeof CATEGORIES)[number], customer: number): number => {
    const isBug = category === 'bug';
    const hour = (at % DAY) / HOUR;
    const isWeekend = [0, 6].includes(new Date(at).getUTCDay());
    if (plan.routing === 'weekends to the first') return isWeekend ? 0 : anybody(1, AGENTS - 1);
    if (plan.routing === 'bugs to the first two') return isBug ? anybody(0, 2) : anybody(2, AGENTS - 2);
    if (plan.routing === 'a kind of their own to the first and to the second') {
      return isBug ? 0 : category === 'how-to' ? 1 : anybody(0, AGENTS);
    }
    if (plan.routing === 'afternoons to the first') return hour >= 15 && hour < 17 ? anybody(0, 2) : anybody(1, 5);
    if (plan.routing === 'customers of their own') return customer % AGENTS;
    if (plan.routing === 'the last one began two days ago') {
      return anybody(0, at < WINDOW.to - 2 * DAY ? AGENTS - 1 : AGENTS);
    }
    return anybody(0, AGENTS);
  };

  const ofCustomers = many(24, 0.6);
  const difficulty = (customer: number): number =>
    plan.routing === 'customers of their own' ? Math.exp(ofCustomers[customer]!) : 1;

  const draw = (index: number): Desk['tickets'][number] => {
    const id = `t${index}`;
    let openedAt = Math.round(WINDOW.from - 7 * DAY + random() * 14 * DAY);
    // Whoever writes in the daytime gets somebody who is there.
    if (plan.daytime) openedAt = Math.floor(openedAt / DAY) * DAY + Math.round((9 + 8 * random()) * HOUR);
    const customer = Math.floor(random() * (plan.routing === 'customers of their own' ? 24 : 1e6));
    const category = CATEGORIES[anybody(0, 3)]!;
    const isHard = plan.hard === 'bugs' ? category === 'bug' : plan.hard === 'hidden' && random() < 0.33;
    const first = chosenFor(openedAt, category, customer);
    const slow = (agent: number): number => (agent === 0 ? (plan.factor ?? 1) : 1);
    const work = 1.5 * HOUR * Math.exp(0.9 * normal()) * (isHard ? 4 : 1) * difficulty(customer);
    const events: Event[] = [];
    const put = (at: number, event: object): void => {
      if (at >= NOW) return;
      const seq = events.length;
      events.push({ source: 'desk', ticketId: id, id: `${id}-${seq}`, at: Math.round(at), seq, ...event } as Event);
    };
    const status = (at: number, to: Ticket['status'], by: 'agent' | 'customer'): void =>
      put(at, { kind: 'status', to, original: to, by });
    const answer = (at: number, who: number): void =>
      put(at, { kind: 'message', by: 'agent', authorId: `a${who}`, public: true });

    put(openedAt, { kind: 'assignment', agentId: `a${first}`, teamId: 'l1' });
    let [who, at] = [first, openedAt];
    if (plan.passOn && first < 3 && isHard) {
      at = afterWork(shiftOf(first), openedAt, 20 * MINUTE);
      who = anybody(3, 3);
      put(at, { kind: 'assignment', agentId: `a${who}`, teamId: 'l1' });
    }
    const total = work * slow(who);
    if (plan.asksBack && who === 0 && random() < 2 / 3) {
      at = afterWork(shiftOf(who), at, total / 2);
      answer(at, who);
      status(at, 'waiting_customer', 'agent');
      at += 20 * HOUR * Math.exp(0.5 * normal());
      put(at, { kind: 'message', by: 'customer', public: true });
      status(at, 'open', 'customer');
      at = afterWork(shiftOf(who), at, total / 2);
    } else {
      at = afterWork(shiftOf(who), at, total);
    }
    answer(at, who);
    status(at, 'solved', 'agent');
    const last = events.findLast((event) => event.kind === 'status');
    const now = last?.kind === 'status' ? last.to : 'open';
    return {
      ticket: {
        source: 'desk',
        id,
        channel: 'email',
        openedAt,
        openedBy: 'customer',
        customerId: `c${customer}`,
        status: now,
        originalStatus: now,
        statusKnown: true,
        category,
        tags: [],
        fields: {},
        spam: false,
        updatedAt: NOW,
        timelineComplete: true,
      },
      events,
    };
  };

  const agents = Array.from({ length: AGENTS }, (_, index): Agent => {
    const { days, fromHour, toHour } = plan.known === 'weekdays' ? weekdays : shiftOf(index);
    const [from, to] = [fromHour, toHour].map((hour) => `${String(hour).padStart(2, '0')}:00`);
    const hours = days.map((day) => `${DAY_NAMES[day]} ${from}-${to}`).join('; ');
    return {
      source: 'desk',
      id: `a${index}`,
      name: `a${index}`,
      personKey: `desk/a${index}`,
      ...(plan.known === 'nothing' ? {} : { timeZone: 'UTC', calendar: { hours, holidays: [] } }),
      teamIds: ['l1'],
      active: true,
      bot: false,
    };
  });
  return {
    tickets: Array.from({ length: plan.tickets ?? 700 }, (_, index) => draw(index)),
    agents,
    teams: [{ source: 'desk', id: 'l1', name: 'L1' }],
  };
}

/** Everybody who is called different in a planted desk, as `desk/a0 slower`. */
export function saidOfStaff(seed: number, plan: StaffPlan): readonly string[] {
  return sayOf(drawStaff(seed, plan)).people.flatMap(({ agent, verdict }) =>
    verdict === 'slower' || verdict === 'faster' ? [`${agent} ${verdict}`] : [],
  );
}

const weekdays: Shift = { days: [1, 2, 3, 4, 5], fromHour: 9, toHour: 17 };
const weekend: Shift = { days: [0, 6], fromHour: 9, toHour: 17 };
const evenings: Shift = { days: [1, 2, 3, 4, 5], fromHour: 14, toHour: 22 };
const fiveOn = (shift: Shift): Shift[] => Array.from({ length: AGENTS - 1 }, () => shift);
const shifts = Array.from(
  { length: AGENTS },
  (_, i): Shift => ({
    days: ALWAYS.days,
    fromHour: Math.min(16, 4 * i),
    toHour: Math.min(24, 4 * i + 8),
  }),
);

/** Every kind that is planted, with its truth. */
export const STAFF_KINDS: readonly WordKind<StaffPlan>[] = [
  { name: 'all alike', plan: {}, allowed: never },
  { name: 'shifts around the clock, tickets given to whoever sleeps', plan: { shifts }, allowed: never },
  {
    name: 'one works at weekends alone, and catches what comes then',
    plan: { shifts: [weekend, ...fiveOn(weekdays)], routing: 'weekends to the first' },
    allowed: never,
  },
  {
    name: 'two specialists have all that is hard',
    plan: { routing: 'bugs to the first two', hard: 'bugs' },
    allowed: never,
  },
  {
    name: 'two have a kind each that nobody else has',
    plan: { routing: 'a kind of their own to the first and to the second', hard: 'bugs' },
    allowed: never,
  },
  {
    name: 'one works evenings, and the desk knows weekdays from 9 to 17 for all',
    plan: { shifts: [evenings, ...fiveOn(weekdays)], known: 'weekdays', daytime: true },
    allowed: never,
  },
  {
    name: 'one gets what comes in the afternoon, and no hours are known',
    plan: {
      shifts: [weekdays, ...fiveOn(weekdays)],
      known: 'nothing',
      routing: 'afternoons to the first',
      daytime: true,
    },
    allowed: never,
  },
  { name: 'each has customers of their own', plan: { routing: 'customers of their own' }, allowed: never },
  { name: 'half pass on what turns out hard', plan: { hard: 'hidden', passOn: true }, allowed: never },
  { name: 'one asks back needlessly', plan: { asksBack: true }, allowed: never },
  { name: 'one began two days ago', plan: { routing: 'the last one began two days ago' }, allowed: never },
  {
    name: 'one takes twice as long',
    plan: { factor: 2 },
    allowed: (word) => word === 'desk/a0 slower' || (word.endsWith('faster') && word !== 'desk/a0 faster'),
    wanted: { word: 'desk/a0 slower', share: 0.7 },
  },
  {
    name: 'one takes half as long, by shifts',
    plan: { factor: 0.5, shifts },
    allowed: (word) => word === 'desk/a0 faster' || (word.endsWith('slower') && word !== 'desk/a0 slower'),
    wanted: { word: 'desk/a0 faster', share: 0.6 },
  },
];
