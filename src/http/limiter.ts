/** What an answer says of the vendor's limit. */
export interface LimitNews {
  /** Requests allowed a window. */
  readonly limit?: number | undefined;
  /** Requests left in the current window. */
  readonly remaining?: number | undefined;
  /** When the current window ends, in epoch ms of our clock. */
  readonly resetAt?: number | undefined;
}

/** A vendor's published limit and how its answers tell it. */
export interface LimitRule {
  /** Requests allowed a window, until an answer says otherwise. */
  readonly requests: number;
  readonly windowMs: number;
  /** True: the window is fixed, and the whole quota is back at `resetAt`. False: it slides. */
  readonly fixedWindow?: boolean;
  readonly read?: (headers: Headers, now: number) => LimitNews | undefined;
}
