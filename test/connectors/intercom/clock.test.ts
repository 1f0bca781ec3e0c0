import { describe, expect, it } from 'vitest';
import { runFake } from '../run-fake.ts';
import { conversation, intercomFake, type World } from './fake.ts';

const NOW = intercomFake.now;
const MINUTE = 60_000;
const DAY = 86_400_000;
const text = (at: number) => new Date(at).toISOString().slice(0, 16);

/** Every minute one of six conversations changes; a sync comes by every ten minutes. */
async function busyDesk(aheadMs: number) {
  const world: World = { ...intercomFake.empty(), pageSize: 20 };
  for (let id = 1; id <= 6; id += 1) {
    world.conversations.push(conversation(String(id), text(NOW - DAY), text(NOW - DAY)));
  }
  const run = runFake(intercomFake, { world, aheadMs });
  let at = NOW;
  let changes = 0;
  for (let round = 0; round < 5; round += 1) {
    for (const end = at + 10 * MINUTE; at < end; at += 60_000) {
      changes += 1;
      const id = changes <= 6 ? String(changes) : String(1000 + changes);
      const row = world.conversations.find((each) => each.id === id);
      if (row) row.updated_at = at / 1000;
      else world.conversations.push(conversation(id, text(at), text(at), { updated_at: at / 1000 }));
    }
    run.clock.now = at + aheadMs;
    await run.pull();
  }
  const settled = world.conversations.filter((row) => row.updated_at * 1000 < at - 2 * MINUTE);
  const read = new Map(run.pages.flatMap(({ tickets = [] }) => tickets).map(({ id, updatedAt }) => [id, updatedAt]));
  return { lost: settled.filter((row) => read.get(row.id) !== row.updated_at * 1000), run };
}

describe('a clock that is not Intercom’s', () => {
  it.each([
    ['10 s ahead', 10_000],
    ['10 s behind', -10_000],
    ['120 s ahead', 120_000],
    ['120 s behind', -120_000],
    ['200 days ahead', 200 * DAY],
  ])('loses no change: %s', async (_, aheadMs) => {
    const { lost, run } = await busyDesk(aheadMs);

    expect(lost.map(({ id }) => id)).toEqual([]);
    expect(run.warnings.filter((words) => words.includes("this machine's clock"))).toHaveLength(
      Math.abs(aheadMs) > 30_000 ? 1 : 0,
    );
    const watermark = Math.max(...run.pages.map(({ watermarkAt }) => watermarkAt ?? 0));
    expect(watermark).toBeLessThanOrEqual(NOW + 50 * MINUTE);
  });

  it.each([
    ['with the changes that it had seen', ['101@1772532000000']],
    ['with nothing', []],
  ])('is healed where it let the future into the cursor, %s', async (_, seen) => {
    const since = NOW + 200 * DAY;
    const run = runFake(intercomFake);
    run.pages.push({ cursor: JSON.stringify({ since, seen, deletedUntil: since }) });
    const { tables } = await run.pull();

    const missed = ['102', '103', '104', '105'];
    expect(Object.keys(tables.tickets!)).toEqual(seen.length > 0 ? missed : ['101', ...missed]);
    expect(run.warnings).toEqual([expect.stringContaining('intercom: its last sync ended in the future (2026-09-26')]);
    expect(run.pages.at(-1)!.watermarkAt).toBe(NOW - MINUTE);
    run.world.deleted.push({ id: '101', deleted_at: NOW / 1000 + 60 });
    run.clock.now += 10 * MINUTE;
    expect((await run.pull()).tables.tickets).toMatchObject({ 101: { deletedAt: NOW + MINUTE } });
  });
});
