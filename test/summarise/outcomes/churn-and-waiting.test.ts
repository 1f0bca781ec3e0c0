import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rating } from '../../../src/model/rating.ts';
import { buildOutcomes, Outcomes } from '../../../src/summarise/outcomes/build.ts';
import { verdictOf } from '../../../src/summarise/outcomes/rate.ts';
import { cutIntoFifths, draftOf, finishTable, standings } from '../../../src/summarise/outcomes/waiting-fifths.ts';
import { agent, DAY, FROM, inputOf, rating } from './input.ts';

const HOUR = 3_600_000;

describe('fifths', () => {
  it('cut ten things into five groups of two, by value and not by order', () => {
    const values = [9, 0, 8, 1, 7, 2, 6, 3, 5, 4];
    const fifths = cutIntoFifths(
      values,
      values.map((value) => value >= 5),
    );

    expect(fifths).toEqual({
      n: [2, 2, 2, 2, 2],
      positive: [0, 0, 1, 2, 2],
      from: [0, 2, 4, 6, 8],
      to: [1, 3, 5, 7, 9],
    });
  });

  it('keep equal values together', () => {
    expect(cutIntoFifths([1, 1, 1, 1, 5], [true, true, true, true, false]).n).toEqual([0, 0, 4, 0, 1]);
  });

  it('hold everything once, and never overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (values) => {
        const { n, from, to } = cutIntoFifths(
          values,
          values.map(() => true),
        );
        let total = 0;
        for (const count of n) total += count;
        expect(total).toBe(values.length);
        const filled = n.flatMap((count, index) => (count > 0 ? [index] : []));
        for (const [index, fifth] of filled.entries()) {
          if (index > 0) expect(from[fifth]).toBeGreaterThan(to[filled[index - 1]!]!);
        }
      }),
    );
  });

  it('standings run from near 0 to near 1 with ties in the middle', () => {
    expect(standings([10, 30, 20, 20])).toEqual([0.125, 0.875, 0.5, 0.5]);
  });
});

describe('the words the numbers choose', () => {
  it.each([
    [true, [1, 2], 'association'],
    [false, [1, 2], 'no_evidence'],
    [true, [-1, 2], 'no_evidence'],
    [true, [0, 2], 'no_evidence'],
    [false, null, 'too_few'],
    [true, null, 'too_few'],
  ] as const)('beyond chance %s and the interval %s are called %s', (isBeyondChance, interval, word) => {
    expect(verdictOf(isBeyondChance, interval)).toBe(word);
  });

  /** Twenty answers a fifth, each of another day; `customers` of them take turns, none: each answer is somebody else's. */
  const table = (positives: readonly number[], customers?: number) => {
    const rows = positives.flatMap((count, fifth) =>
      Array.from({ length: 20 }, (_, i) => ({
        value: (fifth * 20 + i) * 1000,
        positive: i < count,
        day: fifth * 20 + i,
        customer: customers === undefined ? undefined : `c${Math.floor((fifth * 20 + i) / (100 / customers))}`,
        facts: [],
      })),
    );
    const draft = draftOf('csat', 'complex', [rows], 5);
    const p = draft.trend?.p ?? null;
    return finishTable(draft, { isBeyondChance: p !== null && p < 0.05, pAdjusted: p, confidence: 0.95 }, 5);
  };

  it('say association and never cause where shares fall', () => {
    const falling = table([19, 17, 14, 11, 8]);

    expect(falling.verdict).toBe('association');
    expect(falling.slowestLessFastest!.points).toBeCloseTo(-55, 10);
    expect(falling.sentence).toBe(
      'Complex tickets: slower goes with fewer satisfied customers, an association, not a cause; 95% of answers were positive in the fastest fifth, 40% in the slowest (likely between −73.6 and −26.7 points, n = 100).',
    );
    expect(falling.fifths[0]).toMatchObject({ n: 20, positive: 19, value: 95, fromSeconds: 0, toSeconds: 19 });
  });

  it('say that there is too little to say where they do not', () => {
    expect(table([15, 14, 16, 15, 14])).toMatchObject({
      verdict: 'no_evidence',
      sentence: expect.stringContaining('too little to say; 75% of answers'),
    });
  });

  it('say less where the answers are of few customers, each of whom says the same again and again', () => {
    const [alone, together] = [table([19, 17, 14, 11, 8]), table([19, 17, 14, 11, 8], 10)];

    expect(alone.trend!.p).toBeLessThan(1e-4);
    expect(together.trend!.p).toBeGreaterThan(10 * alone.trend!.p);
    const width = ({ slowestLessFastest }: typeof alone) =>
      slowestLessFastest!.interval[1] - slowestLessFastest!.interval[0];
    expect(width(together)).toBeGreaterThan(1.3 * width(alone));
    expect(together.trend!.pointsPerFifth).toBeCloseTo(alone.trend!.pointsPerFifth, 10);
  });

  it('say too few where nearly all answers are alike, however many there are', () => {
    expect(table([20, 20, 20, 19, 19])).toMatchObject({
      verdict: 'too_few',
      trend: null,
      slowestLessFastest: null,
      sentence: 'Complex tickets: nearly all answers are alike (2 of 100 differ).',
    });
  });
});

