import type { DimensionName, Measure } from '../model/catalogue.ts';
import type { MeasuredColumns } from '../model/measurement.ts';
import { withoutAnswers } from '../summarise/columns.ts';
import { type Names, type SharedDimension, splitBoth } from '../summarise/groups.ts';
import { type GroupSummary, type Summary, summarise } from '../summarise/summary.ts';

/** What descriptive figures are told from: the tickets of a cohort, and the answers given in the window, whoever solved the ticket or not. */
export interface Told {
  readonly columns: MeasuredColumns;
  readonly answers: MeasuredColumns;
}

/** Splits both by one dimension. */
export function splitTold(name: DimensionName, { columns, answers }: Told, names: Names): SharedDimension {
  return splitBoth(name, withoutAnswers(columns), answers, names);
}

/** The figures of all and of every group: those of solutions of the cohort's tickets, those of answers of the window's. */
export function summariseTold(
  { columns, answers }: Told,
  splits: readonly Pick<SharedDimension, 'tickets' | 'answers'>[],
  minSample: number,
): Summary {
  const solved = summarise(
    withoutAnswers(columns),
    splits.map(({ tickets }) => tickets),
    minSample,
  );
  const answered = summarise(
    answers,
    splits.map((split) => split.answers),
    minSample,
  );
  const withAnswers = (group: GroupSummary, { firstResponse, laterResponse }: GroupSummary): GroupSummary => ({
    ...group,
    ...({ firstResponse, laterResponse } satisfies Partial<Pick<GroupSummary, Measure>>),
  });
  return {
    ...solved,
    overall: withAnswers(solved.overall, answered.overall),
    byPartition: solved.byPartition.map((groups, split) =>
      groups.map((group, index) => withAnswers(group, answered.byPartition[split]![index]!)),
    ),
  };
}
