import type { FastifyInstance } from 'fastify';
import { formatDuration } from '../../src/model/time.ts';
import { html } from '../../src/show/escape.ts';
import { skewWarning } from '../tasks/clock-skew.ts';
import type { Deps } from '../tasks/job.ts';
import { zoneData, zoneDataWarning } from '../tasks/zone-data.ts';
import { sendPlainPage } from './http-port.ts';
import type { PageGuard } from './page-token.ts';
import type { QueueState, StoreState, Watch } from './state.ts';

/** One page that says to people how the work stands: what is wrong, how far sources are read, which digests are owed. */
export function addStatusPage(app: FastifyInstance, deps: Deps, watch: Watch, guard: PageGuard | undefined): void {
  app.register(async (pages) => {
    if (guard !== undefined) pages.addHook('onRequest', guard.ask);
    pages.get('/status', async (_request, reply) => {
      const [store, queues, writes] = await Promise.allSettled([watch.store(), watch.queues(), watch.writes()]);
      const troubles = writes.status === 'fulfilled' ? writes.value.map(({ part }) => part) : [];
      const known = store.status === 'fulfilled' ? store.value : undefined;
      const waiting = queues.status === 'fulfilled' ? queues.value : undefined;
      // Whoever has no token to show learns of nobody's address.
      const nameOf = guard === undefined ? hideAddress : (id: string) => id;
      const at = deps.now();
      return sendPlainPage(
        reply,
        'Status',
        [
          warningsHtml(troubles, known, waiting),
          known === undefined ? '' : sourcesHtml(known, at) + digestsHtml(known, at, nameOf),
          waiting === undefined ? '' : queuesHtml(waiting),
          `<p>Told at ${html(moment(at))} by this worker's clock. Time zone data: ${html(zoneData().node ?? 'unknown')}.</p>`,
        ].join(''),
      );
    });
  });
}

const PARTS: Readonly<Record<'store' | 'redis' | 'schedules', string>> = {
  store: 'The database does not answer, or takes no writes.',
  redis: 'Redis does not answer, or takes no writes.',
  schedules: 'Schedules are missing in Redis: nothing would be read or sent. They are written anew within minutes.',
};

function warningsHtml(
  troubles: readonly (keyof typeof PARTS)[],
  store: StoreState | undefined,
  queues: QueueState | undefined,
): string {
  const warnings = [
    ...troubles.map((part) => PARTS[part]),
    ...[skewWarning(store?.skewMs, 'the database'), skewWarning(queues?.skewMs, 'Redis'), zoneDataWarning(zoneData())],
  ].filter((warning) => warning !== undefined);
  if (warnings.length === 0) return '<p>Everything this worker needs answers.</p>';
  return `<ul role="alert">${warnings.map((warning) => `<li>${html(warning)}</li>`).join('')}</ul>`;
}

function sourcesHtml({ sources, unmeasured }: StoreState, now: number): string {
  const rows = sources.map(({ name, readUpTo, syncedAt, rejected }) => [
    name,
    ago(readUpTo, now),
    ago(syncedAt, now),
    String(rejected),
  ]);
  const table = tableOf('Sources', ['Source', 'Read up to', 'Last read to its end', 'Rows set aside'], rows);
  return `${table}<p>${unmeasured} tickets wait to be measured.</p>`;
}

function digestsHtml({ owed, lastSentAt, digests }: StoreState, now: number, nameOf: (id: string) => string): string {
  const rows = [...lastSentAt].map(([id, sentAt]) => {
    const own = owed.filter(({ subscription }) => subscription === id);
    const [oldest] = own;
    const words =
      oldest === undefined
        ? 'none'
        : `${own.length}, the oldest due ${ago(oldest.dueAt, now)}, tried ${oldest.attempts} times${oldest.state === 'refused' ? ' and refused' : ''}`;
    return [nameOf(id), ago(sentAt ?? undefined, now), words];
  });
  const missed = digests.get('missed') ?? 0;
  const lost =
    missed === 0 ? '' : `<p>${missed} never arrived and are given up; fairclock digest --resend sends one.</p>`;
  return rows.length === 0
    ? '<p>No digest is asked for.</p>'
    : `${tableOf('Digests', ['Digest', 'Last sent', 'Owed'], rows)}${lost}`;
}

function queuesHtml({ oldestWaiting, failed }: QueueState): string {
  const rows = [...oldestWaiting].map(([queue, seconds]) => [
    queue,
    seconds === 0 ? 'nothing waits' : formatDuration(seconds),
    String(failed.get(queue) ?? 0),
  ]);
  return tableOf('Queues', ['Queue', 'Oldest job waits', 'Failed jobs kept'], rows);
}

function tableOf(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = head.map((word) => `<th scope="col">${html(word)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${html(first)}</th>${rest.map((text) => `<td>${html(text)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${html(caption)}"><table><caption>${html(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function ago(at: number | undefined, now: number): string {
  if (at === undefined) return 'never';
  return `${moment(at)} (${formatDuration(Math.abs(now - at) / 1000)} ${at <= now ? 'ago' : 'ahead'})`;
}

function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ').concat(' UTC');
}

/** `weekly/email:ana@example.com` → `weekly/email:a…@example.com` */
function hideAddress(id: string): string {
  return id.replace(/([^/:@\s])[^/:@\s]*@/g, '$1…@');
}
