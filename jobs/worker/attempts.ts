/** Counts wrong guesses at secrets. */
export interface Attempts {
  /** Whether this address has guessed wrong too often of late: it is not even looked at what it says. */
  readonly areUsedUp: (address: string) => boolean;
  readonly failed: (address: string) => void;
}

/** Wrong guesses an address has in a window of time. */
const MOST = 10;
const WINDOW_MS = 60_000;
/** Addresses remembered at once; the oldest is forgotten first. */
const MOST_ADDRESSES = 10_000;

/** Limits guessing to a few a minute, each address for itself: far too few to find a token, enough to mistype one. */
export function createAttempts(now: () => number): Attempts {
  const counts = new Map<string, { readonly since: number; n: number }>();
  const current = (address: string) => {
    const found = counts.get(address);
    return found !== undefined && now() - found.since < WINDOW_MS ? found : undefined;
  };
  return {
    areUsedUp: (address) => (current(address)?.n ?? 0) >= MOST,
    failed(address) {
      const known = current(address);
      if (known) {
        known.n += 1;
        return;
      }
      counts.delete(address);
      counts.set(address, { since: now(), n: 1 });
      for (const oldest of counts.keys()) {
        if (counts.size <= MOST_ADDRESSES) break;
        counts.delete(oldest);
      }
    },
  };
}
