import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineConnector } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import { Ticket } from '../../src/model/ticket.ts';
import { openStore } from '../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { atDesk } from './fairclock.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const STORES: readonly (readonly [string, (folder: string) => Promise<string>])[] = [
  ['SQLite', async (folder) => join(folder, 'bad-rows.sqlite')],
  ['PostgreSQL', () => server.freshDatabase()],
];

const NINE = '2026-11-02T09:00:00Z';

/** A vendor that sends texts no database keeps in every field, and one id that none keeps. */
const hostile = defineConnector({
  id: 'hostile',
  title: 'Hostile',
  env: z.object({}),
  turns: 'status',
  identity: () => 'hostile.example',
  async *pull(_settings, _cursor, { source }): AsyncGenerator<Page> {
    const ticket = (id: string) =>
      Ticket.parse({
        source,
        id,
        url: 'https://x.example/\0',
        subject: 'half \ud83d a pair',
        channel: 'mail\0',
        openedAt: Date.parse(NINE),
        openedBy: 'customer',
        customerId: 'c\0',
        accountKey: 'a\udc00',
        agentId: 'ana\0',
        teamId: 'team\ud800',
        status: 'open',
        originalStatus: '\0open',
        statusKnown: false,
        priority: 'high\0',
        tags: ['\0', 'vip\ud800'],
        category: '\ud800',
        fields: JSON.parse('{"__proto__":"\\u0000","plan\\u0000":"pro"}'),
        updatedAt: Date.parse(NINE),
      });
    const happened = { source, at: Date.parse(NINE), seq: 0 };
    yield {
      agents: [{ source, id: 'ana', name: 'Ana\0', personKey: 'ana\0', teamIds: ['t\0'], active: true, bot: false }],
      teams: [{ source, id: 't', name: '\ud800' }],
      customers: [{ source, id: 'c', email: 'c\0@x.example', timeZoneOrigin: 'none', holidays: [] }],
      accounts: [{ source, key: 'a', name: '\0', domains: ['x\0.example'], externalIds: ['\ud800'] }],
      tickets: [ticket('1'), ticket('bad\0'), ticket('3')],
      events: [
        {
          ...happened,
          ticketId: '1',
          id: 'e1',
          kind: 'status',
          to: 'open',
          original: 'In \0 progress',
          statusKnown: false,
        },
        { ...happened, ticketId: 'bad\0', id: 'e2', kind: 'note' },
        {
          ...happened,
          ticketId: '3',
          id: 'e3',
          kind: 'message',
          by: 'agent',
          public: true,
          authorId: 'a\0',
          via: '\0',
        },
      ],
      wholeTimelines: ['1', 'bad\0', '3'],
      rejected: [{ place: 'tickets/9\0', reason: 'name: "\ud800" is no name' }],
      cursor: 'end',
    };
  },
  check: async () => ({ ok: true, lines: [] }),
});

describe.each(STORES)('on %s', (_name, urlIn) => {
  it('one bad row of a file stops nothing: it is listed with file, line and reason', async () => {
    const desk = atDesk();
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    desk.write(
      'tickets.csv',
      `id,opened_at,category\n1,${NINE},web\n2\0,${NINE},web\n3,${NINE},${'x'.repeat(2_000_000)}\n4,${NINE},web\n5,${NINE},\u{1f600}\n`,
    );
    desk.write(
      'ratings.jsonl',
      `{"ticket_id":"1","value":5,"scale":"1-5"}\n{"ticket_id":"1\\ud800","value":5,"scale":"1-5"}\n{"ticket_id":"4","value":${nested}}\n{"ticket_id":"5","value":4,"scale":"1-5"}\n`,
    );
    const variables = { FILE_PATH: desk.folder, DATABASE_URL: await urlIn(desk.folder) };
    const synced = await desk.fairclock(['sync'], variables);
    const listed = await desk.fairclock(['rejected', '--format', 'json'], variables);

    expect(synced.err).not.toMatch(/failed|unexpected/);
    expect(synced.code).toBe(0);
    const places = listed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { place: string; reason: string });
    expect(places.map(({ place }) => place)).toEqual([
      'ratings.jsonl, line 3',
      'tickets.csv, line 3',
      'tickets.csv, line 4',
    ]);
    expect(places[1]?.reason).toContain('NUL');
    expect(places[2]?.reason).toBe('is longer than 1 MB');
    const store = await openStore({ url: variables.DATABASE_URL });
    const found = await store.histories(['1', '4', '5'].map((ticketId) => ({ source: 'file', ticketId })));
    await store.close();
    expect(found.map(({ ticket }) => [ticket.id, ticket.category])).toEqual([
      ['1', 'web'],
      ['4', 'web'],
      ['5', '\u{1f600}'],
    ]);
  });

  it('one bad record of a vendor stops nothing, and both stores keep the same texts', async () => {
    const desk = atDesk();
    const store = await openStore({ url: await urlIn(desk.folder) });
    const source = hostile.open('hostile', {}, undefined);
    const tools = { source: 'hostile' } as Parameters<typeof source.pull>[1];
    for await (const page of source.pull(undefined, tools)) await store.savePage('hostile', page, 1);
    const found = await store.histories(['1', '3'].map((ticketId) => ({ source: 'hostile', ticketId })));
    const rejected = [];
    for await (const { place, reason } of store.rejected('hostile')) rejected.push({ place, reason });
    const [agent] = await store.agents();
    await store.close();

    expect(found.map(({ ticket }) => ticket.id)).toEqual(['1', '3']);
    expect(found[0]?.ticket).toMatchObject({
      subject: 'half \ufffd a pair',
      priority: 'high\ufffd',
      tags: ['\ufffd', 'vip\ufffd'],
    });
    expect(Object.entries(found[0]!.ticket.fields)).toContainEqual(['plan\ufffd', 'pro']);
    expect(agent).toMatchObject({ id: 'ana', name: 'Ana\ufffd' });
    expect(rejected.map(({ place }) => place)).toEqual(['events e2', 'tickets bad\ufffd', 'tickets/9\ufffd']);
  });
});
