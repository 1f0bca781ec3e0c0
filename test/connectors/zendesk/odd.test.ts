import { describe, expect, it } from 'vitest';
import { oddRecords } from '../../support/odd.ts';
import { storedAfter } from '../stored.ts';
import { CARLA, comment, type Row, seed, ticket, update, type ZendeskWorld } from './fake.ts';
import { ANA, story, sync, table } from './played.ts';

/** Everything of a world that is not of ticket 1 and its people, as a store would hold it. */
async function stored(world: ZendeskWorld) {
  const { pages } = await sync(world);
  return { pages, ...storedAfter(pages) };
}

/** Many odd records at once, each with an id of its own, in a world that is otherwise whole. */
function worldOfOdd(kind: 'tickets' | 'updates', whole: Row): { world: ZendeskWorld; ids: string[]; nameless: number } {
  const world: ZendeskWorld = { ...seed(), tickets: [], updates: [], ratings: [], pageSize: 1000 };
  const ids: string[] = [];
  let nameless = 0;
  let n = 1000;
  for (const { at, record } of oddRecords(whole)) {
    if (at === 'generated_timestamp' || at === 'timestamp') continue;
    n += 1;
    const row = record as Row;
    const named = at !== 'id' && at !== 'ticket_id';
    if (kind === 'tickets') {
      if (named) row.id = n;
      world.tickets.push(row);
    } else {
      if (at !== 'id') row.id = n;
      if (at !== 'ticket_id') row.ticket_id = n;
      world.tickets.push(ticket(n, '2026-03-02T09:00:00Z'));
      world.updates.push(row);
    }
    if (named) ids.push(String(n));
    else nameless += 1;
  }
  return { world, ids, nameless };
}

describe('odd answers of Zendesk', () => {
  it('cost a ticket the field that is odd, and only an id that cannot be read the ticket', async () => {
    const whole = ticket(1, '2026-03-02T09:00:00Z', {
      subject: 'Help',
      custom_status_id: 901,
      type: 'question',
      tags: ['a'],
      custom_fields: [{ id: 36, value: 'x' }],
      satisfaction_rating: { id: 1, score: 'offered' },
      from_messaging_channel: false,
      metric_set: { ticket_id: 1, reply_time_in_minutes: { calendar: 5, business: 5 }, reopens: 0 },
    });
    const { world, ids } = worldOfOdd('tickets', whole);
    const { tables, rejected } = await stored(world);

    expect(Object.keys(tables.tickets!)).toEqual(expect.arrayContaining(ids));
    for (const { reason } of rejected) expect(reason).toMatch(/^(kept without |id: )/);
  });

  it('cost an update the change that is odd, not its siblings; the ticket is read again another way', async () => {
    const whole = update(1, 1, '2026-03-02T09:00:00Z', ANA, [
      comment(ANA),
      { status: 'pending', previous_value: 'new' },
      { assignee_id: ANA, group_id: 501 },
    ]);
    const { world, ids } = worldOfOdd('updates', whole);
    const { tables } = await stored(world);

    expect(Object.keys(tables.tickets!)).toEqual(expect.arrayContaining(ids));
  });

  it('are told by place, and do not hide what stands beside them', async () => {
    const world = seed();
    const odd = { id: 'child', event_type: 17 };
    const [opening] = world.updates.filter(({ ticket_id: id }) => id === 1);
    opening!.child_events = [...(opening!.child_events as Row[]), odd];
    const { pages, asked } = await sync(world);

    const assignments = (line: string) => !line.startsWith('assigned');
    const whole = await sync(seed());
    expect(story(pages, '1').filter(assignments)).toEqual(story(whole.pages, '1').filter(assignments));
    expect(storedAfter(pages).rejected).toContainEqual({
      place: `ticket_events/${String(opening!.id)} of ticket 1`,
      reason: expect.stringMatching(/^kept without child_events\.2/),
    });
    expect(asked).toContain('GET /api/v2/tickets/1/audits.json?page[size]=100');
  });

  it('are less than usual where a ticket is deleted: its id and what is known stay', async () => {
    const world = seed();
    world.tickets.push({ id: 77, status: 'deleted', generated_timestamp: Date.parse('2026-03-06T10:00:00Z') / 1000 });
    const { pages } = await sync(world);

    expect(table(pages, 'tickets')['77']).toMatchObject({
      deletedAt: Date.parse('2026-03-06T10:00:00Z'),
      timelineComplete: false,
    });
  });

  it('cost a list its odd member: schedules, groups, agents, ratings', async () => {
    const world = seed();
    world.schedules.push({ id: 32, name: 5, intervals: 'odd' });
    world.users.push({ id: { odd: true }, name: 'Nobody', role: 'agent' });
    world.ratings.push({ id: 9, ticket_id: 2, score: 'good', updated_at: 'odd', created_at: '2026-03-03T10:00:00Z' });
    const { pages } = await sync(world);

    expect(table(pages, 'ratings')['ticket-2']).toMatchObject({ value: 1, positive: true });
    expect(table(pages, 'ratings')['ticket-2']).not.toHaveProperty('ratedAt');
    expect(Object.keys(table(pages, 'agents'))).toEqual([String(ANA), '6130907993102']);
    expect(Object.keys(table(pages, 'customers'))).toContain(String(CARLA));
  });
});
