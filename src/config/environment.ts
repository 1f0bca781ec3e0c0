import { ConfigError } from '../model/errors.ts';
import { wholeAddresses } from './addresses.ts';
import { problemsOf } from './problems.ts';
import { proxyProblems } from './proxies.ts';
import { Settings } from './settings.ts';
import { type Configurable, type Opened, openSources } from './sources.ts';
import { type StrangeName, type StrangeNameRules, strangeNames } from './strange-names.ts';

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
  /** Names that stand in an env file of ours: a misspelt one there is an error, in the environment it is told. */
  readonly inFile?: ReadonlySet<string>;
  /** What was found wrong, or is to be told, before the variables were put together. */
  readonly problems?: readonly string[];
  readonly warnings?: readonly string[];
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
  { now = Number.POSITIVE_INFINITY, inFile = new Set(), problems: before = [], warnings: told = [] }: Reading = {},
): Configuration<Source> {
  const set = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    const text = value?.trim();
    if (text && !isLink(name, text)) set.set(name, text);
  }
  const problems: string[] = [...before];
  const core = Settings.safeParse(Object.fromEntries([...set].filter(([name]) => Object.hasOwn(Settings.shape, name))));
  if (!core.success) problems.push(...problemsOf(core.error, Settings, set));
  problems.push(...proxyProblems(set));
  const whole = core.success ? wholeAddresses(core.data, (name) => set.has(name)) : undefined;
  problems.push(...(whole?.problems ?? []));

  const opened = openSources({ set, connectors, now });
  const strange = strangeOf(set, inFile, { connectors, sources: opened.names });
  problems.push(...opened.problems, ...strange.filter(({ slip }) => slip).map(({ sentence }) => sentence));
  const likely = strange.filter(({ slip }) => !slip).map(({ sentence }) => sentence);
  const warnings = [...told, ...opened.warnings, ...likely];
  // What is missing was perhaps only misspelt, or is a line that nobody reads: then both belong together.
  if (problems.length > 0 || !core.success) throw new ConfigError([...problems, ...warnings]);
  const settings = { ...core.data, ...whole?.addresses };
  return { settings, sources: opened.sources, warnings };
}

/** What Kubernetes and Docker set for a service that happens to be called `http` or `database`: nobody's setting. */
function isLink(name: string, value: string): boolean {
  return name.endsWith('_PORT') && /^(tcp|udp):\/\//.test(value);
}

/** Variables that look like ours and that nothing reads: those of our own file apart from those of the process. */
function strangeOf(
  set: ReadonlyMap<string, string>,
  inFile: ReadonlySet<string>,
  rules: Omit<StrangeNameRules, 'inFile'>,
): readonly StrangeName[] {
  const names = [...set.keys()];
  return [
    ...strangeNames(
      names.filter((name) => inFile.has(name)),
      set,
      { ...rules, inFile: true },
    ),
    ...strangeNames(
      names.filter((name) => !inFile.has(name)),
      set,
      { ...rules, inFile: false },
    ),
  ];
}
