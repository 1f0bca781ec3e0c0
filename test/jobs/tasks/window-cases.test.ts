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

    it('names no agent in a list, whatever its format, unless the desk asked for names', async () => {
      const desk = atDesk();
      const words = (selector: string, format: string, agents: string) =>
        desk.fairclock(['report', ...MONTH, '--tickets', selector, '--format', format], {
          FILE_PATH: resolve(CASES, 'planted-01-tier-made-by-agent/data'),
          LOG_LEVEL: 'error',
          DIGEST_AGENTS: agents,
        });
      for (const selector of ['overall', 'byTier=moderate', 'arrived', 'solved', 'open', 'waiting']) {
        for (const format of ['json', 'csv', 'text']) {
          const { code, out } = await words(selector, format, 'off');
          expect([selector, format, code, /\b(ana|ben|cai|pat)\b/i.exec(out)?.[0]]).toEqual([
            selector,
            format,
            0,
            undefined,
          ]);
        }
      }
      expect((await words('overall', 'csv', 'on')).out).toMatch(/,agentId,[\s\S]*,(ana|ben|cai|pat),/);
    });

    it('lists and counts under all_involved a ticket for each who had it, and no more in all', async () => {
      const desk = atDesk();
      desk.write(
        'tickets.csv',
        'id,opened_at,opened_by,customer_id,status,solved_at\n1,2026-06-01T08:00:00Z,customer,c1,solved,\n2,2026-06-01T09:00:00Z,customer,c2,solved,\n',
      );
      desk.write(
        'events.csv',
        [
          'ticket_id,id,at,kind,by,author_id,public,to,agent_id',
          '1,a,2026-06-01T08:00:00Z,assignment,,,,,ana',
          '1,b,2026-06-01T10:00:00Z,assignment,,,,,ben',
          '1,c,2026-06-01T11:00:00Z,message,agent,cem,true,,',
          '1,d,2026-06-01T12:00:00Z,status,agent,,,solved,',
          '1,e,2026-06-02T12:00:00Z,assignment,,,,,dora',
          '2,f,2026-06-01T09:00:00Z,assignment,,,,,ana',
          '2,g,2026-06-01T13:00:00Z,status,agent,,,solved,',
        ].join('\n'),
      );
      desk.write('agents.csv', 'id,name\nana,Ana\nben,Ben\ncem,Cem\ndora,Dora\n');
      desk.write(
        'ratings.csv',
        'id,ticket_id,kind,scale_min,scale_max,value,rated_at\nr,1,csat,1,5,5,2026-06-03T08:00:00Z\n',
      );
      const variables = { FILE_PATH: desk.folder, CREDIT_POLICY: 'all_involved', LOG_LEVEL: 'error' };
      const june = ['--from', '2026-06-01', '--to', '2026-07-01', '--time-zone', 'UTC'];
      const { byAgent, overall } = await desk.report(variables, ...june);
      expect(byAgent.map(({ key, tickets, csat }) => [key, tickets, csat?.n])).toEqual([
        ['ana', 2, 1],
        ['ben', 1, 1],
        ['cem', 1, 1],
      ]);
      expect([overall.tickets, overall.csat?.n]).toEqual([2, 1]);
      const listed = await desk.fairclock(
        ['report', '--tickets', 'byAgent=ben', '--format', 'json', ...june],
        variables,
      );
      expect(
        (JSON.parse(listed.out) as { readonly tickets: readonly { readonly id: string }[] }).tickets.map(
          ({ id }) => id,
        ),
      ).toEqual(['1']);
    });

    it.each([
      ['solver', { ana: [2, 2], bob: undefined }],
      ['last_replier', { ana: [2, 2], bob: undefined }],
      ['assignee_at_rating', { ana: undefined, bob: [2, 2] }],
      ['all_involved', { ana: [2, 2], bob: undefined }],
    ])('credits solutions and ratings by one rule: %s', async (policy, whose) => {
      const june = ['--from', '2026-06-01', '--to', '2026-07-01', '--time-zone', 'UTC'];
      const { byAgent } = await report('truth-01-rating-credit-stated-solution/in', june, { CREDIT_POLICY: policy });
      const of = (key: string) => {
        const group = byAgent.find((each) => each.key === key);
        return group === undefined || group.tickets === 0 ? undefined : [group.tickets, group.csat?.n];
      };
      expect({ ana: of('ana'), bob: of('bob') }).toEqual(whose);
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
