import { z } from 'zod';
import { toIso } from '../../model/time.ts';
import { keyAt, type TicketRow } from '../ticket-rows.ts';
import type { People } from './persons.ts';
import type { ServedAccount } from './served-accounts.ts';

const Iso = z.iso.datetime({ offset: true });

/** A lost account and the last ticket that was solved for it before it decided to leave. */
export const LastContact = z.object({
  accountKey: z.string(),
  account: z.string(),
  lostAt: Iso,
  /** Null where no request to cancel is known; the account is then taken to have decided when it ended. */
  cancelRequestedAt: Iso.nullable(),
  /** Tickets that were open when it decided. */
  openThen: z.int(),
  /** Null: no ticket was solved for it within the look-back. */
  contact: z
    .object({
      source: z.string(),
      ticketId: z.string().nullable(),
      agentKey: z.string().nullable(),
      agent: z.string().nullable(),
      tier: z.string(),
      solvedAt: Iso,
      netResolutionSeconds: z.number().nullable(),
      /** From the solution to the decision. */
      secondsBefore: z.number(),
    })
    .nullable(),
});
export type LastContact = z.infer<typeof LastContact>;

/** The last contact before each churn: who, how long it took, how long before. Latest loss first. */
export function lastContacts(accounts: readonly ServedAccount[], people: People): LastContact[] {
  const contacts: (LastContact & { readonly at: number })[] = [];
  for (const { key, label, loss, solved, openAtDecision } of accounts) {
    if (loss === undefined) continue;
    contacts.push({
      at: loss.lostAt,
      accountKey: key,
      account: label,
      lostAt: toIso(loss.lostAt),
      cancelRequestedAt: loss.requestKnown ? toIso(loss.decidedAt) : null,
      openThen: openAtDecision,
      contact: contactOf(latest(solved), loss.decidedAt, people),
    });
  }
  return contacts
    .sort((a, b) => b.at - a.at || (a.accountKey < b.accountKey ? -1 : 1))
    .map(({ at: _, ...contact }) => contact);
}

function latest(solved: readonly TicketRow[]): TicketRow | undefined {
  let last: TicketRow | undefined;
  for (const ticket of solved) {
    const before = last?.columns.finalSolvedAt[last.row] ?? Number.NEGATIVE_INFINITY;
    if (ticket.columns.finalSolvedAt[ticket.row]! > before) last = ticket;
  }
  return last;
}

function contactOf(ticket: TicketRow | undefined, decidedAt: number, people: People): LastContact['contact'] {
  if (ticket === undefined) return null;
  const { columns, row } = ticket;
  const solvedAt = columns.finalSolvedAt[row]!;
  const netMs = columns.finalResolution.net[row]!;
  const agent = keyAt(columns.agent, row);
  const person = agent === null ? null : people.personOf(agent);
  return {
    source: keyAt(columns.source, row) ?? '',
    ticketId: columns.ticketId?.[row] ?? null,
    agentKey: person?.key ?? null,
    agent: person?.label ?? null,
    tier: keyAt(columns.tier, row) ?? '',
    solvedAt: toIso(solvedAt),
    netResolutionSeconds: Number.isNaN(netMs) ? null : netMs / 1000,
    secondsBefore: (decidedAt - solvedAt) / 1000,
  };
}
