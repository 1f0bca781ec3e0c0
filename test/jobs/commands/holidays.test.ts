import { describe, expect, it } from 'vitest';
import { atDesk } from '../fairclock.ts';

describe('fairclock holidays', () => {
  it('lists what a code means in a year, without a store or a source', async () => {
    const { code, out } = await atDesk().fairclock(['holidays', 'DE-BY', '2026']);

    expect(code).toBe(0);
    expect(out).toContain('DE-BY: Bayern, Germany, 2026, 13 dates without work');
    expect(out).toContain('Sat 2026-08-15  Assumption');
    expect(out).toContain('Thu 2026-12-24  Christmas Eve (half day)');
    expect(out).toContain('note: corrected against the package date-holidays: Assumption Day');
  });

  it('says how it reads a code that is no country, and what its parts have beside it', async () => {
    const { out } = await atDesk().fairclock(['holidays', 'uk', '2026']);

    expect(out).toContain('UK, read as GB-ENG: England, United Kingdom');
    expect(out).toContain('Mon 2026-08-31  Summer bank holiday\n');
    expect(out).toContain('Mon 2026-08-03  Summer bank holiday: GB-SCT');
  });

  it('without a code lists those of TEAM_HOLIDAYS, dates too', async () => {
    const { code, out } = await atDesk().fairclock(['holidays', '--format', 'json'], {
      TEAM_HOLIDAYS: 'DE-BY,2026-12-24',
    });

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      dates: ['2026-12-24'],
      codes: [{ code: 'DE-BY', place: 'Bayern, Germany' }],
    });
  });

  it.each([
    [['Bavaria'], 'cannot read "Bavaria".*nor a code of a country or state like DE or DE-BY'],
    [['DE', '26'], '26 is no year like 2026'],
    [['2026-12-25'], '2026-12-25 is a date; name a code like DE-BY'],
    [[], 'name a code like DE-BY, or set TEAM_HOLIDAYS'],
  ])('refuses %j and says what is accepted', async (words, expected) => {
    const { code, err } = await atDesk().fairclock(['holidays', ...words]);

    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(expected));
  });
});
