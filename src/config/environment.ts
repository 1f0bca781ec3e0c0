import { ConfigError, nearest } from '../model/errors.ts';
import { prefixOf } from '../model/source.ts';
import { problemsOf } from './problems.ts';
import { proxyProblems } from './proxies.ts';
import { Settings } from './settings.ts';
import { type Configurable, type Opened, openSources } from './sources.ts';

/** Variables as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Everything the environment says, read and checked. */
export interface Configuration<Source extends Opened> {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  /** Things that work and are probably not meant (a misspelt variable); one sentence each. */
  readonly warnings: readonly string[];
}

/** Under what circumstances variables are read. */
export interface Reading {
  /** Epoch milliseconds; left out: no date counts as still to come. */
  readonly now?: number;
}

/**
 * Reads settings and sources from environment variables. `NAME=` (empty) counts as not set.
 *
 * @throws ConfigError with every problem at once: each names its variable, what was found (never a secret) and what is
 *   accepted.
 */
export function readEnvironment<Source extends Opened>(
  variables: Variables,
  connectors: readonly Configurable<Source>[],
  { now = Number.POSITIVE_INFINITY }: Reading = {},
): Configuration<Source> {
  const set = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    const text = value?.trim();
    if (text) set.set(name, text);
  }
  const problems: string[] = [];
  const core = Settings.safeParse(Object.fromEntries([...set].filter(([name]) => Object.hasOwn(Settings.shape, name))));
  if (!core.success) problems.push(...problemsOf(core.error, Settings, '', set));
  problems.push(...proxyProblems(set));

  const opened = openSources({ set, connectors, now });
  problems.push(...opened.problems);
  if (problems.length > 0 || !core.success) throw new ConfigError(problems);
  return {
    settings: core.data,
    sources: opened.sources,
    warnings: [...opened.warnings, ...misspelt(set, connectors, opened.sources)],
  };
}
/** Variables that look like ours and that nothing reads. */
function misspelt(
  set: ReadonlyMap<string, string>,
  connectors: readonly Configurable<Opened>[],
  sources: readonly Opened[],
): string[] {
  const known = new Set(Object.keys(Settings.shape));
  const prefixes: string[] = [];
  for (const { name, connectorId } of sources) {
    const connector = connectors.find(({ id }) => id === connectorId);
    prefixes.push(prefixOf(name));
    for (const key of [...Object.keys(connector?.env.shape ?? {}), 'TURNS']) known.add(prefixOf(name) + key);
  }
  const warnings: string[] = [];
  for (const name of set.keys()) {
    if (known.has(name)) continue;
    const ours = prefixes.some((prefix) => name.startsWith(prefix)) || /^(TEAM|TIER|CUSTOMER|NET|DIGEST)_/.test(name);
    const meant = nearest(name, known);
    if (ours) warnings.push(`${name} is set, but nothing reads it${meant ? `; did you mean ${meant}?` : ''}`);
  }
  return warnings;
}
