import type { Report } from '../../report/schema.ts';
import { Outcomes } from '../../summarise/outcomes/outcomes.ts';
import { wrap } from '../layout.ts';
import { countWords, rateWords } from '../words.ts';

/** Whether customers are satisfied and stay, and whether that goes along with how long they waited; none where it is not known. */
export function outcomeLines({ overall, outcomes }: Report, width: number): string[] {
  const known = Outcomes.safeParse(outcomes).data;
  const lines: string[] = [];
  const csat = overall.csat ?? known?.csat.overall;
  if (csat !== undefined && csat.n > 0) {
    const answered = csat.responseRate == null ? '' : `, ${csat.responseRate.toFixed(0)}% of surveys answered`;
    lines.push(`Satisfied: ${rateWords(csat)}${answered}`);
  }
  if (known !== undefined && known.churn.accountsAtStart > 0) {
    const { rate, accountsLost, accountsAtStart } = known.churn;
    const share = rate.value === null ? '' : ` (${rateWords(rate)})`;
    lines.push(`Accounts lost: ${countWords(accountsLost)} of ${countWords(accountsAtStart)}${share}`);
  } else if (overall.churn !== undefined && overall.churn.n > 0) {
    lines.push(`Accounts lost: ${rateWords(overall.churn)}`);
  }
  if (known !== undefined && lines.length > 0) lines.push(...linkLines(known));
  return lines.flatMap((line) => wrap(line, width, '  '));
}

/** All tiers together, and agents; each tier by itself is in the JSON. */
function linkLines({ link }: Outcomes): string[] {
  const about = { csat: 'Waiting and satisfaction', churn: 'Waiting and churn' } as const;
  return (['csat', 'churn'] as const).flatMap((outcome) => {
    const tables = link[outcome].filter(({ tier, n }) => tier === 'all' && n > 0);
    const agents = link.agentLinks.filter((each) => each.outcome === outcome && each.agents > 0);
    return [...tables, ...agents].map(({ sentence }) => `- ${about[outcome]}. ${sentence}`);
  });
}
