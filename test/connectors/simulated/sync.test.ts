import { describe, expect, it } from 'vitest';
import { simulated } from '../../../connectors/simulated/index.ts';
import { Account, Subscription } from '../../../src/model/account.ts';
import { DataError } from '../../../src/model/errors.ts';
import { Agent, Customer, Team } from '../../../src/model/people.ts';
import { Rating } from '../../../src/model/rating.ts';
import type { Page } from '../../../src/model/source.ts';
import { Event, Ticket } from '../../../src/model/ticket.ts';
import { NOW, pull, pullAll } from './pull.ts';

const SMALL = { TICKETS: '700', UNTIL: '2026-11-01' };
const SCHEMAS = {
  tickets: Ticket,
  events: Event,
  agents: Agent,
  teams: Team,
  customers: Customer,
  accounts: Account,
  ratings: Rating,
  subscriptions: Subscription,
} as const;

const all = <Kind extends keyof typeof SCHEMAS>(pages: readonly Page[], kind: Kind) =>
  pages.flatMap((page): readonly NonNullable<Page[Kind]>[number][] => page[kind] ?? []);

describe('the simulated company', () => {
  it('is the same to the last event for the same seed, and another for another', async () => {
    const first = await pullAll(SMALL);

    expect(await pullAll(SMALL)).toEqual(first);
    expect(all(await pullAll({ ...SMALL, SEED: 'other' }), 'tickets')).not.toEqual(all(first, 'tickets'));
  });

  it('has exactly as many tickets as were asked for, numbered from 1, in pages of a few hundred', async () => {
    const pages = await pullAll(SMALL);

    expect(all(pages, 'tickets').map(({ id }) => id)).toEqual(
      Array.from({ length: 700 }, (_, index) => String(index + 1)),
    );
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.at(-1)!.progress).toEqual({ done: 700, total: 700 });
    expect(pages.map(({ watermarkAt }) => watermarkAt)).toEqual([
      ...pages.slice(1).map(() => undefined),
      Date.UTC(2026, 10, 1),
    ]);
  });

  it('tells records that the model takes as they are, each event of a ticket of its page, nothing in the future', async () => {
    const pages = await pullAll(SMALL);

    for (const [kind, schema] of Object.entries(SCHEMAS)) {
      const records = all(pages, kind as keyof typeof SCHEMAS);
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) expect(schema.parse(record)).toEqual(record);
    }
    for (const page of pages) {
      expect(page.wholeTimelines).toEqual(page.tickets!.map(({ id }) => id));
      const ids = new Set(page.wholeTimelines);
      expect(page.events!.filter(({ ticketId }) => !ids.has(ticketId))).toEqual([]);
    }
    expect(Math.max(...all(pages, 'events').map(({ at }) => at))).toBeLessThan(Date.UTC(2026, 10, 1));
    const keys = all(pages, 'events').map(({ ticketId, id }) => `${ticketId} ${id}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('goes on from any cursor as if it had not been interrupted', async () => {
    const pages = await pullAll(SMALL);

    for (const [index, { cursor }] of pages.entries()) {
      expect(await pullAll(SMALL, cursor)).toEqual(pages.slice(index + 1));
    }
  });

  it('ends on the day of the first sync, and stays there when it is resumed later', async () => {
    const variables = { TICKETS: '400' };
    const midnight = Date.UTC(2026, 10, 21);
    const [first, ...rest] = await pullAll(variables);
    const later = await Array.fromAsync(pull(variables, first!.cursor, { now: () => NOW + 9 * 86_400_000 }));

    expect(later).toEqual(rest);
    expect(rest.at(-1)!.watermarkAt).toBe(midnight);
    const lastWeek = all([first!, ...rest], 'tickets').filter(({ openedAt }) => openedAt >= midnight - 7 * 86_400_000);
    expect(lastWeek.length).toBeGreaterThan(5);
  });

  it('streams: the first pages of ten million tickets come at once and are small', async () => {
    const pages: Page[] = [];
    for await (const page of pull({ TICKETS: '10000000', UNTIL: '2026-11-01' })) {
      pages.push(page);
      if (pages.length === 3) break;
    }

    expect(pages.length).toBe(3);
    for (const page of pages) expect(page.tickets!.length).toBeLessThan(6000);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of pull(SMALL, undefined, { signal: stop.signal })) stop.abort();
    })();

    await expect(reading).rejects.toThrow();
  });

  it.each(['not json', '{"page":3}'])('refuses the cursor %s as somebody else’s', async (cursor) => {
    await expect(pullAll(SMALL, cursor)).rejects.toThrow(DataError);
  });

  it.each([
    ['TICKETS', 'many'],
    ['TICKETS', '0'],
    ['DESKS', 'manila,paris'],
    ['AGENTS', '2'],
    ['UNTIL', 'tomorrow'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => simulated.open('simulated', { [name]: value }, undefined)).toThrow();
  });

  it('has desks in Manila, Berlin and Denver, and people whose names are not all ASCII', async () => {
    const pages = await pullAll(SMALL);
    const agents = all(pages, 'agents').filter(({ bot }) => !bot);

    expect(all(pages, 'teams').map(({ name, calendar }) => [name, calendar!.timeZone])).toEqual([
      ['Manila', 'Asia/Manila'],
      ['Berlin', 'Europe/Berlin'],
      ['Denver', 'America/Denver'],
    ]);
    expect(agents.length).toBe(12);
    expect(new Set(agents.map(({ name }) => name)).size).toBe(12);
    expect(agents.filter(({ name }) => /[^ -~]/.test(name)).length).toBeGreaterThan(3);
    expect(new Set(all(pages, 'customers').map(({ timeZone }) => timeZone)).size).toBeGreaterThan(12);
  });

  it('has every kind of history there is: bots, third parties, reopenings, timers, thank-yous, spam, merges', async () => {
    const pages = await pullAll({ TICKETS: '3000', UNTIL: '2026-11-01' });
    const [events, tickets] = [all(pages, 'events'), all(pages, 'tickets')];
    const statuses = events.flatMap((event) => (event.kind === 'status' ? [event] : []));

    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set(['message', 'note', 'status', 'assignment', 'handover']),
    );
    expect(new Set(statuses.map(({ to }) => to)).size).toBe(6);
    expect(statuses.filter(({ to, by }) => to === 'solved' && by === 'bot').length).toBeGreaterThan(10);
    expect(events.filter((event) => event.kind === 'message' && event.automatic).length).toBeGreaterThan(100);
    expect(new Set(tickets.map(({ openedBy }) => openedBy))).toEqual(new Set(['customer', 'agent', 'bot']));
    expect(tickets.filter(({ spam }) => spam).length).toBeGreaterThan(5);
    expect(tickets.filter(({ mergedInto }) => mergedInto).length).toBeGreaterThan(5);
    expect(tickets.filter(({ deletedAt }) => deletedAt).length).toBeGreaterThan(2);
    expect(tickets.filter(({ status }) => status === 'open' || status === 'new').length).toBeGreaterThan(5);
    expect(tickets.filter(({ vendorMetrics }) => (vendorMetrics?.reopens ?? 0) > 0).length).toBeGreaterThan(50);
  });
});
