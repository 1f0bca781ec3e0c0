import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { digestContent } from '../../../src/show/content/choose.ts';
import type { ContentOptions } from '../../../src/show/content/content.ts';
import { sampleWeek } from '../sample-week.ts';

const HOUR = 3600;
const week = sampleWeek();
const said = (report: Report, options: Partial<ContentOptions> = {}) =>
  digestContent(report, { locale: 'en-GB', ...options });
/** The sample with other counts. */
const flow = (change: Partial<Report['flow']>): Partial<Report> => ({ flow: { ...week.flow, ...change } });
const noVerdict = { changes: week.changes.map((change) => ({ ...change, verdict: 'no_evidence' as const })) };
const verdict = (measure: 'timeToSolution' | 'timeToFirstAnswer', kind: 'faster' | 'slower', hours: number) => ({
  changes: noVerdict.changes.map((change) =>
    change.measure === measure ? { ...change, verdict: kind, differenceSeconds: hours * HOUR } : change,
  ),
});
const noAnswers = { byDay: week.byDay.map((day) => ({ ...day, firstAnswers: 0 })) };
const level = flow({ openAtStart: 51, openAtEnd: 52 });

describe('the headline is the first that applies', () => {
  const cases: readonly (readonly [string, Partial<Report>, string])[] = [
    [
      'a source that stopped on Thursday evening',
      {
        coverage: {
          ...week.coverage,
          comparable: false,
          stale: [{ source: 'zendesk', title: 'Zendesk', readUpToAt: '2026-11-12T17:05:00.000Z', problem: null }],
        },
      },
      'To Thursday evening: 84 tickets arrived, 79 were solved',
    ],
    [
      'nobody was answered',
      { ...noAnswers, ...flow({ arrived: 60, solved: 0, unansweredAtEnd: 70, withUsAtEnd: 70, openAtEnd: 70 }) },
      '60 tickets arrived, and none has been answered',
    ],
    [
      'some were answered before it, so that "none" would be false',
      { ...noVerdict, ...noAnswers, ...flow({ arrived: 60, unansweredAtEnd: 59, openAtStart: 52 }) },
      'Kept up: 60 tickets arrived, 79 were solved',
    ],
    ['nothing was solved', flow({ solved: 0, withUsAtEnd: 70 }), '84 tickets arrived, and none has been solved'],
    [
      'nothing at all',
      flow({ arrived: 0, solved: 0, reopened: 0, openAtStart: 0, openAtEnd: 0, withUsAtEnd: 0, unansweredAtEnd: 0 }),
      'A quiet week: nothing arrived, nothing was solved, nothing is open',
    ],
    [
      'nothing but an old ticket that is open, which is no quiet week',
      flow({ arrived: 0, solved: 0, reopened: 0, openAtStart: 1, openAtEnd: 1, withUsAtEnd: 1, unansweredAtEnd: 0 }),
      '0 tickets arrived, 0 were solved, 1 is open',
    ],
    [
      'fewer solved than a typical time needs',
      flow({ arrived: 3, solved: 2, openAtStart: 0, openAtEnd: 1, unansweredAtEnd: 0 }),
      '3 tickets arrived, 2 were solved, 1 is open',
    ],
    [
      'solutions took longer',
      verdict('timeToSolution', 'slower', 5),
      'Solutions took about 5 hours longer: more complex tickets, and more closed hours',
    ],
    [
      'first answers took longer',
      { ...verdict('timeToFirstAnswer', 'slower', 1), ...level },
      'First answers took an hour longer',
    ],
    [
      'first answers took less, and nothing piled up',
      { ...verdict('timeToFirstAnswer', 'faster', -1), ...level },
      'Kept up, and first answers took an hour less',
    ],
    [
      'a time got shorter while the backlog grew: that is the news',
      { ...verdict('timeToSolution', 'faster', -5), ...flow({ openAtStart: 44, openAtEnd: 70 }) },
      'Open tickets grew from 44 to 70',
    ],
    [
      'open tickets fell',
      { ...noVerdict, ...flow({ openAtStart: 60, openAtEnd: 52 }) },
      'Open tickets fell from 60 to 52',
    ],
    [
      'open tickets moved by a tenth and by few',
      { ...noVerdict, ...flow({ openAtStart: 20, openAtEnd: 24 }) },
      'Kept up: 84 tickets arrived, 79 were solved',
    ],
    [
      'open tickets grew by less than a tenth, and by more than a tenth of what came: nobody kept up',
      { ...noVerdict, ...flow({ arrived: 300, solved: 255, openAtStart: 500, openAtEnd: 545 }) },
      '300 tickets arrived, 255 were solved',
    ],
    [
      'half of what came stayed open, of few',
      { ...noVerdict, ...flow({ arrived: 9, solved: 5, openAtStart: 4, openAtEnd: 8 }) },
      '9 tickets arrived, 5 were solved',
    ],
    [
      'first answers took less, and a fifth of what came stayed open',
      {
        ...verdict('timeToFirstAnswer', 'faster', -1),
        ...flow({ arrived: 200, solved: 160, openAtStart: 500, openAtEnd: 540 }),
      },
      'First answers took an hour less',
    ],
    [
      'the week before cannot be compared with: nothing is said of keeping up',
      { ...noVerdict, coverage: { ...week.coverage, comparable: false } },
      '84 tickets arrived, 79 were solved',
    ],
  ];
  it.each(cases)('%s', (_name, change, headline) => {
    expect(said(sampleWeek(change)).headline).toBe(headline);
  });

  it('greets a reader who never had one', () => {
    expect(said(week, { first: true }).headline).toBe(
      'Your first digest: half of the tickets are solved within 1\u00a0d\u00a02\u00a0h',
    );
  });

  it('counts teams where there are many and none of it is overall', () => {
    const teams = Array.from({ length: 40 }, (_, index) => ({
      ...week.teams[0]!,
      key: `team${index}`,
      label: `Team ${index}`,
      verdict: index < 2 ? ('slower' as const) : index === 2 ? ('faster' as const) : ('no_evidence' as const),
    }));
    expect(said(sampleWeek({ ...noVerdict, teams })).headline).toBe('Two of 40 teams took longer, one took less');
  });

  it('speaks of days and months where the window is one', () => {
    const quiet = flow({
      arrived: 0,
      solved: 0,
      reopened: 0,
      openAtStart: 0,
      openAtEnd: 0,
      withUsAtEnd: 0,
      unansweredAtEnd: 0,
    });
    const of = (from: string, to: string) => ({
      ...quiet,
      generatedAt: '2027-01-04T07:00:00.000Z',
      window: { ...week.window, from: `${from}T23:00:00.000Z`, to: `${to}T23:00:00.000Z` },
    });
    expect(said(sampleWeek(of('2026-11-14', '2026-11-15'))).headline).toMatch(/^A quiet day:/);
    expect(said(sampleWeek(of('2026-11-30', '2026-12-31'))).subject).toMatch(/: a quiet month$/);
    expect(said(sampleWeek(of('2026-11-01', '2026-11-29'))).headline).toMatch(/^A quiet period:/);
  });
});

