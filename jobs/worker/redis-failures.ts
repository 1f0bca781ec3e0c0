import { ConfigError } from '../../src/model/errors.ts';

const ENCODE = 'write such signs in user and password as codes: %23 for #, %40 for @, %2F for /, %3F for ?, %25 for %';

/** Says of a REDIS_URL that is no URL, or not the one that was meant, how to write it; never a part of it. */
export function urlFailure(text: string): ConfigError | undefined {
  if (text.includes('#')) {
    return new ConfigError(`REDIS_URL: has a # in it, which ends an address there; ${ENCODE}`);
  }
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || !isDecodable(url.username) || !isDecodable(url.password)) {
    return new ConfigError(`REDIS_URL: is not an address like redis://user:password@host:6379/0; ${ENCODE}`);
  }
  if (!/^\/?\d*$/.test(url.pathname)) {
    return new ConfigError(`REDIS_URL: what follows the host must be the number of a database, as in /0; ${ENCODE}`);
  }
  return undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const UNREACHABLE = 'it cannot be reached from here; correct the host, or open the way to it';

/** What the answers and the codes of a Redis that cannot be used mean, and what to change; the first that fits holds. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/NOPERM.*'info'/i, 'its user may not ask it for INFO; allow it there: ACL SETUSER … +info'],
  [
    /NOPERM/,
    'its user may not do what queues need; allow it there: ACL SETUSER … +@all -@dangerous +info ~{fairclock}*',
  ],
  [/WRONGPASS|invalid (username|password)/i, 'it refuses the user or password; correct them'],
  [/NOAUTH/, 'it asks for a password; write it as redis://user:password@host:6379/0'],
  [/ALTNAME|does not match certificate/i, 'its certificate is for another name; correct the host'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO|self.signed|unable to (verify|get)/i,
    'its certificate is not trusted; name the authority that signed it in NODE_EXTRA_CA_CERTS (a PEM file)',
  ],
  [/EPROTO|wrong version|SSL routines|packet length/i, 'it speaks no TLS there; write redis://, or the port of TLS'],
  [/ENOTFOUND|EAI_/, 'there is no such host; correct it'],
  [/ECONNREFUSED/, 'nobody listens there; see that it runs, and correct host and port'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, UNREACHABLE],
  [/ECONNRESET|EPIPE|Connection is closed/i, 'it hangs up at once; where it speaks TLS alone, write rediss://'],
  [/LOADING/, 'it is still reading its data; try again when it has'],
];

/**
 * What keeps a Redis from being used, as a sentence. `heard`: what its connection told meanwhile, since a command that
 * waited only knows that it waited too often.
 */
export function redisFailure(
  error: unknown,
  heard: readonly unknown[],
  { secure }: { readonly secure: boolean },
): ConfigError {
  const texts = [error, ...heard].map(textOf);
  const found = MEANINGS.find(([form]) => texts.some((text) => form.test(text)))?.[1];
  const meaning = secure && found === UNREACHABLE ? `${found}; or it speaks no TLS there: then write redis://` : found;
  const said = texts[0]!.replace(/\s+/g, ' ').slice(0, 200);
  const reason = meaning ?? `${said}; check host, port, user and password, and that it is running`;
  return new ConfigError(`REDIS_URL: Redis does not answer: ${reason}`, { cause: error });
}

function textOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(textOf).join(' ');
  if (!(error instanceof Error)) return String(error);
  return `${'code' in error ? `${String(error.code)} ` : ''}${error.message}`;
}
