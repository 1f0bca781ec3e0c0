import type { DimensionName, Measure } from '../model/catalogue.ts';
import { ConfigError, nearest } from '../model/errors.ts';
import type { WindowRecords } from '../model/window-records.ts';
import { type ReportContext, type ReportRequest, reportOf } from './from-records.ts';
import type { Csat, Group, Report } from './schema.ts';
import type { ReportRecords } from './span.ts';

/** Whose figures a report tells, where they are not everybody's. */
export interface Audience {
  readonly kind: 'team' | 'agent';
  /** A team by name, id or `source/id`; an agent by email address. */
  readonly name: string;
}

/** A team or an agent, as found in the records. */
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
export function audienceReportOf(
  records: ReportRecords,
  request: ReportRequest,
  audience: Audience,
  context: ReportContext,
): AudienceReport {
  const members = findMembers(audience, records);
  const whole = reportOf(records, request, context);
  const own = reportOf(records, { ...request, only: { kind: members.kind, ids: members.ids } }, context);
  const groups = members.kind === 'team' ? whole.byTeam : whole.byAgent;
  const group = groups.find(
    ({ key, label }) => members.ids.has(key) || isOneOf(key, members) || label === members.label,
  );
  return { report: narrowed(own, whole, group, members, records), about: members.label };
}

/** Keys of groups leave the source out where that is clear without it. */
function isOneOf(key: string, { ids }: Members): boolean {
  return [...ids].some((id) => id.slice(id.indexOf('/') + 1) === key);
}

function narrowed(
  own: Report,
  whole: Report,
  group: Group | undefined,
  members: Members,
  records: ReportRecords,
): Report {
  const { csat } = whole.outcomes;
  return {
    ...own,
    previous: members.kind === 'team' ? own.previous : withoutAnswers(own.previous),
    // What somebody takes is told beside all, which only the whole report knows.
    people: members.kind === 'team' ? own.people : whole.people.filter(({ agent }) => members.ids.has(agent)),
    overall: {
      ...own.overall,
      ...(group === undefined || members.kind === 'team' ? {} : responsesOf(group)),
      ...(group?.csat === undefined ? {} : { csat: group.csat }),
    },
    outcomes:
      csat === undefined
        ? {}
        : {
            csat: {
              ...csat,
              ...NOT_SPLIT,
              lowRated: lowRatedOf(csat.lowRated, group, members, records),
            },
          },
    quality: whole.quality,
  };
}

/** Whoever solved the ticket: what somebody answered is theirs. */
function responsesOf({ firstResponse, laterResponse }: Group) {
  return { firstResponse, laterResponse } satisfies Partial<Pick<Group, Measure>>;
}

/** What is one group's own is split no further. */
const NOT_SPLIT = { byAgent: [], byTeam: [], byTier: [], byChannel: [] } satisfies Partial<
  Record<DimensionName, never[]>
>;

/** Answers to tickets that others solved are in the figure and not in the comparison: no comparison is made. */
function withoutAnswers(previous: Report['previous']): Report['previous'] {
  if (previous === null) return null;
  return { ...previous, changes: previous.changes.filter(({ figure }) => !figure.includes('.firstResponse.')) };
}

function lowRatedOf(
  all: Csat['lowRated'],
  group: Group | undefined,
  { kind, ids }: Members,
  { rated }: ReportRecords,
): Csat['lowRated'] {
  if (kind === 'agent') return all.filter(({ agentKey }) => agentKey !== null && agentKey === group?.key);
  const own = new Set(rated.flatMap(({ ticket }) => (ticket?.team && ids.has(ticket.team) ? [ticket.key] : [])));
  return all.filter(({ source, id }) => own.has(`${source}/${id}`));
}

function findMembers({ kind, name }: Audience, { teams, agents }: Pick<WindowRecords, 'teams' | 'agents'>): Members {
  const wanted = name.toLowerCase();
  if (kind === 'team') {
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
  const keys = new Set(agents.filter(({ email }) => email?.toLowerCase() === wanted).map(({ personKey }) => personKey));
  const found = agents.filter(({ personKey }) => keys.has(personKey));
  if (found.length === 0) throw new ConfigError(`DIGEST_AGENTS_EMAIL: no agent has the address ${name}`);
  return { kind, label: found[0]!.name, ids: new Set(found.map(({ source, id }) => `${source}/${id}`)) };
}
