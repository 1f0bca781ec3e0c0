import { ConfigError, RetryableError } from '../model/errors.ts';

/** What went wrong in words, without what may hold a secret (the URL) or a ticket's text (the failing row). */
interface Failure {
  readonly code: string;
  readonly message: string;
}

function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  // Several addresses of one host were tried: the first failure tells as much as all.
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return { code: error.code, message: error.message };
  if (/does not support SSL/i.test(error.message)) return { code: 'NO_TLS', message: error.message };
  if (/^Connection terminated|^timeout expired|timeout exceeded when trying to connect/i.test(error.message)) {
    return { code: 'CONNECTION', message: error.message };
  }
  return undefined;
}

const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|CONNECTION$|08|57P0[123]|53300$)/;

/** Whether the transaction may simply be run again from its start: it lost against another one. */
export function lostAgainstAnother(error: unknown): boolean {
  const code = failureOf(error)?.code;
  return code === '40001' || code === '40P01';
}

/** Whether the connection is of no more use. */
export function connectionIsLost(error: unknown): boolean {
  const failure = failureOf(error);
  return failure !== undefined && NETWORK.test(failure.code);
}

/** Whether a server refused a line because it was, or was not, encrypted: another way may do. */
export function isAboutEncryption(error: unknown): boolean {
  const failure = failureOf(error);
  return failure !== undefined && (failure.code === 'NO_TLS' || TLS.test(failure.code) || insistsOnTls(failure));
}

/** What Node's TLS gives up with. */
const TLS = /^(EPROTO|ERR_SSL|ERR_TLS|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA)/;

function insistsOnTls({ code, message }: Failure): boolean {
  return code.startsWith('28') && /no encryption|SSL off|SSL required|requires? (SSL|encryption|TLS)/i.test(message);
}

/** What ails the encryption of a line, and the parameter of DATABASE_URL to change; undefined where that is not it. */
function tlsTrouble(failure: Failure): string | undefined {
  const { code, message } = failure;
  if (code === 'NO_TLS') {
    return 'speaks no TLS; turn it on there (ssl = on), or write sslmode=disable in DATABASE_URL to go without';
  }
  if (insistsOnTls(failure)) {
    return 'takes encrypted lines alone; write sslmode=verify-full in DATABASE_URL, and sslrootcert=FILE for an authority of your own';
  }
  if (code.startsWith('28') && /certificate/i.test(message)) {
    return 'wants a certificate of its client; name it by sslcert=FILE and sslkey=FILE in DATABASE_URL';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return 'has a certificate for another name; write the host that it names into DATABASE_URL, or sslmode=verify-ca to trust its authority alone';
  }
  if (!TLS.test(code)) return undefined;
  if (/^(EPROTO|ERR_SSL|ERR_TLS)/.test(code)) {
    return `and this machine agree on no TLS (${code}); see the versions and ciphers of both, or write sslmode=disable`;
  }
  return 'has a certificate that nobody here vouches for; name the file of its authority by sslrootcert=FILE in DATABASE_URL (or NODE_EXTRA_CA_CERTS)';
}

/** Says what a failure of PostgreSQL means for the store at `place`, and what to do; passes others on. */
export function postgresFailure(error: unknown, place: string): unknown {
  const failure = failureOf(error);
  if (failure === undefined) return error;
  const { code, message } = failure;
  const cause = { cause: error };
  const trouble = tlsTrouble(failure);
  if (trouble !== undefined) return new ConfigError(`store: ${place} ${trouble}`, cause);
  if (code === '28000' && /pg_hba/.test(message)) {
    return new ConfigError(
      `store: ${place} lets this user in from here nowhere (pg_hba.conf); allow it there, or correct DATABASE_URL`,
      cause,
    );
  }
  if (NETWORK.test(code)) {
    return new RetryableError(
      `store: ${place} does not answer (${message}); see that it runs and can be reached`,
      cause,
    );
  }
  if (code === 'ENOTFOUND') {
    return new ConfigError(`store: ${place}: there is no such host; correct DATABASE_URL`, cause);
  }
  if (code.startsWith('28')) {
    return new ConfigError(`store: ${place} refuses the user or password; correct DATABASE_URL`, cause);
  }
  if (code === '3D000') {
    return new ConfigError(`store: ${place}: ${message}; create it (createdb), or correct DATABASE_URL`, cause);
  }
  if (code === '42501') {
    return new ConfigError(
      `store: ${place}: ${message}; the user of DATABASE_URL must own its tables and their schema`,
      cause,
    );
  }
  if (code === '25006') {
    return new ConfigError(
      `store: ${place} takes no writes (a standby?); name the primary server in DATABASE_URL`,
      cause,
    );
  }
  if (code === '53100' || code === 'ENOSPC') {
    return new ConfigError(
      `store: no room left for ${place}. What was saved before is whole; make room on the server's disk and run again`,
      cause,
    );
  }
  if (code === '40001' || code === '40P01' || code === '55P03' || code === '57014') {
    return new RetryableError(`store: ${place} is too busy with other work (${message})`, cause);
  }
  return error;
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}

/** Says what a failure of SQLite or of the file system means for the store at `path`, and what to do; passes others on. */
export function sqliteFailure(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const cause = { cause: error };
  const is = (...prefixes: string[]): boolean => prefixes.some((prefix) => code.startsWith(prefix));

  if (is('SQLITE_FULL', 'ENOSPC', 'EDQUOT')) {
    return new ConfigError(
      `store: no room left for ${path}. What was saved before is whole; make room on that disk, or name another place in DATABASE_URL, and run again`,
      cause,
    );
  }
  if (is('SQLITE_BUSY', 'SQLITE_LOCKED')) {
    return new RetryableError(
      `store: another process has kept ${path} locked for too long; wait for it to finish, or stop it, and run again`,
      cause,
    );
  }
  if (
    is(
      'SQLITE_READONLY',
      'SQLITE_CANTOPEN',
      'SQLITE_PERM',
      'EACCES',
      'EPERM',
      'EROFS',
      'ENOTDIR',
      'EISDIR',
      'EEXIST',
      'ENOENT',
    )
  ) {
    return new ConfigError(
      `store: ${path} cannot be written (${code}). The file and its folder must be writable for this user (SQLite keeps two more files beside it); change their rights, or name another place in DATABASE_URL`,
      cause,
    );
  }
  if (is('SQLITE_CORRUPT', 'SQLITE_NOTADB')) {
    return new ConfigError(
      `store: ${path} is not a readable SQLite database (${code}). Move it away and sync again: everything in it comes from the sources`,
      cause,
    );
  }
  if (is('SQLITE_IOERR', 'EIO')) {
    return new RetryableError(`store: the disk failed while ${path} was in use (${code}); see the system's log`, cause);
  }
  return error;
}
