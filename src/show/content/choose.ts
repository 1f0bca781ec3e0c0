import { CADENCES, type Cadence } from '../../model/window.ts';
import type { Report } from '../../report/schema.ts';
import { type Wording, wordingOf } from '../words.ts';
import type { ContentOptions, DigestContent } from './content.ts';
import { headline, spentSlices, tierSection } from './headline.ts';
import { agentSection, customerSection, followUpSection, frequentSection, openSection } from './sections.ts';

/** Chooses what of a report a support lead needs on a Monday morning. Pure, from the report alone. */
export function digestContent(report: Report, options: ContentOptions): DigestContent {
  const { window, overall } = report;
  const wording = wordingOf(options.locale, window.timeZone);
  const days = wording.days(Date.parse(window.from), Date.parse(window.to));
  const title = `${options.about ?? 'Support'}, ${days}`;
  const common = { title, alerts: alertsOf(report, wording), pageUrl: options.pageUrl ?? null };
  if (overall.tickets === 0) {
    const quiet = quietSentence(report, options.cadence, wording);
    return {
      ...common,
      subject: `${title}: a quiet ${CADENCES[options.cadence].period}`,
      quiet,
      summary: [],
      figures: [],
      spent: [],
      sections: [],
      footer: [],
    };
  }
  const { figures, summary } = headline(report, wording);
  const sections = [
    tierSection(report, wording),
    ...(options.agents === true ? [agentSection(report, wording)] : []),
    customerSection(report, wording),
    openSection(report, wording),
    followUpSection(report, wording),
    frequentSection(report, wording),
  ];
  return {
    ...common,
    subject: subjectOf(report, title, wording),
    quiet: null,
    summary,
    figures,
    spent: spentSlices(overall, wording),
    sections: sections.filter((section) => section !== null),
    footer: footerOf(report, wording),
  };
}

function quietSentence({ open }: Report, cadence: Cadence, wording: Wording): string {
  const begin = `A quiet ${CADENCES[cadence].period}: no ticket was solved`;
  if (open.n === 0) return `${begin}, and none is open.`;
  return `${begin}; ${wording.count(open.n)} ${open.n === 1 ? 'is' : 'are'} open, ${wording.count(open.heldByTeam)} of them waiting for us.`;
}

function subjectOf({ overall, simulated }: Report, title: string, wording: Wording): string {
  const median = wording.time(overall.finalResolution.net, 'medianSeconds');
  const stat = overall.finalResolution.net;
  const figure = stat?.medianSeconds == null ? '' : `, half within ${median}`;
  const tickets = `${wording.count(overall.tickets)} solved`;
  return `${simulated ? '[simulated] ' : ''}${title}: ${tickets}${figure}`;
}

/** A source that has not been read past the window comes first: low figures would mislead. */
function alertsOf({ quality, window, simulated }: Report, wording: Wording): string[] {
  const alerts: string[] = [];
  const to = Date.parse(window.to);
  for (const [source, at] of Object.entries(quality.watermarks)) {
    if (at === null) alerts.push(`${source} has not been read to its end yet: the figures lack tickets.`);
    else if (Date.parse(at) < to) {
      alerts.push(
        `${source} was last read on ${wording.moment(Date.parse(at))}: what happened there later is missing.`,
      );
    }
  }
  if (simulated) alerts.push('Simulated data: an invented company, not your customers.');
  return alerts;
}

function footerOf({ quality, definitions, window, generatedAt }: Report, wording: Wording): string[] {
  const read = Object.values(quality.watermarks).flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  const asOf = Math.min(Date.parse(generatedAt), ...read);
  const missing = Object.entries(quality.excluded).map(([reason, n]) => `${wording.count(n)} ${reason}`);
  const rejected = Object.values(quality.rejected).reduce((sum, n) => sum + n, 0);
  if (rejected > 0) missing.push(`${wording.count(rejected)} unreadable rows`);
  if (quality.impossible.length > 0) missing.push(`${wording.count(quality.impossible.length)} impossible facts`);
  const known = quality.customerZoneKnownShare;
  const unknown = Object.keys(quality.unknownStatuses);
  const lines = [`Data as of ${wording.moment(asOf)} (${window.timeZone}).`];
  if (missing.length > 0) lines.push(`Left out: ${missing.join(', ')}.`);
  if (known !== null && known < 1) {
    lines.push(
      `Customer's time zone known for ${wording.share(known)} of tickets; the others are taken to share ours.`,
    );
  }
  if (unknown.length > 0) lines.push(`Statuses nobody has mapped: ${unknown.join(', ')}.`);
  if (definitions.teamHours === null) lines.push('No team hours are set: the team counts as always at work.');
  lines.push(`${netSentence(definitions.netExcludes)} Complexity by ${definitions.tierRule}, from the work done.`);
  return lines;
}

function netSentence(excludes: readonly string[]): string {
  const words = [
    ...(excludes.some((name) => name.endsWith('_time_zone_wait')) ? ['waits that only time zones cause'] : []),
    ...(excludes.includes('solved_gap') ? ['the time a ticket lay solved before it was reopened'] : []),
    ...excludes.filter((name) => !name.endsWith('_time_zone_wait') && name !== 'solved_gap'),
  ];
  return words.length === 0 ? 'Net is the wall clock here.' : `Net is the wall clock without ${words.join(' and ')}.`;
}
