import { describe, expect, it } from 'vitest';
import { CAUSES, each } from '../../src/model/catalogue.ts';
import type { KeyColumn, MeasuredColumns } from '../../src/model/measurement.ts';
import type { WindowChange, WindowFact } from '../../src/report/schema-inference.ts';
import { whyOf } from '../../src/report/why.ts';
import { randomColumns } from '../summarise/random-columns.ts';
import { DEFINITIONS } from './report-input.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEFORE = { from: Date.UTC(2026, 10, 2), to: Date.UTC(2026, 10, 9), timeZone: 'UTC' };
const NOW = { from: Date.UTC(2026, 10, 9), to: Date.UTC(2026, 10, 16), timeZone: 'UTC' };

interface Solved {
  readonly category: string | null;
  readonly tier?: string;
  readonly work?: number;
  readonly closed?: number;
  readonly zones?: number;
  /** Net hours that no cause has. */
  readonly untold?: number;
  readonly openedAt?: number;
}

const times = (n: number, ticket: Solved): Solved[] => Array.from({ length: n }, () => ticket);

function columnsOf(tickets: readonly Solved[]): MeasuredColumns {
  const base = randomColumns({ tickets: tickets.length, seed: 1 });
  const names = (of: (ticket: Solved) => string | null): KeyColumn => {
    const keys = [...new Set(tickets.map(of))];
    return { keys, codes: Uint32Array.from(tickets, (ticket) => keys.indexOf(of(ticket))) };
  };
  const hours = (of: (ticket: Solved) => number) => Float64Array.from(tickets, (ticket) => of(ticket) * HOUR);
  const net = hours(({ work = 0, closed = 0, untold = 0 }) => work + closed + untold);
  return {
    ...base,
    category: names(({ category }) => category),
    priority: names(() => 'normal'),
    channel: names(() => 'email'),
    tier: names(({ tier = 'simple' }) => tier),
    openedAt: Float64Array.from(tickets, ({ openedAt = NOW.from }) => openedAt),
    timeSpentMs: {
      ...each(CAUSES, () => new Float64Array(tickets.length)),
      team_working: hours(({ work = 0 }) => work),
      team_off_hours: hours(({ closed = 0 }) => closed),
      team_time_zone_wait: hours(({ zones = 0 }) => zones),
    },
    finalResolution: { calendar: net, net, business: net },
  };
}

const explain = (
  now: readonly Solved[],
  before: readonly Solved[],
  over: { facts?: WindowFact[]; verdict?: WindowChange['verdict']; tierField?: string } = {},
) =>
  whyOf({
    window: NOW,
    columns: columnsOf(now),
    previous: { window: BEFORE, columns: columnsOf(before) },
    definitions: {
      ...DEFINITIONS,
      tierRule:
        over.tierField === undefined ? DEFINITIONS.tierRule : { ...DEFINITIONS.tierRule, field: over.tierField },
    },
    changes: [
      {
        measure: 'timeToSolution',
        clock: 'net',
        group: 'overall',
        verdict: over.verdict ?? 'slower',
        currentSeconds: 1,
        previousSeconds: 1,
        differenceSeconds: 1,
        interval: null,
        reason: null,
        sentence: '',
      },
    ],
    facts: over.facts ?? [],
    minSample: 5,
  });

const holiday = (window: WindowFact['window'], day: string): WindowFact => ({
  kind: 'holiday',
  window,
  day,
  team: null,
  tickets: null,
  seconds: null,
  sentence: '',
});

