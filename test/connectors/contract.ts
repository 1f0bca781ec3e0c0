import { describe, expect, it } from 'vitest';
import type { Source, Tools } from '../../src/connector/connector.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools } from '../../src/connector/tools.ts';
import { Account, Subscription } from '../../src/model/account.ts';
import { ConfigError, DataError, RetryableError } from '../../src/model/errors.ts';
import { Agent, Customer, Team } from '../../src/model/people.ts';
import { Rating } from '../../src/model/rating.ts';
import type { Page } from '../../src/model/source.ts';
import { Event, Ticket } from '../../src/model/ticket.ts';
import { type PlayedAnswer, type PlayedRequest, playHost, requestLine } from '../support/http.ts';
import { dated, type FakeAnswer, type VendorFake } from './fake.ts';
import { storedAfter } from './stored.ts';

const HOUR = 3_600_000;

/** Somebody else's host, to which nothing may ever be sent. */
const ELSEWHERE = 'https://elsewhere.example';

/** Says something else than the vendor would: `n` counts the requests from 0. */
type Intercept = (request: PlayedRequest, n: number) => PlayedAnswer | undefined;

interface Stage<World> {
  readonly world: World;
  readonly source: Source;
  readonly tools: Tools;
  /** Request lines in order. */
  readonly asked: string[];
  /** Everything that a person could come to read. */
  readonly said: string[];
  readonly clock: { now: number };
  readonly controller: AbortController;
}

/** One run of the connector against its fake on a clock of its own. */
function stage<World>(
  fake: VendorFake<World>,
  options: { world?: World; intercept?: Intercept; answer?: VendorFake<World>['answer']; now?: number } = {},
): Stage<World> {
  const world = options.world ?? fake.seed();
  const clock = { now: options.now ?? fake.now };
  const asked: string[] = [];
  const said: string[] = [];
  const controller = new AbortController();
  const effects = {
    now: () => clock.now,
    random: () => 0.5,
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      clock.now += ms;
    },
  };
  playHost(fake.origin, (request) => {
    const n = asked.push(requestLine(request)) - 1;
    expect(n, 'the connector asks without end').toBeLessThan(500);
    const instead = options.intercept?.(request, n);
    if (instead) return instead === 'cut' ? instead : dated(instead, clock.now);
    const answer = (options.answer ?? fake.answer)(world, { ...request, now: clock.now });
    if (answer) return dated(answer, clock.now);
    strangers.push(asked[n]!);
    return { status: 418, body: 'the fake vendor knows no such request' };
  });
  const source = fake.connector.open(fake.connector.id, fake.variables, undefined);
  const tools = createTools({
    source: source.name,
    signal: controller.signal,
    storeSubjects: false,
    warn: (message) => said.push(message),
    limiters: createLimiters(effects),
    onRequest: (report) => said.push(JSON.stringify(report)),
    effects,
  });
  return { world, source, tools, asked, said, clock, controller };
}

/** Requests that a fake did not know; a test that has one fails, whatever the connector made of it. */
const strangers: string[] = [];

async function pagesOf(
  { source, tools, said }: Stage<unknown>,
  cursor?: string,
  afterPage?: (page: Page, n: number) => void,
): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of source.pull(cursor, tools)) {
    pages.push(page);
    said.push(JSON.stringify(page));
    afterPage?.(page, pages.length - 1);
  }
  return pages;
}

async function failureOf({ said }: Stage<unknown>, run: Promise<unknown>): Promise<Error> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error, 'the run must fail').toBeInstanceOf(Error);
  if (!(error instanceof Error)) throw new Error('unreachable');
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    said.push(cause.message, cause.stack ?? '', JSON.stringify(cause, Object.getOwnPropertyNames(cause)));
  }
  return error;
}

