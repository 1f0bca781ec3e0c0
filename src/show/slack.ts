import type { DigestContent, NeedRow, Section, Table, Text, TimeCard } from './content/content.ts';
import { NEEDS_SHOWN } from './content/thresholds.ts';
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
/** Room for the block that names what is left out. */
const LONGEST_REST = 700;
const LONGEST_CELL = 80;
const MOST_LISTED = 30;
const MOST_CALL_BACKS = 5;

/** A digest as a Slack message, within the documented limits and well under the size at which Slack refuses it whole. */
export function slackMessage(content: DigestContent, style: SlackStyle = 'chart'): SlackMessage {
  const page = linkable(content.pageUrl ?? undefined);
  const action = content.action === null ? [] : actionBlocks(content, page);
  const blocks: Block[] = [
    { type: 'header', text: { type: 'plain_text', text: oneLine(content.headline, 150), emoji: false } },
    context(`${escaped(content.about)}  |  ${escaped(content.period)}`),
    ...(content.banner === null
      ? []
      : [section(`*${escaped(content.banner.strong)}* ${escaped(content.banner.text)}`)]),
    ...content.under.map((line) => section(escaped(line))),
    ...flowBlocks(content),
    ...(content.action?.first === true ? action : []),
    ...timeBlocks(content),
    ...content.facts.map((fact) => context(escaped(fact))),
    ...(content.why === null ? [] : sectionBlocks(content.why, style)),
    ...(content.action?.first === false ? action : []),
    ...needBlocks(content, page, style),
    ...(style === 'chart' ? chartBlocks(content.times) : []),
    ...satisfactionBlocks(content, page),
    ...spentBlocks(content),
    ...content.sections.flatMap((part) => sectionBlocks(part, content.needs === null ? style : 'text')),
    footBlock(content, page),
  ];
  return {
    text: fallback(content),
    blocks: withinLimits(
      blocks.filter((block) => !isEmpty(block)),
      page,
    ),
  };
}

/** A section without any text is refused. */
function isEmpty({ text, fields }: Block): boolean {
  return fields === undefined && typeof text === 'object' && (text as { text: string }).text.trim() === '';
}

/** As many blocks, from the first on, as Slack surely takes in one message; then what is left out, and where the data stand. */
function withinLimits(blocks: readonly Block[], page: string | undefined): readonly Block[] {
  const last = blocks.at(-1)!;
  const kept: Block[] = [];
  let size = JSON.stringify(last).length + LONGEST_REST;
  for (const [index, block] of blocks.slice(0, -1).entries()) {
    size += JSON.stringify(block).length + 1;
    if (size > LARGEST_MESSAGE || kept.length >= MOST_BLOCKS) {
      kept.push(restBlock(blocks.slice(index, -1), page));
      break;
    }
    kept.push(block);
  }
  return [...kept, last];
}

/** Names the parts that a message has no room for, by their headings. */
function restBlock(left: readonly Block[], page: string | undefined): Block {
  const headings = left.flatMap(({ text }) => {
    const words = (text as { readonly text?: string } | undefined)?.text ?? '';
    const heading = /^\*([^*]+?):?\*/.exec(words)?.[1];
    return heading === undefined ? [] : [heading];
  });
  const where = page === undefined ? 'in the report' : link(page, 'on the page');
  const names = headings.length === 0 ? '' : `: ${headings.join('; ')}`;
  return context(cut(`There is more ${where}${names}`, LONGEST_REST - 100));
}

function fallback({ subject, preview, banner }: DigestContent): string {
  const lines = [subject, ...(banner === null ? [] : [`${banner.strong} ${banner.text}`]), preview];
  return cut(lines.map(escaped).join('\n'), LONGEST_FALLBACK);
}

function flowBlocks({ flow, flowSum }: DigestContent): Block[] {
  if (flow.length === 0) return [];
  const fields = flow.map(({ label, value, note }) => ({
    type: 'mrkdwn',
    text: `*${escaped(value)}* ${escaped(label.toLowerCase())}${note === '' ? '' : `, ${escaped(note)}`}`,
    verbatim: true,
  }));
  return [{ type: 'section', fields }, context(escaped(flowSum))];
}

function actionBlocks({ action }: DigestContent, page: string | undefined): Block[] {
  if (action === null) return [];
  const more = action.link === null ? '' : ` ${actionLink(action.link, page)}`;
  const note = action.note === null ? [] : [section(`*${escaped(action.note.title)}* ${escaped(action.note.says)}`)];
  return [section(`*What would help:* ${escaped(action.title)}. ${escaped(action.says)}${more}`), ...note];
}

