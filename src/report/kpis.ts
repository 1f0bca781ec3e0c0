import { calendarMonths } from '../clock/calendar-months.ts';
import type { Milestone } from '../model/account.ts';
import type { MeasuredColumns } from '../model/measurement.ts';
import { MS_PER_DAY } from '../model/time.ts';
import type { Period, Window } from '../model/window.ts';
import type { WindowRecords } from '../model/window-records.ts';
import { solvedIn } from '../summarise/cohort.ts';
import { asKnownAt, livesOf } from '../summarise/outcomes/accounts.ts';
import { joinOf } from '../summarise/outcomes/build.ts';
import { rowJoiner } from '../summarise/outcomes/served-accounts.ts';
import { findTickets, keyAt } from '../summarise/rows.ts';
import { buildKpis, type KpiInput, type Kpis } from '../summarise/success/build.ts';
import { tallyUsage } from '../summarise/success/engagement.ts';
import { previousWindow } from './window.ts';

/** What of the settings the figures of customer success depend on. */
export interface KpiContext {
  readonly minSample: number;
  readonly churnLookbackDays: number;
  readonly manualJoin: ReadonlyMap<string, string>;
}

/** The figures of customer success of a window beside the window before. */
export function kpisOf(records: WindowRecords<unknown>, window: Window, context: KpiContext): Kpis {
  const period: Period = { fromAt: window.from, toAt: window.to };
  const previous = periodBefore(window);
  const fromAt = earliestKpiSolution(window, records.milestones, context.churnLookbackDays * MS_PER_DAY);
  const tickets = solvedIn(records, { fromAt, toAt: period.toAt });
  const ratings = ratingsOf(records, fromAt, period.toAt);
  return buildKpis({
    window: period,
    previous,
    timeZone: window.timeZone,
    minSample: context.minSample,
    lookbackDays: context.churnLookbackDays,
    ratings,
    ...accountsBehind(records, tickets, ratings, context),
    subscriptions: asKnownAt(records.subscriptions, records.asOf),
    churnEvents: records.churnEvents,
    mrrChanges: records.mrrChanges,
    orders: records.orders,
    referrals: records.referrals,
    milestones: records.milestones,
    costs: records.costs,
    usage: usageOf(records, period, previous, window.timeZone),
    tickets: [tickets],
  });
}

/** The same for a report; null where nothing is known of accounts that the report does not tell already. */
export function kpisForReport(records: WindowRecords<unknown>, window: Window, context: KpiContext): Kpis | null {
  const { subscriptions, referrals, milestones, costs, orders, knows } = records;
  const known =
    knows.usage ||
    knows.otherSurveys ||
    [subscriptions, referrals, milestones, costs, orders].some(({ length }) => length > 0);
  return known ? kpisOf(records, window, context) : null;
}

/** The window before: of whole calendar months as many months, else as the report has it. */
export function periodBefore(window: Window): Period {
  const { from, to, timeZone } = window;
  const calendar = calendarMonths(timeZone);
  const months = calendar.between(from, to);
  const isFirst = calendar.startsWithin(from - 1, from + 1).includes(from);
  const fromAt = isFirst && Number.isInteger(months) ? calendar.add(from, -months) : previousWindow(window).from;
  return { fromAt, toAt: from };
}

/** The earliest final solution that a window's figures of customer success look at. */
export function earliestKpiSolution(window: Window, milestones: readonly Milestone[], lookbackMs: number): number {
  const earliest = Math.min(periodBefore(window).fromAt, window.from - lookbackMs);
  if (milestones.length === 0) return earliest;
  // Accounts on their way to a milestone may have begun up to a year before the window ends.
  return Math.min(earliest, calendarMonths(window.timeZone).add(window.to, -12) - lookbackMs);
}

/** Answers and offers from an instant on, and all answers of kind nps, since they say who promotes us. */
function ratingsOf(
  { ratings }: Pick<WindowRecords, 'ratings'>,
  fromAt: number,
  toAt: number,
): WindowRecords['ratings'] {
  return ratings.filter(({ ratedAt, offeredAt, kind }) => {
    const at = ratedAt ?? offeredAt;
    return at !== undefined && at < toAt && (at >= fromAt || kind === 'nps');
  });
}

/** Which account stands behind a ticket or a rating: by the join, else what the source itself states. */
function accountsBehind(
  { agents, accounts, customers, subscriptions }: WindowRecords<unknown>,
  tickets: MeasuredColumns,
  ratings: WindowRecords['ratings'],
  { manualJoin }: KpiContext,
): Pick<KpiInput, 'accounts' | 'accountOfTicket' | 'accountOfRating'> {
  const join = joinOf({ agents, accounts, manualJoin }, livesOf(subscriptions).byAccount);
  const joined = rowJoiner(tickets, (key) => customers.get(key), join);
  const rows = findTickets([tickets], ratings);
  const accountOfTicket = (columns: MeasuredColumns, row: number): string | null =>
    joined(row).accountKey ?? keyAt(columns.account, row);
  return {
    accounts,
    accountOfTicket,
    accountOfRating({ source, customerId, accountKey, ticketId }) {
      const customer = customerId === undefined ? undefined : customers.get(`${source}/${customerId}`);
      const own = join(customer, accountKey ?? null).accountKey ?? accountKey;
      const ticket = own === undefined && ticketId !== undefined ? rows.find(source, ticketId) : undefined;
      return own ?? (ticket && accountOfTicket(ticket.columns, ticket.row)) ?? undefined;
    },
  };
}

function usageOf(
  { subscriptions, usage }: Pick<WindowRecords, 'subscriptions' | 'usage'>,
  window: Period,
  previous: Period,
  timeZone: string,
): KpiInput['usage'] {
  const owners = new Map(subscriptions.map(({ source, id, accountKey }) => [`${source}\n${id}`, accountKey]));
  const ownerOf = (source: string, id: string): string | undefined => owners.get(`${source}\n${id}`);
  const [current, before] = tallyUsage([window, previous], usage, ownerOf, calendarMonths(timeZone));
  return { window: current!, previous: before! };
}
