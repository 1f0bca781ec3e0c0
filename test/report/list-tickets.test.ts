import { describe, expect, it } from 'vitest';
import { CAUSES, each, type Tier } from '../../src/model/catalogue.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { MeasuredColumns } from '../../src/model/measurement.ts';
import { lastRatings, listTickets, parseTicketSelector } from '../../src/report/list-tickets.ts';
import { randomColumns } from '../summarise/random-columns.ts';
import { agent } from './report-input.ts';

const NO_NAMES = { agents: [], teams: [], accounts: [] };

interface Listed {
  readonly id: string;
  readonly source?: string;
  readonly tier?: Tier;
  readonly agentId?: string | null;
  readonly teamId?: string | null;
  readonly category?: string | null;
  /** Who answered its turns, in order. */
  readonly repliers?: readonly string[];
}

const OPENED = Date.UTC(2026, 10, 2, 8);
const HOUR = 3_600_000;

/** Columns as the store gives them: reopened once, solved for the first time after an hour, answered after 3 ms and 0 ms. */
function columnsOf(tickets: readonly Listed[]): MeasuredColumns {
  const column = (values: readonly (string | null)[]) => {
    const keys = [...new Set(values)];
    return { keys, codes: Uint32Array.from(values, (value) => keys.indexOf(value)) };
  };
  const all = tickets.map((ticket) => ({
    source: 'zendesk',
    tier: 'simple',
    agentId: '1',
    teamId: '10',
    category: null,
    repliers: ['1', '2'],
    ...ticket,
  }));
  const named = (id: 'agentId' | 'teamId') =>
    column(all.map((ticket) => (ticket[id] === null ? null : `${ticket.source}/${ticket[id]}`)));
  const numbers = (value: number) => new Float64Array(all.length).fill(value);
  const clocks = (calendar: number, net = calendar, business = net, n = all.length) => ({
    calendar: new Float64Array(n).fill(calendar),
    net: new Float64Array(n).fill(net),
    business: new Float64Array(n).fill(business),
  });
  const later = all.flatMap(({ source, repliers }, row) =>
    repliers.slice(1).map((agentId) => ({ row, agent: `${source}/${agentId}` })),
  );
  const first = clocks(3, 2, 1);
  for (const [row, { repliers }] of all.entries()) {
    if (repliers.length === 0) for (const clock of Object.values(first)) clock[row] = Number.NaN;
  }
  return {
    ...randomColumns({ tickets: all.length, seed: 1 }),
    source: column(all.map(({ source }) => source)),
    ticketId: all.map(({ id }) => id),
    tier: column(all.map(({ tier }) => tier)),
    agent: named('agentId'),
    team: named('teamId'),
    category: column(all.map(({ category }) => category)),
    openedAt: numbers(OPENED),
    finalSolvedAt: numbers(Number.NaN),
    reopens: numbers(1),
    timeSpentMs: { ...each(CAUSES, () => numbers(0)), team_working: numbers(HOUR), solved_gap: numbers(5) },
    firstResponse: {
      ...first,
      agent: column(all.map(({ source, repliers: [who] }) => (who === undefined ? null : `${source}/${who}`))),
      answeredAt: numbers(OPENED + 3),
    },
    firstResolution: clocks(HOUR),
    finalResolution: clocks(Number.NaN),
    laterResponse: {
      ...clocks(0, 0, 0, later.length),
      ticket: Uint32Array.from(later, ({ row }) => row),
      agent: column(later.map(({ agent: who }) => who)),
    },
  };
}

const TICKETS: readonly Listed[] = [
  { id: 'a', tier: 'complex' },
  { id: 'b', agentId: null, category: 'billing', repliers: ['9'] },
  { id: 'c', source: 'intercom', teamId: null, repliers: ['1'] },
  { id: 'd', agentId: '2', tier: 'complex' },
];

function idsBehind(selector: string, names = NO_NAMES as Parameters<typeof parseTicketSelector>[2]): string[] {
  const columns = columnsOf(TICKETS);
  return listTickets(columns, parseTicketSelector(selector, columns, names)).tickets.map(({ id }) => id);
}

