import type { Period, Solution, Span } from './life.ts';

/** What the flow needs of a ticket; instants in epoch ms, as its source knew them. */
export interface FlowTicket {
  readonly openedAt: number;
  /** Opened by an agent without anybody having asked. */
  readonly isOutbound: boolean;
  /** In the order given. */
  readonly solutions: readonly Solution[];
  /** Merged, deleted or spam, from an instant on, and back from another one. */
  readonly absences: readonly Span[];
  /** The source says solved without saying when: from the last instant it does give, the ticket is not open. */
  readonly solvedWithoutDateAt: number | null;
  /** The first public answer of a person. */
  readonly firstAnsweredAt: number | null;
  /** When it was our turn. */
  readonly withUs: readonly Span[];
}

/**
 * Counts of a window: openAtStart + arrived + outbound + reopened + undeleted − solved − leftOut − solvedWithoutDate =
 * openAtEnd, always. Each counts transitions between open and not open, so that what happens to a ticket that is not open
 * (a merged one is solved) is in none.
 */
export interface FlowCounts {
  /** Opened in the window, without `outbound`. */
  readonly arrived: number;
  readonly outbound: number;
  readonly solved: number;
  readonly reopened: number;
  readonly undeleted: number;
  readonly leftOut: number;
  readonly solvedWithoutDate: number;
  readonly openAtStart: number;
  readonly openAtEnd: number;
  /** Of those open at the end: our turn; and never answered by a person (an agent's own opening is an answer). */
  readonly withUsAtEnd: number;
  readonly unansweredAtEnd: number;
}

/** The transitions that are counted. */
export const FLOW_LISTS = [
  'arrived',
  'outbound',
  'solved',
  'reopened',
  'undeleted',
  'leftOut',
  'solvedWithoutDate',
] as const;
export type Counted = (typeof FLOW_LISTS)[number];

interface Step {
  readonly at: number;
  readonly counted: Counted;
  /** What the step makes of the ticket. */
  readonly exists?: true;
  readonly solved?: boolean;
  readonly absent?: boolean;
}

/** What happened to a ticket in the order of time; at one instant an absence comes first, the rest in the order given. */
function stepsOf(ticket: FlowTicket): Step[] {
  const steps: Step[] = [];
  for (const { from, to } of ticket.absences) {
    steps.push({ at: Math.max(from, ticket.openedAt), counted: 'leftOut', absent: true });
    if (to !== null) steps.push({ at: Math.max(to, ticket.openedAt), counted: 'undeleted', absent: false });
  }
  steps.push({ at: ticket.openedAt, counted: ticket.isOutbound ? 'outbound' : 'arrived', exists: true });
  for (const { knownAt, reopenedAt } of ticket.solutions) {
    steps.push({ at: knownAt, counted: 'solved', solved: true });
    if (reopenedAt !== null) steps.push({ at: reopenedAt, counted: 'reopened', solved: false });
  }
  if (ticket.solvedWithoutDateAt !== null) {
    steps.push({ at: ticket.solvedWithoutDateAt, counted: 'solvedWithoutDate', solved: true });
  }
  return steps.sort((a, b) => a.at - b.at);
}

/** Calls `changed` at each instant at which a ticket becomes open or stops being it, with what it counts as. */
function walk(ticket: FlowTicket, changed: (at: number, counted: Counted, isOpen: boolean) => void): void {
  let [exists, solved, absent, wasOpen] = [false, false, false, false];
  for (const step of stepsOf(ticket)) {
    exists ||= step.exists ?? false;
    solved = step.solved ?? solved;
    absent = step.absent ?? absent;
    const isOpen = exists && !solved && !absent;
    if (isOpen !== wasOpen) changed(step.at, step.counted, isOpen);
    wasOpen = isOpen;
  }
}

/** When a ticket passed a transition that a window counts as this, in order; epoch ms. */
export function countedIn(ticket: FlowTicket, counted: Counted, window: Period): readonly number[] {
  const found: number[] = [];
  walk(ticket, (at, as) => {
    if (as === counted && at >= window.from && at < window.to) found.push(at);
  });
  return found;
}

/** Whether a ticket was open just before an instant. */
export function isOpenAsOf(ticket: FlowTicket, asOf: number): boolean {
  let open = false;
  walk(ticket, (at, _counted, isOpen) => {
    if (at < asOf) open = isOpen;
  });
  return open;
}

/** Whether no person had answered a ticket just before an instant; an agent's own opening is an answer. */
export function isUnansweredAsOf({ isOutbound, firstAnsweredAt }: FlowTicket, asOf: number): boolean {
  return !isOutbound && (firstAnsweredAt === null || firstAnsweredAt >= asOf);
}

/** Whether it was our turn just before an instant. */
export function isWithUsAsOf({ withUs }: FlowTicket, asOf: number): boolean {
  return withUs.some(({ from, to }) => from < asOf && (to === null || to >= asOf));
}

/** The flow of a window over all tickets ever known. */
export function flowIn(tickets: Iterable<FlowTicket>, window: Period): FlowCounts {
  const counts = {
    arrived: 0,
    outbound: 0,
    solved: 0,
    reopened: 0,
    undeleted: 0,
    leftOut: 0,
    solvedWithoutDate: 0,
    openAtStart: 0,
    openAtEnd: 0,
    withUsAtEnd: 0,
    unansweredAtEnd: 0,
  };
  for (const ticket of tickets) {
    if (ticket.openedAt >= window.to) continue;
    let [openAtStart, openAtEnd] = [false, false];
    walk(ticket, (at, counted, isOpen) => {
      if (at >= window.to) return;
      openAtEnd = isOpen;
      if (at < window.from) openAtStart = isOpen;
      else counts[counted]++;
    });
    if (openAtStart) counts.openAtStart++;
    if (!openAtEnd) continue;
    counts.openAtEnd++;
    if (isWithUsAsOf(ticket, window.to)) counts.withUsAtEnd++;
    if (isUnansweredAsOf(ticket, window.to)) counts.unansweredAtEnd++;
  }
  return counts;
}

/** A week is quiet only if nothing came, nothing was solved or reopened, and nothing is open. */
export function isQuiet({ arrived, outbound, solved, reopened, openAtStart, openAtEnd }: FlowCounts): boolean {
  return arrived + outbound + solved + reopened + openAtStart + openAtEnd === 0;
}
