import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mailbox } from '../../connectors/mailbox/index.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools, systemEffects } from '../../src/connector/tools.ts';
import { startMailServer } from '../servers/mail.ts';

/**
 * Reads a mailbox of MESSAGES (200,000) from a real Dovecot and prints how long that took, how much memory it needed and
 * how long the cursor was: `node --expose-gc test/bench/mailbox.ts`, as root on Debian.
 */
const MESSAGES = Number(process.env.MESSAGES ?? 200_000);
const YEAR_MS = 365 * 24 * 3_600_000;
const END = Date.parse('2026-11-20T00:00:00Z');

const server = await startMailServer(['bench']);
const folder = join(server.box('bench'), 'Maildir', 'cur');
for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(folder, '..', name), { recursive: true });
for (let n = 0; n < MESSAGES; n++) {
  const at = END - YEAR_MS + Math.floor((n / MESSAGES) * YEAR_MS);
  const ours = n % 4 === 3;
  const customer = `c${Math.floor(n / 4) % 20_000}@y.test`;
  const refs =
    n % 4 === 0 ? [] : [`In-Reply-To: <${n - 1}@m.test>`, `References: <${n - (n % 4)}@m.test> <${n - 1}@m.test>`];
  const lines = [
    `Message-ID: <${n}@m.test>`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Received: from a.test by b.test; ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `From: ${ours ? 'ana@acme.test' : customer}`,
    `To: ${ours ? customer : 'support@acme.test'}`,
    `Subject: Question ${Math.floor(n / 4)}`,
    ...refs,
    '',
    'x'.repeat(500),
  ];
  const name = `${Math.floor(at / 1000)}.${n}.bench:2,`;
  writeFileSync(join(folder, name), lines.join('\n'));
  // A Maildir's arrival is the file's time.
  utimesSync(join(folder, name), at / 1000, at / 1000);
}
server.own('bench');
process.stdout.write(`${MESSAGES} messages laid out\n`);

const variables = {
  HOST: '127.0.0.1',
  PORT: String(server.imap.port),
  USER: 'bench',
  PASSWORD: server.imap.password,
  OUR_ADDRESSES: 'acme.test',
};
async function run(cursor: string | undefined): Promise<string> {
  const tools = createTools({
    source: 'mailbox',
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: (message) => process.stdout.write(`${message}\n`),
    limiters: createLimiters(systemEffects),
    effects: { ...systemEffects, now: () => END },
  });
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const seen = { tickets: 0, pages: 0, rss: before, cursor: 0 };
  let last = '';
  for await (const page of mailbox.open('mailbox', variables, undefined).pull(cursor, tools)) {
    last = page.cursor;
    seen.tickets += page.tickets?.length ?? 0;
    seen.pages += 1;
    seen.rss = Math.max(seen.rss, process.memoryUsage().rss);
    seen.cursor = Math.max(seen.cursor, last.length);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const mb = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
  process.stdout.write(
    `${seconds} s, ${seen.pages} pages, ${seen.tickets} tickets, memory ${mb(before)} -> at most ${mb(seen.rss)}, cursor at most ${mb(seen.cursor)}\n`,
  );
  return last;
}
await run(await run(undefined));
await server.stop();
