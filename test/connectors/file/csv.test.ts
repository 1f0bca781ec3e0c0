import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../connectors/file/csv.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function cellsOf(text: string, size = 7): Promise<(readonly unknown[] | string)[]> {
  const rows: (readonly unknown[] | string)[] = [];
  for await (const row of readCsv('t.csv', pieces(text, size), undefined)) {
    rows.push('cells' in row ? row.cells : row.reason);
  }
  return rows;
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const written = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');

describe('rows of CSV whose cells have several lines', () => {
  const heading = ['id', 'text', 'status', 'opened', 'solved'];
  // As people write and programs quote: lines of their own, with signs of any kind in them.
  const text = fc
    .array(fc.constantFrom('a', 'b c', ',', '"', '\n', '\n\n', '1,2,3,4', 'x "y" z'), { maxLength: 8 })
    .map((parts) => `t${parts.join('')}`);

  it('are read as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 90 }),
        async (texts, size) => {
          const rows = texts.map((each, index) => [`${index}`, each, 'solved', '2026-11-16', '2026-11-17']);

          expect(await cellsOf(written([heading, ...rows]), size)).toEqual([heading, ...rows]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are so where each of them has two lines, of which the second has most of its cells', async () => {
    const rows = ['1', '2', '3'].map((id) => [id, 'first\nsecond', 'solved', '2026-11-16', '2026-11-17']);

    expect(await cellsOf(written([heading, ...rows]))).toEqual([heading, ...rows]);
  });
});
