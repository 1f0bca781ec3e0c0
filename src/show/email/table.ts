import type { Table } from '../content/content.ts';
import { cellHtml, html, INK, QUIET, RULE, TONES, type } from './style.ts';

/** More columns than these do not fit: those that a reader can do without are on the page. */
const MOST_COLUMNS = 6;

/** A table; the last column reaches to the edge. */
export function tableHtml({ head, rows, total }: Table): string {
  const kept = head.flatMap(({ optional }, place) => (head.length > MOST_COLUMNS && optional === true ? [] : [place]));
  const last = kept.at(-1);
  const heads = kept.map((place) => headCell(head[place]!.text, { ...head[place]!, last: place === last }));
  const body = rows.map((cells, index) => {
    const bold = total === true && index === rows.length - 1 ? 'font-weight:700;' : '';
    const line = kept.map((place) => {
      const cell = cells[place]!;
      const right = head[place]!.right === true;
      const colour = cell.tone === undefined || cell.tone === 'plain' ? INK : TONES[cell.tone].text;
      const beside = cell.beside ? ` <span style="color:${QUIET};font-weight:400;">${html(cell.beside)}</span>` : '';
      return `<td valign="top"${right ? ' align="right"' : ''} style="padding:7px ${place === last ? 0 : 8}px 7px 0;border-bottom:1px solid ${RULE};${type(13)}${bold}color:${colour};${right ? 'white-space:nowrap;' : ''}">${cellHtml(cell)}${beside}</td>`;
    });
    return `<tr>${line.join('')}</tr>`;
  });
  return `<table cellpadding="0" cellspacing="0" border="0" width="100%" style="margin-top:6px;"><tr>${heads.join('')}</tr>${body.join('')}</table>`;
}

/** The head of a column. */
export function headCell(
  text: string,
  { right = false, last = false }: { right?: boolean | undefined; last?: boolean } = {},
) {
  return `<th scope="col" align="${right ? 'right' : 'left'}" style="padding:4px ${last ? 0 : 8}px 4px 0;border-bottom:1px solid ${RULE};${type(12, 17)}font-weight:400;color:${QUIET};">${html(text)}</th>`;
}
