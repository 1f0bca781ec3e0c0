import fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isUnsubscribed, unsubscribeToken } from '../../../jobs/delivery/subscriptions.ts';
import { createAttempts } from '../../../jobs/worker/attempts.ts';
import { guardPages } from '../../../jobs/worker/page-token.ts';
import { addReportPages } from '../../../jobs/worker/report-pages.ts';
import { addUnsubscribePages } from '../../../jobs/worker/unsubscribe-pages.ts';
import { scriptedChannel, type TestDeps, testDeps } from '../test-deps.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const TOKEN = 'a token of some length';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function pages(): Promise<{ readonly app: FastifyInstance; readonly deps: TestDeps }> {
  const mailbox = { ...scriptedChannel('email:ana@desk.test'), personal: true };
  const deps = await testDeps({
    at: NOW,
    variables: { DIGEST_WEEKLY: 'Mon 08:00 Europe/Berlin', PUBLIC_URL: 'https://fairclock.desk.test' },
    channels: [scriptedChannel('slack:C1'), mailbox],
  });
  const app = fastify();
  onTestFinished(() => app.close());
  const attempts = createAttempts(deps.now);
  addUnsubscribePages(app, deps, attempts);
  addReportPages(app, deps, guardPages(app, TOKEN, attempts, { secure: true }));
  return { app, deps };
}

const open = (app: FastifyInstance, token: string, to = '/reports') =>
  app.inject({
    method: 'POST',
    url: '/reports/open',
    headers: FORM,
    payload: new URLSearchParams({ token, to }).toString(),
  });

