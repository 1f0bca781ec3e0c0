import { formatDuration } from '../../model/duration.ts';
import type { Report } from '../../report/schema.ts';
import { type Column, nameCell, table, wrap } from '../layout.ts';
import { countWords, timeWords } from '../words.ts';

const OLDEST_ROWS = 5;
const LONGEST_NAME = 32;

/** The backlog: how many, whom they wait for, the median that counts them in, and the oldest. */
export function openLines({ open, overall, window, definitions }: Report, width: number): string[] {
  if (open.n === 0) return ['None.'];
  const lines = wrap(
    `${countWords(open.n)} open, ${countWords(open.heldByTeam)} of them waiting for us; median age ${open.medianAgeSeconds === null ? '–' : formatDuration(open.medianAgeSeconds)}.${
      open.pastTierP90 > 0
        ? ` ${countWords(open.pastTierP90)} already older (net) than nine in ten of their tier took.`
        : ''
    }`,
    width,
  );
  const { calendar, net } = open.kaplanMeierMedianSeconds;
  if (net !== null || calendar !== null) {
    const naive = timeWords(overall.finalResolution.net, 'medianSeconds');
    lines.push(
      ...wrap(
        `With the open ones counted in, half are solved within ${net === null ? 'no time seen yet' : formatDuration(net)} net (${naive} without them), ${calendar === null ? 'no time seen yet' : formatDuration(calendar)} by the wall clock.`,
        width,
      ),
    );
  } else if (window.cohort === 'solved' && (overall.finalResolution.net?.n ?? 0) + open.n >= definitions.minSample) {
    lines.push(...wrap('With the open ones counted in, less than half are solved by any age seen so far.', width));
  }
  const columns: Column[] = [
    { head: 'oldest', align: 'left' },
    { head: 'age', align: 'right' },
    { head: 'net', align: 'right' },
    { head: 'waits for', align: 'left' },
    { head: 'tier', align: 'left', optional: true },
    { head: 'agent', align: 'left', optional: true },
  ];
  const rows = open.oldest
    .slice(0, OLDEST_ROWS)
    .map((ticket) => [
      nameCell(`${ticket.source} ${ticket.id}`, LONGEST_NAME),
      formatDuration(ticket.ageSeconds.calendar),
      `${formatDuration(ticket.ageSeconds.net)}${ticket.pastTierP90 ? ' !' : ''}`,
      HOLDER_WORDS[ticket.holder] ?? ticket.holder,
      ticket.tier,
      nameCell(ticket.agentId ?? 'nobody', 20),
    ]);
  return [...lines, ...table(columns, rows, width)];
}

const HOLDER_WORDS: Readonly<Record<string, string>> = {
  team: 'us',
  customer: 'the customer',
  third_party: 'a third party',
  bot: 'a bot',
  nobody: 'nobody',
};
