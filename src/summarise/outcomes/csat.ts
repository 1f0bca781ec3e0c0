import { z } from 'zod';
import { DIMENSION_NAMES, DIMENSIONS, type DimensionName, each, NO_VALUE } from '../../model/catalogue.ts';
import type { CreditPolicy } from '../../model/definitions.ts';
import type { Rating } from '../../model/rating.ts';
import { toIso } from '../../model/time.ts';
import { keyAt } from '../rows.ts';
import { Iso, Key, Label, SourceName, scaleEnds, TicketId, TicketTier, TicketUrl } from '../schema.ts';
import type { DayAndCustomer } from '../statistics/clustered-variance.ts';
import { clusteredShare } from '../statistics/shares.ts';
import { type Answer, type Answers, CREDIT_POLICIES, creditedWith, movesCredit } from './answers.ts';
import type { People, Person } from './persons.ts';
import { Rate, rateOf } from './rate.ts';

/** A person's, tier's, team's or channel's satisfaction. */
export const NamedRate = Rate.extend({ key: Key, label: Label }).meta({ id: 'NamedRate' });
export type NamedRate = z.infer<typeof NamedRate>;

/** A solved ticket whose customer was not satisfied: somebody should write to them. */
export const LowRated = z.object({
  source: SourceName,
  id: TicketId,
  url: TicketUrl,
  tier: TicketTier,
  agentKey: z.string().nullable().describe('key of whoever is credited; null for nobody or several'),
  value: z.number().describe('the answer'),
  scaleMax: scaleEnds.scaleMax,
  ratedAt: Iso.describe('when the customer answered'),
});
export type LowRated = z.infer<typeof LowRated>;

/** Who values of a dimension are, and from how many answers on their rate is told. */
interface Telling {
  readonly nameOf: (value: string) => Person;
  readonly minimum: number;
}

/** By what satisfaction is told on its own. */
const TOLD_BY = {
  byAgent: ({ people, agentMinimum }) => ({ nameOf: people.personOf, minimum: agentMinimum }),
  byTeam: ({ teams, minimum }) => ({ nameOf: teams.personOf, minimum }),
  byTier: ({ minimum }) => ({ nameOf: itself, minimum }),
  byChannel: ({ minimum }) => ({ nameOf: itself, minimum }),
} satisfies Partial<Record<DimensionName, (context: CsatContext) => Telling>>;

/** Satisfaction of a window. Rates in percent. */
export const Csat = z.object({
  overall: Rate.describe('all answers of the window'),
  ...each(TOLD_BY, (_, dimension) =>
    z.array(NamedRate).describe(`by ${DIMENSIONS[dimension].label.toLowerCase()}, most answers first`),
  ),
  creditPolicy: z.string().describe('who is credited with an answer'),
  movedByPolicy: z
    .record(z.string(), z.int())
    .describe('how many counted answers would be credited otherwise under each other policy'),
  scales: z
    .array(z.object({ ...scaleEnds, values: z.record(z.string(), z.int()).describe('answer → how often') }))
    .describe('raw answers as they were given, by scale: how often each value'),
  netPromoter: z
    .object({
      n: z.int().describe('answers on a scale of ten'),
      promoters: z.int().describe('answers of 9 and 10'),
      passives: z.int().describe('answers of 7 and 8'),
      detractors: z.int().describe('answers of 6 and less'),
      score: z.number().nullable().describe('promoters less detractors in percent points; null below the minimum'),
    })
    .nullable()
    .describe('promoters less detractors in percent points, -100 to 100 (Reichheld 2003); null below the minimum'),
  lowRated: z.array(LowRated).describe('solved tickets with an answer that was not positive, latest answer first'),
  leftOut: z
    .object({
      otherKind: z.int().describe('of another kind than satisfaction'),
      unknownScale: z.int().describe('on a scale that does not tell which answers are positive'),
      superseded: z.int().describe('followed by a later answer to the same survey'),
      withoutTicket: z.int().describe('about no ticket that was read'),
      withoutAgent: z.int().describe('whose ticket nobody is credited with'),
    })
    .describe('answers that are in no rate, or in no agent’s, by why'),
});
export type Csat = z.infer<typeof Csat>;

/** What a set of surveys adds up to. */
export interface Tally {
  positive: number;
  n: number;
  offered: number;
  offeredAndAnswered: number;
  /** Those that count. */
  readonly answers: readonly Answer[];
}

/** Tallies by dimension and value (`source/id` for agents and teams; null: no value): agents by credit, all else by the ticket. */
export type Tallies = Readonly<Record<DimensionName, ReadonlyMap<string | null, Tally>>>;

