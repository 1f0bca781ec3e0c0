import { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';
import { parseHolidays } from '../../src/model/holidays.ts';
import { parseHours } from '../../src/model/hours.ts';
import { Agent, type CalendarText, Customer, personKeyOf, Team, TimeZoneOrigin } from '../../src/model/people.ts';
import { isPositive, KNOWN_SCALES, Rating } from '../../src/model/rating.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { type Cells, oneOf, record, required, requiredWord } from './cells.ts';
import { shown } from './shown.ts';

/** An agent from a row. */
export function toAgent(source: string, cells: Cells): Agent {
  const id = required(cells, 'id');
  const email = cells.text('email');
  const timeZone = timeZoneOf(cells);
  return record(Agent, {
    source,
    id,
    name: cells.text('name') ?? id,
    email,
    personKey: cells.text('person_key')?.toLowerCase() ?? personKeyOf(source, id, email),
    timeZone,
    calendar: calendarOf(cells, timeZone),
    teamIds: cells.list('team_ids'),
    active: cells.flag('active') ?? true,
    bot: cells.flag('bot') ?? false,
  });
}

/** A team from a row. */
export function toTeam(source: string, cells: Cells): Team {
  const id = required(cells, 'id');
  const timeZone = timeZoneOf(cells);
  const calendar = calendarOf(cells, timeZone) ?? (timeZone === undefined ? undefined : { holidays: [], timeZone });
  return record(Team, { source, id, name: cells.text('name') ?? id, calendar });
}

/** A customer from a row. */
export function toCustomer(source: string, cells: Cells): Customer {
  const timeZone = timeZoneOf(cells);
  return record(Customer, {
    source,
    id: required(cells, 'id'),
    email: cells.text('email'),
    timeZone,
    timeZoneOrigin: oneOf(TimeZoneOrigin, cells, 'time_zone_origin') ?? (timeZone === undefined ? 'none' : 'profile'),
    hours: hoursOf(cells),
    holidays: holidaysOf(cells),
    accountKey: cells.text('account_key'),
    organisationId: cells.text('organisation_id'),
    externalId: cells.text('external_id'),
  });
}

/** The zone of a row; a name that the time zone database does not know costs the cell. */
export function timeZoneOf(cells: Cells): string | undefined {
  return cells.attempt('time_zone', () => {
    const name = cells.text('time_zone');
    if (name === undefined || isTimeZone(name)) return name;
    throw new DataError(`time_zone is no IANA zone like Europe/Berlin: ${shown(name)}`);
  });
}

function hoursOf(cells: Cells): string | undefined {
  return cells.attempt('hours', () => {
    const hours = cells.text('hours');
    if (hours !== undefined) readable('hours', () => parseHours(hours));
    return hours;
  });
}

function holidaysOf(cells: Cells): string[] {
  const read = cells.attempt('holidays', () => {
    const holidays = cells.list('holidays');
    if (holidays.length > 0) readable('holidays', () => parseHolidays(holidays));
    return holidays;
  });
  return read ?? [];
}

function readable(column: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    throw new DataError(`${column}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function calendarOf(cells: Cells, timeZone: string | undefined): CalendarText | undefined {
  const hours = hoursOf(cells);
  const holidays = holidaysOf(cells);
  if (hours === undefined && holidays.length === 0) return undefined;
  return { holidays, ...(hours === undefined ? {} : { hours }), ...(timeZone === undefined ? {} : { timeZone }) };
}

const Kind = z.enum(['csat', 'nps', 'ces']);

const Direction = z.enum(['higher_is_better', 'lower_is_better']);

/** What a scale is taken to be when no column says; documented beside the table. */
const DEFAULT_SCALE = { csat: [1, 5], nps: [0, 10], ces: [1, 7] } as const;

/**
 * A rating from a row. Without an `id` it is made of what the row says, so that the same row is the same rating. An
 * empty value is a survey that was offered and not answered. DataError when the value lies off its scale, or when
 * the scale has no rule and no column `positive` says what counts.
 */
export function toRating(source: string, cells: Cells): Rating {
  const kind = requiredWord(Kind, cells, 'kind') ?? 'csat';
  const [scaleMin, scaleMax] = scaleOf(cells, kind);
  const value = sureNumber(cells, 'value') ?? null;
  if (value !== null && (value < scaleMin || value > scaleMax)) {
    throw new DataError(`value ${value} lies off its scale of ${scaleMin} to ${scaleMax}`);
  }
  const lowerIsBetter = requiredWord(Direction, cells, 'direction') === 'lower_is_better';
  const mirrored = value === null ? null : scaleMin + scaleMax - value;
  const ticketId = cells.text('ticket_id');
  const agentId = cells.text('agent_id');
  const customerId = cells.text('customer_id');
  const offeredAt = cells.instant('offered_at');
  const ratedAt = cells.instant('rated_at');
  const facts = [kind, ticketId, agentId, customerId, offeredAt ?? ratedAt].map((fact) => fact ?? '').join('/');
  return record(Rating, {
    source,
    id: cells.text('id') ?? facts,
    ticketId,
    agentId,
    customerId,
    accountKey: cells.text('account_key'),
    kind,
    value,
    scaleMin,
    scaleMax,
    positive: positiveOf(kind, lowerIsBetter ? mirrored : value, scaleMin, scaleMax, cells.flag('positive')),
    ...(lowerIsBetter ? { lowerIsBetter } : {}),
    commented: commentedIn(cells),
    offeredAt,
    ratedAt,
  });
}

/** Whether the customer said why, from their words or from a yes or no; the words go no further. */
function commentedIn(cells: Cells): boolean | undefined {
  const said = cells.text('comment');
  if (said === undefined) return cells.has('comment') ? false : undefined;
  return !/^(false|no|n|0)$/i.test(said);
}

/** Whether an answer counts as positive: what the file says, else the rule of its scale. */
export function positiveOf(
  kind: Rating['kind'],
  value: number | null,
  scaleMin: number,
  scaleMax: number,
  stated?: boolean,
): boolean | null {
  if (value === null) return null;
  const positive = stated ?? isPositive(kind, value, scaleMin, scaleMax);
  if (positive === null) {
    throw new DataError(
      `no rule says which answers on a ${kind} scale of ${scaleMin} to ${scaleMax} are positive (known: ${KNOWN_SCALES}): add a column positive`,
    );
  }
  return positive;
}

/** The ends of a scale: the columns `scale_min` and `scale_max`, or `scale` (`1-5`), or the kind's usual one. */
export function scaleOf(cells: Cells, kind: Rating['kind']): readonly [number, number] {
  const text = cells.text('scale');
  const match = text === undefined ? null : /^(-?\d+)\s*(?:-|–|to|\.\.)\s*(-?\d+)$/.exec(text);
  if (text !== undefined && !match) throw new DataError(`scale is not like 1-5: ${shown(text)}`);
  const [usualMin, usualMax] = DEFAULT_SCALE[kind];
  const scaleMin = sureNumber(cells, 'scale_min') ?? (match ? Number(match[1]) : usualMin);
  const scaleMax = sureNumber(cells, 'scale_max') ?? (match ? Number(match[2]) : usualMax);
  if (scaleMin >= scaleMax) throw new DataError(`a scale of ${scaleMin} to ${scaleMax} has no length`);
  return [scaleMin, scaleMax];
}

/** The number of a cell without which a rating means something else: one that is filled and has none is a DataError. */
function sureNumber(cells: Cells, column: string): number | undefined {
  const value = cells.number(column);
  if (value === undefined && cells.text(column) !== undefined) {
    throw new DataError(`${column} is not a number: ${shown(cells.text(column)!)}`);
  }
  return value;
}
