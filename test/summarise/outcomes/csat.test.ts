import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreditPolicy } from '../../../src/model/definitions.ts';
import type { Rating } from '../../../src/model/rating.ts';
import { CREDIT_POLICIES, type Credits } from '../../../src/summarise/outcomes/answers.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import { agent, DAY, FROM, inputOf, rating, TO } from './input.ts';

const nobody: Credits = { solver: [], last_replier: [], assignee_at_rating: [], all_involved: [] };

function creditsFor(ratings: readonly Rating[], of: (rating: Rating) => Partial<Credits>): Map<string, Credits> {
  return new Map(ratings.map((each) => [`${each.source}/${each.id}`, { ...nobody, ...of(each) }]));
}

describe('satisfaction of a window', () => {
  it('is positive ÷ responses, a neutral answer staying in the denominator', () => {
    const ratings = [5, 4, 4, 3, 1].map((value) => rating({ value }));
    const { csat } = buildOutcomes(inputOf({ ratings })).section;

    expect(csat.overall).toMatchObject({ n: 5, positive: 3, value: 60 });
    expect(csat.scales).toEqual([{ scaleMin: 1, scaleMax: 5, values: { 5: 1, 4: 2, 3: 1, 1: 1 } }]);
  });

  it.each([
    { scale: 'good or bad', scaleMin: 0, scaleMax: 1, values: [1, 0], positive: 1 },
    { scale: 'three faces, the top alone', scaleMin: 1, scaleMax: 3, values: [3, 2, 1], positive: 1 },
    { scale: 'five stars', scaleMin: 1, scaleMax: 5, values: [5, 4, 3, 2], positive: 2 },
    { scale: 'seven points', scaleMin: 1, scaleMax: 7, values: [7, 6, 5], positive: 2 },
    { scale: 'ten points', scaleMin: 1, scaleMax: 10, values: [10, 8, 7], positive: 2 },
  ])('maps $scale by the table when the source says nothing', ({ scaleMin, scaleMax, values, positive }) => {
    const ratings = values.map((value) => rating({ value, scaleMin, scaleMax, positive: null }));
    const { csat } = buildOutcomes(inputOf({ ratings, minSample: 1 })).section;

    expect(csat.overall).toMatchObject({ n: values.length, positive });
  });

  it('leaves out and counts answers on a scale without a rule', () => {
    const ratings = [rating({ value: 3, scaleMin: 1, scaleMax: 4, positive: null }), rating({ value: 5 })];
    const { csat, quality } = buildOutcomes(inputOf({ ratings })).section;

    expect(csat.overall.n).toBe(1);
    expect(csat.leftOut.unknownScale).toBe(1);
    expect(quality.notes).toEqual([
      'Answers left out since nothing says which answers on their scale are positive: 1.',
      'Answers about tickets that are not measured, which count overall, in no tier, team or channel: 1.',
    ]);
  });

  it('counts answers given in the window, and surveys offered in it for the response rate', () => {
    const before = FROM - DAY;
    const ratings = [
      rating({ value: 5, offeredAt: before, ratedAt: FROM }),
      rating({ value: 5, offeredAt: FROM, ratedAt: TO - 1 }),
      rating({ value: 5, offeredAt: FROM, ratedAt: TO }),
      rating({ value: 1, offeredAt: before, ratedAt: before }),
      rating({ value: null, offeredAt: FROM + DAY }),
      rating({ value: null, offeredAt: FROM + DAY }),
    ];
    const { overall } = buildOutcomes(inputOf({ ratings, minSample: 1 })).section.csat;

    expect(overall).toMatchObject({ n: 2, positive: 2, responseRate: 50 });
  });

  it('has no response rate where nobody says what was offered', () => {
    expect(buildOutcomes(inputOf({ ratings: [rating({ value: 5 })] })).section.csat.overall.responseRate).toBeNull();
  });

  it('takes a customer’s last word on a ticket, whatever the order of the records', () => {
    const first = rating({ value: 1, ticketId: '7', customerId: 'c', ratedAt: FROM + DAY });
    const last = rating({ value: 5, ticketId: '7', customerId: 'c', ratedAt: FROM + 2 * DAY });
    const other = rating({ value: 2, ticketId: '7', customerId: 'd' });

    for (const ratings of [
      [first, last, other],
      [other, last, first],
    ]) {
      const { csat } = buildOutcomes(inputOf({ ratings, minSample: 1 })).section;
      expect(csat.overall).toMatchObject({ n: 2, positive: 1 });
      expect(csat.leftOut.superseded).toBe(1);
    }
  });

  it('never averages recommendation with satisfaction: promoters less detractors stand apart', () => {
    const nps = [10, 9, 9, 8, 7, 6, 0].map((value) => rating({ value, kind: 'nps', scaleMin: 0, scaleMax: 10 }));
    const { csat } = buildOutcomes(inputOf({ ratings: nps })).section;

    expect(csat.overall.n).toBe(0);
    expect(csat.netPromoter).toEqual({ n: 7, promoters: 3, passives: 2, detractors: 2, score: 100 / 7 });
  });

  it('is split by the ticket’s tier, team and channel; answers of tickets nobody measured count overall only', () => {
    const facts = [
      { id: '1', tier: 'complex', team: 'desk/emea', channel: 'chat' },
      { id: '2', tier: 'simple', team: 'desk/emea', channel: 'email' },
    ] as const;
    const ratings = [
      rating({ value: 2, ticketId: '1' }),
      rating({ value: 5, ticketId: '2' }),
      rating({ value: 5, ticketId: 'gone' }),
    ];
    const teams = [{ source: 'desk', id: 'emea', name: 'EMEA' }];
    const { csat } = buildOutcomes(inputOf({ facts, ratings, teams, minSample: 1 })).section;

    expect(csat.overall.n).toBe(3);
    expect(csat.leftOut.withoutTicket).toBe(1);
    expect(csat.byTier.map(({ key, n, positive }) => [key, n, positive])).toEqual([
      ['complex', 1, 0],
      ['simple', 1, 1],
    ]);
    expect(csat.byTeam).toMatchObject([{ key: 'emea', label: 'EMEA', n: 2, positive: 1 }]);
    expect(csat.byChannel.map(({ key, n }) => [key, n])).toEqual([
      ['chat', 1],
      ['email', 1],
    ]);
  });
});

