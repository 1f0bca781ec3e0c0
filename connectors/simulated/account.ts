import type { Account, Subscription } from '../../src/model/account.ts';
import type { Customer } from '../../src/model/people.ts';
import type { Rating } from '../../src/model/rating.ts';
import type { Event, Ticket } from '../../src/model/ticket.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import type { Company } from './company.ts';
import { customerHoursOf, type Desk } from './desks.ts';
import { fortnightlyChurnChance, isSlowComplex, PLANTED } from './effects.ts';
import { asciiOf, COMPANY_WORDS, type Random, randomStream } from './random.ts';
import { simulateTicket, type TicketTruth } from './ticket.ts';
import { instantOfWorked } from './work-hours.ts';

const FORTNIGHT = 14 * MS_PER_DAY;

/** One account's records, and what is true about its tickets. */
export interface AccountRecords {
  readonly account: Account;
  readonly customers: readonly Customer[];
  readonly tickets: readonly Ticket[];
  readonly events: readonly Event[];
  readonly ratings: readonly Rating[];
  readonly subscriptions: readonly Subscription[];
  readonly truths: readonly TicketTruth[];
}

/**
 * Tells one account: who its people are, what they asked, how it went, whether it left. `firstTicket` numbers its
 * tickets, `mostTickets` bounds them. The same for the same company and index, whatever was told before.
 */
export function simulateAccount(
  company: Company,
  index: number,
  firstTicket: number,
  mostTickets: number,
): AccountRecords {
  const random = randomStream(company.seed, 'account', index);
  const desk = random.pick(company.desks);
  const zone = random.pick(desk.customerZones);
  const { account, customers } = peopleOf(company, index, zone, random);
  const span = company.untilAt - company.fromAt;
  const startedAt = wholeSecond(
    random.chance(0.8)
      ? company.fromAt - random.next() * 700 * MS_PER_DAY
      : company.fromAt + random.next() * span * 0.9,
  );
  const activeFrom = Math.max(company.fromAt, startedAt);
  const wanted = random.chance(0.12) ? 0 : drawCount(company.meanTicketsPerAccount / 0.88, random);
  const share = (company.untilAt - activeFrom) / span;
  const count = Math.min(Math.round(wanted * share), mostTickets);
  const openings = openingsOf(company, desk, zone, activeFrom, count, random);
  const stories = openings.map((openedAt, position) =>
    simulateTicket(company, {
      ticketId: String(firstTicket + position),
      openedAt,
      desk,
      zone,
      customer: customers[position % customers.length]!,
    }),
  );
  const left = leaving(
    company,
    stories.map((story) => story.truth),
    activeFrom,
    random,
  );
  const kept = stories.filter((story) => left === undefined || story.truth.openedAt < left.endedAt);
  return {
    account,
    customers,
    tickets: kept.map((story) => story.ticket),
    events: kept.flatMap((story) => story.events),
    ratings: kept.flatMap((story) => story.ratings),
    subscriptions:
      random.chance(0.03) && left === undefined ? [] : [subscriptionOf(company, account, startedAt, left, random)],
    truths: kept.map((story) => story.truth),
  };
}

const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/** A geometric number with this mean, 1 at least: most accounts ask little, a few ask a lot. */
function drawCount(mean: number, random: Random): number {
  return 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - 1 / Math.max(1.0001, mean)));
}

/** When its people write: four in five within their working hours. */
function openingsOf(
  company: Company,
  desk: Desk,
  zone: string,
  activeFrom: number,
  count: number,
  random: Random,
): number[] {
  const { customer } = company.pairing(desk, zone);
  const openings: number[] = [];
  while (openings.length < count) {
    const inHours = instantOfWorked(customer, random.next() * customer.total);
    const at = random.chance(0.8) ? inHours : activeFrom + random.next() * (company.untilAt - activeFrom);
    if (at >= activeFrom && at < company.untilAt) openings.push(wholeSecond(at));
  }
  return openings.sort((a, b) => a - b);
}

