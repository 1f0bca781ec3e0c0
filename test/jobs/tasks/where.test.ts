import { beforeEach, describe, expect, it } from 'vitest';
import { readReport } from '../../../jobs/tasks/report.ts';
import { DIMENSION_NAMES, DIMENSIONS } from '../../../src/model/catalogue.ts';
import { type ReportRequest, reportOf } from '../../../src/report/from-records.ts';
import type { Group, Report } from '../../../src/report/schema.ts';
import { narrowRecords, type Where } from '../../../src/report/where.ts';
import { simulatedDesk } from '../simulated-desk.ts';

const FLOW = [
  'arrived',
  'outbound',
  'solved',
  'reopened',
  'leftOut',
  'openAtStart',
  'openAtEnd',
  'withUsAtEnd',
] as const;

describe('a report of some of the tickets', () => {
  let whole: Report | undefined;
  let of: (where: Where) => Report;
  beforeEach(async () => {
    // The records outlive the store of the first test.
    if (whole !== undefined) return;
    const { deps, window } = await simulatedDesk({ tickets: 300 });
    const request: ReportRequest = { window, cohort: 'solved' };
    const { records, context } = await readReport(request, deps);
    whole = reportOf(records, request, context);
    of = (where) =>
      reportOf(
        narrowRecords(records, where, window.to),
        { ...request, where },
        { ...context, desk: [...records.tickets, ...records.leftOut] },
      );
  });

  it.each(DIMENSION_NAMES)('by %s: its parts have the figures of its groups, and add up to the whole', (name) => {
    const { field } = DIMENSIONS[name];
    const keys = new Set([...whole![name].map(({ key }) => key), ...(name === 'byTier' ? ['unknown'] : []), 'none']);
    const parts = [...keys].flatMap((key): { key: string; report: Report }[] => {
      try {
        return [{ key, report: of({ [field]: [key] }) }];
      } catch (error) {
        expect(String(error)).toContain('no ticket of this report has it');
        return [];
      }
    });

    for (const count of FLOW) {
      expect([count, parts.reduce((sum, { report }) => sum + report.flow[count], 0)]).toEqual([
        count,
        whole!.flow[count],
      ]);
    }
    for (const { key, report } of parts) {
      const group = whole![name].find((one) => one.key === key);
      const told = ({ tickets, firstResolution, finalResolution, timeSpentSeconds, reopenRate }: Group) => ({
        ...{ tickets, firstResolution, finalResolution, timeSpentSeconds, reopenRate },
      });
      if (group === undefined) expect(report.overall.tickets).toBe(0);
      else expect(told(report.overall)).toEqual(told(group));
    }
  });

  it('names what it is of, and tells nothing of accounts', () => {
    const { where, outcomes, kpis, quality } = of({ priority: ['high', 'urgent'] });

    expect(where).toEqual({ priority: ['high', 'urgent'] });
    expect([Object.keys(outcomes), kpis]).toEqual([['csat'], undefined]);
    expect(quality.notes.join('\n')).toContain('Only tickets of priority high or urgent');
  });

  it('finds values by name in any letters, and names the nearest for one that nobody has', () => {
    expect(of({ team: ['BERLIN'] }).flow).toEqual(of({ team: ['Berlin'] }).flow);
    expect(() => of({ team: ['Berln'] })).toThrow('did you mean Berlin?');
    expect(() => of({ priority: ['xyzzy'] })).toThrow('there are ');
  });

  it('tells no time in hand of tickets chosen by what the work made of them', () => {
    const { timeToSolution, changes, overall } = of({ tier: ['complex'] });

    expect(timeToSolution.net).toBeNull();
    expect(changes.every(({ verdict }) => verdict === 'not_comparable')).toBe(true);
    expect(overall.finalResolution.net?.n).toBeGreaterThan(0);
  });
});
