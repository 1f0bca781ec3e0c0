import { defineConnector, type Page, type Rejection, type Tools } from '../../src/connector/connector.ts';
import { type ChangedRows, walkChanges } from '../../src/connector/keyset-walk.ts';
import { readRecords } from '../../src/connector/records.ts';
import { type ChangedIssue, Row, rowsOf } from './answers.ts';
import { type AskGitHub, openGitHub, PER_PAGE } from './api.ts';
import { check } from './check.ts';
import { type Cursor, type Position, readCursor, stillOpen } from './cursor.ts';
import { findVanished } from './deletions.ts';
import { env, type Settings } from './env.ts';
import { labelRules } from './labels.ts';
import type { Staffing } from './people.ts';
import { hiddenRepository, pathOf, readIssues } from './pull.ts';
import { listedStaff } from './staff.ts';

/** Changes fresher than this may still be joined by others of the same second, or show late on a replica. */
const SETTLE_MS = 60_000;
/** Deleted and transferred issues are looked for so often. */
const LOOK_EVERY_MS = 24 * 3_600_000;

/** One step through a repository: rows of the list that are new to us, and rows that nothing can be read of. */
interface ListStep {
  readonly rows: readonly ChangedIssue[];
  readonly nameless: readonly Rejection[];
  readonly position: Pick<Position, 'since' | 'seen' | 'tag'>;
}

async function* walkRepository(
  repository: string,
  start: ListStep['position'],
  ask: AskGitHub,
  tools: Tools,
): AsyncGenerator<ListStep> {
  const [owner, repo] = repository.split('/');
  const place = `${tools.source}: GET ${pathOf(repository, '/issues')}`;
  let tag = start.tag;
  let nameless: Rejection[] = [];

  async function askFor(since: number, next: string | undefined): Promise<ChangedRows<ChangedIssue>> {
    const asked = { owner, repo, state: 'all', sort: 'updated', direction: 'asc', per_page: PER_PAGE };
    const from = since > 0 ? { since: new Date(since).toISOString() } : {};
    const known = tag?.since === since ? { headers: { 'if-none-match': tag.value } } : {};
    const page = next
      ? await ask(`GET ${next}`)
      : await ask('GET /repos/{owner}/{repo}/issues', { ...asked, ...from, ...known });
    if (page.status === 304) return { rows: [], next: undefined };
    if (page.status !== 200) throw hiddenRepository(repository, page.status, tools);
    if (!next) tag = page.etag === undefined || page.next ? undefined : { since, value: page.etag };
    const { read, rejected } = readRecords(Row, rowsOf(page.data, place), (_, index) => `row ${index + 1} of ${place}`);
    nameless = [...nameless, ...rejected];
    return { rows: read, next: page.next };
  }

  const walk = walkChanges<ChangedIssue>(start, {
    place,
    until: Number.POSITIVE_INFINITY,
    settledBefore: () => tools.now() - SETTLE_MS,
    rememberFrom: Number.POSITIVE_INFINITY,
    ask: askFor,
  });
  for await (const { rows, position } of walk) {
    const again = tag?.since === position.since ? { tag } : {};
    yield { rows, nameless: nameless.splice(0), position: { ...position, seen: [...position.seen], ...again } };
  }
}

async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncIterable<Page> {
  const { source, storeSubjects } = tools;
  const cursor = readCursor(text, source);
  const startedAt = tools.now();
  const ask = openGitHub({ url: settings.URL, token: settings.TOKEN }, tools);
  const labels = labelRules(settings);
  let staffing: Staffing = {
    listed: await listedStaff(ask, settings, tools),
    known: new Set(cursor.staff),
    bots: new Set(settings.BOTS.map((login) => login.toLowerCase())),
  };
  const repositories: Record<string, Position> = {};
  for (const repository of settings.REPOS) {
    repositories[repository] = cursor.repositories[repository] ?? {
      since: settings.SINCE ?? 0,
      seen: [],
      open: [],
      lookedAt: startedAt,
    };
  }
  const written = () => JSON.stringify({ repositories, staff: [...staffing.known].toSorted() } satisfies Cursor);

  for (const repository of settings.REPOS) {
    for await (const { rows, nameless, position } of walkRepository(
      repository,
      repositories[repository]!,
      ask,
      tools,
    )) {
      const context = { source, repository, storeSubjects, staffing, labels };
      const { page, staff } = await readIssues(rows, ask, context, tools.now());
      staffing = { ...staffing, known: staff };
      const { open, ...before } = repositories[repository]!;
      repositories[repository] = { ...before, tag: undefined, ...position, open: stillOpen(open, page.tickets) };
      const rejected = [...nameless, ...page.rejected];
      if (page.tickets.length > 0 || rejected.length > 0) yield { ...page, rejected, cursor: written() };
    }
  }
  for (const repository of settings.REPOS) {
    const at = repositories[repository]!;
    if (startedAt < (at.lookedAt ?? 0) + LOOK_EVERY_MS) continue;
    const tickets = await findVanished(repository, at.open, ask, source, startedAt);
    repositories[repository] = { ...at, open: stillOpen(at.open, tickets), lookedAt: startedAt };
    if (tickets.length > 0) yield { tickets, wholeTimelines: tickets.map(({ id }) => id), cursor: written() };
  }
  yield { cursor: written(), watermarkAt: startedAt - SETTLE_MS };
}

/** GitHub issues as tickets: who has rights on the repository answers, everybody else asks. */
export const github = defineConnector({
  id: 'github',
  title: 'GitHub Issues',
  env,
  turns: 'message',
  // Further repositories join what is stored; another server is another source.
  identity: (settings) => settings.URL,
  pull,
  check,
});
