import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secondLists } from './support/second-lists.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** Shapes of what vendors answer and headings of exports are in their words: Zendesk too has a `calendar` and a `business`. */
const VENDORS_WORDS = /^connectors\/(?:\w+\/answers\.ts$|file\/(?:propose\/|observe\.ts$))/;
/** Steps that have been released are never edited: they name the columns that there were. */
const RELEASED = /^src\/store\/migrations\.ts$/;

/** Where one of two is told from the other, which is no list of what there is. */
const TELLING_APART =
  /^src\/(?:report\/ticket-story\.ts:\d+ (?:measures|clocks)|show\/content\/choose\.ts:\d+ cadences): /;

const files = globSync('{src,connectors,jobs}/**/*.ts', { cwd: ROOT }).filter(
  (file) => !VENDORS_WORDS.test(file) && !RELEASED.test(file),
);

const foundIn = (source: string, file = 'src/show/any.ts'): string[] =>
  secondLists(file, source).map((found) => found.replace(/^\S+ /, ''));

describe('tiers, clocks, measures, causes, dimensions, units, cohorts and cadences', () => {
  it('are listed by the catalogue, or model/window.ts, and no other production file', () => {
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) => secondLists(file, readFileSync(resolve(ROOT, file), 'utf8')));
    expect(found.filter((each) => !TELLING_APART.test(each))).toEqual([]);
  });

  it.each([
    ['an array', "const a = ['simple', 'complex'];"],
    ['a constant array in back quotes', 'const a = [`simple`, `complex`] as const;'],
    ['an array that satisfies the type', "const a = ['simple', 'complex'] as const satisfies Tier[];"],
    ['an array of pairs', "const a = [['simple', 1], ['complex', 2]];"],
    ['an array of records', "const a = [{ tier: 'simple' }, { tier: 'complex' }];"],
    ['a set', "const a = new Set(['simple', 'complex']);"],
    ['an array that is spread', "const a = [...['simple', 'complex'], other];"],
    ['an array of members', 'const a = [sums.simple, sums.complex];'],
    ['arguments', "const a = Array.of('simple', 'complex');"],
    ['a union', "type A = 'simple' | 'complex';"],
    ['a union within another type', "type A = Exclude<Tier, 'simple' | 'complex'>;"],
    ['a tuple', "type A = ['simple', 'complex'];"],
    ['the names of a tuple', 'type A = readonly [simple: number, complex: number];'],
    ['an interface', 'interface A { readonly simple: number; readonly complex: number }'],
    ['a type', 'type A = { simple: number; complex?: number };'],
    ['a class', 'class A { simple = 1; complex = 2 }'],
    ['an enumeration', 'enum A { simple, complex }'],
    ['a record', 'const a = { simple: 1, complex: 2 };'],
    ['a record with quoted keys', "const a = { 'simple': 1, ['complex']: 2 };"],
    ['a schema', 'const A = z.object({ simple: z.number(), complex: z.number() });'],
    ['a record that satisfies anybody', 'const a = { simple: 1, complex: 2 } satisfies Record<string, number>;'],
    ['a switch', "switch (a) { case 'simple': b(); break; case 'complex': c(); }"],
    ['a chain of conditions', "const a = n < 2 ? 'simple' : n < 6 ? other : 'complex';"],
    ['comparisons', "const a = b === 'simple' || c || b === 'complex';"],
    ['taking all out', 'const { simple, moderate, complex } = sums;'],
    ['a text', "const a = '[--tier simple|complex]';"],
    ['a text that is split', "const a = 'simple complex'.split(' ');"],
    ['a text with commas', 'const a = `accepts simple, complex` + b;'],
    ['a regular expression', 'const a = /^(?:simple|complex)$/;'],
  ])('are found in %s', (_, source) => {
    expect(foundIn(source)).not.toEqual([]);
  });

  it.each([
    ['clocks', "type A = 'calendar' | 'net';"],
    ['measures', "const a = ['firstResponse', 'finalResolution'];"],
    ['measures', "const a = ['first_response_ms', 'final_resolution_ms'];"],
    ['measures', "const a = ['firstResponseMs', 'finalResolutionMs'];"],
    ['causes', "const a = ['team_working_ms', 'bot_ms'];"],
    ['dimensions', 'const a = { byTier: 1, byAgent: 2 };'],
    ['units', "type A = 'percent' | 'money' | 'months' | 'count';"],
    ['cohorts', "const a = '--cohort solved|opened';"],
    ['cadences', "const a = ['daily', 'weekly'];"],
  ])('are found each: %s', (kind, source) => {
    expect(foundIn(source).join()).toContain(kind);
  });

  it.each([
    ['a label', "const a = 'With us, at work';"],
    ['a label and its clock', "const a = ['Final solution, net', 1];"],
    ['a label set in', "const a = '  wall clock';"],
    ['a clock behind another word', "const a = 'Median, net';"],
  ])('have their words in the catalogue alone: %s', (_, source) => {
    expect(foundIn(source)).not.toEqual([]);
  });

  it.each([
    [
      'a table of values that the compiler holds complete',
      'const a = { simple: 1, complex: 2 } satisfies Record<Tier, number>;',
    ],
    [
      'the clocks, each by its own formula',
      'const a = { calendar, net: calendar - b, business: c } satisfies ByClock<number>;',
    ],
    ['one name', "const a = ['simple', 'easy'];"],
    ['names of two kinds', "const a = ['net', 'simple'];"],
    ['reading some', 'const { net, calendar } = group.finalResolution;'],
    ['a sentence', "const a = 'Simple and complex work apart, by the net time or the wall clock.';"],
  ])('may stand in %s', (_, source) => {
    expect(foundIn(source)).toEqual([]);
  });

  it('are looked for in the homes of others too', () => {
    const tiers = "const a = ['simple', 'complex'];";
    const cadences = "const a = ['daily', 'weekly'];";

    expect([foundIn(tiers, 'src/model/catalogue.ts'), foundIn(cadences, 'src/model/window.ts')]).toEqual([[], []]);
    expect(foundIn(tiers, 'src/model/window.ts')).toEqual(['tiers: simple, complex']);
    expect(foundIn(cadences, 'src/model/catalogue.ts')).toEqual(['cadences: daily, weekly']);
  });
});

it('states the length of a day and an hour in model/time.ts alone', () => {
  const length = /(?<![\w.])(?:86_?400(?:_?000)?|3_?600_?000|1_?440|24 \* 60|60 \* 60)(?![\w.])/;
  const stating = files.filter(
    (file) => file !== 'src/model/time.ts' && length.test(readFileSync(resolve(ROOT, file), 'utf8')),
  );

  expect(stating).toEqual([]);
});
