import { ImapFlow } from 'imapflow';
import { mailbox } from '../../../connectors/mailbox/index.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools, systemEffects } from '../../../src/connector/tools.ts';
import type { Page } from '../../../src/model/source.ts';
import type { MailServer } from '../../servers/mail.ts';
import { storedAfter } from '../stored.ts';

/** A message to be laid into a folder. */
export interface Planted {
  readonly id: string;
  /** As it stands in the Date field. */
  readonly date: string;
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  /** Further header lines. */
  readonly more?: readonly string[];
  readonly folder?: string;
  readonly flags?: readonly string[];
}

/** The message as it is sent. */
export function rawOf({ id, date, from, to = 'support@acme.test', subject = 'Help', more = [] }: Planted): string {
  return [
    `Message-ID: <${id}>`,
    `Date: ${date}`,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    ...more,
    '',
    'SECRET BODY that nobody may read',
    '',
  ].join('\r\n');
}

/** A mailbox on a real Dovecot, which the test fills as mail programs would. */
export async function openDesk(server: MailServer, user: string) {
  const port = String(server.imap.port);
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: server.imap.port,
    secure: false,
    auth: { user, pass: server.imap.password },
    logger: false,
  });
  await client.connect();
  const variables = {
    HOST: '127.0.0.1',
    PORT: port,
    USER: user,
    PASSWORD: server.imap.password,
    OUR_ADDRESSES: 'acme.test',
    SHARED_ADDRESSES: 'support@acme.test',
  };
  return {
    client,
    variables,
    async plant(...messages: readonly Planted[]) {
      for (const one of messages) {
        const at = new Date(one.date);
        const arrived = Number.isNaN(at.getTime()) ? new Date('2026-11-02T12:00:00Z') : at;
        await client.append(one.folder ?? 'INBOX', rawOf(one), [...(one.flags ?? [])], arrived);
      }
    },
    close: () => client.logout(),
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** One run of the connector by a clock of the test's. */
export async function sync(
  variables: Readonly<Record<string, string>>,
  options: {
    readonly cursor?: string | undefined;
    readonly now?: number;
    readonly afterPage?: (page: Page, n: number) => Promise<void> | void;
    readonly storeSubjects?: boolean;
  } = {},
) {
  const said: string[] = [];
  const source = mailbox.open('mailbox', variables, undefined);
  const tools = createTools({
    source: 'mailbox',
    signal: new AbortController().signal,
    storeSubjects: options.storeSubjects ?? false,
    warn: (message) => said.push(message),
    limiters: createLimiters(systemEffects),
    effects: { ...systemEffects, now: () => options.now ?? Date.parse('2026-11-20T12:00:00Z') },
  });
  const pages: Page[] = [];
  for await (const page of source.pull(options.cursor, tools)) {
    pages.push(page);
    await options.afterPage?.(page, pages.length - 1);
  }
  return { pages, said, tools, source, cursor: pages.at(-1)!.cursor, ...storedAfter(pages) };
}

/** A ticket's events in a line each: `customer ada@x.test 2026-11-02T09:00Z`. */
export function story(tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>, ticketId: string): string[] {
  type Told = {
    ticketId: string;
    at: number;
    seq: number;
    kind: string;
    by?: string;
    to?: string;
    automatic?: boolean;
  };
  return (Object.values(tables.events ?? {}) as Told[])
    .filter((event) => event.ticketId === ticketId)
    .sort((a, b) => a.at - b.at || a.seq - b.seq)
    .map(({ kind, by, to, automatic, at }) => {
      const what = kind === 'message' ? `${by}${automatic ? ' automatic' : ''}` : kind === 'status' ? `${to}` : kind;
      return `${what} ${new Date(at).toISOString().slice(5, 16)}`;
    });
}
