import { type Agent, type Customer, personKeyOf } from '../../src/model/people.ts';
import type { Event, Side, Status, Ticket } from '../../src/model/ticket.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { NOBODY, type Person, type RtTicket, type RtUser, type Transaction } from './answers.ts';

/** https://docs.bestpractical.com/rt/5.0.3/customizing/lifecycles.html (the default lifecycle) */
const STATUSES: Readonly<Record<string, Status>> = {
  new: 'new',
  open: 'open',
  stalled: 'waiting_customer',
  resolved: 'solved',
  rejected: 'closed',
  deleted: 'closed',
};

/** The user who stands for RT itself. */
export const RT_ITSELF = 'RT_System';

/** Statuses of own lifecycles, lower case. */
export type OwnStatuses = ReadonlyMap<string, Status>;

/** The meaning of a status of any lifecycle. */
export function readStatus(word: string, own: OwnStatuses): { readonly status: Status; readonly known: boolean } {
  const standard = word.toLowerCase();
  const status = own.get(standard) ?? (Object.hasOwn(STATUSES, standard) ? STATUSES[standard] : undefined);
  return { status: status ?? 'open', known: status !== undefined };
}

/** What a translation needs to know besides the record. */
export interface TicketContext {
  readonly source: string;
  /** Of the pages people open: `https://rt.example`. */
  readonly webUrl: string;
  readonly storeSubjects: boolean;
  readonly own: OwnStatuses;
  /** Custom fields to keep: their names, with the names to keep them under. */
  readonly fields: ReadonlyMap<string, string>;
  /** The side on which somebody stands, given who asks. */
  readonly sideOf: (login: string, requestors: readonly string[]) => Side;
  /** The login of a user's number; undefined for nobody. */
  readonly loginOf: (userId: string) => string | undefined;
}

/** When a ticket was opened, epoch ms: by itself, else by its history; undefined where neither says. */
export function openingOf(ticket: RtTicket, history: readonly Transaction[]): number | undefined {
  return ticket.Created ?? history[0]?.Created;
}

/** A ticket in the model's words, opened at an instant; its history tells who opened it. */
export function toTicket(
  ticket: RtTicket,
  openedAt: number,
  history: readonly Transaction[],
  context: TicketContext,
): Ticket {
  const { status, known } = readStatus(ticket.Status, context.own);
  const requestors = ticket.Requestor.map(({ id }) => id);
  const opener = history.find(({ Type }) => Type === 'Create')?.Creator.id ?? requestors[0];
  const customer = ticket.Requestor[0];
  const deletedAt = ticket.Status === 'deleted' ? (lastDeletion(history) ?? ticket.LastUpdated ?? openedAt) : undefined;
  return {
    source: context.source,
    id: ticket.id,
    url: `${context.webUrl}/Ticket/Display.html?id=${ticket.id}`,
    ...(context.storeSubjects && ticket.Subject ? { subject: ticket.Subject } : {}),
    channel: 'rt',
    openedAt,
    openedBy: opener === undefined ? 'customer' : context.sideOf(opener, requestors),
    ...(customer ? { customerId: customer.id } : {}),
    ...(customer?.Organization ? { accountKey: customer.Organization } : {}),
    ...(ticket.Owner.id === NOBODY ? {} : { agentId: ticket.Owner.id }),
    teamId: ticket.Queue?.id,
    status,
    originalStatus: ticket.Status,
    statusKnown: known,
    ...(ticket.Priority && ticket.Priority !== '0' ? { priority: ticket.Priority } : {}),
    tags: [],
    fields: fieldsOf(ticket, context.fields),
    ...(deletedAt === undefined ? {} : { deletedAt }),
    spam: false,
    updatedAt: ticket.LastUpdated ?? history.at(-1)?.Created ?? openedAt,
    timelineComplete: true,
  };
}

function lastDeletion(history: readonly Transaction[]): number | undefined {
  return history.findLast(({ Type, NewValue }) => Type === 'Status' && NewValue === 'deleted')?.Created;
}

function fieldsOf(ticket: RtTicket, wanted: ReadonlyMap<string, string>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { name, values } of ticket.CustomFields) {
    const under = wanted.get(name);
    if (under !== undefined && values.length > 0) fields[under] = values.map(String).join('|');
  }
  return fields;
}

