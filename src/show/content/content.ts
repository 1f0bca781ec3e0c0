import type { Slice as SliceName } from '../../model/catalogue.ts';
import type { Cadence } from '../../model/window.ts';

/** One figure that stands out, with what has to be said of it. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** A part of the time tickets took: several causes under one name. */
export interface Slice {
  readonly key: SliceName;
  readonly label: string;
  /** 0 to 1 of all the time. */
  readonly share: number;
  /** The share in words. */
  readonly words: string;
}

/** One cell; with an address it is a link. */
export interface Cell {
  readonly text: string;
  readonly url?: string;
}

/** A small table; the first column is a name, the others are figures. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** One part of a digest under a heading: sentences, then a table. */
export interface Section {
  readonly key: 'tiers' | 'agents' | 'customers' | 'open' | 'frequent' | 'follow_up';
  readonly heading: string;
  readonly lines: readonly string[];
  readonly table: Table | null;
}

/**
 * What a digest says, in the order in which it is read, before any channel has its way of writing it. Texts are plain:
 * whoever shows them escapes them.
 */
export interface DigestContent {
  /** For the subject of an email and the notification of a chat. */
  readonly subject: string;
  readonly title: string;
  /** What must be read before any figure: a source that is behind, simulated data. */
  readonly alerts: readonly string[];
  /** All there is to say of a window in which nothing was solved; the rest is empty then. */
  readonly quiet: string | null;
  /** What happened, in one sentence or two. */
  readonly summary: readonly string[];
  readonly figures: readonly Figure[];
  readonly spent: readonly Slice[];
  readonly sections: readonly Section[];
  /** How far the data go, what is left out, which definitions hold. */
  readonly footer: readonly string[];
  readonly pageUrl: string | null;
}

/** What differs between two digests of one report. */
export interface ContentOptions {
  readonly cadence: Cadence;
  /** How numbers and dates are written, as a BCP 47 tag. */
  readonly locale: string;
  /** Whose figures these are, where they are not everybody's. */
  readonly about?: string | undefined;
  /** Whether agents are listed (in the order of their names, never by a figure). */
  readonly agents?: boolean | undefined;
  /** Where the page behind the digest is. */
  readonly pageUrl?: string | undefined;
}

/** Colours that stay apart for colour-blind eyes and hold on white and on dark; `ink` is readable upon the fill. */
export const SLICE_COLOURS: Readonly<Record<SliceName, { readonly fill: string; readonly ink: string }>> = {
  work: { fill: '#1f5fa8', ink: '#ffffff' },
  closed: { fill: '#9db4cc', ink: '#14202c' },
  zones: { fill: '#e0a030', ink: '#14202c' },
  customer: { fill: '#6aa889', ink: '#14202c' },
  third_party: { fill: '#b57ba6', ink: '#14202c' },
  other: { fill: '#b9bec4', ink: '#14202c' },
};
