import { z } from 'zod';
import { CLOCK_NAMES, LEFT_OUT_NAMES, TOLD_TIER_NAMES, WAIT_NAMES } from '../model/catalogue.ts';
import { MINUTES_PER_DAY } from '../model/time.ts';
import {
  described,
  holidays,
  hours,
  list,
  netExcludes,
  redisUrl,
  TimeZone,
  targets,
  tierCuts,
  tierTags,
  wholeNumber,
  yesNo,
} from './accepted-values.ts';
import { digestSettings } from './digest-settings.ts';
import { strongSecret } from './secret-strength.ts';
import { uncut } from './uncut.ts';

/** Which sources are read, when people work, and what the figures mean. */
export const figureSettings = {
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
    description:
      "The desk's holidays: country or region codes (DE-BY, UK) and dates; `fairclock holidays CODE` lists what a code means.",
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
  NET_EXCLUDES: described(netExcludes.default([...LEFT_OUT_NAMES]), {
    group: 'Figures',
    description: `Which causes of waiting the net clock leaves out (the headline): ${WAIT_NAMES.join(', ')}.`,
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
    {
      group: 'Figures',
      description:
        'Who is credited with a resolution and the rating of it: who had it then, who replied last, who had it when it was rated, or each who had it or answered.',
    },
  ),
  POPULATION: described(z.enum(['people', 'all'], { error: 'accepts people or all' }).default('people'), {
    group: 'Figures',
    description:
      'Whose work the times of the headline are of: what people have in hand (a bot’s answer takes a ticket out until the customer writes again or a person acts), or all tickets, whoever deals with them.',
  }),
  TARGETS: described(targets.default([]), {
    group: 'Figures',
    description: `What you promise: a time to first_answer or solution in min, h or d, and a clock (${CLOCK_NAMES.join(', ')}; left out: the headline's), for all or, before a dot, for a priority, a team or a level that TIER_FIELD or TIER_TAGS state.`,
    example: 'first_answer:4h business, solution:3d, urgent.solution:1d',
  }),
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
    description: `A field of the helpdesk that already says ${TOLD_TIER_NAMES.slice(0, -1).join(', ')} or ${TOLD_TIER_NAMES.at(-1)}.`,
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
};

/** Where everything is kept, and how workers run. */
export const serverSettings = {
  DATABASE_URL: described(uncut(z.string(), 'DATABASE_PASSWORD').default('fairclock.sqlite'), {
    group: 'Store and server',
    description: 'Where everything is kept: a file (SQLite), or postgres://user:password@host/database on a server.',
    secret: true,
    example: 'postgres://fairclock:password@localhost:5432/fairclock',
  }),
  DATABASE_HOST: described(z.string().optional(), {
    group: 'Store and server',
    description:
      'The PostgreSQL server, instead of DATABASE_URL: its parts one by one, in which no sign needs to be encoded. A path is the folder of its socket.',
    example: 'db.example.com',
  }),
  DATABASE_PORT: described(wholeNumber(1, 65_535).optional(), {
    group: 'Store and server',
    description: 'The port of DATABASE_HOST. Left out: 5432.',
  }),
  DATABASE_NAME: described(z.string().optional(), {
    group: 'Store and server',
    description: 'The database on DATABASE_HOST. Left out: the one called as its user.',
    example: 'fairclock',
  }),
  DATABASE_USER: described(z.string().optional(), {
    group: 'Store and server',
    description: 'The user of DATABASE_HOST, or of a DATABASE_URL that names none.',
    example: 'fairclock',
  }),
  DATABASE_PASSWORD: described(z.string().optional(), {
    group: 'Store and server',
    description: 'The password of DATABASE_USER, as it is, whatever signs it holds.',
    secret: true,
  }),
  REDIS_URL: described(uncut(redisUrl, 'REDIS_PASSWORD').optional(), {
    group: 'Store and server',
    description: 'The Redis of the workers (fairclock worker). Not needed for anything else.',
    secret: true,
    example: 'redis://:password@localhost:6379/0',
  }),
  REDIS_USER: described(z.string().optional(), {
    group: 'Store and server',
    description: 'The user of a REDIS_URL that names none.',
  }),
  REDIS_PASSWORD: described(z.string().optional(), {
    group: 'Store and server',
    description: 'The password of a REDIS_URL that holds none, as it is, whatever signs it holds.',
    secret: true,
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
  SYNC_EVERY_MINUTES: described(wholeNumber(1, MINUTES_PER_DAY).default(15), {
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
  BULL_BOARD_PASSWORD: described(strongSecret(12).optional(), {
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
};

/** Every variable of the product itself (a connector's own stand in its folder). Values are texts of the environment. */
export const Settings = z.object({ ...figureSettings, ...digestSettings, ...serverSettings });
export type Settings = z.output<typeof Settings>;
