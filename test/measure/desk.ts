import { createMeasurer } from '../../src/measure/measure.ts';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredTicket, TicketHistory } from '../../src/model/measurement.ts';
import type { Agent, Customer, Team } from '../../src/model/people.ts';
import type { Event, Status, Ticket } from '../../src/model/ticket.ts';

/** An instant in epoch ms, of ISO text with an offset. */
export const at = (iso: string): number => Date.parse(iso);

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant that lies long after everything in the tests. */
export const LATER = at('2030-01-01T00:00:00Z');

/** A desk that is always at work in UTC; whatever a test is about is overridden. */
export function definitions(overrides: Partial<Definitions> = {}): Definitions {
  return {
    netExcludes: ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
    autoClose: 'rewind',
    creditPolicy: 'solver',
    tierRule: { cuts: [2, 6], name: 'score@1' },
    teamHours: undefined,
    teamTimeZone: 'UTC',
    teamHolidays: [],
    customerHours: 'Mon-Fri 09:00-17:00',
    customerHolidays: [],
    turns: {},
    ...overrides,
  };
}

/** An open ticket of the source `desk`, opened by its customer on Monday, 2026-01-12 at 09:00 UTC. */
export function ticket(overrides: Partial<Ticket> = {}): Ticket {
  return {
    source: 'desk',
    id: '1',
    channel: 'email',
    openedAt: at('2026-01-12T09:00:00Z'),
    openedBy: 'customer',
    customerId: 'carl',
    status: 'open',
    originalStatus: 'open',
    statusKnown: true,
    tags: [],
    fields: {},
    spam: false,
    updatedAt: at('2026-01-12T09:00:00Z'),
    timelineComplete: true,
    ...overrides,
  };
}

/** What happened, without what every event repeats. */
export type Happening = { readonly at: number; readonly seq?: number; readonly id?: string } & (
  | {
      readonly kind: 'message';
      readonly by: 'customer' | 'agent' | 'bot';
      readonly authorId?: string;
      readonly public?: boolean;
      readonly automatic?: boolean;
    }
  | { readonly kind: 'note'; readonly authorId?: string }
  | {
      readonly kind: 'status';
      readonly to: Status;
      readonly by?: 'customer' | 'agent' | 'bot';
      readonly original?: string;
      readonly statusKnown?: boolean;
      readonly estimated?: boolean;
    }
  | { readonly kind: 'assignment'; readonly agentId?: string | null; readonly teamId?: string | null }
  | { readonly kind: 'handover'; readonly to: 'bot' | 'team' }
  | { readonly kind: 'merged'; readonly into: string }
);

/** Events of happenings, in the order given unless they say otherwise. */
export function events(...happenings: readonly Happening[]): Event[] {
  return happenings.map((happening, index) => {
    const where = { source: 'desk', ticketId: '1', id: happening.id ?? `e${index}`, seq: happening.seq ?? index };
    if (happening.kind === 'message') return { public: true, ...happening, ...where };
    if (happening.kind === 'status') return { original: happening.to, ...happening, ...where };
    return { ...happening, ...where };
  });
}

export const asks = (when: number): Happening => ({ at: when, kind: 'message', by: 'customer', authorId: 'carl' });
export const answers = (when: number, authorId = 'ana'): Happening => ({
  at: when,
  kind: 'message',
  by: 'agent',
  authorId,
});
export const becomes = (when: number, to: Status, by: 'customer' | 'agent' | 'bot' = 'agent'): Happening => ({
  at: when,
  kind: 'status',
  to,
  by,
});
export const assigned = (when: number, agentId: string | null, teamId?: string | null): Happening => ({
  at: when,
  kind: 'assignment',
  agentId,
  ...(teamId === undefined ? {} : { teamId }),
});

/** The desk's people; a customer with a zone lives in it. */
export interface Desk {
  readonly definitions?: Partial<Definitions>;
  readonly agents?: readonly Agent[];
  readonly teams?: readonly Team[];
  readonly customerZone?: string;
  readonly customer?: Partial<Customer>;
  readonly now?: number;
  readonly onProblem?: (problem: string) => void;
}

export function agent(id: string, overrides: Partial<Agent> = {}): Agent {
  return { source: 'desk', id, name: id, personKey: id, teamIds: [], active: true, bot: false, ...overrides };
}

/** Measures one ticket at a desk. */
export function measure(history: TicketHistory, desk: Desk = {}): MeasuredTicket {
  const { customerZone } = desk;
  const customer: Customer = {
    source: 'desk',
    id: 'carl',
    timeZoneOrigin: customerZone === undefined ? 'none' : 'profile',
    holidays: [],
    ...(customerZone === undefined ? {} : { timeZone: customerZone }),
    ...desk.customer,
  };
  return createMeasurer({
    definitions: definitions(desk.definitions),
    people: {
      agents: desk.agents ?? [],
      teams: desk.teams ?? [],
      customer: (_, id) => (id === 'carl' ? customer : undefined),
    },
    now: desk.now ?? LATER,
    ...(desk.onProblem ? { onProblem: desk.onProblem } : {}),
  })(history);
}

/** Measures a ticket to which this happened. */
export function measured(facts: Partial<Ticket>, happenings: readonly Happening[], desk: Desk = {}): MeasuredTicket {
  return measure({ ticket: ticket(facts), events: events(...happenings), revision: 1 }, desk);
}

/** The time of a measurement by cause, in hours, without the causes that have none. */
export function hoursSpent({ timeSpentMs }: Pick<MeasuredTicket, 'timeSpentMs'>): Record<string, number> {
  return Object.fromEntries(
    CAUSE_NAMES.flatMap((name) => (timeSpentMs[name] ? [[name, timeSpentMs[name] / HOUR]] : [])),
  );
}
