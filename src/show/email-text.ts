import type { Cell, DigestContent, Section } from './content/content.ts';
import { linkable, oneLine } from './escape.ts';
import { type Column, table, wrap } from './layout.ts';

const WIDTH = 76;

/** The plain-text part of a digest by email: it says all that the HTML part says. */
export function emailText(content: DigestContent, unsubscribeUrl?: string): string {
  const lines = [oneLine(content.title), '='.repeat(Math.min(WIDTH, oneLine(content.title).length))];
  for (const alert of content.alerts) lines.push('', ...wrap(`! ${oneLine(alert, 500)}`, WIDTH, '  '));
  if (content.quiet !== null) lines.push('', ...wrap(content.quiet, WIDTH));
  if (content.summary.length > 0) lines.push('', ...content.summary.flatMap((line) => wrap(line, WIDTH)));
  if (content.figures.length > 0) {
    lines.push('');
    for (const { label, value, note } of content.figures) {
      lines.push(...wrap(`${label}: ${value}${note === '' ? '' : `; ${note}`}`, WIDTH, '  '));
    }
  }
  if (content.spent.length > 0) {
    const words = content.spent.map(({ label, words }) => `${label} ${words}`).join(', ');
    lines.push('', ...wrap(`Where the time went: ${words}.`, WIDTH));
  }
  for (const part of content.sections) lines.push('', ...sectionLines(part));
  if (content.pageUrl !== null) lines.push('', `All figures, and the tickets behind each: ${content.pageUrl}`);
  if (content.footer.length > 0) lines.push('', ...wrap(oneLine(content.footer.join(' '), 4000), WIDTH));
  if (unsubscribeUrl !== undefined) lines.push('', `No more of these: ${unsubscribeUrl}`);
  return `${lines.join('\n')}\n`;
}

function sectionLines({ heading, lines, table: rows }: Section): string[] {
  const out = [oneLine(heading), ...lines.flatMap((line) => wrap(oneLine(line, 2000), WIDTH))];
  if (rows === null) return out;
  const columns = rows.head.map((head, index): Column => ({ head, align: index === 0 ? 'left' : 'right' }));
  out.push(
    ...table(
      columns,
      rows.rows.map((row) => row.map(({ text }) => oneLine(text, 60))),
      WIDTH,
    ),
  );
  return [...out, ...rows.rows.flatMap(addresses)];
}

/** A link cannot stand behind a word in plain text, so addresses follow the table. */
function addresses(row: readonly Cell[]): string[] {
  const [first] = row;
  const address = linkable(first?.url);
  return address === undefined ? [] : [`${oneLine(first!.text, 40)}: ${address}`];
}
