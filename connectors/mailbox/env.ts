import { z } from 'zod';
import { list, listOf, oneOf, startDate, webAddress, wholeNumber } from '../../src/connector/env-values.ts';

/** An address, or a domain with or without the sign before it. */
const OURS = /^(?:[^@\s]+@|@)?[^@\s]+\.[^@\s]+$/u;

const form = z.object({
  HOST: z
    .string()
    .regex(/^[a-z0-9.:-]+$/i, 'accepts a host name such as imap.example.com')
    .meta({ description: 'The IMAP server.', example: 'imap.example.com' }),
  PORT: wholeNumber(1, 65_535)
    .optional()
    .meta({ description: 'Its port. Left out: 993, and 143 where MAILBOX_TLS is starttls or none.' }),
  TLS: oneOf(['tls', 'starttls', 'none']).optional().meta({
    description:
      'How the connection is kept private: tls from the start, starttls, or none. Left out: tls, and none on this machine itself (localhost) where MAILBOX_PORT is another than 993.',
  }),
  USER: z
    .string()
    .min(1)
    .meta({ description: 'The login, as a rule the mailbox’s address.', example: 'support@example.com' }),
  PASSWORD: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The login’s password, or an app password.', secret: true }),
  OAUTH_CLIENT_ID: z.string().min(1).optional().meta({
    description: 'Instead of a password: the client id of an OAuth 2 application (Gmail, Microsoft 365).',
  }),
  OAUTH_CLIENT_SECRET: z.string().min(1).optional().meta({ description: 'That application’s secret.', secret: true }),
  OAUTH_REFRESH_TOKEN: z.string().min(1).optional().meta({
    description:
      'The refresh token that the mailbox’s owner granted. Left out: the application logs in by itself, as Microsoft 365 allows.',
    secret: true,
  }),
  OAUTH_TENANT: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'accepts a tenant’s id or domain')
    .optional()
    .meta({ description: 'Microsoft 365 alone: the tenant’s id or domain.', example: 'example.onmicrosoft.com' }),
  OAUTH_TOKEN_URL: webAddress.optional().meta({
    description:
      'Where access tokens are given. Left out: Google’s or Microsoft’s own address, by MAILBOX_HOST; other servers need it.',
  }),
  OUR_ADDRESSES: listOf(OURS, 'accepts addresses and domains, such as support@example.com, example.com').meta({
    description:
      'Who answers: addresses and domains, comma separated. Mail from them is ours, all other mail is a customer’s. Text after a plus sign in an address does not count.',
    example: 'example.com,anna@partner.example',
  }),
  SHARED_ADDRESSES: list.optional().meta({
    description:
      'Addresses from which several people answer: what they write is credited to nobody. Left out: the login alone.',
    example: 'support@example.com,help@example.com',
  }),
  BOTS: list.default([]).meta({
    description:
      'Addresses that are machines although nothing in their mail says so: their mail asks and answers nothing.',
  }),
  FOLDERS: list.optional().meta({
    description:
      'The folders to read, comma separated. Left out: the inbox, the sent mail and the archive, or on Gmail all mail.',
    example: 'INBOX,Sent,Done',
  }),
  SOLVED_FLAG: z
    .string()
    .regex(/^[$\\]?[A-Za-z0-9_.-]+$/, 'accepts a flag such as $Solved')
    .optional()
    .meta({
      description:
        'The flag (keyword) that on a customer’s latest message, or a later one, says that the thread is solved.',
      example: '$Solved',
    }),
  SOLVED_FOLDER: z.string().min(1).optional().meta({
    description:
      'The folder (on Gmail: the label) in which a customer’s latest message, or a later one, lies once the thread is solved. It is read too.',
    example: 'Done',
  }),
  SOLVED_AFTER_DAYS: wholeNumber(1, 364).optional().meta({
    description:
      'Days of silence after our answer until a thread counts as solved. Left out: 7 where neither a flag nor a folder says so, else silence solves nothing.',
  }),
  THREAD_DAYS: wholeNumber(2, 365).default(30).meta({
    description:
      'A message that comes more than so many days after the thread’s last one begins a new ticket; late flags and moves are noticed as long.',
  }),
  START_DATE: startDate('Messages that arrived'),
});

