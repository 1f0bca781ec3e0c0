import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredTicket } from '../../src/model/measurement.ts';
import { reportOf } from '../../src/report/from-records.ts';
import type { Report, Stat } from '../../src/report/schema.ts';
import { seeded } from '../measure/random-history.ts';
import { measuredAsOf, randomDesk } from './random-desk.ts';
import { contextOf, recordsOf } from './records-of.ts';

/*
 * The figures of a report counted anew, ticket by ticket and event by event, from measured tickets: slowly, by the sentences
 * of section 6 alone. Timers are not rewound and no bot answers here; both have tests of their own.
 */

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 25);
const ZONES = ['America/New_York', 'Europe/London'];
const [FROM, TO] = [START + 5 * DAY, START + 12 * DAY];
const isIn = (at: number | null): at is number => at !== null && at >= FROM && at < TO;

interface Made {
  readonly tickets: readonly MeasuredTicket[];
  readonly report: Report;
}

function made(seed: number): Made {
  const desk = randomDesk(seeded(seed), START, 14, 45, ZONES);
  const asIs = { ...desk, definitions: { ...desk.definitions, autoClose: 'as-is' as const } };
  const asOf = START + 60 * DAY;
  const tickets = measuredAsOf(asIs, asOf).filter(
    ({ turns, exclusion, excludedAt }) =>
      turns.every(({ botAnsweredAt }) => botAnsweredAt === null) && (exclusion === null || excludedAt !== null),
  );
  const window = { from: FROM, to: TO, timeZone: 'UTC' };
  return {
    tickets,
    report: reportOf(recordsOf(tickets, asIs, asOf), { window, cohort: 'solved' }, contextOf(asIs.definitions)),
  };
}

const goneBy = ({ excludedAt }: MeasuredTicket, at: number): boolean => excludedAt !== null && excludedAt <= at;

/** Open just before an instant: opened, not gone, and no solution holds. */
function isOpenBefore(ticket: MeasuredTicket, at: number): boolean {
  const { openedAt, excludedAt, solutions } = ticket;
  if (openedAt >= at || (excludedAt !== null && excludedAt < at)) return false;
  return !solutions.some(({ knownAt, reopenedAt }) => knownAt < at && (reopenedAt === null || reopenedAt >= at));
}

function flowOf(tickets: readonly MeasuredTicket[]) {
  const count = (of: (ticket: MeasuredTicket) => number) => tickets.reduce((sum, ticket) => sum + of(ticket), 0);
  const came = (isOutbound: boolean) =>
    count((ticket) =>
      ticket.outbound === isOutbound && isIn(ticket.openedAt) && !goneBy(ticket, ticket.openedAt) ? 1 : 0,
    );
  const steps = (of: 'knownAt' | 'reopenedAt') =>
    count((ticket) => ticket.solutions.filter((each) => isIn(each[of]) && !goneBy(ticket, each[of]!)).length);
  return {
    arrived: came(false),
    outbound: came(true),
    solved: steps('knownAt'),
    reopened: steps('reopenedAt'),
    leftOut: count((ticket) => (isIn(ticket.excludedAt) && isOpenBefore(ticket, ticket.excludedAt) ? 1 : 0)),
    openAtStart: count((ticket) => (isOpenBefore(ticket, FROM) ? 1 : 0)),
    openAtEnd: count((ticket) => (isOpenBefore(ticket, TO) ? 1 : 0)),
  };
}

/** How long solutions take by the calendar, product-limit, one row a ticket: seconds and counts. */
function curveOf(tickets: readonly MeasuredTicket[]) {
  const rows = tickets.flatMap((ticket) => {
    const { entersAt, solutions, excludedAt } = ticket;
    if (entersAt === null || entersAt >= TO) return [];
    const first = solutions.find(({ knownAt }) => knownAt >= entersAt)?.knownAt ?? null;
    const end = first !== null && !goneBy(ticket, first) ? first : null;
    const until = Math.min(end ?? TO, excludedAt ?? TO, TO);
    if (until < FROM || (until === FROM && end !== FROM)) return [];
    const exit = until - entersAt;
    if (excludedAt !== null && excludedAt <= entersAt) return [];
    return [
      { entry: Math.min(Math.max(0, FROM - entersAt), exit), exit, ended: end !== null && end === until && end < TO },
    ];
  });
  const ages = [...new Set(rows.filter(({ ended }) => ended).map(({ exit }) => exit))].sort((a, b) => a - b);
  let [share, fewest, median] = [1, Number.POSITIVE_INFINITY, null as number | null];
  for (const [place, age] of ages.entries()) {
    const atRisk = rows.filter(({ entry, exit }) => entry <= age && age <= exit).length;
    const ends = rows.filter(({ exit, ended }) => ended && exit === age).length;
    fewest = Math.min(fewest, atRisk);
    share *= (atRisk - ends) / atRisk;
    if (share <= 0.5 + 1e-12) {
      // Where the curve lies at one half, as in R, the middle of that stretch.
      const isHalf = Math.abs(share - 0.5) < 1e-12;
      median = (isHalf ? (age + (ages[place + 1] ?? age)) / 2 : age) / 1000;
      break;
    }
  }
  return {
    atRisk: rows.length,
    ended: rows.filter(({ ended }) => ended).length,
    medianSeconds: fewest < 5 ? null : median,
  };
}

