import { prefixOf } from '../model/source.ts';
import { type DocumentedVariable, documentedVariables } from './documentation.ts';
import type { Gathered, Origin } from './gather.ts';
import { isKnownName, type NamesOfConnector } from './known-names.ts';
import { Settings } from './settings.ts';
import type { Configurable, Opened } from './sources.ts';

/** One variable: what holds, and where it is from. */
export interface ExplainedVariable {
  readonly name: string;
  readonly group: string;
  /** As it is written; of an address without user, password and query; undefined where nothing holds or all is secret. */
  readonly value: string | undefined;
  readonly secret: boolean;
  readonly origin: Origin | { readonly from: 'default' } | { readonly from: 'parts' } | { readonly from: 'nowhere' };
}

/**
 * What holds of every variable of the product and of the connectors of which anything is set, also of their second
 * accounts. Secrets are never in it.
 *
 * @param settings as they were read, where they could be: an address may have been put together of its parts
 */
export function explainVariables(
  { variables, origins }: Gathered,
  connectors: readonly Configurable<Opened>[],
  settings: Settings | undefined,
): readonly ExplainedVariable[] {
  const isSet = (name: string): boolean => (variables[name]?.trim() ?? '') !== '';
  const explained = (variable: DocumentedVariable): ExplainedVariable => {
    const { name, group, secret, standard } = variable;
    const origin = origins.get(name);
    if (isAddress(name) && settings?.[name] !== undefined && partsOf(name).some(isSet)) {
      return { name, group, secret, origin: { from: 'parts' }, value: placeOf(settings[name]) };
    }
    if (origin !== undefined && isSet(name)) {
      const text = variables[name]?.trim() ?? '';
      return { name, group, secret, origin, value: secret ? placeOf(text) : text };
    }
    if (standard !== undefined) return { name, group, secret, origin: { from: 'default' }, value: standard };
    return { name, group, secret, origin: { from: 'nowhere' }, value: undefined };
  };
  const ofConnectors = connectors.flatMap((connector) => {
    const all = documentedVariables([connector]).filter(({ group }) => group === connector.title);
    return accountsOf(connector, Object.keys(variables).filter(isSet)).flatMap((prefix) =>
      all.map((each) => ({ ...each, name: prefix + each.name.slice(prefixOf(connector.id).length) })),
    );
  });
  return [...documentedVariables([]), ...ofConnectors].map(explained);
}

type Address = 'DATABASE_URL' | 'REDIS_URL' | 'SMTP_URL';

function isAddress(name: string): name is Address {
  return /^(DATABASE|REDIS|SMTP)_URL$/.test(name);
}

function partsOf(name: Address): readonly string[] {
  const server = name.replace('URL', '');
  return Object.keys(Settings.shape).filter((each) => each.startsWith(server) && each !== name);
}

/** Prefixes of a connector's accounts of which something is set. */
function accountsOf({ id, env }: Pick<NamesOfConnector, 'id' | 'env'>, names: readonly string[]): readonly string[] {
  const prefix = prefixOf(id);
  const keys = Object.keys(env.shape);
  const own = names.filter((name) => name.startsWith(prefix));
  const plain = own.some((name) => keys.includes(name.slice(prefix.length))) ? [prefix] : [];
  const others = own.flatMap((name) => {
    const key = keys.find((each) => name.endsWith(`_${each}`) && name.length > prefix.length + each.length + 1);
    return key === undefined || keys.includes(name.slice(prefix.length)) ? [] : [name.slice(0, -key.length)];
  });
  return [...plain, ...new Set(others)];
}

/** Where an address leads, without what is secret in it; undefined for what is no address. */
function placeOf(text: string): string | undefined {
  if (!/^(postgres|postgresql|redis|rediss|smtp|smtps):\/\//i.test(text)) {
    return /^[\w./\\-]+\.(sqlite|db)$/i.test(text) ? text : undefined;
  }
  const url = URL.parse(text);
  return url ? `${url.protocol}//${url.username || url.password ? '…@' : ''}${url.host}${url.pathname}` : undefined;
}

/** Names in the env file that nothing here reads, in its order: they may be for Docker Compose, or for nobody. */
export function unreadInFile({ origins }: Gathered, connectors: readonly NamesOfConnector[]): readonly string[] {
  return [...origins].flatMap(([name, { from }]) =>
    from === 'env-file' && !isKnownName(name, connectors) ? [name] : [],
  );
}
