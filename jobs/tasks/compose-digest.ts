import type { Cadence, Schedule } from '../../src/report/schedule.ts';
import type { Window } from '../../src/report/window.ts';
import type { Channel, DigestMessage } from '../delivery/channel.ts';
import { unsubscribeToken } from '../delivery/unsubscribing.ts';
import { makeAudienceReport } from './audience.ts';
import type { Deps } from './deps.ts';
import { makeReport } from './report.ts';
import { makeReportPage, pagePath } from './report-page.ts';

/** Which digest is wanted: its window in epoch ms, and what its reader should know of the sources. */
export interface DigestRequest {
  readonly from: number;
  readonly to: number;
  readonly notes: readonly string[];
  readonly key: string;
}

/** Makes one digest for one channel: the figures of its audience, and the links that go with them. */
export async function composeDigest(
  {
    channel,
    cadence,
    schedule,
  }: { readonly channel: Channel; readonly cadence: Cadence; readonly schedule: Pick<Schedule, 'timeZone'> },
  { from, to, notes, key }: DigestRequest,
  deps: Deps,
): Promise<DigestMessage> {
  const request = { window: { from, to, timeZone: schedule.timeZone }, cohort: 'solved', notes } as const;
  const own =
    channel.audience === undefined
      ? { report: await makeReport(request, deps), about: undefined }
      : await makeAudienceReport(request, channel.audience, deps);
  return {
    ...own,
    cadence,
    key,
    // The page tells everybody's figures: an agent's own digest does not lead there.
    ...(channel.audience?.kind === 'agent'
      ? {}
      : { pageUrl: pageUrlOf(cadence, request.window, deps), page: () => makeReportPage(request, deps) }),
    unsubscribeUrl: await unsubscribeUrlOf(channel, deps),
  };
}

function pageUrlOf(cadence: Cadence, window: Window, { settings }: Deps): string | undefined {
  const { PUBLIC_URL, PAGE_TOKEN } = settings;
  if (PUBLIC_URL === undefined || PAGE_TOKEN === undefined) return undefined;
  return below(PUBLIC_URL, pagePath(cadence, window));
}

async function unsubscribeUrlOf(channel: Channel, { settings, store }: Deps): Promise<string | undefined> {
  if (channel.personal !== true || settings.PUBLIC_URL === undefined) return undefined;
  return below(settings.PUBLIC_URL, `unsubscribe/${await unsubscribeToken(store, channel)}`);
}

/** An address below another, whether or not that ends with a slash. */
export function below(base: string, path: string): string {
  return new URL(path, base.endsWith('/') ? base : `${base}/`).href;
}
