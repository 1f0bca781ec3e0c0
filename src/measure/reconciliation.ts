import { type Calendar, createCalendarReader, workedIntervals } from '../clock/calendar.ts';
import { createZones } from '../clock/zone.ts';
import { keysOf, TICKET_MEASURES, type TicketMeasure } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import { type MeasuredTicket, type People, responsesOf } from '../model/measurement.ts';
import type { CalendarText } from '../model/people.ts';
import { type Event, isSolved, type Ticket, type VendorMetrics, vendorDuration } from '../model/ticket.ts';
import { MS_PER_MINUTE } from '../model/time.ts';

/** How long the desk of a ticket was open within [from, to), in ms, whoever held the ticket meanwhile. */
export type DeskTime = (
  measured: Pick<MeasuredTicket, 'source' | 'teamId' | 'agentId'>,
  from: number,
  to: number,
) => number;

/**
 * Working time as helpdesks count it: by the calendar of the ticket's team, else of its agent, else the desk's default
 * hours; without any, the whole time. A calendar that cannot be read stands back for the default hours (the measure
 * step reports it); default hours that cannot be read are an Error.
 */
export function createDeskTime(definitions: Definitions, people: Pick<People, 'agents' | 'teams'>): DeskTime {
  const read = createCalendarReader(createZones());
  const { teamHours, teamTimeZone, teamHolidays } = definitions;
  const standard =
    teamHours === undefined
      ? undefined
      : read({ hours: teamHours, timeZone: teamTimeZone, holidays: [...teamHolidays] });
  const calendars = new Map<string, Calendar>();

  function note(key: string, { hours = teamHours, timeZone = teamTimeZone, holidays }: CalendarText): void {
    if (hours === undefined) return;
    try {
      calendars.set(key, read({ hours, timeZone, holidays }));
    } catch {
      // Told once already, by the measure step.
    }
  }
  for (const { source, id, calendar } of people.agents) if (calendar) note(`agent ${source}/${id}`, calendar);
  for (const { source, id, calendar } of people.teams) if (calendar) note(`team ${source}/${id}`, calendar);

  return ({ source, teamId, agentId }, from, to) => {
    const calendar =
      calendars.get(`team ${source}/${teamId}`) ?? calendars.get(`agent ${source}/${agentId}`) ?? standard;
    if (calendar === undefined) return to - from;
    const worked = workedIntervals(calendar, from, to);
    let total = 0;
    for (let i = 0; i < worked.length; i += 2) total += worked[i + 1]! - worked[i]!;
    return total;
  };
}

/**
 * Why a vendor's figure differs from ours:
 * `rounding`: by a minute or less, vendors keep whole minutes; `reopening`: they mean another of the ticket's solutions, or count
 * reopenings otherwise; `bot`: they count a bot's answer or a timer's closing, or leave a bot's time out; `schedule`: elapsed time agrees
 * and working time does not, so the working hours differ; `unexplained`: none of these.
 */
export const DIFFERENCE_CLASSES = ['rounding', 'reopening', 'bot', 'schedule', 'unexplained'] as const;

export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/** A figure that a vendor gives for a ticket. */
export type VendorFigure = keyof VendorMetrics;

/** One figure of one ticket that is not the same on both sides; ms, or a number of reopenings. */
export interface Difference {
  readonly source: string;
  readonly ticketId: string;
  readonly figure: VendorFigure;
  /** Null: the vendor has a figure where we have none. */
  readonly ours: number | null;
  readonly theirs: number;
  readonly class: DifferenceClass;
}

/** How one figure of one source compares. */
export interface FigureCount {
  readonly source: string;
  readonly figure: VendorFigure;
  readonly compared: number;
  readonly equal: number;
  readonly byClass: Readonly<Record<DifferenceClass, number>>;
}

/** All comparisons, and every difference. */
export interface Reconciliation {
  readonly counts: readonly FigureCount[];
  readonly differences: readonly Difference[];
  /** Tickets whose history is not whole: there is nothing to compare. */
  readonly incomplete: number;
}

/** A measured ticket beside what its source says of it; its events let bots' doings be told. */
export interface Reconcilable {
  readonly measured: MeasuredTicket;
  readonly ticket: Ticket;
  readonly events?: readonly Event[];
}

/** What is told within this of each other is the same figure, rounded. */
const NEAR_MS = MS_PER_MINUTE;

/**
 * Compares our figures with the vendor's under the vendor's definition, ticket by ticket: every duration runs from
 * the ticket's opening, calendar time is elapsed time, and working time is the desk's open hours whoever held the
 * ticket. Without `deskTime` working time is not compared. Excluded tickets are left out.
 */
