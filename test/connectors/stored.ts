import type { Page, Rejection } from '../../src/model/source.ts';

/** What a store would hold after a run of pages: records by key, later ones over earlier ones. */
export interface Stored {
  readonly tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly rejected: readonly Rejection[];
}

/** Upserts pages in order as the store does: by key, with whole timelines replacing what was there. */
export function storedAfter(pages: readonly Page[]): Stored {
  const tables: Record<string, Map<string, unknown>> = {};
  const table = (name: string) => {
    tables[name] ??= new Map();
    return tables[name];
  };
  const rejected: Rejection[] = [];
  for (const page of pages) {
    for (const id of page.wholeTimelines ?? []) {
      for (const key of table('events').keys()) if (key.startsWith(`${id}/`)) table('events').delete(key);
    }
    for (const one of page.tickets ?? []) table('tickets').set(one.id, one);
    for (const one of page.events ?? []) table('events').set(`${one.ticketId}/${one.id}`, one);
    for (const one of page.agents ?? []) table('agents').set(one.id, one);
    for (const one of page.teams ?? []) table('teams').set(one.id, one);
    for (const one of page.customers ?? []) table('customers').set(one.id, one);
    for (const one of page.accounts ?? []) table('accounts').set(one.key, one);
    for (const one of page.ratings ?? []) table('ratings').set(one.id, one);
    for (const one of page.subscriptions ?? []) table('subscriptions').set(one.id, one);
    rejected.push(...(page.rejected ?? []));
  }
  const sorted: Record<string, Record<string, unknown>> = {};
  for (const [name, records] of Object.entries(tables)) {
    if (records.size > 0) sorted[name] = Object.fromEntries([...records].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return { tables: sorted, rejected };
}
