import type { SLICES } from '../../model/catalogue.ts';
import type { NEED_KINDS } from '../../report/schema-inference.ts';

/** How something is coloured, and never by colour alone: `longer` orange, `shorter` teal, `plain` grey or ink. */
export type Tone = 'plain' | 'longer' | 'shorter';

/** A piece of text; with an address it is a link, with a list it opens the tickets behind it. */
export interface Text {
  readonly text: string;
  readonly url?: string | undefined;
  /** What `report --tickets` and the page call the list behind it: `open`, `late`, `byTier=complex`. */
  readonly opens?: string | undefined;
  readonly tone?: Tone | undefined;
  readonly strong?: boolean | undefined;
  /** Quieter words that follow: `was 49`, a team's name. */
  readonly beside?: string | undefined;
  /** Where the figure stands in the report's JSON. */
  readonly figure?: string | undefined;
}

/** A table whose first column is a name; columns of figures are set to the right. */
export interface Table {
  readonly head: readonly {
    readonly text: string;
    readonly right?: boolean | undefined;
    /** May be left out where a terminal is too narrow. */
    readonly optional?: boolean | undefined;
  }[];
  readonly rows: readonly (readonly Text[])[];
  /** The last row sums the others up. */
  readonly total?: boolean | undefined;
}

/** One count of the flow, with the week before and the weeks of the trend. */
export interface FlowCell {
  readonly key: 'arrived' | 'solved' | 'open' | 'waiting' | 'unanswered';
  readonly label: string;
  readonly value: string;
  /** `was 76`, `44 at the start`, `to Thu 18:05`; empty where there is nothing to say. */
  readonly note: string;
  readonly tone: Tone;
  readonly figure: string;
  /** The same count of earlier windows, oldest first, this one last; null where it is not known. */
  readonly series: readonly (number | null)[];
}

/** One column of the strip of weeks under a time. */
export interface WeekBar {
  /** `17 Aug` */
  readonly label: string;
  readonly seconds: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** From here on the level was another one. */
  readonly changed: boolean;
}

/** One of the two times: how long until half have it. */
export interface TimeCard {
  readonly key: 'timeToFirstAnswer' | 'timeToSolution';
  readonly title: string;
  readonly value: string;
  readonly says: string;
  readonly verdict: { readonly text: string; readonly tone: Tone } | null;
  readonly lines: readonly string[];
  readonly weeks: readonly WeekBar[];
  readonly figure: string;
}

/** What a lead can decide now. */
export interface Action {
  readonly title: string;
  readonly says: string;
  readonly link: Text | null;
  readonly tone: Tone;
  /** A second thought beside it: `Or were they answered elsewhere?` */
  readonly note: { readonly title: string; readonly says: string } | null;
  /** In a crisis or with a stale source it stands before the times. */
  readonly first: boolean;
}

/** An open ticket that needs somebody. */
export interface NeedRow {
  readonly ticket: Text;
  readonly about: string;
  readonly why: string;
  readonly tone: Tone;
  readonly who: string;
  readonly nobody: boolean;
  readonly team: string;
  readonly tier: string;
  readonly waiting: string;
}

/** The list of open tickets that need somebody, longest first, all of them. */
export interface Needs {
  readonly heading: string;
  /** `6 of 31 waiting for us` is made by whoever shows six of them: this is `31 waiting for us`. */
  readonly of: string;
  /** What the way to all of them is called. */
  readonly all: string;
  readonly rows: readonly NeedRow[];
  readonly counts: readonly { readonly kind: (typeof NEED_KINDS)[number]; readonly text: string; readonly n: number }[];
  /** Where nothing waits: the sentence that stands instead. */
  readonly nothing: string | null;
  readonly beside: string;
}

/** Satisfaction, and whom to call back. */
export interface Satisfaction {
  readonly heading: string;
  readonly verdict: { readonly text: string; readonly tone: Tone } | null;
  readonly share: number | null;
  readonly lines: readonly string[];
  readonly callBack: { readonly heading: string; readonly table: Table } | null;
}

