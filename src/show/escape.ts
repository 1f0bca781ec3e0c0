import type { Cell } from './content/content.ts';

/**
 * A text from outside made safe for a terminal: control characters (escape sequences among them), line breaks and
 * bidirectional overrides become spaces or vanish, so that a name can neither colour, move nor hide what stands around it.
 * Halves of characters, which no encoding can carry, become U+FFFD.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

const LONGEST = 120;

/** A text from outside on one line: no control or invisible characters, cut where it is too long to be a name. */
export function oneLine(text: string, longest = LONGEST): string {
  const clean = printable(text)
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...clean];
  return characters.length <= longest
    ? clean
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text inside HTML, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character]!);
}

/**
 * A text inside Slack's mrkdwn, to be read there as it is written here: mentions and links need angle brackets, so none
 * are left; marks that would make bold, code, struck out, italic or an emoji become their look-alikes. An underscore
 * between letters makes nothing and stays, as in `john_doe`.
 */
export function escapeMrkdwn(text: string): string {
  return text
    .replace(/[*`~]/g, (mark) => ({ '*': '∗', '`': 'ˋ', '~': '∼' })[mark]!)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
    .replace(/:(?=[\p{L}\p{N}_+'-]+:)/gu, '∶')
    .replace(/[&<>]/g, (character) => HTML[character]!);
}

/**
 * Where a sheet would begin a formula: at the start of a cell, or of what another delimiter than ours makes one. After a
 * space only where the sign is not a dash between words.
 */
const FORMULA = /(^|[,;|:\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])|(\s["']*)(?=[=+\-@＝＋－＠](?! ))/g;

/**
 * A text as one cell of a CSV file with commas. No sheet takes it for a formula, also not one that cuts lines at
 * semicolons, tabs, bars or spaces: an apostrophe before the sign makes it text.
 */
export function csvCell(text: string): string {
  const safe = text
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(FORMULA, "$1$2$3'")
    .replace(/^(?=[\t\r])/, "'");
  return /[",;|\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An address that may be linked: http or https, written so that it cannot end early; undefined for any other. */
export function linkable(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.href.replace(/[|<>"'`\s\\^{}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A text from anywhere, safe in an element or a quoted attribute. */
export function html(text: string): string {
  return escapeHtml(oneLine(text, 3000));
}

/** One cell of a table: words, a link, or a figure whose tickets can be opened by a filter. */
export interface PageCell extends Cell {
  /** Filters of the list of tickets that show what stands behind the figure. */
  readonly opens?: Readonly<Record<string, string>>;
  /** The figure's path into the JSON report. */
  readonly figure?: string;
}

/** A table with a caption; the first column names the rows. */
export function tableHtml(caption: string, head: readonly string[], rows: readonly (readonly PageCell[])[]): string {
  const heads = head.map((word) => `<th scope="col">${html(word)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const figure = cell.figure === undefined ? '' : ` data-figure="${html(cell.figure)}"`;
      return index === 0 ? `<th scope="row">${cellHtml(cell)}</th>` : `<td${figure}>${cellHtml(cell)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${html(`Table: ${caption}`)}"><table><caption>${html(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function cellHtml({ text, url, opens }: PageCell): string {
  const words = html(text);
  if (opens !== undefined) {
    const filters = Object.entries(opens).map(([name, value]) => ` data-${name}="${html(value)}"`);
    return `<button type="button" class="open-figure"${filters.join('')}>${words}</button>`;
  }
  const address = linkable(url);
  return address === undefined ? words : `<a href="${escapeHtml(address)}" rel="noreferrer">${words}</a>`;
}

/** A picture with what it shows in words, and its figures as a table for those who cannot see it. */
export function figureHtml(svg: string, says: string, table: string): string {
  return `<figure>${pictureHtml(svg, says)}<details><summary>As a table</summary>${table}</details></figure>`;
}

/** A picture with what it shows in words; on a narrow screen it is moved sideways before it gets too small to read. */
export function pictureHtml(svg: string, says: string): string {
  const picture = `<div role="img" aria-label="${html(says)}">${svg}</div>`;
  const width = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)?.[1] ?? 0);
  if (width < 600) return picture;
  return `<div class="scroll wide" tabindex="0" role="region" aria-label="${html(`Picture: ${says}`)}">${picture}</div>`;
}
