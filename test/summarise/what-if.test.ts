import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPresence } from '../../src/clock/presence.ts';
import { createSides } from '../../src/clock/sides.ts';
import { createMeasurer } from '../../src/measure/measure.ts';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import { CAUSES_N, createJointCauses } from '../../src/summarise/joint-causes.ts';
import { type OtherHours, withOtherHours } from '../../src/summarise/other-hours.ts';
import { createReplay } from '../../src/summarise/replayed-hours.ts';
import { addTicketTo, sumsOf } from '../../src/summarise/what-if.ts';
import { at, becomes, type Desk, definitions, type Happening, measured } from '../measure/desk.ts';
import { randomScenario, type Scenario, seeded } from '../measure/random-history.ts';

const ZONES = ['America/New_York', 'Europe/London', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/Santiago'];
const SPRING = Date.UTC(2026, 2, 25);

function measureWith(
  scenario: Scenario,
  { definitions: own, agents, teams }: Pick<Scenario, 'definitions' | 'agents' | 'teams'>,
) {
  const { customer, history, now } = scenario;
  return createMeasurer({ definitions: own, people: { agents, teams, customer: () => customer }, now })(history);
}

/** From cause to cause, ms, for the one ticket of a scenario. */
function matrixOf(scenario: Scenario, change: OtherHours) {
  const other = withOtherHours(scenario, change);
  const sides = createSides();
  const presence = createPresence(
    other.definitions,
    { agents: other.agents, teams: other.teams, customer: () => scenario.customer },
    sides,
    () => {},
  );
  const matrix = new Float64Array(CAUSES_N * CAUSES_N);
  const measured = measureWith(scenario, scenario);
  addTicketTo(
    matrix,
    measured,
    sides,
    (source, agentId, teamId) => presence(source).teamSide(agentId, teamId),
    createJointCauses(sides),
  );
  return { matrix, measured, again: measureWith(scenario, other) };
}

const anyChange: fc.Arbitrary<OtherHours> = fc.record({
  teams: fc.constantFrom<OtherHours['teams']>('all', new Set(['desk/t1', 'desk/t2']), new Set(['desk/t1'])),
  kind: fc.constantFrom<OtherHours['kind']>('add', 'replace'),
  hours: fc.constantFrom(
    'Mon-Fri 05:00-09:00',
    'Sat,Sun 10:00-14:00',
    'Mon-Sun 22:00-06:00',
    '24/7',
    'Wed 00:00-24:00',
  ),
});

describe('the same histories under other hours of the desk', () => {
  it('has rows that are what was measured, and columns that are what measuring under the other hours gives', () => {
    let moved = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), anyChange, (seed, change) => {
        const scenario = randomScenario(seeded(seed), SPRING, ZONES.slice(seed % 2, (seed % 2) + 4));
        const teams =
          change.teams === 'all'
            ? 'all'
            : new Set(scenario.teams.slice(0, change.teams.size).map(({ source, id }) => `${source}/${id}`));
        const { matrix, measured, again } = matrixOf(scenario, { ...change, teams });
        if (measured.finalSolvedAt === null || measured.exclusion === 'impossible') return;

        expect(sumsOf(matrix, 'rows')).toEqual(CAUSE_NAMES.map((cause) => measured.timeSpentMs[cause]));
        expect(sumsOf(matrix, 'columns')).toEqual(CAUSE_NAMES.map((cause) => again.timeSpentMs[cause]));
        if (CAUSE_NAMES.some((cause) => measured.timeSpentMs[cause] !== again.timeSpentMs[cause])) moved++;
      }),
      { numRuns: 1500, seed: 7 },
    );
    expect(moved).toBeGreaterThan(50);
  });
});

describe('a ticket played forward under other hours', () => {
  // Our desk keeps Mon-Fri 9 to 17 in UTC. Opened on Monday 15:00, answered on Tuesday 10:00: three hours of work.
  const desk = { definitions: { teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'UTC' } };
  const monday = at('2026-11-09T15:00:00Z');
  const replayed = (happenings: readonly Happening[], added: string, own: Desk = desk) => {
    const one = measured({ openedAt: monday }, happenings, own);
    const sides = createSides();
    const changed = withOtherHours(
      { definitions: definitions(own.definitions), agents: [], teams: [] },
      { teams: 'all', kind: 'add', hours: added },
    );
    const people = { agents: [], teams: [], customer: () => undefined };
    const presence = createPresence(changed.definitions, people, sides, () => {});
    const stints = createReplay(sides, (source, agentId, teamId) => presence(source).teamSide(agentId, teamId))(one);
    return stints?.map(({ from, to }) => [
      new Date(from).toISOString().slice(5, 16),
      new Date(to).toISOString().slice(5, 16),
    ]);
  };
  const solvedAt = (iso: string): Happening => becomes(at(iso), 'solved');

  it.each([
    [
      'three hours of work, where the evening is open too',
      '2026-11-10T10:00:00Z',
      'Mon-Fri 17:00-21:00',
      '11-09T18:00',
    ],
    ['where another day is open', '2026-11-10T10:00:00Z', 'Sat 09:00-17:00', '11-10T10:00'],
    [
      'done at night, two hours after closing: as long after the work as it was',
      '2026-11-09T19:00:00Z',
      'Mon-Fri 17:00-18:00',
      '11-09T19:00',
    ],
    ['at weekends', '2026-11-16T10:00:00Z', 'Sat,Sun 09:00-17:00', '11-14T10:00'],
  ])('is solved: %s', (_, solved, added, expected) => {
    expect(replayed([solvedAt(solved)], added)).toEqual([['11-09T15:00', expected]]);
  });

  it('moves on what follows: a customer who needs an hour, and our answer to that', () => {
    // With us until Tuesday 10:00 (3 h), with the customer to 11:00 (1 h, hours of the desk), with us to 12:00 (1 h).
    const happenings = [
      becomes(at('2026-11-10T10:00:00Z'), 'waiting_customer'),
      becomes(at('2026-11-10T11:00:00Z'), 'open', 'customer'),
      solvedAt('2026-11-10T12:00:00Z'),
    ];

    expect(replayed(happenings, 'Mon-Fri 17:00-21:00')).toEqual([
      ['11-09T15:00', '11-09T18:00'],
      // The customer's hours stay: at 18:00 they are away until Tuesday 9:00.
      ['11-09T18:00', '11-10T10:00'],
      ['11-10T10:00', '11-10T11:00'],
    ]);
  });
});
