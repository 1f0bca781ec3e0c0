import { durationWithin, intervalsOf, type TimeSet } from '../clock/intervals.ts';
import type { Sides } from '../clock/sides.ts';
import type { Cause } from '../model/catalogue.ts';
import type { Holder, Stint } from '../model/measurement.ts';

/** A stretch of time with one cause, [from, to) in epoch ms. */
export interface CauseSpan {
  readonly cause: Cause;
  readonly from: number;
  readonly to: number;
}

/** What of a stint its causes are told from. */
export type SpannedStint = Pick<Stint, 'fromAt' | 'holder' | 'teamSide' | 'customerSide'>;

/** The one cause of time that neither side held. */
export const ALONE: Readonly<Record<Exclude<Holder, 'team' | 'customer'>, Cause>> = {
  third_party: 'third_party_wait',
  bot: 'bot',
  nobody: 'solved_gap',
};

/**
 * The causes of a stint up to an instant, in order and without a gap, each with the instants at which it began and ended:
 * the same sets of working time that its sums are counted by, so that they add up to the ms. Throws an Error for a stint
 * whose calendars cannot be read.
 */
export function causeSpans(stint: SpannedStint, to: number, sides: Sides): readonly CauseSpan[] {
  const { fromAt, holder } = stint;
  if (to <= fromAt) return [];
  if (holder !== 'team' && holder !== 'customer') return [{ cause: ALONE[holder], from: fromAt, to }];
  const [team, customer] = [sides.sideOfKey(stint.teamSide), sides.sideOfKey(stint.customerSide)];
  const spans: CauseSpan[] = [];
  for (let start = fromAt; start < to; ) {
    const presence = sides.presenceAt(team, customer, start);
    const finish = Math.min(to, presence.to);
    const pieces =
      holder === 'team'
        ? piecesOf(presence.team, presence.teamZoneWait, start, finish)
        : piecesOf(presence.customer, presence.customerZoneWait, start, finish);
    for (const { from, to: end, kind } of pieces) {
      const cause = CAUSES[holder][kind];
      const last = spans.at(-1);
      if (last?.cause === cause && last.to === from) spans[spans.length - 1] = { ...last, to: end };
      else spans.push({ cause, from, to: end });
    }
    start = finish;
  }
  return spans;
}

type Kind = 'atWork' | 'zones' | 'closed';

const CAUSES: Readonly<Record<'team' | 'customer', Readonly<Record<Kind, Cause>>>> = {
  team: { atWork: 'team_working', zones: 'team_time_zone_wait', closed: 'team_off_hours' },
  customer: { atWork: 'customer_wait', zones: 'customer_time_zone_wait', closed: 'customer_off_hours' },
};

/** [from, to) cut wherever one of the two sets begins or ends; both cover it. */
function piecesOf(worked: TimeSet, waited: TimeSet, from: number, to: number) {
  const cuts = [...intervalsOf(worked), ...intervalsOf(waited)].filter((at) => at > from && at < to);
  const bounds = [from, ...new Set(cuts.sort((a, b) => a - b)), to];
  return bounds.slice(1).map((end, index): { readonly from: number; readonly to: number; readonly kind: Kind } => {
    const start = bounds[index]!;
    const kind =
      durationWithin(worked, start, end) > 0 ? 'atWork' : durationWithin(waited, start, end) > 0 ? 'zones' : 'closed';
    return { from: start, to: end, kind };
  });
}
