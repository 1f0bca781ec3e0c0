/** The other side's clock, as its answers tell it. */
export interface VendorClock {
  /** Takes note of an answer and of when it was asked for and came, epoch ms of this machine. */
  readonly note: (headers: Headers, askedAt: number, answeredAt: number) => void;
  /** The latest instant that an answer has shown, epoch ms; undefined before any told one. */
  readonly shown: () => number | undefined;
}

/** Clocks further apart than this are told to a person. */
const MOST_SKEW_MS = 30_000;

/** An HTTP date has whole seconds. */
const SECOND_MS = 1000;

/**
 * Follows the `Date` of answers (RFC 9110, 6.6.1). `onSkew` hears once how far this machine is ahead (positive) or
 * behind, in ms, when it is more than thirty seconds beyond what the way there and back explains.
 */
export function createVendorClock(onSkew: (aheadMs: number) => void): VendorClock {
  let latest: number | undefined;
  let told = false;
  return {
    note(headers, askedAt, answeredAt) {
      const at = dateOf(headers);
      if (at === undefined) return;
      latest = Math.max(latest ?? at, at);
      // What a cache kept was true when it was made; its age says how long ago that is.
      const now = at + ageOf(headers);
      const ahead = askedAt > now + SECOND_MS ? askedAt - now : answeredAt < now ? answeredAt - now : 0;
      if (told || Math.abs(ahead) <= MOST_SKEW_MS) return;
      told = true;
      onSkew(ahead);
    },
    shown: () => latest,
  };
}

function dateOf(headers: Headers): number | undefined {
  const text = headers.get('date');
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function ageOf(headers: Headers): number {
  const age = headers.get('age');
  return age !== null && /^\d+$/.test(age.trim()) ? Number(age) * 1000 : 0;
}
