import type { Text, Tone } from '../content/content.ts';
import { escapeHtml, linkable, oneLine } from '../escape.ts';

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";
/** Colours of what is read, what is read second, lines and links. */
export const INK = '#16202b';
export const QUIET = '#54616e';
export const RULE = '#dde3e9';
export const LINK = '#1b5aa0';
/** Colours of a tone: of words, of the ground behind them, of filled marks. */
export const TONES: Readonly<Record<Tone, { readonly text: string; readonly ground: string; readonly fill: string }>> =
  {
    plain: { text: QUIET, ground: '#f5f7fa', fill: '#1b5aa0' },
    longer: { text: '#9a4300', ground: '#fdf2e6', fill: '#c8701a' },
    shorter: { text: '#0b6b62', ground: '#e6f4f1', fill: '#3f9d8f' },
  };

/** A box with a bar to its left in the colour of its tone; `inner` is HTML. */
export function boxHtml(inner: string, tone: Tone): string {
  return `<div style="padding:10px 14px;background-color:${TONES[tone].ground};border-left:4px solid ${TONES[tone].fill};${type(14, 21)}color:${tone === 'plain' ? INK : TONES[tone].text};">${inner}</div>`;
}

/** The heading of a part. */
export function headingHtml(text: string): string {
  return `<span style="${type(16, 24)}font-weight:700;color:${INK};">${html(text)}</span>`;
}

/** A paragraph of a size in px; nothing for an empty text. */
export function paragraph(text: string, size: number, colour: string): string {
  return text === ''
    ? ''
    : `<p style="margin:6px 0 0;${type(size, Math.round(size * 1.45))}color:${colour};">${html(text)}</p>`;
}

/** Two pieces of HTML at the two ends of a line. */
export function columns(cells: readonly [string, string]): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"><tr><td valign="bottom">${cells[0]}</td><td align="right" valign="bottom">${cells[1]}</td></tr></table>`;
}

/** A row of the mail, with its space above. */
export function row(inner: string): string {
  return `<tr><td style="padding:20px 32px 0;">${inner}</td></tr>`;
}

/** Font, size and height of a line in px, as styles. */
export function type(size: number, line = Math.round(size * 1.4)): string {
  return `${FONT}font-size:${size}px;line-height:${line}px;`;
}

/** A text, linked where it has an address that may be. */
export function cellHtml({ text, url }: Text): string {
  const address = linkable(url);
  return address === undefined ? html(text) : anchor(address, text);
}

/** A link; the address is escaped here. */
export function anchor(address: string, words: string): string {
  return `<a href="${escapeHtml(address)}" style="color:${LINK};">${html(words)}</a>`;
}

/** A text from anywhere, on one line and safe inside HTML. */
export function html(text: string): string {
  return escapeHtml(oneLine(text, 3000));
}
