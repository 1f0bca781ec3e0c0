import { z } from 'zod';
import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { missingPermission, openApi, PAGE } from './api.ts';
import type { Settings } from './env.ts';
import { List } from './records.ts';

/** What is read, and the key's permission for it as Stripe's dashboard calls it. */
const READ = [
  ['/customers', 'Customers'],
  ['/subscriptions', 'Subscriptions'],
  ['/events', 'Events'],
  ['/prices', 'Prices'],
  ['/coupons', 'Coupons'],
] as const;

const Counted = z.object({ total_count: z.int().min(0) });

/** Asks for one record of everything that is read, so that all missing permissions are named at once. */
export async function checkStripe(settings: Settings, tools: Tools): Promise<CheckResult> {
  const http = openApi(settings, tools);
  const missing: string[] = [];
  for (const [path, name] of READ) {
    const query = { limit: 1, ...(path === '/subscriptions' && { status: 'all' }) };
    const answer = await http.jsonOr([403], { path, query, schema: List });
    if (!answer.ok) missing.push(missingPermission(answer.body) ?? `${name}: read`);
  }
  if (missing.length > 0) {
    return {
      ok: false,
      lines: [`${tools.variable('API_KEY')} may not read everything; it lacks ${missing.join(', ')}`],
    };
  }
  return {
    ok: true,
    lines: [
      'the key may read customers, subscriptions, prices, coupons and events',
      await costOf(http),
      `everything is read anew every ${settings.FULL_EVERY_HOURS} hours, what events name in between (30 s behind)`,
    ],
  };
}

/** One request a hundred records; Stripe counts them in its search alone, which some countries do not have. */
async function costOf(http: HttpClient): Promise<string> {
  const counts: number[] = [];
  for (const path of ['/customers/search', '/subscriptions/search']) {
    const query = { query: 'created>0', limit: 1, 'expand[]': 'total_count' };
    const answer = await http.jsonOr([400, 403, 404], { path, query, schema: Counted });
    if (!answer.ok) return `a full reading takes one request for each ${PAGE} customers and each ${PAGE} subscriptions`;
    counts.push(answer.body.total_count);
  }
  const requests = counts.reduce((sum, count) => sum + Math.max(1, Math.ceil(count / PAGE)), 1);
  const [customers = 0, subscriptions = 0] = counts;
  const minutes = Math.max(1, Math.ceil(requests / 60));
  return `a full reading takes about ${requests} requests for ${customers} customers and ${subscriptions} subscriptions, at most ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}
