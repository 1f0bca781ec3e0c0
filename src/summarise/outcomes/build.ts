import { z } from 'zod';
import type { Account, ChurnEvent, Subscription } from '../../model/account.ts';
import type { DimensionName } from '../../model/catalogue.ts';
import type { CreditPolicy, TierRule } from '../../model/definitions.ts';
import type { MeasuredColumns, MeasuredTicket } from '../../model/measurement.ts';
import type { Agent, Customer, Team } from '../../model/people.ts';
import type { Rating } from '../../model/rating.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { columnsOf, rowOf } from '../columns.ts';
import type { Credited } from '../credited.ts';
import { findTickets, nameOf } from '../rows.ts';
import { livesOf } from './accounts.ts';
import { compareAgents, type JudgedTime } from './agents.ts';
import { type Answer, answersOf, type Credits, isOfWindow } from './answers.ts';
import { Churn, describeChurn, lastContacts, shareAccounts } from './churn.ts';
import { describeLink, Link } from './churn-and-waiting.ts';
import { type AccountTicket, churnAndWaits } from './churn-and-waits.ts';
import { Csat, describeCsat, satisfactionOf, sumTallies, tallyAnswers } from './csat.ts';
import { describeOutcomeQuality, findContradictions, OutcomeQuality } from './data-quality.ts';
import { domainOf, isFreeMail, joinLadder } from './join.ts';
import { peopleOf, teamNamesOf } from './persons.ts';
import type { Rate } from './rate.ts';
import { rowJoiner, serveAccounts } from './served-accounts.ts';

/** The outcomes of a window: whether customers are satisfied, whether they stay, and what goes along with it. */
export const Outcomes = z.object({
  csat: Csat.describe('whether customers are satisfied'),
  churn: Churn.describe('whether accounts stay'),
  link: Link.describe('whether resolution time goes along with either; associations, never causes'),
  quality: OutcomeQuality.describe('what the outcomes rest on, and what was left out'),
});
export type Outcomes = z.infer<typeof Outcomes>;

/** All that a window's outcomes are made of. Instants in epoch ms. */
export interface OutcomeInput {
  readonly window: Period;
  readonly creditPolicy: CreditPolicy;
  readonly churnLookbackDays: number;
  /** Rates of fewer are withheld; an agent's of fewer than twice as many. */
  readonly minSample: number;
  /**
   * Measured tickets with their ids, each ticket in one set only: those finally solved from `earliestSolution` to the
   * window's end, and those open at its end.
   */
  readonly tickets: readonly MeasuredColumns[];
  /** Tickets that lived from an instant on to the window's end, each whole; left out: nothing is said of churn and waits. */
  readonly lived?: { readonly tickets: readonly MeasuredTicket[]; readonly fromAt: number };
  /** Those of the window at least (`isOfWindow`); others are passed over. */
  readonly ratings: readonly Rating[];
  /** Who each rating is credited to (`creditsByRating`), by `source/id` of the rating. */
  readonly credits: ReadonlyMap<string, Credits>;
  /** People's own times, as they were judged; left out: nothing is said of them. */
  readonly times?: readonly JudgedTime[];
  readonly tierRule: TierRule;
  /** A number of the local day of an instant; left out: of UTC. */
  readonly dayOf?: (at: number) => number;
  /** Whom solutions are credited to, where it is not their own agent alone. */
  readonly credited?: Credited;
  /** Where a rated ticket can be opened, if the source says so. */
  readonly urlOf?: (source: string, ticketId: string) => string | undefined;
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  /** A customer by `source/id`. */
  readonly customer: (key: string) => Customer | undefined;
  readonly accounts: readonly Account[];
  readonly subscriptions: readonly Subscription[];
  readonly churnEvents: readonly ChurnEvent[];
  /** A person's own list (`join.csv`): `source/id`, address or organisation of a customer, in lower case → account key. */
  readonly manualJoin: ReadonlyMap<string, string>;
}

/** A group of a report: its key, and the values of its dimension that belong to it (agents and teams: `source/id`). */
export interface OutcomeGroup {
  readonly key: string;
  readonly members: readonly string[];
}

/** The outcomes' own section, and satisfaction and churn for any group of the report. */
export interface WindowOutcomes {
  readonly section: Outcomes;
  /** Undefined where there is nothing to say of the group. Churn is told overall and of agents. */
  readonly ofGroup: (
    dimension: 'overall' | DimensionName,
    group: OutcomeGroup,
  ) => { readonly csat?: Rate; readonly churn?: Rate } | undefined;
}

