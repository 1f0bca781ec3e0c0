import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { FLOW_LISTS } from '../../../src/summarise/flow.ts';
import { SIMULATED } from '../../show/sample-report.ts';
import { atDesk } from '../fairclock.ts';

const FEW = { ...SIMULATED, SIMULATED_TICKETS: '300' };
const WINDOW = ['--from', '2026-10-19', '--to', '2026-11-16', '--time-zone', 'UTC'];

describe('every count of a report opens a list of as many tickets', () => {
  it('of the flow, of open ones and of groups that a ticket may be in more than once', async () => {
    const desk = atDesk();
    const report = JSON.parse((await desk.fairclock(['report', ...WINDOW, '--format', 'json'], FEW)).out) as Report;
    const listed = async (selector: string): Promise<number> => {
      const { out } = await desk.fairclock(['report', ...WINDOW, '--no-sync', '--tickets', selector], FEW);
      return (JSON.parse(out) as { tickets: unknown[] }).tickets.length;
    };

    for (const name of FLOW_LISTS) expect([name, await listed(name)]).toEqual([name, report.flow[name]]);
    expect(await listed('open')).toBe(report.flow.openAtEnd);
    expect(await listed('unanswered')).toBe(report.flow.unansweredAtEnd);
    expect(await listed('waiting')).toBe(report.flow.withUsAtEnd);
    expect(await listed('overall')).toBe(report.overall.tickets);
    for (const dimension of ['byTeamHeld', 'byResolvedBy', 'byTag', 'byTier'] as const) {
      const [group] = report[dimension];
      expect(await listed(`${dimension}=${group!.key}`)).toBe(group!.tickets);
    }
    expect(report.flow.arrived).toBeGreaterThan(0);
    expect(report.flow.reopened).toBeGreaterThan(0);
  });

  it('with the times that its mean is made of, in each format', async () => {
    const desk = atDesk();
    const report = JSON.parse((await desk.fairclock(['report', ...WINDOW, '--format', 'json'], FEW)).out) as Report;
    const [held] = report.byTeamHeld;
    const ask = (format: string) =>
      desk.fairclock(
        ['report', ...WINDOW, '--no-sync', '--tickets', `byTeamHeld=${held!.key}`, '--format', format],
        FEW,
      );
    const rows = parse((await ask('csv')).out, { bom: true, columns: true }) as Record<string, string>[];
    const net = rows.map((row) => Number(row['finalResolutionMs.net']));
    const text = await ask('text');

    expect(net.reduce((sum, ms) => sum + ms, 0) / net.length / 1000).toBeCloseTo(
      held!.finalResolution.net!.meanSeconds!,
      6,
    );
    expect(text.out).toContain(`${held!.tickets} in all`);
    expect(text.out).toContain('simulated/');
  });

  it.each([
    ['byTeamHeld=nowhere', 'no such group in this report; there are'],
    ['byTag=nothing', 'no such group in this report'],
    ['arived', 'did you mean arrived?'],
  ])('%s is refused with what there is', async (selector, said) => {
    const { code, err } = await atDesk().fairclock(['report', ...WINDOW, '--tickets', selector], {
      ...FEW,
      SIMULATED_TICKETS: '60',
    });

    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
