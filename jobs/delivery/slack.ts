import {
  LogLevel,
  type MessageAttachment,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { IncomingWebhook, IncomingWebhookHTTPError, IncomingWebhookRequestError } from '@slack/webhook';
import { z } from 'zod';
import { fetchOut, noAnswerIn, remedyOf } from '../../src/connector/http/fetch.ts';
import { RetryableError } from '../../src/model/errors.ts';
import type { Audience } from '../../src/report/audience.ts';
import { SLACK_STYLES, type SlackMessage } from '../../src/show/slack.ts';
import { type Channel, type Delivery, slackOf, type Writing } from './channel.ts';

/** What a Slack channel is reached by. */
export interface SlackBotOptions extends Writing {
  readonly token: string;
  /** Where Slack's methods are; another address for tests and special regions. */
  readonly apiUrl?: string | undefined;
  readonly channel: string;
  readonly audience?: Audience | undefined;
  /** Given up after so long without an answer. */
  readonly timeoutMs?: number | undefined;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const EVENT = 'fairclock_digest';

/** A message that was taken in spite of an error shows up in the channel at once, or within seconds. */
const SETTLE_MS = 3000;

/** Waits that Slack asks for are kept at once up to this long and so often; longer ones are left to a later run. */
const LONGEST_WAIT_MS = 30_000;
const MOST_WAITS = 2;

/** Messages looked through for one of ours. */
const LOOK_BACK = 100;

/** One Slack channel by bot token. Slack knows no idempotency: the key goes along as metadata and is looked up. */
export function slackBotChannel(options: SlackBotOptions): Channel {
  const { channel, audience } = options;
  const client = new WebClient(options.token, {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    fetch: fetchOut,
    // The client's own retries would post twice.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.timeoutMs ?? 20_000,
    allowAbsoluteUrls: false,
    logLevel: LogLevel.ERROR,
  });
  const id = `slack:${channel}${audience === undefined ? '' : `/${audience.name}`}`;

  const find = async (key: string): Promise<boolean | undefined> => {
    try {
      const found = await client.conversations.history({ channel, include_all_metadata: true, limit: LOOK_BACK });
      return History.parse(found).messages.some(
        ({ metadata }) => metadata?.event_type === EVENT && metadata.event_payload?.key === key,
      );
    } catch {
      // Without the scope to read, or while Slack is down, nobody can tell.
      return undefined;
    }
  };

  const post = async (message: SlackMessage, key: string): Promise<void> => {
    await client.chat.postMessage({
      channel,
      text: message.text,
      // The client's types lag behind Slack's blocks.
      blocks: message.blocks as unknown as NonNullable<MessageAttachment['blocks']>,
      metadata: { event_type: EVENT, event_payload: { key } },
      unfurl_links: false,
      unfurl_media: false,
    });
  };

  /** Slack takes about one message a second in a channel; several digests may go to one. */
  const postInTurn = async (message: SlackMessage, key: string, signal: AbortSignal): Promise<void> => {
    for (let waits = 0; ; waits++) {
      try {
        return await post(message, key);
      } catch (error) {
        const waitMs = error instanceof WebAPIRateLimitedError ? error.retryAfter * 1000 : Number.POSITIVE_INFINITY;
        if (waits === MOST_WAITS || waitMs > LONGEST_WAIT_MS || signal.aborted) throw error;
        await options.sleep(waitMs, signal);
      }
    }
  };

  const send = async (messages: readonly SlackMessage[], key: string, signal: AbortSignal): Promise<Delivery> => {
    for (const [index, message] of messages.entries()) {
      try {
        await postInTurn(message, key, signal);
        return { outcome: 'sent', detail: `posted to ${channel}` };
      } catch (error) {
        const plainer = index < messages.length - 1;
        if (plainer && isRefusedBlock(error)) continue;
        const verdict = verdictOf(error, channel);
        if (verdict.outcome !== 'uncertain') return verdict;
        await options.sleep(SETTLE_MS, signal);
        const arrived = await find(key);
        if (arrived === true) return { outcome: 'sent', detail: `posted to ${channel}, without an answer` };
        // An answer that says no, and nothing in the channel: only then is it sure.
        if (arrived === false && error instanceof WebAPIHTTPError) {
          throw new RetryableError(`slack: ${verdict.detail}`, { cause: error });
        }
        return verdict;
      }
    }
    throw new Error('a message has at least one way to be written');
  };

  return {
    id,
    audience,
    find,
    deliver: (message, signal) =>
      send(
        SLACK_STYLES.map((style) => slackOf(message, options, style)),
        message.key,
        signal,
      ),
    tell: ({ text, key }, signal) => send([{ text, blocks: [] }], key, signal),
  };
}

const History = z.object({
  messages: z.array(
    z.object({
      metadata: z
        .object({
          event_type: z.string().optional(),
          event_payload: z.object({ key: z.string().optional() }).optional(),
        })
        .optional(),
    }),
  ),
});

function isRefusedBlock(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && /^(invalid_blocks|msg_blocks_too_long)/.test(error.data.error);
}

/** Errors after which a later try may go well, and the message is surely not there. */
const PASSING = new Set(['ratelimited', 'rate_limited', 'service_unavailable', 'team_added_to_org']);

/** Errors by which Slack itself does not say how far it came. */
const UNCLEAR = new Set(['internal_error', 'fatal_error', 'request_timeout']);

function verdictOf(error: unknown, channel: string): Delivery {
  if (error instanceof WebAPIRateLimitedError) {
    throw new RetryableError('slack: too many messages for now', {
      cause: error,
      retryAfterMs: error.retryAfter * 1000,
    });
  }
  if (error instanceof WebAPIPlatformError) {
    const said = error.data.error;
    if (PASSING.has(said)) throw new RetryableError(`slack: ${said}`, { cause: error });
    if (UNCLEAR.has(said)) return { outcome: 'uncertain', detail: `Slack answered ${said} for ${channel}` };
    return { outcome: 'refused', detail: `Slack refused ${channel}: ${said}${HINTS.get(said) ?? ''}` };
  }
  if (error instanceof WebAPIHTTPError) {
    // Slack answers by 200; what refuses a request by 4xx stands between, and has passed nothing on.
    if (error.statusCode >= 400 && error.statusCode < 500) {
      throw new RetryableError(`slack: HTTP ${error.statusCode}; does a proxy or a firewall stand between?`);
    }
    return { outcome: 'uncertain', detail: `Slack answered HTTP ${error.statusCode} for ${channel}` };
  }
  if (error instanceof WebAPIRequestError) {
    throwIfStillHere(error, 'slack');
    return { outcome: 'uncertain', detail: `Slack gave no answer for ${channel}` };
  }
  throw error;
}

const HINTS: ReadonlyMap<string, string> = new Map([
  ['channel_not_found', '; is DIGEST_SLACK_CHANNELS the id of the channel (C…), and is the app in it?'],
  ['not_in_channel', '; invite the app to it (/invite)'],
  ['invalid_auth', '; check DIGEST_SLACK_TOKEN'],
  ['token_revoked', '; make a new DIGEST_SLACK_TOKEN'],
  ['account_inactive', '; make a new DIGEST_SLACK_TOKEN'],
  ['missing_scope', '; the app needs chat:write'],
  ['is_archived', '; choose another channel'],
]);

/** Of a request of which nothing left this machine it is sure that it did not arrive; the cause may hold its address. */
function throwIfStillHere(error: unknown, who: string): void {
  const failure = noAnswerIn(error);
  if (failure === undefined || failure.left) return;
  throw new RetryableError(`${who}: cannot be reached (${failure.code})${remedyOf(failure.code)}`);
}

/** What an incoming webhook is reached by. */
export interface SlackWebhookOptions extends Writing {
  /** A secret: whoever has it can post. */
  readonly url: string;
  readonly timeoutMs?: number | undefined;
}

/** One Slack channel by incoming webhook: simple to set up, and nobody can ask it later what has arrived. */
export function slackWebhookChannel(options: SlackWebhookOptions): Channel {
  const webhook = new IncomingWebhook(options.url, { timeout: options.timeoutMs ?? 20_000, fetch: fetchOut });

  const send = async (messages: readonly SlackMessage[]): Promise<Delivery> => {
    for (const [index, { text, blocks }] of messages.entries()) {
      try {
        await webhook.send({ text, ...(blocks.length === 0 ? {} : { blocks: [...blocks] as never[] }) });
        return { outcome: 'sent', detail: 'posted by webhook' };
      } catch (error) {
        const plainer = index < messages.length - 1;
        if (plainer && error instanceof IncomingWebhookHTTPError && /^invalid_blocks|too_long/.test(error.body))
          continue;
        return verdictOfSlackWebhook(error);
      }
    }
    throw new Error('a message has at least one way to be written');
  };

  return {
    id: 'slack:webhook',
    deliver: (message) => send(SLACK_STYLES.map((style) => slackOf(message, options, style))),
    tell: ({ text }) => send([{ text, blocks: [] }]),
  };
}

function verdictOfSlackWebhook(error: unknown): Delivery {
  if (error instanceof IncomingWebhookHTTPError) {
    const said = /^[a-z_]{1,60}$/.test(error.body) ? error.body : `HTTP ${error.statusCode}`;
    if (error.statusCode === 429)
      throw new RetryableError('slack webhook: too many messages for now', { cause: error });
    if (error.statusCode < 500) return { outcome: 'refused', detail: `the Slack webhook refused: ${said}` };
    return { outcome: 'uncertain', detail: `the Slack webhook answered ${said}` };
  }
  if (error instanceof IncomingWebhookRequestError) {
    throwIfStillHere(error, 'slack webhook');
    return { outcome: 'uncertain', detail: 'the Slack webhook gave no answer' };
  }
  throw error;
}
