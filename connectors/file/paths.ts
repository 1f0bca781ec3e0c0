/** One step into an array: the item at an index (from the end where it is below 0), or the first whose key has a value. */
export type Step =
  | { readonly index: number }
  | { readonly key: string }
  | { readonly where: string; readonly is: string };

/** A place inside a cell: the cell's heading, and the way from there. */
export interface Path {
  readonly heading: string;
  readonly steps: readonly Step[];
}

const STEP = /\[(-?\d+)\]|\[([^\]=]+)=([^\]]*)\]|\.(-?\d+)(?=[.[]|$)|\.([^.[\]]+)/y;

/**
 * Reads a path into an object (`comments[0].created_at`, `comments.-1.at`, `custom_fields[id=360].value`). Objects in
 * objects need none of it, since each of their values has a heading of its own (`assignee.name`). Undefined where the
 * text is a plain heading or no path at all.
 */
export function parsePath(text: string): Path | undefined {
  const start = text.search(/\[|\.-?\d+(?=[.[]|$)/);
  if (start <= 0) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = start;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (!match) return undefined;
    const [, bracket, where, is, dotted, key] = match;
    const index = bracket ?? dotted;
    if (index !== undefined) steps.push({ index: Number(index) });
    else if (where !== undefined) steps.push({ where, is: is! });
    else steps.push({ key: key! });
  }
  return { heading: text.slice(0, start), steps };
}

/** The value a path leads to; undefined where it leads nowhere. */
export function followPath(value: unknown, steps: readonly Step[]): unknown {
  let here = value;
  for (const step of steps) {
    if (typeof here !== 'object' || here === null) return undefined;
    if ('index' in step) here = Array.isArray(here) ? here.at(step.index) : undefined;
    else if ('key' in step) here = ownValue(here, step.key);
    else here = Array.isArray(here) ? here.find((item) => hasValue(item, step.where, step.is)) : undefined;
  }
  return here;
}

function ownValue(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function hasValue(item: unknown, key: string, value: string): boolean {
  return typeof item === 'object' && item !== null && String(ownValue(item, key)) === value;
}
