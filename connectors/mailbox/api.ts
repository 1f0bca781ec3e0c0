import { ImapFlow, type ImapFlowError, type ListResponse } from 'imapflow';
import type { Tools } from '../../src/connector/connector.ts';
import { ConfigError, DataError, hideSecrets, isForeseen, RetryableError } from '../../src/model/errors.ts';
import { type Settings, transportOf } from './env.ts';
import { FIELDS } from './headers.ts';
import type { ShownMessage } from './message.ts';
import { accessToken, secretsOf } from './token.ts';

/** Servers limit how long a command may be. */
const MOST_RANGES = 200;
/** Silence after which a connection is given up. */
const TIMEOUT_MS = 60_000;

/** A folder as the server tells it. */
export interface ShownFolder {
  readonly path: string;
  readonly use: string | undefined;
  readonly uidValidity: string;
  readonly uidNext: number;
  readonly count: number;
  /** HIGHESTMODSEQ, where the server has CONDSTORE: it grows with every change of a flag. */
  readonly modseq: string | undefined;
}

/** The part of IMAP that is used: nothing that changes anything, and no part of a message but header fields. */
export interface Mailbox {
  readonly capabilities: ReadonlySet<string>;
  readonly isGmail: boolean;
  readonly folders: () => Promise<readonly ShownFolder[]>;
  /** UID and arrival (epoch ms) of every message below a UID, handed on one by one. */
  readonly arrivals: (path: string, below: number, each: (uid: number, arrivedAt: number) => void) => Promise<void>;
  /** Messages by UID; those that are gone are not among them. */
  readonly messages: (path: string, uids: readonly number[]) => Promise<readonly ShownMessage[]>;
  /** Messages from a UID up to before another. */
  readonly newMessages: (path: string, from: number, below: number) => Promise<readonly ShownMessage[]>;
  /** Flags and labels of those of these UIDs that are there, or that changed since a HIGHESTMODSEQ. */
  readonly marks: (
    path: string,
    uids: readonly number[],
    since?: string,
  ) => Promise<ReadonlyMap<number, Pick<ShownMessage, 'flags' | 'labels'>>>;
  readonly close: () => Promise<void>;
}

