import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import type { Settings } from './env.ts';
import { LIMITS } from './limits.ts';

/** The version whose answers we read; without the header an app's own default would decide in silence. */
export const VERSION = '2.16';

/** Conversations a search gives at once, at most. */
export const PER_PAGE = 150;
/** Conversations read side by side. */
export const AT_ONCE = 10;

const HOSTS = {
  us: { api: 'https://api.intercom.io', app: 'https://app.intercom.com' },
  eu: { api: 'https://api.eu.intercom.io', app: 'https://app.eu.intercom.com' },
  au: { api: 'https://api.au.intercom.io', app: 'https://app.au.intercom.com' },
} as const;

/** Where the API and the app of a region are. */
export function hostsOf(region: Settings['REGION']): { readonly api: string; readonly app: string } {
  return HOSTS[region];
}

const Refused = z.object({ errors: z.array(z.object({ message: z.string() })) });

/** The scope that Intercom says is missing; the rest of its words is not passed on. */
function missingScope(body: unknown): string | undefined {
  const read = Refused.safeParse(body);
  const scope = read.success
    ? /required scopes? \(([\w, ]+)\)/.exec(read.data.errors[0]?.message ?? '')?.[1]
    : undefined;
  return scope === undefined ? undefined : `the permission ${scope}`;
}

/** Opens the workspace. */
export function openIntercom(settings: Settings, tools: Tools): HttpClient {
  return tools.http({
    baseUrl: settings.URL ?? hostsOf(settings.REGION).api,
    headers: { authorization: `Bearer ${settings.TOKEN}`, 'intercom-version': VERSION },
    credential: 'TOKEN',
    ...(settings.URL === undefined ? { address: 'REGION' } : { besides: ['REGION'], address: 'URL' }),
    needs: 'the permissions to read conversations, admins, users and companies',
    missing: missingScope,
    secrets: [settings.TOKEN],
    limit: LIMITS.app,
    concurrency: AT_ONCE,
  });
}
