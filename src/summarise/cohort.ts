import type { MeasuredColumns } from '../model/measurement.ts';
import type { Cohort, Period } from '../model/window.ts';
import { cohortTest, type WindowRecords } from '../model/window-records.ts';
import { selectRows, withOwnNames } from './rows.ts';

/** The tickets of a cohort of a period, named as if nothing else had been read. */
export function cohortOf(
  records: Pick<WindowRecords, 'measurements' | 'ratings'>,
  cohort: Cohort,
  period: Period,
): MeasuredColumns {
  return withOwnNames(selectRows(records.measurements, cohortTest(records, cohort, period)));
}

/** Tickets finally solved in a period. */
export function solvedIn(
  { measurements }: Pick<WindowRecords, 'measurements'>,
  { fromAt, toAt }: Period,
): MeasuredColumns {
  const { finalSolvedAt } = measurements;
  return withOwnNames(selectRows(measurements, (row) => finalSolvedAt[row]! >= fromAt && finalSolvedAt[row]! < toAt));
}

/** Tickets opened before an instant and without a final solution before it. */
export function openAt({ measurements }: Pick<WindowRecords, 'measurements'>, at: number): MeasuredColumns {
  const { openedAt, finalSolvedAt } = measurements;
  return withOwnNames(selectRows(measurements, (row) => openedAt[row]! < at && !(finalSolvedAt[row]! < at)));
}
