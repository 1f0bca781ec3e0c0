import {
  type ByCause,
  type ByClock,
  CAUSES,
  CLOCKS,
  DIMENSION_NAMES,
  each,
  keysOf,
  NO_VALUE,
  PART_DIMENSIONS,
} from '../model/catalogue.ts';
import { ConfigError, nearest } from '../model/errors.ts';
import type { ClockColumns, MeasuredColumns } from '../model/measurement.ts';
import type { Rating } from '../model/rating.ts';
import { toIso } from '../model/time.ts';
import { type Credited, rowsByCredit } from '../summarise/credited.ts';
import { FLOW_LISTS } from '../summarise/flow.ts';
import { type Names, splitBy } from '../summarise/groups.ts';
import { keyAt } from '../summarise/rows.ts';
import type { Partition } from '../summarise/summary.ts';

/** One ticket behind a figure, as the JSON lists it; null is "there is none". */
export interface ListedTicket {
  readonly source: string;
  readonly id: string;
  readonly url: string | null;
  readonly tier: string;
  readonly agentId: string | null;
  readonly teamId: string | null;
  readonly category: string | null;
  readonly priority: string | null;
  readonly channel: string | null;
  /** What its customer answered last when asked how satisfied they are, on the survey's own scale. */
  readonly rating: number | null;
  readonly openedAt: string;
  readonly firstSolvedAt: string | null;
  readonly finalSolvedAt: string | null;
  readonly reopens: number | null;
  readonly timeSpentMs: ByCause<number>;
  readonly firstResponseMs: ByClock<number> | null;
  readonly laterResponsesMs: readonly ByClock<number>[];
  readonly firstResolutionMs: ByClock<number> | null;
  readonly finalResolutionMs: ByClock<number> | null;
}

/** Whether the ticket of a row stands behind the figures of the chosen group. */
export type TicketFilter = (row: number) => boolean;

/** Selects by who answered, where `byAgent` selects by who is credited with the solution. */
const REPLIER = 'byReplier';

/** Dimensions whose groups can be opened. */
const GROUPED = [...DIMENSION_NAMES, REPLIER, ...keysOf(PART_DIMENSIONS)] as const;

/** Lists of tickets behind the counts of a report, by the names that `report --tickets` knows them by. */
export const TICKET_LISTS = [
  ...(['open', 'waiting', 'unanswered', 'late', 'lowRatings'] as const),
  ...FLOW_LISTS,
] as const;
export type TicketList = (typeof TICKET_LISTS)[number];

/** Whether a selector of tickets is one of the lists. */
export function isTicketList(selector: string): selector is TicketList {
  return (TICKET_LISTS as readonly string[]).includes(selector);
}

/**
 * Reads which group's tickets are asked for: `overall`, or a dimension and a key as the report has them
 * (`byTier=complex`, `byAgent=ana`, `byTeam=none`); `byReplier=ana` are the tickets behind Ana's response times. `columns` are the cohort's, since which keys there are, and whether an id
 * needs its source, depends on them. `credited`: whom solutions are credited to where that is not their own agent. Throws a ConfigError that names the nearest key.
 */
export function parseTicketSelector(
  text: string,
  columns: MeasuredColumns,
  names: Names,
  credited: Credited = new Map(),
): TicketFilter {
  if (text === 'overall') return () => true;
  const cut = text.indexOf('=');
  const dimensionText = cut < 0 ? text : text.slice(0, cut);
  const byReplier = dimensionText === REPLIER;
  const dimension = byReplier ? 'byAgent' : DIMENSION_NAMES.find((name) => name === dimensionText);
  if (dimension === undefined || cut < 0) {
    const meant = nearest(dimensionText, ['overall', ...TICKET_LISTS, ...GROUPED]);
    const hint =
      meant === undefined || meant === text
        ? ''
        : `; did you mean ${meant}${(GROUPED as readonly string[]).includes(meant) ? '=…' : ''}?`;
    throw new ConfigError(
      `--tickets ${text}: write overall, ${TICKET_LISTS.join(', ')}, or a group such as byTier=complex (${GROUPED.join(', ')})${hint}`,
    );
  }
  const key = text.slice(cut + 1);
  const isShared = dimension === 'byAgent' && !byReplier && credited.size > 0;
  const shared = isShared ? rowsByCredit(columns, credited) : undefined;
  const { groups, partition } = splitBy(dimension, shared?.columns ?? columns, names);
  const group = groups.find((each) => each.key === key) ?? groups.find((each) => each.members.includes(key));
  if (group === undefined) {
    const meant = nearest(
      key,
      groups.flatMap((each) => [each.key, each.label]),
    );
    const byLabel = groups.find((each) => each.label === meant && each.key !== meant);
    const hint =
      meant === undefined ? examples(groups.map((each) => each.key)) : `did you mean ${byLabel?.key ?? meant}?`;
    throw new ConfigError(`--tickets ${text}: no such group in this report; ${hint}`);
  }
  const chosen = groups.indexOf(group);
  if (shared !== undefined) {
    const rows = new Set(shared.rowOf.filter((_, place) => partition.tickets[place] === chosen));
    return (row) => rows.has(row);
  }
  if (!byReplier) return (row) => partition.tickets[row] === chosen;
  const answered = answeredBy(columns, partition, chosen);
  return (row) => answered.has(row);
}

