import Holidays from 'date-holidays';
import { CODE_MEANINGS, DECREED, HOLIDAY_CORRECTIONS, OTHER_SPELLINGS } from './holiday-corrections.ts';
import { dateOf, localDayOf, MS_PER_DAY, MS_PER_HOUR, yearOf } from './time.ts';

/** Days without work, read: whole local dates. */
export interface HolidayRules {
  /** One spelling for equal rules: dates and codes, sorted, each once. */
  readonly names: readonly string[];
  /** Whether the local date (a local day number) is one of them; any year. */
  readonly has: (localDay: number) => boolean;
}

/** One day off of a code. */
export interface HolidayDate {
  /** `2026-08-15` */
  readonly date: string;
  readonly name: string;
}

/** What a code means in one year. */
export interface HolidayListing {
  /** The code as it is read: `GB-ENG` for `UK`. */
  readonly code: string;
  /** Its place in words: `Bavaria, Germany`. */
  readonly place: string;
  /** Every date without work, in order. */
  readonly days: readonly HolidayDate[];
  /** Days that are no days off here: half days, and those of banks, schools or nobody in particular. */
  readonly notCounted: readonly (HolidayDate & { readonly why: string })[];
  /** Days off of a part of the place alone, with the codes that have them. */
  readonly inParts: readonly (HolidayDate & { readonly codes: readonly string[] })[];
  /** The codes of its parts, with their names. */
  readonly parts: readonly { readonly code: string; readonly name: string }[];
  /** What a person should know who relies on it. */
  readonly notes: readonly string[];
}

/** What is left of a day must be longer than this to close its date; anything shorter is a half holiday. */
const SHORTEST_HOLIDAY_MS = 20 * MS_PER_HOUR;

const ISLAMIC_MONTH = /muharram|rabi|rajab|shaban|ramadan|shawwal|hijjah/i;

/**
 * Reads holidays: ISO dates (`2026-12-25`) and codes of a country, state or region (`DE`, `DE-BY`, `DE-BY-A`), whose
 * public holidays are worked out for any year when it is first asked for (package date-holidays, corrected where it
 * errs: `HOLIDAY_CORRECTIONS`). Throws an Error that names the entry that cannot be read and says what is accepted.
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
      const code = codeOf(name);
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

/**
 * Lists what a code means in a year, by the same rules as `parseHolidays`. Throws the same Error for a code that
 * nobody knows.
 */
export function listHolidays(entry: string, year: number): HolidayListing {
  const given = codeOf(entry);
  const meaning = CODE_MEANINGS.get(given);
  const code = meaning?.code ?? given;
  const { list, place, parts } = calendarOf(given, entry);
  const days = closedDates(list, year);
  const corrections = levelsOf(code).flatMap((level) => HOLIDAY_CORRECTIONS.get(level) ?? []);
  const found = list.getHolidays(year, 'en');
  const byMoon = found.filter((each) => each.type === 'public' && ISLAMIC_MONTH.test(each.rule));
  return {
    code,
    place,
    parts,
    days: [...days].sort(byDate).map(([day, name]) => ({ date: dateOf(day), name })),
    notCounted: found.flatMap((each) => {
      const why = reasonNotCounted(each);
      const date = each.date.slice(0, 10);
      return why === undefined || days.has(localDayOf(date)!) ? [] : [{ date, name: each.name, why }];
    }),
    inParts: inPartsOnly(parts, days, year),
    notes: [
      ...(meaning ? [meaning.why] : []),
      ...corrections.map(({ why }) => `corrected against the package date-holidays: ${why}`),
      ...(byMoon.length > 0
        ? ['dates of the Islamic calendar are calculated; where the moon is looked for, they may be a day off']
        : []),
      ...(DECREED.has(code.split('-')[0]!)
        ? ['its authorities move or add days every year: compare with the official list and add dates']
        : []),
    ],
  };
}

type PackageHoliday = ReturnType<Holidays['getHolidays']>[number];

/** One spelling for a code: capital letters, and the code of ISO 3166 for another one (`uk` is `GB`). */
function codeOf(entry: string): string {
  const [country = '', ...rest] = entry.trim().toUpperCase().split('-');
  return [OTHER_SPELLINGS.get(country) ?? country, ...rest].join('-');
}

function levelsOf(code: string): string[] {
  const parts = code.split('-');
  return parts.map((_, index) => parts.slice(0, index + 1).join('-'));
}

