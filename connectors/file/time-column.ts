import { DataError } from '../../src/model/errors.ts';
import { createDayMonthOrder, type DayMonthOrder } from './day-month-order.ts';
import { type LocalTime, plausible, type WallClock } from './instants.ts';
import { shown } from './shown.ts';
import type { TimeFormat } from './time-format.ts';
import type { TimeWords } from './time-words.ts';

/** The cells that tell one time: the first is read, or all of them together where none tells a time alone. */
export type TimeTexts = readonly string[];

/** Reads the times of one column, after it has seen all of them once. */
export interface TimeColumn {
  /** Notes what a row writes; lines in ascending order. */
  readonly note: (line: number, texts: TimeTexts) => void;
  /** To be asked after the last row: why the column cannot be read as configured, and what a person should know. */
  readonly settle: () => { readonly problems: readonly string[]; readonly notices: readonly string[] };
  /** The instant of a cell, with the zone of its row; DataError when it cannot be read or cannot be trusted. */
  readonly instant: (line: number, texts: TimeTexts, column: string, local: LocalTime | undefined) => number;
  /** How exact the times of the column are: a minute where none tells seconds. */
  readonly spanMs: () => number;
  /** How many rows have a time in the hour that the clocks repeat; each was taken as the first of the two. */
  readonly twice: () => number;
}

export interface TimeColumnOptions {
  /** Names the column in messages. */
  readonly place: string;
  readonly formats: readonly TimeFormat[];
  readonly words: Pick<TimeWords, 'months'>;
  /** Whether the mapping says where the clock stood. */
  readonly hasZone: boolean;
}

/** How often times go on and back from one row to the next. */
interface Steps {
  last: number;
  on: number;
  back: number;
}

/** A format with what the file says of the order of day and month in it. */
interface Candidate {
  readonly format: TimeFormat;
  readonly order: DayMonthOrder;
  /** Whether the exchanged order is configured too, so that the file decides. */
  readonly open: boolean;
  /** A date that fits both orders. */
  example: string | undefined;
  /** What becomes of the dates that fit both orders, from row to row, under each. */
  readonly steps: Record<'own' | 'swapped', Steps>;
}

/** So many times without seconds are of a clock that shows none. */
const MANY = 10;

/** So many dates that rise under one order and not under the other are in the order of time. */
const MANY_DATES = 10;

/**
 * A reader for the times of a column: formats are tried in their order, but whether the day or the month comes first,
 * which language the months have, and whether a second cell belongs to each time, is one for the whole column.
 */
export function createTimeColumn({ place, formats, words, hasZone }: TimeColumnOptions): TimeColumn {
  const candidates = candidatesOf(formats);
  const names = formats.map((each) => each.text).join(', ');
  const counts = { alone: 0, joined: 0, withoutOffset: 0, wholeMinutes: 0 };
  let finest = Number.POSITIVE_INFINITY;
  let example: string | undefined;
  const twice = new Set<number>();

  const textOf = (texts: TimeTexts): string => (counts.alone === 0 && counts.joined > 0 ? texts.join(' ') : texts[0]!);

  function note(line: number, texts: TimeTexts): void {
    // Words alone ("not responded") are no times written otherwise.
    if (/\p{Nd}/u.test(texts[0]!)) example ??= texts[0];
    if (noteText(line, texts[0]!)) counts.alone += 1;
    else if (texts.length > 1 && noteText(line, texts.join(' '))) counts.joined += 1;
  }

  function noteText(line: number, text: string): boolean {
    for (const candidate of candidates) {
      const { format } = candidate;
      const own = format.parse(text);
      const swapped = format.swapped?.(text);
      const clock = own ?? swapped;
      if (!clock) continue;
      finest = Math.min(finest, clock.spanMs);
      if (clock.offsetMs === undefined) counts.withoutOffset += 1;
      if (clock.localMs % 60_000 === 0) counts.wholeMinutes += 1;
      noteOrder(candidate, line, text, own, swapped);
      return true;
    }
    return false;
  }

  function wallClockOf(line: number, text: string, column: string): WallClock {
    for (const candidate of candidates) {
      const { format, order } = candidate;
      const own = format.parse(text);
      const wanted = orderOf(candidate);
      if (own && wanted === 'own' && order.counts().swapped === 0) return own;
      const swapped = format.swapped?.(text);
      if (!own && !swapped) continue;
      if (own && own.localMs === swapped?.localMs) return own;
      const sure = own ? 'own' : 'swapped';
      const fits = own && swapped ? order.at(line) : sure;
      if (fits === undefined) {
        throw new DataError(`${column} stands where day and month change places and fits both: ${shown(text)}`);
      }
      if (fits !== wanted) {
        throw new DataError(`${column} has day and month in the other order than the file: ${shown(text)}`);
      }
      return fits === 'own' ? own! : swapped!;
    }
    throw new DataError(`${column} fits no time format (${names}): ${shown(text)}`);
  }

  return {
    note,
    settle() {
      const problems: string[] = [];
      const notices: string[] = [];
      const undecided = words.months.settle();
      if (undecided) problems.push(undecidedMonth(place, undecided));
      if (example !== undefined && counts.alone + counts.joined === 0) {
        problems.push(
          `${place}: no time fits ${names}; the first is ${shown(example)}: correct "formats" in the mapping (FILE_MAPPING)`,
        );
      }
      if (counts.withoutOffset > 0 && !hasZone) {
        problems.push(
          `${place}: the times have no offset: say in the mapping where the clock stood ("zone": "Europe/Berlin", "+02:00" or "UTC"), or set FILE_TIME_ZONE`,
        );
      }
      for (const candidate of candidates) judge(place, candidate, problems, notices);
      return { problems, notices };
    },
    instant(line, texts, column, local) {
      const text = textOf(texts);
      const clock = wallClockOf(line, text, column);
      if (clock.offsetMs !== undefined) return plausible(clock.localMs - clock.offsetMs, column);
      if (!local) throw new DataError(`${column} has no offset, and no zone of its row is known: ${shown(text)}`);
      const found = local(clock.localMs);
      if (!found) throw new DataError(`${column} never was: the clocks were put forward over ${shown(text)}`);
      if (found.twice) twice.add(line);
      return plausible(found.at, column);
    },
    spanMs() {
      if (!Number.isFinite(finest)) return 1;
      const read = counts.alone + counts.joined;
      return finest < 60_000 && read >= MANY && counts.wholeMinutes === read ? 60_000 : finest;
    },
    twice: () => twice.size,
  };
}

