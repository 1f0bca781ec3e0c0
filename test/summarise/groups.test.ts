import { describe, expect, it } from 'vitest';
import type { KeyColumn, MeasuredColumns } from '../../src/model/measurement.ts';
import { splitBy } from '../../src/summarise/groups.ts';
import { agent } from '../report/report-input.ts';
import { randomColumns } from './random-columns.ts';

const NOBODY = { agents: [], teams: [], accounts: [] };

/** Columns whose tickets have these agents; answers are given by nobody else. */
function columnsOf(agents: readonly (string | null)[]): MeasuredColumns {
  const base = randomColumns({ tickets: agents.length, seed: 1 });
  const keys = [...new Set(agents)];
  const column: KeyColumn = { keys, codes: Uint32Array.from(agents, (key) => keys.indexOf(key)) };
  const nobody = (codes: Uint32Array): KeyColumn => ({ keys: [keys[0]!], codes: new Uint32Array(codes.length) });
  return {
    ...base,
    agent: column,
    firstResponse: { ...base.firstResponse, agent: nobody(base.firstResponse.agent.codes) },
    laterResponse: { ...base.laterResponse, agent: nobody(base.laterResponse.agent.codes) },
  };
}

describe('the groups of a report', () => {
  it('join one person across sources', () => {
    const columns = columnsOf(['zendesk/7', 'slack/U1', 'zendesk/8', 'zendesk/7']);
    const agents = [
      agent('zendesk', '7', 'Ana', 'ana@example.com'),
      agent('slack', 'U1', 'ana.b', 'ana@example.com'),
      agent('zendesk', '8', 'Bob', 'bob@example.com'),
    ];
    const { groups, partition } = splitBy('byAgent', columns, { ...NOBODY, agents });

    expect(groups).toEqual([
      { key: 'U1', label: 'ana.b', members: ['slack/U1', 'zendesk/7'] },
      { key: '8', label: 'Bob', members: ['zendesk/8'] },
    ]);
    expect([...partition.tickets]).toEqual([0, 0, 1, 0]);
  });

  it('name the source where two people share an id, and only there', () => {
    const { groups } = splitBy('byAgent', columnsOf(['zendesk/7', 'intercom/7', 'zendesk/8', null]), NOBODY);

    expect(groups.map(({ key, label }) => [key, label])).toEqual([
      ['zendesk/7', 'zendesk/7'],
      ['intercom/7', 'intercom/7'],
      ['8', '8'],
      ['none', 'nobody'],
    ]);
  });

  it('keep an agent whose id is "none" apart from nobody', () => {
    const { groups } = splitBy('byAgent', columnsOf(['file/none', null]), NOBODY);

    expect(groups.map(({ key }) => key)).toEqual(['file/none', 'none']);
  });

  it('keep an id with a slash whole', () => {
    expect(splitBy('byAgent', columnsOf(['github/org/ana']), NOBODY).groups[0]!.key).toBe('org/ana');
  });

  it('always have the three tiers in their order', () => {
    const columns = randomColumns({ tickets: 30, seed: 1, mix: [0, 0, 1] });
    const tier: KeyColumn = { keys: ['complex'], codes: new Uint32Array(30) };

    expect(splitBy('byTier', { ...columns, tier }, NOBODY).groups.map(({ key }) => key)).toEqual([
      'simple',
      'moderate',
      'complex',
    ]);
  });

  it('have the unknown tier where there are such tickets, and last', () => {
    const columns = randomColumns({ tickets: 2, seed: 1 });
    const groupsOf = (codes: number[]) => {
      const tier: KeyColumn = { keys: ['unknown', 'complex', 'simple'], codes: Uint32Array.from(codes) };
      return splitBy('byTier', { ...columns, tier }, NOBODY).groups.map(({ key }) => key);
    };

    expect(groupsOf([1, 0])).toEqual(['simple', 'moderate', 'complex', 'unknown']);
    expect(groupsOf([1, 2])).toEqual(['simple', 'moderate', 'complex']);
  });

  it('put a value written "none" and a missing one together', () => {
    const columns = randomColumns({ tickets: 3, seed: 1 });
    const priority: KeyColumn = { keys: ['none', null, 'high'], codes: Uint32Array.of(0, 1, 2) };
    const { groups, partition } = splitBy('byPriority', { ...columns, priority }, NOBODY);

    expect(groups.map(({ key }) => key)).toEqual(['none', 'high']);
    expect([...partition.tickets]).toEqual([0, 0, 1]);
  });

  it('label teams and accounts by name', () => {
    const columns = randomColumns({ tickets: 60, seed: 1, accounts: 1 });
    const names = {
      agents: [],
      teams: [{ source: 'zendesk', id: '11', name: 'First line' }],
      accounts: [{ source: 'stripe', key: 'account-0', name: 'Acme', domains: [], externalIds: [] }],
    };

    expect(splitBy('byTeam', columns, names).groups).toContainEqual({
      key: '11',
      label: 'First line',
      members: ['zendesk/11'],
    });
    expect(
      splitBy('byAccount', columns, names)
        .groups.map(({ label }) => label)
        .sort(),
    ).toEqual(['Acme', 'no account']);
  });
});
