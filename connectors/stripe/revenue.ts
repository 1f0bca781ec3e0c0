import type { Coupon, Discount, Item, Price, Subscription, Tier } from './records.ts';

/** Months in a billing interval: a year has 12 months, 52 weeks, 365 days. */
const MONTHLY = { day: 365 / 12, week: 52 / 12, month: 1, year: 1 / 12 } as const;

/** Stripe counts these in hundredths, which the currencies do not have. https://docs.stripe.com/currencies#special-cases */
const HUNDREDFOLD: ReadonlySet<string> = new Set(['isk', 'ugx']);

/** Statuses that bring nothing. A payment past due is still expected; one given up as unpaid is not. */
const BRINGS_NOTHING: ReadonlySet<string> = new Set([
  'trialing',
  'incomplete',
  'incomplete_expired',
  'unpaid',
  'paused',
]);

/** What a subscription refers to and does not carry with it. */
export interface PriceBook {
  /** Undefined when Stripe no longer shows it. */
  readonly tiers: (priceId: string) => readonly Tier[] | undefined;
  readonly coupon: (couponId: string) => Coupon | undefined;
}

/** Which discounts count: Stripe's own figure takes those alone that last forever. */
export type DiscountRule = 'forever' | 'all';

interface Line {
  readonly item: Item;
  readonly perMonth: number;
}

/** Ids that must be looked up before a subscription's revenue can be told. */
export function needsOf(subscription: Subscription): { readonly prices: string[]; readonly coupons: string[] } {
  const prices = subscription.items.data.filter(({ price }) => isTiered(price)).map(({ price }) => price.id);
  const coupons = discountsOf(subscription).flatMap((discount) => couponIdOf(discount) ?? []);
  return { prices: [...new Set(prices)], coupons: [...new Set(coupons)] };
}

/**
 * What a subscription brings a month, in minor units of its currency, rounded: the sum over its items of amount ×
 * quantity, in months (day × 365/12, week × 52/12, year ÷ 12), less discounts; taxes and one-off charges are not
 * in it, metered use is 0 since nobody knows it beforehand. 0 in trial, unpaid or paused. For one that is over:
 * what it brought in the end. Undefined when a price or a coupon is not to be had.
 *
 * Source: Stripe, "MRR" in the glossary of Billing analytics (docs.stripe.com/billing/subscriptions/analytics).
 */
export function monthlyRevenueMinor(
  subscription: Subscription,
  book: PriceBook,
  rule: DiscountRule,
  now: number,
): number | undefined {
  if (BRINGS_NOTHING.has(subscription.status) || subscription.pause_collection) return 0;
  const at = subscription.ended_at ?? Math.floor(now / 1000);
  const lines: Line[] = [];
  for (const item of subscription.items.data) {
    const perMonth = itemPerMonth(item, book);
    if (perMonth === undefined) return undefined;
    const line = discounted([{ item, perMonth }], item.discounts, book, rule, at);
    if (!line) return undefined;
    lines.push(...line);
  }
  const net = discounted(lines, wholeDiscounts(subscription), book, rule, at);
  if (!net) return undefined;
  const total = net.reduce((sum, { perMonth }) => sum + perMonth, 0);
  return Math.round(HUNDREDFOLD.has(subscription.currency) ? total / 100 : total);
}

/** Whether the revenue is more than we can tell, because use is billed afterwards. */
export function hasMeteredItems(subscription: Subscription): boolean {
  return subscription.items.data.some(({ price }) => price.recurring?.usage_type === 'metered');
}

function isTiered(price: Price): boolean {
  return price.billing_scheme === 'tiered' && price.recurring?.usage_type !== 'metered';
}

/** A customer's discount counts where the subscription has none of its own. */
function wholeDiscounts({ discounts, customer }: Subscription): readonly (string | Discount)[] {
  if (discounts.length > 0 || typeof customer === 'string' || customer.deleted) return discounts;
  return customer.discount ? [customer.discount] : [];
}

function discountsOf(subscription: Subscription): readonly (string | Discount)[] {
  return [...wholeDiscounts(subscription), ...subscription.items.data.flatMap(({ discounts }) => discounts)];
}

