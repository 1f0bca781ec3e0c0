import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSides } from '../../src/clock/sides.ts';
import { createAges } from '../../src/measure/ages.ts';
import { createMeasurer } from '../../src/measure/measure.ts';
import { type Cause, CLOCK_NAMES, type Clock } from '../../src/model/catalogue.ts';
import { type StoryFigure, TicketStory } from '../../src/report/schema-story.ts';
import { tellStory } from '../../src/report/ticket-story.ts';
import { answers, asks, assigned, at, becomes, definitions, events, ticket } from '../measure/desk.ts';
import { randomScenario, type Scenario, seeded } from '../measure/random-history.ts';

const ZONE_WAITS: readonly Cause[] = ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'];
const ZONES = ['America/New_York', 'Europe/London', 'Asia/Kathmandu', 'Pacific/Chatham'];

function storyOf({ definitions: given, agents, teams, customer, history, now }: Scenario): TicketStory {
  const sides = createSides();
  const kept = { ...given, netExcludes: ZONE_WAITS };
  const people = { agents, teams, customer: () => customer };
  const measured = createMeasurer({ definitions: kept, people, now, sides })(history);
  return tellStory({
    history,
    measured,
    sides,
    ages: createAges(ZONE_WAITS)(measured),
    netExcludes: ZONE_WAITS,
    now,
    timeZone: 'UTC',
    personOf: (_source, id) => id,
    teamOf: (_source, id) => id,
  });
}

const total = (causes: StoryFigure['causes'], clock: Clock): number =>
  Math.round(causes.reduce((sum, { clockSeconds }) => sum + clockSeconds[clock] * 1000, 0));

describe("one ticket's story", () => {
  it('is told in spans that follow each other without a gap, and its figures add up from them to the ms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const story = storyOf(randomScenario(seeded(seed), Date.UTC(2026, 2, 25), ZONES));
        if (story.exclusion === 'impossible') return;
        const spans = story.stints.flatMap((stint) => stint.spans);

        expect(spans.slice(1).map(({ from }) => from)).toEqual(spans.slice(0, -1).map(({ to }) => to));
        const end = spans.at(-1)?.to ?? '';
        for (const { clockSeconds, causes, to } of story.figures) {
          if (clockSeconds === null) continue;
          for (const clock of CLOCK_NAMES) expect(total(causes, clock)).toBe(Math.round(clockSeconds[clock] * 1000));
          // Only what came after the ticket's solution is not told by cause.
          if (to !== null && to <= end) expect(causes.filter(({ cause }) => cause === null)).toEqual([]);
        }
        if (story.ageSeconds !== null) {
          const last = story.stints.at(-1)!.spans.at(-1)?.to ?? story.stints.at(-1)!.from;
          expect(Date.parse(last) - Date.parse(story.stints[0]!.from)).toBe(
            Math.round(story.ageSeconds.calendar * 1000),
          );
        }
        TicketStory.parse(story);
      }),
      { numRuns: 150, examples: [[740567576]] },
    );
  });

  // The desk in New York and the customer in London, both 9 to 17: the example of what a time-zone wait is.
  it('gives each cause with the instants at which it began and ended', () => {
    const opened = at('2026-01-12T09:00:00Z');
    const story = storyOf({
      definitions: definitions({ teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'America/New_York' }),
      agents: [],
      teams: [],
      customer: {
        source: 'desk',
        id: 'carl',
        timeZone: 'Europe/London',
        timeZoneOrigin: 'profile',
        hours: 'Mon-Fri 09:00-17:00',
        holidays: [],
      },
      history: {
        ticket: ticket({ openedAt: opened, status: 'solved', originalStatus: 'Solved' }),
        events: events(
          asks(opened),
          assigned(opened, 'ana'),
          answers(at('2026-01-12T21:00:00Z')),
          becomes(at('2026-01-12T21:00:00Z'), 'waiting_customer'),
          becomes(at('2026-01-13T10:00:00Z'), 'solved'),
        ),
        revision: 1,
      },
      now: at('2026-01-20T00:00:00Z'),
    } as unknown as Scenario);

    expect(
      story.stints.flatMap(({ spans }) =>
        spans.map(({ cause, from, to }) => `${from.slice(8, 16)} ${to.slice(8, 16)} ${cause}`),
      ),
    ).toEqual([
      '12T09:00 12T14:00 team_time_zone_wait',
      '12T14:00 12T21:00 team_working',
      '12T21:00 12T22:00 customer_time_zone_wait',
      '12T22:00 13T09:00 customer_off_hours',
      '13T09:00 13T10:00 customer_wait',
    ]);
    expect(story.figures.map(({ measure, clockSeconds }) => [measure, clockSeconds?.net])).toEqual([
      ['firstResponse', 7 * 3600],
      ['firstResolution', 19 * 3600],
      ['finalResolution', 19 * 3600],
    ]);
    expect(story.events.map(({ kind, person }) => `${kind} ${person ?? '-'}`)).toEqual([
      'opened -',
      'message -',
      'assignment -',
      'message ana',
      'status -',
      'status -',
    ]);
  });

  it.each([
    ['an open one that was deleted', { deletedAt: at('2026-01-14T09:00:00Z') }, [], ['firstResponse none']],
    [
      'what closed it as it was merged is no solution',
      { status: 'closed' },
      [{ at: at('2026-01-14T09:00:00Z'), kind: 'merged', into: '2' }, becomes(at('2026-01-14T09:00:00Z'), 'closed')],
      ['firstResponse none'],
    ],
    [
      'what was answered and solved before counts',
      { deletedAt: at('2026-01-20T09:00:00Z'), status: 'closed' },
      [answers(at('2026-01-13T09:00:00Z')), becomes(at('2026-01-14T09:00:00Z'), 'solved')],
      ['firstResponse counts', 'firstResolution counts', 'finalResolution counts'],
    ],
  ] as const)('of a ticket that is left out: %s', (_what, facts, happenings, figures) => {
    const story = storyOf({
      definitions: definitions(),
      ...{ agents: [], teams: [], customer: undefined, now: at('2026-02-01T00:00:00Z') },
      history: { ticket: ticket(facts), events: events(...happenings), revision: 1 },
    } as unknown as Scenario);

    expect(story.ageSeconds).toBeNull();
    expect(story.stints.every(({ to }) => to !== null && to <= story.excludedAt!)).toBe(true);
    expect(
      story.figures.map(({ measure, counts, goesOn }) => `${measure} ${counts ? 'counts' : goesOn ? 'waits' : 'none'}`),
    ).toEqual(figures);
  });

  it('says that a wait for an answer goes on, and how old the ticket is', () => {
    const opened = at('2026-01-12T09:00:00Z');
    const story = storyOf({
      definitions: definitions(),
      agents: [],
      teams: [],
      customer: undefined,
      history: { ticket: ticket({ openedAt: opened }), events: events(asks(opened)), revision: 1 },
      now: at('2026-01-13T09:00:00Z'),
    } as unknown as Scenario);

    expect(story.figures).toHaveLength(1);
    expect(story.figures[0]).toMatchObject({
      ...{ measure: 'firstResponse', to: null, clockSeconds: null, counts: false, goesOn: true },
    });
    expect(story.ageSeconds?.calendar).toBe(86_400);
    expect(story.notes).toContain('The customer’s time zone is not known: no hours are taken out for time zones.');
  });
});
