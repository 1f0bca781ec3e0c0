import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationWithin } from '../../src/clock/intervals.ts';
import { createSides, type SideId } from '../../src/clock/sides.ts';
import { createMeasurer } from '../../src/measure/measure.ts';
import { createAccumulator } from '../../src/measure/time-spent.ts';
import { addMark, clearTimeline, createTimeline } from '../../src/measure/timeline.ts';
import { type ByCause, CAUSE_NAMES, type Cause } from '../../src/model/catalogue.ts';
import type { Holder, MeasuredTicket } from '../../src/model/measurement.ts';
import { DAY } from './desk.ts';
import { randomScenario, type Scenario, seeded } from './random-history.ts';

const ZONES = [
  'America/New_York',
  'Europe/London',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'America/Santiago',
  'Africa/Cairo',
];
const ZONE_WAITS: readonly Cause[] = ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'];
const SPRING = Date.UTC(2026, 2, 25);

/** Scenarios are made of seeds within the properties, so that a failure names a number. */
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

function scenarioOf(seed: number): Scenario {
  return randomScenario(seeded(seed), SPRING, ZONES.slice(seed % 3, (seed % 3) + 4));
}

function run(
  scenario: Scenario,
  events = scenario.history.events,
  netExcludes: readonly Cause[] = ZONE_WAITS,
): MeasuredTicket {
  const { definitions, agents, teams, customer, history, now } = scenario;
  const people = { agents, teams, customer: () => customer };
  return createMeasurer({ definitions: { ...definitions, netExcludes }, people, now })({ ...history, events });
}

const sumOf = (buckets: ByCause<number>): number => CAUSE_NAMES.reduce((sum, name) => sum + buckets[name], 0);

