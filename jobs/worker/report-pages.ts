import type { FastifyInstance } from 'fastify';
import { localDayOf, MS_PER_DAY, MS_PER_MINUTE } from '../../src/model/time.ts';
import { CADENCE_NAMES, type Schedule, type Window } from '../../src/model/window.ts';
import { duesBetween, instantOfLocal } from '../../src/report/window.ts';
import { html } from '../../src/show/escape.ts';
import { PAGE_POLICY } from '../../src/show/page/page.ts';
import { schedulesOf } from '../delivery/subscriptions.ts';
import { type Deps, inTurn } from '../tasks/job.ts';
import { makeReportPage, pagePath } from '../tasks/report-page.ts';
import { sendPlainPage } from './http-port.ts';
import type { PageGuard } from './page-token.ts';

const LISTED = 8;
/** Pages are made when they are asked for, and kept a while: several readers open a digest's link at once. */
const KEPT_MS = 5 * MS_PER_MINUTE;
const MOST_KEPT = 4;

/** Serves the pages behind the digests: the latest windows of each schedule, for whoever has the token. */
export function addReportPages(app: FastifyInstance, deps: Deps, guard: PageGuard): void {
  const pageOf = keptPages(deps);

  app.register(async (guarded) => {
    guarded.addHook('onRequest', guard.ask);
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
          .type('text/html; charset=utf-8')
          .send(await pageOf(window));
      },
    );
  });
}

function keptPages(deps: Deps): (window: Window) => Promise<string> {
  const kept = new Map<string, { readonly at: number; readonly page: Promise<string> }>();
  return (window) => {
    const key = `${window.from} ${window.to} ${window.timeZone}`;
    const known = kept.get(key);
    if (known !== undefined && deps.now() - known.at < KEPT_MS) return known.page;
    const page = inTurn(deps)(() => makeReportPage({ window, cohort: 'solved' }, {}, deps));
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
