import { describe, expect, it } from 'vitest';
import { buildReport, type ReportInput } from '../../../src/report/build.ts';
import type { Report } from '../../../src/report/schema.ts';
import { cellsOf } from '../../../src/show/layout.ts';
import { renderText } from '../../../src/show/text/text.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import { agent, openFact, reportInput } from '../../report/report-input.ts';
import { DAY, FROM, inputOf, rating, subscription } from '../../summarise/outcomes/input.ts';
import { randomColumns } from '../../summarise/random-columns.ts';

const PREVIOUS = {
  window: { from: Date.UTC(2026, 9, 17, 22), to: Date.UTC(2026, 9, 31, 23), timeZone: 'Europe/Berlin' },
  columns: randomColumns({ tickets: 180, seed: 2, mix: [0.2, 0.3, 0.5] }),
};
const AGENTS = [
  agent('zendesk', '2', 'Zoë'),
  agent('zendesk', '4', 'Ana \u001b[31m\u202eMaría'),
  agent('zendesk', '5', 'Chen 陈伟'),
];

function report(over: Partial<ReportInput> = {}): Report {
  return buildReport(
    reportInput({
      previous: PREVIOUS,
      names: { agents: AGENTS, teams: [], accounts: [] },
      open: [openFact('77', 'simple', 300), openFact('78', 'complex', 3, { holder: 'customer' })],
      ...over,
    }),
  );
}

const text = (of: Report, width = 120): string => renderText(of, { width, colour: false });

/** The lines of one section, without its heading. */
function section(of: Report, heading: string, width = 120): string[] {
  const lines = text(of, width).split('\n');
  const start = lines.findIndex((line) => line.startsWith(heading));
  return start < 0 ? [] : lines.slice(start + 1, lines.indexOf('', start + 1));
}

