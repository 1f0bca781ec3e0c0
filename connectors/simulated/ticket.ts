import { TIER_NAMES, type Tier } from '../../src/model/catalogue.ts';
import type { Customer } from '../../src/model/people.ts';
import type { Rating } from '../../src/model/rating.ts';
import type { Event, Status, Ticket } from '../../src/model/ticket.ts';
import { MS_PER_HOUR, SECONDS_PER_DAY } from '../../src/model/time.ts';
import type { Company } from './company.ts';
import type { Desk, SimulatedAgent } from './desks.ts';
import { PLANTED, satisfiedChance } from './effects.ts';
import { type Story, tellStory } from './history.ts';
import { type Random, randomStream } from './random.ts';
import { STATUS_WORDS } from './timeline.ts';

/** What the simulation knows of a ticket beyond its records. Durations in ms; null while it is unsolved. */
export interface TicketTruth {
  readonly ticketId: string;
  readonly tier: Tier;
  readonly agentId: string;
  readonly customerId: string;
  readonly openedAt: number;
  readonly firstSolvedAt: number | null;
  readonly finalSolvedAt: number | null;
  /** Net and business time to the final solution. */
  readonly netMs: number | null;
  readonly businessMs: number | null;
  readonly reopens: number;
  /** Spam, merged or deleted. */
  readonly excluded: boolean;
  /** The customer's zone is in the records; otherwise the product cannot see the time-zone waits. */
  readonly zoneStated: boolean;
}

/** Where and when a ticket begins. */
export interface TicketSeed {
  readonly ticketId: string;
  readonly openedAt: number;
  /** The desk nearest to the customer. */
  readonly desk: Desk;
  readonly zone: string;
  readonly customer: Customer;
}

/** One ticket with its history and its survey. */
export interface SimulatedTicket {
  readonly ticket: Ticket;
  readonly events: readonly Event[];
  readonly ratings: readonly Rating[];
  readonly truth: TicketTruth;
}

/** Who solves a ticket of this tier at this desk: by chance, save that one is given the hard work. */
function solverOf(company: Company, desk: Desk, tier: Tier, random: Random): SimulatedAgent {
  const there = company.agents.filter((agent) => agent.desk === desk);
  return there[random.weighted(there.map((agent) => (agent.hardWork ? PLANTED.hardWorkWeight[tier] : 1)))]!;
}

/** Another one of the list than this one; this one if there is no other. */
function otherThan(agent: SimulatedAgent, list: readonly SimulatedAgent[], random: Random): SimulatedAgent | undefined {
  const others = list.filter((other) => other !== agent);
  return others.length === 0 ? undefined : random.pick(others);
}

/** Simulates one ticket; the same for the same company, id and seed. */
export function simulateTicket(company: Company, seed: TicketSeed): SimulatedTicket {
  const random = randomStream(company.seed, 'ticket', seed.ticketId, seed.customer.id);
  const tier = TIER_NAMES[random.weighted(TIER_NAMES.map((name) => PLANTED.tierShare[name]))]!;
  const desk = random.chance(0.6) ? seed.desk : random.pick(company.desks);
  const agent = solverOf(company, desk, tier, random);
  const channel = random.pick(['email', 'email', 'chat', 'web', 'phone']);
  const story = tellStory(
    {
      source: company.source,
      ticketId: seed.ticketId,
      openedAt: seed.openedAt,
      tier,
      channel,
      customerId: seed.customer.id,
      agent,
      colleague:
        otherThan(
          agent,
          company.agents.filter((other) => other.desk === desk),
          random,
        ) ?? agent,
      elsewhere: otherThan(
        agent,
        company.agents.filter((other) => other.desk !== desk),
        random,
      ),
      pairing: (at) => company.pairing(at, seed.zone),
    },
    random,
  );
  const events = story.timeline.events.filter((event) => event.at < company.untilAt);
  const ticket = ticketOf(company, seed, story, events, { tier, channel }, random);
  const excluded = ticket.spam || ticket.mergedInto !== undefined || ticket.deletedAt !== undefined;
  const { first, final, reopens } = solvedBy(story, company.untilAt);
  const truth: TicketTruth = {
    ticketId: seed.ticketId,
    tier,
    agentId: agent.id,
    customerId: seed.customer.id,
    openedAt: seed.openedAt,
    firstSolvedAt: first?.at ?? null,
    finalSolvedAt: final?.at ?? null,
    netMs: final?.netMs ?? null,
    businessMs: final?.businessMs ?? null,
    reopens,
    excluded,
    zoneStated: seed.customer.timeZone !== undefined,
  };
  return { ticket, events, ratings: excluded ? [] : ratingsOf(company, truth, random), truth };
}

