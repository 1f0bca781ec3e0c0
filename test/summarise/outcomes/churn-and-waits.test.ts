import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../../src/model/account.ts';
import { livesOf } from '../../../src/summarise/outcomes/accounts.ts';
import { type AccountTicket, churnAndWaits } from '../../../src/summarise/outcomes/churn-and-waits.ts';
import { assigned, becomes, DAY, HOUR, measured } from '../../measure/desk.ts';

const FROM = Date.UTC(2026, 7, 24);
const TO = Date.UTC(2026, 10, 23);
const LOOKBACK = 90 * DAY;
const DESK = { definitions: { teamHours: '24/7', teamTimeZone: 'UTC' } };

const subscription = (accountKey: string, over: Partial<Subscription> = {}): Subscription => ({
  source: 'billing',
  id: accountKey,
  accountKey,
  startedAt: FROM - 400 * DAY,
  status: 'active',
  mrrMinor: 10_000,
  currency: 'EUR',
  ...over,
});

interface Company {
  readonly subscriptions: readonly Subscription[];
  readonly tickets: readonly AccountTicket[];
}

const toldOf = ({ subscriptions, tickets }: Company) =>
  churnAndWaits({
    window: { fromAt: FROM, toAt: TO },
    lookbackMs: LOOKBACK,
    knownFromAt: FROM - 400 * DAY,
    lives: livesOf(subscriptions),
    tickets,
  });
