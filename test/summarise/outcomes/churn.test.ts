import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isActiveBefore, livesOf, lossWithin } from '../../../src/summarise/outcomes/accounts.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import { earliestSolution } from '../../../src/summarise/outcomes/served-accounts.ts';
import { agent, DAY, FROM, inputOf, subscription, TO, WINDOW } from './input.ts';

const lost = (id: string, endedAt: number, cancelRequestedAt?: number) =>
  subscription(id, { status: 'canceled', endedAt, cancelRequestedAt });

/** Tickets of one account, solved at these times by these agents. */
function solved(account: string, ...tickets: readonly (readonly [agent: string | null, finalSolvedAt: number])[]) {
  return tickets.map(([who, finalSolvedAt], index) => ({
    id: `${account}-${index}-${finalSolvedAt}`,
    account,
    agent: who === null ? null : `desk/${who}`,
    openedAt: finalSolvedAt - DAY,
    finalSolvedAt,
    netMs: 3_600_000,
  }));
}

describe('when an account is lost', () => {
  const period = WINDOW;
  it.each([
    ['its only subscription ends in the window', [[-400, 5]], 5],
    ['it ends at the first instant of the window', [[-400, 0]], 0],
    ['it ends when the window ends: the next one’s', [[-400, 30]], undefined],
    ['it goes on', [[-400, undefined]], undefined],
    [
      'one of two subscriptions ends: less revenue, no loss',
      [
        [-400, 5],
        [-10, undefined],
      ],
      undefined,
    ],
    [
      'both end: the later end',
      [
        [-400, 5],
        [-10, 9],
      ],
      9,
    ],
    [
      'it leaves and comes back within the window',
      [
        [-400, 5],
        [9, undefined],
      ],
      undefined,
    ],
    ['it joins and leaves within the window', [[3, 9]], 9],
    ['it left before the window', [[-400, -5]], undefined],
    [
      'it left before, came back and left again',
      [
        [-400, -5],
        [3, 9],
      ],
      9,
    ],
  ] as const)('%s', (_, spans, day) => {
    const subscriptions = spans.map(([start, end], index) =>
      subscription(`s${index}`, {
        startedAt: FROM + start * DAY,
        ...(end === undefined ? {} : { endedAt: FROM + end * DAY }),
      }),
    );

    expect(lossWithin(subscriptions, period)?.lostAt).toBe(day === undefined ? undefined : FROM + day * DAY);
  });

  it('it decided when it asked to cancel, else when it ended', () => {
    const asked = [lost('a', FROM + 20 * DAY, FROM - 40 * DAY)];
    const silent = [lost('a', FROM + 20 * DAY)];
    const absurd = [lost('a', FROM + 20 * DAY, FROM + 25 * DAY)];

    expect(lossWithin(asked, period)).toMatchObject({ decidedAt: FROM - 40 * DAY, requestKnown: true });
    expect(lossWithin(silent, period)).toMatchObject({ decidedAt: FROM + 20 * DAY, requestKnown: false });
    expect(lossWithin(absurd, period)).toMatchObject({ decidedAt: FROM + 20 * DAY, requestKnown: false });
  });

  it('windows that follow each other count every loss once, and who enters the next is who did not leave', () => {
    const end = fc.integer({ min: -10, max: 70 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -20, max: 60 }), end), { minLength: 1, maxLength: 3 }),
        (spans) => {
          const subscriptions = spans.map(([start, length], index) =>
            subscription(`s${index}`, {
              startedAt: FROM + start * DAY,
              endedAt: FROM + (start + Math.max(0, length)) * DAY,
            }),
          );
          const [first, second] = [WINDOW, { fromAt: TO, toAt: TO + 30 * DAY }];
          for (const window of [first, second]) {
            const inWindow = lossWithin(subscriptions, window) !== undefined;
            const stays = isActiveBefore(subscriptions, window.toAt);
            expect(inWindow && stays).toBe(false);
            if (isActiveBefore(subscriptions, window.fromAt)) expect(inWindow).toBe(!stays);
          }
        },
      ),
    );
  });
});