/** What an action leads to: a ticket, or a list of them on the page. */
function actionLink({ text, url, opens }: Text, page: string | undefined): string {
  const address = linkable(url) ?? (opens === undefined || page === undefined ? undefined : `${page}#open`);
  return address === undefined ? '' : link(address, text);
}

function timeBlocks({ times, timesNote }: DigestContent): Block[] {
  if (times.length === 0) return [];
  const fields = times.map(({ title, value, says, verdict, lines }) => ({
    type: 'mrkdwn',
    text: cut(
      [
        escaped(title),
        `*${escaped(value)}*${verdict === null ? '' : `, ${escaped(verdict.text)}`}`,
        escaped(says),
        ...lines.map(escaped),
      ]
        .filter((line) => line !== '')
        .join('\n'),
      LONGEST_CONTEXT,
    ),
    verbatim: true,
  }));
  return [{ type: 'section', fields }, ...(timesNote === '' ? [] : [context(escaped(timesNote))])];
}

/** The weeks of both times as one chart; weeks without a figure are left out of their line. */
function chartBlocks(times: readonly TimeCard[]): Block[] {
  const known = times.filter(({ weeks }) => weeks.length > 1 && weeks.every(({ seconds }) => seconds !== null));
  const [first] = known;
  if (first === undefined) return [];
  const categories = first.weeks.map(({ label }) => axisLabel(label));
  return [
    {
      type: 'data_visualization',
      title: `${known.map(({ title }) => title).join(', ')} (hours)`,
      chart: {
        type: 'line',
        series: known.map(({ title, weeks }) => ({
          name: title,
          data: weeks.map(({ label, seconds }) => ({
            label: axisLabel(label),
            value: Math.round((seconds ?? 0) / 360) / 10,
          })),
        })),
        axis_config: { categories, x_label: 'Week of', y_label: 'Hours' },
      },
    },
  ];
}

function needBlocks({ needs }: DigestContent, page: string | undefined, style: SlackStyle): Block[] {
  if (needs === null) return [];
  const { heading, rows, of, nothing, beside } = needs;
  const shown = rows.slice(0, NEEDS_SHOWN);
  if (shown.length === 0) return [section(`*${escaped(heading)}*\n${escaped(nothing ?? '')}`)];
  const all = page === undefined ? escaped(of) : link(`${page}#open`, of);
  const head = section(`*${escaped(heading)}*, ${shown.length} of ${all}`);
  const table =
    style === 'text'
      ? section(shown.map(needLine).join('\n'))
      : tableBlock({
          head: [{ text: 'Ticket' }, { text: 'Why' }, { text: 'With' }, { text: 'Waiting', right: true }],
          rows: shown.map(({ ticket, about, why, who, team, waiting: time }) => [
            { ...ticket, beside: about },
            { text: why },
            { text: who, beside: team },
            { text: time },
          ]),
        });
  return [{ type: 'divider' }, head, table, ...(beside === '' ? [] : [context(escaped(beside))])];
}

function needLine({ ticket, about, why, who, waiting }: NeedRow): string {
  return `• ${cellText(ticket)} ${escaped(oneLine(about, LONGEST_CELL))} – ${escaped(why)}, ${escaped(oneLine(who, LONGEST_CELL))}, ${escaped(waiting)}`;
}

function satisfactionBlocks({ satisfaction }: DigestContent, page: string | undefined): Block[] {
  if (satisfaction === null) return [];
  const { heading, verdict, lines, callBack } = satisfaction;
  const rows = callBack?.table.rows ?? [];
  const call = rows
    .slice(0, MOST_CALL_BACKS)
    .map(
      ([ticket, rated, who]) =>
        `${cellText(ticket!)} (${escaped(rated!.text)}, ${escaped(oneLine(who!.text, LONGEST_CELL))})`,
    );
  const more =
    rows.length > call.length
      ? `, and ${rows.length - call.length} more${page === undefined ? '' : ` ${link(`${page}#satisfaction`, 'on the page')}`}`
      : '';
  const callWords = call.length === 0 ? '' : ` To call back: ${call.join(', ')}${more}`;
  return [
    section(
      `*${escaped(heading)}*${verdict === null ? '' : `, ${escaped(verdict.text)}`}. ${lines.map(escaped).join(' ')}${callWords}`,
    ),
  ];
}

