import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rt } from '../../connectors/rt/index.ts';
import type { Source, Tools } from '../../src/connector/connector.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools, systemEffects } from '../../src/connector/tools.ts';
import { createMeasurer } from '../../src/measure/measure.ts';
import { Agent } from '../../src/model/people.ts';
import type { Page } from '../../src/model/source.ts';
import { Event, Ticket } from '../../src/model/ticket.ts';
import { storedAfter } from '../connectors/stored.ts';
import { type RequestTracker, startRequestTracker, whyNotHere } from './rt.ts';
import { readServerTickets, type ServerTicket } from './rt-records.ts';
import { type Desk, seedTickets } from './rt-seed.ts';

/** `npm run test:rt` sets it; without it nothing is installed or started. */
const COUNT = Number(process.env.RT_TICKETS ?? 0);
const obstacle = COUNT > 0 ? whyNotHere() : 'set RT_TICKETS, or npm run test:rt';
// The seed holds one of each kind of life from thirty tickets on.
if (COUNT > 0 && COUNT < 30) throw new Error('RT_TICKETS must be 30 or more');
if (COUNT > 0 && obstacle !== undefined && process.env.CI) throw new Error(obstacle);

const END = Date.parse('2026-06-12T12:00:00Z');
const HOUR = 3_600_000;

