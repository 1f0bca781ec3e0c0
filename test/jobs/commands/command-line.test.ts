import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from '../../../jobs/commands/catalogue.ts';
import { atDesk } from '../fairclock.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

describe('what is typed', () => {
  it.each([
    [['--version'], 0, /^fairclock \d+\.\d+\.\d+ \(Node \d+\.\d+\.\d+\)\n$/],
    [['-V'], 0, /^fairclock \d/],
    [[], 0, /^fairclock tells how long/],
    [['help'], 0, /\n {2}check +Try every source/],
    [['--help'], 0, /^fairclock tells how long/],
    [['help', 'sync'], 0, /^fairclock sync \[SOURCE\].*--restart.*--env-file FILE/s],
    [['sync', '--help'], 0, /^fairclock sync/],
    [['sync', '-h'], 0, /^fairclock sync/],
    [['--help', 'sync'], 0, /^fairclock sync/],
  ])('%j is answered', async (words, code, out) => {
    const ended = await atDesk().fairclock(words);

    expect(ended).toMatchObject({ code, err: '' });
    expect(ended.out).toMatch(out);
  });

  it.each([
    [['chek'], 'there is no command chek; did you mean check?'],
    [['help', 'chek'], 'there is no command chek; did you mean check?'],
    [['frobnicate'], 'there is no command frobnicate\n'],
    [['--verson'], 'there is no option --verson; did you mean --version?'],
    [['-x', 'sync'], 'there is no option -x'],
    [['--env-file', 'a.env'], 'name a command after --env-file FILE'],
    [['sync', '--restrat'], "sync: Unknown option '--restrat'; did you mean --restart?"],
    [['sync', '--env-fiel=x'], "sync: Unknown option '--env-fiel'; did you mean --env-file?"],
    [['report', '--from'], "report: Option '--from <value>' argument missing"],
    [['check', 'zendesk'], 'check: zendesk is not expected here'],
  ])('%j is no command line: ends with 2 and says what was perhaps meant', async (words, said) => {
    const { code, out, err } = await atDesk().fairclock(words);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
    expect(err).toContain('fairclock help lists the commands');
  });

  it.each([
    [['chek', '--json'], { kind: 'usage', problems: ['there is no command chek; did you mean check?'], exitCode: 2 }],
    [['--json'], { kind: 'usage', problems: ['name a command after --json'], exitCode: 2 }],
    [
      ['--json', 'rejected', '--env-file', 'a.env'],
      { kind: 'settings', problems: [expect.stringMatching(/^MIN_SAMPLE: "none" accepts/)], exitCode: 2 },
    ],
    [
      ['report', '--json', '--from', '2026-99-01', '--to', '2026-12-01'],
      {
        kind: expect.stringMatching(/^(usage|settings)$/),
        problems: [expect.stringContaining('2026-99-01')],
        exitCode: 2,
      },
    ],
  ])('%j fails in one line of JSON that a program can act on', async (words, error) => {
    const desk = atDesk();
    desk.write('a.env', 'MIN_SAMPLE=none\n');
    const { code, out, err } = await desk.fairclock(words);

    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(JSON.parse(err)).toEqual({ error });
  });

  it('tells a source that cannot be read as JSON too, and only JSON', async () => {
    const desk = atDesk();
    const variables = { FILE_PATH: join(desk.folder, 'none') };
    for (const words of [['sync'], ['report', '--from', '2026-11-02', '--to', '2026-11-09']]) {
      const { code, err } = await desk.fairclock([...words, '--json'], variables);
      const lines = err
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { error?: object });
      expect(code).toBe(2);
      expect(lines.flatMap(({ error }) => error ?? [])).toEqual([
        { kind: 'settings', problems: [expect.stringMatching(/^file: /)], exitCode: 2 },
      ]);
    }
  });

  it('hides secrets in JSON as in words, and gives JSON where a format can be chosen', async () => {
    const desk = atDesk();
    const secret = 'quoted"and\\ secret-4711';
    const failed = await desk.fairclock(['check', '--json'], { ZENDESK_SUBDOMAIN: 'x y', ZENDESK_API_TOKEN: secret });
    expect(failed.code).toBe(2);
    expect(failed.err).not.toContain('4711');
    expect(JSON.parse(failed.err).error.kind).toBe('settings');
    const told = await desk.fairclock(['holidays', 'DE', '2026', '--json']);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(told.out)).toBeTruthy();
  });

  it('may name the env file before the command or after it', async () => {
    const desk = atDesk();
    desk.write('a.env', 'MIN_SAMPLE=none\n');

    for (const words of [
      ['--env-file', 'a.env', 'rejected'],
      ['--env-file=a.env', 'rejected'],
      ['rejected', '--env-file', 'a.env'],
    ]) {
      const { code, err } = await desk.fairclock(words);
      expect([code, err]).toEqual([2, expect.stringContaining('settings: MIN_SAMPLE: "none" accepts a whole number')]);
    }
  });

  it.each(commands.map(({ name }) => name))('%s has a usage line and options of its own', async (name) => {
    const { code, out } = await atDesk().fairclock(['help', name]);

    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(new RegExp(`^fairclock ${name}\\b`));
  });
});

