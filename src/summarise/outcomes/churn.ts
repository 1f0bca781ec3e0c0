import { z } from 'zod';
import { NO_VALUE } from '../../model/catalogue.ts';
import { toIso } from '../../model/time.ts';
import { type Credited, creditedAt } from '../credited.ts';
import { keyAt, type TicketRow } from '../rows.ts';
import { Iso, Key, Label, SourceName, TicketTier } from '../schema.ts';
import { countInterval, sumOf } from '../statistics/comparisons.ts';
import type { People, Person } from './persons.ts';
import { Rate, rateOf, sumOfShares } from './rate.ts';
import type { ServedAccount } from './served-accounts.ts';

/** Churn over the accounts an agent served, each account shared out by resolved tickets. Rates in percent. */
export const AgentChurn = z
  .object({
    key: Key,
    label: Label,
    rate: Rate.describe('`n`: shares of accounts active at the start; `positive`: shares of accounts lost'),
    retention: z
      .number()
      .nullable()
      .describe('shares of accounts active at the start and at the end ÷ shares active at the start, in percent'),
    accountsServed: z.int().describe('accounts of which the agent has any share'),
    accountsLost: z.int().describe('of these, the ones lost in the window'),
  })
  .meta({ id: 'AgentChurn' });
export type AgentChurn = z.infer<typeof AgentChurn>;

/** Churn of a window. Rates in percent. */
export const Churn = z.object({
  rate: Rate.describe('accounts lost in the window ÷ accounts at its start'),
  retention: z
    .number()
    .nullable()
    .describe(
      'accounts that had a subscription when the window began and still have one when it ends ÷ those when it began, in percent',
    ),
  accountsAtStart: z.int().describe('accounts that had a subscription, free ones among them, when the window began'),
  accountsLost: z.int().describe('accounts whose last subscription ended in the window'),
  joinedAndLost: z
    .int()
    .describe(
      'of the lost ones: those that had also joined within the window, and so are not among those at the start',
    ),
  lookbackDays: z.number().describe('how many days before a loss the agents who served the account share in it'),
  byAgent: z.array(AgentChurn).describe('by whoever solved their tickets, most accounts first'),
  nobody: AgentChurn.describe(
    'shares of accounts whose tickets nobody is credited with, and accounts without a ticket; with the agents, the total',
  ),
  unserved: AgentChurn.describe('accounts of which no ticket was solved'),
});
export type Churn = z.infer<typeof Churn>;

/** What one agent has of a window's accounts. */
export interface ChurnShare {
  active: number;
  lost: number;
  joinedAndLost: number;
  served: number;
  servedLost: number;
}

/** A person with their share of the accounts. */
export interface PersonShare extends ChurnShare {
  readonly person: Person;
}

/** Shares of accounts; those of persons, of nobody and of the unserved add up to the accounts at the start and to the lost. */
export interface ChurnShares {
  /** By the person's key. */
  readonly byPerson: ReadonlyMap<string, PersonShare>;
  readonly nobody: ChurnShare;
  readonly unserved: ChurnShare;
}

/**
 * Shares accounts out over the agents who solved their tickets within the exposure, by how many each solved; a ticket that
 * several are credited with is shared out equally, so that all shares add up.
 */
export function shareAccounts(
  accounts: readonly ServedAccount[],
  people: People,
  credited: Credited = new Map(),
): ChurnShares {
  const byPerson = new Map<string, PersonShare>();
  const nobody = noShare();
  const unserved = noShare();
  for (const account of accounts) {
    const solved = new Map<ChurnShare, number>();
    for (const { columns, row } of account.solved) {
      const agents = creditedAt(columns, row, credited);
      if (agents.length === 0) solved.set(nobody, (solved.get(nobody) ?? 0) + 1);
      for (const agent of agents) {
        const share = shareOf(byPerson, people.personOf(agent));
        solved.set(share, (solved.get(share) ?? 0) + 1 / agents.length);
      }
    }
    if (solved.size === 0) solved.set(unserved, 1);
    const total = Math.max(1, account.solved.length);
    for (const [share, count] of solved) {
      share.served += 1;
      if (account.activeAtStart) share.active += count / total;
      if (account.loss === undefined) continue;
      share.lost += count / total;
      if (!account.activeAtStart) share.joinedAndLost += count / total;
      share.servedLost += 1;
    }
  }
  return { byPerson, nobody, unserved };
}

function noShare(): ChurnShare {
  return { active: 0, lost: 0, joinedAndLost: 0, served: 0, servedLost: 0 };
}

function shareOf(shares: Map<string, PersonShare>, person: Person): PersonShare {
  const found = shares.get(person.key) ?? { person, ...noShare() };
  shares.set(person.key, found);
  return found;
}

