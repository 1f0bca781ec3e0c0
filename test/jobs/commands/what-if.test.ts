import { describe, expect, it } from 'vitest';
import { WhatIf, WhatIfSearch } from '../../../src/report/schema-what-if.ts';
import { SIMULATED } from '../../show/sample-report.ts';
import { atDesk } from '../fairclock.ts';

const FEW = { ...SIMULATED, SIMULATED_TICKETS: '300', TEAM_HOURS: 'Mon-Fri 09:00-17:00' };
const WINDOW = ['--from', '2026-09-01', '--to', '2026-11-16'];

describe('fairclock what-if', () => {
  it('tells the same in each format, with a matrix that sums to what was and what would be', async () => {
    const desk = atDesk();
    const ask = (...words: string[]) => desk.fairclock(['what-if', ...words, ...WINDOW], FEW);
    const json = await ask('--team', 'denver', '--add', 'Mon-Fri 05:00-09:00', '--format', 'json');
    const made = WhatIf.parse(JSON.parse(json.out));
    const text = await ask('--team', 'denver', '--add', 'Mon-Fri 05:00-09:00', '--no-sync');
    const markdown = await ask('--team', 'denver', '--add', 'Mon-Fri 05:00-09:00', '--no-sync', '--format', 'md');
    const report = JSON.parse((await desk.fairclock(['report', ...WINDOW, '--no-sync', '--format', 'json'], FEW)).out);

    const sum = (values: readonly { readonly seconds: number }[]) =>
      values.reduce((all, { seconds }) => all + seconds, 0);
    for (const { cause, seconds, otherSeconds } of made.causes) {
      expect(sum(made.matrix.filter(({ from }) => from === cause))).toBeCloseTo(seconds, 3);
      expect(sum(made.matrix.filter(({ to }) => to === cause))).toBeCloseTo(otherSeconds, 3);
    }
    expect(made.tickets).toBe(report.overall.finalResolution.net.n);
    expect(made.netMean.seconds).toBeCloseTo(report.overall.finalResolution.net.meanSeconds, 3);
    expect(made.touched).toBeGreaterThan(0);
    expect(made.matrix.some(({ from, to }) => from === 'team_off_hours' && to === 'team_working')).toBe(true);
    expect(made.matrix.every(({ from, to }) => from !== 'team_working' || to === 'team_working')).toBe(true);
    expect(text.out.replaceAll('\n', ' ')).toContain(made.sentence);
    expect(markdown.out).toContain(made.sentence);
  });

  it('finds blocks that would have helped, the best first, none of them the same told twice', async () => {
    const { out } = await atDesk().fairclock(
      ['what-if', '--search', '4h', '--team', 'Manila,Berlin', '--format', 'json', ...WINDOW],
      FEW,
    );
    const { best, tried } = WhatIfSearch.parse(JSON.parse(out));
    const saved = best.map(({ replayed }) => replayed!.mean.seconds - replayed!.mean.otherSeconds);

    expect(tried).toBe(2 * 2 * 21);
    expect(best.length).toBeGreaterThan(1);
    expect(saved).toEqual([...saved].sort((a, b) => b - a));
    expect(saved.at(-1)).toBeGreaterThan(0);
    expect(new Set(best.map(({ change }) => change.teams![0])).size).toBeLessThanOrEqual(2);
  });

  it.each([
    [['--hours', 'closed'], /Nobody would be at work: if the desk kept closed/],
    [['--add', 'Mon-Fri 10:00-12:00'], /No solved ticket was in hands whose hours change/],
    [['--add', 'Sat 10:00-12:00', '--from', '2030-01-01', '--to', '2030-02-01'], /Too few to say: 0 solved/],
  ])('says plainly what %j comes to', async (words, said) => {
    const { code, out } = await atDesk().fairclock(['what-if', ...words, ...(words.includes('--from') ? [] : WINDOW)], {
      ...FEW,
      SIMULATED_TICKETS: '100',
    });

    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(said);
  });

  it.each([
    [[], 'say one of --add HOURS, --hours HOURS or --search LENGTH'],
    [['--add', 'Mon 09:00-10:00', '--search', '4h'], 'say one of'],
    [['--add', 'early', '--no-sync'], 'cannot read "early"'],
    [['--search', '40h'], '--search accepts 1h to 12h, not 40h'],
  ])('%j ends with 2 and says what is meant', async (words, said) => {
    const { code, err } = await atDesk().fairclock(['what-if', ...words], { ...FEW, SIMULATED_TICKETS: '20' });

    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
