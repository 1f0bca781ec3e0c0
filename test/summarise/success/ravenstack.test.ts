import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Driver from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { Kpis } from '../../../src/summarise/success/build.ts';
import { atDesk } from '../../jobs/fairclock.ts';
import { figure } from './input.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/ravenstack');

/** The export as tables of texts, for questions that know nothing of our code. */
function openTables(): Driver.Database {
  const db = new Driver(':memory:');
  for (const name of ['accounts', 'subscriptions', 'support_tickets', 'feature_usage']) {
    const rows: string[][] = parse(readFileSync(join(FOLDER, `ravenstack_${name}.csv`)), { bom: true });
    const [header, ...body] = rows;
    db.exec(`create table ${name} (${header!.map((column) => `"${column}" text`).join(', ')})`);
    const insert = db.prepare(`insert into ${name} values (${header!.map(() => '?').join(', ')})`);
    db.transaction(() => {
      for (const row of body) insert.run(row);
    })();
  }
  db.exec(`create table paid as select *, mrr_amount * 100 as mrr, case end_date when '' then '9999' else end_date end as until
           from subscriptions where is_trial = 'False'`);
  return db;
}

/** Levels of every account at both ends of a period, and whether it had paid before it. */
const LEVELS = `
  select account_id,
    sum(case when start_date < :from and until >= :from then mrr else 0 end) as opening,
    sum(case when start_date < :to and until >= :to then mrr else 0 end) as closing,
    max(start_date < :from and mrr > 0 and until > start_date) as earlier
  from paid group by account_id`;

describe.skipIf(!existsSync(FOLDER))(
  'figures of a real-sized export, asked again in SQL (shared/data/ravenstack)',
  () => {
    let db: Driver.Database;
    const one = (text: string, period: { from: string; to: string }): Record<string, number> =>
      db.prepare(text).get(period) as Record<string, number>;
    beforeAll(() => {
      db = openTables();
      return () => db.close();
    });

    it.each([
      ['2024-10-01', '2025-01-01'],
      ['2024-02-01', '2024-03-01'],
      ['2023-06-10', '2023-11-20'],
    ])('from %s to %s are the same', async (from, to) => {
      const period = { from, to };
      const { out, err, code } = await atDesk().fairclock(
        ['kpis', '--from', from, '--to', to, '--time-zone', 'UTC', '--format', 'json'],
        { FILE_PATH: FOLDER, FILE_MAPPING: 'ravenstack', MIN_SAMPLE: '1' },
      );
      expect([code, err.includes('rejected=0')]).toEqual([0, true]);
      const kpis = Kpis.parse(JSON.parse(out));

      const revenue = one(
        `with levels as (${LEVELS}) select sum(opening) as opening, sum(closing) as closing, sum(closing > 0) as paying,
         sum(case when opening = 0 and not earlier then closing else 0 end) as new,
         sum(case when opening = 0 and earlier then closing else 0 end) as back,
         sum(case when opening > 0 and closing > opening then closing - opening else 0 end) as expansion,
         sum(case when closing > 0 and closing < opening then closing - opening else 0 end) as contraction,
         sum(case when closing = 0 then -opening else 0 end) as churn
       from levels`,
        period,
      );
      const usd = (key: string) => figure(kpis, key, { currency: 'USD' }).value;
      expect(usd('mrr')).toBe(revenue.closing);
      expect(figure(kpis, 'mrr').n).toBe(revenue.paying);
      expect(usd('mrr_new')).toBe(revenue.new);
      expect(usd('mrr_reactivation')).toBe(revenue.back);
      expect(usd('mrr_expansion')).toBe(revenue.expansion);
      expect(usd('mrr_contraction')).toBe(revenue.contraction);
      expect(usd('mrr_churn')).toBe(revenue.churn);
      const lost = revenue.contraction! + revenue.churn!;
      expect(usd('grr')).toBeCloseTo((100 * (revenue.opening! + lost)) / revenue.opening!, 9);
      expect(usd('nrr')).toBeCloseTo((100 * (revenue.opening! + lost + revenue.expansion!)) / revenue.opening!, 9);
      expect(usd('arpa')).toBeCloseTo(revenue.closing! / revenue.paying!, 6);

      const accounts = one(
        `with ends as (select account_id, max(start_date < :from and until >= :from) as before,
           max(start_date < :to and until >= :to) as after, max(until >= :from and until < :to) as ended
         from paid group by account_id)
       select sum(before) as atStart, sum(ended and not after) as lost,
         sum(ended and not after and not before) as joined, sum(before and after) as kept from ends`,
        period,
      );
      const churn = figure(kpis, 'churn_rate', { group: 'window' });
      expect(churn.inputs.map(({ value }) => value)).toEqual([accounts.lost, accounts.joined, accounts.atStart]);
      expect(figure(kpis, 'retention_rate', { group: 'window' }).value).toBeCloseTo(
        (100 * accounts.kept!) / accounts.atStart!,
        9,
      );
      expect(churn.value).toBeCloseTo((100 * accounts.lost!) / accounts.atStart!, 9);

      const use = one(
        `with used as (select s.account_id, u.usage_date, u.feature_name from feature_usage u
           join subscriptions s on s.subscription_id = u.subscription_id
           where u.usage_date >= :from and u.usage_date < :to and u.usage_count > 0
             and s.account_id in (select account_id from paid where start_date < :to and until >= :from)),
         per as (select account_id, count(distinct usage_date) as days, count(distinct feature_name) as features
           from used group by account_id),
         day as (select date(:from) as day union all select date(day, '+1 day') from day where day < date(:to, '-1 day')),
         life as (select account_id, count(distinct day) as lived from day join paid
           on paid.start_date <= day and day < paid.until group by account_id)
       select count(*) as active,
         avg(days / max(1.0, days / 7.0, (select lived from life where life.account_id = per.account_id) / 7.0)) as perWeek,
         100.0 * avg(features) / (select count(distinct feature_name) from used) as adoption,
         (select count(distinct account_id) from paid where start_date < :to and until >= :from) as base
       from per`,
        period,
      );
      expect(figure(kpis, 'active_accounts').inputs.map(({ value }) => value)).toEqual([use.active, use.base]);
      expect(figure(kpis, 'usage_frequency').value).toBeCloseTo(use.perWeek!, 9);
      expect(figure(kpis, 'feature_adoption').value).toBeCloseTo(use.adoption!, 9);

      const answers = one(
        `select count(*) as n, sum(satisfaction_score >= 4) as positive from support_tickets
       where satisfaction_score <> '' and closed_at >= :from and closed_at < :to`,
        period,
      );
      expect(figure(kpis, 'csat')).toMatchObject({ n: answers.n, value: (100 * answers.positive!) / answers.n! });

      const solved = one(
        `select count(*) as n, avg(resolution_time_hours) * 3600 as mean from support_tickets
       where closed_at >= :from and closed_at < :to`,
        period,
      );
      const mean = figure(kpis, 'resolution_calendar_mean');
      expect(mean.n).toBe(solved.n);
      expect(mean.value).toBeCloseTo(solved.mean!, 6);
    });
  },
);
