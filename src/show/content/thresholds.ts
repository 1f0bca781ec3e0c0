import { MS_PER_HOUR } from '../../model/time.ts';

/** When words change: thresholds of wording, each declared here alone. */

/** "Grew", "fell": the number of open tickets moved by this share of what it was … */
export const OPEN_MOVED_SHARE = 0.1;
/** … and by this many. */
export const OPEN_MOVED_TICKETS = 5;
/** "Kept up": the open tickets grew by no more than this share of what arrived … */
export const KEPT_UP_SHARE = 0.1;
/** … or by no more than this many. */
export const KEPT_UP_TICKETS = 2;
/** Over this many teams a digest names only those with a change. */
export const MANY_TEAMS = 12;
/** Below this many a mean is said to be rough. */
export const ROUGH_MEAN_BELOW = 40;
/** "Take the n that have no answer": so many times the usual number. */
export const UNANSWERED_TIMES_USUAL = 2;
/** An email and a chat show so many tickets that need somebody; the page more; a list opens them all. */
export const NEEDS_SHOWN = 6;
export const NEEDS_SHOWN_ON_PAGE = 8;
/** A source that was read so shortly before the report counts as read up to it. */
export const READ_LATELY_MS = MS_PER_HOUR;
/** Up to so many days are told day by day. */
export const DAYS_TOLD = 31;
/** Where so few tickets wait, and few were solved, the tickets themselves are told instead of figures. */
export const TICKETS_TOLD = 8;

/** Unhappy customers listed in an email before the rest is left to the page: Gmail clips a mail at 102 KB. */
export const CALL_BACKS_SHOWN = 10;
