import { z } from 'zod';
import { ConfigError, nearest } from '../model/errors.ts';
import { prefixOf } from '../model/source.ts';
import { Turns } from '../model/ticket.ts';
import { Settings } from './settings.ts';

/** Variables as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What is asked of a connector: its variables, and to be opened with them. */
export interface Configurable<Opened extends { readonly name: string; readonly connectorId: string }> {
  readonly id: string;
  readonly title: string;
  readonly env: z.ZodObject;
  /** Earlier names of variables, each with its present one. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly turns: Turns;
  open(name: string, variables: Readonly<Record<string, string>>, turns: Turns | undefined): Opened;
}
type Opened = { readonly name: string; readonly connectorId: string };

/** Everything the environment says, read and checked. */
export interface Configuration<Source extends Opened> {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  /** Things that work and are probably not meant (a misspelt variable); one sentence each. */
  readonly warnings: readonly string[];
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
): Configuration<Source> {
  const set = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    const text = value?.trim();
    if (text) set.set(name, text);
  }
  const problems: string[] = [];
  const core = Settings.safeParse(Object.fromEntries([...set].filter(([name]) => name in Settings.shape)));
  if (!core.success) problems.push(...problemsOf(core.error, Settings, '', set));

  const sources: Source[] = [];
  const warnings: string[] = [];
  for (const name of sourceNames(set, connectors, problems)) {
    const opened = openSource(name, set, connectors, problems, warnings);
    if (opened) sources.push(opened);
  }
  if (problems.length > 0 || !core.success) throw new ConfigError(problems);
  return { settings: core.data, sources, warnings: [...warnings, ...misspelt(set, connectors, sources)] };
}

/** Which sources to open: those listed, else every connector of which a required variable is set. */
function sourceNames(
  set: ReadonlyMap<string, string>,
  connectors: readonly Configurable<Opened>[],
  problems: string[],
): string[] {
  const listed = set.get('SOURCES');
  if (listed === undefined) {
    return connectors
      .filter(({ id, env }) => requiredNames(env).some((key) => set.has(prefixOf(id) + key)))
      .map(({ id }) => id);
  }
  const names = listed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) {
    if (!/^[a-z0-9]+(:[a-z0-9][a-z0-9_-]*)?$/.test(name)) {
      problems.push(
        `SOURCES: ${name} is not a source's name; write the connector, or connector:account (zendesk:emea)`,
      );
    }
  }
  const prefixes = new Map<string, string>();
  for (const name of new Set(names)) {
    const other = prefixes.get(prefixOf(name));
    if (other) problems.push(`SOURCES: ${other} and ${name} would read the same variables ${prefixOf(name)}…`);
    prefixes.set(prefixOf(name), name);
  }
  return [...new Set(names)];
}

function openSource<Source extends Opened>(
  name: string,
  set: ReadonlyMap<string, string>,
  connectors: readonly Configurable<Source>[],
  problems: string[],
  warnings: string[],
): Source | undefined {
  const id = name.split(':', 1)[0] ?? name;
  const connector = connectors.find((each) => each.id === id);
  if (!connector) {
    const known = connectors.map((each) => each.id);
    const meant = nearest(id, known);
    problems.push(
      `SOURCES: there is no connector ${id}; ${meant ? `did you mean ${meant}? ` : ''}there are ${known.join(', ')}`,
    );
    return undefined;
  }
  const prefix = prefixOf(name);
  /** The variable that says what `key` is: itself, else its earlier name. */
  const saidBy = (key: string): string => {
    const earlier = Object.keys(connector.renamed).filter((old) => connector.renamed[old] === key);
    return [key, ...earlier].map((each) => prefix + each).find((each) => set.has(each)) ?? prefix + key;
  };
  const own = Object.keys(connector.env.shape).flatMap((key): [string, string][] => {
    const value = set.get(saidBy(key));
    return value === undefined ? [] : [[key, value]];
  });
  for (const [old, key] of Object.entries(connector.renamed)) {
    if (!set.has(prefix + old)) continue;
    const fate = saidBy(key) === prefix + old ? 'is still read' : 'is not read beside it';
    warnings.push(`${prefix}${old} is now called ${prefix}${key}; the old name ${fate}, please rename it`);
  }
  const turnsText = set.get(`${prefix}TURNS`);
  const turns = Turns.optional().safeParse(turnsText);
  if (!turns.success) problems.push(`${prefix}TURNS: is ${turnsText}; accepts status or message`);
  try {
    return connector.open(name, Object.fromEntries(own), turns.data);
  } catch (error) {
    if (error instanceof z.ZodError) problems.push(...problemsOf(error, connector.env, prefix, set, saidBy));
    else if (error instanceof ConfigError) problems.push(...error.problems);
    else throw error;
    return undefined;
  }
}

/** Variables without which a connector cannot be opened. */
function requiredNames(env: z.ZodObject): string[] {
  return Object.entries(env.shape)
    .filter(([, schema]) => !z.safeParse(schema, undefined).success)
    .map(([key]) => key);
}

/** One sentence an issue: the variable in full, what was found, what is accepted. */
function problemsOf(
  error: z.ZodError,
  schema: z.ZodObject,
  prefix: string,
  set: ReadonlyMap<string, string>,
  saidBy: (key: string) => string = (key) => prefix + key,
): string[] {
  return error.issues.map((issue) => {
    const key = String(issue.path[0] ?? '');
    const name = saidBy(key);
    const found = set.get(name);
    if (found === undefined) return `${name}: is not set; ${descriptionOf(schema, key)}`;
    const secret = metaOf(schema, key)?.secret === true;
    return `${name}: ${secret ? 'its value' : JSON.stringify(found)} ${wordsOf(issue)}`;
  });
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' || /^(is|accepts|must|has|needs)\b/.test(issue.message)) return issue.message;
  return `is not accepted: ${issue.message}`;
}

/** What a variable's schema says of itself; optional and defaulted schemas carry it on the outside. */
export function metaOf(schema: z.ZodObject, key: string): { description?: string; secret?: boolean } | undefined {
  const field = schema.shape[key];
  return field instanceof z.ZodType ? (field.meta() as { description?: string; secret?: boolean }) : undefined;
}

function descriptionOf(schema: z.ZodObject, key: string): string {
  return metaOf(schema, key)?.description ?? 'it is needed';
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
    const keys = [...Object.keys(connector?.env.shape ?? {}), ...Object.keys(connector?.renamed ?? {}), 'TURNS'];
    for (const key of keys) known.add(prefixOf(name) + key);
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
