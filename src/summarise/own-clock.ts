import type { Sides } from '../clock/sides.ts';
import { CAUSE_NAMES } from '../model/catalogue.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../model/time.ts';
import { CAUSES_N, type JointCauses } from './joint-causes.ts';
import type { Period } from './life.ts';

/**
 * Whether a person's time can be told by the hours that are known for them: it can; they often answer outside these
 * hours, so that their work counts as none; or they count as always at work and never answer
 * in a large part of the day or week, so that their absence counts as work; or they get many tickets at the moment at
 * which they solve them, so that their work on these is nowhere.
 */
export const OWN_CLOCKS = ['fits', 'works_outside', 'often_absent', 'gets_it_solved'] as const;
export type OwnClock = (typeof OWN_CLOCKS)[number];

/** What people's clocks are told from. */
export interface OwnClockInput {
  readonly tickets: readonly MeasuredTicket[];
  readonly window: Period;
  readonly personOf: (source: string, agentId: string) => string | undefined;
  readonly sides: Sides;
  readonly joint: JointCauses;
}

/** Something that a person did, and whose hours counted then. */
interface Act {
  readonly at: number;
  readonly side: string;
}

/** What was done in so many days before the window's end tells of a person's hours. */
const LOOKED_AT_DAYS = 56;
const LEAST_ACTS = 10;
/** A share of what somebody did outside their hours that is no exception any more. */
const OUTSIDE_SHARE = 0.2;
/** Absence is told where so many acts would be expected and a tenth of them were seen: chance does that once in 10,000 times. */
const LEAST_EXPECTED = 12;
const SEEN_SHARE = 0.1;
/** And where it is as large a part of the open time: lunch is not. */
const ABSENT_SHARE = 1 / 6;
const HOURS_OF_DAY = 24;
const HOURS_OF_WEEK = 168;
const WORKING = CAUSE_NAMES.indexOf('team_working');

/** How the clock of each person fits what they did: of those who did too little to tell, it is taken to fit. */
export function ownClocks(input: OwnClockInput): ReadonlyMap<string, OwnClock> {
  const acts = actsOf(input);
  const isOpen = openAt(input);
  const openHours = openHoursOf(input, isOpen);
  const bySide = new Map<string, Act[]>();
  for (const own of acts.values()) {
    const side = commonest(own);
    bySide.set(side, [...(bySide.get(side) ?? []), ...own]);
  }
  // Of hours that somebody set, a quiet part may be one in which nothing comes; nobody is at work day and night.
  const isAway = (own: readonly Act[], side: string): boolean => {
    const open = openHours(side);
    return open.every((share) => share === 1) && isAbsent(own, open);
  };
  const absentSides = new Set([...bySide].flatMap(([side, all]) => (isAway(all, side) ? [side] : [])));
  return new Map(
    [...acts].map(([person, own]): [string, OwnClock] => {
      if (own.length < LEAST_ACTS) return [person, 'fits'];
      const outside = own.filter(({ at, side }) => !isOpen(side, at)).length;
      if (outside > OUTSIDE_SHARE * own.length) return [person, 'works_outside'];
      const side = commonest(own);
      return [person, absentSides.has(side) || isAway(own, side) ? 'often_absent' : 'fits'];
    }),
  );
}

