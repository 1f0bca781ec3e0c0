import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../../src/model/time.ts';
import { createLexicon, type Lexicon, languages } from './languages.ts';

/** A unit of time by its length in ms; `null` for one whose length is not fixed (months, years). */
export type UnitLength = number | null;

const LENGTHS = {
  millisecond: 1,
  second: 1000,
  minute: MS_PER_MINUTE,
  hour: MS_PER_HOUR,
  day: MS_PER_DAY,
  week: 604_800_000,
  month: null,
  year: null,
} as const satisfies Record<string, UnitLength>;

/** The words of units that English exports use. */
export const ENGLISH_UNITS: ReadonlyMap<string, UnitLength> = new Map(
  Object.entries({
    millisecond: 'ms msec msecs millisecond milliseconds',
    second: 's sec secs second seconds',
    minute: 'm min mins minute minutes',
    hour: 'h hr hrs hour hours',
    day: 'd day days',
    week: 'w wk wks week weeks',
    month: 'mo mos mth mths month months',
    year: 'y yr yrs year years',
  }).flatMap(([unit, words]) =>
    words.split(' ').map((word): [string, UnitLength] => [word, LENGTHS[unit as keyof typeof LENGTHS]]),
  ),
);

/** Counts that between them take every plural form of most languages. */
const COUNTS = [1, 2, 3, 5, 11, 1.5];

/** The words of units in all languages that are known here, written out or abbreviated. */
export function createUnitWords(): Lexicon<UnitLength> {
  return createLexicon((add) => {
    for (const language of languages()) {
      for (const [unit, length] of Object.entries(LENGTHS)) {
        for (const unitDisplay of ['long', 'short'] as const) {
          const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, numberingSystem: 'latn' });
          for (const count of COUNTS) {
            const word = format
              .formatToParts(count)
              .filter(({ type }) => type === 'unit')
              .map(({ value }) => value)
              .join(' ');
            add(language, word, length);
          }
        }
      }
    }
  });
}
