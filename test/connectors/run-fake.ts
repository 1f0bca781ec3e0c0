import type { CheckResult } from '../../src/connector/connector.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools } from '../../src/connector/tools.ts';
import type { Page } from '../../src/model/source.ts';
import { playHost, requestLine } from '../support/http.ts';
import { dated, type VendorFake } from './fake.ts';
import { type Stored, storedAfter } from './stored.ts';

/** A fake vendor and its connector, run again and again on one clock, as a store would see it. */
export interface FakeRun<World> {
  readonly world: World;
  /** This machine's clock, and how far it is ahead of the vendor's. */
  readonly clock: { now: number; aheadMs: number };
  /** Requests since this was last emptied, as lines. */
  readonly asked: string[];
  readonly warnings: string[];
  /** Pages of all runs that came through, also of one that failed in the end. */
  readonly pages: Page[];
  /** Reads from where the last run stood to the end; tells what is stored then. */
  readonly pull: () => Promise<Stored>;
  readonly check: () => Promise<CheckResult>;
}

/** Opens the connector against its fake; sleeping only moves the clock. */
export function runFake<World>(
  fake: VendorFake<World>,
  options: {
    readonly world?: World;
    readonly variables?: Readonly<Record<string, string>>;
    readonly storeSubjects?: boolean;
    /** Where the first run begins; from the start, if left out. */
    readonly cursor?: string;
    /** How far this machine's clock is ahead of the vendor's. */
    readonly aheadMs?: number;
    readonly answer?: VendorFake<World>['answer'];
  } = {},
): FakeRun<World> {
  const world = options.world ?? fake.seed();
  const clock = { now: fake.now + (options.aheadMs ?? 0), aheadMs: options.aheadMs ?? 0 };
  const asked: string[] = [];
  const warnings: string[] = [];
  const pages: Page[] = [];
  playHost(fake.origin, (request) => {
    asked.push(requestLine(request));
    const now = clock.now - clock.aheadMs;
    const answer = (options.answer ?? fake.answer)(world, { ...request, now });
    return dated(answer ?? { status: 418, body: `the fake vendor knows no ${requestLine(request)}` }, now);
  });
  const effects = {
    now: () => clock.now,
    random: () => 0.5,
    sleep: async (ms: number) => {
      clock.now += ms;
    },
  };
  const source = fake.connector.open(fake.connector.id, { ...fake.variables, ...options.variables }, undefined);
  const tools = createTools({
    source: source.name,
    signal: new AbortController().signal,
    storeSubjects: options.storeSubjects ?? false,
    warn: (message) => warnings.push(message),
    limiters: createLimiters(effects),
    effects,
  });
  return {
    world,
    clock,
    asked,
    warnings,
    pages,
    async pull() {
      for await (const page of source.pull(pages.at(-1)?.cursor ?? options.cursor, tools)) pages.push(page);
      return storedAfter(pages);
    },
    check: () => source.check(tools),
  };
}
