import { ConfigError } from '../model/errors.ts';
import { decodeText, readEnvFile } from './env-file.ts';
import type { Variables } from './environment.ts';
import { isKnownName, type NamesOfConnector } from './known-names.ts';
import { isSecretName } from './secrets.ts';

/** Where the value that holds comes from. */
export type Origin =
  | { readonly from: 'environment'; readonly hides?: string | undefined }
  | { readonly from: 'env-file'; readonly path: string }
  /** A file that a variable of the same name with `_FILE` at its end names. */
  | { readonly from: 'secret-file'; readonly path: string };

/** The variables that hold, and where each one comes from. */
export interface Gathered {
  readonly variables: Variables;
  readonly origins: ReadonlyMap<string, Origin>;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** What variables are gathered from. */
export interface Sources {
  readonly environment: Variables;
  /** The env file, where there is one; variables of the environment win over it, so that one run can differ. */
  readonly envFile?: { readonly path: string; readonly label: string; readonly bytes: Uint8Array } | undefined;
  readonly connectors: readonly NamesOfConnector[];
  /** Reads the file that holds a secret; throws what the system says. */
  readonly read: (path: string) => Uint8Array;
}

/** What Node reads before it reads any file of ours. */
const TOO_LATE = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];

/** No password or key is so long; a file that is was named by mistake. */
const LONGEST_SECRET_BYTES = 65_536;

/**
 * Puts together what the environment, an env file and files of secrets say. A secret `X` may stand in a file that `X_FILE`
 * names, as containers are handed theirs.
 *
 * @throws ConfigError for an env file that is no text
 */
export function gatherVariables({ environment, envFile, connectors, read }: Sources): Gathered {
  const isSecret = (name: string): boolean => isSecretName(name, connectors);
  const values = new Map<string, string>();
  const origins = new Map<string, Origin>();
  const warnings: string[] = [];
  const problems: string[] = [];
  if (envFile) {
    const { path, label, bytes } = envFile;
    const said = readEnvFile(bytes, {
      label,
      isKnown: (name) => isKnownName(name, connectors),
      isSecret,
      lookup: (name) => environment[name],
    });
    warnings.push(...said.warnings);
    for (const [name, value] of said.values) {
      values.set(name, value);
      origins.set(name, { from: 'env-file', path });
    }
  }
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    const hides = origins.has(name) && values.get(name) !== value ? envFile?.label : undefined;
    values.set(name, value);
    origins.set(name, { from: 'environment', hides });
  }
  for (const name of TOO_LATE) {
    if (origins.get(name)?.from !== 'env-file') continue;
    warnings.push(`${name} in ${envFile?.label} comes too late: Node reads it as it starts; set it in the environment`);
  }
  for (const [variable, path] of [...values]) {
    const name = variable.replace(/_FILE$/, '');
    if (name === variable || path.trim() === '' || !isSecret(name)) continue;
    if (values.get(name)?.trim()) {
      problems.push(`${name} and ${variable} are both set; only one of them can hold`);
      continue;
    }
    try {
      values.set(name, secretIn(read(path.trim()), variable));
      origins.set(name, { from: 'secret-file', path: path.trim() });
    } catch (error) {
      if (error instanceof ConfigError) problems.push(...error.problems);
      else problems.push(`${variable}: ${path} cannot be read (${codeOf(error)})`);
    }
  }
  return { variables: Object.fromEntries(values), origins, problems, warnings };
}

/** The secret that a file holds, without the line end that editors put after it. */
function secretIn(bytes: Uint8Array, variable: string): string {
  if (bytes.length > LONGEST_SECRET_BYTES) {
    throw new ConfigError(`${variable}: the file is longer than any secret; is it the right one?`);
  }
  const secret = decodeText(bytes, variable).text.replace(/[\r\n]+$/, '');
  if (secret.trim() === '') throw new ConfigError(`${variable}: the file is empty`);
  return secret;
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
