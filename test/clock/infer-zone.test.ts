import { describe, expect, it } from 'vitest';
import { inferTimeZone } from '../../src/clock/infer-zone.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { type Random, seeded } from '../measure/random-history.ts';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);

/** Hours that a fixed-offset zone is ahead of UTC. */
function offsetOf(zone: string): number {
  if (zone === 'Etc/UTC') return 0;
  const match = /^Etc\/GMT([+-])(\d+)$/.exec(zone)!;
  return (match[1] === '-' ? 1 : -1) * Number(match[2]);
}

function messages(random: Random, count: number, offset: number, days: number, hour: () => number): number[] {
  return Array.from({ length: count }, () => {
    const day = random.int(26) * 7 + random.int(days);
    return MONDAY + day * 24 * HOUR + (hour() - offset) * HOUR;
  });
}

/** Shares of simulated customers whose zone was told wrong by more than two hours, and told at all. */
function shares(
  seed: number,
  habit: (random: Random) => { days: number; hour: () => number },
): { wrong: number; told: number } {
  const random = seeded(seed);
  const runs = 2_000;
  let [wrong, told] = [0, 0];
  for (let i = 0; i < runs; i++) {
    const offset = random.int(24) - 10;
    const { days, hour } = habit(random);
    const zone = inferTimeZone(messages(random, 12 + random.int(40), offset, days, hour));
    if (zone === undefined) continue;
    told++;
    const apart = Math.abs(offsetOf(zone) - offset);
    if (Math.min(apart, 24 - apart) > 2) wrong++;
  }
  return { wrong: wrong / runs, told: told / runs };
}

describe('a zone guessed from when a customer writes', () => {
  it('is right within two hours for nearly all who write at work, and told for most of them', () => {
    const { wrong, told } = shares(1, (random) => {
      const begins = 8 + random.next() * 2;
      const lasts = 7.5 + random.next() * 1.5;
      return { days: 5, hour: () => begins + random.next() * lasts };
    });

    expect(wrong).toBeLessThan(0.02);
    expect(told).toBeGreaterThan(0.6);
  });

  it('is seldom told of people with other habits, so that few are wrong in all', () => {
    const { wrong } = shares(2, (random) => {
      const centre = random.next() * 24;
      switch (random.int(4)) {
        case 0: // at all hours
          return { days: 7, hour: () => random.next() * 24 };
        case 1: // evenings and weekends
          return { days: 7, hour: () => 17 + random.next() * 6 };
        case 2: // always at about the same time of any day
          return { days: 7, hour: () => centre + random.next() };
        default: // office hours
          return { days: 5, hour: () => 9 + random.next() * 8 };
      }
    });

    expect(wrong).toBeLessThan(0.02);
  });

  it('needs twelve messages', () => {
    const random = seeded(3);
    const office = messages(random, 11, 2, 5, () => 9 + random.next() * 8);

    expect(inferTimeZone(office)).toBeUndefined();
    expect(inferTimeZone([])).toBeUndefined();
  });

  it('is a zone that calendars can be kept in', () => {
    const random = seeded(4);
    for (let offset = -10; offset <= 13; offset++) {
      const zone = inferTimeZone(messages(random, 200, offset, 5, () => 9 + random.next() * 8));

      expect(zone !== undefined && isTimeZone(zone) && offsetOf(zone)).toBe(offset);
    }
  });
});
