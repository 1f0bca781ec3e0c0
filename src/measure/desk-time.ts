import { type Calendar, createCalendarReader, workedIntervals } from '../clock/calendar.ts';
import { createZones } from '../clock/zone.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredTicket, People } from '../model/measurement.ts';
import type { CalendarText } from '../model/people.ts';

/** How long the desk of a ticket was open within [from, to), in ms, whoever held the ticket meanwhile. */
export type DeskTime = (
  measured: Pick<MeasuredTicket, 'source' | 'teamId' | 'agentId'>,
  from: number,
  to: number,
) => number;

/**
 * Working time as helpdesks count it: by the calendar of the ticket's team, else of its agent, else the desk's default
 * hours; without any, the whole time. A calendar that cannot be read stands back for the default hours (the measure
 * step reports it); default hours that cannot be read are an Error.
 */
export function createDeskTime(definitions: Definitions, people: Pick<People, 'agents' | 'teams'>): DeskTime {
  const read = createCalendarReader(createZones());
  const { teamHours, teamTimeZone, teamHolidays } = definitions;
  const standard =
    teamHours === undefined
      ? undefined
      : read({ hours: teamHours, timeZone: teamTimeZone, holidays: [...teamHolidays] });
  const calendars = new Map<string, Calendar>();

  function note(key: string, { hours = teamHours, timeZone = teamTimeZone, holidays }: CalendarText): void {
    if (hours === undefined) return;
    try {
      calendars.set(key, read({ hours, timeZone, holidays }));
    } catch {
      // Told once already, by the measure step.
    }
  }
  for (const { source, id, calendar } of people.agents) if (calendar) note(`agent ${source}/${id}`, calendar);
  for (const { source, id, calendar } of people.teams) if (calendar) note(`team ${source}/${id}`, calendar);

  return ({ source, teamId, agentId }, from, to) => {
    const calendar =
      calendars.get(`team ${source}/${teamId}`) ?? calendars.get(`agent ${source}/${agentId}`) ?? standard;
    if (calendar === undefined) return to - from;
    const worked = workedIntervals(calendar, from, to);
    let total = 0;
    for (let i = 0; i < worked.length; i += 2) total += worked[i + 1]! - worked[i]!;
    return total;
  };
}