/** Every promise that a connector keeps, whatever its vendor: run it in a test file of the connector's. */
export function testConnector<World>(fake: VendorFake<World>): void {
  const kind = fake.records ?? 'tickets';
  const idsOf = (pages: readonly Page[]) => Object.keys(storedAfter(pages).tables[kind] ?? {});
  const expectedIds = [...fake.ids].sort();
  const once = (answer: PlayedAnswer, at = 0): Intercept => {
    let played = false;
    return (_, n) => {
      if (n < at || played) return undefined;
      played = true;
      return answer;
    };
  };
  const slowDown = (seconds: number | undefined): FakeAnswer => ({
    status: 429,
    headers: seconds === undefined ? {} : { 'retry-after': String(seconds) },
    body: { error: 'too many requests' },
  });
  const refusal = fake.refuse ?? { status: 401, body: { error: 'unauthorized' } };

  describe(`the connector ${fake.connector.id}`, () => {
    const clean = (stages: readonly Stage<World>[]) => {
      expect(strangers.splice(0), 'requests that the vendor would not take').toEqual([]);
      for (const { said } of stages) {
        for (const secret of fake.secrets) expect(said.join('\n')).not.toContain(secret);
      }
    };

    it('describes every variable it reads, and keeps the credential out of its identity', () => {
      const source = fake.connector.open(fake.connector.id, fake.variables, undefined);

      for (const [name, schema] of Object.entries(fake.connector.env.shape)) {
        expect((schema as { meta(): { description?: string } | undefined }).meta()?.description, name).toBeTruthy();
      }
      for (const secret of fake.secrets) expect(source.identity).not.toContain(secret);
      expect(source.name).toBe(fake.connector.id);
    });

    it('reads at least two pages with exactly the requests that were written down', async () => {
      const run = stage(fake);
      const pages = await pagesOf(run);

      expect(pages.length).toBeGreaterThanOrEqual(2);
      expect(fake.ordered === false ? [...run.asked].sort() : run.asked).toEqual(
        fake.ordered === false ? [...fake.requests].sort() : fake.requests,
      );
      clean([run]);
    });

    it('brings every record once, as the model has it, in the name of its source', async () => {
      const run = stage(fake);
      const pages = await pagesOf(run);
      const { tables, rejected } = storedAfter(pages);

      expect(idsOf(pages)).toEqual(expectedIds);
      expect(rejected).toEqual([]);
      const schemas = {
        tickets: Ticket,
        events: Event,
        agents: Agent,
        teams: Team,
        customers: Customer,
        accounts: Account,
        ratings: Rating,
        subscriptions: Subscription,
      };
      for (const [name, schema] of Object.entries(schemas)) {
        for (const record of Object.values(tables[name] ?? {})) {
          expect(schema.parse(record), name).toEqual(record);
          expect(record).toMatchObject({ source: fake.connector.id });
        }
      }
      const tickets = new Set(Object.keys(tables.tickets ?? {}));
      for (const event of Object.values(tables.events ?? {})) {
        expect(tickets).toContain((event as { ticketId: string }).ticketId);
      }
      clean([run]);
    });

    it('brings the same after a stop at any page, from that page’s cursor', async () => {
      const run = stage(fake);
      const pages = await pagesOf(run);
      const whole = storedAfter(pages).tables;

      const runs = [run];
      for (const [n, page] of pages.entries()) {
        const again = stage(fake, { world: fake.seed() });
        runs.push(again);
        const rest = await pagesOf(again, page.cursor);

        expect(storedAfter([...pages.slice(0, n + 1), ...rest]).tables, `from the cursor of page ${n}`).toEqual(whole);
      }
      clean(runs);
    });

    it('finds nothing new, and ends, when it is asked again at the end', async () => {
      const run = stage(fake);
      const pages = await pagesOf(run);
      const more = await pagesOf(run, pages.at(-1)!.cursor);
      const evenMore = await pagesOf(run, more.at(-1)?.cursor ?? pages.at(-1)!.cursor);

      expect(storedAfter([...pages, ...more, ...evenMore]).tables).toEqual(storedAfter(pages).tables);
      clean([run]);
    });

    it('brings records that share one change time across a page boundary', async () => {
      const run = stage(fake);
      const pages = await pagesOf(run);
      const pageOf = (id: string) => pages.findIndex((page) => (page[kind] ?? []).some((record) => record.id === id));

      const found = fake.tied.map(pageOf);
      expect(found).not.toContain(-1);
      expect(new Set(found).size, 'the fake must tie records of different pages').toBeGreaterThan(1);
      clean([run]);
    });

    it('loses nothing when a row changes while it pages', async () => {
      const run = stage(fake);
      let touched = '';
      const pages = await pagesOf(run, undefined, (_, n) => {
        if (n === 0) touched = fake.touch(run.world, run.clock.now);
      });
      run.clock.now += HOUR;
      const more = await pagesOf(run, pages.at(-1)!.cursor);
      const fresh = stage(fake, { world: run.world, now: run.clock.now });
      const anew = await pagesOf(fresh);

      expect(idsOf([...pages, ...more])).toContain(touched);
      expect(storedAfter([...pages, ...more]).tables).toEqual(storedAfter(anew).tables);
      expect(storedAfter(anew).tables, 'the touch must show').not.toEqual(
        storedAfter(await pagesOf(stage(fake))).tables,
      );
      clean([run, fresh]);
    });

    it('ends on an account without a record, with a cursor that works later', async () => {
      const run = stage(fake, { world: fake.empty() });
      const pages = await pagesOf(run);

      expect(idsOf(pages)).toEqual([]);
      const cursor = pages.at(-1)?.cursor;
      expect(idsOf(await pagesOf(run, cursor))).toEqual([]);
      clean([run]);
    });

    it('sees a vendor that repeats its page cursor, and stops', async () => {
      const run = stage(fake, { answer: fake.stuck });

      expect(await failureOf(run, pagesOf(run))).toBeInstanceOf(DataError);
      clean([run]);
    });

    it.each([0, 1])('waits as long as a 429 says (request %i)', async (at) => {
      const whole = storedAfter(await pagesOf(stage(fake))).tables;
      const run = stage(fake, { intercept: once((fake.slowDown ?? slowDown)(37), at) });
      const pages = await pagesOf(run);

      expect(storedAfter(pages).tables).toEqual(whole);
      expect(run.clock.now - fake.now).toBeGreaterThanOrEqual(37_000);
      expect(run.asked[at + 1], 'the same question again').toBe(run.asked[at]);
      clean([run]);
    });

    it('backs off from a 429 that does not say how long', async () => {
      const run = stage(fake, { intercept: once((fake.slowDown ?? slowDown)(undefined)) });
      const pages = await pagesOf(run);

      expect(idsOf(pages)).toEqual(expectedIds);
      expect(run.clock.now - fake.now).toBeGreaterThanOrEqual(500);
      expect(run.asked[1]).toBe(run.asked[0]);
      clean([run]);
    });

    it('gives up on a 429 without end, and hands over how long to wait', async () => {
      const run = stage(fake, { intercept: () => (fake.slowDown ?? slowDown)(37) });
      const error = await failureOf(run, pagesOf(run));

      expect(error).toBeInstanceOf(RetryableError);
      expect((error as RetryableError).retryAfterMs).toBeGreaterThanOrEqual(37_000);
      expect(run.asked.length).toBeLessThanOrEqual(10);
      clean([run]);
    });

    it.each([0, 1])('gets over a 500 (request %i)', async (at) => {
      const run = stage(fake, { intercept: once({ status: 500, body: 'oops' }, at) });

      expect(idsOf(await pagesOf(run))).toEqual(expectedIds);
      expect(run.asked[at + 1]).toBe(run.asked[at]);
      clean([run]);
    });

    it.each([0, 1])('gets over a cut line (request %i)', async (at) => {
      const run = stage(fake, { intercept: once('cut', at) });

      expect(idsOf(await pagesOf(run))).toEqual(expectedIds);
      expect(run.asked[at + 1]).toBe(run.asked[at]);
      clean([run]);
    });

    it('sets a record aside that it cannot read, says which, and goes on', async () => {
      const world = fake.seed();
      const bad = fake.poison(world);
      const run = stage(fake, { world });
      const pages = await pagesOf(run);
      const { rejected } = storedAfter(pages);

      expect(rejected.length).toBeGreaterThanOrEqual(1);
      expect(rejected.map(({ place }) => place).join('\n')).toContain(bad);
      for (const { reason } of rejected) expect(reason).toBeTruthy();
      expect(idsOf(pages)).toEqual(expect.arrayContaining(expectedIds.filter((id) => id !== bad)));
      clean([run]);
    });

    it('stops at a refused credential at once, naming the variable', async () => {
      const run = stage(fake, { intercept: () => refusal });
      const error = await failureOf(run, pagesOf(run));

      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toContain(fake.credential);
      expect(run.asked).toHaveLength(1);
      clean([run]);
    });

    it('stops at a missing permission at once, naming the variable', async () => {
      const run = stage(fake, { intercept: () => ({ status: 403, body: { error: 'forbidden' } }) });
      const error = await failureOf(run, pagesOf(run));

      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toContain(fake.credential);
      expect(run.asked).toHaveLength(1);
      clean([run]);
    });

    it('does not take a web page for an answer', async () => {
      const run = stage(fake, { intercept: () => ({ body: '<html>please log in</html>' }) });

      expect(await failureOf(run, pagesOf(run))).toBeInstanceOf(DataError);
      expect(run.asked).toHaveLength(1);
      clean([run]);
    });

    it('never lets the credential into a message, a log, a cursor or a record', async () => {
      const echo = fake.secrets.join(' ');
      const troubles: PlayedAnswer[] = [
        { status: 400, body: { error: echo, message: echo } },
        { status: 401, body: { error: echo, description: echo, message: echo } },
        { status: 403, body: { error: echo, description: echo, message: echo } },
        { status: 404, body: { error: echo } },
        { status: 500, body: echo },
        { status: 302, headers: { location: `/${encodeURIComponent(echo)}` }, body: '' },
        { body: echo },
        { body: { [echo]: echo, error: echo } },
        'cut',
      ];
      const runs: Stage<World>[] = [];
      for (const trouble of troubles) {
        const run = stage(fake, { intercept: () => trouble });
        runs.push(run);
        await failureOf(run, pagesOf(run));
        const check = await run.source.check(run.tools).catch((error: unknown) => String(error));
        run.said.push(JSON.stringify(check));
      }

      for (const { said } of runs) {
        for (const secret of fake.secrets) {
          expect(said.join('\n')).not.toContain(secret);
          expect(said.join('\n')).not.toContain(encodeURIComponent(secret));
        }
      }
      clean(runs);
    });

    it('follows no link to another host', async () => {
      const world = fake.seed();
      const swap = (answer: FakeAnswer | undefined): FakeAnswer | undefined =>
        answer && {
          ...answer,
          headers: JSON.parse(JSON.stringify(answer.headers ?? {}).replaceAll(fake.origin, ELSEWHERE)),
          body: JSON.parse(JSON.stringify(answer.body).replaceAll(fake.origin, ELSEWHERE)),
        };
      const run = stage(fake, { world, answer: (current, request) => swap(fake.answer(current, request)) });
      const outcome = await pagesOf(run).then(
        () => 'read to the end',
        (error: unknown) => (error instanceof DataError ? 'refused' : String(error)),
      );

      // Requests elsewhere are what support/http.ts fails the test for.
      expect(['read to the end', 'refused']).toContain(outcome);
      clean([run]);
    });

    it('follows no redirect to another host', async () => {
      const away = { status: 302, headers: { location: `${ELSEWHERE}/api` }, body: '' };
      const first = stage(fake, { intercept: () => away });
      const error = await failureOf(first, pagesOf(first));
      const later = stage(fake, { intercept: (_, n) => (n === 1 ? away : undefined) });
      const second = await failureOf(later, pagesOf(later));

      for (const failure of [error, second]) {
        expect(failure).toBeInstanceOf(ConfigError);
        expect(failure.message).toContain('another host');
      }
      clean([first, later]);
    });

    it('stops when the run is aborted: no further request, the reason comes back', async () => {
      const reason = new Error('shutting down');
      const early = stage(fake, {
        intercept: () => {
          early.controller.abort(reason);
          return slowDown(37);
        },
      });
      expect(await failureOf(early, pagesOf(early))).toBe(reason);
      expect(early.asked).toHaveLength(1);

      const late = stage(fake);
      let asked = 0;
      const abortAfterPage = pagesOf(late, undefined, () => {
        asked = late.asked.length;
        late.controller.abort(reason);
      });
      expect(await failureOf(late, abortAfterPage)).toBe(reason);
      expect(late.asked).toHaveLength(asked);
      clean([early, late]);
    });

    it('checks itself cheaply: what works, or which variable does not', async () => {
      const run = stage(fake);
      const result = await run.source.check(run.tools);

      expect(result.lines.join('\n')).toBeTruthy();
      expect(result.ok, result.lines.join('\n')).toBe(true);
      expect(run.asked.length).toBeLessThanOrEqual(fake.checkRequests ?? 5);

      const refused = stage(fake, { intercept: () => refusal });
      const said = await refused.source.check(refused.tools).then(
        ({ ok, lines }) => (ok ? 'all is well' : lines.join('\n')),
        (error: unknown) => String(error),
      );
      expect(said).toContain(fake.credential);
      clean([run, refused]);
    });
  });
}