describe('an env file', () => {
  it('that is named and missing is told, not by Node, whose own option has the same name', () => {
    const cwd = atDesk().folder;
    const ended = spawnSync(
      process.execPath,
      ['--', join(ROOT, 'jobs/fairclock.js'), 'check', '--env-file', 'no.env'],
      { cwd },
    );

    expect(ended.stderr.toString()).toBe(`settings: --env-file: there is no file ${join(cwd, 'no.env')}\n`);
    expect(ended.status).toBe(2);
  });

  it('in UTF-16 is read, a misspelt name in it is refused, and a secret in it is not shown', async () => {
    const desk = atDesk();
    desk.write(
      '.env',
      Buffer.from('\uFEFFPAGE_TOKN=token-of-20-signs-and-more\r\nPAGE_TOKEN=token-of-20-signs\r\n', 'utf16le'),
    );
    const { code, err } = await desk.fairclock(['rejected', '--no-token-of-20-signs']);
    const refused = await desk.fairclock(['rejected']);

    expect(code).toBe(2);
    expect(err).toContain('Unknown option');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('settings: PAGE_TOKN is set, but nothing reads it; did you mean PAGE_TOKEN?');
    expect(refused.err).toContain('.env is UTF-16');
  });

  it('may name the proxies, which HTTP clients look for in the process', async () => {
    const desk = atDesk();
    const process: Record<string, string> = {};
    const setVariable = (name: string, value: string): void => void Object.assign(process, { [name]: value });
    desk.write('.env', 'HTTPS_PROXY=http://proxy:3128\nNO_PROXY=db\nMIN_SAMPLE=7\nhttp_proxy=http://other:3128\n');
    await desk.fairclock(['rejected'], { http_proxy: 'http://mine:3128' }, undefined, { setVariable });

    expect(process).toEqual({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'db' });
  });

  it('of another program, a folder called .env, is none', async () => {
    const desk = atDesk();
    mkdirSync(join(desk.folder, '.env'));

    expect(await desk.fairclock(['rejected'])).toMatchObject({ code: 0, err: '' });
    expect(await desk.fairclock(['rejected', '--env-file', '.env'])).toMatchObject({ code: 2 });
  });
});

describe('help', () => {
  it('loads no command and nothing that commands stand on, so that it answers at once', () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const [, path] of readFileSync(join(ROOT, file), 'utf8').matchAll(
        /^import (?!type).*?from '(\.[^']+)';/gms,
      )) {
        load(relative(ROOT, resolve(ROOT, dirname(file), path!)));
      }
    };
    load('jobs/cli.ts');

    expect([...loaded].sort()).toEqual([
      'jobs/cli.ts',
      'jobs/commands/arguments.ts',
      'jobs/commands/catalogue.ts',
      'jobs/commands/command-line.ts',
      'jobs/commands/command.ts',
      'jobs/commands/failure.ts',
      'jobs/commands/help.ts',
      'src/model/errors.ts',
    ]);
  });
});

/** A server that takes connections and never says a word. */
async function silentServer(): Promise<string> {
  const server = createServer(() => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return `127.0.0.1:${address.port}`;
}

describe('a command that is told to stop while something it waits for hangs', () => {
  const waiting = commands
    .filter(({ name }) => !['demo', 'env', 'config', 'schema', 'map', 'holidays', 'worker'].includes(name))
    .map(({ name }) => name);

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])('ends all the same, with the code of %s and without a stack', async (signal, code) => {
    const host = await silentServer();
    const stop = new AbortController();
    const variables = {
      DATABASE_URL: `postgres://${host}/f`,
      REDIS_URL: `redis://${host}`,
      FILE_PATH: '.',
      DIGEST_DAILY: '',
    };
    const ends = waiting.map((name) =>
      atDesk().fairclock([name, ...(REQUIRED.get(name) ?? [])], variables, stop.signal, { graceMs: 20 }),
    );
    setTimeout(() => stop.abort(new Error(signal)), 50);

    for (const ended of await Promise.all(ends)) {
      expect(ended).toMatchObject({ code, out: '' });
      expect(ended.err).not.toMatch(/unexpected|\n {4}at /);
    }
  });
});

const REQUIRED = new Map([
  ['digest', ['--due']],
  ['export', ['--to', 'export']],
  ['erase', ['--agent', 'file/1']],
  ['forget', ['file']],
  ['ticket', ['file/1']],
  ['what-if', ['--add', 'Sat 10:00-14:00']],
]);

describe('a service that cannot begin', () => {
  it('says so in one JSON line, as the rest of its log', async () => {
    const { code, out, err } = await atDesk().fairclock(['worker'], {
      REDIS_URL: 'redis://127.0.0.1:1',
      FILE_PATH: '.',
    });
    const lines = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: number; msg: string });

    expect([code, out]).toEqual([2, '']);
    expect(lines.at(-1)).toMatchObject({ level: 50, msg: expect.stringMatching(/^settings: REDIS_URL: /) });
  });
});
