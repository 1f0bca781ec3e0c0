import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeKpis } from '../../../jobs/tasks/report.ts';
import { Kpis } from '../../../src/summarise/success/build.ts';
import { customer, measured, ticket } from '../../store/records.ts';
import { figure } from '../../summarise/success/input.ts';
import { atDesk, type Desk } from '../fairclock.ts';
import { testDeps } from '../test-deps.ts';

const NOVEMBER = ['--from', '2026-11-01', '--to', '2026-12-01', '--time-zone', 'Europe/Berlin'];
const T = '2026-11-10T12:00:00Z';

/** Forty accounts that pay $50 a month, one more that left, one in Japan, and all that they did and cost. */
function exportOf(desk: Desk): string {
  const folder = join(desk.folder, 'export');
  mkdirSync(folder);
  const write = (name: string, header: string, rows: readonly string[]): void =>
    writeFileSync(join(folder, name), `${[header, ...rows].join('\n')}\n`);
  const keys = Array.from({ length: 40 }, (_, index) => `a${index}`);
  write('accounts.csv', 'key,name,tier,started_at', [
    ...keys.map((key) => `${key},Account ${key},pro,2026-09-01T00:00:00Z`),
    'evil,"\u001b[31mEvil",pro,2026-09-01T00:00:00Z',
  ]);
  write('subscriptions.csv', 'id,account_key,started_at,ended_at,mrr,currency,reason', [
    ...keys.map((key) => `s-${key},${key},2026-09-01T00:00:00Z,,5000,USD,`),
    `s-lost,lost,2026-09-01T00:00:00Z,${T},5000,USD,too_expensive`,
    `s-jp,evil,${T},,5000,JPY,`,
  ]);
  write('ratings.csv', 'id,kind,value,rated_at,account_key,comment', [
    ...keys.slice(0, 6).map((key) => `p-${key},nps,9,${T},${key},lovely`),
    ...keys.slice(6, 9).map((key) => `q-${key},nps,7,${T},${key},`),
    ...keys.slice(9, 10).map((key) => `d-${key},nps,6,${T},${key},`),
    ...keys.slice(0, 5).map((key) => `e-${key},ces,6,${T},${key},`),
  ]);
  write('orders.csv', 'account_key,at,amount,currency,kind', [
    ...keys.slice(0, 19).map((key) => `${key},${T},5000,USD,new`),
    `a19,${T},5000,USD,upsell`,
  ]);
  write('referrals.csv', 'referrer,at,converted_at', [
    ...keys.slice(0, 4).map((key) => `${key},${T},${T}`),
    `evil,${T},`,
  ]);
  write(
    'milestones.csv',
    'account_key,milestone,at',
    keys.slice(0, 30).map((key) => `${key},first invoice,2026-09-11T00:00:00Z`),
  );
  write(
    'usage.csv',
    'account_key,at,feature',
    keys.slice(0, 20).map((key) => `${key},${T},export`),
  );
  write('costs.csv', 'kind,at,amount,currency', [
    `retention,${T},40000,USD`,
    `goods,${T},100000,USD`,
    `service,${T},0,USD`,
    `acquisition,${T},8000,USD`,
  ]);
  return folder;
}

