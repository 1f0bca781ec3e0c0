import { simulated } from '../../connectors/simulated/index.ts';
import { measureJob } from '../../jobs/tasks/measure.ts';
import { runHere } from '../../jobs/tasks/run-here.ts';
import { syncAll } from '../../jobs/tasks/sync.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import type { Window } from '../../src/model/window.ts';
import { type TestDeps, testDeps } from './test-deps.ts';

/** A small simulated company that is read and measured, and its last four whole weeks. */
export async function simulatedDesk({
  tickets,
  variables = {},
}: {
  readonly tickets: number;
  readonly variables?: Readonly<Record<string, string>>;
}): Promise<{ readonly deps: TestDeps; readonly window: Window }> {
  const { settings, sources } = readEnvironment(
    {
      ...{ SOURCES: 'simulated', SIMULATED_TICKETS: String(tickets), SIMULATED_UNTIL: '2026-11-23' },
      ...{ TEAM_HOURS: 'Mon-Fri 09:00-17:00', TEAM_TIME_ZONE: 'Europe/Berlin', ...variables },
    },
    [simulated],
  );
  const deps = { ...(await testDeps({ at: Date.UTC(2026, 10, 23, 8) })), settings, sources };
  const { signal } = new AbortController();
  await syncAll(sources, deps, signal);
  await runHere(measureJob, {}, deps, signal);
  const window = { from: Date.UTC(2026, 9, 26), to: Date.UTC(2026, 10, 23), timeZone: 'UTC' };
  return { deps, window };
}
