import { createPrivateKey } from 'node:crypto';
import { ConfigError } from '../../src/model/errors.ts';

const HOW =
  'name the file that holds it (DIGEST_DKIM_KEY_FILE=/etc/fairclock/dkim.pem), or write the PEM on one line in double quotes, its line breaks as \\n';

/**
 * The private key of DIGEST_DKIM_KEY in PEM, also on one line with \\n for its breaks. A key that cannot sign is refused
 * here, since mail would otherwise go out unsigned without a word.
 *
 * @throws ConfigError that says what is wrong and how to write it, never a part of the key
 */
export function readDkimKey(setting: string): string {
  const pem = setting.replaceAll('\\n', '\n');
  let type: string | undefined;
  try {
    type = createPrivateKey(pem).asymmetricKeyType;
  } catch {
    throw new ConfigError(`DIGEST_DKIM_KEY: ${faultOf(pem)}; ${HOW}`);
  }
  if (type !== 'rsa')
    throw new ConfigError(`DIGEST_DKIM_KEY: is a key of the kind ${type}; mail is signed with RSA keys`);
  return pem;
}

function faultOf(pem: string): string {
  if (!pem.includes('-----BEGIN')) return 'is no key in PEM';
  if (/ENCRYPTED/.test(pem)) return 'the key has a pass phrase, which nobody can type in here; take it off';
  // Where \n was not quoted, a shell or systemd leaves the n alone.
  if (/-----n|n-----END/.test(pem)) return 'its line breaks have become the letter n';
  if (!pem.includes('\n')) return 'its line breaks are lost';
  return 'the key cannot be read';
}
