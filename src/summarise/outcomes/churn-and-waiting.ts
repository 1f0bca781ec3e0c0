import { z } from 'zod';
import { TOLD_TIER_NAMES } from '../../model/catalogue.ts';
import { keyAt, type TicketRow } from '../rows.ts';
import { Interval, OutcomeKind, P, PAdjusted, Sentence } from '../schema.ts';
import { type RankCorrelation, spearman } from '../statistics/association.ts';
import { benjaminiHochberg } from '../statistics/comparisons.ts';
import { AgentOutcome } from './agents.ts';
import type { Answer } from './answers.ts';
import { LastContact } from './churn.ts';
import { ChurnAndWaits } from './churn-and-waits.ts';
import { intervalInWords, inWords, nothingFound, Verdict, verdictOf } from './rate.ts';
import { draftOf, finishTable, type LinkDraft, LinkTable, pooledDraft, type Stratum } from './waiting-fifths.ts';

/** How agents' resolution goes along with an outcome of theirs. */
export const AgentLink = z.object({
  outcome: OutcomeKind,
  agents: z.int().describe('agents with enough of both'),
  rho: z
    .number()
    .nullable()
    .describe("Spearman's ρ of the adjusted resolution ratio and the outcome; null below ten agents"),
  interval: Interval,
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
  agents: z.array(AgentOutcome).describe('agents beside each other, adjusted for the tiers of work they were given'),
  agentLinks: z.array(AgentLink).describe('whether slower agents go along with either outcome'),
  lastContacts: z.array(LastContact).describe('the last contact before each loss, the latest loss first'),
  comparisons: z.int().describe('how many comparisons the p values were corrected for together'),
});
export type Link = z.infer<typeof Link>;

/** Answers with the net time of their ticket, by tier. */
function answerStrata(answers: readonly Answer[]): ReadonlyMap<string, Stratum> {
  const strata = new Map<string, { values: number[]; positive: boolean[] }>(
    TOLD_TIER_NAMES.map((tier) => [tier, { values: [], positive: [] }]),
  );
  for (const { counts, positive, ticket } of answers) {
    if (!counts || positive === null || ticket === undefined) continue;
    const netMs = netOf(ticket);
    const tier = keyAt(ticket.columns.tier, ticket.row);
    if (tier === null || Number.isNaN(netMs)) continue;
    const stratum = strata.get(tier) ?? { values: [], positive: [] };
    strata.set(tier, stratum);
    stratum.values.push(netMs);
    stratum.positive.push(positive);
  }
  return strata;
}

function netOf({ columns, row }: TicketRow): number {
  return columns.finalResolution.net[row]!;
}

/** Agents' adjusted resolution against one of their outcomes. */
function correlate(
  agents: readonly AgentOutcome[],
  outcome: AgentLink['outcome'],
): { n: number; found: RankCorrelation | null } {
  const paces: number[] = [];
  const outcomes: number[] = [];
  for (const { resolution, csat, churn } of agents) {
    const value = outcome === 'csat' ? csat.points : churn.value;
    if (resolution.value === null || value === null) continue;
    paces.push(resolution.value);
    outcomes.push(value);
  }
  return { n: paces.length, found: paces.length < LEAST_AGENTS ? null : spearman(paces, outcomes) };
}

/** A correlation of so much would matter; of fewer agents none is told. */
const RHO_THAT_MATTERS = 0.5;
const LEAST_AGENTS = 10;

function agentLinkOf(
  outcome: AgentLink['outcome'],
  { n, found }: ReturnType<typeof correlate>,
  pAdjusted: number | null,
): AgentLink {
  const interval: AgentLink['interval'] = found === null ? null : [found.interval[0], found.interval[1]];
  const verdict = verdictOf(pAdjusted, interval);
  const what = outcome === 'csat' ? 'satisfaction' : 'churn';
  const figures =
    found === null || interval === null
      ? ''
      : `Spearman's ρ ${inWords(found.rho, true, 2)}, 95% interval ${intervalInWords(interval, true, 2)}, ${n} agents`;
  const sentences: Readonly<Record<Verdict, string>> = {
    too_few: `Agents: too few with enough of both to compare resolution with ${what} (${n}).`,
    no_evidence: `Agents, slower resolution and ${what}: ${nothingFound(interval, RHO_THAT_MATTERS, `ρ of ${RHO_THAT_MATTERS}`)} (${figures}).`,
    association: `Agents: slower resolution goes with ${(found?.rho ?? 0) > 0 ? 'more' : 'less'} ${what}, an association, not a cause (${figures}).`,
  };
  const { rho = null, p = null } = found ?? {};
  return { outcome, agents: n, rho, interval, p, pAdjusted, verdict, sentence: sentences[verdict] };
}

/**
 * The link between net resolution time and outcomes: satisfaction by fifths within a tier (Cochran-Armitage) and over all
 * tiers (Mantel, stratified by tier); agents by Spearman. All their p values are corrected together (Benjamini-Hochberg);
 * churn is a family of its own (`churnAndWaits`).
 */
export function describeLink(input: {
  readonly answers: readonly Answer[];
  readonly churnAndWaits: ChurnAndWaits;
  readonly agents: readonly AgentOutcome[];
  readonly lastContacts: readonly LastContact[];
  readonly minimum: number;
}): Link {
  const { minimum } = input;
  const answers = answerStrata(input.answers);
  const drafts: LinkDraft[] = [...answers].map(([tier, stratum]) => draftOf('csat', tier, stratum, minimum));
  drafts.push(pooledDraft('csat', [...answers.values()], minimum));
  const correlations = (['csat', 'churn'] as const).map((outcome) => ({
    outcome,
    result: correlate(input.agents, outcome),
  }));
  const ps = [
    ...drafts.map(({ trend }) => trend?.p ?? null),
    ...correlations.map(({ result }) => result.found?.p ?? null),
  ];
  const corrected = benjaminiHochberg(ps);
  const tables = drafts.map((draft, index) => finishTable(draft, corrected[index]!, minimum));
  return {
    csat: tables,
    churn: [],
    churnAndWaits: input.churnAndWaits,
    agents: [...input.agents],
    agentLinks: correlations.map(({ outcome, result }, index) =>
      agentLinkOf(outcome, result, corrected[drafts.length + index]!),
    ),
    lastContacts: [...input.lastContacts],
    comparisons: ps.filter((p) => p !== null).length,
  };
}
