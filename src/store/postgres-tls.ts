import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from '../model/errors.ts';
import { isAboutEncryption } from './failures.ts';

/** One way to open a line: without TLS (false), with it, or as PGSSLMODE says (undefined). */
export type TlsWay = boolean | ConnectionOptions | undefined;

/** How the lines of a DATABASE_URL are to be opened. */
export interface TlsPlan {
  /** The URL without what is said of TLS in it. */
  readonly url: string;
  /** The ways to try, in order; more than one where the URL leaves it to the server. */
  readonly ways: readonly [TlsWay, ...TlsWay[]];
}

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'ssl', 'uselibpqcompat'];

/** Opens a line by the first way that server and URL agree on; throws the failure of the first. */
export async function byFirstWay<Line>(
  ways: TlsPlan['ways'],
  open: (ssl: { ssl?: TlsWay }) => Promise<Line>,
): Promise<Line> {
  let failure: unknown;
  for (const ssl of ways) {
    try {
      return await open(ssl === undefined ? {} : { ssl });
    } catch (error) {
      failure ??= error;
      if (!isAboutEncryption(error)) break;
    }
  }
  throw failure;
}

/**
 * Reads `sslmode`, `sslrootcert`, `sslcert` and `sslkey` of a DATABASE_URL, with the meaning that PostgreSQL's own clients
 * give them, but for `require`: it trusts nobody unknown either. `prefer` falls back to a line without TLS, `allow` to one
 * with it; both encrypt without knowing to whom.
 *
 * @throws ConfigError for a mode that there is not, and a file that cannot be read
 */
export function tlsPlan(text: string): TlsPlan {
  const url = new URL(text);
  if (!PARAMETERS.some((name) => url.searchParams.has(name))) return { url: text, ways: [undefined] };
  const given = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const mode = modeOf(given('sslmode'), given('ssl'));
  const files = filesOf(given);
  for (const name of PARAMETERS) url.searchParams.delete(name);
  return { url: url.href, ways: waysOf(mode, files) };
}

function modeOf(mode: string | undefined, ssl: string | undefined): (typeof MODES)[number] {
  const wanted = mode ?? (ssl === '0' || ssl === 'false' ? 'disable' : 'verify-full');
  const known = MODES.find((each) => each === wanted);
  if (known === undefined) {
    throw new ConfigError(`DATABASE_URL: there is no sslmode=${wanted}; there are ${MODES.join(', ')}`);
  }
  return known;
}

function filesOf(given: (name: string) => string | undefined): ConnectionOptions {
  const read = (name: string): string | undefined => {
    const path = given(name);
    // `system` names the authorities that the machine knows, which are those that hold without any.
    if (path === undefined || (name === 'sslrootcert' && path === 'system')) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new ConfigError(`DATABASE_URL: ${name}=${path} cannot be read (${code}); name a file in PEM that is there`);
    }
  };
  const [ca, cert, key] = [read('sslrootcert'), read('sslcert'), read('sslkey')];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function waysOf(mode: (typeof MODES)[number], files: ConnectionOptions): TlsPlan['ways'] {
  const blindly = { ...files, rejectUnauthorized: false };
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, blindly];
    case 'prefer':
      return [blindly, false];
    case 'no-verify':
      return [blindly];
    case 'verify-ca':
      return [{ ...files, checkServerIdentity: () => undefined }];
    default:
      return [files];
  }
}
