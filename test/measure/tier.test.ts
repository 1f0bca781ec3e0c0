import { describe, expect, it } from 'vitest';
import { givenHistory } from '../../src/measure/given-history.ts';
import { createTiering, fitTierCuts, STANDARD_TIER_CUTS } from '../../src/measure/tier.ts';
import type { Ticket, VendorMetrics } from '../../src/model/ticket.ts';
import {
  agent,
  answers,
  asks,
  assigned,
  at,
  becomes,
  type Desk,
  type Happening,
  HOUR,
  MINUTE,
  measured,
  ticket,
} from './desk.ts';

const t = (minutes: number): number => at('2026-01-12T09:00:00Z') + minutes * MINUTE;
const note = (when: number): Happening => ({ at: when, kind: 'note', authorId: 'ana' });
const moved = (when: number, teamId: string | null): Happening => ({ at: when, kind: 'assignment', teamId });

describe('the complexity score', () => {
  it.each<[string, Happening[], number]>([
    ['nothing happened', [], 0],
    ['1 per public agent message', [answers(t(1)), answers(t(2))], 2],
    [
      'none for hidden, automatic, bots’ and customers’ messages',
      [
        { at: t(1), kind: 'message', by: 'agent', authorId: 'ana', public: false },
        { at: t(2), kind: 'message', by: 'agent', authorId: 'ana', automatic: true },
        { at: t(3), kind: 'message', by: 'bot' },
        answers(t(4), 'robot'),
        asks(t(5)),
      ],
      0,
    ],
    [
      '2 per further agent who answered or was assigned',
      [assigned(t(1), 'ana'), answers(t(2), 'bo'), assigned(t(3), 'cy')],
      5,
    ],
    ['none for a bot that was assigned', [assigned(t(1), 'ana'), assigned(t(2), 'robot')], 0],
    ['2 per hand-over between teams', [moved(t(1), 'a'), moved(t(2), 'b'), moved(t(3), 'b'), moved(t(4), 'a')], 4],
    ['a hand-over by way of nobody', [moved(t(1), 'a'), moved(t(2), null), moved(t(3), 'b')], 2],
    ['none for a team’s ticket that comes back to it', [moved(t(1), 'a'), moved(t(2), null), moved(t(3), 'a')], 0],
    [
      '2 per third-party wait',
      [
        becomes(t(1), 'waiting_third_party'),
        becomes(t(2), 'waiting_third_party'),
        becomes(t(3), 'open'),
        becomes(t(4), 'waiting_third_party'),
      ],
      4,
    ],
    [
      '2 per reopening',
      [becomes(t(1), 'solved'), becomes(t(2), 'open'), becomes(t(9), 'solved'), becomes(t(10), 'open')],
      4,
    ],
    ['1 per note beyond the first', [note(t(1)), note(t(2)), note(t(3))], 2],
  ])('%s', (_, happenings, score) => {
    expect(measured({}, happenings, { agents: [agent('robot', { bot: true })] }).tierScore).toBe(score);
  });

  it('does not know how long anything took', () => {
    const story = (scale: number): Happening[] => [
      answers(t(1 * scale)),
      becomes(t(2 * scale), 'waiting_third_party'),
      becomes(t(9 * scale), 'solved'),
    ];

    expect(measured({}, story(1)).tierScore).toBe(measured({}, story(5_000)).tierScore);
  });
});