/** Ten agents with 20 tickets each: the later in the list, the longer they take and the less satisfying. */
function tenAgents(satisfiedOf: (index: number) => number, { logError = 0.05, spread = 0.2 } = {}) {
  const names = Array.from({ length: 10 }, (_, index) => `agent-${index}`);
  const facts = names.flatMap((name, index) =>
    Array.from({ length: 20 }, (_, i) => ({
      id: `${name}-${i}`,
      agent: `desk/${name}`,
      openedAt: FROM,
      finalSolvedAt: FROM + 5 * DAY,
      netMs: (1 + index) * HOUR + i,
    })),
  );
  const ratings = facts.map((fact, position) =>
    rating({ value: position % 20 < satisfiedOf(Math.floor(position / 20)) ? 5 : 1, ticketId: fact.id }),
  );
  const nobody = { last_replier: [], assignee_at_rating: [], all_involved: [] };
  const credits = new Map(
    ratings.map((each, position) => [`desk/${each.id}`, { ...nobody, solver: [facts[position]!.agent] }]),
  );
  // As the model of people's own time gives them: ten steps of `spread` on the scale of logarithms.
  const times = names.map((name, index) => {
    const ratio = Math.exp(spread * (index - 4.5));
    return {
      agent: `desk/${name}`,
      n: 20,
      raw: ratio,
      logError,
      kept: null,
      shrunk: ratio,
      interval: [ratio * 0.9, ratio * 1.1] as const,
      verdict: index < 3 ? ('faster' as const) : index > 6 ? ('slower' as const) : ('no_evidence' as const),
    };
  });
  const spreadOut = (at: number) => Math.floor(at);
  return buildOutcomes(
    inputOf({
      facts,
      ratings: apart(ratings),
      credits,
      times,
      dayOf: spreadOut,
      agents: names.map((name) => agent(name)),
    }),
  ).section;
}

/** Each answer on a day of its own. */
function apart(ratings: readonly Rating[]): Rating[] {
  return ratings.map((each, index) => ({ ...each, ratedAt: each.ratedAt! + index }));
}

describe('agents side by side', () => {
  it('are compared by Spearman’s ρ of their own time and of satisfaction', () => {
    const { link } = tenAgents((index) => 19 - 2 * index + (index > 8 ? 1 : 0));
    const csat = link.agentLinks.find(({ outcome }) => outcome === 'csat')!;

    expect(csat).toMatchObject({ agents: 10, verdict: 'association' });
    expect(csat.rho).toBeCloseTo(-1, 6);
    expect(csat.sentence).toContain('Agents who take longer go with less satisfaction, an association, not a cause');
    expect(link.agentLinks.find(({ outcome }) => outcome === 'churn')).toMatchObject({ verdict: 'too_few', rho: null });
  });

  it('say that there is too little to say where satisfaction has nothing to do with pace', () => {
    const { link } = tenAgents((index) => [15, 12, 16, 13, 15, 14, 12, 16, 13, 14][index]!);

    expect(link.agentLinks[0]).toMatchObject({
      outcome: 'csat',
      verdict: 'no_evidence',
      sentence: expect.stringContaining('too little to say'),
    });
    // What agents' satisfaction differs by is chance: what lies behind it may go along with anything.
    expect(link.agentLinks[0]!.interval).toEqual([-1, 1]);
  });

  it('have an interval that errors of either side make wider, outwards alone', () => {
    const satisfied = (index: number) => [17, 15, 18, 12, 14, 13, 15, 9, 11, 10][index]!;
    const [sure, unsure] = [tenAgents(satisfied), tenAgents(satisfied, { logError: 0.5 })].map(
      ({ link }) => link.agentLinks[0]!,
    );

    expect(sure!.rho).toBe(unsure!.rho);
    expect(unsure!.interval![0]).toBeLessThanOrEqual(sure!.interval![0]);
    expect(unsure!.interval![1]).toBeGreaterThanOrEqual(sure!.interval![1]);
    expect(unsure!.interval![1] - unsure!.interval![0]).toBeGreaterThan(sure!.interval![1] - sure!.interval![0]);
  });

  it('stand in the order of their names with what was judged of them, not of their figures', () => {
    const { agents } = tenAgents(() => 15).link;

    expect(agents[0]!.resolution).toEqual({
      n: 20,
      value: Math.exp(-0.9),
      shrunk: Math.exp(-0.9),
      interval: [Math.exp(-0.9) * 0.9, Math.exp(-0.9) * 1.1],
    });
    expect(agents.map(({ label }) => label)).toEqual(agents.map(({ label }) => label).toSorted());
    expect([agents[0]!.pace, agents.at(-1)!.pace]).toEqual(['faster', 'slower']);
    for (const { csat } of agents) expect(csat).toMatchObject({ n: 20, points: 0 });
  });
});

describe('the section in the report', () => {
  it('is what its schema says, also of nothing at all', () => {
    for (const section of [tenAgents(() => 15), buildOutcomes(inputOf({})).section]) {
      expect(Outcomes.parse(JSON.parse(JSON.stringify(section)))).toEqual(section);
    }
  });
});
