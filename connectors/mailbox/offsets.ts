import { MS_PER_DAY } from '../../src/model/time.ts';
import type { Cursor } from './cursor.ts';
import type { OffsetSeen } from './zones.ts';

type Days = Cursor['offsets'][string];

/** Beyond so many the customers seen longest ago are forgotten: their zone stays as it was told. */
const MOST_CUSTOMERS = 20_000;
/** Of each offset the two latest days of a quarter of a year are kept, and of those so many. */
const DAYS_A_SEASON = 2;
const MOST_DAYS = 12;

/** Notes one day's offset of a customer; what is kept does not depend on the order in which days come. */
export function noteOffset(offsets: Cursor['offsets'], address: string, at: number, offset: number): void {
  const day = Math.floor(at / MS_PER_DAY);
  const kept: Days = [];
  const seen = new Map<string, number>();
  const all: Days = [...(offsets[address] ?? []), [day, offset]];
  const latestFirst = all.toSorted(([a, x], [b, y]) => b - a || x - y);
  for (const [when, minutes] of latestFirst) {
    if (kept.some(([other, same]) => other === when && same === minutes)) continue;
    const season = `${Math.floor(new Date(when * MS_PER_DAY).getUTCMonth() / 3)} ${minutes}`;
    const count = seen.get(season) ?? 0;
    if (count >= DAYS_A_SEASON || kept.length >= MOST_DAYS) continue;
    seen.set(season, count + 1);
    kept.push([when, minutes]);
  }
  delete offsets[address];
  offsets[address] = kept;
}

/** Forgets those who wrote longest ago, where there are too many. */
export function prune(offsets: Cursor['offsets']): void {
  const addresses = Object.keys(offsets);
  for (const address of addresses.slice(0, Math.max(0, addresses.length - MOST_CUSTOMERS))) delete offsets[address];
}

/** What was seen of a customer. */
export function offsetsOf(offsets: Cursor['offsets'], address: string): readonly OffsetSeen[] {
  return (offsets[address] ?? []).map(([day, offset]) => ({ at: (day + 0.5) * MS_PER_DAY, offset }));
}
