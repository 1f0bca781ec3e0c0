import type { SourcePresence } from '../clock/presence.ts';
import type { Definitions } from '../model/definitions.ts';
import type { Holder } from '../model/measurement.ts';
import { type Event, isSolved, type Ticket, type Turns } from '../model/ticket.ts';
import { botAnswered, customerWrote, endTurns, personAnswered, ticketReopened, turnFrom } from './customer-turns.ts';
import { openingOf } from './opening.ts';
import { noteScore, nothingReplayed, type Replayed } from './replayed.ts';
import { addMark, clearTimeline, countingAuthor, type Desk, holderAfter, NONE, type Timeline } from './timeline.ts';
import { undoneReopenings } from './undone-reopenings.ts';

/** What a source's histories are replayed with. */
export interface ReplayRules {
  readonly turns: Turns;
  readonly autoClose: 'rewind' | 'as-is';
  readonly presence: SourcePresence;
}

/** How a source tells whose turn it is; one of which nobody declared it has waiting statuses. */
export function turnsAt({ turns }: Pick<Definitions, 'turns'>, source: string): Turns {
  return turns[source] ?? 'status';
}

/**
 * Replays a ticket's events, in order, and fills the timeline: who held it from when on, with which calendar on the
 * desk's side, and which turns of the customer were answered. The unassigned time before the first assignment event is
 * unassigned; where no event ever tells the agent (or the team), the ticket's own one held it all its life.
 */
export function replay(ticket: Ticket, ordered: readonly Event[], rules: ReplayRules, timeline: Timeline): Replayed {
  const { presence, turns } = rules;
  const { openedAt, statedSolvedAt, statedFirstSolvedAt } = ticket;
  const told = whatAssignmentsTell(ordered);
  const result = nothingReplayed();
  clearTimeline(timeline, ordered.length + 3);

  const undone = undoneReopenings(ordered, presence.bots);
  result.undoneReopenings = undone.count;
  const opening = openingOf(ticket, ordered, turns, presence.bots);
  result.isOutbound = opening.isOutbound;
  let { holder, isRegistered } = opening;
  let assignee = told.agent ? null : (ticket.agentId ?? null);
  let team = told.team ? null : (ticket.teamId ?? null);
  let lastTeam = team;
  let desk = deskOf(presence, assignee, team);
  if (assignee !== null) involve(result, assignee, presence);
  let mark = addMark(timeline, openedAt, holder, desk);
  const turn = turnFrom(opening.isQuestion ? mark : NONE);
  // Since when the customer is silent: since a status, the last reply or the opening made it their turn.
  let waiting = holder === 'customer' ? mark : NONE;
  // The entry into solved that holds so far, for a rewound one the mark where the wait began.
  let solved = NONE;

  for (let i = 0; i < ordered.length; i++) {
    const event = ordered[i]!;
    const at = Math.max(event.at, openedAt);
    if (event.at < openedAt) result.clippedEvents++;
    if (statedFirstSolvedAt !== undefined || statedSolvedAt !== undefined) {
      addStatedSolutions(ticket, result, timeline, at, holder, desk);
    }
    const author = event.kind === 'message' ? countingAuthor(event, presence.bots) : undefined;
    if (at > openedAt || author === 'customer') isRegistered = false;
    const before: Holder = holder;
    const isUndone = undone.events.has(i);
    if (!isUndone) holder = holderAfter(before, event, author, turns, result.publicReplies > 0);
    if (at < result.firstHumanAt && !isUndone && isActOfPerson(event, presence.bots)) result.firstHumanAt = at;
    if (author === 'bot' && at < result.firstBotAt) result.firstBotAt = at;

    if (event.kind === 'assignment') {
      if (event.agentId !== undefined) assignee = event.agentId;
      if (event.teamId !== undefined) team = event.teamId;
      desk = deskOf(presence, assignee, team);
      if (assignee !== null) involve(result, assignee, presence);
      if (team !== null) {
        if (lastTeam !== null && team !== lastTeam) result.teamHandovers++;
        lastTeam = team;
      }
    }
    mark = addMark(timeline, at, holder, desk);

    switch (event.kind) {
      case 'message':
        if (author === 'customer') customerWrote(turn, timeline, mark, before === 'nobody');
        else if (author === 'bot') botAnswered(turn, mark);
        else if (author === 'agent') {
          result.publicReplies++;
          if (event.authorId !== undefined) involve(result, event.authorId, presence);
          // What an agent writes as they log a call is the question, not its answer.
          if (!isRegistered) personAnswered(turn, timeline, mark, event.authorId ?? null);
        }
        break;
      case 'note':
        result.notes++;
        break;
      case 'status':
        if (event.statusKnown === false) addOnce(result.unknownStatuses, event.original);
        if (event.estimated === true) result.estimated = true;
        if (isUndone) break;
        if (!isSolved(event.to) && event.estimated !== true) result.unsolvedStatusAts.push(at);
        if (before !== 'nobody' && holder === 'nobody') {
          const byTimer = event.by === 'bot' && rules.autoClose === 'rewind' && waiting !== NONE;
          solved = byTimer ? waiting : mark;
          if (byTimer) for (let m = waiting; m < mark; m++) timeline.holder[m] = 'nobody';
          if (result.firstSolved === NONE) {
            result.firstSolved = solved;
            if (byTimer) result.firstTimerAt = at;
          }
          result.finalTimerAt = byTimer ? at : Number.NaN;
          result.finalSolvedEvent = byTimer ? NONE : i;
          const estimated = event.estimated === true;
          result.solvings.push({ mark: solved, event: byTimer ? NONE : i, knownAt: at, estimated, reopenedAt: null });
        }
        break;
      case 'merged':
        if (Number.isNaN(result.mergedAt)) result.mergedAt = at;
        break;
      default:
    }

    if (before === 'nobody' && holder !== 'nobody') {
      result.reopens++;
      const reopened = result.solvings.at(-1);
      if (reopened !== undefined) reopened.reopenedAt = at;
      ticketReopened(turn, timeline, mark);
    }
    if (holder === 'third_party' && before !== 'third_party') result.thirdPartyWaits++;
    if (holder !== 'customer') waiting = NONE;
    // Where replies tell whose turn it is, the last of them does: until then we were still at work on the solution.
    else if (waiting === NONE || (turns === 'message' && author === 'agent')) waiting = mark;
    noteScore(result, at);
  }

  endTurns(turn, timeline);
  result.lastEvent = mark;
  result.finalSolved = holder === 'nobody' ? solved : NONE;
  addStatedSolutions(ticket, result, timeline, Number.POSITIVE_INFINITY, holder, desk);
  result.agentId = assignee === null || presence.bots.has(assignee) ? null : assignee;
  result.teamId = team;
  return result;
}

