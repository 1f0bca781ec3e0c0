import { byWord } from '../model/by-word.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredColumns } from '../model/measurement.ts';
import { toIso } from '../model/time.ts';
import type { Report } from './schema.ts';

/** What the store and the sync know of how far the figures can be trusted. */
export interface QualityFacts {
  readonly excluded: Readonly<Record<string, number>>;
  readonly unknownStatuses: Readonly<Record<string, number>>;
  readonly impossible: Report['quality']['impossible'];
  readonly clippedEvents: number;
  readonly truncatedTimelines: number;
  readonly solvedWithoutDate: number;
  readonly statedWhileOpen: number;
  readonly undoneReopenings: number;
  /** Rows set aside, by source. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Up to when each source has been read, in epoch ms. */
  readonly watermarks: Readonly<Record<string, number | null>>;
  readonly reconciliation: Report['quality']['reconciliation'];
  /** Further sentences of the caller's. */
  readonly notes: readonly string[];
}

/** The report's quality section, with the sentences a reader should see before the figures are trusted. */
export function describeQuality(
  facts: QualityFacts,
  columns: MeasuredColumns,
  definitions: Definitions,
  windowTo: number,
): Report['quality'] {
  const known = customerZoneKnownShare(columns);
  return {
    excluded: { ...facts.excluded },
    unknownStatuses: { ...facts.unknownStatuses },
    customerZoneKnownShare: known,
    impossible: [...facts.impossible],
    clippedEvents: facts.clippedEvents,
    truncatedTimelines: facts.truncatedTimelines,
    solvedWithoutDate: facts.solvedWithoutDate,
    statedWhileOpen: facts.statedWhileOpen,
    undoneReopenings: facts.undoneReopenings,
    rejected: { ...facts.rejected },
    watermarks: byWord(Object.entries(facts.watermarks).map(([source, at]) => [source, toIso(at)])),
    reconciliation: [...facts.reconciliation],
    notes: [...notesOn(facts, known, definitions, windowTo), ...facts.notes],
  };
}

function customerZoneKnownShare(columns: MeasuredColumns): number | null {
  let known = 0;
  for (let row = 0; row < columns.n; row++) known += columns.customerZoneKnown[row]! > 0 ? 1 : 0;
  return columns.n === 0 ? null : known / columns.n;
}

function notesOn(facts: QualityFacts, known: number | null, definitions: Definitions, windowTo: number): string[] {
  const notes: string[] = [];
  for (const [source, at] of Object.entries(facts.watermarks)) {
    if (at === null) notes.push(`${source} has not been read to its end yet: its tickets are incomplete.`);
    else if (at < windowTo) {
      notes.push(
        `${source} has been read up to ${toIso(at)}, before the end of the window: later tickets are missing.`,
      );
    }
  }
  const unknown = Object.entries(facts.unknownStatuses);
  if (unknown.length > 0) {
    const list = unknown.map(([status, n]) => `"${status}" (${n})`).join(', ');
    notes.push(`Statuses nobody has mapped, so their time may have the wrong cause: ${list}.`);
  }
  if (definitions.teamHours === undefined) {
    notes.push('No team hours are set: agents and teams without their own count as always at work, day and night.');
  }
  if (known !== null && known < 1) {
    notes.push(
      `The customer's time zone is known for ${Math.floor(known * 100)}% of tickets; the others are taken to share ours, so no time-zone wait is claimed for them.`,
    );
  }
  if (facts.truncatedTimelines > 0) {
    notes.push(`${counted(facts.truncatedTimelines, 'ticket')} came without the whole history.`);
  }
  if (facts.solvedWithoutDate > 0) {
    const [tickets, are] = facts.solvedWithoutDate === 1 ? ['ticket has', 'is'] : ['tickets have', 'are'];
    notes.push(`${facts.solvedWithoutDate} solved ${tickets} no date and ${are} in no time figure.`);
  }
  if (facts.statedWhileOpen > 0) {
    const [tickets, they] = facts.statedWhileOpen === 1 ? ['ticket has', 'it counts'] : ['tickets have', 'they count'];
    notes.push(`${facts.statedWhileOpen} ${tickets} a solution date and a status that says open: ${they} as open.`);
  }
  if (facts.undoneReopenings > 0) {
    notes.push(
      `${counted(facts.undoneReopenings, 'reopening')} without a message, undone by machines or within a minute, not counted.`,
    );
  }
  if (facts.impossible.length > 0) {
    notes.push(
      `${counted(facts.impossible.length, 'impossible fact')} (such as solved before opened) left out of the figures.`,
    );
  }
  const rejected = Object.values(facts.rejected).reduce((sum, n) => sum + n, 0);
  if (rejected > 0) {
    notes.push(`${counted(rejected, 'row')} could not be read and were set aside; fairclock rejected lists them.`);
  }
  notes.push(...reconciliationNotes(facts.reconciliation));
  return notes;
}

/** One sentence a source: how many of the figures that it gives itself agree with ours, and why the others differ. */
function reconciliationNotes(rows: QualityFacts['reconciliation']): string[] {
  return [...new Set(rows.map(({ source }) => source))].map((source) => {
    const own = rows.filter((row) => row.source === source);
    const total = own.reduce((sum, { compared }) => sum + compared, 0);
    const equal = own.reduce((sum, row) => sum + row.equal, 0);
    const causes = new Map<string, number>();
    for (const { byClass } of own) {
      for (const [cause, count] of Object.entries(byClass)) causes.set(cause, (causes.get(cause) ?? 0) + count);
    }
    const list = [...causes].filter(([, count]) => count > 0).map(([cause, count]) => `${cause} (${count})`);
    const rest = list.length === 0 ? '' : `; the others differ by ${list.join(', ')}`;
    return `Of ${counted(total, 'figure')} that ${source} gives for these tickets itself, ${equal} equal ours${rest}.`;
  });
}

function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
