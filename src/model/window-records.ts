import type {
  Account,
  ChurnEvent,
  Cost,
  Milestone,
  MrrChange,
  Order,
  Referral,
  Subscription,
  Usage,
} from './account.ts';
import type { Exclusion, Impossible, MeasuredColumns, MeasuredTicket, TicketHistory } from './measurement.ts';
import type { Agent, Customer, Team } from './people.ts';
import type { Rating } from './rating.ts';
import type { Cohort, Period } from './window.ts';

/** An unsolved ticket with all that its standing at an instant is told from. */
export type OpenMeasurement = Pick<
  MeasuredTicket,
  | 'source'
  | 'ticketId'
  | 'url'
  | 'subject'
  | 'tier'
  | 'tierOrigin'
  | 'teamId'
  | 'openedAt'
  | 'entersAt'
  | 'finalSolvedAt'
  | 'solutions'
  | 'stints'
  | 'scores'
>;

/** What a reader should know of the tickets behind a report. Excluded tickets count in the first figure alone. */
export interface MeasuredQuality {
  readonly excluded: Readonly<Record<Exclusion, number>>;
  /** Tickets by the vendor's word for a status that nobody mapped. */
  readonly unknownStatuses: Readonly<Record<string, number>>;
  /** Facts that cannot be, also those for which a ticket was excluded; in order of (source, ticket). */
  readonly impossible: readonly (Impossible & { readonly source: string; readonly ticketId: string })[];
  /** Events dated before their ticket's opening. */
  readonly clippedEvents: number;
  /** Tickets of which the vendor cannot give the whole history. */
  readonly truncatedTimelines: number;
  /** Tickets solved at an instant that nobody told. */
  readonly solvedWithoutDate: number;
  /** Tickets with a solution date and a status that says open. */
  readonly statedWhileOpen: number;
  /** Reopenings that machines, or somebody within a minute, undid without a message. */
  readonly undoneReopenings: number;
}

/** How often something was used, from one of the span's cuts up to the next. */
export type UsageCount = Pick<Usage, 'source' | 'accountKey' | 'subscriptionId' | 'feature'> & {
  /** The cut, epoch ms. */
  readonly at: number;
  readonly records: number;
};

/** How far a source was read. */
export interface SourceStanding {
  readonly name: string;
  /** Everything that changed there before this instant has been read; null before its first end. */
  readonly readUpToAt: number | null;
}

/**
 * All that one report reads, as of one instant: report, page, lists, digests and figures of customer success share it,
 * which is how they come to say the same. `Rated` is what the span keeps of each rated ticket's history.
 */
export interface WindowRecords<Rated = never> {
  /** When the state that was read was taken, epoch ms. */
  readonly asOf: number;
  /** Tickets in the figures that lived at any time of the span, or were rated in it, in order of (source, id). */
  readonly measurements: MeasuredColumns;
  /** Tickets in the figures that lived in the span's weeks of flow and curves, each whole, in order of (source, id). */
  readonly tickets: readonly MeasuredTicket[];
  /** Those that were merged or deleted at a known instant within them: until then they were tickets like any other. */
  readonly leftOut: readonly MeasuredTicket[];
  /** Those of `tickets` that had no final solution at the instant that the span asks for, in the same order. */
  readonly open: readonly OpenMeasurement[];
  /** Sources that hold a ticket without a final solution, whenever it was opened. */
  readonly unsolvedIn: readonly string[];
  readonly quality: MeasuredQuality;
  /** Histories of the cohort's tickets for which the source gives figures of its own; none unless histories are asked for. */
  readonly compared: readonly TicketHistory[];
  readonly rated: readonly Rated[];
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly accounts: readonly Account[];
  /** Who asked or answered a survey, by `source/id`. */
  readonly customers: ReadonlyMap<string, Customer>;
  /** Answers and offers of the span, and earlier ones of the kind nps. */
  readonly ratings: readonly Rating[];
  readonly subscriptions: readonly Subscription[];
  readonly churnEvents: readonly ChurnEvent[];
  readonly mrrChanges: readonly MrrChange[];
  readonly orders: readonly Order[];
  readonly referrals: readonly Referral[];
  readonly milestones: readonly Milestone[];
  readonly costs: readonly Cost[];
  /** Use between the span's cuts; 0 times is none. */
  readonly usage: readonly UsageCount[];
  /** Whether anything is known at all, whenever it was, of use, and of what surveys other than of satisfaction said. */
  readonly knows: { readonly usage: boolean; readonly otherSurveys: boolean };
  /** Every source of which anything was noted, in order of name. */
  readonly sources: readonly SourceStanding[];
  /** Rows set aside, by source; a source without any is not in it. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** What a report reads, and how far back. Instants in epoch ms. */
export interface Span<Rated = never> {
  /** The report's own window, and the one before. */
  readonly window: Period;
  readonly previous: Period;
  readonly cohort: Cohort;
  /** Where measurements begin. A loss is looked at from its decision on, however long ago: accounts are known first. */
  readonly from: (known: Pick<WindowRecords, 'subscriptions' | 'milestones'>) => number;
  /** From when on tickets are read whole, for flow and curves. */
  readonly livesFromAt: number;
  /** As of when tickets are open. */
  readonly openAt: number;
  /** Where use is cut, ascending: what lies between two cuts is counted as one. None: use is not counted. */
  readonly usageCuts: readonly number[];
  /** Whether addresses of tickets are wanted. */
  readonly withUrls: boolean;
  /**
   * What is kept of the histories of tickets that were rated in the window; there may be many, so that they come a batch at
   * a time and go again. Without it no history is read.
   */
  readonly ofRated?: (
    ratings: readonly Rating[],
    histories: readonly TicketHistory[],
    agents: readonly Agent[],
  ) => readonly Rated[];
}

/** Whether a survey was answered within a period. */
export function isAnsweredIn({ ratedAt, value }: Rating, { fromAt, toAt }: Period): boolean {
  return value !== null && ratedAt !== undefined && ratedAt >= fromAt && ratedAt < toAt;
}

/**
 * Tells of a row of measurements whether its ticket belongs to a cohort of a period. `solved`: final solution in it.
 * `opened`: opened in it. `rated`: its customer answered a survey in it.
 */
export function cohortTest(
  { measurements, ratings }: Pick<WindowRecords, 'measurements' | 'ratings'>,
  cohort: Cohort,
  period: Period,
): (row: number) => boolean {
  const { fromAt, toAt } = period;
  const { openedAt, finalSolvedAt, source, ticketId } = measurements;
  if (cohort === 'solved') return (row) => finalSolvedAt[row]! >= fromAt && finalSolvedAt[row]! < toAt;
  if (cohort === 'opened') return (row) => openedAt[row]! >= fromAt && openedAt[row]! < toAt;
  const rated = new Set<string>();
  for (const rating of ratings) {
    if (rating.ticketId !== undefined && isAnsweredIn(rating, period))
      rated.add(`${rating.source}\n${rating.ticketId}`);
  }
  return (row) => openedAt[row]! < toAt && rated.has(`${source.keys[source.codes[row]!]}\n${ticketId[row]}`);
}
