import { isTimeZone } from '../../src/clock/zone.ts';
import { DataError } from '../../src/model/errors.ts';
import { parseHolidays } from '../../src/model/holidays.ts';
import { parseHours } from '../../src/model/hours.ts';
import { Agent, type CalendarText, Customer, personKeyOf, Team, TimeZoneOrigin } from '../../src/model/people.ts';
import { type Cells, shown } from './cells.ts';
import { oneOf, record, required } from './record.ts';

/** An agent from a row; DataError when its hours, holidays or zone cannot be read. */
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

/** A team from a row; DataError when its hours, holidays or zone cannot be read. */
export function toTeam(source: string, cells: Cells): Team {
  const id = required(cells, 'id');
  const timeZone = timeZoneOf(cells);
  const calendar = calendarOf(cells, timeZone) ?? (timeZone === undefined ? undefined : { holidays: [], timeZone });
  return record(Team, { source, id, name: cells.text('name') ?? id, calendar });
}

/** A customer from a row; DataError when hours, holidays or zone cannot be read. */
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

/** The zone of a row; DataError for a name that the time zone database does not know. */
export function timeZoneOf(cells: Cells): string | undefined {
  const name = cells.text('time_zone');
  if (name === undefined || isTimeZone(name)) return name;
  throw new DataError(`time_zone is no IANA zone like Europe/Berlin: ${shown(name)}`);
}

function hoursOf(cells: Cells): string | undefined {
  const hours = cells.text('hours');
  if (hours !== undefined) readable('hours', () => parseHours(hours));
  return hours;
}

function holidaysOf(cells: Cells): string[] {
  const holidays = cells.list('holidays');
  if (holidays.length > 0) readable('holidays', () => parseHolidays(holidays));
  return holidays;
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
