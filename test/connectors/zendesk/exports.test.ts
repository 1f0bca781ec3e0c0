import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/model/errors.ts';
import { CARLA, comment, seed, update, zendeskFake } from './fake.ts';
import { ANA, type Instead, MINUTE, story, sync, table, worldOf } from './played.ts';

describe('the Zendesk exports', () => {
  it('halve a page that is too large for the vendor, and stay small', async () => {
    const tooLarge: Instead = ({ path, query }) =>
      path.endsWith('cursor.json') && Number(query.get('per_page')) > 250
        ? { status: 504, body: 'upstream request timeout' }
        : undefined;
    const { asked, pages } = await sync(seed(), { instead: tooLarge });
    const sizes = asked
      .filter((line) => line.includes('tickets/cursor') && !line.includes('ai_agent'))
      .map((line) => /per_page=(\d+)/.exec(line)![1]);

    expect(sizes).toEqual(['1000', '500', '250', '250']);
    expect(Object.keys(table(pages, 'tickets'))).toHaveLength(5);
  });

  it('make pages larger again when one second fills them, and give up only at the largest', async () => {
    const asked: number[] = [];
    const crowded =
      (wanted: number): Instead =>
      ({ path, query }) => {
        if (!path.endsWith('ticket_events.json')) return undefined;
        const size = Number(query.get('per_page'));
        asked.push(size);
        if (size > 500 && asked.length === 1) return { status: 504, body: '' };
        const start = Number(query.get('start_time'));
        const moves = size >= wanted;
        return { body: { ticket_events: [], count: size, end_time: start + (moves ? 1 : 0), end_of_stream: moves } };
      };
    await sync(worldOf([]), { instead: crowded(1000) });
    expect(asked).toEqual([1000, 500, 1000]);

    asked.length = 0;
    await expect(sync(worldOf([]), { instead: crowded(5000) })).rejects.toThrow(DataError);
  });

  it('leave the last minute for the next time', async () => {
    const world = worldOf([update(1, 1, '2026-03-02T09:00:00Z', ANA, [comment(ANA)])]);
    zendeskFake.touch(world, zendeskFake.now - 30_000);
    const first = await sync(world);
    const second = await first.again(2 * MINUTE);

    expect(Object.keys(table(first.pages, 'tickets'))).toEqual([]);
    expect(story([...first.pages, ...second.pages], '1')).toEqual([
      'agent writes',
      'customer writes',
      'customer sets open (open)',
    ]);
    expect(first.pages.at(-1)!.watermarkAt).toBe(zendeskFake.now - 61_000);
  });

  it('leave updates for the next time that are newer than the tickets read, also when the vendor shows them', async () => {
    const at = (ms: number) => new Date(zendeskFake.now - ms).toISOString();
    const world = worldOf([
      update(1, 1, at(120_000), ANA, [comment(ANA)]),
      update(2, 1, at(61_000), CARLA, [comment(CARLA)]),
      update(3, 1, at(20_000), ANA, [comment(ANA)]),
    ]);
    const eager: Instead = ({ path, query, now }) => {
      if (!path.endsWith('ticket_events.json')) return undefined;
      const since = Number(query.get('start_time'));
      const shown = world.updates.filter(
        ({ timestamp }) => Number(timestamp) >= since && Number(timestamp) * 1000 <= now,
      );
      const end_time = shown.length > 0 ? Number(shown.at(-1)!.timestamp) : null;
      return { body: { ticket_events: shown, count: shown.length, end_time, end_of_stream: true } };
    };
    const first = await sync(world, { instead: eager });
    const second = await first.again(5 * MINUTE);

    expect(story(first.pages, '1')).toEqual(['agent writes']);
    expect(story([...first.pages, ...second.pages], '1')).toEqual(['agent writes', 'customer writes', 'agent writes']);
  });

  it('never ask for the last minute, which the vendor refuses', async () => {
    const first = await sync(seed());
    const { asked } = await first.again(1000);
    const latest = asked.flatMap((line) => /start_time=(\d+)/.exec(line)?.[1] ?? []).map(Number);

    expect(Math.max(...latest, 0) * 1000).toBeLessThanOrEqual(zendeskFake.now + 1000 - 60_000);
  });
});
