import { MS_PER_HOUR } from '../../model/time.ts';
import type { Report } from '../../report/schema.ts';
import { actionOf } from './action.ts';
import { complexitySection } from './complexity.ts';
import type { ContentOptions, DigestContent } from './content.ts';
import { type Context, contextOf } from './context.ts';
import { customerSection } from './customers.ts';
import { flowCells, flowSum } from './flow.ts';
import { footLines } from './foot.ts';
import { daysSection, fewSection, peopleSection, teamSection } from './groups.ts';
import { headlineOf, type Situation, subjectOf } from './headline.ts';
import { needsOf } from './needs.ts';
import { ownSection } from './own.ts';
import { satisfactionOf } from './satisfaction.ts';
import { spentOf } from './spent.ts';
import { notComparableWords, TOO_FEW, timeCards, timesNote } from './times.ts';
import { whySection } from './why.ts';

/** Chooses what of a report a support lead needs, in the order in which it is read. Pure, from the report alone. */
export function digestContent(report: Report, options: ContentOptions): DigestContent {
  const context = contextOf(report, options);
  const { situation, text: headline } = headlineOf(context);
  const { wording } = context;
  const crisis = situation === 'unanswered' || situation === 'unsolved';
  const quiet = situation === 'quiet';
  const action = actionOf(context, situation);
  const present = <T>(list: readonly (T | null)[]): T[] => list.filter((each) => each !== null);
  const told = situation === 'few' ? fewSection(context) : null;
  const cards = quiet ? [] : timeCards(context);
  // Where no time can be told at all, two cards that say so say nothing.
  const times = situation === 'few' && cards.every(({ value }) => value === TOO_FEW) ? [] : cards;
  const pageSections = quiet
    ? []
    : present([teamSection(context, { all: true }), peopleSection(context), customerSection(context)]);
  return {
    about: options.about ?? 'Support, all teams',
    period: wording.period(context.kind, context.fromAt, context.toAt),
    subject: subjectOf(context, situation, headline),
    preview: previewOf(context, action?.title, quiet),
    banner: bannerOf(context),
    headline,
    under: underLines(context, situation),
    quiet,
    flow: quiet ? [] : flowCells(context, situation),
    flowSum: quiet ? '' : flowSum(context),
    action,
    times,
    timesNote: times.length === 0 ? '' : timesNote(context),
    facts: quiet ? [] : report.facts.map(({ sentence }) => sentence),
    why: quiet || crisis ? null : whySection(context),
    needs: quiet || told?.table != null ? null : needsOf(context),
    satisfaction: quiet || crisis ? null : satisfactionOf(context),
    spent: quiet || crisis ? null : spentOf(context),
    sections: quiet
      ? []
      : present([
          ownSection(context),
          told,
          crisis ? daysSection(context) : null,
          situation === 'teams' ? teamSection(context, { all: false }) : null,
          crisis || situation === 'few' ? null : complexitySection(context),
        ]),
    pageSections,
    foot: quiet ? quietFoot(context) : footLines(context),
    pageUrl: options.pageUrl ?? null,
    onPage: [...pageSections.map(({ key }) => key), 'all tickets'].join(', '),
  };
}

/** What must be read before any figure: what is missing; that an invented company is shown. */
function bannerOf({ report, wording, stale, partial, words, readUpToAt }: Context): DigestContent['banner'] {
  if (stale.length > 0) {
    const sentences = stale.map(({ title, readUpToAt: at }) =>
      at === null
        ? `${title} has not been read to its end yet`
        : `${title} was last read on ${wording.moment(Date.parse(at))}`,
    );
    const text = `${sentences.join('; ')}; what happened there later is missing.`;
    return { strong: 'Not complete.', text, tone: 'longer' };
  }
  if (report.simulated)
    return { strong: 'Simulated data:', text: 'an invented company, not your customers.', tone: 'plain' };
  if (partial) {
    const text = `it is told up to ${wording.moment(readUpToAt)}.`;
    return { strong: `This ${words.one} is not over:`, text, tone: 'plain' };
  }
  return null;
}

/** What stands under the headline. */
function underLines(context: Context, situation: Situation): string[] {
  const { report, words } = context;
  if (situation === 'quiet') return [];
  if (context.stale.length > 0)
    return [`Nothing is compared with ${words.before}, because a part of this ${words.one} is missing.`];
  if (context.partial) return [`Nothing is compared with ${words.before} before this ${words.one} is over.`];
  if (report.coverage.comparable) return [];
  const missing = notComparableWords(context);
  const reasons = report.coverage.reasons.slice(0, 2).map((reason) => reason.replace(/\.$/, ''));
  const line = `${missing[0]!.toUpperCase()}${missing.slice(1)}${reasons.length === 0 ? '.' : `: ${reasons.join('; ')}.`}`;
  return [`${line}${firstComparison(context)}`];
}

/** Which digest is the first whose window before is covered: only a whole number of days or weeks on can be told here. */
function firstComparison({ report, options, kind, fromAt, toAt, wording }: Context): string {
  const from = report.coverage.comparableFrom;
  if (from === null || options.nextAt === undefined || (kind !== 'daily' && kind !== 'weekly')) return '';
  const lengthMs = toAt - fromAt;
  // Less the hour by which a clock change may move a midnight.
  const later = Math.max(0, Math.ceil((Date.parse(from) - fromAt - 2 * MS_PER_HOUR) / lengthMs));
  return ` Comparisons begin with the digest of ${wording.weekdayDate(options.nextAt + later * lengthMs)}.`;
}

function previewOf({ report, wording }: Context, action: string | undefined, quiet: boolean): string {
  if (quiet) return 'Nothing arrived, nothing was solved, nothing is open.';
  const { flow } = report;
  const counts = `${wording.count(flow.arrived)} arrived, ${wording.count(flow.solved)} solved, ${wording.count(flow.openAtEnd)} open.`;
  return action === undefined
    ? counts
    : `${counts} ${action === 'Nothing to do' ? 'Nothing to do.' : `What would help: ${action[0]!.toLowerCase()}${action.slice(1)}.`}`;
}

function quietFoot(context: Context): string[] {
  const { options, wording } = context;
  const [asOf] = footLines(context);
  return [
    asOf!,
    ...(options.nextAt === undefined ? [] : [`The next digest comes on ${wording.weekdayDate(options.nextAt)}.`]),
  ];
}
