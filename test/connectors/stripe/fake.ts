import { stripe } from '../../../connectors/stripe/index.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';

/** A record as Stripe sends it. */
export interface FakeRecord {
  readonly id: string;
  readonly created: number;
  [field: string]: unknown;
}

/** A billing account; lists are kept oldest first, Stripe tells them newest first. */
export interface StripeWorld {
  readonly customers: FakeRecord[];
  readonly subscriptions: FakeRecord[];
  readonly events: FakeRecord[];
  readonly prices: Record<string, unknown>;
  readonly coupons: Record<string, unknown>;
  /** All items of subscriptions that have more than fit in. */
  readonly items: Record<string, FakeRecord[]>;
  /** Permissions that the key lacks: `subscription_read`. */
  readonly lacking: string[];
  readonly pageSize: number;
}

export const API_KEY = 'rk_live_51SecretSecretSecret';
export const NOW = Date.UTC(2026, 10, 20, 12);

/** Seconds since 1970 of a day in 2026. */
export function day(month: number, date: number): number {
  return Date.UTC(2026, month - 1, date) / 1000;
}

export function customer(id: string, created: number, more: Record<string, unknown> = {}): FakeRecord {
  return {
    id,
    object: 'customer',
    created,
    email: `owner@${id.slice(4)}.example`,
    name: `Company ${id.slice(4)}`,
    livemode: true,
    test_clock: null,
    metadata: {},
    discount: null,
    ...more,
  };
}

export function price(unitAmount: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: `price_${unitAmount}`,
    object: 'price',
    billing_scheme: 'per_unit',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
    tiers_mode: null,
    transform_quantity: null,
    product: 'prod_main',
    recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    ...more,
  };
}

export function item(of: Record<string, unknown>, quantity = 1, more: Record<string, unknown> = {}): FakeRecord {
  return {
    id: `si_${String(of.id)}`,
    object: 'subscription_item',
    created: 0,
    price: of,
    quantity,
    discounts: [],
    ...more,
  };
}

export function subscription(
  id: string,
  customerId: string,
  created: number,
  more: Record<string, unknown> = {},
): FakeRecord {
  return {
    id,
    object: 'subscription',
    created,
    start_date: created,
    status: 'active',
    trial_start: null,
    trial_end: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
    pause_collection: null,
    currency: 'usd',
    livemode: true,
    test_clock: null,
    customer: customerId,
    items: { object: 'list', data: [item(price(5000))], has_more: false },
    discounts: [],
    ...more,
  };
}

/** An event about a record, which it carries as it is at that moment, unexpanded. */
export function event(id: string, type: string, created: number, object: FakeRecord, before?: object): FakeRecord {
  const data = { object: structuredClone(object), ...(before && { previous_attributes: before }) };
  return { id, object: 'event', type, created, livemode: true, data };
}

/** Three customers on two pages, five subscriptions on three; the third and fourth begin in the same second. */
export function seed(): StripeWorld {
  const ended = { reason: 'cancellation_requested', feedback: 'customer_service', comment: 'secret words' };
  const gone = { status: 'canceled', canceled_at: day(10, 3), ended_at: day(11, 1), cancellation_details: ended };
  return {
    pageSize: 2,
    prices: {},
    coupons: {},
    items: {},
    lacking: [],
    events: [],
    customers: [
      customer('cus_north', day(1, 1), { metadata: { external_id: 'org-7' } }),
      customer('cus_south', day(2, 1)),
      customer('cus_west', day(3, 1)),
    ],
    subscriptions: [
      subscription('sub_1', 'cus_north', day(1, 2)),
      subscription('sub_2', 'cus_south', day(2, 2), gone),
      subscription('sub_3', 'cus_south', day(4, 1)),
      subscription('sub_4', 'cus_west', day(4, 1)),
      subscription('sub_5', 'cus_west', day(9, 1)),
    ],
  };
}

const refused = (status: number, code: string, message: string): FakeAnswer => ({
  status,
  body: { error: { type: 'invalid_request_error', code, message } },
});

function list(world: StripeWorld, records: readonly FakeRecord[], query: URLSearchParams): FakeAnswer {
  const all = records.toSorted((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1));
  const after = query.get('starting_after');
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) return refused(400, 'resource_missing', 'No such record');
  const end = start + Math.min(world.pageSize, Number(query.get('limit')));
  return { body: { object: 'list', data: all.slice(start, end), has_more: end < all.length } };
}

function expanded(world: StripeWorld, record: FakeRecord): FakeRecord {
  const owner = world.customers.find(({ id }) => id === record.customer);
  return { ...record, customer: owner ?? { id: record.customer, object: 'customer', deleted: true } };
}

function one(records: readonly FakeRecord[], id: string): FakeAnswer {
  const found = records.find((record) => record.id === id);
  return found ? { body: found } : refused(404, 'resource_missing', 'No such record');
}

const KNOWN: Record<string, readonly string[]> = {
  customers: ['limit', 'starting_after'],
  subscriptions: ['limit', 'starting_after', 'status', 'expand[]'],
  subscription_items: ['limit', 'starting_after', 'subscription', 'expand[]'],
  events: ['limit', 'starting_after', 'created[gte]', 'created[lte]', 'types[]'],
  prices: ['limit', 'expand[]'],
  coupons: ['limit', 'expand[]'],
};

