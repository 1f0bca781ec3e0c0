import { describe, expect, it } from 'vitest';
import { fortnightlyChurnChance, PLANTED, satisfiedChance } from '../../../connectors/simulated/effects.ts';
import { CAUSE_NAMES, type Cause, LEFT_OUT_NAMES } from '../../../src/model/catalogue.ts';
import type { MeasuredTicket } from '../../../src/model/measurement.ts';
import { measureWorld, simulateWorld, UNTIL } from '../../summarise/outcomes/simulated-company.ts';

const HOUR = 3_600_000;
const LEFT_OUT: ReadonlySet<Cause> = new Set(LEFT_OUT_NAMES);
const MONTH = 30 * 86_400_000;
const large = simulateWorld({ seed: 'large', tickets: 40_000 });

/** The net time of the stints before an instant. */
function netBefore({ stints }: MeasuredTicket, at: number): number {
  let net = 0;
  for (const { toAt, causesMs } of stints) {
    if (toAt === null || toAt > at) continue;
    for (const [cause, ms] of causesMs.entries()) if (!LEFT_OUT.has(CAUSE_NAMES[cause]!)) net += ms;
  }
  return net;
}

describe('what is planted in the simulated company', () => {
  it.each(['a', 'b', 'c'])(
    'is found by the product’s own clocks to the millisecond, ticket by ticket (seed %s)',
    (seed) => {
      const world = simulateWorld({ seed, tickets: 1500 });
      const measured = measureWorld(world);
      let [compared, zoneless, outbound] = [0, 0, 0];
      for (const [index, truth] of world.truths.entries()) {
        const found = measured[index]!;
        expect(found.exclusion === null).toBe(!truth.excluded);
        if (truth.excluded) continue;
        expect(found.impossible).toEqual([]);
        expect([found.firstSolvedAt, found.finalSolvedAt]).toEqual([truth.firstSolvedAt, truth.finalSolvedAt]);
        // What has not happened yet cannot be told, so young tickets may still look simpler than they will be.
        if (truth.openedAt < UNTIL - 2 * MONTH) expect(found.tier).toBe(truth.tier);
        if (truth.finalSolvedAt === null) continue;
        expect([found.agentId, found.reopens]).toEqual([truth.agentId, truth.reopens]);
        expect(found.finalResolutionMs!.business).toBe(truth.businessMs);
        // An outbound ticket enters the times at the customer's first message; its truth is told from the opening.
        const net = found.finalResolutionMs!.net + (found.outbound ? netBefore(found, found.entersAt!) : 0);
        if (truth.zoneStated) expect(net).toBe(truth.netMs);
        else expect(net).toBeGreaterThanOrEqual(truth.netMs!);
        compared++;
        if (found.outbound) outbound++;
        if (!truth.zoneStated) zoneless++;
      }

      expect(compared).toBeGreaterThan(1200);
      expect(zoneless).toBeGreaterThan(30);
      expect(outbound).toBeGreaterThan(30);
    },
  );

  it('has time-zone waits in it, or taking them out would prove nothing', () => {
    const measured = measureWorld(simulateWorld({ seed: 'a', tickets: 1500 }));
    let [team, customer, gap] = [0, 0, 0];
    for (const { timeSpentMs } of measured) {
      team += timeSpentMs.team_time_zone_wait;
      customer += timeSpentMs.customer_time_zone_wait;
      gap += timeSpentMs.solved_gap;
    }

    for (const sum of [team, customer, gap]) expect(sum / measured.length).toBeGreaterThan(0.2 * HOUR);
  });

  it('makes one agent slow and one fast by the written factors, in working time, tier by tier', () => {
    const { truths, company } = large;
    const factors = new Map(company.agents.map(({ id, workFactor }) => [id, workFactor]));
    const logs = new Map<string, { n: number; sum: number }>();
    for (const { tier, agentId, businessMs, reopens } of truths) {
      if (businessMs === null || reopens > 0) continue;
      const key = `${tier} ${factors.get(agentId)}`;
      const sums = logs.get(key) ?? { n: 0, sum: 0 };
      logs.set(key, { n: sums.n + 1, sum: sums.sum + Math.log(businessMs) });
    }
    const median = (key: string): number => Math.exp(logs.get(key)!.sum / logs.get(key)!.n);

    for (const tier of ['simple', 'moderate', 'complex'] as const) {
      expect(median(`${tier} 1`) / PLANTED.workMedianMs[tier]).toBeCloseTo(1, 1);
      for (const factor of [PLANTED.slowAgentFactor, PLANTED.fastAgentFactor]) {
        const found = median(`${tier} ${factor}`) / median(`${tier} 1`) / factor;
        // Some 500 lognormal values a group: 0.1 is four standard errors.
        expect(Math.abs(found - 1)).toBeLessThan(0.1);
      }
    }
  });

  it('lowers satisfaction by the written amount for slow complex tickets, and by nothing for others', () => {
    const { records } = large;
    const counts = new Map<string, { n: number; positive: number }>();
    for (const { ratings, truths } of records) {
      const byId = new Map(truths.map((truth) => [truth.ticketId, truth]));
      for (const { ticketId, positive, value } of ratings) {
        if (value === null) continue;
        const { tier, netMs } = byId.get(ticketId!)!;
        const key = `${tier} ${netMs! > PLANTED.slowComplexNetMs ? 'slow' : 'other'}`;
        const count = counts.get(key) ?? { n: 0, positive: 0 };
        counts.set(key, { n: count.n + 1, positive: count.positive + (positive ? 1 : 0) });
      }
    }
    const share = (key: string): number => counts.get(key)!.positive / counts.get(key)!.n;

    expect(share('complex other')).toBeCloseTo(PLANTED.satisfied.complex, 1);
    expect(share('complex slow') - share('complex other')).toBeCloseTo(-PLANTED.slowComplexSatisfiedLoss, 1);
    expect(share('simple other')).toBeCloseTo(PLANTED.satisfied.simple, 1);
    expect(satisfiedChance('moderate', 999 * HOUR)).toBe(PLANTED.satisfied.moderate);
    expect(satisfiedChance('complex', 999 * HOUR)).toBeCloseTo(PLANTED.satisfied.complex - 0.35, 10);
  });

  it('makes accounts leave more often the more of their complex tickets were slow', () => {
    expect(fortnightlyChurnChance(0)).toBe(PLANTED.fortnightlyChurn);
    expect(fortnightlyChurnChance(1)).toBeCloseTo(6 * PLANTED.fortnightlyChurn, 12);
    expect(fortnightlyChurnChance(0.5)).toBeCloseTo(3.5 * PLANTED.fortnightlyChurn, 12);
  });
});
