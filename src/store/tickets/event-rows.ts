import { DataError } from '../../model/errors.ts';
import { type Event, Side, Status } from '../../model/ticket.ts';
import type { Value } from '../engine.ts';

/** The columns of `event`, in the order of its rows. */
export const EVENT_COLUMNS = [
  'source',
  'ticket_id',
  'id',
  'at',
  'seq',
  'kind',
  'side',
  'person_id',
  'team_id',
  'value',
  'original',
  'flags',
] as const;

/** What is read back for a ticket that is known: the row without its source, in this order. */
export const EVENT_READ_COLUMNS = EVENT_COLUMNS.slice(1);

/** Facts of one bit; of those that may be missing, one bit says that the fact was given and one what it was. */
const PUBLIC = 1;
const AUTOMATIC_GIVEN = 2;
const AUTOMATIC = 4;
const STATUS_KNOWN_GIVEN = 8;
const STATUS_KNOWN = 16;
const ESTIMATED_GIVEN = 32;
const ESTIMATED = 64;
const AGENT_GIVEN = 128;
const TEAM_GIVEN = 256;

/** The bits that views show. */
export const EVENT_FLAGS = { public: PUBLIC, automatic: AUTOMATIC, estimated: ESTIMATED } as const;

const SIDES: ReadonlySet<string> = new Set(Side.options);
const STATUSES: ReadonlySet<string> = new Set(Status.options);

/**
 * Which fields of an event its row keeps, by kind; a test holds it against the model, so that a field added there
 * cannot be lost here in silence.
 */
export const KEPT_FIELDS = {
  message: ['by', 'authorId', 'public', 'via', 'automatic'],
  note: ['authorId'],
  status: ['to', 'original', 'statusKnown', 'by', 'estimated'],
  assignment: ['agentId', 'teamId'],
  handover: ['to'],
  merged: ['into'],
} as const satisfies Record<Event['kind'], readonly string[]>;

function given(value: boolean | undefined, givenBit: number, trueBit: number): number {
  if (value === undefined) return 0;
  return value ? givenBit | trueBit : givenBit;
}

/**
 * One event as a row: `side` who did it, `person_id` the author or the agent it was assigned to, `value` the status it
 * became, the side it was handed to or the ticket it went into, `original` the vendor's word for a status or the way a
 * message came.
 */
export function toEventRow(event: Event): Value[] {
  if (!Number.isSafeInteger(event.at) || !Number.isSafeInteger(event.seq)) {
    throw new DataError(
      `event ${event.id} of ticket ${event.source}/${event.ticketId}: its time and order must be whole numbers`,
    );
  }
  const row: Value[] = [
    event.source,
    event.ticketId,
    event.id,
    event.at,
    event.seq,
    event.kind,
    null,
    null,
    null,
    null,
    null,
    0,
  ];
  switch (event.kind) {
    case 'message':
      row[6] = event.by;
      row[7] = event.authorId ?? null;
      row[10] = event.via ?? null;
      row[11] = (event.public ? PUBLIC : 0) | given(event.automatic, AUTOMATIC_GIVEN, AUTOMATIC);
      break;
    case 'note':
      row[7] = event.authorId ?? null;
      break;
    case 'status':
      row[6] = event.by ?? null;
      row[9] = event.to;
      row[10] = event.original;
      row[11] =
        given(event.statusKnown, STATUS_KNOWN_GIVEN, STATUS_KNOWN) | given(event.estimated, ESTIMATED_GIVEN, ESTIMATED);
      break;
    case 'assignment':
      row[7] = event.agentId ?? null;
      row[8] = event.teamId ?? null;
      row[11] = (event.agentId === undefined ? 0 : AGENT_GIVEN) | (event.teamId === undefined ? 0 : TEAM_GIVEN);
      break;
    case 'handover':
      row[9] = event.to;
      break;
    case 'merged':
      row[9] = event.into;
      break;
  }
  return row;
}

function unreadable(source: string, row: readonly Value[], what: string): DataError {
  return new DataError(
    `store: event ${row[1]} of ticket ${source}/${row[0]} cannot be read (${what}); sync the source anew`,
  );
}

function taken(flags: number, givenBit: number, trueBit: number): boolean | undefined {
  return flags & givenBit ? (flags & trueBit) !== 0 : undefined;
}

/**
 * The event of a row of EVENT_READ_COLUMNS. No schema runs here, since a store holds twenty of these a ticket and reading
 * them is most of the cost of measuring: what the rows promise is checked by hand, nonsense is a DataError.
 */
export function fromEventRow(source: string, ticketId: string, row: readonly Value[]): Event {
  const id = row[1];
  const at = row[2];
  const seq = row[3];
  const flags = row[10];
  if (typeof id !== 'string' || typeof at !== 'number' || typeof seq !== 'number' || typeof flags !== 'number') {
    throw unreadable(source, row, 'its id, time or order');
  }
  const side = row[5] ?? undefined;
  if (side !== undefined && !SIDES.has(side as string)) throw unreadable(source, row, `the side "${side}"`);
  const by = side as Side | undefined;
  const personId = row[6] as string | null;
  const value = row[8] as string | null;
  switch (row[4]) {
    case 'message':
      if (by === undefined) throw unreadable(source, row, 'a message of nobody');
      return {
        source,
        ticketId,
        id,
        at,
        seq,
        kind: 'message',
        by,
        authorId: personId ?? undefined,
        public: (flags & PUBLIC) !== 0,
        via: (row[9] as string | null) ?? undefined,
        automatic: taken(flags, AUTOMATIC_GIVEN, AUTOMATIC),
      };
    case 'note':
      return { source, ticketId, id, at, seq, kind: 'note', authorId: personId ?? undefined };
    case 'status':
      if (value === null || !STATUSES.has(value)) throw unreadable(source, row, `the status "${value}"`);
      return {
        source,
        ticketId,
        id,
        at,
        seq,
        kind: 'status',
        to: value as Status,
        original: (row[9] as string | null) ?? '',
        statusKnown: taken(flags, STATUS_KNOWN_GIVEN, STATUS_KNOWN),
        by,
        estimated: taken(flags, ESTIMATED_GIVEN, ESTIMATED),
      };
    case 'assignment':
      return assignment(source, ticketId, id, at, seq, flags, personId, row[7] as string | null);
    case 'handover':
      if (value !== 'bot' && value !== 'team') throw unreadable(source, row, `the handover to "${value}"`);
      return { source, ticketId, id, at, seq, kind: 'handover', to: value };
    case 'merged':
      if (value === null) throw unreadable(source, row, 'merged into nothing');
      return { source, ticketId, id, at, seq, kind: 'merged', into: value };
    default:
      throw unreadable(source, row, `the kind "${row[4]}"`);
  }
}

/** A key that is missing means "unchanged", so it must be missing again, not there and undefined. */
function assignment(
  source: string,
  ticketId: string,
  id: string,
  at: number,
  seq: number,
  flags: number,
  agentId: string | null,
  teamId: string | null,
): Event {
  const kind = 'assignment';
  if (flags & AGENT_GIVEN) {
    if (flags & TEAM_GIVEN) return { source, ticketId, id, at, seq, kind, agentId, teamId };
    return { source, ticketId, id, at, seq, kind, agentId };
  }
  if (flags & TEAM_GIVEN) return { source, ticketId, id, at, seq, kind, teamId };
  return { source, ticketId, id, at, seq, kind };
}
