import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real Request Tracker that this process started, on 127.0.0.1, with a clock that tests move. */
export interface RequestTracker {
  readonly url: string;
  /** Of the user who may see tickets and nothing else. */
  readonly readerToken: string;
  readonly rootToken: string;
  readonly agentPassword: string;
  /** The server's own database, to be read past the server. */
  readonly databaseFile: string;
  /** Stops the server's clock at this instant, epoch ms (whole seconds). */
  readonly setClock: (at: number) => void;
  readonly stop: () => Promise<void>;
}

const PACKAGES = ['request-tracker5', 'rt5-db-sqlite', 'rt5-standalone', 'libfaketime'];
/** The package asks for a database and a mail server on its own; these two keep it quiet. */
const BESIDE = ['dbconfig-no-thanks', 'msmtp-mta'];
const ROOT_PASSWORD = 'root-password';
const AGENT_PASSWORD = 'agent-password';
const START_SECONDS = 60;

/** Why Request Tracker cannot be run here, as a sentence that says what to do; undefined when it can. */
export function whyNotHere(): string | undefined {
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return undefined;
  const debian = existsSync('/usr/bin/apt-get');
  if (debian && process.getuid?.() === 0) return install(missing);
  return debian
    ? `Request Tracker is not installed: as root, apt-get install --no-install-recommends ${[...missing, ...BESIDE].join(' ')}`
    : `Request Tracker runs on Debian or a relative of it, with the packages ${PACKAGES.join(', ')}`;
}

function isInstalled(name: string): boolean {
  try {
    const status = execFileSync('dpkg', ['-s', name], { stdio: ['ignore', 'pipe', 'ignore'] });
    return String(status).includes('Status: install ok installed');
  } catch {
    return false;
  }
}

function install(missing: readonly string[]): string | undefined {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const mail = existsSync('/usr/sbin/sendmail') ? ['dbconfig-no-thanks'] : BESIDE;
  try {
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing, ...mail], {
      env,
      stdio: 'ignore',
    });
    return undefined;
  } catch {
    return `apt-get install ${[...missing, ...mail].join(' ')} failed: run it by hand to see why`;
  }
}

