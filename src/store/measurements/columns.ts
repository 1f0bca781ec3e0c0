import { CAUSE_NAMES, type Cause, CLOCK_NAMES, durationColumn, type TicketMeasure } from '../../model/catalogue.ts';
import type { ClockColumns, MeasuredColumns } from '../../model/measurement.ts';
import type { Value } from '../engine.ts';
import { keyColumn } from './key-dictionary.ts';
import { itemsOf } from './lists.ts';
import type { MEASURED } from './table.ts';

type ColumnName = keyof typeof MEASURED;

/** Names by column, people's last: these are unique within their source only. */
const NAMES = ['tier', 'channel', 'priority', 'category', 'account_key', 'agent_id', 'team_id', 'customer_id'] as const;
const MEASURES = ['firstResponse', 'firstResolution', 'finalResolution'] as const satisfies readonly TicketMeasure[];
const NUMBERS = [
  'opened_at',
  'final_solved_at',
  'reopens',
  ...CAUSE_NAMES.map((cause) => `${cause}_ms` as const),
  ...MEASURES.flatMap((measure) => CLOCK_NAMES.map((clock) => durationColumn(measure, clock))),
] as const satisfies readonly ColumnName[];

/** What of a row its columns are made of, in this order. */
export const READ = [
  'ticket_id',
  ...NAMES,
  'customer_zone',
  ...NUMBERS,
  'turns',
] as const satisfies readonly ColumnName[];

const FIRST_NUMBER = READ.length - 1 - NUMBERS.length;
const ZONE = FIRST_NUMBER - 1;
const TURNS = READ.length - 1;

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

/** Fills columns row by row. */
export interface ColumnsBuilder {
  /** From here on, rows are of another source. */
  readonly startSource: (source: string) => void;
  /** Adds the next row, the values of READ; a DataError where they make no sense. */
  readonly add: (row: readonly Value[]) => void;
  /** The rows so far. */
  readonly columns: () => MeasuredColumns;
}

/**
 * A builder of columns. Rows go from the driver straight into typed arrays, so that a million tickets cost neither a
 * million objects nor their collection.
 */
export function columnsBuilder(withIds: boolean): ColumnsBuilder {
  const sources = keyColumn();
  const names = NAMES.map(() => keyColumn());
  const [tier, channel, priority, category, account, agent, team, customer] = names;
  const firstResponder = keyColumn();
  const numbers = NUMBERS.map(floats);
  const zoneKnown = floats();
  const ids: string[] = [];
  const laterClocks = CLOCK_NAMES.map(floats);
  const laterTicket = floats();
  const repliers = keyColumn();
  let source = '';
  let n = 0;

  const addTurns = (row: readonly Value[]): void => {
    const what = (): string => `measurement of ticket ${source}/${row[0]}`;
    let answers = 0;
    for (const turn of itemsOf('turns', what, row[TURNS] as string)) {
      // What a bot answered, or nobody has, is no response of a person.
      if (turn[4] !== 'human' || turn[5] === null) continue;
      if (++answers === 1) firstResponder.add(turn[2] as string | null);
      else {
        for (let clock = 0; clock < CLOCK_NAMES.length; clock++) laterClocks[clock]!.add(turn[5 + clock] as number);
        laterTicket.add(n);
        repliers.add(turn[2] as string | null);
      }
    }
    if (answers === 0) firstResponder.add(null);
  };

  const numbersAt = (name: (typeof NUMBERS)[number]): Float64Array => numbers[NUMBERS.indexOf(name)]!.column();
  const clocksOf = (measure: TicketMeasure): ClockColumns => ({
    calendar: numbersAt(durationColumn(measure, 'calendar')),
    net: numbersAt(durationColumn(measure, 'net')),
    business: numbersAt(durationColumn(measure, 'business')),
  });

  return {
    startSource(name) {
      source = name;
      for (const column of [agent!, team!, customer!, firstResponder, repliers]) column.startSource(name);
    },
    add(row) {
      sources.add(source);
      if (withIds) ids.push(row[0] as string);
      for (let name = 0; name < NAMES.length; name++) names[name]!.add(row[1 + name] as string | null);
      zoneKnown.add(row[ZONE] === 'none' ? 0 : 1);
      for (let number = 0; number < NUMBERS.length; number++) {
        const value = row[FIRST_NUMBER + number];
        numbers[number]!.add(value === null ? Number.NaN : (value as number));
      }
      addTurns(row);
      n++;
    },
    columns: () => ({
      n,
      source: sources.column(),
      ticketId: withIds ? ids : undefined,
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
      reopens: Uint32Array.from(numbersAt('reopens')),
      customerZoneKnown: Uint8Array.from(zoneKnown.column()),
      timeSpentMs: Object.fromEntries(CAUSE_NAMES.map((cause) => [cause, numbersAt(`${cause}_ms`)])) as Record<
        Cause,
        Float64Array
      >,
      firstResponse: { ...clocksOf('firstResponse'), agent: firstResponder.column() },
      firstResolution: clocksOf('firstResolution'),
      finalResolution: clocksOf('finalResolution'),
      laterResponse: {
        calendar: laterClocks[0]!.column(),
        net: laterClocks[1]!.column(),
        business: laterClocks[2]!.column(),
        ticket: Uint32Array.from(laterTicket.column()),
        agent: repliers.column(),
      },
    }),
  };
}
