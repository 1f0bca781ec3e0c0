import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { MS_PER_HOUR } from '../../src/model/time.ts';
import type { Settings } from './env.ts';
import { LIMITS } from './limits.ts';

/** The version whose answers we read; HubSpot writes it into its paths. */
export const VERSION = '2026-09';

/** Requests under way at once. */
export const AT_ONCE = 8;

/** Paths of what is read; kinds of objects are HubSpot's plural words. */
export const PATHS = {
  list: (kind: string) => `/crm/objects/${VERSION}/${kind}`,
  search: (kind: string) => `/crm/objects/${VERSION}/${kind}/search`,
  batch: (kind: string) => `/crm/objects/${VERSION}/${kind}/batch/read`,
  object: (kind: string, id: string) => `/crm/objects/${VERSION}/${kind}/${encodeURIComponent(id)}`,
  links: (from: string, to: string) => `/crm/associations/${VERSION}/${from}/${to}/batch/read`,
  pipelines: (kind: string) => `/crm/pipelines/${VERSION}/${kind}`,
  owners: `/crm/owners/${VERSION}`,
  threads: `/conversations/conversations/${VERSION}/threads`,
  thread: (id: string) => `/conversations/conversations/${VERSION}/threads/${encodeURIComponent(id)}`,
  messages: (id: string) => `/conversations/conversations/${VERSION}/threads/${encodeURIComponent(id)}/messages`,
  account: '/account-info/v3/details',
} as const;

/** Scopes that some of what is read needs, for words. */
export const SCOPES = {
  tickets: 'tickets',
  owners: 'crm.objects.owners.read',
  contacts: 'crm.objects.contacts.read',
  companies: 'crm.objects.companies.read',
  conversations: 'conversations.read',
  feedback: 'crm.objects.feedback_submissions.read',
  deals: 'crm.objects.deals.read',
} as const;

const Context = z.object({
  missingScopes: z.array(z.string()).nullish(),
  requiredGranularScopes: z.array(z.string()).nullish(),
});
const Refused = z.object({ errors: z.array(z.object({ context: Context.nullish() })).nullish() });

/** The scopes that HubSpot says are missing; the rest of its words is not passed on. */
export function missingScopes(body: unknown): string | undefined {
  const read = Refused.safeParse(body);
  const contexts = read.success ? (read.data.errors ?? []).map(({ context }) => context) : [];
  const named = contexts.flatMap((each) => [...(each?.missingScopes ?? []), ...(each?.requiredGranularScopes ?? [])]);
  const scopes = [...new Set(named)].filter((scope) => /^[a-z][a-z_.0-9-]{2,60}$/.test(scope));
  return scopes.length === 0 ? undefined : `the scope ${scopes.join(', ')}`;
}

const Slow = z.object({ policyName: z.string() });

/** A day's quota is back at the portal's midnight, which is not told: whoever planned the run tries again in an hour. */
function dailyQuota({ status, body }: { readonly status: number; readonly body: unknown }) {
  const read = Slow.safeParse(body);
  return status === 429 && read.success && read.data.policyName === 'DAILY' ? { retryAfterMs: MS_PER_HOUR } : undefined;
}

/** Opens the portal that the token belongs to. */
export function openHubspot(settings: Pick<Settings, 'TOKEN' | 'API_URL'>, tools: Tools): HttpClient {
  return tools.http({
    baseUrl: settings.API_URL,
    headers: { authorization: `Bearer ${settings.TOKEN}` },
    credential: 'TOKEN',
    address: 'API_URL',
    needs: `the scopes ${[SCOPES.tickets, SCOPES.conversations, SCOPES.owners, SCOPES.contacts, SCOPES.companies].join(', ')}`,
    missing: missingScopes,
    slowDown: dailyQuota,
    secrets: [settings.TOKEN],
    limit: LIMITS.account,
    lanes: { search: LIMITS.search },
    concurrency: AT_ONCE,
  });
}
