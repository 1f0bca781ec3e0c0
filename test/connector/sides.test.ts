import { describe, expect, it } from 'vitest';
import { sideOf } from '../../src/connector/sides.ts';

const people = { bots: new Set(['ci', 'robot@desk.example']), isAgent: (id: string) => id === 'ana' || id === 'left' };
const asks = (id: string) => id === 'carla' || id === 'left';

describe('the side somebody stands on', () => {
  it.each([
    ['a machine by the record’s own word', { id: 'x', machine: true }, 'bot'],
    ['a machine that writes under an agent’s account', { id: 'ana', machine: true }, 'bot'],
    ['a machine by the settings, whatever the case', { id: 'CI', machine: false, staff: true }, 'bot'],
    [
      'a machine by an address in the settings',
      { id: '7', names: [null, 'Robot@desk.example'], machine: false },
      'bot',
    ],
    ['who asks', { id: 'carla', machine: false }, 'customer'],
    ['who asks, and answers in other tickets', { id: 'left', machine: false }, 'customer'],
    ['an agent', { id: 'ana', machine: false }, 'agent'],
    ['whom the record calls staff', { id: 'new', machine: false, staff: true }, 'agent'],
    ['anybody else', { id: 'max', machine: false }, 'customer'],
    ['nobody known', { id: undefined, machine: false }, 'customer'],
  ] as const)('%s', (_, actor, side) => {
    expect(sideOf(actor, asks, people)).toBe(side);
  });

  it('is an agent’s in a ticket that somebody else asks for', () => {
    expect(sideOf({ id: 'left', machine: false }, () => false, people)).toBe('agent');
  });
});