/** What a mailbox needs to be told. */
export const env = form
  .refine(({ PASSWORD, OAUTH_CLIENT_ID }) => (PASSWORD === undefined) !== (OAUTH_CLIENT_ID === undefined), {
    path: ['PASSWORD'],
    error: 'is needed, or OAUTH_CLIENT_ID, and not both',
  })
  .refine(
    ({ OAUTH_CLIENT_ID, OAUTH_TOKEN_URL, OAUTH_TENANT, HOST }) =>
      OAUTH_CLIENT_ID === undefined || tokenAddress({ HOST, OAUTH_TOKEN_URL, OAUTH_TENANT }) !== undefined,
    {
      path: ['OAUTH_TOKEN_URL'],
      error: 'is needed for this server (for Microsoft 365: OAUTH_TENANT)',
    },
  )
  .refine(
    ({ OAUTH_CLIENT_ID, OAUTH_REFRESH_TOKEN, OAUTH_CLIENT_SECRET }) =>
      OAUTH_CLIENT_ID === undefined || OAUTH_REFRESH_TOKEN !== undefined || OAUTH_CLIENT_SECRET !== undefined,
    {
      path: ['OAUTH_REFRESH_TOKEN'],
      error: 'is needed, or OAUTH_CLIENT_SECRET for an application that logs in by itself',
    },
  )
  .refine((settings) => (silenceDays(settings) ?? 0) < settings.THREAD_DAYS, {
    path: ['SOLVED_AFTER_DAYS'],
    error: 'must be less than THREAD_DAYS, or the silence would never be noticed',
  });
export type Settings = z.output<typeof env>;

/** Days of silence after our answer that solve a thread; undefined where silence solves nothing. */
export function silenceDays(
  settings: Pick<z.output<typeof form>, 'SOLVED_FLAG' | 'SOLVED_FOLDER' | 'SOLVED_AFTER_DAYS' | 'THREAD_DAYS'>,
): number | undefined {
  const { SOLVED_FLAG, SOLVED_FOLDER, SOLVED_AFTER_DAYS, THREAD_DAYS } = settings;
  if (SOLVED_AFTER_DAYS !== undefined) return SOLVED_AFTER_DAYS;
  return SOLVED_FLAG === undefined && SOLVED_FOLDER === undefined ? Math.min(7, THREAD_DAYS - 1) : undefined;
}

const GOOGLE = 'https://oauth2.googleapis.com/token';
const MICROSOFT = 'https://login.microsoftonline.com';

/** Where access tokens are given: the configured address, else the vendor's fixed one; undefined where neither is known. */
export function tokenAddress({
  HOST,
  OAUTH_TOKEN_URL,
  OAUTH_TENANT,
}: Pick<z.output<typeof form>, 'HOST' | 'OAUTH_TOKEN_URL' | 'OAUTH_TENANT'>): string | undefined {
  if (OAUTH_TOKEN_URL !== undefined) return OAUTH_TOKEN_URL;
  if (isGoogle(HOST)) return GOOGLE;
  return OAUTH_TENANT === undefined ? undefined : `${MICROSOFT}/${OAUTH_TENANT}/oauth2/v2.0/token`;
}

/** Whether the server is Gmail's. */
export function isGoogle(host: string): boolean {
  return /^imap\.(gmail|googlemail)\.com$/i.test(host);
}

/** How the connection is made: port, TLS from the start, STARTTLS, or plain. */
export function transportOf({ HOST, PORT, TLS }: Pick<Settings, 'HOST' | 'PORT' | 'TLS'>) {
  const here = ['localhost', '127.0.0.1', '::1'].includes(HOST.toLowerCase());
  const kind = TLS ?? (here && PORT !== undefined && PORT !== 993 ? 'none' : 'tls');
  return { kind, port: PORT ?? (kind === 'tls' ? 993 : 143) } as const;
}
