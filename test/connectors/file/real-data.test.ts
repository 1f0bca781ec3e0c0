import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { mean, median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/model/ticket.ts';
import { isSolved } from '../../../src/model/ticket.ts';
import { openExport, readAll } from './export.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data');
const UCI = resolve(DATA, 'uci498-servicenow/incident_event_log.opened_before_2016-04-01.csv.gz');
const RAVENSTACK = resolve(DATA, 'ravenstack');

function isReopened(events: readonly Event[]): boolean {
  let solved = false;
  for (const event of events) {
    if (event.kind !== 'status') continue;
    if (solved && !isSolved(event.to)) return true;
    solved = isSolved(event.to);
  }
  return false;
}

describe.skipIf(!existsSync(UCI))('the incident log of a real desk (skipped where the data folder is absent)', () => {
  it('has the tickets, solutions, reopenings and plain durations that were counted independently', async () => {
    const run = await readAll(openExport(UCI, 'uci498'));
    const timelines = Map.groupBy(run.events, ({ ticketId }) => ticketId);
    const solved = run.tickets.filter(({ statedSolvedAt }) => statedSolvedAt !== undefined);
    const hours = solved.map((ticket) => (ticket.statedSolvedAt! - ticket.openedAt) / 3_600_000);

    expect(run.rejected).toEqual([]);
    expect(run.warnings).toEqual(['782 solved tickets have no date and are in no time figure']);
    expect(run.tickets).toHaveLength(9202);
    expect(solved).toHaveLength(8419);
    expect(run.tickets.filter(({ id }) => isReopened(timelines.get(id) ?? []))).toHaveLength(133);
    expect(mean(hours)).toBeCloseTo(242.964, 4);
    expect(median(hours)).toBeCloseTo(70.4333, 4);
  });

  it('has at its solution the agent who resolved it, and a date of solution only where it is stated', async () => {
    const run = await readAll(openExport(UCI, 'uci498'));
    const timelines = Map.groupBy(run.events, ({ ticketId }) => ticketId);
    const bySolver = run.tickets.filter(({ id, statedSolvedAt }) => {
      const assigned = timelines
        .get(id)
        ?.findLast(
          (event) => event.kind === 'assignment' && event.agentId !== undefined && event.at <= (statedSolvedAt ?? -1),
        );
      return assigned?.kind === 'assignment' && assigned.agentId === 'Resolved by 15';
    });
    const undated = run.tickets.filter(({ statedSolvedAt }) => statedSolvedAt === undefined);
    const endsSolved = undated.filter(({ id }) => {
      const last = timelines.get(id)?.findLast((event) => event.kind === 'status');
      return last?.kind === 'status' && isSolved(last.to);
    });

    expect(bySolver).toHaveLength(871);
    expect(new Set(undated.map(({ status }) => status))).toEqual(new Set(['closed']));
    expect(endsSolved).toEqual([]);
  });
});

describe.skipIf(!existsSync(RAVENSTACK))(
  'a company that contradicts itself (skipped where the data folder is absent)',
  () => {
    it('keeps the facts by which its contradictions are counted', async () => {
      const run = await readAll(openExport(RAVENSTACK, 'ravenstack'));
      const startedAt = new Map(run.all('accounts').map((account) => [account.key, account.startedAt]));
      const solvedAt = new Map(run.tickets.map((ticket) => [ticket.id, ticket.statedSolvedAt!]));

      expect(run.rejected).toEqual([]);
      expect([run.all('accounts').length, run.tickets.length, run.all('subscriptions').length]).toEqual([
        500, 2000, 5000,
      ]);
      expect(run.all('accounts').filter(({ statedChurned }) => statedChurned)).toHaveLength(110);
      expect(new Set(run.all('churnEvents').map(({ accountKey }) => accountKey)).size).toBe(352);
      expect(run.tickets.filter(({ accountKey, openedAt }) => openedAt < startedAt.get(accountKey!)!)).toHaveLength(
        1077,
      );
      expect(
        run.events.filter((event) => event.kind === 'message' && event.at > solvedAt.get(event.ticketId)!),
      ).toHaveLength(36);
      expect(run.all('ratings')).toHaveLength(1175);
    });
  },
);