function publicHolidaysOf(code: string, entry: string): (year: number, into: Set<number>) => void {
  const { list } = calendarOf(code, entry);
  return (year, into) => {
    for (const day of closedDates(list, year).keys()) into.add(day);
  };
}

/** The package's calendar of a code with our corrections, the place it is of, and the codes of its parts. */
function calendarOf(given: string, entry: string) {
  const code = CODE_MEANINGS.get(given)?.code ?? given;
  const list = new Holidays();
  const [country, state, region, ...more] = code.split('-');
  const countries = list.getCountries('en') ?? {};
  const countryKey = keyOf(countries, country);
  const states = (countryKey && list.getStates(countryKey, 'en')) || {};
  const stateKey = keyOf(states, state);
  const regions = (countryKey && stateKey && list.getRegions(countryKey, stateKey, 'en')) || {};
  const regionKey = keyOf(regions, region);
  const isLost = (part: string | undefined, key: string | undefined): boolean => part !== undefined && !key;
  if (!countryKey || isLost(state, stateKey) || isLost(region, regionKey) || more.length > 0) {
    throw new Error(
      `holidays: cannot read "${entry}": it is neither a date like 2026-12-25 nor a code of a country or state like DE or DE-BY`,
    );
  }
  if (stateKey && regionKey) list.init(countryKey, stateKey, regionKey);
  else if (stateKey) list.init(countryKey, stateKey);
  else list.init(countryKey);
  for (const level of levelsOf(code)) correct(list, level);
  const below = regionKey ? {} : given.includes('-') ? regions : states;
  return {
    list,
    place: [regions[regionKey ?? ''], states[stateKey ?? ''], countries[countryKey]].filter(Boolean).join(', '),
    parts: Object.entries(below).map(([key, name]) => ({ code: `${given}-${key.toUpperCase()}`, name: String(name) })),
  };
}

/** The package's own spelling of a part of a code; it writes some in small letters. */
function keyOf(names: Readonly<Record<string, string>>, part: string | undefined): string | undefined {
  return part === undefined ? undefined : Object.keys(names).find((key) => key.toUpperCase() === part);
}

function correct(list: Holidays, code: string): void {
  const correction = HOLIDAY_CORRECTIONS.get(code);
  for (const rule of correction?.remove ?? []) list.unsetRule(rule);
  for (const [rule, name] of Object.entries(correction?.add ?? {})) {
    list.setHoliday(rule, { name: { en: name }, type: 'public' });
  }
}

/** The dates that a year's holidays close, each with its name; a holiday that begins in the year may end in the next. */
function closedDates(list: Holidays, year: number): Map<number, string> {
  const days = new Map<number, string>();
  for (const holiday of list.getHolidays(year, 'en')) {
    const first = localDayOf(holiday.date.slice(0, 10));
    if (holiday.type !== 'public' || first === undefined) continue;
    const lastsMs = holiday.end.getTime() - holiday.start.getTime();
    // A day of 23 or 25 hours is whole, a last day that ends at noon is not.
    const count = Math.floor((lastsMs + MS_PER_DAY - SHORTEST_HOLIDAY_MS) / MS_PER_DAY);
    for (let i = 0; i < count; i++) {
      const earlier = days.get(first + i);
      if (earlier === undefined) days.set(first + i, holiday.name);
      else if (!earlier.includes(holiday.name)) days.set(first + i, `${earlier}, ${holiday.name}`);
    }
  }
  return days;
}

function reasonNotCounted({ type, start, end }: PackageHoliday): string | undefined {
  const isHalf = end.getTime() - start.getTime() < SHORTEST_HOLIDAY_MS;
  if (type === 'observance') return undefined;
  if (isHalf) return 'half day';
  if (type === 'bank') return 'banks';
  if (type === 'school') return 'schools';
  return type === 'optional' ? 'optional' : undefined;
}

function inPartsOnly(
  parts: HolidayListing['parts'],
  everywhere: ReadonlyMap<number, string>,
  year: number,
): HolidayListing['inParts'] {
  const found = new Map<number, { names: Set<string>; codes: string[] }>();
  for (const { code } of parts) {
    for (const [day, name] of closedDates(calendarOf(code, code).list, year)) {
      if (everywhere.has(day)) continue;
      const entry = found.get(day) ?? { names: new Set(), codes: [] };
      entry.names.add(name);
      entry.codes.push(code);
      found.set(day, entry);
    }
  }
  return [...found].sort(byDate).map(([day, { names, codes }]) => ({
    date: dateOf(day),
    name: [...names].join(' or '),
    codes,
  }));
}

function byDate([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number {
  return a - b;
}
