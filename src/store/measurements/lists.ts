import { z } from 'zod';
import { type ByClock, CAUSE_NAMES, CLOCK_NAMES, CLOCKS, each } from '../../model/catalogue.ts';
import { DataError } from '../../model/errors.ts';
import {
  HANDLERS,
  type Handler,
  HOLDERS,
  type Holder,
  type MeasuredTicket,
  type ScoreChange,
  type Solution,
  type Stint,
  type Turn,
} from '../../model/measurement.ts';
import { fromRecord } from '../record-text.ts';
import { PLACES, type PlaceKind } from './table.ts';

/*
 * The lists of a measurement's row are JSON with an item's values by place, which is a third smaller than with names and
 * quicker to write and read. No schema runs on the quick ones, since a report reads a million: what they promise is
 * checked by hand, nonsense is a DataError.
 */

type List = keyof typeof PLACES;
type Item = readonly (string | number | null | readonly number[])[];

const KINDS: Readonly<Record<List, readonly PlaceKind[]>> = {
  solutions: Object.values(PLACES.solutions),
  turns: Object.values(PLACES.turns),
  stints: Object.values(PLACES.stints),
  scores: Object.values(PLACES.scores),
};
const NONE = '[]';
const NOTHING: readonly Item[] = [];

/** The error of a row that makes no sense. */
export function unreadable(what: string): DataError {
  return new DataError(`store: ${what} cannot be read; measure its ticket anew`);
}

function fits(kind: PlaceKind, value: unknown): boolean {
  if (kind === 'list') return Array.isArray(value) && value.every((each) => typeof each === 'number');
  if (value === null) return kind.endsWith('?');
  return typeof value === (kind.startsWith('int') ? 'number' : 'string');
}

/** The items of a list's text, each value of the kind its place has; `what` names the row. */
export function itemsOf(list: List, what: () => string, text: string): readonly Item[] {
  if (text === NONE) return NOTHING;
  const kinds = KINDS[list];
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch {
    throw unreadable(what());
  }
  if (!Array.isArray(items)) throw unreadable(what());
  for (const item of items) {
    if (!Array.isArray(item) || item.length !== kinds.length) throw unreadable(what());
    for (let place = 0; place < kinds.length; place++) if (!fits(kinds[place]!, item[place])) throw unreadable(what());
  }
  return items;
}

/** The word of a closed list that a text is. */
export function wordOf<Word extends string>(words: readonly Word[], what: () => string, text: string): Word {
  const word = words.find((each) => each === text);
  if (word === undefined) throw unreadable(what());
  return word;
}

function maybeClocksOf(item: Item, place: number): ByClock<number> | null {
  const isTold = CLOCK_NAMES.every((_, index) => item[place + index] !== null);
  return isTold ? each(CLOCKS, (_, clock) => item[place + CLOCK_NAMES.indexOf(clock)] as number) : null;
}

export function solutionsText(solutions: readonly Solution[]): string {
  return JSON.stringify(
    solutions.map(({ at, knownAt, reopenedAt, agentId, teamId, by, estimated, clocks }) => [
      at,
      knownAt,
      reopenedAt,
      agentId,
      teamId,
      by,
      Number(estimated),
      ...CLOCK_NAMES.map((clock) => clocks?.[clock] ?? null),
    ]),
  );
}

export function solutionsFrom(what: () => string, text: string): Solution[] {
  return itemsOf('solutions', what, text).map((item) => ({
    at: item[0] as number,
    knownAt: item[1] as number,
    reopenedAt: item[2] as number | null,
    agentId: item[3] as string | null,
    teamId: item[4] as string | null,
    by: wordOf<Handler>(HANDLERS, what, item[5] as string),
    estimated: item[6] === 1,
    clocks: maybeClocksOf(item, 7),
  }));
}

/** Each with which answer of a person it is: 1 the first response, from 2 on later ones, as all of an outbound ticket. */
export function turnsText({ turns, outbound }: Pick<MeasuredTicket, 'turns' | 'outbound'>): string {
  let responses = outbound ? 1 : 0;
  return JSON.stringify(
    turns.map(({ askedAt, answeredAt, agentId, teamId, by, botAnsweredAt, clocks }) => [
      askedAt,
      answeredAt,
      agentId,
      teamId,
      by,
      ...CLOCK_NAMES.map((clock) => clocks?.[clock] ?? null),
      by === 'human' && clocks !== null ? ++responses : null,
      botAnsweredAt,
    ]),
  );
}

export function turnsFrom(what: () => string, text: string): Turn[] {
  return itemsOf('turns', what, text).map((item) => ({
    askedAt: item[0] as number,
    answeredAt: item[1] as number | null,
    agentId: item[2] as string | null,
    teamId: item[3] as string | null,
    by: wordOf<Handler>(HANDLERS, what, item[4] as string),
    botAnsweredAt: item[9] as number | null,
    clocks: maybeClocksOf(item, 5),
  }));
}

/** `keyOf` gives the short key of a side's calendars. */
export function stintsText(stints: readonly Stint[], keyOf: (calendars: string) => string): string {
  return JSON.stringify(
    stints.map(({ fromAt, toAt, holder, teamId, agentId, teamSide, customerSide, causesMs }) => [
      fromAt,
      toAt,
      holder,
      teamId,
      agentId,
      keyOf(teamSide),
      keyOf(customerSide),
      causesMs,
    ]),
  );
}

/** `calendarsOf` gives the calendars of a short key. */
export function stintsFrom(
  what: () => string,
  text: string,
  calendarsOf: (key: string) => string | undefined,
): Stint[] {
  const sideOf = (key: string): string => {
    const calendars = calendarsOf(key);
    if (calendars === undefined) throw unreadable(what());
    return calendars;
  };
  return itemsOf('stints', what, text).map((item) => {
    const causesMs = item[7] as readonly number[];
    if (causesMs.length > CAUSE_NAMES.length) throw unreadable(what());
    return {
      fromAt: item[0] as number,
      toAt: item[1] as number | null,
      holder: wordOf<Holder>(HOLDERS, what, item[2] as string),
      teamId: item[3] as string | null,
      agentId: item[4] as string | null,
      teamSide: sideOf(item[5] as string),
      customerSide: sideOf(item[6] as string),
      causesMs,
    };
  });
}

export function scoresText(scores: readonly ScoreChange[]): string {
  return JSON.stringify(scores.map(({ at, score }) => [at, score]));
}

export function scoresFrom(what: () => string, text: string): ScoreChange[] {
  return itemsOf('scores', what, text).map(([at, score]) => ({ at: at as number, score: score as number }));
}

/** A list that most rows do not have: none is null, which costs nothing to read. */
export function maybeText(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

const Texts = z.array(z.string());
const ImpossibleFacts = z.array(
  z.object({ kind: z.enum(['solved_before_opened', 'answered_before_asked', 'event_after_now']), detail: z.string() }),
);

/** Tags, or names of statuses. */
export function textsFrom(what: string, text: string | null): string[] {
  return text === null ? [] : fromRecord(Texts, what, text);
}

export function impossibleFrom(what: string, text: string | null): z.infer<typeof ImpossibleFacts> {
  return text === null ? [] : fromRecord(ImpossibleFacts, what, text);
}
