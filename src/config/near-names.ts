import { distance } from 'fastest-levenshtein';

/** What people write in front of a variable of a product they know by name. */
const PRODUCT = /^FAIRCLOCK_/i;

/**
 * The variable that a misspelt name was surely meant to be: the same but for small and large letters, underscores, the
 * order of its words, the product's name before it, or a slip or two within words. Two words that are whole words of
 * their own (SMTP_PORT, HTTP_PORT) are no slips of each other: short words bear fewer slips than long ones.
 *
 * @example nearName('DATABSE_URL', ['DATABASE_URL', 'REDIS_URL']) // => 'DATABASE_URL'
 * @example nearName('SMTP_PORT', ['HTTP_PORT']) // => undefined
 */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  const written = name.toUpperCase().replace(PRODUCT, '').replaceAll(/[-.]/g, '_');
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const slips = slipsBetween(written, candidate.toUpperCase());
    if (slips !== undefined && slips < fewest) [best, fewest] = [candidate, slips];
  }
  return best;
}

/**
 * Variables that a name may stand for when it is no slip of any: they share a word with it beyond `prefix`, one of
 * which is a part of the other's (ZENDESK_API_TOKEN, ZENDESK_TOKEN; ZENDESK_DOMAIN, ZENDESK_SUBDOMAIN).
 */
export function likelyNames(name: string, known: Iterable<string>, prefix: string): readonly string[] {
  const words = wordsOf(name.slice(prefix.length));
  const alike = (a: string, b: string): boolean => slips(a, b) !== undefined || longPart(a, b) || longPart(b, a);
  return [...known].filter((candidate) =>
    wordsOf(candidate.slice(prefix.length)).every((word) => words.some((own) => alike(own, word))),
  );
}

function longPart(part: string, whole: string): boolean {
  return part.length >= 4 && whole.includes(part);
}

function wordsOf(name: string): string[] {
  return name
    .toUpperCase()
    .split('_')
    .filter((word) => word !== '');
}

/** Slips by which one name becomes the other; undefined when they are two names. */
function slipsBetween(name: string, candidate: string): number | undefined {
  const [own, theirs] = [wordsOf(name), wordsOf(candidate)];
  if (own.length === theirs.length) {
    const inOrder = slipsOfWords(own, theirs);
    if (inOrder !== undefined) return inOrder;
    const another = slipsOfWords(own.toSorted(), theirs.toSorted());
    return another === 0 ? 1 : undefined;
  }
  const [joined, expected] = [own.join(''), theirs.join('')];
  // A number at the end tells one of several, on purpose.
  if (/\d$/.test(joined) && !/\d$/.test(expected)) return undefined;
  const found = edits(joined, expected);
  return expected.length > 5 && found <= (expected.length < 12 ? 1 : 2) ? found + 0.5 : undefined;
}

function slipsOfWords(own: readonly string[], theirs: readonly string[]): number | undefined {
  let sum = 0;
  for (const [index, word] of theirs.entries()) {
    const found = slips(own[index]!, word);
    if (found === undefined) return undefined;
    sum += found;
  }
  return sum <= 3 ? sum : undefined;
}

/** Slips within one word; undefined when there are more than a word of this length bears. */
function slips(word: string, meant: string): number | undefined {
  const longer = Math.max(word.length, meant.length);
  const bears = longer <= 2 ? 0 : longer <= 5 ? 1 : longer <= 9 ? 2 : 3;
  const found = edits(word, meant);
  return found <= bears ? found : undefined;
}

/** Letters put in, left out or changed; two neighbours that changed places are one slip. */
function edits(a: string, b: string): number {
  const found = distance(a, b);
  return found === 2 && areNeighboursSwapped(a, b) ? 1 : found;
}

function areNeighboursSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const first = [...a].findIndex((letter, index) => letter !== b[index]);
  return a[first] === b[first + 1] && a[first + 1] === b[first] && a.slice(first + 2) === b.slice(first + 2);
}
