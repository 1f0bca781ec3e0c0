import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/model/source.ts';
import { storedAfter } from '../stored.ts';
import { folderOf, lines, openExport, readAll, toolsFor } from './export.ts';

const NINE = Date.UTC(2026, 10, 2, 9);

/** An export of several pages, with rows that cannot be read in every part. */
function company(): string {
  const tickets = Array.from({ length: 1300 }, (_, index) =>
    index % 100 === 7 ? `${index},never` : `${index},${NINE + index * 1000}`,
  );
  const events = Array.from(
    { length: 2600 },
    (_, index) => `${(index * 7) % 1300},${NINE + 10_000_000 + index},message,agent`,
  );
  const broken = Array.from({ length: 1500 }, () => 'short');
  return folderOf({
    'agents.csv': lines('id,name', 'ana,Ana', ',Nobody'),
    'tickets.csv.gz': gzipSync(lines('id,opened_at', ...tickets)),
    'events.csv': lines('ticket_id,at,kind,by', ...events, ...broken),
    'ratings.csv': lines('ticket_id,value', '1,5', '2,9'),
  });
}

describe('an interrupted run', () => {
  it('resumes from any of its pages, loses nothing and gives nothing out twice', async () => {
    const source = openExport(company());
    const whole = await readAll(source);
    expect(whole.pages.filter((page) => page.tickets).length).toBeGreaterThanOrEqual(3);
    expect(whole.rejected).toHaveLength(1 + 1500 + 13 + 26 + 1);

    for (let stop = 1; stop < whole.pages.length; stop += 1) {
      const before = whole.pages.slice(0, stop);
      const after = await readAll(source, before.at(-1)?.cursor);
      const joined: Page[] = [...before, ...after.pages];
      expect(storedAfter(joined)).toEqual(storedAfter(whole.pages));
      expect(joined.flatMap((page) => page.tickets ?? [])).toHaveLength(whole.tickets.length);
    }
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const page of openExport(company()).pull(undefined, toolsFor([], controller.signal)))
        if (page.tickets) controller.abort();
    };

    await expect(read()).rejects.toThrow(/abort/i);
  });
});

describe('a run after a complete one', () => {
  it('only says that they have been read up to now while the files are the same', async () => {
    const source = openExport(company());
    const { cursor } = await readAll(source);

    expect((await readAll(source, cursor)).pages).toEqual([{ cursor, watermarkAt: Date.UTC(2026, 11, 1) }]);
  });

  it('reads all again when a file changed, when subjects are wanted, or when the cursor is not one', async () => {
    const folder = company();
    const source = openExport(folder);
    const { cursor, tickets } = await readAll(source);

    expect((await readAll(source, cursor, true)).tickets).toHaveLength(tickets.length);
    expect((await readAll(source, 'page 7')).tickets).toHaveLength(tickets.length);
    writeFileSync(join(folder, 'ratings.csv'), lines('ticket_id,value', '1,4'));
    const again = await readAll(source, cursor);
    expect(again.tickets).toHaveLength(tickets.length);
    expect(again.all('ratings')).toMatchObject([{ value: 4 }]);
  });

  it('takes back what was said of rows that were mended since, with its first page only', async () => {
    const folder = folderOf({ 'tickets.csv': lines('id,opened_at', '1,never') });
    const source = openExport(folder);
    const broken = await readAll(source);
    writeFileSync(join(folder, 'tickets.csv'), lines('id,opened_at', `1,${NINE}`));
    const mended = await readAll(source, broken.cursor);

    expect(broken.pages.map((page) => page.rereadPlaces)).toEqual([[''], undefined]);
    expect(mended.pages.map((page) => page.rereadPlaces)).toEqual([[''], undefined]);
    expect((await readAll(source, mended.pages[0]?.cursor)).pages.map((page) => page.rereadPlaces)).toEqual([
      undefined,
    ]);
  });

  it('says that a file has been read up to when it was read, whatever its latest change', async () => {
    const { pages } = await readAll(openExport(folderOf({ 'tickets.csv': lines('id,opened_at', `1,${NINE}`) })));

    expect(pages.at(-1)?.watermarkAt).toBe(Date.UTC(2026, 11, 1));
  });

  it('is of another source when the path or the mapping changes, not when a mapping is laid out anew', () => {
    const folder = folderOf({
      'a.csv': 'x\n',
      'one.json': '{"rows":"tickets","columns":{"id":"a","opened_at":"b"}}',
      'same.json': '{\n "rows": "tickets",\n "columns": { "id": "a", "opened_at": "b" } }',
      'other.json': '{"rows":"tickets","columns":{"id":"b","opened_at":"b"}}',
    });
    const identity = (name?: string) => openExport(folder, name && join(folder, name)).identity;

    expect(identity('one.json')).toBe(identity('same.json'));
    expect(new Set([identity(), identity('one.json'), identity('other.json')]).size).toBe(3);
  });
});
