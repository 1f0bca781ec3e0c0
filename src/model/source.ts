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
import type { Agent, Customer, Team } from './people.ts';
import type { Rating } from './rating.ts';
import type { Event, Ticket } from './ticket.ts';

/** A record that could not be read: kept, counted, listed by `fairclock rejected`, never dropped in silence. */
export interface Rejection {
  /** Where it stands: file and line, or the API's path and the record's id; never a secret, never a ticket's text. */
  readonly place: string;
  readonly reason: string;
}

/** What one step of a sync brought. It is committed together with its cursor in one transaction. */
export interface Page {
  readonly tickets?: readonly Ticket[];
  readonly events?: readonly Event[];
  /** Ids of tickets whose whole history is in `events`: stored events of theirs that are not in it are removed. */
  readonly wholeTimelines?: readonly string[];
  readonly agents?: readonly Agent[];
  readonly teams?: readonly Team[];
  readonly customers?: readonly Customer[];
  readonly accounts?: readonly Account[];
  readonly ratings?: readonly Rating[];
  readonly subscriptions?: readonly Subscription[];
  readonly churnEvents?: readonly ChurnEvent[];
  readonly mrrChanges?: readonly MrrChange[];
  readonly orders?: readonly Order[];
  readonly referrals?: readonly Referral[];
  readonly milestones?: readonly Milestone[];
  readonly usage?: readonly Usage[];
  readonly costs?: readonly Cost[];
  readonly rejected?: readonly Rejection[];
  /** Beginnings of places that are read anew from here on (`tickets.csv`): what was rejected there before is forgotten. */
  readonly rereadPlaces?: readonly string[];
  /**
   * What a person should know of all that was read and that no single row tells: cells lost by column, solutions
   * without a date, what a list cannot know. Whole sentences; they replace those of the reading before.
   */
  readonly remarks?: readonly string[];
  /** Where to resume after this page; opaque to everybody but the connector. */
  readonly cursor: string;
  /** Everything that changed at the source before this instant has been read. */
  readonly watermarkAt?: number;
  /** How far the sync is, in any unit of the connector's. */
  readonly progress?: { readonly done: number; readonly total?: number };
}

/** The prefix of a source's variables: `zendesk` → `ZENDESK_`, `zendesk:emea` → `ZENDESK_EMEA_`. */
export function prefixOf(sourceName: string): string {
  return `${sourceName.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_`;
}