describe('tickets somebody should write about', () => {
  it('are the solved ones whose customer was not satisfied, latest first', () => {
    const facts = [
      { id: '1', tier: 'complex', finalSolvedAt: FROM },
      { id: '2', tier: 'simple', finalSolvedAt: FROM },
      { id: '3', finalSolvedAt: null },
      { id: '4', finalSolvedAt: FROM },
    ] as const;
    const ratings = [
      rating({ value: 3, ticketId: '1', ratedAt: FROM + DAY }),
      rating({ value: 1, ticketId: '2', ratedAt: FROM + 2 * DAY }),
      rating({ value: 1, ticketId: '3' }),
      rating({ value: 5, ticketId: '4' }),
      rating({ value: 1, ticketId: 'gone' }),
    ];
    const credits = creditsFor(ratings, ({ ticketId }) => ({ solver: ticketId === '1' ? ['desk/ana'] : [] }));
    const urlOf = (_: string, id: string) => (id === '1' ? 'https://desk.example/1' : undefined);
    const { csat } = buildOutcomes(inputOf({ facts, ratings, credits, urlOf, agents: [agent('ana')] })).section;

    const common = { source: 'desk', scaleMax: 5 };
    expect(csat.lowRated).toEqual([
      { ...common, id: '2', url: null, tier: 'simple', agentKey: null, value: 1, ratedAt: '2026-11-03T00:00:00.000Z' },
      {
        ...common,
        id: '1',
        url: 'https://desk.example/1',
        tier: 'complex',
        agentKey: 'ana',
        value: 3,
        ratedAt: '2026-11-02T00:00:00.000Z',
      },
    ]);
  });
});

