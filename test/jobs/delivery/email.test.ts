import { generateKeyPairSync, verify } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DigestMessage } from '../../../jobs/delivery/channel.ts';
import { emailChannel } from '../../../jobs/delivery/email.ts';
import { RetryableError } from '../../../src/model/errors.ts';
import type { Report } from '../../../src/report/schema.ts';
import { durationWords } from '../../../src/show/durations.ts';
import { type MailServer, startMailServer } from '../../servers/mail.ts';
import { freePort } from '../../servers/server-process.ts';
import { simulatedReport } from '../../show/sample-report.ts';
import { atDesk } from '../fairclock.ts';

const never = new AbortController().signal;
const UNSUBSCRIBE = 'https://fairclock.desk.test/unsubscribe/abc_123';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DKIM = {
  domainName: 'desk.test',
  keySelector: 'fairclock',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

let server: MailServer;
let report: Report | undefined;

beforeAll(async () => {
  server = await startMailServer(['ana', 'parts', 'heads', 'signed', 'owner']);
}, 600_000);
afterAll(async () => {
  await server?.stop();
});

type Options = Parameters<typeof emailChannel>[0];

function mailbox(to: string, over: Partial<Options> = {}) {
  return emailChannel({
    locale: 'en-GB',
    agents: false,
    smtpUrl: server.smtpUrl,
    ca: server.ca,
    from: 'Support figures Zoë <figures@desk.test>',
    to,
    attachPage: false,
    timeoutMs: 20_000,
    ...over,
  });
}

async function message(over: Partial<DigestMessage> = {}): Promise<DigestMessage> {
  report ??= await simulatedReport(atDesk());
  return { report, key: 'weekly/email/1-2', unsubscribeUrl: UNSUBSCRIBE, ...over };
}

describe('a digest by email, sent through Exim and read back from Dovecot', () => {
  it('has a text and an HTML part with the figures of the report, and nothing attached', async () => {
    const delivery = await mailbox('ana@desk.test').deliver(await message(), never);
    const [{ parsed }] = (await server.mailOf('ana')) as [Awaited<ReturnType<MailServer['mailOf']>>[number]];
    const { timeToFirstAnswer, timeToSolution, flow } = report!;

    expect(delivery.outcome).toBe('sent');
    const said = [timeToFirstAnswer, timeToSolution].flatMap(({ net, calendar }) => [net, calendar]);
    for (const words of [
      ...said.map((curve) => durationWords(curve!.medianSeconds!)),
      `${flow.arrived}`,
      `${flow.solved}`,
      ...report!.waiting.tickets.slice(0, 5).map(({ id }) => id),
    ]) {
      expect(parsed.text).toContain(words);
      expect(parsed.html).toContain(words);
    }
    expect(parsed.attachments).toEqual([]);
  });

  it('nests its parts as mail programs expect, below 80 KB of HTML, with no remote picture', async () => {
    await mailbox('parts@desk.test', { attachPage: true }).deliver(
      await message({ page: async () => '<!DOCTYPE html><p>page' }),
      never,
    );
    const [{ raw, parsed }] = (await server.mailOf('parts')) as [Awaited<ReturnType<MailServer['mailOf']>>[number]];
    const types = [...raw.matchAll(/^Content-Type: ([\w/]+)/gim)].map((match) => match[1]);

    expect(types).toEqual(['multipart/mixed', 'multipart/alternative', 'text/plain', 'text/html', 'text/html']);
    expect(raw.length).toBeLessThan(80_000);
    expect(String(parsed.html).replaceAll(/data:image\/png[^"]*/g, '')).not.toMatch(
      /<img[^>]*src="http|url\(|<link|<script|<svg/,
    );
  });

  it('has one address, a Message-ID that stays, no reply from robots, and one-click unsubscribing', async () => {
    const channel = mailbox('heads@desk.test');
    await channel.deliver(await message(), never);
    await channel.deliver(await message(), never);
    const mails = await server.mailOf('heads', 2);
    const heads = mails.map(({ parsed }) => parsed);

    expect(heads[0]!.messageId).toBe(heads[1]!.messageId);
    expect(heads[0]!.messageId).toMatch(/^<[0-9a-f]{40}@desk\.test>$/);
    expect(heads[0]!.to).toMatchObject({ value: [{ address: 'heads@desk.test' }] });
    expect(heads[0]!.from?.value).toEqual([{ address: 'figures@desk.test', name: 'Support figures Zoë' }]);
    expect(heads[0]!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(heads[0]!.headers.get('x-auto-response-suppress')).toBe('All');
    expect(mails[0]!.raw.match(/^List-Unsubscribe: .*$/gim)).toEqual([`List-Unsubscribe: <${UNSUBSCRIBE}>`]);
    expect(mails[0]!.raw.match(/^List-Unsubscribe-Post: .*$/gim)).toEqual([
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    ]);
    expect(mails[0]!.raw).toContain(UNSUBSCRIBE.slice(0, 30));
  });

  it('is signed, the unsubscribe headers too, so that it verifies as it arrived', async () => {
    await mailbox('signed@desk.test', { dkim: DKIM }).deliver(await message(), never);
    const [{ raw }] = (await server.mailOf('signed')) as [Awaited<ReturnType<MailServer['mailOf']>>[number]];
    const { signed, data, signature } = signedPart(raw);

    expect(signed).toEqual(
      expect.arrayContaining(['from', 'to', 'subject', 'date', 'list-unsubscribe', 'list-unsubscribe-post']),
    );
    expect(verify('sha256', Buffer.from(data), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('refused by the server is refused, with its code and without the password', async () => {
    const { outcome, detail } = await mailbox('reject-me@desk.test').deliver(await message(), never);

    expect([outcome, detail]).toEqual(['refused', 'the mail server refused reject-me@desk.test: 550']);
  });

  it('refused after it was sent whole is refused as well', async () => {
    expect((await mailbox('full@desk.test').deliver(await message(), never)).outcome).toBe('refused');
  });

  it('refused for now may be tried again', async () => {
    await expect(mailbox('defer@desk.test').deliver(await message(), never)).rejects.toBeInstanceOf(RetryableError);
  });

  it('with a wrong password says which setting to mend', async () => {
    const { outcome, detail } = await mailbox('ben@desk.test', { smtpUrl: server.wrongUrl }).deliver(
      await message(),
      never,
    );

    expect(outcome).toBe('refused');
    expect(detail).toContain('check user and password of SMTP_URL');
    expect(detail).not.toContain('wrong');
  });

  it('that the server took and gave no answer to is uncertain, and may well have arrived', async () => {
    const { outcome } = await mailbox('slow@desk.test', { timeoutMs: 1500 }).deliver(await message(), never);

    expect(outcome).toBe('uncertain');
  });

  it('is tried again when nobody listens, and when the line is cut before the message', async () => {
    const cutting = createServer((socket) => socket.end('421 going away\r\n'));
    await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void cutting.close());
    const urls = [await freePort(), (cutting.address() as AddressInfo).port].map((port) => `smtp://127.0.0.1:${port}`);

    for (const smtpUrl of urls) {
      await expect(mailbox('ana@desk.test', { smtpUrl }).deliver(await message(), never)).rejects.toBeInstanceOf(
        RetryableError,
      );
    }
  });

  it('never goes out over a connection whose certificate nobody vouches for', async () => {
    const outcome = await mailbox('trust@desk.test', { ca: undefined })
      .deliver(await message(), never)
      .then(
        ({ outcome: told }) => told,
        (error: unknown) => error,
      );

    expect(outcome).not.toBe('sent');
  });

  it('carries a few words to whoever looks after the digests', async () => {
    await mailbox('owner@desk.test').tell!(
      { subject: 'Not delivered', text: 'The last 3 were refused.', key: 'k' },
      never,
    );
    const [{ parsed }] = (await server.mailOf('owner')) as [Awaited<ReturnType<MailServer['mailOf']>>[number]];

    expect([parsed.subject, parsed.text?.trim()]).toEqual(['Not delivered', 'The last 3 were refused.']);
  });
});

/** What a DKIM signature (RFC 6376, relaxed headers) covers, and the signature itself. */
function signedPart(raw: string): {
  readonly signed: readonly string[];
  readonly data: string;
  readonly signature: string;
} {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  const fields = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return {
        name: line.slice(0, colon).toLowerCase(),
        value: line
          .slice(colon + 1)
          .replace(/\s+/g, ' ')
          .trim(),
      };
    });
  const { value } = fields.find(({ name }) => name === 'dkim-signature')!;
  const tag = (name: string): string => new RegExp(`(?:^|;\\s*)${name}=([^;]*)`).exec(value)![1]!.replace(/\s+/g, '');
  const signed = tag('h').toLowerCase().split(':');
  const covered = signed.flatMap((name) => {
    const field = fields.findLast((each) => each.name === name);
    return field === undefined ? [] : [`${name}:${field.value}\r\n`];
  });
  const unsigned = value.replace(/(^|;\s*)b=[^;]*/, '$1b=');
  return { signed, data: `${covered.join('')}dkim-signature:${unsigned}`, signature: tag('b') };
}
