import { z } from 'zod';

/** Signs that a secret needs at least to differ in: a random one of 12 signs has more nearly always. */
const FEWEST_DIFFERENT = 6;

/** What people write where a secret should stand, and what guessers try first. */
const USUAL =
  /pass(word)?|secret|token|change.?me|fairclock|example|admin|welcome|letmein|qwerty|asdf|test|your|here|default/gi;

/** Of a secret so many signs must be left when usual words and rows of neighbours (abcd, 1234) are taken out. */
const FEWEST_LEFT = 8;

/** Why a secret is easily guessed, or undefined. */
function weaknessOf(secret: string): string | undefined {
  if (new Set(secret).size < FEWEST_DIFFERENT) return 'repeats too few signs';
  if (/^(.{1,8})\1+.{0,7}$/.test(secret)) return 'repeats itself';
  if (withoutRows(secret.replace(USUAL, '')).length < FEWEST_LEFT)
    return 'is made of words and rows that are tried first';
  return undefined;
}

/** The text without rows of three and more neighbours, up or down. */
function withoutRows(text: string): string {
  let left = '';
  for (let at = 0; at < text.length; ) {
    const step = text.charCodeAt(at + 1) - text.charCodeAt(at);
    let end = at + 1;
    while (Math.abs(step) === 1 && end < text.length && text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end++;
    if (end - at >= 3) at = end;
    else left += text[at++];
  }
  return left;
}

/** A secret that opens something to the network: of a length, and not easily guessed. */
export const strongSecret = (shortest: number) =>
  z
    .string()
    .min(shortest, { error: `needs at least ${shortest} characters` })
    .superRefine((secret, context) => {
      const weakness = secret.length < shortest ? undefined : weaknessOf(secret);
      if (weakness === undefined) return;
      context.addIssue({ code: 'custom', message: `${weakness}; make one with: openssl rand -base64 24` });
    });
