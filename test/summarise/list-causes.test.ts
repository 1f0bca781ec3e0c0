import { expect, it } from 'vitest';
import { CAUSE_NAMES } from '../../src/model/catalogue.ts';
import { cohortOf } from '../../src/summarise/cohort.ts';
import { columnsOf } from '../../src/summarise/columns.ts';
import { DAY, measured } from '../measure/desk.ts';

it('tells no cause of time for a ticket of a list, which nobody said who had: its length alone', () => {
  const facts = { openedAt: 0, status: 'closed', statedSolvedAt: DAY, timelineComplete: false } as const;
  const listed = measured(facts, []);
  const records = { tickets: [listed], leftOut: [], measurements: columnsOf([]), ratings: [] };
  const columns = cohortOf(records, 'solved', { fromAt: 0, toAt: 2 * DAY }, { cuts: [2, 6], name: 'score@1' });

  expect(columns.finalResolution.calendar[0]).toBe(DAY);
  expect(CAUSE_NAMES.map((cause) => columns.timeSpentMs[cause][0])).toEqual(CAUSE_NAMES.map(() => 0));
});
