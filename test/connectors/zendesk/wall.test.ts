import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/model/ticket.ts';
import { storedAfter } from '../stored.ts';
import { CARLA, comment, seed, ticket, update, type ZendeskWorld } from './fake.ts';
import { ANA, MINUTE, story, sync, table } from './played.ts';

const CROWDED = '2026-03-04T10:00:00Z';

/** A macro on many tickets at once: more updates in one second than an answer holds. */
function crowdedWorld(tickets: number, pageSize: number): ZendeskWorld {
  const world: ZendeskWorld = { ...seed(), tickets: [], updates: [], ratings: [], pageSize };
  for (let id = 1; id <= tickets; id += 1) {
    world.tickets.push(ticket(id, CROWDED, { created_at: '2026-03-03T10:00:00Z', status: 'solved' }));
    world.updates.push(update(id, id, '2026-03-03T10:00:00Z', CARLA, [comment(CARLA)]));
    world.updates.push(update(50_000 + id, id, CROWDED, ANA, [comment(ANA), { status: 'solved', via: 'Batch' }]));
  }
  // Time is spread before and after it.
  for (const [n, row] of world.updates.entries()) {
    if (row.updater_id !== CARLA) continue;
    row.timestamp = Number(row.timestamp) + n;
  }
  world.tickets.push(ticket(9000, '2026-03-05T10:00:00Z'));
  world.updates.push(update(9000, 9000, '2026-03-05T10:00:00Z', ANA, [comment(ANA)]));
  return world;
}

describe('a second with more updates than Zendesk gives at once', () => {
  it('does not stop the source: its tickets are read one by one, the rest goes on, and it is said by name', async () => {
    const { pages, asked } = await sync(crowdedWorld(1200, 1000));
    const { tables, rejected } = storedAfter(pages);
    const ofTicket = Map.groupBy(Object.values(tables.events ?? {}) as Event[], ({ ticketId }) => ticketId);

    for (const id of ['1', '777', '1200']) {
      expect(story(pages, id), id).toEqual(['customer writes', 'agent writes', 'agent sets solved (solved)']);
    }
    expect([...ofTicket.values()].filter(({ length }) => length === 3)).toHaveLength(1200);
    expect(story(pages, '9000')).toEqual(['agent writes']);
    expect(asked.filter((line) => line.includes('/audits.json'))).toHaveLength(1200);
    expect(rejected).toEqual([
      { place: 'ticket_events of 2026-03-04T10:00:00.000Z', reason: expect.stringContaining('1200 tickets') },
    ]);
  });

  it('goes on at the same ticket after a stop in the middle', async () => {
    const { pages } = await sync(crowdedWorld(60, 50));
    const n = pages.findIndex(({ rejected }) =>
      (rejected ?? []).some(({ place }) => place.startsWith('ticket_events of')),
    );
    const rest = await sync(crowdedWorld(60, 50), { cursor: pages[n + 1]!.cursor });

    expect(rest.asked.filter((line) => line.includes('/audits.json'))).toHaveLength(40);
    expect(table([...pages.slice(0, n + 2), ...rest.pages], 'events')).toEqual(table(pages, 'events'));
  });

  it('is read once, also when it is the last one', async () => {
    const world = crowdedWorld(60, 50);
    world.tickets.pop();
    world.updates.pop();
    const first = await sync(world);
    const second = await first.again(10 * MINUTE);

    expect(first.asked.filter((line) => line.includes('/audits.json'))).toHaveLength(60);
    expect(second.asked.filter((line) => line.includes('/audits.json'))).toEqual([]);
  });
});
