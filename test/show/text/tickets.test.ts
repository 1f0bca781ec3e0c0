import { expect, it } from 'vitest';
import { ticketTable } from '../../../src/show/text/tickets.ts';

const TICKET = { source: 'file', id: '7', team: null, openedAt: '2026-11-09T08:00:00.000Z', state: 'open' };

it('lists tickets with the columns that one of them fills, and says where there are none', () => {
  const told = ticketTable([TICKET], 100);

  expect(told).toContain('file/7');
  expect(told).toContain('2026-11-09 08:00');
  expect(told).not.toContain('Team');
  expect(told).toContain('1 in all');
  expect(ticketTable([], 100)).toBe('There are none.\n');
});
