import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Kpis } from '../../../src/summarise/success/build.ts';
import { atDesk } from '../fairclock.ts';

const CASES = resolve(import.meta.dirname, '../../../../shared/cases');
const WEEK = ['--from', '2026-11-16', '--to', '2026-11-23', '--time-zone', 'UTC'] as const;
const hours = (seconds: number | null | undefined): number | null => (seconds == null ? null : seconds / 3600);
const QUARTER = ['--from', '2026-08-24', '--to', '2026-11-23', '--time-zone', 'UTC'] as const;
const MONTH = ['--from', '2026-10-26', '--to', '2026-11-23', '--time-zone', 'UTC'] as const;
const report = (folder: string, window: readonly string[] = WEEK, variables: Readonly<Record<string, string>> = {}) =>
  atDesk().report({ FILE_PATH: resolve(CASES, folder), LOG_LEVEL: 'error', ...variables }, ...window);

async function kpis(folder: string, from: string, to: string) {
  const variables = { FILE_PATH: resolve(CASES, folder), LOG_LEVEL: 'error' };
  const { out } = await atDesk().fairclock(
    ['kpis', '--from', from, '--to', to, '--time-zone', 'UTC', '--format', 'json'],
    variables,
  );
  return Kpis.parse(JSON.parse(out)).figures;
}

