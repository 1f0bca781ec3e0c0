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
    .replace(/[^\S\u00a0]+/gu, ' ')
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
