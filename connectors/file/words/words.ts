import { createDateWords, type DateWords } from './dates.ts';
import type { Lexicon } from './languages.ts';
import { createUnitWords, type UnitLength } from './units.ts';

/** The words that cells may hold, in all languages. Each list is worked out when first needed, so make one for many files. */
export interface Words {
  readonly dates: DateWords;
  readonly units: Lexicon<UnitLength>;
}

/** Makes the words. */
export function createWords(): Words {
  return { dates: createDateWords(), units: createUnitWords() };
}
