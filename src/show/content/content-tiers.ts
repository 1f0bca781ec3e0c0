import type { Report } from '../../report/schema.ts';
import type { Wording } from '../wording.ts';
import type { Section } from './content.ts';
import { changeOf } from './headline.ts';

/** Simple and complex work apart, with the warning that the total hides what the tiers tell, where it does for sure. */
export function tierSection(report: Report, wording: Wording): Section | null {
  const tiers = report.byTier.filter(({ tickets }) => tickets > 0);
  if (tiers.length === 0) return null;
  const rows = tiers.map((tier) => {
    const { net } = tier.finalResolution;
    const change = changeOf(report, `byTier.${tier.key}.finalResolution.net.medianSeconds`);
    const difference = change?.significant === true ? change.difference : null;
    return [
      { text: tier.label },
      { text: wording.count(tier.tickets) },
      { text: wording.time(net, 'medianSeconds') },
      { text: net?.meanSeconds == null ? '' : wording.time(net, 'meanSeconds') },
      { text: net?.p90Seconds == null ? '' : wording.time(net, 'p90Seconds') },
      ...(report.previous === null
        ? []
        : [{ text: difference === null ? 'no clear change' : wording.difference(difference) }]),
    ];
  });
  const head = ['Tier', 'Tickets', 'Median', 'Mean', '9 in 10 within', ...(report.previous === null ? [] : ['Change'])];
  return {
    key: 'tiers',
    heading: 'By complexity, net',
    lines: report.masking.filter(({ beyondChance }) => beyondChance).map(({ sentence }) => `Careful: ${sentence}`),
    table: { head, rows },
  };
}
