import type { Cell } from './content/content.ts';
import { escapeHtml, linkable, oneLine } from './escape.ts';

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