/** Answers of each person, and of who gave few of them solutions, by the side that had the ticket. */
function actsOf({ tickets, window, personOf }: OwnClockInput): ReadonlyMap<string, readonly Act[]> {
  const since = window.to - LOOKED_AT_DAYS * MS_PER_DAY;
  const answers = new Map<string, Act[]>();
  const solutions = new Map<string, Act[]>();
  const note = (into: Map<string, Act[]>, ticket: MeasuredTicket, agentId: string | null, at: number): void => {
    if (agentId === null || at < since || at >= window.to) return;
    const person = personOf(ticket.source, agentId);
    const stint = ticket.stints.findLast(({ fromAt }) => fromAt < at) ?? ticket.stints[0];
    if (person === undefined || stint === undefined) return;
    const own = into.get(person);
    const act = { at, side: stint.teamSide };
    if (own === undefined) into.set(person, [act]);
    else own.push(act);
  };
  for (const ticket of tickets) {
    for (const { answeredAt, agentId } of ticket.turns) {
      if (answeredAt !== null) note(answers, ticket, agentId, answeredAt);
    }
    for (const { at, agentId, estimated } of ticket.solutions) if (!estimated) note(solutions, ticket, agentId, at);
  }
  const people = new Set([...answers.keys(), ...solutions.keys()]);
  return new Map(
    [...people].map((person) => {
      const answered = answers.get(person) ?? [];
      return [person, answered.length >= LEAST_ACTS ? answered : [...answered, ...(solutions.get(person) ?? [])]];
    }),
  );
}

/** Whether a side is at work in the minute that ends at an instant. */
function openAt({ sides, joint }: OwnClockInput): (side: string, at: number) => boolean {
  const matrix = new Float64Array(CAUSES_N * CAUSES_N);
  return (key, at) => {
    const side = sides.sideOfKey(key);
    matrix.fill(0);
    joint.add(
      matrix,
      { team: side, customer: side, otherTeam: side, otherCustomer: side },
      true,
      at - MS_PER_MINUTE,
      at,
    );
    return matrix[WORKING * CAUSES_N + WORKING]! > 0;
  };
}

/** How much of each hour of the week (UTC, from the epoch's Thursday on) a side is at work, in the weeks that are looked at. */
function openHoursOf(
  { window }: OwnClockInput,
  isOpen: (side: string, at: number) => boolean,
): (side: string) => Float64Array {
  const known = new Map<string, Float64Array>();
  return (side) => {
    let open = known.get(side);
    if (open === undefined) {
      open = new Float64Array(HOURS_OF_WEEK);
      const weeks = 4;
      for (let half = 0; half < weeks * HOURS_OF_WEEK * 2; half++) {
        const at = window.to - (half + 0.5) * (MS_PER_HOUR / 2);
        if (isOpen(side, at)) open[hourOfWeek(at)]! += 1 / (2 * weeks);
      }
      known.set(side, open);
    }
    return open;
  };
}

function hourOfWeek(at: number): number {
  return Math.floor(at / MS_PER_HOUR) % HOURS_OF_WEEK;
}

/** Whether next to nothing is done in some stretch of every day, or of every week, that is a large part of the open time. */
function isAbsent(acts: readonly Act[], open: Float64Array): boolean {
  const done = new Float64Array(HOURS_OF_WEEK);
  for (const { at } of acts) done[hourOfWeek(at)]! += 1;
  return hasGap(folded(done, HOURS_OF_DAY), folded(open, HOURS_OF_DAY), 20) || hasGap(done, open, 3 * HOURS_OF_DAY);
}

function folded(values: Float64Array, into: number): Float64Array {
  const sums = new Float64Array(into);
  for (const [index, value] of values.entries()) sums[index % into]! += value;
  return sums;
}

/** Whether some stretch of the circle, up to a length, has a large part of the open time and next to none of what is done. */
function hasGap(done: Float64Array, open: Float64Array, longest: number): boolean {
  const size = open.length;
  const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
  const [allDone, allOpen] = [sum(done), sum(open)];
  if (allDone === 0 || allOpen === 0) return false;
  for (let from = 0; from < size; from++) {
    let [seen, opened] = [0, 0];
    for (let length = 1; length <= longest; length++) {
      seen += done[(from + length - 1) % size]!;
      opened += open[(from + length - 1) % size]!;
      const expected = (allDone * opened) / allOpen;
      if (opened < ABSENT_SHARE * allOpen || expected < LEAST_EXPECTED) continue;
      if (seen <= SEEN_SHARE * expected) return true;
    }
  }
  return false;
}

function commonest(acts: readonly Act[]): string {
  const counts = new Map<string, number>();
  for (const { side } of acts) counts.set(side, (counts.get(side) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}
