import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import type { MeasuredColumns, MeasuredTicket, Turn } from '../../src/model/measurement.ts';
import { listTickets, parseTicketSelector } from '../../src/report/list-tickets.ts';
import { randomColumns } from '../summarise/random-columns.ts';
import { agent } from './report-input.ts';

const NO_NAMES = { agents: [], teams: [], accounts: [] };

function turn(agentId: string, clocks = { calendar: 1, net: 1, business: 1 }): Turn {
  return { askedAt: 0, answeredAt: clocks.calendar, agentId, teamId: null, by: 'human', clocks };
}

function ticket(over: Partial<MeasuredTicket> = {}): MeasuredTicket {
  return {
    source: 'zendesk',
    ticketId: '7',
    revision: 1,
    exclusion: null,
    url: null,
    subject: 'never shown',
    tier: 'simple',
    tierOrigin: 'score',
    tierScore: 1,
    agentId: '1',
    teamId: '10',
    priority: 'high',
    channel: 'email',
    category: null,
    tags: [],
    customerId: 'c1',
    accountKey: null,
    customerZone: 'stated',
    openedAt: Date.UTC(2026, 10, 2, 8),
    firstSolvedAt: Date.UTC(2026, 10, 2, 9),
    finalSolvedAt: null,
    reopens: 1,
    resolvedBy: 'human',
    estimated: false,
    timeSpentMs: {
      team_working: 3_600_000,
      team_time_zone_wait: 0,
      team_off_hours: 0,
      customer_wait: 0,
      customer_time_zone_wait: 0,
      customer_off_hours: 0,
      third_party_wait: 0,
      bot: 0,
      solved_gap: 5,
    },
    firstResponseMs: { calendar: 3, net: 2, business: 1 },
    firstResolutionMs: { calendar: 3_600_000, net: 3_600_000, business: 3_600_000 },
    finalResolutionMs: null,
    solutions: [],
    turns: [turn('1', { calendar: 3, net: 2, business: 1 }), turn('2', { calendar: 0, net: 0, business: 0 })],
    stints: [],
    scores: [],
    clippedEvents: 0,
    timelineComplete: true,
    unknownStatuses: [],
    impossible: [],
    ...over,
  };
}

/** Columns as the store would give them for these tickets, as far as groups need them. */
function columnsOf(tickets: readonly MeasuredTicket[]): MeasuredColumns {
  const column = (values: readonly (string | null)[]) => {
    const keys = [...new Set(values)];
    return { keys, codes: Uint32Array.from(values, (value) => keys.indexOf(value)) };
  };
  const base = randomColumns({ tickets: tickets.length, seed: 1 });
  const repliers = { keys: ['zendesk/9'], codes: new Uint32Array(base.laterResponse.ticket.length) };
  return {
    ...base,
    tier: column(tickets.map(({ tier }) => tier)),
    agent: column(tickets.map(({ source, agentId }) => (agentId === null ? null : `${source}/${agentId}`))),
    team: column(tickets.map(({ source, teamId }) => (teamId === null ? null : `${source}/${teamId}`))),
    category: column(tickets.map(({ category }) => category)),
    firstResponse: { ...base.firstResponse, agent: { ...repliers, codes: new Uint32Array(tickets.length) } },
    laterResponse: { ...base.laterResponse, agent: repliers },
  };
}

const TICKETS = [
  ticket({ ticketId: 'a', tier: 'complex' }),
  ticket({ ticketId: 'b', agentId: null, category: 'billing' }),
  ticket({ ticketId: 'c', source: 'intercom', agentId: '1', teamId: null }),
  ticket({ ticketId: 'd', agentId: '2', tier: 'complex' }),
  ticket({ ticketId: 'e', tier: 'complex', exclusion: 'spam' }),
];

function idsBehind(selector: string, names = NO_NAMES as Parameters<typeof parseTicketSelector>[2]): string[] {
  const isChosen = parseTicketSelector(selector, columnsOf(TICKETS.filter(({ exclusion }) => !exclusion)), names);
  return listTickets(TICKETS, isChosen).tickets.map(({ id }) => id);
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
    ['byTier', /write overall, or a group such as byTier=complex/],
    ['overal', /did you mean overall\?/],
  ])('%s: the message names the nearest', (selector, message) => {
    const names = { ...NO_NAMES, agents: [agent('zendesk', '2', 'Bob')] };

    expect(() => idsBehind(selector, names)).toThrow(ConfigError);
    expect(() => idsBehind(selector, names)).toThrow(message);
  });

  it('have exactly the fields of the contract, null where there is none', () => {
    const { tickets } = listTickets([ticket()], () => true);

    expect(tickets).toEqual([
      {
        source: 'zendesk',
        id: '7',
        url: null,
        tier: 'simple',
        agentId: '1',
        openedAt: '2026-11-02T08:00:00.000Z',
        firstSolvedAt: '2026-11-02T09:00:00.000Z',
        finalSolvedAt: null,
        reopens: 1,
        timeSpentMs: ticket().timeSpentMs,
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
    const [own, answered, others] = [
      ticket({ ticketId: 'own' }),
      ticket({ ticketId: 'answered', agentId: '9', turns: [turn('2')] }),
      ticket({ ticketId: 'others', agentId: '2', turns: [] }),
    ];
    const columns = columnsOf([own, answered, others]);
    const chosen = (selector: string) =>
      [own, answered, others].filter(parseTicketSelector(selector, columns, NO_NAMES)).map(({ ticketId }) => ticketId);

    expect(chosen('byReplier=2')).toEqual(['own', 'answered']);
    expect(chosen('byAgent=2')).toEqual(['others']);
    expect(chosen('byReplier=1')).toEqual(['own']);
  });
});
