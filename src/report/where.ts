import { DIMENSION_NAMES, DIMENSIONS, type DimensionName, NO_VALUE } from '../model/catalogue.ts';
import { ConfigError, nearest } from '../model/errors.ts';
import { HANDLERS, type MeasuredColumns, type MeasuredTicket } from '../model/measurement.ts';
import { ownersAsOf } from '../summarise/as-of.ts';
import { keyOf } from '../summarise/columns.ts';
import { keyAt, nameOf, selectRows } from '../summarise/rows.ts';
import type { ReportRecords } from './span.ts';

type Field = (typeof DIMENSIONS)[DimensionName]['field'] | 'tag' | 'resolvedBy';

/** What tickets can be chosen by: every dimension of the catalogue, their tags, and who dealt with them. */
const FIELDS: readonly Field[] = [...DIMENSION_NAMES.map((name) => DIMENSIONS[name].field), 'tag', 'resolvedBy'];

/** Which tickets a report is of: for each field the values of which one is wanted, as they were written. */
export type Where = Readonly<Partial<Record<Field, readonly string[]>>>;

/** Facts that come of the work itself: an open ticket has them only once it has grown. */
const GROWN: readonly Field[] = ['tier', 'resolvedBy'];

/**
 * Reads which tickets are asked for: `team=Berlin,priority=high`; several values of one field one after the other
 * (`priority=high,urgent`) or by a bar (`priority=high|urgent`), `none` for tickets without a value; a value with a comma,
 * a bar or an equals sign stands in quotes (`category="Hardware, network"`). Throws a ConfigError that names the nearest field.
 *
 * @example parseWhere('team=Berlin,Paris,priority=high') // => { team: ['Berlin', 'Paris'], priority: ['high'] }
 */
export function parseWhere(text: string): Where {
  const found = new Map<Field, string[]>();
  let field: Field | undefined;
  for (const { word, name } of partsOf(text)) {
    if (name !== undefined) field = fieldOf(name);
    if (field === undefined) throw new ConfigError(`--where ${text}: write a field and its value, such as team=Berlin`);
    if (word === '') throw new ConfigError(`--where ${text}: ${field} has no value; none means tickets without one`);
    found.set(field, [...(found.get(field) ?? []), word]);
  }
  return Object.fromEntries([...found].map(([name, values]) => [name, [...new Set(values)]]));
}

/** The fields that are asked for, in the catalogue's order. */
function fieldsOf(where: Where): Field[] {
  return FIELDS.filter((field) => where[field] !== undefined);
}

/** A value, with the name of its field where that stands before it. */
const PART = /\s*(?:(\w+)\s*=\s*)?(?:"((?:[^"]|"")*)"|([^",|=]*))\s*(?:[,|]|$)/y;

function partsOf(text: string): { readonly name: string | undefined; readonly word: string }[] {
  const parts: { name: string | undefined; word: string }[] = [];
  const part = new RegExp(PART);
  for (let at = 0; at < text.length || parts.length === 0; at = part.lastIndex) {
    const found = part.exec(text);
    if (found === null) {
      throw new ConfigError(
        `--where ${text}: cannot read it from ${JSON.stringify(text.slice(at))} on; write team=Berlin,priority=high, and a value with a comma or an equals sign in "…"`,
      );
    }
    parts.push({ name: found[1], word: found[2]?.replaceAll('""', '"') ?? found[3]!.trim() });
    if (part.lastIndex === text.length && /[,|]$/.test(text)) parts.push({ name: undefined, word: '' });
  }
  return parts;
}

function fieldOf(name: string): Field {
  const found = FIELDS.find((field) => [field, `by${field}`].some((word) => word.toLowerCase() === name.toLowerCase()));
  if (found !== undefined) return found;
  const meant = nearest(name, FIELDS);
  throw new ConfigError(
    `--where ${name}=…: there is no such field${meant === undefined ? '' : `; did you mean ${meant}?`} There are ${FIELDS.join(', ')}.`,
  );
}

/** The chosen tickets in words: `team Berlin or Paris, priority high`. */
export function whereWords(where: Where): string {
  return fieldsOf(where)
    .map((field) => `${field === 'resolvedBy' ? 'resolved by' : field} ${where[field]!.join(' or ')}`)
    .join(', ');
}

/** Whether tickets are chosen by what only the work on them made of them: no time in hand can be told of such. */
export function isByWork(where: Where, tickets: readonly MeasuredTicket[]): boolean {
  return GROWN.some(
    (field) =>
      where[field] !== undefined &&
      (field !== 'tier' || tickets.some(({ tierOrigin }) => tierOrigin === 'score' || tierOrigin === 'none')),
  );
}

/**
 * Only the tickets of a report that are asked for, with the answers to surveys on them. Team and agent are those of a window's
 * end (`asOf`, epoch ms); what carries no date is as it is now. Throws a ConfigError for a value that no ticket, and nobody
 * of that name, has.
 */
