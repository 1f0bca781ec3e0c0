import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlowTicket, flowIn, isOpenAsOf, isQuiet } from '../../src/summarise/flow.ts';

const WINDOW = { from: 100, to: 200 };
const ticket = (openedAt: number, more: Partial<FlowTicket> = {}): FlowTicket => ({
  openedAt,
  isOutbound: false,
  solutions: [],
  absences: [],
  solvedWithoutDateAt: null,
  firstAnsweredAt: null,
  withUs: [{ from: openedAt, to: null }],
  ...more,
});
const solved = (knownAt: number, reopenedAt: number | null = null) => ({ at: knownAt, knownAt, reopenedAt });

describe('the flow of the window [100, 200)', () => {
  it.each([
    ['arrived and open', ticket(150), { arrived: 1, openAtEnd: 1, withUsAtEnd: 1, unansweredAtEnd: 1 }],
    ['open before and after', ticket(50), { openAtStart: 1, openAtEnd: 1, withUsAtEnd: 1, unansweredAtEnd: 1 }],
    ['arrived and solved', ticket(150, { solutions: [solved(160)] }), { arrived: 1, solved: 1 }],
    [
      'solved by a timer: when the source knew, not when the wait began',
      ticket(50, { solutions: [{ at: 90, knownAt: 150, reopenedAt: null }] }),
      { openAtStart: 1, solved: 1 },
    ],
    [
      'solved, reopened, solved',
      ticket(50, { solutions: [solved(110, 120), solved(130)] }),
      { openAtStart: 1, solved: 2, reopened: 1 },
    ],
    [
      'solved in it and reopened after it',
      ticket(50, { solutions: [solved(110, 250)] }),
      { openAtStart: 1, solved: 1 },
    ],
    ['outbound', ticket(150, { isOutbound: true, withUs: [] }), { outbound: 1, openAtEnd: 1 }],
    ['merged in it', ticket(150, { absences: [{ from: 160, to: null }] }), { arrived: 1, leftOut: 1 }],
    [
      'merged after its solution: that is no leaving of an open one',
      ticket(150, { solutions: [solved(155)], absences: [{ from: 160, to: null }] }),
      { arrived: 1, solved: 1 },
    ],
    ['spam from the first', ticket(150, { absences: [{ from: 0, to: null }] }), {}],
    [
      'deleted before it and back in it',
      ticket(50, { absences: [{ from: 60, to: 120 }] }),
      { undeleted: 1, openAtEnd: 1, withUsAtEnd: 1, unansweredAtEnd: 1 },
    ],
    [
      'solved without a date: not open from its last instant on',
      ticket(150, { solvedWithoutDateAt: 150 }),
      { arrived: 1, solvedWithoutDate: 1 },
    ],
    [
      'answered, with the customer',
      ticket(150, { firstAnsweredAt: 170, withUs: [{ from: 150, to: 170 }] }),
      { arrived: 1, openAtEnd: 1 },
    ],
    [
      'answered only after it',
      ticket(150, { firstAnsweredAt: 210, withUs: [{ from: 150, to: 210 }] }),
      { arrived: 1, openAtEnd: 1, withUsAtEnd: 1, unansweredAtEnd: 1 },
    ],
    ['not yet there', ticket(200), {}],
    ['long solved', ticket(10, { solutions: [solved(20)] }), {}],
  ])('%s', (_what, one, expected) => {
    const counts = flowIn([one], WINDOW);

    expect(Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))).toEqual(expected);
  });

  it('adds up, whatever happened, and windows follow each other', () => {
    const at = fc.integer({ min: 0, max: 300 });
    const anyTicket = fc
      .record({
        openedAt: at,
        isOutbound: fc.boolean(),
        instants: fc.array(at, { maxLength: 8 }),
        absent: fc.array(at, { maxLength: 4 }),
        undated: fc.option(at, { nil: null }),
      })
      .map(({ openedAt, isOutbound, instants, absent, undated }) => {
        const [known, away] = [instants.toSorted((a, b) => a - b), absent.toSorted((a, b) => a - b)];
        const pairs = (list: readonly number[]) =>
          list.flatMap((from, i) => (i % 2 === 0 ? [[from, list[i + 1] ?? null] as const] : []));
        return ticket(openedAt, {
          isOutbound,
          solutions: pairs(known.filter((instant) => instant >= openedAt)).map(([from, to]) => solved(from, to)),
          absences: pairs(away).map(([from, to]) => ({ from, to })),
          solvedWithoutDateAt: undated === null ? null : Math.max(undated, openedAt),
        });
      });
    fc.assert(
      fc.property(fc.array(anyTicket, { maxLength: 12 }), (tickets) => {
        const flows = [0, 100, 200].map((from) => flowIn(tickets, { from, to: from + 100 }));
        for (const [i, flow] of flows.entries()) {
          const came = flow.openAtStart + flow.arrived + flow.outbound + flow.reopened + flow.undeleted;
          expect(came - flow.solved - flow.leftOut - flow.solvedWithoutDate).toBe(flow.openAtEnd);
          if (i > 0) expect(flow.openAtStart).toBe(flows[i - 1]!.openAtEnd);
          expect(flow.openAtEnd).toBe(tickets.filter((one) => isOpenAsOf(one, 100 * (i + 1))).length);
        }
      }),
    );
  });
});

describe('a quiet week', () => {
  it('is one in which nothing came, nothing moved and nothing is open', () => {
    expect(isQuiet(flowIn([], WINDOW))).toBe(true);
    expect(isQuiet(flowIn([ticket(10, { solutions: [solved(20)] })], WINDOW))).toBe(true);
  });

  it('is none where sixty came and nobody was answered, nor where only old ones are open', () => {
    expect(
      isQuiet(
        flowIn(
          Array.from({ length: 60 }, (_, i) => ticket(110 + i)),
          WINDOW,
        ),
      ),
    ).toBe(false);
    expect(isQuiet(flowIn([ticket(10)], WINDOW))).toBe(false);
    expect(isQuiet(flowIn([ticket(10, { solutions: [solved(150)] })], WINDOW))).toBe(false);
  });
});
