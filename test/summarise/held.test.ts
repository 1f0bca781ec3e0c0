import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMeasurer } from '../../src/measure/measure.ts';
import { CAUSE_NAMES, CLOCK_NAMES } from '../../src/model/catalogue.ts';
import type { MeasuredTicket } from '../../src/model/measurement.ts';
import { type HeldBy, heldOf, stintsUntil, timeHeld } from '../../src/summarise/held.ts';
import { answers, asks, assigned, at, becomes, type Happening, HOUR, measured } from '../measure/desk.ts';
import { randomScenario, seeded } from '../measure/random-history.ts';

const opened = at('2026-01-12T09:00:00Z');
const t = (hours: number): number => opened + hours * HOUR;
const team = (hours: number, teamId: string | null): Happening => ({ at: t(hours), kind: 'assignment', teamId });
const EXCLUDES = ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'] as const;

const inHours = (tickets: readonly MeasuredTicket[], by: HeldBy) =>
  timeHeld(tickets, by, EXCLUDES).map((held) => [
    held.by,
    held.tickets,
    ...CLOCK_NAMES.map((clock) => held.clocks[clock] / HOUR),
  ]);

describe('time by who held it', () => {
  it('is L1’s for 30 hours and L2’s for two, though L2 solved it (file-40 of the cases)', () => {
    const story = [team(0, 'L1'), team(30, 'L2'), answers(t(31.5), 'bo'), becomes(t(32), 'solved')];
    const tickets = Array.from({ length: 6 }, () => measured({ teamId: 'L2' }, story));

    expect(inHours(tickets, 'team')).toEqual([
      ['desk/L1', 6, 180, 180, 180],
      ['desk/L2', 6, 12, 12, 12],
    ]);
  });

  it('is of each agent all their stints together, of nobody the time in between, and counts a ticket once', () => {
    const story = [
      assigned(t(1), 'ana'),
      assigned(t(3), null),
      assigned(t(4), 'ana'),
      becomes(t(5), 'solved'),
      becomes(t(8), 'open'),
      becomes(t(9), 'solved'),
    ];

    // The solved gap of three hours is in no net figure.
    expect(inHours([measured({}, story)], 'agent')).toEqual([
      [null, 1, 2, 2, 2],
      ['desk/ana', 1, 7, 4, 4],
    ]);
  });

  it('begins where an outbound ticket enters the times, and nowhere without a customer’s message', () => {
    const story = [assigned(t(0), 'ana'), becomes(t(1), 'waiting_third_party'), asks(t(2)), becomes(t(5), 'solved')];

    expect(inHours([measured({ openedBy: 'agent' }, story)], 'agent')).toEqual([['desk/ana', 1, 3, 3, 0]]);
    expect(heldOf(measured({ openedBy: 'agent' }, [assigned(t(3), 'ana')]), 'agent', EXCLUDES)).toEqual([]);
  });

  it('sums to the time of the whole tickets, under every cause and clock', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.constantFrom<HeldBy>('team', 'agent'), (seed, by) => {
        const { definitions, agents, teams, customer, history, now } = randomScenario(seeded(seed), opened, ['UTC']);
        const people = { agents, teams, customer: () => customer };
        const ticket = createMeasurer({ definitions, people, now })(history);
        const held = timeHeld([ticket, ticket], by, definitions.netExcludes);

        for (const cause of CAUSE_NAMES) {
          expect(held.reduce((sum, { causesMs }) => sum + causesMs[cause], 0)).toBe(2 * ticket.timeSpentMs[cause]);
        }
        if (ticket.finalResolutionMs === null) return;
        for (const clock of CLOCK_NAMES) {
          const whole = 2 * ticket.finalResolutionMs[clock];
          expect(held.reduce((sum, { clocks }) => sum + clocks[clock], 0)).toBe(whole);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the stints up to a solution', () => {
  it('end with it, also where the ticket was solved again in one save with its reopening', () => {
    const { stints, solutions } = measured({ openedAt: 0 }, [
      asks(0),
      becomes(2 * HOUR, 'solved'),
      becomes(5 * HOUR, 'open'),
      asks(5 * HOUR),
      becomes(5 * HOUR, 'solved'),
      becomes(9 * HOUR, 'open'),
    ]);
    const told = stintsUntil(stints, 5 * HOUR);

    expect(solutions.map(({ at }) => at / HOUR)).toEqual([2, 5]);
    expect(told.map(({ fromAt, toAt, holder }) => [fromAt / HOUR, toAt! / HOUR, holder])).toEqual([
      [0, 2, 'team'],
      [2, 5, 'nobody'],
    ]);
    expect(told.flatMap(({ causesMs }) => causesMs).reduce((sum, ms) => sum + ms, 0)).toBe(5 * HOUR);
  });
});
