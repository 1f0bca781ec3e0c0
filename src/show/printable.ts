/**
 * A text from outside made safe for a terminal: control characters (escape sequences among them), line breaks and
 * bidirectional overrides become spaces or vanish, so that a name can neither colour, move nor hide what stands around it.
 */
export function printable(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}