export function reconcile(tickets: Iterable<Reconcilable>, deskTime?: DeskTime): Reconciliation {
  const counts = new Map<string, Counting>();
  const differences: Difference[] = [];
  let incomplete = 0;
  for (const pair of tickets) {
    const { measured, ticket } = pair;
    if (ticket.vendorMetrics === undefined || measured.exclusion !== null) continue;
    if (!ticket.timelineComplete) {
      incomplete += 1;
      continue;
    }
    for (const compared of compare(pair, deskTime)) {
      const key = `${ticket.source} ${compared.figure}`;
      const count = counts.get(key) ?? emptyCount(ticket.source, compared.figure);
      counts.set(key, count);
      count.compared += 1;
      if (compared.class === 'equal') count.equal += 1;
      else {
        count.byClass = { ...count.byClass, [compared.class]: count.byClass[compared.class] + 1 };
        differences.push({ source: ticket.source, ticketId: ticket.id, ...compared, class: compared.class });
      }
    }
  }
  return { counts: [...counts.values()], differences, incomplete };
}

type Counting = { -readonly [Key in keyof FigureCount]: FigureCount[Key] };

function emptyCount(source: string, figure: VendorFigure): Counting {
  const byClass = { rounding: 0, reopening: 0, bot: 0, schedule: 0, unexplained: 0 };
  return { source, figure, compared: 0, equal: 0, byClass };
}

interface Compared {
  readonly figure: VendorFigure;
  readonly ours: number | null;
  readonly theirs: number;
  readonly class: DifferenceClass | 'equal';
}

function compare(pair: Reconcilable, deskTime: DeskTime | undefined): Compared[] {
  const { measured, ticket } = pair;
  const theirs = ticket.vendorMetrics ?? {};
  const compared: Compared[] = [];
  for (const measure of keysOf(TICKET_MEASURES)) {
    const [calendar, business] = [vendorDuration(measure, 'calendar'), vendorDuration(measure, 'business')];
    const at = endOf(measured, measure);
    const elapsed = at === null ? null : at - measured.openedAt;
    const theirElapsed = theirs[calendar];
    let elapsedClass: Compared['class'] | undefined;
    if (theirElapsed !== undefined) {
      elapsedClass = classOf(elapsed, theirElapsed, () => elapsedCause(pair, measure, theirElapsed));
      compared.push({ figure: calendar, ours: elapsed, theirs: theirElapsed, class: elapsedClass });
    }
    const theirWorked = theirs[business];
    if (theirWorked === undefined || deskTime === undefined) continue;
    const worked = at === null ? null : deskTime(measured, measured.openedAt, at);
    const agreed = elapsedClass === 'equal' || elapsedClass === 'rounding';
    // Where elapsed time differs too, working time differs for the same cause.
    const cause = () => (agreed ? 'schedule' : (elapsedClass ?? 'unexplained'));
    compared.push({ figure: business, ours: worked, theirs: theirWorked, class: classOf(worked, theirWorked, cause) });
  }
  if (theirs.reopens !== undefined) {
    const same = theirs.reopens === measured.reopens;
    compared.push({
      figure: 'reopens',
      ours: measured.reopens,
      theirs: theirs.reopens,
      class: same ? 'equal' : 'reopening',
    });
  }
  return compared;
}

/** The moment that a measure runs to. */
function endOf(measured: MeasuredTicket, measure: TicketMeasure): number | null {
  if (measure === 'firstResolution') return measured.firstSolvedAt;
  if (measure === 'finalResolution') return measured.finalSolvedAt;
  return responsesOf(measured)[0]?.answeredAt ?? null;
}

function classOf(ours: number | null, theirs: number, cause: () => Compared['class']): Compared['class'] {
  if (ours === theirs) return 'equal';
  return isNear(ours, theirs) ? 'rounding' : cause();
}

function isNear(ours: number | null, theirs: number): boolean {
  return ours !== null && Math.abs(ours - theirs) <= NEAR_MS;
}

function elapsedCause(
  { measured, events = [] }: Reconcilable,
  measure: TicketMeasure,
  theirs: number,
): DifferenceClass {
  const theirAt = measured.openedAt + theirs;
  if (measure === 'firstResponse') {
    const answeredByBot = events.some(
      (event) => event.kind === 'message' && event.by === 'bot' && event.public && isNear(event.at, theirAt),
    );
    return answeredByBot ? 'bot' : 'unexplained';
  }
  const solvings = events.filter((event) => event.kind === 'status' && isSolved(event.to) && isNear(event.at, theirAt));
  if (solvings.some((event) => event.kind === 'status' && event.by === 'bot')) return 'bot';
  const other = measure === 'firstResolution' ? measured.finalSolvedAt : measured.firstSolvedAt;
  if (measured.reopens > 0 && (isNear(other, theirAt) || solvings.length > 0 || endOf(measured, measure) === null)) {
    return 'reopening';
  }
  const ours = endOf(measured, measure);
  const bot = measured.timeSpentMs.bot;
  if (ours !== null && bot > 0 && isNear(ours - measured.openedAt - bot, theirs)) return 'bot';
  return 'unexplained';
}
