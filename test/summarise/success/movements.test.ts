import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarMonths } from '../../../src/clock/calendar-months.ts';
import type { MrrChange, Subscription } from '../../../src/model/account.ts';
import { livesOf } from '../../../src/summarise/outcomes/accounts.ts';
import { type MovementSum, movementsBetween, sumMovements } from '../../../src/summarise/success/movements.ts';
import { retentionFigures } from '../../../src/summarise/success/retention.ts';
import { linesByCurrency, revenueFigures } from '../../../src/summarise/success/revenue.ts';
import { revenueBook } from '../../../src/summarise/success/revenue-levels.ts';
import { DAY, figure, kpisOf, order, subscription, WINDOW, WITHIN } from './input.ts';

const YEAR = Date.UTC(2026, 0, 1);
const UTC = calendarMonths('UTC');

function book(subscriptions: readonly Subscription[], changes: readonly MrrChange[] = []) {
  return revenueBook(livesOf(subscriptions), changes);
}

function change(subscriptionId: string, at: number, mrrMinor: number, fields: Partial<MrrChange> = {}): MrrChange {
  return { source: 'billing', subscriptionId, id: `${at}`, at, mrrMinor, currency: 'USD', ...fields };
}

/** The movements of November in one currency. */
function november(
  subscriptions: readonly Subscription[],
  changes: readonly MrrChange[] = [],
  currency = 'USD',
): MovementSum {
  const lines = book(subscriptions, changes).lines.filter((line) => line.currency === currency);
  return sumMovements(movementsBetween(lines, WINDOW.fromAt, WINDOW.toAt));
}

const NOTHING = {
  opening: 0,
  new: 0,
  reactivation: 0,
  upsell: 0,
  crossSell: 0,
  addOn: 0,
  contraction: 0,
  churn: 0,
  closing: 0,
};
const old = (fields: Partial<Subscription> = {}) => subscription('s', { accountKey: 'acme', ...fields });
const begun = (id: string, fields: Partial<Subscription> = {}) =>
  subscription(id, { accountKey: 'acme', startedAt: WITHIN, ...fields });

