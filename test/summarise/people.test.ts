import { describe, expect, it } from 'vitest';
import { createSides } from '../../src/clock/sides.ts';
import { createJointCauses } from '../../src/summarise/joint-causes.ts';
import { type AgentOnTicket, agentsOnTickets, peopleEffects } from '../../src/summarise/people.ts';
import { FAMILY_LEVELS, judgeFamily } from '../../src/summarise/verdict-family.ts';
import { answers, assigned, at, becomes, type Happening, HOUR, measured } from '../measure/desk.ts';
import { normals, uniform } from './random-columns.ts';

const MONDAY = at('2026-11-09T09:00:00Z');
const WINDOW = { from: at('2026-11-09T00:00:00Z'), to: at('2026-11-16T00:00:00Z') };
const DESK = { definitions: { teamHours: 'Mon-Fri 09:00-17:00', teamTimeZone: 'UTC' } };

function agentsOn(happenings: readonly Happening[], asOf = WINDOW.to, openedAt = MONDAY) {
  const sides = createSides();
  const ticket = measured({ openedAt, category: 'bug' }, happenings, DESK);
  return agentsOnTickets({
    tickets: [ticket],
    window: WINDOW,
    asOf,
    personOf: (source, id) => (id === 'fin' ? undefined : `${source}/${id}`),
    factsOf: ({ category }) => [category ?? ''],
    dayOf: (when) => Math.floor(when / 86_400_000),
    sides,
    joint: createJointCauses(sides),
  });
}

function rowsOf(...given: Parameters<typeof agentsOn>) {
  return agentsOn(...given).map(({ agent, businessMs, ended }) => [agent, businessMs / HOUR, ended]);
}

function factsOf(happenings: readonly Happening[]) {
  return agentsOn(happenings).map(({ agent, facts }) => [agent, facts]);
}

describe('what an agent had to do with a ticket', () => {
  it('begins when they get it, not when it came: the queue is the team’s', () => {
    expect(rowsOf([assigned(MONDAY + 3 * HOUR, 'ana'), becomes(MONDAY + 5 * HOUR, 'solved')])).toEqual([
      ['desk/ana', 2, true],
    ]);
  });

  it('counts their working hours alone: closed hours are the team’s', () => {
    // From 16:00 on Monday to 10:00 on Tuesday: one hour, and one.
    expect(rowsOf([assigned(MONDAY + 7 * HOUR, 'ana'), becomes(MONDAY + 25 * HOUR, 'solved')])).toEqual([
      ['desk/ana', 2, true],
    ]);
  });

  it('tells what somebody else had before from what they had first', () => {
    const facts = factsOf([assigned(MONDAY, 'fin'), assigned(MONDAY, 'ana'), assigned(MONDAY + HOUR, 'ben')]);

    expect(facts).toEqual([
      ['desk/ana', ['', 'bug']],
      ['desk/ben', ['handed over', 'bug']],
    ]);
  });

  it('leaves out the waits for customers, and adds up what comes after them', () => {
    expect(
      rowsOf([
        assigned(MONDAY, 'ana'),
        becomes(MONDAY + HOUR, 'waiting_customer'),
        becomes(MONDAY + 4 * HOUR, 'open', 'customer'),
        becomes(MONDAY + 6 * HOUR, 'solved'),
      ]),
    ).toEqual([['desk/ana', 3, true]]);
  });

  it('is cut where they passed it on, and another one’s from there', () => {
    expect(
      rowsOf([assigned(MONDAY, 'ana'), assigned(MONDAY + HOUR, 'ben'), becomes(MONDAY + 4 * HOUR, 'solved')]),
    ).toEqual([
      ['desk/ana', 1, false],
      ['desk/ben', 3, true],
    ]);
  });

  it('is also told as if they had kept it: with the working time of who had it after them', () => {
    const [ana, ben] = agentsOn([
      assigned(MONDAY, 'ana'),
      assigned(MONDAY + HOUR, 'ben'),
      becomes(MONDAY + 3 * HOUR, 'waiting_customer'),
      becomes(MONDAY + 5 * HOUR, 'open', 'customer'),
      becomes(MONDAY + 6 * HOUR, 'solved'),
    ]);

    expect(ana!.kept).toEqual({ businessMs: 4 * HOUR, ended: true });
    expect(ben!.kept).toEqual({ businessMs: 3 * HOUR, ended: true });
  });

  it('goes on while the ticket is open, to the end of the window or to now', () => {
    const open = [assigned(MONDAY + 48 * HOUR, 'ana'), answers(MONDAY + 49 * HOUR, 'ana')];

    // Wednesday 9:00 to Friday 17:00.
    expect(rowsOf(open)).toEqual([['desk/ana', 24, false]]);
    expect(rowsOf(open, MONDAY + 51 * HOUR)).toEqual([['desk/ana', 3, false]]);
  });

  it('is as known at the window’s end: a solution after it is none yet', () => {
    const [[agent, , ended]] = rowsOf([assigned(MONDAY, 'ana'), becomes(WINDOW.to + 10 * HOUR, 'solved')]) as [
      [string, number, boolean],
    ];

    expect([agent, ended]).toEqual(['desk/ana', false]);
  });

  it('is none of tickets that they got before the window, and none of a machine’s', () => {
    expect(
      rowsOf([assigned(MONDAY - 24 * HOUR, 'ana'), becomes(MONDAY, 'solved')], WINDOW.to, MONDAY - 48 * HOUR),
    ).toEqual([]);
    expect(rowsOf([assigned(MONDAY, 'fin'), becomes(MONDAY + HOUR, 'solved', 'bot')])).toEqual([]);
  });
});

