import { createWordChoice, type WordChoice } from './words/choice.ts';
import { createDateWords, type DateWords, ENGLISH_MONTHS } from './words/dates.ts';

/** What the words of a time mean: of months as its whole column decides, of others in any language. */
export interface TimeWords extends Pick<DateWords, 'weekdays' | 'halves'> {
  readonly months: WordChoice<number>;
  /** Day 0 of the serial numbers of the file's workbook, epoch ms. */
  readonly excelEpoch?: number | undefined;
}

/** The words of one column of times. */
export function createTimeWords(
  { months, weekdays, halves }: DateWords = createDateWords(),
  language?: string,
  excelEpoch?: number,
): TimeWords {
  return { months: createWordChoice(months, ENGLISH_MONTHS, language), weekdays, halves, excelEpoch };
}
