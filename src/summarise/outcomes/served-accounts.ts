import type { Account, Subscription } from '../../model/account.ts';
import type { MeasuredColumns } from '../../model/measurement.ts';
import type { Customer } from '../../model/people.ts';
import type { Period } from '../../model/window.ts';
import { keyAt, nameOf, type TicketRow } from '../rows.ts';
import { type AccountLives, isActiveBefore, type Loss, lossWithin } from './accounts.ts';
import { askedAt } from './cancellation.ts';
import { JOIN_STEPS, type Join, type Joined, type MatchRates } from './join.ts';

/** An account that counts in a window's churn, with the tickets that were solved for it before it decided. */
export interface ServedAccount {
  readonly key: string;
  readonly label: string;
  /** Paid when the window began: the denominator. */
  readonly activeAtStart: boolean;
  /** Lost within the window: the numerator. */
  loss: Loss | undefined;
  /** The time in which tickets count: the look-back before the decision, or before the window's end. */
  exposure: Period;
  /** Tickets finally solved within the exposure. */
  readonly solved: TicketRow[];
  /** Tickets that were opened before the decision and unsolved at it. */
  openAtDecision: number;
}

/** The accounts of a window with their tickets, and how tickets found their accounts. */
export interface ServedAccounts {
  readonly accounts: readonly ServedAccount[];
  readonly matchRates: MatchRates;
  /** Accounts that asked for help and have no subscription at all. */
  readonly withoutSubscription: readonly string[];
  /** Tickets opened before the account signed up, as its source says; they count for no churn. */
  readonly ticketsBeforeSignUp: number;
  /** The first few of them, as `source/id`. */
  readonly beforeSignUpExamples: readonly string[];
  readonly ticketsWithSignUp: number;
  readonly ticketsRead: number;
  readonly ticketsWithoutAgent: number;
}

/** How many of a kind are named. */
const EXAMPLES = 20;

/** Which accounts count in a window, before their tickets are known. */
function accountsOf(
  lives: AccountLives,
  records: ReadonlyMap<string, Account>,
  window: Period,
  lookbackMs: number,
): ServedAccount[] {
  const accounts: ServedAccount[] = [];
  for (const [key, subscriptions] of lives.byAccount) {
    const activeAtStart = isActiveBefore(subscriptions, window.fromAt);
    const loss = lossWithin(subscriptions, window);
    if (!activeAtStart && loss === undefined) continue;
    const exposure = exposureOf(loss, window, lookbackMs);
    const label = records.get(key)?.name ?? key;
    accounts.push({ key, label, activeAtStart, loss, exposure, solved: [], openAtDecision: 0 });
  }
  return accounts;
}

function exposureOf(loss: Loss | undefined, window: Period, lookbackMs: number): Period {
  const toAt = loss?.decidedAt ?? window.toAt;
  return { fromAt: toAt - lookbackMs, toAt };
}

/**
 * The earliest final solution that a window's outcomes look at: the look-back before the earliest decision of an
 * account that was lost in the window, which may lie long before the window.
 */
export function earliestSolution(subscriptions: readonly Subscription[], window: Period, lookbackMs: number): number {
  const byAccount = Map.groupBy(subscriptions, (subscription) => subscription.accountKey);
  let earliest = window.fromAt - lookbackMs;
  for (const list of byAccount.values()) {
    const loss = lossWithin(list, window);
    if (loss) earliest = Math.min(earliest, exposureOf(loss, window, lookbackMs).fromAt);
  }
  return earliest;
}