export function narrowRecords(records: ReportRecords, where: Where, asOf: number): ReportRecords {
  const lived = [...records.tickets, ...records.leftOut];
  const valuesOf = valuesAsOf(asOf);
  const wanted = fieldsOf(where).map((field) => ({
    field,
    values: resolved(field, where[field]!, knownWords(field, lived, records, valuesOf)),
  }));
  const isWanted = (ticket: MeasuredTicket): boolean =>
    wanted.every(({ field, values }) => valuesOf(ticket, field).some((value) => values.has(value)));
  const kept = new Map(
    lived.map((ticket): [string, boolean] => [`${ticket.source}/${ticket.ticketId}`, isWanted(ticket)]),
  );
  const { measurements } = records;
  const isKeptRow = (row: number): boolean =>
    kept.get(nameOf(measurements, row)) ??
    wanted.every(({ field, values }) => values.has(valueOfRow(measurements, row, field)));
  const columns = selectRows(measurements, isKeptRow);
  const names = new Set<string>([...kept].flatMap(([name, is]) => (is ? [name] : [])));
  for (let row = 0; row < columns.n; row++) names.add(nameOf(columns, row));
  const ofKept = (source: string, id: string | undefined): boolean => id !== undefined && names.has(`${source}/${id}`);
  return {
    ...records,
    measurements: columns,
    tickets: records.tickets.filter((ticket) => kept.get(`${ticket.source}/${ticket.ticketId}`)),
    leftOut: records.leftOut.filter((ticket) => kept.get(`${ticket.source}/${ticket.ticketId}`)),
    open: records.open.filter(({ source, ticketId }) => ofKept(source, ticketId)),
    compared: records.compared.filter(({ ticket }) => ofKept(ticket.source, ticket.id)),
    ratings: records.ratings.filter(({ source, ticketId }) => ofKept(source, ticketId)),
    rated: records.rated.filter(({ ticket }) => ticket !== undefined && names.has(ticket.key)),
  };
}

type ValuesOf = (ticket: MeasuredTicket, field: Field) => readonly (string | null)[];

function valuesAsOf(asOf: number): ValuesOf {
  return (ticket, field) => {
    const { source } = ticket;
    switch (field) {
      case 'team':
        return [keyOf(source, ownersAsOf(ticket, asOf).teamId)];
      case 'agent':
        return [keyOf(source, ownersAsOf(ticket, asOf).agentId)];
      case 'resolvedBy':
        return [ownersAsOf(ticket, asOf).resolvedBy];
      case 'tag':
        return ticket.tags.length === 0 ? [null] : ticket.tags;
      case 'account':
        return [ticket.accountKey];
      default:
        return [ticket[field]];
    }
  };
}

/** Of a ticket that lies further back than whole ones are read. */
function valueOfRow(columns: MeasuredColumns, row: number, field: Field): string | null {
  return field === 'tag' || field === 'resolvedBy' ? null : keyAt(columns[field], row);
}

/** What people may write for a value, in small letters, and the values that they mean by it. */
type Words = ReadonlyMap<string, { readonly written: string; readonly values: ReadonlySet<string> }>;

function knownWords(
  field: Field,
  tickets: readonly MeasuredTicket[],
  records: ReportRecords,
  valuesOf: ValuesOf,
): Words {
  const words = new Map<string, { written: string; values: Set<string> }>();
  const add = (written: string, value: string): void => {
    const known = words.get(written.toLowerCase());
    if (known === undefined) words.set(written.toLowerCase(), { written, values: new Set([value]) });
    else known.values.add(value);
  };
  const isOfSource = field === 'team' || field === 'agent';
  for (const { name, id, source, email } of isOfSource ? peopleOf(field, records) : []) {
    const value = `${source}/${id}`;
    for (const word of [name, id, value, ...(email === undefined ? [] : [email])]) add(word, value);
  }
  for (const ticket of tickets) {
    for (const value of valuesOf(ticket, field)) {
      if (value === null) continue;
      add(value, value);
      if (isOfSource) add(value.slice(value.indexOf('/') + 1), value);
    }
  }
  if (field === 'account') {
    for (const { key, name } of records.accounts) for (const word of [key, ...(name ? [name] : [])]) add(word, key);
  }
  if (field === 'resolvedBy') for (const handler of HANDLERS) add(handler, handler);
  return words;
}

function peopleOf(
  field: 'team' | 'agent',
  { teams, agents }: ReportRecords,
): readonly {
  readonly source: string;
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
}[] {
  return field === 'team' ? teams : agents;
}

function resolved(field: Field, written: readonly string[], known: Words): ReadonlySet<string | null> {
  const values = new Set<string | null>();
  for (const word of written) {
    const found = known.get(word.toLowerCase());
    if (found !== undefined) for (const value of found.values) values.add(value);
    else if (word.toLowerCase() === NO_VALUE) values.add(null);
    else throw new ConfigError(`--where ${field}=${word}: no ticket of this report has it; ${hint(word, known)}`);
  }
  return values;
}

function hint(word: string, known: Words): string {
  const all = [...known.values()].map(({ written }) => written);
  const meant = nearest(word, all) ?? all.find((each) => each.toLowerCase().includes(word.toLowerCase()));
  if (meant !== undefined) return `did you mean ${/[",|=]/.test(meant) ? JSON.stringify(meant) : meant}?`;
  if (all.length === 0) return 'its tickets have no values of it';
  return `there are ${all.slice(0, 8).join(', ')}${all.length > 8 ? ', …' : ''}`;
}
