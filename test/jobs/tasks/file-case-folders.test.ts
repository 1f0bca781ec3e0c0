import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Report } from '../../../src/report/schema.ts';
import { atDesk } from '../fairclock.ts';

const CASES = resolve(import.meta.dirname, '../../../../shared/cases');
/** Windows may end after now: all that is in a file is in them. */
const windowTo = (to: string) => ['--from', '2025-01-01', '--to', to, '--time-zone', 'UTC'];

/** Hours, but for counts; what is left out is not looked at. */
interface Right {
  readonly solved?: number;
  readonly open?: number;
  readonly undated?: number;
  readonly median?: number;
  readonly mean?: number;
  readonly firstMedian?: number;
  readonly firstMean?: number;
  readonly rated?: number;
  /** Where its window ends before now. */
  readonly to?: string;
  /** Of the message with which both report and check end with 2. */
  readonly refused?: string;
  readonly more?: (report: Report) => void;
}

const hours = (seconds: number | null | undefined): number | undefined =>
  seconds == null ? undefined : Math.round(seconds / 3.6) / 1000;

/** What is right of each folder of cases about files, typed by hand from what is in it. */
const RIGHT: Readonly<Record<string, Right>> = {
  'file-01-jira-es-months': { solved: 0, undated: 5, open: 2, rated: 2 },
  'file-01b-jira-es-year': { solved: 120, open: 0, median: 4 },
  'file-02-jira-resolved-empty': { solved: 0, undated: 5, open: 2, rated: 2 },
  'file-02c-solvedat-while-open': { solved: 5, open: 2, median: 4 },
  'file-03-stale-resolved-at-open': { solved: 5, open: 2, median: 4, mean: 4 },
  'file-04-freshdesk-hhmmss': { solved: 5, open: 2, median: 3.5, firstMedian: 0.75, rated: 3 },
  'file-05-duration-formats': { solved: 1, median: 1234 },
  'file-06-thousands-separator': {
    ...{ solved: 7, median: 36, mean: 462.429, firstMedian: 0.5, firstMean: 10.588, rated: 4 },
  },
  'file-06b-thousands-in-money': { solved: 1 },
  'file-07-closed-fallback': { solved: 7, open: 0, median: 4, mean: 8 },
  'file-08b-date-and-time-columns': { solved: 1, median: 4 },
  'file-09-per-row-zone': { solved: 2, median: 4, mean: 4 },
  'file-14-ampm-local': { solved: 4, median: 4, mean: 4 },
  'file-15-local-months': { solved: 16, median: 1, mean: 1 },
  'file-16-json-array': { solved: 2, mean: 1.5 },
  'file-16b-json-lines-nested': {
    solved: 2,
    mean: 1.5,
    more: ({ byAgent }) => expect(byAgent.map(({ label, tickets }) => [label, tickets])).toEqual([['Ana', 2]]),
  },
  'file-16c-json-array-one-line': {
    refused: 'data.json: the column "status" is missing; it has: id, created_at, solved_at, subject, requester.email',
  },
  'file-17-xlsx-zip-utf16': { refused: 'is a web page (HTML), whatever its name says' },
  'file-21-team-hours-ignored-when-agent-assigned': {
    solved: 6,
    // Friday 12:00 to Saturday of next week in Mon-Fri 09:00-17:00: 5 h and 36 h.
    more: ({ overall }) => expect(hours(overall.finalResolution.business?.medianSeconds)).toBe(41),
  },
  'file-22-conversations': {
    solved: 13,
    open: 1,
    // 351.4 h from the customer's coming back are the bot's, and 9 h 11 min 8 s ours.
    more: ({ timeToFirstAnswer }) => expect(timeToFirstAnswer.net).not.toBeNull(),
  },
  'file-36-list-asserts-history': {
    solved: 6,
    median: 96,
    more({ overall, byTier }) {
      // Two were reopened at least three times; of the others nobody knows. Nothing says where the time went.
      expect(byTier.map(({ key, tickets }) => [key, tickets]).filter(([, tickets]) => tickets !== 0)).toEqual([
        ['complex', 2],
        ['unknown', 4],
      ]);
      expect([overall.reopenRate, Object.values(overall.timeSpentSeconds)]).toEqual([1, Array(9).fill(0)]);
    },
  },
  'file-38-check-says-works': { solved: 6001, median: 1 },
  'file-40-time-by-team-after-escalation': {
    solved: 6,
    median: 32,
    more({ byTeamHeld, teams }) {
      expect(byTeamHeld.map(({ key, finalResolution }) => [key, hours(finalResolution.net?.medianSeconds)])).toEqual([
        ['L1', 30],
        ['L2', 2],
      ]);
      expect(teams.map(({ key, heldMedianSeconds }) => [key, hours(heldMedianSeconds)])).toEqual([
        ['L1', 30],
        ['L2', 2],
      ]);
    },
  },
  'file-48-seconds-only-sometimes': {
    solved: 2,
    mean: 0.04,
    more: ({ quality }) => expect(quality.impossible).toEqual([]),
  },
  'file-49-optional-cell-costs-the-ticket': { solved: 15, median: 3, mean: 6.2, rated: 6 },
  'file-51-duration-filled-for-unsolved': { solved: 2, open: 3, median: 2.75 },
  'file-52-snow-last-update-only': { solved: 0, undated: 2, open: 1 },
  'file-53-snow-glide-duration': { solved: 2, median: 27, mean: 27 },
  'file-54-file-watermark-false-alarm': {
    to: '2026-11-25',
    solved: 10,
    median: 3,
    more: ({ quality }) => expect(quality.notes.join()).not.toMatch(/later tickets are missing/),
  },
  'truth-04-closed-without-date-vanish': { solved: 10, undated: 10, open: 0, median: 2 },
  'truth-05-check-no-zone': { refused: 'the times have no offset' },
  'digest-06-check-works-with-nothing-readable': { refused: 'none of its 2 rows can be read: opened_at has no offset' },
};

