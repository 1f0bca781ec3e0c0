import { nearest } from '../../src/model/errors.ts';
import { cellText } from './cells.ts';
import type { Condition } from './column-spec.ts';
import { followPath, parsePath, type Step } from './paths.ts';
import { cut, shownHeadings } from './shown.ts';

/** Where one cell stands: under a heading, or at a position from 1. */
export type Place =
  | { readonly heading: string; readonly occurrence?: number | undefined }
  | { readonly position: number };

/** Where a place was found in a header: a column, and the way into its cells. */
interface Found {
  readonly index: number;
  readonly steps?: readonly Step[];
}

/** The cells of a file that a mapping speaks of, each kept once. */
export interface Places {
  /** The slot of a place in a kept row; the same place has the same slot. */
  readonly slot: (place: Place) => number;
  /** Says that of these slots all, or at least one, must be in the file. */
  readonly require: (slots: readonly number[], how: 'all' | 'any') => void;
  /** What is kept of a row: slot by slot. */
  readonly keep: (cells: readonly unknown[]) => unknown[];
  /** Looks all places up in a header; gives what is wrong. May be called again when the header has grown. */
  readonly find: (header: readonly string[]) => string[];
  /** How many of the places a row of headings has. */
  readonly count: (header: readonly string[]) => number;
  /** How messages name slots. */
  readonly name: (slots: readonly number[], word?: 'or' | 'and') => string;
}

/** Makes an empty list of places for the file of this name. */
export function createPlaces(file: string): Places {
  const places: Place[] = [];
  const slots = new Map<string, number>();
  const needs: { readonly slots: readonly number[]; readonly how: 'all' | 'any' }[] = [];
  let found: (Found | undefined)[] = [];
  return {
    slot(place) {
      const key = JSON.stringify(place);
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = places.push(place) - 1;
        slots.set(key, slot);
      }
      return slot;
    },
    require: (some, how) => void needs.push({ slots: some, how }),
    keep: (cells) => found.map((place) => (place === undefined ? null : (cellAt(cells, place) ?? null))),
    find(header) {
      const looked = places.map((place) => findPlace(place, header));
      found = looked.map((each) => (typeof each === 'string' ? undefined : each));
      const problems = new Set<string>();
      for (const { slots: some, how } of needs) {
        const missing = some.filter((slot) => found[slot] === undefined);
        if (how === 'any' && missing.length < some.length) continue;
        for (const slot of how === 'all' ? missing : missing.slice(0, 1)) {
          const problem = looked[slot] as string;
          problems.add(`${file}: ${problem === '' ? missingText(some, how, slot, header) : problem}`);
        }
      }
      return [...problems];
    },
    count: (header) => places.filter((place) => typeof findPlace(place, header) !== 'string').length,
    name: (some, word = 'or') => some.map((slot) => nameOf(places[slot]!)).join(` ${word} `),
  };

  function missingText(some: readonly number[], how: 'all' | 'any', slot: number, header: readonly string[]): string {
    const name = how === 'any' ? some.map((each) => nameOf(places[each]!)).join(' or ') : nameOf(places[slot]!);
    const place = places[slot]!;
    const meant = 'heading' in place ? nearest(place.heading, header) : undefined;
    const hint = meant === undefined ? shownHeadings(header) : `did you mean "${cut(meant)}"?`;
    return `the column ${name} is missing; ${hint}`;
  }
}

function nameOf(place: Place): string {
  if ('position' in place) return `column ${place.position}`;
  return `"${cut(place.heading)}"${place.occurrence === undefined ? '' : ` (${place.occurrence})`}`;
}

function cellAt(cells: readonly unknown[], { index, steps }: Found): unknown {
  return steps ? followPath(cells[index], steps) : cells[index];
}

