import { describe, expect, it } from 'vitest';
import { drawDesk, WINDOW } from './desks.ts';
import { KINDS, sayOf, type Tally, tallyOf } from './judge.ts';
import { LEAVING_KINDS, saidOfLeaving } from './leaving.ts';
import { RATED_KINDS, saidOfRated } from './rated.ts';
import { STAFF_KINDS, saidOfStaff } from './staff.ts';
import { tallyOfWords } from './tally.ts';

// The quick form: it fails only at counts that a right method (5% of digests false, 80% of effects found) reaches less than
// once in a thousand times. The proof is `npm run bench:truth`.
const DESKS = 12;
const QUICK = KINDS.filter(({ plan }) => plan.perWeek <= 150);

describe('what is said of planted desks', () => {
  const tallies = new Map<string, Tally>();

  it.each(QUICK.map((kind) => [kind.name, kind] as const))(
    'is not false, and what is there is found: %s',
    (name, kind) => {
      const tally = tallyOf(kind, DESKS);
      tallies.set(name, tally);

      // 5 of 12 at 5%: twice in 10,000 times.
      expect([tally.wrong, [...tally.said]]).toSatisfy(([wrong]) => wrong < 5);
      // 4 of 12 or fewer at 80%: six times in 10,000; at 70%: once in a hundred, so three there.
      if (kind.wanted) expect(tally.found).toBeGreaterThanOrEqual(kind.wanted.share >= 0.8 ? 5 : 4);
    },
  );

  it('is false in few of all digests together, and its intervals hold the truth', () => {
    const all = [...tallies.values()];
    const sum = (of: (tally: Tally) => number): number => all.reduce((total, tally) => total + of(tally), 0);

    expect(all).toHaveLength(QUICK.length);
    // At 5%, more than 22 of 204 less than once in a thousand times.
    expect(sum(({ wrong }) => wrong)).toBeLessThanOrEqual((22 / 204) * sum(({ desks }) => desks));
    // At 95%, fewer than 86% of the 108 intervals less than once in a thousand times.
    expect(sum(({ held }) => held) / sum(({ told }) => told)).toBeGreaterThan(0.86);
    expect(sum(({ told }) => told)).toBeGreaterThan(80);
  });

  it('compares nothing with weeks that an export does not hold', () => {
    const { coverage, changes } = sayOf(drawDesk(1, { perWeek: 150, historyDays: 10 }));

    expect(coverage.comparable).toBe(false);
    expect(new Set(changes.map(({ verdict }) => verdict))).toEqual(new Set(['not_comparable']));
  });

  it('adds up in the flow of every kind', () => {
    for (const { plan } of QUICK) {
      const { flow } = sayOf(drawDesk(99, plan));
      const { openAtStart, arrived, outbound, reopened, undeleted, solved, leftOut, solvedWithoutDate, openAtEnd } =
        flow;
      expect(openAtStart + arrived + outbound + reopened + undeleted - solved - leftOut - solvedWithoutDate).toBe(
        openAtEnd,
      );
    }
    expect(WINDOW.to - WINDOW.from).toBe(7 * 86_400_000);
  });

  it('is changed in nothing of people by tickets that a bot alone handled', () => {
    const plain = drawDesk(5, { perWeek: 150 });
    const bots = drawDesk(6, { perWeek: 60, bots: 1 });
    const renamed = bots.tickets.map(({ ticket, events }) => ({
      ticket: { ...ticket, id: `bot-${ticket.id}`, customerId: `bot-${ticket.customerId}` },
      events: events.map((event) => ({ ...event, ticketId: `bot-${event.ticketId}` })),
    }));
    const [alone, beside] = [sayOf(plain), sayOf({ ...plain, tickets: [...plain.tickets, ...renamed] })];

    // Until the bot answered, nobody knew that no person would: so long each was in hand, and in the count.
    const figures = ({ timeToSolution, timeToFirstAnswer }: typeof alone) =>
      [timeToSolution, timeToFirstAnswer].map((curves) =>
        Object.values(curves).map((curve) => ({ ...curve, atRisk: undefined })),
      );
    expect(figures(beside)).toEqual(figures(alone));
    expect(beside.people).toEqual(alone.people);
    const times = ({ changes }: typeof alone) => changes.filter(({ measure }) => measure !== 'csat');
    expect(times(beside)).toEqual(times(alone));
    expect(beside.flow.arrived).toBeGreaterThan(alone.flow.arrived);
  });
});

describe('what is said of satisfaction, agents and waiting in planted desks', () => {
  it('is not false, and what is there is found', () => {
    let [wrong, desks] = [0, 0];
    for (const kind of RATED_KINDS) {
      const tally = tallyOfWords(kind, DESKS, saidOfRated);
      wrong += tally.wrong;
      desks += DESKS;
      // 4 of 12 or fewer at 80%: six times in 10,000.
      if (kind.wanted) expect([kind.name, tally.found]).toSatisfy(([, found]) => found >= 5);
      // Whether anything is said at all is no proof: of what has no wait in it there is nothing to say.
      else expect([kind.name, [...tally.said].length]).toSatisfy(([, said]) => said <= 1);
    }
    // The family may say something false in 0.5% of reports: more than four of 120 less than once in 4,000 times.
    expect(desks).toBe(DESKS * RATED_KINDS.length);
    expect(wrong).toBeLessThanOrEqual(4);
  });
});

describe('what is said of people in planted desks', () => {
  it('is not false, and who is different is found', () => {
    let wrong = 0;
    for (const kind of STAFF_KINDS) {
      const tally = tallyOfWords(kind, DESKS, saidOfStaff);
      wrong += tally.wrong;
      if (kind.wanted) expect([kind.name, tally.found]).toSatisfy(([, found]) => found >= 5);
    }
    // A family of 1%: more than five of 108 less than once in 1,000 times.
    expect(wrong).toBeLessThanOrEqual(5);
  });
});

describe('what is said of waiting and leaving in planted companies', () => {
  it('is not false, and what is there is found', () => {
    let wrong = 0;
    for (const kind of LEAVING_KINDS) {
      const tally = tallyOfWords(kind, DESKS, saidOfLeaving);
      wrong += tally.wrong;
      // 2 of 12 or fewer at 50%: once in 50 times; 4 or fewer at 70%: once in a hundred.
      const least = (kind.wanted?.share ?? 0) >= 0.7 ? 5 : 3;
      if (kind.wanted) expect([kind.name, tally.found]).toSatisfy(([, found]) => found >= least);
    }
    // The family may say something false in 0.5% of reports: more than four of 144 less than once in 1,000 times.
    expect(wrong).toBeLessThanOrEqual(4);
  });
});
