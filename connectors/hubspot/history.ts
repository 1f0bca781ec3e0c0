import type { Event, Side } from '../../src/model/ticket.ts';
import { isSolved } from '../../src/model/ticket.ts';
import { MS_PER_MINUTE } from '../../src/model/time.ts';
import type { CrmObject, Version } from './answers.ts';
import type { Directory } from './directory.ts';
import type { Fact } from './messages.ts';
import type { StageMeaning } from './pipelines.ts';
import { sideOfChange } from './sides.ts';
import { textOf } from './values.ts';

/** What a ticket's history is told with. */
export interface HistoryContext {
  readonly source: string;
  readonly meaningOf: (pipelineId: string | undefined, stageId: string) => StageMeaning;
  readonly directory: Pick<Directory, 'holderOf' | 'isBot'>;
}

/** The properties of a ticket that are read with their history. */
export const WITH_HISTORY = [
  'hs_pipeline',
  'hs_pipeline_stage',
  'hubspot_owner_id',
  'hubspot_team_id',
  'hs_merged_object_ids',
] as const;

/** The values that a property had, oldest first; HubSpot tells the newest first, and only so many of them. */
export function versionsOf({ propertiesWithHistory }: CrmObject, name: string): readonly Version[] {
  return (propertiesWithHistory?.[name] ?? []).toReversed().toSorted((a, b) => a.timestamp - b.timestamp);
}

/** A ticket and the first change of its stage may differ by this much without something being missing between them. */
const SLACK_MS = MS_PER_MINUTE;

/** Whether the history of stages goes back to the opening: HubSpot keeps only the newest values of a property. */
export function isCutOff(ticket: CrmObject, createdAt: number): boolean {
  const [first] = versionsOf(ticket, 'hs_pipeline_stage');
  return first === undefined || first.timestamp > createdAt + SLACK_MS;
}

/** The pipeline in which a ticket was at an instant. */
function pipelineAt(ticket: CrmObject, at: number): string | undefined {
  const versions = versionsOf(ticket, 'hs_pipeline');
  const then = versions.findLast(({ timestamp }) => timestamp <= at) ?? versions[0];
  return textOf(then?.value) ?? textOf(ticket.properties.hs_pipeline);
}

/** Where an id of an event comes twice, the later ones bear a number. */
function distinct(facts: readonly Fact[]): Fact[] {
  const times = new Map<string, number>();
  return facts.map((fact) => {
    const n = (times.get(fact.id) ?? 0) + 1;
    times.set(fact.id, n);
    return n === 1 ? fact : { ...fact, id: `${fact.id}-${n}` };
  });
}

/** The stages of a ticket; one that only repeats the stage before it says nothing. */
export function stageFacts(ticket: CrmObject, { meaningOf, directory }: HistoryContext): readonly Fact[] {
  const facts: Fact[] = [];
  let before = '';
  for (const version of versionsOf(ticket, 'hs_pipeline_stage')) {
    const stage = textOf(version.value);
    if (stage === undefined) continue;
    const at = version.timestamp;
    const pipeline = pipelineAt(ticket, at);
    if (`${pipeline}/${stage}` === before) continue;
    before = `${pipeline}/${stage}`;
    const { status: to, original, known } = meaningOf(pipeline, stage);
    const by = sideOfChange(version, directory.isBot);
    facts.push({
      id: `stage-${at}`,
      at,
      kind: 'status',
      to,
      original,
      ...(known ? {} : { statusKnown: false }),
      ...(by ? { by } : {}),
    });
  }
  return distinct(facts);
}

/** Who had a ticket: a queue is a team, and a person takes it out of a queue. */
export function assignmentFacts(ticket: CrmObject, { directory }: HistoryContext): readonly Fact[] {
  const owners = versionsOf(ticket, 'hubspot_owner_id').map((version): Fact => {
    const owner = textOf(version.value);
    const holder = owner === undefined ? { agentId: null } : directory.holderOf(owner);
    const who = 'teamId' in holder ? { agentId: null, teamId: holder.teamId } : { agentId: holder.agentId };
    return { id: `owner-${version.timestamp}`, at: version.timestamp, kind: 'assignment', ...who };
  });
  const teams = versionsOf(ticket, 'hubspot_team_id').map((version): Fact => {
    const teamId = textOf(version.value) ?? null;
    return { id: `team-${version.timestamp}`, at: version.timestamp, kind: 'assignment', teamId };
  });
  return distinct([...owners, ...teams]);
}

