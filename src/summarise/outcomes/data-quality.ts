import { z } from 'zod';
import type { Account, ChurnEvent, Subscription } from '../../model/account.ts';
import type { AccountLives } from './accounts.ts';
import type { Answers } from './answers.ts';
import { Contradiction } from './contradictions.ts';
import { MatchRates } from './join.ts';
import type { ServedAccounts } from './served-accounts.ts';
import { inWords } from './verdict.ts';

/** What a careful reader wants to know of the data behind the outcomes. */
export const OutcomeQuality = z.object({
  /** Customers and tickets joined to accounts, by step of the ladder. */
  join: MatchRates,
  /** Accounts with tickets and no subscription: in no churn figure. */
  accountsWithoutSubscription: z.object({ n: z.int(), examples: z.array(z.string()) }),
  contradictions: z.array(Contradiction),
  /** Three ways in which the data say that accounts left, over all time; churn follows the subscriptions. */
  churnStated: z.object({
    accounts: z.int(),
    /** Null where the source has no flag or no events. */
    flagged: z.int().nullable(),
    withEvents: z.int().nullable(),
    endedBySubscriptions: z.int(),
  }),
  ticketsRead: z.int(),
  ticketsWithoutAgent: z.int(),
  /** Trials and the like, which are no paying subscriptions. */
  subscriptionsNeverPaid: z.int(),
  /** What was left out and why, a sentence each. */
  notes: z.array(z.string()),
});
export type OutcomeQuality = z.infer<typeof OutcomeQuality>;

const EXAMPLES = 20;

/** Describes what the outcomes rest on, what was left out, and why. */
export function describeOutcomeQuality(input: {
  readonly served: ServedAccounts;
  readonly answers: Answers;
  readonly accounts: readonly Account[];
  readonly subscriptions: readonly Subscription[];
  readonly lives: AccountLives;
  readonly churnEvents: readonly ChurnEvent[];
  readonly contradictions: readonly Contradiction[];
}): OutcomeQuality {
  const { served, accounts, lives, churnEvents } = input;
  const flags = accounts.filter(({ statedChurned }) => statedChurned !== undefined);
  const withEvents = new Set(churnEvents.map(({ accountKey }) => accountKey)).size;
  let ended = 0;
  for (const list of lives.byAccount.values()) if (list.every(({ endedAt }) => endedAt !== undefined)) ended++;
  const facts = {
    join: served.matchRates,
    accountsWithoutSubscription: {
      n: served.withoutSubscription.length,
      examples: served.withoutSubscription.slice(0, EXAMPLES),
    },
    contradictions: [...input.contradictions],
    churnStated: {
      accounts: accounts.length,
      flagged: flags.length === 0 ? null : flags.filter(({ statedChurned }) => statedChurned).length,
      withEvents: withEvents === 0 ? null : withEvents,
      endedBySubscriptions: ended,
    },
    ticketsRead: served.ticketsRead,
    ticketsWithoutAgent: served.ticketsWithoutAgent,
    subscriptionsNeverPaid: lives.neverPaid,
  };
  return { ...facts, notes: notesOn(facts, input.answers) };
}

function notesOn(facts: Omit<OutcomeQuality, 'notes'>, answers: Answers): string[] {
  const { join, ticketsRead, ticketsWithoutAgent, churnStated } = facts;
  const { unknownScale, superseded, withoutTicket } = answers.leftOut;
  const counted: readonly (readonly [number, string])[] = [
    [unknownScale, 'Answers left out since nothing says which answers on their scale are positive'],
    [superseded, 'Answers left out since the same customer rated the same ticket again later'],
    [withoutTicket, 'Answers about tickets that are not measured, which count overall, in no tier, team or channel'],
    [
      facts.accountsWithoutSubscription.n,
      'Accounts that asked for help and have no paying subscription, which are in no churn figure',
    ],
    [facts.subscriptionsNeverPaid, 'Subscriptions that are trials or never began, which are in no churn figure'],
  ];
  const notes = counted.filter(([n]) => n > 0).map(([n, words]) => `${words}: ${n}.`);
  for (const { n, of, sentence } of facts.contradictions) notes.push(`${sentence}: ${n} of ${of}.`);
  if (ticketsRead > 0 && ticketsWithoutAgent === ticketsRead)
    notes.push('No ticket names an agent: nothing can be said about agents.');
  else if (ticketsWithoutAgent > 0)
    notes.push(`${ticketsWithoutAgent} of ${ticketsRead} tickets are credited to nobody.`);
  if (join.tickets.share !== null && join.tickets.share < 1) {
    notes.push(
      `${inWords(100 * join.tickets.share)}% of tickets were joined to an account; churn is over those alone.`,
    );
  }
  const said = [churnStated.flagged, churnStated.withEvents].filter((count) => count !== null);
  if (said.some((count) => count !== churnStated.endedBySubscriptions)) {
    notes.push(
      `The data disagree on who left: ${churnStated.flagged ?? 'no'} accounts flagged as lost, ${churnStated.withEvents ?? 'none'} with churn events, ${churnStated.endedBySubscriptions} whose subscriptions have all ended; churn is dated by subscriptions.`,
    );
  }
  return notes;
}
