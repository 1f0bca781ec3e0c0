import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RtTicket, Transaction } from '../../../connectors/rt/answers.ts';
import { rt } from '../../../connectors/rt/index.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools } from '../../../src/connector/tools.ts';
import type { Page } from '../../../src/model/source.ts';
import type { Event } from '../../../src/model/ticket.ts';
import { playHost, requestLine } from '../../support/http.ts';
import { storedAfter } from '../stored.ts';
import { ANA, answer, carla, type RtWorld, rtFake, SYSTEM, seed, ticket, transaction } from './fake.ts';

const HOUR = 3_600_000;

interface Played {
  readonly pages: readonly Page[];
  readonly asked: readonly string[];
  readonly again: (later: number) => Promise<Played>;
}

async function sync(
  world: RtWorld,
  options: { variables?: Record<string, string>; cursor?: string; now?: number } = {},
): Promise<Played> {
  let now = options.now ?? rtFake.now;
  const asked: string[] = [];
  const effects = {
    now: () => now,
    random: () => 0,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  playHost(rtFake.origin, (request) => {
    asked.push(requestLine(request));
    expect(asked.length).toBeLessThan(300);
    return answer(world, { ...request, now }) ?? { status: 418, body: requestLine(request) };
  });
  const source = rt.open('rt', { ...rtFake.variables, ...options.variables }, undefined);
  const tools = createTools({
    source: 'rt',
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: () => undefined,
    limiters: createLimiters(effects),
    effects,
  });
  const pages: Page[] = [];
  for await (const page of source.pull(options.cursor, tools)) pages.push(page);
  const again = (later: number) => sync(world, { ...options, cursor: pages.at(-1)!.cursor, now: now + later });
  return { pages, asked, again };
}

/** A world of one open ticket with this history after its creation. */
function worldOf(history: RtWorld['transactions'], more: Record<string, unknown> = {}): RtWorld {
  const created = '2026-03-02T08:00:00Z';
  return {
    ...seed(),
    tickets: [ticket(1, created, '2026-03-03T10:00:00Z', more)],
    transactions: [transaction(10, 1, 'Create', created, carla), ...history],
  };
}

const table = (pages: readonly Page[], name: string) => storedAfter(pages).tables[name] ?? {};
const eventsOf = (pages: readonly Page[], ticketId: string) =>
  (Object.values(table(pages, 'events')) as Event[])
    .filter((event) => event.ticketId === ticketId)
    .sort((a, b) => a.at - b.at || a.seq - b.seq);
const at = '2026-03-02T12:00:00Z';

describe('the history of a ticket in Request Tracker', () => {
  it('is whole although rows that may not be seen leave gaps and empty answers', async () => {
    const world = worldOf([
      transaction(11, 1, 'Comment', at, ANA),
      // The fake's pages hold two: the next answer is empty, though it is not the end.
      transaction(12, 1, 'Comment', at, ANA),
      transaction(13, 1, 'Comment', at, ANA),
      transaction(14, 1, 'Correspond', at, ANA),
    ]);
    world.hidden.add('12').add('13');
    const { pages } = await sync(world);

    expect(eventsOf(pages, '1').map(({ kind }) => kind)).toEqual(['message', 'assignment', 'note', 'message']);
  });

  it('begins with the owner and the queue that its first changes replaced', async () => {
    const world = worldOf([
      transaction(11, 1, 'Set', at, ANA, { Field: 'Owner', OldValue: '30', NewValue: '6' }),
      transaction(12, 1, 'Set', at, ANA, { Field: 'Queue', OldValue: '3', NewValue: '4' }),
    ]);
    const { pages } = await sync(world);
    const assignments = eventsOf(pages, '1').filter(({ kind }) => kind === 'assignment');

    expect(assignments).toMatchObject([{ agentId: 'ana', teamId: '3' }, { agentId: null }, { teamId: '4' }]);
    expect(assignments[1]).not.toHaveProperty('teamId');
  });

  it('tells the sides apart: requestor, staff, other people in copy, and RT itself', async () => {
    const copied = { ...carla, id: 'dmitri@client.example' };
    const world = worldOf([
      transaction(11, 1, 'Correspond', at, ANA),
      transaction(12, 1, 'Correspond', at, copied),
      transaction(13, 1, 'Status', at, SYSTEM, { Field: 'Status', OldValue: 'new', NewValue: 'open' }),
    ]);
    const { pages } = await sync(world);

    expect(eventsOf(pages, '1').flatMap((event) => ('by' in event ? [event.by] : []))).toEqual([
      'customer',
      'agent',
      'customer',
      'bot',
    ]);
  });

  it('takes staff who ask for customers of their own ticket', async () => {
    const world = worldOf([], { Requestor: [ANA] });
    world.transactions[0]!.Creator = ANA;
    const { pages } = await sync(world);

    expect(eventsOf(pages, '1')[0]).toMatchObject({ kind: 'message', by: 'customer', authorId: 'ana' });
    expect(table(pages, 'tickets')['1']).toMatchObject({ openedBy: 'customer' });
  });

  it('keeps somebody who is no longer staff an agent in what they wrote', async () => {
    const world = worldOf([transaction(11, 1, 'Correspond', at, ANA)]);
    const first = await sync(world);
    world.users[0]!.Privileged = 0;
    rtFake.touch(world, rtFake.now + HOUR);
    const second = await first.again(2 * HOUR);

    expect(
      eventsOf([...first.pages, ...second.pages], '1').flatMap((event) => ('by' in event ? [event.by] : [])),
    ).toEqual(['customer', 'agent', 'customer', 'bot']);
  });

  it('means what STATUSES says by words of an own lifecycle, and reports others by name', async () => {
    const waiting = { Field: 'Status', OldValue: 'open', NewValue: 'Waiting' };
    const odd = { Field: 'Status', OldValue: 'Waiting', NewValue: 'odd' };
    const world = worldOf([transaction(11, 1, 'Status', at, ANA, waiting), transaction(12, 1, 'Status', at, ANA, odd)]);
    const { pages } = await sync(world, { variables: { STATUSES: 'waiting=waiting_customer' } });

    expect(eventsOf(pages, '1').filter(({ kind }) => kind === 'status')).toMatchObject([
      { to: 'waiting_customer', original: 'Waiting', statusKnown: true },
      { original: 'odd', statusKnown: false },
    ]);
    expect(() => rt.open('rt', { ...rtFake.variables, STATUSES: 'waiting=later' }, undefined)).toThrow(
      'waiting must mean',
    );
  });
});

describe('a sync of Request Tracker', () => {
  it('reads again only what changed, although its searches overlap by a day', async () => {
    const world = worldOf([]);
    // Half a minute ago: such a time is not settled yet, and is asked for again.
    world.tickets[0]!.LastUpdated = '2026-03-10T11:59:30Z';
    const first = await sync(world);
    const second = await first.again(HOUR);

    expect(second.pages.flatMap((page) => page.tickets ?? [])).toEqual([]);
    expect(second.asked.filter((line) => line.includes('ObjectId ='))).toEqual([]);
    expect(second.asked.filter((line) => line.includes('/tickets?'))).toHaveLength(1);
  });

  it('reads a ticket again that changed within the last minute of the run before', async () => {
    const world = worldOf([]);
    const first = await sync(world);
    rtFake.touch(world, rtFake.now - 1000);
    const second = await first.again(HOUR);

    expect(second.pages.flatMap((page) => page.tickets ?? []).map(({ id }) => id)).toEqual(['1']);
  });

  it('finds tickets that were merged or deleted, which no search shows any more', async () => {
    const world = worldOf([]);
    world.tickets.push(ticket(2, '2026-03-02T08:00:00Z', '2026-03-03T10:00:00Z'));
    world.tickets.push(ticket(3, '2026-03-02T08:00:00Z', '2026-03-03T10:00:00Z'));
    const first = await sync(world);
    const link = { Field: 'MergedInto', NewValue: 'fsck.com-rt://rt.acme.example/ticket/3' };
    const later = '2026-03-10T12:30:00Z';
    world.transactions.push(
      transaction(20, 1, 'AddLink', later, ANA, link),
      transaction(21, 3, 'AddLink', later, ANA, link),
    );
    world.transactions.push(
      transaction(22, 2, 'Status', later, ANA, { Field: 'Status', OldValue: 'open', NewValue: 'deleted' }),
    );
    Object.assign(world.tickets[0]!, { merged: true });
    Object.assign(world.tickets[1]!, { Status: 'deleted' });
    const second = await first.again(HOUR);
    const tickets = table([...first.pages, ...second.pages], 'tickets');

    expect(tickets).toMatchObject({
      1: { mergedInto: '3', openedAt: Date.parse('2026-03-02T08:00:00Z') },
      2: { deletedAt: Date.parse(later), status: 'closed' },
    });
    expect(tickets['3']).not.toHaveProperty('mergedInto');
    expect(eventsOf(second.pages, '1').at(-1)).toMatchObject({ kind: 'merged', into: '3' });
  });

  it('takes dates that are not set for no dates', () => {
    const row = { ...ticket(1, '1970-01-01T00:00:00Z', '2026-03-03T10:00:00Z') };

    expect(RtTicket.safeParse(row).success).toBe(false);
  });
});

const SHAPES = resolve(import.meta.dirname, '../../../../shared/servers/shapes');

describe.skipIf(!existsSync(SHAPES))('answers recorded from a server (../shared/servers)', () => {
  const recorded = (name: string): { items: unknown[] } =>
    JSON.parse(readFileSync(resolve(SHAPES, `${name}.json`), 'utf8'));

  it('are read, from lists and from single resources', () => {
    const listed = recorded('tickets_search').items.map((item) => RtTicket.parse(item));
    const single = RtTicket.parse(recorded('ticket'));
    const history = recorded('ticket_history').items.map((item) => Transaction.parse(item));

    expect(listed[0]).toMatchObject({ id: '154', Status: 'resolved', Created: Date.parse('2026-11-12T05:04:58Z') });
    expect(single).toMatchObject({ id: '145', Owner: { id: 'ana' }, Queue: { id: '4' } });
    expect(history[0]).toMatchObject({ id: '2668', Type: 'Create', ObjectId: '145' });
  });
});