describe('the tickets behind a figure', () => {
  it.each([
    ['overall', ['a', 'b', 'c', 'd']],
    ['byTier=complex', ['a', 'd']],
    ['byTier=moderate', []],
    ['byAgent=zendesk/1', ['a']],
    ['byAgent=intercom/1', ['c']],
    ['byAgent=2', ['d']],
    ['byAgent=zendesk/2', ['d']],
    ['byAgent=9', []],
    ['byAgent=none', ['b']],
    ['byTeam=10', ['a', 'b', 'd']],
    ['byTeam=none', ['c']],
    ['byCategory=billing', ['b']],
    ['byCategory=none', ['a', 'c', 'd']],
  ])('%s are %j', (selector, expected) => {
    expect(idsBehind(selector)).toEqual(expected);
  });

  it('of a person are those from all sources', () => {
    const agents = [agent('zendesk', '1', 'Ana', 'ana'), agent('intercom', '1', 'Ana', 'ana')];

    expect(idsBehind('byAgent=1', { ...NO_NAMES, agents })).toEqual(['a', 'c']);
  });

  it.each([
    ['byTier=complx', /did you mean complex\?/],
    ['byAgent=Bib', /did you mean 2\?/],
    ['byCategory=shipping-and-more', /there are billing, none/],
    ['byTierr=complex', /did you mean byTier=…\?/],
    ['byTier', /write overall, .*or a group such as byTier=complex/],
    ['overal', /did you mean overall\?/],
  ])('%s: the message names the nearest', (selector, message) => {
    const names = { ...NO_NAMES, agents: [agent('zendesk', '2', 'Bob')] };

    expect(() => idsBehind(selector, names)).toThrow(ConfigError);
    expect(() => idsBehind(selector, names)).toThrow(message);
  });

  it('have exactly the fields of the contract, null where there is none', () => {
    const { tickets } = listTickets(columnsOf([{ id: '7' }]), () => true);

    expect(tickets).toEqual([
      {
        source: 'zendesk',
        id: '7',
        url: null,
        tier: 'simple',
        agentId: '1',
        teamId: '10',
        category: null,
        priority: 'normal',
        channel: 'chat',
        rating: null,
        openedAt: '2026-11-02T08:00:00.000Z',
        firstSolvedAt: '2026-11-02T09:00:00.000Z',
        finalSolvedAt: null,
        reopens: 1,
        timeSpentMs: { ...each(CAUSES, () => 0), team_working: HOUR, solved_gap: 5 },
        firstResponseMs: { calendar: 3, net: 2, business: 1 },
        laterResponsesMs: [{ calendar: 0, net: 0, business: 0 }],
        firstResolutionMs: { calendar: 3_600_000, net: 3_600_000, business: 3_600_000 },
        finalResolutionMs: null,
      },
    ]);
  });
});

describe('the tickets behind response times', () => {
  it('are those that somebody answered, whoever is credited with their solution', () => {
    const columns = columnsOf([
      { id: 'own' },
      { id: 'answered', agentId: '9', repliers: ['2'] },
      { id: 'others', agentId: '2', repliers: [] },
    ]);
    const chosen = (selector: string) =>
      listTickets(columns, parseTicketSelector(selector, columns, NO_NAMES)).tickets.map(({ id }) => id);

    expect(chosen('byReplier=2')).toEqual(['own', 'answered']);
    expect(chosen('byAgent=2')).toEqual(['others']);
    expect(chosen('byReplier=1')).toEqual(['own']);
  });

  it('are listed with their own later answers, whoever else is chosen', () => {
    const columns = columnsOf([
      { id: 'a', repliers: ['1', '2', '1'] },
      { id: 'b', repliers: ['1'] },
      { id: 'c', repliers: ['1', '2'] },
    ]);

    const counts = (chosen: readonly number[]) =>
      listTickets(columns, (row) => chosen.includes(row)).tickets.map(
        ({ laterResponsesMs }) => laterResponsesMs.length,
      );
    expect(counts([0, 1, 2])).toEqual([2, 0, 1]);
    expect(counts([2])).toEqual([1]);
  });
});

it('shows the last answer that a ticket’s customer gave before an instant', () => {
  const rating = (ticketId: string, value: number | null, ratedAt: number, kind: 'csat' | 'nps' = 'csat') =>
    ({
      source: 'zendesk',
      id: `${ticketId}${ratedAt}`,
      ticketId,
      kind,
      value,
      ratedAt,
      scaleMin: 1,
      scaleMax: 5,
      positive: null,
    }) as const;
  const ratingOf = lastRatings(
    [rating('7', 2, 10), rating('7', 4, 20), rating('7', 1, 30), rating('7', 9, 25, 'nps'), rating('8', null, 10)],
    30,
  );

  expect([ratingOf('zendesk', '7'), ratingOf('zendesk', '8'), ratingOf('phone', '7')]).toEqual([4, null, null]);
});
