import { z } from 'zod';
import type { CalendarMonths } from '../../clock/calendar-months.ts';
import { toIso } from '../../model/time.ts';
import type { Period } from '../../model/window.ts';
import { Iso } from '../schema.ts';
import { type Figure, type FigureKind, known, tooFew, unavailable } from './figure.ts';
import { type AccountMovement, type MovementSum, movementsBetween, sumMovements } from './movements.ts';
import type { RevenueBook, RevenueLine } from './revenue-levels.ts';

const Money = z.int();

/** Monthly revenue of one currency from month to month, in minor units; each opening is the closing before it. */
export const RevenueMonths = z.object({
  currency: z.string().nullable().describe('ISO 4217; null for money whose currency nobody says'),
  months: z
    .array(
      z.object({
        from: Iso.describe('when the month, or the window, begins'),
        to: Iso.describe('when it ends'),
        opening: Money.describe('monthly revenue when the month began'),
        new: Money.describe('of accounts that began'),
        reactivation: Money.describe('of accounts that came back'),
        upsell: Money.describe('more for the same product'),
        crossSell: Money.describe('from further products'),
        addOn: Money.describe('from add-ons'),
        contraction: Money.describe('less for what is kept, negative'),
        churn: Money.describe('of accounts that left, negative'),
        closing: Money.describe('monthly revenue when the month ended: the sum of all these'),
      }),
    )
    .describe('the window, month by month'),
});
export type RevenueMonths = z.infer<typeof RevenueMonths>;

const money = (key: string, label: string, formula: string): FigureKind => ({ key, label, unit: 'money', formula });

const MRR = money('mrr', 'Monthly revenue (MRR)', 'sum of what all subscriptions bring a month when the window ends');
const ARPA = money(
  'arpa',
  'MRR per account (ARPA)',
  'MRR of accounts that bring any ÷ these accounts, when the window ends',
);

type Part = Exclude<keyof MovementSum, 'opening' | 'closing'> | 'expansion';

const MOVEMENTS: readonly (readonly [Part, FigureKind])[] = [
  ['new', money('mrr_new', 'New MRR', 'MRR of accounts that never paid before the window')],
  [
    'expansion',
    money('mrr_expansion', 'Expansion MRR', 'more MRR of accounts that paid before: upsell + cross-sell + add-ons'),
  ],
  ['upsell', money('mrr_upsell', 'Expansion by upsell', 'expansion by more of a product the account already had')],
  [
    'crossSell',
    money('mrr_cross_sell', 'Expansion by cross-sell', 'expansion by another product beside the one it had'),
  ],
  ['addOn', money('mrr_add_on', 'Expansion by add-ons', 'expansion by subscriptions marked as add-ons')],
  ['contraction', money('mrr_contraction', 'Contraction MRR', 'less MRR of accounts that still pay (negative)')],
  [
    'churn',
    money('mrr_churn', 'Churned MRR', 'MRR of accounts that bring nothing any more (negative); paused ones too'),
  ],
  ['reactivation', money('mrr_reactivation', 'Reactivation MRR', 'MRR of accounts that came back from nothing')],
];

const GRR: FigureKind = {
  key: 'grr',
  label: 'Gross retention (GRR)',
  unit: 'percent',
  formula: '(MRR at the start + contraction + churn, both negative) ÷ MRR at the start × 100',
};
const NRR: FigureKind = {
  key: 'nrr',
  label: 'Net retention (NRR)',
  unit: 'percent',
  formula:
    '(MRR at the start + expansion + contraction + churn) ÷ MRR at the start × 100; new and returned accounts are not in it',
};

const KINDS = [MRR, ARPA, ...MOVEMENTS.map(([, kind]) => kind), GRR, NRR];

/** What revenue did in one window: figures, the months of each currency, and what each account did. */
export interface RevenueFigures {
  readonly figures: readonly Figure[];
  readonly months: readonly RevenueMonths[];
  readonly movements: ReadonlyMap<string | null, readonly AccountMovement[]>;
}

/**
 * MRR, ARPA, movements and revenue retention, a currency at a time: money of two currencies is never added up. What is
 * dated at the window's first instant belongs to it, as in churn. Definitions: ChartMogul, "MRR movements" and "Net MRR
 * churn rate"; Skok, "SaaS Metrics 2.0" (retention as 100 less net and gross revenue churn).
 */
export function revenueFigures(
  book: RevenueBook,
  window: Period,
  calendar: CalendarMonths,
  minimum: number,
): RevenueFigures {
  const notes = notesOn(book);
  const figures: Figure[] = [];
  const months: RevenueMonths[] = [];
  const movements = new Map<string | null, readonly AccountMovement[]>();
  const all = linesByCurrency(book).map(
    ([currency, lines]) => [currency, lines, movementsBetween(lines, window.fromAt, window.toAt)] as const,
  );
  const moved = movedBetweenCurrencies(all.map(([currency, , own]) => [currency, own]));
  for (const [currency, lines, own] of all) {
    if (own.length === 0) continue;
    movements.set(currency, own);
    figures.push(...figuresOf(own, moved, currency, minimum, notes));
    months.push({ currency, months: monthsOf(lines, window, calendar) });
  }
  if (figures.length === 0) {
    const why =
      book.lines.length === 0
        ? 'needs subscriptions with a monthly revenue (Stripe, HubSpot’s deals, or subscriptions.csv with mrr and currency)'
        : 'no subscription brought anything at the window’s start or end';
    figures.push(...KINDS.map((kind) => unavailable(kind, why, { notes })));
  }
  return { figures, months, movements };
}

