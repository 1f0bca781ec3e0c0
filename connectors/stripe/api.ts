import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Settings } from './env.ts';
import { Coupon, List, Price, type Subscription, type Tier } from './records.ts';
import { needsOf, type PriceBook } from './revenue.ts';

/** The shapes that `records.ts` reads; without it the account's own version would decide. */
const VERSION = '2025-09-30.clover';

/** https://docs.stripe.com/rate-limits: a second, live and in test mode. */
const LIVE_LIMIT = 100;
const TEST_LIMIT = 25;
export const PAGE = 100;

const PermissionAnswer = z.object({ error: z.object({ message: z.string() }) });

/** Opens the API with the settings' key. */
export function openApi({ API_KEY, API_URL }: Settings, tools: Tools): HttpClient {
  return tools.http({
    baseUrl: `${API_URL}/v1`,
    address: 'API_URL',
    headers: { authorization: `Bearer ${API_KEY}`, 'stripe-version': VERSION },
    credential: 'API_KEY',
    needs: 'to read customers, subscriptions, prices, coupons and events',
    missing: missingPermission,
    secrets: [API_KEY],
    limit: { requests: API_KEY.includes('_test_') ? TEST_LIMIT : LIVE_LIMIT, windowMs: 1000 },
  });
}

/** Stripe names the permission that would have helped: `rak_subscription_read`. */
export function missingPermission(body: unknown): string | undefined {
  const said = PermissionAnswer.safeParse(body);
  const permission = said.success ? /'rak_([a-z_]{1,60})'/.exec(said.data.error.message)?.[1] : undefined;
  return (
    permission &&
    `the permission ${permission} (${permission.replace(/_(read|write)$/, '').replaceAll('_', ' ')}: read)`
  );
}

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** One page of a list; `restarted` when Stripe no longer knows the record after which it was to go on. */
export interface ListPage {
  readonly items: readonly unknown[];
  /** The record after which the next page begins; undefined at the end. */
  readonly next: string | undefined;
  readonly restarted: boolean;
}

/** Reads the page of a list after a record, newest first. */
export async function listPage(
  http: HttpClient,
  path: string,
  query: Query,
  after: string | undefined,
  source: string,
): Promise<ListPage> {
  const request = { path, query: { ...query, limit: PAGE, starting_after: after }, schema: List };
  const answer = await http.jsonOr(after === undefined ? [] : [400, 404], request);
  if (!answer.ok) {
    if (!isGone(answer.body)) throw new DataError(`${source}: GET /v1${path}: refused as wrong (${answer.status})`);
    const { items, next } = await listPage(http, path, query, undefined, source);
    return { items, next, restarted: true };
  }
  const { data, has_more: more } = answer.body;
  if (!more) return { items: data, next: undefined, restarted: false };
  const last = z.object({ id: z.string().min(1) }).safeParse(data.at(-1));
  if (!last.success || last.data.id === after) {
    throw new DataError(`${source}: GET /v1${path}: more records are promised, but the list does not go on`);
  }
  return { items: data, next: last.data.id, restarted: false };
}

function isGone(body: unknown): boolean {
  const error = z.object({ error: z.object({ code: z.literal('resource_missing') }) });
  return error.safeParse(body).success;
}

/** A price book that asks for what it does not know yet; each price and coupon once a run. */
export interface LoadingBook extends PriceBook {
  readonly load: (subscriptions: readonly Subscription[]) => Promise<void>;
}

/** Tiers and coupons' limits lie too deep for Stripe to send along with a list (four levels): they are asked for. */
export function openBook(http: HttpClient): LoadingBook {
  const tiers = new Map<string, readonly Tier[] | undefined>();
  const coupons = new Map<string, Coupon | undefined>();
  return {
    tiers: (id) => tiers.get(id),
    coupon: (id) => coupons.get(id),
    async load(subscriptions) {
      for (const subscription of subscriptions) {
        const needs = needsOf(subscription);
        for (const id of needs.prices) {
          if (tiers.has(id)) continue;
          const path = `/prices/${encodeURIComponent(id)}`;
          const answer = await http.jsonOr([404], { path, query: { 'expand[]': 'tiers' }, schema: Price });
          tiers.set(id, answer.ok ? answer.body.tiers : undefined);
        }
        for (const id of needs.coupons) {
          if (coupons.has(id)) continue;
          const path = `/coupons/${encodeURIComponent(id)}`;
          const answer = await http.jsonOr([404], { path, query: { 'expand[]': 'applies_to' }, schema: Coupon });
          coupons.set(id, answer.ok ? answer.body : undefined);
        }
      }
    },
  };
}
