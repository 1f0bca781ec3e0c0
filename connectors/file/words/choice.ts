import { isForm, isUsual, type Lexicon } from './languages.ts';

/** A word that two languages read differently, with one language for each reading. */
export interface Undecided<Meaning> {
  readonly word: string;
  readonly readings: readonly { readonly language: string; readonly meaning: Meaning }[];
}

/** What the words of one column mean, told by all of them together. */
export interface WordChoice<Meaning> {
  /** Before `settle` whether and how a word can be read at all, and after it what it means. */
  readonly meaning: (word: string) => Meaning | undefined;
  /** To be called when all words of the column were asked for once; gives a word that stays undecided. */
  readonly settle: () => Undecided<Meaning> | undefined;
}

/**
 * Chooses the language of a column: the one that is named; else English, if it knows all the words; else whatever
 * languages know all of them, if they agree on each. A column of several languages is read word by word, as long as
 * all languages that know a word agree on it.
 */
export function createWordChoice<Meaning>(
  lexicon: Lexicon<Meaning>,
  english: ReadonlyMap<string, Meaning>,
  language: string | undefined,
): WordChoice<Meaning> {
  const isEnglish = language === undefined || isForm('en', language);
  let seen = new Map<string, ReadonlyMap<string, Meaning> | undefined>();
  let decided: ReadonlyMap<string, Meaning> | undefined;

  function known(word: string): ReadonlyMap<string, Meaning> {
    const all = lexicon.meanings(word);
    if (language === undefined) return all;
    return new Map([...all].filter(([each]) => isForm(each, language)));
  }

  function first(word: string): Meaning | undefined {
    if (isEnglish && english.has(word)) {
      if (!seen.has(word)) seen.set(word, undefined);
      return english.get(word);
    }
    let meanings = seen.get(word);
    if (!meanings) {
      meanings = known(word);
      seen.set(word, meanings);
    }
    return meanings.values().next().value;
  }

  return {
    meaning(text) {
      const word = text.toLowerCase();
      return decided ? decided.get(word) : first(word);
    },
    settle() {
      const words = [...seen.keys()].filter((word) => first(word) !== undefined);
      if (isEnglish && words.every((word) => english.has(word))) {
        decided = new Map(words.map((word) => [word, english.get(word)!]));
        return undefined;
      }
      const meanings = new Map(words.map((word) => [word, seen.get(word) ?? known(word)]));
      seen = new Map();
      const found = decide(meanings);
      if ('word' in found) return found;
      decided = found;
      return undefined;
    },
  };
}

function decide<Meaning>(
  words: ReadonlyMap<string, ReadonlyMap<string, Meaning>>,
): ReadonlyMap<string, Meaning> | Undecided<Meaning> {
  const counts = new Map<string, number>();
  for (const meanings of words.values()) {
    for (const language of meanings.keys()) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const whole = new Set([...counts].filter(([, count]) => count === words.size).map(([language]) => language));
  const decided = new Map<string, Meaning>();
  for (const [word, meanings] of words) {
    const readers = [...meanings].filter(([language]) => whole.size === 0 || whole.has(language));
    const usual = readers.filter(([language]) => isUsual(language));
    const counted = usual.length > 0 ? usual : readers;
    const readings = [...new Map(counted.map(([language, meaning]) => [meaning, language]))];
    if (readings.length > 1) {
      return { word, readings: readings.map(([meaning, language]) => ({ language, meaning })) };
    }
    decided.set(word, readings[0]![0]);
  }
  return decided;
}
