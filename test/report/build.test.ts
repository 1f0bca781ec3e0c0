import { describe, expect, it } from 'vitest';
import type { KeyColumn, MeasuredColumns } from '../../src/model/measurement.ts';
import { buildReport } from '../../src/report/build.ts';
import { Report } from '../../src/report/schema.ts';
import { buildOutcomes } from '../../src/summarise/outcomes/build.ts';
import { selectRows } from '../../src/summarise/rows.ts';
import { inputOf } from '../summarise/outcomes/input.ts';
import { randomColumns } from '../summarise/random-columns.ts';
import { agent, openFact, reportInput } from './report-input.ts';

const PREVIOUS = { from: Date.UTC(2026, 9, 17, 22), to: Date.UTC(2026, 9, 31, 23), timeZone: 'Europe/Berlin' };

/** Tickets with these tiers and net final resolution times in hours. */
function columnsWith(tickets: readonly (readonly [tier: 'simple' | 'complex', hours: number])[]): MeasuredColumns {
  const base = randomColumns({ tickets: tickets.length, seed: 1 });
  const keys = ['simple', 'complex'];
  const tier: KeyColumn = { keys, codes: Uint32Array.from(tickets, ([name]) => keys.indexOf(name)) };
  const net = Float64Array.from(tickets, ([, hours]) => hours * 3_600_000);
  return { ...base, tier, finalResolution: { calendar: net.map((ms) => 2 * ms), net, business: net } };
}

const windowBefore = (columns: MeasuredColumns) => ({ window: PREVIOUS, columns, answers: columns });
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

describe('a report', () => {
  it('keeps the JSON contract, with and without a window before, with and without tickets', () => {
    const previous = windowBefore(randomColumns({ tickets: 150, seed: 2 }));
    const open = [openFact('1', 'simple', 30)];
    const reports = [
      buildReport(reportInput({ previous, open })),
      buildReport(reportInput()),
      buildReport(reportInput({ columns: randomColumns({ tickets: 0, seed: 1 }), previous })),
    ];

    for (const report of reports) expect(() => Report.parse(JSON.parse(JSON.stringify(report)))).not.toThrow();
    expect(reports[1]!.previous).toBeNull();
    expect(reports[2]!.overall).toMatchObject({ tickets: 0, reopenRate: null, finalResolution: { net: null } });
  });

  it('says the same whatever the order of the tickets', () => {
    const columns = randomColumns({ tickets: 300, seed: 3 });
    const reversed = reverse(columns);

    expect(buildReport(reportInput({ columns: reversed })).byTeam.map(roundAll)).toEqual(
      buildReport(reportInput({ columns })).byTeam.map(roundAll),
    );
  });

  it('withholds figures of too few values but says how many there are', () => {
    const report = buildReport(reportInput({ columns: columnsWith(times(4, (i) => ['simple', i + 1])), minSample: 5 }));

    expect(report.overall.finalResolution.net).toEqual({
      n: 4,
      meanSeconds: null,
      medianSeconds: null,
      p90Seconds: null,
      medianInterval: null,
      meanInterval: null,
    });
    expect(report.byTier[2]!.finalResolution.net).toBeNull();
  });

  it('has tiers in their order and other groups with most tickets first, then by key', () => {
    const report = buildReport(reportInput({ columns: randomColumns({ tickets: 500, seed: 4, accounts: 40 }) }));

    expect(report.byTier.map(({ key }) => key)).toEqual(['simple', 'moderate', 'complex']);
    for (const groups of [report.byAgent, report.byAccount, report.byPriority]) {
      const sorted = groups.toSorted((a, b) => b.tickets - a.tickets || (a.key < b.key ? -1 : 1));
      expect(groups).toEqual(sorted);
    }
  });

  it('leaves out groups without a ticket and without an answer', () => {
    const columns = randomColumns({ tickets: 60, seed: 5 });
    const some = selectRows(columns, (row) => columns.channel.codes[row] === 0);

    expect(buildReport(reportInput({ columns: some })).byChannel.map(({ key }) => key)).toEqual(['email']);
  });

  it('gives each agent what their own time is beside that of all, and people the satisfaction of those they served', () => {
    const person = {
      ...{ agent: 'zendesk/1', name: 'Ana', team: null, n: 40, solved: 38, firstAnswerMedianSeconds: null, csat: null },
      ...{
        observedToExpected: 1.1,
        interval: [0.9, 1.3] as [number, number],
        logError: 0.1,
        kept: null,
        compared: 40,
        clock: 'fits' as const,
        raw: 1.2,
        verdict: 'no_evidence' as const,
      },
      strata: 'category',
    };
    const csat = { n: 20, positive: 18, value: 90, interval: null };
    const base = reportInput({ columns: randomColumns({ tickets: 300, seed: 6 }) });
    const report = buildReport({
      ...base,
      inference: { ...base.inference, people: [person] },
      outcomes: { section: {}, ofGroup: (dimension) => (dimension === 'byAgent' ? { csat } : undefined) },
    });
    const own = report.byAgent.filter(({ observedToExpected }) => observedToExpected !== undefined);

    expect(own.map(({ key, observedToExpected }) => [key, observedToExpected])).toEqual([
      [expect.stringContaining('1'), { n: 40, value: 1.2, interval: [0.9, 1.3], shrunk: 1.1 }],
    ]);
    expect(report.people).toEqual([{ ...person, csat: { n: 20, value: 90 } }]);
  });

  it('does not judge nobody', () => {
    const report = buildReport(reportInput({ columns: randomColumns({ tickets: 300, seed: 6 }) }));

    expect(report.byAgent.find(({ key }) => key === 'none')).not.toHaveProperty('observedToExpected');
  });

  it('adds what the outcomes know of each group, asking with all ids of a person', () => {
    const csat = { n: 20, positive: 18, value: 90, interval: null };
    const asked: string[] = [];
    const { section } = buildOutcomes(inputOf({}));
    const report = buildReport(
      reportInput({
        names: {
          agents: [agent('zendesk', '2', 'Ana', 'ana'), agent('zendesk', '4', 'Ana', 'ana')],
          teams: [],
          accounts: [],
        },
        outcomes: {
          section,
          ofGroup: (dimension, group) => {
            if (group.label === 'Ana') asked.push(...group.members);
            return dimension === 'overall' || group.label === 'Ana' ? { csat } : undefined;
          },
        },
      }),
    );

    expect(report.outcomes).toEqual(section);
    expect(report.overall.csat).toEqual(csat);
    expect(report.byAgent.filter((group) => group.csat !== undefined).map(({ label }) => label)).toEqual(['Ana']);
    expect(asked).toEqual(['zendesk/2', 'zendesk/4']);
  });
});

