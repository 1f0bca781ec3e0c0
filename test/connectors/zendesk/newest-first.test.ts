import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/model/source.ts';
import { CARLA, comment, epoch, seed, ticket, update, type ZendeskWorld, zendeskFake } from './fake.ts';
import { ANA, MINUTE, story, sync, table } from './played.ts';

const START = { START_DATE: '2024-01-01' };
const GONE = 777;

/** A ticket that was opened, answered and put into `status` at these instants. */
function told(id: number, opened: string, answered: string, status: string, more: Record<string, unknown> = {}) {
  return {
    row: ticket(id, answered, { created_at: opened, status, ...more }),
    updates: [
      update(id * 10, id, opened, CARLA, [
        comment(CARLA),
        { event_type: 'Create', status: 'new' },
        { event_type: 'Create', assignee_id: ANA },
      ]),
      update(id * 10 + 1, id, answered, ANA, [comment(ANA), { status, previous_value: 'new' }]),
    ],
  };
}

/** Old and new tickets; the recent past begins on 2025-11-04. */
function longLived(): ZendeskWorld {
  const tickets = [
    told(1, '2024-05-01T08:00:00Z', '2024-05-02T08:00:00Z', 'closed', { satisfaction_rating: { score: 'bad' } }),
    told(2, '2024-06-01T08:00:00Z', '2024-06-02T08:00:00Z', 'closed', { assignee_id: GONE }),
    told(3, '2025-02-01T08:00:00Z', '2025-02-02T08:00:00Z', 'pending'),
    told(4, '2025-03-01T08:00:00Z', '2025-03-02T08:00:00Z', 'closed'),
    // Opened long ago, solved lately.
    told(5, '2025-09-01T08:00:00Z', '2026-03-03T08:00:00Z', 'solved'),
    told(6, '2026-03-01T08:00:00Z', '2026-03-02T08:00:00Z', 'solved', { satisfaction_rating: { score: 'good' } }),
    told(7, '2026-03-05T08:00:00Z', '2026-03-06T08:00:00Z', 'open'),
  ];
  const rating = (id: number, ticketId: number, score: string, at: string) => {
    return { id, ticket_id: ticketId, score, assignee_id: ANA, requester_id: CARLA, created_at: at, updated_at: at };
  };
  return {
    ...seed(),
    tickets: tickets.map(({ row }) => row),
    updates: tickets.flatMap(({ updates }) => updates),
    ratings: [rating(1, 1, 'bad', '2024-05-03T08:00:00Z'), rating(2, 6, 'good', '2026-03-03T08:00:00Z')],
  };
}

const firstWatermark = (pages: readonly Page[]) => pages.findIndex(({ watermarkAt }) => watermarkAt !== undefined);

