import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WITH_HISTORY } from '../../../connectors/hubspot/history.ts';
import { TICKET_PROPERTIES } from '../../../connectors/hubspot/records.ts';
import { Agent } from '../../../src/model/people.ts';
import { Rating } from '../../../src/model/rating.ts';
import { Event, Ticket } from '../../../src/model/ticket.ts';
import { answersOf, type Specification } from '../../support/openapi.ts';
import { runFake } from '../run-fake.ts';
import { hubspotFake } from './fake.ts';
import { empty } from './world.ts';

const SPECS = resolve(import.meta.dirname, '../../../../shared/data/specs/hubspot');

type Row = Record<string, unknown>;
type Schemas = Record<string, Record<string, unknown>>;

/** A specification; kinds of messages and actors name the union that they belong to as a part of themselves, which is dropped. */
function specificationOf(file: string): Specification {
  const { components } = JSON.parse(readFileSync(resolve(SPECS, file), 'utf8')) as { components: { schemas: Schemas } };
  const schemas = Object.entries(components.schemas).map(([name, schema]) => {
    const parts = schema.allOf as Record<string, unknown>[] | undefined;
    return [name, parts?.find((part) => part['x-hubspot-sub-type-impl'] === true) ?? schema];
  });
  return { components: { schemas: Object.fromEntries(schemas) } };
}

/** Values of properties: texts, nothing, and what such properties hold. */
const value = fc.oneof(
  fc.constantFrom(
    '',
    null,
    '1',
    '2',
    '4',
    '999',
    '7001',
    'true',
    '12345',
    '2026-03-01',
    '2026-03-01T08:00:00.123Z',
    '0',
  ),
  fc.string({ maxLength: 6 }),
);

const valuesOf = (names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });

describe.skipIf(!existsSync(SPECS))('random answers that obey HubSpot’s specifications (../shared/data/specs)', () => {
  const here = existsSync(SPECS);
  const schema = (file: string, name: string) =>
    (here ? answersOf(specificationOf(file), name) : fc.constant({})) as fc.Arbitrary<Row>;
  const object = schema('tickets.v3.json', 'SimplePublicObjectWithAssociations');
  const version = schema('tickets.v3.json', 'ValueWithTimestamp');
  const history = fc.record(
    Object.fromEntries(WITH_HISTORY.map((name) => [name, fc.array(fc.tuple(version, value), { maxLength: 4 })])),
    { requiredKeys: [] },
  );
  const inbox = 'conversations-inbox-messages.v3.json';

  it('stop nothing, and set nothing aside but what has no readable id', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(object, valuesOf(TICKET_PROPERTIES), history), { minLength: 2, maxLength: 5 }),
        fc.array(schema('owners.v3.json', 'PublicOwner'), { maxLength: 3 }),
        schema(inbox, 'PublicThread'),
        fc.array(schema(inbox, 'PublicMessage'), { maxLength: 6 }),
        schema('pipelines.v3.json', 'CollectionResponsePipelineNoPaging'),
        fc.tuple(object, valuesOf(['hs_survey_type', 'hs_survey_id', 'hs_submission_timestamp'])),
        async (tickets, owners, thread, messages, pipelines, [submission, survey]) => {
          const objects = tickets.map(([row, properties, past], n) => ({
            ...row,
            id: String(200 + n),
            archived: false,
            properties,
            propertiesWithHistory: Object.fromEntries(
              Object.entries(past).map(([name, versions]) => [
                name,
                (versions ?? []).map(([told, text]) => ({ ...told, value: text })),
              ]),
            ),
          }));
          const run = runFake(hubspotFake, {
            world: empty(),
            answer: (world, request) => {
              const { path } = request;
              const one = objects.find(({ id }) => path === `/crm/objects/2026-09/tickets/${id}`);
              if (one) return { body: one };
              if (path === '/crm/pipelines/2026-09/tickets') return { body: pipelines };
              if (path === '/crm/owners/2026-09')
                return { body: { results: owners.map((each, n) => ({ ...each, id: `o${n}` })) } };
              if (path === '/conversations/conversations/2026-09/threads/801')
                return { body: { ...thread, id: '801' } };
              if (path.endsWith('/801/messages'))
                return { body: { results: messages.map((each, n) => ({ ...each, id: `m${n}` })) } };
              if (path.endsWith('/tickets/conversations/batch/read')) {
                return {
                  body: { results: [{ from: { id: '200' }, to: [{ toObjectId: 801, associationTypes: [] }] }] },
                };
              }
              const isTickets = path.startsWith('/crm/objects/2026-09/tickets');
              const isSurveys = path.startsWith('/crm/objects/2026-09/feedback_submissions');
              if (request.query.get('archived') === 'true' || path.endsWith('/search'))
                return { body: { results: [] } };
              if (isTickets) return { body: { results: objects } };
              if (isSurveys)
                return { body: { results: [{ ...submission, id: '91', properties: { ...survey, hs_value: '2' } }] } };
              return hubspotFake.answer(world, request) ?? { body: { results: [] } };
            },
          });
          const { tables, rejected } = await run.pull();

          for (const { reason } of rejected) expect(reason).toMatch(/(^|[ .])id: /);
          expect(Object.keys(tables.tickets ?? {})).toEqual(objects.map(({ id }) => id));
          for (const each of Object.values(tables.tickets ?? {})) expect(Ticket.parse(each)).toEqual(each);
          for (const each of Object.values(tables.events ?? {})) expect(Event.parse(each)).toEqual(each);
          for (const each of Object.values(tables.agents ?? {})) expect(Agent.parse(each)).toEqual(each);
          for (const each of Object.values(tables.ratings ?? {})) expect(Rating.parse(each)).toEqual(each);
        },
      ),
      { numRuns: 40, seed: 20_261_127 },
    );
  });
});