describe('the tier', () => {
  const rule = {
    field: 'level',
    tags: { simple: ['how-to'], complex: ['Bug', 'outage'] },
    cuts: [2, 6] as const,
    cutsBySource: { other: [10, 20] as const },
    name: 'field+tags+score@1',
  };

  it.each([
    ['the field, in any case', { fields: { level: ' Complex ' }, tags: ['how-to'] }, 0, 'complex', 'field'],
    ['tags, where the field holds no tier', { fields: { level: '3' }, tags: ['how-to'] }, 99, 'simple', 'tags'],
    ['the most complex of its tags', { tags: ['how-to', 'bug'] }, 0, 'complex', 'tags'],
    ['its score: 2', {}, 2, 'simple', 'score'],
    ['its score: 3', {}, 3, 'moderate', 'score'],
    ['its score: 6', {}, 6, 'moderate', 'score'],
    ['its score: 7', {}, 7, 'complex', 'score'],
    ['the cuts of its source', { source: 'other' }, 20, 'moderate', 'score'],
  ] as const)('is told by %s', (_, facts, score, tier, origin) => {
    const tags = 'tags' in facts ? [...facts.tags] : [];

    expect(createTiering(rule)(ticket({ ...facts, tags }), { score, isWhole: true })).toEqual([tier, origin]);
  });

  it('is cut at the natural breaks of the scores', () => {
    expect(fitTierCuts([0, 1, 1, 2, 10, 11, 12, 40, 44])).toEqual([2, 12]);
  });

  it.each([[[]], [[3, 3, 3]], [[1, 2, 2, 1]]])('keeps the standard cuts for %j, where nothing breaks', (scores) => {
    expect(fitTierCuts(scores)).toEqual(STANDARD_TIER_CUTS);
  });

  it('does not change what it is given', () => {
    const scores = [5, 1, 9, 2];
    fitTierCuts(scores);

    expect(scores).toEqual([5, 1, 9, 2]);
  });
});

describe('the credit for a solution', () => {
  const solved = becomes(t(60), 'solved');

  it.each<[string, Happening[], string | null]>([
    [
      'the agent assigned then',
      [assigned(t(1), 'ana'), answers(t(2), 'bo'), assigned(t(3), 'cy'), solved, assigned(t(90), 'dee')],
      'cy',
    ],
    [
      'the last who replied, where nobody was assigned',
      [answers(t(1), 'ana'), answers(t(2), 'bo'), solved, answers(t(90), 'cy')],
      'bo',
    ],
    ['the last who replied, where a bot was assigned', [assigned(t(1), 'robot'), answers(t(2), 'bo'), solved], 'bo'],
    ['nobody, where nobody did anything', [solved], null],
    ['whom the save that solves it unassigns, after it', [assigned(t(1), 'ana'), solved, assigned(t(60), null)], 'ana'],
    [
      'whom the save that solves it unassigns, before it',
      [assigned(t(1), 'ana'), assigned(t(60), null), solved],
      'ana',
    ],
    ['whom the save that solves it assigns', [answers(t(1), 'bo'), solved, assigned(t(60), 'ana')], 'ana'],
    [
      'nobody assigned, for a ticket unassigned long before',
      [assigned(t(1), 'ana'), assigned(t(30), null), answers(t(40), 'bo'), solved],
      'bo',
    ],
    [
      'the solver of the final solution',
      [assigned(t(1), 'ana'), becomes(t(2), 'solved'), becomes(t(3), 'open'), assigned(t(4), 'bo'), solved],
      'bo',
    ],
    [
      'who had it when the wait began, for a timer’s solution',
      [
        assigned(t(1), 'ana'),
        becomes(t(5), 'waiting_customer'),
        assigned(t(10), 'bo'),
        becomes(t(60), 'solved', 'bot'),
      ],
      'ana',
    ],
  ])('goes to %s', (_, happenings, agentId) => {
    expect(measured({}, happenings, { agents: [agent('robot', { bot: true })] }).agentId).toBe(agentId);
  });

  it('goes to the last replier where the policy says so', () => {
    const happenings = [answers(t(2), 'bo'), assigned(t(3), 'cy'), solved];

    expect(measured({}, happenings, { definitions: { creditPolicy: 'last_replier' } }).agentId).toBe('bo');
    expect(
      measured({}, [assigned(t(3), 'cy'), solved], { definitions: { creditPolicy: 'last_replier' } }).agentId,
    ).toBe('cy');
  });

  it('goes with the team that had the ticket then', () => {
    const happenings = [
      assigned(t(1), 'ana', 'first'),
      assigned(t(3), 'cy', 'second'),
      solved,
      assigned(t(90), null, 'third'),
    ];

    expect(measured({}, happenings).teamId).toBe('second');
    expect(measured({ teamId: 'only' }, [solved]).teamId).toBe('only');
  });

  it('is, while a ticket is open, who has it now', () => {
    expect(measured({}, [assigned(t(1), 'ana'), answers(t(2), 'bo')]).agentId).toBe('ana');
    expect(measured({}, [assigned(t(1), 'ana'), assigned(t(2), null)]).agentId).toBeNull();
  });

  it('counts everybody who was assigned or replied, each once, from when they first did', () => {
    const story = [
      answers(t(1), 'bo'),
      assigned(t(2), 'ana'),
      answers(t(3), 'bo'),
      answers(t(4), 'cy'),
      { ...answers(t(5), 'dee'), at: t(5) + HOUR },
    ];

    const { tierScore, scores } = measured({}, story);

    // Four answers, and two for each of three further people.
    expect(tierScore).toBe(10);
    expect(scores.map(({ at: when, score }) => [(when - t(0)) / MINUTE, score])).toEqual([
      [1, 1],
      [2, 3],
      [3, 4],
      [4, 7],
      [65, 10],
    ]);
  });
});

