import { createLexicon, type Lexicon, languages, plainWord } from './languages.ts';

/** The words of dates in all languages that are known here. */
export interface DateWords {
  /** Months from 1 to 12. */
  readonly months: Lexicon<number>;
  /** Days of the week, Sunday is 0; a word may be another day in another language. */
  readonly weekdays: Lexicon<number>;
  readonly halves: Lexicon<'am' | 'pm'>;
}

/** The names of the months that English exports use, in lower case and without dots. */
export const ENGLISH_MONTHS: ReadonlyMap<string, number> = new Map(
  'january february march april may june july august september october november december'
    .split(' ')
    .flatMap((name, index): [string, number][] => [
      [name, index + 1],
      [name.slice(0, 3), index + 1],
    ]),
).set('sept', 9);

/** Abbreviations of spreadsheets that CLDR does not have. */
const OTHER_MONTHS: readonly (readonly [string, string, number])[] = [
  ['de', 'mrz', 3],
  ['de-AT', 'jän', 1],
  ['de-AT', 'feb', 2],
  ['nl', 'maa', 3],
  ['sv', 'maj', 5],
  ['pl', 'wrz', 9],
];

/** Makes the words of dates; they are worked out when the first one is asked for that is not English. */
export function createDateWords(): DateWords {
  return {
    months: createLexicon(fillMonths),
    weekdays: createLexicon(fillWeekdays),
    halves: createLexicon(fillHalves),
  };
}

const GREGORIAN = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' } as const;

type Add<Meaning> = (language: string, word: string, meaning: Meaning) => void;

function fillMonths(add: Add<number>): void {
  for (const language of languages()) {
    for (const month of ['short', 'long'] as const) {
      // Where months are counted, the sign behind the number is no part of the month.
      const alone = new Intl.DateTimeFormat(language, { ...GREGORIAN, month });
      for (let index = 0; index < 12; index += 1) add(language, alone.format(Date.UTC(2026, index, 15)), index + 1);
      for (const beside of [{ day: 'numeric' }, { day: 'numeric', year: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(language, { ...GREGORIAN, ...beside, month });
        for (let index = 0; index < 12; index += 1) {
          const word = partOf(format, Date.UTC(2026, index, 15), 'month');
          add(language, word, index + 1);
          // Spanish, Catalan and others join the month by a word: "5 de octubre".
          add(language, word.replace(/^(de |d’|da )/, ''), index + 1);
        }
      }
    }
  }
  for (const [language, word, month] of OTHER_MONTHS) add(language, word, month);
}

function fillWeekdays(add: Add<number>): void {
  for (const language of languages()) {
    for (const weekday of ['short', 'long'] as const) {
      for (const beside of [{}, { day: 'numeric', month: 'long' }] as const) {
        const format = new Intl.DateTimeFormat(language, { ...GREGORIAN, ...beside, weekday });
        for (let day = 0; day < 7; day += 1) add(language, partOf(format, Date.UTC(2026, 0, 4 + day), 'weekday'), day);
      }
    }
  }
}

function fillHalves(add: Add<'am' | 'pm'>): void {
  for (const language of languages()) {
    const format = new Intl.DateTimeFormat(language, {
      ...GREGORIAN,
      hour: 'numeric',
      minute: '2-digit',
      hour12: true,
    });
    for (let hour = 0; hour < 24; hour += 1) {
      const word = partOf(format, Date.UTC(2026, 0, 1, hour), 'dayPeriod');
      add(language, word.replaceAll(/[\s.]/g, ''), hour < 12 ? 'am' : 'pm');
    }
  }
}

function partOf(format: Intl.DateTimeFormat, at: number, type: Intl.DateTimeFormatPartTypes): string {
  return plainWord(format.formatToParts(at).find((part) => part.type === type)?.value ?? '');
}
