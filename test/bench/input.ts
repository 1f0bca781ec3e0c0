import type { Definitions } from '../../src/model/definitions.ts';
import type { TicketHistory } from '../../src/model/measurement.ts';
import type { Agent, Customer, Team } from '../../src/model/people.ts';
import type { Event } from '../../src/model/ticket.ts';

/** Working weeks as the bench's rivals understand them: days 1 (Monday) to 7, hours within one day, no break. */
export interface PlainWeek {
  readonly days: readonly number[];
  readonly openHour: number;
  readonly closeHour: number;
}

const AGENT_ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Manila',
  'America/Denver',
  'Asia/Kolkata',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'Europe/London',
];
const CUSTOMER_ZONES = [...AGENT_ZONES, 'America/Los_Angeles', 'Asia/Tokyo', 'Africa/Cairo', 'Pacific/Auckland'];
const WEEKS: readonly PlainWeek[] = [
  { days: [1, 2, 3, 4, 5], openHour: 9, closeHour: 17 },
  { days: [1, 2, 3, 4, 5], openHour: 8, closeHour: 16 },
  { days: [1, 2, 3, 4, 5], openHour: 10, closeHour: 18 },
  { days: [2, 3, 4, 5, 6], openHour: 7, closeHour: 15 },
  { days: [1, 2, 3, 4, 5, 6, 7], openHour: 12, closeHour: 20 },
];
const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** When customers are at work, in their own zones. */
export const CUSTOMER_WEEK: PlainWeek = WEEKS[0]!;

/** One agent's hours in the plain form, by agent id. */
export interface BenchAgent {
  readonly week: PlainWeek;
  readonly timeZone: string;
}

/** 40 agents, each with a calendar of their own: 8 zones by 5 weeks. */
export const benchAgents: ReadonlyMap<string, BenchAgent> = new Map(
  AGENT_ZONES.flatMap((timeZone, zone) =>
    WEEKS.map((week, index): [string, BenchAgent] => [`agent-${zone * WEEKS.length + index}`, { week, timeZone }]),
  ),
);

/** Hours as the product reads them. */
export function hoursText({ days, openHour, closeHour }: PlainWeek): string {
  const two = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return days.map((day) => `${DAY_NAMES[day - 1]} ${two(openHour)}-${two(closeHour)}`).join('; ');
}

/** The same 40 agents for the product. */
export const agents: readonly Agent[] = [...benchAgents].map(([id, { week, timeZone }]) => ({
  source: 'bench',
  id,
  name: id,
  personKey: id,
  timeZone,
  calendar: { hours: hoursText(week), holidays: [] },
  teamIds: [],
  active: true,
  bot: false,
}));

export const teams: readonly Team[] = [];

/** One customer a zone. */
export const customers: readonly Customer[] = CUSTOMER_ZONES.map((timeZone, index) => ({
  source: 'bench',
  id: `customer-${index}`,
  timeZone,
  timeZoneOrigin: 'profile',
  holidays: [],
}));

export const definitions: Definitions = {
  netExcludes: ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
  autoClose: 'rewind',
  creditPolicy: 'solver',
  tierRule: { cuts: [2, 6], name: 'score@1' },
  teamHours: hoursText(WEEKS[0]!),
  teamTimeZone: 'UTC',
  teamHolidays: [],
  customerHours: hoursText(CUSTOMER_WEEK),
  customerHolidays: [],
  turns: { bench: 'status' },
};

const MINUTE = 60_000;
const FIRST_OPENING = Date.UTC(2025, 0, 1);
const OPENINGS_SPAN = 500 * 86_400_000;

/** mulberry32 (Ettinger): small, seeded, good enough to vary tickets. */
function draws(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Ticket number `index` with 20 events: an assignment, then rounds of a customer's message, our reply, waiting and
 * coming back, one hand-over to an agent elsewhere, and the solution. The same index gives the same ticket.
 */
export function benchTicket(index: number): TicketHistory {
  const draw = draws(index + 1);
  const id = String(index).padStart(8, '0');
  const gap = () => Math.round((10 + draw() ** 3 * 1200) * MINUTE);
  const agentId = () => `agent-${Math.floor(draw() * benchAgents.size)}`;
  const customerId = `customer-${Math.floor(draw() * CUSTOMER_ZONES.length)}`;
  const openedAt = FIRST_OPENING + Math.floor((draw() * OPENINGS_SPAN) / MINUTE) * MINUTE;
  const events: Event[] = [];
  let at = openedAt;
  let seq = 0;
  const base = () => {
    seq += 1;
    return { source: 'bench', ticketId: id, id: String(seq).padStart(3, '0'), at, seq };
  };
  const message = (by: 'customer' | 'agent', authorId: string) =>
    events.push({ ...base(), kind: 'message', by, authorId, public: true });
  const status = (to: 'open' | 'waiting_customer' | 'solved') =>
    events.push({ ...base(), kind: 'status', to, original: to });
  let agent = agentId();
  at += gap();
  events.push({ ...base(), kind: 'assignment', agentId: agent, teamId: `team-${index % 6}` });
  for (let round = 0; round < 4; round++) {
    at += gap();
    message('agent', agent);
    status('waiting_customer');
    at += gap();
    message('customer', customerId);
    status('open');
  }
  agent = agentId();
  events.push({ ...base(), kind: 'assignment', agentId: agent });
  at += gap();
  message('agent', agent);
  status('solved');
  const lastAt = at;
  return {
    ticket: {
      source: 'bench',
      id,
      channel: index % 3 === 0 ? 'chat' : 'email',
      openedAt,
      openedBy: 'customer',
      customerId,
      accountKey: `account-${index % 400}`,
      agentId: agent,
      teamId: `team-${index % 6}`,
      status: 'solved',
      originalStatus: 'solved',
      statusKnown: true,
      priority: `p${index % 4}`,
      tags: [],
      category: `category-${index % 25}`,
      fields: {},
      spam: false,
      updatedAt: lastAt,
      timelineComplete: true,
    },
    events,
    revision: 1,
  };
}
