import { NO_VALUE } from '../../model/catalogue.ts';
import { formatDuration } from '../../model/time.ts';
import type { Group, OpenTicket, Ratio, Report } from '../../report/schema.ts';
import { type Outcomes, wholeOutcomes } from '../../report/schema.ts';
import { holderWords, tooFewWords, type Wording } from '../words.ts';
import type { Cell, Section } from './content.ts';

const MOST_AGENTS = 30;

/** Agents in the order of their names, with intervals: no ranking by any figure. */
export function agentSection({ byAgent }: Report, wording: Wording): Section | null {
  const agents = byAgent.filter(({ key, tickets }) => key !== NO_VALUE && tickets > 0);
  if (agents.length === 0) return null;
  const rated = agents.some(({ csat }) => csat !== undefined && csat.n > 0);
  const rows = agents
    .slice(0, MOST_AGENTS)
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en') || (a.key < b.key ? -1 : 1))
    .map((agent) => [
      { text: agent.label },
      { text: wording.count(agent.tickets) },
      { text: wording.time(agent.finalResolution.net, 'medianSeconds') },
      { text: againstMix(agent.observedToExpected, wording) },
      ...(rated ? [{ text: agent.csat === undefined || agent.csat.n === 0 ? '–' : wording.rate(agent.csat) }] : []),
    ]);
  return {
    key: 'agents',
    heading: 'By agent, in alphabetical order',
    lines: [
      'Against their mix: 1 is what tickets of the same complexity take here; a range that holds 1 tells nothing apart from chance.',
      ...(agents.length > MOST_AGENTS ? [`The ${MOST_AGENTS} with most tickets; the page lists all.`] : []),
    ],
    table: { head: ['Agent', 'Tickets', 'Median', 'Against their mix', ...(rated ? ['Satisfied'] : [])], rows },
  };
}

function againstMix(ratio: Ratio | undefined, wording: Wording): string {
  if (ratio === undefined || ratio.n === 0) return '–';
  return ratio.value === null ? tooFewWords(wording.count(ratio.n)) : wording.ratio(ratio.value, ratio.interval);
}

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
  const outcomes = wholeOutcomes(report.outcomes);
  if (outcomes === undefined) return [];
  const { csat, churn } = outcomes.link;
  const all = [...csat, ...churn].filter(({ tier }) => tier === 'all');
  const found = all.filter(({ verdict }) => verdict === 'association').map(({ sentence }) => sentence);
  const nothing = all.filter(({ verdict }) => verdict === 'no_evidence').map(({ outcome }) => UNWANTED[outcome]);
  if (nothing.length === 0) return found;
  return [...found, `No evidence either way that slow tickets go along with ${nothing.join(' or ')}.`];
}

const UNWANTED = { csat: 'unhappy customers', churn: 'lost accounts' } as const;

/** Solved tickets whose customer was not satisfied: somebody should write to them, to the least satisfied first. */
export function followUpSection({ outcomes }: Report, wording: Wording): Section | null {
  const csat = outcomes.csat;
  if (csat === undefined || csat.lowRated.length === 0) return null;
  const { lowRated } = csat;
  const standing = ({ value, scaleMax }: Outcomes['csat']['lowRated'][number]): number => value / scaleMax;
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

const OLDEST = 5;

const FREQUENT = 3;

/** What still waits: how many, for whom, and the oldest, which somebody should look at today. */
export function openSection({ open }: Report, wording: Wording): Section {
  const heading = 'Still open';
  if (open.n === 0) return { key: 'open', heading, lines: ['Nothing is open.'], table: null };
  const age = open.medianAgeSeconds === null ? '' : `; half are older than ${formatDuration(open.medianAgeSeconds)}`;
  const lines = [`${wording.count(open.n)} open, ${wording.count(open.heldByTeam)} of them waiting for us${age}.`];
  if (open.pastTierP90 > 0) {
    lines.push(
      `${wording.count(open.pastTierP90)} ${open.pastTierP90 === 1 ? 'has' : 'have'} taken longer already than nine in ten solved tickets of the same tier.`,
    );
  }
  const rows = open.oldest
    .slice(0, OLDEST)
    .map((ticket) => [
      ticketCell(ticket),
      { text: formatDuration(ticket.ageSeconds.calendar) },
      { text: holderWords(ticket.holder) },
      { text: `${ticket.tier}${ticket.pastTierP90 === true ? ', late' : ''}` },
    ]);
  return { key: 'open', heading, lines, table: { head: ['Oldest', 'Age', 'Waits for', 'Tier'], rows } };
}

function ticketCell({ source, id, subject, url }: OpenTicket): Cell {
  return { text: `${source} ${id}${subject === null ? '' : `: ${subject}`}`, ...(url === null ? {} : { url }) };
}

/** What customers come back with: where a help article, or a fix, would pay. */
export function frequentSection({ byCategory, overall }: Report, wording: Wording): Section | null {
  const named = byCategory.filter(({ key, tickets }) => key !== NO_VALUE && tickets > 0);
  if (named.length < 2) return null;
  const work = (group: Group): number => group.timeSpentSeconds.team_working;
  const byVolume = named.toSorted((a, b) => b.tickets - a.tickets || (a.key < b.key ? -1 : 1)).slice(0, FREQUENT);
  const byWork = named.toSorted((a, b) => work(b) - work(a) || (a.key < b.key ? -1 : 1)).slice(0, FREQUENT);
  const total = work(overall);
  const lines = [
    `Most tickets: ${byVolume.map((group) => `${group.label} (${wording.count(group.tickets)})`).join(', ')}.`,
  ];
  if (total > 0) {
    lines.push(
      `Most of our time: ${byWork.map((group) => `${group.label} (${wording.share(work(group) / total)})`).join(', ')}.`,
    );
  }
  return { key: 'frequent', heading: 'What comes back', lines, table: null };
}
