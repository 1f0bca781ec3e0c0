import { connectors } from '../../connectors/index.ts';
import { createSides } from '../../src/clock/sides.ts';
import { type Configuration, metaOf, prefixOf, type Variables } from '../../src/config/environment.ts';
import { Settings } from '../../src/config/settings.ts';
import { systemEffects } from '../../src/connector/effects.ts';
import type { RequestReport } from '../../src/connector/http/http.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools } from '../../src/connector/tools.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openChannels } from '../delivery/channels.ts';
import { createLog } from '../log.ts';
import type { Deps, Output } from '../tasks/deps.ts';
import { terminalProgress } from './progress.ts';

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
  { settings, sources, warnings }: Configuration,
  variables: Variables,
  stderr: Output,
  { jsonLog = false, onRequest }: DepsOptions = {},
): Promise<Deps> {
  const log = createLog({
    level: settings.LOG_LEVEL,
    secrets: secretsOf(variables),
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

/** Every value of a variable that is marked secret, under any source's prefix, and the passwords inside URLs. */
export function secretsOf(variables: Variables): readonly string[] {
  const names = Object.keys(variables);
  const secretNames = new Set(Object.keys(Settings.shape).filter((key) => metaOf(Settings, key)?.secret));
  for (const { id, env } of connectors) {
    for (const key of Object.keys(env.shape).filter((each) => metaOf(env, each)?.secret)) {
      for (const name of names) {
        if (name.startsWith(prefixOf(id)) && name.endsWith(`_${key}`)) secretNames.add(name);
      }
    }
  }
  return [...secretNames].flatMap((name) => {
    const value = variables[name]?.trim();
    if (!value) return [];
    // A webhook's address is a secret as a whole.
    if (name === 'DIGEST_SLACK_WEBHOOK') return [value, URL.parse(value)?.pathname ?? value];
    if (!/^\w+:\/\//.test(value)) return name === 'DATABASE_URL' ? [] : [value];
    return passwordsIn(value);
  });
}

/** The password of a URL, as it is written and as it is meant, also where a wrong sign in it breaks the URL. */
function passwordsIn(text: string): readonly string[] {
  const url = URL.parse(text);
  const written = [url?.password, url?.searchParams.get('password'), /^\w+:\/\/[^/@:]*:(.*)@/.exec(text)?.[1]];
  return written.flatMap((password) => (password ? [password, decoded(password)] : []));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
