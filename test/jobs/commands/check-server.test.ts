import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../../servers/postgres.ts';
import { type RedisServer, startRedis } from '../../servers/redis.ts';
import { atDesk, FIXTURES } from '../fairclock.ts';

/** Every sign that an address would need encoded. */
const PASSWORD = "p/a#s?s%w$r@d:&='";
const FILE_PATH = join(FIXTURES, 'worked-ticket');

let postgres: PostgresServer;
let redis: RedisServer;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres({ own: true }), startRedis()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([postgres?.stop(), redis?.stop()]);
});

async function run(url: string, ...statements: readonly string[]): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** A new user of a database with a password of all signs, as the variables that name them. */
async function newUser(url: string, ...rights: readonly string[]): Promise<Record<string, string>> {
  const user = `user_${randomBytes(4).toString('hex')}`;
  const { hostname, port, pathname } = new URL(url);
  const literal = `'${PASSWORD.replaceAll("'", "''")}'`;
  await run(
    url,
    `create role ${user} login password ${literal}`,
    ...rights.map((right) => right.replaceAll('USER', user)),
  );
  return {
    DATABASE_URL: '',
    DATABASE_HOST: hostname,
    DATABASE_PORT: port,
    DATABASE_NAME: pathname.slice(1),
    DATABASE_USER: user,
    DATABASE_PASSWORD: PASSWORD,
  };
}

describe('check of the store on PostgreSQL', () => {
  it('works for a user who owns its tables, whose password holds any sign, and leaves nothing behind', async () => {
    const url = await postgres.freshDatabase();
    const user = await newUser(url, 'grant create on schema public to USER');
    const { code, out, err } = await atDesk().fairclock(['check'], { FILE_PATH, ...user });

    expect(err).not.toContain(PASSWORD);
    expect(out).toMatch(
      /^works {2}store\n +PostgreSQL database "fairclock_test_\w+" on 127\.0\.0\.1:\d+, as user_\w+, PostgreSQL \d+/m,
    );
    expect(code).toBe(0);
    expect(await run(url, "select 1 from pg_tables where tablename like 'fairclock_check%'")).toEqual([]);
  });

  it('names the rights that are missing, and who owns the tables', async () => {
    const url = await postgres.freshDatabase();
    await (await openStore({ url })).close();
    const user = await newUser(
      url,
      'grant select, insert, update, delete on all tables in schema public to USER',
      'revoke insert, delete on ticket, event from USER',
    );
    const { code, out } = await atDesk().fairclock(['check'], { FILE_PATH, ...user });

    expect(code).toBe(1);
    expect(out).toMatch(/^FAILS {2}store$/m);
    expect(out).toContain('its user may not insert, delete in event, ticket\n');
    expect(out).toMatch(
      /its user does not own \d+ tables \(fairclock does\), so that a later version cannot alter them/,
    );
    expect(out).toMatch(/its user may not make tables \(permission denied for schema public\)/);
  });
});

describe('check of Redis', () => {
  const check = (variables: Record<string, string>) => atDesk().fairclock(['check'], { FILE_PATH, ...variables });
  const keys = async (): Promise<string[]> => {
    const client = new Redis(redis.url);
    try {
      return await client.keys('*');
    } finally {
      client.disconnect();
    }
  };

  it('writes, reads and removes a key under the prefix of the queues', async () => {
    const { code, out } = await check({ REDIS_URL: redis.url, QUEUE_PREFIX: '{desk}' });

    expect(out).toMatch(/^works {2}Redis\n {7}answers, and takes keys under \{desk\}$/m);
    expect(code).toBe(0);
    expect(await keys()).toEqual([]);
  });

  it('takes a password of any sign, and tells what a user may not do', async () => {
    const client = new Redis(redis.url);
    await client.call('ACL', 'SETUSER', 'desk', 'on', `>${PASSWORD}`, '~*', '+@all');
    await client.call(
      'ACL',
      'SETUSER',
      'reader',
      'on',
      '>reader',
      '~*',
      '+@read',
      '+ping',
      '+info',
      '+select',
      '+client',
    );
    client.disconnect();
    const desk = await check({ REDIS_URL: redis.url, REDIS_USER: 'desk', REDIS_PASSWORD: PASSWORD });
    const reader = await check({ REDIS_URL: redis.url, REDIS_USER: 'reader', REDIS_PASSWORD: 'reader' });

    expect(desk.out).toMatch(/^works {2}Redis$/m);
    expect(desk.out + desk.err).not.toContain(PASSWORD);
    expect(reader.code).toBe(1);
    expect(reader.out).toMatch(/^FAILS {2}Redis\n +REDIS_URL: .*NOPERM/m);
  });

  it('is told where nobody listens, and is nothing where none is set', async () => {
    const silent = await check({ REDIS_URL: 'redis://127.0.0.1:1' });

    expect(silent.code).toBe(1);
    expect(silent.out).toMatch(/^FAILS {2}Redis\n +REDIS_URL: /m);
    expect((await check({})).out).not.toContain('Redis');
  });
});

describe('check of what needs no server', () => {
  it('tells the hours that hold, when digests are due, and the age of the zone data', async () => {
    const { code, out } = await atDesk().fairclock(['check'], {
      FILE_PATH,
      TEAM_HOURS: 'Mon-Fri 09:00-17:00',
      DIGEST_DAILY: '08:00 Europe/Berlin',
    });

    expect(out).toMatch(/^works {2}hours\n +Mon-Fri 09:00-17:00, by the clock of UTC; set TEAM_TIME_ZONE/m);
    expect(out).toMatch(/^works {2}time zones\n +Node's time zone data are \d{4}[a-z]/m);
    expect(out).toMatch(/^FAILS {2}digests\n +they are due, but go nowhere: set DIGEST_SLACK_CHANNELS/m);
    expect(code).toBe(1);
  });
});
