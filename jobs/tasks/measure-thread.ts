import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type MeasureFigures, type MeasureTask, measureDescriber } from '../../src/summarise/deal.ts';

/** From so many rows on, a thread of their own is worth its start. */
const ROWS_FOR_A_THREAD = 500_000;

/** By what a thread that this module has started knows that it is one. */
const MARK = 'fairclock:describe-measure';

/**
 * Describes a large measure in a thread of its own, while this one does something else; a small one here and now.
 * Rejects when the thread fails.
 */
export async function describeAlongside(
  task: MeasureTask,
  rowsForAThread = ROWS_FOR_A_THREAD,
): Promise<MeasureFigures> {
  if (task.clocks.calendar.length < rowsForAThread) return describeHere(task);
  const { promise, resolve, reject } = Promise.withResolvers<MeasureFigures>();
  // What it is given lies in shared memory; of the environment, where the secrets are, it needs nothing.
  const thread = new Worker(new URL(import.meta.url), { workerData: { [MARK]: task }, env: {} });
  thread.once('message', resolve);
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('the thread that describes later responses ended without an answer')));
  return promise;
}

function describeHere({ clocks, groups, minSample }: MeasureTask): MeasureFigures {
  return measureDescriber(clocks.calendar.length, minSample)(clocks, groups);
}

const own = (workerData as Record<string, MeasureTask> | null)?.[MARK];
if (own !== undefined) parentPort?.postMessage(describeHere(own));
