import { describe, expect, it } from 'vitest';
import { answerRows, columnsOf, rowOf } from '../../src/summarise/columns.ts';
import { answers, asks, becomes, DAY, HOUR, measured } from '../measure/desk.ts';

const day = (n: number): number => Date.UTC(2026, 10, n);
const RULE = { cuts: [2, 6], name: 'score@1' } as const;
const WEEK = { from: day(9), to: day(16) };
const DESK = { definitions: { teamTimeZone: 'UTC' } };
/** Asked on the 8th, answered on the 10th; asked again on the 14th, answered on the 17th; solved on the 18th. */
const happenings = [answers(day(10)), asks(day(14)), answers(day(17), 'ben'), becomes(day(18), 'solved')];
const ticket = measured({ openedAt: day(8) }, happenings, {
  ...DESK,
  definitions: { ...DESK.definitions, turns: { desk: 'message' } },
});

describe('the answers given in a period', () => {
  it('are those of tickets that were solved in another one, or not at all', () => {
    const columns = columnsOf(answerRows([ticket], WEEK, RULE));

    expect([columns.n, columns.firstResponse.calendar[0]! / DAY]).toEqual([1, 2]);
    expect(columns.laterResponse.ticket).toHaveLength(0);
    expect(columns.finalResolution.calendar[0]).toBeNaN();
    expect(columns.firstResponse.agent.keys).toEqual(['desk/ana']);
  });

  it('are later ones too, by who gave them, without the first that was given before', () => {
    const columns = columnsOf(answerRows([ticket], { from: day(16), to: day(23) }, RULE));

    expect(columns.firstResponse.calendar[0]).toBeNaN();
    expect([...columns.laterResponse.calendar].map((ms) => ms / DAY)).toEqual([3]);
    expect([columns.laterResponse.agent.keys, [...columns.laterResponse.ticket]]).toEqual([['desk/ben'], [0]]);
  });

  it('begin with the period and end before its end', () => {
    expect(answerRows([ticket], { from: day(10), to: day(11) }, RULE)).toHaveLength(1);
    expect(answerRows([ticket], { from: day(9), to: day(10) }, RULE)).toHaveLength(0);
    expect(answerRows([ticket], { from: day(11), to: day(17) }, RULE)).toHaveLength(0);
  });

  it('do not come from a ticket that was deleted by the end of the period, but from one that was deleted later', () => {
    const deleted = (at: number) => measured({ openedAt: day(8), deletedAt: at }, happenings, DESK);

    expect(answerRows([deleted(day(16) - HOUR)], WEEK, RULE)).toHaveLength(0);
    expect(answerRows([deleted(day(16) + HOUR)], WEEK, RULE)).toHaveLength(1);
  });
});

it('makes a whole ticket a row with all its figures', () => {
  const columns = columnsOf([rowOf(ticket)]);

  expect(columns).toMatchObject({ n: 1, ticketId: ['1'] });
  expect(columns.finalResolution.calendar[0]! / DAY).toBe(10);
  expect(columns.timeSpentMs.team_working[0]).toBe(ticket.timeSpentMs.team_working);
  expect([...columns.laterResponse.agent.keys]).toEqual(['desk/ben']);
});
