import { describe, expect, it } from 'vitest';
import { createMeasurer } from '../../src/measure/measure.ts';
import { createOpenStandings } from '../../src/measure/open-age.ts';
import { answers, asks, assigned, at, becomes, DAY, definitions, HOUR, LATER, measured } from './desk.ts';
import { historyAsOf } from './history-as-of.ts';
import { randomScenario, seeded } from './random-history.ts';

const opened = at('2026-01-12T09:00:00Z');
const ZONES = ['America/New_York', 'Asia/Kolkata', 'Europe/Berlin'];

describe('the age of an open ticket', () => {
  const standingAt = createOpenStandings(definitions());

  it('is told for later instants by another process, from what was stored', () => {
    const desk = {
      definitions: { teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'America/New_York' },
      customerZone: 'Europe/London',
    };
    const stored = JSON.parse(JSON.stringify(measured({}, [answers(at('2026-01-12T15:00:00Z'))], desk)));

    const standing = standingAt(stored, at('2026-01-13T15:00:00Z'));

    expect(standing?.clocks).toEqual({ calendar: 30 * HOUR, net: 20 * HOUR, business: 9 * HOUR });
    expect(standing?.bucketsMs.team_time_zone_wait).toBe(10 * HOUR);
  });

  it('is nothing for a solved ticket, before its opening, and where nobody told when it was solved', () => {
    const ticket = measured({}, [becomes(opened + HOUR, 'solved')]);

    expect(standingAt(ticket, LATER)).toBeUndefined();
    expect(standingAt(ticket, opened + HOUR / 2)?.clocks.calendar).toBe(HOUR / 2);
    expect(standingAt(ticket, opened)).toBeUndefined();
    expect(standingAt(measured({ status: 'solved' }, [answers(opened + HOUR)]), opened + 2)).toBeUndefined();
  });

  it('runs until a timer closes the ticket, though its solution is then dated back', () => {
    const story = [
      assigned(opened, 'ana', 'support'),
      becomes(opened + HOUR, 'waiting_customer'),
      becomes(opened + 5 * HOUR, 'solved', 'bot'),
      asks(opened + 9 * HOUR),
      becomes(opened + 9 * HOUR, 'open'),
    ];
    const standings = [3, 5, 6, 10].map((hours) => standingAt(measured({}, story), opened + hours * HOUR));

    expect(standings.map((standing) => standing && [standing.holder, standing.clocks.calendar / HOUR])).toEqual([
      ['customer', 3],
      ['customer', 5],
      undefined,
      ['team', 10],
    ]);
    expect(standings[0]).toMatchObject({ agentId: 'ana', teamId: 'support' });
  });

  it('takes the tier of the work done by then', () => {
    const story = [1, 2, 3, 4, 5, 6, 7].map((hour) => answers(opened + hour * HOUR));
    const tiers = (desk: Parameters<typeof measured>[2], facts = {}) =>
      [2, 3, 4, 8].map((hours) => standingAt(measured(facts, story, desk), opened + hours * HOUR)?.tier);

    expect(tiers({})).toEqual(['simple', 'simple', 'moderate', 'complex']);
    expect(
      tiers(
        { definitions: { tierRule: { cuts: [2, 6], name: 'f', field: 'level' } } },
        {
          fields: { level: 'simple' },
        },
      ),
    ).toEqual(['simple', 'simple', 'simple', 'simple']);
  });

  it('equals the measurement of what had happened until that instant, for 700 random tickets', () => {
    const random = seeded(11);
    let [open, solved] = [0, 0];
    for (let i = 0; i < 700; i++) {
      const scenario = randomScenario(random, Date.UTC(2026, 2, 6), ZONES);
      const { agents, teams, customer } = scenario;
      const { statedFirstSolvedAt: _, ...ticket } = scenario.history.ticket;
      const status = random.chance(0.7) ? 'open' : ticket.status;
      const history = { ...scenario.history, ticket: { ...ticket, status } };
      const run = createMeasurer({
        definitions: scenario.definitions,
        people: { agents, teams, customer: () => customer },
        now: LATER,
      });
      const whole = run(history);
      const when = history.ticket.openedAt + 1 + random.int(random.chance(0.3) ? 40 * DAY : 6 * DAY);
      const then = historyAsOf(history, when)!;
      const late = { source: 's', ticketId: '1', id: 'late', at: when, seq: 0, kind: 'note' as const };
      const expected = run({ ...then, events: [...then.events, late] });
      const solvedSometime = whole.finalSolvedAt === null && whole.stints.at(-1)?.toAt !== null;
      if (whole.exclusion !== null || expected.exclusion !== null || solvedSometime) continue;

      const standing = createOpenStandings(scenario.definitions)(whole, when);

      const last = expected.stints.at(-1);
      if (last?.toAt !== null) {
        expect(standing).toBeUndefined();
        solved++;
      } else {
        const { holder, agentId, teamId } = last;
        expect(standing?.holder).toBe(holder);
        // Who had it while a timer ran that dated its solution back is not kept.
        if (whole.finalSolvedAt !== null && whole.finalSolvedAt < when) continue;
        expect(standing).toMatchObject({ agentId, teamId, bucketsMs: expected.timeSpentMs });
        expect(standing!.tier).toBe(run(then).tier);
        open++;
      }
    }
    expect(open).toBeGreaterThan(200);
    expect(solved).toBeGreaterThan(30);
  });
});
