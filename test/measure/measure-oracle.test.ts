import { describe, expect, it } from 'vitest';
import { createMeasurer } from '../../src/measure/measure.ts';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import { responsesOf } from '../../src/model/measurement.ts';
import { expectedOf, WallClocks } from './oracle.ts';
import { randomScenario, type Scenario, seeded } from './random-history.ts';

/** Places and dates where wall clocks do something: the zone's clock changes within days of the date. */
const CLOCK_CHANGES: readonly (readonly [zone: string, date: string])[] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2025-11-02'],
  ['America/Santiago', '2025-09-07'],
  ['America/Santiago', '2026-04-05'],
  ['Africa/Cairo', '2025-04-25'],
  ['Africa/Cairo', '2025-10-31'],
  ['Asia/Beirut', '2025-03-30'],
  ['Asia/Beirut', '2025-10-26'],
  ['America/Havana', '2025-03-09'],
  ['America/Havana', '2025-11-02'],
  ['Australia/Lord_Howe', '2025-10-05'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Pacific/Chatham', '2025-09-28'],
  ['Pacific/Chatham', '2026-04-05'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Apia', '2012-04-01'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Asia/Tehran', '2022-03-22'],
  ['Asia/Tehran', '2022-09-22'],
  ['America/St_Johns', '2011-03-13'],
  ['America/St_Johns', '2010-11-07'],
  ['America/Caracas', '2007-12-09'],
  ['Asia/Pyongyang', '2018-05-05'],
  ['Antarctica/Troll', '2026-03-29'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Asia/Gaza', '2023-04-29'],
  ['Australia/Adelaide', '2026-04-05'],
];

const ANYWHERE = [
  'UTC',
  'Europe/London',
  'Europe/Moscow',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Eucla',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Pacific/Marquesas',
  'America/Los_Angeles',
  'America/Asuncion',
  'Africa/Johannesburg',
];

const EACH = 70;
const DAY_MS = 86_400_000;
const minutes = new WallClocks();

function measured(scenario: Scenario) {
  const { definitions, agents, teams, customer, history, now } = scenario;
  const problems: string[] = [];
  const measure = createMeasurer({
    definitions,
    people: { agents, teams, customer: () => customer },
    now,
    onProblem: (problem) => problems.push(problem),
  });
  return { ...measure(history), problems };
}

describe('a walk through every minute of 2,100 random tickets finds the same figures, to the millisecond', () => {
  it.each(CLOCK_CHANGES.map(([zone, date], index) => [zone, date, index] as const))(
    '%s around %s',
    (zone, date, index) => {
      const random = seeded(1_000 + index);
      const zones = [zone, zone, random.pick(ANYWHERE), random.pick(ANYWHERE), random.pick(ANYWHERE)];
      const from = Date.parse(`${date}T00:00:00Z`) - 3 * DAY_MS;
      let compared = 0;
      for (let i = 0; i < EACH; i++) {
        const scenario = randomScenario(random, from, zones);
        const ticket = measured(scenario);
        if (ticket.exclusion === 'impossible') continue;

        const expected = expectedOf(scenario, minutes);

        const spent = Object.fromEntries(CAUSE_NAMES.map((name) => [name, expected.timeSpentMs[name] ?? 0]));
        const responses = responsesOf(ticket).map(({ askedAt, agentId, clocks }) => ({ askedAt, agentId, clocks }));
        expect({
          zones,
          i,
          problems: ticket.problems,
          firstSolvedAt: ticket.firstSolvedAt,
          finalSolvedAt: ticket.finalSolvedAt,
          reopens: ticket.reopens,
          timeSpentMs: ticket.timeSpentMs,
          firstResolutionMs: ticket.firstResolutionMs,
          finalResolutionMs: ticket.finalResolutionMs,
          responses,
          tierScore: ticket.tierScore,
        }).toEqual({ ...expected, zones, i, problems: [], timeSpentMs: spent });
        compared++;
      }
      expect(compared).toBeGreaterThan(EACH * 0.95);
    },
  );
});