const PERMISSION: Record<string, string> = {
  customers: 'customer_read',
  subscriptions: 'subscription_read',
  events: 'event_read',
  prices: 'plan_read',
  coupons: 'coupon_read',
};

/** Answers as Stripe does, for the lists and parameters that are known here. */
export function answer(world: StripeWorld, request: FakeRequest): FakeAnswer | undefined {
  const { path, query, headers, method } = request;
  if (headers.authorization !== `Bearer ${API_KEY}`) return refused(401, 'api_key_invalid', 'Invalid API Key');
  if (method !== 'GET' || !headers['stripe-version']) return undefined;
  const [, version, name = '', id] = path.split('/');
  if (version !== 'v1') return undefined;
  if (id === 'search') return { body: { data: [], has_more: false, total_count: 12_345 } };
  const permission = PERMISSION[name];
  if (permission && world.lacking.includes(permission)) {
    const message = `The provided key 'rk_live_*********Secret' does not have the required permissions for this endpoint on account 'acct_1'. Having the 'rak_${permission}' permission would allow this request to continue.`;
    return { status: 403, body: { error: { message, type: 'invalid_request_error' } } };
  }
  if (![...query.keys()].every((key) => KNOWN[name]?.includes(key))) return undefined;
  if (query.getAll('expand[]').some((field) => field.split('.').length > 4)) return undefined;

  if (name === 'customers') return id ? one(world.customers, id) : list(world, world.customers, query);
  if (name === 'subscriptions') {
    const all = world.subscriptions.map((record) => expanded(world, record));
    if (id) return one(all, id);
    return query.get('status') === 'all' ? list(world, all, query) : undefined;
  }
  if (name === 'subscription_items') return list(world, world.items[query.get('subscription') ?? ''] ?? [], query);
  if (name === 'events') {
    const from = Number(query.get('created[gte]'));
    const to = Number(query.get('created[lte]') ?? Number.POSITIVE_INFINITY);
    const types = query.getAll('types[]');
    if (types.length > 20) return undefined;
    const some = world.events.filter(({ created }) => created >= from && created <= to);
    return list(
      world,
      some.filter(({ type }) => types.length === 0 || types.includes(String(type))),
      query,
    );
  }
  const shelf = name === 'prices' ? world.prices : name === 'coupons' ? world.coupons : undefined;
  if (!shelf) return undefined;
  if (!id) return { body: { object: 'list', data: [], has_more: false } };
  return shelf[id] ? { body: shelf[id] } : refused(404, 'resource_missing', 'No such record');
}

const SUBSCRIPTIONS = 'expand[]=data.customer&expand[]=data.discounts&expand[]=data.items.data.discounts&limit=100';
const TYPES = [
  'customer.created',
  'customer.discount.created',
  'customer.discount.deleted',
  'customer.discount.updated',
  'customer.subscription.created',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.updated',
  'customer.updated',
];

export const stripeFake: VendorFake<StripeWorld> = {
  connector: stripe,
  variables: { API_KEY },
  secrets: [API_KEY],
  credential: 'STRIPE_API_KEY',
  origin: 'https://api.stripe.com',
  now: NOW,
  seed,
  empty: () => ({ ...seed(), customers: [], subscriptions: [] }),
  answer,
  requests: [
    'GET /v1/events?limit=1',
    'GET /v1/customers?limit=100',
    'GET /v1/customers?limit=100&starting_after=cus_south',
    `GET /v1/subscriptions?${SUBSCRIPTIONS}&status=all`,
    `GET /v1/subscriptions?${SUBSCRIPTIONS}&starting_after=sub_4&status=all`,
    `GET /v1/subscriptions?${SUBSCRIPTIONS}&starting_after=sub_2&status=all`,
    `GET /v1/events?created[gte]=${day(10, 22) + 43_200}&created[lte]=${NOW / 1000 - 30}&limit=100&${TYPES.map((type) => `types[]=${type}`).join('&')}`,
  ],
  records: 'subscriptions',
  ids: ['sub_1', 'sub_2', 'sub_3', 'sub_4', 'sub_5'],
  tied: ['sub_3', 'sub_4'],
  touch(world, now) {
    const at = Math.floor(now / 1000);
    const touched = world.subscriptions.find(({ id }) => id === 'sub_5')!;
    const details = { reason: 'cancellation_requested', feedback: 'too_expensive', comment: null };
    Object.assign(touched, { cancel_at_period_end: true, canceled_at: at, cancellation_details: details });
    world.events.push(event('evt_1', 'customer.subscription.updated', at, touched, { canceled_at: null }));
    return 'sub_5';
  },
  poison(world) {
    Object.assign(world.subscriptions.find(({ id }) => id === 'sub_1')!, { start_date: 'yesterday' });
    return 'sub_1';
  },
  stuck(world, request) {
    const first = new URLSearchParams(request.query);
    first.delete('starting_after');
    return answer(world, { ...request, query: first });
  },
  checkRequests: 7,
  refuse: refused(401, 'api_key_invalid', 'Invalid API Key provided: rk_live_****cret'),
};
