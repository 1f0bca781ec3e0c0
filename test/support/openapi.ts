import fc from 'fast-check';

type Schema = Readonly<Record<string, unknown>>;

/** A published specification, parsed; both OpenAPI 3 (`components/schemas`) and Swagger 2 (`definitions`). */
export interface Specification {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** So deep, optional fields are left out, since schemas may hold themselves. */
const DEEPEST = 6;

/**
 * Random answers that obey a schema of a specification: whatever it allows to be missing may be missing, whatever it
 * allows to be null may be null.
 */
export function answersOf(specification: Specification, name: string): fc.Arbitrary<unknown> {
  const schemas = specification.components?.schemas ?? specification.definitions ?? {};
  const root = schemas[name];
  if (!root) throw new Error(`the specification has no schema ${name}`);
  return arbitraryOf(root, schemas, 0);
}

function arbitraryOf(given: Schema, schemas: Readonly<Record<string, Schema>>, depth: number): fc.Arbitrary<unknown> {
  const schema = resolved(given, schemas);
  const value = answerOf(schema, schemas, depth);
  return schema.nullable === true || given.nullable === true ? fc.option(value, { nil: null, freq: 4 }) : value;
}

function resolved(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const name = schema.$ref.split('/').at(-1)!;
  return resolved(schemas[name] ?? {}, schemas);
}

function answerOf(schema: Schema, schemas: Readonly<Record<string, Schema>>, depth: number): fc.Arbitrary<unknown> {
  const choices = (schema.oneOf ?? schema.anyOf) as readonly Schema[] | undefined;
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, schemas, depth + 1)));
  const all = schema.allOf as readonly Schema[] | undefined;
  if (all) return answerOf(merged(all.map((each) => resolved(each, schemas))), schemas, depth);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const type = Array.isArray(schema.type) ? (schema.type as string[])[0] : schema.type;
  switch (type) {
    case 'integer':
      return schema.format === 'date-time' || schema.format === 'timestamp'
        ? fc.integer({ min: 1_500_000_000, max: 1_790_000_000 })
        : fc.integer({ min: 0, max: 1_000_000_000 });
    case 'number':
      return fc.double({ min: 0, max: 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return depth > DEEPEST
        ? fc.constant([])
        : fc.array(arbitraryOf((schema.items as Schema | undefined) ?? {}, schemas, depth + 1), { maxLength: 3 });
    case 'string':
      return textOf(schema);
    default:
      return objectOf(schema, schemas, depth);
  }
}

function textOf(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'date-time') {
    return fc.integer({ min: 1_500_000_000, max: 1_790_000_000 }).map((at) => new Date(at * 1000).toISOString());
  }
  const example = typeof schema.example === 'string' ? [schema.example] : [];
  return fc.oneof(fc.constantFrom('', 'text', ...example), fc.string({ maxLength: 8 }));
}

function objectOf(schema: Schema, schemas: Readonly<Record<string, Schema>>, depth: number): fc.Arbitrary<unknown> {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const known = Object.entries(properties).filter(([name]) => depth <= DEEPEST || required.has(name));
  const model = Object.fromEntries(known.map(([name, inner]) => [name, arbitraryOf(inner, schemas, depth + 1)]));
  return fc.record(model, { requiredKeys: known.map(([name]) => name).filter((name) => required.has(name)) });
}

function merged(schemas: readonly Schema[]): Schema {
  const properties = Object.assign({}, ...schemas.map((each) => each.properties ?? {}));
  const required = schemas.flatMap((each) => (each.required as string[] | undefined) ?? []);
  return Object.assign({}, ...schemas, { properties, required });
}
