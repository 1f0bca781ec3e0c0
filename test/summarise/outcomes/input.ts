import type { Subscription } from '../../../src/model/account.ts';
import type { Agent } from '../../../src/model/people.ts';
import type { Rating } from '../../../src/model/rating.ts';
import type { OutcomeInput } from '../../../src/summarise/outcomes/build.ts';
import { columnsFrom, type TicketFact } from './ticket-columns.ts';

export const DAY = 86_400_000;
/** The window that tests look at: November 2026, UTC. */
export const FROM = Date.UTC(2026, 10, 1);
export const TO = Date.UTC(2026, 11, 1);
export const WINDOW = { fromAt: FROM, toAt: TO };

let ids = 0;

/** A satisfaction answer on five points, in the middle of the window. */
export function rating(fields: Partial<Rating> & { readonly value: number | null }): Rating {
  ids += 1;
  const base = { source: 'desk', id: `rating-${ids}`, kind: 'csat' as const, scaleMin: 1, scaleMax: 5 };
  const answered = fields.value === null ? {} : { ratedAt: FROM + 10 * DAY };
  return { ...base, positive: fields.value === null ? null : fields.value >= 4, ...answered, ...fields };
}

/** A subscription that began long before the window; `id` names its account too unless said otherwise. */
export function subscription(id: string, fields: Partial<Subscription> = {}): Subscription {
  return { source: 'billing', id, accountKey: id, startedAt: FROM - 400 * DAY, status: 'active', ...fields };
}

export function agent(id: string, fields: Partial<Agent> = {}): Agent {
  const base = { source: 'desk', id, name: id, personKey: `desk/${id}`, teamIds: [], active: true, bot: false };
  return { ...base, ...fields };
}

/** An input with nothing in it but what is given. */
export function inputOf(fields: Partial<OutcomeInput> & { readonly facts?: readonly TicketFact[] }): OutcomeInput {
  const { facts = [], ...rest } = fields;
  return {
    window: WINDOW,
    creditPolicy: 'solver',
    tierRule: { cuts: [2, 6], name: 'score@1' },
    churnLookbackDays: 90,
    minSample: 5,
    tickets: [columnsFrom(facts)],
    ratings: [],
    credits: new Map(),
    agents: [],
    teams: [],
    customer: () => undefined,
    accounts: [],
    subscriptions: [],
    churnEvents: [],
    manualJoin: new Map(),
    ...rest,
  };
}
