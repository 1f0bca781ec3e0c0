import { describe, expect, it } from 'vitest';
import { createOpenStandings } from '../../src/measure/open-age.ts';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import { responsesOf } from '../../src/model/measurement.ts';
import {
  agent,
  answers,
  asks,
  assigned,
  at,
  becomes,
  DAY,
  type Desk,
  definitions,
  events,
  type Happening,
  HOUR,
  MINUTE,
  measure,
  measured,
  SECOND,
  ticket,
} from './desk.ts';

// Faults that other systems are known for: each of these tests fails with their rule.

const opened = at('2026-01-12T09:00:00Z');
const t = (minutes: number): number => opened + minutes * MINUTE;

describe('Zendesk ticket 941606 of the decision log of dbt_zendesk: its desk changes before the first reply', () => {
  const created = at('2020-09-29T17:01:38Z');
  const replied = at('2020-09-30T19:01:46Z');
  const desk: Desk = {
    agents: [
      agent('level 1', { timeZone: 'America/Chicago', calendar: { hours: 'Mon-Sun 07:00-21:00', holidays: [] } }),
      agent('level 2', { timeZone: 'America/Los_Angeles', calendar: { hours: 'Mon-Fri 08:00-17:30', holidays: [] } }),
    ],
  };
  const businessMinutes = (...assignments: Happening[]): number => {
    const result = measured({ openedAt: created }, [...assignments, answers(replied)], desk);
    return result.firstResponseMs!.business / MINUTE;
  };

  it('is 960.1333 business minutes, each part under the hours of its desk', () => {
    const changes = [assigned(created, 'level 1'), assigned(at('2020-09-30T19:01:25Z'), 'level 2')];

    expect(businessMinutes(...changes)).toBeCloseTo(960 + 8 / 60, 9);
  });

  it('is 690.1333 under the last desk’s hours alone, as Zendesk counts', () => {
    expect(businessMinutes(assigned(created, 'level 2'))).toBeCloseTo(690 + 8 / 60, 9);
  });

  it('is the same where the desk’s own hours change on a date in the middle', () => {
    // Level 1 until midnight in Chicago, then hours that are open for 21 seconds' worth of the next evening only.
    const text = 'Mon-Sun 07:00-21:00 | from 2020-09-30: Wed 14:00-14:02';
    const result = measured({ openedAt: created }, [answers(replied)], {
      definitions: { teamHours: text, teamTimeZone: 'America/Chicago' },
    });

    expect(result.firstResponseMs!.business).toBe(8 * HOUR + 58 * MINUTE + 22 * SECOND + MINUTE + 46 * SECOND);
  });
});

describe('parts and whole', () => {
  it('never let working time exceed the whole, also where hours change (dbt_zendesk counted a weekend twice)', () => {
    const teamHours =
      'Mon-Fri 09:00-17:00 | from 2026-01-17: Sat-Sun 09:00-17:00 | from 2026-01-19: Mon-Fri 08:00-20:00';
    const result = measured({ openedAt: at('2026-01-16T09:00:00Z') }, [becomes(at('2026-01-19T21:00:00Z'), 'solved')], {
      definitions: { teamHours },
    });

    expect(result.finalResolutionMs).toEqual({ calendar: 84 * HOUR, net: 84 * HOUR, business: (8 + 16 + 12) * HOUR });
  });

  it('split a ticket as Zendesk’s own metrics do: the customer’s waits and ours are the whole', () => {
    const story = [
      becomes(t(10), 'waiting_customer'),
      becomes(t(30), 'open'),
      becomes(t(35), 'waiting_third_party'),
      becomes(t(60), 'open'),
      becomes(t(90), 'solved'),
    ];
    const { timeSpentMs: spent } = measured({}, story, { customerZone: 'UTC' });

    const agentWait = spent.customer_wait + spent.customer_time_zone_wait + spent.customer_off_hours;
    const requesterWait =
      spent.team_working + spent.team_time_zone_wait + spent.team_off_hours + spent.third_party_wait;
    expect([agentWait, requesterWait]).toEqual([20 * MINUTE, 70 * MINUTE]);
  });

  it('never go below zero where the hours of waiting are not those of working (Zendesk says so of its own)', () => {
    // Its desk works one hour; the customer waits all night within another schedule.
    const story = [becomes(t(30), 'waiting_customer'), becomes(t(14 * 60), 'solved')];
    const result = measured({}, story, { definitions: { teamHours: 'Mon 09:00-10:00' }, customerZone: 'Asia/Tokyo' });

    expect(CAUSE_NAMES.every((name) => result.timeSpentMs[name] >= 0)).toBe(true);
    expect(result.finalResolutionMs!.business).toBe(30 * MINUTE);
  });

  it('keep full resolution at or above the first, the difference of a reopened ticket being work and its gap', () => {
    const result = measured({}, [becomes(t(10), 'solved'), becomes(t(40), 'open'), becomes(t(55), 'solved')]);

    expect(result.firstResolutionMs!.calendar).toBe(10 * MINUTE);
    expect(result.finalResolutionMs!.calendar).toBe(55 * MINUTE);
    expect(result.finalResolutionMs!.net).toBe(25 * MINUTE);
    expect(result.timeSpentMs.solved_gap).toBe(30 * MINUTE);
  });
});

