import { describe, expect, it } from 'vitest';
import type { Rating } from '../../src/model/rating.ts';
import type { Cohort } from '../../src/model/window.ts';
import { cohortOf, openAt, solvedIn } from '../../src/summarise/cohort.ts';
import { columnsFrom } from './outcomes/ticket-columns.ts';

const period = { fromAt: 10, toAt: 20 };
const rating = (ticketId: string, ratedAt: number | undefined, value: number | null = 5): Rating => ({
  source: 'desk',
  id: ticketId,
  ticketId,
  kind: 'csat',
  value,
  scaleMin: 1,
  scaleMax: 5,
  positive: true,
  ...(ratedAt === undefined ? {} : { ratedAt }),
});
const base = { customer: null, account: null, team: null, netMs: 1 };
const records = {
  measurements: columnsFrom([
    { ...base, id: 'before', agent: 'phone/1', openedAt: 1, finalSolvedAt: 9 },
    { ...base, id: 'first', agent: 'desk/1', openedAt: 1, finalSolvedAt: 10 },
    { ...base, id: 'last', agent: 'desk/2', openedAt: 19, finalSolvedAt: 20 },
    { ...base, id: 'open', agent: null, openedAt: 12, finalSolvedAt: null },
    { ...base, id: 'later', agent: 'desk/3', openedAt: 20, finalSolvedAt: 25 },
  ]),
  ratings: [
    rating('before', 15),
    rating('first', 20),
    rating('last', 12, null),
    rating('open', undefined),
    rating('later', 19),
  ],
};

describe('the tickets of a window', () => {
  it.each<[Cohort, readonly string[]]>([
    ['solved', ['first']],
    ['opened', ['last', 'open']],
    ['rated', ['before']],
  ])('%s in it are %j', (cohort, ids) => {
    expect(cohortOf(records, cohort, period).ticketId).toEqual(ids);
  });

  it('solved in a period, and open at an instant, its beginning included and its end not', () => {
    expect(solvedIn(records, { fromAt: 9, toAt: 20 }).ticketId).toEqual(['before', 'first']);
    expect(openAt(records, 20).ticketId).toEqual(['last', 'open']);
    expect(openAt(records, 10).ticketId).toEqual(['first']);
  });

  it('have only names of their own, as they appear, so that a group is called as if nothing else had been read', () => {
    const { agent } = cohortOf(records, 'opened', period);

    expect(agent.keys).toEqual(['desk/2', null]);
    expect([...agent.codes]).toEqual([0, 1]);
  });
});