/** The outcomes of one window: pure, from measured tickets, ratings and subscriptions. */
export function buildOutcomes(input: OutcomeInput): WindowOutcomes {
  const { window, creditPolicy: policy, minSample: minimum, churnLookbackDays: lookbackDays } = input;
  const agentMinimum = 2 * minimum;
  const dayOf = input.dayOf ?? ((at: number) => Math.floor(at / MS_PER_DAY));
  const people = peopleOf(input.agents);
  const ratings = input.ratings.filter((rating) => isOfWindow(rating, window));
  const credited: Credited = input.credited ?? new Map();
  const found = answersOf(ratings, window, findTickets(input.tickets, ratings), input.credits);
  const answers = { ...found, csat: found.csat.map((answer) => asTheSolution(answer, policy, credited)) };
  const tallies = tallyAnswers(answers.csat, policy);

  const lives = livesOf(input.subscriptions);
  const served = serveAccounts({
    sets: input.tickets,
    lives,
    accounts: input.accounts,
    customer: input.customer,
    join: joinOf(input, lives.byAccount),
    window,
    lookbackMs: lookbackDays * MS_PER_DAY,
  });
  const shares = shareAccounts(served.accounts, people, credited);
  const csat = describeCsat(answers, tallies, {
    urlOf: input.urlOf ?? (() => undefined),
    policy,
    people,
    teams: teamNamesOf(input.teams),
    minimum,
    agentMinimum,
    dayOf,
  });
  const churn = describeChurn(served.accounts, shares, { minimum, agentMinimum, lookbackDays });
  const churnOf = new Map(churn.byAgent.map((agent) => [agent.key, agent.rate]));
  const whole = new Map<string, MeasuredTicket>(
    (input.lived?.tickets ?? []).map((ticket) => [`${ticket.source}/${ticket.ticketId}`, ticket]),
  );
  const ticketOf = (key: string): MeasuredTicket | undefined => whole.get(key);
  const agents = compareAgents({
    times: input.times ?? [],
    answers: answers.csat,
    ticketOf,
    churnOf,
    policy,
    people,
    minimum: agentMinimum,
    dayOf,
  });
  const link = describeLink({
    answers: answers.csat,
    ticketOf,
    tierRule: input.tierRule,
    dayOf,
    churnAndWaits: churnAndWaits({
      window,
      lookbackMs: lookbackDays * MS_PER_DAY,
      knownFromAt: input.lived?.fromAt ?? window.toAt,
      lives,
      tickets: ticketsOfAccounts(input, lives.byAccount),
    }),
    agents,
    lastContacts: lastContacts(served.accounts, people),
    minimum,
  });
  const contradictions = findContradictions({ ...input, sets: input.tickets, answers: answers.csat, lives, served });
  const quality = describeOutcomeQuality({ ...input, served, answers, lives, contradictions });
  return {
    section: { csat, churn, link, quality },
    ofGroup(dimension, { key, members }) {
      if (dimension === 'overall') return { csat: csat.overall, churn: churn.rate };
      const values = members.length === 0 ? [null] : members;
      const tally = sumTallies(tallies[dimension], values);
      const surveyed = tally.n > 0 || tally.offered > 0;
      const person = dimension === 'byAgent' && members.length > 0 ? people.personOf(members[0]!).key : key;
      const rate = dimension === 'byAgent' ? churnOf.get(person) : undefined;
      if (!surveyed && rate === undefined) return undefined;
      return {
        ...(surveyed ? { csat: satisfactionOf(tally, dimension === 'byAgent' ? agentMinimum : minimum, dayOf) } : {}),
        ...(rate === undefined ? {} : { churn: rate }),
      };
    },
  };
}

/** An answer to the solution that its ticket has is of whoever the solution is of, also where these are several. */
function asTheSolution(answer: Answer, policy: CreditPolicy, credited: Credited): Answer {
  const { ticket, rating, credits } = answer;
  if (policy !== 'all_involved' || ticket === undefined || rating.ratedAt === undefined) return answer;
  const { columns, row } = ticket;
  const agents = rating.ratedAt >= columns.finalSolvedAt[row]! ? credited.get(nameOf(columns, row)) : undefined;
  return agents === undefined ? answer : { ...answer, credits: { ...credits, [policy]: agents } };
}

/** The tickets that were joined to an account. */
function ticketsOfAccounts(
  input: Pick<OutcomeInput, 'lived' | 'customer' | 'agents' | 'accounts' | 'manualJoin'>,
  paying: ReadonlyMap<string, unknown>,
): AccountTicket[] {
  const lived = input.lived?.tickets ?? [];
  const joinRow = rowJoiner(columnsOf(lived.map(rowOf)), input.customer, joinOf(input, paying));
  return lived.flatMap((ticket, row): AccountTicket[] => {
    const { accountKey } = joinRow(row);
    return accountKey === null || ticket.outbound ? [] : [{ accountKey, ticket }];
  });
}

/** The ladder over the accounts that pay; with no billing at all, over all accounts. Agents' own domains join nobody. */
export function joinOf(
  input: Pick<OutcomeInput, 'agents' | 'accounts' | 'manualJoin'>,
  paying: ReadonlyMap<string, unknown>,
): ReturnType<typeof joinLadder> {
  const ownDomains = new Set<string>();
  for (const agent of input.agents) {
    const domain = domainOf(agent.email);
    if (domain !== undefined && !isFreeMail(domain)) ownDomains.add(domain);
  }
  const payingKeys = new Set(paying.keys());
  return joinLadder({ accounts: input.accounts, payingKeys, manual: input.manualJoin, ownDomains });
}
