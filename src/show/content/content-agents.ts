import type { Ratio, Report } from '../../report/schema.ts';
import { NO_VALUE } from '../../summarise/groups.ts';
import type { Wording } from '../wording.ts';
import type { Section } from './content.ts';

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
  if (ratio.value === null) return `too few (n=${wording.count(ratio.n)})`;
  if (ratio.interval === null) return wording.ratio(ratio.value);
  return `${wording.ratio(ratio.value)} (${wording.ratio(ratio.interval[0])} – ${wording.ratio(ratio.interval[1])})`;
}
