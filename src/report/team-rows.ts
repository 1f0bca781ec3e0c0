import type { MeasuredTicket } from '../model/measurement.ts';
import type { Team } from '../model/people.ts';
import type { Window } from '../model/window.ts';
import { finalSolutionAsOf } from '../summarise/life.ts';
import { medianSorted } from '../summarise/statistics/averages.ts';
import type { CsatAnswer } from './csat-change.ts';
import type { TeamRow } from './schema-inference.ts';

/** What teams are told from. */
export interface TeamInput {
  readonly window: Window;
  readonly minSample: number;
  readonly tickets: readonly MeasuredTicket[];
  readonly teams: readonly Team[];
  readonly answers: readonly CsatAnswer[];
}

/** Teams by their order in a list; tickets of none have the number after the last. */
export interface TeamGroups {
  readonly list: readonly { readonly key: string; readonly label: string; readonly members: ReadonlySet<string> }[];
  readonly codeOf: (ticket: number) => number;
}

/** Teams that have a ticket, or had one in the window and passed it on, by name; one of the same name in several sources is one. */
export function teamGroups({ tickets, teams, window }: TeamInput): TeamGroups {
  const used = new Set(
    tickets.flatMap(({ source, teamId, openedAt, stints }) =>
      openedAt >= window.to
        ? []
        : [
            ...(teamId === null ? [] : [`${source}/${teamId}`]),
            ...stints.flatMap((stint) => {
              const from = Math.max(window.from, stint.fromAt);
              const wasHeld = Math.min(window.to, stint.toAt ?? window.to) > from;
              return stint.teamId !== null && wasHeld ? [`${source}/${stint.teamId}`] : [];
            }),
          ],
    ),
  );
  const nameOf = new Map(teams.map(({ source, id, name }) => [`${source}/${id}`, name]));
  const byName = Map.groupBy(used, (member) => nameOf.get(member) ?? member.slice(member.indexOf('/') + 1));
  const list = [...byName]
    .map(([label, members]) => ({
      key: members[0]!.slice(members[0]!.indexOf('/') + 1),
      label,
      members: new Set(members),
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
  const codeOfMember = new Map(list.flatMap(({ members }, index) => [...members].map((member) => [member, index])));
  const none = list.length;
  const codes = tickets.map(({ source, teamId }) =>
    teamId === null ? none : (codeOfMember.get(`${source}/${teamId}`) ?? none),
  );
  return { list, codeOf: (ticket) => codes[ticket]! };
}

/**
 * Half of the tickets a team held and that were solved in the window, as known at its end, were in its hands for less, by
 * the calendar; ms → s.
 */
export function heldMedian({ tickets, window, minSample }: TeamInput, members: ReadonlySet<string>): number | null {
  const held: number[] = [];
  for (const ticket of tickets) {
    const { source, excludedAt, stints } = ticket;
    const solution = finalSolutionAsOf(ticket.solutions, window.to);
    if (solution === null || solution.knownAt < window.from) continue;
    if (excludedAt !== null && excludedAt < window.to) continue;
    const own = stints.filter(
      ({ holder, teamId, toAt }) =>
        holder === 'team' &&
        teamId !== null &&
        members.has(`${source}/${teamId}`) &&
        toAt !== null &&
        toAt <= solution.at,
    );
    if (own.length > 0) held.push(own.reduce((sum, { causesMs }) => sum + causesMs.reduce((a, b) => a + b, 0), 0));
  }
  return held.length < minSample ? null : medianSorted(held.sort((a, b) => a - b)) / 1000;
}

/** Satisfaction with a team's tickets in the window; null without answers, no value of too few. */
export function teamCsat({ answers, window, minSample }: TeamInput, members: ReadonlySet<string>): TeamRow['csat'] {
  const own = answers.filter(
    ({ team, ratedAt }) => team !== null && members.has(team) && ratedAt >= window.from && ratedAt < window.to,
  );
  if (own.length === 0) return null;
  const share = own.filter(({ isPositive }) => isPositive).length / own.length;
  return { n: own.length, value: own.length < minSample ? null : 100 * share };
}
