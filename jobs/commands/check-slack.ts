import { LogLevel, WebAPIPlatformError, WebClient } from '@slack/web-api';
import { IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook';
import { z } from 'zod';
import type { Settings } from '../../src/config/settings.ts';
import type { ServerPart } from './server-part.ts';

const TIMEOUT_MS = 15_000;

/**
 * Asks Slack whose the token is, what it may do and what the channels are, and a webhook for nothing; nothing is posted.
 * Undefined where no digest goes to Slack.
 */
export async function checkSlackDelivery(settings: Settings): Promise<ServerPart | undefined> {
  const { DIGEST_SLACK_TOKEN: token, DIGEST_SLACK_WEBHOOK: webhook, DIGEST_SLACK_CHANNELS: places } = settings;
  const found: Finding[] = [];
  if (token !== undefined) {
    const client = new WebClient(token, {
      ...(settings.DIGEST_SLACK_API_URL === undefined ? {} : { slackApiUrl: settings.DIGEST_SLACK_API_URL }),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: TIMEOUT_MS,
      allowAbsoluteUrls: false,
      logLevel: LogLevel.ERROR,
    });
    const scopes = await scopesOf(client, found);
    if (scopes !== undefined) for (const { place } of places) found.push(await channelFinding(client, place, scopes));
  }
  if (webhook !== undefined) found.push(await webhookFinding(webhook));
  if (found.length === 0) return undefined;
  return { name: 'Slack', ok: found.every(({ ok }) => ok), lines: found.map(({ line }) => line) };
}

interface Finding {
  readonly ok: boolean;
  readonly line: string;
}

const Signed = z.object({
  team: z.string().optional(),
  user: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** What the token may do; undefined where it is refused. */
async function scopesOf(client: WebClient, found: Finding[]): Promise<readonly string[] | undefined> {
  try {
    const { team, user, response_metadata: more } = Signed.parse(await client.auth.test());
    const scopes = more?.scopes ?? [];
    const posts = scopes.length === 0 || scopes.includes('chat:write');
    const lacking = posts ? '' : '; it lacks the scope chat:write and cannot post';
    found.push({ ok: posts, line: `DIGEST_SLACK_TOKEN is ${user ?? 'an app'} of ${team ?? 'a workspace'}${lacking}` });
    return scopes;
  } catch (error) {
    found.push({
      ok: false,
      line: `DIGEST_SLACK_TOKEN: ${wordOf(error) ?? 'Slack cannot be reached'}; check the token`,
    });
    return undefined;
  }
}

const Info = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_private: z.boolean().optional(),
  }),
});

async function channelFinding(client: WebClient, id: string, scopes: readonly string[]): Promise<Finding> {
  try {
    const { channel } = Info.parse(await client.conversations.info({ channel: id }));
    const name = `${id}${channel.name === undefined ? '' : ` (#${channel.name})`}`;
    if (channel.is_archived === true) return { ok: false, line: `${name} is archived: choose another channel` };
    if (channel.is_member === false && !(scopes.includes('chat:write.public') && channel.is_private !== true)) {
      return { ok: false, line: `${name}: the app is not in it: /invite it there` };
    }
    return { ok: true, line: `${name} can be posted to` };
  } catch (error) {
    if (wordOf(error) === 'missing_scope') return historyFinding(client, id);
    return refusal(id, error);
  }
}

/** Without the scope to ask for a channel, reading one message of it tells nearly as much. */
async function historyFinding(client: WebClient, id: string): Promise<Finding> {
  try {
    await client.conversations.history({ channel: id, limit: 1 });
    return { ok: true, line: `${id}: the app is in it` };
  } catch (error) {
    if (wordOf(error) !== 'missing_scope') return refusal(id, error);
    return { ok: true, line: `${id}: cannot be looked at without the scope channels:read (or groups:read)` };
  }
}

const HINTS: Readonly<Record<string, string>> = {
  channel_not_found: ': is DIGEST_SLACK_CHANNELS the id of the channel (C…), and is the app in it?',
  not_in_channel: ': /invite the app to it',
  is_archived: ': choose another channel',
};

function refusal(id: string, error: unknown): Finding {
  const word = wordOf(error);
  if (word === undefined) return { ok: false, line: `${id}: Slack gave no answer that can be read` };
  return { ok: false, line: `${id}: ${word}${Object.hasOwn(HINTS, word) ? HINTS[word] : ''}` };
}

/** Slack's own word for what is wrong. */
function wordOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError && /^[a-z_]{1,60}$/.test(error.data.error) ? error.data.error : undefined;
}

/** A message without a text is refused by a webhook that works, and by one that does not with another word. */
async function webhookFinding(url: string): Promise<Finding> {
  const name = 'DIGEST_SLACK_WEBHOOK';
  try {
    await new IncomingWebhook(url, { timeout: TIMEOUT_MS }).send({ text: '' });
    return { ok: true, line: `${name} answers` };
  } catch (error) {
    if (!(error instanceof IncomingWebhookHTTPError)) return { ok: false, line: `${name}: cannot be reached` };
    const word = /^[a-z_]{1,60}$/.test(error.body) ? error.body : `HTTP ${error.statusCode}`;
    if (error.statusCode === 400 && ['no_text', 'invalid_payload'].includes(word))
      return { ok: true, line: `${name} answers` };
    return { ok: false, line: `${name}: ${word}: make a new webhook, or use DIGEST_SLACK_TOKEN` };
  }
}