describe.skipIf(!existsSync(CASES))('files of users (skipped where shared/cases is not there)', () => {
  it('each have a right value here', () => {
    const folders = readdirSync(CASES).filter((name) => /^(file-|truth-0[45]|digest-06)/.test(name));

    expect(Object.keys(RIGHT).sort()).toEqual(folders.sort());
  });

  it.each(Object.entries(RIGHT))('%s', async (folder, right) => {
    const at = join(CASES, folder);
    const [data] = readdirSync(at).filter((name) => !name.startsWith('map'));
    const [mapping] = readdirSync(at).filter((name) => name === 'mapping.json' || name === 'map.json');
    const variables = {
      FILE_PATH: join(at, data!),
      MIN_SAMPLE: '1',
      LOG_LEVEL: 'error',
      ...(mapping === undefined ? {} : { FILE_MAPPING: join(at, mapping) }),
    };
    const desk = atDesk();
    const told = await desk.fairclock(['report', ...windowTo(right.to ?? '2027-01-01'), '--format', 'json'], variables);
    const checked = await desk.fairclock(['check'], variables);

    expect([told.code, checked.code]).toEqual(right.refused === undefined ? [0, 0] : [2, 2]);
    if (right.refused !== undefined) {
      for (const text of [told.err, `${checked.out}${checked.err}`]) expect(text).toContain(right.refused);
      return;
    }
    const report = Report.parse(JSON.parse(told.out));
    const { finalResolution, firstResponse, tickets, csat } = report.overall;
    const found: Right = {
      solved: tickets,
      open: report.open.n,
      undated: report.flow.solvedWithoutDate,
      median: hours(finalResolution.calendar?.medianSeconds),
      mean: hours(finalResolution.calendar?.meanSeconds),
      firstMedian: hours(firstResponse.net?.medianSeconds),
      firstMean: hours(firstResponse.net?.meanSeconds),
      rated: csat?.n,
    };
    const { more, to: _, ...figures } = right;
    expect(found).toMatchObject(figures);
    more?.(report);
  });
});
