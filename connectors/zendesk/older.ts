import { readRecords } from '../../src/connector/records.ts';
import type { Page } from '../../src/model/source.ts';
import { isSolved } from '../../src/model/ticket.ts';
import { SurveyResponse, ZendeskTicket } from './answers.ts';
import { askList, NOT_IN_PLAN } from './api.ts';
import type { Older, Position } from './cursor.ts';
import { noteStaff } from './people.ts';
import { newestWindow, readRatings } from './ratings.ts';
import { toSurveyRating } from './records.ts';
import { latest, type Run, type Step } from './run.ts';
import { askTickets, assigneesOf, internalOf, readTickets } from './tickets.ts';
import { readUpdates } from './updates.ts';

/** Where what is older begins, epoch s. */
const startOf = (run: Run): number => Math.floor(run.options.startAt / 1000);

const ended = (position: Position): Position => {
  const { older: _, ...rest } = position;
  return rest;
};

const at = (position: Position, older: Older): Position => ({ ...position, older });

/**
 * The next step of what was there before the recent past: first who is who in it, so that people stand on their sides;
 * then the updates; then the tickets, each with its whole history, the recent ones that began earlier among them; then
 * their ratings.
 */
export async function stepOlder(run: Run, before: Position, older: Older): Promise<Step> {
  switch (older.phase) {
    case 'people':
      return await stepPeople(run, before, older);
    case 'updates':
      return await stepOlderUpdates(run, before, older);
    case 'tickets':
      return await stepOlderTickets(run, before, older);
    case 'ratings':
      return await stepOlderRatings(run, before, older);
  }
}

async function stepPeople(run: Run, before: Position, older: Older): Promise<Step> {
  const body = await askTickets(run, older.tickets, startOf(run));
  const rows = readRecords(ZendeskTicket, body.tickets, String).read;
  const staff = await noteStaff(run, before, assigneesOf(rows));
  const agents = new Set(staff.position.agents);
  const over = body.end_of_stream || rows.some(({ generated_timestamp: changed }) => (changed ?? 0) >= older.until);
  const { tickets: _, ...rest } = older;
  const internal = { ...older.internal, ...internalOf(rows, (id) => agents.has(id)) };
  const next: Older = over
    ? { ...rest, internal, phase: 'updates' }
    : { ...rest, internal, ...(body.after_cursor ? { tickets: body.after_cursor } : {}) };
  return { page: { agents: staff.agents }, position: at(staff.position, next) };
}

async function stepOlderUpdates(run: Run, before: Position, older: Older): Promise<Step> {
  if (older.updates >= older.until) return { page: {}, position: at(before, { ...older, phase: 'tickets' }) };
  const internal = { ...before.internal, ...older.internal };
  const { page, position, reached, over, logged } = await readUpdates(
    run,
    before,
    older.updates,
    older.until,
    internal,
  );
  const next: Older = {
    ...older,
    updates: reached,
    logged: [...new Set([...older.logged, ...logged])],
    phase: over ? 'tickets' : 'updates',
  };
  return { page, position: at(position, next) };
}

async function stepOlderTickets(run: Run, before: Position, older: Older): Promise<Step> {
  const body = await askTickets(run, older.tickets, startOf(run));
  // Of what changed since it was last read, updates are missing still: it comes with the next reading of what is new.
  const isRead = ({ generated_timestamp: changed }: ZendeskTicket) => (changed ?? 0) < before.covered;
  const logged = new Set([...before.logged, ...older.logged]);
  const { ratedFrom: _news, ...rest } = before;
  const own = older.ratedFrom === undefined ? {} : { ratedFrom: older.ratedFrom };
  const { page, position } = await readTickets(run, { ...rest, ...own, logged: [...logged] }, body, isRead);
  const { ratedFrom, agents, former, pending } = position;
  const over = body.end_of_stream || !body.after_cursor;
  const { tickets: _, ...olderRest } = older;
  const unsolved = (page.tickets ?? []).filter(({ id, status }) => older.logged.includes(id) && !isSolved(status));
  const next: Older = {
    ...olderRest,
    ...(ratedFrom === undefined ? {} : { ratedFrom }),
    ...(over || !body.after_cursor ? { phase: 'ratings', logged: [] } : { tickets: body.after_cursor }),
  };
  const known = [...new Set([...before.logged, ...unsolved.map(({ id }) => id)])].sort();
  return { page, position: at({ ...before, agents, former, pending, logged: known }, next) };
}

async function stepOlderRatings(run: Run, before: Position, older: Older): Promise<Step> {
  const oldest = Math.max(startOf(run), older.ratedFrom ?? older.until);
  const window = older.window ?? newestWindow(oldest, older.until);
  if (!window) return { page: {}, position: ended(before) };
  const read = before.newSurveys ? await readSurveys(run, window, oldest) : await readRatings(run, window, oldest);
  const page: Omit<Page, 'cursor'> = { ratings: read.ratings, rejected: read.rejected ?? [] };
  if (read.next) return { page, position: at(before, { ...older, window: read.next }) };
  return { page, position: ended(before) };
}

async function readSurveys(run: Run, window: NonNullable<Older['window']>, oldest: number) {
  const { records, after } = await askList(run.client, '/guide/survey_responses', 'survey_responses', {
    query: { 'filter[created_at_start]': window.from * 1000, 'filter[created_at_end]': window.to * 1000 },
    after: window.after,
    without: NOT_IN_PLAN,
  });
  const { read, rejected } = readRecords(SurveyResponse, records, (_, index) => `survey_responses, ${index}`);
  const ratings = read.flatMap((response) => toSurveyRating(run.tools.source, response) ?? []);
  const next = after === undefined ? newestWindow(oldest, window.from) : { ...window, after };
  return { ratings: latest(ratings, ({ id }) => id), rejected, next };
}

/** Pages of the search that unsolved tickets are found by; each costs as many requests as it has tickets. */
const BACKLOG_PAGE = 100;

/**
 * Unsolved tickets that nobody has touched for long: a report's backlog is wrong without them, and the exports would
 * bring them last. Their histories are read one by one.
 */
export async function stepBacklog(run: Run, before: Position): Promise<Step> {
  const { backlog, older } = before;
  if (!backlog || !older) return { page: {}, position: { ...withoutBacklog(before), phase: 'end' } };
  const day = new Date(older.until * 1000).toISOString().replace('.000', '');
  const query = { query: `status<solved updated<${day}`, 'filter[type]': 'ticket' };
  const options = {
    query,
    after: backlog.after,
    without: [...NOT_IN_PLAN, 422],
    size: BACKLOG_PAGE,
    lane: 'search',
  } as const;
  const { records, after, status } = await askList(run.client, '/search/export.json', 'results', options);
  if (status !== 200) {
    run.tools.warn(
      `${run.tools.source}: may not search (${status}): unsolved tickets that nobody touched since ${day.slice(0, 10)} come last`,
    );
  }
  const whole = { ...before, older: { ...older, phase: 'tickets' as const } };
  const { page, position } = await readTickets(run, whole, { tickets: records });
  const ids = (page.tickets ?? []).map(({ id }) => id);
  const pending = { ...position.pending, audits: [...position.pending.audits, ...ids] };
  const next: Position = { ...position, older, pending };
  return {
    page,
    position: after === undefined ? { ...withoutBacklog(next), phase: 'end' } : { ...next, backlog: { after } },
  };
}

function withoutBacklog(position: Position): Position {
  const { backlog: _, ...rest } = position;
  return rest;
}
