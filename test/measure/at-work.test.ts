import { describe, expect, it } from 'vitest';
import type { Agent, CalendarText, Team } from '../../src/model/people.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { agent, assigned, at, becomes, type Desk, type Happening, hoursSpent, measured } from './desk.ts';

const OFFICE = 'Mon-Fri 09:00-17:00';

describe('a desk that follows the sun', () => {
  const team = { source: 'desk', id: 'support', name: 'Support' };
  const members = ['Asia/Tokyo', 'Europe/Berlin', 'America/Los_Angeles'].map((timeZone, index) =>
    agent(`m${index}`, { timeZone, teamIds: ['support'] }),
  );

  it('is at work while any member is, as long as nobody is assigned', () => {
    // Wednesday 2026-01-14, UTC: Tokyo 0-8, Berlin 8-16, Los Angeles 17-25.
    const day: Happening[] = [becomes(at('2026-01-15T00:00:00Z'), 'solved')];
    const facts: Partial<Ticket> = { openedAt: at('2026-01-14T00:00:00Z'), teamId: 'support' };
    const desk: Desk = {
      definitions: { teamHours: OFFICE },
      agents: members,
      teams: [team],
      customerZone: 'Europe/Berlin',
    };

    expect(hoursSpent(measured(facts, day, desk))).toEqual({ team_working: 23, team_off_hours: 1 });
  });

  it('leaves out inactive members and bots', () => {
    const facts: Partial<Ticket> = { openedAt: at('2026-01-14T00:00:00Z'), teamId: 'support' };
    const [tokyo, berlin, la] = members as [(typeof members)[0], (typeof members)[0], (typeof members)[0]];
    const agents = [{ ...tokyo, active: false }, berlin, { ...la, bot: true }];
    const desk: Desk = { definitions: { teamHours: OFFICE }, agents, teams: [team] };

    expect(hoursSpent(measured(facts, [becomes(at('2026-01-15T00:00:00Z'), 'solved')], desk)).team_working).toBe(8);
  });

  it('keeps the hours of the agent a ticket is handed to, from then on', () => {
    const happenings = [
      assigned(at('2026-01-14T00:00:00Z'), 'm0'),
      assigned(at('2026-01-14T12:00:00Z'), 'm1'),
      becomes(at('2026-01-15T00:00:00Z'), 'solved'),
    ];
    const desk: Desk = {
      definitions: { teamHours: OFFICE },
      agents: members,
      teams: [team],
      customerZone: 'Europe/Berlin',
    };

    // Tokyo 0-8 whole, Berlin 12-16; before Tokyo's agent lost it Berlin's morning (8-12) was a wait between zones.
    expect(hoursSpent(measured({ openedAt: at('2026-01-14T00:00:00Z') }, happenings, desk))).toEqual({
      team_working: 12,
      team_time_zone_wait: 4,
      team_off_hours: 8,
    });
  });

  it("prefers the team's own calendar to its members'", () => {
    const own = { ...team, calendar: { hours: 'Wed 10:00-11:00', holidays: [], timeZone: 'UTC' } };
    const facts: Partial<Ticket> = { openedAt: at('2026-01-14T00:00:00Z'), teamId: 'support' };
    const desk: Desk = { definitions: { teamHours: OFFICE }, agents: members, teams: [own] };

    expect(hoursSpent(measured(facts, [becomes(at('2026-01-15T00:00:00Z'), 'solved')], desk))).toEqual({
      team_working: 1,
      team_off_hours: 23,
    });
  });
});

describe('who has the ticket before any assignment is told', () => {
  const agents = [agent('ana', { calendar: { hours: 'Mon 09:00-10:00', holidays: [] } })];
  const desk: Desk = { definitions: { teamHours: 'Mon 09:00-12:00' }, agents };
  const noon = at('2026-01-12T12:00:00Z');

  it.each<[string, Happening[], number]>([
    ['is its agent, where no event ever assigns it', [becomes(noon, 'solved')], 1],
    ['is nobody, where an event assigns it later', [assigned(noon, 'ana'), becomes(noon, 'solved')], 3],
    [
      'is its agent, where events tell its team alone',
      [{ at: noon, kind: 'assignment', teamId: 'support' }, becomes(noon, 'solved')],
      1,
    ],
  ])('%s', (_, happenings, working) => {
    expect(hoursSpent(measured({ agentId: 'ana' }, happenings, desk)).team_working).toBe(working);
  });

  it('treats a bot that is assigned as nobody', () => {
    const bots = [...agents, agent('robot', { bot: true, calendar: { hours: 'Mon 09:00-09:30', holidays: [] } })];

    const result = measured({ agentId: 'robot' }, [becomes(noon, 'solved')], { ...desk, agents: bots });

    expect(hoursSpent(result).team_working).toBe(3);
    expect(result.agentId).toBeNull();
    expect(result.stints.map(({ agentId }) => agentId)).toEqual([null]);
  });
});

