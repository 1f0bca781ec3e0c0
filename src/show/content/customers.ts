import { CHURN_MEASURES, wholeOutcomes } from '../../report/schema.ts';
import type { Section } from './content.ts';
import type { Context } from './context.ts';
import { counted } from './headline.ts';

/** Accounts that left, and what can be said of waiting; null where nothing is known of accounts. */
export function customerSection(context: Context): Section | null {
  const { report, wording } = context;
  const { churn } = report.overall;
  if (churn === undefined || churn.n === 0) return null;
  // Who joined and left in between was not among those at the start.
  const between = wholeOutcomes(report.outcomes)?.churn.joinedAndLost ?? 0;
  const left = `${wording.number(churn.positive - between)} of ${counted(Math.round(churn.n), 'account', wording.count)} left`;
  const others = between === 0 ? '' : `; ${wording.number(between)} more joined and left in between`;
  const heading = `Customers: ${left}${others}`;
  return { key: 'customers', heading, beside: '', lines: linkLines(context), table: null, after: [] };
}

/** Whether waiting had a part in it: an association that was found, that one can be ruled out, or that nothing can be said; never a cause. */
function linkLines({ report, wording }: Context): string[] {
  const measures = wholeOutcomes(report.outcomes)?.link.churnAndWaits.measures ?? [];
  const found = measures.filter(({ verdict }) => verdict === 'association');
  if (found.length > 0) {
    return found.map(({ measure, hazardRatio, decisions, left }) => {
      const { more, less } = CHURN_MEASURES[measure];
      return `Customers who decided to leave ${(hazardRatio ?? 1) > 1 ? more : less}; this is a link, not a cause.${goneWords(left, decisions)}`;
    });
  }
  const waits = measures.filter(({ measure }) => measure !== 'tickets');
  if (waits.length > 0 && waits.every(({ verdict }) => verdict === 'none_that_matters')) {
    return ['No link with waiting; one that would matter (half as many again, or a third fewer) can be ruled out.'];
  }
  if (waits.some(({ verdict }) => verdict === 'withheld')) {
    return [
      'Whether waiting had a part in it is not said: who had decided to leave waited otherwise afterwards too, which cannot have made them leave.',
    ];
  }
  const decisions = Math.max(0, ...waits.map(({ decisions }) => decisions));
  return [
    `Whether waiting had a part in it: too little to say with ${counted(decisions, 'decision', wording.count)} to leave.`,
  ];
}

/** How many of those who decided have left already; nothing where all have. */
function goneWords(left: number, decisions: number): string {
  if (left === decisions) return '';
  return left === 0 ? ` None of these ${decisions} has left yet.` : ` Of these ${decisions}, ${left} have left so far.`;
}
