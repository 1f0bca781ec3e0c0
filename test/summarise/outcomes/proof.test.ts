import { beforeAll, describe, expect, it } from 'vitest';
import { PLANTED, satisfiedChance } from '../../../connectors/simulated/effects.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import type { LinkTable } from '../../../src/summarise/outcomes/waiting-fifths.ts';
import { factsOf, inputOf, knownCredits, measureWorld, simulateWorld, type World } from './simulated-company.ts';
import { factOf, type TicketFact } from './ticket-columns.ts';

const COMPANIES = 400;
const TICKETS = 2000;
const DAYS = 150;
/** 95% intervals cover 380 of 400 on average; 364 is four standard errors less. */
const COVERED = 364;
/** The family's level is 0.5%, so 2 of 400; more than 8 come in less than one of a thousand times. */
const FALSE_ALARMS = 8;

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

interface Company {
  readonly tables: ReadonlyMap<string, LinkTable>;
  readonly plantedPoints: number;
}

function outcomesOf(world: World, facts: readonly TicketFact[]) {
  return buildOutcomes(inputOf(world, DAYS, facts, knownCredits(world))).section;
}

describe(`over ${COMPANIES} simulated companies`, () => {
  const companies: Company[] = [];

  beforeAll(() => {
    const large = simulateWorld({ seed: 'large', tickets: 100 });
    for (let index = 0; index < COMPANIES; index++) {
      const world = simulateWorld({ seed: `company ${index}`, tickets: TICKETS }, large.company.pairing);
      const facts = factsOf(world);
      const { link } = outcomesOf(world, facts);
      companies.push({
        tables: new Map(link.csat.map((table) => [`${table.outcome} ${table.tier}`, table])),
        plantedPoints: plantedPoints(world),
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
    expect(count(saysOf('csat complex', 'association'))).toBeGreaterThan(0.2 * COMPANIES);
  });

  it('is found in nearly every company that has four times as many tickets', () => {
    const { pairing } = simulateWorld({ seed: 'large', tickets: 100 }).company;
    const found = Array.from({ length: 20 }, (_, index) => {
      const world = simulateWorld({ seed: `larger ${index}`, tickets: 4 * TICKETS }, pairing);
      return outcomesOf(world, factsOf(world)).link.csat.find(({ tier }) => tier === 'complex')!.verdict;
    });

    // Of 20 at a chance of 90%, fewer than 13 come in less than one of a thousand times.
    expect(found.filter((verdict) => verdict === 'association').length).toBeGreaterThanOrEqual(13);
  });

  it.each(['csat simple', 'csat moderate'])(
    'the effect that is exactly zero (%s) is called real in at most 1%%',
    (name) => {
      expect(count(saysOf(name, 'too_few'))).toBe(0);
      expect(count(saysOf(name, 'association'))).toBeLessThanOrEqual(FALSE_ALARMS);
      // The test underneath is neither dead nor too eager.
      const raw = count(({ tables }) => tables.get(name)!.trend!.p < 0.05);
      expect(raw).toBeGreaterThan(0.02 * COMPANIES);
      expect(raw).toBeLessThan(0.09 * COMPANIES);
    },
  );
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
      expect(measured.link.csat.map(({ tier, n }) => [tier, n])).toEqual(
        known.link.csat.map(({ tier, n }) => [tier, n]),
      );
    }
  });
});