/** Starts a fresh server with its own database in a folder of its own; two seconds or so. */
export async function startRequestTracker(): Promise<RequestTracker> {
  const clocks = new Set(sharedClocks());
  // Memory where there is some to spare: SQLite waits for the disk at every change.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'fairclock-rt-'));
  const port = await freePort();
  const databaseFile = join(folder, 'rt.sqlite3');
  const env = writeConfig(folder, port, databaseFile);
  writeFileSync(join(folder, 'root-password'), ROOT_PASSWORD);
  setUp(env, ['--action', 'init', '--skip-create', '--root-password-file', join(folder, 'root-password')]);
  setUp(env, ['--action', 'insert', '--skip-create', '--datafile', join(import.meta.dirname, 'rt-rights.pl')]);

  const setClock = (at: number): void => {
    const text = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
    // Renamed into place: the server must never read half a date.
    writeFileSync(join(folder, 'clock.new'), `${text}\n`);
    renameSync(join(folder, 'clock.new'), join(folder, 'clock'));
  };
  setClock(Date.now());
  const log = openSync(join(folder, 'server.log'), 'w');
  const server = spawn(
    '/usr/share/request-tracker5/libexec/rt-server',
    ['--host', '127.0.0.1', '--port', String(port), '--server', 'Starlet', '--max-workers', '2'],
    { env: { ...env, ...movedClock(folder) }, detached: true, stdio: ['ignore', log, log] },
  );
  const stop = async (): Promise<void> => {
    await stopGroup(server);
    sweepClocks(clocks);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(url, server);
    const [rootToken, readerToken] = [newToken(env, 'root'), newToken(env, 'reader')];
    return { url, rootToken, readerToken, agentPassword: AGENT_PASSWORD, databaseFile, setClock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function writeConfig(folder: string, port: number, databaseFile: string): NodeJS.ProcessEnv {
  mkdirSync(join(folder, 'SiteConfig.d'));
  const sendmail = join(folder, 'sendmail');
  writeFileSync(sendmail, '#!/bin/sh\ncat > /dev/null\n', { mode: 0o755 });
  const settings = {
    rtname: 'desk.example',
    Organization: 'desk.example',
    CorrespondAddress: 'support@desk.example',
    CommentAddress: 'support-comment@desk.example',
    WebDomain: '127.0.0.1',
    WebPort: port,
    WebPath: '',
    WebBaseURL: `http://127.0.0.1:${port}`,
    WebURL: `http://127.0.0.1:${port}/`,
    Timezone: 'UTC',
    // The standard cost of 12 makes every sign-in take a third of a second.
    BcryptCost: 4,
    LogToSTDERR: 'warning',
    MailCommand: 'sendmailpipe',
    SendmailPath: sendmail,
    SendmailArguments: '-oi -t',
    DatabaseType: 'SQLite',
    DatabaseName: databaseFile,
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `Set($${name}, '${String(value).replaceAll("'", "\\'")}');`,
  );
  const file = join(folder, 'RT_SiteConfig.pm');
  writeFileSync(file, [...lines, 'Set($LogToSyslog, undef);', 'Set($LogToFile, undef);', '1;', ''].join('\n'));
  return { ...process.env, RT_SITE_CONFIG: file, RT_SITE_CONFIG_DIR: join(folder, 'SiteConfig.d'), TZ: 'UTC' };
}

function setUp(env: NodeJS.ProcessEnv, args: readonly string[]): void {
  execFileSync('/usr/sbin/rt-setup-database-5', [...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** libfaketime gives the server the time that stands in the file `clock`. */
function movedClock(folder: string): NodeJS.ProcessEnv {
  const library = String(execFileSync('dpkg', ['-L', 'libfaketime']))
    .split('\n')
    .find((line) => line.endsWith('/libfaketime.so.1'));
  if (library === undefined) throw new Error('libfaketime has no libfaketime.so.1');
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: join(folder, 'clock'),
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** Tokens are made in the web pages or by RT's own library; REST2 cannot. */
function newToken(env: NodeJS.ProcessEnv, login: string): string {
  const script = `
    RT::LoadConfig(); RT::Init(); require RT::AuthToken;
    my $user = RT::User->new(RT->SystemUser); $user->Load('${login}');
    my $token = RT::AuthToken->new(RT::CurrentUser->new('root'));
    my ($ok, $message, $text) = $token->Create(Owner => $user->id, Description => 'test');
    die $message unless $ok; print $text;`;
  return String(
    execFileSync('perl', ['-I/usr/share/request-tracker5/lib', '-MRT', '-e', script], { env, stdio: 'pipe' }),
  ).trim();
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const authorization = `Basic ${Buffer.from(`root:${ROOT_PASSWORD}`).toString('base64')}`;
  for (let tries = 0; tries < START_SECONDS * 10; tries += 1) {
    if (server.exitCode !== null) throw new Error(`Request Tracker ended at once (${server.exitCode})`);
    const answer = await fetch(`${url}/REST/2.0/rt`, { headers: { authorization } }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Request Tracker did not answer within ${START_SECONDS} s`);
}

/** The server and its workers are a process group of their own. */
async function stopGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.kill(-server.pid, 'SIGTERM');
  const timer = setTimeout(() => process.kill(-server.pid!, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** libfaketime leaves two small files of shared memory for each process that was killed; only new ones are taken away. */
function sharedClocks(): string[] {
  return existsSync('/dev/shm')
    ? readdirSync('/dev/shm').filter((name) => /^(sem\.)?faketime_(shm|sem)_\d+$/.test(name))
    : [];
}

function sweepClocks(before: ReadonlySet<string>): void {
  for (const name of sharedClocks()) {
    const owner = name.split('_').at(-1);
    if (!before.has(name) && !existsSync(`/proc/${owner}`)) rmSync(join('/dev/shm', name), { force: true });
  }
}