interface Planted {
  readonly agents: number;
  readonly each: number;
  readonly effectOf: (agent: number) => number;
  readonly sd: number;
  readonly daySd: number;
  readonly censored: number;
  /** Whether some get other tickets than others. */
  readonly unequal: boolean;
}

/** Agents of known speed on tickets of two kinds, one of which takes e^1.2 times as long. */
function planted(seed: number, { agents, each, effectOf, sd, daySd, censored, unequal }: Planted): AgentOnTicket[] {
  const random = uniform(seed);
  const normal = normals(random);
  const days = Array.from({ length: 20 }, () => daySd * normal());
  return Array.from({ length: agents * each }, (_, i): AgentOnTicket => {
    const agent = i % agents;
    const day = Math.floor(random() * days.length);
    const hard = random() < (unequal ? agent / agents : 0.5);
    const logSeconds = 8 + (hard ? 1.2 : 0) + effectOf(agent) + days[day]! + sd * normal();
    const cut = random() < censored ? 8 + 2 * random() : Number.POSITIVE_INFINITY;
    const own = { businessMs: 1000 * Math.exp(Math.min(logSeconds, cut)), ended: logSeconds <= cut };
    return {
      ...own,
      kept: own,
      clockTells: true,
      gotSolved: false,
      customer: `${i}`,
      agent: `desk/${agent}`,
      facts: [hard ? 'outage' : 'how-to'],
      day,
    };
  });
}

const named = (rows: AgentOnTicket[]): string[] => {
  const { people } = peopleEffects(rows);
  const { beyondChance } = judgeFamily(
    people.map(({ comparison }) => comparison),
    FAMILY_LEVELS.rest,
  );
  return people.flatMap(({ agent, direction }, i) =>
    beyondChance[i] ? [`${agent} ${direction! > 0 ? 'longer' : 'shorter'}`] : [],
  );
};

