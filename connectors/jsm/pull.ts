import type { Tools } from '../../src/connector/connector.ts';
import { walkChanges } from '../../src/connector/keyset-walk.ts';
import { notAhead } from '../../src/connector/vendor-time.ts';
import type { Team } from '../../src/model/people.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src/model/time.ts';
import type { Found, Project } from './answers.ts';
import { openJira } from './api.ts';
import {
  type Cursor,
  cursorText,
  finished,
  LOOK_BEHIND_MS,
  LOOK_EVERY_MS,
  latestSeen,
  type Position,
  rememberedFrom,
  stillOpen,
} from './cursor.ts';
import { findVanished } from './deletions.ts';
import type { Settings } from './env.ts';
import { type Reading, readIssues } from './issues.ts';
import { askChanged, type Search } from './search.ts';
import { readProject, readSite } from './site.ts';

/** What is fresher is left for the next run: a minute is not over, and the search is late by seconds. */
const LAG_MS = MS_PER_MINUTE;

/** Each run looks so far back for what the search showed late, and reads only what it has not seen. */
const LOOK_BACK_MS = MS_PER_HOUR;

/** What the steps of one run share. */
interface Sync {
  readonly reading: Reading;
  readonly settings: Settings;
  readonly tools: Tools;
  readonly until: number;
  done: number;
}

/** Everything that changed since the cursor, project by project, oldest change first. */
export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncIterable<Page> {
  const { source, storeSubjects } = tools;
  const client = openJira(settings, tools);
  const site = await readSite(client, settings);
  for (const name of site.unknownFields) tools.warn(`${tools.variable('FIELDS')}: there is no field "${name}"`);
  if (site.searchZone === undefined) {
    tools.warn(`${source}: the account's profile tells no time zone, so that each search overlaps by a day`);
  }
  const lower = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
  const listed = { agents: lower(settings.AGENTS), bots: lower(settings.BOTS) };
  const disagreeing = { doneUnresolved: 0, resolvedUndone: 0 };
  const reading: Reading = { client, context: { source, storeSubjects, site, listed }, disagreeing };
  const sync: Sync = { reading, settings, tools, until: tools.vendorNow() - LAG_MS, done: 0 };
  let cursor: Cursor = text === undefined ? { projects: {} } : cursorText.read(text, source);
  let nameless: readonly Rejection[] = site.rejected;
  const keys = [...new Set(settings.PROJECTS.map((key) => key.toUpperCase()))];
  for (const [index, key] of keys.entries()) {
    const project = await readProject(client, key, tools);
    const before = cursor.projects[key];
    const position = before ? healed(before, sync) : firstPosition(sync);
    const steps = readChanges(sync, position, project, key);
    let isFirst = true;
    for await (const { page, position: reached, isLast } of steps) {
      cursor = { projects: { ...cursor.projects, [key]: reached } };
      const teams: Team[] = isFirst ? [{ source, id: project.id, name: project.name ?? project.key }] : [];
      const isEnd = isLast && index === keys.length - 1;
      yield {
        ...page,
        teams,
        rejected: [...nameless, ...(page.rejected ?? [])],
        cursor: cursorText.write(cursor),
        progress: { done: sync.done },
        ...(isEnd ? { watermarkAt: sync.until } : {}),
      };
      nameless = [];
      isFirst = false;
    }
  }
  sayWhatDisagrees(sync);
}

/** Whoever reads for the first time has stored nothing that could have been deleted. */
function firstPosition({ settings, until }: Sync): Position {
  return { since: settings.START_DATE ?? 0, seen: [], open: [], lookedAt: until };
}

/** A position from the future goes back to the latest change that was read under it, else to the start. */
function healed(position: Position, { settings, tools, until }: Sync): Position {
  const since = notAhead(position.since, latestSeen(position) ?? settings.START_DATE ?? 0, tools);
  return { ...position, since, lookedAt: Math.min(position.lookedAt ?? 0, until) };
}

interface Step {
  readonly page: Omit<Page, 'cursor'>;
  readonly position: Position;
  readonly isLast: boolean;
}

/** What changed in a project since a position, and at last which of its open issues are gone. */
async function* readChanges(sync: Sync, before: Position, project: Project, key: string): AsyncGenerator<Step> {
  const { reading, settings, tools, until } = sync;
  const { client, context } = reading;
  const isDue = until - (before.lookedAt ?? 0) >= LOOK_EVERY_MS;
  const backTo = isDue ? (before.lookedAt ?? until) - LOOK_BEHIND_MS : until - LOOK_BACK_MS;
  const since = Math.min(before.since, Math.max(backTo, settings.START_DATE ?? 0));
  const nameless: Rejection[] = [];
  const setAside: Search['setAside'] = (rejected) => nameless.push(...rejected);
  const search: Search = { client, site: context.site, projectKey: project.key, until, setAside };
  let position: Position = { ...before, since };
  const walk = walkChanges<Found>(
    { since, seen: before.seen },
    {
      place: `${tools.source}: search of ${key}`,
      until,
      settledBefore: () => Number.POSITIVE_INFINITY,
      rememberFrom: rememberedFrom(until),
      ask: (from, next) => askChanged(search, from, next),
    },
  );
  for await (const { rows, position: reached } of walk) {
    const page = await readIssues(reading, rows);
    sync.done += rows.length;
    position = { ...position, ...reached, seen: [...reached.seen], open: stillOpen(position.open, page.tickets ?? []) };
    yield { page: { ...page, rejected: [...nameless.splice(0), ...(page.rejected ?? [])] }, position, isLast: false };
  }
  position = finished(position, until);
  if (!isDue) {
    yield { page: {}, position, isLast: true };
    return;
  }
  const readBeside = new Set([...settings.PROJECTS, project.key].map((each) => each.toUpperCase()));
  const gone = await findVanished(client, context.site, { key: project.key, readBeside }, position.open, until);
  const left = new Set(gone.left);
  position = { ...position, open: position.open.filter((id) => !left.has(id)), lookedAt: until };
  const wholeTimelines = gone.tickets.map(({ id }) => id);
  yield { page: { tickets: gone.tickets, wholeTimelines }, position, isLast: true };
}

function sayWhatDisagrees({ tools, reading: { disagreeing } }: Sync): void {
  const { doneUnresolved, resolvedUndone } = disagreeing;
  if (doneUnresolved + resolvedUndone === 0) return;
  tools.warn(
    `${tools.source}: issues that are done without a resolution: ${doneUnresolved}; that have one and are not done: ` +
      `${resolvedUndone}. The status decides`,
  );
}
