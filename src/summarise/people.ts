import type { Sides } from '../clock/sides.ts';
import { CAUSE_NAMES } from '../model/catalogue.ts';
import type { MeasuredTicket, Stint } from '../model/measurement.ts';
import { MS_PER_MINUTE } from '../model/time.ts';
import { CAUSES_N, type JointCauses } from './joint-causes.ts';
import type { Period } from './life.ts';
import type { OwnClock } from './own-clock.ts';
import { censoredEffects } from './statistics/censored-lognormal.ts';
import { studentCdf, studentQuantile } from './statistics/distributions.ts';
import type { Comparison } from './verdict-family.ts';

/** What one agent had to do with one ticket. */
export interface AgentOnTicket {
  /** `source/id`; people known by several are one. */
  readonly agent: string;
  /** The time on the business clock in which they held it for us, ms; censored where not `ended`. */
  readonly businessMs: number;
  /** Their hours tell how long it took: not where they got it and were done with it while they were closed. */
  readonly clockTells: boolean;
  /** They got it as they solved it: what they did before is nowhere. */
  readonly gotSolved: boolean;
  /** They solved it; else it is open, or they passed it on. */
  readonly ended: boolean;
  /**
   * The same as if they had kept it: with the time in which others held it after them, ended where anybody solved it. Who
   * passes on what turns out hard has had the easy ones alone, which no fact tells; this reading does not reward that.
   */
  readonly kept: { readonly businessMs: number; readonly ended: boolean };
  /** What the ticket was before anybody worked on it, the most telling fact first. */
  readonly facts: readonly string[];
  /** The day on which they got it; rows of one day may come together. */
  readonly day: number;
  /** Whose it is; rows of one customer may come together. */
  readonly customer: string;
}

/** A person's time as a ratio to that of all; each null where nothing can be told. */
export interface PersonRatio {
  /** exp of their effect: 1 is as all. */
  readonly raw: number | null;
  /** Standard error of the logarithm of `raw`. */
  readonly logError: number | null;
  /** The same drawn towards 1, the more the less is known. */
  readonly shrunk: number | null;
}

/** A person's own time on tickets beside that of all on tickets like theirs. */
export interface PersonEffect extends PersonRatio {
  readonly agent: string;
  /** Tickets they got in the window. */
  readonly n: number;
  /** Of these, those of a kind that somebody else had too: the others tell nothing of whoever had them. */
  readonly compared: number;
  /** Whether the hours that are known for them can tell their time; where they cannot, nothing is told. */
  readonly clock: OwnClock;
  /** The same ratios where tickets that they passed on count as if they had been kept; null where nobody passed any on. */
  readonly kept: PersonRatio | null;
  /** Of the shrunk one, at a confidence. */
  readonly intervalAt: ((confidence: number) => readonly [number, number]) | null;
  /** Against "as all"; null where there is nothing to judge. */
  readonly comparison: Comparison | null;
  readonly direction: number | null;
}

/** A figure of a person needs as many tickets. */
export const LEAST_OF_A_PERSON = 10;
/** Tickets are alike by a fact only where as many are, by two people at least. */
const LEAST_OF_A_STRATUM = 5;
/** What is done at once took a minute: no clock of a helpdesk tells less. */
const SHORTEST_MS = MS_PER_MINUTE;
/** People differ by as much at least, before anything is known of them: a standard deviation of 10% of the time. */
const LEAST_SPREAD = 0.1;

const WORKING = CAUSE_NAMES.indexOf('team_working');

/** What the rows are told from. */
export interface PeopleInput {
  readonly tickets: readonly MeasuredTicket[];
  /** The window: rows begin in it and are looked at to its end (or to `asOf`, if that is earlier). */
  readonly window: Period;
  readonly asOf: number;
  /** Joins one person across sources; undefined for a machine. */
  readonly personOf: (source: string, agentId: string) => string | undefined;
  /** What a ticket was before anybody worked on it. */
  readonly factsOf: (ticket: MeasuredTicket) => readonly string[];
  /** A number of the local day of an instant. */
  readonly dayOf: (at: number) => number;
  readonly sides: Sides;
  readonly joint: JointCauses;
}