describe('why the average changed', () => {
  const howTo = { category: 'how-to', work: 2 };
  const outage = { category: 'outage', work: 10 };

  it('says how much more of a kind there was, and how much longer alike tickets took', () => {
    const why = explain(
      [...times(10, { ...outage, work: 12 }), ...times(10, howTo)],
      [...times(5, { ...outage, work: 8 }), ...times(15, howTo)],
    )!;

    expect(why.differenceSeconds).toBe(3.5 * 3600);
    expect(why.parts.map(({ seconds, phrase }) => [seconds / 3600, phrase])).toEqual([
      [1.5, 'longer in our open hours'],
      [1.1875, 'more outage tickets (10, after 5)'],
      [0.8125, 'fewer how-to tickets (10, after 15)'],
    ]);
    expect(why.sentence).toBe(
      '+3.5 h: +1.5 h longer in our open hours, +1.2 h more outage tickets (10, after 5), +49 min fewer how-to tickets (10, after 15).',
    );
    expect([why.rest, why.restSeconds]).toEqual([[], 0]);
  });

  it('says "a larger share" where the share grew and the number did not', () => {
    const why = explain([...times(10, outage), ...times(10, howTo)], [...times(12, outage), ...times(48, howTo)])!;

    expect(why.parts[0]!.phrase).toBe('a larger share of outage tickets (10 of 20, after 12 of 60)');
  });

  it('leaves out what the net clock leaves out', () => {
    expect(explain(times(9, { ...howTo, zones: 40 }), times(9, howTo))!.differenceSeconds).toBe(0);
  });

  it('splits by tier only where the desk states it, never by a score', () => {
    const now = [
      ...times(10, { ...outage, category: null, tier: 'complex' }),
      ...times(10, { ...howTo, category: null }),
    ];
    const before = [
      ...times(5, { ...outage, category: null, tier: 'complex' }),
      ...times(15, { ...howTo, category: null }),
    ];

    expect(explain(now, before)!.parts.map(({ kind }) => kind)).toEqual(['within']);
    expect(explain(now, before, { tierField: 'Effort' })!.parts.map(({ kind, value }) => [kind, value])).toEqual([
      ['mix', 'complex'],
      ['mix', 'simple'],
    ]);
  });

  it.each([
    ['a holiday of this window with more closed hours', 9, 3, [holiday('this', '2026-11-11T00:00:00Z')], 'holiday'],
    ['one of the window before with fewer', 3, 9, [holiday('before', '2026-11-04T00:00:00Z')], 'holiday'],
    [
      'one in each window',
      9,
      3,
      [holiday('this', '2026-11-11T00:00:00Z'), holiday('before', '2026-11-04T00:00:00Z')],
      null,
    ],
    ['one of the window before, and more closed hours', 9, 3, [holiday('before', '2026-11-04T00:00:00Z')], null],
    ['none', 9, 3, [], null],
  ])('names a holiday where it can have made the closed hours: %s', (_, closed, closedBefore, facts, named) => {
    const why = explain(times(9, { ...howTo, closed }), times(9, { ...howTo, closed: closedBefore }), { facts })!;

    expect(why.parts[0]).toMatchObject({ cause: 'team_off_hours', named });
    if (named !== null) expect(why.parts[0]!.phrase).toMatch(/holiday on Wed,? (11|4) Nov/);
  });

  it('names a cleared backlog, with how many were older than 30 days when the window began', () => {
    const old = { category: 'how-to', work: 800, openedAt: NOW.from - 31 * DAY };
    const why = explain([...times(18, old), ...times(60, howTo)], times(70, howTo))!;

    expect(why.parts[0]).toMatchObject({ kind: 'backlog', named: 'backlog', tickets: 18, previousTickets: 0 });
    expect(why.parts[0]!.phrase).toBe('an old backlog was cleared (18 older than 30 d, after 0)');
  });

  it('keeps time that no source told the holder of apart', () => {
    const why = explain(times(9, { category: null, untold: 9 }), times(9, { category: null, untold: 4 }))!;

    expect(why.parts).toMatchObject([{ kind: 'within', cause: null, seconds: 5 * 3600 }]);
  });

  it('notes where the median changed the other way', () => {
    expect(explain(times(9, howTo), times(9, outage), { verdict: 'slower' })!.oppositeToVerdict).toBe(true);
    expect(explain(times(9, howTo), times(9, outage), { verdict: 'faster' })!.oppositeToVerdict).toBe(false);
    expect(explain(times(9, outage), times(9, howTo), { verdict: 'no_evidence' })!.oppositeToVerdict).toBe(false);
  });

  it('tells small parts and those beyond the third under everything else, whose sum is exact', () => {
    const why = explain(
      [...times(9, { category: 'a', work: 20 }), ...times(9, { category: 'b', work: 3, closed: 0.2 })],
      [...times(9, { category: 'a', work: 10 }), ...times(9, { category: 'b', work: 3 })],
    )!;

    expect(why.parts.map(({ cause }) => cause)).toEqual(['team_working']);
    expect(why.rest.map(({ cause, seconds }) => [cause, seconds])).toEqual([['team_off_hours', 360]]);
    expect(why.restSeconds).toBe(360);
  });

  it('says nothing of fewer than the smallest sample', () => {
    expect(explain(times(4, howTo), times(40, howTo))).toBeNull();
  });
});
