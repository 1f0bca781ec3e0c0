import {
  CAUSE_NAMES,
  CAUSES,
  CLOCK_NAMES,
  CLOCKS,
  durationColumn,
  each,
  keysOf,
  type Measure,
  TICKET_MEASURES,
  type TicketMeasure,
} from '../../model/catalogue.ts';
import type { ClockColumns, KeyColumn, MeasuredColumns } from '../../model/measurement.ts';
import type { Value } from '../engine.ts';
import { itemsOf } from './lists.ts';
import { type MEASURED, PLACES } from './table.ts';

type ColumnName = keyof typeof MEASURED;

/** Names by column, people's last: these are unique within their source only. */
const NAMES = ['tier', 'channel', 'priority', 'category', 'account_key', 'agent_id', 'team_id', 'customer_id'] as const;
const NUMBERS = [
  'opened_at',
  'final_solved_at',
  'reopens',
  ...CAUSE_NAMES.map((cause) => `${cause}_ms` as const),
  ...keysOf(TICKET_MEASURES).flatMap((measure) => CLOCK_NAMES.map((clock) => durationColumn(measure, clock))),
] as const satisfies readonly ColumnName[];

/** What of a row its columns are made of, in this order; addresses come after them where they are wanted. */
export const READ = [
  'ticket_id',
  ...NAMES,
  'causes_known',
  'customer_zone',
  ...NUMBERS,
  'turns',
] as const satisfies readonly ColumnName[];

const FIRST_NUMBER = READ.length - 1 - NUMBERS.length;
const ZONE = FIRST_NUMBER - 1;
const CAUSES_KNOWN = ZONE - 1;
const IS_CAUSE = NUMBERS.map((name) => CAUSE_NAMES.some((cause) => name === `${cause}_ms`));
const TURNS = READ.length - 1;
/** Where a turn says which response it is; the clocks are from place 5 on. */
const RESPONSE = Object.keys(PLACES.turns).indexOf('response');

