import type { Report } from '../../report/schema.ts';
import { Csat, type LowRated } from '../../summarise/outcomes/csat.ts';
import { Outcomes } from '../../summarise/outcomes/outcomes.ts';
import type { Wording } from '../wording.ts';
import type { Section } from './content.ts';

const FOLLOW_UPS = 5;

/** Satisfaction and churn, and in one sentence whether slow tickets go along with either. */
export function customerSection(report: Report, wording: Wording): Section | null {
  const { csat, churn } = report.overall;
  const lines: string[] = [];
  if (csat !== undefined && csat.n > 0) {
    const answered = csat.responseRate == null ? '' : `; ${wording.share(csat.responseRate / 100)} of surveys answered`;
    lines.push(`Satisfied: ${wording.rate(csat)} answers${answered}.`);
  }
  if (churn !== undefined && churn.n > 0) {
    const lost = `${wording.count(churn.positive)} of ${wording.count(churn.n)} accounts lost`;
    lines.push(churn.value === null ? `${lost}.` : `${lost} (${wording.share(churn.value / 100)}).`);
  }
  if (lines.length === 0) return null;
  return { key: 'customers', heading: 'Customers', lines: [...lines, ...linkLines(report)], table: null };
}

/** Whether slow tickets go along with unhappy or leaving customers: what was found, what was not, what cannot be told. */
function linkLines(report: Report): string[] {
  const outcomes = Outcomes.safeParse(report.outcomes);
  if (!outcomes.success) return [];
  const { csat, churn } = outcomes.data.link;
  const all = [...csat, ...churn].filter(({ tier }) => tier === 'all');
  const found = all.filter(({ verdict }) => verdict === 'association').map(({ sentence }) => sentence);
  const nothing = all.filter(({ verdict }) => verdict === 'no_evidence').map(({ outcome }) => UNWANTED[outcome]);
  if (nothing.length === 0) return found;
  return [...found, `No evidence either way that slow tickets go along with ${nothing.join(' or ')}.`];
}

const UNWANTED = { csat: 'unhappy customers', churn: 'lost accounts' } as const;

/** Solved tickets whose customer was not satisfied: somebody should write to them, to the least satisfied first. */
export function followUpSection({ outcomes }: Report, wording: Wording): Section | null {
  const csat = Csat.safeParse(outcomes.csat);
  if (!csat.success || csat.data.lowRated.length === 0) return null;
  const { lowRated } = csat.data;
  const standing = ({ value, scaleMax }: LowRated): number => value / scaleMax;
  const lowest = lowRated.toSorted((a, b) => standing(a) - standing(b)).slice(0, FOLLOW_UPS);
  const more = lowRated.length > FOLLOW_UPS;
  return {
    key: 'follow_up',
    heading: 'Solved with a low rating: worth a word',
    lines: more ? [`${wording.count(lowRated.length)} in all, the lowest and latest first:`] : [],
    table: {
      head: ['Ticket', 'Rating', 'Tier'],
      rows: lowest.map(({ source, id, url, value, scaleMax, tier }) => [
        { text: `${source} ${id}`, ...(url === null ? {} : { url }) },
        { text: `${wording.count(value)} of ${wording.count(scaleMax)}` },
        { text: tier },
      ]),
    },
  };
}
