import { z } from 'zod';
import { ConfigError, nearest } from '../model/errors.ts';
import { prefixOf } from '../model/source.ts';
import { Turns } from '../model/ticket.ts';
import { MS_PER_DAY } from '../model/time.ts';
import { problemsOf } from './problems.ts';

/** What is asked of a connector: its variables, and to be opened with them. */
export interface Configurable<Opened extends { readonly name: string; readonly connectorId: string }> {
  readonly id: string;
  readonly title: string;
  readonly env: z.ZodObject;
  /** Earlier names of variables, each with its present one: they are read on, and told. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly turns: Turns;
  open(name: string, variables: Readonly<Record<string, string>>, turns: Turns | undefined): Opened;
}
export type Opened = { readonly name: string; readonly connectorId: string };

/** What decides how the variables of sources are read. */
export interface SourceContext<Source extends Opened> {
  readonly set: ReadonlyMap<string, string>;
  readonly connectors: readonly Configurable<Source>[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The sources that could be opened, and everything that is wrong with the others. */
export interface OpenedSources<Source extends Opened> {
  readonly sources: readonly Source[];
  /** The names of all sources that were meant to be read, also of those that could not be opened. */
  readonly names: readonly string[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Opens the sources that SOURCES lists, else every connector of which a required variable is set. */
export function openSources<Source extends Opened>(context: SourceContext<Source>): OpenedSources<Source> {
  const { set, connectors } = context;
  const problems: string[] = [];
  const warnings: string[] = [];
  const listed = set.get('SOURCES');
  const names = listed === undefined ? impliedNames(set, connectors) : listedNames(listed, problems);
  const sources: Source[] = [];
  for (const name of names) {
    const own: string[] = [];
    const opened = openSource(name, context, own, warnings);
    if (opened) sources.push(opened);
    const hint = listed === undefined ? leaveOut(name, context) : '';
    problems.push(...own.map((problem) => (problem.includes(': is not set;') ? problem + hint : problem)));
  }
  if (listed !== undefined) warnings.push(...unlisted(names, set, connectors));
  return { sources, names, problems, warnings };
}

/** Every connector of which a required variable is set. */
function impliedNames(set: ReadonlyMap<string, string>, connectors: readonly Configurable<Opened>[]): string[] {
  return connectors
    .filter(({ id, env }) => requiredKeys(env).some((key) => set.has(prefixOf(id) + key)))
    .map(({ id }) => id);
}

/** What to do where a variable that something else needs has made a source be read. */
function leaveOut(name: string, { set, connectors }: SourceContext<Opened>): string {
  const connector = connectors.find(({ id }) => id === name);
  const required = connector ? requiredKeys(connector.env).map((key) => prefixOf(name) + key) : [];
  const given = required.filter((variable) => set.has(variable));
  if (given.length === required.length) return '';
  return ` (${name} is read because ${given.join(' and ')} ${given.length === 1 ? 'is' : 'are'} set; if that is not meant, list in SOURCES what is)`;
}

function listedNames(listed: string, problems: string[]): string[] {
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

/** Connectors that are set up in full and that the list leaves out. */
function unlisted(
  names: readonly string[],
  set: ReadonlyMap<string, string>,
  connectors: readonly Configurable<Opened>[],
): string[] {
  return connectors.flatMap(({ id, env }) => {
    const required = requiredKeys(env).map((key) => prefixOf(id) + key);
    if (names.includes(id) || required.length === 0 || !required.every((name) => set.has(name))) return [];
    return [`${id} is set up (${required.join(', ')}), but SOURCES does not list it: it is not read`];
  });
}

function openSource<Source extends Opened>(
  name: string,
  { set, connectors, now }: SourceContext<Source>,
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
  const earlier = Object.entries(connector.renamed ?? {});
  /** The variable that says what `key` is: itself, else its earlier name. */
  const saidBy = (key: string): string => {
    const names = [key, ...earlier.flatMap(([old, present]) => (present === key ? [old] : []))];
    return names.map((each) => prefix + each).find((each) => set.has(each)) ?? prefix + key;
  };
  const own = Object.keys(connector.env.shape).flatMap((key): Said[] => {
    const variable = saidBy(key);
    const value = set.get(variable);
    return value === undefined ? [] : [{ key, variable, value }];
  });
  for (const [old, key] of earlier) {
    if (!set.has(prefix + old)) continue;
    const fate = saidBy(key) === prefix + old ? 'is still read' : 'is not read beside it';
    warnings.push(`${prefix}${old} is now called ${prefix}${key}; the old name ${fate}, please rename it`);
  }
  const turnsText = set.get(`${prefix}TURNS`);
  const turns = Turns.optional().safeParse(turnsText);
  if (!turns.success) problems.push(`${prefix}TURNS: is ${turnsText}; accepts status or message`);
  problems.push(...futureStarts(own, now));
  try {
    return connector.open(name, Object.fromEntries(own.map(({ key, value }) => [key, value])), turns.data);
  } catch (error) {
    if (error instanceof z.ZodError) problems.push(...problemsOf(error, connector.env, set, saidBy));
    else if (error instanceof ConfigError) problems.push(...error.problems.map((text) => blamed(text, name, own)));
    else throw error;
    return undefined;
  }
}

/** What one variable of a source says. */
interface Said {
  readonly key: string;
  /** The variable's name in full, which may be an earlier one. */
  readonly variable: string;
  readonly value: string;
}

/** Variables that say from which day on a source is read. */
const START_KEYS: readonly string[] = ['START_DATE', 'SINCE'];

/** Somewhere the next day has begun already. */
const DAY_AHEAD_MS = MS_PER_DAY;

/** A start that is still to come is a slip of the year or the month: nothing at all would be read, and nobody told. */
function futureStarts(own: readonly Said[], now: number): string[] {
  return own
    .filter(({ key, value }) => START_KEYS.includes(key) && Date.parse(value) > now + DAY_AHEAD_MS)
    .map(({ variable, value }) => `${variable}: "${value}" is in the future; nothing would be read until then`);
}

/** A problem that a connector found, with the variable whose value it speaks of, else with the source. */
function blamed(problem: string, source: string, own: readonly Said[]): string {
  if (problem.includes(prefixOf(source))) return problem;
  // Shorter values stand in any sentence.
  const spoken = own.filter(({ value }) => value.length > 2 && problem.includes(value));
  const [longest] = spoken.sort((a, b) => b.value.length - a.value.length);
  return `${longest?.variable ?? source}: ${problem}`;
}

/** Variables, without prefix, that a connector cannot be opened without. */
export function requiredKeys(env: z.ZodObject): string[] {
  return Object.entries(env.shape)
    .filter(([, schema]) => !z.safeParse(schema, undefined).success)
    .map(([key]) => key);
}
