import type { Sides } from '../clock/sides.ts';
import type { AgesAt } from '../measure/ages.ts';
import { type CauseSpan, causeSpans } from '../measure/cause-spans.ts';
import { type ByClock, CAUSE_NAMES, type Cause, CLOCKS, each, type Measure } from '../model/catalogue.ts';
import { type MeasuredTicket, responsesOf, type Stint, type TicketHistory } from '../model/measurement.ts';
import { toIso } from '../model/time.ts';
import type { StoryFigure, StoryStint, TicketStory } from './schema-story.ts';
import { type StoryPeople, storyEvents } from './story-events.ts';

/** What one ticket's story is told from. Instants in epoch ms. */
export interface StoryInput extends StoryPeople {
  readonly history: TicketHistory;
  /** The same history, measured now. */
  readonly measured: MeasuredTicket;
  readonly sides: Sides;
  readonly ages: AgesAt;
  readonly netExcludes: readonly Cause[];
  readonly now: number;
  readonly timeZone: string;
}

/**
 * One ticket's story: what happened, who held it, each cause with its instants, and how each figure came out of them. It
 * adds nothing up anew: figures are those of the measurement, causes those of its stints and calendars. Pure.
 */
export function tellStory(input: StoryInput): TicketStory {
  const { history, measured, now, netExcludes, ages, timeZone } = input;
  const { ticket } = history;
  const stints = measured.stints
    .filter(({ fromAt }) => measured.excludedAt === null || fromAt < measured.excludedAt)
    .map((stint) => ({ stint, spans: spansOf(stint, input) }));
  const spans = stints.flatMap((each) => each.spans);
  const final = measured.finalSolvedAt === null ? undefined : measured.solutions.at(-1);
  return {
    asOf: toIso(now),
    timeZone,
    source: ticket.source,
    id: ticket.id,
    url: measured.url,
    subject: measured.subject,
    channel: measured.channel,
    category: measured.category,
    priority: measured.priority,
    status: ticket.status,
    original: ticket.originalStatus,
    tier: measured.tier,
    tierBy: measured.tierOrigin,
    tierScore: measured.tierScore,
    customerZone: measured.customerZone,
    exclusion: measured.exclusion,
    excludedAt: toIso(measured.excludedAt),
    outbound: measured.outbound,
    entersAt: toIso(measured.entersAt),
    solvedWithoutDate: measured.solvedWithoutDate,
    timer:
      final === undefined || final.knownAt <= final.at ? null : { at: toIso(final.at), knownAt: toIso(final.knownAt) },
    resolvedBy: measured.resolvedBy,
    events: storyEvents(history, input),
    stints: stints.map(({ stint, spans: own }) => storyStint(stint, own, input)),
    figures: [...answerFigures(measured, spans, input), ...solutionFigures(measured, spans, input)],
    ageSeconds: isOpen(measured) ? each(CLOCKS, (_, clock) => ages[clock](now) / 1000) : null,
    netExcludes: [...netExcludes],
    notes: notesOf(measured),
  };
}

/** Whether it is open to this day. */
function isOpen({ stints, exclusion }: MeasuredTicket): boolean {
  return exclusion === null && stints.at(-1)?.toAt === null;
}

/** A stint that goes on is told up to now, or to where the ticket was merged or deleted. */
function spansOf(stint: Stint, { sides, now, measured }: StoryInput): readonly CauseSpan[] {
  return causeSpans(stint, stint.toAt ?? Math.max(measured.excludedAt ?? now, stint.fromAt), sides);
}

function storyStint(
  stint: Stint,
  spans: readonly CauseSpan[],
  { personOf, teamOf, history, measured }: StoryInput,
): StoryStint {
  const { source } = history.ticket;
  return {
    from: toIso(stint.fromAt),
    to: toIso(stint.toAt ?? measured.excludedAt),
    holder: stint.holder,
    team: stint.teamId === null ? null : teamOf(source, stint.teamId),
    person: stint.agentId === null ? null : personOf(source, stint.agentId),
    spans: spans.map(({ cause, from, to }) => ({
      cause,
      from: toIso(from),
      to: toIso(to),
      seconds: (to - from) / 1000,
    })),
  };
}

/** Every turn of the customer, answered or not; only people's answers are in the figures. */
function answerFigures(measured: MeasuredTicket, spans: readonly CauseSpan[], input: StoryInput): StoryFigure[] {
  const [first] = responsesOf(measured);
  return measured.turns.map((turn) => {
    const measure: Measure =
      turn === first || (first === undefined && turn.by !== 'bot') ? 'firstResponse' : 'laterResponse';
    const counts = countsAt(measured, turn.answeredAt) && turn.clocks !== null && turn.by !== 'bot';
    const { askedAt: from, answeredAt: to, by, agentId } = turn;
    return storyFigure(
      { measure, from, to, by: to === null ? null : by, agentId, counts, clocks: turn.clocks },
      spans,
      input,
    );
  });
}

