import { type ByCause, type ByClock, DIMENSION_NAMES, type DimensionName, NO_VALUE } from '../model/catalogue.ts';
import { ConfigError, nearest } from '../model/errors.ts';
import { type MeasuredColumns, type MeasuredTicket, responsesOf } from '../model/measurement.ts';
import { toIso } from '../model/time.ts';
import { type Names, splitBy } from '../summarise/groups.ts';

/** One ticket behind a figure, as the JSON lists it; null is "there is none". */
export interface ListedTicket {
  readonly source: string;
  readonly id: string;
  readonly url: string | null;
  readonly tier: string;
  readonly agentId: string | null;
  readonly openedAt: string;
  readonly firstSolvedAt: string | null;
  readonly finalSolvedAt: string | null;
  readonly reopens: number;
  readonly timeSpentMs: ByCause<number>;
  readonly firstResponseMs: ByClock<number> | null;
  readonly laterResponsesMs: readonly ByClock<number>[];
  readonly firstResolutionMs: ByClock<number> | null;
  readonly finalResolutionMs: ByClock<number> | null;
}

/** Whether a ticket stands behind the figures of the chosen group. */
export type TicketFilter = (ticket: MeasuredTicket) => boolean;

/** Selects by who answered, where `byAgent` selects by who is credited with the solution. */
const REPLIER = 'byReplier';

/**
 * Reads which group's tickets are asked for: `overall`, or a dimension and a key as the report has them
 * (`byTier=complex`, `byAgent=ana`, `byTeam=none`); `byReplier=ana` are the tickets behind Ana's response times. `columns` are the cohort's, since which keys there are, and whether an id
 * needs its source, depends on them. Throws a ConfigError that names the nearest key.
 */
export function parseTicketSelector(text: string, columns: MeasuredColumns, names: Names): TicketFilter {
  if (text === 'overall') return (ticket) => ticket.exclusion === null;
  const cut = text.indexOf('=');
  const dimensionText = cut < 0 ? text : text.slice(0, cut);
  const byReplier = dimensionText === REPLIER;
  const dimension = byReplier ? 'byAgent' : DIMENSION_NAMES.find((name) => name === dimensionText);
  if (dimension === undefined || cut < 0) {
    const meant = nearest(dimensionText, ['overall', ...DIMENSION_NAMES, REPLIER]);
    const hint =
      meant === undefined || meant === text ? '' : `; did you mean ${meant}${meant === 'overall' ? '' : '=…'}?`;
    throw new ConfigError(
      `--tickets ${text}: write overall, or a group such as byTier=complex (${[...DIMENSION_NAMES, REPLIER].join(', ')})${hint}`,
    );
  }
  const key = text.slice(cut + 1);
  const { groups } = splitBy(dimension, columns, names);
  const group = groups.find((each) => each.key === key) ?? groups.find((each) => each.members.includes(key));
  if (group === undefined) {
    const meant = nearest(
      key,
      groups.flatMap((each) => [each.key, each.label]),
    );
    const byLabel = groups.find((each) => each.label === meant && each.key !== meant);
    const hint =
      meant === undefined ? examples(groups.map((each) => each.key)) : `did you mean ${byLabel?.key ?? meant}?`;
    throw new ConfigError(`--tickets ${text}: no such group in this report; ${hint}`);
  }
  const members = new Set<string | null>(group.members);
  if (group.key === NO_VALUE) members.add(null);
  if (byReplier) return (ticket) => ticket.exclusion === null && repliersOf(ticket).some((each) => members.has(each));
  return (ticket) => ticket.exclusion === null && members.has(VALUE_OF[dimension](ticket));
}

/** The ticket as the JSON of `--tickets` has it. */
export function toListedTicket(ticket: MeasuredTicket): ListedTicket {
  return {
    source: ticket.source,
    id: ticket.ticketId,
    url: ticket.url,
    tier: ticket.tier,
    agentId: ticket.agentId,
    openedAt: toIso(ticket.openedAt),
    firstSolvedAt: toIso(ticket.firstSolvedAt),
    finalSolvedAt: toIso(ticket.finalSolvedAt),
    reopens: ticket.reopens,
    timeSpentMs: ticket.timeSpentMs,
    firstResponseMs: ticket.firstResponseMs,
    laterResponsesMs: responsesOf(ticket)
      .slice(1)
      .map(({ clocks }) => clocks),
    firstResolutionMs: ticket.firstResolutionMs,
    finalResolutionMs: ticket.finalResolutionMs,
  };
}

/** The JSON of `--tickets`: the tickets of the chosen group in the order they come. */
export function listTickets(
  tickets: Iterable<MeasuredTicket>,
  isChosen: TicketFilter,
): { readonly tickets: readonly ListedTicket[] } {
  const listed: ListedTicket[] = [];
  for (const ticket of tickets) if (isChosen(ticket)) listed.push(toListedTicket(ticket));
  return { tickets: listed };
}

/** Who answered the ticket's turns, as the columns name agents; null where nobody knows who. */
function repliersOf(ticket: MeasuredTicket): (string | null)[] {
  return responsesOf(ticket).map(({ agentId }) => (agentId === null ? null : `${ticket.source}/${agentId}`));
}

/** What the columns hold of a ticket for each dimension. */
const VALUE_OF = {
  byTier: ({ tier }) => tier,
  byAgent: ({ source, agentId }) => (agentId === null ? null : `${source}/${agentId}`),
  byTeam: ({ source, teamId }) => (teamId === null ? null : `${source}/${teamId}`),
  bySource: ({ source }) => source,
  byPriority: ({ priority }) => priority,
  byChannel: ({ channel }) => channel,
  byCategory: ({ category }) => category,
  byAccount: ({ accountKey }) => accountKey,
} satisfies Record<DimensionName, (ticket: MeasuredTicket) => string | null>;

function examples(keys: readonly string[]): string {
  return keys.length === 0
    ? 'it has no tickets'
    : `there are ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`;
}
