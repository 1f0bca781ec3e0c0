import { type Cause, PART_DIMENSIONS, type PartDimension } from '../model/catalogue.ts';
import { HANDLERS, type Handler } from '../model/measurement.ts';
import { type ColumnRow, columnsOf, keyOf, NOT_TOLD, resolvedByOf } from '../summarise/columns.ts';
import type { GroupName, Names, SharedDimension } from '../summarise/groups.ts';
import { heldOf, stintsUntil } from '../summarise/held.ts';
import { toGroup } from './figures.ts';
import type { Group } from './schema.ts';
import { splitTold, summariseTold, type Told } from './told.ts';

/** The rows of a cohort, and those of the answers given in its window. */
export interface ToldRows {
  readonly rows: readonly ColumnRow[];
  readonly answers: readonly ColumnRow[];
}

/** One such dimension: its rows as columns, and which rows belong to each group. */
export interface PartSplit {
  readonly told: Told;
  readonly split: Pick<SharedDimension, 'groups' | 'tickets' | 'answers'>;
}

/** What people call how a ticket was dealt with. */
const HANDLER_LABELS: Readonly<Record<Handler, string>> = {
  human: 'people',
  bot: 'a bot alone',
  both: 'a bot and people',
  nobody: 'nobody',
};

/** Splits a cohort by one of these dimensions. */
export function splitParts(
  dimension: PartDimension,
  { rows, answers }: ToldRows,
  names: Names,
  netExcludes: readonly Cause[],
): PartSplit {
  const held = PART_DIMENSIONS[dimension];
  // What a bot alone dealt with is in no figure of people.
  const ofPeople = dimension === 'byResolvedBy' ? rows : rows.filter((row) => resolvedByOf(row) !== 'bot');
  if ('heldBy' in held) {
    const by = held.heldBy;
    const told = {
      columns: columnsOf(ofPeople.flatMap((row) => heldRows(row, by, netExcludes))),
      answers: columnsOf(answers.flatMap((row) => answersBy(row, by))),
    };
    return { told, split: splitTold(held.namedAs, told, names) };
  }
  const keysOf = (row: ColumnRow): readonly string[] => (dimension === 'byTag' ? row.ticket.tags : [resolvedByOf(row)]);
  const each = (all: readonly ColumnRow[]) => all.flatMap((row) => keysOf(row).map((key) => ({ row, key })));
  const [tickets, given] = [each(ofPeople), each(answers)];
  const keys =
    dimension === 'byResolvedBy'
      ? HANDLERS.filter((handler) => [...tickets, ...given].some(({ key }) => key === handler))
      : [...new Set([...tickets, ...given].map(({ key }) => key))].sort();
  const place = new Map<string, number>(keys.map((key, index) => [key, index]));
  const partition = (parts: typeof tickets) => ({
    groups: keys.length,
    tickets: Uint32Array.from(parts, ({ key }) => place.get(key)!),
  });
  const groups = keys.map((key): GroupName => {
    const label = dimension === 'byResolvedBy' ? HANDLER_LABELS[key as Handler] : key;
    return { key, label, members: [key] };
  });
  return {
    told: { columns: columnsOf(tickets.map(({ row }) => row)), answers: columnsOf(given.map(({ row }) => row)) },
    split: { groups, tickets: partition(tickets), answers: partition(given) },
  };
}

/** The groups of one of these dimensions with their figures, those with most tickets first. */
export function partGroups(parts: PartSplit, minSample: number): Group[] {
  const { byPartition } = summariseTold(parts.told, [parts.split], minSample);
  return parts.split.groups
    .map(({ key, label }, index) => toGroup(key, label, byPartition[0]![index]!))
    .filter(
      ({ tickets, firstResponse, laterResponse }) =>
        tickets > 0 || firstResponse.calendar !== null || laterResponse.calendar !== null,
    )
    .sort((a, b) => b.tickets - a.tickets || (a.key < b.key ? -1 : 1));
}

/** A row for each team (agent) that held a ticket up to its solution, with the time for which it did. */
function heldRows(row: ColumnRow, by: 'team' | 'agent', netExcludes: readonly Cause[]): ColumnRow[] {
  const { ticket, solution } = row;
  if (solution === null) return [];
  return heldOf(
    { ...ticket, stints: solution.solvedAt === null ? ticket.stints : stintsUntil(ticket.stints, solution.solvedAt) },
    by,
    netExcludes,
  ).map((held) => ({
    ...row,
    [by]: held.by,
    first: undefined,
    later: [],
    solution: {
      ...solution,
      causesMs: ticket.causesKnown ? held.causesMs : NOT_TOLD,
      firstMs: null,
      finalMs: ticket.causesKnown && solution.finalMs !== null ? held.clocks : null,
    },
  }));
}

/** The answers of a row by the team that had the ticket then, or by who gave them. */
function answersBy(row: ColumnRow, by: 'team' | 'agent'): ColumnRow[] {
  const all = [...(row.first === undefined ? [] : [row.first]), ...row.later];
  const whoOf = ({ teamId, agentId }: (typeof all)[number]) =>
    keyOf(row.ticket.source, by === 'team' ? teamId : agentId);
  return [...Map.groupBy(all, whoOf)].map(([who, own]) => ({
    ...row,
    [by]: who,
    first: row.first !== undefined && own.includes(row.first) ? row.first : undefined,
    later: row.later.filter((response) => own.includes(response)),
  }));
}
