import type { Cells } from './cells.ts';
import type { Happening } from './timeline.ts';

/** Columns by which a ticket list tells where a ticket's time went. */
export const WAIT_COLUMNS = [
  'time_with_team',
  'time_with_customer',
  'time_with_third_party',
  'time_customer_waited',
] as const;

/** How long each of two others held a ticket; the team held it for the rest. */
export interface StatedWaits {
  readonly customerMs: number;
  readonly thirdPartyMs: number;
}

/** Figures rounded to a hundredth of an hour, and not all to the same side, differ by so much. */
const ROUNDING_MS = 120_000;
const ROUNDING_SHARE = 0.01;

/**
 * Where the time of a solved ticket went, by the lengths of time of its own row: undefined where they do not tell it,
 * 'contradiction' where they cannot all be right. `livedMs` is from the opening to the solution.
 */
export function statedWaits(cells: Cells, livedMs: number): StatedWaits | 'contradiction' | undefined {
  const [team, customer, thirdParty, waited] = WAIT_COLUMNS.map((column) => cells.duration(column));
  const tolerance = Math.max(ROUNDING_MS, livedMs * ROUNDING_SHARE);
  const known = [team, customer, thirdParty, waited].filter((length) => length !== undefined);
  if (known.length === 0) return undefined;
  if (known.some((length) => length < 0 || length > livedMs + tolerance)) return 'contradiction';
  const third = thirdParty ?? 0;
  let withCustomer = customer;
  if (withCustomer === undefined) {
    // Who waited for us and for a third party did so in all the time that was not their own.
    if (waited !== undefined) withCustomer = livedMs - waited;
    else if (team !== undefined && thirdParty !== undefined) withCustomer = livedMs - team - third;
    else return undefined;
  }
  if (waited !== undefined && third > waited + tolerance) return 'contradiction';
  if (withCustomer < -tolerance || withCustomer + third > livedMs + tolerance) return 'contradiction';
  const customerMs = Math.min(livedMs, Math.max(0, Math.round(withCustomer)));
  return { customerMs, thirdPartyMs: Math.min(livedMs - customerMs, Math.round(third)) };
}

/**
 * The statuses that would have led to such waits. When within the life of the ticket they were is not known, so that
 * they are estimated: at its end, the customer's last.
 */
export function waitEvents(
  { customerMs, thirdPartyMs }: StatedWaits,
  solvedAt: number,
): readonly { readonly at: number; readonly what: Happening }[] {
  const status = (word: string): Happening => ({ kind: 'status', word, original: word, estimated: true });
  const customerAt = solvedAt - customerMs;
  return [
    ...(thirdPartyMs > 0 ? [{ at: customerAt - thirdPartyMs, what: status('waiting_third_party') }] : []),
    ...(customerMs > 0 ? [{ at: customerAt, what: status('waiting_customer') }] : []),
  ];
}
