import { formatDuration } from '../../model/duration.ts';
import type { Group, Report, Stat } from '../../report/schema.ts';
import { NO_VALUE } from '../../summarise/groups.ts';
import { type Column, nameCell, table, wrap } from '../layout.ts';
import { countWords, rateWords, ratioWords, shareWords, timeWords } from '../words.ts';

const MOST_ROWS = 40;
const LONGEST_NAME = 32;

/** The groups of a dimension, a line each; none without groups. */
export function groupTable(groups: readonly Group[], name: string, width: number): string[] {
  if (groups.length === 0) return [];
  const columns: Column[] = [
    { head: name, align: 'left' },
    { head: 'tickets', align: 'right' },
    { head: 'median net', align: 'right' },
    { head: 'mean net', align: 'right' },
    { head: 'wall clock median', align: 'right', optional: true },
    { head: 'mean', align: 'right', optional: true },
    { head: 'first answer net', align: 'right', optional: true },
    { head: 'reopened', align: 'right', optional: true },
  ];
  const rows = groups.slice(0, MOST_ROWS).map((group) => {
    const { net, calendar } = group.finalResolution;
    return [
      nameCell(group.label, LONGEST_NAME),
      countWords(group.tickets),
      timeWords(net, 'medianSeconds'),
      meanBeside(net),
      calendar?.medianSeconds == null ? '' : timeWords(calendar, 'medianSeconds'),
      meanBeside(calendar),
      timeWords(group.firstResponse.net, 'medianSeconds'),
      shareWords(group.reopenRate),
    ];
  });
  return [...table(columns, rows, width), ...more(groups.length)];
}

/** The mean beside a median that already says when both are withheld. */
function meanBeside(stat: Stat): string {
  return stat?.meanSeconds == null ? '' : formatDuration(stat.meanSeconds);
}

/** The agents by name, never by rank: their own figures, and how their times compare with what their mix of tiers takes. */
export function agentTable({ byAgent }: Report, width: number): string[] {
  if (byAgent.length === 0) return [];
  const rated = byAgent.some((agent) => agent.csat !== undefined);
  const columns: Column[] = [
    { head: 'agent', align: 'left' },
    { head: 'solved', align: 'right' },
    { head: 'median net', align: 'right' },
    { head: 'mean net', align: 'right' },
    { head: 'against their mix', align: 'right' },
    { head: 'first answers', align: 'right', optional: true },
    { head: 'median net', align: 'right', optional: true },
    ...(rated ? [{ head: 'satisfied', align: 'right', optional: true } as const] : []),
  ];
  const rows = byAgent
    .slice(0, MOST_ROWS)
    .toSorted((a, b) => Number(a.key === NO_VALUE) - Number(b.key === NO_VALUE) || a.label.localeCompare(b.label, 'en'))
    .map((agent) => [
      nameCell(agent.label, LONGEST_NAME),
      countWords(agent.finalResolution.net?.n ?? 0),
      timeWords(agent.finalResolution.net, 'medianSeconds'),
      meanBeside(agent.finalResolution.net),
      ratioWords(agent.observedToExpected),
      countWords(agent.firstResponse.net?.n ?? 0),
      timeWords(agent.firstResponse.net, 'medianSeconds'),
      rateWords(agent.csat),
    ]);
  const note =
    'Against their mix: 1.00 is the time that tickets of the same complexity take on average here; 1.20 is a fifth longer. The range is 95% sure; where it holds 1.00 there is nothing to tell apart from chance.';
  return [...table(columns, rows, width), ...more(byAgent.length), ...wrap(note, width)];
}

function more(groups: number): string[] {
  return groups > MOST_ROWS ? [`… and ${countWords(groups - MOST_ROWS)} more in the JSON report`] : [];
}
