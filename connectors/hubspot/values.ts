import { isTimeZone } from '../../src/model/time.ts';

/** The text that a property holds, without the spaces around it; undefined for none. HubSpot writes "" for no value. */
export function textOf(value: string | null | undefined): string | undefined {
  return value?.trim() || undefined;
}

const ISO = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2}))?$/i;

/** An instant as properties hold it, in epoch ms: ISO 8601, a date (from midnight UTC on) or milliseconds. */
export function instantOf(value: string | null | undefined): number | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const at = /^\d{11,14}$/.test(text) ? Number(text) : ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) && at >= 0 ? Math.floor(at) : undefined;
}

/** A number that a property holds. */
export function numberOf(value: string | null | undefined): number | undefined {
  const text = textOf(value);
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** The entries of a list between semicolons. */
export function entriesOf(value: string | null | undefined): string[] {
  return (value ?? '')
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

const SIGNS = { slash: '/', hyphen: '-', plus: '+', minus: '-' } as const;

/**
 * The IANA zone behind HubSpot's spelling of it, undefined for anything else.
 *
 * @example zoneOf('america_slash_new_york') // => 'America/New_York'
 */
export function zoneOf(value: string | null | undefined): string | undefined {
  const text = textOf(value)?.replace(/_(slash|hyphen|plus|minus)_/g, (_, sign: keyof typeof SIGNS) => SIGNS[sign]);
  if (text === undefined || !isTimeZone(text)) return undefined;
  return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
}
