import type { Window } from '../../src/model/window.ts';
import { type ReportContext, type ReportRequest, reportOf } from '../../src/report/from-records.ts';
import { kpisOf } from '../../src/report/kpis.ts';
import type { Kpis, Report } from '../../src/report/schema.ts';
import { type ReportRecords, type SpanOptions, spanOf } from '../../src/report/span.ts';
import { narrowRecords } from '../../src/report/where.ts';
import { calendarsVersion, currentDefinitions, readJoinList } from './definitions.ts';
import type { Deps } from './job.ts';
import { remarksOf } from './remarks.ts';

/** A report's records, read once, and what of the settings its figures depend on. */
export interface ReportSources {
  readonly records: ReportRecords;
  readonly context: ReportContext;
}

/** Reads all that the report of a window, its page, its lists and its audiences' reports are told from; only the tickets that it asks for. */
export async function readReport(
  { window, cohort, where }: Pick<ReportRequest, 'window' | 'cohort' | 'where'>,
  deps: Deps,
  wanted: Partial<Pick<SpanOptions, 'withUrls' | 'withHistories'>> = {},
): Promise<ReportSources> {
  const { settings, sources, store } = deps;
  const definitions = await currentDefinitions(settings, sources, store);
  const configured = sources.map(({ name }) => name);
  const context: ReportContext = {
    definitions,
    calendarsVersion: calendarsVersion(definitions),
    simulated: sources.some(({ connectorId }) => connectorId === 'simulated'),
    configured,
    remarks: await remarksOf(store, configured),
    files: sources.filter(({ connectorId }) => connectorId === 'file').map(({ name }) => name),
    population: settings.POPULATION,
    targets: settings.TARGETS,
    minSample: settings.MIN_SAMPLE,
    churnLookbackDays: settings.CHURN_LOOKBACK_DAYS,
    manualJoin: readJoinList(settings.JOIN_FILE),
  };
  const now = deps.now();
  const { churnLookbackDays } = context;
  const usual = { withUrls: false, withHistories: true } as const;
  const span = spanOf(window, { cohort, churnLookbackDays, now, definitions, ...usual, ...wanted });
  const records = await store.readWindow(span, now);
  if (where === undefined) return { records, context };
  return {
    records: narrowRecords(records, where, window.to),
    context: { ...context, desk: [...records.tickets, ...records.leftOut] },
  };
}

/** Makes the report of a window from what is stored. */
export async function makeReport(request: ReportRequest, deps: Deps): Promise<Report> {
  const { records, context } = await readReport(request, deps);
  return reportOf(records, request, context);
}

/** The figures of customer success of a window from what is stored. */
export async function makeKpis(window: Window, deps: Deps): Promise<Kpis> {
  const { records, context } = await readReport({ window, cohort: 'solved' }, deps, { withHistories: false });
  return kpisOf(records, window, context);
}
