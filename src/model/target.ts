import { CLOCK_NAMES, type Clock } from './catalogue.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from './time.ts';

/** What can be promised. */
export type TargetMeasure = 'timeToFirstAnswer' | 'timeToSolution';

/** A promise: within how long, on which clock, and for which tickets. */
export interface Target {
  readonly measure: TargetMeasure;
  readonly clock: Clock;
  /** In milliseconds on that clock. */
  readonly ms: number;
  /** A priority, a team or a level of complexity that the desk states itself; null: every ticket. */
  readonly group: string | null;
}

const MEASURES: readonly (readonly [word: string, TargetMeasure])[] = [
  ['first_answer', 'timeToFirstAnswer'],
  ['solution', 'timeToSolution'],
];
const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['min', MS_PER_MINUTE],
  ['h', MS_PER_HOUR],
  ['d', MS_PER_DAY],
];

/** The headline's clock: what a target is kept on where it names none. */
const USUAL_CLOCK: Clock = 'net';

/**
 * Reads `first_answer:4h business, solution:3d, complex.solution:5d`: a measure, a time in min, h or d (a day is 24 hours of
 * the clock), and a clock; before a dot the priority, team or stated level of complexity it is for.
 *
 * @throws Error that says what is accepted, or which target is given twice
 */
export function parseTargets(text: string): Target[] {
  const targets = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseTarget);
  for (const [index, { measure, group }] of targets.entries()) {
    if (targets.some((other, place) => place < index && other.measure === measure && other.group === group)) {
      throw new Error(`has two targets of ${group === null ? '' : `${group}.`}${wordOf(measure)}; keep one`);
    }
  }
  return targets;
}

function parseTarget(part: string): Target {
  const match = /^(?:(.+)\.)?([a-z_]+)\s*:\s*(\d+(?:\.\d+)?)\s*(min|h|d)(?:\s+([a-z]+))?$/i.exec(part);
  const measure = MEASURES.find(([word]) => word === match?.[2]?.toLowerCase())?.[1];
  const unit = UNITS.find(([name]) => name === match?.[4]?.toLowerCase())?.[1];
  const clock = match?.[5] === undefined ? USUAL_CLOCK : CLOCK_NAMES.find((name) => name === match[5]!.toLowerCase());
  const ms = unit === undefined ? 0 : Number(match?.[3]) * unit;
  if (match === null || measure === undefined || clock === undefined || !(ms > 0)) {
    throw new Error(
      `accepts targets such as first_answer:4h business, solution:3d, complex.solution:5d (clocks: ${CLOCK_NAMES.join(', ')})`,
    );
  }
  return { measure, clock, ms, group: match[1]?.trim() ?? null };
}

function wordOf(measure: TargetMeasure): string {
  return MEASURES.find(([, name]) => name === measure)![0];
}

/** What of a ticket decides which target holds for it. */
export interface Targeted {
  readonly priority: string | null;
  readonly team: string | null;
  /** Null where the desk does not state it: a score carries no promise. */
  readonly statedTier: string | null;
}

/** The target of a measure that holds for a ticket: one for its priority, team or level before one for all; else undefined. */
export function targetFor(targets: readonly Target[], measure: TargetMeasure, ticket: Targeted): Target | undefined {
  const own = targets.filter((target) => target.measure === measure);
  const names = [ticket.priority, ticket.team, ticket.statedTier].flatMap((name) =>
    name === null ? [] : [name.toLowerCase()],
  );
  return (
    own.find(({ group }) => group !== null && names.includes(group.toLowerCase())) ??
    own.find(({ group }) => group === null)
  );
}
