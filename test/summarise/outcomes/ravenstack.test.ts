import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { file } from '../../../connectors/file/index.ts';
import { createMeasurer } from '../../../src/measure/measure.ts';
import type { Account, ChurnEvent, Subscription } from '../../../src/model/account.ts';
import type { Rating } from '../../../src/model/rating.ts';
import type { Event, Ticket } from '../../../src/model/ticket.ts';
import { creditsByRating } from '../../../src/summarise/outcomes/answers.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import { peopleOf } from '../../../src/summarise/outcomes/persons.ts';
import { tools } from '../../connectors/simulated/pull.ts';
import { inputOf } from './input.ts';
import { DEFINITIONS } from './simulated-company.ts';
import { columnsFrom, factOf } from './ticket-columns.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/ravenstack');
const NOW = Date.UTC(2026, 0, 1);

/** Everything the export holds, as the file connector reads it. */
async function readAll() {
  const read = { tickets: [] as Ticket[], events: [] as Event[], accounts: [] as Account[], ratings: [] as Rating[] };
  const billing = { subscriptions: [] as Subscription[], churnEvents: [] as ChurnEvent[] };
  const source = file.open('file', { PATH: FOLDER, MAPPING: 'ravenstack' }, undefined);
  for await (const page of source.pull(undefined, { ...tools, source: 'file' })) {
    read.tickets.push(...(page.tickets ?? []));
    read.events.push(...(page.events ?? []));
    read.accounts.push(...(page.accounts ?? []));
    read.ratings.push(...(page.ratings ?? []));
    billing.subscriptions.push(...(page.subscriptions ?? []));
    billing.churnEvents.push(...(page.churnEvents ?? []));
  }
  return { ...read, ...billing };
}

describe.skipIf(!existsSync(FOLDER))('RavenStack, data that contradict themselves (shared/data/ravenstack)', () => {
  it('are named with their counts instead of being averaged over', async () => {
    const { tickets, events, ratings, ...rest } = await readAll();
    const measure = createMeasurer({
      definitions: DEFINITIONS,
      people: { agents: [], teams: [], customer: () => undefined },
      now: NOW,
    });
    const byTicket = Map.groupBy(events, ({ ticketId }) => ticketId);
    const histories = tickets.map((ticket) => ({ ticket, events: byTicket.get(ticket.id) ?? [], revision: 1 }));
    const facts = histories.flatMap((history) => factOf(measure(history)) ?? []);
    const { section } = buildOutcomes(
      inputOf({
        ...rest,
        window: { fromAt: Date.UTC(2024, 0, 1), toAt: Date.UTC(2025, 0, 1) },
        tickets: [columnsFrom(facts)],
        ratings,
        credits: creditsByRating(ratings, histories, peopleOf([]), { turns: {}, autoClose: 'rewind' }),
      }),
    );
    const count = (kind: string) => section.quality.contradictions.find((each) => each.kind === kind);

    expect(section.quality.churnStated).toMatchObject({ accounts: 500, flagged: 110, withEvents: 352 });
    expect(count('ticket_before_sign_up')).toMatchObject({ n: 1077, of: 2000 });
    expect(count('first_response_after_solution')).toMatchObject({ n: 36 });
    expect(section.quality).toMatchObject({ ticketsRead: 2000, ticketsWithoutAgent: 2000 });
    expect(section.quality.notes).toContain('No ticket names an agent: nothing can be said about agents.');
    expect(section.quality.notes.join('\n')).toContain('110 accounts flagged as lost, 352 with churn events');
    expect(section.csat.byAgent.map(({ key }) => key)).toEqual(['none']);
    expect(section.link.agents).toEqual([]);
  });
});
