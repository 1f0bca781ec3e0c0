import {
  toAccount,
  toChurnEvent,
  toCost,
  toMilestone,
  toOrder,
  toReferral,
  toSubscription,
  toUsage,
} from './account-records.ts';
import { type Cells, required } from './cells.ts';
import { createHistories } from './histories.ts';
import type { Input, Role } from './input.ts';
import { toAgent, toCustomer, toRating, toTeam } from './people-records.ts';
import { lastReadable, type PlacedRow, type Reject } from './placed-rows.ts';
import type { Records, Step } from './pull.ts';
import { createTallies } from './tallies.ts';
import { ticketOf } from './ticket-group.ts';

/** Roles whose rows together tell tickets. */
const TICKET_ROLES: readonly Role[] = ['tickets', 'events', 'changes'];

/** The reading of a set of inputs, in order: people, tickets with their histories, what customers said and paid. */
export function stepsOf(inputs: readonly Input[], source: string, storeSubjects: boolean): readonly Step[] {
  const of = (role: Role): Input[] => inputs.filter((input) => input.role === role);
  const tickets = inputs.filter(({ role }) => TICKET_ROLES.includes(role));
  return [
    single(of('agents'), 'id', 'agents', (cells) => toAgent(source, cells)),
    single(of('teams'), 'id', 'teams', (cells) => toTeam(source, cells)),
    single(of('accounts'), 'key', 'accounts', (cells) => toAccount(source, cells)),
    single(of('customers'), 'id', 'customers', (cells) => toCustomer(source, cells)),
    ticketStep(tickets, source, storeSubjects),
    single(of('ratings'), RATING_KEY, 'ratings', (cells) => toRating(source, cells)),
    single(of('subscriptions'), 'id', 'subscriptions', (cells) => toSubscription(source, cells)),
    single(of('churn_events'), CHURN_KEY, 'churnEvents', (cells) => toChurnEvent(source, cells)),
    single(of('orders'), ORDER_KEY, 'orders', (cells) => toOrder(source, cells)),
    single(of('referrals'), REFERRAL_KEY, 'referrals', (cells) => toReferral(source, cells)),
    single(of('milestones'), MILESTONE_KEY, 'milestones', (cells) => toMilestone(source, cells)),
    single(of('usage'), USAGE_KEY, 'usage', (cells) => toUsage(source, cells)),
    single(of('costs'), COST_KEY, 'costs', (cells) => toCost(source, cells)),
  ].filter((step) => step.inputs.length > 0);
}

/** What makes a row without an id the same record as another one. */
const RATING_KEY = ['kind', 'ticket_id', 'agent_id', 'customer_id', 'offered_at', 'rated_at'];
const CHURN_KEY = ['account_key', 'at'];
const ORDER_KEY = ['account_key', 'product', 'at', 'amount'];
const REFERRAL_KEY = ['referrer', 'referred', 'at'];
const MILESTONE_KEY = ['account_key', 'milestone'];
const USAGE_KEY = ['account_key', 'subscription_id', 'feature', 'at'];
const COST_KEY = ['kind', 'account_key', 'at', 'amount'];

/** One record a row; rows with the same id are one record. */
function single<Key extends Exclude<keyof Records, 'tickets' | 'events'>>(
  inputs: readonly Input[],
  id: string | readonly string[],
  target: Key,
  read: (cells: Cells) => NonNullable<Records[Key]>[number],
): Step {
  const tallies = createTallies();
  return {
    inputs,
    finish: tallies.sentences,
    counted: tallies.counted,
    key: (_, cells) => (typeof id === 'string' ? required(cells, id) : keyOf(cells, id)),
    build(_, rows, records, reject) {
      const record = lastReadable([...rows.values()].flat(), reject, tallies, (row) => read(row.cells));
      if (record !== undefined) add(records, target, record);
    },
  };
}

function keyOf(cells: Cells, facts: readonly string[]): string {
  const id = cells.text('id');
  return id === undefined ? JSON.stringify(facts.map((fact) => cells.text(fact) ?? '')) : `id ${id}`;
}

function ticketStep(inputs: readonly Input[], source: string, storeSubjects: boolean): Step {
  const tallies = createTallies();
  const has = (role: Role): boolean => inputs.some((input) => input.role === role);
  const histories = createHistories(has('tickets'), has('events'), has('changes'));
  const context = { source, storeSubjects, tallies, histories };
  return {
    inputs,
    finish: () => [...tallies.sentences(), ...histories.sentences()],
    counted: tallies.counted,
    key: (role, cells) => required(cells, role === 'tickets' ? 'id' : 'ticket_id'),
    build(id, rows, records, reject: Reject) {
      const of = (role: Role): readonly PlacedRow[] => rows.get(role) ?? [];
      const built = ticketOf(
        { id, tickets: of('tickets'), events: of('events'), changes: of('changes') },
        context,
        reject,
      );
      if (!built) return;
      add(records, 'tickets', built.ticket);
      for (const event of built.events) add(records, 'events', event);
      if (built.rating) add(records, 'ratings', built.rating);
    },
  };
}

function add<Key extends keyof Records>(records: Records, key: Key, value: NonNullable<Records[Key]>[number]): void {
  const list: NonNullable<Records[Key]>[number][] = records[key] ?? [];
  list.push(value);
  Object.assign(records, { [key]: list });
}