function solutionFigures(measured: MeasuredTicket, spans: readonly CauseSpan[], input: StoryInput): StoryFigure[] {
  const { openedAt, entersAt, firstSolvedAt, finalSolvedAt, firstResolutionMs, finalResolutionMs, solutions } =
    measured;
  const from = entersAt ?? openedAt;
  const creditedAt = (at: number): string | null => solutions.find((each) => each.at === at)?.agentId ?? null;
  const figures: StoryFigure[] = [];
  for (const [measure, to, clocks] of [
    ['firstResolution', firstSolvedAt, firstResolutionMs],
    ['finalResolution', finalSolvedAt, finalResolutionMs],
  ] as const) {
    if (to === null || clocks === null) continue;
    const counts = countsAt(measured, to);
    // What closes a ticket as it is merged or deleted is no solution.
    if (!counts && measured.excludedAt !== null) continue;
    figures.push(storyFigure({ measure, from, to, by: null, agentId: creditedAt(to), counts, clocks }, spans, input));
  }
  return figures;
}

/** Whether what happened at an instant is in the figures: until it was merged or deleted it was a ticket like any other. */
function countsAt({ exclusion, excludedAt }: MeasuredTicket, at: number | null): boolean {
  return exclusion === null || (at !== null && excludedAt !== null && at < excludedAt);
}

interface FigureParts {
  readonly measure: Measure;
  readonly from: number;
  readonly to: number | null;
  readonly by: StoryFigure['by'];
  readonly agentId: string | null;
  readonly counts: boolean;
  readonly clocks: ByClock<number> | null;
}

function storyFigure(
  { measure, from, to, by, agentId, counts, clocks }: FigureParts,
  spans: readonly CauseSpan[],
  { netExcludes, personOf, history, now, measured }: StoryInput,
): StoryFigure {
  return {
    measure,
    from: toIso(from),
    to: toIso(to),
    goesOn: to === null && isOpen(measured),
    by,
    person: agentId === null ? null : personOf(history.ticket.source, agentId),
    counts,
    clockSeconds: clocks === null ? null : each(CLOCKS, (_, clock) => clocks[clock] / 1000),
    causes: withRest(causesBetween(spans, from, to ?? measured.excludedAt ?? now, netExcludes), clocks),
  };
}

type CauseTime = StoryFigure['causes'][number];

/** Time by cause between two instants on each clock, in the order of the causes. */
function causesBetween(
  spans: readonly CauseSpan[],
  from: number,
  to: number,
  netExcludes: readonly Cause[],
): readonly CauseTime[] {
  const sums = new Map<Cause, number>();
  for (const span of spans) {
    const ms = Math.min(span.to, to) - Math.max(span.from, from);
    if (ms > 0) sums.set(span.cause, (sums.get(span.cause) ?? 0) + ms);
  }
  return CAUSE_NAMES.flatMap((cause) => {
    const ms = sums.get(cause);
    if (ms === undefined) return [];
    const [net, business] = [netExcludes.includes(cause) ? 0 : ms, cause === 'team_working' ? ms : 0];
    return [{ cause, clockSeconds: { calendar: ms / 1000, net: net / 1000, business: business / 1000 } }];
  });
}

/** An answer that came after the ticket's solution ends later than its stints: what they do not tell stands by itself. */
function withRest(causes: readonly CauseTime[], clocks: ByClock<number> | null): CauseTime[] {
  if (clocks === null) return [...causes];
  const rest = each(CLOCKS, (_, clock) =>
    Math.round(clocks[clock] - causes.reduce((sum, { clockSeconds }) => sum + clockSeconds[clock] * 1000, 0)),
  );
  if (rest.calendar === 0) return [...causes];
  return [...causes, { cause: null, clockSeconds: each(CLOCKS, (_, clock) => rest[clock] / 1000) }];
}

function notesOf(measured: MeasuredTicket): string[] {
  const { impossible, timelineComplete, estimated, clippedEvents, unknownStatuses, customerZone } = measured;
  return [
    ...impossible.map(({ detail }) => `A fact that cannot be: ${detail}.`),
    ...(timelineComplete ? [] : ['Its source does not give its whole history.']),
    ...(estimated
      ? ['Its source does not say when all of it happened; some instants are the best bound it gives.']
      : []),
    ...(clippedEvents === 0 ? [] : [`Events dated before its opening: ${clippedEvents}; they count from the opening.`]),
    ...unknownStatuses.map((word) => `Nobody has mapped the status ${word}.`),
    ...(customerZone === 'none'
      ? ['The customer’s time zone is not known: no hours are taken out for time zones.']
      : []),
  ];
}
