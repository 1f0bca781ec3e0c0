/** Gives the value a word stands for: null for "no value", undefined for a word that is not in the map. */
export type ValueMap = (word: string) => string | null | undefined;

/**
 * Compiles a map of values. A key is an exact word, a beginning (`Awaiting*`; `*` alone is everything) or a pattern
 * between slashes (`/wait.*vendor/`); letter case never counts. Exact words win, then beginnings and patterns in the
 * order in which they stand. Throws a SyntaxError for a pattern that is no regular expression.
 */
export function compileValueMap(values: Readonly<Record<string, string | null>>): ValueMap {
  const exact = new Map<string, string | null>();
  const tests: { readonly fits: (word: string) => boolean; readonly value: string | null }[] = [];
  for (const [key, value] of Object.entries(values)) {
    if (key.length > 2 && key.startsWith('/') && key.endsWith('/')) {
      const pattern = new RegExp(key.slice(1, -1), 'iu');
      tests.push({ fits: (word) => pattern.test(word), value });
    } else if (key.endsWith('*')) {
      const start = key.slice(0, -1).toLowerCase();
      tests.push({ fits: (word) => word.toLowerCase().startsWith(start), value });
    } else {
      exact.set(key.trim().toLowerCase(), value);
    }
  }
  return (word) => {
    const found = exact.get(word.toLowerCase());
    if (found !== undefined) return found;
    return tests.find(({ fits }) => fits(word))?.value;
  };
}