/** A part of the time tickets took: several causes under one name. */
export interface Slice {
  readonly key: keyof typeof SLICES;
  readonly label: string;
  /** 0 to 1 of all the time. */
  readonly share: number;
  /** The share in words. */
  readonly words: string;
}

/** Where the time went, this window and before. */
export interface Spent {
  readonly heading: string;
  readonly lines: readonly string[];
  /** Which days: `9–15 Nov`. */
  readonly label: string;
  readonly slices: readonly Slice[];
  readonly before: { readonly label: string; readonly slices: readonly Slice[] } | null;
}

/** A part of a digest under a heading: sentences, a table, sentences. */
export interface Section {
  readonly key:
    | 'why'
    | 'few'
    | 'days'
    | 'teams'
    | 'complexity'
    | 'own'
    | 'people'
    | 'customers'
    | 'sources'
    | 'categories';
  readonly heading: string;
  readonly beside: string;
  readonly lines: readonly string[];
  readonly table: Table | null;
  readonly after: readonly string[];
}

/**
 * What a digest says, in the order in which it is read, before any channel has its way of writing it: terminal,
 * Markdown, page, Slack and email write these words and no others. Texts are plain: whoever shows them escapes them.
 */
export interface DigestContent {
  /** Whose figures: `Support, all teams`. */
  readonly about: string;
  /** `Week of 9–15 Nov 2026` */
  readonly period: string;
  /** For the subject of an email and the notification of a chat. */
  readonly subject: string;
  /** The line a mail program shows beside the subject. */
  readonly preview: string;
  /** What must be read before any figure: a source that is behind, data that are invented. */
  readonly banner: { readonly strong: string; readonly text: string; readonly tone: Tone } | null;
  readonly headline: string;
  readonly under: readonly string[];
  /** Nothing happened: headline and foot are all there is. */
  readonly quiet: boolean;
  readonly flow: readonly FlowCell[];
  readonly flowSum: string;
  readonly action: Action | null;
  readonly times: readonly TimeCard[];
  readonly timesNote: string;
  /** Holidays, a cleared backlog and the like, verdict or not. */
  readonly facts: readonly string[];
  /** Why solutions took longer or less, where they did. */
  readonly why: Section | null;
  readonly needs: Needs | null;
  readonly satisfaction: Satisfaction | null;
  readonly spent: Spent | null;
  /** In the order in which they are read: those of every digest, then those of the page. */
  readonly sections: readonly Section[];
  readonly pageSections: readonly Section[];
  readonly foot: readonly string[];
  readonly pageUrl: string | null;
  /** What more the page has: `teams, customers, all tickets`. */
  readonly onPage: string;
}

/** What differs between two digests of one report. */
export interface ContentOptions {
  /** How numbers and dates are written, as a BCP 47 tag. */
  readonly locale: string;
  /** Whose figures these are, where they are not everybody's. */
  readonly about?: string | undefined;
  /** For one team, or for one agent, who then is its reader. */
  readonly own?: 'team' | 'agent' | undefined;
  /** Whether agents are named (in the order of their names, never by a figure). */
  readonly agents?: boolean | undefined;
  /** Where the page behind the digest is. */
  readonly pageUrl?: string | undefined;
  /** Whether its reader never had one before. */
  readonly first?: boolean | undefined;
  /** When the next digest of this kind is due, epoch ms. */
  readonly nextAt?: number | undefined;
}

/** Colours that stay apart for colour-blind eyes and hold on white and on dark; `ink` is readable upon the fill. */
export const SLICE_COLOURS: Readonly<Record<Slice['key'], { readonly fill: string; readonly ink: string }>> = {
  work: { fill: '#1b5aa0', ink: '#ffffff' },
  closed: { fill: '#a3b8cd', ink: '#16202b' },
  zones: { fill: '#e2a437', ink: '#16202b' },
  customer: { fill: '#5fa58a', ink: '#16202b' },
  third_party: { fill: '#8f5488', ink: '#ffffff' },
  other: { fill: '#c2c8ce', ink: '#16202b' },
};
