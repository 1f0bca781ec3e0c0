import { formatDuration } from '../../model/duration.ts';
import type { Group, OpenTicket, Report } from '../../report/schema.ts';
import { NO_VALUE } from '../../summarise/groups.ts';
import type { Wording } from '../wording.ts';
import type { Cell, Section } from './content.ts';

const OLDEST = 5;
const FREQUENT = 3;

const HOLDERS: Readonly<Record<string, string>> = {
  team: 'us',
  customer: 'the customer',
  third_party: 'a third party',
  bot: 'a bot',
  nobody: 'nobody',
};

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
      { text: HOLDERS[ticket.holder] ?? ticket.holder },
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