describe('every second of a ticket has one cause', () => {
  it('sums to the elapsed time exactly, in whole milliseconds, none negative', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const scenario = scenarioOf(seed);
        const result = run(scenario);
        if (result.exclusion === 'impossible') return;
        const [begin, end] = [result.entersAt, result.finalSolvedAt];

        expect(
          CAUSE_NAMES.every((name) => Number.isSafeInteger(result.timeSpentMs[name]) && result.timeSpentMs[name] >= 0),
        ).toBe(true);
        if (end !== null) expect(sumOf(result.timeSpentMs)).toBe(begin === null ? 0 : Math.max(0, end - begin));
        if (result.finalResolutionMs) expect(result.finalResolutionMs.calendar).toBe(sumOf(result.timeSpentMs));
      }),
      { numRuns: 400 },
    );
  });

  it('lies in stints one after the other, whose causes sum to it exactly', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { exclusion, openedAt, entersAt, finalSolvedAt, timeSpentMs, stints } = run(scenarioOf(seed));
        if (exclusion === 'impossible') return;
        const sums = CAUSE_NAMES.map((_, cause) =>
          stints.reduce(
            (sum, { fromAt, causesMs }) => sum + (entersAt !== null && fromAt >= entersAt ? (causesMs[cause] ?? 0) : 0),
            0,
          ),
        );
        const bounds = stints.map(({ fromAt }) => fromAt);
        const facts = stints.map(({ fromAt, toAt, causesMs, ...rest }) => JSON.stringify(rest));

        expect(sums).toEqual(CAUSE_NAMES.map((cause) => timeSpentMs[cause]));
        expect(stints.map(({ toAt }) => toAt).slice(0, -1)).toEqual(bounds.slice(1));
        if (bounds.length > 0) expect(bounds[0]).toBe(openedAt);
        if (finalSolvedAt !== null && finalSolvedAt > openedAt) expect(stints.at(-1)?.toAt).toBe(finalSolvedAt);
        // Where nothing changes, no stint begins, but where the ticket enters the times.
        expect(facts.every((fact, index) => fact !== facts[index - 1] || bounds[index] === entersAt)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('has its first and final solution among all of them, in order, each with the clocks it had', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { firstSolvedAt, finalSolvedAt, firstResolutionMs, finalResolutionMs, solutions } = run(scenarioOf(seed));
        const ats = solutions.map(({ at }) => at);

        expect(ats).toEqual(ats.toSorted((a, b) => a - b));
        expect(solutions[0]?.at ?? null).toBe(firstSolvedAt);
        expect(solutions[0]?.clocks ?? null).toEqual(firstResolutionMs);
        if (finalSolvedAt !== null) {
          expect(solutions.at(-1)).toMatchObject({ at: finalSolvedAt, reopenedAt: null, clocks: finalResolutionMs });
        }
        for (const { at, knownAt, reopenedAt } of solutions) {
          expect(knownAt).toBeGreaterThanOrEqual(at);
          if (reopenedAt !== null) expect(reopenedAt).toBeGreaterThanOrEqual(knownAt);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps business and net within calendar, and loses nothing to net but what is excluded', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const scenario = scenarioOf(seed);
        const result = run(scenario);
        const parts = [...result.turns, ...result.solutions].map(({ clocks }) => clocks);

        for (const clocks of [result.firstResolutionMs, result.finalResolutionMs, ...parts]) {
          if (!clocks) continue;
          expect(clocks.business).toBeLessThanOrEqual(clocks.net);
          expect(clocks.net).toBeLessThanOrEqual(clocks.calendar);
        }
        const all = run(scenario, scenario.history.events, CAUSE_NAMES);
        if (all.finalResolutionMs) expect(all.finalResolutionMs.net).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order in which events arrive, nor on their being read twice', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const scenario = scenarioOf(seed);
        const { events } = scenario.history;
        const random = seeded(seed);
        const twice = [...events, ...events.map((event) => ({ ...event }))]
          .map((event) => ({ event, key: random.next() }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);

        expect(run(scenario, twice)).toEqual(run(scenario));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same again, whatever else was measured in between', () => {
    fc.assert(
      fc.property(seeds, fc.array(seeds, { maxLength: 3 }), (seed, others) => {
        const scenario = scenarioOf(seed);
        const { definitions, agents, teams, customer, history, now } = scenario;
        const measure = createMeasurer({ definitions, people: { agents, teams, customer: () => customer }, now });
        const first = measure(history);
        for (const other of others) measure(scenarioOf(other).history);

        expect(measure(history)).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });

  it('adds up where a life is cut in two', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 6 * DAY }), (seed, after) => {
        const scenario = scenarioOf(seed);
        // A note changes nothing, yet ends what is open: up to it, and from it on.
        const { statedSolvedAt: _, ...ticket } = scenario.history.ticket;
        const open = { ...scenario, history: { ...scenario.history, ticket: { ...ticket, status: 'open' as const } } };
        const events = scenario.history.events.filter(
          (event) => event.kind !== 'status' || (event.to !== 'solved' && event.to !== 'closed'),
        );
        const last = Math.max(ticket.openedAt, ...events.map((event) => event.at)) + after;
        const note = (at: number) => ({ source: 's', ticketId: '1', id: `n${at}`, at, seq: 9, kind: 'note' as const });
        const end = last + DAY;
        const whole = run({ ...open, now: end }, [...events, note(end)]).timeSpentMs;
        const cut = run({ ...open, now: end }, [...events, note(last), note(end)]).timeSpentMs;

        expect(cut).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});

const hours = fc.integer({ min: 0, max: 2 ** 31 }).map((seed) => {
  const random = seeded(seed);
  return [...randomScenario(random, SPRING, ZONES).schedules.keys()];
});

/** Time by cause of one holder over a span, for two sides. */
function spent(
  sides: ReturnType<typeof createSides>,
  team: SideId,
  customer: SideId,
  holder: Holder,
  from: number,
  to: number,
): number[] {
  const timeline = createTimeline();
  const accumulator = createAccumulator(sides, []);
  clearTimeline(timeline, 2);
  const desk = { side: team, agentId: null, teamId: null };
  addMark(timeline, from, holder, desk);
  const end = addMark(timeline, to, holder, desk);
  accumulator.run(timeline, customer, end, end);
  return CAUSE_NAMES.map((name) => accumulator.bucketsMs(0, end)[name]);
}

describe('the two sides of a ticket', () => {
  const sides = createSides();
  const side = (texts: readonly string[], zones: readonly string[]): SideId =>
    sides.sideOf(
      texts.map((text, i) => sides.calendar({ hours: text, timeZone: zones[i % zones.length]!, holidays: [] })),
    );
  const span = fc.tuple(fc.integer({ min: 0, max: 6 * DAY }), fc.integer({ min: 0, max: 9 * DAY }));
  const zones = fc.array(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 });

  it('mirror each other: with calendars and holder swapped the buckets are swapped', () => {
    fc.assert(
      fc.property(hours, hours, zones, zones, span, (ours, theirs, here, there, [after, lasts]) => {
        const [team, customer] = [side(ours, here), side(theirs, there)];
        const [from, to] = [SPRING + after, SPRING + after + lasts];
        const direct = spent(sides, team, customer, 'team', from, to);
        const swapped = spent(sides, customer, team, 'customer', from, to);

        expect(swapped.slice(3, 6)).toEqual(direct.slice(0, 3));
      }),
      { numRuns: 200 },
    );
  });

  it('never wait for time zones within one zone, whatever their hours', () => {
    fc.assert(
      fc.property(hours, hours, fc.constantFrom(...ZONES), span, (ours, theirs, zone, [after, lasts]) => {
        const [team, customer] = [side(ours, [zone]), side(theirs, [zone])];
        const [from, to] = [SPRING + after, SPRING + after + lasts];

        expect(spent(sides, team, customer, 'team', from, to)[1]).toBe(0);
        expect(spent(sides, team, customer, 'customer', from, to)[4]).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('never wait for a desk that is open day and night', () => {
    fc.assert(
      fc.property(hours, zones, fc.constantFrom(...ZONES), span, (theirs, there, zone, [after, lasts]) => {
        const from = SPRING + after;
        const result = spent(sides, side(['24/7'], [zone]), side(theirs, there), 'team', from, from + lasts);

        expect(result.slice(0, 3)).toEqual([lasts, 0, 0]);
      }),
      { numRuns: 100 },
    );
  });

  it('never wait for time zones when they share a calendar', () => {
    fc.assert(
      fc.property(hours, zones, (texts, here) => {
        const both = side(texts, here);
        const presence = sides.presenceAt(both, both, SPRING);

        expect(durationWithin(presence.teamZoneWait, SPRING, SPRING + 30 * DAY)).toBe(0);
        expect(durationWithin(presence.customerZoneWait, SPRING, SPRING + 30 * DAY)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
