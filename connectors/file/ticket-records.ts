import { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';
import { type Event, Side, type Status, Ticket } from '../../src/model/ticket.ts';
import { type Cells, oneOf, record, required, requiredInstant, requiredWord } from './cells.ts';
import { DURATION_COLUMNS } from './tables.ts';
import { type Draft, type Happening, lastStatus, statusOf } from './timeline.ts';

const Kind = z.enum(['message', 'note', 'status', 'assignment', 'handover', 'merged']);

const HandoverTo = z.enum(['bot', 'team']);

/**
 * An event from a row of `events`: the columns that count depend on its kind. DataError when the row cannot be
 * read. A message is public unless it says otherwise.
 */
export function toDraft(cells: Cells, reject: (reason: string) => void): Draft {
  const seq = cells.number('seq');
  if (seq !== undefined && (!Number.isInteger(seq) || seq < 0)) throw new DataError('seq is not a whole number from 0');
  const kind = requiredWord(Kind, cells, 'kind');
  if (kind === undefined) throw new DataError('kind is empty');
  return { at: requiredInstant(cells, 'at'), id: cells.text('id'), seq, what: happening(kind, cells), reject };
}

function happening(kind: z.infer<typeof Kind>, cells: Cells): Happening {
  const authorId = cells.text('author_id');
  switch (kind) {
    case 'message': {
      const by = requiredWord(Side, cells, 'by');
      if (by === undefined) throw new DataError('by is empty: a message needs customer, agent or bot');
      const automatic = cells.flag('automatic');
      return { kind, by, authorId, public: cells.flag('public') ?? true, via: cells.text('via'), automatic };
    }
    case 'note':
      return { kind, authorId };
    case 'status': {
      const word = required(cells, 'to');
      const by = oneOf(Side, cells, 'by');
      return { kind, word, original: cells.text('original') ?? word, by, estimated: cells.flag('estimated') };
    }
    case 'assignment':
      return { kind, ...assignment(cells) };
    case 'handover': {
      const to = requiredWord(HandoverTo, cells, 'to');
      if (to === undefined) throw new DataError('to is empty: a handover needs bot or team');
      return { kind, to };
    }
    case 'merged':
      return { kind, into: required(cells, 'into') };
  }
}

/**
 * Who has the ticket now. `-` or `null` says nobody, an empty cell beside a filled one says unchanged; a row whose
 * cells are all empty takes the ticket from its agent (or its team, where only teams have a column).
 */
function assignment(cells: Cells): { agentId?: string | null; teamId?: string | null } {
  const agentId = cells.nobody('agent_id') ? null : cells.text('agent_id');
  const teamId = cells.nobody('team_id') ? null : cells.text('team_id');
  if (agentId === undefined && teamId === undefined) {
    if (cells.has('agent_id')) return { agentId: null };
    if (cells.has('team_id')) return { teamId: null };
    throw new DataError('an assignment needs a column agent_id or team_id');
  }
  return { ...(agentId === undefined ? {} : { agentId }), ...(teamId === undefined ? {} : { teamId }) };
}

const VENDOR_METRICS = {
  firstResponseCalendarMs: 'vendor_first_response_calendar_ms',
  firstResponseBusinessMs: 'vendor_first_response_business_ms',
  firstResolutionCalendarMs: 'vendor_first_resolution_calendar_ms',
  firstResolutionBusinessMs: 'vendor_first_resolution_business_ms',
  finalResolutionCalendarMs: 'vendor_final_resolution_calendar_ms',
  finalResolutionBusinessMs: 'vendor_final_resolution_business_ms',
  reopens: 'vendor_reopens',
  agentMessages: 'agent_messages',
  customerMessages: 'customer_messages',
  internalNotes: 'internal_notes',
  agentsInvolved: 'agents_involved',
  teamHandovers: 'team_handovers',
  withTeamMs: 'time_with_team',
  withCustomerMs: 'time_with_customer',
  withThirdPartyMs: 'time_with_third_party',
  customerWaitedMs: 'time_customer_waited',
} as const;

const VENDOR_COLUMNS = Object.entries(VENDOR_METRICS);

/** What a ticket is besides its row. */
export interface TicketContext {
  readonly source: string;
  readonly id: string;
  readonly events: readonly Event[];
  /** Opening for rows that do not say it: the first event's instant. */
  readonly openedAt?: number | undefined;
  /** When the last row of a log was written. */
  readonly lastAt?: number | undefined;
  /** Whether the files tell the ticket's history, or only how it ended. */
  readonly hasHistory: boolean;
  readonly storeSubjects: boolean;
}

/** A ticket from its row; DataError when the row cannot be read. */
export function toTicket(cells: Cells, context: TicketContext): Ticket {
  const { source, id, events } = context;
  const openedAt = cells.instant('opened_at') ?? context.openedAt ?? requiredInstant(cells, 'opened_at');
  const statedSolvedAt = cells.instant('stated_solved_at');
  const status = currentStatus(cells, events, statedSolvedAt);
  return record(Ticket, {
    source,
    id,
    url: cells.text('url'),
    subject: context.storeSubjects ? cells.text('subject') : undefined,
    channel: cells.text('channel') ?? 'unknown',
    openedAt,
    openedBy: oneOf(Side, cells, 'opened_by') ?? 'customer',
    customerId: cells.text('customer_id'),
    accountKey: cells.text('account_key'),
    agentId: cells.text('agent_id') ?? lastAssigned(events, 'agentId'),
    teamId: cells.text('team_id') ?? lastAssigned(events, 'teamId'),
    ...status,
    priority: cells.text('priority'),
    tags: cells.list('tags'),
    category: cells.text('category'),
    fields: fieldsOf(cells),
    mergedInto: cells.text('merged_into'),
    deletedAt: cells.instant('deleted_at'),
    spam: cells.flag('spam') ?? false,
    statedSolvedAt,
    statedFirstSolvedAt: cells.instant('stated_first_solved_at'),
    updatedAt: cells.instant('updated_at') ?? latest(Math.max(openedAt, context.lastAt ?? 0), statedSolvedAt, events),
    timelineComplete: cells.flag('timeline_complete') ?? context.hasHistory,
    vendorMetrics: vendorMetricsOf(cells),
  });
}

/** What the row says, else what the history ends with, else what a stated solution means. */
function currentStatus(
  cells: Cells,
  events: readonly Event[],
  statedSolvedAt: number | undefined,
): { status: Status; originalStatus: string; statusKnown: boolean } {
  const word = cells.text('status');
  const last = lastStatus(events);
  const derived = last?.to ?? (statedSolvedAt === undefined ? 'open' : 'solved');
  const known = word === undefined ? derived : statusOf(word);
  const originalStatus =
    cells.text('original_status') ??
    cells.original('status') ??
    (word === undefined ? last?.original : word) ??
    derived;
  return {
    status: known ?? derived,
    originalStatus,
    statusKnown: known !== undefined && (word !== undefined || last?.statusKnown !== false),
  };
}

function lastAssigned(events: readonly Event[], side: 'agentId' | 'teamId'): string | undefined {
  let last: string | null | undefined;
  for (const event of events) if (event.kind === 'assignment' && event[side] !== undefined) last = event[side];
  return last ?? undefined;
}

function fieldsOf(cells: Cells): Record<string, string> {
  return Object.fromEntries(
    cells.fields.flatMap(({ name, column }) => {
      const value = cells.text(column);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function latest(openedAt: number, statedSolvedAt: number | undefined, events: readonly Event[]): number {
  let at = Math.max(openedAt, statedSolvedAt ?? 0);
  for (const event of events) at = Math.max(at, event.at);
  return at;
}

function vendorMetricsOf(cells: Cells): Record<string, number> | undefined {
  const metrics: Record<string, number> = {};
  for (const [name, column] of VENDOR_COLUMNS) {
    if (!cells.has(column)) continue;
    const value = cells.attempt(column, () => {
      const figure = DURATION_COLUMNS.has(column) ? cells.duration(column) : cells.number(column);
      if (figure !== undefined && figure < 0) throw new DataError(`${column} is below 0`);
      if (figure !== undefined && !Number.isInteger(figure)) throw new DataError(`${column} is no whole number`);
      return figure;
    });
    if (value !== undefined) metrics[name] = value;
  }
  return Object.keys(metrics).length === 0 ? undefined : metrics;
}
