import { z } from 'zod';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { sideBySide } from '../../src/connector/records.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { AT_ONCE } from './api.ts';
import { toTombstone } from './records.ts';
import { listUndone } from './search.ts';
import type { Site } from './site.ts';

/** Where an issue is now. */
const Whereabouts = z.object({ fields: z.object({ project: z.object({ key: z.string() }).nullish() }).nullish() });

/** What became of open issues that are no longer in the list. */
export interface Vanished {
  /** What is left of those that are nowhere any more, or where nobody reads. */
  readonly tickets: readonly Ticket[];
  /** Ids of these, and of those that are in another project now: they need not be looked for again. */
  readonly left: readonly string[];
}

/**
 * Issues that were open and are in the list of open ones no more. A search never shows what was deleted, archived or
 * hidden, so whoever is missing is asked for by id: one that is nowhere counts as deleted at `now`, one in a project that
 * is not read as moved; one that is done meanwhile, or in another project that is read, is told by the search.
 */
export async function findVanished(
  client: HttpClient,
  site: Site,
  project: { readonly key: string; readonly readBeside: ReadonlySet<string> },
  open: readonly string[],
  now: number,
): Promise<Vanished> {
  if (open.length === 0) return { tickets: [], left: [] };
  const listed = await listUndone(client, site, project.key);
  const missing = open.filter((id) => !listed.has(id));
  const left: string[] = [];
  const tickets = await sideBySide(missing, AT_ONCE, async (id): Promise<Ticket | undefined> => {
    const path = `${site.root}/issue/${encodeURIComponent(id)}`;
    const answer = await client.jsonOr([403, 404], { path, query: { fields: 'project' }, schema: Whereabouts });
    if (!answer.ok) return toTombstone(id, now, 'deleted', client.source);
    const home = answer.body.fields?.project?.key.toUpperCase();
    if (home === undefined || home === project.key.toUpperCase()) return undefined;
    left.push(id);
    if (project.readBeside.has(home)) return undefined;
    return toTombstone(id, now, 'moved', client.source);
  });
  const gone = tickets.filter((ticket) => ticket !== undefined);
  return { tickets: gone, left: [...left, ...gone.map(({ id }) => id)] };
}
