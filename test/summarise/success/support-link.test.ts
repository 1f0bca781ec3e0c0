import { describe, expect, it } from 'vitest';
import { keyAt } from '../../../src/summarise/rows.ts';
import { type AccountResult, linkSupport, supportExperience } from '../../../src/summarise/success/support-link.ts';
import { columnsFrom, type TicketFact } from '../outcomes/ticket-columns.ts';
import { answers, DAY, figure, kpisOf, subscription, WINDOW } from './input.ts';

const HOUR = 3_600_000;
const AT = WINDOW.fromAt;

/** A ticket of an account, solved some days before the window. */
const ticket = (account: string, netHours: number, fields: Partial<TicketFact> = {}): TicketFact => ({
  id: `${account}-${netHours}`,
  account,
  finalSolvedAt: AT - 10 * DAY,
  netMs: netHours * HOUR,
  ...fields,
});

function link(
  facts: readonly TicketFact[],
  results: readonly AccountResult[],
  satisfied: readonly [string, boolean][] = [],
) {
  const experience = supportExperience(
    [columnsFrom(facts)],
    (columns, row) => keyAt(columns.account, row),
    satisfied.map(([accountKey, positive]) => ({ accountKey, at: AT - DAY, positive })),
  );
  const about = { figure: 'mrr_expansion', title: 'Expansion', things: 'accounts', did: 'expanded', results };
  const [byResolution, bySatisfaction] = linkSupport([about], experience, 90 * DAY, 5);
  return { byResolution: byResolution!, bySatisfaction: bySatisfaction! };
}

const accounts = Array.from({ length: 200 }, (_, index) => `a${index}`);
/** Expands the more often, the faster its support was: nearly always in the first fifth, hardly ever in the last. */
const planted = accounts.map((accountKey, index) => ({ accountKey, at: AT, positive: (index * 7) % 200 > index }));
const nothing = accounts.map((accountKey, index) => ({ accountKey, at: AT, positive: index % 2 === 0 }));
const facts = accounts.map((account, index) => ticket(account, index + 1));

