import type { HttpClient } from '../../src/connector/http/http.ts';
import { sideBySide } from '../../src/connector/records.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { CrmObject } from './answers.ts';
import { AT_ONCE, PATHS } from './api.ts';
import type { Directory } from './directory.ts';
import type { Settings } from './env.ts';
import { isCutOff, versionsOf, WITH_HISTORY } from './history.ts';
import type { ReadThread } from './messages.ts';
import { mainLink, readAlone, readLinks, readObjects } from './objects.ts';
import {
  COMPANY_PROPERTIES,
  CONTACT_PROPERTIES,
  type Context,
  TICKET_PROPERTIES,
  toAccount,
  toCustomer,
  toRecords,
} from './records.ts';
import { readThread } from './threads.ts';
import { instantOf, textOf } from './values.ts';

/** What one run reads tickets with. */
export interface Reading {
  readonly client: HttpClient;
  readonly settings: Settings;
  readonly context: Context;
  readonly directory: Directory;
  /** The ticket pipelines that are read; undefined for all. */
  readonly pipelines: ReadonlySet<string> | undefined;
}

/** Records of a page, without its cursor. */
export type Records = Omit<Page, 'cursor'>;

/** Reads tickets by id, whole: values, history, conversations, who asks and who pays. */
export async function readTickets(reading: Reading, ids: readonly string[], archived = false): Promise<Records> {
  const { client, context, settings, directory } = reading;
  const wanted = {
    properties: [...TICKET_PROPERTIES, ...settings.FIELDS.keys()],
    withHistory: WITH_HISTORY,
    archived,
  };
  const answered = await readObjects(client, 'tickets', ids, wanted);
  const rejected: Rejection[] = [...answered.rejected];
  const listed = answered.read.filter((ticket) => isWanted(ticket, reading.pipelines));
  const tickets = await sideBySide(listed, AT_ONCE, async (ticket) => {
    const createdAt = instantOf(ticket.properties.createdate) ?? ticket.createdAt ?? undefined;
    if (createdAt === undefined || !isCutOff(ticket, createdAt)) return ticket;
    const whole = await readAlone(client, 'tickets', ticket.id, wanted);
    return whole ? { ...ticket, propertiesWithHistory: whole.propertiesWithHistory } : ticket;
  });
  const there = tickets.map(({ id }) => id);
  const links = await linksOf(client, there, rejected);
  const contacts = await readObjects(client, 'contacts', [...links.contacts.values()], {
    properties: CONTACT_PROPERTIES,
  });
  rejected.push(...contacts.rejected);
  const companyOfContact = new Map(
    contacts.read.map(({ id, properties }) => [id, textOf(properties.associatedcompanyid)]),
  );
  const companyOf = (ticketId: string): string | undefined =>
    links.companies.get(ticketId) ?? companyOfContact.get(links.contacts.get(ticketId) ?? '');
  const companyIds = [...there.map(companyOf), ...companyOfContact.values()].filter((id) => id !== undefined);
  const accounts = await readAccounts(reading, companyIds);
  rejected.push(...(accounts.rejected ?? []));

  const records = await sideBySide(tickets, AT_ONCE, async (ticket) => {
    const threads: ReadThread[] = [];
    for (const threadId of links.threads.get(ticket.id) ?? []) {
      const read = await readThread(client, threadId, rejected);
      if (read) threads.push(read);
    }
    const linked = { contactId: links.contacts.get(ticket.id), companyId: companyOf(ticket.id) };
    const made = toRecords(ticket, threads, linked, context);
    if (!made) {
      rejected.push({ place: `${PATHS.batch('tickets')}: ${ticket.id}`, reason: 'nothing tells when it was made' });
    }
    return made;
  });
  const read = records.filter((each) => each !== undefined);
  const known = new Set(directory.agents.map(({ id }) => id));
  return {
    tickets: read.map(({ ticket }) => ticket),
    events: read.flatMap(({ events }) => events),
    agents: [...new Map(read.flatMap(({ authors }) => authors.map((agent) => [agent.id, agent]))).values()].filter(
      ({ id }) => !known.has(id),
    ),
    customers: contacts.read.map((contact) => toCustomer(contact, context.source)),
    accounts: accounts.accounts ?? [],
    rejected,
  };
}

/** Whether a ticket is, or ever was, in one of the pipelines that are read. */
function isWanted(ticket: CrmObject, pipelines: ReadonlySet<string> | undefined): boolean {
  if (pipelines === undefined) return true;
  const now = textOf(ticket.properties.hs_pipeline);
  const then = versionsOf(ticket, 'hs_pipeline').map(({ value }) => textOf(value));
  return [now, ...then].some((id) => id !== undefined && pipelines.has(id));
}

/** Reads companies as the accounts that pay. */
export async function readAccounts({ client, context, settings }: Reading, ids: readonly string[]): Promise<Records> {
  if (ids.length === 0) return { accounts: [] };
  const properties = [...COMPANY_PROPERTIES, ...settings.EXTERNAL_ID_PROPERTIES];
  const { read, rejected } = await readObjects(client, 'companies', ids, { properties });
  return { accounts: read.map((company) => toAccount(company, context.source, context.externalIds)), rejected };
}

async function linksOf(client: HttpClient, ids: readonly string[], rejected: Rejection[]) {
  const of = async (kind: string) => {
    const { links, rejected: odd } = await readLinks(client, 'tickets', kind, ids);
    rejected.push(...odd);
    return links;
  };
  const contacts = await of('contacts');
  const companies = await of('companies');
  const threads = await of('conversations');
  const mains = (links: typeof contacts, firstOfMany: boolean) =>
    new Map(
      [...links].flatMap(([id, to]): [string, string][] => {
        const main = mainLink(to) ?? (firstOfMany ? to[0]?.toObjectId : undefined);
        return main === undefined ? [] : [[id, main]];
      }),
    );
  return {
    // Of several people on a ticket the first one linked asks; of several companies none is known to pay.
    contacts: mains(contacts, true),
    companies: mains(companies, false),
    threads: new Map([...threads].map(([id, to]) => [id, [...new Set(to.map(({ toObjectId }) => toObjectId))]])),
  };
}
