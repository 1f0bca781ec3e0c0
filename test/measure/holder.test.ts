import { describe, expect, it } from 'vitest';
import { openingOf } from '../../src/measure/opening.ts';
import { countingAuthor, holderAfter } from '../../src/measure/timeline.ts';
import type { Holder } from '../../src/model/measurement.ts';
import type { Side, Status, Turns } from '../../src/model/ticket.ts';
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
  const status = (when: number, to: Status): Happening => ({ at: when, kind: 'status', to });

  it.each<[string, Side, string | undefined, Turns, Happening[], Holder, 'asked' | 'outbound' | 'alert']>([
    ['a customer', 'customer', 'carl', 'status', [], 'team', 'asked'],
    ['a stranger', 'customer', undefined, 'message', [], 'team', 'asked'],
    ['an alert', 'bot', undefined, 'status', [], 'team', 'alert'],
    ['a form that a customer filled in', 'bot', 'carl', 'status', [], 'team', 'asked'],
    ['an agent for a customer who called', 'agent', 'carl', 'status', [status(0, 'open')], 'team', 'asked'],
    ['an agent for one who wrote elsewhere', 'agent', 'carl', 'message', [status(0, 'new')], 'team', 'asked'],
    [
      'an agent who writes and waits',
      'agent',
      'carl',
      'status',
      [status(0, 'waiting_customer')],
      'customer',
      'outbound',
    ],
    [
      'an agent who creates it and waits in one save',
      'agent',
      'carl',
      'status',
      [status(0, 'new'), status(0, 'waiting_customer')],
      'customer',
      'outbound',
    ],
    ['an agent who tells of something done', 'agent', 'carl', 'status', [status(0, 'solved')], 'customer', 'outbound'],
    ['an agent, and it is opened later', 'agent', 'carl', 'status', [status(1, 'open')], 'customer', 'outbound'],
    ['an agent, and nobody says more', 'agent', 'carl', 'status', [], 'customer', 'outbound'],
    ['an agent for nobody', 'agent', undefined, 'status', [status(0, 'open')], 'customer', 'outbound'],
    [
      'an agent who writes to a customer in a chat',
      'agent',
      'carl',
      'message',
      [status(0, 'open'), message('agent')],
      'customer',
      'outbound',
    ],
    [
      'an agent whose description everybody sees, where statuses tell whose turn it is',
      'agent',
      'carl',
      'status',
      [status(0, 'open'), message('agent')],
      'team',
      'asked',
    ],
  ])('when it is opened by %s', (_, openedBy, customerId, turns, happenings, holder, how) => {
    const facts = { openedAt: 0, openedBy, ...(customerId === undefined ? {} : { customerId }) };
    const opening = openingOf(facts, events(...happenings), turns, bots);

    expect(opening).toMatchObject({ holder, isQuestion: how === 'asked', isOutbound: how === 'outbound' });
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
