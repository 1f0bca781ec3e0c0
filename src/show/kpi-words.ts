import { formatDuration } from '../model/duration.ts';
import type { Kpi } from '../summarise/success/figure.ts';

type Unit = Pick<Kpi, 'unit' | 'currency'>;

/** A figure's value in words: `52%`, `$1,204.50`, `¥5,000`, `12.5 months`. */
export function kpiValueWords(value: number, { unit, currency }: Unit): string {
  switch (unit) {
    case 'percent':
      return `${decimals(value, 1)}%`;
    case 'points':
      return decimals(value, 0);
    case 'score':
    case 'ratio':
      return decimals(value, 2);
    case 'money':
      return moneyWords(value, currency);
    case 'months':
      return `${decimals(value, 1)} months`;
    case 'seconds':
      return formatDuration(value);
    case 'count':
      return decimals(value, 0);
    case 'per_week':
      return `${decimals(value, 1)} a week`;
  }
}

/** A difference of two values in words, with its sign; shares in points. */
export function kpiDifferenceWords(difference: number, of: Unit): string {
  const size = Math.abs(difference);
  const words = of.unit === 'percent' ? `${decimals(size, 1)} points` : kpiValueWords(size, of);
  if (!/[1-9]/.test(words)) return '±0';
  return `${difference > 0 ? '+' : '−'}${words}`;
}

/** Larger amounts are written without their cents. */
const WITHOUT_CENTS = 10_000;

/** Money in minor units as people write it, with the decimals the currency has (none for yen); bare without a currency. */
export function moneyWords(minor: number, currency: string | null): string {
  if (currency === null) return `${decimals(minor / 100, 2)} (currency not stated)`;
  try {
    const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    const major = minor / 10 ** digits;
    const whole = Math.abs(major) >= WITHOUT_CENTS ? { maximumFractionDigits: 0 } : {};
    return new Intl.NumberFormat('en-US', { style: 'currency', currency, ...whole }).format(major).replace('-', '−');
  } catch {
    return `${decimals(minor / 100, 2)} ${currency}`;
  }
}

function decimals(value: number, most: number): string {
  const text = value.toLocaleString('en-US', { maximumFractionDigits: most });
  return (text === '-0' ? '0' : text).replace('-', '−');
}

/** A figure's name with what tells it from others of its kind: `Time to value: first invoice`, `GRR in EUR`. */
export function kpiName({ label, group, currency, unit }: Kpi): string {
  const money = currency === null || unit === 'money' ? '' : ` in ${currency}`;
  return `${label}${money}${group === null || group === 'window' ? '' : `: ${group}`}`;
}
