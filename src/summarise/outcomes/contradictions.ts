import { z } from 'zod';
import type { Account, ChurnEvent, Subscription } from '../../model/account.ts';
import type { MeasuredColumns } from '../../model/columns.ts';
import { nameOf } from '../ticket-rows.ts';
import type { AccountLives } from './accounts.ts';
import type { Answer } from './answers.ts';
import type { ServedAccounts } from './served-accounts.ts';

/** Facts that cannot both be so. */
export const Contradiction = z.object({
  kind: z.string(),
  /** What they are and what was done about them, for a reader; to be followed by a number. */
  sentence: z.string(),
  n: z.int(),
  /** Of how many that could have it. */
  of: z.int(),
  /** The first few, by key or id. */
  examples: z.array(z.string()),
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
