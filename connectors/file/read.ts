import type { Tools } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { Page } from '../../src/model/source.ts';
import { type Cursor, isStart, resumeFrom } from './cursor.ts';
import { addPage, createFacts, type Facts } from './observe.ts';
import { LATER_COUNTS } from './placed-rows.ts';
import type { Plan } from './plan.ts';
import { runStep } from './pull.ts';
import { countedRows, type RowCounts } from './row-counts.ts';
import { strongSigns } from './signs.ts';
import { stepsOf } from './steps.ts';

/** What a reading needs of its surroundings. */
export type ReadingTools = Pick<Tools, 'now' | 'signal' | 'source' | 'storeSubjects' | 'warn'>;

/** A reading of a plan's files, and what is known of it so far. */
export interface FileReading {
  readonly pages: AsyncGenerator<Page>;
  readonly facts: Facts;
  readonly counts: RowCounts;
}

/**
 * Reads the files of a plan from where the cursor stands, page by page. Where no row of a file can be read, for one
 * reason, it throws a ConfigError after the rows were set aside. Signs that the files mean something else are said in
 * the end.
 */
export function readFiles(plan: Plan, cursor: string | undefined, tools: ReadingTools): FileReading {
  const facts = createFacts();
  const counts = countedRows(plan.inputs);
  return { facts, counts, pages: pagesOf(plan, cursor, tools, facts, counts) };
}

async function* pagesOf(
  plan: Plan,
  text: string | undefined,
  tools: ReadingTools,
  facts: Facts,
  counts: RowCounts,
): AsyncGenerator<Page> {
  const steps = stepsOf(counts.inputs, tools.source, tools.storeSubjects);
  let cursor: Cursor = resumeFrom(text, plan.fingerprint(tools.storeSubjects));
  if (cursor.done) {
    // The files are what they were: they have been read up to now.
    yield { cursor: JSON.stringify(cursor), watermarkAt: tools.now() };
    return;
  }
  for (const remark of plan.remarks) tools.warn(remark);
  const isWhole = isStart(cursor);
  // Files that are read from their start may have been mended: the first page takes back what was said of any row.
  let first: Pick<Page, 'rereadPlaces'> = isWhole ? { rereadPlaces: [''] } : {};
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
    for await (const page of runStep(step, cursor, { ...tools, warn, mention: tools.warn }, progress)) {
      cursor = page.cursor;
      addPage(facts, page, tools.now());
      counts.add(page.rejected ?? []);
      yield { ...page, ...first, cursor: JSON.stringify(cursor) };
      first = {};
      tools.signal.throwIfAborted();
    }
    if (isWhole) refuseUnreadable(counts);
    bytesBefore += bytes;
    cursor = { ...cursor, step: index + 1, rejected: 0, groups: 0, remarks: [...cursor.remarks, ...remarks] };
  }
  const signs = isWhole ? strongSigns(facts) : [];
  for (const sign of signs) tools.warn(sign);
  cursor = { ...cursor, done: true };
  yield {
    ...first,
    remarks: [...new Set([...plan.remarks, ...cursor.remarks, ...signs])],
    cursor: JSON.stringify(cursor),
    watermarkAt: tools.now(),
  };
}

/** A file all of whose rows, several of them, fail for one and the same reason is not what the settings say it is. */
function refuseUnreadable(counts: RowCounts): void {
  const problems = counts.files.flatMap((file) => {
    const wanted = file.rows - file.leftOut;
    const [why, ...others] = counts.reasons().filter(({ place }) => place.startsWith(`${file.name}, `));
    if (wanted < 2 || !why || others.length > 0 || why.count < wanted) return [];
    // The same tickets in a later export: this one is old, and not unreadable.
    if (why.reason.endsWith(LATER_COUNTS)) return [];
    return [`${file.name}: none of its ${wanted} rows can be read: ${why.reason} (first ${why.place})`];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}