/**
 * What each agent had to do with each ticket that they got in a window: the sum of their stretches of it on the business
 * clock. It ended where they solved it; it goes on where the ticket is open, and is cut where they passed
 * it on.
 */
export function agentsOnTickets(input: PeopleInput): AgentOnTicket[] {
  const { tickets, window, personOf, factsOf, dayOf } = input;
  const until = Math.min(window.to, input.asOf);
  return tickets.flatMap((ticket): AgentOnTicket[] => {
    if (ticket.exclusion !== null || !ticket.causesKnown || ticket.entersAt === null) return [];
    // What a bot alone dealt with says nothing of whoever it was assigned to.
    if (ticket.resolvedBy === 'bot') return [];
    const solver = solverOf(ticket, until);
    const own = Map.groupBy(
      ticket.stints.filter(({ fromAt, agentId }) => agentId !== null && fromAt < until),
      ({ agentId }) => personOf(ticket.source, agentId!),
    );
    return [...own].flatMap(([agent, stints]): AgentOnTicket[] => {
      const [first] = stints;
      if (agent === undefined || first === undefined || first.fromAt < window.from) return [];
      const worked = stints.filter(({ holder }) => holder === 'team');
      if (worked.length === 0) return [];
      const timeOf = (some: readonly Stint[]): number =>
        some.reduce((sum, stint) => sum + workedMs(ticket, stint, until, input), 0);
      const after = [...own.values()].flatMap((others) =>
        others.filter((stint) => others !== stints && stint.holder === 'team' && stint.fromAt >= first.fromAt),
      );
      const businessMs = timeOf(worked);
      return [
        {
          agent,
          businessMs,
          clockTells: businessMs > 0 || worked.every(({ fromAt, toAt }) => toAt === null || toAt === fromAt),
          ended: solver !== undefined && stints.includes(solver),
          gotSolved: worked.every(({ fromAt, toAt }) => toAt !== null && toAt - fromAt < MS_PER_MINUTE),
          kept: { businessMs: businessMs + timeOf(after), ended: solver !== undefined },
          facts: [handOverFact(ticket, agent, first.fromAt, personOf), ...factsOf(ticket)],
          day: dayOf(first.fromAt),
          customer: `${ticket.source}/${ticket.customerId ?? `of ${ticket.ticketId}`}`,
        },
      ];
    });
  });
}

/** The fact that somebody else had it before they got it, else '': what is passed on may be harder than any other fact tells. */
export function handOverFact(
  { source, stints }: MeasuredTicket,
  agent: string,
  gotAt: number,
  personOf: PeopleInput['personOf'],
): string {
  const wasOthers = stints.some(({ fromAt, agentId }) => {
    const other = agentId === null || fromAt >= gotAt ? undefined : personOf(source, agentId);
    return other !== undefined && other !== agent;
  });
  return wasOthers ? 'handed over' : '';
}

/** What a ticket was before anybody worked on it: a tier that the desk states itself, its category, its priority. */
export function factsBefore({ tier, tierOrigin, category, priority }: MeasuredTicket): readonly string[] {
  return [tierOrigin === 'field' || tierOrigin === 'tags' ? tier : '', category ?? '', priority ?? ''];
}

/** Working time of a stint up to an instant. */
function workedMs(ticket: MeasuredTicket, stint: Stint, until: number, { sides, joint }: PeopleInput): number {
  const measuredTo = stint.causesMs.reduce((sum, ms) => sum + ms, stint.fromAt);
  const to = Math.min(until, stint.toAt ?? until);
  if (to === measuredTo) return stint.causesMs[WORKING] ?? 0;
  const team = sides.sideOfKey(stint.teamSide);
  const customer = ticket.customerZone === 'none' ? team : sides.sideOfKey(stint.customerSide);
  const matrix = new Float64Array(CAUSES_N * CAUSES_N);
  joint.add(matrix, { team, customer, otherTeam: team, otherCustomer: customer }, true, stint.fromAt, to);
  return matrix[WORKING * CAUSES_N + WORKING]!;
}

