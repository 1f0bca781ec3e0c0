import type { Group, Report, Stat } from '../../report/schema.ts';
import { durationWords } from '../durations.ts';
import type { Wording } from '../wording.ts';
import type { Section, Text } from './content.ts';
import type { Context } from './context.ts';
import { ROUGH_MEAN_BELOW } from './thresholds.ts';
import { verdictWords } from './times.ts';

/** Simple and complex work apart: descriptive figures of the tickets solved, mean and median side by side; null without any. */
export function complexitySection(context: Context): Section | null {
  const { report, wording } = context;
  const solved = report.overall.finalResolution.net?.n ?? 0;
  if (solved === 0) return null;
  const tiers = report.byTier.filter(({ tickets }) => tickets > 0);
  const stated = isStated(report);
  const row = (group: Group, label: string, before: Group | undefined): Text[] => {
    const { net } = group.finalResolution;
    const was = before === undefined ? undefined : `was ${wording.count(before.tickets)}`;
    return [
      { text: label },
      {
        text: wording.count(group.tickets),
        beside: was,
        opens: group.key === 'overall' ? 'overall' : `byTier=${group.key}`,
        figure: `${group.key}.tickets`,
      },
      { text: timeWords(net, 'medianSeconds') },
      { text: meanWords(net) },
      { text: timeWords(net, 'p90Seconds') },
      ...(stated ? [changeCell(group, context)] : []),
    ];
  };
  const previous = report.coverage.comparable ? report.previous : null;
  return {
    key: 'complexity',
    heading: 'By complexity',
    beside: `the ${wording.count(solved)} solved`,
    lines: report.masking.filter(({ beyondChance }) => beyondChance).map(({ sentence }) => sentence),
    table: {
      head: [
        { text: '' },
        { text: 'Solved', right: true },
        { text: 'Half within', right: true },
        { text: 'Average', right: true },
        { text: '9 in 10 within', right: true, optional: true },
        ...(stated ? [{ text: 'Change', right: true }] : []),
      ],
      rows: [
        ...tiers.map((tier) =>
          row(
            tier,
            wording.tierHeading(tier.key),
            previous?.byTier.find(({ key }) => key === tier.key),
          ),
        ),
        row({ ...report.overall, key: 'overall' }, 'All', previous?.overall),
      ],
      total: true,
    },
    after: solvedAgain(report, solved, wording),
  };
}

/** Whether the desk itself says how complex a ticket is; a score is made by the work and can carry no change. */
function isStated({ definitions }: Report): boolean {
  return /^(TIER_FIELD|TIER_TAGS|field|tags)/i.test(definitions.tierRule);
}

function changeCell(group: Group, context: Context): Text {
  const wanted = group.key === 'overall' ? 'overall' : `byTier=${group.key}`;
  const change = context.report.changes.find((each) => each.measure === 'timeToSolution' && each.group === wanted);
  const words = verdictWords(change, context);
  return { text: words?.text ?? '', tone: words?.tone };
}

/** A figure of a distribution; `too few` where it is withheld, a dash where there is none. */
export function timeWords(stat: Stat, field: 'medianSeconds' | 'p90Seconds'): string {
  if (stat === null) return '–';
  const value = stat[field];
  return value === null ? 'too few' : durationWords(value);
}

/** An average; said to be rough where it is one of few. */
export function meanWords(stat: Stat): string {
  if (stat === null) return '–';
  if (stat.meanSeconds === null) return 'too few';
  return `${stat.n < ROUGH_MEAN_BELOW ? 'about ' : ''}${durationWords(stat.meanSeconds)}`;
}

/** Why there were more solutions than tickets that are solved: readers see both numbers. */
function solvedAgain({ flow }: Report, solved: number, { count }: Wording): string[] {
  if (flow.solved <= solved || flow.reopened === 0) return [];
  return [
    `Of ${count(flow.solved)} solutions the last one of each ticket counts here, and none that a reopening undid: ${count(solved)} tickets were solved at the end.`,
  ];
}