describe('people beside all on tickets like theirs', () => {
  // A right method names somebody in at most 1.5% of 30 reports: five or more once in 10,000 times.
  it.each<[string, Partial<Planted>]>([
    ['equal tickets', {}],
    ['some with the hard ones', { unequal: true }],
    ['days that are slow for all', { daySd: 0.5 }],
    ['a third of the tickets open or passed on', { censored: 0.33, unequal: true }],
    ['ten tickets each', { each: 10 }],
  ])('are named in next to no report where all are alike: %s', (_, change) => {
    const desk: Planted = { agents: 8, each: 40, effectOf: () => 0, sd: 0.9, daySd: 0, censored: 0, unequal: false };
    const reports = Array.from({ length: 30 }, (_each, seed) => named(planted(seed + 1, { ...desk, ...change })));

    expect(reports.filter((names) => names.length > 0).length).toBeLessThan(5);
  });

  it('are named in next to no report where some pass on what turns out hard', () => {
    const passing = (seed: number): AgentOnTicket[] => {
      const random = uniform(seed * 31 + 7);
      const normal = normals(random);
      return Array.from({ length: 320 }, (_, i) => i).flatMap((i): AgentOnTicket[] => {
        const agent = i % 8;
        const isHard = random() < 0.3;
        const logSeconds = 8 + (isHard ? 1.2 : 0) + 0.9 * normal();
        const seconds = Math.exp(logSeconds);
        const looked = Math.min(seconds, Math.exp(6.5 + 0.3 * normal()));
        const whole = { businessMs: 1000 * seconds, ended: true };
        const row = {
          day: Math.floor(random() * 20),
          customer: `${i}`,
          facts: [''],
          clockTells: true,
          gotSolved: false,
          kept: whole,
        };
        if (!isHard || agent > 2 || looked === seconds) {
          return [{ ...row, ...whole, agent: `desk/${agent}` }];
        }
        const other = 3 + Math.floor(random() * 5);
        const rest = { businessMs: 1000 * (seconds - looked), ended: true };
        return [
          { ...row, agent: `desk/${agent}`, businessMs: 1000 * looked, ended: false },
          { ...row, ...rest, kept: rest, agent: `desk/${other}`, facts: ['handed over'] },
        ];
      });
    };
    const reports = Array.from({ length: 60 }, (_, seed) => named(passing(seed + 1)));

    // Of sixty, four or more less than once in 300 times; by the cut reading alone one in twelve names somebody.
    expect(reports.filter((names) => names.length > 0).length).toBeLessThanOrEqual(3);
  });

  it('are named, in the right direction, where one takes half as long again as all', () => {
    const slow: Planted = {
      ...{ agents: 8, each: 60, sd: 0.45, daySd: 0, censored: 0, unequal: false },
      effectOf: (agent) => (agent === 0 ? Math.log(1.5) : 0),
    };
    const found = Array.from({ length: 30 }, (_, seed) => named(planted(seed + 1, slow)));

    // Of thirty, 80% or more but for once in a thousand times: 17 at least.
    expect(found.filter((names) => names.includes('desk/0 longer')).length).toBeGreaterThanOrEqual(17);
    expect(found.flat().filter((name) => !name.startsWith('desk/0 longer') && name.endsWith('longer'))).toEqual([]);
  });

  it('have intervals that hold the truth in about 95 of 100', () => {
    const effects = [-0.4, 0.3, 0.1, -0.1, 0.2, -0.2, 0.05, 0.05];
    const spread: Planted = {
      ...{ agents: 8, each: 30, sd: 0.9, daySd: 0, censored: 0.2, unequal: false },
      effectOf: (agent) => effects[agent]!,
    };
    let [held, all] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      for (const [i, { intervalAt }] of peopleEffects(planted(seed, spread)).people.entries()) {
        const [low, high] = intervalAt!(0.95);
        all++;
        if (Math.log(low) <= effects[i]! && effects[i]! <= Math.log(high)) held++;
      }
    }

    // 480 intervals at 95%: below 91% or above 98.5% less than once in a thousand times.
    expect(held / all).toBeGreaterThan(0.91);
    expect(held / all).toBeLessThan(0.985);
  });

  it('leave out what one person alone has, and are told of two teams that have nothing in common', () => {
    const normal = normals(uniform(5));
    const row = (i: number, agent: string, kind: string, factor: number): AgentOnTicket => {
      const own = { businessMs: HOUR * factor * Math.exp(0.5 * normal()), ended: true };
      return {
        ...own,
        kept: own,
        clockTells: true,
        gotSolved: false,
        agent,
        facts: [kind],
        day: i % 20,
        customer: `${agent}${i}`,
      };
    };
    const rows = Array.from({ length: 60 }, (_, i) => [
      row(i, 'max', 'outage', 8),
      ...(i % 3 === 0 ? [row(i, 'max', 'bug', 1)] : []),
      row(i, 'ana', 'bug', 1),
      row(i, 'ben', 'invoice', 30),
      row(i, 'cai', 'invoice', 60),
    ]).flat();
    const { people } = peopleEffects(rows);

    expect(people.map(({ agent, n, compared }) => [agent, n, compared])).toEqual([
      ['ana', 60, 60],
      ['ben', 60, 60],
      ['cai', 60, 60],
      ['max', 80, 20],
    ]);
    const raw = new Map(people.map((person) => [person.agent, person.raw!]));
    expect(raw.get('max')).toBeGreaterThan(0.75);
    expect(raw.get('max')).toBeLessThan(1.33);
    expect(raw.get('cai')! / raw.get('ben')!).toBeGreaterThan(1.6);
    expect(raw.get('cai')! / raw.get('ben')!).toBeLessThan(2.5);
  });

  it('are not told of fewer than ten tickets, nor of one person alone', () => {
    const desk: Planted = { agents: 3, each: 9, effectOf: () => 0, sd: 0.9, daySd: 0, censored: 0, unequal: false };

    expect(peopleEffects(planted(1, desk)).people.map(({ n, raw }) => [n, raw])).toEqual([
      [9, null],
      [9, null],
      [9, null],
    ]);
    expect(peopleEffects(planted(1, { ...desk, agents: 1, each: 40 })).people[0]).toMatchObject({ n: 40, raw: null });
  });

  it('are drawn towards all the more, the less is known of them', () => {
    const desk: Planted = {
      agents: 4,
      each: 12,
      effectOf: (agent) => (agent === 0 ? 0.7 : 0),
      sd: 0.9,
      daySd: 0,
      censored: 0,
      unequal: false,
    };
    const few = peopleEffects(planted(3, desk)).people[0]!;
    const many = peopleEffects(planted(3, { ...desk, each: 200 })).people[0]!;
    const drawn = ({ raw, shrunk }: typeof few) => Math.log(shrunk!) / Math.log(raw!);

    expect(drawn(few)).toBeLessThan(drawn(many));
    expect(drawn(many)).toBeGreaterThan(0.9);
    expect(drawn(many)).toBeLessThan(1);
  });

  it('count what is done at once as a minute, so that no time is no logarithm of nothing', () => {
    const rows = planted(1, {
      agents: 2,
      each: 20,
      effectOf: () => 0,
      sd: 0,
      daySd: 0,
      censored: 0,
      unequal: false,
    }).map((row) => ({ ...row, businessMs: 0 }));

    expect(peopleEffects(rows).people.map(({ raw }) => raw)).toEqual([1, 1]);
  });
});