describe('the calendars of people', () => {
  const solved = [becomes(at('2026-01-13T09:00:00Z'), 'solved')];

  it('takes the holidays of an agent instead of the desk’s, and the desk’s where the agent lists none', () => {
    const desk = { teamHours: OFFICE, teamHolidays: ['2026-01-12'] };
    const off = agent('ana', { calendar: { holidays: ['2026-12-25'] } });

    expect(hoursSpent(measured({ agentId: 'ana' }, solved, { definitions: desk, agents: [off] })).team_working).toBe(8);
    expect(hoursSpent(measured({ agentId: 'ana' }, solved, { definitions: desk, agents: [agent('ana')] }))).toEqual({
      team_off_hours: 24,
    });
  });

  it('is always at work where no hours are configured, on holidays too', () => {
    expect(hoursSpent(measured({}, solved, { definitions: { teamHolidays: ['2026-01-12'] } }))).toEqual({
      team_working: 24,
    });
  });

  it('says once whose hours cannot be read, and goes on with the desk’s', () => {
    const problems: string[] = [];
    const agents = [agent('ana', { calendar: { hours: 'Mo 9-5', holidays: [] } })];
    const definitions = { teamHours: OFFICE };

    const result = measured({ agentId: 'ana' }, solved, {
      definitions,
      agents,
      onProblem: (text) => problems.push(text),
    });

    expect(hoursSpent(result).team_working).toBe(8);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^desk: agent ana: hours: cannot read "9-5"/);
  });

  it('keeps what can be read of an agent’s calendar', () => {
    const problems: string[] = [];
    const measuredWith = (ana: Partial<Agent>) =>
      hoursSpent(
        measured({ agentId: 'ana' }, solved, {
          definitions: { teamHours: OFFICE },
          agents: [agent('ana', ana)],
          onProblem: (text) => problems.push(text),
        }),
      );

    // In Tokyo it is opened at 18:00 on Monday and solved at 18:00 on Tuesday: the desk's eight hours, kept there.
    expect(measuredWith({ timeZone: 'Asia/Tokyo', calendar: { hours: 'x', holidays: [] } })).toEqual({
      team_working: 8,
      team_off_hours: 16,
    });
    expect(measuredWith({ timeZone: 'Tokyo', calendar: { hours: 'Mon 09:00-10:00', holidays: [] } }).team_working).toBe(
      1,
    );
    expect(problems.map((problem) => problem.replace(/:.* stand/, ': … stand'))).toEqual([
      'desk: … stand in',
      'desk: … stands in',
    ]);
  });

  it('takes a zone nobody knows for an unknown zone, and says so', () => {
    const problems: string[] = [];
    const desk: Desk = { customerZone: 'Mars/Olympus', onProblem: (text) => problems.push(text) };

    expect(measured({}, solved, desk).customerZone).toBe('none');
    expect(problems[0]).toMatch(/time zone "Mars\/Olympus" is not known/);
  });

  it.each<[string, Desk, RegExp]>([
    ['hours', { definitions: { teamHours: 'sometimes' } }, /desk's calendar: hours: cannot read "sometimes"/],
    ['zone', { definitions: { teamTimeZone: 'Berlin' } }, /desk's calendar: time zone: "Berlin" is not known/],
    ['customers’ hours', { definitions: { customerHours: '' } }, /customers' calendar: hours/],
  ])('refuses definitions whose %s cannot be read', (_, desk, message) => {
    expect(() => measured({}, solved, desk)).toThrow(message);
  });
});

describe('the hours of an assigned agent', () => {
  // Wednesday 2026-01-14, a whole day of UTC; who works how long tells whose hours they are.
  const facts: Partial<Ticket> = { openedAt: at('2026-01-14T00:00:00Z'), agentId: 'ana' };
  const day = [becomes(at('2026-01-15T00:00:00Z'), 'solved')];
  const team = (id: string, calendar: Partial<CalendarText>): Team => ({
    source: 'desk',
    id,
    name: id,
    calendar: { holidays: [], ...calendar },
  });
  const [one, two, five] = ['Wed 10:00-11:00', 'Wed 10:00-12:00', 'Wed 10:00-15:00'] as const;
  const hours = { hours: one };

  it.each<[string, Partial<Agent>, string | undefined, Team[], number]>([
    ['are their own', { calendar: { hours: two, holidays: [] }, teamIds: ['l1'] }, 'l1', [team('l1', hours)], 2],
    [
      'are those of the team that holds the ticket',
      { teamIds: ['l2'] },
      'l1',
      [team('l1', hours), team('l2', { hours: two })],
      1,
    ],
    [
      'are those of their only team, where nobody says which team holds it',
      { teamIds: ['l1'] },
      undefined,
      [team('l1', hours)],
      1,
    ],
    [
      'are those of their only team, where the team that holds it has none',
      { teamIds: ['l1'] },
      'l2',
      [team('l1', hours), team('l2', { timeZone: 'Asia/Tokyo' })],
      1,
    ],
    [
      'are the desk’s where they are in two teams and none holds it',
      { teamIds: ['l1', 'l2'] },
      undefined,
      [team('l1', hours), team('l2', hours)],
      5,
    ],
    ['are the desk’s where their team has none', { teamIds: ['l1'] }, 'l1', [team('l1', {})], 5],
    [
      'are the desk’s but for the holidays of their team',
      { teamIds: ['l1'] },
      'l1',
      [team('l1', { holidays: ['2026-01-14'] })],
      0,
    ],
  ])('%s', (_, ana, teamId, teams, expected) => {
    const desk: Desk = { definitions: { teamHours: five }, agents: [agent('ana', ana)], teams };

    expect(hoursSpent(measured({ ...facts, ...(teamId ? { teamId } : {}) }, day, desk)).team_working ?? 0).toBe(
      expected,
    );
  });

  it('are those of the team that holds it for somebody nobody knows', () => {
    const desk: Desk = { definitions: { teamHours: five }, teams: [team('l1', hours)] };

    expect(hoursSpent(measured({ ...facts, teamId: 'l1' }, day, desk)).team_working).toBe(1);
  });

  it('are kept in their own zone, else in the zone of the team whose hours they are, else in the desk’s', () => {
    const firstHour = (ana: Partial<Agent>, calendar: Partial<CalendarText>) => {
      const desk: Desk = {
        definitions: { teamHours: five },
        agents: [agent('ana', ana)],
        teams: [team('l1', calendar)],
      };
      const story = [becomes(at('2026-01-14T02:00:00Z'), 'solved')];
      return hoursSpent(measured({ ...facts, teamId: 'l1' }, story, desk)).team_working ?? 0;
    };

    // 10:00 in Tokyo is 01:00 UTC.
    expect(firstHour({}, { ...hours, timeZone: 'Asia/Tokyo' })).toBe(1);
    expect(firstHour({}, { timeZone: 'Asia/Tokyo' })).toBe(1);
    expect(firstHour({ timeZone: 'Asia/Tokyo' }, hours)).toBe(1);
    expect(firstHour({ calendar: { hours: two, holidays: [] } }, { ...hours, timeZone: 'Asia/Tokyo' })).toBe(1);
    expect(firstHour({ timeZone: 'UTC' }, { ...hours, timeZone: 'Asia/Tokyo' })).toBe(0);
    expect(firstHour({}, hours)).toBe(0);
  });

  it('change with the team that holds the ticket', () => {
    const story: Happening[] = [{ at: at('2026-01-14T11:00:00Z'), kind: 'assignment', teamId: 'l2' }, ...day];
    const desk: Desk = {
      definitions: { teamHours: five },
      agents: [agent('ana')],
      teams: [team('l1', { hours: two }), team('l2', { hours: 'Wed 11:00-14:00' })],
    };

    expect(
      hoursSpent(measured({ ...facts, teamId: 'l1' }, [assigned(facts.openedAt!, 'ana', 'l1'), ...story], desk)),
    ).toEqual({
      team_working: 4,
      team_off_hours: 20,
    });
  });

  it('are median 1 d 17 h for file-21 of the cases: the team of Bangalore works from 10 to 18', () => {
    const bangalore = team('blr', { hours: 'Mon-Fri 10:00-18:00', timeZone: 'Asia/Kolkata' });
    const desk: Desk = { agents: [agent('ana', { teamIds: ['blr'] })], teams: [bangalore] };
    const business = [1, 2, 3, 4, 5, 6].map((date) => {
      const ticket = { openedAt: at(`2026-10-0${date}T12:00:00+05:30`), agentId: 'ana', teamId: 'blr' };
      return hoursSpent(measured(ticket, [becomes(at('2026-10-12T11:00:00+05:30'), 'solved')], desk)).team_working;
    });

    // Thursday noon to Monday 11:00, a week and a day later: 6 + 6 * 8 + 1 hours, and so on; 3 and 4 October are a weekend.
    expect(business).toEqual([55, 47, 41, 41, 39, 31]);
  });
});
