import { tmpdir } from 'node:os';
import { DataError } from '../../src/model/errors.ts';
import type { Page, Rejection } from '../../src/model/source.ts';
import type { Cells } from './cells.ts';
import type { Cursor } from './cursor.ts';
import type { Input, OpenInput, Role } from './input.ts';
import type { PlacedRow, Reject } from './placed-rows.ts';
import type { Reading } from './rows.ts';
import { createGroupSpool, type GroupSpool } from './spool.ts';

/** The records of a page while it is put together. */
export type Records = { -readonly [Key in RecordKey]?: NonNullable<Page[Key]>[number][] };
type RecordKey =
  | 'tickets'
  | 'events'
  | 'agents'
  | 'teams'
  | 'customers'
  | 'accounts'
  | 'ratings'
  | 'subscriptions'
  | 'churnEvents'
  | 'orders'
  | 'referrals'
  | 'milestones'
  | 'usage'
  | 'costs';

/** All rows of one key, by what they are and in file order. */
export type GroupRows = ReadonlyMap<Role, readonly PlacedRow[]>;

/** A part of the reading: inputs whose rows belong together, and what becomes of them. */
export interface Step {
  readonly inputs: readonly Input[];
  /** The rows with the same key are read together; DataError when a row has none. */
  readonly key: (role: Role, cells: Cells) => string;
  /** Adds what the rows of one key tell to `records`. */
  readonly build: (key: string, rows: GroupRows, records: Records, reject: Reject) => void;
  /** To be called after the last key: what a person should know of all rows. */
  readonly finish: () => readonly string[];
  /** The same of what a report counts itself. */
  readonly counted: () => readonly string[];
}

type KeptRow = readonly [input: number, line: number, cells: readonly unknown[]];

/** Rows of one key that are read into one page; a page ends after so many groups, events or rejections. */
const GROUPS_A_PAGE = 500;
const EVENTS_A_PAGE = 20_000;
const REJECTIONS_A_PAGE = 1000;

/** A page without its cursor's text. */
export type StepPage = Omit<Page, 'cursor'> & { readonly cursor: Cursor };

/** What the reading of a step has come to, in the unit of the bytes of its files, twice: for reading and for building. */
export type Progress = (bytesRead: number, shareBuilt: number) => NonNullable<Page['progress']>;

/**
 * Reads all rows of a step's inputs into a spool, then builds records group by group in order of first appearance.
 * Nothing of a step is given out before all its inputs were read to their end without an error, except rows that
 * could not be read. A cursor inside the step leaves out what was already given out. What a person should know of all
 * that was read goes to `warn`, what a report counts itself to `mention`.
 */
export async function* runStep(
  step: Step,
  cursor: Cursor,
  tools: {
    readonly warn: (message: string) => void;
    readonly mention: (message: string) => void;
    readonly signal: AbortSignal | undefined;
  },
  progress: Progress,
): AsyncGenerator<StepPage> {
  const spool = createGroupSpool<KeptRow>({ directory: tmpdir() });
  try {
    const intake = createIntake(step, cursor.rejected);
    const reading = { warn: tools.warn, signal: tools.signal, onBytes: intake.addBytes };
    for (const [index, input] of step.inputs.entries()) {
      for await (const _ of intake.read(input, index, reading, spool)) {
        const rejected = intake.takeRejected();
        yield {
          rejected,
          cursor: { ...cursor, rejected: intake.givenOut() },
          progress: progress(intake.bytes(), 0),
        };
      }
    }
    for (const input of intake.opened) input.settle();
    yield* buildGroups(step, cursor, intake, spool, progress);
    for (const input of intake.opened) for (const sentence of input.finish()) tools.warn(sentence);
    for (const sentence of step.finish()) tools.warn(sentence);
    for (const sentence of step.counted()) tools.mention(sentence);
  } finally {
    spool.close();
  }
}

type Intake = ReturnType<typeof createIntake>;