describe('the changes since the window before', () => {
  it('tell a clear improvement from noise', () => {
    const now = columnsWith(times(80, (i) => ['simple', 1 + (i % 10) / 10]));
    const before = columnsWith(times(80, (i) => ['simple', 3 + (i % 10) / 10]));
    const { changes } = buildReport(reportInput({ columns: now, previous: windowBefore(before) })).previous!;
    const of = (figure: string) => changes.find((change) => change.figure === figure)!;

    expect(of('overall.finalResolution.net.medianSeconds')).toMatchObject({
      current: 1.45 * 3600,
      previous: 3.45 * 3600,
      significant: true,
    });
    expect(of('overall.finalResolution.net.meanSeconds').difference).toBeCloseTo(-2 * 3600, 6);
    expect(of('overall.reopenRate').significant).toBe(false);
    expect(of('byTier.complex.finalResolution.net.medianSeconds')).toMatchObject({
      current: null,
      difference: null,
      pAdjusted: null,
      significant: false,
    });
  });

  it('are seldom significant between two windows of the same desk', () => {
    let wrong = 0;
    for (let seed = 0; seed < 40; seed++) {
      const report = buildReport(
        reportInput({
          columns: randomColumns({ tickets: 120, seed: 2 * seed }),
          previous: windowBefore(randomColumns({ tickets: 120, seed: 2 * seed + 1 })),
        }),
      );
      if (report.previous!.changes.some((change) => change.significant)) wrong++;
    }

    expect(wrong).toBeLessThanOrEqual(5);
  });
});

