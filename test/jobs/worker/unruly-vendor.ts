import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Connector, defineConnector } from '../../../src/connector/connector.ts';
import type { Event } from '../../../src/model/ticket.ts';
import { Ticket } from '../../../src/model/ticket.ts';

/** How many tickets one page of the vendor holds. */
const PAGE = 40;

/** A helpdesk that exists for a test: it changes while it is read, cuts lines, refuses, and takes digests. */
export interface UnrulyVendor {
  readonly url: string;
  /** Changes this many more tickets, each to the end of the list of changes. */
  readonly change: (count: number) => void;
  /** The number of the latest change. */
  readonly latest: () => number;
  /** While true, one answer in four is a fault of some kind. */
  readonly setUnruly: (unruly: boolean) => void;
  /** Keys of the digests it took, in order; a key that came twice stands twice. */
  readonly digests: readonly string[];
  readonly faults: Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

interface Record_ {
  readonly id: string;
  readonly change: number;
  readonly replies: number;
}

const OPENED_AT = Date.UTC(2026, 9, 1);

/** Starts the vendor with `count` tickets. */
export async function startUnrulyVendor(count: number): Promise<UnrulyVendor> {
  const tickets = new Map<string, Record_>();
  const order: string[] = [];
  let changes = 0;
  let requests = 0;
  let unruly = false;
  const digests: string[] = [];
  const faults = { limited: 0, broken: 0, cut: 0 };
  const put = (id: string, replies: number): void => {
    changes += 1;
    tickets.set(id, { id, change: changes, replies });
    order.push(id);
  };
  for (let index = 0; index < count; index++) put(`t${index}`, 1);

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    if (url.pathname === '/digest') {
      const key = url.searchParams.get('key') ?? '';
      if (request.method === 'POST') digests.push(key);
      response.end(JSON.stringify({ arrived: digests.includes(key) }));
      return;
    }
    requests += 1;
    if (unruly && requests % 4 === 0) {
      const kind = (requests / 4) % 3;
      if (kind === 0) {
        faults.limited += 1;
        response.writeHead(429, { 'retry-after': '0' }).end();
      } else if (kind === 1) {
        faults.broken += 1;
        response.writeHead(503).end('<html>later</html>');
      } else {
        faults.cut += 1;
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"tickets": [');
        setTimeout(() => response.destroy(), 5);
      }
      return;
    }
    const after = Number(url.searchParams.get('after'));
    const page: Record_[] = [];
    // A ticket that has changed again since stands at its latest change alone.
    for (let change = after; change < order.length && page.length < PAGE; change++) {
      const ticket = tickets.get(order[change]!);
      if (ticket?.change === change + 1) page.push(ticket);
    }
    const next = page.at(-1)?.change ?? changes;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ tickets: page, next, end: next >= changes }));
  };

  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    change(more) {
      for (let step = 0; step < more; step++) {
        const id = `t${(changes * 7919) % count}`;
        put(id, (tickets.get(id)?.replies ?? 0) + 1);
      }
    },
    latest: () => changes,
    setUnruly(now) {
      unruly = now;
    },
    digests,
    faults,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

const VendorPage = z.object({
  tickets: z.array(z.object({ id: z.string(), change: z.int(), replies: z.int() })),
  next: z.int(),
  end: z.boolean(),
});

/** Reads the unruly vendor: the real HTTP client, a cursor that is the number of the last change. */
export const unruly: Connector = defineConnector({
  id: 'unruly',
  title: 'Unruly',
  turns: 'status',
  env: z.object({ URL: z.url().meta({ description: 'Where the vendor of the test listens.' }) }),
  identity: ({ URL: url }) => url,
  async *pull({ URL: url }, cursor, tools) {
    const http = tools.http({ baseUrl: url, headers: {}, credential: 'TOKEN', secrets: [] });
    let after = Number(cursor ?? 0);
    for (;;) {
      const { body } = await http.json({ path: '/changes', query: { after }, schema: VendorPage });
      const found = body.tickets.map((record) => translate(record.id, record.replies, tools.source));
      after = body.next;
      yield {
        tickets: found.map(({ ticket }) => ticket),
        events: found.flatMap(({ events }) => events),
        wholeTimelines: found.map(({ ticket }) => ticket.id),
        cursor: String(after),
        watermarkAt: tools.now(),
      };
      if (body.end) return;
    }
  },
  check: async () => ({ ok: true, lines: [] }),
});

function translate(id: string, replies: number, source: string): { ticket: Ticket; events: Event[] } {
  const openedAt = OPENED_AT + Number(id.slice(1)) * 60_000;
  const events = Array.from({ length: replies }, (_, reply): Event[] => {
    const base = { source, ticketId: id, at: openedAt + (reply + 1) * 3_600_000 };
    return [
      { ...base, id: `m${reply}`, seq: 1, kind: 'message', by: 'agent', authorId: `agent-${reply % 3}`, public: true },
      { ...base, id: `s${reply}`, seq: 2, kind: 'status', to: 'solved', original: 'solved' },
      { ...base, id: `o${reply}`, at: base.at + 60_000, seq: 3, kind: 'status', to: 'open', original: 'open' },
    ];
  }).flat();
  const ticket = Ticket.parse({
    source,
    id,
    channel: 'web',
    openedAt,
    openedBy: 'customer',
    status: 'open',
    originalStatus: 'open',
    updatedAt: openedAt + replies * 3_600_000,
  });
  return { ticket, events };
}
