import { describe, expect, it } from 'vitest';
import { measureJob } from '../../../jobs/tasks/measure.ts';
import { makeReport } from '../../../jobs/tasks/report.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import type { Event } from '../../../src/model/ticket.ts';
import { Ticket, type VendorMetrics } from '../../../src/model/ticket.ts';
import { scriptedSource, testDeps } from '../test-deps.ts';

const HOUR = 3_600_000;
const OPENED_AT = Date.parse('2026-11-02T09:00:00Z');
const WINDOW = { from: Date.parse('2026-11-01T00:00:00Z'), to: Date.parse('2026-11-08T00:00:00Z'), timeZone: 'UTC' };

/** A ticket answered after one hour, solved after two and, if reopened, again after five. */
function history(
  id: string,
  vendorMetrics: VendorMetrics | undefined,
  reopened = false,
): { ticket: Ticket; events: Event[] } {
  const event = (eventId: string, hours: number) => ({
    source: 'desk',
    ticketId: id,
    id: eventId,
    at: OPENED_AT + hours * HOUR,
    seq: 1,
  });
  const solved = (eventId: string, hours: number): Event => ({
    ...event(eventId, hours),
    kind: 'status',
    to: 'solved',
    original: 'solved',
  });
  const ticket = Ticket.parse({
    source: 'desk',
    id,
    channel: 'email',
    openedAt: OPENED_AT,
    openedBy: 'customer',
    status: 'solved',
    originalStatus: 'solved',
    updatedAt: OPENED_AT,
    ...(vendorMetrics === undefined ? {} : { vendorMetrics }),
  });
  const events: Event[] = [
    { ...event('a', 1), kind: 'message', by: 'agent', authorId: 'ana', public: true },
    solved('b', 2),
  ];
  if (reopened) events.push({ ...event('c', 3), kind: 'status', to: 'open', original: 'open' }, solved('d', 5));
  return { ticket, events };
}

describe("the helpdesk's own figures beside ours", () => {
  it('are counted by figure, the unexplained listed first, each difference with its cause, and summed up in a sentence', async () => {
    const found = [
      history('agrees', { firstResponseCalendarMs: HOUR, finalResolutionCalendarMs: 2 * HOUR }),
      history('rounded', { firstResponseCalendarMs: HOUR + 20_000, finalResolutionCalendarMs: 2 * HOUR }),
      history('again', { finalResolutionCalendarMs: 2 * HOUR, reopens: 1 }, true),
      history('odd', { finalResolutionCalendarMs: 40 * HOUR }),
      history('silent', undefined),
    ];
    const deps = await testDeps({ at: WINDOW.to + HOUR, sources: [scriptedSource('desk', [])] });
    await deps.store.sync.setIdentity('desk', 'somewhere');
    await deps.store.tickets.savePage(
      'desk',
      { tickets: found.map(({ ticket }) => ticket), events: found.flatMap(({ events }) => events), cursor: '1' },
      deps.clock.at,
    );
    await runHere(measureJob, {}, deps, new AbortController().signal);
    const { quality } = await makeReport({ window: WINDOW, cohort: 'solved' }, deps);
    const final = quality.reconciliation.find(({ figure }) => figure === 'finalResolutionCalendarMs');
    const first = quality.reconciliation.find(({ figure }) => figure === 'firstResponseCalendarMs');

    expect(first).toMatchObject({ source: 'desk', compared: 2, equal: 1, byClass: { rounding: 1, unexplained: 0 } });
    expect(final).toMatchObject({ compared: 4, equal: 2, byClass: { reopening: 1, unexplained: 1 } });
    expect(final?.examples[0]).toEqual({ id: 'odd', ours: 2 * HOUR, theirs: 40 * HOUR, class: 'unexplained' });
    expect(quality.notes.join('\n')).toContain(
      'Of 7 figures that desk gives for these tickets itself, 4 equal ours; the others differ by rounding (1), reopening (1), unexplained (1).',
    );
  });
});