/** Some are joined to their account by the helpdesk itself, others only by an id, an address, or not at all. */
function peopleOf(
  company: Company,
  index: number,
  zone: string,
  random: Random,
): Pick<AccountRecords, 'account' | 'customers'> {
  const { source } = company;
  const name = `${random.pick(COMPANY_WORDS.given)} ${random.pick(COMPANY_WORDS.family)} ${index + 1}`;
  const key = `account-${index + 1}`;
  const domain = `${asciiOf(name)}.example`;
  const account: Account = {
    source,
    key,
    name,
    domains: [domain],
    externalIds: [`crm-${index + 1}`, `org-${index + 1}`],
  };
  const zoneKnown = random.chance(0.9);
  const customers = Array.from({ length: random.whole(1, 4) }, (_, position): Customer => {
    const joined = random.next();
    return {
      source,
      id: `customer-${index + 1}-${position + 1}`,
      hours: customerHoursOf(zone).text,
      holidays: [],
      ...(zoneKnown ? { timeZone: zone, timeZoneOrigin: 'profile' } : { timeZoneOrigin: 'none' }),
      ...(joined < 0.96 ? { email: `person${position + 1}@${domain}` } : {}),
      ...(joined < 0.6 ? { accountKey: key } : joined < 0.75 ? { externalId: `crm-${index + 1}` } : {}),
      ...(joined >= 0.75 && joined < 0.85 ? { organisationId: `org-${index + 1}` } : {}),
    };
  });
  return { account, customers };
}

/** When the account asked to leave and when it left, fortnight by fortnight, by the planted chance; undefined if it stayed. */
function leaving(
  company: Company,
  truths: readonly TicketTruth[],
  activeFrom: number,
  random: Random,
): { readonly requestedAt: number; readonly endedAt: number } | undefined {
  for (
    let at = wholeSecond(activeFrom + random.next() * FORTNIGHT);
    at + FORTNIGHT <= company.untilAt;
    at += FORTNIGHT
  ) {
    let [complex, slow] = [0, 0];
    for (const { tier, finalSolvedAt, netMs, excluded } of truths) {
      if (excluded || tier !== 'complex' || finalSolvedAt === null || netMs === null) continue;
      if (finalSolvedAt >= at || finalSolvedAt < at - PLANTED.churnExposureDays * MS_PER_DAY) continue;
      complex++;
      if (isSlowComplex(tier, netMs)) slow++;
    }
    if (!random.chance(fortnightlyChurnChance(complex === 0 ? 0 : slow / complex))) continue;
    const requestedAt = wholeSecond(at + random.next() * MS_PER_DAY);
    return { requestedAt, endedAt: requestedAt + (random.chance(0.7) ? 10 * MS_PER_DAY : 0) };
  }
  return undefined;
}

function subscriptionOf(
  company: Company,
  account: Account,
  startedAt: number,
  left: ReturnType<typeof leaving>,
  random: Random,
): Subscription {
  const ended = left !== undefined && left.endedAt < company.untilAt;
  return {
    source: company.source,
    id: `subscription-${account.key.slice('account-'.length)}`,
    accountKey: account.key,
    startedAt,
    status: ended ? 'canceled' : 'active',
    mrrMinor: Math.round(random.logNormal(400, 0.8)) * 100,
    currency: random.pick(['EUR', 'USD', 'USD', 'PHP']),
    ...(left ? { cancelRequestedAt: left.requestedAt } : {}),
    ...(ended
      ? { endedAt: left.endedAt, reason: random.pick(['too_expensive', 'customer_service', 'missing_features']) }
      : {}),
  };
}

/** The accounts of a company one after another until there are `total` tickets, from a place on. */
export function* simulateAccounts(
  company: Company,
  total: number,
  from: { readonly account: number; readonly tickets: number } = { account: 0, tickets: 0 },
): Generator<{ readonly records: AccountRecords; readonly account: number; readonly tickets: number }> {
  let { account, tickets } = from;
  while (tickets < total) {
    const records = simulateAccount(company, account, tickets + 1, total - tickets);
    account += 1;
    tickets += records.tickets.length;
    yield { records, account, tickets };
  }
}
