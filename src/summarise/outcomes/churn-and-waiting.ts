import { z } from 'zod';
import { TOLD_TIER_NAMES } from '../../model/catalogue.ts';
import type { TierRule } from '../../model/definitions.ts';
import type { MeasuredTicket } from '../../model/measurement.ts';
import { tierKnownAt } from '../as-of.ts';
import type { PersonRatio } from '../people.ts';
import { keyAt, nameOf, type TicketRow } from '../rows.ts';
import { Interval, OutcomeKind, P, PAdjusted, Sentence } from '../schema.ts';
import { type RankCorrelation, reliabilityOf, spearman, withoutAttenuation } from '../statistics/association.ts';
import { benjaminiHochberg } from '../statistics/comparisons.ts';
import { CONFIDENCE, normalQuantile } from '../statistics/distributions.ts';
import { FAMILY_LEVELS, judgeFamily } from '../verdict-family.ts';
import { AgentOutcome, type JudgedTime, type LinkedAgent } from './agents.ts';
import type { Answer } from './answers.ts';
import { LastContact } from './churn.ts';
import { ChurnAndWaits } from './churn-association.ts';
import { customerOf } from './csat.ts';
import { intervalInWords, inWords, nothingFound, Verdict, verdictOf } from './rate.ts';
import {
  draftOf,
  finishTable,
  type Judgement,
  kindsOf,
  type LinkDraft,
  type LinkRow,
  LinkTable,
} from './waiting-fifths.ts';

/** How agents' resolution goes along with an outcome of theirs. */
export const AgentLink = z.object({
  outcome: OutcomeKind,
  agents: z.int().describe('agents with enough of both'),
  rho: z
    .number()
    .nullable()
    .describe("Spearman's ρ of agents' own time (shrunk) and the outcome; null below ten agents"),
  interval: Interval.describe('at the level of its family, with the errors of both sides'),
  p: P.nullable(),
  pAdjusted: PAdjusted.nullable(),
  verdict: Verdict,
  sentence: Sentence,
});
export type AgentLink = z.infer<typeof AgentLink>;

/** Whether resolution time goes along with satisfaction and churn. Associations, never causes. */
export const Link = z.object({
  csat: z.array(LinkTable).describe('satisfaction by fifths of net resolution time: each tier, then all'),
  churn: z.array(LinkTable).max(0).describe('always empty: what fifths said of it misled; see churnAndWaits'),
  churnAndWaits: ChurnAndWaits.describe('whether accounts that decided to leave had waited otherwise'),
  agents: z
    .array(AgentOutcome)
    .describe('agents beside each other: their own time, and what became of whom they served'),
  agentLinks: z.array(AgentLink).describe('whether slower agents go along with either outcome'),
  lastContacts: z.array(LastContact).describe('the last contact before each loss, the latest loss first'),
  comparisons: z.int().describe('how many comparisons the p values were corrected for together'),
});
export type Link = z.infer<typeof Link>;

/** What the link of satisfaction and waiting is told from. */
export interface LinkInput {
  readonly answers: readonly Answer[];
  readonly churnAndWaits: ChurnAndWaits;
  readonly agents: readonly LinkedAgent[];
  readonly lastContacts: readonly LastContact[];
  readonly minimum: number;
  /** Tickets whole, by `source/id`. */
  readonly ticketOf: (key: string) => MeasuredTicket | undefined;
  readonly tierRule: TierRule;
  readonly dayOf: (at: number) => number;
}

/** Answers with the net time of their ticket, by tier, both as they were when the customer answered. */
function answerStrata({ answers, ticketOf, tierRule, dayOf }: LinkInput): ReadonlyMap<string, readonly LinkRow[]> {
  const strata = new Map<string, LinkRow[]>(TOLD_TIER_NAMES.map((tier) => [tier, []]));
  for (const answer of answers) {
    const { counts, positive, ticket, rating } = answer;
    const { ratedAt } = rating;
    if (!counts || positive === null || ticket === undefined || ratedAt === undefined) continue;
    const found = waitedFor(ticket, ticketOf(nameOf(ticket.columns, ticket.row)), ratedAt, tierRule);
    if (found === null) continue;
    const { columns } = ticket;
    const facts = [keyAt(columns.category, ticket.row) ?? '', keyAt(columns.priority, ticket.row) ?? ''];
    const row = { value: found.netMs, positive, day: dayOf(ratedAt), customer: customerOf(answer), facts };
    const stratum = strata.get(found.tier);
    if (stratum === undefined) strata.set(found.tier, [row]);
    else stratum.push(row);
  }
  return strata;
}

/**
 * The net time to the solution that was rated and how complex the ticket was until then, so that what a bad answer brought
 * about is not taken for its cause; null where it was not solved when it was rated, or nobody knows.
 */
function waitedFor(
  { columns, row }: TicketRow,
  whole: MeasuredTicket | undefined,
  ratedAt: number,
  tierRule: TierRule,
): { readonly netMs: number; readonly tier: string } | null {
  if (whole === undefined) {
    const [netMs, tier] = [columns.finalResolution.net[row]!, keyAt(columns.tier, row)];
    const isSolved = columns.finalSolvedAt[row]! <= ratedAt;
    return isSolved && tier !== null && !Number.isNaN(netMs) ? { netMs, tier } : null;
  }
  const solution = whole.solutions.findLast(({ at }) => at <= ratedAt);
  if (solution?.clocks == null) return null;
  return { netMs: solution.clocks.net, tier: tierKnownAt(whole, ratedAt, tierRule) };
}

/** Agents' own times against one of their outcomes. */
interface AgentCorrelation {
  readonly n: number;
  readonly at: (confidence: number) => RankCorrelation | null;
}