/** Who had a ticket when it was solved, as known at an instant; undefined while it is open. */
function solverOf({ solutions, stints }: MeasuredTicket, until: number): Stint | undefined {
  const solution = solutions.findLast(({ knownAt }) => knownAt < until);
  if (solution === undefined || (solution.reopenedAt !== null && solution.reopenedAt < until)) return undefined;
  return stints.findLast(({ fromAt, agentId }) => fromAt <= solution.at && agentId !== null);
}

/**
 * Each person's time beside that of all on tickets like theirs; people in order of their keys. Where tickets were passed
 * on, what is said holds in both readings of them: cut where they were passed on, and as if they had been kept. The
 * interval spans both; ratios are of the first.
 */
export function peopleEffects(
  all: readonly AgentOnTicket[],
  clocks: ReadonlyMap<string, OwnClock> = new Map(),
): { readonly people: readonly PersonEffect[]; readonly strata: readonly string[] } {
  const agents = [...Map.groupBy(all, ({ agent }) => agent)]
    .map(([agent, own]) => ({ agent, n: own.length, clock: clockOf(own, clocks.get(agent) ?? 'fits') }))
    .sort((a, b) => (a.agent < b.agent ? -1 : 1));
  const clockBy = new Map(agents.map(({ agent, clock }) => [agent, clock]));
  const fits = all.filter(
    ({ agent, clockTells, gotSolved }) => clockTells && !gotSolved && clockBy.get(agent) === 'fits',
  );
  const strata = strataOf(fits);
  const told = fits.flatMap((row, index): StratifiedRow[] =>
    strata[index] === null ? [] : [{ ...row, stratum: strata[index]! }],
  );
  const names = [...new Set(told.map(({ stratum }) => stratum))];
  const cut = effectsOf(told, agents);
  const isPassedOn = told.some(({ businessMs, ended, kept }) => kept.businessMs !== businessMs || kept.ended !== ended);
  if (!isPassedOn) return { people: cut, strata: names };
  const kept = effectsOf(
    told.map((row) => ({ ...row, ...row.kept })),
    agents,
  );
  return { people: cut.map((person, index) => holdingInBoth(person, kept[index]!)), strata: names };
}

/** A share of tickets that somebody got as they solved them that is no exception any more. */
const GOT_SOLVED_SHARE = 0.2;

function clockOf(own: readonly AgentOnTicket[], known: OwnClock): OwnClock {
  const gotSolved = own.filter((row) => row.gotSolved).length;
  return known === 'fits' && gotSolved > GOT_SOLVED_SHARE * own.length ? 'gets_it_solved' : known;
}

type StratifiedRow = AgentOnTicket & { readonly stratum: string };

/** A person as one reading has them, with the evidence and the interval of what holds in another one as well. */
function holdingInBoth(person: PersonEffect, other: PersonEffect): PersonEffect {
  const { comparison, intervalAt, direction } = person;
  const kept: PersonRatio = { raw: other.raw, logError: other.logError, shrunk: other.shrunk };
  if (comparison === null || intervalAt === null || other.comparison === null || other.intervalAt === null) {
    return { ...person, kept, comparison: null };
  }
  const otherAt = other.intervalAt;
  const agree = Math.sign(direction ?? 0) === Math.sign(other.direction ?? 0);
  return {
    ...person,
    kept,
    comparison: { p: agree ? Math.max(comparison.p, other.comparison.p) : 1 },
    intervalAt: (confidence) => {
      const [a, b] = [intervalAt(confidence), otherAt(confidence)];
      return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
    },
  };
}

