import { z } from 'zod';
import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { Me, SearchPage } from './answers.ts';
import { openIntercom, PER_PAGE } from './api.ts';
import type { Settings } from './env.ts';

/** Four requests: the workspace, and one small question of each kind that a sync asks. */
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

  const { app } = (await client.json({ path: '/me', schema: Me })).body;
  lines.push(`${token} opens the workspace ${app.name ?? app.id_code} (${app.timezone ?? 'no time zone'})`);
  if (app.region && app.region.toLowerCase() !== settings.REGION) {
    problems.push(`the workspace is hosted in ${app.region}: set ${tools.variable('REGION')}`);
  }
  await may('admins', client.json({ path: '/admins', schema: z.object({ admins: z.array(z.unknown()) }) }));
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
    schema: z.object({ data: z.array(z.unknown()) }),
  } as const;
  await may('contacts', client.json(contacts));
  if (found) {
    const conversations = found.body.total_count;
    const requests = conversations + 2 * Math.ceil(conversations / PER_PAGE) + 5;
    const aMinute = Number(found.headers.get('x-ratelimit-limit') ?? 1666) * 6;
    const minutes = Math.ceil(requests / aMinute);
    lines.push(
      `${conversations} conversations: the first sync costs about ${requests} requests, at least ${minutes} min`,
    );
    if (settings.START_DATE === undefined) lines.push(`set ${tools.variable('START_DATE')} to read less`);
  }
  return { ok: problems.length === 0, lines: [...lines, ...problems] };
}
