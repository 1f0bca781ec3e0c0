import { z } from 'zod';
import { BUCKETS, type Buckets, type Clocks } from '../clock/bucket.ts';
import { DataError } from '../errors.ts';
import type { Tier } from '../metrics/definitions.ts';
import type { Exclusion, Holder, MeasuredTicket, OpenTail } from '../metrics/measured.ts';
import type { Value } from './engine.ts';
import { packResponses, unpackResponses } from './later-responses.ts';
import { fromRecord } from './record-rows.ts';
import { type Row, TABLES } from './schema.ts';

export const MEASURED_COLUMNS = Object.keys(TABLES.measured) as (keyof Row<'measured'>)[];

const Texts = z.array(z.string());
const ImpossibleFacts = z.array(
  z.object({ kind: z.enum(['solved_before_opened', 'answered_before_asked', 'event_after_now']), detail: z.string() }),
);
const ExclusionWord = z.enum(['spam', 'merged', 'deleted', 'impossible']) satisfies z.ZodType<Exclusion>;
const TierWord = z.enum(['simple', 'moderate', 'complex']) satisfies z.ZodType<Tier>;
const HolderWord = z.enum(['team', 'customer', 'third_party', 'bot', 'nobody']) satisfies z.ZodType<Holder>;

/** An empty list is kept as null, which costs nothing to read. */
function listText(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

/** One measured ticket as a row of MEASURED_COLUMNS. */
export function toMeasuredRow(ticket: MeasuredTicket): Value[] {
  const later = packResponses(ticket.laterResponses);
  const row: Row<'measured'> = {
    source: ticket.source,
    ticket_id: ticket.ticketId,
    exclusion: ticket.exclusion,
    tier: ticket.tier,
    agent_id: ticket.agentId,
    team_id: ticket.teamId,
    priority: ticket.priority,
    channel: ticket.channel,
    category: ticket.category,
    customer_id: ticket.customerId,
    account_key: ticket.accountKey,
    opened_at: ticket.openedAt,
    first_solved_at: ticket.firstSolvedAt,
    final_solved_at: ticket.finalSolvedAt,
    reopens: ticket.reopens,
    customer_zone_known: Number(ticket.customerZoneKnown),
    later_response_times: later.times,
    later_response_agents: later.agents,
    team_working_ms: ticket.timeSpentMs.team_working,
    team_time_zone_wait_ms: ticket.timeSpentMs.team_time_zone_wait,
    team_off_hours_ms: ticket.timeSpentMs.team_off_hours,
    customer_wait_ms: ticket.timeSpentMs.customer_wait,
    customer_time_zone_wait_ms: ticket.timeSpentMs.customer_time_zone_wait,
    customer_off_hours_ms: ticket.timeSpentMs.customer_off_hours,
    third_party_wait_ms: ticket.timeSpentMs.third_party_wait,
    bot_ms: ticket.timeSpentMs.bot,
    solved_gap_ms: ticket.timeSpentMs.solved_gap,
    first_response_agent_id: ticket.firstResponse?.agentId ?? null,
    first_response_asked_at: ticket.firstResponse?.askedAt ?? null,
    first_response_calendar_ms: ticket.firstResponse?.clocks.calendar ?? null,
    first_response_net_ms: ticket.firstResponse?.clocks.net ?? null,
    first_response_business_ms: ticket.firstResponse?.clocks.business ?? null,
    first_resolution_calendar_ms: ticket.firstResolutionMs?.calendar ?? null,
    first_resolution_net_ms: ticket.firstResolutionMs?.net ?? null,
    first_resolution_business_ms: ticket.firstResolutionMs?.business ?? null,
    final_resolution_calendar_ms: ticket.finalResolutionMs?.calendar ?? null,
    final_resolution_net_ms: ticket.finalResolutionMs?.net ?? null,
    final_resolution_business_ms: ticket.finalResolutionMs?.business ?? null,
    revision: ticket.revision,
    tier_score: ticket.tierScore,
    clipped_events: ticket.clippedEvents,
    timeline_complete: Number(ticket.timelineComplete),
    open_tail_at: ticket.openTail?.at ?? null,
    open_tail_holder: ticket.openTail?.holder ?? null,
    open_tail_team_side: ticket.openTail?.teamSide ?? null,
    open_tail_customer_side: ticket.openTail?.customerSide ?? null,
    involved_agent_ids: listText(ticket.involvedAgentIds),
    tags: listText(ticket.tags),
    unknown_statuses: listText(ticket.unknownStatuses),
    impossible: listText(ticket.impossible),
    url: ticket.url,
    subject: ticket.subject,
  };
  return MEASURED_COLUMNS.map((column) => row[column]);
}

function clocks(calendar: number | null, net: number | null, business: number | null): Clocks | null {
  return calendar === null || net === null || business === null ? null : { calendar, net, business };
}

function openTailOf(row: Row<'measured'>, what: string): OpenTail | null {
  if (row.open_tail_at === null) return null;
  return {
    at: row.open_tail_at,
    holder: word(HolderWord, what, row.open_tail_holder),
    teamSide: row.open_tail_team_side ?? '',
    customerSide: row.open_tail_customer_side ?? '',
  };
}

function word<Word>(schema: z.ZodType<Word>, what: string, text: string | null): Word {
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw new DataError(`store: ${what} cannot be read ("${text}"); measure its ticket anew`);
  return parsed.data;
}

function list<Item>(schema: z.ZodType<Item[]>, what: string, text: string | null): Item[] {
  return text === null ? [] : fromRecord(schema, what, text);
}

/** Names of statuses as a row keeps them. */
export function statusesOf(what: string, text: string | null): string[] {
  return list(Texts, what, text);
}

/** Impossible facts as a row keeps them. */
export function impossibleOf(what: string, text: string | null): z.infer<typeof ImpossibleFacts> {
  return list(ImpossibleFacts, what, text);
}

/** The measured ticket of a row; a row that makes no sense is a DataError. */
export function fromMeasuredRow(row: Row<'measured'>): MeasuredTicket {
  const what = `measurement of ticket ${row.source}/${row.ticket_id}`;
  const timeSpentMs: Partial<Record<keyof Buckets, number>> = {};
  for (const bucket of BUCKETS) timeSpentMs[bucket] = row[`${bucket}_ms`];
  const first = clocks(row.first_response_calendar_ms, row.first_response_net_ms, row.first_response_business_ms);
  return {
    source: row.source,
    ticketId: row.ticket_id,
    revision: row.revision,
    exclusion: row.exclusion === null ? null : word(ExclusionWord, what, row.exclusion),
    url: row.url,
    subject: row.subject,
    tier: word(TierWord, what, row.tier),
    tierScore: row.tier_score,
    agentId: row.agent_id,
    involvedAgentIds: list(Texts, what, row.involved_agent_ids),
    teamId: row.team_id,
    priority: row.priority,
    channel: row.channel,
    category: row.category,
    tags: list(Texts, what, row.tags),
    customerId: row.customer_id,
    accountKey: row.account_key,
    openedAt: row.opened_at,
    firstSolvedAt: row.first_solved_at,
    finalSolvedAt: row.final_solved_at,
    reopens: row.reopens,
    timeSpentMs: timeSpentMs as Buckets,
    firstResponse:
      first === null
        ? null
        : {
            agentId: row.first_response_agent_id,
            askedAt: row.first_response_asked_at ?? row.opened_at,
            clocks: first,
          },
    laterResponses: unpackResponses(what, row.later_response_times, row.later_response_agents),
    firstResolutionMs: clocks(
      row.first_resolution_calendar_ms,
      row.first_resolution_net_ms,
      row.first_resolution_business_ms,
    ),
    finalResolutionMs: clocks(
      row.final_resolution_calendar_ms,
      row.final_resolution_net_ms,
      row.final_resolution_business_ms,
    ),
    openTail: openTailOf(row, what),
    customerZoneKnown: row.customer_zone_known === 1,
    clippedEvents: row.clipped_events,
    timelineComplete: row.timeline_complete === 1,
    unknownStatuses: statusesOf(what, row.unknown_statuses),
    impossible: impossibleOf(what, row.impossible),
  };
}
