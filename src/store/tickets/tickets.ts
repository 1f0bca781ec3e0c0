import { Account } from '../../model/account.ts';
import { Agent, Team } from '../../model/people.ts';
import type { Engine } from '../engine.ts';
import { readHistories, type TicketKey } from './histories.ts';
import { readAllCustomers, readAllRecords, readCustomers } from './read-records.ts';
import { savePage } from './save-page.ts';

/** Tickets, their histories and the people in them, as the sources told them. */
export function ticketStore(engine: Engine) {
  return {
    savePage: savePage(engine),
    /** The tickets of these keys with their events, in order of (source, id); keys that are not stored are left out. */
    histories: (keys: readonly TicketKey[]) => engine.read((session) => readHistories(session, engine, keys)),
    agents: () => engine.read((session) => readAllRecords(session, engine, 'agent', Agent)),
    teams: () => engine.read((session) => readAllRecords(session, engine, 'team', Team)),
    accounts: () => engine.read((session) => readAllRecords(session, engine, 'account', Account)),
    /** The customers of these ids of one source; of strangers nothing is returned. */
    customers: (source: string, ids: readonly string[]) =>
      engine.read((session) => readCustomers(session, engine, source, ids)),
    allCustomers: readAllCustomers(engine),
  };
}

export type TicketStore = ReturnType<typeof ticketStore>;
