import { readRecord } from '../../src/connector/records.ts';
import type { Rejection } from '../../src/model/source.ts';
import { type Issue, Organisation, RequestType, Satisfaction, SatisfactionDate, User } from './answers.ts';
import type { Site } from './site.ts';

/** What Service Management adds to an issue. */
export interface Custom {
  readonly requestType: string | undefined;
  readonly organisations: readonly Organisation[];
  readonly participants: readonly User[];
  readonly rating: number | undefined;
  readonly ratedAt: number | undefined;
}

/** What Service Management keeps in fields of its own; an odd one costs itself and is told. */
export function customOf(issue: Issue, { custom }: Site, rejected: Rejection[]): Custom {
  const place = `issue/${issue.id}`;
  const valueAt = (id: string | undefined): unknown => (id === undefined ? undefined : issue.fields[id]);
  const read = <T>(id: string | undefined, schema: Parameters<typeof readRecord<T>>[0]): T | undefined => {
    const value = valueAt(id);
    if (value === null || value === undefined || value === '') return undefined;
    const record = readRecord(schema, value);
    if (record.reason !== undefined) rejected.push({ place: `${place}: ${id}`, reason: record.reason });
    return record.ok ? record.data : undefined;
  };
  const listOf = <T>(id: string | undefined, schema: Parameters<typeof readRecord<T>>[0]): T[] => {
    const value = valueAt(id);
    const items = Array.isArray(value) ? (value as unknown[]) : [];
    return items.flatMap((item) => {
      const record = readRecord(schema, item);
      if (record.reason !== undefined) rejected.push({ place: `${place}: ${id}`, reason: record.reason });
      return record.ok ? [record.data] : [];
    });
  };
  return {
    requestType: read(custom.requestType, RequestType)?.requestType?.name ?? undefined,
    organisations: listOf(custom.organisations, Organisation),
    participants: listOf(custom.participants, User),
    rating: read(custom.satisfaction, Satisfaction)?.rating,
    ratedAt: read(custom.satisfactionDate, SatisfactionDate),
  };
}

/** Chosen fields as text: a choice by its name, several joined by `|`; people and objects without a name are left out. */
export function keptFields(issue: Issue, kept: ReadonlyMap<string, string>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [id, under] of kept) {
    const value = issue.fields[id];
    const texts = (Array.isArray(value) ? (value as unknown[]) : [value])
      .map(textOf)
      .filter((text) => text !== undefined);
    if (texts.length > 0) fields[under] = texts.join('|');
  }
  return fields;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  if (typeof value !== 'object' || value === null) return undefined;
  const name: unknown = Reflect.get(value, 'value') ?? Reflect.get(value, 'name');
  return typeof name === 'string' && name !== '' && !('displayName' in value) ? name : undefined;
}
