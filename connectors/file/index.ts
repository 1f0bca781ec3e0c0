import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CheckResult, defineConnector, type Tools } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import { checkPlan } from './check.ts';
import { Env, type Settings } from './env.ts';
import { planOf, type Wanted } from './inputs.ts';
import { mappingHash, readMapping } from './plan.ts';
import { readFiles } from './read.ts';

/** Exports on disk: tables of the normalised model, exports of known helpdesks, or anything else with a mapping. */
export const file = defineConnector({
  id: 'file',
  title: 'Files (CSV, JSON, XLSX)',
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

function wantedBy({ PATH: path, MAPPING: mapping, TIME_ZONE: zone }: Settings): Wanted {
  return { path, mapping, zone };
}

async function* pull(settings: Settings, cursor: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const plan = await planOf(wantedBy(settings), tools);
  yield* readFiles(plan, cursor, tools).pages;
}

function check(settings: Settings, tools: Tools): Promise<CheckResult> {
  return checkPlan((warn) => planOf(wantedBy(settings), { ...tools, warn }), tools);
}
