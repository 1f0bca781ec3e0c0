import type { Definitions } from '../../src/model/definitions.ts';
import type { MeasuredColumns } from '../../src/model/measurement.ts';
import { type Cohort, cohortFilter, type MeasuredFilter, type Window } from '../../src/model/window.ts';
import { buildReport } from '../../src/report/build.ts';
import type { QualityFacts } from '../../src/report/quality.ts';
import type { Report } from '../../src/report/schema.ts';
import { previousWindow } from '../../src/report/window.ts';
import type { Store } from '../../src/store/store.ts';
import { selectRows } from '../../src/summarise/rows.ts';
import { calendarsVersion, currentDefinitions } from './definitions.ts';
import type { Deps } from './job.ts';
import { kpisForReport } from './kpis.ts';
import { openBacklog } from './open-backlog.ts';
import { outcomesOf } from './outcomes.ts';
import { reconciliationOf } from './reconciliation.ts';
import { remarksOf } from './remarks.ts';

/** Which report is wanted. */
export interface ReportRequest {
  readonly window: Window;
  readonly cohort: Cohort;
  /** Sentences a reader should know first: a source that could not be read, and the like. */
  readonly notes?: readonly string[];
  /** Only the tickets of these teams, or those solved by these agents (`source/id`); without outcomes. */
  readonly only?: { readonly kind: 'team' | 'agent'; readonly ids: ReadonlySet<string> };
}

/** Makes the report of a window from what is measured; it reads the histories of tickets only that have moved since. */
export async function makeReport({ window, cohort, notes = [], only }: ReportRequest, deps: Deps): Promise<Report> {
  const { store, settings, sources } = deps;
  const definitions = await currentDefinitions(settings, sources, store);
  const before = previousWindow(window);
  const columns = narrow(await cohortColumns(store, cohort, window), only);
  const earlier = narrow(await cohortColumns(store, cohort, before), only);
  const open = await openBacklog(definitions, Math.min(window.to, deps.now()), deps);
  const input = {
    now: deps.now(),
    simulated: sources.some(({ connectorId }) => connectorId === 'simulated'),
    window,
    cohort,
    columns,
    ...(earlier.n === 0 ? {} : { previous: { window: before, columns: earlier } }),
    open: open.filter((ticket) => isOf(only, ticket.source, only?.kind === 'team' ? ticket.teamId : ticket.agentId)),
    names: await namesOf(store),
    definitions,
    calendarsVersion: calendarsVersion(definitions),
    minSample: settings.MIN_SAMPLE,
    quality: await qualityOf(
      definitions,
      cohortFilter(cohort, window),
      [
        ...notes,
        ...notesOnStrangers(columns, deps),
        ...(await remarksOf(
          store,
          sources.map(({ name }) => name),
        )),
      ],
      deps,
    ),
    ...(only === undefined
      ? { outcomes: await outcomesOf(window, definitions, deps), kpis: await kpisForReport(window, deps) }
      : {}),
  };
  return buildReport(input);
}

/** A source that was taken out of the settings goes on counting until somebody says that it shall not. */
function notesOnStrangers({ source }: MeasuredColumns, { sources }: Deps): string[] {
  const configured = new Set(sources.map(({ name }) => name));
  return source.keys
    .filter((name) => name !== null && !configured.has(name))
    .map(
      (name) => `${name} is configured no more and its tickets are still counted; fairclock forget ${name} drops them.`,
    );
}

function narrow(columns: MeasuredColumns, only: ReportRequest['only']): MeasuredColumns {
  if (only === undefined) return columns;
  const { keys, codes } = only.kind === 'team' ? columns.team : columns.agent;
  return selectRows(columns, (row) => only.ids.has(keys[codes[row]!] ?? ''));
}

function isOf(only: ReportRequest['only'], source: string, id: string | null): boolean {
  return only === undefined || (id !== null && only.ids.has(`${source}/${id}`));
}

/** The cohort's tickets by columns; for `rated`, those of which a rating was given in the window. */
export async function cohortColumns(store: Store, cohort: Cohort, window: Window): Promise<MeasuredColumns> {
  const filter = cohortFilter(cohort, window);
  if (cohort !== 'rated') return store.measuredColumns(filter);
  const rated = await ratedTickets(store, window);
  const all = await store.measuredColumns(filter, { ids: true });
  return selectRows(all, (row) => rated.has(`${all.source.keys[all.source.codes[row]!]}\n${all.ticketId?.[row]}`));
}

/** Keys `source\nid` of tickets rated in the window. */
export async function ratedTickets(store: Store, window: Window): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const page of store.ratings()) {
    for (const { source, ticketId, ratedAt, value } of page) {
      if (ticketId === undefined || value === null || ratedAt === undefined) continue;
      if (ratedAt >= window.from && ratedAt < window.to) keys.add(`${source}\n${ticketId}`);
    }
  }
  return keys;
}

/** The people and organisations of the store, for labels. */
export async function namesOf(store: Store) {
  return { agents: await store.agents(), teams: await store.teams(), accounts: await store.accounts() };
}

async function qualityOf(
  definitions: Definitions,
  filter: MeasuredFilter,
  notes: readonly string[],
  deps: Deps,
): Promise<QualityFacts> {
  const { store, sources } = deps;
  const watermarks: Record<string, number | null> = {};
  for (const { name } of sources) {
    const state = await store.syncState(name);
    watermarks[name] = state?.watermarkAt ?? state?.syncedAt ?? null;
  }
  const found = await store.quality(filter);
  return {
    excluded: Object.fromEntries(Object.entries(found.excluded).filter(([, count]) => count > 0)),
    unknownStatuses: found.unknownStatuses,
    impossible: found.impossible.map(({ source, ticketId, kind, detail }) => ({ source, id: ticketId, kind, detail })),
    clippedEvents: found.clippedEvents,
    truncatedTimelines: found.truncatedTimelines,
    rejected: await store.countRejected(),
    watermarks,
    reconciliation: await reconciliationOf(definitions, filter, store),
    notes,
  };
}