function couponIdOf(discount: string | Discount): string | undefined {
  if (typeof discount === 'string') return undefined;
  const coupon = discount.source?.coupon ?? discount.coupon;
  return typeof coupon === 'string' ? coupon : coupon?.id;
}

function itemPerMonth({ price, quantity }: Item, book: PriceBook): number | undefined {
  const { recurring } = price;
  if (!recurring || recurring.usage_type === 'metered') return 0;
  const amount = amountOf(price, quantity ?? 1, book);
  return amount === undefined ? undefined : (amount * MONTHLY[recurring.interval]) / recurring.interval_count;
}

function amountOf(price: Price, quantity: number, book: PriceBook): number | undefined {
  if (!isTiered(price)) return money(price.unit_amount_decimal, price.unit_amount) * packagesOf(price, quantity);
  const tiers = price.tiers ?? book.tiers(price.id);
  if (!tiers) return undefined;
  return price.tiers_mode === 'volume' ? volumeAmount(tiers, quantity) : graduatedAmount(tiers, quantity);
}

function packagesOf({ transform_quantity: packages }: Price, quantity: number): number {
  if (!packages) return quantity;
  const share = quantity / packages.divide_by;
  return packages.round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/** Every unit at the price of the tier in which the quantity lies. */
function volumeAmount(tiers: readonly Tier[], quantity: number): number {
  const tier = tiers.find(({ up_to }) => up_to === null || quantity <= up_to);
  return tier ? flatOf(tier) + quantity * money(tier.unit_amount_decimal, tier.unit_amount) : 0;
}

/** Each unit at the price of the tier in which it lies, and each entered tier's flat fee. */
function graduatedAmount(tiers: readonly Tier[], quantity: number): number {
  let total = 0;
  let below = 0;
  for (const [index, tier] of tiers.entries()) {
    if (index > 0 && quantity <= below) break;
    const units = Math.min(quantity, tier.up_to ?? quantity) - below;
    total += flatOf(tier) + units * money(tier.unit_amount_decimal, tier.unit_amount);
    below = tier.up_to ?? quantity;
  }
  return total;
}

function flatOf(tier: Tier): number {
  return money(tier.flat_amount_decimal, tier.flat_amount);
}

/** Fractions of a minor unit are in the decimal text alone; a free price has neither. */
function money(decimal: string | null | undefined, whole: number | null | undefined): number {
  return decimal == null ? (whole ?? 0) : Number(decimal);
}

/** Takes discounts off one after another, never below nothing; undefined when one cannot be told. */
function discounted(
  lines: readonly Line[],
  discounts: readonly (string | Discount)[],
  book: PriceBook,
  rule: DiscountRule,
  at: number,
): readonly Line[] | undefined {
  let left = lines;
  for (const discount of discounts) {
    if (typeof discount === 'string') return undefined;
    if (discount.end != null && discount.end <= at) continue;
    const id = couponIdOf(discount);
    const coupon = id === undefined ? undefined : book.coupon(id);
    if (!coupon) return undefined;
    if (rule === 'forever' && coupon.duration !== 'forever') continue;
    left = afterCoupon(left, coupon);
  }
  return left;
}

/** An amount off comes once a billing cycle and is shared out over the items it applies to, by what they cost. */
function afterCoupon(lines: readonly Line[], coupon: Coupon): readonly Line[] {
  const eligible = lines.filter(({ item }) => appliesTo(coupon, item.price));
  const total = eligible.reduce((sum, { perMonth }) => sum + perMonth, 0);
  return lines.map((line) => {
    if (!eligible.includes(line) || total === 0) return line;
    if (coupon.percent_off != null) return { ...line, perMonth: (line.perMonth * (100 - coupon.percent_off)) / 100 };
    const { recurring } = line.item.price;
    const cycles = recurring ? MONTHLY[recurring.interval] / recurring.interval_count : 1;
    const off = ((coupon.amount_off ?? 0) * cycles * line.perMonth) / total;
    return { ...line, perMonth: Math.max(0, line.perMonth - off) };
  });
}

function appliesTo(coupon: Coupon, { product }: Price): boolean {
  const products = coupon.applies_to?.products;
  return !products || products.includes(typeof product === 'string' ? product : product.id);
}
