import { expect, it } from 'vitest';
import type { MeasuredColumns } from '../../src/model/measurement.ts';
import { selectRows } from '../../src/summarise/rows.ts';
import { randomColumns } from './random-columns.ts';

/** All that the columns say of their tickets, one text each, with the later responses of each. */
function rowsOf(columns: MeasuredColumns): string[] {
  const { laterResponse } = columns;
  return [...columns.openedAt.keys()].map((row) => {
    const responses = [...laterResponse.ticket.keys()].filter((i) => laterResponse.ticket[i] === row);
    return JSON.stringify({
      id: columns.ticketId![row],
      tier: columns.tier.keys[columns.tier.codes[row]!],
      agent: columns.agent.keys[columns.agent.codes[row]!],
      customer: columns.customer.keys[columns.customer.codes[row]!],
      opened: columns.openedAt[row],
      reopens: columns.reopens[row],
      known: columns.customerZoneKnown[row],
      working: columns.timeSpentMs.team_working[row],
      bot: columns.timeSpentMs.bot[row],
      first: [columns.firstResponse.net[row], columns.firstResponse.agent.codes[row]],
      resolved: [columns.firstResolution.calendar[row], columns.finalResolution.business[row]],
      later: responses.map((i) => [laterResponse.calendar[i], laterResponse.agent.codes[i]]),
    });
  });
}

it('keeps chosen tickets whole, with their later responses and no others', () => {
  const columns = randomColumns({ tickets: 80, seed: 9 });
  const chosen = selectRows(columns, (row) => row % 3 === 0);

  expect(chosen.n).toBe(27);
  expect(rowsOf(chosen)).toEqual(rowsOf(columns).filter((_, row) => row % 3 === 0));
});

it('of no ticket is empty', () => {
  const none = selectRows(randomColumns({ tickets: 10, seed: 9 }), () => false);

  expect([none.n, none.laterResponse.ticket.length, none.timeSpentMs.bot.length]).toEqual([0, 0, 0]);
});
