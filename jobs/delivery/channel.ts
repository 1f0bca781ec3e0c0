import type { Settings } from '../../src/config/settings.ts';
import type { Audience } from '../../src/report/audience.ts';
import type { Report } from '../../src/report/schema.ts';
import { digestContent } from '../../src/show/content/choose.ts';
import type { DigestContent } from '../../src/show/content/content.ts';
import { type SlackMessage, type SlackStyle, slackMessage } from '../../src/show/slack.ts';
import type { Store } from '../../src/store/store.ts';
import type { Log } from '../log.ts';

/** What became of a message handed to a channel. */
export interface Delivery {
  /** `uncertain`: handed over, and no answer came; it may have arrived. */
  readonly outcome: 'sent' | 'refused' | 'uncertain';
  /** For a person: where it went, or what the channel said; never a secret. */
  readonly detail: string;
}

/** One digest on its way. */
export interface DigestMessage {
  readonly report: Report;
  /** Names the message to its channel, the same at every try, so that a second one can be told from a new one. */
  readonly key: string;
  /** What the team or the agent is called whose figures these are; undefined: everybody's. */
  readonly about?: string | undefined;
  /** Whether it is one team's, or one agent's. */
  readonly own?: Audience['kind'] | undefined;
  /** Where the page behind it is served. */
  readonly pageUrl?: string | undefined;
  /** Makes the page itself, for those who send it along. */
  readonly page?: (() => Promise<string>) | undefined;
  /** Whether none ever went to this reader before. */
  readonly first?: boolean | undefined;
  /** When the next one is due, epoch ms. */
  readonly nextAt?: number | undefined;
  /** Where its reader can end it with one click. */
  readonly unsubscribeUrl?: string | undefined;
}

/** A few plain words to whoever looks after the digests. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
  readonly key: string;
}

/** One place that digests go to: a Slack channel, a mailbox. */
export interface Channel {
  /** `slack:C0123`, `email:lead@example.com`: stable, since a subscription is known by it. */
  readonly id: string;
  /** Whose figures go there; undefined: everybody's. */
  readonly audience?: Audience | undefined;
  /** Whether its reader can be given a link that ends the subscription. */
  readonly personal?: boolean;
  /** Hands the message over. A RetryableError says that it surely did not arrive and may be tried again. */
  deliver(message: DigestMessage, signal: AbortSignal): Promise<Delivery>;
  /** Whether a message of this key has arrived; undefined where the channel cannot tell. */
  find?(key: string, signal: AbortSignal): Promise<boolean | undefined>;
  /** Hands over a few words of ours. Errors as in `deliver`. */
  tell?(notice: Notice, signal: AbortSignal): Promise<Delivery>;
}

/** How every digest of a desk is written. */
export interface Writing {
  /** How numbers and dates are written, as a BCP 47 tag. */
  readonly locale: string;
  /** Whether agents are named. */
  readonly agents: boolean;
}

/** How the settings ask for everything that is shown to be written. */
export function writingOf({ DIGEST_LOCALE, DIGEST_AGENTS }: Settings): Writing {
  return { locale: DIGEST_LOCALE, agents: DIGEST_AGENTS === 'on' };
}

/** What a message says. */
export function contentOf(
  { report, about, own, pageUrl, first, nextAt }: DigestMessage,
  writing: Writing,
): DigestContent {
  const { locale, agents } = writing;
  return digestContent(report, { locale, agents, about, own, pageUrl, first, nextAt });
}

/** A message as Slack gets it. */
export function slackOf(message: DigestMessage, writing: Writing, style: SlackStyle): SlackMessage {
  return slackMessage(contentOf(message, writing), style);
}

/** What delivery needs to know whom to send to, and to say what went wrong. */
export interface DeliveryDeps {
  readonly settings: Settings;
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly mailboxOf?: ((address: string) => Channel) | undefined;
  readonly log: Log;
  readonly now: () => number;
}
