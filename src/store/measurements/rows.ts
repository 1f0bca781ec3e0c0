import {
  type ByCause,
  type ByClock,
  CAUSE_NAMES,
  type CauseColumn,
  CLOCK_NAMES,
  type DurationColumn,
  durationColumn,
  type TicketMeasure,
  Tier,
} from '../../model/catalogue.ts';
import { EXCLUSIONS, HANDLERS, type MeasuredTicket, TIER_ORIGINS, ZONE_KNOWLEDGE } from '../../model/measurement.ts';
import type { Value } from '../engine.ts';
import type { Row } from '../schema.ts';
import {
  impossibleFrom,
  maybeText,
  scoresFrom,
  scoresText,
  solutionsFrom,
  solutionsText,
  stintsFrom,
  stintsText,
  textsFrom,
  turnsFrom,
  turnsText,
  unreadable,
} from './lists.ts';
import { MEASURED_COLUMNS } from './table.ts';

type MeasuredRow = Row<'measured'>;
type Write<Columns extends keyof MeasuredRow> = {
  readonly [Column in Columns]: (ticket: MeasuredTicket, keyOf: (calendars: string) => string) => MeasuredRow[Column];
};

/** The durations of a measured ticket and the measure each is of. */
const DURATIONS = {
  firstResponse: 'firstResponseMs',
  firstResolution: 'firstResolutionMs',
  finalResolution: 'finalResolutionMs',
} as const satisfies Record<TicketMeasure, keyof MeasuredTicket>;
const TICKET_MEASURES = Object.keys(DURATIONS) as TicketMeasure[];

/** How each column comes from a measured ticket. */
const WRITE: Write<keyof MeasuredRow> = {
  source: (ticket) => ticket.source,
  ticket_id: (ticket) => ticket.ticketId,
  exclusion: (ticket) => ticket.exclusion,
  revision: (ticket) => ticket.revision,
  tier: (ticket) => ticket.tier,
  tier_origin: (ticket) => ticket.tierOrigin,
  tier_score: (ticket) => ticket.tierScore,
  channel: (ticket) => ticket.channel,
  priority: (ticket) => ticket.priority,
  category: (ticket) => ticket.category,
  account_key: (ticket) => ticket.accountKey,
  customer_id: (ticket) => ticket.customerId,
  agent_id: (ticket) => ticket.agentId,
  team_id: (ticket) => ticket.teamId,
  resolved_by: (ticket) => ticket.resolvedBy,
  customer_zone: (ticket) => ticket.customerZone,
  opened_at: (ticket) => ticket.openedAt,
  first_solved_at: (ticket) => ticket.firstSolvedAt,
  final_solved_at: (ticket) => ticket.finalSolvedAt,
  reopens: (ticket) => ticket.reopens,
  estimated: (ticket) => Number(ticket.estimated),
  clipped_events: (ticket) => ticket.clippedEvents,
  timeline_complete: (ticket) => Number(ticket.timelineComplete),
  ...(Object.fromEntries(
    CAUSE_NAMES.map((cause) => [`${cause}_ms`, (ticket: MeasuredTicket) => ticket.timeSpentMs[cause]]),
  ) as unknown as Write<CauseColumn>),
  ...(Object.fromEntries(
    TICKET_MEASURES.flatMap((measure) =>
      CLOCK_NAMES.map((clock) => [
        durationColumn(measure, clock),
        (ticket: MeasuredTicket) => ticket[DURATIONS[measure]]?.[clock] ?? null,
      ]),
    ),
  ) as unknown as Write<DurationColumn>),
  url: (ticket) => ticket.url,
  subject: (ticket) => ticket.subject,
  tags: (ticket) => maybeText(ticket.tags),
  unknown_statuses: (ticket) => maybeText(ticket.unknownStatuses),
  impossible: (ticket) => maybeText(ticket.impossible),
  solutions: (ticket) => solutionsText(ticket.solutions),
  turns: (ticket) => turnsText(ticket.turns),
  stints: (ticket, keyOf) => stintsText(ticket.stints, keyOf),
  scores: (ticket) => scoresText(ticket.scores),
};
const IN_ORDER = MEASURED_COLUMNS.map((column) => WRITE[column]);

/** One measured ticket as a row of MEASURED_COLUMNS; `keyOf` gives the short key of a side's calendars. */
export function toMeasuredRow(ticket: MeasuredTicket, keyOf: (calendars: string) => string): Value[] {
  return IN_ORDER.map((write) => write(ticket, keyOf));
}

function durationOf(row: MeasuredRow, measure: TicketMeasure): ByClock<number> | null {
  const [calendar, net, business] = CLOCK_NAMES.map((clock) => row[durationColumn(measure, clock)]);
  return calendar == null || net == null || business == null ? null : { calendar, net, business };
}

/**
 * The measured ticket of a row; `calendarsOf` gives the calendars of a side's short key. A row that makes no sense is a
 * DataError.
 */
export function fromMeasuredRow(row: MeasuredRow, calendarsOf: (key: string) => string | undefined): MeasuredTicket {
  const what = `measurement of ticket ${row.source}/${row.ticket_id}`;
  const word = <Word extends string>(words: readonly Word[], text: string): Word => {
    const found = words.find((each) => each === text);
    if (found === undefined) throw unreadable(`${what} ("${text}")`);
    return found;
  };
  return {
    source: row.source,
    ticketId: row.ticket_id,
    revision: row.revision,
    exclusion: row.exclusion === null ? null : word(EXCLUSIONS, row.exclusion),
    url: row.url,
    subject: row.subject,
    tier: word(Tier.options, row.tier),
    tierOrigin: word(TIER_ORIGINS, row.tier_origin),
    tierScore: row.tier_score,
    agentId: row.agent_id,
    teamId: row.team_id,
    priority: row.priority,
    channel: row.channel,
    category: row.category,
    tags: textsFrom(what, row.tags),
    customerId: row.customer_id,
    accountKey: row.account_key,
    customerZone: word(ZONE_KNOWLEDGE, row.customer_zone),
    openedAt: row.opened_at,
    firstSolvedAt: row.first_solved_at,
    finalSolvedAt: row.final_solved_at,
    reopens: row.reopens,
    resolvedBy: word(HANDLERS, row.resolved_by),
    estimated: row.estimated === 1,
    timeSpentMs: Object.fromEntries(CAUSE_NAMES.map((cause) => [cause, row[`${cause}_ms`]])) as ByCause<number>,
    firstResponseMs: durationOf(row, 'firstResponse'),
    firstResolutionMs: durationOf(row, 'firstResolution'),
    finalResolutionMs: durationOf(row, 'finalResolution'),
    solutions: solutionsFrom(() => what, row.solutions),
    turns: turnsFrom(() => what, row.turns),
    stints: stintsFrom(() => what, row.stints, calendarsOf),
    scores: scoresFrom(() => what, row.scores),
    clippedEvents: row.clipped_events,
    timelineComplete: row.timeline_complete === 1,
    unknownStatuses: textsFrom(what, row.unknown_statuses),
    impossible: impossibleFrom(what, row.impossible),
  };
}
