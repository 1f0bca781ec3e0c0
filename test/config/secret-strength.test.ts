import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { strongSecret } from '../../src/config/secret-strength.ts';

const problemOf = (secret: string, shortest = 12): string | undefined =>
  strongSecret(shortest).safeParse(secret).error?.issues[0]?.message;

it.each([
  ['short', 'needs at least 12 characters'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'repeats too few signs'],
  ['abcabcabcabcabcabcabc', 'repeats too few signs'],
  ['s3cur3!xs3cur3!xs3cur3!x', 'repeats itself'],
  ['12345678901234567890', 'made of words and rows'],
  ['abcdefghijklmnopqrst', 'made of words and rows'],
  ['changeme-changeme-password', 'made of words and rows'],
  ['fairclock-admin-password-1', 'made of words and rows'],
  ['your-token-goes-here', 'made of words and rows'],
])('%s is refused: %s', (secret, words) => {
  expect(problemOf(secret)).toContain(words);
  if (secret.length >= 12) expect(problemOf(secret)).toContain('openssl rand -base64 24');
});

it('what a generator makes is accepted, and so are four words', () => {
  for (let time = 0; time < 500; time++) {
    expect(problemOf(randomBytes(24).toString('base64'))).toBeUndefined();
    expect(problemOf(randomBytes(12).toString('hex'), 20)).toBeUndefined();
  }
  expect(problemOf('correct horse battery staple', 20)).toBeUndefined();
  expect(problemOf('a token of some length', 20)).toBeUndefined();
});