describe('the figures of customer success, from files to the last word', () => {
  it('are what a hand comes to', async () => {
    const desk = atDesk();
    const { out, code } = await desk.fairclock(['kpis', ...NOVEMBER, '--format', 'json'], {
      FILE_PATH: exportOf(desk),
    });
    const kpis = Kpis.parse(JSON.parse(out));
    const value = (key: string, of = {}) => figure(kpis, key, of).value;

    expect(code).toBe(0);
    expect(kpis.window).toEqual({
      from: '2026-10-31T23:00:00.000Z',
      to: '2026-11-30T23:00:00.000Z',
      timeZone: 'Europe/Berlin',
    });
    // A whole calendar month is laid beside the whole month before, though October is a day longer.
    expect(kpis.previous).toEqual({ from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' });
    expect(value('nps')).toBe(50);
    expect(figure(kpis, 'nps').inputs).toContainEqual({ name: 'answers that say why', value: 6 });
    expect(value('ces_mean')).toBe(6);
    expect(value('churn_rate', { group: 'window' })).toBeCloseTo(100 / 41, 9);
    expect(kpis.churnPatterns!.reasons).toEqual({ too_expensive: 1 });
    expect(value('mrr', { currency: 'USD' })).toBe(200_000);
    expect(value('mrr_churn', { currency: 'USD' })).toBe(-5000);
    expect(value('mrr_new', { currency: 'JPY' })).toBe(5000);
    expect(value('lifespan')).toBeCloseTo(41, 9);
    expect(value('clv_purchases', { currency: 'USD' })).toBeCloseTo(41 * 5000, 6);
    // Revenue $2,000, goods $1,000: half of $50 × 41 months.
    expect(value('clv_margin', { currency: 'USD' })).toBeCloseTo(41 * 2500, 6);
    expect(value('clv_realised', { currency: 'USD' })).toBe(5000 - 8000 / 20);
    expect(value('crc')).toBe(1000);
    expect(value('crc_to_margin')).toBeCloseTo(40, 9);
    expect(value('upsell_rate')).toBe(5);
    // 42 accounts began; more than half of them were there after ten days, less two hours of the offset.
    expect(value('time_to_value', { group: 'first invoice' })).toBe(10 * 86_400);
    expect(figure(kpis, 'active_accounts').n).toBe(42);
    expect(value('referral_conversion')).toBe(80);
    expect(kpis.referrals!.byStanding[0]).toEqual({ standing: 'promoter', referrals: 4, converted: 4 });
    expect(out).not.toContain('lovely');
  });

  it('are told in words, money as its currency is written, and names without their escapes', async () => {
    const desk = atDesk();
    const variables = { FILE_PATH: exportOf(desk) };
    const { out, code } = await desk.fairclock(['kpis', ...NOVEMBER], variables);
    const report = await desk.fairclock(['report', '--no-sync', ...NOVEMBER], variables);

    expect(code).toBe(0);
    expect(out).toMatch(/^Net promoter score +50 +10 /m);
    expect(out).toMatch(/^Monthly revenue \(MRR\) +US\$2,000\.00 +40 /m);
    expect(out).toMatch(/^Monthly revenue \(MRR\) +JP¥5,000 +1 /m);
    expect(out).toMatch(/^Time to value: first invoice +10\sd +/m);
    expect(out).toContain('Reasons: too_expensive 1.');
    expect(out).toContain('- Satisfied (CSAT): not available, needs answers of kind csat in this window');
    expect(out).not.toContain('\u001b');
    expect(out).toContain('Evil 1 (0 converted)');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(report.out).toMatch(/^Customer success$/m);
    expect(report.out).toMatch(/^Net promoter score +50 +10 /m);
  });

  it('are a section of the report', async () => {
    const desk = atDesk();
    const { kpis } = await desk.report({ FILE_PATH: exportOf(desk) }, ...NOVEMBER);

    expect(figure(kpis!, 'nps').value).toBe(50);
  });

  it('are no section where nothing is known of accounts', async () => {
    const desk = atDesk();
    const folder = join(desk.folder, 'tickets');
    mkdirSync(folder);
    writeFileSync(join(folder, 'tickets.csv'), `id,opened_at,solved_at,rating\n1,${T},2026-11-11T12:00:00Z,5\n`);

    expect((await desk.report({ FILE_PATH: folder }, ...NOVEMBER)).kpis).toBeNull();
  });

  it.each([
    [['--from', '2026-11-01'], /kpis: --from and --to belong together/],
    [['--format', 'html'], /kpis: --format accepts text, json, not html/],
    [['--time-zone', 'Mars/Base'], /Mars\/Base: not a time zone/],
  ])('%j ends with a sentence that helps', async (words, message) => {
    const desk = atDesk();
    const ended = await desk.fairclock(['kpis', ...words], { FILE_PATH: exportOf(desk) });

    expect([ended.code, ended.out]).toEqual([2, '']);
    expect(ended.err).toMatch(message);
  });
});

describe('answers of the helpdesk’s customers', () => {
  it.each([
    ['the customer’s address', { customerId: 'c1' }],
    ['the ticket they are about', { ticketId: '7' }],
    ['the account that the source states', { accountKey: 'acme' }],
  ])('find their account by %s', async (_, of) => {
    const at = Date.parse(T);
    const deps = await testDeps({ at, variables: { MIN_SAMPLE: '1' } });
    const nps = {
      source: 'desk',
      kind: 'nps',
      value: 10,
      scaleMin: 0,
      scaleMax: 10,
      positive: true,
      ratedAt: at,
    } as const;
    await deps.store.tickets.savePage(
      'desk',
      {
        cursor: '1',
        tickets: [ticket('7', { accountKey: 'acme' })],
        customers: [customer('c1', { email: 'ana@acme.example' })],
        accounts: [{ source: 'desk', key: 'acme', domains: ['acme.example'], externalIds: [] }],
        subscriptions: [{ source: 'desk', id: 's', accountKey: 'acme', startedAt: 0, status: 'active' }],
        ratings: [{ ...nps, id: 'r', ...of }],
        referrals: [{ source: 'desk', id: 'f', referrerKey: 'acme', at: at + 1 }],
      },
      at,
    );
    const resolution = { calendar: 1000, net: 1000, business: 1000 };
    const solved = { accountKey: 'acme', firstSolvedAt: at - 1, finalSolvedAt: at - 1, finalResolutionMs: resolution };
    await deps.store.measurements.save([measured('7', 1, { ...solved, firstResolutionMs: resolution })]);
    const window = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 11, 1), timeZone: 'UTC' };
    const { referrals } = await makeKpis(window, deps);

    expect(referrals!.byStanding[0]).toMatchObject({ standing: 'promoter', referrals: 1 });
  });
});