/** Reads inputs into the spool and keeps count; the first `skip` rejections were given out before. */
function createIntake(step: Step, skip: number) {
  const opened: OpenInput[] = [];
  let waiting: Rejection[] = [];
  let seen = 0;
  let given = skip;
  let bytes = 0;
  let rows = 0;
  let shownBytes = 0;

  return {
    opened,
    bytes: () => bytes,
    rows: () => rows,
    givenOut: () => given,
    addBytes(count: number): void {
      bytes += count;
    },
    takeRejected(): Rejection[] {
      const taken = waiting;
      waiting = [];
      given += taken.length;
      return taken;
    },
    /** Yields whenever a page should be given out. */
    async *read(input: Input, index: number, reading: Reading, spool: GroupSpool<KeptRow>): AsyncGenerator<void> {
      const open = await input.open(reading);
      opened.push(open);
      const reject = (line: number, reason: string): void => {
        seen += 1;
        if (seen > skip) waiting.push({ place: placeOf(input, open, line), reason });
      };
      for await (const row of open.rows) {
        if ('reason' in row) {
          reject(row.line, row.reason);
        } else {
          const kept = open.keep(row.cells);
          try {
            const cells = open.view(row.line, kept);
            if (!open.wanted(cells, kept)) continue;
            spool.add(step.key(input.role, cells), [index, row.line, kept]);
            rows += 1;
          } catch (error) {
            if (!(error instanceof DataError)) throw error;
            reject(row.line, error.message);
          }
        }
        if (waiting.length >= REJECTIONS_A_PAGE || bytes - shownBytes > PROGRESS_BYTES) {
          shownBytes = bytes;
          yield;
        }
      }
    },
  };
}

/** How much is read before a page without records says how far the reading is. */
const PROGRESS_BYTES = 16 * 1024 * 1024;

async function* buildGroups(
  step: Step,
  start: Cursor,
  intake: Intake,
  spool: GroupSpool<KeptRow>,
  progress: Progress,
): AsyncGenerator<StepPage> {
  let records: Records = {};
  let rejected = intake.takeRejected();
  let groups = 0;
  let rowsBuilt = 0;
  const reject: Reject = (place, reason) => rejected.push({ place, reason });
  const page = (): StepPage => {
    const full: StepPage = {
      ...records,
      ...(records.tickets ? { wholeTimelines: records.tickets.map(({ id }) => id) } : {}),
      rejected,
      cursor: { ...start, rejected: intake.givenOut(), groups },
      progress: progress(intake.bytes(), intake.rows() === 0 ? 1 : rowsBuilt / intake.rows()),
    };
    records = {};
    rejected = [];
    return full;
  };

  for (const group of spool.groups()) {
    groups += 1;
    rowsBuilt += group.rows.length;
    const isGivenOut = groups <= start.groups;
    const placed = placedRows(step, intake.opened, group.rows);
    // What was given out before is read again for what is counted over all tickets, and goes no further.
    step.build(group.key, placed, isGivenOut ? {} : records, isGivenOut ? () => undefined : reject);
    if (isGivenOut) continue;
    const isFull =
      groups % GROUPS_A_PAGE === 0 ||
      (records.events?.length ?? 0) >= EVENTS_A_PAGE ||
      rejected.length >= REJECTIONS_A_PAGE;
    if (isFull) yield page();
  }
  if (Object.keys(records).length > 0 || rejected.length > 0) yield page();
}

function placedRows(step: Step, opened: readonly OpenInput[], rows: readonly KeptRow[]): GroupRows {
  const byRole = new Map<Role, PlacedRow[]>();
  for (const [index, line, kept] of rows) {
    const input = step.inputs[index]!;
    const row = {
      cells: opened[index]!.view(line, kept),
      place: placeOf(input, opened[index]!, line),
      text: JSON.stringify(kept),
    };
    const same = byRole.get(input.role);
    if (same) same.push(row);
    else byRole.set(input.role, [row]);
  }
  return byRole;
}

function placeOf(input: Input, open: OpenInput, line: number): string {
  return `${input.file.name}, ${open.place(line)}`;
}
