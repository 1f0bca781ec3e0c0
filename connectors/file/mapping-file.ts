import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../../src/model/errors.ts';
import { nearest } from '../../src/model/nearest.ts';
import { Mapping } from './mapping.ts';

const SHIPPED = join(import.meta.dirname, 'mappings');

/** The names of the mappings that come along. */
export function shippedMappings(): string[] {
  return readdirSync(SHIPPED)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** Where a mapping lies: a bare name is one that comes along, anything else the path of a file. */
function pathOf(name: string): string {
  const isBare = /^[\w-]+$/.test(name);
  return isBare ? join(SHIPPED, `${name}.json`) : resolve(name);
}

/** Reads a mapping by its name or path. ConfigError with every problem found in it. */
export function readMapping(name: string): Mapping {
  let text: string;
  try {
    text = readFileSync(pathOf(name), 'utf8');
  } catch (error) {
    const shipped = shippedMappings();
    const meant = nearest(name, shipped);
    const hint = meant === undefined ? `these come along: ${shipped.join(', ')}` : `did you mean ${meant}?`;
    throw new ConfigError(`there is no mapping ${name} (looked at ${pathOf(name)}); ${hint}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`the mapping ${name} is not JSON: ${detail}`, { cause: error });
  }
  const parsed = Mapping.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(
      ({ path, message }) => `the mapping ${name}, ${path.join('.') || 'as a whole'}: ${message}`,
    ),
  );
}

/** Changes when a mapping means something else; not when it is only laid out anew. */
export function mappingHash(mapping: Mapping): string {
  return createHash('sha256').update(JSON.stringify(mapping)).digest('hex').slice(0, 16);
}
