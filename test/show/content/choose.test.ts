import { describe, expect, it } from 'vitest';
import { buildReport, type ReportInput } from '../../../src/report/build.ts';
import type { Change, Report } from '../../../src/report/schema.ts';
import { digestContent } from '../../../src/show/content/choose.ts';
import { agent, openFact, reportInput } from '../../report/report-input.ts';
import { randomColumns } from '../../summarise/random-columns.ts';

const OPTIONS = { cadence: 'weekly', locale: 'en-GB' } as const;
const PREVIOUS = {
  window: { from: Date.UTC(2026, 9, 17, 22), to: Date.UTC(2026, 9, 31, 23), timeZone: 'Europe/Berlin' },
  columns: randomColumns({ tickets: 180, seed: 2, mix: [0.2, 0.3, 0.5] }),
};
const NAMES = {
  agents: [agent('zendesk', '2', 'Zoë'), agent('zendesk', '4', 'Ana'), agent('zendesk', '5', 'Chen')],
  teams: [],
  accounts: [],
};

function report(over: Partial<ReportInput> = {}): Report {
  return buildReport(reportInput({ previous: PREVIOUS, names: NAMES, ...over }));
}

/** The report with one change told as certain, or as nothing. */
function withChange(of: Report, figure: string, change: Partial<Change>): Report {
  const changes = of.previous!.changes.map((each) =>
    each.figure === figure ? { ...each, ...change } : { ...each, significant: false },
  );
  return { ...of, previous: { ...of.previous!, changes } };
}

describe('what a digest says', () => {
  it('says first that a source is behind, with the instant up to which it was read', () => {
    const quality = {
      ...reportInput().quality,
      watermarks: { 'zendesk:emea': Date.UTC(2026, 10, 12, 7, 30), slack: null },
    };
    const { alerts } = digestContent(report({ quality }), OPTIONS);

    expect(alerts).toEqual([
      'zendesk:emea was last read on Thu, 12 Nov 2026, 08:30: what happened there later is missing.',
      'slack has not been read to its end yet: the figures lack tickets.',
    ]);
  });

  it('has nothing to warn of when every source was read past the window', () => {
    const quality = { ...reportInput().quality, watermarks: { zendesk: Date.UTC(2026, 10, 14, 23) } };

    expect(digestContent(report({ quality }), OPTIONS).alerts).toEqual([]);
  });

  it('tells a quiet week in one line, with what is still open', () => {
    const content = digestContent(
      report({
        columns: randomColumns({ tickets: 0, seed: 1 }),
        open: [openFact('1', 'simple', 30), openFact('2', 'simple', 3, { holder: 'customer' })],
      }),
      OPTIONS,
    );

    expect(content.quiet).toBe('A quiet week: no ticket was solved; 2 are open, 1 of them waiting for us.');
    expect([content.figures, content.sections, content.spent, content.footer, content.summary]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it('opens with median and mean net, the first answer, and the wall clock beside them', () => {
    const of = report();
    const { figures } = digestContent(of, OPTIONS);

    expect(figures.map(({ label }) => label)).toEqual([
      'Half solved within, net',
      'Solved on average in, net',
      'Half answered within, net',
      'Half solved within, wall clock',
    ]);
  });

  it('calls a change faster or slower only when it is beyond chance, always with its interval', () => {
    const figure = 'overall.finalResolution.net.medianSeconds';
    const change = { current: 3600, previous: 10_800, difference: -7200, interval: [-9000, -5400] as [number, number] };
    const sure = digestContent(withChange(report(), figure, { ...change, significant: true }), OPTIONS);
    const unsure = digestContent(withChange(report(), figure, { ...change, significant: false }), OPTIONS);

    expect(sure.figures[0]!.note).toBe('2 h faster (−2 h 30 min to −1 h 30 min)');
    expect(sure.summary[1]).toBe('Tickets were solved faster: median 3 h → 1 h.');
    expect(unsure.figures[0]!.note).toBe('no clear change (−2 h 30 min to −1 h 30 min)');
    expect(unsure.summary[1]).toBe('Nothing changed beyond chance.');
  });

  it('warns that the total hides the tiers only where that is beyond chance', () => {
    const masking = (beyondChance: boolean) => [
      { kind: 'x', tiers: ['simple'], beyondChance, sentence: 'The total fell, simple rose.' },
    ];
    const linesOf = (beyondChance: boolean) =>
      digestContent({ ...report(), masking: masking(beyondChance) }, OPTIONS).sections.find(
        ({ key }) => key === 'tiers',
      )!.lines;

    expect(linesOf(true)).toEqual(['Careful: The total fell, simple rose.']);
    expect(linesOf(false)).toEqual([]);
  });

  it('lists agents only when asked to, in the order of their names', () => {
    const plain = digestContent(report(), OPTIONS);
    const asked = digestContent(report(), { ...OPTIONS, agents: true });

    expect(JSON.stringify(plain)).not.toMatch(/Zoë|Ana|Chen/);
    expect(asked.sections.find(({ key }) => key === 'agents')!.table!.rows.map(([name]) => name!.text)).toEqual(
      expect.arrayContaining(['Ana', 'Chen', 'Zoë']),
    );
    const names = asked.sections.find(({ key }) => key === 'agents')!.table!.rows.map(([name]) => name!.text);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
  });

  it('names the five oldest open tickets, with links, and marks those that are late', () => {
    const open = [9, 400, 30, 200, 100, 50, 7].map((hours) =>
      openFact(`t${hours}`, 'simple', hours, { url: `https://desk.example/${hours}` }),
    );
    const { table } = digestContent(report({ open }), OPTIONS).sections.find(({ key }) => key === 'open')!;

    expect(table!.rows.map(([ticket]) => ticket)).toEqual(
      [400, 200, 100, 50, 30].map((hours) => ({ text: `zendesk t${hours}`, url: `https://desk.example/${hours}` })),
    );
  });

  it('writes numbers and dates as the locale does', () => {
    const german = digestContent(report(), { ...OPTIONS, locale: 'de-DE' });

    expect(german.title).toBe('Support, 1.–14. Nov. 2026');
    expect(german.spent.map(({ words }) => words).join(' ')).toMatch(/\d,\d\s%/);
  });

  it('shares of where the time went add up to the whole', () => {
    const { spent } = digestContent(report(), OPTIONS);
    let sum = 0;
    for (const { share } of spent) sum += share;

    expect(sum).toBeCloseTo(1, 9);
  });
});
