import { z } from 'zod';
import { CADENCES } from '../model/window.ts';
import {
  ADDRESS,
  described,
  list,
  locale,
  pemKey,
  places,
  schedule,
  smtpUrl,
  webAddress,
  wholeNumber,
  yesNo,
} from './accepted-values.ts';
import { uncut } from './uncut.ts';

/** When digests are due, where they go and how they look. */
export const digestSettings = {
  DIGEST_DAILY: described(schedule('daily').optional(), {
    group: 'Digests',
    description: 'When the digest of the day before is due, by the wall clock of a time zone.',
    example: CADENCES.daily.example,
  }),
  DIGEST_WEEKLY: described(schedule('weekly').optional(), {
    group: 'Digests',
    description: 'When the digest of the last whole week, Monday to Sunday, is due.',
    example: CADENCES.weekly.example,
  }),
  DIGEST_MONTHLY: described(schedule('monthly').optional(), {
    group: 'Digests',
    description: 'When the digest of the last whole month is due: a day from 1 to 28.',
    example: CADENCES.monthly.example,
  }),
  DIGEST_WAIT_HOURS: described(wholeNumber(0, 168).default(6), {
    group: 'Digests',
    description:
      'How long a digest waits for sources that have not been read past the end of its window; then it goes out and says what is missing.',
  }),
  DIGEST_CATCH_UP: described(wholeNumber(1, 52).default(4), {
    group: 'Digests',
    description: 'After downtime, how many missed digests of one kind are sent at most, the latest ones, oldest first.',
  }),
  DIGEST_SLACK_TOKEN: described(
    z.string().startsWith('xox', { error: 'accepts a token that begins with xoxb-' }).optional(),
    {
      group: 'Digests',
      description:
        'Bot token of the Slack app that posts digests (scopes chat:write, and channels:history to tell whether an unanswered post arrived). It may be the one of SLACK_TOKEN.',
      secret: true,
    },
  ),
  DIGEST_SLACK_CHANNELS: described(places(/^[A-Z0-9]{2,}$/, 'C0123ABCD, C0456EFGH=Berlin').default([]), {
    group: 'Digests',
    description: 'Ids of the Slack channels that get digests; with =Team, only the figures of that team.',
    example: 'C0123ABCD, C0456EFGH=Berlin',
  }),
  DIGEST_SLACK_WEBHOOK: described(webAddress(['hooks.slack.com', 'hooks.slack-gov.com']).optional(), {
    group: 'Digests',
    description:
      'An incoming webhook of Slack, where there is no bot token: one channel, and after a lost answer nobody can tell whether it arrived.',
    secret: true,
  }),
  DIGEST_SLACK_API_URL: described(webAddress().optional(), {
    group: 'Digests',
    description: "Another address of Slack's Web API, such as the one of GovSlack.",
    example: 'https://slack-gov.com/api/',
  }),
  DIGEST_EMAIL_TO: described(places(ADDRESS, 'lead@example.com, emea@example.com=Berlin').default([]), {
    group: 'Digests',
    description: 'Who gets digests by email, a message each; with =Team, only the figures of that team.',
    example: 'lead@example.com, emea@example.com=Berlin',
  }),
  DIGEST_EMAIL_FROM: described(
    z
      .string()
      .regex(/^([^<>@\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/, {
        error: 'accepts an address like Support figures <figures@example.com>',
      })
      .optional(),
    {
      group: 'Digests',
      description: 'The sender of digests by email; needed with DIGEST_EMAIL_TO.',
      example: 'Support figures <figures@example.com>',
    },
  ),
  SMTP_URL: described(uncut(smtpUrl, 'SMTP_PASSWORD').optional(), {
    group: 'Digests',
    description: 'The mail server that takes digests; needed with DIGEST_EMAIL_TO.',
    secret: true,
    example: 'smtp://user:password@mail.example.com:587',
  }),
  SMTP_USER: described(z.string().optional(), {
    group: 'Digests',
    description: 'The user of an SMTP_URL that names none.',
  }),
  SMTP_PASSWORD: described(z.string().optional(), {
    group: 'Digests',
    description: 'The password of an SMTP_URL that holds none, as it is, whatever signs it holds.',
    secret: true,
  }),
  DIGEST_DKIM_DOMAIN: described(z.string().optional(), {
    group: 'Digests',
    description: 'Signs mail for this domain, where the mail server does not do so itself.',
    example: 'example.com',
  }),
  DIGEST_DKIM_SELECTOR: described(z.string().optional(), {
    group: 'Digests',
    description: 'The selector under which the public key stands in DNS.',
    example: 'fairclock',
  }),
  DIGEST_DKIM_KEY: described(pemKey.optional(), {
    group: 'Digests',
    description: 'The private key, PEM, its line breaks written as \\n.',
    secret: true,
  }),
  DIGEST_EMAIL_PAGE: described(yesNo.default(false), {
    group: 'Digests',
    description: 'Whether the page with all figures is attached to emails.',
  }),
  DIGEST_AGENTS: described(z.enum(['on', 'off'], { error: 'accepts on or off' }).default('off'), {
    group: 'Digests',
    description: 'Whether digests list agents, in alphabetical order and with intervals, never as a ranking.',
  }),
  DIGEST_AGENTS_EMAIL: described(
    list
      .superRefine((addresses, context) => {
        const good =
          addresses.every((address) => ADDRESS.test(address)) || (addresses.length === 1 && addresses[0] === 'all');
        if (!good) context.addIssue({ code: 'custom', message: 'accepts a list of addresses, or all' });
      })
      .default([]),
    {
      group: 'Digests',
      description:
        'Agents who get a digest of their own by email, with their own figures only: their addresses, or all.',
      example: 'ana@example.com, ben@example.com',
    },
  ),
  DIGEST_LOCALE: described(locale.default('en-GB'), {
    group: 'Digests',
    description: 'How digests write numbers and dates; the words are English.',
  }),
  PUBLIC_URL: described(webAddress().optional(), {
    group: 'Digests',
    description:
      "Where readers reach the worker's HTTP port: digests then link to their page, and emails can be ended with one click.",
    example: 'https://fairclock.example.com',
  }),
  PAGE_TOKEN: described(z.string().min(20, { error: 'needs at least 20 characters' }).optional(), {
    group: 'Digests',
    description: 'Opens the report pages that a worker serves at /reports. Left out: no pages are served.',
    secret: true,
  }),
};
