import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CheckResult, defineConnector, type Tools } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import { checkPlan } from './check.ts';
import { type Cursor, isStart, resumeFrom } from './cursor.ts';
import { Env, type Settings } from './env.ts';
import { mappingHash, planOf, readMapping } from './plan.ts';
import { runStep } from './pull.ts';
import { stepsOf } from './steps.ts';

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

async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const plan = await planOf(settings.PATH, settings.MAPPING, tools.warn);
  const steps = stepsOf(plan.inputs, tools.source, tools.storeSubjects);
  let cursor: Cursor = resumeFrom(text, plan.fingerprint(tools.storeSubjects));
  if (cursor.done) {
    // The files are what they were: they have been read up to now.
    yield { cursor: JSON.stringify(cursor), watermarkAt: tools.now() };
    return;
  }
  // Files that are read from their start may have been mended: the first page takes back what was said of any row.
  let first: Pick<Page, 'rereadPlaces'> = isStart(cursor) ? { rereadPlaces: [''] } : {};
  let bytesBefore = 0;
  for (const [index, step] of steps.entries()) {
    if (index < cursor.step) {
      bytesBefore += plan.bytesOf(step.inputs);
      continue;
    }
    const before = bytesBefore;
    const bytes = plan.bytesOf(step.inputs);
    const progress = (read: number, built: number) => ({
      done: Math.round(2 * before + read + built * bytes),
      total: 2 * plan.bytesOf(plan.inputs),
    });
    const remarks: string[] = [];
    const warn = (remark: string): void => {
      tools.warn(remark);
      remarks.push(remark);
    };
    for await (const page of runStep(step, cursor, { ...tools, warn }, progress)) {
      cursor = page.cursor;
      yield { ...page, ...first, cursor: JSON.stringify(cursor) };
      first = {};
      tools.signal.throwIfAborted();
    }
    bytesBefore += bytes;
    cursor = { ...cursor, step: index + 1, rejected: 0, groups: 0, remarks: [...cursor.remarks, ...remarks] };
  }
  cursor = { ...cursor, done: true };
  yield {
    ...first,
    remarks: [...new Set(cursor.remarks)],
    cursor: JSON.stringify(cursor),
    watermarkAt: tools.now(),
  };
}

function check(settings: Settings, tools: Tools): Promise<CheckResult> {
  return checkPlan(settings.PATH, settings.MAPPING, tools);
}
