import type { Agent, Team } from '../../src/model/people.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { normals, uniform } from '../summarise/random-columns.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** The window: a week in UTC; the desk's data end six hours after it. */
export const WINDOW = { from: Date.UTC(2026, 10, 16), to: Date.UTC(2026, 10, 23), timeZone: 'UTC' };
export const NOW = WINDOW.to + 6 * HOUR;
const WEEKS = 21;

/** Half of the tickets are answered, and solved, within this; the spread of the logarithm of both. */
export const TRUE_MEDIAN = { answerMs: 2 * HOUR, solutionMs: 20 * HOUR, spread: 0.9 } as const;

/** What a planted desk is like. To plant something new, add a field here and one line where tickets are made. */
export interface Plan {
  readonly perWeek: number;
  /** Standard deviation of what all tickets of a day share, on the logarithm of time. */
  readonly daySd?: number;
  /** 25 tickets within two hours in every other week, which take twice as long. */
  readonly incidents?: boolean;
  readonly customers?: number;
  /** From the window on, what is left of every ticket takes so much longer (below 1: shorter). */
  readonly factor?: number;
  /** In the window, nothing that would take longer than two days is done any more. */
  readonly neglect?: boolean;
  /** So many tickets that had lain for months are solved in the window. */
  readonly cleared?: number;
  /** Arrivals grow by so much a week. */
  readonly growth?: number;
  readonly reopened?: number;
  /** This share of tickets ends by a timer, seven days after our last answer. */
  readonly timers?: number;
  /** This share is answered by a bot and solved by the customer at once. */
  readonly bots?: number;
  /** This share is closed in bulk on Friday at noon. */
  readonly bulk?: boolean;
  /** The export holds only what was opened in so many days before the window's end. */
  readonly historyDays?: number;
}

/** A planted desk as records. */
export interface Desk {
  readonly tickets: readonly { readonly ticket: Ticket; readonly events: readonly Event[] }[];
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
}

/** Draws a desk: the same seed and plan give the same one. */
export function drawDesk(seed: number, plan: Plan): Desk {
  const random = uniform(seed * 7919 + 17);
  const normal = normals(random);
  const { spread, answerMs, solutionMs } = TRUE_MEDIAN;
  const begin = WINDOW.to - WEEKS * WEEK;
  const shared = Array.from({ length: WEEKS * 7 + 1 }, () => (plan.daySd ?? 0) * normal());
  const tickets: Desk['tickets'][number][] = [];

  const add = (openedAt: number, slowness: number): void => {
    const day = Math.floor((openedAt - begin) / DAY);
    const drift = (shared[day] ?? 0) + slowness;
    const answeredAt = openedAt + answerMs * Math.exp(drift + spread * normal());
    let solvedAt = openedAt + solutionMs * Math.exp(drift + spread * normal());
    if (solvedAt > WINDOW.from) {
      const since = Math.max(openedAt, WINDOW.from);
      if (plan.neglect && solvedAt - openedAt > 48 * HOUR) solvedAt = Number.POSITIVE_INFINITY;
      else solvedAt = since + (solvedAt - since) * (plan.factor ?? 1);
    }
    if (plan.bulk) {
      const friday = WINDOW.from + 4 * DAY + 12 * HOUR;
      const weekly = friday + Math.ceil((solvedAt - friday) / WEEK) * WEEK;
      if (weekly - openedAt > 3 * DAY) solvedAt = weekly;
    }
    tickets.push(history(tickets.length, openedAt, Math.min(answeredAt, solvedAt), solvedAt));
  };

  const history = (index: number, openedAt: number, answeredAt: number, solvedAt: number): Desk['tickets'][number] => {
    const id = `t${index}`;
    const agent = `a${Math.floor(random() * 6)}`;
    const byBot = random() < (plan.bots ?? 0);
    const byTimer = !byBot && random() < (plan.timers ?? 0);
    const reopens = !byBot && !byTimer && random() < (plan.reopened ?? 0);
    const events: Event[] = [];
    const put = (at: number, event: object): void => {
      if (at < NOW) {
        const seq = events.length;
        events.push({ source: 'desk', ticketId: id, id: `${id}-${seq}`, at: Math.round(at), seq, ...event } as Event);
      }
    };
    const status = (at: number, to: Ticket['status'], by: 'agent' | 'customer' | 'bot'): void =>
      put(at, { kind: 'status', to, original: to, by });
    put(openedAt, { kind: 'assignment', agentId: agent, teamId: index % 2 === 0 ? 'l1' : 'l2' });
    if (byBot) {
      put(openedAt + 60_000, { kind: 'message', by: 'bot', authorId: 'fin', public: true });
      status(openedAt + 10 * 60_000, 'solved', 'customer');
    } else {
      put(answeredAt, { kind: 'message', by: 'agent', authorId: agent, public: true });
      if (byTimer) {
        status(solvedAt, 'waiting_customer', 'agent');
        status(solvedAt + 7 * DAY, 'solved', 'bot');
      } else {
        status(solvedAt, 'solved', 'agent');
        if (reopens) {
          status(solvedAt + 20 * HOUR, 'open', 'customer');
          status(solvedAt + 44 * HOUR, 'solved', 'agent');
        }
      }
    }
    const last = events.findLast((event) => event.kind === 'status');
    const now = last?.kind === 'status' ? last.to : 'open';
    return {
      ticket: {
        source: 'desk',
        id,
        channel: 'email',
        openedAt: Math.round(openedAt),
        openedBy: 'customer',
        customerId: `c${Math.floor(random() * (plan.customers ?? 3000))}`,
        status: now,
        originalStatus: now,
        statusKnown: true,
        category: ['billing', 'how-to', 'bug'][index % 3]!,
        tags: [],
        fields: {},
        spam: false,
        updatedAt: NOW,
        timelineComplete: true,
      },
      events,
    };
  };

  for (let week = 0; week < WEEKS; week++) {
    const from = begin + week * WEEK;
    const mean = plan.perWeek * (1 + (plan.growth ?? 0)) ** (week - WEEKS + 2);
    const n = Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    for (let i = 0; i < n; i++) add(from + random() * WEEK, 0);
    if (plan.incidents && week % 2 === Math.floor(random() * 2)) {
      const at = from + random() * (WEEK - DAY);
      for (let i = 0; i < 25; i++) add(at + random() * 2 * HOUR, Math.LN2);
    }
  }
  for (let i = 0; i < (plan.cleared ?? 0); i++) {
    const openedAt = WINDOW.from - (40 + 30 * random()) * DAY;
    tickets.push(history(tickets.length, openedAt, openedAt + 2 * HOUR, WINDOW.from + random() * WEEK));
  }
  const first = plan.historyDays === undefined ? begin : WINDOW.to - plan.historyDays * DAY;
  return {
    tickets: tickets.filter(({ ticket }) => ticket.openedAt >= first && ticket.openedAt < NOW),
    agents: Array.from({ length: 6 }, (_, i): Agent => person(`a${i}`, false)).concat(person('fin', true)),
    teams: ['l1', 'l2'].map((id): Team => ({ source: 'desk', id, name: id.toUpperCase() })),
  };
}

function person(id: string, bot: boolean): Agent {
  return { source: 'desk', id, name: id, personKey: `desk/${id}`, teamIds: [], active: true, bot };
}
