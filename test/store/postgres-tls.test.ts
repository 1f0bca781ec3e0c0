import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { openStore } from '../../src/store/store.ts';
import { makeCertificate } from '../servers/certificate.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

const CLI = resolve(import.meta.dirname, '../../jobs/cli.ts');
const certificate = makeCertificate('DNS:db.test,IP:127.0.0.1');
const otherName = makeCertificate('DNS:db.test');

let encrypted: PostgresServer;
let strict: PostgresServer;
let plain: PostgresServer;
beforeAll(async () => {
  const access = (line: string) => [`${line} all all 127.0.0.1/32 scram-sha-256`];
  [encrypted, strict, plain] = await Promise.all([
    startPostgres({ own: true, certificate, access: access('host') }),
    startPostgres({ own: true, certificate: otherName, access: access('hostssl') }),
    startPostgres({ own: true }),
  ]);
});
afterAll(async () => {
  await Promise.all([encrypted, strict, plain].map((server) => server.stop()));
});

/** The address of a new database with these words of TLS. */
async function at(server: PostgresServer, parameters: Readonly<Record<string, string>>): Promise<string> {
  const url = new URL(await server.freshDatabase());
  url.search = new URLSearchParams(parameters).toString();
  return url.href;
}

/** Whether a store opens, and by an encrypted line; else what is said. */
async function opened(url: string): Promise<string> {
  try {
    const store = await openStore({ url });
    await store.sync.setSetting('a', 'b');
    await store.close();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
  return 'opened';
}

describe('a line to PostgreSQL', () => {
  it.each([
    ['verify-full', {}],
    ['verify-ca', {}],
    ['require', {}],
  ])('with sslmode=%s and the right authority is opened', async (sslmode) => {
    expect(await opened(await at(encrypted, { sslmode, sslrootcert: certificate.caFile }))).toBe('opened');
  });

  it.each(['prefer', 'allow', 'no-verify'])('with sslmode=%s is opened whoever the server is', async (sslmode) => {
    expect(await opened(await at(encrypted, { sslmode }))).toBe('opened');
    expect(await opened(await at(strict, { sslmode }))).toBe('opened');
  });

  it.each(['prefer', 'allow', 'disable'])(
    'with sslmode=%s is opened where the server speaks no TLS',
    async (sslmode) => {
      expect(await opened(await at(plain, { sslmode }))).toBe('opened');
    },
  );

  it('with sslmode=verify-ca is opened where the certificate is for another name', async () => {
    expect(await opened(await at(strict, { sslmode: 'verify-ca', sslrootcert: otherName.caFile }))).toBe('opened');
  });

  it('with prefer is encrypted where it can be', async () => {
    const url = await at(encrypted, { sslmode: 'prefer' });
    const store = await openStore({ url });
    await store.sync.sources();
    const client = new pg.Client(url.replace('prefer', 'no-verify'));
    await client.connect();
    const { rows } = await client.query(
      'select bool_and(ssl) as all_tls from pg_stat_ssl join pg_stat_activity using (pid) where client_addr is not null',
    );
    await client.end();
    await store.close();

    expect(rows).toEqual([{ all_tls: true }]);
  });

  it.each([
    [
      'an authority nobody knows',
      () => at(encrypted, { sslmode: 'require' }),
      /nobody here vouches for; name .* sslrootcert=FILE/,
    ],
    [
      'another authority',
      () => at(encrypted, { sslmode: 'verify-full', sslrootcert: otherName.caFile }),
      /nobody here vouches for/,
    ],
    [
      'another name',
      () => at(strict, { sslmode: 'verify-full', sslrootcert: otherName.caFile }),
      /certificate for another name; .* sslmode=verify-ca/,
    ],
    [
      'no TLS on the server',
      () => at(plain, { sslmode: 'require' }),
      /speaks no TLS; turn it on there .* sslmode=disable/,
    ],
    [
      'a server that takes nothing else',
      () => at(strict, { sslmode: 'disable' }),
      /takes encrypted lines alone; write sslmode=verify-full/,
    ],
    [
      'a missing file',
      () => at(encrypted, { sslmode: 'verify-full', sslrootcert: '/nowhere/ca.pem' }),
      /sslrootcert=\/nowhere\/ca\.pem cannot be read \(ENOENT\)/,
    ],
    [
      'a mode that there is not',
      () => at(plain, { sslmode: 'verify' }),
      /there is no sslmode=verify; there are disable, allow/,
    ],
  ])('that meets %s is told with the parameter to change, without the password', async (_what, place, said) => {
    const url = await place();
    const message = await opened(url);

    expect(message).toMatch(said);
    expect(message).not.toContain(new URL(url).password);
  });

  it('says nothing but what the log says, whatever its sslmode', async () => {
    const DATABASE_URL = await at(encrypted, { sslmode: 'require', sslrootcert: certificate.caFile });
    const child = spawn(process.execPath, [CLI, 'rejected'], {
      cwd: join(certificate.folder),
      env: { PATH: process.env.PATH, DATABASE_URL },
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);

    expect([out, err]).toEqual(['nothing was rejected\n', '']);
  });
});
