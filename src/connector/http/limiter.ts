/** What waiting needs of the world; passed in, so that tests own the time. */
export interface Effects {
  /** Now, in epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

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

/** A permission to send one request; `done` must be called once, with the answer's headers if there was one. */
export interface Slot {
  readonly waitedMs: number;
  readonly done: (headers: Headers | undefined) => void;
}

/** Holds requests of one account back so that its limit is kept, and no longer than that. */
export interface Limiter {
  /** Waits for a place, first come first served; rejects when the signal is aborted. */
  readonly acquire: (signal: AbortSignal) => Promise<Slot>;
  /** Lets nothing start before this instant: the vendor asked us to wait. */
  readonly pauseUntil: (at: number) => void;
}

/** Vendors tell resets in whole seconds, on a clock of their own. */
const RESET_MARGIN_MS = 1000;

/**
 * A sliding window over our own requests, corrected by what the vendor says. A request's place is free again
 * one window after its *end*: the vendor counted it between its start and its end, so that no window of the
 * vendor's, fixed or sliding, ever holds more than the limit. What others use of the same quota (told by
 * `remaining`) is held back until the vendor's reset.
 */
export function createLimiter(rule: LimitRule, effects: Effects): Limiter {
  let limit = rule.requests;
  /** When requests that ended give their place back, ascending. */
  const freedAt: number[] = [];
  let inFlight = 0;
  let pausedUntil = 0;
  let others = { used: 0, until: 0 };
  let sent = 0;
  let newestNews = 0;
  let wake: (() => void)[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  /** 0: go; a number of ms; or undefined: only an answer under way can tell. */
  function delay(now: number): number | undefined {
    if (now < pausedUntil) return pausedUntil - now;
    if (now >= others.until) others = { used: 0, until: 0 };
    while (freedAt.length > 0 && freedAt[0]! <= now) freedAt.shift();
    // At least one: a vendor that says "0 a window" must be asked again some day.
    if (freedAt.length + inFlight + others.used < Math.max(1, limit)) return 0;
    const next = Math.min(
      freedAt[0] ?? Number.POSITIVE_INFINITY,
      others.used > 0 ? others.until : Number.POSITIVE_INFINITY,
    );
    return Number.isFinite(next) ? next - now : undefined;
  }

  function learn(headers: Headers, order: number, now: number): void {
    const news = rule.read?.(headers, now);
    if (!news || order < newestNews) return;
    newestNews = order;
    if (news.limit !== undefined && news.limit > 0) limit = news.limit;
    const resetAt = news.resetAt;
    if (news.remaining !== undefined) {
      const ours = freedAt.length + inFlight;
      const used = Math.max(0, limit - news.remaining - ours);
      others = { used, until: resetAt === undefined ? now + rule.windowMs : resetAt + RESET_MARGIN_MS };
    }
    const backAt = (resetAt ?? 0) + RESET_MARGIN_MS;
    if (rule.fixedWindow && resetAt !== undefined && resetAt > now) {
      for (let last = freedAt.length - 1; last >= 0 && freedAt[last]! > backAt; last -= 1) freedAt[last] = backAt;
    }
  }

  function place(waitedMs: number): Slot {
    inFlight += 1;
    sent += 1;
    const order = sent;
    return {
      waitedMs,
      done(headers) {
        const now = effects.now();
        inFlight -= 1;
        freedAt.push(now + rule.windowMs);
        if (headers) learn(headers, order, now);
        const waiting = wake;
        wake = [];
        for (const resolve of waiting) resolve();
      },
    };
  }

  /** Resolves when a request under way ends, or this run does. */
  function nextAnswer(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        signal.removeEventListener('abort', go);
        resolve();
      };
      wake.push(go);
      signal.addEventListener('abort', go, { once: true });
    });
  }

  async function wait(signal: AbortSignal): Promise<Slot> {
    const startedAt = effects.now();
    for (;;) {
      signal.throwIfAborted();
      const ms = delay(effects.now());
      if (ms === 0) return place(effects.now() - startedAt);
      if (ms !== undefined) await effects.sleep(ms, signal);
      else await nextAnswer(signal);
    }
  }

  return {
    acquire(signal) {
      const turn = queue.then(() => wait(signal));
      queue = turn.catch(() => undefined);
      return turn;
    },
    pauseUntil(at) {
      pausedUntil = Math.max(pausedUntil, at);
    },
  };
}

/** The limiters of all accounts of this process; made once and handed to every run, so that runs share them. */
export interface Limiters {
  /** The one limiter of this key; the rule counts when it is made. */
  readonly of: (key: string, rule: LimitRule) => Limiter;
}

/** An empty register of limiters. */
export function createLimiters(effects: Effects): Limiters {
  const known = new Map<string, Limiter>();
  return {
    of(key, rule) {
      const limiter = known.get(key) ?? createLimiter(rule, effects);
      known.set(key, limiter);
      return limiter;
    },
  };
}
