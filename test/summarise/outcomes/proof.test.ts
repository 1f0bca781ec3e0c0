import { beforeAll, describe, expect, it } from 'vitest';
import { PLANTED, satisfiedChance } from '../../../connectors/simulated/effects.ts';
import { randomStream } from '../../../connectors/simulated/random.ts';
import { type AgentOutcome, pOfRatio } from '../../../src/summarise/outcomes/agents.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import type { LinkTable } from '../../../src/summarise/outcomes/waiting-fifths.ts';
import { draftOf, finishTable } from '../../../src/summarise/outcomes/waiting-fifths.ts';
import { factsOf, inputOf, knownCredits, measureWorld, simulateWorld, type World } from './simulated-company.ts';
import { factOf, type TicketFact } from './ticket-columns.ts';

const COMPANIES = 400;
const TICKETS = 2000;
const DAYS = 150;
/** 95% intervals cover 380 of 400 on average; 364 is four standard errors less. */
const COVERED = 364;
/** At most 6 in 100 may call an effect real that is exactly zero. */
const FALSE_ALARMS = 24;

const SLOW = 'manila-2';
const FAST = 'denver-4';
const HARD_WORK = 'berlin-1';

const includes = (interval: readonly [number, number] | null | undefined, value: number): boolean =>
  interval !== null && interval !== undefined && interval[0] <= value && value <= interval[1];

/** What was planted for the complex answers of a company: the mean chance in the slowest fifth less that in the fastest. */
function plantedPoints({ records, truths }: World): number {
  const netOf = new Map(truths.map(({ ticketId, tier, netMs }) => [ticketId, tier === 'complex' ? netMs : null]));
  const nets = records
    .flatMap(({ ratings }) => ratings.map(({ value, ticketId }) => (value === null ? null : netOf.get(ticketId!)!)))
    .filter((net) => net !== null)
    .sort((a, b) => a - b);
  const fifthOf = (index: number): number => Math.floor((5 * (index + 0.5)) / nets.length);
  const meanChance = (fifth: number): number => {
    const chances = nets.filter((_, index) => fifthOf(index) === fifth).map((net) => satisfiedChance('complex', net));
    return chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
  };
  return 100 * (meanChance(4) - meanChance(0));
}

/** Mean net resolution time of each agent, as a league table would have it; slowest first. */
function byRawMean(facts: readonly TicketFact[]): string[] {
  const sums = new Map<string, { n: number; total: number }>();
  for (const { agent, netMs } of facts) {
    if (!agent || netMs === null || netMs === undefined) continue;
    const { n, total } = sums.get(agent) ?? { n: 0, total: 0 };
    sums.set(agent, { n: n + 1, total: total + netMs });
  }
  return [...sums]
    .sort(([, a], [, b]) => b.total / b.n - a.total / a.n)
    .map(([agent]) => agent.slice('simulated/'.length));
}

interface Company {
  readonly tables: ReadonlyMap<string, LinkTable>;
  readonly agents: ReadonlyMap<string, AgentOutcome>;
  readonly plantedPoints: number;
  readonly slowestByRawMean: string;
}

function outcomesOf(world: World, facts: readonly TicketFact[]) {
  return buildOutcomes(inputOf(world, DAYS, facts, knownCredits(world))).section;
}