describe('what an account’s revenue did', () => {
  it.each<[string, Subscription[], MrrChange[], Partial<MovementSum>]>([
    ['a first subscription', [begun('n')], [], { new: 5000, closing: 5000 }],
    [
      'a second product beside the first',
      [old(), begun('n', { mrrMinor: 2000 })],
      [],
      { opening: 5000, crossSell: 2000, closing: 7000 },
    ],
    [
      'an extra beside the first',
      [old(), begun('n', { mrrMinor: 900, addOn: true })],
      [],
      { opening: 5000, addOn: 900, closing: 5900 },
    ],
    [
      'an upgrade in the middle of the month',
      [old()],
      [change('s', WITHIN, 8000), change('s', WINDOW.fromAt - DAY, 5000)],
      { opening: 5000, upsell: 3000, closing: 8000 },
    ],
    [
      'a change of plan, told as an end and a start',
      [old({ endedAt: WITHIN }), begun('n', { mrrMinor: 8000 })],
      [],
      { opening: 5000, upsell: 3000, closing: 8000 },
    ],
    [
      'a change to a smaller plan',
      [old({ endedAt: WITHIN }), begun('n', { mrrMinor: 3000 })],
      [],
      { opening: 5000, contraction: -2000, closing: 3000 },
    ],
    [
      'more of the same product in a subscription of its own',
      [old({ product: 'seats' }), begun('n', { product: 'seats' })],
      [],
      { opening: 5000, upsell: 5000, closing: 10_000 },
    ],
    [
      'another product while one of two ends',
      [
        old({ product: 'a' }),
        old({ id: 't', product: 'b', endedAt: WITHIN }),
        begun('n', { product: 'c', mrrMinor: 9000 }),
      ],
      [],
      { opening: 10_000, crossSell: 4000, closing: 14_000 },
    ],
    ['the end of the last subscription', [old({ endedAt: WITHIN })], [], { opening: 5000, churn: -5000 }],
    [
      'the end of one of two',
      [old({ endedAt: WITHIN }), old({ id: 't' })],
      [],
      { opening: 10_000, contraction: -5000, closing: 5000 },
    ],
    [
      'a pause',
      [old()],
      [change('s', WINDOW.fromAt - DAY, 5000), change('s', WITHIN, 0, { cause: 'paused' })],
      { opening: 5000, churn: -5000 },
    ],
    [
      'the end of a pause',
      [old()],
      [change('s', WITHIN - 40 * DAY, 0, { cause: 'paused' }), change('s', WITHIN, 6000)],
      { reactivation: 6000, closing: 6000 },
    ],
    [
      'a return after a gap',
      [old({ endedAt: WINDOW.fromAt - DAY }), begun('n')],
      [],
      { reactivation: 5000, closing: 5000 },
    ],
    [
      'leaving and coming back within the window',
      [old({ endedAt: WITHIN }), begun('n', { startedAt: WITHIN + DAY })],
      [],
      { opening: 5000, closing: 5000 },
    ],
    [
      'what ends at the window’s first instant, which belongs to it',
      [old({ endedAt: WINDOW.fromAt })],
      [],
      { opening: 5000, churn: -5000 },
    ],
    [
      'what ends at the window’s last instant, which does not',
      [old({ endedAt: WINDOW.toAt })],
      [],
      { opening: 5000, closing: 5000 },
    ],
    [
      'a change that is recorded after the end',
      [old({ endedAt: WITHIN })],
      [change('s', WITHIN + DAY, 7000)],
      { opening: 5000, churn: -5000 },
    ],
    ['a trial, which is nothing', [begun('n', { status: 'trialing' })], [], {}],
  ])('%s', (_, subscriptions, changes, expected) => {
    expect(november(subscriptions, changes)).toEqual({ ...NOTHING, ...expected });
  });

  it('money given back changes an order and no monthly revenue', () => {
    const kpis = kpisOf({
      subscriptions: [old()],
      orders: [
        order('acme', WITHIN, 5000, { refundedMinor: 2500 }),
        order('acme', WITHIN + 1, 100, { refundedMinor: 100 }),
      ],
    });

    expect(figure(kpis, 'mrr').value).toBe(5000);
    expect(figure(kpis, 'clv_purchases').inputs[0]).toEqual({ name: 'average purchase value', value: 2500 });
  });

  it('a change of currency is an end in one and a start in the other, and nothing is added up', () => {
    const changes = [change('s', WINDOW.fromAt - DAY, 5000), change('s', WITHIN, 700_000, { currency: 'JPY' })];

    expect(november([old()], changes)).toEqual({ ...NOTHING, opening: 5000, churn: -5000 });
    expect(november([old()], changes, 'JPY')).toEqual({ ...NOTHING, new: 700_000, closing: 700_000 });
  });

  it('before a history that begins late the revenue is taken to have been the same, and that is said', () => {
    const { figures } = revenueFigures(book([old()], [change('s', WITHIN, 8000)]), WINDOW, UTC, 1);
    const mrr = figures.find(({ key }) => key === 'mrr')!;

    expect(november([old()], [change('s', WITHIN, 8000)])).toEqual({ ...NOTHING, opening: 8000, closing: 8000 });
    expect(mrr.notes[0]).toMatch(/^1 subscriptions changed before the recorded history begins/);
    expect(book([begun('n')], [change('n', WITHIN + 1000, 5000, { cause: 'created' })]).assumed).toBe(0);
  });

  it('a subscription without a revenue is in no revenue figure, and that is said', () => {
    const { mrrMinor: _, ...silent } = old({ id: 'silent' });
    const { figures } = revenueFigures(book([silent, old()]), WINDOW, UTC, 1);

    expect(figures.find(({ key }) => key === 'mrr')).toMatchObject({
      value: 5000,
      notes: ['1 subscriptions without a monthly revenue are in no revenue figure.'],
    });
  });
});

