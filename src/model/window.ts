import { keysOf } from './catalogue.ts';
import { isTimeZone, MINUTES_PER_DAY } from './time.ts';

/** Which measured tickets to read; instants in epoch ms, `[from, to)`. */
export interface MeasuredFilter {
  readonly finalSolvedFrom?: number;
  readonly finalSolvedTo?: number;
  readonly openedFrom?: number;
  readonly openedTo?: number;
  /** Opened before this instant and without a final solution before it. */
  readonly openAsOf?: number;
}

/** Which tickets a report is about. */
export const COHORTS = {
  solved: { means: 'tickets with their final solution in the window' },
  opened: { means: 'tickets opened in the window, solved or not' },
  rated: { means: 'tickets whose customer answered a survey in the window' },
} as const;
export const COHORT_NAMES = keysOf(COHORTS);

export type Cohort = keyof typeof COHORTS;

/** The period a report covers, `[from, to)` in epoch ms; `timeZone` says where its days begin. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/**
 * Which measured tickets to read for a cohort. `solved`: final solution in the window. `opened`: opening in it. `rated`
 * reads all that were opened before its end: the ratings say which of them stay (`selectRows`).
 */
export function cohortFilter(cohort: Cohort, window: Pick<Window, 'from' | 'to'>): MeasuredFilter {
  switch (cohort) {
    case 'solved':
      return { finalSolvedFrom: window.from, finalSolvedTo: window.to };
    case 'opened':
      return { openedFrom: window.from, openedTo: window.to };
    case 'rated':
      return { openedTo: window.to };
  }
}

/**
 * How often a digest is sent; each kind covers the `period` before its day: a whole local day, week or month. `begins` is
 * when a schedule of it is due at the earliest, `example` how people write one.
 */
export const CADENCES = {
  daily: { period: 'day', begins: '00:00', example: '08:00 Europe/Berlin' },
  weekly: { period: 'week', begins: 'Mon 00:00', example: 'Mon 08:00 Europe/Berlin' },
  monthly: { period: 'month', begins: '1 00:00', example: '1 08:00 Europe/Berlin' },
} as const;
export const CADENCE_NAMES = keysOf(CADENCES);

export type Cadence = keyof typeof CADENCES;

/** When a digest is due: a wall-clock time in a zone, every day, on a weekday (1 Monday to 7 Sunday), or on a day of the month. */
export interface Schedule {
  readonly cadence: Cadence;
  /** Weekday of a weekly, day of month of a monthly schedule; 1 for a daily one. */
  readonly day: number;
  readonly minuteOfDay: number;
  readonly timeZone: string;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Reads `Mon 08:00 Europe/Berlin` (weekly), `1 08:00 Europe/Berlin` (monthly, days 1 to 28) or `08:00 Europe/Berlin`
 * (daily).
 *
 * @throws Error that says what is accepted
 */
export function parseSchedule(cadence: Cadence, text: string): Schedule {
  const match = /^(?:(\S+)\s+)?(\d{1,2}):(\d{2})\s+(\S+)$/.exec(text.trim());
  const [, dayText, hour, minute, timeZone = ''] = match ?? [];
  const minuteOfDay = Number(hour) * 60 + Number(minute);
  const day = dayOf(cadence, dayText?.toLowerCase());
  if (!match || day === undefined || Number(minute) > 59 || minuteOfDay >= MINUTES_PER_DAY) {
    throw new Error(
      `accepts a time like ${CADENCES[cadence].example}${cadence === 'monthly' ? ' (days 1 to 28)' : ''}`,
    );
  }
  if (!isTimeZone(timeZone) || /^[+-]/.test(timeZone)) {
    throw new Error(
      `has no time zone ${timeZone}; write an IANA name such as Europe/Berlin, as in ${CADENCES[cadence].example}`,
    );
  }
  return { cadence, day, minuteOfDay, timeZone };
}

function dayOf(cadence: Cadence, text: string | undefined): number | undefined {
  if (cadence === 'daily') return text === undefined ? 1 : undefined;
  if (cadence === 'weekly') {
    const index = WEEKDAYS.indexOf(text ?? '');
    return index < 0 ? undefined : index + 1;
  }
  const day = /^\d{1,2}$/.test(text ?? '') ? Number(text) : 0;
  return day >= 1 && day <= 28 ? day : undefined;
}