describe('the subject', () => {
  it('says how many have no answer yet', () => {
    expect(said(week).subject).toMatch(
      /: solutions took about 5 hours longer: more complex tickets, and more closed hours; 12 have no answer yet$/,
    );
  });
  it('does not say it twice', () => {
    const crisis = sampleWeek({ ...noAnswers, ...flow({ arrived: 12, solved: 0, unansweredAtEnd: 12 }) });
    expect(said(crisis).subject).toMatch(/: 12 tickets arrived, and none has been answered$/);
  });
});

describe('what stands first', () => {
  it('is the action in a crisis, with its doubt; satisfaction and causes give way to the days', () => {
    const crisis = said(
      sampleWeek({
        ...noAnswers,
        ...flow({ arrived: 60, solved: 0, unansweredAtEnd: 70, withUsAtEnd: 70, openAtEnd: 70 }),
      }),
    );
    expect(crisis.action).toMatchObject({
      title: 'Put somebody on the queue today',
      first: true,
      note: { title: 'Or were they answered elsewhere?' },
    });
    expect([crisis.satisfaction, crisis.spent, crisis.sections.map(({ key }) => key)]).toEqual([null, null, ['days']]);
  });

  it('is what is missing where a source was not read, and nothing is compared', () => {
    const stale = said(
      sampleWeek({
        coverage: {
          ...week.coverage,
          comparable: false,
          stale: [{ source: 'zendesk', title: 'Zendesk', readUpToAt: '2026-11-12T17:05:00.000Z', problem: null }],
        },
      }),
    );
    expect(stale.banner?.strong).toBe('Not complete.');
    expect(stale.under).toEqual(['Nothing is compared with the week before, because a part of this week is missing.']);
    expect(stale.flow.map(({ note }) => note)).not.toContain('was 76');
    expect(stale.flow[0]).toMatchObject({ value: '84+', note: 'to Thu 18:05' });
  });
});

describe('names', () => {
  const named = (content: unknown): boolean => /Ilse|Teo/.test(JSON.stringify(content));
  it('of agents are nowhere unless they may be named', () => {
    expect(named(said(week))).toBe(false);
    expect(named(said(week, { agents: true }))).toBe(true);
  });
});
