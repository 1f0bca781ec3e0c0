import { describe, expect, it } from 'vitest';
import { CARLA, comment, seed, ticket, update, type ZendeskWorld, zendeskFake } from './fake.ts';
import { ANA, MINUTE, type Played, sync, table } from './played.ts';

const DAY = 86_400_000;

/** Something new happens every seven seconds, in six tickets by turns; a sync comes by every five minutes. */
async function busyDesk(aheadMs: number | ((round: number) => number), rounds = 14) {
  const world: ZendeskWorld = { ...seed(), tickets: [], updates: [], ratings: [], pageSize: 50 };
  for (let id = 1; id <= 6; id += 1) world.tickets.push(ticket(id, '2026-03-09T10:00:00Z'));
  const ahead = typeof aheadMs === 'number' ? () => aheadMs : aheadMs;
  let at = zendeskFake.now;
  let updates = 0;
  let played: Played | undefined;
  const pages = [];
  const warned: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const end = at + 5 * MINUTE; at < end; at += 7000) {
      updates += 1;
      const id = 1 + (updates % 6);
      const text = new Date(at).toISOString().replace(/\.\d+/, '');
      const row = world.tickets.find((each) => each.id === id)!;
      Object.assign(row, { generated_timestamp: Math.floor(at / 1000), updated_at: text });
      world.updates.push(update(1000 + updates, id, text, CARLA, [comment(updates % 2 ? CARLA : ANA)]));
    }
    const cursor = played?.pages.at(-1)?.cursor;
    const skew = ahead(round);
    played = await sync(world, { now: at + skew, aheadMs: skew, ...(cursor ? { cursor } : {}) });
    pages.push(...played.pages);
    warned.push(...played.warned);
  }
  const settled = world.updates.filter(({ timestamp }) => Number(timestamp) * 1000 < at - 2 * MINUTE);
  const stored = table(pages, 'events');
  const lost = settled.filter((row) => !(`${row.ticket_id}/${Number(row.id) * 10 + 1}/comment` in stored));
  return { lost: lost.length, settled: settled.length, warned, pages };
}

describe('a clock that is not Zendesk’s', () => {
  it.each([
    ['10 s ahead', 10_000],
    ['10 s behind', -10_000],
    ['120 s ahead', 120_000],
    ['120 s behind', -120_000],
    ['200 days ahead', 200 * DAY],
  ])('loses no update: %s', async (_, aheadMs) => {
    const { lost, settled, warned, pages } = await busyDesk(aheadMs);

    expect(settled).toBeGreaterThan(500);
    expect(lost).toBe(0);
    expect(warned.length > 0).toBe(Math.abs(aheadMs) > 30_000);
    for (const words of warned) expect(words).toMatch(/^zendesk: this machine's clock is \d+ s (ahead of|behind)/);
    // What has been read is told by Zendesk's clock, too.
    const watermark = Math.max(...pages.map(({ watermarkAt }) => watermarkAt ?? 0));
    expect(watermark).toBeLessThanOrEqual(zendeskFake.now + 14 * 5 * MINUTE + 7000);
  });

  it('loses nothing when it was wrong once', async () => {
    const { lost } = await busyDesk((round) => (round === 3 ? 200 * DAY : 0), 8);

    expect(lost).toBe(0);
  });

  it('is healed where an earlier version let it write the future into the cursor', async () => {
    const world = seed();
    const whole = await sync(world);
    const future = Math.floor((zendeskFake.now + 200 * DAY) / 1000);
    const people = { agents: [], former: [], internal: {}, newSurveys: false, ratingsDue: false };
    const done = { version: 1, phase: 'tickets', covered: future, updates: future, rated: future };
    const cursor = JSON.stringify({ ...done, ...people });
    const healed = await sync(world, { cursor });

    expect(table(healed.pages, 'events')).toEqual(table(whole.pages, 'events'));
    expect(healed.warned.join()).toContain('its last sync ended in the future (2026-09-26');
    expect(healed.pages.at(-1)!.watermarkAt).toBe(zendeskFake.now - 61_000);
    expect((await healed.again(10 * MINUTE)).warned).toEqual([]);
  });
});
