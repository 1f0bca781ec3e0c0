import { describe, expect, it } from 'vitest';
import { lines, readTables } from './export.ts';

const NINE = '2026-11-02T09:00:00Z';

const HEAD = 'id,opened_at,category';

const good = (id: string): string => `${id},${NINE},web`;

const nested = '['.repeat(100_000) + ']'.repeat(100_000);

describe('one bad row', () => {
  it.each<[string, string, string]>([
    ['NUL in its id', `2\0,${NINE},web`, 'id holds a sign that is none (NUL, or half of a pair)'],
    ['a line of 2 MB', `2,${NINE},${'x'.repeat(2 * 1024 * 1024)}`, 'is longer than 1 MB'],
    [
      'a quoted cell of 2 MB with line ends',
      `2,${NINE},"${'x'.repeat(1024)}\n${'y\n'.repeat(1024 * 1024)}"`,
      'is longer than 1 MB',
    ],
    ['a line of 20 MB', `2,${NINE},${'x'.repeat(20 * 1024 * 1024)}`, 'is longer than 1 MB'],
    ['a line of 20 MB in quotes', `2,${NINE},"${'x,'.repeat(10 * 1024 * 1024)}"`, 'is longer than 1 MB'],
  ])('of CSV is set aside, and the rest is read: %s', async (_what, row, reason) => {
    const run = await readTables({ 'tickets.csv': lines(HEAD, good('1'), row, good('3'), good('4')) });

    expect(run.tickets.map(({ id }) => id)).toEqual(['1', '3', '4']);
    expect(run.rejected).toEqual([{ place: 'tickets.csv, line 3', reason }]);
  });

  const unclosed = 'a quote (") is opened here and never closed';

  it.each<[string, readonly string[], readonly string[], readonly (readonly [line: number, reason: string])[]]>([
    ['in the middle', [good('1'), `2,${NINE},"web`, good('3'), good('4')], ['1', '3', '4'], [[3, unclosed]]],
    ['in the last row', [good('1'), `2,${NINE},"web`], ['1'], [[3, unclosed]]],
    [
      'before a row with a quote of its own',
      [good('1'), `2,${NINE},"web`, good('3'), `4,${NINE},"a, b"`, good('5')],
      ['1', '3', '4', '5'],
      [[3, unclosed]],
    ],
    [
      'twice',
      [good('1'), `2,${NINE},"web`, good('3'), `4,${NINE},"web`, good('5')],
      ['1', '3', '5'],
      [
        [3, unclosed],
        [5, unclosed],
      ],
    ],
    ['that is one of an inch', [good('1'), `2,${NINE},5" disk`, good('3')], ['1', '2', '3'], []],
    ['that is doubled', [good('1'), `2,${NINE},"a ""b"" c"`, good('3')], ['1', '2', '3'], []],
    ['that is closed some lines on', [good('1'), `2,${NINE},"a\nb, c\nd"`, good('3')], ['1', '2', '3'], []],
  ])('of CSV with a quote %s', async (_what, rows, read, setAside) => {
    const run = await readTables({ 'tickets.csv': lines(HEAD, ...rows) });

    expect(run.tickets.map(({ id }) => id)).toEqual(read);
    expect(run.rejected).toEqual(setAside.map(([line, reason]) => ({ place: `tickets.csv, line ${line}`, reason })));
  });

  it('of CSV with a quote that is never closed costs nobody else, however many rows come behind it', async () => {
    const many = Array.from({ length: 60_000 }, (_, i) => good(`m${i}`));
    const run = await readTables({ 'tickets.csv': lines(HEAD, good('1'), `2,${NINE},"web`, ...many) });

    expect(run.tickets).toHaveLength(60_001);
    expect(run.rejected).toEqual([{ place: 'tickets.csv, line 3', reason: unclosed }]);
  });

  it.each<[string, string, string | undefined]>([
    ['NUL in its id', `{"id":"2\\u0000","opened_at":"${NINE}"}`, 'id holds a sign'],
    ['half a pair in its id', `{"id":"2\\ud800","opened_at":"${NINE}"}`, 'id holds a sign'],
    ['cut short', `{"id":"2","opened_at":"${NINE}"`, 'JSON'],
    ['nested 100,000 deep where its opening stands', `{"id":"2","opened_at":${nested}}`, 'opened_at'],
    ['nested 100,000 deep where nothing is read', `{"id":"2","opened_at":"${NINE}","custom":${nested}}`, undefined],
    [
      'nested objects where nothing is read',
      `{"id":"2","opened_at":"${NINE}","c":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
      undefined,
    ],
    [
      'nested beside a long number',
      `{"id":"2","n":12345678901234567890,"opened_at":"${NINE}","custom":${nested}}`,
      'nested',
    ],
  ])('of JSON Lines is set aside where it cannot be read, and the rest is read: %s', async (_what, row, reason) => {
    const json = (id: string): string => `{"id":"${id}","opened_at":"${NINE}"}`;
    const run = await readTables({ 'tickets.jsonl': lines(json('1'), row, json('3'), json('4')) });

    expect(run.tickets.map(({ id }) => id)).toEqual(reason === undefined ? ['1', '2', '3', '4'] : ['1', '3', '4']);
    expect(run.rejected.map(({ place }) => place)).toEqual(reason === undefined ? [] : ['tickets.jsonl, line 2']);
    if (reason !== undefined) expect(run.rejected[0]?.reason).toContain(reason);
  });

  it('with a sign that is none in a cell that is not needed costs that cell', async () => {
    const run = await readTables({ 'tickets.csv': lines(HEAD, good('1'), `2,${NINE},we\0b`, good('3')) });

    expect(run.tickets.map(({ id, category }) => [id, category])).toEqual([
      ['1', 'web'],
      ['2', undefined],
      ['3', 'web'],
    ]);
    expect(run.warnings.join()).toMatch(/category.*1/s);
  });
});