function candidatesOf(formats: readonly TimeFormat[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const format of formats) {
    const isExchanged = candidates.some((earlier) => earlier.format.swappedText === format.text);
    if (isExchanged) continue;
    const open = formats.some((other) => other.text === format.swappedText);
    const steps = { own: { last: 0, on: 0, back: 0 }, swapped: { last: 0, on: 0, back: 0 } };
    candidates.push({ format, order: createDayMonthOrder(), open, example: undefined, steps });
  }
  return candidates;
}

function noteOrder(
  candidate: Candidate,
  line: number,
  text: string,
  own: WallClock | undefined,
  swapped: WallClock | undefined,
): void {
  const { format, order, steps } = candidate;
  if (!format.swapped) return;
  if (own && swapped) {
    if (own.localMs === swapped.localMs) return;
    order.note(line, 'either');
    candidate.example ??= text;
    step(steps.own, own.localMs);
    step(steps.swapped, swapped.localMs);
  } else order.note(line, own ? 'own' : 'swapped');
}

function step(steps: Steps, at: number): void {
  if (at < steps.last) steps.back += 1;
  if (at > steps.last && steps.last > 0) steps.on += 1;
  steps.last = at;
}

function isSteady({ on, back }: Steps): boolean {
  return on === 0 || back === 0;
}

/** Which order counts: the configured one, or, where both are, the one that more dates prove. */
function orderOf({ open, order }: Candidate): 'own' | 'swapped' {
  const { own, swapped } = order.counts();
  return open && swapped > own ? 'swapped' : 'own';
}

function judge(place: string, candidate: Candidate, problems: string[], notices: string[]): void {
  const { format, order, open, example, steps } = candidate;
  const { own, swapped, either } = order.counts();
  if (open && own === 0 && swapped === 0 && either > 0) {
    const date = (parse: TimeFormat['parse'] | undefined): string =>
      new Date(parse?.(example!)?.localMs ?? 0).toISOString().slice(0, 10);
    problems.push(
      `${place}: every date fits both ${format.text} and ${format.swappedText} (${shown(example!)} may be ${date(format.parse)} or ${date(format.swapped)}); keep the one that is meant in the mapping ("formats")`,
    );
  } else if (!open && own === 0 && swapped > 0) {
    problems.push(`${place}: the dates are written ${format.swappedText}, not ${format.text}; change the format`);
  } else if (own > 0 && swapped > 0) {
    const [kept, other] = orderOf(candidate) === 'own' ? [format.text, swapped] : [format.swappedText, own];
    notices.push(
      `${place}: ${other} dates have day and month the other way round than ${kept}; they and the ambiguous ones beside them are set aside`,
    );
  } else if (own === 0 && either >= MANY_DATES && isSteady(steps.swapped) && !isSteady(steps.own)) {
    notices.push(
      `${place}: every date fits both ${format.text} and ${format.swappedText}, and only as ${format.swappedText} are they in order from row to row; see whether "formats" in the mapping is right`,
    );
  }
}

function undecidedMonth(
  place: string,
  { word, readings }: { readonly word: string; readonly readings: readonly { language: string; meaning: number }[] },
): string {
  const name = (month: number): string =>
    new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1, 15));
  const list = readings.map(({ language, meaning }) => `${name(meaning)} (${language})`).join(' or ');
  return `${place}: the month "${word}" may be ${list}: say in the mapping which ("language": ${JSON.stringify(readings[0]!.language)})`;
}