/** The last solution known at the window's end, where it holds then, lies in the window and is people's. */
function solutionOf({ solutions, excludedAt }: MeasuredTicket) {
  const last = solutions.filter(({ knownAt }) => knownAt < TO).at(-1);
  const holds = last !== undefined && (last.reopenedAt === null || last.reopenedAt >= TO);
  // What a bot alone solved is in no figure of people.
  return holds && last.by !== 'bot' && last.knownAt >= FROM && (excludedAt === null || excludedAt >= TO)
    ? last
    : undefined;
}

function statOf(ms: readonly number[]): { n: number; meanSeconds: number; medianSeconds: number } | null {
  if (ms.length === 0) return null;
  const sorted = [...ms].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return {
    n: ms.length,
    meanSeconds: ms.reduce((sum, value) => sum + value, 0) / ms.length / 1000,
    medianSeconds: median / 1000,
  };
}

function expectStat(stat: Stat, expected: ReturnType<typeof statOf>): void {
  expect(stat?.n ?? 0).toBe(expected?.n ?? 0);
  expect(stat?.medianSeconds ?? 0).toBeCloseTo(expected?.medianSeconds ?? 0, 6);
  expect(stat?.meanSeconds ?? 0).toBeCloseTo(expected?.meanSeconds ?? 0, 6);
}

const timesOf = (tickets: readonly MeasuredTicket[]) =>
  tickets.flatMap((ticket) => {
    const solution = solutionOf(ticket);
    return solution?.clocks == null ? [] : [solution.at - ticket.entersAt!];
  });

describe('every figure of a report, counted anew by hand', () => {
  const overDesks = (check: (desk: Made) => void) =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => check(made(seed))),
      { numRuns: 15, seed: 1 },
    );

  it('the flow, which adds up', () => {
    overDesks(({ tickets, report: { flow } }) => {
      expect(flow).toMatchObject(flowOf(tickets));
      expect(
        flow.openAtStart + flow.arrived + flow.outbound + flow.reopened + flow.undeleted - flow.solved - flow.leftOut,
      ).toBe(flow.openAtEnd + flow.solvedWithoutDate);
    });
  });

  it('the curve of solutions', () => {
    overDesks(({ tickets, report: { timeToSolution } }) => {
      const { atRisk, ended, medianSeconds } = curveOf(tickets);
      expect(timeToSolution.calendar?.atRisk ?? 0).toBe(atRisk);
      expect(timeToSolution.calendar?.ended ?? 0).toBe(ended);
      expect(timeToSolution.calendar?.medianSeconds ?? null).toBe(medianSeconds);
    });
  });

  it('what was solved and answered, of all and by priority and tag', () => {
    overDesks(({ tickets, report }) => {
      expect(report.overall.tickets).toBe(tickets.filter(solutionOf).length);
      expectStat(report.overall.finalResolution.calendar, statOf(timesOf(tickets)));
      for (const { key, finalResolution } of report.byPriority) {
        const own = tickets.filter(({ priority }) => (priority ?? 'none') === key);
        expectStat(finalResolution.calendar, statOf(timesOf(own)));
      }
      const vip = report.byTag.find(({ key }) => key === 'vip');
      expectStat(
        vip?.finalResolution.calendar ?? null,
        statOf(timesOf(tickets.filter(({ tags }) => tags.includes('vip')))),
      );
      const firsts = tickets.flatMap(({ outbound, turns, excludedAt }) => {
        const first = turns.find(({ by }) => by === 'human');
        const isCounted = !outbound && isIn(first?.answeredAt ?? null) && (excludedAt === null || excludedAt >= TO);
        return isCounted ? [first!.answeredAt! - first!.askedAt] : [];
      });
      expectStat(report.overall.firstResponse.calendar, statOf(firsts));
    });
  });

  it('the time that each team held what was solved', () => {
    overDesks(({ tickets, report }) => {
      for (const { key, timeSpentSeconds } of report.byTeamHeld) {
        const held = tickets.flatMap((ticket) => {
          const solution = solutionOf(ticket);
          if (solution === undefined || ticket.entersAt === null) return [];
          return ticket.stints
            .filter(({ teamId, fromAt }) => (teamId ?? 'none') === key && fromAt < solution.at)
            .map(({ fromAt, toAt }) => Math.max(0, Math.min(toAt!, solution.at) - Math.max(fromAt, ticket.entersAt!)));
        });
        const told = Object.values(timeSpentSeconds).reduce((sum, seconds) => sum + seconds, 0);
        expect(told).toBeCloseTo(held.reduce((sum, ms) => sum + ms, 0) / 1000, 6);
      }
    });
  });
});
