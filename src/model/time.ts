import { z } from 'zod';

/** A moment as whole milliseconds since 1970-01-01T00:00:00Z; the year lies between 1970 and 2199. */
export const Instant = z
  .int()
  .min(0)
  .lt(Date.UTC(2200, 0, 1));
export type Instant = z.infer<typeof Instant>;

/** ISO 8601 in UTC with milliseconds, as every JSON of the product writes moments; null stays null. */
export function toIso(at: Instant): string;
export function toIso(at: Instant | null | undefined): string | null;
export function toIso(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
