import { expect, it } from 'vitest';
import { simulated } from '../../../connectors/simulated/index.ts';
import { measureJob, measureShardJob } from '../../../jobs/tasks/measure.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import { syncJob } from '../../../jobs/tasks/sync.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import type { TicketKey } from '../../../src/store/tickets/histories.ts';
import { testDeps } from '../test-deps.ts';

const NOW = Date.UTC(2026, 10, 20);
const COMPANY = { SOURCES: 'simulated', SIMULATED_TICKETS: '2500', SIMULATED_UNTIL: '2026-11-15' };
const signal = new AbortController().signal;

interface Share {
  readonly after?: TicketKey;
  readonly until?: TicketKey;
  readonly definitions: string;
}

it('measuring is handed out in shares that measure their own tickets and no others', async () => {
  const { settings, sources } = readEnvironment(COMPANY, [simulated]);
  const shares: Share[] = [];
  const keys: string[] = [];
  const deps = {
    ...(await testDeps({ at: NOW })),
    settings,
    sources,
    enqueue: async (_job: string, payload: object, key: string) => {
      shares.push(payload as Share);
      keys.push(key);
    },
  };
  await runHere(syncJob, { source: 'simulated' }, deps, signal);
  await runHere(measureJob, {}, deps, signal);
  const waiting = (await deps.store.measurements.unmeasured(10_000)).map(({ ticket }) => ticket.id);

  expect(shares).toHaveLength(2);
  expect(new Set(keys).size).toBe(2);
  const [first, second] = shares as [Share, Share];
  await runHere(measureShardJob, second, deps, signal);
  const left = (await deps.store.measurements.unmeasured(10_000)).map(({ ticket }) => ticket.id);
  expect(left).toEqual(waiting.slice(0, Math.ceil(waiting.length / 2)));
  await runHere(measureShardJob, { ...first, definitions: 'others' }, deps, signal);
  expect(await deps.store.measurements.countUnmeasured()).toBe(left.length);
  await runHere(measureShardJob, first, deps, signal);
  expect(await deps.store.measurements.countUnmeasured()).toBe(0);
});

it('the first share of measuring leaves the tickets of the second alone', async () => {
  const { settings, sources } = readEnvironment(COMPANY, [simulated]);
  const shares: Share[] = [];
  const enqueue = async (_job: string, payload: object) => void shares.push(payload as Share);
  const deps = { ...(await testDeps({ at: NOW })), settings, sources, enqueue };
  await runHere(syncJob, { source: 'simulated' }, deps, signal);
  await runHere(measureJob, {}, deps, signal);
  const waiting = (await deps.store.measurements.unmeasured(10_000)).map(({ ticket }) => ticket.id);
  await runHere(measureShardJob, shares[0], deps, signal);

  const left = (await deps.store.measurements.unmeasured(10_000)).map(({ ticket }) => ticket.id);
  expect(left).toEqual(waiting.slice(Math.ceil(waiting.length / 2)));
});
