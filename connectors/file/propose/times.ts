import { createZones } from '../../../src/clock/zone.ts';
import type { Status } from '../../../src/model/ticket.ts';
import { localTimeOf } from '../instants.ts';
import { shown } from '../shown.ts';
import { compileFormat } from '../time-format.ts';
import { createTimeWords } from '../time-words.ts';
import type { Candidate, Candidates } from './choose.ts';
import { MOST_WORDS } from './columns.ts';
import { languageOf } from './headings.ts';
import { known, type Part, type ProposedColumn, placeOf, TO_BE_NAMED } from './part.ts';
import type { Product } from './products.ts';
import { readStatusWords } from './status-words.ts';
import type { Target } from './targets.ts';
import { timePatterns } from './time-patterns.ts';

/** The columns of a proposal that hold times, and how they are written. */
export interface TimePart extends Part {
  /** Whether times do not say where the clock stood, and nobody else does. */
  readonly lacksZone: boolean;
  readonly times: { readonly formats: string[]; readonly zone?: string; readonly language?: string };
}

/** Columns of times by what they may stand for. */
const INSTANTS = ['opened_at', 'solved_at', 'closed_at', 'first_response_at', 'updated_at'] as const;

/** Lengths of time that are told as they are, by the model's column. */
const LENGTHS = ['time_with_team', 'time_customer_waited', 'time_with_customer', 'time_with_third_party'] as const;

/** Which columns say when what happened, and how long it took. */
export function timeColumns(candidates: Candidates, product: Product | undefined, zone: string | undefined): TimePart {
  const best = (target: Target): Candidate | undefined => candidates.of(target)[0];
  const used = INSTANTS.flatMap((target) => best(target) ?? []);
  const writing = writingOf(used, zone, languageOf(candidates.all.map(({ heading }) => heading)));
  const columns: Record<string, ProposedColumn> = {};
  const undecided: string[] = [...writing.undecided];
  const notes: string[] = [];
  const at = (candidate: Candidate): Readonly<Record<string, unknown>> =>
    candidate.heading.zone === undefined ? {} : { zone: candidate.heading.zone };

  const opened = best('opened_at');
  if (opened) columns.opened_at = known(opened, at(opened));
  else {
    columns.opened_at = { column: TO_BE_NAMED, comment: 'no heading is known for it' };
    const other = candidates.misfits.find(({ target }) => target === 'opened_at');
    undecided.push(
      other
        ? `"${other.heading.text}" holds no times that can be read${exampleOf(other)}: when was a ticket opened ("opened_at"), and how are times written ("times": {"formats": […]})?`
        : 'which column says when a ticket was opened ("opened_at")?',
    );
  }
  if (opened && opened.column.cells.length < opened.column.rows) {
    undecided.push(
      `"${opened.heading.text}" is empty in ${opened.column.rows - opened.column.cells.length} of ${opened.column.rows} rows, which are set aside: is it the opening?`,
    );
  }
  const solution = solutionOf(candidates, product);
  if (solution.column) columns.solved_at = solution.column;
  undecided.push(...solution.undecided);
  const answered = best('first_response_at');
  if (answered) columns.first_response_at = known(answered, at(answered));
  const updated = best('updated_at');
  if (updated) columns.updated_at = known(updated, at(updated));
  for (const length of lengthsOf(candidates, columns, notes)) columns[length.name] = length.column;
  Object.assign(columns, statedTimes(candidates, columns, product));
  return { columns, undecided, notes, times: writing.times, lacksZone: writing.lacksZone };
}

/** When a ticket was solved: its solution, else its closing, row by row. */
function solutionOf(
  candidates: Candidates,
  product: Product | undefined,
): {
  readonly column?: ProposedColumn;
  readonly undecided: readonly string[];
} {
  const found = [candidates.of('solved_at')[0], candidates.of('closed_at')[0]].filter((each) => each !== undefined);
  const [first, second] = found;
  if (first) {
    const zones = new Set(found.map(({ heading }) => heading.zone));
    const zone = [...zones][0];
    return {
      column: {
        ...placeOf(first),
        ...(second ? { column: [first.heading.text, second.heading.text] } : {}),
        ...(zones.size === 1 && zone !== undefined ? { zone } : {}),
        comment: second ? 'known headings: the solution, else the closing' : 'a known heading',
      },
      undecided:
        zones.size > 1 ? ['the columns of the solution and of the closing name different zones: which is right?'] : [],
    };
  }
  const length = candidates
    .of('resolution_time')
    .find(({ heading, column }) => !heading.business && (heading.unit !== undefined || sayTheirUnits(column)));
  if (length) {
    return {
      column: known(
        length,
        { after: 'opened_at', ...(length.heading.unit === undefined ? {} : { unit: length.heading.unit }) },
        'a known heading: a length of time after the opening',
      ),
      undecided: [],
    };
  }
  const empty = candidates.misfits.find(({ target, column }) => target === 'solved_at' && column.cells.length === 0);
  if (empty && noneIsSolved(candidates, product)) {
    return { column: known(empty, {}, 'a known heading; no ticket is solved yet'), undecided: [] };
  }
  return {
    undecided: [
      'which column says when a ticket was solved ("solved_at")? Without one no time to solution can be told',
    ],
  };
}

