/** How much of a cell a message may show. */
const LONGEST = 40;

/** Words that may be the text of a ticket: as many of them are shown as a status or a remark has. */
const LONG_WORD = /^\p{L}[\p{L}\p{M}’'-]{3,}$/u;
const MOST_LONG_WORDS = 2;
const MOST_WORDS = 6;

/**
 * A cell as a message shows it: cut to 40 signs, and only where it looks like the value of a cell. An address, or what
 * may be a subject or the text of a ticket, is told by its length alone.
 */
export function shown(text: string): string {
  const plain = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  const words = plain.split(' ');
  const isText =
    /@|:\/\//.test(plain) ||
    words.length > MOST_WORDS ||
    words.filter((word) => LONG_WORD.test(word)).length > MOST_LONG_WORDS ||
    words.some((word) => word.length > LONGEST);
  if (isText) return `a text of ${[...text].length} signs`;
  const signs = [...plain];
  return JSON.stringify(signs.length > LONGEST ? `${signs.slice(0, LONGEST).join('')}…` : plain);
}

/** Headings as a message lists them: at most so many, each cut; none where the row looks like data. */
const MOST_HEADINGS = 30;

/** The headings of a file for a message, or that its first row does not look like any. */
export function shownHeadings(header: readonly string[]): string {
  const headings = header.filter((heading) => heading !== '');
  const isData = headings.some((heading) => /@|:\/\/|^\d{4}-\d\d|^[\d.,:/ ]+$/.test(heading) || heading.length > 80);
  if (isData) return 'its first row does not look like headings';
  const list = headings.slice(0, MOST_HEADINGS).map((heading) => cut(heading));
  const rest = headings.length - list.length;
  return `it has: ${list.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** A heading or a name cut to 40 signs. */
export function cut(text: string): string {
  const signs = [...text];
  return signs.length > LONGEST ? `${signs.slice(0, LONGEST).join('')}…` : text;
}
