import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { html } from '../../src/show/escape.ts';
import { sameText } from '../delivery/subscriptions.ts';
import type { Attempts } from './attempts.ts';
import { sendPlainPage, tooMany } from './http-port.ts';

const COOKIE = 'fairclock_pages';
const COOKIE_SECONDS = (90 * MS_PER_DAY) / 1000;

/** Lets in whoever has PAGE_TOKEN. */
export interface PageGuard {
  /** For `onRequest`: answers everybody else by asking for the token. */
  readonly ask: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/**
 * Asks for the token once and keeps it as a cookie, so that no address holds a secret; a program may send it as a bearer
 * token. Guesses are limited. `secure`: readers come by https alone.
 */
export function guardPages(
  app: FastifyInstance,
  token: string,
  attempts: Attempts,
  { secure }: { readonly secure: boolean },
): PageGuard {
  const keyOf = createHmac('sha256', token).update(COOKIE).digest('base64url');

  app.register(async (pages) => {
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4000 },
      (_request, body, done) => done(null, body),
    );
    pages.post<{ readonly Body: unknown }>('/reports/open', async ({ body, ip }, reply) => {
      if (attempts.areUsedUp(ip)) return tooMany(reply);
      const form = new URLSearchParams(typeof body === 'string' ? body : '');
      if (!sameText(form.get('token') ?? '', token)) {
        attempts.failed(ip);
        return askForToken(reply, form.get('to') ?? '', true);
      }
      const more = secure ? '; Secure' : '';
      return reply
        .header('set-cookie', `${COOKIE}=${keyOf}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${more}`)
        .redirect(within(form.get('to') ?? ''), 303);
    });
  });

  return {
    async ask(request, reply) {
      const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (given !== undefined && attempts.areUsedUp(request.ip)) return void (await tooMany(reply));
      if (given === undefined ? hasCookie(request, keyOf) : sameText(given, token)) return;
      if (given !== undefined) attempts.failed(request.ip);
      await askForToken(reply, request.url, false);
    },
  };
}

function hasCookie({ headers }: FastifyRequest, key: string): boolean {
  const cookies = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2));
  return cookies.some(([name, value = '']) => name === COOKIE && sameText(value, key));
}

function askForToken(reply: FastifyReply, to: string, wrong: boolean): FastifyReply {
  const said = wrong ? '<p role="alert">That was not it.</p>' : '';
  return sendPlainPage(
    reply.code(wrong ? 403 : 401),
    'Support reports',
    `${said}<form method="post" action="/reports/open"><p><label>Token (PAGE_TOKEN)<br><input type="password" name="token" required autocomplete="current-password"></label></p><input type="hidden" name="to" value="${html(within(to))}"><button>Open</button></form>`,
  );
}

/** Only ever an address of these pages: a form must not send anybody elsewhere. */
function within(path: string): string {
  return /^\/(reports(\/[\w-]+)*|status)$/.test(path) ? path : '/reports';
}