/** Logs in; whoever opens must close. */
export async function openMailbox(settings: Settings, tools: Tools): Promise<Mailbox> {
  tools.signal.throwIfAborted();
  const { kind, port } = transportOf(settings);
  const token = settings.OAUTH_CLIENT_ID === undefined ? undefined : await accessToken(settings, tools);
  const hidden = hideSecrets([...secretsOf(settings), ...(token === undefined ? [] : [token])]);
  const client = new ImapFlow({
    host: settings.HOST,
    port,
    secure: kind === 'tls',
    doSTARTTLS: kind === 'starttls',
    auth:
      token === undefined
        ? { user: settings.USER, pass: settings.PASSWORD ?? '' }
        : { user: settings.USER, accessToken: token },
    clientInfo: { name: 'Fairclock' },
    disableAutoIdle: true,
    logger: false,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  // Whatever is under way fails with it; without a listener the process would end.
  client.on('error', () => undefined);
  const stop = (): void => client.close();
  tools.signal.addEventListener('abort', stop, { once: true });
  const where = `${tools.source}: ${settings.HOST}:${port}`;

  async function asked<T>(what: string, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      tools.signal.throwIfAborted();
      throw faultOf(error, `${where}: ${what}`, hidden, settings, tools);
    }
  }

  let selected: string | undefined;
  const select = async (path: string): Promise<void> => {
    if (selected === path) return;
    await client.mailboxOpen(path, { readOnly: true });
    selected = path;
  };

  await asked('log in', () => client.connect());
  const isGmail = client.capabilities.has('X-GM-EXT-1');
  const query = { uid: true, internalDate: true, flags: true, labels: isGmail, headers: [...FIELDS] };

  async function fetched(path: string, range: string): Promise<ShownMessage[]> {
    await select(path);
    const found: ShownMessage[] = [];
    for await (const one of client.fetch(range, query, { uid: true })) {
      // What another session has removed meanwhile is still listed, without its header.
      if (!Buffer.isBuffer(one.headers)) continue;
      found.push({
        uid: one.uid,
        arrivedAt: instantOf(one.internalDate),
        flags: one.flags ?? new Set(),
        labels: one.labels ?? new Set(),
        headers: one.headers.toString('utf8'),
      });
    }
    return found;
  }

  return {
    capabilities: new Set(client.capabilities.keys()),
    isGmail,
    folders: () =>
      asked('list folders', async () => {
        const condstore = client.capabilities.has('CONDSTORE');
        const statusQuery = { messages: true, uidNext: true, uidValidity: true, highestModseq: condstore };
        const listed = await client.list({ statusQuery });
        return listed.flatMap((folder) => shownFolder(folder, condstore, where));
      }),
    arrivals: (path, below, each) =>
      asked(`read ${path}`, async () => {
        if (below <= 1) return;
        await select(path);
        for await (const { uid, internalDate } of client.fetch(
          `1:${below - 1}`,
          { uid: true, internalDate: true },
          { uid: true },
        ))
          each(uid, instantOf(internalDate));
      }),
    messages: (path, uids) =>
      asked(`read ${path}`, async () => {
        const found: ShownMessage[] = [];
        for (const range of rangesOf(uids)) found.push(...(await fetched(path, range)));
        return found;
      }),
    newMessages: (path, from, below) =>
      asked(`read ${path}`, async () => {
        const found = from >= below ? [] : await fetched(path, `${from}:${below - 1}`);
        return found.sort((a, b) => a.uid - b.uid);
      }),
    marks: (path, uids, since) =>
      asked(`read ${path}`, async () => {
        const found = new Map<number, Pick<ShownMessage, 'flags' | 'labels'>>();
        await select(path);
        for (const range of rangesOf(uids)) {
          for await (const one of client.fetch(
            range,
            { uid: true, flags: true, labels: isGmail },
            { uid: true, ...(since !== undefined && { changedSince: BigInt(since) }) },
          ))
            found.set(one.uid, { flags: one.flags ?? new Set(), labels: one.labels ?? new Set() });
        }
        return found;
      }),
    async close() {
      tools.signal.removeEventListener('abort', stop);
      await client.logout().catch(() => client.close());
    },
  };
}

function shownFolder(folder: ListResponse, condstore: boolean, where: string): ShownFolder[] {
  const { path, specialUse, status, flags } = folder;
  if (flags.has('\\Noselect') || flags.has('\\NonExistent')) return [];
  if (status === undefined) return [];
  const { uidValidity, uidNext, messages, highestModseq } = status;
  if (uidValidity === undefined || uidNext === undefined || messages === undefined) {
    throw new DataError(`${where}: STATUS of ${path} tells no UIDVALIDITY, UIDNEXT or MESSAGES`);
  }
  // Some servers tell a number that they cannot be asked about: only the capability counts. 0 is none.
  const modseq = condstore && highestModseq ? String(highestModseq) : undefined;
  return [{ path, use: specialUse, uidValidity: String(uidValidity), uidNext, count: messages, modseq }];
}

function instantOf(date: Date | string | undefined): number {
  const at = date === undefined ? Number.NaN : new Date(date).getTime();
  return Number.isNaN(at) ? 0 : at;
}

/** UIDs as sets of ranges (`1:3,7`), each short enough for one command. */
export function rangesOf(uids: readonly number[]): readonly string[] {
  const sorted = [...new Set(uids)].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end]! + 1) end++;
    ranges.push(start === end ? `${sorted[start]}` : `${sorted[start]}:${sorted[end]}`);
    start = end + 1;
  }
  return Array.from({ length: Math.ceil(ranges.length / MOST_RANGES) }, (_, n) =>
    ranges.slice(n * MOST_RANGES, (n + 1) * MOST_RANGES).join(','),
  );
}

/** What a failure means for what happens next; a server's own words are told without what we sent. */
export function faultOf(
  error: unknown,
  where: string,
  hidden: (text: string) => string,
  settings: Settings,
  tools: Pick<Tools, 'variable'>,
): Error {
  if (error instanceof TypeError || error instanceof RangeError) return error;
  if (isForeseen(error)) return error;
  const fault: Partial<ImapFlowError> = error instanceof Error ? error : {};
  const code = fault.code ?? '';
  if (fault.authenticationFailed) {
    const names = settings.PASSWORD === undefined ? ['OAUTH_CLIENT_ID', 'OAUTH_REFRESH_TOKEN'] : ['PASSWORD'];
    const variables = [...names, 'USER', 'HOST'].map(tools.variable).join(', ');
    const busy = ['UNAVAILABLE', 'INUSE', 'LIMIT'].includes(fault.serverResponseCode ?? '');
    if (busy) return new RetryableError(`${where}: the server lets nobody in for now (${fault.serverResponseCode})`);
    return new ConfigError(`${where}: the login was refused: check ${variables}`);
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL|STARTTLS/i.test(code) || fault.tlsFailed) {
    return new ConfigError(
      `${where}: no private connection (${hidden(code || 'TLS')}): check ${tools.variable('HOST')}, ${tools.variable('PORT')}, ${tools.variable('TLS')}`,
    );
  }
  if (code === 'ENOTFOUND') return new ConfigError(`${where}: no such host: check ${tools.variable('HOST')}`);
  const said = fault.responseText ?? fault.message ?? 'failed';
  const words = hidden(said)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 200);
  if (fault.responseStatus === 'NO' || fault.responseStatus === 'BAD') return new DataError(`${where}: ${words}`);
  return new RetryableError(`${where}: ${words}`);
}
