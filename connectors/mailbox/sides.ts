import type { Settings } from './env.ts';

/** Who is ours, who is nobody in particular, and what is a machine. */
export interface Ours {
  /** An address of ours, by itself or by its domain. */
  readonly isOurs: (address: string) => boolean;
  /** Several people write from it. */
  readonly isShared: (address: string) => boolean;
  readonly isBot: (address: string) => boolean;
  /** A domain of ours or below one of ours; the domains of single addresses are not. */
  readonly isOurDomain: (domain: string) => boolean;
}

/** `Anna+vip@Example.com` → `anna@example.com`. */
function withoutTag(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/\+[^@]*@/, '@');
}

/** Reads OUR_ADDRESSES, SHARED_ADDRESSES and BOTS; the login is ours and shared. */
export function oursOf(settings: Pick<Settings, 'USER' | 'OUR_ADDRESSES' | 'SHARED_ADDRESSES' | 'BOTS'>): Ours {
  const entries = settings.OUR_ADDRESSES.map((entry) => entry.toLowerCase());
  const domains = new Set(
    entries.filter((entry) => entry.lastIndexOf('@') <= 0).map((entry) => entry.replace('@', '')),
  );
  const addresses = new Set([...entries.filter((entry) => entry.lastIndexOf('@') > 0), settings.USER].map(withoutTag));
  const shared = new Set((settings.SHARED_ADDRESSES ?? [settings.USER]).map(withoutTag));
  const bots = new Set(settings.BOTS.map(withoutTag));
  return {
    isOurs(address) {
      const plain = withoutTag(address);
      return addresses.has(plain) || shared.has(plain) || domains.has(plain.slice(plain.lastIndexOf('@') + 1));
    },
    isShared: (address) => shared.has(withoutTag(address)),
    isBot: (address) => bots.has(withoutTag(address)),
    isOurDomain: (domain) => [...domains].some((ours) => domain === ours || domain.endsWith(`.${ours}`)),
  };
}
