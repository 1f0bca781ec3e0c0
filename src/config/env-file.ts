import { parseEnv } from 'node:util';
import { ConfigError } from '../model/errors.ts';
import { readAsCompose, readAsSystemd } from './env-readings.ts';
import { spelledForAll } from './env-spelling.ts';

/** What an env file says. */
export interface EnvFile {
  readonly values: ReadonlyMap<string, string>;
  /** What works and is probably not meant; one sentence each, without values of secrets. */
  readonly warnings: readonly string[];
}

/** What is to be known of variables to speak of a file. */
export interface EnvFileContext {
  /** How the file is called in sentences: `.env`. */
  readonly label: string;
  /** Whether a variable is one of ours; of others nothing is said. */
  readonly isKnown: (name: string) => boolean;
  readonly isSecret: (name: string) => boolean;
  /** Values of the environment, which Docker Compose puts in for `$NAME`. */
  readonly lookup: (name: string) => string | undefined;
}

/**
 * Reads an env file as Node does, whatever encoding an editor gave it, and tells which of its lines Docker Compose or
 * systemd would read otherwise.
 *
 * @throws ConfigError for bytes that are no text; it names the line
 */
export function readEnvFile(bytes: Uint8Array, context: EnvFileContext): EnvFile {
  const { label } = context;
  const { text, encoding } = decodeText(bytes, label);
  const values = new Map(Object.entries(parseEnv(text) as Record<string, string>));
  const lines = assignmentsIn(text);
  const warnings: string[] = [];
  if (encoding === 'UTF-16') {
    warnings.push(`${label} is UTF-16: Docker Compose and systemd cannot read it; save it as UTF-8`);
  } else {
    if (encoding === 'UTF-8 with a mark' && [...lines.names.values()].some(([line]) => line === 1)) {
      warnings.push(`${label} begins with a byte order mark: systemd takes it for a part of the first name`);
    }
    warnings.push(...differences(text, values, context));
  }
  for (const line of lines.unread) warnings.push(`${label}, line ${line}: is not read; a line is NAME=value`);
  for (const [name, at] of lines.names) {
    if (at.length > 1) warnings.push(`${label}: ${name} is set in lines ${at.join(' and ')}; only the last one holds`);
  }
  return { values, warnings };
}

export type Encoding = 'UTF-8' | 'UTF-8 with a mark' | 'UTF-16';

/** Text in UTF-8, with or without a mark, or in UTF-16. Throws a ConfigError that names the line that is no text. */
export function decodeText(bytes: Uint8Array, label: string): { readonly text: string; readonly encoding: Encoding } {
  const wide = wideEncodingOf(bytes);
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(bytes), encoding: 'UTF-16' };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw new TypeError('NUL');
    return { text, encoding: marked ? 'UTF-8 with a mark' : 'UTF-8' };
  } catch (error) {
    const line = lineThatIsNoText(bytes);
    throw new ConfigError(`${label}, line ${line}: is not UTF-8; save the file as UTF-8`, { cause: error });
  }
}

/** UTF-16 by its mark, or by the NUL bytes that Latin letters have in it. */
function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.length % 2 !== 0 || bytes.length < 4) return undefined;
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
  return undefined;
}

function lineThatIsNoText(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(10, from);
    const part = bytes.subarray(from, end < 0 ? bytes.length : end);
    const text = new TextDecoder('utf-8').decode(part);
    if (/[\uFFFD\0]/.test(text)) break;
    if (end < 0) break;
    from = end + 1;
  }
  return line;
}

/** Where each name is set, and the lines that are neither read nor a comment. Lines count from 1. */
function assignmentsIn(text: string): {
  readonly names: ReadonlyMap<string, readonly number[]>;
  readonly unread: readonly number[];
} {
  const names = new Map<string, number[]>();
  const unread: number[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = /^(?:export\s+)?([^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || name === '') {
      unread.push(index + 1);
      continue;
    }
    names.set(name, [...(names.get(name) ?? []), index + 1]);
    const quote = /^["'`]/.exec(value)?.[0];
    if (quote === undefined || value.indexOf(quote, 1) > 0) continue;
    const end = lines.findIndex((later, at) => at > index && later.includes(quote));
    if (end > 0) index = end;
  }
  return { names, unread };
}

function differences(text: string, values: ReadonlyMap<string, string>, context: EnvFileContext): readonly string[] {
  const { label, isKnown, isSecret, lookup } = context;
  const systemd = readAsSystemd(text);
  const compose = readAsCompose(text, lookup);
  const warnings: string[] = [];
  if ('failsAtLine' in compose) warnings.push(`${label}, line ${compose.failsAtLine}: Docker Compose cannot read it`);
  const names = new Set([...values.keys(), ...systemd.keys(), ...('values' in compose ? compose.values.keys() : [])]);
  for (const name of [...names].filter(isKnown)) {
    const value = values.get(name);
    const others = [
      ...('values' in compose && compose.values.get(name) !== value ? ['Docker Compose'] : []),
      ...(systemd.get(name) !== value ? ['systemd'] : []),
    ];
    if (others.length === 0) continue;
    const how = value === undefined ? 'is read by' : 'is read otherwise by';
    const not = value === undefined ? ', not by Fairclock' : '';
    const cut = value !== undefined && systemd.get(name)?.slice(value.length).trimStart().startsWith('#') === true;
    const advice = cut ? cutShort(name, value, isSecret(name)) : alike(name, value, isSecret(name));
    warnings.push(`${label}: ${name} ${how} ${others.join(' and ')}${not}; ${advice}`);
  }
  return warnings;
}

/** What to do about a # that ends a value here and elsewhere does not. */
function cutShort(name: string, value: string, secret: boolean): string {
  const comment = 'give the comment a line of its own';
  const whole = `if what follows # belongs to it, write ${name}='…' in single quotes`;
  return secret ? `${whole}, else ${comment}` : `read here is ${JSON.stringify(value)}; ${whole}, else ${comment}`;
}

function alike(name: string, value: string | undefined, secret: boolean): string {
  if (value === undefined) return `all read ${name}=value`;
  const spelled = spelledForAll(value);
  if (spelled === undefined) {
    return secret
      ? `put it into a file and name that in ${name}_FILE`
      : 'no spelling of this value is read alike by all';
  }
  const quote = /^['"]/.exec(spelled)?.[0];
  if (!secret) return `all read ${name}=${spelled} as it is read here`;
  return quote === undefined
    ? `all read ${name}=… alike without quotes and comment`
    : `all read ${name}=${quote}…${quote} alike, in ${quote === "'" ? 'single' : 'double'} quotes`;
}
