import { expect, it } from 'vitest';
import type { Message, Thread } from '../../../connectors/mailbox/cursor.ts';
import { toTicket } from '../../../connectors/mailbox/ticket.ts';

const at = (time: string): number => Date.parse(`2026-11-02T${time}:00Z`);
const said = (time: string, side: Message['side'], marked = false): Message => ({
  id: `${side} ${time}`,
  at: at(time),
  side,
  author: side === 'agent' ? 'ana@acme.test' : 'ada@x.test',
  ...(side === 'agent' && { to: ['ada@x.test'] }),
  places: [[0, 1]],
  ...(marked && { marked: true }),
});
const thread = (messages: Message[], more: Partial<Thread> = {}): Thread => ({
  ...{ id: 'm@x.test', firstAt: messages[0]!.at, refs: [], keys: [], messages },
  ...more,
});

/** When the thread counts as solved, and whether that is an estimate. */
function solved(one: Thread) {
  const rules = { source: 'mailbox', now: at('20:00'), mark: '$Solved', silenceDays: undefined };
  return toTicket(one, rules)!.events.flatMap((event) =>
    event.kind === 'status' && event.to === 'solved'
      ? [{ at: new Date(event.at).toISOString().slice(11, 16), estimated: event.estimated }]
      : [],
  );
}

it.each([
  ['by our last answer before it was seen', [said('09:00', 'customer', true), said('10:00', 'agent')], {}, '10:00'],
  [
    'by the answer before it was seen, not by one after it',
    [said('09:00', 'customer', true), said('10:00', 'agent'), said('15:00', 'agent')],
    {},
    '10:00',
  ],
  [
    'by the look that found it, where nobody answered and the look before had not found it',
    [said('09:00', 'customer', true)],
    { watched: true as const },
    '12:00',
  ],
  [
    'by the question, where nobody answered and it was there at the first look',
    [said('09:00', 'customer', true)],
    {},
    '09:00',
  ],
  [
    'by the look, where the customer wrote after our answer',
    [said('09:00', 'customer'), said('10:00', 'agent'), said('11:00', 'customer', true)],
    { watched: true as const },
    '12:00',
  ],
])('dates a mark, which has no time, %s', (_, messages, more, moment) => {
  expect(solved(thread(messages, { markedAt: at('12:00'), ...more }))).toEqual([{ at: moment, estimated: true }]);
});

it('takes a mark on a message before the customer’s latest for none', () => {
  const messages = [said('09:00', 'customer', true), said('10:00', 'agent'), said('11:00', 'customer')];
  expect(solved(thread(messages, { markedAt: at('12:00') }))).toEqual([]);
});
