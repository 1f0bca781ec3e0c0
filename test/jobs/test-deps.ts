import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { silentProgress } from '../../jobs/commands/open-deps.ts';
import type { Channel, Delivery, DigestMessage } from '../../jobs/delivery/channel.ts';
import type { Log } from '../../jobs/log.ts';
import type { Deps } from '../../jobs/tasks/job.ts';
import { createSides } from '../../src/clock/sides.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import type { Source } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import { openStore } from '../../src/store/store.ts';

/** Deps with a clock that a test moves, a log that it reads and a store of its own. */
export interface TestDeps extends Deps {
  readonly clock: { at: number };
  readonly said: { readonly level: string; readonly text: string }[];
}

/** Puts deps together around an SQLite store in a folder that vanishes when the test ends. */
export async function testDeps(options: {
  readonly at: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly sources?: readonly Source[];
  readonly channels?: readonly Channel[];
}): Promise<TestDeps> {
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-jobs-'));
  const store = await openStore({ url: join(folder, 'store.sqlite') });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { at: options.at };
  const said: TestDeps['said'] = [];
  const say =
    (level: string) =>
    (facts: unknown, text?: string): void =>
      void said.push({ level, text: text ?? String(facts) });
  return {
    settings: readEnvironment(options.variables ?? {}, []).settings,
    sources: options.sources ?? [],
    channels: options.channels ?? [],
    store,
    sides: createSides(),
    log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') } as unknown as Log,
    progress: silentProgress,
    now: () => clock.at,
    sleep: async (ms) => {
      clock.at += ms;
    },
    random: () => 0,
    toolsFor: (source, signal) => ({
      now: () => clock.at,
      vendorNow: () => clock.at,
      signal,
      source: source.name,
      storeSubjects: false,
      warn: () => {},
      variable: (name) => name,
      http: () => {
        throw new Error('no test of jobs asks a vendor');
      },
    }),
    clock,
    said,
  };
}

/** A source whose pages a test lays down; `pull` gives those after the cursor. */
export function scriptedSource(name: string, pages: readonly (Page | Error)[], identity = 'somewhere'): Source {
  return {
    name,
    connectorId: name,
    turns: 'status',
    identity,
    onIdentityChange: 'refuse',
    async *pull(cursor) {
      for (const page of pages.slice(cursor === undefined ? 0 : Number(cursor))) {
        if (page instanceof Error) throw page;
        yield page;
      }
    },
    check: async () => ({ ok: true, lines: [] }),
  };
}

/** A channel that keeps what it gets and answers as a test says. */
export function scriptedChannel(
  id: string,
  answer: (message: DigestMessage, tries: number) => Delivery = () => ({ outcome: 'sent', detail: 'kept' }),
): Channel & { readonly got: DigestMessage[] } {
  const got: DigestMessage[] = [];
  let tries = 0;
  return {
    id,
    got,
    async deliver(message) {
      tries += 1;
      const delivery = answer(message, tries);
      if (delivery.outcome !== 'refused') got.push(message);
      return delivery;
    },
    find: async (key) => got.some((message) => message.key === key),
  };
}
