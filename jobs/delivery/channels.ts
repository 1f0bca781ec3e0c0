import type { Settings } from '../../src/config/settings.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { type Channel, writingOf } from './channel.ts';
import { readDkimKey } from './dkim.ts';
import { type Dkim, emailChannel } from './email.ts';
import { slackBotChannel, slackWebhookChannel } from './slack.ts';

/** Where digests go. */
export interface Channels {
  /** Those that the settings name. */
  readonly channels: readonly Channel[];
  /** An agent's own mailbox; undefined where no mail is sent. */
  readonly mailboxOf: ((address: string) => Channel) | undefined;
}

/**
 * Makes the channels that the settings ask for.
 *
 * @throws ConfigError with everything that does not fit together
 */
export function openChannels(settings: Settings, sleep: (ms: number, signal: AbortSignal) => Promise<void>): Channels {
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new ConfigError(problems);
  const {
    DIGEST_SLACK_TOKEN: token,
    DIGEST_SLACK_WEBHOOK: webhook,
    SMTP_URL: smtpUrl,
    DIGEST_EMAIL_FROM: from,
  } = settings;
  const writing = writingOf(settings);
  const channels: Channel[] = [];
  if (token !== undefined) {
    for (const { place: channel, team } of settings.DIGEST_SLACK_CHANNELS) {
      const audience = teamAudience(team);
      channels.push(
        slackBotChannel({ ...writing, token, channel, audience, apiUrl: settings.DIGEST_SLACK_API_URL, sleep }),
      );
    }
  }
  if (webhook !== undefined) channels.push(slackWebhookChannel({ ...writing, url: webhook }));
  if (smtpUrl === undefined || from === undefined) return { channels, mailboxOf: undefined };

  const mail = { ...writing, smtpUrl, from, dkim: dkimOf(settings), attachPage: settings.DIGEST_EMAIL_PAGE };
  for (const { place: to, team } of settings.DIGEST_EMAIL_TO) {
    channels.push(emailChannel({ ...mail, to, audience: teamAudience(team) }));
  }
  return {
    channels,
    mailboxOf: (address) =>
      emailChannel({
        ...mail,
        agents: false,
        attachPage: false,
        to: address,
        audience: { kind: 'agent', name: address },
      }),
  };
}

function teamAudience(team: string | undefined): Channel['audience'] {
  return team === undefined ? undefined : { kind: 'team', name: team };
}

function dkimOf(settings: Settings): Dkim | undefined {
  const { DIGEST_DKIM_DOMAIN: domainName, DIGEST_DKIM_SELECTOR: keySelector, DIGEST_DKIM_KEY: privateKey } = settings;
  if (domainName === undefined || keySelector === undefined || privateKey === undefined) return undefined;
  return { domainName, keySelector, privateKey: readDkimKey(privateKey) };
}

function dkimProblems({ DIGEST_DKIM_KEY: key }: Settings): readonly string[] {
  if (key === undefined) return [];
  try {
    readDkimKey(key);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function problemsOf(settings: Settings): string[] {
  const problems: string[] = [];
  if (settings.DIGEST_SLACK_CHANNELS.length > 0 && settings.DIGEST_SLACK_TOKEN === undefined) {
    problems.push('DIGEST_SLACK_TOKEN: is not set; DIGEST_SLACK_CHANNELS needs it');
  }
  if (settings.DIGEST_EMAIL_TO.length + settings.DIGEST_AGENTS_EMAIL.length > 0) {
    for (const name of ['SMTP_URL', 'DIGEST_EMAIL_FROM'] as const) {
      if (settings[name] === undefined) problems.push(`${name}: is not set; digests by email need it`);
    }
  }
  const dkim = [settings.DIGEST_DKIM_DOMAIN, settings.DIGEST_DKIM_SELECTOR, settings.DIGEST_DKIM_KEY];
  const given = dkim.filter((value) => value !== undefined).length;
  if (given > 0 && given < dkim.length) {
    problems.push('DIGEST_DKIM_DOMAIN, DIGEST_DKIM_SELECTOR and DIGEST_DKIM_KEY belong together; some are not set');
  }
  problems.push(...dkimProblems(settings));
  return problems;
}
