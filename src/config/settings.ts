import { z } from 'zod';
import { Bucket } from '../clock/bucket.ts';
import { parseHolidays } from '../clock/holidays.ts';
import { parseHours } from '../clock/hours.ts';
import { isTimeZone } from '../clock/zone.ts';
import { type Cadence, parseSchedule } from '../digest/schedule.ts';

/** Who has to care about a variable; the groups of `.env.example` and of the README's table, in this order. */
export const SETTING_GROUPS = [
  'Sources',
  'Working hours',
  'Figures',
  'Complexity',
  'Digests',
  'Store and server',
] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

/** What `.meta()` of a variable carries, for the rendered documentation. */
export interface SettingMeta {
  readonly description: string;
  readonly group: SettingGroup;
  /** A value a person could start from; shown commented out. */
  readonly example?: string;
  /** Never shown, not even in an error about it. */
  readonly secret?: boolean;
}

const described = <T extends z.ZodType>(schema: T, meta: SettingMeta): T => schema.meta({ ...meta });

/** Turns the message of a parser into a problem with this variable. */
function accepted(parse: (text: string) => unknown) {
  return (text: string, context: z.RefinementCtx): void => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  };
}

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** An IANA time zone by name. */
export const TimeZone = z.string().refine(isTimeZone, {
  error: 'is not a time zone; write an IANA name such as Europe/Berlin, America/New_York or UTC',
});

const hours = z.string().superRefine(accepted(parseHours));

const holidays = z
  .string()
  .transform((text) =>
    text
      .split(/[,|]/)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .superRefine((parts, context) => accepted(() => parseHolidays(parts))('', context));

const wholeNumber = (from: number, to: number) =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    context.addIssue({ code: 'custom', message: `accepts a whole number from ${from} to ${to}` });
    return z.NEVER;
  });

const schedule = (cadence: Cadence) =>
  z.string().transform((text, context) => {
    try {
      return parseSchedule(cadence, text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });

/** `C0123ABCD, C0456EFGH=Berlin`: places, each with the team whose figures go there, where it is not everybody's. */
const places = (form: RegExp, example: string) =>
  list.transform((parts, context) =>
    parts.map((part) => {
      const [, place = '', team] = /^([^=]+?)\s*(?:=\s*(.+))?$/.exec(part) ?? [];
      if (!form.test(place)) context.addIssue({ code: 'custom', message: `accepts a list like ${example}` });
      return { place, team };
    }),
  );

const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

const webAddress = (hosts?: readonly string[]) =>
  z.string().superRefine((text, context) => {
    const url = URL.parse(text);
    const local = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    const good = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && local));
    if (!good) context.addIssue({ code: 'custom', message: 'accepts an https address (http on localhost)' });
    else if (hosts && !local && !hosts.includes(url.hostname)) {
      context.addIssue({ code: 'custom', message: `accepts an address on ${hosts.join(' or ')}` });
    }
  });

const smtpUrl = z.string().refine((text) => /^smtps?:\/\/[^/\s]+/.test(text) && URL.canParse(text), {
  error: 'accepts smtp://user:password@host:587, or smtps://…:465 for TLS from the start',
});

const locale = z.string().refine(isLocale, { error: 'accepts a language tag such as en-GB, en-US, de-DE or fr-FR' });

function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}

/** A PEM key on one line, with \\n for its line breaks, as env files need it. */
const pemKey = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n'))
  .refine((text) => text.startsWith('-----BEGIN') && text.includes('PRIVATE KEY'), {
    error: 'accepts a private key in PEM, its line breaks written as \\n',
  });

const redisUrl = z.string().refine((text) => /^rediss?:\/\/[^/\s]+/.test(text), {
  error: 'accepts redis://user:password@host:6379/0, or rediss:// for TLS',
});

const yesNo = z.enum(['true', 'false'], { error: 'accepts true or false' }).transform((text) => text === 'true');

const netExcludes = list.pipe(
  z.array(
    Bucket.exclude(['team_working'], {
      error: `accepts a list of ${Bucket.options.filter((name) => name !== 'team_working').join(', ')}`,
    }),
  ),
);

const TIERS = ['simple', 'moderate', 'complex'] as const;

