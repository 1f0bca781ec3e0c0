import { z } from 'zod';
import { DataError } from '../errors.ts';
import type { MeasuredColumns } from '../metrics/columns.ts';
import type { ResponseFact } from '../metrics/measured.ts';
import type { Value } from './engine.ts';
import { type KeyDictionary, keyDictionary } from './key-dictionary.ts';
import { fromRecord } from './record-rows.ts';

/**
 * A ticket's responses after the first, as two texts of its row: they are only ever read with their ticket, and a row
 * of its own for each would be most of the store's work. `times` has four numbers a response, each followed by a
 * space: calendar, net and business ms, and when it was asked (epoch ms). `agents` is a JSON list of who answered.
 */
export interface PackedResponses {
  readonly times: string | null;
  readonly agents: string | null;
}

const NUMBERS_A_RESPONSE = 4;
/** Distinct lists of agents remembered; beyond it they are read again, so that memory is bounded. */
const LISTS_KEPT = 100_000;
const SPACE = 32;
const ZERO = 48;

const Agents = z.array(z.string().nullable());

/** Packs responses in the order of their turns; both texts are null where there are none. */
export function packResponses(responses: readonly ResponseFact[]): PackedResponses {
  if (responses.length === 0) return { times: null, agents: null };
  let times = '';
  for (const { clocks, askedAt } of responses) {
    times += `${clocks.calendar} ${clocks.net} ${clocks.business} ${askedAt} `;
  }
  return { times, agents: JSON.stringify(responses.map(({ agentId }) => agentId)) };
}

/** The responses of a row's two texts; `what` names the row in the DataError of texts that make no sense. */
export function unpackResponses(what: string, times: string | null, agents: string | null): readonly ResponseFact[] {
  if (times === null || agents === null) return [];
  const who = fromRecord(Agents, what, agents);
  const numbers = times.trimEnd().split(' ').map(Number);
  if (numbers.length !== NUMBERS_A_RESPONSE * who.length || numbers.some(Number.isNaN)) throw contradiction(what);
  return who.map((agentId, turn) => {
    const [calendar, net, business, askedAt] = numbers.slice(turn * NUMBERS_A_RESPONSE) as [
      number,
      number,
      number,
      number,
    ];
    return { agentId, askedAt, clocks: { calendar, net, business } };
  });
}

/** Fills the columns of later responses, ticket by ticket. */
export interface LaterResponseColumns {
  /** From here on, agents are those of another source. */
  readonly startSource: (source: string) => void;
  /** Adds the responses of the ticket at `row`; throws a DataError that names it when its texts contradict each other. */
  readonly add: (row: number, times: Value, agents: Value) => void;
  readonly columns: () => MeasuredColumns['laterResponse'];
}

/** Columns that grow as they are filled: how many responses there will be, only reading them tells. */
export function laterResponseColumns(expected: number): LaterResponseColumns {
  let capacity = Math.max(16, expected);
  let clocks = [new Float64Array(capacity), new Float64Array(capacity), new Float64Array(capacity)];
  let ticket = new Uint32Array(capacity);
  let agent = new Uint32Array(capacity);
  let n = 0;
  let source = '';
  const dictionary: KeyDictionary = keyDictionary();
  // Tickets are answered by few combinations of agents, so that most lists are read once.
  let known = new Map<string, readonly number[]>();

  const grow = (): void => {
    capacity *= 2;
    clocks = clocks.map((column) => grown(column, new Float64Array(capacity)));
    ticket = grown(ticket, new Uint32Array(capacity));
    agent = grown(agent, new Uint32Array(capacity));
  };
  const codesOf = (row: number, agents: string): readonly number[] => {
    let codes = known.get(agents);
    if (codes === undefined) {
      codes = fromRecord(Agents, `later responses of ticket ${row} of ${source}`, agents).map(dictionary.codeOf);
      if (known.size > LISTS_KEPT) known = new Map();
      known.set(agents, codes);
    }
    return codes;
  };

  return {
    startSource(name) {
      source = name;
      dictionary.startSource(name);
      known = new Map();
    },
    add(row, times, agents) {
      if (times === null) return;
      const text = times as string;
      const codes = codesOf(row, agents as string);
      while (n + codes.length > capacity) grow();
      const end = n + codes.length;
      let value = 0;
      let field = 0;
      // Read digit by digit: this runs for every response of every ticket of a report.
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        if (code !== SPACE) {
          value = value * 10 + code - ZERO;
          continue;
        }
        if (field < clocks.length) {
          if (n === end) throw contradiction(`later responses of ticket ${row} of ${source}`);
          clocks[field++]![n] = value;
        } else {
          field = 0;
          ticket[n] = row;
          agent[n] = codes[n - end + codes.length]!;
          n++;
        }
        value = 0;
      }
      if (n !== end || field !== 0) throw contradiction(`later responses of ticket ${row} of ${source}`);
    },
    columns: () => ({
      calendar: clocks[0]!.subarray(0, n),
      net: clocks[1]!.subarray(0, n),
      business: clocks[2]!.subarray(0, n),
      ticket: ticket.subarray(0, n),
      agent: { keys: dictionary.keys, codes: agent.subarray(0, n) },
    }),
  };
}

function grown<List extends Float64Array | Uint32Array>(from: List, into: List): List {
  into.set(from);
  return into;
}

function contradiction(what: string): DataError {
  return new DataError(`store: ${what} cannot be read; measure its ticket anew`);
}
