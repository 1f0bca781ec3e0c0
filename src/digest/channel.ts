import type { Report } from '../report/report.ts';
import type { Cadence } from './schedule.ts';

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
  readonly cadence: Cadence;
  /** Names the message to its channel, the same at every try, so that a second one can be told from a new one. */
  readonly key: string;
}

/** One place that digests go to: a Slack channel, a mailbox. */
export interface Channel {
  /** `slack:C0123`, `email:lead@example.com`: stable, since a subscription is known by it. */
  readonly id: string;
  /** Hands the message over. A RetryableError says that it surely did not arrive and may be tried again. */
  deliver(message: DigestMessage, signal: AbortSignal): Promise<Delivery>;
  /** Whether a message of this key has arrived; undefined where the channel cannot tell. */
  find?(key: string, signal: AbortSignal): Promise<boolean | undefined>;
}
