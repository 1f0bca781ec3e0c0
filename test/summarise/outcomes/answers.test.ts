import { describe, expect, it } from 'vitest';
import { createSolvedWhen } from '../../../src/measure/solved-when.ts';
import type { CreditPolicy } from '../../../src/model/definitions.ts';
import type { Event, Status, Ticket } from '../../../src/model/ticket.ts';
import { CREDIT_POLICIES, creditsOf, movesCredit } from '../../../src/summarise/outcomes/answers.ts';
import { measure } from '../../measure/desk.ts';

const MINUTE = 60_000;
const BOTS = new Set(['helper']);
const solutionsOf = createSolvedWhen({ turns: { chat: 'message' }, autoClose: 'rewind' });

type Step = {
  [kind in Event['kind']]: Omit<Extract<Event, { kind: kind }>, 'source' | 'ticketId' | 'id' | 'seq'>;
}[Event['kind']];

function history(steps: readonly Step[], ticket: Partial<Ticket> = {}) {
  const events = steps.map((step, seq) => ({ source: 'desk', ticketId: '1', id: `e${seq}`, seq, ...step }) as Event);
  const base = {
    source: 'desk',
    id: '1',
    channel: 'email',
    openedAt: 0,
    openedBy: 'customer',
    status: 'solved',
  } as const;
  const rest = {
    originalStatus: 'solved',
    statusKnown: true,
    tags: [],
    fields: {},
    spam: false,
    updatedAt: 0,
    timelineComplete: true,
  };
  return { ticket: { ...base, ...rest, ...ticket }, events, revision: 1 };
}

const assigned = (at: number, agentId: string | null): Step => ({ at: at * MINUTE, kind: 'assignment', agentId });
const replied = (at: number, authorId: string): Step => ({
  at: at * MINUTE,
  kind: 'message',
  by: 'agent',
  authorId,
  public: true,
});
const status = (at: number, to: Status, by: 'agent' | 'bot' = 'agent'): Step => ({
  at: at * MINUTE,
  kind: 'status',
  to,
  original: to,
  by,
});
const rated = (at: number, agentId?: string) => ({ source: 'desk', at: at * MINUTE, agentId });