describe(`over ${COMPANIES} simulated companies`, () => {
  const companies: Company[] = [];
  /** Observed ÷ expected of each agent in a company so large that chance is no matter. */
  const expected = new Map<string, number>();

  beforeAll(() => {
    const large = simulateWorld({ seed: 'large', tickets: 100_000 });
    for (const { key, resolution } of outcomesOf(large, factsOf(large)).link.agents)
      expected.set(key, resolution.value!);
    for (let index = 0; index < COMPANIES; index++) {
      const world = simulateWorld({ seed: `company ${index}`, tickets: TICKETS }, large.company.pairing);
      const facts = factsOf(world);
      const { link } = outcomesOf(world, facts);
      companies.push({
        tables: new Map(link.csat.map((table) => [`${table.outcome} ${table.tier}`, table])),
        agents: new Map(link.agents.map((agent) => [agent.key, agent])),
        plantedPoints: plantedPoints(world),
        slowestByRawMean: byRawMean(facts)[0]!,
      });
    }
  }, 600_000);

  const count = (holds: (company: Company) => boolean): number => companies.filter(holds).length;
  const saysOf = (name: string, verdict: string) => (company: Company) => company.tables.get(name)!.verdict === verdict;

  it('the loss of satisfaction by slow complex tickets lies within its interval at the stated rate', () => {
    const covered = count(({ tables, plantedPoints: points }) =>
      includes(tables.get('csat complex')!.slowestLessFastest?.interval, points),
    );

    expect(covered).toBeGreaterThanOrEqual(COVERED);
    // In most companies the slowest fifth is slow altogether and the fastest not at all: the written loss in full.
    const full = count(({ plantedPoints: points }) => Math.abs(points + 100 * PLANTED.slowComplexSatisfiedLoss) < 1);
    expect(full).toBeGreaterThan(COMPANIES / 2);
    expect(count(saysOf('csat complex', 'association'))).toBeGreaterThan(0.6 * COMPANIES);
  });

  it.each(['csat simple', 'csat moderate'])(
    'the effect that is exactly zero (%s) is called real in at most 6%%',
    (name) => {
      expect(count(saysOf(name, 'too_few'))).toBe(0);
      expect(count(saysOf(name, 'association'))).toBeLessThanOrEqual(FALSE_ALARMS);
      // The test underneath is neither dead nor too eager.
      const raw = count(({ tables }) => tables.get(name)!.trend!.p < 0.05);
      expect(raw).toBeGreaterThan(0.02 * COMPANIES);
      expect(raw).toBeLessThan(0.09 * COMPANIES);
    },
  );

  it.each([SLOW, FAST, HARD_WORK])('%s is judged within the interval at the stated rate', (key) => {
    const covered = count(({ agents }) => includes(agents.get(key)!.resolution.interval, expected.get(key)!));

    expect(covered).toBeGreaterThanOrEqual(COVERED);
  });

  it('the slow agent is called slower and the fast one faster, and never the other way round', () => {
    expect(expected.get(SLOW)).toBeGreaterThan(1.2);
    expect(expected.get(FAST)).toBeLessThan(0.85);
    expect(count(({ agents }) => agents.get(SLOW)!.pace === 'slower')).toBeGreaterThan(0.8 * COMPANIES);
    expect(count(({ agents }) => agents.get(FAST)!.pace === 'faster')).toBeGreaterThan(0.5 * COMPANIES);
    expect(count(({ agents }) => agents.get(SLOW)!.pace === 'faster' || agents.get(FAST)!.pace === 'slower')).toBe(0);
  });

  it('the agent with the hard work is not called slow, where raw means would have named exactly them', () => {
    expect(count(({ agents }) => agents.get(HARD_WORK)!.pace === 'slower')).toBeLessThanOrEqual(FALSE_ALARMS);
    expect(count(({ slowestByRawMean }) => slowestByRawMean === HARD_WORK)).toBeGreaterThan(0.95 * COMPANIES);
  });

  it('shrinkage draws every ratio towards 1 and turns none round', () => {
    for (const { agents } of companies) {
      for (const { resolution } of agents.values()) {
        const [value, shrunk] = [resolution.value!, resolution.shrunk!];
        expect(Math.abs(shrunk - 1)).toBeLessThanOrEqual(Math.abs(value - 1) + 1e-12);
        expect((shrunk - 1) * (value - 1)).toBeGreaterThanOrEqual(-1e-12);
      }
    }
  });
});

describe('through the product’s own measurer', () => {
  it('the same companies give the same outcomes as what the simulation knows of them', () => {
    for (const seed of ['measured 1', 'measured 2', 'measured 3']) {
      const world = simulateWorld({ seed, tickets: TICKETS });
      const known = outcomesOf(world, factsOf(world));
      const measured = buildOutcomes(
        inputOf(
          world,
          DAYS,
          measureWorld(world).flatMap((each) => factOf(each) ?? []),
        ),
      ).section;

      expect(measured.csat.overall).toEqual(known.csat.overall);
      expect(measured.csat.byAgent).toEqual(known.csat.byAgent);
      expect(measured.churn).toEqual(known.churn);
      for (const [index, agent] of measured.link.agents.entries()) {
        expect(agent.resolution.n).toBe(known.link.agents[index]!.resolution.n);
        // One customer in ten states no zone, so their time-zone waits cannot be taken out.
        expect(Math.abs(agent.resolution.value! - known.link.agents[index]!.resolution.value!)).toBeLessThan(0.05);
      }
    }
  });
});

describe('churn by fifths over 400 sets of accounts whose chances are known', () => {
  const tableOf = (seed: number, chanceOf: (standing: number) => number) => {
    const random = randomStream('accounts', seed);
    const values = Array.from({ length: 400 }, () => random.next());
    const positive = values.map((value) => random.chance(chanceOf(value)));
    const draft = draftOf('churn', 'all', { values, positive }, 5);
    const sorted = values.toSorted((a, b) => a - b);
    const mean = (from: number) => sorted.slice(from, from + 80).reduce((sum, value) => sum + chanceOf(value), 0) / 80;
    return { table: finishTable(draft, draft.trend!.p, 5), points: 100 * (mean(320) - mean(0)) };
  };
  const seeds = Array.from({ length: COMPANIES }, (_, seed) => seed);

  it('the planted difference lies within its interval at the stated rate, and is found', () => {
    const tables = seeds.map((seed) => tableOf(seed, (standing) => 0.05 + 0.2 * standing));
    const covered = tables.filter(({ table, points }) => includes(table.slowestLessFastest!.interval, points));

    expect(covered.length).toBeGreaterThanOrEqual(COVERED);
    expect(tables.filter(({ table }) => table.verdict === 'association').length).toBeGreaterThan(0.7 * COMPANIES);
  });

  it('no difference is called real in at most 6%', () => {
    const tables = seeds.map((seed) => tableOf(seed + 1000, () => 0.12));

    expect(tables.filter(({ table }) => table.verdict === 'association').length).toBeLessThanOrEqual(FALSE_ALARMS);
  });
});

describe('the p of a ratio', () => {
  it('is 0.05 where the interval ends at exactly 1', () => {
    expect(pOfRatio({ n: 30, ratio: 1.5, interval: [1, 2.25], shrunk: 1.2 })).toBeCloseTo(0.05, 10);
    expect(pOfRatio({ n: 30, ratio: 0.5, interval: [0.25, 1], shrunk: 0.8 })).toBeCloseTo(0.05, 10);
    expect(pOfRatio({ n: 1, ratio: 1.5, interval: null, shrunk: 1 })).toBeNull();
  });
});
