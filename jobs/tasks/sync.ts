import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import { z } from 'zod';
import type { Source } from '../../src/connector/connector.ts';
import { ConfigError, type Foreseen, isForeseen } from '../../src/model/errors.ts';
import { type Deps, defineJob } from './job.ts';
import { keepRemarks } from './remarks.ts';
import { runHere } from './run-here.ts';

/** Reads one source from where it stands to its end, page by page; each page is committed with its cursor. */
export const syncJob = defineJob({
  name: 'sync',
  payload: z.object({ source: z.string() }),
  async run({ source: name }, deps, signal) {
    const source = deps.sources.find((each) => each.name === name);
    if (!source) throw new ConfigError(`${name}: there is no such source in the settings; SOURCES lists those to read`);
    await settleIdentity(source, deps);
    await pullToEnd(source, deps, signal);
  },
});

/** A source's name stands for one account: what another one left in the store is never mixed with it. */
async function settleIdentity(source: Source, { store, log }: Deps): Promise<void> {
  const state = await store.sync.state(source.name);
  if (state && state.identity !== source.identity) {
    if (source.onIdentityChange === 'refuse') {
      throw new ConfigError(
        `${source.name}: what is stored under this name came from ${state.identity}, the settings now say ${source.identity}; ` +
          `give the new one a name of its own in SOURCES (${source.connectorId}:other), or drop what is stored with: fairclock forget ${source.name}`,
      );
    }
    await store.sync.forget(source.name);
    log.warn(
      { source: source.name },
      `${source.name} now reads something else: what was stored from before is replaced`,
    );
  }
  if (state?.identity !== source.identity) await store.sync.setIdentity(source.name, source.identity);
}

async function pullToEnd(source: Source, deps: Deps, signal: AbortSignal): Promise<void> {
  const { store, log, progress } = deps;
  const state = await store.sync.state(source.name);
  const work = `reading ${source.name}`;
  let changed = 0;
  let rejected = 0;
  try {
    for await (const page of source.pull(state?.cursor, deps.toolsFor(source, signal))) {
      const counts = await store.tickets.savePage(source.name, page, deps.now());
      changed += counts.ticketsChanged;
      rejected += counts.rejected;
      if (page.remarks) await keepRemarks(store, source.name, page.remarks);
      if (page.progress) progress.update(work, page.progress.done, page.progress.total);
      // A source that never waits (a file, an embedded store) would keep signals and timers from being heard.
      await nextTurn();
      if (signal.aborted) return;
    }
  } finally {
    progress.finish(work);
  }
  if (signal.aborted) return;
  await store.sync.finish(source.name, deps.now());
  log.info({ source: source.name, ticketsChanged: changed, rejected }, 'source read to its end');
}

/** A source that could not be read to its end; the others went on. */
export interface SyncFailure {
  readonly source: string;
  readonly message: string;
  readonly kind: Foreseen['kind'];
}

/** How many sources are read side by side. */
const SOURCES_AT_ONCE = 4;

/** Reads the sources side by side; a failure of one, told by its message, does not stop the others. */
export async function syncAll(
  sources: readonly Source[],
  deps: Deps,
  signal: AbortSignal,
): Promise<readonly SyncFailure[]> {
  if (sources.length === 0) {
    throw new ConfigError(
      'no source is configured; set FILE_PATH to a folder or file of your helpdesk export, or the variables of a connector (.env.example lists them)',
    );
  }
  const limit = pLimit(SOURCES_AT_ONCE);
  const failures = await Promise.all(
    sources.map(({ name }) =>
      limit(async (): Promise<SyncFailure | undefined> => {
        try {
          await runHere(syncJob, { source: name }, deps, signal);
          return undefined;
        } catch (error) {
          if (!isForeseen(error)) throw error;
          return { source: name, message: `${name}: ${error.message}`, kind: error.kind };
        }
      }),
    ),
  );
  return failures.filter((failure) => failure !== undefined);
}