function spentBlocks({ spent }: DigestContent): Block[] {
  if (spent === null) return [];
  return [
    section(
      `*${escaped(spent.heading)}:* ${spent.slices.map(({ label, words }) => `${escaped(label)} ${escaped(words)}`).join(', ')}.`,
    ),
  ];
}

function footBlock(content: DigestContent, page: string | undefined): Block {
  const words = content.foot.map(escaped).join(' ');
  return context(
    page === undefined ? words : `${link(page, 'Everything on the page')}: ${escaped(content.onPage)}.  ${words}`,
  );
}

function sectionBlocks(part: Section, style: SlackStyle): Block[] {
  const head = [`*${escaped(part.heading)}*`, ...part.lines.map(escaped)].join('\n');
  const after = part.after.map((line) => context(escaped(line)));
  if (part.table === null) return [section(head), ...after];
  // A message may hold one table only: that of the tickets, where there is one.
  if (style !== 'text') return [section(head), tableBlock(part.table), ...after];
  const { rows } = part.table;
  const listed = rows.slice(0, MOST_LISTED).map((row) => listLine(part.table!, row));
  const rest = rows.length > listed.length ? [`and ${rows.length - listed.length} more on the page`] : [];
  return [section([head, ...listed, ...rest].join('\n')), ...after];
}

function tableBlock({ head, rows }: Table): Block {
  return {
    type: 'table',
    column_settings: head.map(({ right }, index) =>
      right === true ? { align: 'right' } : { align: 'left', is_wrapped: index > 0 },
    ),
    rows: [
      head.map(({ text }) => ({ type: 'raw_text', text: oneLine(text, LONGEST_CELL) || '–' })),
      ...rows.map((row) => row.map(tableCell)),
    ],
  };
}

function tableCell({ text, url, beside }: Text): Readonly<Record<string, unknown>> {
  const address = linkable(url);
  const words = oneLine(text, LONGEST_CELL);
  const more = beside === undefined || beside === '' ? '' : ` ${oneLine(beside, LONGEST_CELL)}`;
  if (address === undefined) return { type: 'raw_text', text: `${words}${more}` || '–' };
  const elements = [
    { type: 'link', url: address, text: words, style: { bold: true } },
    ...(more === '' ? [] : [{ type: 'text', text: more }]),
  ];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function axisLabel(label: string): string {
  return oneLine(label, 20);
}

/** A row of a table as a line: its name, then each figure with what it is. */
function listLine({ head }: Table, [first, ...rest]: readonly Text[]): string {
  const words = rest.flatMap(({ text, beside }, index) =>
    text === ''
      ? []
      : [
          `${escaped(head[index + 1]!.text.toLowerCase())} ${escaped(oneLine(`${text}${beside ? ` (${beside})` : ''}`, LONGEST_CELL))}`,
        ],
  );
  return `• ${cellText(first!)}${words.length === 0 ? '' : ` – ${words.join(', ')}`}`;
}

function cellText({ text, url }: Text): string {
  const address = linkable(url);
  const words = oneLine(text, LONGEST_CELL);
  return address === undefined ? escaped(words) : link(address, words);
}

function link(address: string, words: string): string {
  return `<${address.replaceAll('&', '&amp;')}|${escapeMrkdwn(words.replaceAll('|', '¦'))}>`;
}

/** What is escaped is longer than what was written, so that it is cut here. */
function context(text: string): Block {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cut(text, LONGEST_CONTEXT), verbatim: true }] };
}

function section(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: cutLines(text, LONGEST_SECTION), verbatim: true } };
}

function escaped(text: string): string {
  return escapeMrkdwn(oneLine(text, LONGEST_CONTEXT));
}

/** Cut between lines, so that no link or entity is cut through, and says how many lines are left out. */
function cutLines(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const lines = text.split('\n');
  const kept: string[] = [];
  // What is said of the rest takes a line too.
  let length = 40;
  for (const line of lines) {
    length += line.length + 1;
    if (length > longest) break;
    kept.push(line);
  }
  const left = lines.length - kept.length;
  return kept.length === 0
    ? cut(text, longest)
    : [...kept, `… and ${left} more ${left === 1 ? 'line' : 'lines'}`].join('\n');
}

/** Cut after a whole word, link, entity and character; a word too long to be one is cut itself. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text
    .slice(0, longest - 1)
    .replace(/\s\S{0,60}$/, '')
    .replace(/<[^>]*$/, '')
    .replace(/&[a-z]{0,4}$/, '')
    .replace(/[\ud800-\udbff]$/, '');
  return `${kept.trimEnd()}…`;
}
