import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Settings } from '../../src/config/settings.ts';
import { isForeseen } from '../../src/model/errors.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { checkPostgresRights } from '../../src/store/postgres-rights.ts';
import type { Deps } from '../tasks/job.ts';
import type { SyncFailure } from '../tasks/sync.ts';
import { zoneData, zoneDataWarning } from '../tasks/zone-data.ts';
import { checkDigests } from './check-digests.ts';
import { checkMail } from './check-mail.ts';
import { checkRedis } from './check-redis.ts';
import { checkSlackDelivery } from './check-slack.ts';
import type { Console } from './command.ts';
import type { ServerPart } from './server-part.ts';

/** Looks at what a server needs besides its sources, tries it without sending anything, and tells what it found. */
export async function tellServer(deps: Deps, console: Console): Promise<readonly SyncFailure[]> {
  const { settings } = deps;
  const failures: SyncFailure[] = [];
  const looks: readonly (readonly [string, () => Promise<ServerPart | undefined>])[] = [
    ['store', () => checkStore(settings)],
    ['Redis', () => checkRedis(settings)],
    ['mail', () => checkMail(settings)],
    ['Slack', () => checkSlackDelivery(settings)],
    ['digests', async () => checkDigests(deps)],
    ['hours', async () => checkHours(settings)],
    ['time zones', async () => checkZones(deps.now())],
  ];
  for (const [name, look] of looks) {
    if (console.signal.aborted) break;
    const { part, failure } = await looked(name, look);
    if (failure !== undefined) failures.push(failure);
    if (part === undefined) continue;
    console.out(`${part.ok ? 'works' : 'FAILS'}  ${part.name}\n`);
    for (const line of part.lines) console.out(`       ${console.hidden(line)}\n`);
  }
  return failures;
}

async function looked(
  name: string,
  look: () => Promise<ServerPart | undefined>,
): Promise<{ readonly part: ServerPart | undefined; readonly failure?: SyncFailure }> {
  try {
    const part = await look();
    if (part === undefined || part.ok) return { part };
    return { part, failure: { source: name, message: part.lines.join('\n'), kind: 'settings' } };
  } catch (error) {
    if (!isForeseen(error)) throw error;
    const part = { name, ok: false, lines: error.message.split('\n') };
    return { part, failure: { source: name, message: error.message, kind: error.kind } };
  }
}

const GIGABYTE = 1024 ** 3;

async function checkStore({ DATABASE_URL: url }: Settings): Promise<ServerPart> {
  const name = 'store';
  if (/^postgres(ql)?:/i.test(url)) {
    const { place, missing } = await checkPostgresRights(url);
    return { name, ok: missing.length === 0, lines: [place, ...missing.map((what) => `its user ${what}`)] };
  }
  const path = resolve(url.replace(/^(sqlite|file):(\/\/)?/i, ''));
  const { bavail, bsize } = await statfs(dirname(path));
  return { name, ok: true, lines: [`${path}; ${((bavail * bsize) / GIGABYTE).toFixed(1)} GB are free there`] };
}

function checkHours({ TEAM_HOURS: hours, TEAM_TIME_ZONE: zone }: Settings): ServerPart {
  const lines =
    hours === undefined
      ? [
          'TEAM_HOURS is not set: who has no hours of their own counts as always at work, and nothing as a time-zone wait',
        ]
      : [`${hours}, by the clock of ${zone}${zone === 'UTC' ? '; set TEAM_TIME_ZONE where that is not meant' : ''}`];
  return { name: 'hours', ok: true, lines };
}

const YEAR_MS = 365 * MS_PER_DAY;

function checkZones(now: number): ServerPart {
  const name = 'time zones';
  const { node, system } = zoneData();
  const warning = zoneDataWarning({ node, system });
  if (warning !== undefined) return { name, ok: false, lines: [warning] };
  const release = (of: string | undefined): string => of ?? 'of a release that nobody tells';
  const line = `Node's time zone data are ${release(node)}, the system's ${release(system)}`;
  // A release is named by its year; each year has some.
  const old = node !== undefined && now - Date.UTC(Number(node.slice(0, 4)) + 1, 0) > YEAR_MS;
  return { name, ok: true, lines: [old ? `${line}: more than a year old, update Node` : line] };
}