describe('who is compared with whom', () => {
  const open = (accountKey: string, since: number): AccountTicket => ({
    accountKey,
    ticket: measured({ id: accountKey, openedAt: since }, [assigned(since, 'ana')], DESK),
  });
  const solved = (accountKey: string, since: number, at: number): AccountTicket => ({
    accountKey,
    ticket: measured(
      { id: `${accountKey}-${since}`, openedAt: since },
      [assigned(since, 'ana'), becomes(at, 'solved')],
      DESK,
    ),
  });
  /** Before every look-back: that somebody writes for an account is known. */
  const longAgo = Array.from({ length: 60 }, (_, i) => solved(`a${i}`, FROM - 300 * DAY, FROM - 299 * DAY));
  /** Twelve accounts decide a day after one another; who decides has been waiting, the others have not. */
  const waiting: Company = {
    subscriptions: Array.from({ length: 60 }, (_, i) =>
      subscription(`a${i}`, i < 12 ? { cancelRequestedAt: FROM + (i + 1) * DAY, endedAt: TO - DAY } : {}),
    ),
    tickets: [...longAgo, ...Array.from({ length: 12 }, (_, i) => open(`a${i}`, FROM + (i + 1) * DAY - 6 * HOUR))],
  };

  it('sees who left while they were waiting, although nothing was ever solved for them', () => {
    const { measures, requestShare } = toldOf(waiting);
    const [longest, solved] = measures;

    expect(longest).toMatchObject({ measure: 'longestOpenWait', decisions: 12, verdict: 'association' });
    expect(longest!.sentence).toContain(
      'had been waiting longer for us when they decided: an association, not a cause',
    );
    expect(solved).toMatchObject({ measure: 'medianSolved', decisions: 0, verdict: 'too_few', hazardRatio: null });
    expect(requestShare).toBe(1);
  });

  it('compares nobody who had decided before, was not there yet, or is of another size or age', () => {
    const alone = (over: Partial<Subscription>): number =>
      toldOf({
        ...waiting,
        subscriptions: waiting.subscriptions.map((each, i) => (i < 12 ? each : { ...each, ...over })),
      }).measures.find(({ measure }) => measure === 'tickets')!.compared;
    // Eleven of the deciders decide later than the first, ten than the second, …: 66 comparisons among themselves.
    const themselves = 66;

    expect(alone({})).toBe(themselves + 12 * 48);
    expect(alone({ startedAt: TO })).toBe(themselves);
    expect(alone({ cancelRequestedAt: FROM - DAY, endedAt: TO + DAY })).toBe(themselves);
    expect(alone({ mrrMinor: 999_999 })).toBe(themselves);
    expect(alone({ startedAt: FROM - 10 * DAY })).toBe(themselves);
  });

  it('dates a decision at the ticket in which it was asked for, and says how many are', () => {
    const asking = {
      ...waiting,
      tickets: [
        ...longAgo,
        ...Array.from({ length: 12 }, (_, i) => {
          const decidedAt = FROM + (i + 1) * DAY;
          return solved(`a${i}`, decidedAt - (6 + i) * HOUR, decidedAt + HOUR / 2);
        }),
      ],
    };
    const { measures, byTicket } = toldOf(asking);

    expect(byTicket).toBe(12);
    expect(measures.filter(({ verdict }) => verdict === 'association')).toEqual([]);
    // Two hours after the decision it is another ticket, for which they were waiting.
    const later = asking.tickets.map(({ accountKey, ticket }, index) =>
      index < 60 ? { accountKey, ticket } : solved(accountKey, ticket.openedAt, ticket.finalSolvedAt! + 2 * HOUR),
    );
    expect(toldOf({ ...asking, tickets: later })).toMatchObject({
      byTicket: 0,
      measures: [{ verdict: 'association' }, {}, {}],
    });
  });

  it('leaves out accounts that nobody is known to write for: their people may be cut off from them', () => {
    const cut = {
      ...waiting,
      tickets: waiting.tickets.filter(({ accountKey }) => accountKey !== 'a0' && accountKey !== 'a20'),
    };

    const [whole, less] = [waiting, cut].map((company) => toldOf(company).measures[2]!);
    expect(less!.decisions).toBe(whole!.decisions - 1);
    // Neither as the one who decided (with 59 others), nor among those of the eleven that decided after it.
    expect(less!.compared).toBe(whole!.compared - 59 - 11);
  });

  it('says of how many who decided it is known that they have left', () => {
    const stayed = { ...waiting, subscriptions: waiting.subscriptions.map(({ endedAt: _, ...each }) => each) };

    expect(toldOf(waiting).measures[0]!.sentence).not.toContain('have left');
    expect(toldOf(stayed).measures[0]!.sentence).toContain(
      '12 decisions, 0 of whom have left by the end of the window',
    );
  });

  it('takes who still has another subscription for undecided', () => {
    const more = { ...waiting, subscriptions: [...waiting.subscriptions, subscription('a0', { id: 'second' })] };

    expect(toldOf(more).measures[0]!.decisions).toBe(11);
  });

  it('says too little of fewer than ten decisions', () => {
    const few = { ...waiting, subscriptions: waiting.subscriptions.slice(3) };

    expect(toldOf(few).measures[0]).toMatchObject({ decisions: 9, verdict: 'too_few', interval: null });
    expect(toldOf(few).measures[0]!.sentence).toContain('too little to say with 9 decisions');
  });

  it('withholds what a wait after the decision shows to be no fair comparison', () => {
    // Those who decide always wait longer, before and after: somebody else serves them.
    const company: Company = {
      subscriptions: waiting.subscriptions.map((each) => ({
        ...each,
        ...(each.cancelRequestedAt ? { endedAt: TO } : {}),
      })),
      tickets: waiting.subscriptions.flatMap(({ accountKey, cancelRequestedAt }, i) =>
        [0, 30, 60].flatMap((day) => {
          const at = FROM - 20 * DAY + day * DAY + i * HOUR;
          const isSlow = cancelRequestedAt !== undefined && at > cancelRequestedAt;
          const before = cancelRequestedAt !== undefined ? [open(accountKey, cancelRequestedAt - 6 * HOUR)] : [];
          const hours = isSlow ? 200 + i : 5 + (i % 7);
          const ticket = measured(
            { id: `${accountKey}-${day}`, openedAt: at },
            [assigned(at, 'ana'), becomes(at + hours * HOUR, 'solved')],
            DESK,
          );
          return [{ accountKey, ticket }, ...(day === 0 ? before : [])];
        }),
      ),
    };
    const { control, measures } = toldOf(company);

    expect(control).toMatchObject({ decisions: 12, fails: true });
    expect(measures.filter(({ verdict }) => verdict === 'association')).toEqual([]);
    expect(measures[0]).toMatchObject({ verdict: 'withheld' });
  });
});
