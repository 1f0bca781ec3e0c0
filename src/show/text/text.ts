import { CAUSES } from '../../model/catalogue.ts';
import type { Report } from '../../report/schema.ts';
import { type Outcomes, wholeOutcomes } from '../../report/schema.ts';
import { digestContent } from '../content/choose.ts';
import type { ContentOptions } from '../content/content.ts';
import { counted } from '../content/headline.ts';
import { nameCell, wrap } from '../layout.ts';
import { type FigureWords, figureWords } from '../words.ts';
import { digestText, footText, sectionLines } from './digest.ts';
import { kpiLines } from './success.ts';
import { groupTable, waitingTimes, whereTheTimeWent } from './tables.ts';

/** Whether customers are satisfied and stay, and whether that goes along with how long they waited; none where it is not known. */
export function outcomeLines({ overall, outcomes }: Report, words: FigureWords, width: number): string[] {
  const known = wholeOutcomes(outcomes);
  const lines: string[] = [];
  const csat = overall.csat ?? known?.csat.overall;
  if (csat !== undefined && csat.n > 0) {
    const answered = csat.responseRate == null ? '' : `, ${words.percent(csat.responseRate)} of surveys answered`;
    lines.push(`Satisfied: ${words.rate(csat)}${answered}`);
  }
  if (known !== undefined && known.churn.accountsAtStart > 0) {
    const { rate, accountsLost, accountsAtStart, joinedAndLost } = known.churn;
    const share = rate.value === null ? '' : `, churn ${words.rate(rate)}`;
    const between = joinedAndLost === 0 ? '' : `; ${words.count(joinedAndLost)} more joined and left in between`;
    const lost = `${words.count(accountsLost - joinedAndLost)} of ${words.count(accountsAtStart)}`;
    lines.push(`Accounts lost: ${lost}${between}${share}`);
  } else if (overall.churn !== undefined && overall.churn.n > 0) {
    lines.push(`Accounts lost: ${words.rate(overall.churn)}`);
  }
  if (known !== undefined && lines.length > 0) lines.push(...linkLines(known));
  return lines.flatMap((line) => wrap(line, width, '  '));
}

/** All tiers together, and agents; each tier by itself is in the JSON. */
function linkLines({ link }: Outcomes): string[] {
  const about = { csat: 'Waiting and satisfaction', churn: 'Waiting and churn' } as const;
  return (['csat', 'churn'] as const).flatMap((outcome) => {
    const tables =
      outcome === 'csat'
        ? link.csat.filter(({ tier, n }) => tier === 'all' && n > 0)
        : link.churnAndWaits.measures.filter(({ decisions }) => decisions > 0);
    const agents = link.agentLinks.filter((each) => each.outcome === outcome && each.agents > 0);
    return [...tables, ...agents].map(({ sentence }) => `- ${about[outcome]}. ${sentence}`);
  });
}

/** What a reader should know before the figures are trusted, a point each. */
export function qualityLines({ quality }: Report, width: number): string[] {
  return quality.notes.flatMap((note) => wrap(`- ${nameCell(note, 2000)}`, width, '  '));
}

/** Whom a policy credits. */
const CREDIT_WORDS: Readonly<Record<string, string>> = {
  solver: 'whoever had the ticket then',
  last_replier: 'whoever had replied last',
  assignee_at_rating: 'whoever had the ticket when it was rated, or when it was solved',
  all_involved: 'each who had the ticket or answered until then, so that agents add up to more than all',
};

/** What the words mean and which definitions the figures were made with. */
export function definitionLines({ definitions }: Report, width: number): string[] {
  const excludes = definitions.netExcludes.map((name) => CAUSES[name as keyof typeof CAUSES]?.label ?? name);
  const lines = [
    `Taken out of every time but those by the calendar: ${excludes.length === 0 ? 'nothing' : excludes.join('; ')}. Our working time is the time the desk was at work and it was our turn.`,
    `Our hours: ${definitions.teamHours ?? 'always'} (${definitions.teamTimeZone}) unless an agent or team has others; the customers': ${definitions.customerHours}.`,
    definitions.population === 'all'
      ? 'Times in hand are of all tickets, whoever deals with them.'
      : 'Times in hand are of what people have in hand: a bot’s answer takes a ticket out until the customer writes again or a person acts.',
    `Complexity by ${definitions.tierRule}, from what the work was, never from how long it took; solutions and their ratings credited to ${CREDIT_WORDS[definitions.creditPolicy] ?? definitions.creditPolicy}. Figures of fewer than ${definitions.minSample} are not shown.`,
  ];
  return lines.flatMap((line) => wrap(nameCell(line, 2000), width));
}

/** How a report is written to a terminal. */
export interface TextOptions extends ContentOptions {
  /** Columns of the terminal; lines are not longer, down to 60. */
  readonly width: number;
  /** Headings in bold by escape sequences. */
  readonly colour: boolean;
}

/**
 * The report in plain words for a terminal: first what a digest says, in the same words; then the descriptive figures of
 * the tickets of its cohort. Ends with a line break.
 */
export function renderText(report: Report, options: TextOptions): string {
  const width = Math.max(60, options.width);
  const heading = (text: string): string => (options.colour ? `\u001b[1m${text}\u001b[0m` : text);
  const words = figureWords(options.locale);
  const content = digestContent(report, options);
  const whole = content.pageSections.map(({ key }) => key);
  const sections = content.sections.filter(({ key }) => !whole.includes(key));
  const lines = [...digestText({ ...content, sections }, { width })];
  for (const section of content.pageSections) lines.push('', ...sectionLines(section, width));
  const cohort = `${counted(report.overall.tickets, 'ticket', words.count)} ${report.window.cohort} in this window`;
  const parts: (readonly [title: string, lines: readonly string[]])[] = [
    [
      `Times of the ${cohort}, and of the answers given in it`,
      report.overall.tickets === 0 ? [] : waitingTimes(report, words, width),
    ],
    ['By cause', report.overall.tickets === 0 ? [] : whereTheTimeWent(report.overall, report, words, width)],
    ['By team', report.byTeam.length > 1 ? groupTable(report.byTeam, 'team', words, width) : []],
    ['Waiting and outcomes', outcomeLines(report, words, width)],
    ['Customer success', report.kpis ? kpiLines(report.kpis, words, width) : []],
    ['Before you trust these figures', qualityLines(report, width)],
    ['How to read them', [...footText(content, width), ...definitionLines(report, width)]],
  ];
  for (const [name, body] of parts) if (body.length > 0) lines.push('', heading(name), ...body);
  return `${lines.join('\n')}\n`;
}
