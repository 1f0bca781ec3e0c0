import { CAUSE_NAMES, type Cause } from '../../src/model/catalogue.ts';
import type { ClockColumns, KeyColumn, MeasuredColumns } from '../../src/model/measurement.ts';

/** Seeded uniform numbers in [0, 1) (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Seeded standard normal numbers (Box and Muller). */
export function normals(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How large and how varied the invented tickets are. */
export interface RandomShape {
  readonly tickets: number;
  readonly seed: number;
  readonly agents?: number;
  readonly accounts?: number;
  /** Multiplies resolution times. */
  readonly pace?: number;
  /** Chances of the tiers simple, moderate, complex. */
  readonly mix?: readonly [number, number, number];
}

const PACE = { simple: 1, moderate: 4, complex: 15 } as const;
const TIER_NAMES = ['simple', 'moderate', 'complex'] as const;
const FROM = Date.UTC(2026, 10, 1);

/** Invented measured tickets with skewed times, ties, zeros, missing values and unequal groups. */
export function randomColumns(shape: RandomShape): MeasuredColumns {
  const { tickets: n, seed, agents = 8, accounts = 20, pace = 1, mix = [0.5, 0.3, 0.2] } = shape;
  const random = uniform(seed);
  const normal = normals(random);
  const few = (keys: readonly (string | null)[]): KeyColumn => ({
    keys,
    codes: Uint32Array.from({ length: n }, () => Math.floor(random() ** 2 * keys.length)),
  });
  const tier: KeyColumn = {
    keys: TIER_NAMES,
    codes: Uint32Array.from({ length: n }, () => {
      const u = random() * (mix[0] + mix[1] + mix[2]);
      return u < mix[0] ? 0 : u < mix[0] + mix[1] ? 1 : 2;
    }),
  };
  const agentKeys = [
    null,
    ...Array.from({ length: agents }, (_, i) => `${i % 3 === 0 ? 'intercom' : 'zendesk'}/${i === 0 ? 1 : i}`),
  ];
  const timeOf = (row: number): number => {
    if (random() < 0.03) return 0;
    const ms = pace * PACE[TIER_NAMES[tier.codes[row]!]!] * 3_600_000 * Math.exp(0.9 * normal());
    // Some sources keep whole minutes only, which makes ties.
    return random() < 0.3 ? Math.round(ms / 60_000) * 60_000 : Math.round(ms);
  };
  const clocks = (rows: number, missing: number, rowOf: (i: number) => number, scale: number): ClockColumns => {
    const calendar = new Float64Array(rows);
    const net = new Float64Array(rows);
    const business = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      const ms = random() < missing ? Number.NaN : Math.round(timeOf(rowOf(i)) * scale);
      calendar[i] = ms;
      net[i] = Math.floor(ms * (0.6 + 0.4 * random()));
      business[i] = Math.floor(net[i]! * random());
    }
    return { calendar, net, business };
  };
  const identity = (i: number): number => i;
  const finalResolution = clocks(n, 0.02, identity, 1);
  const laterTicket: number[] = [];
  for (let row = 0; row < n; row++) {
    for (let k = Math.floor(random() ** 2 * 4); k > 0; k--) laterTicket.push(row);
  }
  const ticket = Uint32Array.from(laterTicket);
  const replier = (rows: number): KeyColumn => ({
    keys: agentKeys,
    codes: Uint32Array.from({ length: rows }, () => Math.floor(random() * agentKeys.length)),
  });
  return {
    n,
    source: few(['zendesk', 'intercom']),
    ticketId: Array.from({ length: n }, (_, i) => String(i)),
    url: undefined,
    tier,
    agent: few(agentKeys),
    team: few(['zendesk/10', null, 'zendesk/11', 'intercom/10']),
    priority: few(['normal', 'high', null, 'urgent']),
    channel: few(['email', 'chat']),
    category: few(['billing', 'login', null]),
    account: few([null, ...Array.from({ length: accounts }, (_, i) => `account-${i}`)]),
    customer: few(['zendesk/c1', 'zendesk/c2']),
    openedAt: Float64Array.from({ length: n }, () => FROM + Math.floor(random() * 14 * 86_400_000)),
    finalSolvedAt: Float64Array.from(finalResolution.calendar, (ms) => FROM + ms),
    reopens: Float64Array.from({ length: n }, () => (random() < 0.1 ? 1 + Math.floor(random() * 2) : 0)),
    customerZoneKnown: Uint8Array.from({ length: n }, () => (random() < 0.8 ? 1 : 0)),
    timeSpentMs: spendTime(finalResolution.calendar, random),
    firstResponse: { ...clocks(n, 0.1, identity, 0.1), agent: replier(n), answeredAt: new Float64Array(n).fill(FROM) },
    firstResolution: clocks(n, 0.02, identity, 0.9),
    finalResolution,
    laterResponse: { ...clocks(ticket.length, 0, (i) => ticket[i]!, 0.2), agent: replier(ticket.length), ticket },
  };
}

/** Splits each time over the causes, so that they sum to it. */
function spendTime(calendar: Float64Array, random: () => number): Record<Cause, Float64Array> {
  const spent = Object.fromEntries(CAUSE_NAMES.map((bucket) => [bucket, new Float64Array(calendar.length)])) as Record<
    Cause,
    Float64Array
  >;
  for (let row = 0; row < calendar.length; row++) {
    let left = Number.isNaN(calendar[row]!) ? 0 : calendar[row]!;
    for (const bucket of CAUSE_NAMES) {
      const part = Math.floor(left * random() * 0.6);
      spent[bucket][row] = part;
      left -= part;
    }
    spent.team_working[row]! += left;
  }
  return spent;
}
