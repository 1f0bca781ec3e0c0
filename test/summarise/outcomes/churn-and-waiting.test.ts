import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    [0.01, [1, 2], 'association'],
    [0.2, [-1, 2], 'no_evidence'],
    [0.04, [-1, 2], 'no_evidence'],
    [0.06, [1, 2], 'no_evidence'],
    [null, null, 'too_few'],
    [null, [1, 2], 'too_few'],
  ] as const)('a corrected p of %s and the interval %s are called %s', (p, interval, word) => {
    expect(verdictOf(p, interval)).toBe(word);
  });

  const table = (positives: readonly number[]) => {
    const values = positives.flatMap((_, fifth) => Array.from({ length: 20 }, (__, i) => (fifth * 20 + i) * 1000));
    const positive = positives.flatMap((count) => Array.from({ length: 20 }, (_, i) => i < count));
    const draft = draftOf('csat', 'complex', { values, positive }, 5);
    return finishTable(draft, draft.trend?.p ?? null, 5);
  };

  it('say association and never cause where shares fall', () => {
    const falling = table([19, 17, 14, 11, 8]);

    expect(falling.verdict).toBe('association');
    expect(falling.slowestLessFastest!.points).toBeCloseTo(-55, 10);
    expect(falling.sentence).toBe(
      'Complex tickets: slower goes with fewer satisfied customers, an association, not a cause; 95% of answers were positive in the fastest fifth, 40% in the slowest (95% interval −73.6 to −26.7 points, n = 100).',
    );
    expect(falling.fifths[0]).toMatchObject({ n: 20, positive: 19, value: 95, fromSeconds: 0, toSeconds: 19 });
  });

  it('say that there is too little to say where they do not', () => {
    expect(table([15, 14, 16, 15, 14])).toMatchObject({
      verdict: 'no_evidence',
      sentence: expect.stringContaining('too little to say; 75% of answers'),
    });
  });

  it('say too few where nearly all answers are alike, however many there are', () => {
    expect(table([20, 20, 20, 19, 19])).toMatchObject({
      verdict: 'too_few',
      trend: null,
      slowestLessFastest: null,
      sentence: 'Complex tickets: too few answers to say (n = 100).',
    });
  });
});

/** Ten agents with 20 tickets each: the later in the list, the slower and the less satisfying. */
function tenAgents(satisfiedOf: (index: number) => number) {
  const names = Array.from({ length: 10 }, (_, index) => `agent-${index}`);
  const facts = names.flatMap((name, index) =>
    Array.from({ length: 20 }, (_, i) => ({
      id: `${name}-${i}`,
      agent: `desk/${name}`,
      tier: i % 2 === 0 ? ('simple' as const) : ('complex' as const),
      openedAt: FROM,
      finalSolvedAt: FROM + 5 * DAY,
      netMs: (1 + index) * (i % 2 === 0 ? 1 : 10) * HOUR + i,
    })),
  );
  const ratings = facts.map((fact, position) =>
    rating({ value: position % 20 < satisfiedOf(Math.floor(position / 20)) ? 5 : 1, ticketId: fact.id }),
  );
  const nobody = { last_replier: [], assignee_at_rating: [], all_involved: [] };
  const credits = new Map(
    ratings.map((each, position) => [`desk/${each.id}`, { ...nobody, solver: [facts[position]!.agent] }]),
  );
  return buildOutcomes(inputOf({ facts, ratings, credits, agents: names.map((name) => agent(name)) })).section;
}

describe('agents side by side', () => {
  it('are compared by Spearman’s ρ of adjusted resolution and adjusted satisfaction', () => {
    const { link } = tenAgents((index) => 19 - index);
    const csat = link.agentLinks.find(({ outcome }) => outcome === 'csat')!;

    expect(csat).toMatchObject({ agents: 10, verdict: 'association' });
    expect(csat.rho).toBeCloseTo(-1, 6);
    expect(csat.sentence).toContain(
      'Agents: slower resolution goes with less satisfaction, an association, not a cause',
    );
    expect(link.agentLinks.find(({ outcome }) => outcome === 'churn')).toMatchObject({ verdict: 'too_few', rho: null });
  });

  it('say that there is too little to say where satisfaction has nothing to do with pace', () => {
    const { link } = tenAgents((index) => [15, 12, 16, 13, 15, 14, 12, 16, 13, 14][index]!);

    expect(link.agentLinks[0]).toMatchObject({ outcome: 'csat', verdict: 'no_evidence' });
  });

  it('have observed ÷ expected for their tiers, and stand in the order of their names, not of their figures', () => {
    const { agents } = tenAgents(() => 15).link;

    // The mean of (1 + … + 10) is 5.5 in either tier, give or take the milliseconds that keep values apart.
    expect(agents[0]!.resolution.value).toBeCloseTo(1 / 5.5, 4);
    expect(agents.at(-1)!.resolution.value).toBeCloseTo(10 / 5.5, 4);
    expect(agents.map(({ label }) => label)).toEqual(agents.map(({ label }) => label).toSorted());
    expect([agents[0]!.pace, agents.at(-1)!.pace]).toEqual(['faster', 'slower']);
  });
});

describe('the section in the report', () => {
  it('is what its schema says, also of nothing at all', () => {
    for (const section of [tenAgents(() => 15), buildOutcomes(inputOf({})).section]) {
      expect(Outcomes.parse(JSON.parse(JSON.stringify(section)))).toEqual(section);
    }
  });
});
