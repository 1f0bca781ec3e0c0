import { z } from 'zod';
import type { Account, ChurnEvent, Subscription } from '../../model/account.ts';
import type { DimensionName } from '../../model/catalogue.ts';
import type { CreditPolicy } from '../../model/definitions.ts';
import type { MeasuredColumns, MeasuredTicket } from '../../model/measurement.ts';
import type { Agent, Customer, Team } from '../../model/people.ts';
import type { Rating } from '../../model/rating.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { columnsOf, rowOf } from '../columns.ts';
import { findTickets } from '../rows.ts';
import { livesOf } from './accounts.ts';
import { compareAgents } from './agents.ts';
import { answersOf, type Credits, isOfWindow } from './answers.ts';
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
  const people = peopleOf(input.agents);
  const ratings = input.ratings.filter((rating) => isOfWindow(rating, window));
  const answers = answersOf(ratings, window, findTickets(input.tickets, ratings), input.credits);
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
  const shares = shareAccounts(served.accounts, people);
  const csat = describeCsat(answers, tallies, {
    urlOf: input.urlOf ?? (() => undefined),
    policy,
    people,
    teams: teamNamesOf(input.teams),
    minimum,
    agentMinimum,
  });
  const churn = describeChurn(served.accounts, shares, { minimum, agentMinimum, lookbackDays });
  const churnOf = new Map(churn.byAgent.map((agent) => [agent.key, agent.rate]));
  const agents = compareAgents({
    sets: input.tickets,
    window,
    answers: answers.csat,
    churnOf,
    policy,
    people,
    minimum: agentMinimum,
  });
  const link = describeLink({
    answers: answers.csat,
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
        ...(surveyed ? { csat: satisfactionOf(tally, dimension === 'byAgent' ? agentMinimum : minimum) } : {}),
        ...(rate === undefined ? {} : { churn: rate }),
      };
    },
  };
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
