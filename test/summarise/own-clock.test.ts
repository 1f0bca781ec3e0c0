import { describe, expect, it } from 'vitest';
import { createSides } from '../../src/clock/sides.ts';
import { createJointCauses } from '../../src/summarise/joint-causes.ts';
import { ownClocks } from '../../src/summarise/own-clock.ts';
import { answers, assigned, DAY, HOUR, measured } from '../measure/desk.ts';

const MONDAY = Date.UTC(2026, 8, 28);
const TO = MONDAY + 42 * DAY;

/** Ana's clock at a desk with these hours, where on each of 30 working days (or all 42) she answers at an hour of a list. */
function clockOf(hours: readonly number[], teamHours: string | undefined, days: 'workdays' | 'all' = 'workdays') {
  const desk = { definitions: { teamHours, teamTimeZone: 'UTC' } };
  const tickets = Array.from({ length: 42 }, (_, day) => day)
    .filter((day) => days === 'all' || day % 7 < 5)
    .map((day, index) => {
      const at = MONDAY + day * DAY + hours[index % hours.length]! * HOUR + HOUR / 2;
      return measured({ id: `t${day}`, openedAt: at - HOUR }, [assigned(at - HOUR, 'ana'), answers(at, 'ana')], desk);
    });
  const sides = createSides();
  return ownClocks({
    tickets,
    window: { from: TO - 28 * DAY, to: TO },
    personOf: (source, id) => `${source}/${id}`,
    sides,
    joint: createJointCauses(sides),
  }).get('desk/ana');
}

describe('the clock of a person', () => {
  const DAYTIME = 'Mon-Fri 09:00-17:00';
  it.each<[string, readonly number[], string | undefined, 'workdays' | 'all', string]>([
    ['answers throughout the hours set', [9, 11, 13, 15, 16], DAYTIME, 'workdays', 'fits'],
    ['a sixth in the evening is an exception', [9, 11, 13, 15, 16, 19], DAYTIME, 'workdays', 'fits'],
    ['a third in the evening is none', [9, 13, 19], DAYTIME, 'workdays', 'works_outside'],
    ['all at weekends too', [9, 11, 13, 15, 16], DAYTIME, 'all', 'works_outside'],
    ['daytime alone, where no hours are set', [9, 11, 13, 15, 16], undefined, 'all', 'often_absent'],
    ['around the clock, where no hours are set', [1, 4, 7, 10, 13, 16, 19, 22], undefined, 'all', 'fits'],
    ['mornings alone, of a day until 17, as tickets may come then', [9, 10, 11, 12], DAYTIME, 'workdays', 'fits'],
    ['no lunch', [9, 10, 11, 13, 14, 15, 16], DAYTIME, 'workdays', 'fits'],
  ])('fits or not: %s', (_, hours, teamHours, days, clock) => {
    expect(clockOf(hours, teamHours, days)).toBe(clock);
  });
});
