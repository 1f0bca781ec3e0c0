import { expect, it } from 'vitest';
import { measureJob } from '../../../jobs/tasks/measure.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import type { Event, Ticket } from '../../../src/model/ticket.ts';
import { HOUR } from '../../measure/desk.ts';
import { message, ticket } from '../../store/records.ts';
import { testDeps } from '../test-deps.ts';

const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 8, 7);
const signal = new AbortController().signal;

/** Sixty tickets of one customer, a day apart, each asked at an hour (UTC) and answered the next morning at eight. */
function habit(customerId: string, hour: number): { tickets: Ticket[]; events: Event[] } {
  const tickets: Ticket[] = [];
  const events: Event[] = [];
  for (let day = 0; day < 60; day++) {
    const id = `${customerId}-${day}`;
    const asked = MONDAY + day * DAY + (hour + (day % 3)) * HOUR;
    tickets.push(ticket(id, { customerId, openedAt: asked }));
    events.push(message(id, 'asks', { at: asked, authorId: customerId }));
    events.push(message(id, 'answers', { at: MONDAY + (day + 1) * DAY + 8 * HOUR, by: 'agent', authorId: 'bo' }));
  }
  return { tickets, events };
}

// truth-02 and truth-03 of the cases: desk and customers share one zone, and some write in the evening or at night.
it('no habit of writing makes a zone, and none a wait between time zones', async () => {
  const { settings } = readEnvironment({ TEAM_HOURS: 'Mon-Fri 09:00-17:00', TEAM_TIME_ZONE: 'Europe/Berlin' }, []);
  const deps = { ...(await testDeps({ at: MONDAY + 90 * DAY })), settings };
  const customers = [7, 13, 19, 23].map((hour) => habit(`at ${hour}`, hour));
  await deps.store.tickets.savePage(
    'desk',
    {
      tickets: customers.flatMap((each) => each.tickets),
      events: customers.flatMap((each) => each.events),
      cursor: 'c',
    },
    MONDAY,
  );
  await runHere(measureJob, {}, deps, signal);

  let tickets = 0;
  for await (const page of deps.store.measurements.read()) {
    for (const { customerZone, timeSpentMs } of page) {
      expect(customerZone).toBe('none');
      expect(timeSpentMs.team_time_zone_wait + timeSpentMs.customer_time_zone_wait).toBe(0);
      tickets++;
    }
  }
  expect(tickets).toBe(240);
});
