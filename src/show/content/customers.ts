import { wholeOutcomes } from '../../report/schema.ts';
import type { Section } from './content.ts';
import type { Context } from './context.ts';
import { counted } from './headline.ts';

/** Accounts that left, and what can be said of waiting; null where nothing is known of accounts. */
export function customerSection(context: Context): Section | null {
  const { report, wording } = context;
  const { churn } = report.overall;
  if (churn === undefined || churn.n === 0) return null;
  const heading = `Customers: ${wording.number(churn.positive)} of ${counted(Math.round(churn.n), 'account', wording.count)} left`;
  return { key: 'customers', heading, beside: '', lines: linkLines(context), table: null, after: [] };
}

/** Whether waiting had a part in it: an association that was found, or that nothing can be said; never a cause. */
function linkLines({ report, wording }: Context): string[] {
  const outcomes = wholeOutcomes(report.outcomes);
  const lost = report.overall.churn?.positive ?? 0;
  const losses = `${wording.number(lost)} ${lost === 1 ? 'loss' : 'losses'}`;
  const all = outcomes?.link.churn.find(({ tier }) => tier === 'all');
  if (all?.verdict === 'association') {
    const direction = (all.trend?.pointsPerFifth ?? 0) > 0 ? 'longer' : 'less long';
    return [`Customers who left had waited ${direction}; this is a link, not a cause.`];
  }
  const found = all?.verdict === 'no_evidence' ? 'no clear link' : 'too little to say';
  return [`Whether waiting had a part in it: ${found} with ${losses}.`];
}
