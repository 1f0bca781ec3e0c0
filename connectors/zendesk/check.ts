import { z } from 'zod';
import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { openZendesk } from './api.ts';
import type { PullOptions } from './env.ts';

/** Updates of a ticket over its life, for estimating; desks differ. */
const UPDATES_PER_TICKET = 8;

const Me = z.object({ user: z.object({ id: z.int().nullable(), role: z.string() }) });
const Count = z.object({ count: z.object({ value: z.int() }) });
const Export = z.object({ tickets: z.array(z.unknown()) });

/** Three requests: whom the token belongs to, how many tickets there are, and whether it may export. */
export async function check(options: PullOptions, tools: Tools): Promise<CheckResult> {
  const client = openZendesk(options, tools);
  const token = tools.variable('TOKEN');
  const me = await client.json({ path: '/users/me.json', schema: Me });
  // Without a valid credential Zendesk may answer as to a stranger.
  if (me.body.user.id === null) {
    return { ok: false, lines: [`refused: check ${token} and ${tools.variable('EMAIL')}`] };
  }
  const lines = [`signed in as ${me.body.user.role}`];
  const counted = await client.jsonOr([403], { path: '/tickets/count.json', schema: Count });
  const aMinuteAgo = Math.floor(tools.now() / 1000) - 120;
  const query = { start_time: aMinuteAgo, per_page: 1 };
  const exported = await client.jsonOr([403], { path: '/incremental/tickets/cursor.json', query, schema: Export });
  const plan = me.headers.get('x-rate-limit') ?? me.headers.get('ratelimit-limit');
  if (plan) lines.push(`the account allows ${plan} requests a minute`);
  if (!exported.ok) {
    lines.push(`may not export tickets (403): ${token} must be of an admin, or of a role that may export`);
    return { ok: false, lines };
  }
  if (counted.ok) {
    const { value } = counted.body.count;
    const requests = Math.ceil(value / 1000) + Math.ceil((value * UPDATES_PER_TICKET) / 1000) + 8;
    const minutes = Math.ceil(requests / 10);
    lines.push(
      `${value} tickets: the first sync takes up to about ${requests} requests and ${minutes} minutes ` +
        `(exports are limited to 10 a minute), less with ${tools.variable('START_DATE')}`,
    );
  }
  return { ok: true, lines };
}
