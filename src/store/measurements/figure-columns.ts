import { CAUSE_NAMES, type Cause, CLOCK_NAMES } from '../../model/catalogue.ts';
import type { ClockColumns, MeasuredColumns } from '../../model/measurement.ts';
import { fromRecord } from '../record-text.ts';
import { NAMES, NUMBERS, nameOf, Repliers, unreadable } from './figures-text.ts';
import { keyColumn, keyDictionary } from './key-dictionary.ts';
import { readNumbers } from './number-text.ts';

/** Distinct lists of repliers remembered; beyond it they are read again, so that memory is bounded. */
const LISTS_KEPT = 100_000;
const NOBODY: readonly number[] = [];

/** The columns that the texts of figures-text.ts fill. */
export type FigureColumns = Omit<MeasuredColumns, 'n' | 'source' | 'ticketId' | 'openedAt' | 'finalSolvedAt'>;

/** Fills the columns text by text. */
export interface FigureColumnsBuilder {
  /** From here on, people are those of another source. */
  readonly startSource: (source: string) => void;
  /** Adds the next row; a DataError where the text makes no sense. */
  readonly add: (text: string) => void;
  /** The rows so far. */
  readonly columns: () => FigureColumns;
}

/** A builder for at most `capacity` rows; later responses find room as they come. */
export function figureColumns(capacity: number): FigureColumnsBuilder {
  const names = NAMES.map(() => keyColumn(capacity, nameOf));
  const [tier, channel, priority, category, account, agent, team, customer, firstResponder] = names as [
    (typeof names)[0],
    ...typeof names,
  ];
  const people = [agent!, team!, customer!, firstResponder!];
  const numbers = Array.from({ length: NUMBERS }, () => new Float64Array(capacity));
  const repliers = keyDictionary();
  // Tickets are answered by few combinations of agents, so that most lists are read once.
  let knownLists = new Map<string, readonly number[]>();
  let laterCapacity = Math.max(16, capacity);
  let laterClocks = CLOCK_NAMES.map(() => sharedFloats(laterCapacity));
  let laterTicket = new Uint32Array(laterCapacity);
  let laterAgent = new Uint32Array(laterCapacity);
  let later = 0;
  let n = 0;
  let bytes = Buffer.allocUnsafe(1024);
  let scratch = new Float64Array(bytes.length);
  let source = '';

  const grow = (needed: number): void => {
    while (laterCapacity < needed) laterCapacity *= 2;
    laterClocks = laterClocks.map((column) => grown(column, sharedFloats(laterCapacity)));
    laterTicket = grown(laterTicket, new Uint32Array(laterCapacity));
    laterAgent = grown(laterAgent, new Uint32Array(laterCapacity));
  };
  const row = (): string => `the measurement in row ${n + 1} of ${source}`;
  const codesOf = (list: string): readonly number[] => {
    let codes = knownLists.get(list);
    if (codes === undefined) {
      codes = fromRecord(Repliers, row(), list).map(repliers.codeOf);
      if (knownLists.size >= LISTS_KEPT) knownLists = new Map();
      knownLists.set(list, codes);
    }
    return codes;
  };

  const addNumbers = (text: string, start: number, end: number, repliersOfTicket: readonly number[]): void => {
    if (bytes.length < text.length) {
      bytes = Buffer.allocUnsafe(text.length * 2);
      scratch = new Float64Array(text.length);
    }
    // A byte a sign, whatever the sign: the numbers stay where they are in the text.
    bytes.write(text, 0, 'latin1');
    const count = readNumbers(bytes, start, end, scratch);
    if (count !== NUMBERS + repliersOfTicket.length * CLOCK_NAMES.length) throw unreadable(row());
    for (let field = 0; field < NUMBERS; field++) numbers[field]![n] = scratch[field]!;
    if (later + repliersOfTicket.length > laterCapacity) grow(later + repliersOfTicket.length);
    let field = NUMBERS;
    for (let turn = 0; turn < repliersOfTicket.length; turn++) {
      for (let clock = 0; clock < CLOCK_NAMES.length; clock++) laterClocks[clock]![later] = scratch[field++]!;
      laterTicket[later] = n;
      laterAgent[later] = repliersOfTicket[turn]!;
      later++;
    }
  };

  const numberColumn = (index: number): Float64Array => numbers[index]!.subarray(0, n);
  const clocksAt = (index: number): ClockColumns => ({
    calendar: numberColumn(index),
    net: numberColumn(index + 1),
    business: numberColumn(index + 2),
  });

  return {
    startSource(name) {
      source = name;
      for (const column of people) column.startSource(name);
      repliers.startSource(name);
      knownLists = new Map();
    },
    add(text) {
      let start = 0;
      for (let line = 0; line < names.length; line++) {
        const end = text.indexOf('\n', start);
        names[line]!.add(text.slice(start, end));
        start = end + 1;
      }
      const endOfRepliers = text.indexOf('\n', start);
      const endOfNumbers = text.indexOf('\n', endOfRepliers + 1);
      const codes = endOfRepliers === start ? NOBODY : codesOf(text.slice(start, endOfRepliers));
      addNumbers(text, endOfRepliers + 1, endOfNumbers, codes);
      n++;
    },
    columns: () => ({
      tier: tier.column(),
      channel: channel!.column(),
      priority: priority!.column(),
      category: category!.column(),
      account: account!.column(),
      agent: agent!.column(),
      team: team!.column(),
      customer: customer!.column(),
      reopens: Uint32Array.from(numberColumn(0)),
      customerZoneKnown: Uint8Array.from(numberColumn(1)),
      timeSpentMs: Object.fromEntries(CAUSE_NAMES.map((bucket, index) => [bucket, numberColumn(2 + index)])) as Record<
        Cause,
        Float64Array
      >,
      firstResponse: { ...clocksAt(2 + CAUSE_NAMES.length), agent: firstResponder!.column() },
      firstResolution: clocksAt(2 + CAUSE_NAMES.length + CLOCK_NAMES.length),
      finalResolution: clocksAt(2 + CAUSE_NAMES.length + 2 * CLOCK_NAMES.length),
      laterResponse: {
        calendar: laterClocks[0]!.subarray(0, later),
        net: laterClocks[1]!.subarray(0, later),
        business: laterClocks[2]!.subarray(0, later),
        ticket: laterTicket.subarray(0, later),
        agent: { keys: repliers.keys, codes: laterAgent.subarray(0, later) },
      },
    }),
  };
}

/** Shared memory, so that another thread may summarise later responses without a copy. */
function sharedFloats(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

function grown<List extends Float64Array | Uint32Array>(from: List, into: List): List {
  into.set(from);
  return into;
}
