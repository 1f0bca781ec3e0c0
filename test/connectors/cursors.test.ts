import { cpSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/model/source.ts';
import type { VendorFake } from './fake.ts';
import { folderOf, openExport, readAll } from './file/export.ts';
import { githubFake } from './github/fake.ts';
import { intercomFake } from './intercom/fake.ts';
import { rtFake } from './rt/fake.ts';
import { runFake } from './run-fake.ts';
import { pull } from './simulated/pull.ts';
import { slackFake } from './slack/fake.ts';
import { storedAfter } from './stored.ts';
import { stripeFake } from './stripe/fake.ts';
import { zendeskFake } from './zendesk/fake.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/cursors');

/** Where a walk of an earlier version stood. */
interface Kept {
  readonly settings: Readonly<Record<string, string>>;
  readonly at: string;
  readonly afterPage: number;
  readonly ofPages: number;
  readonly cursor: string;
  readonly ticketsBrought?: readonly string[];
  readonly subscriptionsBrought?: readonly string[];
  readonly filesChangedAt?: string;
}

const kept = (vendor: string): Kept => JSON.parse(readFileSync(join(FIXTURES, `${vendor}.json`), 'utf8'));
const idsOf = (pages: readonly Page[], kind: 'tickets' | 'subscriptions') =>
  pages.flatMap((page) => (page[kind] ?? []).map(({ id }) => id)).sort();

/** What the earlier version brought, and what this one brings from its cursor on, are together what a whole walk brings. */
async function expectToGoOn({ afterPage, ...rest }: Kept, walk: (cursor?: string) => Promise<readonly Page[]>) {
  const whole = await walk();
  const before = whole.slice(0, afterPage);
  const after = await walk(rest.cursor);

  expect(whole).toHaveLength(rest.ofPages);
  const kind = rest.subscriptionsBrought === undefined ? 'tickets' : 'subscriptions';
  expect(idsOf(before, kind)).toEqual([...(rest.ticketsBrought ?? rest.subscriptionsBrought ?? [])].sort());
  expect(after.length).toBeGreaterThan(0);
  expect(storedAfter([...before, ...after])).toEqual(storedAfter(whole));
  return { before, after };
}

describe('the cursor of an earlier version, in the middle of a walk, is read on', () => {
  it('each vendor has one', () => {
    const fixtures = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));
    expect(fixtures.sort()).toEqual(
      readdirSync(resolve(import.meta.dirname, '../../connectors'))
        .filter((name) => !name.includes('.'))
        .map((name) => `${name}.json`)
        .sort(),
    );
  });

  const vendors = {
    zendesk: zendeskFake,
    github: githubFake,
    intercom: intercomFake,
    rt: rtFake,
    slack: slackFake,
    stripe: stripeFake,
  };
  it.each(Object.entries(vendors))('%s', async (vendor, fake) => {
    const { settings, at, ...rest } = kept(vendor);
    const played = { ...fake, now: Date.parse(at) } as VendorFake<unknown>;
    const walk = async (cursor?: string): Promise<readonly Page[]> => {
      const run = runFake(played, { variables: settings, ...(cursor === undefined ? {} : { cursor }) });
      await run.pull();
      return run.pages;
    };

    await expectToGoOn({ settings, at, ...rest }, walk);
  });

  it('file', async () => {
    const fixture = kept('file');
    const folder = folderOf({});
    cpSync(join(FIXTURES, 'file'), folder, { recursive: true });
    const changedAt = new Date(fixture.filesChangedAt!);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), changedAt, changedAt);
    const walk = async (cursor?: string) => (await readAll(openExport(folder), cursor)).pages;

    const { after } = await expectToGoOn(fixture, walk);
    // A cursor that is not known any more would begin anew.
    expect(idsOf(after, 'tickets').filter((id) => fixture.ticketsBrought!.includes(id))).toEqual([]);
  });

  it('simulated', async () => {
    const fixture = kept('simulated');
    const now = Date.parse(fixture.at);
    const walk = (cursor?: string) => Array.fromAsync(pull(fixture.settings, cursor, { now: () => now }));

    const { after } = await expectToGoOn(fixture, walk);
    expect(idsOf(after, 'tickets').filter((id) => fixture.ticketsBrought!.includes(id))).toEqual([]);
  });
});
