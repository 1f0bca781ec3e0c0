import fc from 'fast-check';
import { type ByCause, CAUSE_NAMES, TIER_NAMES } from '../../../src/model/catalogue.ts';
import {
  HANDLERS,
  HOLDERS,
  type MeasuredTicket,
  TIER_ORIGINS,
  ZONE_KNOWLEDGE,
} from '../../../src/model/measurement.ts';
import { MONDAY } from '../records.ts';

const name = fc.option(fc.constantFrom('ann', 'bo', 'x/y', 'ключ'));
const duration = fc.nat({ max: 10 ** 9 });
const clocks = fc.record({ calendar: duration, net: duration, business: duration });
const instant = fc.integer({ min: MONDAY, max: MONDAY + 100 });
const handler = fc.constantFrom(...HANDLERS);
const solution = fc.record({
  at: instant,
  knownAt: instant,
  reopenedAt: fc.option(instant),
  agentId: name,
  teamId: name,
  by: handler,
  estimated: fc.boolean(),
  clocks: fc.option(clocks),
});
/** An answer has clocks, an open turn has none. */
const turn = fc.oneof(
  fc.record({
    askedAt: instant,
    answeredAt: instant,
    agentId: name,
    teamId: name,
    by: handler,
    botAnsweredAt: fc.option(instant),
    clocks,
  }),
  fc.record({
    askedAt: instant,
    answeredAt: fc.constant(null),
    agentId: fc.constant(null),
    teamId: fc.constant(null),
    by: fc.constant('nobody' as const),
    botAnsweredAt: fc.constant(null),
    clocks: fc.constant(null),
  }),
);
const stint = fc.record({
  fromAt: instant,
  toAt: fc.option(instant),
  holder: fc.constantFrom(...HOLDERS),
  teamId: name,
  agentId: name,
  teamSide: fc.string(),
  customerSide: fc.string(),
  causesMs: fc.array(duration, { maxLength: CAUSE_NAMES.length }),
});

/** Any measured ticket, also ones that no measurement would make; the store keeps them all alike. */
const anyMeasured = (source: string, ticketId: string): fc.Arbitrary<MeasuredTicket> =>
  fc.record({
    source: fc.constant(source),
    ticketId: fc.constant(ticketId),
    revision: fc.constant(1),
    exclusion: fc.option(fc.constantFrom('spam', 'merged', 'deleted', 'impossible'), { freq: 2 }),
    excludedAt: fc.option(instant),
    url: fc.option(fc.webUrl()),
    subject: fc.option(fc.string()),
    tier: fc.constantFrom(...TIER_NAMES),
    tierOrigin: fc.constantFrom(...TIER_ORIGINS),
    tierScore: fc.nat(),
    agentId: name,
    teamId: name,
    priority: name,
    channel: fc.constantFrom('email', 'chat'),
    category: name,
    tags: fc.array(fc.string()),
    customerId: name,
    accountKey: name,
    customerZone: fc.constantFrom(...ZONE_KNOWLEDGE),
    openedAt: instant,
    outbound: fc.boolean(),
    entersAt: fc.option(instant),
    firstSolvedAt: fc.option(instant),
    finalSolvedAt: fc.option(instant),
    reopens: fc.option(fc.nat({ max: 5 })),
    undoneReopenings: fc.nat({ max: 2 }),
    resolvedBy: handler,
    estimated: fc.boolean(),
    timeSpentMs: fc.record(
      Object.fromEntries(CAUSE_NAMES.map((bucket) => [bucket, duration])),
    ) as unknown as fc.Arbitrary<ByCause<number>>,
    firstResponseMs: fc.option(clocks),
    firstResolutionMs: fc.option(clocks),
    finalResolutionMs: fc.option(clocks),
    solutions: fc.array(solution, { maxLength: 3 }),
    turns: fc.array(turn, { maxLength: 4 }),
    stints: fc.array(stint, { maxLength: 3 }),
    scores: fc.array(fc.record({ at: instant, score: fc.nat() }), { maxLength: 3 }),
    clippedEvents: fc.nat({ max: 3 }),
    timelineComplete: fc.boolean(),
    causesKnown: fc.boolean(),
    solvedWithoutDate: fc.boolean(),
    statedWhileOpen: fc.boolean(),
    unknownStatuses: fc.array(fc.constantFrom('On-hold', 'Pending!'), { maxLength: 2 }),
    impossible: fc.array(fc.record({ kind: fc.constant('event_after_now'), detail: fc.string() }), { maxLength: 2 }),
  });

export const KEYS = ['a', 'b', 'c', 'd', 'e'].flatMap((id) => ['desk', 'phone'].map((source) => [source, id] as const));
/** Tickets of two sources, each key once. */
export const anyTickets = fc.tuple(...KEYS.map(([source, id]) => anyMeasured(source, id)));
