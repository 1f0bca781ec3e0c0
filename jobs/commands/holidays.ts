import { type HolidayListing, listHolidays } from '../../src/model/holidays.ts';
import { localDayOf, weekdayOf, yearOf } from '../../src/model/time.ts';
import { type Command, UsageError } from './command.ts';
import { oneOf } from './options.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Lists the dates that a holiday code means, and those that it does not. */
export const holidays: Command = {
  name: 'holidays',
  usage: '[CODE] [YEAR] [--format text|json]',
  options: { format: { type: 'string', value: 'text|json', description: 'lines to read, or JSON' } },
  positionals: 2,
  async run({ options, positionals }, console) {
    const format = oneOf('holidays', 'format', options.format ?? 'text', ['text', 'json']);
    const [entry, year = String(new Date().getUTCFullYear())] = positionals;
    if (!/^(19|20|21)\d\d$/.test(year)) throw new UsageError(`holidays: ${year} is no year like 2026`);
    const entries = entry === undefined ? console.configuration().settings.TEAM_HOLIDAYS : [entry];
    if (entry !== undefined && localDayOf(entry) !== undefined) {
      throw new UsageError(`holidays: ${entry} is a date; name a code like DE-BY`);
    }
    if (entries.length === 0) throw new UsageError('holidays: name a code like DE-BY, or set TEAM_HOLIDAYS');
    const dates = entries.filter((each) => localDayOf(each) !== undefined);
    const listings = entries
      .filter((each) => !dates.includes(each))
      .map((each) => ({ entry: each, listing: listingOf(each, Number(year)) }));
    if (format === 'json') {
      const all = listings.map(({ listing }) => ({ year: Number(year), ...listing }));
      console.out(`${JSON.stringify(entry === undefined ? { dates, codes: all } : all[0], null, 2)}\n`);
      return 0;
    }
    console.out(listings.map((each) => textOf(each.entry, each.listing, year)).join('\n'));
    const own = dates.filter((date) => yearOf(localDayOf(date)!) === Number(year));
    if (own.length > 0) console.out(`\nand the dates of TEAM_HOLIDAYS:\n${own.map((date) => line(date, '')).join('')}`);
    return 0;
  },
};

function listingOf(entry: string, year: number): HolidayListing {
  try {
    return listHolidays(entry, year);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function textOf(entry: string, listing: HolidayListing, year: string): string {
  const { code, place, days, notCounted, inParts, parts, notes } = listing;
  const read = code === entry.toUpperCase() ? code : `${entry.toUpperCase()}, read as ${code}`;
  const list = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `${title}\n${lines.join('')}`;
  return [
    `${read}: ${place}, ${year}, ${days.length} ${days.length === 1 ? 'date' : 'dates'} without work\n`,
    ...days.map(({ date, name }) => line(date, name)),
    list(
      'not counted; write the date beside the code if you close then:',
      notCounted.map(({ date, name, why }) => line(date, `${name} (${why})`)),
    ),
    list(
      'in parts of it alone; write their code if you are there:',
      inParts.map(({ date, name, codes }) => line(date, `${name}: ${codes.join(', ')}`)),
    ),
    list(
      'its parts:',
      parts.map((part) => `  ${part.code}  ${part.name}\n`),
    ),
    ...notes.map((note) => `note: ${note}\n`),
  ].join('');
}

function line(date: string, text: string): string {
  return `  ${WEEKDAYS[weekdayOf(localDayOf(date)!)]} ${date}  ${text}`.trimEnd().concat('\n');
}
