import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFake } from '../run-fake.ts';
import { answer, hubspotFake } from './fake.ts';
import { message, OLAF, seed, stages, thread } from './world.ts';

const SPECS = resolve(import.meta.dirname, '../../../../shared/data/specs/hubspot');

interface Schema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
  readonly allOf?: readonly Schema[];
}

function schemaOf(file: string, name: string): Schema {
  const specification = JSON.parse(readFileSync(resolve(SPECS, file), 'utf8')) as {
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  };
  const schema = specification.components.schemas[name]!;
  return schema.allOf?.at(-1) ?? schema;
}

/** What a schema requires and an object has not, and words that it does not know. */
function faultsOf(object: object, { required = [], properties = {} }: Schema): string[] {
  const held = object as Readonly<Record<string, unknown>>;
  const missing = required.filter((name) => !Object.hasOwn(held, name));
  const strange = Object.keys(held).filter((name) => !Object.hasOwn(properties, name));
  const wrong = Object.entries(properties).filter(
    ([name, { enum: words }]) => words && name in held && !words.includes(String(held[name])),
  );
  return [...missing, ...strange, ...wrong.map(([name]) => name)];
}

const at = '2026-03-01T08:00:00.000Z';
const resultsOf = (method: string, path: string, body: unknown): object[] => {
  const headers = { authorization: 'Bearer pat-geheim' };
  const said = answer(seed(), { method, path, query: new URLSearchParams('limit=100'), body, headers, now: 0 });
  if (!said) throw new Error(`the fake does not answer ${path}`);
  return (said.body as { results: object[] }).results;
};

describe.skipIf(!existsSync(SPECS))(
  'the fake portal’s answers have the fields that HubSpot’s specifications name',
  () => {
    it.each([
      [
        'a ticket',
        'tickets.v3.json',
        'SimplePublicObject',
        () => {
          const body = {
            inputs: [{ id: '101' }],
            properties: ['subject'],
            propertiesWithHistory: ['hs_pipeline_stage'],
          };
          return resultsOf('POST', '/crm/objects/2026-09/tickets/batch/read', body)[0]!;
        },
      ],
      ['a value with its instant', 'tickets.v3.json', 'ValueWithTimestamp', () => stages(['1', at])[0]!],
      ['an owner', 'owners.v3.json', 'PublicOwner', () => OLAF],
      ['a thread', 'conversations-inbox-messages.v3.json', 'PublicThread', () => thread('801', '101', at)],
      [
        'a message',
        'conversations-inbox-messages.v3.json',
        'PublicConversationsMessage',
        () => message('m', 'A-11', at),
      ],
    ] as const)('%s', (_, file, name, made) => {
      expect(faultsOf(made(), schemaOf(file, name))).toEqual([]);
    });

    it('and reading asks for no filter and no field of a batch that they do not name', async () => {
      const run = runFake(hubspotFake);
      await run.pull();
      const bodies = run.asked.filter((line) => line.startsWith('POST')).map((line) => line.slice(line.indexOf('{')));
      const sent = (end: string) =>
        run.asked.flatMap((line, n) =>
          line.includes(end) ? [JSON.parse(run.asked[n]!.slice(line.indexOf('{'))) as object] : [],
        );

      expect(bodies.length).toBeGreaterThan(0);
      const batch = schemaOf('tickets.v3.json', 'BatchReadInputSimplePublicObjectId');
      for (const body of sent('/objects/2026-09/tickets/batch/read {')) expect(faultsOf(body, batch)).toEqual([]);
      // The specification calls `after` required; its guide's example of a first page has none.
      const search = schemaOf('tickets.v3.json', 'PublicObjectSearchRequest');
      for (const body of sent('/tickets/search {')) expect(faultsOf(body, search)).toEqual(['after']);
    });
  },
);
