import { createHash } from 'node:crypto';
import type { Agent, Customer } from '../model/people.ts';
import type { Rating } from '../model/rating.ts';
import type { Page } from '../model/source.ts';
import type { Event, Ticket } from '../model/ticket.ts';

/** As what a person can be erased. */
export type ErasedKind = 'customer' | 'agent';

/** Who of a source was erased: gives what stands for an id, undefined for everybody else. */
export type Erased = (kind: ErasedKind, id: string | null | undefined) => string | undefined;

/** What is kept of an erased id: enough to know it again when its source brings it, too little to read it. */
export function erasedHash(salt: string, source: string, kind: ErasedKind, id: string): string {
  return createHash('sha256')
    .update(JSON.stringify([salt, source, kind, id]))
    .digest('hex');
}

/**
 * A page as it is kept: erased people have the id that stands for them and neither name nor address; tickets of erased
 * customers have no subject. What decides a figure (zones, hours, accounts, teams) stays.
 */
export function withoutErased(page: Page, erased: Erased): Page {
  return {
    ...page,
    ...(page.tickets && { tickets: page.tickets.map((ticket) => ticketWithout(ticket, erased)) }),
    ...(page.events && { events: page.events.map((event) => eventWithout(event, erased)) }),
    ...(page.agents && { agents: page.agents.map((agent) => agentWithout(agent, erased)) }),
    ...(page.customers && { customers: page.customers.map((customer) => customerWithout(customer, erased)) }),
    ...(page.ratings && { ratings: page.ratings.map((rating) => ratingWithout(rating, erased)) }),
  };
}

function ticketWithout(ticket: Ticket, erased: Erased): Ticket {
  const [customer, agent] = [erased('customer', ticket.customerId), erased('agent', ticket.agentId)];
  const { subject: _, ...silent } = ticket;
  return {
    ...(customer === undefined ? ticket : { ...silent, customerId: customer }),
    ...(agent !== undefined && { agentId: agent }),
  };
}

function eventWithout(event: Event, erased: Erased): Event {
  if (event.kind === 'assignment') {
    const agentId = erased('agent', event.agentId);
    return agentId === undefined ? event : { ...event, agentId };
  }
  if (event.kind !== 'message' && event.kind !== 'note') return event;
  const isCustomer = event.kind === 'message' && event.by === 'customer';
  const authorId = erased(isCustomer ? 'customer' : 'agent', event.authorId);
  return authorId === undefined ? event : { ...event, authorId };
}

function agentWithout(agent: Agent, erased: Erased): Agent {
  const id = erased('agent', agent.id);
  if (id === undefined) return agent;
  const { email: _, ...kept } = agent;
  return { ...kept, id, name: id, personKey: id };
}

function customerWithout(customer: Customer, erased: Erased): Customer {
  const id = erased('customer', customer.id);
  if (id === undefined) return customer;
  const { email: _email, externalId: _externalId, ...kept } = customer;
  return { ...kept, id };
}

function ratingWithout(rating: Rating, erased: Erased): Rating {
  const [customerId, agentId] = [erased('customer', rating.customerId), erased('agent', rating.agentId)];
  return {
    ...rating,
    ...(customerId !== undefined && { customerId }),
    ...(agentId !== undefined && { agentId }),
  };
}