/** Where a place is in the header, or why it is not: '' where its heading is missing. */
function findPlace(place: Place, header: readonly string[]): Found | string {
  if ('position' in place) {
    if (place.position <= header.length) return { index: place.position - 1 };
    return `there is no column ${place.position}; it has ${header.length}`;
  }
  const { heading, occurrence } = place;
  const all = indexesOf(header, heading);
  if (all.length === 0) {
    const path = parsePath(heading);
    const [base] = path ? indexesOf(header, path.heading) : [];
    return base === undefined ? '' : { index: base, steps: path!.steps };
  }
  if (occurrence === undefined && all.length > 1) {
    return `"${cut(heading)}" stands ${all.length} times (columns ${all.map((index) => index + 1).join(', ')}); add "occurrence": 1 or 2 … to say which`;
  }
  const index = all[(occurrence ?? 1) - 1];
  return index === undefined ? `"${cut(heading)}" stands only ${all.length} times, not ${occurrence}` : { index };
}

/** The columns with a heading: letter case and spaces around it count only where two differ in nothing else. */
function indexesOf(header: readonly string[], name: string): number[] {
  const where = (fits: (heading: string) => boolean): number[] =>
    header.flatMap((heading, index) => (fits(heading) ? [index] : []));
  const exact = where((heading) => heading === name);
  return exact.length > 0 ? exact : where((heading) => plain(heading) === plain(name));
}

function plain(heading: string): string {
  return heading.normalize('NFC').replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}

/** The trimmed text of a kept cell; undefined when it is empty or says "missing". */
export function keptText(
  kept: readonly unknown[],
  slot: number,
  missing: ReadonlySet<string>,
  column: string,
): string | undefined {
  const text = cellText(kept[slot], column);
  return text === undefined || missing.has(text) ? undefined : text;
}

/** Tells whether a condition holds for a kept row. */
export type Test = (kept: readonly unknown[]) => boolean;

/** Compiles a condition; words are compared without letter case, and a cell that says "missing" has no value. */
export function compileCondition(condition: Condition, places: Places, missing: ReadonlySet<string>): Test {
  const { all, any, not, column, occurrence, position } = condition;
  if (all) {
    const tests = all.map((part) => compileCondition(part, places, missing));
    return (kept) => tests.every((test) => test(kept));
  }
  if (any) {
    const tests = any.map((part) => compileCondition(part, places, missing));
    return (kept) => tests.some((test) => test(kept));
  }
  if (not) {
    const test = compileCondition(not, places, missing);
    return (kept) => !test(kept);
  }
  const slots = slotsOf({ column, occurrence, position }, places);
  const fits = textTest(condition);
  const name = places.name(slots);
  return (kept) => {
    for (const slot of slots) {
      const text = keptText(kept, slot, missing, name);
      if (text !== undefined) return fits(text);
    }
    return fits(undefined);
  };
}

/** The slots of a mapping's place: of several headings one at least must be in the file. */
export function slotsOf(
  place: {
    readonly column?: readonly string[] | undefined;
    readonly occurrence?: number | undefined;
    readonly position?: number | undefined;
  },
  places: Places,
): readonly number[] {
  const { column = [], occurrence, position } = place;
  const slots =
    position === undefined
      ? column.map((heading) => places.slot({ heading, ...(occurrence === undefined ? {} : { occurrence }) }))
      : [places.slot({ position })];
  places.require(slots, 'any');
  return slots;
}

function textTest({ is, starts_with: start, matches, missing }: Condition): (text: string | undefined) => boolean {
  if (missing !== undefined) return (text) => (text === undefined) === missing;
  if (is !== undefined) {
    const words = new Set(is.map((word) => word.trim().toLowerCase()));
    return (text) => text !== undefined && words.has(text.toLowerCase());
  }
  if (start !== undefined) return (text) => text?.toLowerCase().startsWith(start.toLowerCase()) ?? false;
  const pattern = new RegExp(matches ?? '', 'iu');
  return (text) => text !== undefined && pattern.test(text);
}