describe('a history that was not given', () => {
  const list: Partial<Ticket> = { timelineComplete: false, status: 'closed', statedSolvedAt: t(60) };

  it.each<[string, Partial<Ticket>, Happening[], [string, string, number | null, boolean]]>([
    ['is unknown in a ticket list, with an answer or without', list, [answers(t(5))], ['unknown', 'none', null, false]],
    [
      'is unknown where no event of a solved ticket is known',
      { ...list, timelineComplete: true },
      [],
      ['unknown', 'none', null, false],
    ],
    ['is known of a new ticket to which nothing has happened', {}, [], ['simple', 'score', 0, true]],
    [
      'is known where it is whole',
      { status: 'closed', statedSolvedAt: t(60) },
      [answers(t(5))],
      ['simple', 'score', 0, true],
    ],
    [
      'does not matter to a tier that the helpdesk tells',
      { ...list, fields: { level: 'simple' } },
      [],
      ['simple', 'field', null, false],
    ],
    // What is seen of it is the least; nothing that is missing makes it less.
    [
      'is complex where what is seen of it is complex',
      list,
      [1, 2, 3, 4, 5, 6, 7].map((n) => answers(t(n))),
      ['complex', 'score', null, false],
    ],
    [
      'was reopened where that is seen',
      list,
      [becomes(t(1), 'solved'), becomes(t(2), 'open')],
      ['unknown', 'none', 1, false],
    ],
    // file-36 of the cases: 14 interactions of agents, two reopenings, ten hours of waiting.
    [
      'is told by the counts and lengths of time of its list',
      { ...list, vendorMetrics: { agentMessages: 14, reopens: 2, customerWaitedMs: 10 * HOUR } },
      [],
      ['complex', 'score', 2, true],
    ],
    [
      'is not told by few of its counts',
      { ...list, vendorMetrics: { agentMessages: 1, reopens: 0, withThirdPartyMs: HOUR } },
      [],
      ['unknown', 'none', 0, false],
    ],
    [
      'is told by all of its counts',
      {
        ...list,
        vendorMetrics: {
          agentMessages: 1,
          reopens: 0,
          withThirdPartyMs: 0,
          agentsInvolved: 1,
          teamHandovers: 1,
          internalNotes: 0,
          withTeamMs: HOUR,
        },
      },
      [],
      ['moderate', 'score', 0, true],
    ],
  ])('%s', (_, facts, happenings, expected) => {
    const desk: Desk = { definitions: { tierRule: { cuts: [2, 6], name: 'f', field: 'level' } } };
    const { tier, tierOrigin, reopens, causesKnown } = measured(facts, happenings, desk);

    expect([tier, tierOrigin, reopens, causesKnown]).toEqual(expected);
  });

  it('counts each thing once, whichever tells more of it', () => {
    const work = { publicReplies: 3, agentsInvolved: 2, teamHandovers: 0, thirdPartyWaits: 1, notes: 0 };
    const seen = { work, score: 0, reopens: 1, hasEvents: true, isSolved: true };
    const scoreOf = (vendorMetrics: VendorMetrics) =>
      givenHistory({ timelineComplete: false, vendorMetrics }, seen).score.score;

    expect(scoreOf({})).toBe(3 + 2 + 2 + 2);
    expect(
      scoreOf({
        agentMessages: 2,
        agentsInvolved: 3,
        teamHandovers: 1,
        withThirdPartyMs: 5,
        internalNotes: 3,
        reopens: 2,
      }),
    ).toBe(3 + 4 + 2 + 2 + 2 + 4);
  });
});