const tierTags = z.string().transform((text, context) => {
  const tags: { [tier in (typeof TIERS)[number]]?: string[] } = {};
  for (const part of text.split(';').filter((piece) => piece.trim() !== '')) {
    const [name = '', values = ''] = part.split('=', 2);
    const tier = TIERS.find((each) => each === name.trim().toLowerCase());
    const words = values
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
    if (tier === undefined || words.length === 0) {
      context.addIssue({
        code: 'custom',
        message: 'accepts lists of tags like simple=how-to,billing;complex=bug,outage',
      });
      return z.NEVER;
    }
    tags[tier] = words;
  }
  return tags;
});

const tierCuts = z.string().transform((text, context): 'auto' | readonly [number, number] => {
  if (text === 'auto') return 'auto';
  const match = /^(\d+)\s*,\s*(\d+)$/.exec(text);
  const cuts = [Number(match?.[1]), Number(match?.[2])] as const;
  if (match && cuts[0] < cuts[1]) return cuts;
  context.addIssue({ code: 'custom', message: 'accepts two rising scores such as 2,6, or auto' });
  return z.NEVER;
});

/** Every variable of the product itself (a connector's own stand in its folder). Values are texts of the environment. */
export const Settings = z.object({
  SOURCES: described(list.optional(), {
    group: 'Sources',
    description:
      'Which sources to read, comma separated; a second account of one vendor gets a name of its own (zendesk:emea reads ZENDESK_EMEA_… variables). Left out: every connector with a required variable set.',
    example: 'zendesk,zendesk:emea,stripe',
  }),
  STORE_SUBJECTS: described(yesNo.default(false), {
    group: 'Sources',
    description: "Keep tickets' subjects (true or false). Texts of messages are never kept.",
  }),
  TEAM_HOURS: described(hours.optional(), {
    group: 'Working hours',
    description:
      "The desk's working hours, for agents and teams without their own; `from` dates keep past hours for past tickets. Left out: always at work.",
    example: 'Mon-Fri 09:00-12:30,13:30-18:00; Sat 10:00-14:00 | from 2026-03-01: Mon-Fri 08:00-17:00',
  }),
  TEAM_TIME_ZONE: described(TimeZone.default('UTC'), {
    group: 'Working hours',
    description: "The desk's time zone, for agents without their own.",
    example: 'Europe/Berlin',
  }),
  TEAM_HOLIDAYS: described(holidays.default([]), {
    group: 'Working hours',
    description: "The desk's holidays: country or region codes and dates.",
    example: 'DE-BE,2026-12-24',
  }),
  CUSTOMER_HOURS: described(hours.default('Mon-Fri 09:00-17:00'), {
    group: 'Working hours',
    description: 'When customers are taken to be at work, each in their own time zone.',
    example: 'Mon-Fri 09:00-17:00',
  }),
  CUSTOMER_HOLIDAYS: described(holidays.default([]), {
    group: 'Working hours',
    description: "Customers' holidays: country or region codes and dates.",
  }),
  NET_EXCLUDES: described(netExcludes.default(['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap']), {
    group: 'Figures',
    description:
      'Which causes of waiting the net clock leaves out (the headline): team_time_zone_wait, team_off_hours, customer_wait, customer_time_zone_wait, customer_off_hours, third_party_wait, bot, solved_gap.',
  }),
  AUTO_CLOSE: described(z.enum(['rewind', 'as-is'], { error: 'accepts rewind or as-is' }).default('rewind'), {
    group: 'Figures',
    description:
      'A ticket closed by a timer while it waited for the customer was solved when that wait began (rewind), or when the timer fired (as-is).',
  }),
  CREDIT_POLICY: described(
    z
      .enum(['solver', 'last_replier', 'assignee_at_rating', 'all_involved'], {
        error: 'accepts solver, last_replier, assignee_at_rating or all_involved',
      })
      .default('solver'),
    { group: 'Figures', description: 'Who is credited with a resolution and a rating.' },
  ),
  MIN_SAMPLE: described(wholeNumber(1, 1000).default(5), {
    group: 'Figures',
    description:
      "A figure of fewer values than this is withheld and only its n is shown (an agent's rate: twice this).",
  }),
  CHURN_LOOKBACK_DAYS: described(wholeNumber(1, 3650).default(90), {
    group: 'Figures',
    description: 'How many days before a churn the agents who served the account share in it.',
  }),
  JOIN_FILE: described(z.string().optional(), {
    group: 'Figures',
    description:
      'A CSV file with the columns customer (source/id, an address or an organisation) and account_key, where the join of customers to paying accounts needs a hand.',
    example: './join.csv',
  }),
  REPORT_TIME_ZONE: described(TimeZone.optional(), {
    group: 'Figures',
    description: 'The time zone in which reports begin and end their days. Left out: TEAM_TIME_ZONE.',
  }),
  TIER_FIELD: described(z.string().optional(), {
    group: 'Complexity',
    description: 'A field of the helpdesk that already says simple, moderate or complex.',
    example: 'complexity',
  }),
  TIER_TAGS: described(tierTags.optional(), {
    group: 'Complexity',
    description: 'Tags that make a tier; where several match, the most complex one holds.',
    example: 'simple=how-to,billing;complex=bug,outage',
  }),
  TIER_CUTS: described(tierCuts.default([2, 6]), {
    group: 'Complexity',
    description:
      'For tickets without such a field or tag: the highest score of simple and of moderate work, or auto to fit natural breaks once per source and keep them.',
  }),
  DIGEST_DAILY: described(schedule('daily').optional(), {
    group: 'Digests',
    description: 'When the digest of the day before is due, by the wall clock of a time zone.',
    example: '08:00 Europe/Berlin',
  }),
  DIGEST_WEEKLY: described(schedule('weekly').optional(), {
    group: 'Digests',
    description: 'When the digest of the last whole week, Monday to Sunday, is due.',
    example: 'Mon 08:00 Europe/Berlin',
  }),
  DIGEST_MONTHLY: described(schedule('monthly').optional(), {
    group: 'Digests',
    description: 'When the digest of the last whole month is due: a day from 1 to 28.',
    example: '1 08:00 Europe/Berlin',
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
  SMTP_URL: described(smtpUrl.optional(), {
    group: 'Digests',
    description: 'The mail server that takes digests; needed with DIGEST_EMAIL_TO.',
    secret: true,
    example: 'smtp://user:password@mail.example.com:587',
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
  DATABASE_URL: described(z.string().default('fairclock.sqlite'), {
    group: 'Store and server',
    description: 'Where everything is kept: a file (SQLite), or postgres://user:password@host/database on a server.',
    secret: true,
    example: 'postgres://fairclock:password@localhost:5432/fairclock',
  }),
  REDIS_URL: described(redisUrl.optional(), {
    group: 'Store and server',
    description: 'The Redis of the workers (fairclock worker). Not needed for anything else.',
    secret: true,
    example: 'redis://:password@localhost:6379/0',
  }),
  QUEUE_PREFIX: described(
    z
      .string()
      .regex(/^[\w{}.-]+$/, { error: 'accepts letters, digits, dots, dashes and one pair of braces' })
      .default('{fairclock}'),
    {
      group: 'Store and server',
      description: 'What the keys in Redis begin with; the braces keep them on one node of a Redis Cluster.',
    },
  ),
  WORKER_SCHEDULES: described(yesNo.default(true), {
    group: 'Store and server',
    description: 'Whether a worker also keeps the schedules (true); false leaves that to fairclock schedule.',
  }),
  SYNC_EVERY_MINUTES: described(wholeNumber(1, 1440).default(15), {
    group: 'Store and server',
    description: 'How often workers read each source.',
  }),
  HTTP_HOST: described(z.string().default('127.0.0.1'), {
    group: 'Store and server',
    description: 'The address on which a worker answers health checks and metrics; 0.0.0.0 for all.',
  }),
  HTTP_PORT: described(wholeNumber(0, 65_535).default(8080), {
    group: 'Store and server',
    description: 'The port for it; 0 opens none.',
  }),
  BULL_BOARD_PASSWORD: described(z.string().min(12, { error: 'needs at least 12 characters' }).optional(), {
    group: 'Store and server',
    description: 'Opens the board of the queues at /queues for user fairclock with this password. Left out: no board.',
    secret: true,
  }),
  STOP_SECONDS: described(wholeNumber(1, 600).default(25), {
    group: 'Store and server',
    description: 'How long a worker that is told to stop may finish what it is doing.',
  }),
  LOG_LEVEL: described(
    z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'accepts debug, info, warn, error or silent' })
      .default('info'),
    { group: 'Store and server', description: 'How much the log says.' },
  ),
});
export type Settings = z.output<typeof Settings>;