describe('satisfaction by agent', () => {
  it('is withheld below twice the minimum, with n and response rate shown', () => {
    const ratings = Array.from({ length: 19 }, (_, index) => rating({ value: 5, agentId: index < 9 ? 'ana' : 'ben' }));
    const credits = creditsFor(ratings, ({ agentId }) => ({ solver: [`desk/${agentId}`] }));
    const { byAgent } = buildOutcomes(inputOf({ ratings, credits, agents: [agent('ana'), agent('ben')] })).section.csat;

    expect(byAgent.map(({ key, n, value }) => [key, n, value])).toEqual([
      ['ben', 10, 100],
      ['ana', 9, null],
    ]);
  });

  it('joins one person across sources by personKey', () => {
    const ratings = [rating({ value: 5 }), rating({ source: 'chat', value: 1 })];
    const credits = creditsFor(ratings, ({ source }) => ({
      solver: [`${source}/${source === 'desk' ? 'ana' : '77'}`],
    }));
    const agents = [
      agent('ana', { personKey: 'ana@x.example', name: 'Ána' }),
      agent('77', { source: 'chat', personKey: 'ana@x.example', name: 'Ána' }),
    ];
    const outcomes = buildOutcomes(inputOf({ ratings, credits, agents, minSample: 1 }));

    expect(outcomes.section.csat.byAgent).toMatchObject([{ label: 'Ána', n: 2, positive: 1 }]);
    expect(outcomes.ofGroup('byAgent', { key: '77', members: ['chat/77', 'desk/ana'] })!.csat).toMatchObject({ n: 2 });
  });

  it('says how many answers each other policy would credit otherwise', () => {
    const ratings = [rating({ value: 5 }), rating({ value: 4 }), rating({ value: null, offeredAt: FROM })];
    const credits = creditsFor(ratings, () => ({
      solver: ['desk/a'],
      last_replier: ['desk/b'],
      assignee_at_rating: ['desk/a'],
      all_involved: ['desk/a', 'desk/b'],
    }));
    const { csat } = buildOutcomes(inputOf({ ratings, credits })).section;

    expect(csat.creditPolicy).toBe('solver');
    expect(csat.movedByPolicy).toEqual({ last_replier: 2, assignee_at_rating: 0, all_involved: 2 });
  });

  it('adds up to the total, and counts wholly for each where several are credited', () => {
    const names = fc.uniqueArray(fc.constantFrom('desk/a', 'desk/b', 'desk/c', 'desk/d'), { maxLength: 4 });
    const one = fc.uniqueArray(fc.constantFrom('desk/a', 'desk/b', 'desk/c'), { maxLength: 1 });
    const answer = fc.record({
      value: fc.integer({ min: 1, max: 5 }),
      credits: fc.record({ solver: one, last_replier: one, assignee_at_rating: one, all_involved: names }),
    });
    fc.assert(
      fc.property(
        fc.array(answer, { maxLength: 30 }),
        fc.constantFrom<CreditPolicy>(...CREDIT_POLICIES),
        (answers, policy) => {
          const ratings = answers.map(({ value }) => rating({ value }));
          const credits = new Map(ratings.map((each, index) => [`desk/${each.id}`, answers[index]!.credits]));
          const { csat } = buildOutcomes(inputOf({ ratings, credits, creditPolicy: policy })).section;
          let [n, positive] = [0, 0];
          for (const agentRate of csat.byAgent) {
            n += agentRate.n;
            positive += agentRate.positive;
          }
          const times = answers.map((each) => Math.max(1, each.credits[policy].length));
          expect(n).toBe(times.reduce((sum, count) => sum + count, 0));
          expect(positive).toBe(answers.reduce((sum, { value }, i) => sum + (value >= 4 ? times[i]! : 0), 0));
          if (policy !== 'all_involved') expect([n, positive]).toEqual([csat.overall.n, csat.overall.positive]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
