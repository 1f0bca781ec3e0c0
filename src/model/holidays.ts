import Holidays from 'date-holidays';
import { dateOf, localDayOf, MS_PER_DAY, yearOf } from './local-day.ts';

/** Days without work, read: whole local dates. */
export interface HolidayRules {
  /** One spelling for equal rules: dates and codes, sorted, each once. */
  readonly names: readonly string[];
  /** Whether the local date (a local day number) is one of them; any year. */
  readonly has: (localDay: number) => boolean;
}

/** Anything shorter is a half holiday, which does not close its date. */
const SHORTEST_HOLIDAY_MS = 20 * 3_600_000;

/**
 * Reads holidays: ISO dates (`2026-12-25`) and codes of a country, state or region (`DE`, `DE-BY`, `DE-BY-A`), whose
 * public holidays are worked out for any year when it is first asked for (package date-holidays). Throws an Error that
 * names the entry that cannot be read and says what is accepted.
 */
export function parseHolidays(entries: readonly string[]): HolidayRules {
  const days = new Set<number>();
  const regions: ((year: number, into: Set<number>) => void)[] = [];
  const names = new Set<string>();
  for (const entry of entries) {
    const name = entry.trim();
    if (name === '') continue;
    const day = localDayOf(name);
    if (day !== undefined) {
      days.add(day);
      names.add(dateOf(day));
    } else {
      const code = name.toUpperCase();
      if (!names.has(code)) regions.push(publicHolidaysOf(code, name));
      names.add(code);
    }
  }
  const loaded = new Set<number>();
  const load = (year: number): void => {
    if (loaded.has(year)) return;
    loaded.add(year);
    for (const region of regions) region(year, days);
  };
  // Days are mostly asked for in order: the year is worked out once for all its days.
  let [yearFrom, yearTo] = [0, 0];
  return {
    names: [...names].sort(),
    has: (localDay) => {
      if (regions.length > 0 && (localDay < yearFrom || localDay >= yearTo)) {
        const year = yearOf(localDay);
        yearFrom = Date.UTC(year, 0, 1) / MS_PER_DAY;
        yearTo = Date.UTC(year + 1, 0, 1) / MS_PER_DAY;
        load(year - 1); // a holiday of several days may run into the next year
        load(year);
      }
      return days.has(localDay);
    },
  };
}

function publicHolidaysOf(code: string, entry: string): (year: number, into: Set<number>) => void {
  const [country = '', state, region] = code.split('-');
  const list = new Holidays();
  const known =
    Object.hasOwn(list.getCountries() ?? {}, country) &&
    (state === undefined || Object.hasOwn(list.getStates(country) ?? {}, state)) &&
    (region === undefined || Object.hasOwn(list.getRegions(country, state ?? '') ?? {}, region)) &&
    code.split('-').length <= 3;
  if (!known) {
    throw new Error(
      `holidays: cannot read "${entry}": it is neither a date like 2026-12-25 nor a code of a country or state like DE or DE-BY`,
    );
  }
  if (region !== undefined) list.init(country, state ?? '', region);
  else if (state !== undefined) list.init(country, state);
  else list.init(country);
  return (year, into) => {
    for (const holiday of list.getHolidays(year)) {
      const lastsMs = holiday.end.getTime() - holiday.start.getTime();
      const first = localDayOf(holiday.date.slice(0, 10));
      if (holiday.type !== 'public' || lastsMs < SHORTEST_HOLIDAY_MS || first === undefined) continue;
      const count = Math.round(lastsMs / MS_PER_DAY);
      for (let i = 0; i < count; i++) into.add(first + i);
    }
  };
}
