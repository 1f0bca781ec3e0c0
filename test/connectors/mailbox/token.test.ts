import { describe, expect, it } from 'vitest';
import { env, tokenAddress, transportOf } from '../../../connectors/mailbox/env.ts';
import { accessToken } from '../../../connectors/mailbox/token.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools, systemEffects } from '../../../src/connector/tools.ts';
import { ConfigError } from '../../../src/model/errors.ts';
import { type PlayedRequest, playHost } from '../../support/http.ts';

const BASE = { USER: 'support@acme.test', OUR_ADDRESSES: 'acme.test', OAUTH_CLIENT_ID: 'client' };
const GMAIL = { ...BASE, HOST: 'imap.gmail.com', OAUTH_REFRESH_TOKEN: 'refresh-me', OAUTH_CLIENT_SECRET: 'hush-hush' };
const MICROSOFT = {
  ...BASE,
  HOST: 'outlook.office365.com',
  OAUTH_TENANT: 'acme.test',
  OAUTH_CLIENT_SECRET: 'hush-hush',
};

/** Asks for a token; tells what was sent. */
async function ask(variables: Readonly<Record<string, string>>, origin: string, status: number, body: unknown) {
  const sent: PlayedRequest[] = [];
  playHost(origin, (request) => {
    sent.push(request);
    return { status, body: body as string };
  });
  const tools = createTools({
    source: 'mailbox',
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: () => {},
    limiters: createLimiters(systemEffects),
    effects: systemEffects,
  });
  const token = await accessToken(env.parse(variables), tools).catch((error: unknown) => error);
  return { token, sent };
}

describe('an access token', () => {
  it('is got for a refresh token at Google', async () => {
    const { token, sent } = await ask(GMAIL, 'https://oauth2.googleapis.com', 200, { access_token: 'at' });

    expect(token).toBe('at');
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/token' });
    expect(String(sent[0]!.body)).toBe(
      'client_id=client&client_secret=hush-hush&grant_type=refresh_token&refresh_token=refresh-me',
    );
  });

  it('is got without a secret by an application that has none', async () => {
    const { OAUTH_CLIENT_SECRET: _, ...open } = GMAIL;
    const { sent } = await ask(open, 'https://oauth2.googleapis.com', 200, { access_token: 'at' });

    expect(String(sent[0]!.body)).toBe('client_id=client&grant_type=refresh_token&refresh_token=refresh-me');
  });

  it('is got by an application that logs in by itself at Microsoft', async () => {
    const { token, sent } = await ask(MICROSOFT, 'https://login.microsoftonline.com', 200, { access_token: 'at' });

    expect(token).toBe('at');
    expect(sent[0]).toMatchObject({ path: '/acme.test/oauth2/v2.0/token' });
    expect(String(sent[0]!.body)).toBe(
      'client_id=client&client_secret=hush-hush&grant_type=client_credentials&scope=https%3A%2F%2Foutlook.office365.com%2F.default',
    );
  });

  it('that is refused names the variables and no secret, whatever is said', async () => {
    const body = { error: 'invalid_grant', error_description: 'refresh-me hush-hush' };
    const { token } = await ask(GMAIL, 'https://oauth2.googleapis.com', 400, body);

    expect(token).toBeInstanceOf(ConfigError);
    expect(String(token)).toMatch(/invalid_grant.*MAILBOX_OAUTH_REFRESH_TOKEN/);
    expect(String(token)).not.toMatch(/refresh-me|hush-hush/);
  });

  it('is asked for at no host that nobody configured', () => {
    expect(
      tokenAddress({ HOST: 'imap.evil.test', OAUTH_TOKEN_URL: undefined, OAUTH_TENANT: undefined }),
    ).toBeUndefined();
  });
});

it.each([
  ['imap.acme.test', undefined, undefined, { kind: 'tls', port: 993 }],
  ['imap.acme.test', 143, undefined, { kind: 'tls', port: 143 }],
  ['imap.acme.test', undefined, 'starttls', { kind: 'starttls', port: 143 }],
  ['imap.acme.test', undefined, 'none', { kind: 'none', port: 143 }],
  ['127.0.0.1', 1143, undefined, { kind: 'none', port: 1143 }],
  ['127.0.0.1', undefined, undefined, { kind: 'tls', port: 993 }],
] as const)(
  'connects to %s:%s, told %s, privately unless it is asked not to or stays on the machine',
  (HOST, PORT, TLS, kind) => {
    expect(transportOf({ HOST, PORT, TLS })).toEqual(kind);
  },
);
