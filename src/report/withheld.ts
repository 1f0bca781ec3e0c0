import { CLOCKS, each } from '../model/catalogue.ts';
import type { Inference } from './inference.ts';

/** Why nothing is said of times in hand where tickets are chosen by what only the work on them made of them. */
const GROWN_REASON =
  'these tickets are chosen by what the work made of them (a score, who dealt with them), which an open ticket does not show yet';

/**
 * What may be told of tickets that are chosen by what grew with the work on them: counts and lists; no time in hand, no change,
 * since whoever is still at the beginning of a long way is not among them.
 */
export function withoutTimesInHand(inference: Inference): Inference {
  const none = () => each(CLOCKS, () => null);
  return {
    ...inference,
    coverage: {
      ...inference.coverage,
      comparable: false,
      comparableFrom: null,
      reasons: [GROWN_REASON],
    },
    timeToSolution: none(),
    timeToFirstAnswer: none(),
    previousTimes: null,
    changes: inference.changes.map((change) => ({
      ...change,
      verdict: 'not_comparable',
      ...{ currentSeconds: null, previousSeconds: null, differenceSeconds: null, interval: null },
      reason: `${GROWN_REASON[0]!.toUpperCase()}${GROWN_REASON.slice(1)}.`,
      sentence: `${GROWN_REASON[0]!.toUpperCase()}${GROWN_REASON.slice(1)}: nothing is compared.`,
    })),
    trend: inference.trend.map((point) => ({
      ...point,
      ...{ covered: false, timeToSolution: null, timeToFirstAnswer: null },
    })),
    changePoints: [],
    targets: [],
    teams: inference.teams.map((team) => ({
      ...team,
      ...{ timeToSolution: null, timeToFirstAnswer: null, verdict: 'not_comparable' as const },
    })),
  };
}
