/** A person must edit something (settings, a token, a file's place): never retried, stops that source only. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
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
}
