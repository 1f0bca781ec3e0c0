import { CAUSE_NAMES, CAUSES, each } from '../model/catalogue.ts';
import type { TierRule } from '../model/definitions.ts';
import type { MeasuredColumns, MeasuredTicket } from '../model/measurement.ts';
import type { Cohort, Period } from '../model/window.ts';
import { cohortTest, type WindowRecords } from '../model/window-records.ts';
import { tierKnownAt } from './as-of.ts';
import { type ColumnRow, columnsOf, keyOf, NOT_TOLD, resolvedByOf, rowOf } from './columns.ts';
import { stintsUntil } from './held.ts';
import { finalSolutionAsOf } from './life.ts';
import { nameOf, selectRows, withOwnNames } from './rows.ts';

/** What the tickets of a cohort are told from. */
export type CohortRecords = Pick<WindowRecords, 'measurements' | 'ratings' | 'tickets' | 'leftOut'>;

/**
 * The tickets of a cohort of a period, named as if nothing else had been read. Those solved in it are as they were known at
 * its end: what was reopened, merged or deleted since had been solved then; `tierRule` tells how complex they were by the
 * work up to their solution. What a bot alone solved is in no figure of people, and not among them.
 */
export function cohortOf(records: CohortRecords, cohort: Cohort, period: Period, tierRule: TierRule): MeasuredColumns {
  if (cohort === 'solved') {
    return columnsOf(cohortRows(records, cohort, period, tierRule).filter((row) => resolvedByOf(row) !== 'bot'));
  }
  return withOwnNames(selectRows(records.measurements, cohortTest(records, cohort, period)));
}

/** The same as rows; of a cohort of rated tickets those that lived in the weeks of which each ticket is read whole. */
export function cohortRows(records: CohortRecords, cohort: Cohort, period: Period, tierRule: TierRule): ColumnRow[] {
  const { tickets, leftOut } = records;
  if (cohort === 'solved')
    return [...tickets, ...leftOut].flatMap((ticket) => solvedRow(ticket, period, tierRule) ?? []);
  const { measurements } = records;
  const isIn = cohortTest(records, cohort, period);
  const keys = new Set(measurements.ticketId.map((_, row) => (isIn(row) ? nameOf(measurements, row) : null)));
  return tickets.filter(({ source, ticketId }) => keys.has(keyOf(source, ticketId))).map(rowOf);
}

/** A ticket whose final solution, as known at the end of a period, the source knew of within it; up to that solution. */
function solvedRow(ticket: MeasuredTicket, { fromAt, toAt }: Period, tierRule: TierRule): ColumnRow | undefined {
  const { source, solutions, stints, entersAt, excludedAt } = ticket;
  const solution = finalSolutionAsOf(solutions, toAt);
  if (solution === null || solution.knownAt < fromAt) return undefined;
  if (excludedAt !== null && excludedAt < toAt) return undefined;
  const whole = rowOf(ticket);
  const tier = tierKnownAt(ticket, solution.knownAt, tierRule);
  if (solution === solutions.at(-1) && solution.reopenedAt === null) return { ...whole, tier };
  const sums = new Array<number>(CAUSE_NAMES.length).fill(0);
  for (const { fromAt: begin, causesMs } of stintsUntil(stints, solution.at)) {
    if (entersAt === null || begin < entersAt) continue;
    for (const [cause, ms] of causesMs.entries()) sums[cause]! += ms;
  }
  return {
    ...whole,
    tier,
    team: keyOf(source, solution.teamId),
    agent: keyOf(source, solution.agentId),
    solution: {
      solvedAt: solution.at,
      reopens:
        ticket.reopens === null
          ? null
          : solutions.filter(({ reopenedAt }) => reopenedAt !== null && reopenedAt < toAt).length,
      causesMs: ticket.causesKnown ? each(CAUSES, (_, cause) => sums[CAUSE_NAMES.indexOf(cause)]!) : NOT_TOLD,
      firstMs: solutions[0]!.clocks,
      finalMs: solution.clocks,
    },
  };
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
