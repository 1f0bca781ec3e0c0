import { describe, expect, it } from 'vitest';
import { countingAuthor, holderAfter, holderAtOpening } from '../../src/measure/timeline.ts';
import type { Holder } from '../../src/model/measurement.ts';
import type { Turns } from '../../src/model/ticket.ts';
import { events, type Happening } from './desk.ts';

const ALL: readonly Holder[] = ['team', 'customer', 'third_party', 'bot', 'nobody'];
const bots = new Set(['robot']);

/** Who holds the ticket after a happening, for each who held it before, in the order of ALL. */
function holdersAfter(happening: Happening, turns: Turns, personAnswered = false): Holder[] {
  const event = events(happening)[0]!;
  return ALL.map((holder) => holderAfter(holder, event, countingAuthor(event, bots), turns, personAnswered));
}

const constantly = (holder: Holder): Holder[] => ALL.map(() => holder);
const message = (by: 'customer' | 'agent' | 'bot', more: object = {}): Happening => ({
  at: 0,
  kind: 'message',
  by,
  ...more,
});

describe('whose turn it is', () => {
  it.each([
    ['customer', 'team'],
    ['agent', 'customer'],
    ['bot', 'team'],
  ] as const)('when %s opens a ticket: %s', (openedBy, holder) => {
    expect(holderAtOpening(openedBy)).toBe(holder);
  });

  it.each<[string, Happening, Holder[]]>([
    ['status new', { at: 0, kind: 'status', to: 'new' }, constantly('team')],
    ['status open', { at: 0, kind: 'status', to: 'open' }, constantly('team')],
    ['status waiting_customer', { at: 0, kind: 'status', to: 'waiting_customer' }, constantly('customer')],
    ['status waiting_third_party', { at: 0, kind: 'status', to: 'waiting_third_party' }, constantly('third_party')],
    ['status solved', { at: 0, kind: 'status', to: 'solved' }, constantly('nobody')],
    ['status closed', { at: 0, kind: 'status', to: 'closed' }, constantly('nobody')],
    ['a handover to a bot', { at: 0, kind: 'handover', to: 'bot' }, constantly('bot')],
    ['a handover to the team', { at: 0, kind: 'handover', to: 'team' }, constantly('team')],
    ['a message of the customer', message('customer'), ['team', 'team', 'third_party', 'bot', 'nobody']],
    ['a hidden message of the customer', message('customer', { public: false }), [...ALL]],
    ['an automatic reply of the customer', message('customer', { automatic: true }), [...ALL]],
    ['a hidden message of an agent', message('agent', { public: false }), [...ALL]],
    ['an automatic reply of an agent', message('agent', { automatic: true }), [...ALL]],
    ['a note', { at: 0, kind: 'note' }, [...ALL]],
    ['an assignment', { at: 0, kind: 'assignment', agentId: 'ana' }, [...ALL]],
    ['a merge', { at: 0, kind: 'merged', into: '2' }, [...ALL]],
  ])('after %s, however turns are told', (_, happening, expected) => {
    expect(holdersAfter(happening, 'status')).toEqual(expected);
    expect(holdersAfter(happening, 'message')).toEqual(expected);
  });

  it.each<[string, Happening]>([
    ['a bot', message('bot')],
    ['a bot in an agent’s name', message('agent', { authorId: 'robot' })],
  ])('after a message of %s depends on how turns are told, and on whether a person has answered', (_, happening) => {
    expect(holdersAfter(happening, 'status')).toEqual([...ALL]);
    expect(holdersAfter(happening, 'message', true)).toEqual([...ALL]);
    expect(holdersAfter(happening, 'message')).toEqual(['customer', 'customer', 'third_party', 'bot', 'nobody']);
  });

  it('after an acknowledgement that nobody wrote is what it was', () => {
    expect(holdersAfter(message('bot', { automatic: true }), 'message')).toEqual([...ALL]);
  });

  it('after a message of an agent depends on how turns are told', () => {
    expect(holdersAfter(message('agent'), 'status')).toEqual(['team', 'customer', 'third_party', 'team', 'nobody']);
    expect(holdersAfter(message('agent'), 'message')).toEqual([
      'customer',
      'customer',
      'third_party',
      'customer',
      'nobody',
    ]);
  });
});