function correlate(agents: readonly LinkedAgent[], outcome: AgentLink['outcome']): AgentCorrelation {
  const pairsOf = (reading: (time: JudgedTime) => PersonRatio) =>
    agents.flatMap(({ time, outcome: { csat, churn } }) => {
      const [value, interval] = outcome === 'csat' ? [csat.points, csat.interval] : [churn.value, churn.interval];
      if (time === null || value === null || interval === null) return [];
      const { raw, logError, shrunk } = reading(time);
      if (raw === null || logError === null || shrunk === null) return [];
      const error = (interval[1] - interval[0]) / (2 * normalQuantile((1 + CONFIDENCE) / 2));
      return [{ pace: shrunk, logRaw: Math.log(raw), logError, value, error }];
    });
  const cut = correlationOf(pairsOf((time) => time));
  if (agents.every(({ time }) => time === null || time.kept === null)) return cut;
  const kept = correlationOf(pairsOf((time) => time.kept ?? time));
  return { n: cut.n, at: (confidence) => holdingInBoth(cut.at(confidence), kept.at(confidence)) };
}

/** A correlation with the evidence and the interval of what holds in another reading of the same as well. */
function holdingInBoth(one: RankCorrelation | null, other: RankCorrelation | null): RankCorrelation | null {
  if (one === null || other === null) return null;
  return {
    ...one,
    p: Math.sign(one.rho) === Math.sign(other.rho) ? Math.max(one.p, other.p) : 1,
    interval: [Math.min(one.interval[0], other.interval[0]), Math.max(one.interval[1], other.interval[1])],
  };
}

interface AgentPair {
  readonly pace: number;
  readonly logRaw: number;
  readonly logError: number;
  readonly value: number;
  readonly error: number;
}

function correlationOf(pairs: readonly AgentPair[]): AgentCorrelation {
  const of = (name: keyof AgentPair): number[] => pairs.map((pair) => pair[name]);
  return {
    n: pairs.length,
    at(confidence) {
      if (pairs.length < LEAST_AGENTS) return null;
      const found = spearman(of('pace'), of('value'), confidence);
      if (found === null) return null;
      const attenuation = Math.sqrt(
        reliabilityOf(of('logRaw'), of('logError')) * reliabilityOf(of('value'), of('error')),
      );
      return { ...found, interval: withoutAttenuation(found.interval, attenuation) };
    },
  };
}

/** A correlation of so much would matter; of fewer agents none is told. */
const RHO_THAT_MATTERS = 0.5;
const LEAST_AGENTS = 10;

function agentLinkOf(outcome: AgentLink['outcome'], { n, at }: AgentCorrelation, judgement: Judgement): AgentLink {
  const found = at(judgement.confidence);
  const interval: AgentLink['interval'] = found === null ? null : [found.interval[0], found.interval[1]];
  const verdict = verdictOf(judgement.isBeyondChance, interval);
  const what = outcome === 'csat' ? 'satisfaction' : 'churn';
  const figures =
    found === null || interval === null
      ? ''
      : `Spearman's ρ ${inWords(found.rho, true, 2)}, likely between ${intervalInWords(interval, true, 2, 'and')}, ${n} agents`;
  const sentences: Readonly<Record<Verdict, string>> = {
    too_few: `Agents: too few with enough of both to compare their own time with ${what} (${n}).`,
    no_evidence: `Agents' own time and ${what}: ${nothingFound(interval, RHO_THAT_MATTERS, `ρ of ${RHO_THAT_MATTERS}`)} (${figures}).`,
    association: `Agents who take longer go with ${(found?.rho ?? 0) > 0 ? 'more' : 'less'} ${what}, an association, not a cause (${figures}).`,
  };
  const { rho = null, p = null } = found ?? {};
  return {
    outcome,
    agents: n,
    rho,
    interval,
    p,
    pAdjusted: judgement.pAdjusted,
    verdict,
    sentence: sentences[verdict],
  };
}

/**
 * The link between net resolution time and outcomes: satisfaction by fifths within a tier and over all tiers, stratified by
 * what tickets were (Mantel); agents by Spearman. All are one family; churn is one of its own (`churnAndWaits`).
 */
export function describeLink(input: LinkInput): Link {
  const { minimum } = input;
  const answers = answerStrata(input);
  const drafts: LinkDraft[] = [...answers].map(([tier, stratum]) => draftOf('csat', tier, kindsOf(stratum), minimum));
  drafts.push(draftOf('csat', 'all', [...answers.values()].flatMap(kindsOf), minimum));
  const correlations = (['csat', 'churn'] as const).map((outcome) => ({
    outcome,
    correlation: correlate(input.agents, outcome),
  }));
  const comparisons = [
    ...drafts.map(({ trend }) => trend),
    ...correlations.map(({ correlation }) => correlation.at(CONFIDENCE)),
  ];
  const { beyondChance, confidence } = judgeFamily(comparisons, FAMILY_LEVELS.link);
  const adjusted = benjaminiHochberg(comparisons.map((each) => each?.p ?? null));
  const judgementOf = (index: number): Judgement => ({
    isBeyondChance: beyondChance[index]!,
    pAdjusted: adjusted[index]!,
    confidence,
  });
  return {
    csat: drafts.map((draft, index) => finishTable(draft, judgementOf(index), minimum)),
    churn: [],
    churnAndWaits: input.churnAndWaits,
    agents: input.agents.map(({ outcome }) => outcome),
    agentLinks: correlations.map(({ outcome, correlation }, index) =>
      agentLinkOf(outcome, correlation, judgementOf(drafts.length + index)),
    ),
    lastContacts: [...input.lastContacts],
    comparisons: comparisons.filter((each) => each !== null).length,
  };
}
