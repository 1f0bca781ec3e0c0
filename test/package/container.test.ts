import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../jobs/commands/catalogue.ts';
import { openHttpPort } from '../../jobs/worker/http-port.ts';
import { coreNames } from '../../src/config/known-names.ts';
import { Settings } from '../../src/config/settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** The instructions of the Dockerfile in their order, without comments, continued lines put together. */
const image: readonly (readonly [word: string, rest: string])[] = textOf('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1).trim()]);
const all = (word: string): string[] => image.flatMap(([each, rest]) => (each === word ? [rest] : []));
const list = (text: string): string[] => JSON.parse(text) as string[];
const standard = (name: 'HTTP_PORT' | 'STOP_SECONDS'): string => String(Settings.shape[name].parse(undefined));

interface Service {
  readonly build?: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: string;
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
const compose = parse(textOf('docker-compose.yml')) as {
  readonly services: Readonly<Record<'postgres' | 'redis' | 'worker', Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const { worker, postgres, redis } = compose.services;

it('makes an image of files that are there, started as a checkout is, by nobody who may do more', () => {
  for (const copied of all('COPY').flatMap((rest) => rest.split(' ').slice(0, -1))) {
    expect([copied, existsSync(join(ROOT, copied))]).toEqual([copied, true]);
    expect(textOf('.dockerignore').split('\n')).not.toContain(copied);
  }
  const entry = list(all('ENTRYPOINT')[0]!);
  expect(entry[0]).toBe('node');
  expect(all('COPY').some((rest) => rest.split(' ')[0] === entry.at(-1)!.split('/')[0])).toBe(true);
  expect(existsSync(join(ROOT, entry.at(-1)!))).toBe(true);
  expect(commands.map(({ name }) => name)).toContain(list(all('CMD')[0]!)[0]);
  const words = image.map(([word]) => word);
  expect(all('USER')).toEqual(['node']);
  expect(words.lastIndexOf('USER')).toBeGreaterThan(words.lastIndexOf('RUN'));
  const { engines } = JSON.parse(textOf('package.json')) as { engines: { node: string } };
  expect(Number(/^node:(\d+)/.exec(all('FROM')[0]!)![1])).toBeGreaterThanOrEqual(
    Number.parseInt(engines.node.slice(2), 10),
  );
});

it('leaves secrets, stores and what is built out of the image', () => {
  expect(textOf('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['.env', '*.sqlite*', 'secrets', 'files', 'node_modules', '.git', 'dist']),
  );
});

it.each([
  [0, []],
  [1, [{ part: 'store', reason: 'away' }]],
])('asks the worker whether it is ready: ends with %d where %j is wrong', async (code, troubles) => {
  const silent = { error: () => undefined, warn: () => undefined, info: () => undefined };
  const options = {
    ...{ host: '127.0.0.1', port: 0, queues: [], now: () => 0, log: silent, troubles: async () => troubles },
    metrics: { contentType: 'text/plain', render: async () => '' },
  };
  const app = await openHttpPort(options as unknown as Parameters<typeof openHttpPort>[0]);
  const { port } = app.server.address() as { port: number };
  const [, check] = /CMD (\[.*\])$/.exec(all('HEALTHCHECK')[0]!)!;
  const [program, ...words] = list(check!);
  const { spawn } = await import('node:child_process');
  const asked = spawn(program!, words, { env: { PATH: process.env.PATH, HTTP_PORT: String(port) } });
  const ended = await new Promise((done) => asked.on('exit', done));
  await app.close();

  expect(ended).toBe(code);
  expect(all('EXPOSE')).toEqual([standard('HTTP_PORT')]);
  expect(check).toContain(`|| ${standard('HTTP_PORT')}}`);
});

it('composes of settings that are read, a port that is open, and passwords that stand in files', () => {
  expect(Object.keys(worker.environment).filter((name) => !coreNames().includes(name))).toEqual([]);
  expect(worker.ports!.map((port) => port.split(':').at(-1))).toEqual([worker.environment.HTTP_PORT]);
  // The page and the figures are not for a whole network unless somebody puts a proxy before them.
  expect(worker.ports!.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
  for (const [service, variable] of [
    [worker, 'DATABASE_PASSWORD_FILE'],
    [postgres, 'POSTGRES_PASSWORD_FILE'],
  ] as const) {
    const [name] = service.secrets!;
    expect(service.environment[variable]).toBe(`/run/secrets/${name}`);
    expect(compose.secrets[name!]).toEqual({ file: `./secrets/${name}` });
  }
  expect(worker.environment.DATABASE_HOST).toBe('postgres');
  expect(worker.environment.REDIS_URL).toBe('redis://redis:6379/0');
  expect(worker.environment.DATABASE_USER).toBe(postgres.environment.POSTGRES_USER);
  expect(worker.environment.DATABASE_NAME).toBe(postgres.environment.POSTGRES_DB);
  expect(redis.command).toContain('noeviction');
  expect(Object.keys(worker.depends_on!).sort()).toEqual(['postgres', 'redis']);
});

it('lets a worker write nowhere but in a folder for a while, and end what it does', () => {
  expect([worker.build, worker.init, worker.read_only, worker.cap_drop]).toEqual(['.', true, true, ['ALL']]);
  expect(worker.volumes!.filter((volume) => !volume.endsWith(':ro'))).toEqual(['/tmp']);
  expect(Number.parseInt(worker.stop_grace_period!, 10)).toBeGreaterThan(Number(standard('STOP_SECONDS')));
  // What holds data is kept apart from what is thrown away with a container.
  expect(Object.keys(compose.volumes).sort()).toEqual(['postgres', 'redis']);
});

it('keeps what compose reads beside itself out of the repository', () => {
  const ignored = execFileSync('git', ['check-ignore', 'secrets/postgres_password', 'files/export.csv', '.env'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(ignored.trim().split('\n')).toHaveLength(3);
});