describe('what two sources tell of', () => {
  const deal = { source: 'hubspot', id: 'deal' };
  const note =
    '1 account has subscriptions of several sources that ran at the same time (billing, hubspot): where they tell of the same contract, it counts twice; read it from one of them.';
  const notesOf = (...subscriptions: Subscription[]) => {
    const { figures } = revenueFigures(book(subscriptions), WINDOW, UTC, 1);
    const churn = retentionFigures(livesOf(subscriptions), WINDOW, UTC, 1)[0]!;
    return [figures.find(({ key }) => key === 'mrr')!.notes, churn.notes].map((notes) => notes.includes(note));
  };

  it('is said to count twice where it ran at the same time, in revenue and in churn', () => {
    expect(notesOf(old({ source: 'billing' }), old({ ...deal }))).toEqual([true, true]);
  });

  it.each([
    ['of one source', old({ source: 'billing' }), old({ source: 'billing', id: 'other' })],
    ['of two accounts', old({ source: 'billing' }), old({ ...deal, accountKey: 'other' })],
    ['one after the other', old({ source: 'billing', endedAt: WITHIN }), old({ ...deal, startedAt: WITHIN })],
  ])('is not said of two contracts %s', (_, one, other) => {
    expect(notesOf(one, other)).toEqual([false, false]);
  });
});

/** One subscription as it was lived: levels in order, the first at its start. */
interface Life {
  readonly account: number;
  readonly currency: string;
  readonly product: string | undefined;
  readonly addOn: boolean;
  readonly levels: readonly { readonly day: number; readonly mrrMinor: number }[];
  readonly endDay: number | undefined;
  readonly toldByChanges: boolean;
}

const life: fc.Arbitrary<Life> = fc
  .record({
    account: fc.nat(3),
    currency: fc.constantFrom('USD', 'JPY'),
    product: fc.constantFrom(undefined, 'a', 'b'),
    addOn: fc.boolean(),
    days: fc.uniqueArray(fc.nat(360), { minLength: 1, maxLength: 5 }),
    amounts: fc.array(fc.oneof(fc.constant(0), fc.nat(100_000)), { minLength: 5, maxLength: 5 }),
    length: fc.option(fc.nat(200), { nil: undefined }),
  })
  .map(({ days, amounts, length, ...facts }) => {
    const sorted = days.toSorted((a, b) => a - b);
    const levels = sorted.map((day, index) => ({ day, mrrMinor: amounts[index]! }));
    return {
      ...facts,
      levels,
      endDay: length === undefined ? undefined : sorted.at(-1)! + 1 + length,
      toldByChanges: levels.length > 1,
    };
  });

function recordsOf(lives: readonly Life[]): { subscriptions: Subscription[]; changes: MrrChange[] } {
  const subscriptions = lives.map(
    ({ account, currency, product, addOn, levels, endDay }, index): Subscription => ({
      ...subscription(`s${index}`, {
        accountKey: `acc${account}`,
        currency,
        addOn,
        startedAt: YEAR + levels[0]!.day * DAY,
      }),
      mrrMinor: levels.at(-1)!.mrrMinor,
      ...(product === undefined ? {} : { product }),
      ...(endDay === undefined ? {} : { endedAt: YEAR + endDay * DAY, status: 'canceled' }),
    }),
  );
  const changes = lives.flatMap(({ currency, levels, toldByChanges }, index) =>
    toldByChanges
      ? levels.map(({ day, mrrMinor }) => change(`s${index}`, YEAR + day * DAY, mrrMinor, { currency }))
      : [],
  );
  return { subscriptions, changes };
}

/** What all lives of a currency bring before a day: read off the lives themselves, without steps or lines. */
function broughtBefore(lives: readonly Life[], currency: string, day: number): number {
  let sum = 0;
  for (const { currency: own, levels, endDay } of lives) {
    if (own !== currency || (endDay !== undefined && endDay < day)) continue;
    sum += levels.filter((level) => level.day < day).at(-1)?.mrrMinor ?? 0;
  }
  return sum;
}

