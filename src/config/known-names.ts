import type { z } from 'zod';
import { prefixOf } from '../model/source.ts';
import { metaOf } from './problems.ts';
import { Settings } from './settings.ts';

/** What is asked of a connector to know its variables. */
export interface NamesOfConnector {
  readonly id: string;
  readonly title: string;
  readonly env: z.ZodObject;
  /** Earlier names of variables, which are read on. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** Variables of the process that something below us reads: Node itself, HTTP clients, terminals. */
const READ_BELOW = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'SMTP_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NO_COLOR',
] as const;

/** Every variable that is read, of the product itself and of what runs below it. */
export function coreNames(): readonly string[] {
  return [...namesOf(Settings, ''), ...READ_BELOW];
}

/** Every variable of a connector's account, in full (`zendesk:emea` has ZENDESK_EMEA_…). */
export function sourceNames(name: string, { env, renamed = {} }: NamesOfConnector): readonly string[] {
  const prefix = prefixOf(name);
  return [...namesOf(env, prefix), ...Object.keys(renamed).map((key) => prefix + key), `${prefix}TURNS`];
}

function namesOf(schema: z.ZodObject, prefix: string): string[] {
  return Object.keys(schema.shape).flatMap((key) =>
    metaOf(schema, key)?.secret === true ? [prefix + key, `${prefix}${key}_FILE`] : [prefix + key],
  );
}

/** Whether a variable is read, of whichever account of a connector. */
export function isKnownName(name: string, connectors: readonly NamesOfConnector[]): boolean {
  if (coreNames().includes(name)) return true;
  return connectors.some((connector) => {
    const prefix = prefixOf(connector.id);
    if (!name.startsWith(prefix)) return false;
    // Of a second account there is a word more between the two.
    return sourceNames(connector.id, connector).some((each) => name.endsWith(each.slice(prefix.length - 1)));
  });
}
