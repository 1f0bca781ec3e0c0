import dayjs from 'dayjs';
import businessTime from 'dayjs-business-time';
import type { TicketHistory } from '../../src/model/measurement.ts';
import { stretchesOf } from './holding.ts';

declare module 'dayjs' {
  interface Dayjs {
    businessMinutesDiff(other: Dayjs): number;
  }
}

dayjs.extend(businessTime as unknown as Parameters<typeof dayjs.extend>[0]);

/**
 * What a business-hours package can do of the work: minutes in the desk's hands within one Monday-to-Friday 9-17 week
 * of the process's own zone. It knows no second calendar, no customer and no zone.
 */
export function packageBusinessMinutes(history: TicketHistory): number {
  let minutes = 0;
  for (const { holder, fromAt, toAt } of stretchesOf(history)) {
    if (holder === 'team') minutes += dayjs(toAt).businessMinutesDiff(dayjs(fromAt));
  }
  return minutes;
}
