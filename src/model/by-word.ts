/**
 * Values under texts from outside (a status, a reason), as JSON has them: an object that inherits nothing, so that no
 * text finds anything there (`constructor`) or changes other objects (`__proto__`). The last value of a text holds.
 */
export function byWord<T>(pairs: Iterable<readonly [word: string, value: T]>): Readonly<Record<string, T>> {
  const values: Record<string, T> = Object.create(null);
  for (const [word, value] of pairs) values[word] = value;
  return values;
}

/** How often each text comes, in the order in which they first come. */
export function countWords(words: Iterable<string>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return byWord(counts);
}
