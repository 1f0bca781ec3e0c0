import type { Cell, DigestContent, Section, Slice, Table } from './content/content.ts';
import { escapeMrkdwn, linkable, oneLine } from './escape.ts';

/** One block of a message, as Slack's Block Kit has it. */
export type Block = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A message for Slack: blocks, and a text for notifications and screen readers. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/**
 * How much of Block Kit a message uses. Slack refuses a whole message for one block it does not know, so a refused one is
 * written again with less: `chart` (native chart and table), `table` (no chart), `text` (mrkdwn alone).
 */
export const SLACK_STYLES = ['chart', 'table', 'text'] as const;
export type SlackStyle = (typeof SLACK_STYLES)[number];

/** Characters of all blocks together; Slack refuses somewhat above 13,000, by experience. */
const LARGEST_MESSAGE = 11_000;
const MOST_BLOCKS = 48;
const LONGEST_SECTION = 2900;
const LONGEST_CONTEXT = 1900;
const LONGEST_FALLBACK = 3000;
const LONGEST_CELL = 80;
const MOST_LISTED = 30;

/** A digest as a Slack message, within the documented limits and well under the size at which Slack refuses it whole. */
export function slackMessage(content: DigestContent, style: SlackStyle = 'chart'): SlackMessage {
  const blocks: Block[] = [
    { type: 'header', text: { type: 'plain_text', text: oneLine(content.title, 150), emoji: false } },
    ...content.alerts.map((alert) => section(`:warning: ${escaped(alert)}`)),
  ];
  if (content.quiet !== null) blocks.push(section(escaped(content.quiet)));
  if (content.summary.length > 0) blocks.push(section(content.summary.map(escaped).join('\n')));
  if (content.figures.length > 0) blocks.push(figures(content));
  blocks.push(...spent(content.spent, style));
  for (const part of content.sections) blocks.push(...sectionBlocks(part, style));
  const page = linkable(content.pageUrl ?? undefined);
  if (page !== undefined) blocks.push(section(link(page, 'All figures, and the tickets behind each')));
  const footer = content.footer.filter((line) => oneLine(line) !== '');
  if (footer.length > 0) {
    const text = cut(footer.map(escaped).join(' '), LONGEST_CONTEXT);
    blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] });
  }
  return { text: fallback(content), blocks: withinLimits(blocks.filter((block) => !isEmpty(block))) };
}

/** A section without any text is refused. */
function isEmpty({ text, fields }: Block): boolean {
  return fields === undefined && typeof text === 'object' && (text as { text: string }).text.trim() === '';
}

/** As many blocks, from the first on, as Slack surely takes in one message; the last one says where the data stand. */
function withinLimits(blocks: readonly Block[]): readonly Block[] {
  const kept: Block[] = [];
  const last = blocks.at(-1)!;
  let size = JSON.stringify(last).length + 200;
  for (const block of blocks.slice(0, -1)) {
    size += JSON.stringify(block).length + 1;
    if (size > LARGEST_MESSAGE || kept.length >= MOST_BLOCKS) {
      kept.push(section('_There is more: on the page, or by email._'));
      break;
    }
    kept.push(block);
  }
  return [...kept, last];
}

function fallback({ subject, alerts, quiet, summary }: DigestContent): string {
  const lines = [subject, ...alerts, ...(quiet === null ? [] : [quiet]), ...summary];
  return cut(lines.map(escaped).join('\n'), LONGEST_FALLBACK);
}

function figures({ figures }: DigestContent): Block {
  return {
    type: 'section',
    fields: figures.map(({ label, value, note }) => ({
      type: 'mrkdwn',
      text: cut(`${escaped(label)}\n*${escaped(value)}*${note === '' ? '' : `\n_${escaped(note)}_`}`, LONGEST_CONTEXT),
      verbatim: true,
    })),
  };
}

const SQUARES: Readonly<Record<Slice['key'], string>> = {
  work: '🟦',
  closed: '⬜',
  zones: '🟨',
  customer: '🟩',
  third_party: '🟪',
  other: '⬛',
};
const BAR_SQUARES = 20;