/** Rows whose tickets somebody of a group answered, once at least. */
function answeredBy(columns: MeasuredColumns, partition: Partition, group: number): ReadonlySet<number> {
  const { firstResponse, laterResponse } = columns;
  const rows = new Set<number>();
  for (let row = 0; row < columns.n; row++) {
    if (!Number.isNaN(firstResponse.calendar[row]!) && partition.firstResponses![row] === group) rows.add(row);
  }
  for (const [response, row] of laterResponse.ticket.entries()) {
    if (partition.laterResponses![response] === group) rows.add(row);
  }
  return rows;
}

/** The JSON of `--tickets`: the tickets of the chosen group in the order they come. */
export function listTickets(
  columns: MeasuredColumns,
  isChosen: TicketFilter,
  ratingOf: RatingOf = () => null,
): { readonly tickets: readonly ListedTicket[] } {
  const later = laterResponses(columns);
  const tickets: ListedTicket[] = [];
  for (let row = 0; row < columns.n; row++)
    if (isChosen(row)) tickets.push(toListedTicket(columns, row, later(row), ratingOf));
  return { tickets };
}

/** The last satisfaction answer of a ticket's customer, by source and id; null without one. */
export type RatingOf = (source: string, id: string) => number | null;

/** Looks up the last answer of each ticket's customer, among those given before an instant (epoch ms). */
export function lastRatings(ratings: readonly Rating[], before: number): RatingOf {
  const last = new Map<string, { readonly value: number; readonly ratedAt: number }>();
  for (const { kind, source, ticketId, value, ratedAt } of ratings) {
    if (kind !== 'csat' || ticketId === undefined || value === null || ratedAt === undefined || ratedAt >= before)
      continue;
    const key = `${source}\n${ticketId}`;
    if ((last.get(key)?.ratedAt ?? Number.NEGATIVE_INFINITY) <= ratedAt) last.set(key, { value, ratedAt });
  }
  return (source, id) => last.get(`${source}\n${id}`)?.value ?? null;
}

function toListedTicket(
  columns: MeasuredColumns,
  row: number,
  later: ListedTicket['laterResponsesMs'],
  ratingOf: RatingOf,
): ListedTicket {
  const source = keyAt(columns.source, row) ?? '';
  const agent = keyAt(columns.agent, row);
  const openedAt = columns.openedAt[row]!;
  const firstResolutionMs = clocksAt(columns.firstResolution, row);
  const finalSolvedAt = columns.finalSolvedAt[row]!;
  return {
    source,
    id: columns.ticketId[row]!,
    url: columns.url?.[row] ?? null,
    tier: keyAt(columns.tier, row) ?? NO_VALUE,
    agentId: agent === null ? null : agent.slice(source.length + 1),
    teamId: keyAt(columns.team, row)?.slice(source.length + 1) ?? null,
    category: keyAt(columns.category, row),
    priority: keyAt(columns.priority, row),
    channel: keyAt(columns.channel, row),
    rating: ratingOf(source, columns.ticketId[row]!),
    openedAt: toIso(openedAt),
    firstSolvedAt: toIso(firstResolutionMs && openedAt + firstResolutionMs.calendar),
    finalSolvedAt: toIso(Number.isNaN(finalSolvedAt) ? null : finalSolvedAt),
    reopens: Number.isNaN(columns.reopens[row]) ? null : columns.reopens[row]!,
    timeSpentMs: each(CAUSES, (_, cause) => columns.timeSpentMs[cause][row]!),
    firstResponseMs: clocksAt(columns.firstResponse, row),
    laterResponsesMs: later,
    firstResolutionMs,
    finalResolutionMs: clocksAt(columns.finalResolution, row),
  };
}

function clocksAt(clocks: ClockColumns, row: number): ByClock<number> | null {
  return Number.isNaN(clocks.calendar[row]!) ? null : each(CLOCKS, (_, clock) => clocks[clock][row]!);
}

/** The later responses of each row's ticket; they lie in the order of the rows. */
function laterResponses({ laterResponse }: MeasuredColumns): (row: number) => readonly ByClock<number>[] {
  let next = 0;
  return (row) => {
    const own: ByClock<number>[] = [];
    for (; next < laterResponse.ticket.length && laterResponse.ticket[next]! <= row; next++) {
      if (laterResponse.ticket[next] === row) own.push(clocksAt(laterResponse, next)!);
    }
    return own;
  };
}

function examples(keys: readonly string[]): string {
  return keys.length === 0
    ? 'it has no tickets'
    : `there are ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`;
}