describe('the report pages of a worker', () => {
  it.each(['/reports', '/reports/weekly/2026-11-16'])(
    'ask for the token before they show anything (%s)',
    async (url) => {
      const { app } = await pages();
      for (const headers of [{}, { authorization: 'Bearer wrong' }, { cookie: 'fairclock_pages=wrong' }]) {
        const answer = await app.inject({ url, headers });

        expect(answer.statusCode).toBe(401);
        expect(answer.body).not.toMatch(/weekly,|Nothing|quiet/);
      }
    },
  );

  it('take the token once, and then a cookie that does not hold it, from https only', async () => {
    const { app } = await pages();
    const opened = await open(app, TOKEN, '/reports/weekly/2026-11-16');
    const cookie = String(opened.headers['set-cookie']);

    expect([opened.statusCode, opened.headers.location]).toEqual([303, '/reports/weekly/2026-11-16']);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
    expect(cookie).not.toContain(TOKEN);
    const shown = await app.inject({ url: '/reports/weekly/2026-11-16', headers: { cookie: cookie.split(';')[0]! } });
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('<title>Support, 9–15 Nov: a quiet week</title>');
    expect(shown.headers['content-security-policy']).toMatch(/^default-src 'none'; .*script-src 'sha256-/);
    expect(shown.headers['cache-control']).toBe('private, no-store');
  });

  it('send nobody to another site, whatever the form says', async () => {
    const { app } = await pages();
    for (const to of ['https://evil.example', '//evil.example', '/reports/../x', '/reports/weekly/\\evil']) {
      expect((await open(app, TOKEN, to)).headers.location).toBe('/reports');
    }
    expect((await open(app, 'wrong')).statusCode).toBe(403);
  });

  it('list the latest windows, and know only windows that were due', async () => {
    const { app } = await pages();
    const headers = { authorization: `Bearer ${TOKEN}` };
    const list = await app.inject({ url: '/reports', headers });

    expect(list.body.match(/reports\/weekly\/[\d-]+/g)?.slice(0, 2)).toEqual([
      'reports/weekly/2026-11-16',
      'reports/weekly/2026-11-09',
    ]);
    for (const path of ['weekly/2026-11-17', 'weekly/2026-11-23', 'daily/2026-11-16', 'weekly/now']) {
      expect((await app.inject({ url: `/reports/${path}`, headers })).statusCode).toBe(404);
    }
  });
});

describe('guesses at the token', () => {
  it.each([
    ['in the form', (app: FastifyInstance, token: string) => open(app, token), 303],
    [
      'as a bearer',
      (app: FastifyInstance, token: string) =>
        app.inject({ url: '/reports', headers: { authorization: `Bearer ${token}` } }),
      200,
    ],
  ])('%s end after ten, and go on a minute later', async (_how, ask, opened) => {
    const { app, deps } = await pages();
    const codes = [];
    for (let guess = 0; guess < 11; guess++) codes.push((await ask(app, `guess ${guess}`)).statusCode);
    const right = (await ask(app, TOKEN)).statusCode;
    deps.clock.at += 61_000;

    expect(codes.slice(-2)).toEqual([codes[0], 429]);
    expect(right).toBe(429);
    expect((await ask(app, TOKEN)).statusCode).toBe(opened);
  });
});

describe('the unsubscribe address', () => {
  const channel = (deps: TestDeps) => deps.channels[1]!;

  it('opened by a person or a link scanner only asks', async () => {
    const { app, deps } = await pages();
    const url = `/unsubscribe/${await unsubscribeToken(deps.store, channel(deps))}`;
    const asked = await app.inject({ url });

    expect(asked.statusCode).toBe(200);
    expect(asked.body).toContain('<form method="post">');
    expect(asked.body).not.toContain('ana@');
    expect(await isUnsubscribed(deps.store, channel(deps))).toBe(false);
  });

  it.each([
    ['as RFC 8058 has it', FORM, 'List-Unsubscribe=One-Click'],
    [
      'as multipart',
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
    ['by the button', FORM, ''],
  ])('posted to %s ends the digest, with no login', async (_how, headers, payload) => {
    const { app, deps } = await pages();
    const url = `/unsubscribe/${await unsubscribeToken(deps.store, channel(deps))}`;
    const ended = await app.inject({ method: 'POST', url, headers, payload });

    expect(ended.statusCode).toBe(200);
    expect(await isUnsubscribed(deps.store, channel(deps))).toBe(true);
    await app.inject({ method: 'POST', url, headers: FORM, payload: 'again=yes' });
    expect(await isUnsubscribed(deps.store, channel(deps))).toBe(false);
  });

  it('of one of a thousand mailboxes asks the store two things, and after the first time one', async () => {
    const { deps: made } = await pages();
    const channels = Array.from({ length: 1000 }, (_, index) => ({
      ...scriptedChannel(`email:agent${index}@desk.test`),
      personal: true,
    }));
    const token = await unsubscribeToken(made.store, channels[999]!);
    const asked: string[] = [];
    const sync = new Proxy(made.store.sync, {
      get(target, name: keyof TestDeps['store']['sync']) {
        asked.push(name);
        return target[name];
      },
    });
    const store = { ...made.store, sync };
    const app = fastify();
    onTestFinished(() => app.close());
    addUnsubscribePages(app, { ...made, channels, store }, createAttempts(made.now));
    const codes = [];
    for (let time = 0; time < 2; time++) codes.push((await app.inject(`/unsubscribe/${token}`)).statusCode);

    expect(codes).toEqual([200, 200]);
    expect(asked).toEqual(['setting', 'setting', 'setting']);
  });

  it.each(['guess', '__proto__', 'x'.repeat(60)])(
    '%s, guessed, is not known, and guessing ends after ten',
    async (guess) => {
      const { app } = await pages();
      const codes = [];
      for (let time = 0; time < 12; time++) codes.push((await app.inject(`/unsubscribe/${guess}`)).statusCode);

      expect(codes).toEqual([...Array.from({ length: 10 }, () => 404), 429, 429]);
    },
  );

  it('of nobody is not known', async () => {
    const { app } = await pages();

    expect(
      (await app.inject({ method: 'POST', url: '/unsubscribe/guess', headers: FORM, payload: '' })).statusCode,
    ).toBe(404);
  });
});