describe('whether a figure goes along with the support before it', () => {
  it('finds what was planted, and calls it an association and no cause', () => {
    const { byResolution } = link(facts, planted);

    expect(byResolution).toMatchObject({ verdict: 'association', n: 200, by: 'resolution' });
    expect(byResolution.groups.map(({ n }) => n)).toEqual([40, 40, 40, 40, 40]);
    expect(byResolution.points).toBeLessThan(-50);
    expect(byResolution.interval![1]).toBeLessThan(0);
    expect(byResolution.sentence).toMatch(
      /^Expansion and resolution time: slower support goes with fewer accounts that expanded, an association, not a cause, with size and age of the accounts not taken out; /,
    );
  });

  it('says that there is too little to say where nothing was', () => {
    const { byResolution } = link(facts, nothing);

    expect(byResolution.verdict).toBe('no_evidence');
    expect(byResolution.sentence).toContain(
      'too little to say; 50% of accounts expanded in the fastest fifth, 50% in the slowest',
    );
  });

  it('says that there are too few', () => {
    const { byResolution, bySatisfaction } = link(facts.slice(0, 24), planted);

    expect(byResolution).toMatchObject({ verdict: 'too_few', points: null, p: null, n: 24 });
    expect(byResolution.sentence).toBe(
      'Expansion and resolution time: too few accounts with support before it to say (n = 24).',
    );
    expect(bySatisfaction).toMatchObject({ verdict: 'too_few', n: 0 });
  });

  it('lays accounts whose answers were all positive beside the others', () => {
    const satisfied = accounts.map((account, index): [string, boolean] => [account, index % 2 === 0]);
    const { bySatisfaction } = link([], nothing, [...satisfied, ...satisfied]);

    expect(bySatisfaction).toMatchObject({ verdict: 'association', points: -100, n: 200 });
    expect(bySatisfaction.sentence).toMatch(
      /^Expansion and satisfaction with support: less satisfaction goes with fewer accounts that expanded/,
    );
  });

  it('does not look at answers of long ago, nor at those that came after', () => {
    const results = accounts.map((accountKey, index) => ({
      accountKey,
      at: AT + (index < 100 ? 0 : 91 * DAY),
      positive: true,
    }));
    const satisfied = accounts.map((account): [string, boolean] => [account, true]);

    expect(link([], results, satisfied).bySatisfaction.n).toBe(100);
  });

  it('does not tell a share of fifths that are too small to have one', () => {
    expect(link(facts.slice(0, 20), nothing).byResolution.verdict).toBe('too_few');
    expect(link(facts.slice(0, 25), nothing).byResolution.verdict).toBe('no_evidence');
  });

  it('corrects for all that is asked at once', () => {
    const experience = supportExperience([columnsFrom(facts)], (columns, row) => keyAt(columns.account, row), []);
    // 35% to 60% over the fifths: by itself p is about 0.01; among twenty that show nothing it is chance.
    const shares = [14, 16, 18, 22, 24];
    const weak = accounts.map((accountKey, index) => ({
      accountKey,
      at: AT,
      positive: index % 40 < shares[Math.floor(index / 40)]!,
    }));
    const about = { figure: 'mrr', title: 'Revenue', things: 'accounts', did: 'grew' };
    const alone = linkSupport([{ ...about, results: weak }], experience, 90 * DAY, 5)[0]!;
    const many = Array.from({ length: 20 }, () => ({ ...about, results: nothing }));
    const among = linkSupport([{ ...about, results: weak }, ...many], experience, 90 * DAY, 5)[0]!;

    expect([alone.verdict, among.verdict]).toEqual(['association', 'no_evidence']);
    expect(alone.p).toBe(among.p);
  });

  it('does not look at support that came after, nor at support of long ago', () => {
    const late = facts.map((fact) => ({ ...fact, finalSolvedAt: AT }));
    const early = facts.map((fact) => ({ ...fact, finalSolvedAt: AT - 90 * DAY - 1 }));

    expect(link([...late, ...early], planted).byResolution.n).toBe(0);
    expect(
      link(
        facts.map((fact) => ({ ...fact, finalSolvedAt: AT - 1 })),
        planted,
      ).byResolution.n,
    ).toBe(200);
  });

  it('takes a complex ticket for slow only among complex ones', () => {
    // Each account has one ticket; those who expand have complex ones, which take ten times as long.
    const mixed = accounts.map((account, index) =>
      ticket(account, index % 2 === 0 ? 10 * (1 + (index % 40)) : 1 + (index % 40), {
        tier: index % 2 === 0 ? 'complex' : 'simple',
      }),
    );

    expect(link(mixed, nothing).byResolution.verdict).toBe('no_evidence');
  });
});

describe('each figure of a window', () => {
  it('is laid beside the support of its own accounts', () => {
    const kpis = kpisOf({
      facts: accounts.map((account, index) => ticket(account, index + 1, { finalSolvedAt: AT - DAY })),
      subscriptions: accounts.map((key, index) =>
        subscription(key, index < 150 ? {} : { endedAt: AT + DAY, status: 'canceled' }),
      ),
      ratings: accounts.flatMap((accountKey, index) =>
        answers(1, 'nps', index < 100 ? 10 : 3, { accountKey, id: accountKey }),
      ),
    });
    const said = (name: string) =>
      kpis.supportLinks.find(({ figure: key, by }) => key === name && by === 'resolution')!;

    // Who left early is served by another desk than who is still there: churn is compared day by day, in the report.
    expect(kpis.supportLinks.filter(({ figure: key }) => ['churn_rate', 'grr'].includes(key))).toEqual([]);
    expect(said('nps').sentence).toMatch(/slower support goes with fewer accounts’ last answers that promote us/);
    expect(figure(kpis, 'churn_rate', { group: 'window' }).value).toBe(25);
  });
});