/** A column of numbers that grows as rows come. */
function floats() {
  let values = new Float64Array(1024);
  let length = 0;
  return {
    add(value: number): void {
      if (length === values.length) {
        const larger = new Float64Array(Math.ceil(length * 1.5));
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    column: (): Float64Array => values.subarray(0, length),
  };
}

/** Fills one column of names row by row, each name once. */
interface KeyColumnBuilder {
  /** Sets the next row's name; null is "no value". */
  readonly add: (name: string | null) => void;
  /** From here on, names are those of another source: unique within it only, and given as `source/name`. */
  readonly startSource: (source: string) => void;
  /** The column so far. */
  readonly column: () => KeyColumn;
}

/** A column of names that grows as rows come. */
function keyColumn(): KeyColumnBuilder {
  const keys: (string | null)[] = [];
  let prefix = '';
  let known = new Map<string, number>();
  let codeOfNull: number | undefined;
  let codes = new Uint32Array(1024);
  let length = 0;

  const learn = (name: string | null): number => {
    const code = keys.length;
    keys.push(name === null ? null : `${prefix}${name}`);
    if (name === null) codeOfNull = code;
    else known.set(name, code);
    return code;
  };
  return {
    add(name) {
      if (length === codes.length) {
        const larger = new Uint32Array(Math.ceil(length * 1.5));
        larger.set(codes);
        codes = larger;
      }
      codes[length++] = (name === null ? codeOfNull : known.get(name)) ?? learn(name);
    },
    startSource(source) {
      prefix = `${source}/`;
      known = new Map();
    },
    column: () => ({ keys, codes: codes.subarray(0, length) }),
  };
}

/** Fills columns row by row. */
export interface ColumnsBuilder {
  /** From here on, rows are of another source. */
  readonly startSource: (source: string) => void;
  /** Adds the next row, the values of READ (and its address); a DataError where they make no sense. */
  readonly add: (row: readonly Value[]) => void;
  /** The rows so far. */
  readonly columns: () => MeasuredColumns;
}

/**
 * A builder of columns. Rows go from the driver straight into typed arrays, so that a million tickets cost neither a
 * million objects nor their collection.
 */
export function columnsBuilder(withUrls: boolean): ColumnsBuilder {
  const sources = keyColumn();
  const names = NAMES.map(() => keyColumn());
  const [tier, channel, priority, category, account, agent, team, customer] = names;
  const firstResponder = keyColumn();
  const firstAnsweredAt = floats();
  const numbers = NUMBERS.map(floats);
  const zoneKnown = floats();
  const ids: string[] = [];
  const urls: (string | null)[] = [];
  const laterClocks = CLOCK_NAMES.map(floats);
  const laterTicket = floats();
  const repliers = keyColumn();
  let source = '';
  let n = 0;

  const addTurns = (row: readonly Value[]): void => {
    const what = (): string => `measurement of ticket ${source}/${row[0]}`;
    let isFirstTold = false;
    for (const turn of itemsOf('turns', what, row[TURNS] as string)) {
      const response = turn[RESPONSE] as number | null;
      if (response === null) continue;
      if (response === 1) {
        firstResponder.add(turn[2] as string | null);
        firstAnsweredAt.add(turn[1] as number);
        isFirstTold = true;
      } else {
        for (let clock = 0; clock < CLOCK_NAMES.length; clock++) laterClocks[clock]!.add(turn[5 + clock] as number);
        laterTicket.add(n);
        repliers.add(turn[2] as string | null);
      }
    }
    if (!isFirstTold) {
      firstResponder.add(null);
      firstAnsweredAt.add(Number.NaN);
    }
  };

  const numbersAt = (name: (typeof NUMBERS)[number]): Float64Array => numbers[NUMBERS.indexOf(name)]!.column();
  const clocksOf = (measure: TicketMeasure): ClockColumns =>
    each(CLOCKS, (_, clock) => numbersAt(durationColumn(measure, clock)));

  const measures = () =>
    ({
      ...each(TICKET_MEASURES, (_, measure) => clocksOf(measure)),
      firstResponse: {
        ...clocksOf('firstResponse'),
        agent: firstResponder.column(),
        answeredAt: firstAnsweredAt.column(),
      },
      laterResponse: {
        ...each(CLOCKS, (_, clock) => laterClocks[CLOCK_NAMES.indexOf(clock)]!.column()),
        ticket: Uint32Array.from(laterTicket.column()),
        agent: repliers.column(),
      },
    }) satisfies Pick<MeasuredColumns, Measure>;

  return {
    startSource(name) {
      source = name;
      for (const column of [agent!, team!, customer!, firstResponder, repliers]) column.startSource(name);
    },
    add(row) {
      sources.add(source);
      ids.push(row[0] as string);
      if (withUrls) urls.push(row[READ.length] as string | null);
      for (let name = 0; name < NAMES.length; name++) names[name]!.add(row[1 + name] as string | null);
      zoneKnown.add(row[ZONE] === 'none' ? 0 : 1);
      for (let number = 0; number < NUMBERS.length; number++) {
        const value = row[FIRST_NUMBER + number];
        const isUnknown = IS_CAUSE[number]! && row[CAUSES_KNOWN] === 0;
        numbers[number]!.add(value === null ? Number.NaN : isUnknown ? 0 : (value as number));
      }
      addTurns(row);
      n++;
    },
    columns: () => ({
      n,
      source: sources.column(),
      ticketId: ids,
      url: withUrls ? urls : undefined,
      tier: tier!.column(),
      channel: channel!.column(),
      priority: priority!.column(),
      category: category!.column(),
      account: account!.column(),
      agent: agent!.column(),
      team: team!.column(),
      customer: customer!.column(),
      openedAt: numbersAt('opened_at'),
      finalSolvedAt: numbersAt('final_solved_at'),
      reopens: numbersAt('reopens'),
      customerZoneKnown: Uint8Array.from(zoneKnown.column()),
      timeSpentMs: each(CAUSES, (_, cause) => numbersAt(`${cause}_ms`)),
      ...measures(),
    }),
  };
}
