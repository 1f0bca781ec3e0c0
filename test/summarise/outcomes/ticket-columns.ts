import { CAUSE_NAMES, type Cause } from '../../../src/model/catalogue.ts';
import type { ClockColumns, KeyColumn, MeasuredColumns, MeasuredTicket } from '../../../src/model/measurement.ts';

/** What outcomes need of one measured ticket; what is left out is "no value". Keys of people are `source/id`. */
export interface TicketFact {
  readonly source?: string;
  readonly id: string;
  readonly tier?: 'simple' | 'moderate' | 'complex';
  readonly agent?: string | null;
  readonly team?: string | null;
  readonly channel?: string;
  readonly customer?: string | null;
  readonly account?: string | null;
  readonly openedAt?: number;
  readonly finalSolvedAt?: number | null;
  readonly netMs?: number | null;
  readonly firstResponseMs?: number | null;
  readonly finalResolutionMs?: number | null;
}

function keysOf(values: readonly (string | null | undefined)[]): KeyColumn {
  const indexOf = new Map<string | null, number>();
  const codes = Uint32Array.from(values, (value) => {
    const key = value ?? null;
    if (!indexOf.has(key)) indexOf.set(key, indexOf.size);
    return indexOf.get(key)!;
  });
  return { keys: [...indexOf.keys()], codes };
}

const numbers = (values: readonly (number | null | undefined)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);

/** The columns that the store would give of these tickets. */
export function columnsFrom(facts: readonly TicketFact[]): MeasuredColumns {
  const n = facts.length;
  const clocks = (calendar: readonly (number | null | undefined)[], net = calendar): ClockColumns => ({
    calendar: numbers(calendar),
    net: numbers(net),
    business: numbers(net),
  });
  const nothing = keysOf(facts.map(() => null));
  const none = new Float64Array(0);
  return {
    n,
    source: keysOf(facts.map((fact) => fact.source ?? 'desk')),
    ticketId: facts.map((fact) => fact.id),
    tier: keysOf(facts.map((fact) => fact.tier ?? 'simple')),
    agent: keysOf(facts.map((fact) => fact.agent)),
    team: keysOf(facts.map((fact) => fact.team)),
    priority: nothing,
    channel: keysOf(facts.map((fact) => fact.channel ?? 'email')),
    category: nothing,
    account: keysOf(facts.map((fact) => fact.account)),
    customer: keysOf(facts.map((fact) => fact.customer)),
    openedAt: numbers(facts.map((fact) => fact.openedAt ?? 0)),
    finalSolvedAt: numbers(facts.map((fact) => fact.finalSolvedAt)),
    reopens: new Uint32Array(n),
    customerZoneKnown: new Uint8Array(n),
    timeSpentMs: Object.fromEntries(CAUSE_NAMES.map((bucket) => [bucket, new Float64Array(n)])) as Record<
      Cause,
      Float64Array
    >,
    firstResponse: { ...clocks(facts.map((fact) => fact.firstResponseMs)), agent: nothing },
    firstResolution: clocks(facts.map((fact) => fact.finalResolutionMs ?? fact.netMs)),
    finalResolution: clocks(
      facts.map((fact) => fact.finalResolutionMs ?? fact.netMs),
      facts.map((fact) => fact.netMs),
    ),
    laterResponse: { calendar: none, net: none, business: none, agent: keysOf([]), ticket: new Uint32Array(0) },
  };
}

/** The fact of a measured ticket, as the store's columns tell it; undefined for one that is in no figure. */
export function factOf(measured: MeasuredTicket): TicketFact | undefined {
  if (measured.exclusion !== null) return undefined;
  const { source } = measured;
  const keyed = (id: string | null): string | null => (id === null ? null : `${source}/${id}`);
  return {
    source,
    id: measured.ticketId,
    tier: measured.tier,
    agent: keyed(measured.agentId),
    team: keyed(measured.teamId),
    channel: measured.channel,
    customer: keyed(measured.customerId),
    account: measured.accountKey,
    openedAt: measured.openedAt,
    finalSolvedAt: measured.finalSolvedAt,
    netMs: measured.finalResolutionMs?.net ?? null,
    finalResolutionMs: measured.finalResolutionMs?.calendar ?? null,
    firstResponseMs: measured.firstResponseMs?.calendar ?? null,
  };
}
