import { type ByCause, type ByClock, CAUSES, CLOCKS, each, type Measure, type Tier } from '../model/catalogue.ts';
import type { TierRule } from '../model/definitions.ts';
import {
  type ClockColumns,
  firstResponseOf,
  type Handler,
  type KeyColumn,
  laterResponsesOf,
  type MeasuredColumns,
  type MeasuredTicket,
  type Response,
} from '../model/measurement.ts';
import { knownAsOf } from './as-of.ts';
import type { Period } from './life.ts';

/** One row of columns: a ticket, or what somebody had to do with it. */
export interface ColumnRow {
  readonly ticket: MeasuredTicket;
  readonly tier: Tier;
  /** The team and the agent that its figures belong to, `source/id`; null is nobody. */
  readonly team: string | null;
  readonly agent: string | null;
  readonly first: Response | undefined;
  readonly later: readonly Response[];
  /** Its times to a solution and where they went, ms; null where only its answers are meant. */
  readonly solution: {
    /** When it was solved for good, as known then; null where it was not. */
    readonly solvedAt: number | null;
    readonly reopens: number | null;
    readonly causesMs: ByCause<number>;
    readonly firstMs: ByClock<number> | null;
    readonly finalMs: ByClock<number> | null;
  } | null;
}

/** Where time went that nobody told who had the ticket in. */
export const NOT_TOLD: ByCause<number> = each(CAUSES, () => 0);

/** A whole ticket as a row, under whom it is credited to. */
export function rowOf(ticket: MeasuredTicket): ColumnRow {
  return {
    ticket,
    tier: ticket.tier,
    team: keyOf(ticket.source, ticket.teamId),
    agent: keyOf(ticket.source, ticket.agentId),
    first: firstResponseOf(ticket),
    later: laterResponsesOf(ticket),
    solution: {
      solvedAt: ticket.finalSolvedAt,
      reopens: ticket.reopens,
      causesMs: ticket.causesKnown ? ticket.timeSpentMs : NOT_TOLD,
      firstMs: ticket.firstResolutionMs,
      finalMs: ticket.finalResolutionMs,
    },
  };
}

/** The answers that people gave in a period, whoever solved the ticket or not: a row for each ticket that got one. */
export function answerRows(tickets: readonly MeasuredTicket[], period: Period, tierRule: TierRule): ColumnRow[] {
  return tickets.flatMap((known): ColumnRow[] => {
    // As known at the period's end: what had been deleted by then is in no figure of it.
    if (known.excludedAt !== null && known.excludedAt < period.to) return [];
    const ticket = knownAsOf(known, period.to, tierRule);
    const isIn = ({ answeredAt }: Response): boolean => answeredAt >= period.from && answeredAt < period.to;
    const whole = rowOf(ticket);
    const first = whole.first !== undefined && isIn(whole.first) ? whole.first : undefined;
    const later = whole.later.filter(isIn);
    return first === undefined && later.length === 0 ? [] : [{ ...whole, first, later, solution: null }];
  });
}

/** The same tickets without their answers. */
export function withoutAnswers(columns: MeasuredColumns): MeasuredColumns {
  const none = new Float64Array(columns.n).fill(Number.NaN);
  const nobody: KeyColumn = { keys: [null], codes: new Uint32Array(columns.n) };
  const { laterResponse } = columnsOf([]);
  const answers = {
    firstResponse: { ...each(CLOCKS, () => none), agent: nobody, answeredAt: none },
    laterResponse,
  } satisfies Partial<Pick<MeasuredColumns, Measure>>;
  return { ...columns, ...answers };
}

/** Rows as columns; what a row does not have is "no value". */
export function columnsOf(rows: readonly ColumnRow[]): MeasuredColumns {
  const tickets = rows.map(({ ticket }) => ticket);
  const later = rows.flatMap(({ later: own, ticket }, row) => own.map((response) => ({ row, ticket, response })));
  const numbers = (of: (row: ColumnRow) => number | null | undefined): Float64Array =>
    Float64Array.from(rows, (row) => of(row) ?? Number.NaN);
  const clocks = (of: (row: ColumnRow) => ByClock<number> | null | undefined): ClockColumns =>
    each(CLOCKS, (_, clock) => numbers((row) => of(row)?.[clock]));
  const measures = {
    firstResponse: {
      ...clocks(({ first }) => first?.clocks),
      agent: keyColumn(rows.map(({ ticket, first }) => keyOf(ticket.source, first?.agentId ?? null))),
      answeredAt: numbers(({ first }) => first?.answeredAt),
    },
    laterResponse: {
      ...each(CLOCKS, (_, clock) => Float64Array.from(later, ({ response }) => response.clocks[clock])),
      agent: keyColumn(later.map(({ ticket, response }) => keyOf(ticket.source, response.agentId))),
      ticket: Uint32Array.from(later, ({ row }) => row),
    },
    firstResolution: clocks(({ solution }) => solution?.firstMs),
    finalResolution: clocks(({ solution }) => solution?.finalMs),
  } satisfies Pick<MeasuredColumns, Measure>;
  return {
    n: rows.length,
    source: keyColumn(tickets.map(({ source }) => source)),
    ticketId: tickets.map(({ ticketId }) => ticketId),
    url: tickets.map(({ url }) => url),
    tier: keyColumn(rows.map(({ tier }) => tier)),
    agent: keyColumn(rows.map(({ agent }) => agent)),
    team: keyColumn(rows.map(({ team }) => team)),
    priority: keyColumn(tickets.map(({ priority }) => priority)),
    channel: keyColumn(tickets.map(({ channel }) => channel)),
    category: keyColumn(tickets.map(({ category }) => category)),
    account: keyColumn(tickets.map(({ accountKey }) => accountKey)),
    customer: keyColumn(tickets.map(({ source, customerId }) => keyOf(source, customerId))),
    openedAt: Float64Array.from(tickets, ({ openedAt }) => openedAt),
    finalSolvedAt: numbers(({ solution }) => solution?.solvedAt),
    reopens: numbers(({ solution }) => solution?.reopens),
    customerZoneKnown: Uint8Array.from(tickets, ({ customerZone }) => (customerZone === 'none' ? 0 : 1)),
    timeSpentMs: each(CAUSES, (_, cause) => Float64Array.from(rows, ({ solution }) => solution?.causesMs[cause] ?? 0)),
    ...measures,
  };
}

/** Who had dealt with a ticket up to the solution that the row tells. */
export function resolvedByOf({ ticket, solution }: ColumnRow): Handler {
  return ticket.solutions.find(({ at }) => at === solution?.solvedAt)?.by ?? ticket.resolvedBy;
}

/** `source/id`; null is nobody. */
export function keyOf(source: string, id: string | null): string | null {
  return id === null ? null : `${source}/${id}`;
}

/** Names of rows, each kept once. */
export function keyColumn(values: readonly (string | null)[]): KeyColumn {
  const codeOf = new Map<string | null, number>();
  const codes = Uint32Array.from(values, (value) => {
    let code = codeOf.get(value);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(value, code);
    }
    return code;
  });
  return { keys: [...codeOf.keys()], codes };
}