/** Each person's effect in one reading, in the order of the people given. */
function effectsOf(
  rows: readonly StratifiedRow[],
  people: readonly Pick<PersonEffect, 'agent' | 'n' | 'clock'>[],
): PersonEffect[] {
  const place = new Map(people.map(({ agent }, index) => [agent, index]));
  const stratum = codesOf(rows, (row) => row.stratum);
  const fit = censoredEffects({
    logTime: Float64Array.from(rows, ({ businessMs }) => Math.log(Math.max(SHORTEST_MS, businessMs))),
    ended: Uint8Array.from(rows, ({ ended }) => (ended ? 1 : 0)),
    group: Uint32Array.from(rows, ({ agent }) => place.get(agent)!),
    stratum: stratum.codes,
    clusters: [codesOf(rows, ({ day }) => day).codes, codesOf(rows, ({ customer }) => customer).codes],
    groups: people.length,
    strata: stratum.count,
  });
  const { effect, standardError, rows: compared } = fit;
  const told = people.flatMap((_, g) => (compared[g]! >= LEAST_OF_A_PERSON && standardError[g]! < 5 ? [g] : []));
  const spread = spreadBetween(told.map((g) => ({ effect: effect[g]!, variance: standardError[g]! ** 2 })));
  return people.map((person, g): PersonEffect => {
    const n = compared[g]!;
    const base = { ...person, compared: n, kept: null };
    if (!told.includes(g) || told.length < 2) {
      return { ...base, raw: null, logError: null, shrunk: null, intervalAt: null, comparison: null, direction: null };
    }
    const variance = standardError[g]! ** 2;
    const kept = spread / (spread + variance);
    const mean = kept * effect[g]!;
    // Rows that come together tell as much as fewer that do not.
    const df = Math.max(2, n / fit.design[g]! - 1);
    // How well the spread between people is known itself (Morris 1983).
    const error = Math.sqrt(kept * variance + (2 / Math.max(3, told.length)) * (1 - kept) ** 2 * effect[g]! ** 2);
    return {
      ...base,
      raw: Math.exp(effect[g]!),
      logError: standardError[g]!,
      shrunk: Math.exp(mean),
      intervalAt: (confidence) => {
        const t = studentQuantile(0.5 + confidence / 2, df);
        return [Math.exp(mean - t * error), Math.exp(mean + t * error)];
      },
      comparison: { p: 2 * studentCdf(-Math.abs(effect[g]!) / standardError[g]!, df) },
      direction: effect[g]!,
    };
  });
}

/** A small number for each different value of rows. */
function codesOf<Row>(
  rows: readonly Row[],
  ofRow: (row: Row) => string | number,
): { readonly codes: Uint32Array; readonly count: number } {
  const known = new Map<string | number, number>();
  const codes = Uint32Array.from(rows, (row) => {
    const value = ofRow(row);
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { codes, count: known.size };
}

/** The variance between people beyond what chance gives (DerSimonian and Laird 1986), and never below a least one. */
function spreadBetween(effects: readonly { readonly effect: number; readonly variance: number }[]): number {
  const weights = effects.map(({ variance }) => 1 / variance);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const squares = weights.reduce((all, weight) => all + weight * weight, 0);
  const mean = effects.reduce((all, { effect }, i) => all + effect * weights[i]!, 0) / sum;
  const q = effects.reduce((all, { effect }, i) => all + weights[i]! * (effect - mean) ** 2, 0);
  const found = (q - (effects.length - 1)) / (sum - squares / sum);
  return Math.max(LEAST_SPREAD ** 2, Number.isFinite(found) ? found : 0);
}

/**
 * The stratum of each row: as many of its facts as leave it among enough tickets of two people at least; what is too few
 * for a fact is compared without it. Null where one person alone has tickets of a kind, and enough of them: whether the
 * person or the kind takes long, nobody can tell.
 */
export function strataOf(rows: readonly Pick<AgentOnTicket, 'facts' | 'agent'>[]): (string | null)[] {
  const most = rows.reduce((length, { facts }) => Math.max(length, facts.length), 0);
  const found = new Array<string | null>(rows.length).fill(null);
  const waiting = new Set(rows.keys());
  for (let depth = most; depth >= 0; depth--) {
    const byFacts = Map.groupBy(waiting, (row) => JSON.stringify(rows[row]!.facts.slice(0, depth)));
    for (const [facts, members] of byFacts) {
      const isOnesOwn = new Set(members.map((row) => rows[row]!.agent)).size < 2;
      if (members.length < LEAST_OF_A_STRATUM && depth > 0) continue;
      for (const row of members) {
        found[row] = isOnesOwn ? null : `${depth} ${facts}`;
        waiting.delete(row);
      }
    }
  }
  return found;
}