describe('who a rating is credited to', () => {
  const usual = history([
    assigned(1, 'ana'),
    replied(2, 'ana'),
    assigned(3, 'ben'),
    replied(4, 'cem'),
    status(5, 'solved'),
  ]);

  it('differs by policy, as declared', () => {
    expect(creditsOf(usual, rated(10), BOTS, solutionsOf)).toEqual({
      solver: ['desk/ben'],
      last_replier: ['desk/cem'],
      assignee_at_rating: ['desk/ben'],
      all_involved: ['desk/ana', 'desk/ben', 'desk/cem'],
    });
  });

  it('is the agent whom the vendor says was rated, under the default policy', () => {
    expect(creditsOf(usual, rated(10, 'dora'), BOTS, solutionsOf).solver).toEqual(['desk/dora']);
    expect(creditsOf(usual, rated(10, 'dora'), BOTS, solutionsOf).last_replier).toEqual(['desk/cem']);
  });

  it('does not move when the ticket is reassigned after a bad score', () => {
    const later = history([assigned(1, 'ana'), replied(2, 'ana'), status(5, 'solved'), assigned(20, 'zoe')], {
      agentId: 'zoe',
    });

    expect(creditsOf(later, rated(10), BOTS, solutionsOf).assignee_at_rating).toEqual(['desk/ana']);
    expect(creditsOf(later, rated(30), BOTS, solutionsOf).assignee_at_rating).toEqual(['desk/zoe']);
    expect(creditsOf(later, rated(30), BOTS, solutionsOf).solver).toEqual(['desk/ana']);
  });

  it('survives a helpdesk that unassigns what it solves', () => {
    const unassigned = history([assigned(1, 'ana'), replied(2, 'ana'), status(5, 'solved'), assigned(5, null)]);

    expect(creditsOf(unassigned, rated(10), BOTS, solutionsOf)).toMatchObject({
      solver: ['desk/ana'],
      assignee_at_rating: ['desk/ana'],
    });
  });

  it('is of the last solution before the rating, not of one after it', () => {
    const twice = history([
      assigned(1, 'ana'),
      status(5, 'solved'),
      status(20, 'open'),
      assigned(21, 'ben'),
      status(25, 'solved'),
    ]);

    expect(creditsOf(twice, rated(10), BOTS, solutionsOf).solver).toEqual(['desk/ana']);
    expect(creditsOf(twice, rated(30), BOTS, solutionsOf).solver).toEqual(['desk/ben']);
  });

  // truth-01 of the cases: solved under Ana, whatever told it, and given to Bob before the customer rated.
  it.each<[string, ReturnType<typeof history>]>([
    [
      'the source states',
      history([assigned(1, 'ana'), replied(2, 'ana'), assigned(8, 'bob')], {
        statedSolvedAt: 5 * MINUTE,
        agentId: 'bob',
      }),
    ],
    [
      'a timer closed, after a status gave it to the customer',
      history([
        assigned(1, 'ana'),
        replied(2, 'ana'),
        status(2, 'waiting_customer'),
        assigned(8, 'bob'),
        status(9, 'closed', 'bot'),
      ]),
    ],
    [
      'a timer closed, after the last reply gave it to the customer',
      history([assigned(1, 'ana'), replied(2, 'ana'), assigned(8, 'bob'), status(9, 'closed', 'bot')], {
        source: 'chat',
      }),
    ],
    [
      'a bulk edit only seems to repeat',
      history([
        assigned(1, 'ana'),
        replied(2, 'ana'),
        status(3, 'solved'),
        assigned(8, 'bob'),
        status(9, 'open'),
        status(9, 'solved'),
      ]),
    ],
  ])('is of whoever the solution belongs to that %s', (_, story) => {
    const { solver, last_replier, assignee_at_rating, all_involved } = creditsOf(story, rated(10), BOTS, solutionsOf);

    expect([solver, last_replier, assignee_at_rating, all_involved]).toEqual([
      ['desk/ana'],
      ['desk/ana'],
      ['desk/bob'],
      ['desk/ana'],
    ]);
    const measuredAs = (creditPolicy: CreditPolicy) =>
      measure(story, { definitions: { turns: { chat: 'message' }, creditPolicy } }).agentId;
    expect(CREDIT_POLICIES.map(measuredAs)).toEqual(['ana', 'ana', 'ana', 'ana']);
  });

  it('is of the assigned agent where a stated solution contradicts an open status', () => {
    const open = history([assigned(1, 'ana'), assigned(8, 'bob')], { status: 'open', statedSolvedAt: 5 * MINUTE });

    expect(creditsOf(open, rated(10), BOTS, solutionsOf).solver).toEqual(['desk/bob']);
  });

  it('is never a bot', () => {
    const byBot = history([assigned(1, 'helper'), replied(2, 'helper'), status(3, 'solved')]);

    expect(creditsOf(byBot, rated(10), BOTS, solutionsOf)).toEqual({
      solver: [],
      last_replier: [],
      assignee_at_rating: [],
      all_involved: [],
    });
  });

  it('is the assigned agent of a ticket whose history tells no assignment', () => {
    const bare = history([status(5, 'solved')], { agentId: 'ana' });

    expect(creditsOf(bare, rated(10), BOTS, solutionsOf).solver).toEqual(['desk/ana']);
    expect(creditsOf(bare, rated(10), BOTS, solutionsOf).all_involved).toEqual(['desk/ana']);
  });

  it('is the vendor’s agent under every policy when the ticket is not known', () => {
    const credits = creditsOf(undefined, rated(10, 'ana'), BOTS, solutionsOf);

    expect(Object.values(credits)).toEqual([['desk/ana'], ['desk/ana'], ['desk/ana'], ['desk/ana']]);
  });
});

describe('whether a policy moves a rating', () => {
  it('is told by the agents, not by their order', () => {
    const credits = { solver: ['a'], last_replier: ['b'], assignee_at_rating: ['a'], all_involved: ['b', 'a'] };

    expect(movesCredit(credits, 'solver', 'last_replier')).toBe(true);
    expect(movesCredit(credits, 'solver', 'assignee_at_rating')).toBe(false);
    expect(movesCredit({ ...credits, solver: ['a', 'b'] }, 'solver', 'all_involved')).toBe(false);
  });
});
