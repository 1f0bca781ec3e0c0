import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { DIMENSION_NAMES, MEASURE_NAMES } from '../../../src/model/catalogue.ts';
import { atDesk, type Desk } from '../fairclock.ts';

/** What of a JSON Schema these tests read. */
interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}

/** Every schema that stands directly in another one. */
const partsOf = ({ $defs, properties, items, prefixItems, anyOf, additionalProperties }: Schema): Schema[] =>
  [
    ...Object.values($defs ?? {}),
    ...Object.values(properties ?? {}),
    ...(prefixItems ?? []),
    ...(anyOf ?? []),
    items,
    additionalProperties,
  ].filter((part): part is Schema => typeof part === 'object');

/** Whether somebody who meets the property is told what it means; a type that may be null is told by its other side. */
const isTold = ({ description, anyOf }: Schema): boolean =>
  (description ?? '').length > 5 || (anyOf ?? []).some(isTold);

function untold(schema: Schema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).filter(([, property]) => !isTold(property));
  return [...own.map(([name]) => `${path}.${name}`), ...partsOf(schema).flatMap((part) => untold(part, `${path}.…`))];
}

async function printedSchema(desk: Desk): Promise<Schema> {
  const printed = await desk.fairclock(['schema']);
  expect(printed).toMatchObject({ code: 0, err: '' });
  return JSON.parse(printed.out);
}

describe('fairclock schema', () => {
  it('holds for the report of the demo and for no other, by a validator that is not ours', async () => {
    const desk = atDesk();
    // Formats are left to the patterns beside them.
    const ajv = new Ajv2020({ allErrors: true, strict: true, validateFormats: false });
    const validate = ajv.compile(await printedSchema(desk));
    const errorsOf = (value: unknown): string[] => {
      validate(value);
      return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    };
    const shown = await desk.fairclock(['demo', '--tickets', '400', '--out', join(desk.folder, 'demo')]);
    expect(shown.code).toBe(0);
    const report = JSON.parse(readFileSync(join(desk.folder, 'demo', 'report.json'), 'utf8'));
    const { open, ...without } = report;

    expect(errorsOf(report)).toEqual([]);
    expect(errorsOf(without)).toEqual([" must have required property 'open'"]);
    expect(errorsOf({ ...report, opened: open })).toEqual([' must NOT have additional properties']);
    expect(errorsOf({ ...report, simulated: 'yes' })).toEqual(['/simulated must be boolean']);
    expect(errorsOf({ ...report, generatedAt: 'today' })).toHaveLength(1);
  });

  it('says what every property means', async () => {
    expect(untold(await printedSchema(atDesk()))).toEqual([]);
  });

  it('has every dimension of the report and every measure of a group', async () => {
    const { required, $defs } = await printedSchema(atDesk());

    expect(required).toEqual(expect.arrayContaining(DIMENSION_NAMES));
    expect($defs?.Group?.required).toEqual(expect.arrayContaining(MEASURE_NAMES));
  });
});