/** A ticket that went into another one, told by its own history: RT itself answers only for the other. */
export function toMergedTicket(
  id: string,
  into: string,
  history: readonly Transaction[],
  context: TicketContext,
): Ticket | undefined {
  const create = history.find(({ Type }) => Type === 'Create');
  const last = history.at(-1);
  if (!create || !last) return undefined;
  const word = history.findLast(({ Type }) => Type === 'Status')?.NewValue ?? 'new';
  const { status, known } = readStatus(word, context.own);
  const openedBy = context.sideOf(create.Creator.id, []);
  return {
    source: context.source,
    id,
    url: `${context.webUrl}/Ticket/Display.html?id=${id}`,
    channel: 'rt',
    openedAt: create.Created,
    openedBy,
    ...(openedBy === 'customer' ? { customerId: create.Creator.id } : {}),
    status,
    originalStatus: word,
    statusKnown: known,
    tags: [],
    fields: {},
    mergedInto: into,
    spam: false,
    updatedAt: last.Created,
    timelineComplete: true,
  };
}

/** The other ticket of a merge, if this entry is one and its ticket is the one that ceased to be. */
export function mergedInto({ Type, Field, NewValue, ObjectId }: Transaction): string | undefined {
  if (Type !== 'AddLink' || Field !== 'MergedInto') return undefined;
  const target = /\/ticket\/(\d+)$/.exec(NewValue ?? '')?.[1];
  return target === ObjectId ? undefined : target;
}

/** Changes of the owner under the names of older versions. */
const OWNER_TYPES = ['Take', 'Give', 'Steal', 'Untake', 'Force'];

function changes(transaction: Transaction, field: 'Owner' | 'Queue'): boolean {
  const { Type, Field } = transaction;
  return (Type === 'Set' && Field === field) || (field === 'Owner' && OWNER_TYPES.includes(Type));
}

/** A ticket's history, oldest first, as events. */
export function toEvents(
  ticket: {
    readonly id: string;
    readonly requestors: readonly string[];
    readonly owner?: string;
    readonly queue?: string;
  },
  history: readonly Transaction[],
  context: TicketContext,
): Event[] {
  const events: Event[] = [];
  const firstOwner = history.find((one) => changes(one, 'Owner'));
  const firstQueue = history.find((one) => changes(one, 'Queue'));
  for (const [seq, transaction] of history.entries()) {
    const { id, Type, Created: at, Creator, NewValue } = transaction;
    const base = { source: context.source, ticketId: ticket.id, id, at, seq };
    const by = context.sideOf(Creator.id, ticket.requestors);
    const into = mergedInto(transaction);
    if (Type === 'Create' || Type === 'Correspond') {
      events.push({ ...base, kind: 'message', by, authorId: Creator.id, public: true });
    }
    if (Type === 'Create') {
      // How a ticket began is not told; it is what the first change replaced, else what still holds.
      const owner = firstOwner ? context.loginOf(firstOwner.OldValue ?? '') : ticket.owner;
      const queue = firstQueue ? (firstQueue.OldValue ?? undefined) : ticket.queue;
      if (owner !== undefined || queue !== undefined) {
        events.push({
          ...base,
          id: `${id}/initial`,
          kind: 'assignment',
          ...(owner === undefined ? {} : { agentId: owner }),
          ...(queue === undefined ? {} : { teamId: queue }),
        });
      }
    }
    if (Type === 'Comment') events.push({ ...base, kind: 'note', authorId: Creator.id });
    if (Type === 'Status' && NewValue) {
      const { status, known } = readStatus(NewValue, context.own);
      events.push({ ...base, kind: 'status', to: status, original: NewValue, statusKnown: known, by });
    }
    if (changes(transaction, 'Owner')) {
      events.push({ ...base, kind: 'assignment', agentId: context.loginOf(NewValue ?? '') ?? null });
    }
    if (changes(transaction, 'Queue') && NewValue) events.push({ ...base, kind: 'assignment', teamId: NewValue });
    if (into !== undefined) events.push({ ...base, kind: 'merged', into });
  }
  return events;
}

/** Somebody who answers. */
export function toAgent(
  source: string,
  login: string,
  user: RtUser,
  timeZone: string | undefined,
  bot: boolean,
): Agent {
  const email = user.EmailAddress || undefined;
  return {
    source,
    id: login,
    name: user.RealName || login,
    ...(email === undefined ? {} : { email }),
    personKey: personKeyOf(source, login, email),
    ...(timeZone === undefined ? {} : { timeZone }),
    teamIds: [],
    active: String(user.Disabled ?? '0') !== '1',
    bot,
  };
}

/** Somebody who asks. */
export function toCustomer(source: string, person: Person): Customer {
  const timeZone = zoneOf(person);
  return {
    source,
    id: person.id,
    ...(person.EmailAddress ? { email: person.EmailAddress } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
    timeZoneOrigin: timeZone === undefined ? 'none' : 'profile',
    holidays: [],
    ...(person.Organization ? { accountKey: person.Organization, organisationId: person.Organization } : {}),
  };
}

/** The zone that a person's preferences state, if it is one. */
export function zoneOf(person: Person): string | undefined {
  return person.Timezone && isTimeZone(person.Timezone) ? person.Timezone : undefined;
}
