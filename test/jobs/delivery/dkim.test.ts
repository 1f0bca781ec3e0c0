import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { readDkimKey } from '../../../jobs/delivery/dkim.ts';
import { ConfigError } from '../../../src/model/errors.ts';

const pemOf = (key: ReturnType<typeof generateKeyPairSync>['privateKey'], more = {}): string =>
  key.export({ type: 'pkcs8', format: 'pem', ...more }).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const PEM = pemOf(rsa);

it.each([
  ['as it is', PEM],
  ['on one line with \\n', PEM.replaceAll('\n', '\\n')],
])('a key is read %s', (_how, setting) => expect(readDkimKey(setting)).toBe(PEM));

it.each([
  ['whose \\n lost the backslash', PEM.replaceAll('\n', 'n'), 'its line breaks have become the letter n'],
  ['on one line', PEM.replaceAll('\n', ''), 'its line breaks are lost'],
  ['that is cut', `${PEM.slice(0, 200)}\n-----END PRIVATE KEY-----\n`, 'the key cannot be read'],
  ['with a pass phrase', pemOf(rsa, { cipher: 'aes-256-cbc', passphrase: 'secret' }), 'has a pass phrase'],
  ['of another kind', pemOf(generateKeyPairSync('ed25519').privateKey), 'of the kind ed25519'],
  [
    'that is the path of one',
    '/etc/fairclock/dkim.pem',
    'is no key in PEM; name the file that holds it (DIGEST_DKIM_KEY_FILE=',
  ],
])('a key %s is refused, and nothing of it is said', (_what, setting, words) => {
  const failure = (() => {
    try {
      return readDkimKey(setting);
    } catch (error) {
      return error;
    }
  })();

  expect(failure).toBeInstanceOf(ConfigError);
  expect(String(failure)).toContain(words);
  expect(String(failure)).not.toContain(PEM.split('\n')[1]!.slice(0, 20));
});
