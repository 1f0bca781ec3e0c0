import { CAUSES } from '../../model/catalogue.ts';
import type { WhatIf, WhatIfSearch } from '../../report/schema-what-if.ts';
import { differenceWords, durationWords } from '../durations.ts';
import { type Wording, wordingOf } from '../wording.ts';
import type { Section, Text } from './content.ts';
import type { StoryContent } from './story.ts';
import { excludedWords } from './times.ts';

/** What other hours would have changed, in words, before any form has its way of writing it. */
export function whatIfContent(
  made: WhatIf,
  options: { readonly locale: string; readonly minSample: number },
): StoryContent {
  const { window, tickets, replayed } = made;
  const wording = wordingOf(options.locale, window.timeZone, Date.parse(window.to));
  const lines = [
    `${wording.count(tickets)} tickets solved ${wording.days(Date.parse(window.from), Date.parse(window.to))}.`,
    made.sentence,
  ];
  return {
    title: `What if ${changeWords(made)}?`,
    lines,
    sections:
      tickets < options.minSample || made.touched === 0
        ? []
        : [
            ...(replayed === null ? [] : [replayedSection(replayed, made.netExcludes)]),
            {
              heading: 'The same histories, told by the other hours (exact)',
              lines: [
                'Nothing moves here: each instant of what happened is named by the hours that would have been kept. Longer hours also make more of a wait a matter of time zones.',
              ],
              table: causesTable(made),
            },
            {
              heading: 'From which cause to which',
              lines: [],
              table: matrixTable(made),
            },
          ],
  };
}

/** The best blocks of a search, in words. */
export function whatIfSearchContent(
  { hours, tried, best }: WhatIfSearch,
  options: { readonly locale: string },
): StoryContent {
  const [first] = best;
  const wording =
    first === undefined ? undefined : wordingOf(options.locale, first.window.timeZone, Date.parse(first.window.to));
  return {
    title: `Which ${hours} hours more would help most?`,
    lines: [
      `${tried} blocks were tried: each team, weekdays and weekends, each full hour.`,
      ...(first === undefined || wording === undefined
        ? ['None of them would have solved an average ticket sooner.']
        : [
            `${wording.count(first.tickets)} tickets solved ${wording.days(Date.parse(first.window.from), Date.parse(first.window.to))}. It is assumed that the work takes as long as it did.`,
          ]),
    ],
    sections: first === undefined || wording === undefined ? [] : [searchSection(best, wording)],
  };
}

function searchSection(best: readonly WhatIf[], wording: Wording): StoryContent['sections'][number] {
  return {
    heading: 'The best of them',
    lines: [],
    table: {
      head: [
        { text: 'Also open' },
        { text: 'Solved sooner', right: true },
        { text: 'Half within', right: true },
        { text: 'was', right: true },
        { text: 'Average', right: true },
        { text: 'was', right: true },
      ],
      rows: best.flatMap((made): Text[][] => {
        const { replayed, change } = made;
        if (replayed === null) return [];
        return [
          [
            { text: `${change.teams === null ? 'The desk' : change.teams.join(', ')}, ${change.hours}` },
            { text: wording.count(replayed.sooner) },
            { text: durationWords(replayed.median.otherSeconds) },
            { text: durationWords(replayed.median.seconds) },
            { text: durationWords(replayed.mean.otherSeconds) },
            { text: durationWords(replayed.mean.seconds) },
          ],
        ];
      }),
    },
  };
}

function changeWords({ change }: WhatIf): string {
  const whose = change.teams === null ? 'the whole desk' : change.teams.join(' and ');
  return change.kind === 'add' ? `${whose} also kept ${change.hours}` : `${whose} kept ${change.hours}`;
}

function replayedSection(
  replayed: NonNullable<WhatIf['replayed']>,
  netExcludes: WhatIf['netExcludes'],
): StoryContent['sections'][number] {
  const { median, netMedian, mean } = replayed;
  const row = (label: string, figure: typeof mean, interval: readonly [number, number] | null): Text[] => [
    { text: label },
    { text: durationWords(figure.seconds) },
    { text: durationWords(figure.otherSeconds) },
    { text: movedWords(figure) },
    { text: interval === null ? '' : `${durationWords(interval[0])} to ${durationWords(interval[1])}` },
  ];
  return {
    heading: 'Played forward under the other hours',
    lines: [
      'Each turn keeps the working time that it took, customers keep their hours; what was done outside hours comes as long after them as it did.',
    ],
    table: {
      head: [
        { text: 'Solved within' },
        { text: 'Was', right: true },
        { text: 'Would be', right: true },
        { text: 'Change', right: true },
        { text: 'Likely between', right: true, optional: true },
      ],
      rows: [
        row('Half, by the calendar', median, median.otherInterval),
        row('Average, by the calendar', mean, null),
        row(`Half, without ${excludedWords(netExcludes)}`, netMedian, netMedian.otherInterval),
      ],
    },
  };
}

function causesTable({ causes, netMean, netExcludes }: WhatIf): Section['table'] {
  const rows = [
    ...causes
      .filter(({ seconds, otherSeconds }) => seconds !== 0 || otherSeconds !== 0)
      .map(({ cause, ...figure }) => ({ label: CAUSES[cause].label as string, figure })),
    { label: `Average, without ${excludedWords(netExcludes)}`, figure: netMean },
  ];
  return {
    head: [
      { text: 'An average ticket' },
      { text: 'Was', right: true },
      { text: 'Would be', right: true },
      { text: 'Change', right: true },
    ],
    rows: rows.map(({ label, figure }): Text[] => [
      { text: label },
      { text: durationWords(figure.seconds) },
      { text: durationWords(figure.otherSeconds) },
      { text: movedWords(figure) },
    ]),
    total: true,
  };
}

function matrixTable({ matrix }: WhatIf): Section['table'] {
  return {
    head: [{ text: 'It was' }, { text: 'It would be' }, { text: 'Of an average ticket', right: true }],
    rows: matrix
      .filter(({ from, to }) => from !== to)
      .sort((a, b) => b.seconds - a.seconds)
      .map(({ from, to, seconds }): Text[] => [
        { text: CAUSES[from].label },
        { text: CAUSES[to].label },
        { text: durationWords(seconds) },
      ]),
  };
}

function movedWords({ seconds, otherSeconds }: { readonly seconds: number; readonly otherSeconds: number }): string {
  const moved = otherSeconds - seconds;
  return Math.abs(moved) < 60 ? '±0' : `${moved < 0 ? '−' : '+'}${differenceWords(moved)}`;
}
