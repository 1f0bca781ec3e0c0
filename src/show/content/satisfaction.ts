import type { LowRating } from '../../report/schema-inference.ts';
import type { Satisfaction, Tone } from './content.ts';
import type { Context } from './context.ts';
import { counted } from './headline.ts';
import { aboutWords } from './needs.ts';

/** Satisfaction of the window and whom to call back; null where nobody was asked and nobody ever answers here. */
export function satisfactionOf(context: Context): Satisfaction | null {
  const { report, wording, options } = context;
  const rate = report.overall.csat;
  if (rate === undefined) return null;
  const low = report.lowRatings;
  const callBack =
    low.length === 0
      ? null
      : {
          heading: callBackHeading(low, wording),
          table: {
            head: [{ text: 'Ticket' }, { text: 'Rated', right: true }, { text: 'With' }],
            rows: low.map((rating) => [
              { text: `#${rating.id}`, url: rating.url ?? undefined, beside: aboutWords(rating) },
              { text: `${wording.number(rating.value)} of ${wording.number(rating.scaleMax)}` },
              {
                text:
                  options.agents === true
                    ? (rating.agentName ?? 'nobody')
                    : (rating.teamName ?? rating.teamId ?? (rating.agentId === null ? 'nobody' : 'somebody')),
                beside: options.agents === true ? (rating.teamName ?? undefined) : undefined,
              },
            ]),
          },
        };
  if (rate.n === 0)
    return { heading: 'Satisfaction', verdict: null, share: null, lines: ['No customer gave a rating.'], callBack };
  const answers = `${wording.number(rate.positive)} of ${wording.number(rate.n)} answers ${rate.positive === 1 ? 'was' : 'were'} happy`;
  if (rate.value === null)
    return { heading: 'Satisfaction', verdict: null, share: null, lines: [`${answers}.`], callBack };
  const asked = rate.responseRate == null ? '' : `; ${wording.share(rate.responseRate / 100)} of surveys answered`;
  const range =
    rate.interval === null
      ? ''
      : ` Likely between ${wording.share(rate.interval[0] / 100)} and ${wording.share(rate.interval[1] / 100)}.`;
  return {
    heading: `Satisfaction: ${wording.share(rate.value / 100)}`,
    verdict: options.first === true ? null : verdictOf(context),
    share: rate.value / 100,
    lines: [`${answers}${asked}.${range}`, ...linkLines(context)],
    callBack,
  };
}

/** Customers are counted where all of them are known; one may have given several answers. */
function callBackHeading(low: readonly LowRating[], { count }: Context['wording']): string {
  const customers = new Set(
    low.map(({ source, customerId }) => (customerId === null ? null : `${source}/${customerId}`)),
  );
  if (customers.has(null)) return `${counted(low.length, 'unhappy answer', count)} to call back about`;
  const who = `${counted(customers.size, 'unhappy customer', count)} to call back`;
  return customers.size === low.length ? who : `${who} (${counted(low.length, 'answer', count)})`;
}

function verdictOf({ report, wording }: Context): { text: string; tone: Tone } | null {
  const change = report.changes.find(({ measure, group }) => measure === 'csat' && group === 'overall');
  if (change === undefined) return null;
  const was = change.previousSeconds === null ? '' : `, was ${wording.share(change.previousSeconds / 100)}`;
  if (change.verdict === 'higher') return { text: `▲ higher${was}`, tone: 'shorter' };
  if (change.verdict === 'lower') return { text: `▼ lower${was}`, tone: 'longer' };
  if (change.verdict === 'no_evidence') return { text: `no clear change${was}`, tone: 'plain' };
  return {
    text: change.verdict === 'not_comparable' ? 'nothing to compare with yet' : 'too few to say',
    tone: 'plain',
  };
}

/** Whether longer waits go along with unhappy answers: said only where it is beyond chance, and never as a cause. */
function linkLines({ report }: Context): string[] {
  const found = report.outcomes.link?.csat.some(
    ({ tier, verdict, trend }) => tier === 'all' && verdict === 'association' && (trend?.pointsPerFifth ?? 0) < 0,
  );
  return found === true ? ['Customers who waited longer were less often happy; this is a link, not a cause.'] : [];
}
