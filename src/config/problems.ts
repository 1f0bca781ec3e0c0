import { z } from 'zod';
import type { SettingMeta } from './accepted-values.ts';

/** One sentence an issue: the variable in full (`nameOf`), what was found (never a secret), what is accepted. */
export function problemsOf(
  error: z.ZodError,
  schema: z.ZodObject,
  set: ReadonlyMap<string, string>,
  nameOf: (key: string) => string = (key) => key,
): string[] {
  return error.issues.map((issue) => {
    const key = String(issue.path[0] ?? '');
    const name = nameOf(key);
    const found = set.get(name);
    const meta = metaOf(schema, key);
    if (found === undefined) return `${name}: is not set; ${meta?.description ?? 'it is needed'}`;
    return `${name}: ${meta?.secret === true ? 'its value' : JSON.stringify(found)} ${wordsOf(issue)}`;
  });
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' || /^(is|accepts|must|has|needs|names)\b/.test(issue.message)) return issue.message;
  return `is not accepted: ${issue.message}`;
}

/** What a variable's schema says of itself; optional and defaulted schemas carry it on the outside. */
export function metaOf(schema: z.ZodObject, key: string): Partial<SettingMeta> | undefined {
  const field = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
  return field instanceof z.ZodType ? (field.meta() as Partial<SettingMeta> | undefined) : undefined;
}
