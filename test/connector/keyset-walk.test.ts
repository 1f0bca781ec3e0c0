import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangedRow, type ChangedRows, type WalkPosition, walkChanges } from '../../src/connector/keyset-walk.ts';
import { DataError } from '../../src/model/errors.ts';

const START: WalkPosition = { since: 0, seen: [] };
const second = (n: number) => n * 1000;

type Moving = { id: string; at: number };

/** A list of rows that is paged by number, as vendors do it: sorted by change, filtered from `since` on. */
function pagedBy(size: number, rows: Moving[], onAsk: (rows: Moving[], n: number) => void = () => {}) {
  let asked = 0;
  return {
    asked: () => asked,
    ask: async (since: number, next: string | undefined): Promise<ChangedRows<ChangedRow>> => {
      const page = Number(next ?? 0);
      const found = rows
        .filter((row) => row.at >= since)
        .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
        .map((row) => ({ ...row }));
      const shown = found.slice(page * size, (page + 1) * size);
      const more = found.length > (page + 1) * size;
      onAsk(rows, asked);
      asked += 1;
      return { rows: shown, next: more ? String(page + 1) : undefined };
    },
  };
}

const rules = (ask: (since: number, next: string | undefined) => Promise<ChangedRows<ChangedRow>>) => ({
  place: 'desk: GET https://desk.example/tickets',
  ask,
  until: Number.POSITIVE_INFINITY,
  settledBefore: () => Number.POSITIVE_INFINITY,
  rememberFrom: Number.POSITIVE_INFINITY,
});

async function walked(start: WalkPosition, given: ReturnType<typeof rules>) {
  const rows: string[] = [];
  const positions: WalkPosition[] = [];
  for await (const step of walkChanges(start, given)) {
    rows.push(...step.rows.map((row) => `${row.id}@${row.at}`));
    positions.push(step.position);
  }
  return { rows, positions };
}

describe('a walk through changes', () => {
  it('brings each row once, over ties at a page’s end and over a tie longer than a page', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, n) => ({ id, at: second(n === 0 ? 1 : n === 5 ? 3 : 2) }));
    const { rows: got } = await walked(START, rules(pagedBy(2, rows).ask));

    expect(got).toEqual(['a@1000', 'b@2000', 'c@2000', 'd@2000', 'e@2000', 'f@3000']);
  });

  it('loses no row when one that was read changes and everything shifts', async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((n) => ({ id: `t${n}`, at: second(n) }));
    const list = pagedBy(2, rows, (current, n) => {
      if (n === 0) current[0]!.at = second(9);
    });
    const { rows: got } = await walked(START, rules(list.ask));

    expect(got.toSorted()).toEqual(['t1@1000', 't1@9000', 't2@2000', 't3@3000', 't4@4000', 't5@5000', 't6@6000']);
  });

  it('goes on from any of its positions as if it had never stopped (any rows, any size of page)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 14 }),
        fc.integer({ min: 1, max: 4 }),
        async (times, size) => {
          const rows = times.map((time, n) => ({ id: `t${n}`, at: second(time) }));
          const whole = await walked(START, rules(pagedBy(size, rows).ask));
          expect(whole.rows.toSorted()).toEqual(rows.map((row) => `${row.id}@${row.at}`).toSorted());
          for (const position of whole.positions) {
            const rest = await walked(position, rules(pagedBy(size, rows).ask));
            const before = whole.rows.slice(0, whole.rows.length - rest.rows.length);
            expect([...before, ...rest.rows]).toEqual(whole.rows);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves rows past its end for another time, also when they fill a page', async () => {
    const rows = [1, 2, 3, 4].map((n) => ({ id: `t${n}`, at: second(n) }));
    const { rows: got, positions } = await walked(START, { ...rules(pagedBy(2, rows).ask), until: second(2) });

    expect(got).toEqual(['t1@1000', 't2@2000']);
    expect(positions.at(-1)!.since).toBe(second(2));
  });

  it('reads rows again that had not settled, and stays behind them', async () => {
    const rows = [1, 5, 6].map((n) => ({ id: `t${n}`, at: second(n) }));
    const settled = { ...rules(pagedBy(5, rows).ask), settledBefore: () => second(5) };
    const { positions } = await walked(START, settled);
    expect(positions.at(-1)).toEqual({ since: second(5), seen: [] });

    rows[1]!.at = second(5);
    rows.push({ id: 'late', at: second(5) });
    const { rows: again } = await walked(positions.at(-1)!, rules(pagedBy(5, rows).ask));
    expect(again.toSorted()).toEqual(['late@5000', 't5@5000', 't6@6000']);
  });

  it('remembers rows for a later walk that begins further back', async () => {
    const rows = [1, 2, 3].map((n) => ({ id: `t${n}`, at: second(n) }));
    const { positions } = await walked(START, { ...rules(pagedBy(5, rows).ask), rememberFrom: second(2) });
    expect(positions.at(-1)).toEqual({ since: second(3), seen: ['t2@2000', 't3@3000'] });

    rows.push({ id: 'hidden', at: second(2) });
    const { rows: again } = await walked({ ...positions.at(-1)!, since: second(2) }, rules(pagedBy(5, rows).ask));
    expect(again).toEqual(['hidden@2000']);
  });

  it.each([
    ['repeats a page', async () => ({ rows: [{ id: 'a', at: second(1) }], next: 'more' }), 'the same page came twice'],
    ['repeats an empty page', async () => ({ rows: [], next: 'more' }), 'the same page came twice'],
    [
      'does not filter',
      async (since: number) => ({ rows: [{ id: 'a', at: since === 0 ? second(9) : second(1) }], next: 'more' }),
      'rows older than asked for',
    ],
  ])('stops at a list that %s', async (_, ask, reason) => {
    const failure = await walked(START, rules(ask)).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(DataError);
    expect(String(failure)).toContain(reason);
  });
});
