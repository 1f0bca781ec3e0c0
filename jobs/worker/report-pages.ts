import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localDayOf, MS_PER_DAY, MS_PER_MINUTE, SECONDS_PER_DAY } from '../../src/model/time.ts';
import { CADENCE_NAMES, type Schedule, type Window } from '../../src/model/window.ts';
import { duesBetween, instantOfLocal } from '../../src/report/window.ts';
import { html } from '../../src/show/escape.ts';
import { PAGE_POLICY } from '../../src/show/page/page.ts';
import { sameText, schedulesOf } from '../delivery/subscriptions.ts';
import type { Deps } from '../tasks/job.ts';
import { makeReportPage, pagePath } from '../tasks/report-page.ts';
import { sendPlainPage } from './http-port.ts';

const COOKIE = 'fairclock_pages';
const LISTED = 8;
/** Pages are made when they are asked for, and kept a while: several readers open a digest's link at once. */
const KEPT_MS = 5 * MS_PER_MINUTE;
const MOST_KEPT = 4;

/**
 * Serves the pages behind the digests: the latest windows of each schedule, for whoever has the token. The token is asked
 * for once and kept as a cookie, so that the address in a digest holds no secret.
 */
export function addReportPages(app: FastifyInstance, deps: Deps, token: string): void {
  const keyOf = createHmac('sha256', token).update(COOKIE).digest('base64url');
  const pageOf = keptPages(deps);

  app.register(async (pages) => {
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4000 },
      (_request, body, done) => done(null, body),
    );

    pages.post<{ readonly Body: unknown }>('/reports/open', async ({ body }, reply) => {
      const form = new URLSearchParams(typeof body === 'string' ? body : '');
      if (!sameText(form.get('token') ?? '', token)) return askForToken(reply, form.get('to') ?? '', true);
      const secure = deps.settings.PUBLIC_URL?.startsWith('https:') ? '; Secure' : '';
      return reply
        .header(
          'set-cookie',
          `${COOKIE}=${keyOf}; Path=/; Max-Age=${90 * SECONDS_PER_DAY}; HttpOnly; SameSite=Lax${secure}`,
        )
        .redirect(within(form.get('to') ?? ''), 303);
    });

    pages.register(async (guarded) => {
      guarded.addHook('onRequest', async (request, reply) => {
        if (mayRead(request, token, keyOf)) return;
        await askForToken(reply, request.url, false);
      });
      guarded.get('/reports', async (_request, reply) => sendPlainPage(reply, 'Reports', listOf(deps)));
      guarded.get<{ readonly Params: { readonly cadence: string; readonly day: string } }>(
        '/reports/:cadence/:day',
        async ({ params }, reply) => {
          const window = windowOf(params.cadence, params.day, deps);
          if (window === undefined)
            return sendPlainPage(
              reply.code(404),
              'There is no such report',
              '<p><a href="../../reports">All reports</a></p>',
            );
          return reply
            .header('content-security-policy', `${PAGE_POLICY}; frame-ancestors 'none'`)
            .header('cache-control', 'private, no-store')
            .header('referrer-policy', 'no-referrer')
            .header('x-content-type-options', 'nosniff')
            .type('text/html; charset=utf-8')
            .send(await pageOf(window));
        },
      );
    });
  });
}

function keptPages(deps: Deps): (window: Window) => Promise<string> {
  const kept = new Map<string, { readonly at: number; readonly page: Promise<string> }>();
  return (window) => {
    const key = `${window.from} ${window.to} ${window.timeZone}`;
    const known = kept.get(key);
    if (known !== undefined && deps.now() - known.at < KEPT_MS) return known.page;
    const page = makeReportPage({ window, cohort: 'solved' }, deps);
    page.catch(() => kept.delete(key));
    kept.delete(key);
    kept.set(key, { at: deps.now(), page });
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(oldest);
    return page;
  };
}

function ownSchedules({ settings }: Deps): readonly Schedule[] {
  const schedules = schedulesOf(settings);
  return CADENCE_NAMES.flatMap((cadence) => schedules[cadence] ?? []);
}

function listOf(deps: Deps): string {
  const lists = ownSchedules(deps).map((schedule) => {
    const dues = duesBetween(schedule, deps.now() - LISTED * 33 * MS_PER_DAY, deps.now())
      .slice(-LISTED)
      .reverse();
    const links = dues.map(({ window }) => {
      const path = pagePath(schedule.cadence, window);
      return `<li><a href="${html(path)}">${html(`${schedule.cadence}, up to ${path.slice(-10)}`)}</a></li>`;
    });
    return `<ul>${links.join('')}</ul>`;
  });
  return lists.length === 0 ? '<p>No digest has a schedule.</p>' : lists.join('');
}

/** The window of a schedule that ends with the day before `day`, if it was due. */
function windowOf(cadence: string, day: string, deps: Deps): Window | undefined {
  const schedule = ownSchedules(deps).find((each) => each.cadence === cadence);
  const localDay = localDayOf(day);
  if (schedule === undefined || localDay === undefined) return undefined;
  const to = instantOfLocal(localDay * MS_PER_DAY, schedule.timeZone);
  const dues = duesBetween(schedule, to - MS_PER_DAY, Math.min(deps.now(), to + 33 * MS_PER_DAY));
  return dues.find(({ window }) => window.to === to)?.window;
}

function mayRead({ headers }: FastifyRequest, token: string, cookieKey: string): boolean {
  const given = /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given !== undefined) return sameText(given, token);
  const cookies = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2));
  return cookies.some(([name, value = '']) => name === COOKIE && sameText(value, cookieKey));
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
  return /^\/reports(\/[\w-]+)*$/.test(path) ? path : '/reports';
}
