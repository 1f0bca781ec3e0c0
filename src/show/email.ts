import {
  type Cell,
  type DigestContent,
  type Figure,
  type Section,
  SLICE_COLOURS,
  type Slice,
  type Table,
} from './content/content.ts';
import { escapeHtml, linkable, oneLine } from './escape.ts';
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

/** A digest as the parts of an email. */
export interface Email {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What an email needs besides its content. */
export interface EmailOptions {
  /** Content id and size, in CSS pixels, of the picture of where the time went, where one is sent along. */
  readonly chart?: { readonly cid: string; readonly width: number; readonly height: number } | undefined;
  readonly unsubscribeUrl?: string | undefined;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

const INK = '#1d2733';

const QUIET = '#5a6672';

const RULE = '#dfe5ea';

/**
 * A digest as an email that Outlook's Word engine and Gmail both show: tables, inline styles, no remote picture, far below
 * the size at which Gmail cuts. Every figure stands in the text too, since pictures may be blocked.
 */
export function renderEmail(content: DigestContent, options: EmailOptions = {}): Email {
  const rows: string[] = [];
  const row = (html: string, padding = '0 28px 18px'): void =>
    void rows.push(
      `<tr><td class="c" style="padding:${padding};${FONT};font-size:15px;line-height:22px;color:${INK}">${html}</td></tr>`,
    );

  for (const alert of content.alerts) row(alertHtml(alert), '14px 28px 0');
  row(
    `<h1 style="margin:0;${FONT};font-size:20px;line-height:28px;font-weight:600;color:${INK}">${text(content.title)}</h1>`,
    '22px 28px 6px',
  );
  if (content.quiet !== null) row(text(content.quiet));
  if (content.summary.length > 0) row(content.summary.map(text).join('<br>'));
  if (content.figures.length > 0) row(figuresHtml(content.figures));
  if (content.spent.length > 0) row(spentHtml(content.spent, options.chart));
  for (const part of content.sections) row(sectionHtml(part));
  const page = linkable(content.pageUrl ?? undefined);
  if (page !== undefined)
    row(
      `<a href="${escapeHtml(page)}" style="color:#1f5fa8;font-weight:600">All figures, and the tickets behind each</a>`,
    );
  const small = content.footer.map(text);
  const unsubscribe = linkable(options.unsubscribeUrl);
  if (unsubscribe !== undefined)
    small.push(`<a href="${escapeHtml(unsubscribe)}" style="color:${QUIET}">No more of these</a>`);
  if (small.length > 0) {
    row(
      `<div class="q" style="border-top:1px solid ${RULE};padding-top:14px;font-size:12px;line-height:18px;color:${QUIET}">${small.join(' ')}</div>`,
      '4px 28px 26px',
    );
  }
  return {
    subject: oneLine(content.subject, 180),
    html: frame(content, rows.join('\n')),
    text: emailText(content, unsubscribe),
  };
}

/** The styles in the head are for those who read them; nothing depends on them. */
function frame({ title, summary, quiet }: DigestContent, rows: string): string {
  const preview = oneLine(quiet ?? summary.join(' '), 140);
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${text(title)}</title>
<style>
@media (prefers-color-scheme: dark){.page,.card{background:#12181f!important}.c,.c h1,.c h2,.c td,.c th,.c b{color:#e6ebf0!important}.q,.q td,.q th{color:#9fabb7!important}.c a{color:#8ab8ee!important}.c img{background:#ffffff!important}.card table,.c td,.c th,.q{border-color:#33404c!important}}
@media (max-width:620px){.card{width:100%!important}.f{display:block!important;width:100%!important;box-sizing:border-box}}
</style></head>
<body class="page" style="margin:0;padding:0;background:#ffffff">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" bgcolor="#ffffff"><tr><td align="center">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" class="card" bgcolor="#ffffff" style="width:600px;max-width:100%;background:#ffffff">
${rows}
</table></td></tr></table></body></html>
`;
}

function alertHtml(alert: string): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#fff4d6" style="border-left:4px solid #e0a030;background:#fff4d6;padding:10px 14px;${FONT};font-size:14px;line-height:20px;color:#4a3500"><span style="color:#4a3500">${text(alert)}</span></td></tr></table>`;
}

function figuresHtml(figures: readonly Figure[]): string {
  const cells = figures.map(
    ({ label, value, note }) =>
      `<td class="f" width="50%" valign="top" style="padding:10px 12px 10px 0;${FONT};color:${INK}"><span class="q" style="font-size:13px;line-height:18px;color:${QUIET}">${text(label)}</span><br><b style="font-size:22px;line-height:30px;font-weight:600">${text(value)}</b>${note === '' ? '' : `<br><span class="q" style="font-size:12px;line-height:17px;color:${QUIET}">${text(note)}</span>`}</td>`,
  );
  const lines: string[] = [];
  for (let index = 0; index < cells.length; index += 2)
    lines.push(`<tr>${cells.slice(index, index + 2).join('')}</tr>`);
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-top:1px solid ${RULE};border-bottom:1px solid ${RULE}">${lines.join('')}</table>`;
}

function spentHtml(slices: readonly Slice[], chart: EmailOptions['chart']): string {
  const words = slices.map(({ label, words: share }) => `${label} ${share}`).join(', ');
  const picture =
    chart === undefined
      ? ''
      : `<img src="cid:${chart.cid}" width="${chart.width}" height="${chart.height}" alt="${text(`Where the time went: ${words}`)}" style="display:block;width:100%;max-width:${chart.width}px;height:auto;border:0;background:#ffffff">`;
  const legend = slices.map(
    ({ key, label, words: share }) =>
      `<span style="white-space:nowrap"><span style="color:${SLICE_COLOURS[key].fill}">&#9632;</span> ${text(label)} <b>${text(share)}</b></span>`,
  );
  return `${headingHtml('Where the time went')}${picture}<div style="font-size:13px;line-height:22px;padding-top:6px">${legend.join(' &nbsp; ')}</div>`;
}

function sectionHtml({ heading, lines, table }: Section): string {
  const paragraphs = lines.map((line) => `<div style="padding-bottom:4px">${text(line)}</div>`).join('');
  return `${headingHtml(heading)}${paragraphs}${table === null ? '' : tableHtml(table)}`;
}

function headingHtml(heading: string): string {
  return `<h2 style="margin:0 0 6px;${FONT};font-size:15px;line-height:22px;font-weight:600;color:${INK}">${text(heading)}</h2>`;
}

function tableHtml({ head, rows }: Table): string {
  const align = (index: number): string => (index === 0 ? 'left' : 'right');
  const heads = head.map(
    (word, index) =>
      `<th class="q" scope="col" align="${align(index)}" style="padding:4px 0 4px ${index === 0 ? 0 : 10}px;${FONT};font-size:12px;line-height:18px;font-weight:400;color:${QUIET};border-bottom:1px solid ${RULE}">${text(word)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map(
      (cell, index) =>
        `<td align="${align(index)}" valign="top" style="padding:5px 0 5px ${index === 0 ? 0 : 10}px;${FONT};font-size:14px;line-height:20px;color:${INK};border-bottom:1px solid ${RULE}">${cellHtml(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse"><tr>${heads.join('')}</tr>${body.join('')}</table>`;
}

function cellHtml(cell: Cell): string {
  const address = linkable(cell.url);
  const words = escapeHtml(oneLine(cell.text, 80));
  return address === undefined ? words : `<a href="${escapeHtml(address)}" style="color:#1f5fa8">${words}</a>`;
}

function text(value: string): string {
  return escapeHtml(oneLine(value, 2000));
}
