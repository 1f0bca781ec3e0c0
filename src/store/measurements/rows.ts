import {
  type ByClock,
  CAUSE_NAMES,
  CAUSES,
  type CauseColumn,
  CLOCK_NAMES,
  CLOCKS,
  type DurationColumn,
  durationColumn,
  each,
  keysOf,
  TICKET_MEASURES,
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

/** How each column comes from a measured ticket. */
const WRITE: Write<keyof MeasuredRow> = {
  source: (ticket) => ticket.source,
  ticket_id: (ticket) => ticket.ticketId,
  exclusion: (ticket) => ticket.exclusion,
  excluded_at: (ticket) => ticket.excludedAt,
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
  outbound: (ticket) => Number(ticket.outbound),
  enters_at: (ticket) => ticket.entersAt,
  first_solved_at: (ticket) => ticket.firstSolvedAt,
  final_solved_at: (ticket) => ticket.finalSolvedAt,
  reopens: (ticket) => ticket.reopens,
  undone_reopenings: (ticket) => ticket.undoneReopenings,
  estimated: (ticket) => Number(ticket.estimated),
  clipped_events: (ticket) => ticket.clippedEvents,
  timeline_complete: (ticket) => Number(ticket.timelineComplete),
  causes_known: (ticket) => Number(ticket.causesKnown),
  solved_without_date: (ticket) => Number(ticket.solvedWithoutDate),
  stated_while_open: (ticket) => Number(ticket.statedWhileOpen),
  ...(Object.fromEntries(
    CAUSE_NAMES.map((cause) => [`${cause}_ms`, (ticket: MeasuredTicket) => ticket.timeSpentMs[cause]]),
  ) as unknown as Write<CauseColumn>),
  ...(Object.fromEntries(
    keysOf(TICKET_MEASURES).flatMap((measure) =>
      CLOCK_NAMES.map((clock) => [
        durationColumn(measure, clock),
        (ticket: MeasuredTicket) => ticket[`${measure}Ms`]?.[clock] ?? null,
      ]),
    ),
  ) as unknown as Write<DurationColumn>),
  url: (ticket) => ticket.url,
  subject: (ticket) => ticket.subject,
  tags: (ticket) => maybeText(ticket.tags),
  unknown_statuses: (ticket) => maybeText(ticket.unknownStatuses),
  impossible: (ticket) => maybeText(ticket.impossible),
  solutions: (ticket) => solutionsText(ticket.solutions),
  turns: (ticket) => turnsText(ticket),
  stints: (ticket, keyOf) => stintsText(ticket.stints, keyOf),
  scores: (ticket) => scoresText(ticket.scores),
};
const IN_ORDER = MEASURED_COLUMNS.map((column) => WRITE[column]);

/** One measured ticket as a row of MEASURED_COLUMNS; `keyOf` gives the short key of a side's calendars. */
export function toMeasuredRow(ticket: MeasuredTicket, keyOf: (calendars: string) => string): Value[] {
  return IN_ORDER.map((write) => write(ticket, keyOf));
}

function durationOf(row: MeasuredRow, measure: TicketMeasure): ByClock<number> | null {
  const clocks = each(CLOCKS, (_, clock) => row[durationColumn(measure, clock)]);
  return Object.values(clocks).includes(null) ? null : (clocks as ByClock<number>);
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
    excludedAt: row.excluded_at,
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
    outbound: row.outbound === 1,
    entersAt: row.enters_at,
    firstSolvedAt: row.first_solved_at,
    finalSolvedAt: row.final_solved_at,
    reopens: row.reopens,
    undoneReopenings: row.undone_reopenings,
    resolvedBy: word(HANDLERS, row.resolved_by),
    estimated: row.estimated === 1,
    timeSpentMs: each(CAUSES, (_, cause) => row[`${cause}_ms`]),
    firstResponseMs: durationOf(row, 'firstResponse'),
    firstResolutionMs: durationOf(row, 'firstResolution'),
    finalResolutionMs: durationOf(row, 'finalResolution'),
    solutions: solutionsFrom(() => what, row.solutions),
    turns: turnsFrom(() => what, row.turns),
    stints: stintsFrom(() => what, row.stints, calendarsOf),
    scores: scoresFrom(() => what, row.scores),
    clippedEvents: row.clipped_events,
    timelineComplete: row.timeline_complete === 1,
    causesKnown: row.causes_known === 1,
    solvedWithoutDate: row.solved_without_date === 1,
    statedWhileOpen: row.stated_while_open === 1,
    unknownStatuses: textsFrom(what, row.unknown_statuses),
    impossible: impossibleFrom(what, row.impossible),
  };
}