describe('reopenings', () => {
  it('count from the reopening on, not from the next solution (dbt_zendesk says 0)', () => {
    expect(measured({}, [becomes(t(10), 'solved'), becomes(t(40), 'open')]).reopens).toBe(1);
  });

  it('restart the customer’s wait (a reply time of Chatwoot was 985,492 seconds)', () => {
    const story = [
      answers(t(1)),
      becomes(t(2), 'solved'),
      asks(t(3)),
      asks(t(20_000)),
      becomes(t(20_000), 'open'),
      answers(t(20_004)),
    ];

    const [, later] = responsesOf(measured({}, story));

    expect(later?.clocks.calendar).toBe(4 * MINUTE);
  });

  it('do not measure later solutions from the creation with the gaps in (Chatwoot does)', () => {
    const story = [becomes(t(10), 'solved'), becomes(t(10 + 30 * 1440), 'open'), becomes(t(15 + 30 * 1440), 'solved')];

    expect(measured({}, story).finalResolutionMs!.net).toBe(15 * MINUTE);
  });
});

describe('who answers', () => {
  it('is found behind any number of bots (issue-metrics reads 20 comments)', () => {
    const flood = Array.from(
      { length: 25 },
      (_, i): Happening => ({ at: t(i), kind: 'message', by: 'bot', authorId: 'ci' }),
    );

    const [firstResponse] = responsesOf(measured({}, [...flood, answers(t(40))]));

    expect(firstResponse).toMatchObject({ agentId: 'ana', clocks: { calendar: 40 * MINUTE } });
  });

  it('is who replied, not who has the ticket now (dbt_zendesk credits the assignee)', () => {
    const story = [assigned(t(0), 'ana'), answers(t(5), 'ana'), assigned(t(6), 'bo')];

    expect(responsesOf(measured({}, story))[0]?.agentId).toBe('ana');
  });

  it('stays who it was when an agent leaves (dbt_zendesk takes the role of today)', () => {
    const story = [answers(t(5), 'ana')];

    const before = measured({}, story, { agents: [agent('ana')] });

    expect(measured({}, story, { agents: [agent('ana', { active: false })] })).toEqual(before);
    expect(measured({}, story, { agents: [] })).toEqual(before);
    expect(before.firstResponseMs?.calendar).toBe(5 * MINUTE);
  });

  it('is a human: the time before a bot handed over is apart (Chatwoot counts the bot’s resolution)', () => {
    const story: Happening[] = [
      { at: t(0), kind: 'handover', to: 'bot' },
      { at: t(0), kind: 'message', by: 'bot' },
      { at: t(30), kind: 'handover', to: 'team' },
      answers(t(40)),
      becomes(t(45), 'solved'),
    ];
    const result = measured({}, story, { definitions: { netExcludes: ['bot'] } });

    expect(result.timeSpentMs).toMatchObject({ bot: 30 * MINUTE, team_working: 15 * MINUTE });
    expect(result.firstResponseMs).toEqual({ calendar: 40 * MINUTE, net: 10 * MINUTE, business: 10 * MINUTE });
  });

  it('keeps the first response when more comments follow (issue-metrics overwrote it)', () => {
    const story = [answers(t(5)), answers(t(50)), asks(t(60)), answers(t(70))];

    expect(measured({}, story).firstResponseMs!.calendar).toBe(5 * MINUTE);
  });

  it('keeps the credit when the ticket is unassigned as it is solved (Chatwoot lost 99.6% of a month)', () => {
    const story = [assigned(t(0), 'ana'), answers(t(5), 'bo'), becomes(t(9), 'solved'), assigned(t(9), null)];

    expect(measured({}, story).agentId).toBe('ana');
  });
});

describe('zero is a value, missing is not zero', () => {
  it('counts an answer and a solution at the instant of the opening (issue-metrics drops them)', () => {
    const result = measured({}, [answers(opened), becomes(opened, 'solved')]);

    expect(result.firstResponseMs).toEqual({ calendar: 0, net: 0, business: 0 });
    expect(result.finalResolutionMs).toEqual({ calendar: 0, net: 0, business: 0 });
  });

  it('has no resolution for an open ticket, under any clock (dbt_zendesk writes 0 business minutes)', () => {
    const result = measured({}, [answers(t(5))]);

    expect([result.firstResolutionMs, result.finalResolutionMs]).toEqual([null, null]);
  });

  it('does not measure 0 business time where no hours are configured (Chatwoot does)', () => {
    expect(measured({}, [answers(t(5))]).firstResponseMs!.business).toBe(5 * MINUTE);
  });

  it('counts minutes, not started days (Frappe calls every ticket at least a day)', () => {
    expect(measured({}, [becomes(t(3), 'solved')]).finalResolutionMs!.business).toBe(3 * MINUTE);
  });
});

