import { describe, expect, it } from 'vitest';
import type { Rating } from '../../src/model/rating.ts';
import type { Cohort } from '../../src/model/window.ts';
import { cohortOf, openAt, solvedIn } from '../../src/summarise/cohort.ts';
import { answers, assigned, becomes, DAY, measured } from '../measure/desk.ts';
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
  tickets: [],
  leftOut: [],
  ratings: [
    rating('before', 15),
    rating('first', 20),
    rating('last', 12, null),
    rating('open', undefined),
    rating('later', 19),
  ],
};

const RULE = { cuts: [2, 6], name: 'score@1' } as const;

describe('the tickets of a window', () => {
  it.each<[Cohort, readonly string[]]>([
    ['opened', ['last', 'open']],
    ['rated', ['before']],
  ])('%s in it are %j', (cohort, ids) => {
    expect(cohortOf(records, cohort, period, RULE).ticketId).toEqual(ids);
  });

  it('solved in a period, and open at an instant, its beginning included and its end not', () => {
    expect(solvedIn(records, { fromAt: 9, toAt: 20 }).ticketId).toEqual(['before', 'first']);
    expect(openAt(records, 20).ticketId).toEqual(['last', 'open']);
    expect(openAt(records, 10).ticketId).toEqual(['first']);
  });

  it('have only names of their own, as they appear, so that a group is called as if nothing else had been read', () => {
    const { agent } = cohortOf(records, 'opened', period, RULE);

    expect(agent.keys).toEqual(['desk/2', null]);
    expect([...agent.codes]).toEqual([0, 1]);
  });
});

describe('the tickets solved in a window, as known at its end', () => {
  const HOURS = 'Mon-Sun 00:00-24:00';
  const day = (n: number): number => Date.UTC(2026, 10, n);
  const week = { fromAt: day(9), toAt: day(16) };
  const solvedOf = (facts: Parameters<typeof measured>[0], happenings: Parameters<typeof measured>[1]) => {
    const ticket = measured({ openedAt: day(8), ...facts }, happenings, {
      definitions: { teamHours: HOURS, teamTimeZone: 'UTC' },
    });
    const { exclusion } = ticket;
    const lists = exclusion === null ? { tickets: [ticket], leftOut: [] } : { tickets: [], leftOut: [ticket] };
    return cohortOf({ ...records, ...lists }, 'solved', week, RULE);
  };
  const once = [assigned(day(8), 'ana', 'l1'), becomes(day(10), 'solved')];

  it('is one that was reopened later: with the time, the tier and the credit that it had', () => {
    const columns = solvedOf({}, [
      ...once,
      becomes(day(20), 'open', 'customer'),
      assigned(day(21), 'ben', 'l2'),
      answers(day(22), 'ben'),
      answers(day(23), 'cem'),
      becomes(day(24), 'solved'),
    ]);

    expect(columns.n).toBe(1);
    expect([
      columns.reopens[0],
      columns.finalResolution.calendar[0]! / DAY,
      columns.timeSpentMs.team_working[0]! / DAY,
    ]).toEqual([0, 2, 2]);
    expect([columns.tier.keys, columns.agent.keys, columns.team.keys]).toEqual([['simple'], ['desk/ana'], ['desk/l1']]);
    expect(columns.finalSolvedAt[0]).toBe(day(10));
  });

  it.each<[string, Parameters<typeof measured>[0], Parameters<typeof measured>[1], number]>([
    ['one that is solved and stays so', {}, once, 1],
    [
      'not one that a bot alone answered',
      {},
      [
        { at: day(9), kind: 'message', by: 'bot', authorId: 'fin', public: true },
        becomes(day(10), 'solved', 'customer'),
      ],
      0,
    ],
    ['one that nobody answered', {}, [becomes(day(10), 'solved', 'customer')], 1],
    ['not one that was reopened within it', {}, [...once, becomes(day(12), 'open', 'customer')], 0],
    [
      'one that was solved again within it, once',
      {},
      [...once, becomes(day(12), 'open', 'customer'), becomes(day(13), 'solved')],
      1,
    ],
    [
      'not one that was solved before it and reopened after it',
      {},
      [becomes(day(8), 'solved'), becomes(day(20), 'open', 'customer')],
      0,
    ],
    ['one that was deleted later', { deletedAt: day(17) }, once, 1],
    ['not one that was deleted within it', { deletedAt: day(15) }, once, 0],
    [
      'one that a timer closed in it, although its wait began before',
      {},
      [answers(day(8)), becomes(day(8) + 1, 'waiting_customer'), becomes(day(10), 'solved', 'bot')],
      1,
    ],
    [
      'not one that a timer closed after it, although its wait began in it',
      {},
      [answers(day(10)), becomes(day(10) + 1, 'waiting_customer'), becomes(day(17), 'solved', 'bot')],
      0,
    ],
  ])('is %s', (_, facts, happenings, n) => {
    expect(solvedOf(facts, happenings).n).toBe(n);
  });
});
