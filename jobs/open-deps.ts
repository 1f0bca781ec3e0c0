import { setTimeout as delay } from 'node:timers/promises';
import { connectors } from '../connectors/index.ts';
import { metaOf, prefixOf, type Configuration, type Variables } from '../src/config/environment.ts';
import { Settings } from '../src/config/settings.ts';
import { createLog } from '../src/log.ts';
import { openStore } from '../src/store/open-store.ts';
import type { Deps } from './deps.ts';
import { terminalProgress } from './progress.ts';

/** Puts together what jobs touch. The log goes to `stderr`: sentences on a terminal, JSON lines elsewhere. */
export async function openDeps(
  { settings, sources, warnings }: Configuration,
  variables: Variables,
  stderr: NodeJS.WriteStream,
): Promise<Deps> {
  const log = createLog({
    level: settings.LOG_LEVEL,
    secrets: secretsOf(variables),
    destination: stderr,
    readable: stderr.isTTY,
  });
  for (const warning of warnings) log.warn(warning);
  return {
    settings,
    sources,
    store: await openStore({ url: settings.DATABASE_URL }),
    log,
    progress: terminalProgress(stderr),
    now: Date.now,
    sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
    random: Math.random,
    toolsFor: (source, signal) => ({
      now: Date.now,
      signal,
      source: source.name,
      storeSubjects: settings.STORE_SUBJECTS,
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
    const value = variables[name];
    if (!value) return [];
    if (!/^\w+:\/\//.test(value)) return name === 'DATABASE_URL' ? [] : [value];
    const password = /^\w+:\/\/[^/@]*:([^@]*)@/.exec(value)?.[1];
    return password ? [password, decodeURIComponent(password)] : [];
  });
}
