import { readFileSync } from 'node:fs';

/** Which release of the time zone database (IANA, such as 2026c) is in use; undefined where nobody says. */
export interface ZoneData {
  /** Node's own: by it hours and due times are told. */
  readonly node: string | undefined;
  /** The machine's: by it everybody else here reads the clock. */
  readonly system: string | undefined;
}

/** Where systems keep the database as text; its first line names the release. */
const SYSTEM_FILES = ['/usr/share/zoneinfo/tzdata.zi', '/usr/share/zoneinfo/+VERSION'];

/** Looks which releases are in use here. */
export function zoneData(files: readonly string[] = SYSTEM_FILES): ZoneData {
  for (const file of files) {
    try {
      const [release] = /\b\d{4}[a-z]+\b/.exec(readFileSync(file, 'utf8').slice(0, 200)) ?? [];
      if (release !== undefined) return { node: process.versions.tz, system: release };
    } catch {
      // Not every system has this one.
    }
  }
  return { node: process.versions.tz, system: undefined };
}

/**
 * What a person should know of zone data: one sentence where Node's are older than the machine's, else undefined.
 *
 * @example zoneDataWarning({ node: '2026c', system: '2026f' }) // => "Node's time zone data are of 2026c, …"
 */
export function zoneDataWarning({ node, system }: ZoneData): string | undefined {
  if (node === undefined || system === undefined || node >= system) return undefined;
  return (
    `Node's time zone data are of ${node}, this machine's of ${system}: where a zone has changed since, digests come and ` +
    'hours are counted by the old rules; update Node, or set NODE_ICU_DATA to a folder with newer data'
  );
}
