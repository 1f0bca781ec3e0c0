import type { Cadence, Schedule, Window } from '../../src/model/window.ts';
import { audienceReportOf } from '../../src/report/audience.ts';
import { reportOf } from '../../src/report/from-records.ts';
import { nextDue } from '../../src/report/window.ts';
import type { Channel, DigestMessage } from '../delivery/channel.ts';
import { unsubscribeToken } from '../delivery/subscriptions.ts';
import type { Deps } from './job.ts';
import { readReport } from './report.ts';
import { pageOf, pagePath } from './report-page.ts';

/** Which digest is wanted: its window in epoch ms, and what its reader should know of the sources. */
export interface DigestRequest {
  readonly from: number;
  readonly to: number;
  readonly notes: readonly string[];
  readonly key: string;
  /** Whether none ever went to its reader before. */
  readonly first?: boolean | undefined;
}

/** Makes one digest for one channel: the figures of its audience, and the links that go with them. */
export async function composeDigest(
  { channel, cadence, schedule }: { readonly channel: Channel; readonly cadence: Cadence; readonly schedule: Schedule },
  { from, to, notes, key, first }: DigestRequest,
  deps: Deps,
): Promise<DigestMessage> {
  const request = { window: { from, to, timeZone: schedule.timeZone }, cohort: 'solved', notes } as const;
  // The page tells everybody's figures: an agent's own digest does not lead there.
  const hasPage = channel.audience?.kind !== 'agent';
  const { records, context } = await readReport(request, deps, { withUrls: hasPage });
  const own =
    channel.audience === undefined
      ? { report: reportOf(records, request, context), about: undefined }
      : audienceReportOf(records, request, channel.audience, context);
  const nextAt = nextDue(schedule, deps.now()).at;
  const page = async (): Promise<string> =>
    pageOf(
      { records, context },
      channel.audience === undefined ? own.report : reportOf(records, request, context),
      request,
      { first, nextAt },
      deps,
    );
  return {
    ...own,
    own: channel.audience?.kind,
    key,
    first,
    nextAt,
    ...(hasPage ? { pageUrl: pageUrlOf(cadence, request.window, deps), page } : {}),
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