/** Accounts, or shares of them: at a window's start, lost in it, and of the lost those that had also joined in it. */
export interface ChurnCount {
  readonly atStart: number;
  readonly lost: number;
  readonly joinedAndLost: number;
}

/**
 * Churn rate of a window = accounts lost in it ÷ accounts active at its start × 100 (logo churn; 100 of 2,000 is 5%).
 * New accounts are not in the denominator; one that joined and left within the window is in the numerator, so that its
 * interval is that of a share and a number of events together. Retention = those active at the start that still are at
 * the end ÷ those at the start: always between 0 and 100.
 */
export function churnRate(count: ChurnCount, minimum: number): { rate: Rate; retention: number | null } {
  const [atStart, joinedAndLost] = [sumOfShares(count.atStart), sumOfShares(count.joinedAndLost)];
  const ofStart = rateOf(count.lost - count.joinedAndLost, atStart, minimum);
  const positive = sumOfShares(count.lost);
  if (ofStart.value === null) return { rate: { ...ofStart, positive }, retention: null };
  const retention = Math.min(100, Math.max(0, 100 - ofStart.value));
  if (joinedAndLost <= 0) return { rate: { ...ofStart, positive }, retention };
  const scale = 100 / atStart;
  const [lower, upper] = countInterval(joinedAndLost);
  const { interval } = sumOf(
    { value: ofStart.value, interval: ofStart.interval ?? [ofStart.value, ofStart.value] },
    { value: joinedAndLost * scale, interval: [lower * scale, upper * scale] },
  );
  return {
    rate: { ...ofStart, positive, value: positive * scale, interval: [interval[0], interval[1]] },
    retention,
  };
}

/** Figures of a window's churn, overall and by agent. */
export function describeChurn(
  accounts: readonly ServedAccount[],
  shares: ChurnShares,
  context: {
    readonly minimum: number;
    readonly agentMinimum: number;
    readonly lookbackDays: number;
  },
): Churn {
  const { minimum, agentMinimum, lookbackDays } = context;
  const lost = accounts.filter((account) => account.loss !== undefined);
  const accountsAtStart = accounts.filter((account) => account.activeAtStart).length;
  const joinedAndLost = lost.filter((account) => !account.activeAtStart).length;
  return {
    ...churnRate({ atStart: accountsAtStart, lost: lost.length, joinedAndLost }, minimum),
    accountsAtStart,
    accountsLost: lost.length,
    joinedAndLost,
    lookbackDays,
    byAgent: [...shares.byPerson.values()]
      .map((share) => agentChurn(share.person.key, share.person.label, share, agentMinimum))
      .sort((a, b) => b.rate.n - a.rate.n || (a.key < b.key ? -1 : 1)),
    nobody: agentChurn(NO_VALUE, 'nobody credited', shares.nobody, agentMinimum),
    unserved: agentChurn('unserved', 'no ticket solved', shares.unserved, agentMinimum),
  };
}

function agentChurn(key: string, label: string, share: ChurnShare, minimum: number): AgentChurn {
  const { rate, retention } = churnRate({ ...share, atStart: share.active }, minimum);
  return { key, label, rate, retention, accountsServed: share.served, accountsLost: share.servedLost };
}

/** A lost account and the last ticket that was solved for it before it decided to leave. */
export const LastContact = z.object({
  accountKey: z.string().describe('key of the account'),
  account: z.string().describe('what the account is called'),
  lostAt: Iso.describe('when its last subscription ended'),
  cancelRequestedAt: Iso.nullable().describe(
    'null where no request to cancel is known; the account is then taken to have decided when it ended',
  ),
  openThen: z.int().describe('tickets that were open when it decided'),
  contact: z
    .object({
      source: SourceName,
      ticketId: z.string().nullable().describe('id of the ticket in its source; null where ids were not read'),
      agentKey: z.string().nullable().describe('key of whoever is credited with the solution; null for nobody'),
      agent: z.string().nullable().describe('what they are called; null for nobody'),
      tier: TicketTier,
      solvedAt: Iso.describe('when the ticket was solved'),
      netResolutionSeconds: z.number().nullable().describe('net time to the final solution'),
      secondsBefore: z.number().describe('from the solution to the decision'),
    })
    .nullable()
    .describe('null: no ticket was solved for it within the look-back'),
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
    ticketId: columns.ticketId[row]!,
    agentKey: person?.key ?? null,
    agent: person?.label ?? null,
    tier: keyAt(columns.tier, row) ?? '',
    solvedAt: toIso(solvedAt),
    netResolutionSeconds: Number.isNaN(netMs) ? null : netMs / 1000,
    secondsBefore: (decidedAt - solvedAt) / 1000,
  };
}
