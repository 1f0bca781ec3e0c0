import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAsCompose, readAsSystemd } from '../../src/config/env-readings.ts';
import { spelledForAll } from '../../src/config/env-spelling.ts';

const asCompose = (text: string): unknown => {
  const read = readAsCompose(text, (name) => (name === 'HOME' ? '/root' : undefined));
  return 'values' in read ? read.values.get('X') : `fails at line ${read.failsAtLine}`;
};

const BRACED = ['$', '{HOME}'].join('');

/** Typed by hand from systemd 252 (load_env_file), Docker Compose 2 (compose-go 2.13) and Node 24 (parseEnv). */
const LINES: readonly (readonly [line: string, node: string, compose: unknown, systemd: string | undefined])[] = [
  ['X=plain', 'plain', 'plain', 'plain'],
  ['X=two words ', 'two words', 'two words', 'two words'],
  ['X=abc#def', 'abc', 'abc#def', 'abc#def'],
  ['X=abc # comment', 'abc', 'abc', 'abc # comment'],
  ["X='abc' # comment", 'abc', 'abc', 'abc# comment'],
  ['X="a\\nb"', 'a\nb', 'a\nb', 'a\\nb'],
  ['X=a\\nb', 'a\\nb', 'a\\nb', 'anb'],
  ["X='a\\nb'", 'a\\nb', 'a\\nb', 'a\\nb'],
  ['X=p$HOME', 'p$HOME', 'p/root', 'p$HOME'],
  [`X="p${BRACED}"`, `p${BRACED}`, 'p/root', `p${BRACED}`],
  ['X=p$NOBODY', 'p$NOBODY', 'p', 'p$NOBODY'],
  ['X=p$$x', 'p$$x', 'p$x', 'p$$x'],
  ["X='p$HOME'", 'p$HOME', 'p$HOME', 'p$HOME'],
  ['X="say \\"hi\\""', 'say \\', 'say "hi"', 'say "hi"'],
  ["X='it\\'s'", 'it\\', "it's", "it\\s'"],
  ['X=`tick`', 'tick', '`tick`', '`tick`'],
  ["X='one\ntwo'", 'one\ntwo', 'one\ntwo', 'one\ntwo'],
  ['export X=1', '1', '1', undefined],
  ['X: 1', '', '1', undefined],
  ["X='a'b", 'a', 'a', 'ab'],
];

describe('one line of an env file', () => {
  it.each(LINES)('%j is %j to Node, %j to Docker Compose, %j to systemd', (line, node, compose, systemd) => {
    expect(parseEnv(line).X ?? '').toBe(node);
    expect(asCompose(line)).toEqual(compose);
    expect(readAsSystemd(line).get('X')).toBe(systemd);
  });

  it('may make Docker Compose give up the whole file, and says where', () => {
    expect(asCompose('A=1\nX="open\nB=2')).toBe('fails at line 2');
    expect(asCompose('# comment\n\nno (name) = 1')).toBe('fails at line 3');
  });

  it('is passed over by systemd where its name is none, and ends where a quote is left open', () => {
    expect([...readAsSystemd('1X=1\n=2\nexport A=3\n; B=4\nC=5')]).toEqual([['C', '5']]);
    expect([...readAsSystemd('A=1\nB="open\nC=2')]).toEqual([
      ['A', '1'],
      ['B', 'open\nC=2'],
    ]);
  });
});

describe('the spelling of a value that all read alike', () => {
  it('is read as that value by Node, Docker Compose and systemd, whatever the value holds', () => {
    const signs = fc.constantFrom(
      ...'abc09 \t\n\'"`\\#$={}();:|<>@%&*!?~[],.-_/€ß'.split(''),
      '$A',
      BRACED,
      '\\n',
      ' #',
    );
    const value = fc.oneof(
      fc.string(),
      fc.array(signs).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(value, (text) => {
        const spelled = spelledForAll(text);
        fc.pre(spelled !== undefined);
        const file = `A=before\nX=${spelled}\nB=after\n`;
        const read = readAsCompose(file, () => undefined);
        expect(parseEnv(file)).toEqual({ A: 'before', X: text, B: 'after' });
        expect(Object.fromEntries('values' in read ? read.values : [])).toEqual({ A: 'before', X: text, B: 'after' });
        expect(Object.fromEntries(readAsSystemd(file))).toEqual({ A: 'before', X: text, B: 'after' });
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['plain', 'plain'],
    ['Mon-Fri 09:00-17:00; Sat 10:00-14:00', 'Mon-Fri 09:00-17:00; Sat 10:00-14:00'],
    ['abc#def', "'abc#def'"],
    ['p/a#s?s%w$rd', "'p/a#s?s%w$rd'"],
    ["it's", '"it\'s"'],
    ['', "''"],
    ["it's $5", undefined],
    ['ends with \\', undefined],
    ['a\rb', undefined],
  ])('of %j is %s', (value, spelled) => {
    expect(spelledForAll(value)).toBe(spelled);
  });
});
