import { prefixOf } from '../model/source.ts';
import { coreNames, type NamesOfConnector, sourceNames } from './known-names.ts';
import { likelyNames, nearName } from './near-names.ts';
import { requiredKeys } from './sources.ts';

/** A variable that nothing reads and that was probably meant for us. */
export interface StrangeName {
  readonly name: string;
  /** It is a slip of a known name, beyond doubt. */
  readonly slip: boolean;
  /** What to tell of it. */
  readonly sentence: string;
}

/** Whose variables are looked at, and where they stand. */
export interface StrangeNameRules {
  readonly connectors: readonly NamesOfConnector[];
  /** Names of the sources that are read. */
  readonly sources: readonly string[];
  /** Whether they stand in an env file of ours; a process's environment holds those of many others. */
  readonly inFile: boolean;
}

/** Beginnings of our own variables, besides those of connectors. */
const OWN = /^(FAIRCLOCK|DIGEST|TEAM|TIER|CUSTOMER|NET|BULL_BOARD|CHURN)_/i;

/** Of these, what nobody else's variables begin with. */
const OURS_ALONE = /^(FAIRCLOCK|DIGEST)_/i;

/** A connector's beginning that is a word of everybody's. */
const ANYBODYS = /^FILE_/;

/** Set by package managers, by Kubernetes and Docker for services beside this one, by a terminal's or a build's runner. */
const MACHINES = /^(npm|yarn|pnpm)_|_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP)(_|$)/i;

/** Usual names in the environments of other programs, near to ours though they are. */
const USUAL_ELSEWHERE = /^(SLACK_CHANNEL(_ID)?|HTTPS_PORT|FILES_PATH|TEAM_ID|DATABASE_URLS|REDIS_URLS)$/;

/**
 * Names that nothing reads and that look like ours, each with its right spelling where there is one. In an env file all
 * of them are; in the environment only what is a slip of a known name, or has the beginning of a source that is read (of
 * any connector while none is).
 */
export function strangeNames(
  names: Iterable<string>,
  set: ReadonlyMap<string, string>,
  rules: StrangeNameRules,
): readonly StrangeName[] {
  const { connectors, sources, inFile } = rules;
  const known = new Set([
    ...coreNames(),
    ...connectors.flatMap((connector) => sourceNames(connector.id, connector)),
    ...sources.flatMap((source) => connectors.filter(idOf(source)).flatMap((each) => sourceNames(source, each))),
  ]);
  const accounts = new Map<string, string[]>();
  const strange: StrangeName[] = [];
  for (const name of names) {
    // Clients read the proxies in small letters too.
    if (known.has(name) || /^(https?|all|no|smtp)_proxy$/.test(name) || MACHINES.test(name)) continue;
    const account = accountOf(name, set, connectors);
    if (account !== undefined) {
      accounts.set(account, [...(accounts.get(account) ?? []), name]);
      continue;
    }
    const found = strangenessOf(name, known, set, rules);
    if (found) strange.push({ name, slip: inFile && found.slip, sentence: found.sentence });
  }
  for (const [account, own] of accounts) {
    const sentence = `${own.join(', ')}: nothing reads ${own.length === 1 ? 'it' : 'them'}, since SOURCES does not list ${account}`;
    strange.push({ name: own[0]!, slip: false, sentence });
  }
  return strange;
}

function idOf(source: string): (connector: NamesOfConnector) => boolean {
  const [id] = source.split(':', 1);
  return (connector) => connector.id === id;
}

function strangenessOf(
  name: string,
  known: ReadonlySet<string>,
  set: ReadonlyMap<string, string>,
  { connectors, sources, inFile }: StrangeNameRules,
): { readonly slip: boolean; readonly sentence: string } | undefined {
  const usual = !inFile && USUAL_ELSEWHERE.test(name);
  const meant = usual ? undefined : nearName(name, known);
  if (meant !== undefined) return { slip: true, sentence: unread(name, [meant]) };
  const connector = connectors.find(({ id }) => name.startsWith(prefixOf(id)));
  if (connector) {
    // The runner of GitHub's builds sets three dozen of them.
    const runner = connector.id === 'github' && set.has('GITHUB_ACTIONS');
    const isRead = !ANYBODYS.test(name) && sources.some((source) => idOf(source)(connector));
    if (!inFile && (runner || !(isRead || sources.length === 0))) return undefined;
    const own = sourceNames(connector.id, connector).filter((each) => !each.endsWith('_FILE'));
    const likely = likelyNames(name, own, prefixOf(connector.id));
    return { slip: false, sentence: likely.length > 0 ? unread(name, likely) : unlike(name, connector) };
  }
  if (!(inFile ? OWN : OURS_ALONE).test(name)) return undefined;
  const prefix = /^[^_]+_/.exec(name)?.[0] ?? '';
  const likely = likelyNames(
    name,
    [...known].filter((each) => each.startsWith(prefix)),
    prefix,
  );
  return { slip: false, sentence: unread(name, likely) };
}

function unread(name: string, meant: readonly string[]): string {
  return `${name} is set, but nothing reads it${meant.length > 0 ? `; did you mean ${meant.join(' or ')}?` : ''}`;
}

function unlike(name: string, { title }: NamesOfConnector): string {
  return `${name} is set, but nothing reads it; .env.example lists the variables of ${title}`;
}

/** The second account that a name belongs to, where all that it needs is set under the same name. */
function accountOf(
  name: string,
  set: ReadonlyMap<string, string>,
  connectors: readonly NamesOfConnector[],
): string | undefined {
  for (const { id, env } of connectors) {
    const prefix = prefixOf(id);
    if (!name.startsWith(prefix)) continue;
    for (const key of Object.keys(env.shape)) {
      if (!name.endsWith(`_${key}`)) continue;
      const label = name.slice(prefix.length, -key.length - 1);
      const required = requiredKeys(env).map((each) => `${prefix}${label}_${each}`);
      if (label === '' || required.length < 2 || !required.every((each) => set.has(each))) continue;
      return `${id}:${label.toLowerCase()}`;
    }
  }
  return undefined;
}
