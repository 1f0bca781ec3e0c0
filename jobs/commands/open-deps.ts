import { SingleBar } from 'cli-progress';
import { connectors } from '../../connectors/index.ts';
import { createSides } from '../../src/clock/sides.ts';
import type { Configuration, Variables } from '../../src/config/environment.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import type { Source } from '../../src/connector/connector.ts';
import type { RequestReport } from '../../src/connector/http/http.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools, systemEffects } from '../../src/connector/tools.ts';
import { openStore } from '../../src/store/store.ts';
import { openChannels } from '../delivery/channels.ts';
import { createLog } from '../log.ts';
import type { Deps, Output, Progress } from '../tasks/job.ts';

/** Says nothing: for logs, pipes and tests. */
export const silentProgress: Progress = { update() {}, finish() {} };

/** One bar at a time, with rate and remaining time, on a terminal; silent where the stream is none. */
export function terminalProgress(stream: Output): Progress {
  if (stream.isTTY !== true) return silentProgress;
  let current:
    | { readonly work: string; readonly bar: SingleBar; readonly startedAt: number; readonly from: number }
    | undefined;
  const begin = (work: string, done: number, total: number | undefined) => {
    current?.bar.stop();
    const bar = new SingleBar({
      stream,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      etaBuffer: 50,
      format:
        total === undefined
          ? `${work}  {value}  {rate}/s`
          : `${work}  {bar} {percentage} %  {value} of {total}  {rate}/s  {eta_formatted} left`,
    });
    bar.start(total ?? 0, done, { rate: '0' });
    current = { work, bar, startedAt: performance.now(), from: done };
    return current;
  };
  return {
    update(work, done, total) {
      const running = current?.work === work ? current : begin(work, done, total);
      const seconds = (performance.now() - running.startedAt) / 1000;
      if (total !== undefined) running.bar.setTotal(total);
      running.bar.update(done, { rate: String(seconds > 0 ? Math.round((done - running.from) / seconds) : 0) });
    },
    finish(work) {
      if (current?.work !== work) return;
      current.bar.stop();
      current = undefined;
    },
  };
}

/** What differs between a command of a person and a service. */
export interface DepsOptions {
  /** JSON lines for a machine that collects the log, instead of sentences. */
  readonly jsonLog?: boolean;
  /** Hears of every request to a vendor. */
  readonly onRequest?: (report: RequestReport) => void;
}

/**
 * Puts together what jobs touch. The log goes to `stderr`.
 */
export async function openDeps(
  { settings, sources, warnings }: Configuration<Source>,
  variables: Variables,
  stderr: Output,
  { jsonLog = false, onRequest }: DepsOptions = {},
): Promise<Deps> {
  const log = createLog({
    level: settings.LOG_LEVEL,
    secrets: secretsOf(variables, connectors),
    destination: stderr,
    readable: !jsonLog,
  });
  for (const warning of warnings) log.warn(warning);
  // A stop ends a wait, it is not a failure of what waits.
  const sleep = (ms: number, signal: AbortSignal) => systemEffects.sleep(ms, signal).catch(() => undefined);
  const digests = openChannels(settings, sleep);
  const limiters = createLimiters(systemEffects);
  return {
    settings,
    sources,
    store: await openStore({ url: settings.DATABASE_URL }),
    sides: createSides(),
    ...digests,
    log,
    progress: terminalProgress(stderr),
    now: systemEffects.now,
    sleep,
    random: systemEffects.random,
    toolsFor: (source, signal) =>
      createTools({
        source: source.name,
        storeSubjects: settings.STORE_SUBJECTS,
        signal,
        effects: systemEffects,
        limiters,
        ...(onRequest === undefined ? {} : { onRequest }),
        warn: (message) => log.warn({ source: source.name }, message),
      }),
  };
}
