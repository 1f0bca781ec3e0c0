import type { Settings } from './settings.ts';

/** One server that is reached by an address, and the variables that hold parts of it. */
interface Server {
  readonly url: 'DATABASE_URL' | 'REDIS_URL' | 'SMTP_URL';
  readonly user: 'DATABASE_USER' | 'REDIS_USER' | 'SMTP_USER';
  readonly password: 'DATABASE_PASSWORD' | 'REDIS_PASSWORD' | 'SMTP_PASSWORD';
}

const SERVERS: readonly Server[] = [
  { url: 'DATABASE_URL', user: 'DATABASE_USER', password: 'DATABASE_PASSWORD' },
  { url: 'REDIS_URL', user: 'REDIS_USER', password: 'REDIS_PASSWORD' },
  { url: 'SMTP_URL', user: 'SMTP_USER', password: 'SMTP_PASSWORD' },
];

/** The addresses of servers, each whole, and what does not fit together. */
export interface Addresses {
  readonly addresses: Partial<Pick<Settings, Server['url']>>;
  readonly problems: readonly string[];
}

/**
 * Puts the parts of addresses (DATABASE_HOST, REDIS_PASSWORD, …) into the addresses, so that a password may hold any sign
 * without being encoded. A part beside an address says what the address leaves out.
 *
 * @param isSet whether a variable is set; one that holds its default is not
 */
export function wholeAddresses(settings: Settings, isSet: (name: keyof Settings) => boolean): Addresses {
  const problems: string[] = [];
  const addresses: Partial<Record<Server['url'], string>> = {};
  for (const server of SERVERS) {
    const base = server.url === 'DATABASE_URL' ? databaseAddress(settings, isSet, problems) : settings[server.url];
    const [user, password] = [settings[server.user], settings[server.password]];
    if (base === undefined) {
      if (server.url === 'DATABASE_URL') continue;
      for (const name of [server.user, server.password]) {
        if (isSet(name)) problems.push(`${server.url}: is not set; ${name} belongs to it`);
      }
      continue;
    }
    addresses[server.url] = withCredentials(base, server, { user, password }, problems);
  }
  return { addresses, problems };
}

/** The database's address without user and password; undefined where a file is meant, or where problems were found. */
function databaseAddress(
  settings: Settings,
  isSet: (name: keyof Settings) => boolean,
  problems: string[],
): string | undefined {
  const { DATABASE_URL: url, DATABASE_HOST: host, DATABASE_PORT: port, DATABASE_NAME: name } = settings;
  const parts = (['DATABASE_HOST', 'DATABASE_PORT', 'DATABASE_NAME'] as const).filter(isSet);
  const credentials = (['DATABASE_USER', 'DATABASE_PASSWORD'] as const).filter(isSet);
  if (isSet('DATABASE_URL')) {
    if (!/^postgres(ql)?:/i.test(url)) {
      if (parts.length + credentials.length === 0) return undefined;
      problems.push(`DATABASE_URL: names a file; ${[...parts, ...credentials].join(', ')} would be for a server`);
      return undefined;
    }
    if (parts.length > 0) problems.push(`DATABASE_URL: is set, and ${parts.join(', ')} too; only one of them can hold`);
    return url;
  }
  if (host === undefined) {
    const orphans = [...parts, ...credentials];
    if (orphans.length > 0) problems.push(`DATABASE_HOST: is not set; ${orphans.join(', ')} belong to it`);
    return undefined;
  }
  const path = encodeURIComponent(name ?? '');
  if (host.startsWith('/'))
    return `postgres:///${path}?${new URLSearchParams({ host, ...(port && { port: `${port}` }) })}`;
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `postgres://${bare}${port === undefined ? '' : `:${port}`}/${path}`;
}

interface Credentials {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** The address with what it leaves out of user and password; a part that is given twice is a problem. */
function withCredentials(address: string, server: Server, given: Credentials, problems: string[]): string {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z]+:\/\/)([^/?#]*)(.*)$/is.exec(address) ?? [];
  if (scheme === '' || (given.user === undefined && given.password === undefined)) return address;
  const at = authority.lastIndexOf('@');
  const [, writtenUser = '', writtenPassword = ''] = /^([^:]*):?(.*)$/.exec(authority.slice(0, Math.max(0, at))) ?? [];
  for (const [written, part, name] of [
    [writtenUser, given.user, server.user],
    [writtenPassword, given.password, server.password],
  ] as const) {
    if (written !== '' && part !== undefined)
      problems.push(`${name}: is set, and ${server.url} holds one too; only one of them can hold`);
  }
  const user = given.user === undefined ? writtenUser : encodeURIComponent(given.user);
  const password = given.password === undefined ? writtenPassword : encodeURIComponent(given.password);
  const host = authority.slice(at + 1);
  // An address without a host has no place for them before it.
  if (host === '') {
    const url = new URL(address);
    if (given.user !== undefined) url.searchParams.set('user', given.user);
    if (given.password !== undefined) url.searchParams.set('password', given.password);
    return url.href;
  }
  return `${scheme}${user}${password === '' ? '' : `:${password}`}@${host}${rest}`;
}