const TICKET_DIMENSIONS = DIMENSION_NAMES.filter((name) => name !== 'byAgent');

/** Whoever has no value of a dimension. */
const NOBODY = { key: NO_VALUE, label: NO_VALUE, members: [null] };

interface Sum extends Tally {
  readonly answers: Answer[];
}

const nothing = (): Sum => ({ positive: 0, n: 0, offered: 0, offeredAndAnswered: 0, answers: [] });

function add(tallies: Map<string | null, Sum>, value: string | null, answer: Answer): void {
  let tally = tallies.get(value);
  if (tally === undefined) {
    tally = nothing();
    tallies.set(value, tally);
  }
  if (answer.counts) {
    tally.n += 1;
    tally.answers.push(answer);
    if (answer.positive) tally.positive += 1;
  }
  if (answer.offered) tally.offered += 1;
  if (answer.offered && answer.positive !== null) tally.offeredAndAnswered += 1;
}

/** Adds surveys up by every dimension. An answer of several agents is wholly of each, as the solution is. */
export function tallyAnswers(answers: readonly Answer[], policy: CreditPolicy): Tallies {
  const tallies = each(DIMENSIONS, () => new Map<string | null, Sum>());
  for (const answer of answers) {
    const agents = creditedWith(answer, policy);
    for (const agent of agents) add(tallies.byAgent, agent, answer);
    if (agents.length === 0) add(tallies.byAgent, null, answer);
    if (answer.ticket === undefined) continue;
    const { columns, row } = answer.ticket;
    for (const dimension of TICKET_DIMENSIONS) {
      add(tallies[dimension], keyAt(columns[DIMENSIONS[dimension].field], row), answer);
    }
  }
  return tallies;
}

/** One tally of several values of a dimension: a person's agents, a group's members; an answer of two of them is one. */
export function sumTallies(tallies: ReadonlyMap<string | null, Tally>, values: readonly (string | null)[]): Tally {
  const sum = nothing();
  for (const value of values) {
    const tally = tallies.get(value);
    if (tally === undefined) continue;
    sum.positive += tally.positive;
    sum.n += tally.n;
    sum.offered += tally.offered;
    sum.offeredAndAnswered += tally.offeredAndAnswered;
    sum.answers.push(...tally.answers);
  }
  return sum;
}

/** What makes answers alike: the local day on which they were given, and the customer who gave them. */
export function answerClusters(answers: readonly Answer[], dayOf: (at: number) => number): DayAndCustomer {
  const days = new Map<number, number>();
  const customers = new Map<string, number>();
  const codeIn = <Key>(codes: Map<Key, number>, key: Key): number => {
    const code = codes.get(key) ?? codes.size;
    codes.set(key, code);
    return code;
  };
  const day = Uint32Array.from(answers, ({ rating }) => codeIn(days, dayOf(rating.ratedAt ?? rating.offeredAt ?? 0)));
  const customer = Uint32Array.from(answers, (answer, index) =>
    codeIn(customers, customerOf(answer) ?? `nobody known ${index}`),
  );
  return { day: { codes: day, count: days.size }, customer: { codes: customer, count: customers.size } };
}

/** `source/id` of whoever answered; undefined where nobody says. */
export function customerOf({ rating, ticket }: Answer): string | undefined {
  if (rating.customerId !== undefined) return `${rating.source}/${rating.customerId}`;
  return ticket === undefined ? undefined : (keyAt(ticket.columns.customer, ticket.row) ?? undefined);
}

/**
 * CSAT = positive ÷ responses × 100 (the "top-two-box" share on a five-point scale; a neutral answer stays in the
 * denominator), with a score interval that takes answers of one customer and of one day together, and the response rate =
 * answered ÷ offered × 100 of the surveys offered.
 */
export function satisfactionOf(tally: Tally, minimum: number, dayOf: (at: number) => number): Rate {
  const responseRate = tally.offered > 0 ? (100 * tally.offeredAndAnswered) / tally.offered : null;
  const rate = rateOf(tally.positive, tally.n, minimum);
  if (rate.value === null) return { ...rate, responseRate };
  const { interval } = clusteredShare({
    positive: Uint8Array.from(tally.answers, ({ positive }) => (positive ? 1 : 0)),
    clusters: answerClusters(tally.answers, dayOf),
  });
  return {
    ...rate,
    interval: interval === null ? null : [100 * interval[0], 100 * interval[1]],
    responseRate,
  };
}

