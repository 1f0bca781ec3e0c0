import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { type Settings, tokenAddress } from './env.ts';

const Token = z.object({ access_token: z.string().min(1) });
const Fault = z.object({ error: z.string().optional() });

/** What an application that logs in by itself asks Microsoft for. */
const MICROSOFT_SCOPE = 'https://outlook.office365.com/.default';

/** Every secret that must never be shown. */
export function secretsOf({ PASSWORD, OAUTH_CLIENT_SECRET, OAUTH_REFRESH_TOKEN }: Settings): readonly string[] {
  return [PASSWORD, OAUTH_CLIENT_SECRET, OAUTH_REFRESH_TOKEN].filter((secret) => secret !== undefined);
}

/** Gets an access token at the configured address (OAuth 2, RFC 6749: refresh token, else the application's own login). */
export async function accessToken(settings: Settings, tools: Tools): Promise<string> {
  const address = tokenAddress(settings);
  if (address === undefined) throw new ConfigError(`${tools.variable('OAUTH_TOKEN_URL')}: is needed for this server`);
  const url = new URL(address);
  const { OAUTH_CLIENT_ID = '', OAUTH_CLIENT_SECRET, OAUTH_REFRESH_TOKEN } = settings;
  const http = tools.http({
    baseUrl: url.origin,
    address: 'OAUTH_TOKEN_URL',
    headers: {},
    credential: OAUTH_REFRESH_TOKEN === undefined ? 'OAUTH_CLIENT_SECRET' : 'OAUTH_REFRESH_TOKEN',
    besides: ['OAUTH_CLIENT_ID'],
    secrets: secretsOf(settings),
  });
  const form = {
    client_id: OAUTH_CLIENT_ID,
    ...(OAUTH_CLIENT_SECRET !== undefined && { client_secret: OAUTH_CLIENT_SECRET }),
    ...(OAUTH_REFRESH_TOKEN === undefined
      ? { grant_type: 'client_credentials', scope: MICROSOFT_SCOPE }
      : { grant_type: 'refresh_token', refresh_token: OAUTH_REFRESH_TOKEN }),
  };
  const answer = await http.jsonOr([400], { method: 'POST', path: url.pathname, form, schema: Token });
  if (answer.ok) return answer.body.access_token;
  const word = Fault.safeParse(answer.body).data?.error ?? '';
  throw new ConfigError(
    `${tools.source}: POST ${address}: ${/^[a-z_]{1,40}$/.test(word) ? word : 'refused'}: check ` +
      `${tools.variable('OAUTH_CLIENT_ID')}, ${tools.variable('OAUTH_CLIENT_SECRET')} and ${tools.variable('OAUTH_REFRESH_TOKEN')}`,
  );
}
