import type { ZoneLookup } from '../../src/clock/zone.ts';
import { createDurationColumn, type DurationColumn, type Unit } from './durations.ts';
import { type LocalTime, localTimeOf } from './instants.ts';
import { createNumerals, type DecimalSign, type NumberColumn } from './numbers.ts';
import { createTimeColumn, type TimeColumn } from './time-column.ts';
import { compileFormat, type TimeFormat } from './time-format.ts';
import { createTimeWords } from './time-words.ts';
import { createWordChoice } from './words/choice.ts';
import { ENGLISH_UNITS } from './words/units.ts';
import type { Words } from './words/words.ts';

/** What can be said of a file's columns when all its rows were noted: why it cannot be read, and what else to know. */
export interface Verdict {
  readonly problems: readonly string[];
  readonly notices: readonly string[];
}

/** The readers of the columns of one file: each sees all cells of its column before it reads one. */
export interface Readers {
  readonly number: (place: string, decimal: DecimalSign | undefined) => NumberColumn;
  readonly duration: (
    place: string,
    told: {
      readonly unit: Unit | undefined;
      readonly isImplied?: boolean;
      readonly decimal: DecimalSign | undefined;
      readonly language: string | undefined;
    },
  ) => DurationColumn;
  readonly time: (
    place: string,
    told: {
      readonly formats: readonly string[];
      readonly language: string | undefined;
      readonly hasZone: boolean;
      /** Formats that the file's format itself writes, tried last. */
      readonly also?: readonly string[];
      readonly excelEpoch?: number | undefined;
    },
  ) => TimeColumn;
  /** How wall-clock times of a zone become instants; undefined for a zone that nobody knows. */
  readonly zone: (name: string) => LocalTime | undefined;
  readonly settle: () => Verdict;
  /** To be called when all records are made. */
  readonly finish: (file: string) => readonly string[];
}

/** Makes the readers of one file. `hint` says what setting tells the decimal sign. */
export function createReaders(zones: ZoneLookup, words: Words, hint: string): Readers {
  const numerals = createNumerals(hint);
  const times: TimeColumn[] = [];
  const durations: DurationColumn[] = [];
  const locals = new Map<string, LocalTime | undefined>();
  return {
    number: numerals.column,
    duration(place, { decimal, language, ...told }) {
      const units = createWordChoice(words.units, ENGLISH_UNITS, language);
      const column = createDurationColumn({ place, ...told, numbers: numerals.column(place, decimal), units });
      durations.push(column);
      return column;
    },
    time(place, { formats, language, hasZone, also = [], excelEpoch }) {
      const timeWords = createTimeWords(words.dates, language, excelEpoch);
      const compiled = [...new Set([...formats, ...also])]
        .map((format) => compileFormat(format, timeWords))
        .filter((format): format is TimeFormat => 'parse' in format);
      const column = createTimeColumn({ place, formats: compiled, words: timeWords, hasZone });
      times.push(column);
      return column;
    },
    zone(name) {
      if (!locals.has(name)) locals.set(name, localTimeOf(name, zones));
      return locals.get(name);
    },
    settle() {
      const verdicts = [
        numerals.settle(),
        ...times.map((time) => time.settle()),
        ...durations.map((each) => each.settle()),
      ];
      return {
        problems: verdicts.flatMap(({ problems }) => problems),
        notices: verdicts.flatMap(({ notices }) => notices),
      };
    },
    finish(file) {
      const twice = times.reduce((sum, time) => sum + time.twice(), 0);
      const notices = durations.flatMap((duration) => duration.finish());
      if (twice > 0) {
        notices.push(
          `${file}: ${twice} times stand in an hour that the clocks repeat; each was taken as its first occurrence`,
        );
      }
      return notices;
    },
  };
}