/** The first of the cells, for a person to see what is meant. */
function exampleOf({ column }: Candidate): string {
  const [first] = column.cells;
  return first === undefined ? '' : ` (the first is ${shown(first)})`;
}

/** Whether every length says what it counts: `3 h 20 min`, `03:20:00`; not `3:20`, which may be minutes, nor `3.3`. */
function sayTheirUnits({ cells }: Candidate['column']): boolean {
  return cells.length > 0 && cells.every((cell) => /^-?\d+:\d{2}:\d{2}$|^P.*\d|\d\s*\p{L}/iu.test(cell));
}

/** Whether a status says of every ticket, in words that are known, that it is not solved. */
function noneIsSolved(candidates: Candidates, product: Product | undefined): boolean {
  const [status] = candidates.of('status').filter(({ column }) => column.cells.length > 0);
  if (status === undefined || status.column.words.length >= MOST_WORDS) return false;
  const codes = new Map<string, Status>(Object.entries(product?.codes ?? {}));
  const { values, doubtful, unknown } = readStatusWords(status.column.words, product?.waiting ?? {}, codes);
  return doubtful.length + unknown.length === 0 && ![...values.values()].some((value) => isSolved(value));
}

const isSolved = (status: Status): boolean => status === 'solved' || status === 'closed';

/** How long it took until the first answer, and who waited for whom. */
function lengthsOf(
  candidates: Candidates,
  columns: Readonly<Record<string, ProposedColumn>>,
  notes: string[],
): readonly { readonly name: string; readonly column: ProposedColumn }[] {
  const found: { name: string; column: ProposedColumn }[] = [];
  const readable = (candidate: Candidate): boolean => {
    const { column, heading } = candidate;
    if (heading.unit !== undefined || column.numbers === 0) return true;
    notes.push(`"${heading.text}" is not read: it does not say what its numbers count ("unit": "minutes")`);
    return false;
  };
  const unit = ({ heading }: Candidate): Readonly<Record<string, unknown>> =>
    heading.unit === undefined ? {} : { unit: heading.unit };
  const replies = candidates.of('first_reply_time');
  const reply = replies.find(({ heading }) => !heading.business);
  if (reply && columns.first_response_at === undefined && readable(reply)) {
    found.push({
      name: 'first_response_at',
      column: known(
        reply,
        { after: 'opened_at', ...unit(reply) },
        'a known heading: a length of time after the opening',
      ),
    });
  }
  for (const name of LENGTHS) {
    const length = candidates.of(name).find(({ heading }) => !heading.business);
    if (length && readable(length)) found.push({ name, column: known(length, unit(length)) });
  }
  return found;
}

/** The helpdesk's own figures, which are compared with ours. */
const STATED = [
  ['first_reply_time', 'vendor_first_response'],
  ['first_resolution_time', 'vendor_first_resolution'],
  ['resolution_time', 'vendor_final_resolution'],
] as const;

/** Lengths of time by which nothing is measured, for comparison: on the wall clock, and in open hours. */
function statedTimes(
  candidates: Candidates,
  columns: Readonly<Record<string, ProposedColumn>>,
  product: Product | undefined,
): Readonly<Record<string, ProposedColumn>> {
  const found: Record<string, ProposedColumn> = {};
  const used = new Set(Object.values(columns).flatMap(({ column }) => [column].flat()));
  for (const [target, name] of STATED) {
    for (const candidate of candidates.of(target)) {
      const { heading } = candidate;
      const isBusiness = heading.business || product?.lengths === 'business';
      const column = `${name}_${isBusiness ? 'business' : 'calendar'}_ms`;
      if (used.has(heading.text) || heading.unit === undefined || column in found) continue;
      found[column] = known(
        candidate,
        { unit: heading.unit },
        `a known heading: for comparison, in ${isBusiness ? 'open hours' : 'hours by the clock'}`,
      );
    }
  }
  return found;
}

