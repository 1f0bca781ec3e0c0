import { z } from 'zod';
import type { Account, ChurnEvent, Subscription } from '../../model/account.ts';
import type { MeasuredColumns } from '../../model/measurement.ts';
import { nameOf } from '../rows.ts';
import type { AccountLives } from './accounts.ts';
import type { Answer, Answers } from './answers.ts';
import { MatchRates } from './join.ts';
import { inWords } from './rate.ts';
import type { ServedAccounts } from './served-accounts.ts';

/** Facts that cannot both be so. */
export const Contradiction = z.object({
  kind: z.string().describe('which contradiction, as a word that stays the same'),
  sentence: z.string().describe('what they are and what was done about them, for a reader; to be followed by a number'),
  n: z.int().describe('how many there are'),
  of: z.int().describe('of how many that could have it'),
  examples: z.array(z.string()).describe('the first few, by key or id'),
});
export type Contradiction = z.infer<typeof Contradiction>;

const EXAMPLES = 20;

function contradiction(kind: string, sentence: string, of: number, found: readonly string[]): Contradiction {
  return { kind, sentence, n: found.length, of, examples: found.slice(0, EXAMPLES) };
}

/** Everything in ratings, accounts, subscriptions and their tickets that contradicts itself; only what occurs. */
export function findContradictions(input: {
  readonly sets: readonly MeasuredColumns[];
  readonly answers: readonly Answer[];
  readonly accounts: readonly Account[];
  readonly subscriptions: readonly Subscription[];
  readonly lives: AccountLives;
  readonly churnEvents: readonly ChurnEvent[];
  readonly served: ServedAccounts;
}): Contradiction[] {
  const { accounts, subscriptions, churnEvents, lives, served } = input;
  const signedUpAt = new Map(
    accounts.flatMap(({ key, startedAt }) => (startedAt === undefined ? [] : [[key, startedAt] as const])),
  );
  const beforeSignUp = (at: number, key: string): boolean => at < (signedUpAt.get(key) ?? 0);
  const idOf = ({ id }: { readonly id: string }): string => id;
  const found = [
    {
      ...contradiction(
        'ticket_before_sign_up',
        'Tickets opened before their account signed up, which count for no churn',
        served.ticketsWithSignUp,
        served.beforeSignUpExamples,
      ),
      n: served.ticketsBeforeSignUp,
    },
    firstResponseAfterSolution(input.sets),
    ratedBeforeOpened(input.answers),
    contradiction(
      'subscription_ended_before_start',
      'Subscriptions that ended before they began, which are left out',
      subscriptions.length,
      lives.endedBeforeStart.map(idOf),
    ),
    contradiction(
      'cancel_requested_after_end',
      'Subscriptions whose cancellation was requested after their end, which is taken for the decision',
      subscriptions.length,
      lives.requestedAfterEnd.map(idOf),
    ),
    contradiction(
      'subscription_before_sign_up',
      'Subscriptions that began before their account signed up; the subscription is believed',
      subscriptions.length,
      subscriptions.filter(({ startedAt, accountKey }) => beforeSignUp(startedAt, accountKey)).map(idOf),
    ),
    contradiction(
      'churn_event_before_sign_up',
      'Churn events dated before their account signed up; churn is dated by subscriptions alone',
      churnEvents.length,
      churnEvents.filter(({ at, accountKey }) => beforeSignUp(at, accountKey)).map(idOf),
    ),
    ...churnStatedOtherwise(accounts, churnEvents),
  ];
  return found.filter(({ n }) => n > 0);
}

function firstResponseAfterSolution(sets: readonly MeasuredColumns[]): Contradiction {
  const found: string[] = [];
  let of = 0;
  for (const columns of sets) {
    for (let row = 0; row < columns.n; row++) {
      const [response, solution] = [columns.firstResponse.calendar[row]!, columns.finalResolution.calendar[row]!];
      if (Number.isNaN(response) || Number.isNaN(solution)) continue;
      of++;
      if (response > solution) found.push(nameOf(columns, row));
    }
  }
  return contradiction('first_response_after_solution', 'Tickets first answered after their final solution', of, found);
}

function ratedBeforeOpened(answers: readonly Answer[]): Contradiction {
  const found: string[] = [];
  let of = 0;
  for (const { rating, ticket, counts } of answers) {
    if (!counts || ticket === undefined || rating.ratedAt === undefined) continue;
    of++;
    if (rating.ratedAt < ticket.columns.openedAt[ticket.row]!) found.push(rating.id);
  }
  return contradiction('rated_before_opened', 'Answers given before their ticket was opened', of, found);
}

/** Where the source flags accounts as lost and also lists churn events, the two should be of the same accounts. */
function churnStatedOtherwise(accounts: readonly Account[], churnEvents: readonly ChurnEvent[]): Contradiction[] {
  const withEvent = new Set(churnEvents.map(({ accountKey }) => accountKey));
  const flagged = accounts.filter(({ statedChurned }) => statedChurned === true);
  if (withEvent.size === 0 || accounts.every(({ statedChurned }) => statedChurned === undefined)) return [];
  return [
    contradiction(
      'churn_flag_without_event',
      'Accounts flagged as lost without any churn event',
      flagged.length,
      flagged.filter(({ key }) => !withEvent.has(key)).map(({ key }) => key),
    ),
    contradiction(
      'churn_event_without_flag',
      'Accounts with churn events that are not flagged as lost',
      withEvent.size,
      accounts.filter(({ key, statedChurned }) => withEvent.has(key) && !statedChurned).map(({ key }) => key),
    ),
  ];
}

/** What a careful reader wants to know of the data behind the outcomes. */
export const OutcomeQuality = z.object({
  join: MatchRates.describe('customers and tickets joined to accounts, by step of the ladder'),
  accountsWithoutSubscription: z
    .object({ n: z.int().describe('how many'), examples: z.array(z.string()).describe('the first few keys') })
    .describe('accounts with tickets and no subscription: in no churn figure'),
  contradictions: z.array(Contradiction).describe('facts that cannot both be so; only what occurs'),
  churnStated: z
    .object({
      accounts: z.int().describe('all accounts'),
      flagged: z.int().nullable().describe('accounts that the source flags as lost; null where it has no such flag'),
      withEvents: z.int().nullable().describe('accounts with a churn event; null where there are none at all'),
      endedBySubscriptions: z.int().describe('accounts whose subscriptions have all ended'),
    })
    .describe('three ways in which the data say that accounts left, over all time; churn follows the subscriptions'),
  ticketsRead: z.int().describe('tickets that the outcomes rest on'),
  ticketsWithoutAgent: z.int().describe('of these, solved ones that nobody is credited with'),
  subscriptionsNeverPaid: z.int().describe('trials and the like, which are no paying subscriptions'),
  notes: z.array(z.string()).describe('what was left out and why, a sentence each'),
});
export type OutcomeQuality = z.infer<typeof OutcomeQuality>;

const DATA_QUALITY_EXAMPLES = 20;

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
      examples: served.withoutSubscription.slice(0, DATA_QUALITY_EXAMPLES),
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
