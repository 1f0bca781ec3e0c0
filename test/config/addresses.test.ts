import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { problemsOf } from './desk.ts';

const databaseOf = (variables: Record<string, string>): string => readEnvironment(variables, []).settings.DATABASE_URL;

describe('an address in parts', () => {
  it.each([
    [{}, 'fairclock.sqlite'],
    [{ DATABASE_HOST: 'db', DATABASE_NAME: 'fairclock' }, 'postgres://db/fairclock'],
    [{ DATABASE_HOST: 'db', DATABASE_PORT: '6432', DATABASE_USER: 'me' }, 'postgres://me@db:6432/'],
    [
      { DATABASE_HOST: 'db', DATABASE_USER: 'me', DATABASE_PASSWORD: 'p/a#s?s%@:' },
      'postgres://me:p%2Fa%23s%3Fs%25%40%3A@db/',
    ],
    [{ DATABASE_HOST: '::1', DATABASE_NAME: 'f' }, 'postgres://[::1]/f'],
    [
      { DATABASE_HOST: '/run/postgresql', DATABASE_NAME: 'f', DATABASE_USER: 'me', DATABASE_PASSWORD: 'a#b' },
      'postgres:///f?host=%2Frun%2Fpostgresql&user=me&password=a%23b',
    ],
    [
      { DATABASE_URL: 'postgres://me@db/f?sslmode=require', DATABASE_PASSWORD: 'a/b' },
      'postgres://me:a%2Fb@db/f?sslmode=require',
    ],
    [{ DATABASE_HOST: 'db', DATABASE_PORT: 'tcp://10.0.0.7:5432' }, 'postgres://db/'],
  ])('%j is %s', (variables, url) => {
    expect(databaseOf(variables as Record<string, string>)).toBe(url);
  });

  it('comes out of the driver’s parser as it went in, whatever signs the password holds', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme-ascii' }).filter((each) => each.trim() === each);
    fc.assert(
      fc.property(text, text, (user, password) => {
        const url = databaseOf({ DATABASE_HOST: 'db', DATABASE_USER: user, DATABASE_PASSWORD: password });
        expect(new pg.Client({ connectionString: url })).toMatchObject({ user, password, host: 'db' });
      }),
    );
  });

  it.each([
    ['REDIS_URL', 'rediss://cache:6380/1', 'rediss://me:a%2Fb@cache:6380/1'],
    ['SMTP_URL', 'smtp://mail.example.com:587', 'smtp://me:a%2Fb@mail.example.com:587'],
  ] as const)('puts user and password into %s too', (name, url, whole) => {
    const server = name.replace('_URL', '');
    const variables = { [name]: url, [`${server}_USER`]: 'me', [`${server}_PASSWORD`]: 'a/b' };

    expect(readEnvironment(variables, []).settings[name]).toBe(whole);
  });

  it('needs no user where only a password is asked for', () => {
    const { settings } = readEnvironment({ REDIS_URL: 'redis://cache', REDIS_PASSWORD: 'a/b' }, []);

    expect(settings.REDIS_URL).toBe('redis://:a%2Fb@cache');
  });

  it.each([
    [
      { DATABASE_PASSWORD: 'x', DATABASE_USER: 'me' },
      'DATABASE_HOST: is not set; DATABASE_USER, DATABASE_PASSWORD belong to it',
    ],
    [
      { DATABASE_URL: './f.sqlite', DATABASE_USER: 'me' },
      'DATABASE_URL: names a file; DATABASE_USER would be for a server',
    ],
    [
      { DATABASE_URL: 'postgres://db/f', DATABASE_HOST: 'db' },
      'DATABASE_URL: is set, and DATABASE_HOST too; only one of them can hold',
    ],
    [
      { DATABASE_URL: 'postgres://me:old@db/f', DATABASE_PASSWORD: 'new' },
      'DATABASE_PASSWORD: is set, and DATABASE_URL holds one too; only one of them can hold',
    ],
    [{ SMTP_PASSWORD: 'x' }, 'SMTP_URL: is not set; SMTP_PASSWORD belongs to it'],
  ])('is refused where its parts do not fit: %j', (variables, problem) => {
    expect(problemsOf(variables as Record<string, string>)).toEqual([problem]);
  });
});

describe('an address that a sign of its password cuts short', () => {
  it.each([
    ['DATABASE_URL', 'postgres://me:pa#ss@db/f'],
    ['DATABASE_URL', 'postgres://me:12/ss@db/f'],
    ['DATABASE_URL', 'postgres://me:12?ss@db/f'],
    ['DATABASE_URL', 'postgres://me:100%sure@db/f'],
    ['REDIS_URL', 'redis://:12#ss@cache:6379'],
    ['SMTP_URL', 'smtp://me:12/ss@mail:587'],
  ])('is refused before it leads to another host: %s=%s', (name, value) => {
    const password = name.replace('URL', 'PASSWORD');

    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(
        new RegExp(`^${name}: its value is cut short by a sign in its password; .* in ${password}$`),
      ),
    ]);
  });

  it.each([
    'postgres://me:p%2Fa@db/f',
    'postgres://me:p@ss@db/f',
    'postgres://db/f?user=me@example.com&password=a%40b',
    './my#files/f.sqlite',
    'postgresql:///f?host=/run/postgresql',
  ])('is not one like %s', (value) => {
    expect(problemsOf({ DATABASE_URL: value })).toEqual([]);
  });
});