describe.skipIf(!existsSync(CASES))(
  'windows of desks whose truth is known (skipped where shared/cases is not there)',
  () => {
    it('tells a crisis: sixty came, none was answered, none solved, and the week was not quiet', async () => {
      const { flow, timeToFirstAnswer } = await report('digest-01-crisis-called-quiet-week/export');
      expect(flow).toMatchObject({ arrived: 60, solved: 0, openAtStart: 10, openAtEnd: 70, unansweredAtEnd: 70 });
      expect(timeToFirstAnswer.net?.medianSeconds).toBeNull();
    });

    it('compares nothing with a week before the export begins, and says from when on', async () => {
      const { coverage, changes, timeToFirstAnswer, flow } = await report('digest-02-new-install-false-slower/export');
      expect(coverage).toMatchObject({ comparable: false, comparableFrom: '2026-11-21T00:00:00.000Z' });
      expect(new Set(changes.map(({ verdict }) => verdict))).toEqual(new Set(['not_comparable']));
      // The list tells no answers: that nobody answered cannot be said.
      expect([timeToFirstAnswer.net, flow.unansweredAtEnd]).toEqual([null, null]);
    });

    it('does not call a desk faster that leaves its long tickets: 113 pile up', async () => {
      const { changes, flow } = await report('planted-03-cherry-picking-reads-as-faster/data');
      expect(changes.filter(({ verdict }) => verdict === 'faster')).toEqual([]);
      expect(flow).toMatchObject({ openAtStart: 30, openAtEnd: 113 });
    });

    it('counts unanswered turns: half are answered within 1.9 h, not within 59 min', async () => {
      const { timeToFirstAnswer } = await report('planted-06-unanswered-tickets-missing-from-first-answer/data');
      expect(hours(timeToFirstAnswer.net?.medianSeconds)).toBeCloseTo(1.9, 1);
    });

    it('keeps what was solved in an earlier week when it is reopened later: a stationary desk stays level', async () => {
      const { trend } = await report('planted-05-reopened-tickets-leave-the-earlier-window/data');
      const solved = trend.filter(({ covered }) => covered).map(({ solved }) => solved);
      const mean = solved.reduce((sum, n) => sum + n, 0) / solved.length;
      // Poisson weeks of about 265: four standard deviations.
      for (const n of solved) expect(Math.abs(n - mean)).toBeLessThan(4 * Math.sqrt(mean));
      expect(solved.length).toBeGreaterThan(8);
    });

    it('tells who takes longer on random equal tickets by their own time, whatever it makes of the tickets', async () => {
      const { people } = await report('planted-01-tier-made-by-agent/data', MONTH);
      const pat = people.find(({ name }) => name === 'Pat')!;

      // The geometric mean of her time a ticket against all four, as the case states it.
      expect(pat.raw).toBeCloseTo(1.6, 1);
      expect(people.map(({ name, verdict }) => [name, verdict])).toEqual([
        ['Ana', 'no_evidence'],
        ['Ben', 'no_evidence'],
        ['Cai', 'no_evidence'],
        ['Pat', 'slower'],
      ]);
    });

    it('charges nobody with the queue or with closed hours: all need 2.1 h after they took a ticket', async () => {
      const { people } = await report('planted-02-shift-and-queue-charged-to-agent/data', MONTH, {
        TEAM_HOURS: 'Mon-Fri 09:00-17:00',
      });

      for (const { raw, verdict } of people) {
        expect(raw).toBeGreaterThan(0.9);
        expect(raw).toBeLessThan(1.1);
        expect(verdict).toBe('no_evidence');
      }
      expect(people).toHaveLength(4);
    });

    it('finds no link of churn with waiting where there is none and the desk got faster', async () => {
      const { outcomes } = await report('planted-08-faster-over-time-reads-as-slow-causes-churn/data', QUARTER);
      const { measures } = outcomes.link!.churnAndWaits;

      expect(measures.map(({ decisions }) => decisions)).toEqual([78, 78, 78]);
      expect(measures.filter(({ verdict }) => verdict === 'association')).toEqual([]);
    });

    it('keeps retention of a growing company between 0 and 100%, and who joined and left within the year apart', async () => {
      const figures = await kpis('planted-17-growing-company-churn-over-100/data', '2026-10-01', '2026-11-01');
      const lastYear = (key: string) => figures.find((figure) => figure.key === key && figure.group === 'last year')!;

      // 96 were there a year before; of the 112 lost since, 95 had joined within it.
      expect(lastYear('retention_rate').value).toBeCloseTo((100 * 79) / 96, 9);
      expect(lastYear('churn_rate').inputs.map(({ value }) => value)).toEqual([112, 95, 96]);
      expect(lastYear('losses_per_account_year').value).toBeCloseTo(0.224, 3);
      expect(lastYear('losses_per_account_year').inputs[1]!.value).toBeCloseTo(500.4, 1);
    });

    it.each([
      ['2026-10-05', '2026-11-02', 38.5],
      ['2026-10-26', '2026-11-23', 39.1],
    ])('takes who left for on their way no longer: time to value from %s to %s is %s days', async (from, to, days) => {
      const figures = await kpis('planted-16-left-accounts-still-on-their-way/data', from, to);
      const { value } = figures.find(({ key }) => key === 'time_to_value')!;

      expect(value! / 86_400).toBeCloseTo(days, 1);
    });

    it('sees customers who left while they were waiting', async () => {
      const { outcomes } = await report('planted-09-left-while-waiting-is-not-seen/data', QUARTER);
      const longest = outcomes.link!.churnAndWaits.measures.find(({ measure }) => measure === 'longestOpenWait')!;

      expect(longest).toMatchObject({ verdict: 'association', decisions: 89 });
      expect(longest.hazardRatio).toBeGreaterThan(2);
    });

    it.each([
      ['a week', '2026-11-16'],
      ['two weeks', '2026-11-09'],
      ['four weeks', '2026-10-26'],
    ])('tells the same time to solution of %s with a stale backlog: about 6.2 h', async (_name, from) => {
      const { timeToSolution } = await report('planted-15-kaplan-meier-with-stale-backlog/data', [
        '--from',
        from,
        '--to',
        '2026-11-23',
        '--time-zone',
        'UTC',
      ]);
      const { medianSeconds, medianInterval } = timeToSolution.net!;
      expect(hours(medianSeconds)).toBeGreaterThan(5.5);
      expect(hours(medianSeconds)).toBeLessThan(6.9);
      expect(hours(medianInterval![0])).toBeLessThan(6.2);
      expect(hours(medianInterval![1])).toBeGreaterThan(6.2);
    });
  },
);
