import { describe, expect, it } from 'vitest';
import { wordingOf } from '../../src/show/wording.ts';
import { figureWords } from '../../src/show/words.ts';

const { kpi, kpiDifference, money } = figureWords('en-US');

describe('money in words', () => {
  it.each([
    [123_450, 'USD', '$1,234.50'],
    [1_234_500, 'USD', '$12,345'],
    [-5000, 'EUR', '−€50.00'],
    [5000, 'JPY', '¥5,000'],
    [5000, 'KWD', 'KWD 5.000'],
    [5000, 'ZZ9', '50 ZZ9'],
    [5000, null, '50 (currency not stated)'],
    [0, 'USD', '$0.00'],
  ])('%i minor units of %s are %s', (minor, currency, words) => {
    expect(money(minor, currency).replaceAll('\u00a0', ' ')).toBe(words);
  });
});

describe('figures in words', () => {
  it.each([
    [52.34, 'percent', '52.3%'],
    [-12, 'points', '−12'],
    [4.456, 'score', '4.46'],
    [50, 'months', '50 months'],
    [5400, 'seconds', '1\u00a0h\u00a030\u00a0min'],
    [1204, 'count', '1,204'],
    [2.25, 'per_week', '2.3 a week'],
    [0.2238, 'per_year', '0.224'],
  ] as const)('%f as %s is %s', (value, unit, words) => {
    expect(kpi(value, { unit, currency: null })).toBe(words);
  });

  it.each([
    [7.25, 'percent', '+7.3 points'],
    [-0.01, 'percent', '±0'],
    [-30, 'points', '−30'],
    [0, 'count', '±0'],
  ] as const)('a difference of %f as %s is %s', (difference, unit, words) => {
    expect(kpiDifference(difference, { unit, currency: null })).toBe(words);
  });

  it('has numbers, shares and money written as the reader is used to', () => {
    const german = figureWords('de-DE');

    expect([german.count(1204), german.share(0.049), german.percent(92)]).toEqual(['1.204', '4,9\u00a0%', '92\u00a0%']);
    expect(german.money(123_450, 'EUR')).toBe('1.234,50\u00a0€');
  });
});

describe('signs in every locale', () => {
  it.each(['en-GB', 'de-DE', 'ar-EG', 'he-IL', 'ja-JP', 'hi-IN-u-nu-deva'])(
    'stand where something is left: %s',
    (locale) => {
      const words = figureWords(locale);

      expect(words.decimals(-12, 0)).toBe(`−${words.decimals(12, 0)}`);
      expect(words.decimals(-0.2, 0)).toBe(words.decimals(0, 0));
      expect(words.kpiDifference(-12, { unit: 'points', currency: null })).toBe(`−${words.decimals(12, 0)}`);
      expect(words.kpiDifference(3, { unit: 'percent', currency: null })).toBe(`+${words.decimals(3, 1)} points`);
      expect(words.kpiDifference(0.01, { unit: 'percent', currency: null })).toBe('±0');
    },
  );

  it.each([-59, -1, 0, 30])('a time that moved by %i s is said not to have moved', (seconds) => {
    expect(kpiDifference(seconds, { unit: 'seconds', currency: null })).toBe('±0');
  });
});

describe('digits', () => {
  it.each(['en-GB', 'de-DE', 'ar-EG', 'he-IL', 'ja-JP', 'fa-IR'])(
    'are those of durations beside them: %s',
    (locale) => {
      const wording = wordingOf(locale, 'UTC', Date.UTC(2026, 10, 16));

      expect(wording.count(52)).toBe('52');
      expect(wording.share(0.91)).toMatch(/^\D*91\D*$/);
      expect(figureWords(locale).decimals(12, 0)).toBe('12');
    },
  );

  it('stay those that a locale names', () => {
    expect(wordingOf('ar-EG-u-nu-arab', 'UTC', 0).count(52)).toBe('٥٢');
  });
});