/** HubSpot reopens a ticket a little after the message for which it does so. */
const REOPENS_WITHIN_MS = 2 * MS_PER_MINUTE;

/**
 * A machine that takes a ticket out of a solved stage, or back from the customer, because the customer has written does so
 * a moment later: it is told at the message's instant, without which the message would be a thank-you after the solution.
 */
function reopenedByMessages(stages: readonly Fact[], messages: readonly Fact[]): readonly Fact[] {
  const asked = messages.filter((fact) => fact.kind === 'message' && fact.by === 'customer' && fact.public);
  return stages.map((fact, index) => {
    const before = stages[index - 1];
    if (fact.kind !== 'status' || before?.kind !== 'status' || fact.by !== 'bot') return fact;
    if (!isSolved(before.to) || isSolved(fact.to)) return fact;
    const cause = asked.findLast(({ at }) => at <= fact.at && at >= fact.at - REOPENS_WITHIN_MS && at >= before.at);
    return cause === undefined ? fact : { ...fact, at: cause.at };
  });
}

/** Within one instant: what opens comes before what is said, what solves after it. */
function rankOf(fact: Fact): number {
  if (fact.kind === 'assignment') return 0;
  if (fact.kind === 'status') return isSolved(fact.to) ? 4 : 1;
  return fact.kind === 'handover' ? 3 : 2;
}

/** How long after its opening a message of ours still is what a ticket was opened with. */
const OPENED_WITH_MS = MS_PER_MINUTE;

/**
 * Who opened a ticket: whoever wrote first, if that was at its opening; else what the ticket says it came by, or whoever
 * set its first stage.
 */
export function openedByOf(ticket: CrmObject, facts: readonly Fact[], openedAt: number): Side {
  const first = facts.find((fact) => fact.kind === 'message' && fact.public && !fact.automatic);
  if (first?.kind === 'message' && first.at <= openedAt + OPENED_WITH_MS) return first.by;
  const way = textOf(ticket.properties.source_type)?.toUpperCase();
  if (way === 'EMAIL' || way === 'CHAT' || way === 'FORM') return 'customer';
  const stage = facts.find((fact) => fact.kind === 'status');
  if (stage?.kind === 'status' && stage.by === 'agent') return 'agent';
  // Our answer, hours later, is no opening.
  return first?.kind === 'message' && first.by === 'customer' ? 'customer' : 'bot';
}

/** A ticket's events in order, when it was opened and by whom. */
export function toHistory(
  ticket: CrmObject,
  createdAt: number,
  messages: { readonly facts: readonly Fact[]; readonly askedAt: number | undefined },
  context: HistoryContext,
): { readonly events: readonly Event[]; readonly openedAt: number; readonly openedBy: Side } {
  const openedAt = messages.askedAt ?? createdAt;
  const stages = reopenedByMessages(stageFacts(ticket, context), messages.facts);
  const facts = [...assignmentFacts(ticket, context), ...stages, ...messages.facts].toSorted(
    (a, b) => a.at - b.at || rankOf(a) - rankOf(b),
  );
  const openedBy = openedByOf(ticket, facts, openedAt);
  const opening = facts.find((fact) => fact.kind === 'message' && fact.public && !fact.automatic);
  const isOutbound = openedBy === 'agent' && opening !== undefined && opening.at <= openedAt + OPENED_WITH_MS;
  // "New" is where every ticket begins: of one that we opened by writing it does not say that it is our turn.
  const told = facts.filter(
    (fact) => !(isOutbound && fact === stages[0] && fact.kind === 'status' && fact.to === 'new'),
  );
  const events = told.map((fact, seq): Event => ({ ...fact, source: context.source, ticketId: ticket.id, seq }));
  return { events, openedAt, openedBy };
}
