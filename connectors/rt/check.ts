import { z } from 'zod';
import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { openRt } from './api.ts';
import type { PullOptions } from './env.ts';

const Total = z.object({ total: z.int().nullable(), items: z.array(z.unknown()) });

/** Three requests: which RT it is, how many tickets may be seen, and whether internal comments may. */
export async function check(options: PullOptions, tools: Tools): Promise<CheckResult> {
  const client = openRt(options, tools);
  const version = await client.json({ path: '/rt', schema: z.object({ Version: z.string() }) });
  const lines = [`Request Tracker ${version.body.Version}`];
  const counted = await client.json({ path: '/tickets', query: { query: 'id > 0', per_page: 1 }, schema: Total });
  const { total, items } = counted.body;
  if (items.length === 0) {
    lines.push(
      `no ticket can be seen: the user of ${tools.variable('TOKEN')} needs SeeQueue and ShowTicket on the queues`,
    );
    return { ok: false, lines };
  }
  const comments = await client.json({
    path: '/transactions',
    query: { query: "ObjectType = 'RT::Ticket' AND Type = 'Comment'", per_page: 100 },
    schema: Total,
  });
  if (comments.body.items.length === 0) {
    lines.push('no internal comment can be seen: ShowTicketComments may be missing (they count towards complexity)');
  }
  if (total !== null) {
    // A page of a hundred tickets and, for each twenty-five, about five answers of history; five requests a second.
    const requests = Math.ceil(total / 100) + 5 * Math.ceil(total / 25) + 10;
    const minutes = Math.ceil(requests / 300);
    lines.push(`${total} tickets: the first sync takes about ${requests} requests and ${minutes} minutes or more`);
  }
  return { ok: true, lines };
}