/** What describing satisfaction takes besides the answers. `minimum` for groups, `agentMinimum` for agents' rates. */
interface CsatContext {
  readonly policy: CreditPolicy;
  readonly people: People;
  readonly teams: People;
  readonly urlOf: (source: string, ticketId: string) => string | undefined;
  readonly minimum: number;
  readonly agentMinimum: number;
  /** A number of the local day of an instant. */
  readonly dayOf: (at: number) => number;
}

/** Figures of a window's satisfaction. */
export function describeCsat(answers: Answers, tallies: Tallies, context: CsatContext): Csat {
  const { policy, minimum } = context;
  const counted = answers.csat.filter((answer) => answer.counts);
  const everything = new Map<string | null, Sum>();
  for (const answer of answers.csat) add(everything, null, answer);
  return {
    overall: satisfactionOf(sumTallies(everything, [null]), minimum, context.dayOf),
    ...each(TOLD_BY, (telling, dimension) => ratesOf(tallies[dimension], telling(context), context.dayOf)),
    creditPolicy: policy,
    movedByPolicy: Object.fromEntries(
      CREDIT_POLICIES.filter((other) => other !== policy).map((other) => [
        other,
        counted.filter((answer) => movesCredit(answer.credits, policy, other)).length,
      ]),
    ),
    scales: rawScales(counted),
    netPromoter: netPromoterOf(answers.others, minimum),
    lowRated: lowRatedOf(counted, context),
    leftOut: {
      ...answers.leftOut,
      withoutAgent: counted.filter((answer) => creditedWith(answer, policy).length === 0).length,
    },
  };
}

/** A value that is its own name. */
function itself(value: string): Person {
  return { key: value, label: value, members: [value] };
}

function ratesOf(
  tallies: ReadonlyMap<string | null, Tally>,
  { nameOf, minimum }: Telling,
  dayOf: (at: number) => number,
): NamedRate[] {
  const rates = new Map<string, NamedRate>();
  for (const value of tallies.keys()) {
    const { key, label, members } = value === null ? NOBODY : nameOf(value);
    if (!rates.has(key))
      rates.set(key, { key, label, ...satisfactionOf(sumTallies(tallies, members), minimum, dayOf) });
  }
  return [...rates.values()].sort(mostAnswersFirst);
}

function mostAnswersFirst(a: NamedRate, b: NamedRate): number {
  return b.n - a.n || (a.key < b.key ? -1 : 1);
}

function lowRatedOf(
  counted: readonly Answer[],
  { policy, people, urlOf }: Pick<CsatContext, 'policy' | 'people' | 'urlOf'>,
): LowRated[] {
  const low: LowRated[] = [];
  for (const answer of counted) {
    const { rating, ticket, positive } = answer;
    const { source, ticketId: id, value, scaleMax, ratedAt } = rating;
    if (positive !== false || ticket === undefined || id === undefined || value === null || ratedAt === undefined)
      continue;
    if (Number.isNaN(ticket.columns.finalSolvedAt[ticket.row])) continue;
    const [agent, ...more] = creditedWith(answer, policy);
    low.push({
      source,
      id,
      url: urlOf(source, id) ?? null,
      tier: keyAt(ticket.columns.tier, ticket.row) ?? NO_VALUE,
      agentKey: agent === undefined || more.length > 0 ? null : people.personOf(agent).key,
      value,
      scaleMax,
      ratedAt: toIso(ratedAt),
    });
  }
  return low.sort((a, b) => (a.ratedAt !== b.ratedAt ? (a.ratedAt < b.ratedAt ? 1 : -1) : a.id < b.id ? -1 : 1));
}

function rawScales(counted: readonly Answer[]): Csat['scales'] {
  const scales = new Map<string, Csat['scales'][number]>();
  for (const { rating } of counted) {
    const { scaleMin, scaleMax, value } = rating;
    const key = `${scaleMin} ${scaleMax}`;
    const scale = scales.get(key) ?? { scaleMin, scaleMax, values: {} };
    scales.set(key, scale);
    scale.values[String(value)] = (scale.values[String(value)] ?? 0) + 1;
  }
  return [...scales.values()];
}

function netPromoterOf(others: readonly Rating[], minimum: number): Csat['netPromoter'] {
  const answered = others.flatMap((rating) => {
    const tenPoints = rating.kind === 'nps' && rating.scaleMax === 10 && rating.scaleMin <= 1;
    return tenPoints && rating.value !== null ? [rating.value] : [];
  });
  if (answered.length === 0) return null;
  const promoters = answered.filter((value) => value >= 9).length;
  const detractors = answered.filter((value) => value <= 6).length;
  return {
    n: answered.length,
    promoters,
    passives: answered.length - promoters - detractors,
    detractors,
    score: answered.length < minimum ? null : (100 * (promoters - detractors)) / answered.length,
  };
}
