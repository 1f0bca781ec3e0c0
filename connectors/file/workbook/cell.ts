import { MS_PER_DAY, SECONDS_PER_DAY } from '../../../src/model/time.ts';
import type { NumberKind } from './styles.ts';

/** Day 0 of serial numbers: right from March 1900 on, since Excel counts a 29 February that never was. */
export const EPOCH_1900 = Date.UTC(1899, 11, 30);
export const EPOCH_1904 = Date.UTC(1904, 0, 1);

/**
 * What a number of a workbook says in the format its cell is shown in: dates and times as ISO 8601 without an offset
 * (a date alone where neither format nor number tell a time), times of day and lengths of time as `HH:MM:SS`, shares as
 * percent; anything else stays a number. The last digits of a serial number are noise below a second.
 */
export function shownNumber(value: number, kind: NumberKind, epoch: number): string | number {
  switch (kind) {
    case 'number':
      return value;
    case 'percent':
      return `${Number((value * 100).toPrecision(14))}%`;
    case 'time':
    case 'duration':
      return clockText(Math.round(value * SECONDS_PER_DAY));
    default: {
      const at = epoch + Math.round(value * SECONDS_PER_DAY) * 1000;
      if (!Number.isFinite(at) || Math.abs(at) > 8e15) return value;
      const text = new Date(at).toISOString();
      return kind === 'date' && at % MS_PER_DAY === 0 ? text.slice(0, 10) : text.slice(0, 19);
    }
  }
}

function clockText(seconds: number): string {
  const whole = Math.abs(seconds);
  const two = (part: number): string => String(part).padStart(2, '0');
  const text = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return seconds < 0 ? `-${text}` : text;
}

/** The column of a cell's reference (`AB12`), from 0. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index) & ~0x20;
    if (code < 65 || code > 90) break;
    column = column * 26 + (code - 64);
  }
  return column - 1;
}

/** The row of a cell's reference (`AB12`), from 1. */
export function rowOf(reference: string): number {
  return Number(/\d+$/.exec(reference)?.[0] ?? 0);
}
