/** Values that no field is meant to hold. */
const ODD: readonly unknown[] = [null, undefined, {}, [], '', 'odd', -1, 1.5, true, [null], { odd: [] }];

/** A record with one place made odd, and where. */
export interface OddRecord {
  /** `child_events.0.id` */
  readonly at: string;
  readonly value: unknown;
  readonly record: unknown;
}

/** Every record that differs from this one in one place: each field in turn is missing or holds what it should not. */
export function* oddRecords(record: unknown): Generator<OddRecord> {
  for (const path of pathsOf(record)) {
    for (const value of ODD) {
      const copy: unknown = structuredClone(record);
      put(copy, path, value);
      yield { at: path.join('.'), value, record: copy };
    }
  }
}

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [...path, key];
    yield* pathsOf(inner, [...path, key]);
  }
}

function put(value: unknown, path: readonly string[], odd: unknown): void {
  let at = value as Record<string, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const key = path.at(-1)!;
  if (odd === undefined && !Array.isArray(at)) delete at[key];
  else at[key] = odd ?? null;
}
