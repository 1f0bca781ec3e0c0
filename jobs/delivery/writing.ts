import { digestContent } from '../../src/show/content/choose.ts';
import type { DigestContent } from '../../src/show/content/content.ts';
import { type SlackMessage, type SlackStyle, slackMessage } from '../../src/show/slack.ts';
import type { DigestMessage } from './channel.ts';

/** How every digest of a desk is written. */
export interface Writing {
  /** How numbers and dates are written, as a BCP 47 tag. */
  readonly locale: string;
  /** Whether agents are listed. */
  readonly agents: boolean;
}

/** What a message says. */
export function contentOf({ report, cadence, about, pageUrl }: DigestMessage, writing: Writing): DigestContent {
  return digestContent(report, { cadence, about, pageUrl, ...writing });
}

/** A message as Slack gets it. */
export function slackOf(message: DigestMessage, writing: Writing, style: SlackStyle): SlackMessage {
  return slackMessage(contentOf(message, writing), style);
}