describe('masking', () => {
  const before = columnsWith([
    ...times(20, () => ['simple', 2] as const),
    ...times(80, () => ['complex', 20] as const),
  ]);
  const after = columnsWith([...times(80, () => ['simple', 3] as const), ...times(20, () => ['complex', 25] as const)]);

  it('is said when the overall figure improved only because the mix changed', () => {
    const report = buildReport(reportInput({ columns: after, previous: windowBefore(before) }));

    expect(report.masking).toEqual([
      {
        kind: 'overall_improved_tier_worse',
        tiers: ['simple', 'complex'],
        beyondChance: true,
        sentence:
          'The overall net resolution time fell (median 20 h → 3 h, mean 16 h 24 min → 7 h 24 min), but simple tickets got slower (median 2 h → 3 h, mean 2 h → 3 h; 20% → 80% of the tickets) and complex tickets got slower (median 20 h → 1 d 1 h, mean 20 h → 1 d 1 h; 80% → 20% of the tickets). Read the tiers, not the total.',
      },
    ]);
  });

  it('is said of the reverse too', () => {
    const report = buildReport(reportInput({ columns: before, previous: windowBefore(after) }));

    expect(report.masking.map(({ kind, tiers }) => [kind, tiers])).toEqual([
      ['overall_worse_tier_improved', ['simple', 'complex']],
    ]);
  });

  it('is marked as chance where neither the total nor a tier moved for certain', () => {
    const noisy = (shift: number) =>
      columnsWith(
        times(60, (i) => [i < 30 ? 'simple' : 'complex', 1 + ((i * 7) % 30) + (i < 30 ? shift : -1.1 * shift)]),
      );
    const report = buildReport(reportInput({ columns: noisy(0.4), previous: windowBefore(noisy(0)) }));

    expect(report.masking.map(({ beyondChance }) => beyondChance)).toEqual([false]);
    expect(report.masking[0]!.sentence).toMatch(/may be chance\)\. All of that may be chance\.$/);
  });

  it('is not said when all moved the same way', () => {
    const faster = columnsWith([
      ...times(20, () => ['simple', 1] as const),
      ...times(80, () => ['complex', 10] as const),
    ]);
    const report = buildReport(reportInput({ columns: faster, previous: windowBefore(before) }));

    expect(report.masking).toEqual([]);
  });
});

describe('open tickets', () => {
  const columns = columnsWith(times(10, (i) => ['simple', i + 1]));

  it('count in the Kaplan-Meier median, on both clocks', () => {
    // Solved after 1 to 10 h net (2 to 20 h by the wall clock), ten open at 50 h net (100 h): half is reached at 10 h.
    const open = times(10, (i) => openFact(String(i), 'simple', 100));
    const { kaplanMeierMedianSeconds } = buildReport(reportInput({ columns, open })).open;

    expect(kaplanMeierMedianSeconds).toEqual({ calendar: 20 * 3600, net: 10 * 3600 });
  });

  it('leave the median as it is when there are none, and take it away when they outnumber the solved', () => {
    expect(buildReport(reportInput({ columns })).open.kaplanMeierMedianSeconds.net).toBe(5.5 * 3600);
    const open = times(11, (i) => openFact(String(i), 'simple', 100));
    expect(buildReport(reportInput({ columns, open })).open.kaplanMeierMedianSeconds.net).toBeNull();
  });

  it('of another window do not belong to the cohort of the opened', () => {
    const open = times(11, (i) => openFact(String(i), 'simple', 24 * 60));
    const report = buildReport(reportInput({ columns, open, cohort: 'opened' }));

    expect(report.open.n).toBe(11);
    expect(report.open.kaplanMeierMedianSeconds.net).toBe(5.5 * 3600);
    expect(buildReport(reportInput({ columns, open, cohort: 'rated' })).open.kaplanMeierMedianSeconds.net).toBeNull();
  });

  it('are listed oldest first and held against their own tier', () => {
    // Simple tickets take at most 9.1 h net in nine of ten cases; nothing is known of complex ones.
    const columns = columnsWith(times(20, (i) => ['simple', (i + 1) / 2]));
    const open = [
      openFact('young', 'simple', 18),
      openFact('late', 'simple', 19, { holder: 'customer' }),
      openFact('hard', 'complex', 400),
      ...times(12, (i) => openFact(`x${i}`, 'simple', 1)),
    ];
    const report = buildReport(reportInput({ columns, open })).open;

    expect(report).toMatchObject({ n: 15, heldByTeam: 14, pastTierP90: 1, medianAgeSeconds: 3600 });
    expect(report.oldest).toHaveLength(10);
    expect(report.oldest.slice(0, 3).map(({ id, pastTierP90 }) => [id, pastTierP90])).toEqual([
      ['hard', null],
      ['late', true],
      ['young', false],
    ]);
  });
});

