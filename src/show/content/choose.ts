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
import { satisfactionOf } from './satisfaction.ts';
import { spentOf } from './spent.ts';
import { notComparableWords, timeCards, timesNote } from './times.ts';

/** Chooses what of a report a support lead needs, in the order in which it is read. Pure, from the report alone. */
export function digestContent(report: Report, options: ContentOptions): DigestContent {
  const context = contextOf(report, options);
  const { situation, text: headline } = headlineOf(context);
  const { wording } = context;
  const crisis = situation === 'unanswered' || situation === 'unsolved';
  const quiet = situation === 'quiet';
  const action = actionOf(context, situation);
  const present = <T>(list: readonly (T | null)[]): T[] => list.filter((each) => each !== null);
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
    times: quiet || situation === 'few' ? [] : timeCards(context),
    timesNote: quiet || situation === 'few' ? '' : timesNote(context),
    facts: quiet ? [] : report.facts.map(({ sentence }) => sentence),
    needs: quiet ? null : needsOf(context),
    satisfaction: quiet || crisis ? null : satisfactionOf(context),
    spent: quiet || crisis ? null : spentOf(context),
    sections: quiet
      ? []
      : present([
          situation === 'few' ? fewSection(context) : null,
          crisis ? daysSection(context) : null,
          situation === 'teams' ? teamSection(context, { all: false }) : null,
          crisis ? null : complexitySection(context),
        ]),
    pageSections: quiet
      ? []
      : present([teamSection(context, { all: true }), peopleSection(context), customerSection(context)]),
    foot: quiet ? quietFoot(context) : footLines(context),
    pageUrl: options.pageUrl ?? null,
  };
}

/** What must be read before any figure: what is missing; that an invented company is shown. */
function bannerOf(context: Context): DigestContent['banner'] {
  const { report, wording } = context;
  if (context.stale) {
    const never = report.coverage.stale.filter(({ readUpToAt }) => readUpToAt === null).map(({ title }) => title);
    const behind = report.coverage.stale.flatMap(({ title, readUpToAt }) =>
      readUpToAt === null ? [] : [`${title} was last read on ${wording.moment(Date.parse(readUpToAt))}`],
    );
    const sentences = [...behind, ...never.map((title) => `${title} has not been read to its end yet`)].join('; ');
    return { strong: 'Not complete.', text: `${sentences}; what happened there later is missing.`, tone: 'longer' };
  }
  if (report.simulated)
    return { strong: 'Simulated data:', text: 'an invented company, not your customers.', tone: 'plain' };
  return null;
}

/** What stands under the headline. */
function underLines(context: Context, situation: Situation): string[] {
  const { report, words, options } = context;
  if (situation === 'quiet') return [];
  if (context.stale)
    return [`Nothing is compared with ${words.before}, because a part of this ${words.one} is missing.`];
  if (report.coverage.comparable) return [];
  const from = report.coverage.comparableFrom;
  const next =
    options.nextAt === undefined || from === null
      ? ''
      : ` Comparisons can begin with windows whose ${words.one} before lies after that day.`;
  const words_ = notComparableWords(context);
  const reasons = report.coverage.reasons.slice(0, 2).map(wordsOfReason);
  return [
    `${words_[0]!.toUpperCase()}${words_.slice(1)}${reasons.length === 0 ? '.' : `: ${reasons.join('; ')}.`}${next}`,
  ];
}

function wordsOfReason(reason: string): string {
  return reason.replace(/\.$/, '');
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