/** The stacked bar of where the time went: as a native chart, else in squares; in words both times. */
function spent(slices: readonly Slice[], style: SlackStyle): Block[] {
  if (slices.length === 0) return [];
  const words = (square: (key: Slice['key']) => string): string =>
    slices.map(({ key, label, words }) => `${square(key)}${escaped(label)} ${escaped(words)}`).join('   ');
  if (style === 'chart') return [chart(slices), section(words(() => ''))];
  return [section(`*Where the time went*\n${squares(slices)}\n${words((key) => `${SQUARES[key]} `)}`)];
}

function chart(slices: readonly Slice[]): Block {
  const shown = slices.filter(({ share }) => share >= 0.0005);
  return {
    type: 'data_visualization',
    title: 'Where the time went, % of all time',
    chart: {
      type: 'bar',
      series: [
        {
          name: '% of all time',
          data: shown.map(({ label, share }) => ({ label: axisLabel(label), value: Math.round(share * 1000) / 10 })),
        },
      ],
      axis_config: { categories: shown.map(({ label }) => axisLabel(label)) },
    },
  };
}

function axisLabel(label: string): string {
  return oneLine(label, 20);
}

/** Twenty squares shared out by largest remainder, so that they always are twenty. */
function squares(slices: readonly Slice[]): string {
  const parts = slices.map(({ key, share }) => ({
    key,
    exact: share * BAR_SQUARES,
    n: Math.floor(share * BAR_SQUARES),
  }));
  let left = BAR_SQUARES - parts.reduce((sum, { n }) => sum + n, 0);
  for (const part of parts.toSorted((a, b) => b.exact - b.n - (a.exact - a.n))) {
    if (left <= 0) break;
    part.n += 1;
    left -= 1;
  }
  return parts.map(({ key, n }) => SQUARES[key].repeat(n)).join('');
}

function sectionBlocks(part: Section, style: SlackStyle): Block[] {
  const head = [`*${escaped(part.heading)}*`, ...part.lines.map(escaped)];
  // A message may hold one table only: the tiers'.
  if (part.table !== null && part.key === 'tiers' && style !== 'text') {
    return [section(head.join('\n')), tableBlock(part.table)];
  }
  const listed =
    part.table === null ? [] : part.table.rows.slice(0, MOST_LISTED).map((row) => listLine(part.table!, row));
  return [section([...head, ...listed].join('\n'))];
}

function tableBlock({ head, rows }: Table): Block {
  return {
    type: 'table',
    column_settings: head.map((_, index) => ({ align: index === 0 ? 'left' : 'right' })),
    rows: [head.map((text) => ({ text })), ...rows].map((row) =>
      row.map(({ text }) => ({ type: 'raw_text', text: oneLine(text, LONGEST_CELL) || '–' })),
    ),
  };
}

/** A row of a table as a line: its name, then each figure with what it is. */
function listLine({ head }: Table, [first, ...rest]: readonly Cell[]): string {
  const words = rest.flatMap(({ text }, index) =>
    text === '' ? [] : [`${escaped(head[index + 1]!.toLowerCase())} ${escaped(oneLine(text, LONGEST_CELL))}`],
  );
  return `• ${cellText(first!)}${words.length === 0 ? '' : ` – ${words.join(', ')}`}`;
}

function cellText({ text, url }: Cell): string {
  const address = linkable(url);
  const words = oneLine(text, LONGEST_CELL);
  return address === undefined ? escaped(words) : link(address, words);
}

function link(address: string, words: string): string {
  return `<${address.replaceAll('&', '&amp;')}|${escapeMrkdwn(words.replaceAll('|', '¦'))}>`;
}

function section(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: cutLines(text, LONGEST_SECTION), verbatim: true } };
}

function escaped(text: string): string {
  return escapeMrkdwn(oneLine(text, LONGEST_CONTEXT));
}

/** Cut between lines, so that no link or entity is cut through. */
function cutLines(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept: string[] = [];
  let length = 2;
  for (const line of text.split('\n')) {
    length += line.length + 1;
    if (length > longest) break;
    kept.push(line);
  }
  return kept.length === 0 ? cut(text, longest) : [...kept, '…'].join('\n');
}

/** Cut after a whole word or entity. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/\s?\S*$/, '')}…`;
}
