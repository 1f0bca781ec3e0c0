import type { Cells } from './cells.ts';
import { WAIT_COLUMNS } from './stated-waits.ts';

/** Which tickets come with a history, and what is known of the others. */
export interface Histories {
  /** Whether a ticket's history is told: by events, or by rows of a log of its own. */
  readonly isTold: (rows: { readonly inList: boolean; readonly inLog: boolean }) => boolean;
  /** Notes the row of a ticket whose history is not told. */
  readonly noteListed: (cells: Cells) => void;
  /** How many tickets of the list have rows in the log, and what a list cannot know. */
  readonly sentences: () => readonly string[];
}

/** Below this share the ids of a list and its log are probably not the same ones. */
const GOOD_SHARE = 0.9;

/** What a score of complexity is made of: with all of them it is known, with some only where they already make it complex. */
const SCORED_COUNTS = [
  'vendor_reopens',
  'agent_messages',
  'agents_involved',
  'team_handovers',
  'internal_notes',
  'time_with_third_party',
] as const;

/** Makes the histories of a set of files: whether there is a list of tickets, a table of events, a log of changes. */
export function createHistories(hasList: boolean, hasEvents: boolean, hasLog: boolean): Histories {
  const counts = { both: 0, listOnly: 0, logOnly: 0, listed: 0 };
  const known = { reopens: false, causes: false };
  const told = { any: false, all: true };

  function joinSentences(): string[] {
    if (!hasList || !hasLog) return [];
    const { both, listOnly, logOnly } = counts;
    const share = both / Math.max(1, both + listOnly);
    const hint = share < GOOD_SHARE ? ': see whether both name their tickets by the same ids' : '';
    const rest = logOnly === 0 ? '' : `, ${logOnly} of the log ${logOnly === 1 ? 'is' : 'are'} not in the list`;
    return [
      `${both} of ${both + listOnly} tickets of the list have rows in the log (${Math.floor(share * 100)}%)${rest}${hint}`,
    ];
  }

  function listSentences(): string[] {
    if (counts.listed === 0) return [];
    const unknown = [
      ...(told.all ? [] : [told.any ? 'how complex those were whose counts do not tell it' : 'how complex they were']),
      ...(known.reopens ? [] : ['reopenings']),
      ...(known.causes ? [] : ['where the time went']),
    ];
    if (unknown.length === 0) return [];
    const last = unknown.at(-1)!;
    const list = unknown.length === 1 ? last : `${unknown.slice(0, -1).join(', ')} and ${last}`;
    return [
      `${counts.listed === 1 ? '1 ticket comes' : `${counts.listed} tickets come`} from a list, which tells no history: ${list} ${unknown.length === 1 ? 'is' : 'are'} not known of ${counts.listed === 1 ? 'it' : 'them'}`,
    ];
  }

  return {
    isTold({ inList, inLog }) {
      if (inList && inLog) counts.both += 1;
      else if (inList) counts.listOnly += 1;
      else counts.logOnly += 1;
      return inLog || hasEvents;
    },
    noteListed(cells) {
      counts.listed += 1;
      known.reopens ||= cells.has('vendor_reopens');
      const columns = SCORED_COUNTS.map((column) => cells.has(column));
      told.any ||= columns.includes(true);
      told.all &&= !columns.includes(false);
      known.causes ||= WAIT_COLUMNS.some(cells.has);
    },
    sentences: () => [...joinSentences(), ...listSentences()],
  };
}
