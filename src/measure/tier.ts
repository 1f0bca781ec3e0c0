import { ckmeans } from 'simple-statistics';
import { type Tier, TOLD_TIER_NAMES } from '../model/catalogue.ts';
import type { TierCuts, TierRule } from '../model/definitions.ts';
import type { TierOrigin } from '../model/measurement.ts';
import type { Ticket } from '../model/ticket.ts';

/** The most complex first: where several tags match, it holds. */
const MOST_COMPLEX_FIRST = TOLD_TIER_NAMES.toReversed();

/** Up to 2 the simplest, up to 6 the next. */
export const STANDARD_TIER_CUTS: TierCuts = [2, 6];

/** What was done for a ticket, as far as the score counts it. */
export interface Work {
  readonly publicReplies: number;
  readonly agentsInvolved: number;
  readonly teamHandovers: number;
  readonly thirdPartyWaits: number;
  readonly notes: number;
}

/** Nothing was done. */
export const NO_WORK: Work = { publicReplies: 0, agentsInvolved: 0, teamHandovers: 0, thirdPartyWaits: 0, notes: 0 };

/**
 * How much work a ticket was, never how long it took: 1 per public agent message, 2 per further agent involved, 2 per
 * hand-over between teams, 2 per third-party wait, 2 per reopening, 1 per internal note beyond the first.
 */
export function complexityScore(work: Work, reopens: number): number {
  return (
    work.publicReplies +
    2 * Math.max(0, work.agentsInvolved - 1) +
    2 * work.teamHandovers +
    2 * work.thirdPartyWaits +
    2 * reopens +
    Math.max(0, work.notes - 1)
  );
}

/** What is known of a ticket's score: without its whole history it was at least so much. */
export interface KnownScore {
  readonly score: number;
  readonly isWhole: boolean;
}

/**
 * Tells a ticket's tier by the rule: its field, else its tags, else its score; and which of them told it. Part of a score
 * tells no tier but the last, which no further work can change.
 */
export function createTiering(
  rule: TierRule,
): (ticket: Ticket, score: KnownScore) => readonly [tier: Tier, TierOrigin] {
  const tags = MOST_COMPLEX_FIRST.map((tier) => ({ tier, tags: new Set(rule.tags?.[tier]?.map(fold)) }));
  const usesTags = tags.some((each) => each.tags.size > 0);

  return (ticket, { score, isWhole }) => {
    if (rule.field !== undefined) {
      const value = Object.hasOwn(ticket.fields, rule.field) ? ticket.fields[rule.field] : undefined;
      const tier = value === undefined ? undefined : TOLD_TIER_NAMES.find((each) => each === fold(value));
      if (tier) return [tier, 'field'];
    }
    if (usesTags && ticket.tags.length > 0) {
      const own = ticket.tags.map(fold);
      const match = tags.find((each) => own.some((tag) => each.tags.has(tag)));
      if (match) return [match.tier, 'tags'];
    }
    const tier = tierOfScore(rule, ticket.source, score);
    return isWhole || tier === MOST_COMPLEX_FIRST[0] ? [tier, 'score'] : ['unknown', 'none'];
  };
}

/** The tier of a score at a source. */
export function tierOfScore(rule: TierRule, source: string, score: number): Tier {
  const cuts = rule.cutsBySource?.[source] ?? rule.cuts;
  return TOLD_TIER_NAMES[cuts.filter((cut) => score > cut).length]!;
}

/**
 * Cuts at the natural breaks of scores (Jenks; Ckmeans.1d.dp, Wang & Song 2011), three classes. With fewer than three
 * different scores there is nothing to break, and the standard cuts are given.
 */
export function fitTierCuts(scores: readonly number[]): TierCuts {
  if (new Set(scores).size < 3) return STANDARD_TIER_CUTS;
  const classes = ckmeans([...scores], 3);
  return [classes[0]!.at(-1)!, classes[1]!.at(-1)!];
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