/** The lines of each currency, currencies in order of name and those without one last. */
export function linesByCurrency(book: RevenueBook): [string | null, RevenueLine[]][] {
  return [...Map.groupBy(book.lines, (line) => line.currency)].sort(([a], [b]) => {
    if (a === null || b === null) return a === null ? 1 : -1;
    return a < b ? -1 : 1;
  });
}

/** Accounts that brought money in one currency when the window began and in another one when it ended: nobody came or left. */
function movedBetweenCurrencies(
  all: readonly (readonly [currency: string | null, movements: readonly AccountMovement[]])[],
): ReadonlySet<string> {
  const [left, came] = [new Set<string>(), new Set<string>()];
  for (const { accountKey, opening, closing } of all.flatMap(([, own]) => own)) {
    if (opening > 0 && closing <= 0) left.add(accountKey);
    if (opening <= 0 && closing > 0) came.add(accountKey);
  }
  return new Set([...left].filter((key) => came.has(key)));
}

function figuresOf(
  all: readonly AccountMovement[],
  moved: ReadonlySet<string>,
  currency: string | null,
  minimum: number,
  others: readonly string[],
): Figure[] {
  const movements = all.filter(({ accountKey }) => !moved.has(accountKey));
  const away = all.length - movements.length;
  const notes =
    away === 0
      ? others
      : [
          ...others,
          `${away === 1 ? '1 account' : `${away} accounts`} changed the currency: in MRR at both ends, and in no movement, which do not add up to it.`,
        ];
  const whole = sumMovements(all);
  const sum = sumMovements(movements);
  const expansion = sum.upsell + sum.crossSell + sum.addOn;
  const amounts: Readonly<Record<Part, number>> = { ...sum, expansion };
  const payers = all.filter(({ closing }) => closing > 0);
  const paying = payers.length;
  const paid = payers.reduce((all, { closing }) => all + closing, 0);
  const atStart = movements.filter(({ opening }) => opening > 0).length;
  const accountsIn = (part: Part): number => movements.filter((movement) => isIn(movement, part)).length;
  const ends = { 'MRR at the start': whole.opening, 'MRR at the end': whole.closing };
  const paused = movements.filter((movement) => movement.paused).length;
  return [
    known(MRR, { currency, n: paying, value: whole.closing, inputs: ends, notes }),
    paying === 0
      ? unavailable(ARPA, 'no account brings anything when the window ends', { currency })
      : known(ARPA, {
          currency,
          n: paying,
          value: paid / paying,
          inputs: { 'MRR of accounts that pay': paid, 'accounts that pay': paying },
        }),
    ...MOVEMENTS.map(([part, kind]) =>
      known(kind, {
        currency,
        n: accountsIn(part),
        value: amounts[part],
        inputs: { ...ends, accounts: accountsIn(part), ...(part === 'churn' ? { 'of them paused': paused } : {}) },
      }),
    ),
    ...(
      [
        [GRR, 0],
        [NRR, expansion],
      ] as const
    ).map(([kind, gained]) => {
      const inputs = {
        'MRR at the start': sum.opening,
        ...(kind === NRR ? { expansion } : {}),
        contraction: sum.contraction,
        churn: sum.churn,
      };
      const found = { currency, n: atStart, inputs };
      if (atStart < Math.max(1, minimum)) {
        return unavailable(kind, tooFew(atStart, Math.max(1, minimum), 'accounts that paid at the start'), found);
      }
      const kept = sum.opening + gained + sum.contraction + sum.churn;
      return known(kind, { ...found, value: (100 * kept) / sum.opening });
    }),
  ];
}

function isIn(movement: AccountMovement, part: Part): boolean {
  if (part === 'upsell' || part === 'crossSell' || part === 'addOn') return movement[part] > 0;
  return movement.kind === part;
}

function monthsOf(lines: readonly RevenueLine[], window: Period, calendar: CalendarMonths): RevenueMonths['months'] {
  const cuts = [window.fromAt, ...calendar.startsWithin(window.fromAt, window.toAt), window.toAt];
  return cuts.slice(1).map((toAt, index) => ({
    from: toIso(cuts[index]!),
    to: toIso(toAt),
    ...sumMovements(movementsBetween(lines, cuts[index]!, toAt)),
  }));
}

function notesOn({ withoutRevenue, assumed, paidTwice }: RevenueBook): string[] {
  const notes: string[] = paidTwice === undefined ? [] : [paidTwice];
  if (withoutRevenue > 0)
    notes.push(`${withoutRevenue} subscriptions without a monthly revenue are in no revenue figure.`);
  if (assumed > 0) {
    notes.push(
      `${assumed} subscriptions changed before the recorded history begins: what they brought before their first recorded change is taken to be the same.`,
    );
  }
  return notes;
}
