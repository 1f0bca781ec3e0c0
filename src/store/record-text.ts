import type { z } from 'zod';
import { DataError } from '../model/errors.ts';

/** JSON with the keys of every object in order, so that equal records are equal texts however they were made. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    const entries = Object.entries(part);
    for (let index = 1; index < entries.length; index++) {
      if (entries[index - 1]![0] > entries[index]![0]) {
        return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
      }
    }
    return part;
  });
}

/** The record as it will be stored, checked against its schema; DataError names it and what is wrong with it. */
export function toRecord<Schema extends z.ZodType>(schema: Schema, what: string, record: z.input<Schema>): string {
  const parsed = schema.safeParse(record);
  if (!parsed.success) throw new DataError(`${what}: ${firstIssue(parsed.error)}`);
  return canonicalJson(parsed.data);
}

/** A stored JSON text as the schema says; DataError names the row. */
export function fromRecord<Schema extends z.ZodType>(schema: Schema, what: string, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DataError(`store: ${what} is not valid JSON; sync its source anew`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new DataError(`store: ${what} cannot be read (${firstIssue(parsed.error)}); sync its source anew`);
  return parsed.data;
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!;
  return `${issue.path.join('.') || 'record'}: ${issue.message}`;
}
