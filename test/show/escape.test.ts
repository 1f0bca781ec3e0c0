import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, escapeMrkdwn, printable } from '../../src/show/escape.ts';

/** The same rule as the page's own script has it, which can import nothing. */
const script = readFileSync(new URL('../../src/show/page/tickets.js', import.meta.url), 'utf8');
const [cellInPage] = /function csvCell\(text\) \{[\s\S]*?\n {2}\}/.exec(script) ?? [];
const pageCsvCell = runInNewContext(`(${cellInPage})`) as (text: string) => string;

/** How a sheet cuts a line at one delimiter, and what it makes of quotes around and inside a cell. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    let cell = '';
    if (line[at] === '"') {
      at += 1;
      while (at < line.length) {
        if (line[at] === '"' && line[at + 1] === '"') {
          cell += '"';
          at += 2;
        } else if (line[at] === '"') {
          at += 1;
          break;
        } else cell += line[at++];
      }
    }
    while (at < line.length && line[at] !== delimiter) cell += line[at++];
    cells.push(cell);
    at += 1;
  }
  return cells;
}

const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

describe.each([
  ['the product', csvCell],
  ['the page', pageCsvCell],
])('a cell of CSV as %s writes it', (_, cell) => {
  it.each([
    ['=1+1', "'=1+1"],
    ['-5', "'-5"],
    ['a;=1+1', `"a;'=1+1"`],
    ['a\t＝1+1', `"a\t'＝1+1"`],
    ['\r=1', `"'\r'=1"`],
    ['\tplain', `"'\tplain"`],
    ['a "=1"', `"a ""'=1"""`],
    ['Billing - EMEA', 'Billing - EMEA'],
    ['Ana, Ben', '"Ana, Ben"'],
    ['a\0b\ud800', 'ab\ufffd'],
  ])('%j is %j', (text, written) => expect(cell(text)).toBe(written));

  it('begins a formula in no sheet, whatever that takes for the delimiter', () => {
    const text = fc.string({ unit: fc.constantFrom(...SIGNS, ...',;|\t\r\n "\'a1('), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const file = texts.map(cell).join(',');
        for (const delimiter of [',', ';', '\t', '|', ' ']) {
          for (const line of delimiter === ',' ? [file] : file.split(/[\r\n]+/)) {
            for (const found of cellsOf(line, delimiter)) {
              const begins = found.trim();
              // With a space between cells a lone sign is a cell of its own, and no formula.
              if (begins.length > 1 || delimiter !== ' ') expect(SIGNS).not.toContain(begins[0]);
            }
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is read back as it was where it holds nothing that could be a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', ';', '\n', '.'), maxLength: 12 }), (text) => {
        expect(cellsOf(cell(text), ',')).toEqual([text]);
      }),
    );
  });
});

describe('a name in Slack', () => {
  it.each([
    ['_vip_', 'ˍvipˍ'],
    ['john_doe', 'john_doe'],
    [':fire:', '∶fire:'],
    [':wave::skin-tone-2:', '∶wave:∶skin-tone-2:'],
    ['at 10:30', 'at 10:30'],
    ['*b* ~s~ `c`', '∗b∗ ∼s∼ ˋcˋ'],
    ['<!channel> & co', '&lt;!channel&gt; &amp; co'],
  ])('%j is written %j', (name, written) => expect(escapeMrkdwn(name)).toBe(written));
});

it('a text with half a character can be printed', () => expect(printable('a\ud800b')).toBe('a\ufffdb'));
