import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangedRow, ChangedRows } from '../../src/connector/keyset-walk.ts';
import { type BackPosition, walkBack } from '../../src/connector/keyset-walk-back.ts';
import { DataError } from '../../src/model/errors.ts';

const second = (n: number) => n * 1000;
const START: BackPosition = { before: second(100), seen: [] };

type Moving = { id: string; at: number };
type Ask = (before: number, next: string | undefined) => Promise<ChangedRows<ChangedRow>>;

/** A list of rows that is paged by number, newest change first, filtered up to `before`. */
function pagedBy(size: number, rows: Moving[], onAsk: (rows: Moving[], n: number) => void = () => {}): Ask {
  let asked = 0;
  return async (before, next) => {
    const page = Number(next ?? 0);
    const found = rows
      .filter((row) => row.at <= before)
      .toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
      .map((row) => ({ ...row }));
    onAsk(rows, asked);
    asked += 1;
    const more = found.length > (page + 1) * size;
    return { rows: found.slice(page * size, (page + 1) * size), next: more ? String(page + 1) : undefined };
  };
}

async function walked(start: BackPosition, ask: Ask, from = 0) {
  const rows: string[] = [];
  const positions: BackPosition[] = [];
  for await (const step of walkBack(start, { place: 'desk: GET /tickets', ask, from })) {
    rows.push(...step.rows.map((row) => `${row.id}@${row.at}`));
    positions.push(step.position);
  }
  return { rows, positions };
}

describe('a walk back', () => {
  it('brings the newest first, each once, over ties longer than a page', async () => {
    const rows = [1, 2, 2, 2, 2, 3].map((n, index) => ({ id: 'abcdef'[index]!, at: second(n) }));

    expect((await walked(START, pagedBy(2, rows))).rows).toEqual([
      'f@3000',
      'b@2000',
      'c@2000',
      'd@2000',
      'e@2000',
      'a@1000',
    ]);
  });

  it('goes no further back than it is told, and not beyond its beginning', async () => {
    const rows = [1, 2, 3, 4].map((n) => ({ id: `t${n}`, at: second(n) }));

    expect((await walked({ before: second(3), seen: ['t3@3000'] }, pagedBy(2, rows), second(2))).rows).toEqual([
      't2@2000',
    ]);
  });

  it('loses none of those that stay when one that is still to come changes', async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((n) => ({ id: `t${n}`, at: second(n) }));
    const list = pagedBy(2, rows, (current, n) => {
      if (n === 1) current[1]!.at = second(200);
    });

    expect((await walked(START, list)).rows).toEqual(['t6@6000', 't5@5000', 't4@4000', 't3@3000', 't1@1000']);
  });

  it('goes on from any of its positions as if it had never stopped (any rows, any size of page)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 14 }),
        fc.integer({ min: 1, max: 4 }),
        async (times, size) => {
          const rows = times.map((n, index) => ({ id: `t${index}`, at: second(n) }));
          const whole = await walked(START, pagedBy(size, rows));
          expect(whole.rows.toSorted()).toEqual(rows.map(({ id, at }) => `${id}@${at}`).toSorted());
          let read = 0;
          for (const position of whole.positions) {
            const rest = await walked(position, pagedBy(size, rows));
            read = whole.rows.length - rest.rows.length;
            expect([...whole.rows.slice(0, read), ...rest.rows]).toEqual(whole.rows);
          }
        },
      ),
    );
  });

  it.each<[string, Ask]>([
    ['a page that comes twice', async () => ({ rows: [{ id: 'a', at: second(100) }], next: 'more' })],
    ['rows newer than asked for', async () => ({ rows: [{ id: 'a', at: second(102) }], next: undefined })],
  ])('stops at %s', async (_, ask) => {
    await expect(walked(START, ask)).rejects.toThrow(DataError);
  });
});
