import type { DigestContent, Section, Table, Text } from './content/content.ts';
import { linkable, oneLine } from './escape.ts';

/** Sections under a title as Markdown. */
export function sectionsMarkdown(title: string, lines: readonly string[], sections: readonly Part[]): string {
  const blocks = [
    `# ${words(title)}`,
    ...lines.map(words),
    ...sections.flatMap((section) => sectionBlocks({ beside: '', after: [], ...section })),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** A section without what only digests have. */
export type Part = Pick<Section, 'heading' | 'lines' | 'table'>;

/** A digest as Markdown (CommonMark with GitHub's tables): the same words, for a wiki, a note or a pull request. */
export function digestMarkdown(content: DigestContent): string {
  const blocks: string[] = [`# ${words(content.headline)}`, words(`${content.about} · ${content.period}`)];
  if (content.banner !== null) blocks.push(`> **${words(content.banner.strong)}** ${words(content.banner.text)}`);
  blocks.push(...content.under.map(words));
  if (content.flow.length > 0) {
    blocks.push(
      rowsOf(
        content.flow.map(({ label }) => ({ text: label, right: true })),
        [content.flow.map(({ value, note }) => ({ text: value, beside: note }))],
      ),
      words(content.flowSum),
    );
  }
  const action = content.action === null ? [] : actionBlocks(content.action);
  if (content.action?.first === true) blocks.push(...action);
  for (const { title, value, says, verdict, lines } of content.times) {
    const more = [says, verdict?.text ?? '', ...lines].filter((part) => part !== '');
    blocks.push(`**${words(title)}: ${words(value)}** – ${words(more.join('; '))}`);
  }
  if (content.timesNote !== '') blocks.push(words(content.timesNote));
  blocks.push(...content.facts.map(words));
  if (content.why !== null) blocks.push(...sectionBlocks(content.why));
  if (content.action?.first === false) blocks.push(...action);
  if (content.needs !== null) blocks.push(...needBlocks(content.needs));
  if (content.satisfaction !== null) {
    const { heading, verdict, lines, callBack } = content.satisfaction;
    blocks.push(`## ${words(heading)}`, ...(verdict === null ? [] : [words(verdict.text)]), ...lines.map(words));
    if (callBack !== null) blocks.push(`### ${words(callBack.heading)}`, tableOf(callBack.table));
  }
  if (content.spent !== null) {
    const { heading, lines, label, slices, before } = content.spent;
    const head = ['', ...slices.map(({ label }) => label)];
    const row = (name: string, list: typeof slices): Text[] => [
      { text: name },
      ...slices.map(({ key }) => ({ text: list.find((slice) => slice.key === key)?.words ?? '–' })),
    ];
    blocks.push(
      `## ${words(heading)}`,
      ...lines.map(words),
      rowsOf(
        head.map((text, index) => ({ text, right: index > 0 })),
        [row(label, slices), ...(before === null ? [] : [row(before.label, before.slices)])],
      ),
    );
  }
  const whole = content.pageSections.map(({ key }) => key);
  const sections = [...content.sections.filter(({ key }) => !whole.includes(key)), ...content.pageSections];
  for (const section of sections) blocks.push(...sectionBlocks(section));
  blocks.push('---', ...content.foot.map(words));
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function actionBlocks({ title, says, note }: NonNullable<DigestContent['action']>): string[] {
  return [
    `**What would help: ${words(title)}.** ${words(says)}`,
    ...(note === null ? [] : [`**${words(note.title)}** ${words(note.says)}`]),
  ];
}

function needBlocks({ heading, of, rows, nothing, beside }: NonNullable<DigestContent['needs']>): string[] {
  const blocks = [`## ${words(heading)}`];
  if (nothing !== null) blocks.push(words(nothing));
  if (rows.length > 0) {
    blocks.push(
      words(`${rows.length} of ${of}`),
      rowsOf(
        [{ text: 'Ticket' }, { text: 'Why' }, { text: 'With' }, { text: 'Waiting', right: true }],
        rows.map(({ ticket, about, why, who, team, waiting: time }) => [
          { ...ticket, beside: about },
          { text: why },
          { text: who, beside: team },
          { text: time },
        ]),
      ),
    );
  }
  if (beside !== '') blocks.push(words(beside));
  return blocks;
}

function sectionBlocks({ heading, beside, lines, table, after }: Omit<Section, 'key'>): string[] {
  return [
    `## ${words(heading)}`,
    words(beside),
    ...lines.map(words),
    ...(table === null ? [] : [tableOf(table)]),
    ...after.map(words),
  ];
}

function tableOf({ head, rows }: Table): string {
  return rowsOf(head, rows);
}

function rowsOf(head: Table['head'], rows: readonly (readonly Text[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head.map(({ text }) => words(text))),
    line(head.map(({ right }) => (right === true ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cell))),
  ].join('\n');
}

function cell({ text, url, beside, strong }: Text): string {
  const address = linkable(url);
  const shown = words(text) || ' ';
  const linked = address === undefined ? shown : `[${shown}](${address.replace(/[()]/g, encodeURIComponent)})`;
  const bold = strong === true ? `**${linked}**` : linked;
  return beside === undefined || beside === '' ? bold : `${bold} ${words(beside)}`;
}

/** A text from anywhere on one line in which nothing is markup: no emphasis, link, HTML, table or heading. */
function words(text: string): string {
  return oneLine(text, 4000).replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');
}
