import type { Definitions } from '../../src/model/definitions.ts';
import type { TicketHistory } from '../../src/model/measurement.ts';
import type { Agent, CalendarText, Customer, Team } from '../../src/model/people.ts';
import type { Event, Status, Ticket } from '../../src/model/ticket.ts';

/** One shift of a week: weekday (0 Monday) and minutes after midnight; an end before the start is the next day. */
export interface Shift {
  readonly day: number;
  readonly start: number;
  readonly end: number;
}

/** Hours in plain data, from which both their text and the oracle's answer are made. */
export interface Schedule {
  readonly versions: readonly { readonly from: string | null; readonly shifts: readonly Shift[] }[];
}

/** A made-up desk and one ticket of it. */
export interface Scenario {
  readonly definitions: Definitions;
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly customer: Customer | undefined;
  readonly history: TicketHistory;
  readonly now: number;
  /** The schedules behind every hours text in the scenario. */
  readonly schedules: ReadonlyMap<string, Schedule>;
}

/** Random numbers that can be had again. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, below). */
  readonly int: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** Mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return { next, int, chance: (probability) => next() < probability, pick: (from) => from[int(from.length)]! };
}

const DAY_MS = 86_400_000;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** How hours are written: the same weeks as in `schedule`. */
export function textOf(schedule: Schedule): string {
  return schedule.versions
    .map(({ from, shifts }) => {
      const rules = shifts.map((shift) => `${DAYS[shift.day]} ${clock(shift.start)}-${clock(shift.end)}`);
      return (from === null ? '' : `from ${from}: `) + (rules.length === 0 ? 'closed' : rules.join('; '));
    })
    .join(' | ');
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function dateNear(random: Random, at: number, days: number): string {
  return new Date(at + Math.floor(random.next() * days) * DAY_MS).toISOString().slice(0, 10);
}

function randomWeek(random: Random): Shift[] {
  const everyDay = (days: number, ...spans: (readonly [number, number])[]): Shift[] =>
    Array.from({ length: days }, (_, day) => spans.map(([start, end]) => ({ day, start, end }))).flat();
  switch (random.int(7)) {
    case 0:
      return everyDay(5, [540, 1020]);
    case 1:
      return everyDay(5, [540, 750], [810, 1080]);
    case 2:
      return everyDay(7, [1320, 360]);
    case 3:
      return everyDay(7, [0, 1440]);
    case 4:
      return everyDay(6, [30, 90], [150, 1415]);
    case 5:
      return [6, 0, 1, 2].map((day) => ({ day, start: 1200 + random.int(200), end: random.int(500) }));
    default:
      return Array.from({ length: 1 + random.int(8) }, () => {
        const start = random.int(1440);
        const end = random.int(1441);
        return { day: random.int(7), start, end: end === start ? (start + 60) % 1440 : end };
      });
  }
}

function randomSchedule(random: Random, around: number): Schedule {
  const versions: { from: string | null; shifts: Shift[] }[] = [{ from: null, shifts: randomWeek(random) }];
  if (random.chance(0.25)) versions.push({ from: dateNear(random, around, 8), shifts: randomWeek(random) });
  return { versions };
}

/** A scenario whose life lies in the nine days after `from`, with people in the given zones. */
export function randomScenario(random: Random, from: number, zones: readonly string[]): Scenario {
  const schedules = new Map<string, Schedule>();
  const hours = (): string => {
    const schedule = randomSchedule(random, from);
    const text = textOf(schedule);
    schedules.set(text, schedule);
    return text;
  };
  const holidays = (chance: number): string[] =>
    random.chance(chance) ? Array.from({ length: 1 + random.int(2) }, () => dateNear(random, from, 9)) : [];
  const calendar = (): CalendarText | undefined =>
    random.chance(0.6)
      ? {
          ...(random.chance(0.7) ? { hours: hours() } : {}),
          ...(random.chance(0.3) ? { timeZone: random.pick(zones) } : {}),
          holidays: holidays(0.3),
        }
      : undefined;
  const withCalendar = <T>(record: T): T => {
    const own = calendar();
    return own ? { ...record, calendar: own } : record;
  };

  const teams: Team[] = ['t1', 't2'].map((id) => {
    const team: Team = { source: 's', id, name: id };
    return random.chance(0.4) ? withCalendar(team) : team;
  });
  const agents: Agent[] = ['a1', 'a2', 'a3', 'bot'].map((id) =>
    withCalendar({
      source: 's',
      id,
      name: id,
      personKey: id,
      ...(random.chance(0.7) ? { timeZone: random.pick(zones) } : {}),
      teamIds: random.pick([['t1'], ['t2'], ['t1'], ['t1', 't2'], []]),
      active: random.chance(0.85),
      bot: id === 'bot',
    }),
  );
  const customer: Customer | undefined = random.chance(0.9)
    ? {
        source: 's',
        id: 'c',
        ...(random.chance(0.85) ? { timeZone: random.pick(zones) } : {}),
        timeZoneOrigin: 'profile',
        ...(random.chance(0.3) ? { hours: hours() } : {}),
        holidays: holidays(0.3),
      }
    : undefined;
  const customerHours = hours();
  const definitions: Definitions = {
    netExcludes: random.pick([
      ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
      ['customer_wait', 'customer_time_zone_wait', 'customer_off_hours', 'third_party_wait'],
      [],
    ]),
    autoClose: random.pick(['rewind', 'rewind', 'as-is']),
    creditPolicy: 'solver',
    tierRule: { cuts: [2, 6], name: 'score@1' },
    teamHours: random.chance(0.85) ? hours() : undefined,
    teamTimeZone: random.pick(zones),
    teamHolidays: holidays(0.4),
    customerHours,
    customerHolidays: holidays(0.3),
    turns: random.chance(0.5) ? { s: 'message' } : {},
  };
  return { definitions, agents, teams, customer, ...randomHistory(random, from, customer), schedules };
}

function randomHistory(
  random: Random,
  from: number,
  customer: Customer | undefined,
): { history: TicketHistory; now: number } {
  const openedAt = from + random.int(2 * DAY_MS);
  const lifeMs = random.pick([3_600_000, DAY_MS, 3 * DAY_MS, 5 * DAY_MS]);
  const events: Event[] = [];
  const count = random.int(14);
  let shared = openedAt;
  for (let i = 0; i < count; i++) {
    // Some events share an instant, some fall on whole minutes, some before the opening.
    let at = openedAt + random.int(lifeMs);
    if (random.chance(0.2)) at = shared;
    if (random.chance(0.2)) at -= at % 60_000;
    if (random.chance(0.1)) at = openedAt;
    shared = at;
    events.push(randomEvent(random, { source: 's', ticketId: '1', id: `e${i}`, at, seq: random.int(3) }, openedAt));
  }
  const openedBy = random.pick(['customer', 'customer', 'customer', 'agent', 'bot'] as const);
  const stated = random.chance(0.15) ? openedAt + random.int(lifeMs) : undefined;
  const ticket: Ticket = {
    source: 's',
    id: '1',
    channel: 'email',
    openedAt,
    openedBy,
    ...(customer ? { customerId: customer.id } : {}),
    ...(random.chance(0.5) ? { agentId: random.pick(['a1', 'a2', 'bot']) } : {}),
    ...(random.chance(0.5) ? { teamId: random.pick(['t1', 't2']) } : {}),
    status: random.chance(0.7) ? 'closed' : 'open',
    originalStatus: 'whatever',
    statusKnown: true,
    tags: [],
    fields: {},
    spam: false,
    ...(stated === undefined ? {} : { statedSolvedAt: stated }),
    updatedAt: openedAt,
    timelineComplete: true,
  };
  for (let i = events.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [events[i], events[j]] = [events[j]!, events[i]!];
  }
  return { history: { ticket, events, revision: 1 }, now: openedAt + lifeMs + DAY_MS };
}

function randomEvent(
  random: Random,
  when: { source: string; ticketId: string; id: string; at: number; seq: number },
  openedAt: number,
): Event {
  const agentId = random.pick(['a1', 'a2', 'a3', 'bot', 'stranger']);
  const early = random.chance(0.03) ? openedAt - random.int(DAY_MS) : when.at;
  switch (random.int(10)) {
    case 0:
    case 1:
      return {
        ...when,
        kind: 'message',
        by: 'customer',
        authorId: 'c',
        public: random.chance(0.9),
        automatic: random.chance(0.1),
      };
    case 2:
    case 3:
      return {
        ...when,
        kind: 'message',
        by: random.pick(['agent', 'agent', 'agent', 'bot']),
        authorId: agentId,
        public: random.chance(0.85),
        automatic: random.chance(0.1),
      };
    case 4:
      return { ...when, at: early, kind: 'note', authorId: agentId };
    case 5:
      return {
        ...when,
        at: early,
        kind: 'assignment',
        ...(random.chance(0.7) ? { agentId: random.pick(['a1', 'a2', 'a3', 'bot', 'stranger', null]) } : {}),
        ...(random.chance(0.5) ? { teamId: random.pick(['t1', 't2', null]) } : {}),
      };
    case 6:
      return { ...when, kind: 'handover', to: random.pick(['bot', 'team']) };
    default: {
      const to: Status = random.pick([
        'new',
        'open',
        'open',
        'waiting_customer',
        'waiting_customer',
        'waiting_third_party',
        'solved',
        'solved',
        'closed',
      ]);
      const by = random.pick(['agent', 'bot', 'bot', undefined] as const);
      return { ...when, kind: 'status', to, original: to, ...(by ? { by } : {}) };
    }
  }
}
