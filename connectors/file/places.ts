import { nearest } from '../../src/model/errors.ts';
import { cellText } from './cells.ts';
import type { Condition } from './column-spec.ts';

/** Where a cell stands, as a mapping says it. */
export interface Place {
  readonly column?: readonly string[] | undefined;
  readonly occurrence?: number | undefined;
  readonly position?: number | undefined;
}

/** The cells of a file that a mapping speaks of, each kept once. */
export interface Places {
  /** The slot of a place in a kept row; the same place has the same slot. */
  readonly slot: (place: Place) => number;
  /** What is kept of a row: slot by slot. */
  readonly keep: (cells: readonly unknown[]) => unknown[];
  /** Looks all places up in a header; gives what is wrong. May be called again when the header has grown. */
  readonly find: (header: readonly string[]) => string[];
  /** How many of the places a row of headings has. */
  readonly count: (header: readonly string[]) => number;
  /** How messages name a slot. */
  readonly name: (slot: number) => string;
}

/** Makes an empty list of places for the file of this name. */
export function createPlaces(file: string): Places {
  const places: Place[] = [];
  const slots = new Map<string, number>();
  let positions: (number | undefined)[] = [];
  return {
    slot(place) {
      const key = JSON.stringify([place.column, place.occurrence, place.position]);
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = places.push(place) - 1;
        slots.set(key, slot);
      }
      return slot;
    },
    keep: (cells) => positions.map((position) => (position === undefined ? null : (cells[position] ?? null))),
    find(header) {
      const found = places.map((place) => findPlace(file, place, header));
      positions = found.map((each) => (typeof each === 'number' ? each : undefined));
      return found.filter((each) => typeof each === 'string');
    },
    count: (header) => places.filter((place) => typeof findPlace(file, place, header) === 'number').length,
    name: (slot) => nameOf(places[slot]!),
  };
}

function nameOf({ column, occurrence, position }: Place): string {
  if (position !== undefined) return `column ${position}`;
  return `"${column!.join('" or "')}"${occurrence === undefined ? '' : ` (${occurrence})`}`;
}

/** The index of a place in the header, or why there is none. */
function findPlace(file: string, place: Place, header: readonly string[]): number | string {
  if (place.position !== undefined) {
    if (place.position <= header.length) return place.position - 1;
    return `${file}: there is no column ${place.position}; it has ${header.length}`;
  }
  for (const name of place.column ?? []) {
    const exact = indexesOf(header, (heading) => heading === name);
    const all = exact.length > 0 ? exact : indexesOf(header, (heading) => same(heading, name));
    if (all.length === 0) continue;
    if (place.occurrence === undefined && all.length > 1) {
      return `${file}: "${name}" stands ${all.length} times (columns ${all.map((index) => index + 1).join(', ')}); add "occurrence": 1 or 2 … to say which`;
    }
    return (
      all[(place.occurrence ?? 1) - 1] ?? `${file}: "${name}" stands only ${all.length} times, not ${place.occurrence}`
    );
  }
  const wanted = place.column?.[0] ?? '';
  const meant = nearest(wanted, header);
  return `${file}: the column ${nameOf(place)} is missing; ${meant === undefined ? `it has: ${header.join(', ')}` : `did you mean "${meant}"?`}`;
}

function same(heading: string, name: string): boolean {
  return heading.trim().toLowerCase() === name.trim().toLowerCase();
}

function indexesOf(header: readonly string[], fits: (heading: string) => boolean): number[] {
  return header.flatMap((heading, index) => (fits(heading) ? [index] : []));
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
  const slot = places.slot({ column, occurrence, position });
  const fits = textTest(condition);
  return (kept) => fits(keptText(kept, slot, missing, places.name(slot)));
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
