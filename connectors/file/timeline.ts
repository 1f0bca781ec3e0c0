import { DataError } from '../../src/model/errors.ts';
import { Event, type Side, Status } from '../../src/model/ticket.ts';
import { record, wordIn } from './cells.ts';

/** What happened, before it has its place in the ticket's history. A status is still a word. */
export type Happening =
  | {
      readonly kind: 'message';
      readonly by: Side;
      readonly authorId?: string | undefined;
      readonly public: boolean;
      readonly via?: string | undefined;
      readonly automatic?: boolean | undefined;
    }
  | { readonly kind: 'note'; readonly authorId?: string | undefined }
  | {
      readonly kind: 'status';
      readonly word: string;
      readonly original: string;
      readonly by?: Side | undefined;
      readonly estimated?: boolean | undefined;
    }
  | {
      readonly kind: 'assignment';
      readonly agentId?: string | null | undefined;
      readonly teamId?: string | null | undefined;
    }
  | { readonly kind: 'handover'; readonly to: 'bot' | 'team' }
  | { readonly kind: 'merged'; readonly into: string };

/** An event as its file tells it: perhaps without an id and an order of its own. */
export interface Draft {
  readonly at: number;
  readonly id?: string | undefined;
  readonly seq?: number | undefined;
  readonly what: Happening;
  /** Called with the reason when the event cannot be kept. */
  readonly reject: (reason: string) => void;
}

/** The status a word of the model means, in any case (`Waiting customer`); undefined for any other word. */
export function statusOf(word: string): Status | undefined {
  return wordIn(Status.options, word);
}

/**
 * The history of one ticket from drafts in file order. Without a `seq`, the order within an instant is file order;
 * without an `id`, it is made of instant, kind and a count, so that the same history read again has the same ids. A
 * word that is no status leaves the status as it was and is reported by name (`statusKnown` false).
 */
export function timeline(source: string, ticketId: string, drafts: readonly Draft[]): Event[] {
  const ordered = drafts
    .map((draft, index) => ({ draft, order: draft.seq ?? index }))
    .sort((a, b) => a.draft.at - b.draft.at || a.order - b.order)
    .map(({ draft }) => draft);
  const events: Event[] = [];
  const ids = new Set<string>();
  const counts = new Map<string, number>();
  let status: Status = 'new';
  let instant = -1;
  let next = 0;

  for (const draft of ordered) {
    if (draft.at !== instant) next = 0;
    instant = draft.at;
    const seq = draft.seq ?? next;
    const label = `${draft.at}:${draft.what.kind}`;
    const count = counts.get(label) ?? 0;
    const id = draft.id ?? `${label}:${count}`;
    if (ids.has(id)) {
      draft.reject('another event of this ticket has the same id');
      continue;
    }
    const { fields, becomes } = fieldsOf(draft.what, status);
    try {
      events.push(record(Event, { source, ticketId, id, at: draft.at, seq, ...fields }));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      draft.reject(error.message);
      continue;
    }
    if (draft.id === undefined) counts.set(label, count + 1);
    ids.add(id);
    status = becomes;
    next = seq + 1;
  }
  return events;
}

function fieldsOf(what: Happening, status: Status): { fields: Record<string, unknown>; becomes: Status } {
  if (what.kind !== 'status') return { fields: { ...what }, becomes: status };
  const { word, ...rest } = what;
  const to = statusOf(word);
  const fields = { ...rest, to: to ?? status, ...(to === undefined ? { statusKnown: false } : {}) };
  return { fields, becomes: to ?? status };
}

/** The status after the last event that sets one; undefined when none does. */
export function lastStatus(events: readonly Event[]): (Event & { kind: 'status' }) | undefined {
  let last: (Event & { kind: 'status' }) | undefined;
  for (const event of events) if (event.kind === 'status') last = event;
  return last;
}