describe('pauses', () => {
  it('keep the pause that ends with the solution, in one save (Frappe forgets it)', () => {
    const result = measured({}, [becomes(t(10), 'waiting_third_party'), becomes(t(70), 'solved')], {
      definitions: { netExcludes: ['third_party_wait'] },
    });

    expect(result.timeSpentMs.third_party_wait).toBe(60 * MINUTE);
    expect(result.finalResolutionMs!.net).toBe(10 * MINUTE);
  });

  it('are counted once each, whatever the order in which they were saved', () => {
    const story = [
      becomes(t(10), 'waiting_third_party'),
      becomes(t(30), 'open'),
      becomes(t(40), 'waiting_third_party'),
      becomes(t(45), 'solved'),
    ];
    const facts = ticket();
    const list = events(...story);

    expect(measure({ ticket: facts, events: list.toReversed(), revision: 1 }).timeSpentMs.third_party_wait).toBe(
      25 * MINUTE,
    );
  });

  it('do not reach into closed hours of the desk (erpnext counted them)', () => {
    const story = [
      becomes(at('2026-01-12T16:00:00Z'), 'waiting_customer'),
      becomes(at('2026-01-13T10:00:00Z'), 'open'),
      becomes(at('2026-01-13T11:00:00Z'), 'solved'),
    ];

    const result = measured({}, story, { definitions: { teamHours: 'Mon-Fri 09:00-17:00' }, customerZone: 'UTC' });

    expect(result.finalResolutionMs!.business).toBe(8 * HOUR);
    expect(result.timeSpentMs.customer_off_hours).toBe(16 * HOUR);
  });
});

describe('long and unfinished tickets', () => {
  const office: Desk = { definitions: { teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'Europe/Berlin' } };

  it('are exact over 18 months and three clock changes (dbt_zendesk stops after 52 weeks)', () => {
    const from = at('2025-01-06T08:00:00Z');
    const weeks = 78;

    const result = measured({ openedAt: from }, [becomes(from + weeks * 7 * DAY, 'solved')], office);

    // July lies in summer time: the last Monday begins an hour into the working day.
    expect(new Date(from + weeks * 7 * DAY).toISOString()).toBe('2026-07-06T08:00:00.000Z');
    expect(result.finalResolutionMs!.business).toBe(weeks * 40 * HOUR + HOUR);
    expect(result.finalResolutionMs!.calendar).toBe(weeks * 7 * DAY);
  });

  it('keep the wall clock in the very week of a change in its middle (dbt_zendesk snaps to Sunday)', () => {
    // Cairo, Friday 2025-04-25: from UTC+2 to UTC+3 at midnight.
    const cairo: Desk = { definitions: { teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'Africa/Cairo' } };
    const business = (from: string, to: string): number =>
      measured({ openedAt: at(from) }, [becomes(at(to), 'solved')], cairo).finalResolutionMs!.business / HOUR;

    expect(business('2025-04-24T06:00:00Z', '2025-04-24T08:00:00Z')).toBe(1);
    expect(business('2025-04-25T06:00:00Z', '2025-04-25T08:00:00Z')).toBe(2);
  });

  it('earn no future time while they are open (dbt_zendesk gives up to 1,000 hours), and lose none', () => {
    const result = measured({}, [answers(t(30))], office);

    expect(result.timeSpentMs.team_working).toBe(30 * MINUTE);
    const age = createOpenStandings(definitions({ netExcludes: [] }))(result, at('2026-01-13T08:30:00Z'));
    // To 17:00 in Berlin, then half an hour of the next morning.
    expect(age?.bucketsMs.team_working).toBe(7 * HOUR + 30 * MINUTE);
  });

  it('are what they were at the report’s instant, whatever happened since', () => {
    const story = [answers(t(30)), becomes(t(50), 'solved'), becomes(t(90), 'open'), becomes(t(99), 'solved')];
    const result = measured({ status: 'solved' }, story);
    const standingAt = createOpenStandings(definitions());

    expect([t(60), t(95), t(100)].map((when) => standingAt(result, when)?.holder)).toEqual([
      undefined,
      'team',
      undefined,
    ]);
  });
});

describe('words', () => {
  it('names a status it does not know instead of passing over it (dbt_zendesk: on-hold, hold, 0 minutes)', () => {
    const story: Happening[] = [{ at: t(5), kind: 'status', to: 'open', original: 'On-hold', statusKnown: false }];

    expect(measured({}, story).unknownStatuses).toEqual(['On-hold']);
  });
});

describe('timers', () => {
  it('do not stretch a resolution by the days they wait (most systems count them)', () => {
    const story = [answers(t(20)), becomes(t(20), 'waiting_customer'), becomes(t(20 + 7 * 1440), 'solved', 'bot')];

    expect(measured({}, story).finalResolutionMs!.calendar).toBe(20 * MINUTE);
  });
});
