import { ConfigError, RetryableError } from '../model/errors.ts';

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
