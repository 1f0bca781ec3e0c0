import { z } from 'zod';
import { LowRating } from '../outcomes/low-ratings.ts';
import { Outcomes } from '../outcomes/outcomes.ts';
import type { Report } from '../report/report.ts';
import type { Section } from './content.ts';
import type { Wording } from './wording.ts';

const FOLLOW_UPS = 5;

/** The part of the outcomes that lists them; a report without outcomes has none. */
const WithLowRatings = z.object({ lowRatings: z.array(LowRating) });

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

/** What goes along with slow tickets: the associations found, else that none was. */
function linkLines(report: Report): string[] {
  const outcomes = Outcomes.safeParse(report.outcomes);
  if (!outcomes.success) return [];
  const { csat, churn } = outcomes.data.link;
  const all = [...csat, ...churn].filter(({ tier }) => tier === 'all');
  const told = all.filter(({ verdict }) => verdict === 'association').map(({ sentence }) => sentence);
  if (told.length > 0) return told;
  if (all.every(({ verdict }) => verdict === 'too_few')) return [];
  return ['No evidence either way that slow tickets go along with unhappy or leaving customers.'];
}

/** Solved tickets whose customer was not satisfied: somebody should write to them. */
export function followUpSection({ outcomes }: Report, wording: Wording): Section | null {
  const found = WithLowRatings.safeParse(outcomes);
  if (!found.success || found.data.lowRatings.length === 0) return null;
  const { lowRatings: tickets } = found.data;
  const more = tickets.length - FOLLOW_UPS;
  return {
    key: 'follow_up',
    heading: 'Solved, and the customer is not happy',
    lines: more > 0 ? [`${wording.count(tickets.length)} in all; the latest ${FOLLOW_UPS}:`] : [],
    table: {
      head: ['Ticket', 'Rating', 'Tier'],
      rows: tickets
        .slice(0, FOLLOW_UPS)
        .map((ticket) => [
          { text: `${ticket.source} ${ticket.ticketId}`, ...(ticket.url === null ? {} : { url: ticket.url }) },
          { text: `${ticket.value} of ${ticket.scaleMax}` },
          { text: ticket.tier },
        ]),
    },
  };
}