/** Adds marks for the stated solutions that lie before `until`, each once; they change nothing but give an end. */
function addStatedSolutions(
  ticket: Ticket,
  result: Replayed,
  timeline: Timeline,
  until: number,
  holder: Holder,
  desk: Desk,
): void {
  const first = ticket.statedFirstSolvedAt;
  const final = ticket.statedSolvedAt;
  if (first !== undefined && result.statedFirst === NONE && first < until && !(final !== undefined && final < first)) {
    result.statedFirst = addMark(timeline, first, holder, desk);
  }
  if (final !== undefined && result.statedFinal === NONE && final < until) {
    result.statedFinal = addMark(timeline, final, holder, desk);
  }
}

/** Whether any event tells the agent, and whether any tells the team. */
function whatAssignmentsTell(events: readonly Event[]): { agent: boolean; team: boolean } {
  let agent = false;
  let team = false;
  for (const event of events) {
    if (event.kind !== 'assignment') continue;
    if (event.agentId !== undefined) agent = true;
    if (event.teamId !== undefined) team = true;
  }
  return { agent, team };
}

function deskOf(presence: SourcePresence, assignee: string | null, teamId: string | null): Desk {
  const side = presence.teamSide(assignee, teamId);
  return { side, agentId: assignee !== null && presence.bots.has(assignee) ? null : assignee, teamId };
}

/** Whether a person answered, wrote a note or set a status; being assigned is no act. */
function isActOfPerson(event: Event, bots: ReadonlySet<string>): boolean {
  if (event.kind === 'status') return event.by === 'agent';
  if (event.kind === 'note') return event.authorId !== undefined && !bots.has(event.authorId);
  if (event.kind !== 'message' || event.by !== 'agent' || event.automatic === true) return false;
  return event.authorId === undefined || !bots.has(event.authorId);
}

function involve(result: Replayed, agentId: string, presence: SourcePresence): void {
  if (!presence.bots.has(agentId)) addOnce(result.involvedAgentIds, agentId);
  result.agentsInvolved = result.involvedAgentIds.length;
}

function addOnce(list: string[], value: string): void {
  for (const each of list) if (each === value) return;
  list.push(value);
}
