import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Event, Ticket } from '../../../src/model/ticket.ts';
import { answersOf, type Specification } from '../../support/openapi.ts';
import { runFake } from '../run-fake.ts';
import { intercomFake, type World } from './fake.ts';

const SPEC = resolve(import.meta.dirname, '../../../../shared/data/specs/intercom/api.intercom.io.2.16.yaml');

type Row = Record<string, unknown>;

/** "Between 1 and 5" stands in the specification's words alone. */
function rated(conversation: Row): Row {
  const inRange = (held: unknown) => {
    const rating = (held as Row | null | undefined)?.rating;
    return typeof rating === 'number' ? { ...(held as Row), rating: 1 + (rating % 5) } : held;
  };
  const { conversation_rating: teammate, ai_agent: fin, ...rest } = conversation;
  return { ...rest, conversation_rating: inRange(teammate), ai_agent: inRange(fin) };
}

describe.skipIf(!existsSync(SPEC))('random answers that obey Intercom’s specification (../shared/data/specs)', () => {
  const specification = existsSync(SPEC) ? (parse(readFileSync(SPEC, 'utf8')) as Specification) : {};
  const schema = (name: string) => answersOf(specification, name) as fc.Arbitrary<Row>;

  it('stop nothing, and set nothing aside but what has no readable id', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(schema('conversation'), { minLength: 3, maxLength: 6 }),
        schema('admin_list'),
        schema('team_list'),
        schema('contact_list'),
        schema('admin_with_app'),
        async (conversations, admins, teams, contacts, me) => {
          // The search keeps its order: when each changed is ours, where it says so at all.
          const found = conversations.map((each, n) => {
            const at = 1_772_600_000 + n * 1000;
            const id = n === 0 ? each.id : String(200 + n);
            return {
              ...rated(each),
              id,
              ...('updated_at' in each ? { updated_at: at } : {}),
              open: each.state !== 'closed',
            };
          });
          const world: World = { conversations: found as World['conversations'], parts: {}, contacts: [], deleted: [] };
          const run = runFake(intercomFake, {
            world,
            answer: (_, request) => {
              const { path, method } = request;
              const one = found.find(({ id }) => path === `/conversations/${encodeURIComponent(String(id))}`);
              if (one) return { body: one };
              if (path === '/me') return { body: { type: 'admin', ...me } };
              if (path === '/admins') return { body: { type: 'admin.list', ...admins } };
              if (path === '/teams') return { body: { type: 'team.list', ...teams } };
              if (path === '/contacts/search') return { body: { type: 'list', ...contacts } };
              if (path === '/conversations/search' && method === 'POST') {
                const body = request.body as { query: { value: { field: string; value: number | boolean }[] } };
                const [from, to, open] = body.query.value;
                const inside = found
                  .filter((row) => open === undefined || row.open === open.value)
                  .filter((row) => {
                    const at = (row as Row).updated_at;
                    return typeof at !== 'number'
                      ? open === undefined
                      : at > Number(from!.value) && at < Number(to!.value);
                  });
                return { body: { type: 'conversation.list', conversations: inside.toReversed() } };
              }
              return intercomFake.answer(world, request) ?? { body: {} };
            },
          });
          const { tables, rejected } = await run.pull();

          const named = found.filter(({ id }) => (typeof id === 'string' && id !== '') || typeof id === 'number');
          const left = run.warnings.filter((words) => words.includes('that nobody answered')).length > 0;
          const ids = Object.keys(tables.tickets ?? {});
          for (const { id } of named) if (!left) expect(ids).toContain(String(id));
          for (const { reason } of rejected) expect(reason).toMatch(/(^|[ .])id: /);
          for (const ticket of Object.values(tables.tickets ?? {})) expect(Ticket.parse(ticket)).toEqual(ticket);
          for (const event of Object.values(tables.events ?? {})) expect(Event.parse(event)).toEqual(event);
        },
      ),
      { numRuns: 25, seed: 20_261_123 },
    );
  });
});
