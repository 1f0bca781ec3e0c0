import { CAUSE_NAMES, CAUSES, CLOCKS, SLICE_NAMES, SLICES } from '../../model/catalogue.ts';
import { formatDuration } from '../../model/time.ts';
import type { Change, Group, Report } from '../../report/schema.ts';
import { capital, type Wording } from '../words.ts';
import type { Figure, Section, Slice } from './content.ts';

const NET_MEDIAN = 'finalResolution.net.medianSeconds';

const NET_MEAN = 'finalResolution.net.meanSeconds';

const ANSWER_MEDIAN = 'firstResponse.net.medianSeconds';

/** The figures that open a digest, and what changed in a sentence. */
export function headline(report: Report, wording: Wording): { figures: Figure[]; summary: string[] } {
  const { overall } = report;
  const { net, calendar } = overall.finalResolution;
  const answer = overall.firstResponse;
  const figures: Figure[] = [
    {
      label: `Half solved within, ${CLOCKS.net.label}`,
      value: wording.time(net, 'medianSeconds'),
      note: noteOf(report, `overall.${NET_MEDIAN}`, wording),
    },
    {
      label: `Solved on average in, ${CLOCKS.net.label}`,
      value: wording.time(net, 'meanSeconds'),
      note: noteOf(report, `overall.${NET_MEAN}`, wording),
    },
    {
      label: `Half answered within, ${CLOCKS.net.label}`,
      value: wording.time(answer.net, 'medianSeconds'),
      note: noteOf(report, `overall.${ANSWER_MEDIAN}`, wording),
    },
    {
      label: `Half solved within, ${CLOCKS.calendar.label}`,
      value: wording.time(calendar, 'medianSeconds'),
      note: calendar?.meanSeconds == null ? '' : `mean ${wording.time(calendar, 'meanSeconds')}, time zones included`,
    },
  ];
  return { figures, summary: summaryOf(report, wording) };
}

/** What a change has to say beside its figure; empty where there was nothing to compare with. */
export function changeWords(change: Change | undefined, wording: Wording): string {
  if (change === undefined || change.difference === null) return '';
  if (change.interval === null) return '';
  const range = `${wording.difference(change.interval[0])} to ${wording.difference(change.interval[1])}`;
  if (!change.significant) return `no clear change (${range})`;
  const amount = formatDuration(Math.abs(change.difference));
  return `${amount} ${change.difference < 0 ? 'faster' : 'slower'} (${range})`;
}

/** The change of a figure by its path into the report. */
export function changeOf({ previous }: Report, figure: string): Change | undefined {
  return previous?.changes.find((change) => change.figure === figure);
}

function noteOf(report: Report, figure: string, wording: Wording): string {
  return changeWords(changeOf(report, figure), wording);
}

function summaryOf(report: Report, wording: Wording): string[] {
  const { overall, window, previous } = report;
  const tickets = `${wording.count(overall.tickets)} ${overall.tickets === 1 ? 'ticket' : 'tickets'} ${window.cohort}`;
  if (previous === null) return [`${tickets}. There is no earlier window to compare with.`];
  const before = wording.days(Date.parse(previous.from), Date.parse(previous.to));
  const counted = `${tickets}, against ${wording.count(previous.overall.tickets)} in ${before}.`;
  const told = [
    sureChange(report, 'overall', 'Tickets'),
    ...report.byTier.map((tier) => sureChange(report, `byTier.${tier.key}`, `${capital(tier.label)} tickets`)),
  ].filter((sentence) => sentence !== undefined);
  return [counted, ...(told.length > 0 ? told.slice(0, 3) : ['Nothing changed beyond chance.'])];
}

/** One sentence on what changed for sure in a group: its resolution, else its first answer. */
function sureChange(report: Report, place: string, subject: string): string | undefined {
  const found = [NET_MEDIAN, NET_MEAN, ANSWER_MEDIAN]
    .map((path) => ({ path, change: changeOf(report, `${place}.${path}`) }))
    .find(({ change }) => change?.significant === true && change.difference !== null);
  const change = found?.change;
  if (!found || !change || change.current === null || change.previous === null) return undefined;
  const verb = found.path === ANSWER_MEDIAN ? 'answered' : 'solved';
  const measure = found.path === NET_MEAN ? 'mean' : 'median';
  const pace = (change.difference ?? 0) < 0 ? 'faster' : 'slower';
  return `${subject} were ${verb} ${pace}: ${measure} ${formatDuration(change.previous)} → ${formatDuration(change.current)}.`;
}

/** Where the time of a group went, in the parts a lead can do something about. Parts without any time are left out. */
export function spentSlices({ timeSpentSeconds }: Pick<Group, 'timeSpentSeconds'>, wording: Wording): Slice[] {
  let total = 0;
  for (const cause of CAUSE_NAMES) total += timeSpentSeconds[cause];
  if (total === 0) return [];
  return SLICE_NAMES.flatMap((key) => {
    let seconds = 0;
    for (const cause of CAUSE_NAMES) if (CAUSES[cause].slice === key) seconds += timeSpentSeconds[cause];
    const { label } = SLICES[key];
    return seconds === 0 ? [] : [{ key, label, share: seconds / total, words: wording.share(seconds / total) }];
  });
}

/** Simple and complex work apart, with the warning that the total hides what the tiers tell, where it does for sure. */
export function tierSection(report: Report, wording: Wording): Section | null {
  const tiers = report.byTier.filter(({ tickets }) => tickets > 0);
  if (tiers.length === 0) return null;
  const rows = tiers.map((tier) => {
    const { net } = tier.finalResolution;
    const change = changeOf(report, `byTier.${tier.key}.finalResolution.net.medianSeconds`);
    const difference = change?.significant === true ? change.difference : null;
    return [
      { text: tier.label },
      { text: wording.count(tier.tickets) },
      { text: wording.time(net, 'medianSeconds') },
      { text: net?.meanSeconds == null ? '' : wording.time(net, 'meanSeconds') },
      { text: net?.p90Seconds == null ? '' : wording.time(net, 'p90Seconds') },
      ...(report.previous === null
        ? []
        : [{ text: difference === null ? 'no clear change' : wording.difference(difference) }]),
    ];
  });
  const head = ['Tier', 'Tickets', 'Median', 'Mean', '9 in 10 within', ...(report.previous === null ? [] : ['Change'])];
  return {
    key: 'tiers',
    heading: `By complexity, ${CLOCKS.net.label}`,
    lines: report.masking.filter(({ beyondChance }) => beyondChance).map(({ sentence }) => `Careful: ${sentence}`),
    table: { head, rows },
  };
}
