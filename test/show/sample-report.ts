import type { Report } from '../../src/report/schema.ts';
import { Outcomes } from '../../src/summarise/outcomes/build.ts';
import type { Desk } from '../jobs/fairclock.ts';

/** A week of the simulated company, told by the whole product: every part of a report is in it. */
export async function simulatedReport(desk: Desk): Promise<Report> {
  return desk.report(SIMULATED, '--from', '2026-10-19', '--to', '2026-11-16', '--time-zone', 'Europe/Berlin');
}

/** Variables of the simulated company, on fixed dates. */
export const SIMULATED = {
  SOURCES: 'simulated',
  SIMULATED_UNTIL: '2026-11-20',
  SIMULATED_TICKETS: '1500',
  TEAM_HOURS: 'Mon-Fri 09:00-17:00',
  TEAM_TIME_ZONE: 'Europe/Berlin',
  LOG_LEVEL: 'error',
} as const;

/** What somebody might write into a name: HTML that runs, mentions, links and marks of Slack, and ways out of quotes. */
export const POISON =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: somebody may write just that
  '"><img src=x onerror="window.hit=1"><script>window.hit=2</script>\'</td></table></script> <!channel> <@U012345> <#C1|x> <https://evil.example|click> *b* `c` ~d~ &lt; ${1}\u202e\u0007 {a|b}';

/** Words by which the report says what a figure is; everything else that is no instant may come from outside. */
const STRUCTURE = new Set([
  'cohort',
  'timeZone',
  'figure',
  'netExcludes',
  'outcome',
  'verdict',
  'pace',
  'by',
  'url',
  'unit',
]);
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** A report in which every text that comes from outside, or could, has the poison behind it; addresses are poisoned too. */
export function poisoned(report: Report): Report {
  const changed = poison(report, '', (text) => `${text} ${POISON}`) as Report;
  // What could not be read would not be shown, and would prove nothing.
  Outcomes.parse(changed.outcomes);
  return changed;
}

function poison(value: unknown, key: string, change: (text: string) => string): unknown {
  if (typeof value === 'string') return STRUCTURE.has(key) || INSTANT.test(value) ? value : change(value);
  if (Array.isArray(value)) {
    return value.map((item) => poison(item, key, change));
  }
  if (typeof value !== 'object' || value === null) return value;
  const names = ['excluded', 'unknownStatuses', 'rejected', 'watermarks', 'turns'].includes(key);
  const entries = Object.entries(value).map(([name, item]) => [
    names ? change(name) : name,
    poison(item, name, change),
  ]);
  const made = Object.fromEntries(entries) as Record<string, unknown>;
  // Tier keys tie sections together; the rest of a group may be anything.
  if ('url' in made) made.url = BAD_ADDRESSES[String(made.id).length % BAD_ADDRESSES.length];
  return made;
}

const BAD_ADDRESSES = [
  'javascript:window.hit=3',
  'https://desk.example/a"onmouseover="window.hit=4',
  'https://desk.example/b|x> <!here>',
  'data:text/html,<script>window.hit=5</script>',
];
