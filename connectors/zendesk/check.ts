import { z } from 'zod';
import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { aboutTime, timeNeededMs } from '../../src/connector/cost.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { ZendeskTicket } from './answers.ts';
import { openZendesk } from './api.ts';
import type { PullOptions } from './env.ts';
import { LIMITS } from './limits.ts';
import { RECENT_S } from './pull.ts';
import { isMessaging, isUnheard } from './records.ts';

/** Updates of a ticket over its life, where the account shows none; desks differ. */
const UPDATES_PER_TICKET = 8;

/** Records an export gives at once. */
const A_PAGE = 1000;

const Me = z.object({ user: z.object({ id: z.int().nullish(), role: z.string().nullish() }).nullish() });
const Count = z.object({ count: z.union([z.int(), z.object({ value: z.int() })]) });
const Tickets = z.object({ tickets: z.array(z.unknown()) });
const Updates = z.object({
  ticket_events: z.array(z.object({ child_events: z.array(z.object({ event_type: z.string() })) })),
});

/** Whom the token belongs to, whether it may export, and what the first sync will cost. */
export async function check(options: PullOptions, tools: Tools): Promise<CheckResult> {
  const client = openZendesk(options, tools);
  const token = tools.variable('TOKEN');
  const begun = tools.now();
  const me = await client.json({ path: '/users/me.json', schema: Me });
  const answerMs = tools.now() - begun;
  const { user } = me.body;
  // Without a valid credential Zendesk may answer as to a stranger.
  if (user?.id == null) {
    return {
      ok: false,
      lines: [`refused: check ${token}, ${tools.variable('EMAIL')} and ${tools.variable('SUBDOMAIN')}`],
    };
  }
  const lines = [`signed in as ${user.role ?? 'somebody'}`];
  const plan = me.headers.get('x-rate-limit') ?? me.headers.get('ratelimit-limit');
  if (plan) lines.push(`the account allows ${plan} requests a minute`);
  const aMonthAgo = Math.floor(tools.vendorNow() / 1000) - (30 * MS_PER_DAY) / 1000;
  const recent = await client.jsonOr([403], {
    path: '/incremental/tickets/cursor.json',
    query: { start_time: Math.max(Math.floor(options.startAt / 1000), aMonthAgo), per_page: 100 },
    schema: Tickets,
    lane: 'exports',
  });
  if (!recent.ok) {
    lines.push(`may not export tickets (403): ${token} must be of an admin, or of a role that may export`);
    return { ok: false, lines };
  }
  const sample = recent.body.tickets.flatMap((item) => ZendeskTicket.safeParse(item).data ?? []);
  lines.push(...(await costOf(client, options, tools, sample, answerMs)));
  const unheard = new Set(sample.filter((ticket) => isUnheard(ticket, true)).map(({ via }) => String(via?.channel)));
  if (unheard.size > 0) {
    lines.push(
      `Zendesk does not give the answers of tickets that came by ${[...unheard].join(', ')}: their response times and complexity stay unknown`,
    );
  }
  if (!options.aiAgents) lines.push(`tickets of AI agents are left out (${tools.variable('AI_AGENTS')})`);
  return { ok: true, lines };
}

/** What the first sync costs, told from counts and from how many updates a ticket has. */
async function costOf(
  client: HttpClient,
  options: PullOptions,
  tools: Tools,
  sample: readonly ZendeskTicket[],
  answerMs: number,
): Promise<readonly string[]> {
  const now = Math.floor(tools.vendorNow() / 1000);
  const start = Math.floor(options.startAt / 1000);
  const recentFrom = Math.max(start, now - RECENT_S);
  const all = await countSince(client, start);
  const recent = start < recentFrom ? await countSince(client, recentFrom) : all;
  if (all === undefined || recent === undefined) {
    return [`what the first sync costs cannot be told: ${tools.source} may not search`];
  }
  const perTicket = await updatesPerTicket(client, start, now);
  const pages = (records: number) => Math.ceil(records / A_PAGE);
  const older = Math.max(0, all - recent);
  const talks = sample.length === 0 ? 0 : sample.filter(isMessaging).length / sample.length;
  const timeOf = (exports: number, conversations: number) =>
    timeNeededMs({ requests: exports, limit: LIMITS.exports, answerMs }) +
    timeNeededMs({ requests: conversations, limit: LIMITS.conversations, answerMs });
  const first = pages(recent) + pages(recent * perTicket) + 2;
  // What is older is walked through for its people first, and for its tickets with the recent ones in the end.
  const rest = older === 0 ? 0 : pages(older) + pages(older * perTicket) + pages(all);
  const said = Math.round(all * talks);
  const requests = first + rest + said;
  const lines = [
    `${all} tickets with about ${Math.round(all * perTicket)} updates: the first sync takes about ${requests} requests and ` +
      `${aboutTime(timeOf(first + rest, said))}, less with ${tools.variable('START_DATE')}`,
  ];
  if (rest > 0) {
    const weeks = Math.round(RECENT_S / ((7 * MS_PER_DAY) / 1000));
    lines.push(`the last ${weeks} weeks come first: ${aboutTime(timeOf(first, Math.round(recent * talks)))}`);
  }
  return lines;
}

/** Tickets that changed since an instant (epoch s); undefined where the token may not search. */
async function countSince(client: HttpClient, since: number): Promise<number | undefined> {
  const from = new Date(since * 1000).toISOString().replace('.000', '');
  const answer =
    since === 0
      ? await client.jsonOr([403], { path: '/tickets/count.json', schema: Count })
      : await client.jsonOr([403, 422], {
          path: '/search/count.json',
          query: { query: `type:ticket updated>=${from}` },
          schema: Count,
        });
  if (!answer.ok) return undefined;
  const { count } = answer.body;
  return typeof count === 'number' ? count : count.value;
}

/** How many updates a ticket has: of three pages of updates, spread over the time, by how many of them begin a ticket. */
async function updatesPerTicket(client: HttpClient, start: number, now: number): Promise<number> {
  const first = await client.json({
    path: '/incremental/tickets/cursor.json',
    query: { start_time: start, per_page: 1 },
    schema: Tickets,
    lane: 'exports',
  });
  const oldest = ZendeskTicket.safeParse(first.body.tickets[0]).data?.created_at;
  const from = Math.max(start, oldest == null ? start : Math.floor(oldest / 1000));
  let updates = 0;
  let openings = 0;
  for (const share of [1 / 6, 1 / 2, 5 / 6]) {
    const query = { start_time: Math.floor(from + (now - 120 - from) * share), per_page: A_PAGE };
    const path = '/incremental/ticket_events.json';
    const { body } = await client.json({ path, query, schema: z.unknown(), lane: 'exports' });
    const read = Updates.safeParse(body).data?.ticket_events ?? [];
    updates += read.length;
    openings += read.filter(({ child_events: children }) =>
      children.some((child) => child.event_type === 'Create'),
    ).length;
  }
  return openings === 0 ? UPDATES_PER_TICKET : updates / openings;
}
