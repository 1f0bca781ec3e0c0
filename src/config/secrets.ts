import { prefixOf } from '../model/source.ts';
import type { Variables } from './environment.ts';
import type { NamesOfConnector } from './known-names.ts';
import { metaOf } from './problems.ts';
import { Settings } from './settings.ts';

/** Whether the value of a variable is never shown, under any source's prefix. */
export function isSecretName(name: string, connectors: readonly NamesOfConnector[]): boolean {
  if (metaOf(Settings, name)?.secret === true) return true;
  return connectors.some(
    ({ id, env }) =>
      name.startsWith(prefixOf(id)) &&
      Object.keys(env.shape).some((key) => name.endsWith(`_${key}`) && metaOf(env, key)?.secret === true),
  );
}

/** Values that hold nothing secret but a password within an address. */
const ADDRESSES = /^(DATABASE_URL|REDIS_URL|SMTP_URL|((https?|all|smtp)_proxy))$/i;

/** Every value of a variable that is marked secret, under any source's prefix, and the passwords inside addresses. */
export function secretsOf(variables: Variables, connectors: readonly NamesOfConnector[]): readonly string[] {
  return Object.entries(variables).flatMap(([name, text]) => {
    const value = text?.trim();
    if (!value) return [];
    if (ADDRESSES.test(name)) return passwordsIn(value);
    if (!isSecretName(name, connectors)) return [];
    // A webhook's address is a secret as a whole.
    return /^\w+:\/\//.test(value) ? [value, URL.parse(value)?.pathname ?? value] : [value];
  });
}

/** The password of a URL, as it is written and as it is meant, also where a wrong sign in it breaks the URL. */
function passwordsIn(text: string): readonly string[] {
  const url = URL.parse(text);
  const written = [url?.password, url?.searchParams.get('password'), /^(?:\w+:\/\/)?[^/@:]*:(.*)@/.exec(text)?.[1]];
  return written.flatMap((password) => (password ? [password, decoded(password)] : []));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