describe('churn of a window', () => {
  it('is 5% where 100 of 2,000 left, and 95% stayed', () => {
    const subscriptions = Array.from({ length: 2000 }, (_, index) =>
      index < 100 ? lost(`a${index}`, FROM + DAY) : subscription(`a${index}`),
    );
    const { churn } = buildOutcomes(inputOf({ subscriptions })).section;

    expect(churn).toMatchObject({ accountsAtStart: 2000, accountsLost: 100, retention: 95 });
    expect(churn.rate.value).toBe(5);
  });

  it('has new accounts in the numerator when they leave at once, and never in the denominator', () => {
    const started = { startedAt: FROM + DAY };
    const subscriptions = [
      ...Array.from({ length: 10 }, (_, index) => subscription(`old${index}`)),
      subscription('new', started),
      subscription('came-and-went', { ...started, endedAt: FROM + 9 * DAY }),
    ];
    const { churn } = buildOutcomes(inputOf({ subscriptions })).section;

    expect(churn).toMatchObject({ accountsAtStart: 10, accountsLost: 1, joinedAndLost: 1 });
    expect(churn.rate.value).toBe(10);
  });

  it('counts who ends as it begins, and not who begins as it begins', () => {
    const subscriptions = [
      ...Array.from({ length: 5 }, (_, index) => subscription(`old${index}`)),
      lost('at-the-start', FROM),
      subscription('begins', { startedAt: FROM }),
    ];
    const { churn } = buildOutcomes(inputOf({ subscriptions })).section;

    expect(churn).toMatchObject({ accountsAtStart: 6, accountsLost: 1, joinedAndLost: 0 });
  });

  it('knows no trials, and leaves out what ended before it began', () => {
    const subscriptions = [
      subscription('a'),
      subscription('b', { status: 'trialing', endedAt: FROM + DAY }),
      subscription('c', { endedAt: FROM - 500 * DAY }),
    ];
    const { churn, quality } = buildOutcomes(inputOf({ subscriptions })).section;

    expect(churn).toMatchObject({ accountsAtStart: 1, accountsLost: 0 });
    expect(quality.subscriptionsNeverPaid).toBe(1);
    expect(quality.contradictions).toMatchObject([
      { kind: 'subscription_ended_before_start', n: 1, of: 3, examples: ['c'] },
    ]);
    expect(livesOf(subscriptions).byAccount.has('c')).toBe(false);
  });
});