function movementsOf({ opening, closing, ...movements }: MovementSum): number {
  return Object.values(movements).reduce((sum, amount) => sum + amount, 0);
}

describe('movements of random histories (upgrades, pauses, ends, several subscriptions, two currencies)', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 6 });

  it('add up from one instant to the next, to the minor unit, and their ends are what the histories say', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 8 }), cuts, (lives, days) => {
        const { subscriptions, changes } = recordsOf(lives);
        const sorted = days.toSorted((a, b) => a - b);
        for (const [currency, lines] of linesByCurrency(book(subscriptions, changes))) {
          const sums = sorted.slice(1).map((day, index) => {
            const [fromAt, toAt] = [YEAR + sorted[index]! * DAY, YEAR + day * DAY];
            return { from: sorted[index]!, to: day, ...sumMovements(movementsBetween(lines, fromAt, toAt)) };
          });
          for (const { from, to, ...sum } of sums) {
            expect(sum.opening + movementsOf(sum)).toBe(sum.closing);
            expect(sum.opening).toBe(broughtBefore(lives, currency!, from));
            expect(sum.closing).toBe(broughtBefore(lives, currency!, to));
            expect(Math.min(sum.new, sum.reactivation, sum.upsell, sum.crossSell, sum.addOn)).toBeGreaterThanOrEqual(0);
            expect(Math.max(sum.contraction, sum.churn)).toBeLessThanOrEqual(0);
            for (const amount of Object.values(sum)) expect(Number.isInteger(amount)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('do not depend on the order of records, nor on what is paid in other currencies', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 8 }), (lives) => {
        const { subscriptions, changes } = recordsOf(lives);
        const forwards = revenueFigures(book(subscriptions, changes), WINDOW, UTC, 1);
        const backwards = revenueFigures(book(subscriptions.toReversed(), changes.toReversed()), WINDOW, UTC, 1);
        const dollars = revenueFigures(
          book(
            subscriptions.filter(({ currency }) => currency === 'USD'),
            changes,
          ),
          WINDOW,
          UTC,
          1,
        );

        expect(backwards.months).toEqual(forwards.months);
        expect(backwards.figures).toEqual(forwards.figures);
        expect(dollars.months).toEqual(forwards.months.filter(({ currency }) => currency === 'USD'));
      }),
      { numRuns: 150 },
    );
  });

  it('give a gross retention between 0 and 100% that is never above the net one', () => {
    fc.assert(
      fc.property(fc.array(life, { minLength: 1, maxLength: 8 }), (lives) => {
        const { subscriptions, changes } = recordsOf(lives);
        const year = { fromAt: YEAR + 180 * DAY, toAt: YEAR + 330 * DAY };
        const { figures } = revenueFigures(book(subscriptions, changes), year, UTC, 1);
        for (const grr of figures.filter(({ key, value }) => key === 'grr' && value !== null)) {
          const nrr = figures.find(({ key, currency }) => key === 'nrr' && currency === grr.currency)!;
          expect(grr.value).toBeGreaterThanOrEqual(0);
          expect(grr.value).toBeLessThanOrEqual(100);
          expect(grr.value).toBeLessThanOrEqual(nrr.value!);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('of the months of a window follow on each other and begin and end with it', () => {
    fc.assert(
      fc.property(
        fc.array(life, { minLength: 1, maxLength: 6 }),
        fc.nat(200),
        fc.integer({ min: 1, max: 200 }),
        (lives, from, length) => {
          const { subscriptions, changes } = recordsOf(lives);
          const window = { fromAt: YEAR + from * DAY, toAt: YEAR + (from + length) * DAY };
          for (const { currency, months } of revenueFigures(book(subscriptions, changes), window, UTC, 1).months) {
            expect(months[0]!.opening).toBe(broughtBefore(lives, currency!, from));
            expect(months.at(-1)!.closing).toBe(broughtBefore(lives, currency!, from + length));
            for (const [index, month] of months.slice(1).entries()) {
              expect(month.opening).toBe(months[index]!.closing);
              expect(month.from).toBe(months[index]!.to);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
