import { calendarMonths } from '../clock/calendar-months.ts';
import type { Definitions } from '../model/definitions.ts';
import { MS_PER_DAY } from '../model/time.ts';
import type { Cohort, Period, Window } from '../model/window.ts';
import type { Span, WindowRecords } from '../model/window-records.ts';
import { earliestSolution } from '../summarise/outcomes/served-accounts.ts';
import { earliestKpiSolution, periodBefore } from './kpis.ts';
import { type RatedTicket, ratedTickets } from './outcomes.ts';
import { livesFrom } from './trend.ts';
import { previousWindow } from './window.ts';

/** What a report's figures are told from. */
export type ReportRecords = WindowRecords<RatedTicket>;

/** The trend looks back over thirteen weeks. */
const TREND_MS = 13 * 7 * MS_PER_DAY;

/** What is wanted of a span beside its window. */
export interface SpanOptions {
  readonly cohort: Cohort;
  readonly churnLookbackDays: number;
  /** Epoch ms. */
  readonly now: number;
  /** For what lists tickets. */
  readonly withUrls: boolean;
  /** For who is credited with ratings and how the helpdesks' own figures compare; without, no history is read. */
  readonly withHistories: boolean;
  /** What the tickets are measured with. */
  readonly definitions: Pick<Definitions, 'turns' | 'autoClose'>;
}

/**
 * All that the report, lists, page and figures of customer success of a window need: the window before, the look-back of
 * churn, the trend and the ways to milestones. Its records serve all of them.
 */
export function spanOf(window: Window, options: SpanOptions): Span<RatedTicket> {
  const period: Period = { fromAt: window.from, toAt: window.to };
  const before = previousWindow(window);
  const lookbackMs = options.churnLookbackDays * MS_PER_DAY;
  const ofRated: Span<RatedTicket>['ofRated'] = (ratings, histories, agents) =>
    ratedTickets(ratings, histories, agents, options.definitions);
  return {
    window: period,
    previous: { fromAt: before.from, toAt: before.to },
    cohort: options.cohort,
    from: ({ subscriptions, milestones }) =>
      Math.min(
        before.from,
        window.to - TREND_MS,
        earliestSolution(subscriptions, period, lookbackMs),
        earliestKpiSolution(window, milestones, lookbackMs),
      ),
    livesFromAt: livesFrom(window),
    openAt: Math.min(window.to, options.now),
    usageCuts: usageCuts(window),
    withUrls: options.withUrls,
    ...(options.withHistories ? { ofRated } : {}),
  };
}

/** The local days of the window and of the one before, and where both begin and end. */
function usageCuts(window: Window): readonly number[] {
  const { fromAt } = periodBefore(window);
  const starts = calendarMonths(window.timeZone).dayStarts(fromAt, window.to);
  const cuts = [fromAt, window.from, window.to, ...starts.filter((at) => at > fromAt && at < window.to)];
  return [...new Set(cuts)].sort((a, b) => a - b);
}
