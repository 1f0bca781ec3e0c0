import { z } from 'zod';
import { Account, ChurnEvent, Rating, Subscription } from '../../src/model/account.ts';
import { DataError } from '../../src/model/errors.ts';
import { isPositive, KNOWN_SCALES } from '../../src/model/rating-scale.ts';
import { type Cells, shown } from './cells.ts';
import { timeZoneOf } from './people-records.ts';
import { oneOf, record, required, requiredInstant } from './record.ts';

const Kind = z.enum(['csat', 'nps', 'ces']);
const Direction = z.enum(['higher_is_better', 'lower_is_better']);

/** What a scale is taken to be when no column says; documented beside the table. */
const DEFAULT_SCALE = { csat: [1, 5], nps: [0, 10], ces: [1, 7] } as const;

/** An account from a row. */
export function toAccount(source: string, cells: Cells): Account {
  return record(Account, {
    source,
    key: required(cells, 'key'),
    name: cells.text('name'),
    timeZone: timeZoneOf(cells),
    tier: cells.text('tier'),
    domains: cells.list('domains').map((domain) => domain.toLowerCase()),
    externalIds: cells.list('external_ids'),
    startedAt: cells.instant('started_at'),
    statedChurned: cells.flag('stated_churned'),
  });
}

/** A subscription from a row; `mrr` is in minor units (cents). */
export function toSubscription(source: string, cells: Cells): Subscription {
  const endedAt = cells.instant('ended_at');
  return record(Subscription, {
    source,
    id: required(cells, 'id'),
    accountKey: required(cells, 'account_key'),
    startedAt: requiredInstant(cells, 'started_at'),
    cancelRequestedAt: cells.instant('cancel_requested_at'),
    endedAt,
    status: cells.text('status') ?? (endedAt === undefined ? 'active' : 'ended'),
    mrrMinor: wholeMinor(cells),
    currency: cells.text('currency')?.toLowerCase(),
    product: cells.text('product'),
    addOn: cells.flag('add_on'),
    reason: cells.text('reason'),
  });
}

function wholeMinor(cells: Cells): number | undefined {
  const mrr = cells.number('mrr');
  if (mrr === undefined) return undefined;
  // A product such as 19.99 × 100 misses the whole number by a rounding error only.
  const whole = Math.round(mrr);
  if (Math.abs(whole - mrr) > 1e-6) throw new DataError(`mrr is not in whole minor units (cents): ${mrr}`);
  return whole;
}

/** A churn event from a row; `id` made of account and instant when there is none. */
export function toChurnEvent(source: string, cells: Cells): ChurnEvent {
  const accountKey = required(cells, 'account_key');
  const at = requiredInstant(cells, 'at');
  return record(ChurnEvent, {
    source,
    id: cells.text('id') ?? `${accountKey}@${at}`,
    accountKey,
    at,
    reason: cells.text('reason'),
    reactivation: cells.flag('reactivation'),
  });
}

/**
 * A rating from a row. Without an `id` it is made of what the row says, so that the same row is the same rating. An
 * empty value is a survey that was offered and not answered. DataError when the value lies off its scale, or when
 * the scale has no rule and no column `positive` says what counts.
 */
export function toRating(source: string, cells: Cells): Rating {
  const kind = oneOf(Kind, cells, 'kind') ?? 'csat';
  const [scaleMin, scaleMax] = scaleOf(cells, kind);
  const value = cells.number('value') ?? null;
  if (value !== null && (value < scaleMin || value > scaleMax)) {
    throw new DataError(`value ${value} lies off its scale of ${scaleMin} to ${scaleMax}`);
  }
  const lowerIsBetter = oneOf(Direction, cells, 'direction') === 'lower_is_better';
  const mirrored = value === null ? null : scaleMin + scaleMax - value;
  const ticketId = cells.text('ticket_id');
  const agentId = cells.text('agent_id');
  const customerId = cells.text('customer_id');
  const offeredAt = cells.instant('offered_at');
  const ratedAt = cells.instant('rated_at');
  const facts = [kind, ticketId, agentId, customerId, offeredAt ?? ratedAt].map((fact) => fact ?? '').join('/');
  return record(Rating, {
    source,
    id: cells.text('id') ?? facts,
    ticketId,
    agentId,
    customerId,
    accountKey: cells.text('account_key'),
    kind,
    value,
    scaleMin,
    scaleMax,
    positive: positiveOf(kind, lowerIsBetter ? mirrored : value, scaleMin, scaleMax, cells.flag('positive')),
    ...(lowerIsBetter ? { lowerIsBetter } : {}),
    commented: commentedIn(cells),
    offeredAt,
    ratedAt,
  });
}

/** Whether the customer said why, from their words or from a yes or no; the words go no further. */
function commentedIn(cells: Cells): boolean | undefined {
  const said = cells.text('comment');
  if (said === undefined) return cells.has('comment') ? false : undefined;
  return !/^(false|no|n|0)$/i.test(said);
}

/** Whether an answer counts as positive: what the file says, else the rule of its scale. */
export function positiveOf(
  kind: Rating['kind'],
  value: number | null,
  scaleMin: number,
  scaleMax: number,
  stated?: boolean,
): boolean | null {
  if (value === null) return null;
  const positive = stated ?? isPositive(kind, value, scaleMin, scaleMax);
  if (positive === null) {
    throw new DataError(
      `no rule says which answers on a ${kind} scale of ${scaleMin} to ${scaleMax} are positive (known: ${KNOWN_SCALES}): add a column positive`,
    );
  }
  return positive;
}

/** The ends of a scale: the columns `scale_min` and `scale_max`, or `scale` (`1-5`), or the kind's usual one. */
export function scaleOf(cells: Cells, kind: Rating['kind']): readonly [number, number] {
  const text = cells.text('scale');
  const match = text === undefined ? null : /^(-?\d+)\s*(?:-|–|to|\.\.)\s*(-?\d+)$/.exec(text);
  if (text !== undefined && !match) throw new DataError(`scale is not like 1-5: ${shown(text)}`);
  const [usualMin, usualMax] = DEFAULT_SCALE[kind];
  const scaleMin = cells.number('scale_min') ?? (match ? Number(match[1]) : usualMin);
  const scaleMax = cells.number('scale_max') ?? (match ? Number(match[2]) : usualMax);
  if (scaleMin >= scaleMax) throw new DataError(`a scale of ${scaleMin} to ${scaleMax} has no length`);
  return [scaleMin, scaleMax];
}
