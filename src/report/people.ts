import { createSides } from '../clock/sides.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import { firstResponseOf } from '../model/measurement.ts';
import type { Agent, Team } from '../model/people.ts';
import type { Window } from '../model/window.ts';
import { createJointCauses } from '../summarise/joint-causes.ts';
import { ownClocks } from '../summarise/own-clock.ts';
import { agentsOnTickets, factsBefore, type PersonEffect, peopleEffects } from '../summarise/people.ts';
import { medianSorted } from '../summarise/statistics/averages.ts';
import type { PersonFigure } from './schema-inference.ts';
import type { JudgedPerson } from './verdicts.ts';

/** What people are compared by. */
export interface PeopleOfWindow {
  /** In order of their keys; each `source/id` of one person is the same. */
  readonly effects: readonly PersonEffect[];
  /** Which facts made tickets alike, in words. */
  readonly strata: string;
  readonly solvedBy: ReadonlyMap<string, number>;
}

/** Everything that is asked of people's own time. */
export interface PeopleQuestion {
  readonly tickets: readonly MeasuredTicket[];
  readonly agents: readonly Agent[];
  readonly window: Window;
  /** Epoch ms. */
  readonly asOf: number;
  /** A number of the local day of an instant, closed days joined to the next open one. */
  readonly dayOf: (at: number) => number;
}

/** Each person's own time on the tickets that they got in a window, beside that of all on tickets like theirs. */
export function peopleIn({ tickets, agents, window, asOf, dayOf }: PeopleQuestion): PeopleOfWindow {
  const sides = createSides();
  const person = personsOf(agents);
  const joint = createJointCauses(sides);
  const personOf = (source: string, agentId: string): string | undefined => {
    const key = `${source}/${agentId}`;
    const known = person.get(key);
    return known === undefined ? key : known.isBot ? undefined : known.key;
  };
  const rows = agentsOnTickets({
    tickets,
    window,
    asOf,
    dayOf,
    sides,
    joint,
    personOf,
    factsOf: factsBefore,
  });
  const until = { from: window.from, to: Math.min(window.to, asOf) };
  const { people } = peopleEffects(rows, ownClocks({ tickets, window: until, personOf, sides, joint }));
  const facts = ['handed over or not', 'complexity as stated', 'category', 'priority'].filter(
    (_, place) => new Set(rows.map((row) => row.facts[place])).size > 1,
  );
  const solvedBy = Map.groupBy(
    rows.filter(({ ended }) => ended),
    ({ agent }) => agent,
  );
  return {
    effects: people,
    strata: facts.length === 0 ? 'all tickets alike' : facts.join(', '),
    solvedBy: new Map([...solvedBy].map(([agent, own]) => [agent, own.length])),
  };
}

/** By `source/id`: the key of the person, the first of those that are the same one. */
function personsOf(agents: readonly Agent[]): ReadonlyMap<string, { readonly key: string; readonly isBot: boolean }> {
  const first = new Map<string, string>();
  for (const { source, id, personKey } of agents) if (!first.has(personKey)) first.set(personKey, `${source}/${id}`);
  return new Map(
    agents.map(({ source, id, personKey, bot }) => [`${source}/${id}`, { key: first.get(personKey)!, isBot: bot }]),
  );
}

/** The figures of people as the report has them, by name. Satisfaction is added where outcomes are told. */
export function personFigures(
  { effects, strata, solvedBy }: PeopleOfWindow,
  judged: readonly JudgedPerson[],
  {
    tickets,
    agents,
    window,
    teams,
    minSample,
  }: PeopleQuestion & { readonly teams: readonly Team[]; readonly minSample: number },
): PersonFigure[] {
  const person = personsOf(agents);
  const byKey = new Map(agents.map((agent) => [`${agent.source}/${agent.id}`, agent]));
  const teamNames = new Map(teams.map(({ source, id, name }) => [`${source}/${id}`, name]));
  const answers = firstAnswersBy(tickets, window, (key) => person.get(key)?.key ?? key);
  return effects
    .map((effect, index): PersonFigure => {
      const { agent, n, compared, clock, raw, logError, shrunk, kept } = effect;
      const known = byKey.get(agent);
      const team = known?.teamIds.length === 1 ? teamNames.get(`${known.source}/${known.teamIds[0]}`) : undefined;
      const own = answers.get(agent) ?? [];
      const { verdict, interval } = judged[index]!;
      return {
        agent,
        name: known?.name ?? agent.slice(agent.indexOf('/') + 1),
        team: team ?? null,
        n,
        compared,
        clock,
        solved: solvedBy.get(agent) ?? 0,
        observedToExpected: shrunk,
        interval: interval === null ? null : [interval[0], interval[1]],
        raw,
        logError,
        kept: kept && { observedToExpected: kept.shrunk, raw: kept.raw, logError: kept.logError },
        verdict,
        firstAnswerMedianSeconds: own.length < minSample ? null : medianSorted(own.sort((a, b) => a - b)) / 1000,
        csat: null,
        strata,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.agent < b.agent ? -1 : 1));
}

/** Net ms of the first answers that each person gave in a window. */
function firstAnswersBy(
  tickets: readonly MeasuredTicket[],
  { from, to }: Window,
  personOf: (key: string) => string,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const ticket of tickets) {
    const first = firstResponseOf(ticket);
    if (first === undefined || first.agentId === null || first.answeredAt < from || first.answeredAt >= to) continue;
    const key = personOf(`${ticket.source}/${first.agentId}`);
    const own = found.get(key);
    if (own === undefined) found.set(key, [first.clocks.net]);
    else own.push(first.clocks.net);
  }
  return found;
}