describe.skipIf(obstacle !== undefined)(`a real Request Tracker (${obstacle ?? `${COUNT} tickets`})`, () => {
  let server: RequestTracker;
  let desk: Desk;
  let pages: Page[] = [];
  const requests: (number | undefined)[] = [];
  const warnings: string[] = [];

  function open(token: string): { source: Source; tools: Tools } {
    const tools = createTools({
      source: 'rt',
      signal: new AbortController().signal,
      storeSubjects: false,
      warn: (message) => warnings.push(message),
      limiters: createLimiters(systemEffects),
      onRequest: ({ status }) => requests.push(status),
    });
    return { source: rt.open('rt', { URL: server.url, TOKEN: token }, undefined), tools };
  }

  async function sync(cursor?: string): Promise<Page[]> {
    const { source, tools } = open(server.readerToken);
    const brought: Page[] = [];
    for await (const page of source.pull(cursor, tools)) brought.push(page);
    return brought;
  }

  beforeAll(async () => {
    server = await startRequestTracker();
    desk = await seedTickets(server, COUNT, END);
    pages = await sync();
  }, 600_000);

  afterAll(async () => {
    await server?.stop();
  });

  /** Our tickets as the server's records would tell them. */
  function ours(): ServerTicket[] {
    const { tables } = storedAfter(pages);
    const tickets = Object.values(tables.tickets ?? {}).map((one) => Ticket.parse(one));
    const events = Object.values(tables.events ?? {}).map((one) => Event.parse(one));
    const agents = Object.values(tables.agents ?? {}).map((one) => Agent.parse(one));
    const measure = createMeasurer({
      definitions: {
        netExcludes: [],
        autoClose: 'as-is',
        creditPolicy: 'solver',
        tierRule: { name: 'score@1', cuts: [2, 6] },
        teamHours: undefined,
        teamTimeZone: 'UTC',
        teamHolidays: [],
        customerHours: 'Mon-Fri 09:00-17:00',
        customerHolidays: [],
        turns: {},
      },
      people: { agents, teams: [], customer: () => undefined },
      now: END + 100 * HOUR,
    });
    return tickets
      .sort((a, b) => Number(a.id) - Number(b.id))
      .map((ticket) => {
        const own = events
          .filter(({ ticketId }) => ticketId === ticket.id)
          .sort((a, b) => a.at - b.at || a.seq - b.seq);
        const measured = measure({ ticket, events: own, revision: 1 });
        return {
          id: ticket.id,
          status: ticket.originalStatus,
          mergedInto: ticket.mergedInto,
          owner: ticket.agentId,
          statuses: own.flatMap((one) => (one.kind === 'status' ? [[one.at, one.original] as const] : [])),
          messages: own.flatMap((one) =>
            one.kind === 'message' ? [[one.at, one.authorId ?? '', one.by] as const] : [],
          ),
          notes: own.filter(({ kind }) => kind === 'note').length,
          owners: own.flatMap((one) =>
            one.kind === 'assignment' && one.agentId !== undefined && !one.id.endsWith('/initial')
              ? [[one.at, one.agentId ?? undefined] as const]
              : [],
          ),
          firstResolvedAt: measured.firstSolvedAt ?? undefined,
          finalResolvedAt: measured.finalSolvedAt ?? undefined,
        };
      });
  }

  /** The records of a merged ticket live on under another number: its owner is not told any more. */
  function comparable(tickets: readonly ServerTicket[]): object[] {
    return tickets.map((ticket) => {
      const { owner, messages, ...rest } = ticket;
      if (ticket.mergedInto === undefined) return { ...rest, owner, messages };
      return {
        ...rest,
        messages: messages.map(([at, author]) => [at, author]),
        firstResolvedAt: 0,
        finalResolvedAt: 0,
      };
    });
  }

  it('brings every ticket with the statuses, messages, owners and resolutions that the server has on record', () => {
    const theirs = readServerTickets(server.databaseFile);

    expect(theirs.length).toBeGreaterThanOrEqual(COUNT);
    expect(theirs.some(({ mergedInto }) => mergedInto !== undefined)).toBe(true);
    expect(theirs.filter(({ finalResolvedAt }) => finalResolvedAt !== undefined).length).toBeGreaterThan(COUNT / 3);
    expect(comparable(ours())).toEqual(comparable(theirs));
    expect(storedAfter(pages).rejected).toEqual([]);
    expect(new Set(requests)).toEqual(new Set([200]));
  });

  it('knows agents with their zones, queues as teams, and who is customer', () => {
    const { tables } = storedAfter(pages);

    expect(tables.agents).toMatchObject({
      bruno: { name: 'Bruno Caldas', email: 'bruno@desk.example', timeZone: 'America/Sao_Paulo', active: true },
      dorte: { name: 'Dørte Lund', timeZone: 'Europe/Copenhagen' },
    });
    expect(Object.keys(tables.agents ?? {}).sort()).toEqual(['amara', 'bruno', 'chandra', 'dorte', 'eiko']);
    expect(Object.values(tables.teams ?? {}).map((team) => (team as { name: string }).name)).toEqual(
      expect.arrayContaining(['Support', 'Billing']),
    );
    expect(Object.keys(tables.customers ?? {}).every((login) => login.includes('@'))).toBe(true);
  });

  it('brings what changed since, and nothing else, after replies, a reopening, a merge and a deletion', async () => {
    const before = ours();
    const alive = before.filter((one) => one.mergedInto === undefined);
    const [solved] = alive.filter(({ status }) => status === 'resolved');
    const unsolved = alive.filter(({ status }) => ['new', 'open', 'stalled'].includes(status)).map(({ id }) => id);
    const [merged, into, deleted] = unsolved.slice(-3);
    server.setClock(END + HOUR);
    await desk.ask('amara', 'POST', `/ticket/${into}/correspond`, { Content: 'Done.', ContentType: 'text/plain' });
    server.setClock(END + 2 * HOUR);
    await desk.ask('bruno', 'PUT', `/ticket/${solved!.id}`, { Status: 'open' });
    await desk.ask('bruno', 'PUT', `/ticket/${solved!.id}`, { Owner: 'eiko' });
    server.setClock(END + 3 * HOUR);
    await desk.ask('dorte', 'PUT', `/ticket/${merged}`, { MergeInto: into });
    await desk.ask('dorte', 'PUT', `/ticket/${deleted}`, { Status: 'deleted' });
    server.setClock(END + 4 * HOUR);

    const more = await sync(pages.at(-1)!.cursor);
    pages = [...pages, ...more];

    const touched = new Set(more.flatMap((page) => page.tickets ?? []).map(({ id }) => id));
    expect([...touched].sort()).toEqual([solved!.id, merged, into, deleted].sort());
    expect(comparable(ours())).toEqual(comparable(readServerTickets(server.databaseFile)));
    const { tickets } = storedAfter(pages).tables;
    expect(tickets?.[deleted!]).toMatchObject({ deletedAt: END + 3 * HOUR });
    expect(tickets?.[merged!]).toMatchObject({ mergedInto: into });
  });

  it('finds nothing when nothing happened', async () => {
    server.setClock(END + 5 * HOUR);
    const more = await sync(pages.at(-1)!.cursor);

    expect(more.flatMap((page) => [...(page.tickets ?? []), ...(page.events ?? [])])).toEqual([]);
  });

  it('brings the same from any page’s cursor', async () => {
    const first = await sync();
    const middle = first[Math.floor(first.length / 2)]!;
    const rest = await sync(middle.cursor);
    const resumed = [...first.slice(0, first.indexOf(middle) + 1), ...rest];

    expect(storedAfter(resumed).tables).toEqual(storedAfter(first).tables);
  });

  it('checks itself, and blames the token when it is wrong', async () => {
    const { source, tools } = open(server.readerToken);
    const { ok, lines } = await source.check(tools);
    const wrong = open('1-2-deadbeef');

    expect(ok, lines.join('\n')).toBe(true);
    expect(lines.join('\n')).toMatch(/Request Tracker 5\..*\d+ tickets: the first sync takes about \d+ requests/s);
    await expect(wrong.source.check(wrong.tools)).rejects.toThrow('RT_TOKEN');
  });
});