describe('the quality of a report', () => {
  it('says in words what a reader should know', () => {
    const columns = { ...randomColumns({ tickets: 4, seed: 1 }), customerZoneKnown: Uint8Array.of(1, 1, 1, 0) };
    const input = reportInput({ columns });
    const { quality } = buildReport({
      ...input,
      definitions: { ...input.definitions, teamHours: undefined },
      quality: {
        ...input.quality,
        unknownStatuses: { 'On-hold': 3 },
        rejected: { file: 2 },
        watermarks: { zendesk: input.window.to - 3_600_000, file: input.window.to, slack: null },
      },
    });

    expect(quality.customerZoneKnownShare).toBe(0.75);
    expect(quality.watermarks).toEqual({
      zendesk: '2026-11-14T22:00:00.000Z',
      file: '2026-11-14T23:00:00.000Z',
      slack: null,
    });
    const notes = quality.notes.join('\n');
    expect(notes).toMatch(/"On-hold" \(3\)/);
    expect(notes).toMatch(/zendesk has been read up to 2026-11-14T22:00/);
    expect(notes).toMatch(/slack has not been read to its end/);
    expect(notes).not.toMatch(/file has/);
    expect(notes).toMatch(/known for 75% of tickets/);
    expect(notes).toMatch(/No team hours are set/);
    expect(notes).toMatch(/2 rows could not be read/);
  });
});

function reverse(columns: MeasuredColumns): MeasuredColumns {
  const flip = (values: Float64Array): Float64Array => values.toReversed();
  const flipKeys = (column: KeyColumn): KeyColumn => ({ keys: column.keys, codes: column.codes.toReversed() });
  const clocks = (of: { calendar: Float64Array; net: Float64Array; business: Float64Array }) => ({
    calendar: flip(of.calendar),
    net: flip(of.net),
    business: flip(of.business),
  });
  const spent = { ...columns.timeSpentMs };
  for (const bucket of Object.keys(spent) as (keyof typeof spent)[]) spent[bucket] = flip(spent[bucket]);
  const { laterResponse, firstResponse } = columns;
  return {
    ...columns,
    tier: flipKeys(columns.tier),
    team: flipKeys(columns.team),
    reopens: columns.reopens.toReversed(),
    timeSpentMs: spent,
    firstResponse: {
      ...clocks(firstResponse),
      agent: flipKeys(firstResponse.agent),
      answeredAt: flip(firstResponse.answeredAt),
    },
    firstResolution: clocks(columns.firstResolution),
    finalResolution: clocks(columns.finalResolution),
    laterResponse: {
      ...clocks(laterResponse),
      agent: flipKeys(laterResponse.agent),
      ticket: laterResponse.ticket.toReversed().map((row) => columns.n - 1 - row),
    },
  };
}

/** Sums depend on the order in their last digits only. */
function roundAll(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'number' ? Number(each.toPrecision(12)) : each,
  );
}

it('compares the share reopened over the tickets of which it is known, and withholds it of fewer than enough', () => {
  const columns = randomColumns({ tickets: 200, seed: 9 });
  const known = (n: number) => ({
    ...columns,
    reopens: columns.reopens.map((_, row) => (row < n ? Number(row % 2 === 0) : Number.NaN)),
  });
  const changeOf = (n: number) =>
    buildReport(reportInput({ columns: known(n), previous: windowBefore(known(n)) })).previous!.changes.find(
      ({ figure }) => figure === 'overall.reopenRate',
    )!;

  expect(changeOf(4)).toMatchObject({ current: null, previous: null, interval: null });
  // Ten known ones tell little, however many tickets there are.
  const [low, high] = changeOf(10).interval!;
  expect(high - low).toBeGreaterThan(0.6);
  expect(changeOf(10).current).toBe(0.5);
});
