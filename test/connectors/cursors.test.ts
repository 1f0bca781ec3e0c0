import { cpSync, mkdtempSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectors } from '../../connectors/index.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools } from '../../src/connector/tools.ts';
import type { Page } from '../../src/model/source.ts';
import '../support/http.ts';
import type { VendorFake } from './fake.ts';
import { githubFake } from './github/fake.ts';
import { hubspotFake } from './hubspot/fake.ts';
import { intercomFake } from './intercom/fake.ts';
import { jsmFake } from './jsm/fake.ts';
import { rtFake } from './rt/fake.ts';
import { runFake } from './run-fake.ts';
import { slackFake } from './slack/fake.ts';
import { storedAfter } from './stored.ts';
import { stripeFake } from './stripe/fake.ts';
import { zendeskFake } from './zendesk/fake.ts';

const FOLDER = resolve(import.meta.dirname, '../fixtures/cursors');

/** A cursor that the version before wrote in the middle of a first sync, with what it had brought until then. */
const Kept = z.object({
  source: z.string(),
  settings: z.record(z.string(), z.string()),
  at: z.iso.datetime().transform(Date.parse),
  ticketsBrought: z.array(z.string()).optional(),
  subscriptionsBrought: z.array(z.string()).optional(),
  filesChangedAt: z.iso.datetime().optional(),
  cursor: z.string(),
});
type Kept = z.infer<typeof Kept>;

const kept: readonly Kept[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => Kept.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))));

const run = <World>(fake: VendorFake<World>) => runFake(fake);
/** Each vendor's fake; sources that ask nobody need none. */
const fakes = {
  github: () => run(githubFake),
  hubspot: () => run(hubspotFake),
  intercom: () => run(intercomFake),
  jsm: () => run(jsmFake),
  rt: () => run(rtFake),
  slack: () => run(slackFake),
  stripe: () => run(stripeFake),
  zendesk: () => run(zendeskFake),
};

/** The pages of a source that asks nobody, from a cursor on. */
async function pagesOf({ source: id, settings, at, filesChangedAt }: Kept, cursor?: string): Promise<Page[]> {
  const variables = { ...settings };
  if (filesChangedAt !== undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'fairclock-cursors-'));
    cpSync(join(FOLDER, 'file'), folder, { recursive: true });
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), new Date(at), new Date(filesChangedAt));
    variables.PATH = folder;
  }
  const effects = { now: () => at, random: () => 0, sleep: async () => {} };
  const tools = createTools({
    source: id,
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: () => {},
    limiters: createLimiters(effects),
    effects,
  });
  const pages: Page[] = [];
  const source = connectors.find((each) => each.id === id)!.open(id, variables, undefined);
  for await (const page of source.pull(cursor, tools)) pages.push(page);
  return pages;
}

/** What a first sync brings, and what a sync from the kept cursor does. */
async function wholeAndRest(each: Kept): Promise<{ whole: Page[]; rest: Page[] }> {
  const fake = fakes[each.source as keyof typeof fakes];
  if (!fake) return { whole: await pagesOf(each), rest: await pagesOf(each, each.cursor) };
  const first = fake();
  await first.pull();
  const later = fake();
  later.pages.push({ cursor: each.cursor });
  await later.pull();
  return { whole: first.pages, rest: later.pages };
}

describe('a cursor of the version before', () => {
  it('is kept of every connector', () => {
    // There is no version before of a mailbox's.
    const older = connectors.filter(({ id }) => id !== 'mailbox');
    expect(kept.map(({ source }) => source).sort()).toEqual(older.map(({ id }) => id).sort());
  });

  it.each(kept.map((each) => [each.source, each] as const))('is read on: %s', async (_, each) => {
    const table = each.ticketsBrought ? 'tickets' : 'subscriptions';
    const brought = each.ticketsBrought ?? each.subscriptionsBrought ?? [];
    const idsOf = (pages: readonly Page[]) => Object.keys(storedAfter(pages).tables[table] ?? {}).sort();
    const { whole, rest } = await wholeAndRest(each);

    expect([...new Set([...brought, ...idsOf(rest)])].sort()).toEqual(idsOf(whole));
    // Whole columns decide now what cells of a file mean: it is read again, and nothing of it is lost.
    expect(
      idsOf(rest).filter((id) => brought.includes(id)),
      'read twice',
    ).toEqual(each.source === 'file' ? [...brought].sort() : []);
  });
});
