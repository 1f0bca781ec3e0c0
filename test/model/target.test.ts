import { describe, expect, it } from 'vitest';
import { parseTargets, targetFor } from '../../src/model/target.ts';

const HOUR = 3_600_000;

describe('what is promised', () => {
  it('is a measure, a time and a clock, for all or for some', () => {
    expect(parseTargets('first_answer:4h business, solution:3d,  Urgent.first_answer: 30 min calendar')).toEqual([
      { measure: 'timeToFirstAnswer', clock: 'business', ms: 4 * HOUR, group: null },
      { measure: 'timeToSolution', clock: 'net', ms: 72 * HOUR, group: null },
      { measure: 'timeToFirstAnswer', clock: 'calendar', ms: HOUR / 2, group: 'Urgent' },
    ]);
    expect(parseTargets('  ')).toEqual([]);
  });

  it.each([
    'solution',
    'solution:3',
    'solution:0h',
    'solution:3 weeks',
    'resolution:3d',
    'solution:3d wall',
    'solution:-3d',
  ])('%s is refused with what is accepted', (text) => {
    expect(() => parseTargets(text)).toThrow(/accepts targets such as first_answer:4h business/);
  });

  it('is said once of each', () => {
    expect(() => parseTargets('solution:3d, urgent.solution:1d, urgent.solution:2d')).toThrow(
      'has two targets of urgent.solution; keep one',
    );
  });

  it('holds by priority, team or stated level before it holds for all', () => {
    const targets = parseTargets('solution:3d, urgent.solution:1d, Berlin.solution:2d');
    const held = (priority: string | null, team: string | null) =>
      targetFor(targets, 'timeToSolution', { priority, team, statedTier: null })?.ms;
    expect([held('URGENT', 'Berlin'), held('low', 'berlin'), held(null, null)]).toEqual([
      24 * HOUR,
      48 * HOUR,
      72 * HOUR,
    ]);
    expect(
      targetFor(targets, 'timeToFirstAnswer', { priority: 'urgent', team: null, statedTier: null }),
    ).toBeUndefined();
  });
});
