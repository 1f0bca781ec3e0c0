import type { Facts } from './observe.ts';
import { shown } from './shown.ts';

/** Fewer tickets show no pattern. */
const ENOUGH = 20;

const percent = (part: number, whole: number): string => `${Math.max(1, Math.round((100 * part) / whole))}%`;

/**
 * Signs that files were read without an error and mean something else, surely so that figures are wrong: a sentence
 * each, with what to look at. Nothing is left out because of them.
 */
export function strongSigns(facts: Facts): readonly string[] {
  const { tickets, dated } = facts;
  const signs: string[] = [];
  const later = facts.inFuture;
  if (later > 0) {
    signs.push(
      `${later} of ${tickets} tickets are opened later than now: look at the zone, and at the order of day and month`,
    );
  }
  const ahead = facts.solvedInFuture;
  if (ahead > 0 && ahead * 20 >= dated) {
    signs.push(
      `${percent(ahead, dated)} of the solutions lie later than now (${ahead} of ${dated}): look at which column is which, and at the order of day and month`,
    );
  }
  const before = facts.beforeOpening;
  if (before > 0 && before * 20 >= dated) {
    signs.push(
      `${percent(before, dated)} of the solutions lie before the opening (${before} of ${dated}): look at which column is which, and at the order of day and month`,
    );
  }
  if (dated >= ENOUGH && facts.underAMinute * 10 >= dated * 9) {
    signs.push(
      `${percent(facts.underAMinute, dated)} of the solutions come within a minute of the opening: is "solved_at" the column of the solution, and "unit" right?`,
    );
  }
  if (
    tickets >= ENOUGH &&
    facts.months.size >= 2 &&
    facts.daysOfMonth.every((count, day) => day <= 12 || count === 0)
  ) {
    signs.push('no ticket is opened after the 12th of a month: day and month may have changed places');
  }
  return signs;
}

/** All signs, also those that may well be what the files are meant to say. */
export function signsOf(facts: Facts): readonly string[] {
  const { tickets, solved, dated } = facts;
  const signs = [...strongSigns(facts)];
  if (tickets >= ENOUGH && solved === tickets) {
    signs.push(
      'every ticket is solved: if the export leaves open tickets out, the backlog and what is still waiting are unknown',
    );
  }
  if (tickets >= ENOUGH && solved === 0 && dated === 0) {
    signs.push('no ticket is solved: is there a column that says so ("status", "solved_at")?');
  }
  if (facts.unknownStatuses.size > 0) {
    const words = [...facts.unknownStatuses]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 10)
      .map(([word, count]) => `${shown(word)} (${count})`);
    signs.push(
      `statuses that are not known: ${words.join(', ')}${facts.unknownStatuses.size > 10 ? ', …' : ''}: say in the mapping what they mean ("values" of "status")`,
    );
  }
  return signs;
}
