import type { Rejection } from '../../src/model/source.ts';
import type { CrmObject } from './answers.ts';
import { PATHS } from './api.ts';
import { type Contracts, contractsOf, type DealRules } from './contracts.ts';
import { mainLink, readLinks, readObjects } from './objects.ts';
import { type Reading, type Records, readAccounts } from './tickets.ts';

/** Properties of deals whose earlier values tell when a deal was decided, and that it once was won. */
const HISTORY = ['dealstage', 'hs_is_closed_won'] as const;

const PROPERTIES = [
  ...HISTORY,
  'pipeline',
  'amount',
  'deal_currency_code',
  'closedate',
  'hs_is_closed',
  'hs_mrr',
  'hs_arr',
  'dealtype',
  'recurring_revenue_amount',
  'recurring_revenue_inactive_date',
  'recurring_revenue_inactive_reason',
] as const;

/**
 * Reads deals by id, and with them all deals of their companies: what one of them means to an account is told by the
 * others. Deals that are linked to no company say nothing of an account, and are named where they were won.
 */
export async function readDeals(
  reading: Reading,
  rules: DealRules,
  ids: readonly string[],
  archived = false,
): Promise<Records> {
  const { client } = reading;
  const dates = [rules.contractStart, rules.contractEnd].filter((name) => name !== undefined);
  const wanted = { properties: [...PROPERTIES, ...dates], withHistory: HISTORY };
  const changed = await readObjects(client, 'deals', ids, { ...wanted, archived });
  const rejected: Rejection[] = [...changed.rejected];
  const toCompanies = await readLinks(
    client,
    'deals',
    'companies',
    changed.read.map(({ id }) => id),
  );
  rejected.push(...toCompanies.rejected);
  const companyOf = (id: string) => mainLink(toCompanies.links.get(id));
  for (const { id, properties } of changed.read) {
    if (properties.hs_is_closed_won === 'true' && companyOf(id) === undefined) {
      rejected.push({
        place: `${PATHS.batch('deals')}: ${id}`,
        reason: 'won, but linked to no company that it tells of',
      });
    }
  }
  const companies = [...new Set(changed.read.flatMap(({ id }) => companyOf(id) ?? []))];
  const toDeals = await readLinks(client, 'companies', 'deals', companies);
  rejected.push(...toDeals.rejected);
  const known = new Map<string, CrmObject>(changed.read.map((deal) => [deal.id, deal]));
  const others = [...toDeals.links.values()].flat().map(({ toObjectId }) => toObjectId);
  const missing = await readObjects(
    client,
    'deals',
    others.filter((id) => !known.has(id)),
    wanted,
  );
  rejected.push(...missing.rejected);
  for (const deal of missing.read) known.set(deal.id, deal);

  const contracts = companies.map((company): Contracts => {
    const linked = (toDeals.links.get(company) ?? []).map(({ toObjectId }) => toObjectId);
    const own = changed.read.filter(({ id }) => companyOf(id) === company).map(({ id }) => id);
    const deals = [...new Set([...linked, ...own])].flatMap((id) => known.get(id) ?? []);
    return contractsOf(company, deals, rules);
  });
  const accounts = await readAccounts(reading, companies);
  for (const id of contracts.flatMap(({ undated }) => undated)) {
    rejected.push({ place: `${PATHS.batch('deals')}: ${id}`, reason: 'won, but without a date from which it runs' });
  }
  return {
    accounts: accounts.accounts ?? [],
    subscriptions: contracts.flatMap(({ subscriptions }) => subscriptions),
    orders: contracts.flatMap(({ orders }) => orders),
    rejected: [...rejected, ...(accounts.rejected ?? [])],
  };
}
