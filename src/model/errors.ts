import { distance } from 'fastest-levenshtein';

/** A person must edit something (settings, a token, a file's place): never retried, stops that source only. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly kind = 'settings';
  /** Every problem found, one sentence each; all at once, so that nobody mends them one by one. */
  readonly problems: readonly string[];
  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('\n'), options);
    this.problems = list;
  }
}

/** Their side or the network failed and may work later (429, 5xx, a cut line). */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  readonly kind = 'retryable';
  /** How long the other side asked us to wait, if it did. */
  readonly retryAfterMs: number | undefined;
  constructor(message: string, options?: ErrorOptions & { readonly retryAfterMs?: number | undefined }) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** They answered, and we cannot read it: never retried, names the place. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly kind = 'data';
}

/** A failure that was foreseen; its `kind` says what is to be done: edit settings, try again later, or look into the data. */
export type Foreseen = ConfigError | RetryableError | DataError;

/** Whether a failure was foreseen, so that its message is for people and its stack for nobody. */
export function isForeseen(error: unknown): error is Foreseen {
  return error instanceof ConfigError || error instanceof RetryableError || error instanceof DataError;
}

/** Shorter ones would be found in any text; no token or password that is worth hiding is so short. */
const SHORTEST = 4;

/**
 * Makes what cuts these secrets out of texts, wherever they stand in them: as they are, as they stand in a URL, and as
 * they stand in JSON.
 */
export function hideSecrets(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  // A secret that holds another one goes first, or its rest would stay.
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const form of longestFirst) clean = clean.replaceAll(form, '[secret]');
    return clean;
  };
}

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
