import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isDeeperThan, readRecords, sideBySide } from '../../src/connector/records.ts';

const turns = async (n: number) => {
  for (let turn = 0; turn < n; turn += 1) await Promise.resolve();
};

describe('tasks side by side', () => {
  it('answer in the order of their items, whichever ends first', async () => {
    const results = await sideBySide([9, 1, 5], 3, async (n) => {
      await turns(n);
      return n * 10;
    });

    expect(results).toEqual([90, 10, 50]);
  });

  it('are never more than the given number at once', async () => {
    let running = 0;
    let most = 0;
    await sideBySide([...Array(20).keys()], 3, async (n) => {
      running += 1;
      most = Math.max(most, running);
      await turns(1 + (n % 4));
      running -= 1;
    });

    expect(most).toBe(3);
  });

  it('start nothing more after a failure, and reject with it when the rest has ended', async () => {
    const started: number[] = [];
    let ended = 0;
    const failure = await sideBySide([0, 1, 2, 3, 4, 5], 2, async (n) => {
      started.push(n);
      await turns(n === 0 ? 1 : 20);
      ended += 1;
      if (n === 0) throw new Error('the first one failed');
    }).catch((error: unknown) => error);

    expect(String(failure)).toContain('the first one failed');
    expect(started).toEqual([0, 1]);
    expect(ended).toBe(2);
  });
});

/** Lists inside each other, so many levels deep. */
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('records read one by one', () => {
  it('sets a record aside that is nested without end, and reads the others', () => {
    const schema = z.object({ id: z.int(), fields: z.unknown().transform((value) => JSON.stringify(value)) });
    const items = [
      { id: 1, fields: 'a' },
      { id: 2, fields: nested(100_000) },
      { id: 3, fields: nested(50) },
    ];

    const { read, rejected } = readRecords(schema, items, (_, index) => `row ${index}`);

    expect(read.map(({ id }) => id)).toEqual([1, 3]);
    expect(rejected).toEqual([{ place: 'row 1', reason: 'is nested more than 100 levels deep' }]);
  });

  it.each([
    [1, 1, false],
    [2, 1, true],
    [2, 2, false],
    [100, 99, true],
    [100, 100, false],
    [100_000, 100, true],
  ])('%i levels are deeper than %i: %s', (levels, bound, expected) => {
    expect(isDeeperThan(nested(levels), bound)).toBe(expected);
  });
});
