import { DateTime } from 'luxon';
import type { Cause } from '../../src/model/catalogue.ts';
import type { TicketHistory } from '../../src/model/measurement.ts';
import { stretchesOf } from './holding.ts';
import { benchAgents, CUSTOMER_WEEK, customers, type PlainWeek } from './input.ts';

const DEFAULT_AGENT = { week: CUSTOMER_WEEK, timeZone: 'UTC' };
const customerZones = new Map(customers.map(({ id, timeZone }) => [id, timeZone ?? 'UTC']));

/**
 * The causes of a ticket's time counted the way most people would write it: for every stretch, day by day, open and
 * close of both sides through luxon in each of the two zones, then the pieces between all those moments.
 */
export function luxonBuckets(history: TicketHistory): Partial<Record<Cause, number>> {
  const sums: Partial<Record<Cause, number>> = {};
  const customerZone = customerZones.get(history.ticket.customerId ?? '') ?? 'UTC';
  for (const { holder, agentId, fromAt, toAt } of stretchesOf(history)) {
    const { week, timeZone } = benchAgents.get(agentId ?? '') ?? DEFAULT_AGENT;
    const team = openings(week, timeZone, fromAt, toAt);
    const customer = openings(CUSTOMER_WEEK, customerZone, fromAt, toAt);
    const teamThere = openings(week, customerZone, fromAt, toAt);
    const customerHere = openings(CUSTOMER_WEEK, timeZone, fromAt, toAt);
    const cuts = [fromAt, toAt, ...[team, customer, teamThere, customerHere].flat(2)]
      .filter((at) => at >= fromAt && at <= toAt)
      .sort((a, b) => a - b);
    for (let index = 1; index < cuts.length; index++) {
      const [start, end] = [cuts[index - 1]!, cuts[index]!];
      if (end === start) continue;
      const at = (list: readonly (readonly [number, number])[]) =>
        list.some(([open, close]) => open <= start && end <= close);
      const bucket = causeOf(holder, at(team), at(customer), at(teamThere), at(customerHere));
      sums[bucket] = (sums[bucket] ?? 0) + end - start;
    }
  }
  return sums;
}

function causeOf(
  holder: 'team' | 'customer',
  team: boolean,
  customer: boolean,
  teamThere: boolean,
  customerHere: boolean,
): Cause {
  if (holder === 'team') {
    if (team) return 'team_working';
    return customer && teamThere ? 'team_time_zone_wait' : 'team_off_hours';
  }
  if (customer) return 'customer_wait';
  return team && customerHere ? 'customer_time_zone_wait' : 'customer_off_hours';
}

function openings(week: PlainWeek, timeZone: string, fromAt: number, toAt: number): [number, number][] {
  const list: [number, number][] = [];
  let day = DateTime.fromMillis(fromAt, { zone: timeZone }).startOf('day').minus({ days: 1 });
  while (day.toMillis() <= toAt) {
    if (week.days.includes(day.weekday)) {
      list.push([day.set({ hour: week.openHour }).toMillis(), day.set({ hour: week.closeHour }).toMillis()]);
    }
    day = day.plus({ days: 1 });
  }
  return list;
}
