import { distance } from 'fastest-levenshtein';

/**
 * The candidate a misspelt word was probably meant to be, for "did you mean" in messages: the one with the smallest
 * edit distance, if at most a third of the word (at least 2 letters) is off. Letter case does not count.
 *
 * @example nearest('TEAM_HOUR', ['TEAM_HOURS', 'TIER_TAGS']) // => 'TEAM_HOURS'
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}
