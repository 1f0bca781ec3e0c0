import { z } from 'zod';
import { readRecords, sideBySide } from '../../src/connector/records.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { rowsOf } from './answers.ts';
import { type AskGitHub, AT_ONCE, PER_PAGE, pathOf } from './api.ts';
import { ticketIdOf } from './records.ts';

const Numbered = z.object({ number: z.int() });

/** Where an issue is now; a transferred one answers from its new repository. */
const Whereabouts = z.object({ number: z.int(), repository_url: z.string() });

/**
 * Issues that were open and are not in the list any more: deleted, or transferred to another repository. A list of
 * changes never shows them, so the open ones are listed and whoever is missing is asked for by number.
 */
export async function findVanished(
  repository: string,
  open: readonly number[],
  ask: AskGitHub,
  source: string,
  now: number,
): Promise<readonly Ticket[]> {
  if (open.length === 0) return [];
  const [owner, repo] = repository.split('/');
  const listed = await listOpen(repository, ask, source);
  const missing = open.filter((number) => !listed.has(number));
  const tickets = await sideBySide(missing, AT_ONCE, async (number): Promise<Ticket | undefined> => {
    const issue = await ask('GET /repos/{owner}/{repo}/issues/{issue_number}', { owner, repo, issue_number: number });
    if (issue.status !== 200) return goneTicket(source, ticketIdOf(repository, number), now, undefined);
    const found = Whereabouts.safeParse(issue.data);
    if (!found.success) return undefined;
    const home = /\/repos\/([^/]+\/[^/]+)$/.exec(found.data.repository_url)?.[1] ?? repository;
    const id = ticketIdOf(home, found.data.number);
    // Closed in the meantime, or renamed with its repository: the list of changes tells.
    if (home.toLowerCase() === repository.toLowerCase() || found.data.number === number) return undefined;
    return goneTicket(source, ticketIdOf(repository, number), now, id);
  });
  return tickets.filter((ticket) => ticket !== undefined);
}

/** Numbers of all open issues and pull requests, in order of their creation, which does not move. */
async function listOpen(repository: string, ask: AskGitHub, source: string): Promise<ReadonlySet<number>> {
  const [owner, repo] = repository.split('/');
  const place = `${source}: GET ${pathOf(repository, '/issues')}`;
  const asked = { owner, repo, state: 'open', sort: 'created', direction: 'asc', per_page: PER_PAGE };
  const numbers = new Set<number>();
  const followed = new Set<string>();
  let page = await ask('GET /repos/{owner}/{repo}/issues', asked);
  for (;;) {
    if (page.status !== 200) throw new DataError(`${place}: the open issues cannot be listed (${page.status})`);
    for (const { number } of readRecords(Numbered, rowsOf(page.data, place), () => place).read) numbers.add(number);
    if (page.next === undefined) return numbers;
    if (followed.has(page.next)) throw new DataError(`${place}: the same page came twice`);
    followed.add(page.next);
    page = await ask(`GET ${page.next}`);
  }
}

/** An issue of which only its end is known: it is in no figure, and counted as deleted or as merged. */
function goneTicket(source: string, id: string, now: number, into: string | undefined): Ticket {
  const stated = { status: 'closed', originalStatus: into ? 'transferred' : 'deleted', statusKnown: true } as const;
  const empty = { tags: [], fields: {}, spam: false, timelineComplete: false };
  const told = { openedAt: now, openedBy: 'customer', updatedAt: now } as const;
  const end = into ? { mergedInto: into } : { deletedAt: now };
  return { source, id, channel: 'github', ...told, ...stated, ...empty, ...end };
}