/** A ticket's solutions as they stand at an instant: a reopening takes the final one back until there is another. */
function solvedBy(story: Story, at: number) {
  const told = story.solutions.filter((solution) => solution.vendorAt < at);
  const reopens = story.reopenedAt < at ? 1 : 0;
  return { first: told[0], final: told.length > reopens ? told.at(-1) : undefined, reopens };
}

function ticketOf(
  company: Company,
  seed: TicketSeed,
  story: Story,
  events: readonly Event[],
  about: { readonly tier: Tier; readonly channel: string },
  random: Random,
): Ticket {
  let status: Status = 'new';
  let [updatedAt, agentId, teamId] = [seed.openedAt, undefined as string | undefined, undefined as string | undefined];
  for (const event of events) {
    updatedAt = Math.max(updatedAt, event.at);
    if (event.kind === 'status') status = event.to;
    if (event.kind !== 'assignment') continue;
    agentId = event.agentId ?? undefined;
    teamId = event.teamId ?? teamId;
  }
  const oddity = random.next();
  const categories = {
    simple: ['how-to', 'billing', 'account'],
    moderate: ['bug', 'billing', 'integration'],
    complex: ['outage', 'bug', 'migration'],
  } satisfies Record<Tier, readonly string[]>;
  const { final, reopens } = solvedBy(story, company.untilAt);
  return {
    source: company.source,
    id: seed.ticketId,
    channel: about.channel,
    openedAt: seed.openedAt,
    openedBy: story.openedBy,
    customerId: seed.customer.id,
    ...(seed.customer.accountKey ? { accountKey: seed.customer.accountKey } : {}),
    ...(agentId ? { agentId } : {}),
    ...(teamId ? { teamId } : {}),
    status,
    originalStatus: STATUS_WORDS[status],
    statusKnown: true,
    priority: random.pick(['low', 'normal', 'normal', 'high', 'urgent']),
    tags: random.chance(0.2) ? ['vip'] : [],
    category: random.pick(categories[about.tier]),
    fields: {},
    ...(oddity >= 0.01 && oddity < 0.018 && Number(seed.ticketId) > 1
      ? { mergedInto: String(Number(seed.ticketId) - 1) }
      : {}),
    ...(oddity >= 0.018 && oddity < 0.022 ? { deletedAt: updatedAt } : {}),
    spam: oddity < 0.01,
    updatedAt,
    timelineComplete: true,
    ...(final ? { vendorMetrics: { finalResolutionCalendarMs: final.vendorAt - seed.openedAt, reopens } } : {}),
  };
}

/** The survey that follows a solution; whether it is answered has nothing to do with the answer. */
function ratingsOf(company: Company, truth: TicketTruth, random: Random): Rating[] {
  if (truth.finalSolvedAt === null || truth.netMs === null) return [];
  const offeredAt = truth.finalSolvedAt + MS_PER_HOUR;
  if (offeredAt >= company.untilAt) return [];
  const ratedAt = offeredAt + Math.floor(random.next() * 2 * SECONDS_PER_DAY) * 1000;
  const satisfied = random.chance(satisfiedChance(truth.tier, truth.netMs));
  const value = satisfied ? random.whole(4, 5) : random.whole(1, 3);
  const answered = random.chance(PLANTED.answered) && ratedAt < company.untilAt;
  const offered = {
    source: company.source,
    id: `survey-${truth.ticketId}`,
    ticketId: truth.ticketId,
    customerId: truth.customerId,
    kind: 'csat' as const,
    scaleMin: 1,
    scaleMax: 5,
    offeredAt,
    ...(random.chance(0.3) ? { agentId: truth.agentId } : {}),
  };
  return [answered ? { ...offered, value, positive: satisfied, ratedAt } : { ...offered, value: null, positive: null }];
}
