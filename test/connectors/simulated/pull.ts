import { simulated } from '../../../connectors/simulated/index.ts';
import type { Tools } from '../../../src/connector/connector.ts';
import type { Page } from '../../../src/model/source.ts';

export const NOW = Date.UTC(2026, 10, 21, 15, 30);

/** What a connector that asks nobody may touch. */
export const tools: Tools = {
  now: () => NOW,
  vendorNow: () => NOW,
  signal: new AbortController().signal,
  source: 'simulated',
  storeSubjects: false,
  warn: () => {},
  http: () => {
    throw new Error('the simulated company asks nobody');
  },
  variable: (name) => `SIMULATED_${name}`,
};

/** The pages of a simulated company from a cursor on. */
export function pull(
  variables: Readonly<Record<string, string>>,
  cursor?: string,
  changed: Partial<Tools> = {},
): AsyncIterable<Page> {
  return simulated.open('simulated', variables, undefined).pull(cursor, { ...tools, ...changed });
}

/** All of them. */
export async function pullAll(variables: Readonly<Record<string, string>>, cursor?: string): Promise<Page[]> {
  return Array.fromAsync(pull(variables, cursor));
}
