import { IncomingWebhook, IncomingWebhookHTTPError, IncomingWebhookRequestError } from '@slack/webhook';
import { RetryableError } from '../../src/model/errors.ts';
import { SLACK_STYLES, type SlackMessage } from '../../src/show/slack.ts';
import type { Channel, Delivery } from './channel.ts';
import { neverLeft } from './slack.ts';
import { slackOf, type Writing } from './writing.ts';

/** What an incoming webhook is reached by. */
export interface SlackWebhookOptions extends Writing {
  /** A secret: whoever has it can post. */
  readonly url: string;
  readonly timeoutMs?: number | undefined;
}

/** One Slack channel by incoming webhook: simple to set up, and nobody can ask it later what has arrived. */
export function slackWebhookChannel(options: SlackWebhookOptions): Channel {
  const webhook = new IncomingWebhook(options.url, { timeout: options.timeoutMs ?? 20_000 });

  const send = async (messages: readonly SlackMessage[]): Promise<Delivery> => {
    for (const [index, { text, blocks }] of messages.entries()) {
      try {
        await webhook.send({ text, ...(blocks.length === 0 ? {} : { blocks: [...blocks] as never[] }) });
        return { outcome: 'sent', detail: 'posted by webhook' };
      } catch (error) {
        const plainer = index < messages.length - 1;
        if (plainer && error instanceof IncomingWebhookHTTPError && /^invalid_blocks|too_long/.test(error.body))
          continue;
        return verdictOf(error);
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

function verdictOf(error: unknown): Delivery {
  if (error instanceof IncomingWebhookHTTPError) {
    const said = /^[a-z_]{1,60}$/.test(error.body) ? error.body : `HTTP ${error.statusCode}`;
    if (error.statusCode === 429)
      throw new RetryableError('slack webhook: too many messages for now', { cause: error });
    if (error.statusCode < 500) return { outcome: 'refused', detail: `the Slack webhook refused: ${said}` };
    return { outcome: 'uncertain', detail: `the Slack webhook answered ${said}` };
  }
  if (error instanceof IncomingWebhookRequestError) {
    // The cause is not passed on: it may hold the address, which is the secret.
    if (neverLeft(error.original)) throw new RetryableError('slack webhook: cannot be reached');
    return { outcome: 'uncertain', detail: 'the Slack webhook gave no answer' };
  }
  throw error;
}
