import { describe, expect, it } from 'vitest';
import type { Milestone, Subscription } from '../../src/model/account.ts';
import { spanOf } from '../../src/report/span.ts';

const DAY = 86_400_000;
const at = (text: string): number => Date.parse(text);
const week = { from: at('2026-11-16T00:00:00Z'), to: at('2026-11-23T00:00:00Z'), timeZone: 'UTC' };
const options = {
  cohort: 'solved',
  churnLookbackDays: 30,
  now: week.to,
  withUrls: false,
  withHistories: true,
  definitions: { turns: {}, autoClose: 'rewind' },
} as const;
const lost = (cancelRequestedAt: number): Subscription => ({
  source: 'billing',
  id: 's',
  accountKey: 'acme',
  startedAt: 0,
  status: 'canceled',
  cancelRequestedAt,
  endedAt: week.from + DAY,
});
const milestone: Milestone = { source: 'crm', id: 'm', accountKey: 'acme', name: 'first invoice', at: week.from };

describe('what a report reads', () => {
  it.each([
    ['the thirteen weeks of the trend', week, 30, [], [], week.to - 91 * DAY],
    ['the look-back of churn', week, 120, [], [], week.from - 120 * DAY],
    ['the window before', { ...week, from: at('2026-01-01T00:00:00Z') }, 30, [], [], at('2025-02-09T00:00:00Z')],
    ['the look-back before a decision long ago', week, 30, [lost(week.from - 400 * DAY)], [], week.from - 430 * DAY],
    ['the year before a milestone', week, 30, [], [milestone], at('2025-11-23T00:00:00Z') - 30 * DAY],
  ])('begins with %s', (_, window, churnLookbackDays, subscriptions, milestones, from) => {
    const span = spanOf(window, { ...options, churnLookbackDays });

    expect(span.from({ subscriptions, milestones })).toBe(from);
  });

  it('takes open tickets as of the end of the window, or of now, if that is earlier', () => {
    expect(spanOf(week, options).openAt).toBe(week.to);
    expect(spanOf(week, { ...options, now: week.from }).openAt).toBe(week.from);
  });

  it('cuts use at local days, also where one has 25 hours, and where both windows begin and end', () => {
    const noon = { from: at('2026-10-25T11:00:00Z'), to: at('2026-10-26T11:00:00Z'), timeZone: 'Europe/Berlin' };

    expect(spanOf(noon, options).usageCuts.map((cut) => new Date(cut).toISOString().slice(0, 16))).toEqual([
      '2026-10-24T10:00',
      '2026-10-24T22:00',
      '2026-10-25T11:00',
      '2026-10-25T23:00',
      '2026-10-26T11:00',
    ]);
  });

  it('asks for histories only where they are wanted', () => {
    expect(spanOf(week, options).ofRated).toBeDefined();
    expect(spanOf(week, { ...options, withHistories: false }).ofRated).toBeUndefined();
  });
});