/** The day that a cell is in a format, as `2026-03-04`. */
function dayIn(format: string | undefined, cell: string | undefined): string {
  const at = localMsIn(format, cell);
  return at === undefined ? 'no date' : new Date(at).toISOString().slice(0, 10);
}

/** What one of the times would be by the clocks of two places. */
function bothZones(formats: readonly string[], used: readonly Candidate[]): string {
  for (const cell of used.flatMap(({ column }) => column.cells)) {
    const [at] = formats.flatMap((format) => localMsIn(format, cell) ?? []);
    if (at === undefined) continue;
    const [utc, berlin] = ['UTC', 'Europe/Berlin'].map((zone) => localTimeOf(zone, createZones())?.(at)?.at ?? at);
    const time = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16)}Z`;
    return `${shown(cell)} is ${time(utc!)} by a clock of UTC and ${time(berlin!)} by one of Berlin`;
  }
  return 'they mean another instant in each zone';
}

function localMsIn(format: string | undefined, cell: string | undefined): number | undefined {
  if (format === undefined || cell === undefined) return undefined;
  const compiled = compileFormat(format);
  return 'problem' in compiled ? undefined : compiled.parse(cell.trim())?.localMs;
}

/** Whether every month is a word of the headings' language: `listopad` is November in Poland and October in Croatia. */
function monthsAreOf(language: string, formats: readonly string[], used: readonly Candidate[]): boolean {
  if (language === 'en' || !formats.some((format) => format.includes('MMM'))) return false;
  const words = createTimeWords(undefined, language);
  const compiled = formats.map((format) => compileFormat(format, words));
  return used.every(({ column }) =>
    column.cells.every((cell) =>
      compiled.some((format) => !('problem' in format) && format.parse(cell.trim()) !== undefined),
    ),
  );
}

/** How times are written, from all columns of times together; what stays open is asked for. */
function writingOf(
  used: readonly Candidate[],
  zone: string | undefined,
  language: string,
): { times: TimePart['times']; lacksZone: boolean; undecided: string[] } {
  if (used.length === 0) return { times: { formats: ['ISO'] }, lacksZone: false, undecided: [] };
  const patterns = timePatterns(used.flatMap(({ column }) => column.cells));
  const names = used.map(({ heading }) => `"${heading.text}"`).join(', ');
  if (!patterns) {
    return {
      times: { formats: ['ISO'] },
      lacksZone: false,
      undecided: [`${names}: how are the times written ("times": {"formats": […]})?`],
    };
  }
  const undecided: string[] = [];
  const [first, second] = patterns.formats;
  // One whose day and month can change places.
  const example = used
    .flatMap(({ column }) => column.cells)
    .find((cell) => dayIn(first, cell) !== dayIn(second, cell) && localMsIn(second, cell) !== undefined);
  if (patterns.order === 'open') {
    undecided.push(
      `${names}: every date fits both ${first} and ${second} (${shown(example ?? '')} may be ${dayIn(first, example)} or ${dayIn(second, example)}): keep the format that is meant`,
    );
  }
  if (patterns.order === 'mixed') {
    undecided.push(
      `${names}: some dates have the day first and some the month: export them anew, or keep the format that is meant`,
    );
  }
  if (patterns.datesOnly) {
    undecided.push(
      `${names}: there are dates without a time of day, so that no time is known better than by a day: is there a column with times?`,
    );
  }
  if (patterns.misfits > 0)
    undecided.push(`${names}: ${patterns.misfits} cells are no times: what do they mean ("missing")?`);
  const needsZone = patterns.offsets !== 'all' && used.some(({ heading }) => heading.zone === undefined);
  if (needsZone && zone === undefined) {
    undecided.push(
      `${names}: the times have no offset (${bothZones(patterns.formats, used)}): say where the clock stood with FILE_TIME_ZONE (Europe/Berlin, +02:00 or UTC), or in a mapping ("zone"; fairclock map proposes one)`,
    );
  }
  return {
    lacksZone: needsZone && zone === undefined,
    times: {
      formats: [...patterns.formats],
      ...(needsZone && zone !== undefined ? { zone } : {}),
      ...(monthsAreOf(language, patterns.formats, used) ? { language } : {}),
    },
    undecided,
  };
}
