import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CheckResult, defineConnector, type Tools } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import { checkPlan } from './check.ts';
import { Env, type Settings } from './env.ts';
import { mappingHash, planOf, readMapping } from './plan.ts';
import { readFiles } from './read.ts';

/** Exports on disk: tables of the normalised model, or any event log or ticket list with a mapping. */
export const file = defineConnector({
  id: 'file',
  title: 'Files (CSV, JSON Lines)',
  env: Env,
  turns: 'status',
  onIdentityChange: 'replace',
  identity: identityOf,
  pull,
  check,
});

/** Where the files really lie; a path that is not there (yet) stands for itself. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function identityOf(settings: Settings): string {
  const path = realPath(settings.PATH);
  return settings.MAPPING === undefined ? path : `${path} by ${mappingHash(readMapping(settings.MAPPING))}`;
}

async function* pull(settings: Settings, cursor: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const plan = await planOf(settings.PATH, settings.MAPPING, tools.warn);
  yield* readFiles(plan, cursor, tools).pages;
}

function check(settings: Settings, tools: Tools): Promise<CheckResult> {
  return checkPlan((warn) => planOf(settings.PATH, settings.MAPPING, warn), tools);
}
