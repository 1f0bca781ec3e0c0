import { ConfigError, nearest } from '../../src/model/errors.ts';
import type { Cadence, Schedule, Window } from '../../src/model/window.ts';
import type { Group, Report } from '../../src/report/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { Csat, type LowRated } from '../../src/summarise/outcomes/csat.ts';
import type { Audience, Channel, DigestMessage } from '../delivery/channel.ts';
import { unsubscribeToken } from '../delivery/subscriptions.ts';
import type { Deps } from './job.ts';
import { makeReport, type ReportRequest } from './report.ts';
import { makeReportPage, pagePath } from './report-page.ts';

/** A team or an agent, as found in the store. */
interface Members {
  readonly kind: Audience['kind'];
  readonly label: string;
  /** `source/id` of each: one person or team may be in several sources. */
  readonly ids: ReadonlySet<string>;
}

/** A report with only the figures of a team or an agent, and what they are called. */
export interface AudienceReport {
  readonly report: Report;
  readonly about: string;
}

/**
 * The report of a window for one audience: its own tickets, and of everybody's outcomes only what is its own. Answers and
 * satisfaction are those it is credited with, also on tickets that others solved.
 *
 * @throws ConfigError when nobody is called so
 */
export async function makeAudienceReport(
  request: ReportRequest,
  audience: Audience,
  deps: Deps,
): Promise<AudienceReport> {
  const members = await findMembers(audience, deps.store);
  const whole = await makeReport(request, deps);
  const own = await makeReport({ ...request, only: { kind: members.kind, ids: members.ids } }, deps);
  const groups = members.kind === 'team' ? whole.byTeam : whole.byAgent;
  const group = groups.find(
    ({ key, label }) => members.ids.has(key) || isOneOf(key, members) || label === members.label,
  );
  return { report: await narrowed(own, whole, group, members, deps.store), about: members.label };
}

/** Keys of groups leave the source out where that is clear without it. */
function isOneOf(key: string, { ids }: Members): boolean {
  return [...ids].some((id) => id.slice(id.indexOf('/') + 1) === key);
}

async function narrowed(
  own: Report,
  whole: Report,
  group: Group | undefined,
  members: Members,
  store: Store,
): Promise<Report> {
  const csat = Csat.safeParse(whole.outcomes.csat);
  const lowRated = csat.success ? await lowRatedOf(csat.data.lowRated, group, members, store) : [];
  return {
    ...own,
    previous: members.kind === 'team' ? own.previous : withoutAnswers(own.previous),
    overall: {
      ...own.overall,
      ...(group === undefined || members.kind === 'team'
        ? {}
        : { firstResponse: group.firstResponse, laterResponse: group.laterResponse }),
      ...(group?.csat === undefined ? {} : { csat: group.csat }),
    },
    outcomes: csat.success
      ? { csat: { ...csat.data, byAgent: [], byTeam: [], byTier: [], byChannel: [], lowRated } }
      : {},
    quality: whole.quality,
  };
}

/** Answers to tickets that others solved are in the figure and not in the comparison: no comparison is made. */
function withoutAnswers(previous: Report['previous']): Report['previous'] {
  if (previous === null) return null;
  return { ...previous, changes: previous.changes.filter(({ figure }) => !figure.includes('.firstResponse.')) };
}

async function lowRatedOf(
  all: readonly LowRated[],
  group: Group | undefined,
  { kind, ids }: Members,
  store: Store,
): Promise<LowRated[]> {
  if (kind === 'agent') return all.filter(({ agentKey }) => agentKey !== null && agentKey === group?.key);
  const histories = await store.tickets.histories(all.map(({ source, id }) => ({ source, ticketId: id })));
  const own = new Set(
    histories
      .filter(({ ticket }) => ids.has(`${ticket.source}/${ticket.teamId}`))
      .map(({ ticket }) => `${ticket.source}/${ticket.id}`),
  );
  return all.filter(({ source, id }) => own.has(`${source}/${id}`));
}

async function findMembers({ kind, name }: Audience, store: Store): Promise<Members> {
  const wanted = name.toLowerCase();
  if (kind === 'team') {
    const teams = await store.tickets.teams();
    const found = teams.filter((team) =>
      [team.name, team.id, `${team.source}/${team.id}`].some((word) => word.toLowerCase() === wanted),
    );
    if (found.length > 0) {
      return { kind, label: found[0]!.name, ids: new Set(found.map(({ source, id }) => `${source}/${id}`)) };
    }
    const meant = nearest(
      name,
      teams.map((team) => team.name),
    );
    throw new ConfigError(`DIGEST_…: there is no team ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
  }
  const agents = await store.tickets.agents();
  const keys = new Set(agents.filter(({ email }) => email?.toLowerCase() === wanted).map(({ personKey }) => personKey));
  const found = agents.filter(({ personKey }) => keys.has(personKey));
  if (found.length === 0) throw new ConfigError(`DIGEST_AGENTS_EMAIL: no agent has the address ${name}`);
  return { kind, label: found[0]!.name, ids: new Set(found.map(({ source, id }) => `${source}/${id}`)) };
}

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
