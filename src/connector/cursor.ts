import { z } from 'zod';
import { DataError } from '../model/errors.ts';

/** How a connector writes down where it stands, and reads it again. */
export interface CursorForm<Cursor> {
  /** Reads what this or an earlier version wrote for `source`; throws DataError for anything else. */
  readonly read: (text: string, source: string) => Cursor;
  readonly write: (cursor: Cursor) => string;
}

/** Turns what an earlier version wrote into what the version after it would have written. */
export type Upgrade = (older: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

const Stored = z.looseObject({ version: z.int().min(0).default(0) });

/**
 * A cursor with a version. `upgrades[n]` turns version n into version n + 1, so that the present version is their
 * number; a cursor without a version counts as version 0.
 */
export function cursorForm<Schema extends z.ZodObject>(
  schema: Schema,
  upgrades: readonly Upgrade[],
): CursorForm<z.output<Schema>> {
  const present = upgrades.length;
  return {
    read(text, source) {
      const stored = Stored.safeParse(parsed(text));
      if (!stored.success) throw unreadable(source);
      const { version, ...rest } = stored.data;
      if (version > present) {
        throw new DataError(
          `${source}: a newer version of Fairclock has read this source (its cursor is of version ${version}, this one ` +
            `knows ${present}): update Fairclock, or read the source anew with: fairclock sync ${source} --restart`,
        );
      }
      let value: Readonly<Record<string, unknown>> = rest;
      for (const upgrade of upgrades.slice(version)) value = upgrade(value);
      const cursor = schema.safeParse(value);
      if (!cursor.success) throw unreadable(source);
      return cursor.data;
    },
    write: (cursor) => JSON.stringify({ version: present, ...cursor }),
  };
}

/** For cursors that are the same as before but for the version they now bear. */
export const unchanged: Upgrade = (older) => older;

function unreadable(source: string): DataError {
  return new DataError(
    `${source}: where its last sync stopped cannot be read; read the source anew with: fairclock sync ${source} --restart`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
