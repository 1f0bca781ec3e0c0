import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkMail, type MailLook } from '../../../jobs/commands/check-mail.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import { type MailServer, startMailServer } from '../../servers/mail.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer(['lead']);
}, 300_000);
afterAll(() => server?.stop());

const settingsOf = (variables: Record<string, string>) =>
  readEnvironment({ DIGEST_EMAIL_FROM: 'a@example.com', ...variables }, []).settings;
const look = (variables: Record<string, string>, more: MailLook = {}) =>
  checkMail(settingsOf(variables), { ca: server.ca, ...more });

describe('a look at the mail server', () => {
  it('signs in over TLS, sends nothing and leaves', async () => {
    const found = await look({ SMTP_URL: server.smtpUrl });

    expect(found).toEqual({
      name: 'mail',
      ok: true,
      lines: [expect.stringMatching(/^127\.0\.0\.1:\d+ lets digest in; nothing was sent$/)],
    });
  });

  it('does so with a password that is a variable of its own', async () => {
    const url = new URL(server.smtpUrl);
    const password = decodeURIComponent(url.password);
    url.username = '';
    url.password = '';

    expect(await look({ SMTP_URL: url.href, SMTP_USER: 'digest', SMTP_PASSWORD: password })).toMatchObject({
      ok: true,
    });
  });

  it.each([
    [
      'a wrong password',
      () => look({ SMTP_URL: server.wrongUrl }),
      /refuses the user or password \(535\): check SMTP_URL, or SMTP_USER/,
    ],
    [
      'a certificate that nobody vouches for',
      () => checkMail(settingsOf({ SMTP_URL: server.smtpUrl.replace('127.0.0.1', 'localhost') })),
      /certificate is not trusted: .*NODE_EXTRA_CA_CERTS|certificate is for another name/,
    ],
    [
      'TLS from the start where there is none',
      () => look({ SMTP_URL: server.smtpUrl.replace('smtp:', 'smtps:') }),
      /agree on no TLS: smtps:\/\//,
    ],
    [
      'nobody who listens',
      () => look({ SMTP_URL: 'smtp://127.0.0.1:1' }),
      /cannot be reached \(E\w+\): check SMTP_URL/,
    ],
    ['no such host', () => look({ SMTP_URL: 'smtp://mail.invalid' }), /cannot be reached/],
  ])('tells %s, with what to change and no password', async (_what, found, words) => {
    const part = await found();

    expect(part).toMatchObject({ ok: false, lines: [expect.stringMatching(words)] });
    expect(part?.lines.join()).not.toMatch(/wrong$|smtp pass/);
  });

  it('is nothing where no mail is sent', async () => {
    expect(await look({})).toBeUndefined();
  });
});

describe('the key that signs mail', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const published = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  const dkim = (resolve: NonNullable<MailLook['resolve']>) =>
    look(
      { SMTP_URL: server.smtpUrl, DIGEST_DKIM_DOMAIN: 'example.com', DIGEST_DKIM_SELECTOR: 'f1', DIGEST_DKIM_KEY: pem },
      { resolve },
    );
  const failing = (code: string) => async () => {
    throw Object.assign(new Error(code), { code });
  };

  it('is looked for where receivers look, in records that come in pieces', async () => {
    const asked: string[] = [];
    const found = await dkim(async (name) => {
      asked.push(name);
      return [['v=spf1 -all'], ['v=DKIM1; k=rsa; p=', published.slice(0, 200), published.slice(200)]];
    });

    expect(asked).toEqual(['f1._domainkey.example.com']);
    expect(found).toMatchObject({ ok: true, lines: [expect.stringContaining('nothing was sent')] });
  });

  it.each([
    [
      'another key is published',
      async () => [['v=DKIM1; p=MIIBIjANBg']],
      false,
      /is of another key than DIGEST_DKIM_KEY/,
    ],
    ['none is', failing('ENODATA'), false, /there is no record at f1\._domainkey\.example\.com/],
    ['nobody can be asked', failing('ETIMEOUT'), true, /could not be looked up \(ETIMEOUT\)/],
  ])('is told when %s', async (_what, resolve, ok, words) => {
    const found = await dkim(resolve);

    expect(found?.ok).toBe(ok);
    expect(found?.lines.at(-1)).toMatch(words);
  });
});
