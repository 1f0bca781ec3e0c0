import type { Action, DigestContent, Needs, Section, Spent, Table, Text } from '../content/content.ts';
import { NEEDS_SHOWN } from '../content/thresholds.ts';
import { linkable, oneLine } from '../escape.ts';
import { type Column, table, wrap } from '../layout.ts';
import { capital } from '../words.ts';

/** What lists the tickets that wait for us where there is no page. */
export const LIST_OF_OPEN = 'fairclock report --tickets waiting';

/** How wide lines may be, and what stands before a heading. */
export interface TextOptions {
  readonly width: number;
  /** Every ticket that needs somebody instead of the first ones. */
  readonly allNeeds?: boolean | undefined;
}

/** A digest in plain text, for a terminal and for the text part of an email: it says all that the other forms say. */
export function digestText(content: DigestContent, options: TextOptions): string[] {
  const { width } = options;
  const say = (text: string, indent = ''): string[] => wrap(oneLine(text, 4000), width, indent);
  const lines: string[] = [oneLine(`Fairclock · ${content.about} · ${content.period}`, 300)];
  if (content.banner !== null) lines.push('', ...say(`! ${content.banner.strong} ${content.banner.text}`, '  '));
  const headline = say(content.headline);
  lines.push('', ...headline, '='.repeat(Math.min(width, Math.max(...headline.map(({ length }) => length)))));
  lines.push(...content.under.flatMap((line) => say(line)));
  if (content.flow.length > 0) {
    lines.push('', ...flowLines(content, width), ...say(content.flowSum));
  }
  if (content.action?.first === true) lines.push('', ...actionLines(content.action, say));
  if (content.times.length > 0) {
    lines.push('');
    for (const { title, value, says, verdict, lines: more } of content.times) {
      const parts = [`${title}: ${value}`, says, verdict?.text ?? '', ...more].filter((part) => part !== '');
      lines.push(...say(`${parts.join('; ').replace(/\.$/, '')}.`, '  '));
    }
    if (content.timesNote !== '') lines.push(...say(content.timesNote));
  }
  lines.push(...content.facts.flatMap((fact) => say(fact)));
  if (content.why !== null) lines.push('', ...sectionLines(content.why, width));
  if (content.action?.first === false) lines.push('', ...actionLines(content.action, say));
  if (content.needs !== null) lines.push('', ...needLines(content.needs, options));
  if (content.satisfaction !== null) {
    const { heading, verdict, lines: more, callBack } = content.satisfaction;
    lines.push(
      '',
      oneLine(`${heading}${verdict === null ? '' : ` (${verdict.text})`}`, 200),
      ...more.flatMap((line) => say(line)),
    );
    if (callBack !== null) lines.push('', callBack.heading, ...tableLines(callBack.table, width));
  }
  if (content.spent !== null) lines.push('', ...spentLines(content.spent, say));
  for (const section of content.sections) lines.push('', ...sectionLines(section, width));
  return lines;
}

/** What stands at the end: as of when, what words mean, what was left out. */
export function footText(content: DigestContent, width: number): string[] {
  return wrap(oneLine(content.foot.join(' '), 6000), width);
}

/** A section as heading, sentences and table. */
export function sectionLines({ heading, beside, lines, table: rows, after }: Section, width: number): string[] {
  const say = (line: string): string[] => wrap(oneLine(line, 4000), width);
  return [
    ...say(`${heading}${beside === '' ? '' : ` (${beside})`}`),
    ...lines.flatMap((line) => say(line)),
    ...(rows === null ? [] : tableLines(rows, width)),
    ...after.flatMap((line) => say(line)),
  ];
}

function flowLines({ flow }: DigestContent, width: number): string[] {
  const words = flow.map(({ label, value, note }) => `${label} ${value}${note === '' ? '' : ` (${note})`}`);
  return wrap(words.join(' · '), width);
}

function actionLines({ title, says, note }: Action, say: (text: string, indent?: string) => string[]): string[] {
  return [
    ...say(`What would help: ${title}. ${says}`, '  '),
    ...(note === null ? [] : say(`${note.title} ${note.says}`, '  ')),
  ];
}

function needLines(needs: Needs, { width, allNeeds }: TextOptions): string[] {
  const { heading, of, all, rows, nothing, beside } = needs;
  const shown = allNeeds === true ? rows : rows.slice(0, NEEDS_SHOWN);
  const head = shown.length === 0 ? heading : `${heading} (${shown.length} of ${of})`;
  const lines = [oneLine(head, 200)];
  if (nothing !== null) lines.push(...wrap(nothing, width));
  if (shown.length > 0) {
    const columns: Column[] = [
      { head: 'Ticket', align: 'left' },
      { head: 'Why', align: 'left' },
      { head: 'With', align: 'left' },
      { head: 'Team', align: 'left', optional: true },
      { head: 'Waiting', align: 'right' },
    ];
    lines.push(
      ...table(
        columns,
        shown.map(({ ticket, about, why, who, team, waiting: time }) => [
          oneLine(`${ticket.text} ${about}`, 60),
          oneLine(why, 60),
          oneLine(who, 30),
          oneLine(team, 24),
          time,
        ]),
        width,
      ),
      ...shown.flatMap(({ ticket }) => address(ticket)),
    );
  }
  if (shown.length < rows.length) {
    lines.push(...wrap(`${all}: ${LIST_OF_OPEN}`, width));
  }
  if (beside !== '') lines.push(...wrap(beside, width));
  return lines;
}

function spentLines({ heading, lines, label, slices, before }: Spent, say: (text: string) => string[]): string[] {
  const words = (list: Spent['slices']): string => list.map(({ label, words }) => `${label} ${words}`).join(', ');
  return [
    ...say(heading),
    ...lines.flatMap((line) => say(line)),
    ...say(`${label}: ${words(slices)}.`),
    ...(before === null ? [] : say(`${capital(before.label)}: ${words(before.slices)}.`)),
  ];
}

/** A table with its links below it: in plain text none can stand behind a word. */
export function tableLines({ head, rows }: Table, width: number): string[] {
  const columns = head.map(
    ({ text, right, optional }): Column => ({
      head: text,
      align: right === true ? 'right' : 'left',
      ...(optional === true ? { optional } : {}),
    }),
  );
  const cells = rows.map((row) => row.map(cellText));
  return [...table(columns, cells, width), ...rows.flatMap(([first]) => (first === undefined ? [] : address(first)))];
}

function cellText({ text, beside }: Text): string {
  return oneLine(beside === undefined || beside === '' ? text : `${text} ${beside}`, 60);
}

function address({ text, url }: Text): string[] {
  const found = linkable(url);
  return found === undefined ? [] : [`  ${oneLine(text, 40)}: ${found}`];
}
