import type { Context } from './context.ts';
import { ownFootLine } from './own.ts';

/** What the reader must know of every figure: as of when, what "was" is, what is counted, what was left out. */
export function footLines(context: Context): string[] {
  const { report, wording, words, options } = context;
  const { quality, window, flow, definitions } = report;
  const reads = Object.values(quality.watermarks).flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  const asOf = Math.min(Date.parse(report.generatedAt), ...reads);
  const own = ownFootLine(context);
  const lines = [`Data as of ${wording.moment(asOf)} (${window.timeZone}).`, ...(own === null ? [] : [own])];
  if (report.coverage.comparable && options.first !== true && report.previous !== null) {
    lines.push(
      `“Was” is ${words.before}, ${wording.shortDays(Date.parse(report.previous.from), Date.parse(report.previous.to))}.`,
    );
  }
  lines.push(
    'Time to first answer and time to solution count the tickets that are still waiting too, so they are a little longer than the times of those already solved.',
    ...(definitions.population === 'all' ? ['Tickets that a bot deals with are in these times too.'] : []),
    'A day (d) is 24 hours.',
    'Complexity is told by what the work was, never by how long it took.',
  );
  const known = quality.customerZoneKnownShare;
  if (known !== null && known < 1) {
    lines.push(
      `Customers’ time zones are known for ${wording.share(known)} of tickets; for the others no hours are taken out.`,
    );
  }
  const left = Object.entries(quality.excluded).map(([reason, n]) => `${wording.count(n)} ${reason}`);
  const rejected = Object.values(quality.rejected).reduce((sum, n) => sum + n, 0);
  if (rejected > 0) left.push(`${wording.count(rejected)} unreadable rows`);
  if (quality.impossible.length > 0) left.push(`${wording.count(quality.impossible.length)} impossible facts`);
  if (left.length > 0) lines.push(`Left out: ${left.join(', ')}.`);
  if (flow.solvedWithoutDate > 0) {
    lines.push(
      flow.solvedWithoutDate === 1
        ? '1 solved ticket has no date and is in no time figure.'
        : `${wording.count(flow.solvedWithoutDate)} solved tickets have no date and are in no time figure.`,
    );
  }
  const unknown = Object.keys(quality.unknownStatuses);
  if (unknown.length > 0) lines.push(`Statuses nobody has mapped: ${unknown.join(', ')}.`);
  if (definitions.teamHours === null) {
    lines.push('No opening hours are set: whoever has no hours of their own counts as always at work.');
  }
  return lines;
}