describe('the report on a terminal', () => {
  it('puts the net headline first, with median, mean and the wall clock', () => {
    const of = report();
    const lines = text(of).split('\n');

    expect(lines[0]).toBe('Fairclock · 1 Nov 2026 – 14 Nov 2026 · Europe/Berlin');
    expect(lines[1]).toBe('200 tickets solved in this window');
    expect(lines.slice(3, 5).join(' ')).toMatch(
      /^Half of them were solved within .+, on average in .+, net of waits that only time zones caused\. By the wall clock it was .+ and .+\.$/,
    );
  });

  it('says at the very top that data are simulated, and only then', () => {
    expect(text(report({ simulated: true }))).toMatch(/^SIMULATED DATA: /);
    expect(text(report())).not.toMatch(/SIMULATED/);
  });

  it.each([60, 80, 100, 140])('has no line longer than %d cells', (width) => {
    for (const line of text(report(), width).split('\n')) expect(cellsOf(line), line).toBeLessThanOrEqual(width);
  });

  it('has no control character from a name and no colour unless asked', () => {
    expect(text(report())).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
    expect(renderText(report(), { width: 100, colour: true })).toContain('\u001b[1mWaiting times\u001b[0m');
  });

  it('shows n, median, mean and the interval of each waiting time', () => {
    const of = report();
    const net = of.overall.finalResolution.net!;
    const line = section(of, 'Waiting times')[1]!;

    expect(line).toMatch(/^Final solution, net\s+\d+\s/);
    expect(line.split(/ {2,}/).slice(0, 2)).toEqual(['Final solution, net', String(net.n)]);
    expect(line.split(/ {2,}/)).toHaveLength(7);
  });

  it('says that figures are withheld, and from how many', () => {
    const few = report({ columns: randomColumns({ tickets: 3, seed: 1 }) });

    expect(text(few)).toMatch(/too few to tell a resolution time \(at least 5\)/);
    expect(section(few, 'Waiting times')[1]).toMatch(/too few \(n=3\)/);
  });

  it('says so when there is nothing', () => {
    const nothing = text(buildReport(reportInput({ columns: randomColumns({ tickets: 0, seed: 1 }) })));

    expect(nothing).toMatch(/0 tickets solved in this window/);
    expect(nothing).toMatch(/No ticket has a final solution here/);
    expect(nothing).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  it('divides all of the time over its causes and marks what is not in the net time', () => {
    const lines = section(report(), 'Where the time went');
    const shares = lines.slice(1, -1).map((line) => Number(/ ([\d.]+)%/.exec(line)![1]));

    expect(shares).toHaveLength(9);
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(3);
    expect(lines.filter((line) => / \* /.test(line)).map((line) => line.split('  ')[0])).toEqual([
      'with us, time zones apart *',
      'with the customer, time zones apart *',
      'solved, before a reopening *',
    ]);
    expect(lines.at(-1)).toBe('* not in the net time');
  });

  it('lists agents by name, not by rank, with nobody last', () => {
    const names = section(report(), 'By agent').flatMap((line) => /^(.+?) {2,}\d/.exec(line)?.[1] ?? []);

    expect(names).toEqual(
      names
        .slice(0, -1)
        .toSorted((a, b) => a.localeCompare(b, 'en'))
        .concat('nobody'),
    );
    expect(names).toContain('Ana [31mMaría');
  });

  it('names a change faster or slower only where it is beyond chance', () => {
    const of = report();
    const lines = section(of, 'Against the window before (18 Oct 2026 – 31 Oct 2026)');
    const median = of.previous!.changes.find(({ figure }) => figure === 'overall.finalResolution.net.medianSeconds')!;

    expect(median.significant).toBe(true);
    expect(lines.find((line) => line.startsWith('all: final solution net, median'))).toMatch(/ faster /);
    expect(lines.find((line) => line.startsWith('all: tickets reopened'))).toMatch(/ no clear change .* points$/);
  });

  it('warns where the total hides a tier', () => {
    const masking = [
      { kind: 'x', tiers: ['simple'], beyondChance: true, sentence: 'Simple tickets got slower.' },
      { kind: 'x', tiers: ['complex'], beyondChance: false, sentence: 'Noise.' },
    ];
    const shown = text({ ...report(), masking });

    expect(shown).toMatch(/Careful: Simple tickets got slower\./);
    expect(shown).not.toMatch(/Noise/);
  });

  it('tells of the open tickets and whom they wait for', () => {
    const lines = section(report(), 'Open tickets');

    expect(lines[0]).toMatch(/^2 open, 1 of them waiting for us; median age 6 d 8 h\./);
    expect(lines.find((line) => line.startsWith('zendesk 77'))).toMatch(/12 d 12 h .* us +simple/);
    expect(lines.find((line) => line.startsWith('zendesk 78'))).toMatch(/the customer/);
  });

  it('says what is left out, what to mind and which definitions hold', () => {
    const input = reportInput();
    const of = report({
      quality: { ...input.quality, excluded: { spam: 3, merged: 0 }, unknownStatuses: { 'On\u001b[1mhold': 2 } },
    });

    expect(section(of, 'Before you trust').join(' ')).toMatch(/"On \[1mhold" \(2\).*Left out: 3 spam\./);
    expect(section(of, 'How to read').join(' ')).toMatch(/score@1.*credited by solver.*fewer than 5/);
  });

  it('shows satisfaction where it is known', () => {
    const csat = {
      n: 120,
      positive: 110,
      value: 91.67,
      interval: [85.3, 95.4] as [number, number],
      responseRate: 34.2,
    };
    const of = report({
      outcomes: { section: {}, ofGroup: (dimension) => (dimension === 'overall' ? { csat } : undefined) },
    });

    expect(section(of, 'Customers')).toEqual(['Satisfied: 92% (85–95%), n=120, 34% of surveys answered']);
    expect(section(report(), 'Customers')).toEqual([]);
  });
});

describe('customers in the report on a terminal', () => {
  const subscriptions = Array.from({ length: 40 }, (_, i) =>
    subscription(`account-${i}`, i < 2 ? { endedAt: FROM + 5 * DAY, status: 'ended' } : {}),
  );
  // 30 of 40 surveys were answered, 24 of them well.
  const ratings = Array.from({ length: 40 }, (_, i) =>
    rating({ value: i < 24 ? 5 : i < 30 ? 2 : null, offeredAt: FROM + 9 * DAY }),
  );
  const outcomes = buildOutcomes(inputOf({ subscriptions, ratings }));

  it('says how many are satisfied and how many accounts were lost', () => {
    const lines = section(report({ outcomes }), 'Customers');

    expect(lines[0]).toBe('Satisfied: 80% (63–90%), n=30, 75% of surveys answered');
    expect(lines[1]).toBe('Accounts lost: 2 of 40 (5% (1–17%), n=40)');
  });

  it('is left out where nothing is known', () => {
    expect(section(report({ outcomes: buildOutcomes(inputOf({})) }), 'Customers')).toEqual([]);
  });
});
