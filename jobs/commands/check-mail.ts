import { createPublicKey } from 'node:crypto';
import { resolveTxt } from 'node:dns/promises';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Settings } from '../../src/config/settings.ts';
import { serverOf } from '../delivery/email.ts';
import type { ServerPart } from './server-part.ts';

/** What a look at the mail server may be told for tests. */
export interface MailLook {
  /** A certificate authority of one's own, as PEM. */
  readonly ca?: string;
  readonly resolve?: (name: string) => Promise<readonly (readonly string[])[]>;
  readonly timeoutMs?: number;
}

/**
 * Signs in at the mail server and leaves without sending anything, and compares the DKIM key with the one that the domain
 * publishes; undefined where no mail is sent.
 */
export async function checkMail(settings: Settings, look: MailLook = {}): Promise<ServerPart | undefined> {
  const { SMTP_URL: url, DIGEST_EMAIL_FROM: from } = settings;
  if (url === undefined) return undefined;
  const name = 'mail';
  const { timeoutMs = 15_000, ca } = look;
  const server = serverOf(url);
  const transport = createTransport({
    ...server,
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  const place = `${server.host}:${server.port}`;
  try {
    await transport.verify();
  } catch (error) {
    return { name, ok: false, lines: [`${place}: ${faultOf(error)}`] };
  } finally {
    transport.close();
  }
  const signedIn = server.auth === undefined ? 'takes mail without a password' : `lets ${server.auth.user} in`;
  const lines = [`${place} ${signedIn}; nothing was sent`];
  if (from === undefined)
    return { name, ok: false, lines: [...lines, 'DIGEST_EMAIL_FROM: is not set; mail needs a sender'] };
  const dkim = await dkimFault(settings, look.resolve ?? resolveTxt);
  return {
    name,
    ok: dkim === undefined || dkim.sure === false,
    lines: dkim === undefined ? lines : [...lines, dkim.words],
  };
}

const SmtpFault = z.object({ code: z.string().optional(), responseCode: z.number().optional(), message: z.string() });

function faultOf(error: unknown): string {
  const { code = 'no answer', responseCode, message } = SmtpFault.safeParse(error).data ?? { message: '' };
  if (code === 'EAUTH' || responseCode === 535) {
    return `refuses the user or password (${responseCode ?? code}): check SMTP_URL, or SMTP_USER and SMTP_PASSWORD`;
  }
  if (/altnames|does not match/i.test(message))
    return 'its certificate is for another name: check the host of SMTP_URL';
  if (/certificate|self.signed/i.test(message)) {
    return 'its certificate is not trusted: name the authority that signed it in NODE_EXTRA_CA_CERTS (a PEM file)';
  }
  if (/wrong version number|packet length|SSL routines/i.test(message)) {
    return 'the two agree on no TLS: smtps:// is TLS from the start (465), smtp:// asks for it later (587)';
  }
  if (code === 'ETLS')
    return 'offers no TLS (STARTTLS), and a password is not sent in the clear: check the port of SMTP_URL';
  if (responseCode !== undefined) return `answers ${responseCode}`;
  return `cannot be reached (${code}): check SMTP_URL, and that the way to it is open`;
}

/** What is wrong with the DKIM key as the domain publishes it; `sure` is false where nobody could be asked. */
async function dkimFault(
  { DIGEST_DKIM_DOMAIN: domain, DIGEST_DKIM_SELECTOR: selector, DIGEST_DKIM_KEY: key }: Settings,
  resolve: NonNullable<MailLook['resolve']>,
): Promise<{ readonly words: string; readonly sure: boolean } | undefined> {
  if (domain === undefined || selector === undefined || key === undefined) return undefined;
  const name = `${selector}._domainkey.${domain}`;
  let records: readonly string[];
  try {
    records = (await resolve(name)).map((parts) => parts.join(''));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOTFOUND' || code === 'ENODATA') {
      return {
        sure: true,
        words: `DKIM: there is no record at ${name}: publish the key there, or correct DIGEST_DKIM_SELECTOR`,
      };
    }
    return { sure: false, words: `DKIM: whether ${name} holds the key could not be looked up (${code})` };
  }
  const own = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const published = records.map((record) => /(?:^|;)\s*p=([^;]*)/.exec(record)?.[1]?.replaceAll(/\s/g, ''));
  if (published.includes(own)) return undefined;
  return {
    sure: true,
    words: `DKIM: the record at ${name} is of another key than DIGEST_DKIM_KEY: receivers would refuse the signature`,
  };
}
