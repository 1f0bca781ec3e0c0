import { describe, expect, it } from 'vitest';
import type { VendorFake } from './fake.ts';
import { githubFake } from './github/fake.ts';
import { hubspotFake } from './hubspot/fake.ts';
import { intercomFake } from './intercom/fake.ts';
import { jsmFake } from './jsm/fake.ts';
import { rtFake } from './rt/fake.ts';
import { runFake } from './run-fake.ts';
import { slackFake } from './slack/fake.ts';
import { stripeFake } from './stripe/fake.ts';
import { zendeskFake } from './zendesk/fake.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What the vendor has shown may be as old as its lists need to settle. */
const SETTLED = 10 * 60_000;

/** Runs one connector twice, first under a clock that is ahead of the vendor's; then the clock may be right. */
async function told<World>(fake: VendorFake<World>, aheadMs: number, mended: boolean) {
  const run = runFake(fake, { aheadMs });
  const first = await run.pull();
  const said = run.warnings.length;
  const watermark = Math.max(...run.pages.map(({ watermarkAt }) => watermarkAt ?? 0));
  if (mended) run.clock.aheadMs = 0;
  run.clock.now = fake.now + 2 * HOUR + run.clock.aheadMs;
  const second = await run.pull();
  return { first, second, watermark, said };
}

/** A cursor as it would be had every instant in it been taken from a clock 200 days ahead. */
function fromTheFuture(value: unknown, now: number): unknown {
  const isInstant = (at: number): boolean => Math.abs(at - now) < 400 * DAY;
  if (typeof value === 'number') {
    if (isInstant(value)) return value + 200 * DAY;
    return isInstant(1000 * value) ? value + (200 * DAY) / 1000 : value;
  }
  if (Array.isArray(value)) return value.map((each) => fromTheFuture(each, now));
  if (typeof value !== 'object' || value === null) return value;
  // What is forgotten as too old is forgotten by that clock too.
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'threads' ? {} : fromTheFuture(each, now)]),
  );
}

/** What is read on from such a cursor, beside what was read from the beginning. */
async function healed<World>(fake: VendorFake<World>) {
  const whole = await runFake(fake).pull();
  const run = runFake(fake);
  await run.pull();
  const cursor = JSON.parse(run.pages.at(-1)!.cursor) as unknown;
  run.pages.length = 0;
  run.warnings.length = 0;
  run.clock.now += 2 * HOUR;
  run.pages.push({ cursor: JSON.stringify(fromTheFuture(cursor, fake.now)) });
  const again = await run.pull();
  const after = JSON.stringify(JSON.parse(run.pages.at(-1)!.cursor));
  return { whole, again, said: run.warnings.join(), after };
}

const HEALED = {
  hubspot: () => healed(hubspotFake),
  intercom: () => healed(intercomFake),
  jsm: () => healed(jsmFake),
  rt: () => healed(rtFake),
  slack: () => healed(slackFake),
  stripe: () => healed(stripeFake),
};

const FAKES = {
  github: (aheadMs: number, mended: boolean) => told(githubFake, aheadMs, mended),
  hubspot: (aheadMs: number, mended: boolean) => told(hubspotFake, aheadMs, mended),
  intercom: (aheadMs: number, mended: boolean) => told(intercomFake, aheadMs, mended),
  jsm: (aheadMs: number, mended: boolean) => told(jsmFake, aheadMs, mended),
  rt: (aheadMs: number, mended: boolean) => told(rtFake, aheadMs, mended),
  slack: (aheadMs: number, mended: boolean) => told(slackFake, aheadMs, mended),
  stripe: (aheadMs: number, mended: boolean) => told(stripeFake, aheadMs, mended),
  zendesk: (aheadMs: number, mended: boolean) => told(zendeskFake, aheadMs, mended),
};
const NOW = {
  github: githubFake.now,
  hubspot: hubspotFake.now,
  intercom: intercomFake.now,
  jsm: jsmFake.now,
  rt: rtFake.now,
  slack: slackFake.now,
  stripe: stripeFake.now,
  zendesk: zendeskFake.now,
};

describe.each(Object.keys(FAKES) as (keyof typeof FAKES)[])('a clock that is not the vendor’s: %s', (name) => {
  it.each([
    ['10 s ahead', 10_000],
    ['10 s behind', -10_000],
    ['2 min ahead', 120_000],
    ['2 min behind', -120_000],
    ['200 days ahead', 200 * DAY],
    ['200 days behind', -200 * DAY],
  ])('gives the same records and no later watermark: %s', async (_, aheadMs) => {
    const right = await FAKES[name](0, true);
    for (const mended of [false, true]) {
      const run = await FAKES[name](aheadMs, mended);
      expect(run.first.tables).toEqual(right.first.tables);
      expect(run.second.tables).toEqual(right.second.tables);
      expect(run.watermark).toBeLessThanOrEqual(NOW[name] + SETTLED);
      expect(run.said > 0).toBe(Math.abs(aheadMs) > 30_000 || right.said > 0);
    }
  });
});

// Of GitHub nothing in a cursor is of our clock; Zendesk's has tests of its own.
describe.each(Object.keys(HEALED) as (keyof typeof HEALED)[])('a cursor from the future: %s', (name) => {
  it('is healed, and what it passed over is read', async () => {
    const { whole, again, said } = await HEALED[name]();

    expect(said).toContain('in the future');
    const ids = ({ tables }: typeof whole) => Object.keys(tables.tickets ?? tables.subscriptions ?? {}).sort();
    expect(ids(again)).toEqual(ids(whole));
  });
});
