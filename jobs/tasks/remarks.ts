import { z } from 'zod';
import type { Store } from '../../src/store/store.ts';

const Remarks = z.array(z.string());

const keyOf = (source: string): string => `remarks:${source}`;

/** Keeps what a source's latest reading said that a person should know, in place of what the one before said. */
export async function keepRemarks(store: Store, source: string, remarks: readonly string[]): Promise<void> {
  await store.sync.setSetting(keyOf(source), JSON.stringify(remarks));
}

/** What the latest readings of these sources said, a sentence each, with the source's name before it. */
export async function remarksOf(store: Store, sources: readonly string[]): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const source of sources) {
    const kept = await store.sync.setting(keyOf(source));
    if (kept === undefined) continue;
    for (const remark of Remarks.parse(JSON.parse(kept))) notes.push(`${source}: ${remark}.`);
  }
  return notes;
}
