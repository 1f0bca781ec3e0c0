import type { WindowGroups } from './changes.ts';
import { formatDuration } from './duration.ts';
import type { Change, Group, Report } from './report.ts';

const MEASURES = [
  { field: 'medianSeconds', word: 'median' },
  { field: 'meanSeconds', word: 'mean' },
] as const;

/**
 * Says where the overall net resolution time moved one way and a tier the other (Simpson's paradox): the overall
 * figure then tells more of the mix of work than of its pace. One entry a measure and direction, with the exact figures and
 * whether the tier's change is beyond chance.
 */
export function findMasking(
  current: WindowGroups,
  previous: WindowGroups,
  changes: readonly Change[],
): Report['masking'] {
  const found: Report['masking'] = [];
  for (const { field, word } of MEASURES) {
    const path = `finalResolution.net.${field}`;
    const overall = changes.find((change) => change.figure === `overall.${path}`);
    if (!overall?.difference) continue;
    const improved = overall.difference < 0;
    const against = current.byTier.flatMap((tier) => {
      const change = changes.find((each) => each.figure === `byTier.${tier.key}.${path}`);
      const opposite = change?.difference && change.difference < 0 !== improved;
      return change && opposite ? [{ tier, change }] : [];
    });
    if (against.length === 0) continue;
    const tiers = against.map(({ tier, change }) => {
      const before = previous.byTier.find((group) => group.key === tier.key);
      return `${tier.label} tickets ${improved ? 'got slower' : 'got faster'} (${span(change)}, ${share(previous, before)} → ${share(current, tier)} of the tickets${change.significant ? '' : '; may be chance'})`;
    });
    found.push({
      kind: improved ? 'overall_improved_tier_worse' : 'overall_worse_tier_improved',
      tiers: against.map(({ tier }) => tier.key),
      sentence: `The overall ${word} net resolution time ${improved ? 'fell' : 'rose'} (${span(overall)}), but ${tiers.join(' and ')}: the mix of work changed, so read the tiers, not the total.`,
    });
  }
  return found;
}

function span(change: Change): string {
  return `${formatDuration(change.previous ?? 0)} → ${formatDuration(change.current ?? 0)}`;
}

function share(groups: WindowGroups, tier: Group | undefined): string {
  const total = groups.overall.tickets;
  return total === 0 ? '0%' : `${Math.round((100 * (tier?.tickets ?? 0)) / total)}%`;
}
