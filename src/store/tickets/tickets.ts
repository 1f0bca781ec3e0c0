import {
  Account,
  ChurnEvent,
  Cost,
  Milestone,
  MrrChange,
  Order,
  Referral,
  Subscription,
  Usage,
} from '../../model/account.ts';
import { Agent, Team } from '../../model/people.ts';
import { Rating } from '../../model/rating.ts';
import type { Engine } from '../engine.ts';
import { readHistories, type TicketKey } from './histories.ts';
import { readAllCustomers, readAllRecords, readCustomers, readRecords } from './read-records.ts';
import { savePage } from './save-page.ts';

/** Tickets, their histories and the people in them, as the sources told them. */
export function ticketStore(engine: Engine) {
  return {
    savePage: savePage(engine),
    /** The tickets of these keys with their events, in order of (source, id); keys that are not stored are left out. */
    histories: (keys: readonly TicketKey[]) => engine.read((session) => readHistories(session, engine, keys)),
    agents: () => readAllRecords(engine, 'agent', Agent),
    teams: () => readAllRecords(engine, 'team', Team),
    /** The customers of these ids of one source; of strangers nothing is returned. */
    customers: (source: string, ids: readonly string[]) =>
      engine.read((session) => readCustomers(session, engine, source, ids)),
    allCustomers: () => readAllCustomers(engine),
    accounts: () => readAllRecords(engine, 'account', Account),
    ratings: () => readRecords(engine, 'rating', Rating),
    subscriptions: () => readAllRecords(engine, 'subscription', Subscription),
    churnEvents: () => readAllRecords(engine, 'churn_event', ChurnEvent),
    mrrChanges: () => readAllRecords(engine, 'mrr_change', MrrChange),
    orders: () => readRecords(engine, 'purchase', Order),
    referrals: () => readAllRecords(engine, 'referral', Referral),
    milestones: () => readAllRecords(engine, 'milestone', Milestone),
    usage: () => readRecords(engine, 'usage', Usage),
    costs: () => readAllRecords(engine, 'cost', Cost),
  };
}

export type TicketStore = ReturnType<typeof ticketStore>;
