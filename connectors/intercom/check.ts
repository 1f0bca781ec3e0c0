import { z } from 'zod';
import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { aboutTime, timeNeededMs } from '../../src/connector/cost.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { Me, SearchPage } from './answers.ts';
import { AT_ONCE, openIntercom, PER_PAGE } from './api.ts';
import type { Settings } from './env.ts';
import { LIMITS } from './limits.ts';

const Counted = z.object({ total_count: z.int().nullish() });

/** Five requests: the workspace, one small question of each kind that a sync asks, and what it does not read. */
export async function check(settings: Settings, tools: Tools): Promise<CheckResult> {
  const client = openIntercom(settings, tools);
  const token = tools.variable('TOKEN');
  const lines: string[] = [];
  const problems: string[] = [];
  /** Asks, or notes the permission that is missing and goes on. */
  const may = async <T>(what: string, ask: Promise<T>): Promise<T | undefined> => {
    try {
      return await ask;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(`cannot read ${what}: ${error.message}`);
      return undefined;
    }
  };

  const begun = tools.now();
  const { app } = (await client.json({ path: '/me', schema: Me })).body;
  const answerMs = tools.now() - begun;
  const workspace = app?.name ?? app?.id_code ?? 'without a name';
  lines.push(`${token} opens the workspace ${workspace} (${app?.timezone ?? 'no time zone'})`);
  if (app?.region && app.region.toLowerCase() !== settings.REGION) {
    problems.push(`the workspace is hosted in ${app.region}: set ${tools.variable('REGION')}`);
  }
  await may('admins', client.json({ path: '/admins', schema: z.unknown() }));
  const value = Math.floor((settings.START_DATE ?? 0) / 1000);
  const body = {
    query: { operator: 'AND', value: [{ field: 'updated_at', operator: '>', value }] },
    pagination: { per_page: 1 },
  };
  const search = { method: 'POST', path: '/conversations/search', body, schema: SearchPage } as const;
  const found = await may('conversations', client.json(search));
  const contacts = {
    method: 'POST',
    path: '/contacts/search',
    body: { query: { field: 'id', operator: 'IN', value: ['0'] }, pagination: { per_page: 1 } },
    schema: z.unknown(),
  } as const;
  await may('contacts', client.json(contacts));
  if (found) {
    const conversations = found.body.total_count ?? 0;
    lines.push(costOf(conversations, Number(found.headers.get('x-ratelimit-limit') ?? LIMITS.app.requests), answerMs));
    if (settings.START_DATE === undefined) lines.push(`set ${tools.variable('START_DATE')} to read less`);
  }
  lines.push(...(await whatIsNotRead(client)));
  return { ok: problems.length === 0, lines: [...lines, ...problems] };
}

/** A request for each conversation, some of them side by side; between them the searches and the contacts. */
function costOf(conversations: number, aSlice: number, answerMs: number): string {
  const pages = Math.ceil(conversations / PER_PAGE);
  const limit = { requests: aSlice, windowMs: LIMITS.app.windowMs };
  const reading = { requests: conversations, limit, answerMs, atOnce: AT_ONCE };
  const ms = timeNeededMs(reading) + 2 * pages * answerMs;
  return `${conversations} conversations: the first sync takes about ${conversations + 2 * pages + 5} requests and ${aboutTime(ms)}`;
}

/** Tickets for the back office and trackers are no conversations, and are not read: how many there are. */
async function whatIsNotRead(client: HttpClient): Promise<readonly string[]> {
  const value = ['task', 'tracker'].map((category) => ({ field: 'category', operator: '=', value: category }));
  const answer = await client.jsonOr([400, 403, 404], {
    method: 'POST',
    path: '/tickets/search',
    body: { query: { operator: 'OR', value }, pagination: { per_page: 1 } },
    schema: Counted,
  });
  const count = answer.ok ? (answer.body.total_count ?? 0) : undefined;
  if (count === 0) return [];
  return [`${count ?? 'an unknown number of'} back-office and tracker tickets are no conversations and are not read`];
}
