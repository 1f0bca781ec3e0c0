import { describe, expect, it } from 'vitest';
import { describeAlongside } from '../../../jobs/tasks/measure-thread.ts';
import { type Partition, summarise, summariseAlongside } from '../../../src/summarise/summary.ts';
import { randomColumns } from '../../summarise/random-columns.ts';

const columns = randomColumns({ tickets: 400, seed: 11 });
const agents =
  columns.agent.keys.length + columns.firstResponse.agent.keys.length + columns.laterResponse.agent.keys.length;
const partitions: Partition[] = [
  { groups: columns.tier.keys.length, tickets: columns.tier.codes },
  {
    groups: agents,
    tickets: columns.agent.codes,
    firstResponses: columns.firstResponse.agent.codes,
    laterResponses: columns.laterResponse.agent.codes,
  },
];

describe('later responses', () => {
  it('are described by another thread as they are by this one', async () => {
    const alone = summarise(columns, partitions, 3);

    expect(alone.overall.laterResponse.net?.n).toBeGreaterThan(100);
    for (const rowsForAThread of [1, Number.POSITIVE_INFINITY]) {
      const shared = await summariseAlongside(columns, partitions, 3, (task) =>
        describeAlongside(task, rowsForAThread),
      );
      expect(shared).toEqual(alone);
    }
  });

  it('fail the report aloud when the thread fails', async () => {
    const broken = {
      ...columns,
      laterResponse: { ...columns.laterResponse, net: undefined as unknown as Float64Array },
    };

    await expect(summariseAlongside(broken, partitions, 3, (task) => describeAlongside(task, 1))).rejects.toThrow(
      /undefined/,
    );
  });
});
