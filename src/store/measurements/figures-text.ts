import { z } from 'zod';
import { type ByCause, type ByClock, CAUSE_NAMES, CLOCK_NAMES, type Tier } from '../../model/catalogue.ts';
import { DataError } from '../../model/errors.ts';
import type { MeasuredTicket, ResponseFact } from '../../model/measurement.ts';
import { fromRecord } from '../record-text.ts';
import { createNumberWriter, readNumbers } from './number-text.ts';

/*
 * All that a report reads of a measured ticket is one text of its row: a million rows of some thirty values each are
 * read several times as fast that way as in columns, and written faster too. Its lines:
 *
 *   the names of NAMES, a line each;
 *   who gave each later response, as a JSON list (an empty line: there was none);
 *   the numbers of NUMBERS, then calendar, net and business ms of each later response, as number-text.ts writes them;
 *   when the first response was asked for, then each later one, likewise.
 */

/** Names by line. */
export const NAMES = [
  'tier',
  'channel',
  'priority',
  'category',
  'accountKey',
  'agentId',
  'teamId',
  'customerId',
  'firstResponder',
] as const;
type Name = (typeof NAMES)[number];

/** Durations whose three clocks follow the causes. */
export const DURATIONS = ['firstResponse', 'firstResolution', 'finalResolution'] as const;

/** Numbers before those of later responses: reopenings, whether the customer's zone is known, ms by cause, durations. */
export const NUMBERS = 2 + CAUSE_NAMES.length + DURATIONS.length * CLOCK_NAMES.length;

/** Who gave each later response. */
export const Repliers = z.array(z.string().nullable());

const NO_NAME = '\\0';
const TierWord = z.enum(['simple', 'moderate', 'complex']) satisfies z.ZodType<Tier>;

/** What the text says of a ticket. */
export type Figures = Pick<
  MeasuredTicket,
  | Exclude<Name, 'firstResponder'>
  | 'reopens'
  | 'customerZoneKnown'
  | 'timeSpentMs'
  | 'firstResponse'
  | 'laterResponses'
  | 'firstResolutionMs'
  | 'finalResolutionMs'
>;

/** Makes what writes such a text, one after the other. */
export function figuresWriter(): (ticket: Figures) => string {
  const numbers = createNumberWriter();
  const addClocks = (clocks: ByClock<number> | null | undefined): void => {
    numbers.add(clocks?.calendar);
    numbers.add(clocks?.net);
    numbers.add(clocks?.business);
  };
  return (ticket) => {
    const { firstResponse, laterResponses, timeSpentMs } = ticket;
    const names: Record<Name, string | null> = {
      tier: ticket.tier,
      channel: ticket.channel,
      priority: ticket.priority,
      category: ticket.category,
      accountKey: ticket.accountKey,
      agentId: ticket.agentId,
      teamId: ticket.teamId,
      customerId: ticket.customerId,
      firstResponder: firstResponse?.agentId ?? null,
    };
    let text = '';
    for (const name of NAMES) text += `${escaped(names[name])}\n`;
    if (laterResponses.length > 0) text += JSON.stringify(laterResponses.map(({ agentId }) => agentId));
    numbers.add(ticket.reopens);
    numbers.add(Number(ticket.customerZoneKnown));
    for (const bucket of CAUSE_NAMES) numbers.add(timeSpentMs[bucket]);
    addClocks(firstResponse?.clocks);
    addClocks(ticket.firstResolutionMs);
    addClocks(ticket.finalResolutionMs);
    for (const { clocks } of laterResponses) addClocks(clocks);
    text += `\n${numbers.take()}\n`;
    numbers.add(firstResponse?.askedAt);
    for (const { askedAt } of laterResponses) numbers.add(askedAt);
    return text + numbers.take();
  };
}

/** Reads the text; `what` names its row in the DataError of one that makes no sense. */
export function fromFiguresText(what: string, text: string): Figures {
  const lines = text.split('\n');
  const repliersText = lines[NAMES.length];
  const repliers = repliersText ? fromRecord(Repliers, what, repliersText) : [];
  const numbers = numbersOf(lines[NAMES.length + 1]);
  const askedAts = numbersOf(lines[NAMES.length + 2]);
  const expected = NUMBERS + repliers.length * CLOCK_NAMES.length;
  if (numbers.length !== expected || askedAts.length !== 1 + repliers.length) throw unreadable(what);
  const names = Object.fromEntries(NAMES.map((name, line) => [name, nameOf(lines[line]!)])) as Record<
    Name,
    string | null
  >;
  const tier = TierWord.safeParse(names.tier);
  if (!tier.success || names.channel === null) throw unreadable(what);
  const { firstResponder, ...rest } = names;
  const clocksFrom = (at: number): ByClock<number> | null => {
    const [calendar, net, business] = numbers.slice(at) as (number | null)[];
    return calendar == null || net == null || business == null ? null : { calendar, net, business };
  };
  const [firstAt, ...laterAts] = askedAts;
  const first = clocksFrom(2 + CAUSE_NAMES.length);
  return {
    ...rest,
    tier: tier.data,
    channel: names.channel,
    reopens: numbers[0] ?? 0,
    customerZoneKnown: numbers[1] === 1,
    timeSpentMs: Object.fromEntries(
      CAUSE_NAMES.map((bucket, index) => [bucket, numbers[2 + index] ?? 0]),
    ) as ByCause<number>,
    firstResponse: first === null ? null : { agentId: firstResponder, askedAt: firstAt ?? 0, clocks: first },
    firstResolutionMs: clocksFrom(2 + CAUSE_NAMES.length + CLOCK_NAMES.length),
    finalResolutionMs: clocksFrom(2 + CAUSE_NAMES.length + 2 * CLOCK_NAMES.length),
    laterResponses: repliers.map((agentId, turn): ResponseFact => {
      const clocks = clocksFrom(NUMBERS + turn * CLOCK_NAMES.length);
      const askedAt = laterAts[turn];
      if (clocks === null || askedAt == null) throw unreadable(what);
      return { agentId, askedAt, clocks };
    }),
  };
}

/** The name of a line; null where there is none. */
export function nameOf(line: string): string | null {
  if (!line.includes('\\')) return line;
  if (line === NO_NAME) return null;
  return line.replaceAll(/\\(.)/g, (_escape, sign: string) => (sign === 'n' ? '\n' : sign));
}

/** The error of a text that makes no sense. */
export function unreadable(what: string): DataError {
  return new DataError(`store: ${what} cannot be read; measure its ticket anew`);
}

function escaped(name: string | null): string {
  if (name === null) return NO_NAME;
  return /[\\\n]/.test(name) ? name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : name;
}

/** The numbers of a line, null where one is missing; none of a line that holds anything else. */
function numbersOf(line: string | undefined): (number | null)[] {
  if (line === undefined) return [];
  const bytes = Buffer.from(line, 'latin1');
  const into = new Float64Array(bytes.length);
  const count = Math.max(0, readNumbers(bytes, 0, bytes.length, into));
  return Array.from(into.subarray(0, count), (value) => (Number.isNaN(value) ? null : value));
}