describe('churn by agent', () => {
  it('shares each account out by resolved tickets, exposure measured before the request to cancel', () => {
    const requestedAt = FROM + 5 * DAY;
    const facts = [
      ...solved('a', ['ana', requestedAt - 90 * DAY], ['ana', requestedAt - DAY], ['ben', requestedAt - 2 * DAY]),
      // Outside of the 90 days before the request, or after it: no exposure.
      ...solved(
        'a',
        ['cem', requestedAt - 90 * DAY - 1],
        ['cem', requestedAt + DAY / 8],
        ['cem', requestedAt + DAY / 2],
      ),
      ...solved('b', ['ben', TO - 1], ['cem', FROM - 70 * DAY]),
      ...solved('c', [null, TO - DAY]),
    ];
    const subscriptions = [
      lost('a', FROM + 25 * DAY, requestedAt),
      subscription('b'),
      subscription('c'),
      subscription('d'),
    ];
    const { churn } = buildOutcomes(
      inputOf({ facts, subscriptions, agents: ['ana', 'ben', 'cem'].map((id) => agent(id)) }),
    ).section;
    const shares = churn.byAgent.map(({ key, rate, accountsServed }) => [key, rate.n, rate.positive, accountsServed]);

    expect(shares).toEqual([
      ['ben', 1.333333333, 0.333333333, 2],
      ['ana', 0.666666667, 0.666666667, 1],
    ]);
    expect(churn.nobody.rate).toMatchObject({ n: 1, positive: 0 });
    expect(churn.unserved.rate).toMatchObject({ n: 1, positive: 0 });
  });

  it('is withheld below ten accounts', () => {
    const ids = Array.from({ length: 19 }, (_, index) => `a${index}`);
    const facts = ids.flatMap((id, index) => solved(id, [index < 10 ? 'ana' : 'ben', TO - DAY]));
    const { churn } = buildOutcomes(inputOf({ facts, subscriptions: ids.map((id) => subscription(id)) })).section;

    expect(churn.byAgent.map(({ rate, retention }) => [rate.n, rate.value, retention])).toEqual([
      [10, 0, 100],
      [9, null, null],
    ]);
  });

  it('adds up to the accounts at the start and to those lost, nobody and the unserved included', () => {
    const ticket = fc.tuple(fc.constantFrom('ana', 'ben', 'cem', null), fc.integer({ min: -120, max: 29 }));
    const account = fc.record({
      tickets: fc.array(ticket, { maxLength: 6 }),
      startDay: fc.constantFrom(-400, 2),
      endDay: fc.option(fc.integer({ min: 3, max: 40 }), { nil: undefined }),
      notice: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(account, { maxLength: 25 }), (accounts) => {
        const facts = accounts.flatMap(({ tickets }, index) =>
          solved(`a${index}`, ...tickets.map(([who, day]) => [who, FROM + day * DAY] as const)),
        );
        const subscriptions = accounts.map(({ startDay, endDay, notice }, index) => {
          const endedAt = endDay === undefined ? undefined : FROM + endDay * DAY;
          const cancelRequestedAt = endedAt === undefined || notice === undefined ? undefined : endedAt - notice * DAY;
          return subscription(`a${index}`, { startedAt: FROM + startDay * DAY, endedAt, cancelRequestedAt });
        });
        const { churn } = buildOutcomes(inputOf({ facts, subscriptions })).section;
        let [atStart, gone] = [0, 0];
        for (const { rate } of [...churn.byAgent, churn.nobody, churn.unserved]) {
          atStart += rate.n;
          gone += rate.positive;
        }
        expect(atStart).toBeCloseTo(churn.accountsAtStart, 6);
        expect(gone).toBeCloseTo(churn.accountsLost, 6);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what must be read for a window', () => {
  it('reaches back from the request of whoever was lost, which may lie long before the window', () => {
    const subscriptions = [
      subscription('a'),
      lost('b', FROM + DAY, FROM - 200 * DAY),
      lost('c', FROM - DAY, FROM - 900 * DAY),
    ];

    expect(earliestSolution(subscriptions, WINDOW, 90 * DAY)).toBe(FROM - 290 * DAY);
    expect(earliestSolution([], WINDOW, 90 * DAY)).toBe(FROM - 90 * DAY);
  });
});

describe('the last contact before each churn', () => {
  it('names who, how long it took, and how long before the decision', () => {
    const requestedAt = FROM + 5 * DAY;
    const open = { id: 'open', account: 'a', openedAt: requestedAt - DAY, finalSolvedAt: null };
    const facts = [
      ...solved('a', ['ben', requestedAt - 9 * DAY], ['ana', requestedAt - 3 * DAY], ['cem', requestedAt + DAY / 2]),
      open,
    ];
    const subscriptions = [lost('a', FROM + 25 * DAY, requestedAt), lost('quiet', FROM + 26 * DAY)];
    const accounts = [{ source: 'billing', key: 'a', name: 'Ångström AB', domains: [], externalIds: [] }];
    const agents = [agent('ana', { name: 'Ana Núñez' })];
    const { lastContacts } = buildOutcomes(inputOf({ facts, subscriptions, accounts, agents })).section.link;

    expect(lastContacts).toEqual([
      {
        accountKey: 'quiet',
        account: 'quiet',
        lostAt: '2026-11-27T00:00:00.000Z',
        cancelRequestedAt: null,
        openThen: 0,
        contact: null,
      },
      {
        accountKey: 'a',
        account: 'Ångström AB',
        lostAt: '2026-11-26T00:00:00.000Z',
        cancelRequestedAt: '2026-11-06T00:00:00.000Z',
        // The open one, and the one that was solved only a day later.
        openThen: 2,
        contact: {
          source: 'desk',
          ticketId: `a-1-${requestedAt - 3 * DAY}`,
          agentKey: 'ana',
          agent: 'Ana Núñez',
          tier: 'simple',
          solvedAt: '2026-11-03T00:00:00.000Z',
          netResolutionSeconds: 3600,
          secondsBefore: 3 * 86_400,
        },
      },
    ]);
  });
});