/** Joins all tickets that were read to their accounts, and gives each account of the window its own. */
export function serveAccounts(input: {
  readonly sets: readonly MeasuredColumns[];
  readonly lives: AccountLives;
  readonly accounts: readonly Account[];
  readonly customer: (key: string) => Customer | undefined;
  readonly join: Join;
  readonly window: Period;
  readonly lookbackMs: number;
}): ServedAccounts {
  const records = new Map(input.accounts.map((account) => [account.key, account]));
  const accounts = accountsOf(input.lives, records, input.window, input.lookbackMs);
  const byKey = new Map(accounts.map((account) => [account.key, account]));
  const count = matchCounter();
  const withoutSubscription = new Set<string>();
  const beforeSignUpExamples: string[] = [];
  let [ticketsBeforeSignUp, ticketsWithSignUp, ticketsRead, ticketsWithoutAgent] = [0, 0, 0, 0];

  const exposed = new Map<ServedAccount, TicketRow[]>();
  for (const columns of input.sets) {
    const joinRow = rowJoiner(columns, input.customer, input.join);
    for (let row = 0; row < columns.n; row++) {
      ticketsRead++;
      if (keyAt(columns.agent, row) === null) ticketsWithoutAgent++;
      const joined = joinRow(row);
      count.add(keyAt(columns.customer, row), joined);
      const { accountKey } = joined;
      if (accountKey === null) continue;
      if (!input.lives.byAccount.has(accountKey)) withoutSubscription.add(accountKey);
      const signedUpAt = records.get(accountKey)?.startedAt;
      if (signedUpAt !== undefined) ticketsWithSignUp++;
      if (signedUpAt !== undefined && columns.openedAt[row]! < signedUpAt) {
        ticketsBeforeSignUp++;
        if (beforeSignUpExamples.length < EXAMPLES) beforeSignUpExamples.push(nameOf(columns, row));
        continue;
      }
      const account = byKey.get(accountKey);
      if (account === undefined) continue;
      const own = exposed.get(account);
      if (own === undefined) exposed.set(account, [{ columns, row }]);
      else own.push({ columns, row });
    }
  }
  for (const [account, own] of exposed) {
    dateByTicket(account, own, input.lookbackMs);
    for (const ticket of own) expose(account, ticket);
  }
  return {
    accounts,
    matchRates: count.rates(),
    withoutSubscription: [...withoutSubscription].sort(),
    ticketsBeforeSignUp,
    beforeSignUpExamples,
    ticketsWithSignUp,
    ticketsRead,
    ticketsWithoutAgent,
  };
}

/** Moves the decision to the opening of the ticket in which it was asked for: whoever deals with it did not cause it. */
function dateByTicket(account: ServedAccount, own: readonly TicketRow[], lookbackMs: number): void {
  const { loss } = account;
  if (loss === undefined) return;
  const tickets = own.map(({ columns, row }) => {
    const solvedAt = columns.finalSolvedAt[row]!;
    return { openedAt: columns.openedAt[row]!, solvedAt: Number.isNaN(solvedAt) ? null : solvedAt };
  });
  const decidedAt = askedAt(loss.decidedAt, tickets);
  if (decidedAt === loss.decidedAt) return;
  account.loss = { ...loss, decidedAt, requestKnown: true };
  account.exposure = { fromAt: decidedAt - lookbackMs, toAt: decidedAt };
}

function expose(account: ServedAccount, ticket: TicketRow): void {
  const { fromAt, toAt } = account.exposure;
  const solvedAt = ticket.columns.finalSolvedAt[ticket.row]!;
  if (solvedAt >= fromAt && solvedAt < toAt) account.solved.push(ticket);
  else if (!(solvedAt < toAt) && ticket.columns.openedAt[ticket.row]! < toAt) account.openAtDecision += 1;
}

/** Joins rows of columns; each pair of customer and stated account is joined once. */
export function rowJoiner(
  columns: MeasuredColumns,
  customerOf: (key: string) => Customer | undefined,
  join: Join,
): (row: number) => Joined {
  const known = new Map<number, Joined>();
  const stride = Math.max(1, columns.account.keys.length);
  return (row) => {
    const pair = columns.customer.codes[row]! * stride + columns.account.codes[row]!;
    const found = known.get(pair);
    if (found) return found;
    const customer = keyAt(columns.customer, row);
    const joined = join(customer === null ? undefined : customerOf(customer), keyAt(columns.account, row));
    known.set(pair, joined);
    return joined;
  };
}

/** Counts who was joined by which step: each ticket, and each customer by the best step of any of their tickets. */
function matchCounter() {
  const steps: readonly Joined['step'][] = [...JOIN_STEPS, 'ambiguous', 'no_account'];
  const tickets = new Map<string, number>();
  const customers = new Map<string, number>();
  return {
    add(customer: string | null, { step }: Joined): void {
      tickets.set(step, (tickets.get(step) ?? 0) + 1);
      if (customer === null) return;
      customers.set(customer, Math.min(customers.get(customer) ?? steps.length, steps.indexOf(step)));
    },
    rates(): MatchRates {
      const bestSteps = [...customers.values()];
      const byStep = steps.map((step, index) => ({
        step,
        customers: bestSteps.filter((best) => best === index).length,
        tickets: tickets.get(step) ?? 0,
      }));
      return { customers: matchedOf('customers'), tickets: matchedOf('tickets'), byStep };

      function matchedOf(what: 'customers' | 'tickets'): MatchRates['customers'] {
        let [n, matched] = [0, 0];
        for (const counts of byStep) {
          n += counts[what];
          if (counts.step !== 'ambiguous' && counts.step !== 'no_account') matched += counts[what];
        }
        return { n, matched, share: n === 0 ? null : matched / n };
      }
    },
  };
}
