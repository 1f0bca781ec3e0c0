import { hasPaidBefore, levelBefore, type RevenueLine } from './revenue-levels.ts';

/** What one account's monthly revenue in one currency did between two instants, in minor units. */
export interface AccountMovement {
  readonly accountKey: string;
  readonly opening: number;
  readonly closing: number;
  readonly kind: 'none' | 'new' | 'reactivation' | 'expansion' | 'contraction' | 'churn';
  /** The parts of an expansion: more of the same, another product beside it, an extra. They add up to it. */
  readonly upsell: number;
  readonly crossSell: number;
  readonly addOn: number;
  /** It brings nothing any more, and yet a subscription of it has not ended (paused, unpaid). */
  readonly paused: boolean;
}

/** Movements of all accounts in one currency; decreases are negative, so that opening + movements = closing exactly. */
export interface MovementSum {
  readonly opening: number;
  readonly new: number;
  readonly reactivation: number;
  readonly upsell: number;
  readonly crossSell: number;
  readonly addOn: number;
  readonly contraction: number;
  readonly churn: number;
  readonly closing: number;
}

/**
 * Movements of monthly revenue between two instants, an account and currency at a time, so that a change of plan is no
 * churn (the grain of ChartMogul's and Stripe's definitions). Nothing before and something after is `new`, or
 * `reactivation` where the account had paid earlier; something before and nothing after is `churn`; else the difference
 * is `expansion` or `contraction`. Lines of one currency.
 */
export function movementsBetween(lines: readonly RevenueLine[], fromAt: number, toAt: number): AccountMovement[] {
  const movements: AccountMovement[] = [];
  for (const [accountKey, own] of Map.groupBy(lines, (line) => line.accountKey)) {
    const levels = own.map((line) => ({ line, before: levelBefore(line, fromAt), after: levelBefore(line, toAt) }));
    let [opening, closing] = [0, 0];
    for (const { before, after } of levels) {
      opening += before;
      closing += after;
    }
    if (opening === 0 && closing === 0) continue;
    const kind = kindOf(opening, closing, () => own.some((line) => hasPaidBefore(line, fromAt)));
    const parts = kind === 'expansion' ? expansionParts(levels, closing - opening) : NO_PARTS;
    const paused = kind === 'churn' && own.some((line) => isUnended(line, toAt));
    movements.push({ accountKey, opening, closing, kind, ...parts, paused });
  }
  return movements;
}

const NO_PARTS = { upsell: 0, crossSell: 0, addOn: 0 };

function kindOf(opening: number, closing: number, paidEarlier: () => boolean): AccountMovement['kind'] {
  if (opening === 0) return paidEarlier() ? 'reactivation' : 'new';
  if (closing === 0) return 'churn';
  if (closing === opening) return 'none';
  return closing > opening ? 'expansion' : 'contraction';
}

function isUnended({ steps, endedAt }: RevenueLine, at: number): boolean {
  return steps[0]!.at < at && (endedAt === undefined || endedAt >= at);
}

interface LineLevels {
  readonly line: RevenueLine;
  readonly before: number;
  readonly after: number;
}

/**
 * Splits an expansion by what was bought. A product that was there and brings more is an upsell, one that was not there
 * a cross-sell, or an add-on where the subscription says so. Subscriptions without a product are products of their own,
 * except that new ones that come while others end take their place: a change of plan. What other products lost is taken
 * off the upsell first, then off the cross-sell, then off the add-ons, so that the parts add up to the account's change.
 */
function expansionParts(levels: readonly LineLevels[], expansion: number): typeof NO_PARTS {
  const gains = { upsell: 0, crossSell: 0, addOn: 0 };
  for (const { before, after, addOn } of productsOf(levels)) {
    const gain = Math.max(0, after - before);
    if (before > 0) gains.upsell += gain;
    else if (addOn) gains.addOn += gain;
    else gains.crossSell += gain;
  }
  let loss = gains.upsell + gains.crossSell + gains.addOn - expansion;
  for (const part of ['upsell', 'crossSell', 'addOn'] as const) {
    const taken = Math.min(loss, gains[part]);
    gains[part] -= taken;
    loss -= taken;
  }
  return gains;
}

interface ProductLevels {
  before: number;
  after: number;
  addOn: boolean;
}

function productsOf(levels: readonly LineLevels[]): ProductLevels[] {
  const replaced = levels.some(({ line, before, after }) => line.product === undefined && before > 0 && after === 0);
  const products = new Map<string | LineLevels, ProductLevels>();
  for (const level of levels) {
    const { line, before, after } = level;
    const isSwap = replaced && !line.addOn && (before === 0) !== (after === 0);
    const key = line.product !== undefined ? `product ${line.product}` : isSwap ? 'change of plan' : level;
    const product = products.get(key) ?? { before: 0, after: 0, addOn: true };
    product.before += before;
    product.after += after;
    product.addOn &&= line.addOn;
    products.set(key, product);
  }
  return [...products.values()];
}

/** Adds movements up. */
export function sumMovements(movements: readonly AccountMovement[]): MovementSum {
  const sum = { opening: 0, new: 0, reactivation: 0, upsell: 0, crossSell: 0, addOn: 0, contraction: 0, churn: 0 };
  let closing = 0;
  for (const movement of movements) {
    sum.opening += movement.opening;
    closing += movement.closing;
    sum.upsell += movement.upsell;
    sum.crossSell += movement.crossSell;
    sum.addOn += movement.addOn;
    if (movement.kind !== 'none' && movement.kind !== 'expansion') {
      sum[movement.kind] += movement.closing - movement.opening;
    }
  }
  return { ...sum, closing };
}