describe('a first sync of Zendesk', () => {
  it('brings the recent past and every unsolved ticket first, so that a report is right for its window', async () => {
    const { pages } = await sync(longLived(), { variables: START });
    const early = pages.slice(0, firstWatermark(pages) + 1);

    expect(early.at(-1)!.watermarkAt).toBe(zendeskFake.now - 61_000);
    expect(Object.keys(table(early, 'tickets'))).toEqual(['3', '5', '6', '7']);
    expect(Object.keys(table(early, 'ratings'))).toEqual(['ticket-6']);
    const asked = ['customer writes', `assigned to ${ANA} of -`, 'agent writes'];
    expect(story(early, '3')).toEqual([...asked, 'agent sets pending (waiting_customer)']);
    expect(story(early, '6')).toEqual([...asked, 'agent sets solved (solved)']);
    // What began before the recent past is not whole yet, and says so.
    expect(table(early, 'tickets')).toMatchObject({
      3: { timelineComplete: true },
      5: { timelineComplete: false },
      6: { timelineComplete: true },
    });
  });

  it('brings what is older after that, each ticket with its history, and completes what began before', async () => {
    const { pages } = await sync(longLived(), { variables: START });
    const tickets = table(pages, 'tickets') as Record<string, { timelineComplete: boolean }>;

    expect(Object.keys(tickets)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    for (const [id, { timelineComplete }] of Object.entries(tickets)) expect(timelineComplete, id).toBe(true);
    for (const id of Object.keys(tickets)) expect(story(pages, id), id).toHaveLength(4);
    expect(Object.keys(table(pages, 'ratings'))).toEqual(['ticket-1', 'ticket-6']);
    const later = pages.slice(firstWatermark(pages) + 1);
    const ticketAt = later.findIndex((page) => (page.tickets ?? []).some(({ id }) => id === '1'));
    const eventAt = later.findIndex((page) => (page.events ?? []).some(({ ticketId }) => ticketId === '1'));
    expect(eventAt, 'a ticket never stands there without its history').toBeLessThan(ticketAt);
  });

  it('ends the same after a stop at any page', async () => {
    const world = () => ({ ...longLived(), pageSize: 6 });
    const { pages } = await sync(world(), { variables: START });

    for (const [n, { cursor }] of pages.entries()) {
      const rest = await sync(world(), { variables: START, cursor });
      const both = [...pages.slice(0, n + 1), ...rest.pages];
      for (const kind of ['tickets', 'events', 'ratings', 'customers', 'agents']) {
        expect(table(both, kind), `${kind} from page ${n}`).toEqual(table(pages, kind));
      }
    }
  });

  it('knows who left long ago as the agent they were, before it tells what they wrote', async () => {
    const world = longLived();
    world.updates.find(({ id }) => id === 21)!.child_events = [
      { id: 9999, via: 'Web form', ...comment(GONE) },
    ] as unknown as object[];
    const { pages } = await sync(world, { variables: START });

    expect(story(pages, '2').at(-1)).toBe('agent writes');
  });

  it('looks for what is new while it reads what is old', async () => {
    const world = longLived();
    for (let id = 100; id < 260; id += 1) {
      const { row, updates } = told(
        id,
        '2025-01-01T08:00:00Z',
        `2025-01-02T08:${String(id % 60).padStart(2, '0')}:00Z`,
        'closed',
      );
      world.tickets.push(row);
      world.updates.push(...updates);
    }
    const { pages } = await sync(world, { variables: START });
    const watermarks = pages.flatMap(({ watermarkAt }) => watermarkAt ?? []);

    expect(Object.keys(table(pages, 'tickets'))).toHaveLength(167);
    expect(watermarks.length).toBeGreaterThan(2);
    for (const [n, at] of watermarks.entries()) {
      if (n > 0) expect(at - watermarks[n - 1]!).toBeLessThan(20 * MINUTE);
    }
  });

  it('says so and goes on where it may not search for unsolved tickets', async () => {
    const { pages, warned } = await sync(longLived(), {
      variables: START,
      instead: ({ path }) => (path.includes('/search/') ? { status: 403, body: {} } : undefined),
    });

    expect(warned).toEqual([expect.stringMatching(/^zendesk: may not search \(403\): .* since 2025-11-04 come last$/)]);
    expect(Object.keys(table(pages, 'tickets'))).toHaveLength(7);
  });
});

describe('ratings of a first sync', () => {
  it('are walked back month by month, no further than the oldest rated ticket', async () => {
    const { asked } = await sync(longLived(), { variables: { START_DATE: '1990-01-01' } });
    const froms = asked.flatMap((line) => /satisfaction_ratings.*start_time=(\d+)/.exec(line)?.[1] ?? []).map(Number);

    expect(froms).toEqual(froms.toSorted((a, b) => b - a));
    expect(froms.at(-1)).toBe(epoch('2024-05-01T08:00:00Z'));
    // Twenty-two months at most, and not the 680 since 1970.
    expect(froms.length).toBeLessThanOrEqual(24);
  });
});
