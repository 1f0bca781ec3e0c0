import { z } from 'zod';
import type { Page, Rejection, Tools } from '../../src/connector/connector.ts';
import { type ChangedRows, walkChanges } from '../../src/connector/keyset-walk.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import { type Found, Row, SearchPage } from './answers.ts';
import { hostsOf, openIntercom, PER_PAGE } from './api.ts';
import { readConversations } from './conversations.ts';
import { readDeletions } from './deletions.ts';
import { readDirectory } from './directory.ts';
import type { Settings } from './env.ts';
import type { Context } from './records.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What is fresher is left for the next run: the search may not show it yet, and a second is not over. */
const LAG_MS = MINUTE_MS;
/** Conversations are known to show up late in the search: each run looks back so far, and reads only what it has not seen. */
const LOOK_BACK_MS = 24 * HOUR_MS;

const Cursor = z.object({
  since: z.number().min(0),
  seen: z.array(z.string()),
  /** Deletions before this instant are known. */
  deletedUntil: z.number(),
});
type Cursor = z.infer<typeof Cursor>;

function readCursor(text: string, source: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(text));
  } catch {
    throw new DataError(`${source}: its place in the sync cannot be read; start this source anew`);
  }
}

/** Everything that changed since the cursor, oldest change first; then the conversations deleted since. */
export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncIterable<Page> {
  const { source, storeSubjects } = tools;
  const client = openIntercom(settings, tools);
  const until = wholeSecond(tools.now() - LAG_MS);
  // Whoever reads for the first time has stored nothing that could have been deleted.
  const cursor =
    text === undefined ? { since: settings.SINCE ?? 0, seen: [], deletedUntil: until } : readCursor(text, source);
  const directory = await readDirectory(client, settings, tools);
  const context: Context = {
    source,
    storeSubjects,
    snoozed: settings.SNOOZED,
    fields: settings.FIELDS,
    inbox: `${hostsOf(settings.REGION).app}/a/inbox/${directory.workspace}`,
  };
  const lookBackFrom = until - LOOK_BACK_MS;
  const start = text === undefined ? cursor.since : Math.min(cursor.since, Math.max(lookBackFrom, settings.SINCE ?? 0));

  let people: Partial<Page> = { agents: directory.agents, teams: directory.teams };
  let rejected: readonly Rejection[] = directory.rejected;
  let done = 0;
  let total = 0;
  let position = { since: start, seen: cursor.seen as readonly string[] };
  const written = (deletedUntil: number) => JSON.stringify({ ...position, deletedUntil });

  const place = `${source}: POST /conversations/search`;
  const walk = walkChanges<Found>(position, {
    place,
    until,
    settledBefore: () => Number.POSITIVE_INFINITY,
    rememberFrom: lookBackFrom,
    async ask(since, next): Promise<ChangedRows<Found>> {
      const { body } = await client.json({
        method: 'POST',
        path: '/conversations/search',
        body: searchBody(since, until, next),
        schema: SearchPage,
      });
      if (total === 0) total = body.total_count;
      const rows = readRecords(Row, body.conversations, (item) => `/conversations/search: ${idOf(item)}`);
      rejected = [...rejected, ...rows.rejected];
      return { rows: rows.read, next: body.pages.next?.starting_after };
    },
  });
  for await (const step of walk) {
    position = step.position;
    if (step.rows.length === 0 && rejected.length === 0) continue;
    const page = await readConversations(step.rows, client, context, settings, directory, tools.now());
    done += step.rows.length;
    yield {
      ...page,
      agents: [...(people.agents ?? []), ...page.agents],
      ...(people.teams ? { teams: people.teams } : {}),
      rejected: [...rejected, ...page.rejected],
      cursor: written(cursor.deletedUntil),
      progress: { done, total: Math.max(total, done) },
    };
    people = {};
    rejected = [];
  }

  const deletions =
    text === undefined ? { tickets: [], rejected: [] } : await readDeletions(client, cursor.deletedUntil, source);
  position = { ...position, since: until };
  yield {
    ...people,
    tickets: deletions.tickets,
    wholeTimelines: deletions.tickets.map((ticket) => ticket.id),
    rejected: [...rejected, ...deletions.rejected],
    cursor: written(until),
    watermarkAt: until,
  };
}

const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/** Whether `>` and `<` include the second itself is told in two ways: one more second on both sides makes it sure. */
function searchBody(since: number, until: number, next: string | undefined) {
  const between = [
    { field: 'updated_at', operator: '>', value: Math.max(0, since / 1000 - 1) },
    { field: 'updated_at', operator: '<', value: until / 1000 + 1 },
  ];
  return {
    query: { operator: 'AND', value: between },
    sort: { field: 'updated_at', order: 'ascending' },
    pagination: { per_page: PER_PAGE, ...(next === undefined ? {} : { starting_after: next }) },
  };
}
