import type { TicketHistory } from '../model/measurement.ts';
import type { Event } from '../model/ticket.ts';
import { toIso } from '../model/time.ts';
import type { StoryEvent } from './schema-story.ts';

/** What people and teams are called in a story. */
export interface StoryPeople {
  readonly personOf: (source: string, id: string) => string;
  readonly teamOf: (source: string, id: string) => string;
}

/** The opening and every event in the order of its replay, (at, seq, id); texts of messages are not kept anywhere. */
export function storyEvents({ ticket, events }: TicketHistory, people: StoryPeople): StoryEvent[] {
  const ordered = events.toSorted((a, b) => a.at - b.at || a.seq - b.seq || (a.id < b.id ? -1 : 1));
  const stated: StoryEvent[] = [ticket.statedFirstSolvedAt, ticket.statedSolvedAt]
    .filter((at, place, all) => at !== undefined && all.indexOf(at) === place)
    .map((at) => ({ ...NOTHING, at: toIso(at!), kind: 'stated' }));
  const deleted: StoryEvent[] =
    ticket.deletedAt === undefined ? [] : [{ ...NOTHING, at: toIso(ticket.deletedAt), kind: 'deleted' }];
  // A stable sort: what happened at one instant keeps its order.
  return [
    { ...NOTHING, at: toIso(ticket.openedAt), kind: 'opened' as const, by: ticket.openedBy },
    ...[...ordered.map((event) => storyEvent(event, people)), ...stated, ...deleted].sort((a, b) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
    ),
  ];
}

const NOTHING = {
  by: null,
  person: null,
  public: null,
  automatic: false,
  status: null,
  original: null,
  into: null,
  estimated: false,
} as const;

function storyEvent(event: Event, { personOf, teamOf }: StoryPeople): StoryEvent {
  const base = { ...NOTHING, at: toIso(event.at), kind: event.kind };
  const person = (id: string | null): string | null => (id === null ? null : personOf(event.source, id));
  switch (event.kind) {
    case 'message': {
      const author = event.by === 'agent' && event.authorId !== undefined ? person(event.authorId) : null;
      return { ...base, by: event.by, person: author, public: event.public, automatic: event.automatic === true };
    }
    case 'note':
      return { ...base, by: 'agent', person: person(event.authorId ?? null) };
    case 'status':
      return {
        ...base,
        by: event.by ?? null,
        status: event.to,
        original: event.original,
        estimated: event.estimated === true,
      };
    case 'assignment':
      return {
        ...base,
        ...(event.agentId === undefined ? {} : { assignedTo: person(event.agentId) }),
        ...(event.teamId === undefined
          ? {}
          : { team: event.teamId === null ? null : teamOf(event.source, event.teamId) }),
      };
    case 'handover':
      return { ...base, status: event.to };
    case 'merged':
      return { ...base, into: event.into };
  }
}
